"""Data books from the command line: python -m pages.book CITY --all | --district NAME --out DIR."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from data.commands.parser import CLEAN, REFUSED, WARNED, Parser, speak_japanese
from data.store import access
from data.store.city import open_city
from pages.book import batch, formats
from pages.figures.view import View
from pages.topics import missing_tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the books asked for; 0 all made, 1 made with something to be told, 2 nothing made."""
    speak_japanese()
    asked = _parser().parse_args(arguments)
    try:
        keys, views = _formats(asked.format), _views(asked)
        asked.out.mkdir(parents=True, exist_ok=True)
    except (KeyError, IndexError):
        raise
    except LookupError as wrong:
        print(wrong.args[0], file=sys.stderr)
        return REFUSED
    except PermissionError as failed:
        print(failed if failed.filename is None else _unwritable(asked.out), file=sys.stderr)
        return REFUSED
    except OSError:
        print(_unwritable(asked.out), file=sys.stderr)
        return REFUSED
    return _make_all(views, keys, asked)


def _unwritable(folder: Path) -> str:
    return f"フォルダ「{folder}」を作れないか、書き込めません。別の場所にしてください。"


def _make_all(views: list[View], keys: list[str], asked: argparse.Namespace) -> int:
    """Make every district's files, saying how far it is; the exit code."""
    problems, files, done = [], 0, 0
    for name, written, said in batch.write_books(views, keys, asked.out):
        done += 1
        files += len(written)
        problems += said
        print(f"{done}／{len(views)}　{name}：{len(written)}つのファイル", file=sys.stderr, flush=True)
    print(
        f"{len(views)}地区のうち{done}地区、{files}つのファイルを「{asked.out}」に作りました。"
        if files
        else "ファイルは一つも作れませんでした。"
    )
    for problem in dict.fromkeys(problems):
        print(f"  ・{problem}", file=sys.stderr)
    return REFUSED if not files else WARNED if problems else CLEAN


def _formats(written: str) -> list[str]:
    keys = list(dict.fromkeys(key.strip() for key in written.split(",") if key.strip()))
    if wrong := [key for key in keys if key not in formats.FORMATS]:
        raise LookupError(f"--format に「{'、'.join(wrong)}」は使えません。使えるもの: {'、'.join(formats.FORMATS)}")
    if not keys:
        raise LookupError(f"--format に作るものを書いてください。使えるもの: {'、'.join(formats.FORMATS)}")
    return keys


def _views(asked: argparse.Namespace) -> list[View]:
    """The districts asked for, by their names or codes."""
    access.require(asked.sharing)
    found = formats.views(View(open_city(asked.city, asked.cities_dir), "", "", asked.sharing))
    if not found:
        raise LookupError(
            f"{missing_tables.said('membership', '地区データブックを作れません。')}"
            f"地区の割り当て表を取り込んでください（{missing_tables.command(asked.city, 'membership')}）。"
        )
    if asked.all:
        return found
    wanted = asked.district.removesuffix("地区")
    chosen = [view for view in found if wanted in (view.district, view.district_name.removesuffix("地区"))]
    if not chosen:
        raise LookupError(
            f"「{asked.district}」という地区はありません。あるもの: {'、'.join(view.district_name for view in found)}"
        )
    return chosen


def _parser() -> argparse.ArgumentParser:
    forms = "、".join(f"{key}＝{form.label}" for key, form in formats.FORMATS.items())
    parser = Parser(prog="python -m pages.book", description="地区データブックを作ります。")
    parser.add_argument("city", metavar="市の名前", help="python -m data list に出る、英字の短い名前")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="すべての地区")
    which.add_argument("--district", metavar="地区", help="一つの地区（名前かコード）")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="フォルダ", help="ファイルを置くフォルダ（なければ作る）"
    )
    parser.add_argument(
        "--format", default="pdf", metavar="形", help=f"作るもの（カンマ区切り）: {forms}".replace("%", "%%")
    )
    parser.add_argument(
        "--sharing",
        choices=("public", "council", "internal"),
        default="public",
        help="公開の範囲（public 公開用、council 協議体限り、internal 庁内用＝職員用の設定がある端末だけ）",
    )
    parser.add_argument(
        "--cities-dir",
        type=Path,
        help="市のデータを置くフォルダ（なければ CITIES_DIR、それもなければ利用者のフォルダ）",
    )
    return parser


if __name__ == "__main__":
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # libraries warn their programmers, in English
    sys.exit(main())
