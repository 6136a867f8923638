"""The recorder writes down what the program answers: so a change of the code's shape can be shown to change no answer.

    python -m tests.recorder record OUT [--city sample --city takasaki ...] [--part figures --part pages ...]
    python -m tests.recorder compare A B

`record` fills the folder OUT, which must not be there yet, with text files: what the cities sample, takasaki,
higashiosaka (imported from real files, left out where they are not here: REAL_DATA) and made_up (a small invented one,
imported) answer.

    figures  the command `data figures`: every indicator, level, level of sharing and date, a spread of options;
             counts, series and gaps
    pages    every page as it is sent to the browser, the descriptions of its figures, the CSV, SVG and HTML it offers
    books    the data book of a district in its forms: text and drawing of each page, every part of the office files
    tables   what is stored after an import and what that reports; the commands check, list and template

`compare` names what differs (city, part, section, first differing lines) and ends with 1 if anything does. Record
before a change and after it, from the root of the project, on the same day (how old a list is depends on the day). A
city or a part that only one record has is said and not compared. Ids drawn at random, revisions, paths and today's date
are masked. Nothing is read from, or written to, the user's own cities.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from unittest.mock import patch

from tests.recorder import books_part, figures_part, pages_part, tables_part
from tests.recorder.cities import CITIES, REAL_DATA, ROOT, prepare
from tests.recorder.written import SECTIONS_SHOWN, Record, differences, only_in_one

PARTS = ("figures", "pages", "books", "tables")
DAY = "day.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Record or compare; 0 done or equal, 1 something differs, 2 nothing done."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.recorder", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    recording = commands.add_parser("record")
    recording.add_argument("out", type=Path)
    recording.add_argument("--city", action="append", choices=CITIES)
    recording.add_argument("--part", action="append", choices=PARTS)
    recording.add_argument(
        "--page", action="append", default=[], help="only these pages, by their address (part pages)"
    )
    recording.add_argument(
        "--indicator", action="append", default=[], help="only these indicators, and nothing beside them (part figures)"
    )
    recording.set_defaults(run=_record)
    comparing = commands.add_parser("compare")
    comparing.add_argument("first", type=Path)
    comparing.add_argument("second", type=Path)
    comparing.set_defaults(run=_compare)
    asked = parser.parse_args(arguments)
    return asked.run(asked)


def _record(asked: argparse.Namespace) -> int:
    if asked.out.exists():
        print(f"{asked.out} is there already: nothing done", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="recorder-", ignore_cleanup_errors=True) as folder:
        temporary = Path(folder)
        into = Record(asked.out, {"tmp": temporary, "real-data": REAL_DATA, "root": ROOT})
        for name in asked.city or CITIES:
            cities = temporary / name / "cities"  # each city alone: pages list them all
            with patch.dict(os.environ, {"CITIES_DIR": str(cities), "INTERNAL_ACCESS": "1"}):
                _record_city(name, asked, into, temporary)
    (asked.out / DAY).write_text(date.today().isoformat(), encoding="utf-8")
    return 0


def _record_city(name: str, asked: argparse.Namespace, into: Record, temporary: Path) -> None:
    began = _cpu()
    if (city := prepare(name, temporary)) is None:
        print(f"{name}: left out, its real files are not here ({REAL_DATA})", file=sys.stderr)
        return
    print(f"{name}: ready in {_cpu() - began:.0f} s of a core", file=sys.stderr)
    for part in asked.part or PARTS:
        began = _cpu()
        if part == "figures":
            figures_part.record(city, into, tuple(asked.indicator))
        elif part == "pages":
            pages_part.record(city, into, tuple(asked.page))
        elif part == "books" and name != "made_up":
            books_part.record(city, into, temporary)
        elif part == "tables":
            tables_part.record(city, into, temporary)
        print(f"{name}: {part} in {_cpu() - began:.0f} s of a core", file=sys.stderr, flush=True)


def _cpu() -> float:
    """Seconds of a processor that this process and the ended ones it started have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _compare(asked: argparse.Namespace) -> int:
    for root in (asked.first, asked.second):
        if not (root / DAY).exists():
            print(f"{root} holds no whole record", file=sys.stderr)
            return 2
    if (asked.first / DAY).read_text(encoding="utf-8") != (asked.second / DAY).read_text(encoding="utf-8"):
        print("The records are of different days: how old a list is may differ.", file=sys.stderr)
    for folder in only_in_one(asked.first, asked.second):
        print(f"{folder}: in one of the records only, not compared", file=sys.stderr)
    found = differences(asked.first, asked.second)
    shown = list(islice(found, SECTIONS_SHOWN))
    more = sum(1 for _ in found)
    print("\n".join(shown) if shown else "Nothing differs.")
    if more:
        print(f"and {more} more sections")
    return 1 if shown else 0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)  # pages run without a server here, of which streamlit warns at every call
    sys.exit(main())
