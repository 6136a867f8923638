"""A workbook with several sheets of one kind (one a district, one a year) read as one table."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pandas as pd

from data.files.column_headings import Column, has_lines
from data.files.extract import Extract
from data.files.headed_table import Table, said_again
from data.files.opened import Opened
from data.files.problems import Problem, Refused
from data.files.sheet import Sheet
from data.store.schema import TABLES
from data.text.plain_text import source_title


def every_sheet(
    opened: Opened, columns: Collection[Column], knows: Callable[[Sheet], object], read: Callable[[Sheet], Extract]
) -> Extract:
    """One extract from every sheet that `knows` accepts and that has lines (the first sheet where there is none, whose
    refusal says what is missing).

    Raises Refused with the problems of all sheets, and where two sheets say the same of the same area.
    """
    known = [sheet for sheet in opened.sheets if knows(sheet)]
    sheets = [sheet for sheet in known if has_lines(sheet, columns)] or known[:1] or list(opened.sheets[:1])
    extracts: list[Extract] = []
    refused: list[Problem] = []
    for sheet in sheets:
        try:
            extracts.append(read(sheet))
        except Refused as found:
            refused += found.problems
    if refused:
        raise Refused(refused)
    return extracts[0] if len(extracts) == 1 else _together(opened, extracts)


def finished(kind: str, title: str, opened: Opened, table: Table, rows: pd.DataFrame) -> Extract:
    """The one table `kind` read from a sheet as an extract: unused columns are told, the latest date is the source's,
    `title` stands where the file's name is none. Raises Refused."""
    table.tell_extras()
    table.finish()
    return Extract(
        kind,
        opened.path,
        {kind: rows},
        {"kind": kind, "title": source_title(opened.path.stem, title), "as_of": rows["as_of"].max()},
        table.problems,
        assumed=table.assumed,
    )


def refuse_repeats(table: Table, rows: pd.DataFrame, by: Collection[str], what: str, key: str) -> None:
    """Note each line that says again what a line before it said of the same area, date and `by` (in words: `what`), at
    the column `key`."""
    known = rows.dropna(subset=["area", *by])
    for index, line in said_again(known, ["area", "within", "as_of", *by]).iterrows():
        table.say(
            "refuse",
            f"「{line['area']}」の{what}の行が前にもあります（{line['first']}行目）。",
            "どちらかを消してください。",
            index,
            key,
        )


def _together(opened: Opened, extracts: list[Extract]) -> Extract:
    names = dict.fromkeys(name for extract in extracts for name in extract.tables)
    tables = {
        name: pd.concat([extract.tables[name] for extract in extracts if name in extract.tables], ignore_index=True)
        for name in names
    }
    if same := [problem for name, table in tables.items() for problem in _said_twice(opened, name, table)]:
        raise Refused(same)
    totals: dict[str, dict[str, float]] = {}
    for extract in extracts:
        for name, stated in extract.totals.items():
            for what, number in stated.items():
                totals.setdefault(name, {})[what] = totals.get(name, {}).get(what, 0) + number
    dates = [str(extract.source["as_of"]) for extract in extracts if pd.notna(extract.source.get("as_of"))]
    source = extracts[0].source | {"as_of": max(dates, default=None)}
    return Extract(
        extracts[0].kind,
        opened.path,
        tables,
        source,
        [problem for extract in extracts for problem in extract.problems],
        totals,
        list(dict.fromkeys(line for extract in extracts for line in extract.assumed)),
    )


def _said_twice(opened: Opened, name: str, table: pd.DataFrame) -> list[Problem]:
    if name == "served":
        return []  # its resource is said twice then
    areas = [
        "area",
        *(["within"] if "within" in table else []),
        *(key for key in TABLES[name].key if key in table and key != "source_id"),
    ]
    again = table[table.duplicated(["resource_id"] if name == "resources" else areas)]
    return [
        opened.problem(
            "refuse",
            f"「{line['name'] if name == 'resources' else line['area']}」について、"
            "同じことを言う行がほかのシートにもあります。",
            "どちらかのシートから消してください。",
            sheet=str(line["sheet"]),
            row=int(line["row"]),
        )
        for _, line in again.drop_duplicates(["sheet", "row"]).iterrows()
    ]
