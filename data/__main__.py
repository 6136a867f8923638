"""The command line: python -m data import | check | list | template | figures | coverage-batch."""

from __future__ import annotations

import argparse
import json
import sys
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

from data.commands import coverage_batch
from data.commands.parser import CLEAN, REFUSED, WARNED, Parser, speak_japanese
from data.files import resource_kinds
from data.files.extract import Piece
from data.files.problems import Problem, Refused, number_of, sentences
from data.ingest.import_city import Given, Wishes, import_city, read_pieces
from data.ingest.report import noticed, refusal_json
from data.store.disk_errors import disk_words
from data.store.schema import TABLES
from data.text.letters import cleaned

KINDS_AS_OPTIONS = {
    "boundaries": "区域の境界（シェープファイル、TopoJSON、GeoJSON、GeoPackage）",
    "population": "住民基本台帳などの年齢別人口",
    "census": "国勢調査の小地域集計（e-Stat）",
    "membership": "町丁がどの地区に入るかの表",
    "resources": "地域資源の一覧",
    "households": "世帯の表",
    "needs": "困りごとの表",
    "councils": "協議体・活動・支え合いサポーター・事例の表",
    "base": "道路・川・鉄道・目印",
    "people": "人の分布（人口メッシュ、建物）",
    "network": "歩く道（起点・終点・長さ・勾配）",
    "individuals": "個人別の利用の一覧（職員用の設定がある端末だけ）",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 clean, 1 done with warnings, 2 nothing written."""
    speak_japanese()
    asked = _parser().parse_args(arguments)
    try:
        return asked.run(asked)
    except Refused as refused:
        if getattr(asked, "report", "") == "json":
            print(refusal_json(refused.problems))
        else:
            said = "\n".join(f"  ・{line}" for line in sentences(refused.problems))
            print(
                f"読めないところがあるため、何も書き込みませんでした（{number_of(refused.problems):,}件）。\n{said}",
                file=sys.stderr,
            )
        return REFUSED
    except (KeyError, IndexError) as broken:
        return _unforeseen(broken)
    except LookupError as missing:
        print(str(missing.args[0] if missing.args else missing), file=sys.stderr)
        return REFUSED
    except OSError as failed:  # a folder that may not be written, a full disk, figures that need the access setting
        print(disk_words(failed), file=sys.stderr)
        return REFUSED
    except Exception as broken:  # nobody at a city's desk can read a traceback
        return _unforeseen(broken)


def _unforeseen(broken: Exception) -> int:
    """A fault of the program, in words and with the place in it; an import writes last, so nothing stored has
    changed."""
    frames = traceback.extract_tb(broken.__traceback__)
    last = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), frames[-1])
    print(
        "プログラムの中で思わぬことが起き、途中でやめました。入っているデータは変わっていません。\n "
        " ファイルを一つずつ check で確かめ、それでも同じときは、この行を作り手に知らせてください:"
        f" {type(broken).__name__}（{Path(last.filename).name} {last.lineno}行目）",
        file=sys.stderr,
    )
    return REFUSED


def _progress(words: str) -> None:
    print(
        cleaned(words).replace("\n", " "), file=sys.stderr, flush=True
    )  # a file's name may hold what moves a terminal's cursor


def _import(asked: argparse.Namespace) -> int:
    wishes = Wishes(
        asked.replace,
        asked.zone,
        asked.blank,
        asked.resource_kind,
        asked.title,
        asked.districts_made_up,
        asked.cities_dir,
        tuple(asked.code or ()),
        published_list=asked.published_list,
        as_of=asked.as_of,
        instead_of=asked.instead_of,
        beside=asked.beside,
    )
    report = import_city(asked.name, _given(asked), wishes, _progress)
    report.assumed += _unused_date(asked.as_of, report.assumed, report.problems)
    print(report.as_json() if asked.report == "json" else report.words())
    return report.exit_code


def _check(asked: argparse.Namespace) -> int:
    from data.files.extract import Options

    if not (given := _given(asked)):
        raise LookupError("確かめるファイルがありません。ファイルを一つ以上指定してください。")
    pieces = read_pieces(
        given,
        Options(
            blank=asked.blank,
            zone=asked.zone,
            resource_kind=asked.resource_kind,
            city_codes=tuple(asked.code or ()),
            published_list=asked.published_list,
            as_of=asked.as_of,
        ),
        _progress,
    )
    problems = [problem for piece in pieces for problem in piece.problems]
    assumed = [line for piece in pieces for line in piece.assumed]
    assumed += _unused_date(asked.as_of, assumed, problems)
    if asked.report == "json":
        said = [
            {
                "file": piece.shown,
                "kind": piece.kind,
                "label": piece.label,
                "rows": {name: len(table) for name, table in piece.tables.items()},
                "kinds": _kinds_of(piece),
            }
            for piece in pieces
        ]
        print(
            json.dumps(
                {"files": said, "assumed": assumed, "problems": [problem.sentence() for problem in problems]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for piece in pieces:
            print(
                f"{piece.shown}:"
                f" {piece.label}（{'、'.join(f'{TABLES[name].label} {len(table):,}行' for name, table in piece.tables.items())}）"
            )
            if found := _kinds_of(piece):
                print(f"  種類: {resource_kinds.in_words(found)}")
        for heading, said in (("こちらで決めたこと（確かめてください）", assumed), *noticed(problems)):
            if said:
                print("\n".join(["", f"{heading}:", *(f"  ・{line}" for line in said)]))
        print(
            "\nどのファイルも読めます（まだ何も書き込んでいません）。読み込むときは、check のところを「import"
            " 市の名前」にします。"
        )
    return WARNED if any(problem.severity == "warn" for problem in problems) else CLEAN


def _unused_date(as_of: str | None, assumed: Sequence[str], problems: Sequence[Problem]) -> list[str]:
    """A line that --as-of was not needed, where it was given and nothing speaks of it."""
    said = any("--as-of" in line for line in (*assumed, *(problem.why for problem in problems)))
    return (
        [
            f"指定した日付（--as-of {as_of}）は、どのファイルにも使いませんでした（日付の書かれた表か、"
            "日付の要らないファイルです）。"
        ]
        if as_of and not said
        else []
    )


def _kinds_of(piece: Piece) -> dict[str, int]:
    """How many places of each kind a file lists."""
    return resource_kinds.counted(piece.tables["resources"]["kind"].dropna()) if "resources" in piece.tables else {}


def _resource_kind(word: str) -> str:
    """The kind that a word of the command line means: a key, its label, or what officials write."""
    if found := resource_kinds.of_word(word):
        return found
    raise argparse.ArgumentTypeError(
        f"「--resource-kind」に「{word}」は使えません。使えるもの: {resource_kinds.choices()}"
    )


def _given(asked: argparse.Namespace) -> list[Given]:
    """Every file named, with its kind where an option says it."""
    from data.readers import reader_of_kind, readers

    given = [Given(path) for path in asked.files]
    for pair in asked.as_ or ():
        kind, found, path = pair.partition("=")
        if not found or not reader_of_kind(kind):
            raise LookupError(
                f"--as は「種類=ファイル」と書きます（あったもの: {pair}）。種類:"
                f" {'、'.join(dict.fromkeys(reader.KIND for reader in readers()))}"
            )
        given.append(Given(Path(path), kind))
    for kind in KINDS_AS_OPTIONS:
        given += [Given(path, kind) for path in getattr(asked, kind) or ()]
    named = {one.path for one in given if one.kind}
    return list(dict.fromkeys(one for one in given if one.kind or one.path not in named))


def _list(asked: argparse.Namespace) -> int:
    from data.store.city import folders, open_city
    from data.store.city_file import Unreadable

    damaged = []
    for name, folder in folders(asked.cities_dir).items():
        try:
            city = open_city(name, asked.cities_dir)
        except Unreadable as broken:
            print(f"{name}\t（読めません）\t\t{folder}")
            damaged.append(str(broken))
            continue
        print(
            f"{name}\t{city.title}{'（架空）' if city.invented and '架空' not in city.title else ''}\t{city.revision}\t{city.folder}"
        )
    for words in damaged:
        print(words, file=sys.stderr)
    return WARNED if damaged else CLEAN


def _template(asked: argparse.Namespace) -> int:
    from data.ingest.templates import write_template

    if asked.out.suffix.lower() != ".xlsx":
        raise LookupError(
            f"ひな形は Excel の形です。「{asked.out.name}」ではなく、終わりが .xlsx の名前にしてください。"
        )
    if asked.out.exists():
        raise LookupError(
            f"「{asked.out}」はもうあります。書きかけの表を消さないよう、何もしませんでした。別の名前にしてください。"
        )
    if not asked.out.parent.is_dir():
        raise LookupError(f"フォルダ「{asked.out.parent}」がありません。フォルダを作るか、別の場所にしてください。")
    write_template(asked.kind, asked.out)
    print(f"{asked.out} を作りました。")
    return CLEAN


def _figures(asked: argparse.Namespace) -> int:
    from analysis.indicators.values import figures
    from data.store.city import open_city
    from data.store.csv_export import harmless

    try:
        frame = figures(
            open_city(asked.name, asked.cities_dir),
            asked.indicator.split(","),
            asked.level,
            as_of=asked.as_of,
            source=asked.source,
            kind=asked.kind,
            distance=asked.distance,
            group=asked.group,
            unknown_age=asked.unknown_age,
            way=asked.way,
            when=asked.when,
            often=asked.often,
            sharing="internal" if asked.internal else asked.sharing,
        )
    except ValueError as unknown:  # a level, kind or group that does not exist: said in words
        raise LookupError(str(unknown)) from None
    if asked.format == "json":
        print(frame.to_json(orient="records", force_ascii=False, indent=2, double_precision=15))
    else:
        print(
            harmless(frame).to_csv(index=False, lineterminator="\n"), end=""
        )  # print makes the line ends that the system wants
    return CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="python -m data", description="支え合い地図帳のデータを読み込み、確かめ、取り出します。")
    commands = parser.add_subparsers(required=True, metavar="命令")
    _reading(commands.add_parser("import", help="ファイルを読んで市のデータに加える"), _import, with_name=True)
    _reading(
        commands.add_parser("check", help="ファイルを読めるか確かめる（何も書き込まない）"), _check, with_name=False
    )
    listing = commands.add_parser("list", help="市の一覧")
    listing.add_argument(
        "--cities-dir",
        type=Path,
        metavar="フォルダ",
        help="市のデータを置くフォルダ（なければ CITIES_DIR、それもなければ利用者のフォルダ）",
    )
    listing.set_defaults(run=_list)
    template = commands.add_parser("template", help="自分たちの表のひな形（Excel）を作る")
    template.add_argument("kind", metavar="種類", help="needs、resources、households、membership など")
    template.add_argument("out", metavar="出力.xlsx", type=Path)
    template.set_defaults(run=_template)
    _figures_options(commands.add_parser("figures", help="指標の値を取り出す"))
    coverage_batch.options(
        commands.add_parser("coverage-batch", help="歩いて行ける人を、県や全国の区域ごとに一度に数える")
    )
    return parser


def _reading(parser: argparse.ArgumentParser, run, with_name: bool) -> None:
    if with_name:
        parser.add_argument("name", metavar="市の名前", help="英字の短い名前（例: higashiosaka）")
        parser.add_argument("--replace", action="store_true", help="いまあるデータに加えず、新しく作り直す")
        parser.add_argument("--title", metavar="画面の名前", help="画面に出す市の名前（例: 東大阪市）")
        parser.add_argument(
            "--instead-of",
            default="",
            metavar="出典",
            help="この出典（番号か題）の新しい版として読み、入れ替える（ファイルは一つ）",
        )
        parser.add_argument(
            "--beside", action="store_true", help="重なりが多くても、前の一覧と入れ替えずに、別の一覧として加える"
        )
        parser.add_argument(
            "--districts-made-up", action="store_true", help="地区が試すために作ったものであることを示す"
        )
        parser.add_argument(
            "--cities-dir",
            type=Path,
            metavar="フォルダ",
            help="市のデータを置くフォルダ（なければ CITIES_DIR、それもなければ利用者のフォルダ）",
        )
    parser.add_argument(
        "--code", action="append", metavar="コード", help="市区町村コード5桁（都道府県全体のファイルから取り出すとき）"
    )
    parser.add_argument("files", metavar="ファイル", nargs="*", type=Path)
    parser.add_argument("--as", dest="as_", action="append", metavar="種類=ファイル", help="ファイルの種類を指定する")
    for kind, words in KINDS_AS_OPTIONS.items():
        parser.add_argument(f"--{kind}", nargs="+", type=Path, action="extend", metavar="ファイル", help=words)
    parser.add_argument("--zone", type=int, metavar="番号", help="距離を測る平面直角座標系の EPSG コード（6669～6687）")
    parser.add_argument(
        "--blank",
        choices=("zero", "unknown"),
        help="困りごとなどの表の空欄を、0（zero）か不明（unknown）のどちらとして読むか",
    )
    parser.add_argument(
        "--as-of",
        metavar="年-月-日",
        help="日付の書かれていない表の日付（例: 2025-04-01）。日付の書かれた表はその日付で読む",
    )
    parser.add_argument(
        "--resource-kind",
        type=_resource_kind,
        metavar="種類",
        help="種類の書かれていない施設一覧の種類（salon、hall、サロン、集会所 など）",
    )
    parser.add_argument(
        "--published-list",
        action="store_true",
        help="「掲載の同意」の列がない一覧を、もう公表しているものとして公開用にも載せる",
    )
    parser.add_argument("--report", choices=("text", "json"), default="text", help="結果の書き方")
    parser.set_defaults(run=run)


def _figures_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="市の名前")
    parser.add_argument("--indicator", required=True, help="指標（カンマ区切り）。例: ageing_rate,late_elderly_rate")
    parser.add_argument("--level", required=True, help="small_area、neighbourhood、district、city など")
    parser.add_argument("--as-of", help="基準日（例: 2024-09-30）")
    parser.add_argument("--source", help="出典の番号（source_id）")
    parser.add_argument(
        "--kind",
        help=(
            "地域資源の種類（coverage など）、または困りごと・サービスの名前（need_persons など。実人数は"
            " total・service_total）。カンマ区切り"
        ),
    )
    parser.add_argument("--distance", help="歩く距離（メートル。カンマ区切り）")
    parser.add_argument("--group", help="total、65+、75+、85+、single")
    parser.add_argument(
        "--way",
        help="距離の測り方: straight（直線）、detour（直線×1.3）、network（歩く道。あるときだけ）。カンマ区切り",
    )
    parser.add_argument("--when", help="開いている曜日と時間帯（例: 月-午前、水、午後）。カンマ区切り")
    parser.add_argument("--often", help="月に何回以上か（毎週は4、毎月は1）。カンマ区切り")
    parser.add_argument(
        "--unknown-age", choices=("exclude", "include"), default="exclude", help="年齢不詳を分母に入れるか"
    )
    parser.add_argument("--sharing", choices=("public", "council"), default="public", help="共有の範囲")
    parser.add_argument("--internal", action="store_true", help="庁内用（隠さない。利用の設定が要ります）")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")
    parser.add_argument("--cities-dir", type=Path)
    parser.set_defaults(run=_figures)


if __name__ == "__main__":
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries warn their programmers, in English
    sys.exit(main())
