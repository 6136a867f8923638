"""python -m data list: the cities that are there."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.commands.parser import CLEAN, WARNED
from data.store.city import folders, open_city
from data.store.city_file import Unreadable


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes; run is called with it."""
    parser.add_argument(
        "--cities-dir",
        type=Path,
        metavar="フォルダ",
        help="市のデータを置くフォルダ（なければ CITIES_DIR、それもなければ利用者のフォルダ）",
    )
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """One line a city: name, title, revision and folder; 1 where one is damaged."""
    damaged = []
    for name, folder in folders(asked.cities_dir).items():
        try:
            city = open_city(name, asked.cities_dir)
        except Unreadable as broken:
            print(f"{name}\t（読めません）\t\t{folder}")
            damaged.append(str(broken))
            continue
        print(
            f"{name}\t{city.title}{'（架空）' if city.invented and '架空' not in city.title else ''}"
            f"\t{city.revision}\t{city.folder}"
        )
    for words in damaged:
        print(words, file=sys.stderr)
    return WARNED if damaged else CLEAN
