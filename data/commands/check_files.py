"""python -m data check FILES: read files and tell what they hold; nothing is written."""

from __future__ import annotations

import argparse
import json

from data.commands.file_options import add_file_options, given_files, progress, unused_date
from data.commands.parser import CLEAN, WARNED
from data.files import resource_kinds
from data.files.extract import Extract, Options
from data.ingest.read_files import read_extracts
from data.ingest.report import noticed
from data.store.schema import TABLES


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes; run is called with it."""
    add_file_options(parser)
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Read the files and tell what they hold; 1 where something is to be warned of."""
    if not (given := given_files(asked)):
        raise LookupError("確かめるファイルがありません。ファイルを一つ以上指定してください。")
    extracts = read_extracts(
        given,
        Options(
            blank=asked.blank,
            zone=asked.zone,
            resource_kind=asked.resource_kind,
            city_codes=tuple(asked.code or ()),
            published_list=asked.published_list,
            as_of=asked.as_of,
        ),
        progress,
    )
    problems = [problem for extract in extracts for problem in extract.problems]
    assumed = [line for extract in extracts for line in extract.assumed]
    assumed += unused_date(asked.as_of, assumed, problems)
    if asked.report == "json":
        said = [
            {
                "file": extract.shown,
                "kind": extract.kind,
                "label": extract.label,
                "rows": {name: len(table) for name, table in extract.tables.items()},
                "kinds": _kinds_of(extract),
            }
            for extract in extracts
        ]
        print(
            json.dumps(
                {"files": said, "assumed": assumed, "problems": [problem.sentence() for problem in problems]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for extract in extracts:
            print(
                f"{extract.shown}:"
                f" {extract.label}"
                f"（{'、'.join(f'{TABLES[name].label} {len(table):,}行' for name, table in extract.tables.items())}）"
            )
            if found := _kinds_of(extract):
                print(f"  種類: {resource_kinds.in_words(found)}")
        for heading, lines in (("こちらで決めたこと（確かめてください）", assumed), *noticed(problems)):
            if lines:
                print("\n".join(["", f"{heading}:", *(f"  ・{line}" for line in lines)]))
        print(
            "\nどのファイルも読めます（まだ何も書き込んでいません）。読み込むときは、check のところを「import"
            " 市の名前」にします。"
        )
    return WARNED if any(problem.severity == "warn" for problem in problems) else CLEAN


def _kinds_of(extract: Extract) -> dict[str, int]:
    """How many places of each kind a file lists."""
    return resource_kinds.counted(extract.tables["resources"]["kind"].dropna()) if "resources" in extract.tables else {}
