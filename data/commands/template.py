"""python -m data template KIND OUT.xlsx: an empty table to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.commands.parser import CLEAN
from data.ingest.templates import write_template


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes; run is called with it."""
    parser.add_argument("kind", metavar="種類", help="needs、resources、households、membership など")
    parser.add_argument("out", metavar="出力.xlsx", type=Path)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Write the template. Raises LookupError, in words, for a place that cannot be written to."""
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
