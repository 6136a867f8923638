"""python -m data import NAME FILES: read files into a city.

`import_city` is the door for everybody who imports: it lets analysis look at the city before it is written.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from data.commands.file_options import add_file_options, given_files, progress, unused_date
from data.commands.shown_totals import examine
from data.ingest import import_city as ingest
from data.ingest.options import AS_USUAL, GivenFile, ImportOptions
from data.ingest.read_files import Say
from data.ingest.report import Report


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes; run is called with it."""
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
    parser.add_argument("--districts-made-up", action="store_true", help="地区が試すために作ったものであることを示す")
    parser.add_argument(
        "--cities-dir",
        type=Path,
        metavar="フォルダ",
        help="市のデータを置くフォルダ（なければ CITIES_DIR、それもなければ利用者のフォルダ）",
    )
    add_file_options(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Read the files, write the city, tell what was done."""
    import_options = ImportOptions(
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
    report = import_city(asked.name, given_files(asked), import_options, progress)
    report.assumed += unused_date(asked.as_of, report.assumed, report.problems)
    print(report.as_json() if asked.report == "json" else report.words())
    return report.exit_code


def import_city(
    name: str, given: Sequence[GivenFile], import_options: ImportOptions = AS_USUAL, say: Say = print
) -> Report:
    """Read the files into the city `name` (data.ingest.import_city), told beside what pages will show of them.

    The door for the command line, the cities that the project makes, and tests.
    """
    return ingest.import_city(name, given, import_options, say, examine=examine)
