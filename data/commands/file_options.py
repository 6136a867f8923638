"""Which files a command reads and how: the options that `import` and `check` share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data.files import resource_kinds
from data.files.problems import Problem
from data.ingest.options import GivenFile
from data.readers import reader_of_kind, readers
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


def progress(words: str) -> None:
    """Tell, beside the result, what is being done."""
    print(
        cleaned(words).replace("\n", " "), file=sys.stderr, flush=True
    )  # a file's name may hold what moves a terminal's cursor


def unused_date(as_of: str | None, assumed: Sequence[str], problems: Sequence[Problem]) -> list[str]:
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


def _resource_kind(word: str) -> str:
    """The kind that a word of the command line means: a key, its label, or what officials write."""
    if found := resource_kinds.of_word(word):
        return found
    raise argparse.ArgumentTypeError(
        f"「--resource-kind」に「{word}」は使えません。使えるもの: {resource_kinds.choices()}"
    )


def given_files(asked: argparse.Namespace) -> list[GivenFile]:
    """Every file named, with its kind where an option says it."""
    given = [GivenFile(path) for path in asked.files]
    for pair in asked.as_ or ():
        kind, found, path = pair.partition("=")
        if not found or not reader_of_kind(kind):
            raise LookupError(
                f"--as は「種類=ファイル」と書きます（あったもの: {pair}）。種類:"
                f" {'、'.join(dict.fromkeys(reader.KIND for reader in readers()))}"
            )
        given.append(GivenFile(Path(path), kind))
    for kind in KINDS_AS_OPTIONS:
        given += [GivenFile(path, kind) for path in getattr(asked, kind) or ()]
    named = {one.path for one in given if one.kind}
    return list(dict.fromkeys(one for one in given if one.kind or one.path not in named))


def add_file_options(parser: argparse.ArgumentParser) -> None:
    """Files, their kinds and how to read them; --report."""
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
