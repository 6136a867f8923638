"""A sheet read into a table: the header found, its columns taken, what is too long cut."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from data.files.column_headings import (
    Column,
    header_line,
    header_problems,
    heading,
    is_example,
    keys_by_heading,
    lines_below,
)
from data.files.headed_table import Table
from data.files.problems import Problems, Refused
from data.files.sheet import Sheet, refuse_long
from data.text.letters import LONGEST_NAME, LONGEST_TEXT
from data.text.plain_text import plain_text

_SHORT = frozenset(
    "name kind area within place address route operator need item title stage area_code resource_id case_id"
    " activity_id".split()
)
_LISTS = frozenset(["served"])  # names of many areas: cut, some would be lost


def read_table(sheet: Sheet, columns: Collection[Column], *, repeats: Collection[str] = ()) -> Table:
    """The sheet as a Table.

    The header is the line that knows most columns. Raises Refused for missing needed columns, repeated headings (except
    keys in `repeats`, where the first counts) and for a header with nothing below. A template's example line (marked
    例) is left out.
    """
    names = keys_by_heading(columns)
    header = header_line(sheet, names)
    row = sheet.rows[header] if sheet.rows else []
    keys = [names.get(heading(cell), "") for cell in row]
    problems = Problems(header_problems(sheet, header + 1, keys, row, columns, repeats))
    lines = lines_below(sheet, header)
    refuse_long(sheet, len(lines))
    if not lines and not problems:
        problems.append(
            sheet.problem(
                "refuse", "見出しの下にデータがありません。", "中身のあるファイルを指定してください。", header + 1
            )
        )
    problems += (
        sheet.problem(
            "refuse",
            "見出しより多い列に値があります。数字の中のカンマで列がずれていませんか。",
            "値を引用符で囲むか、カンマを取ってください。",
            number,
        )
        for number, line in lines
        if any(line[len(row) :])
    )
    if problems:
        raise Refused(problems)
    places = {key: keys.index(key) for key in dict.fromkeys(keys) if key}
    spare = {plain_text(cell): place for place, cell in enumerate(row) if cell and not keys[place]}
    frame = pd.DataFrame(
        {column.key: [_at(line, places.get(column.key)) for _, line in lines] for column in columns}, dtype="str"
    )
    frame = frame.assign(
        row=[number for number, _ in lines],
        sheet=sheet.name,
        extras=[{name: _at(line, place) for name, place in spare.items()} for _, line in lines],
    )
    table = Table(sheet, frame, {key: row[place].replace("\n", "") for key, place in places.items()}, header + 1)
    _cut(table)
    if examples := [
        number for number, line in enumerate(sheet.rows[header + 1 :], header + 2) if any(line) and is_example(line)
    ]:
        more = f" ほか{len(examples) - 10}行" if len(examples) > 10 else ""
        table.say("info", f"「例）」で始まる{'、'.join(map(str, examples[:10]))}行目{more}は、見本として外しました。")
    return table


def _cut(table: Table) -> None:
    """Cut names and texts that are too long for one, and say where."""
    for key in table.written:
        most = LONGEST_NAME if key in _SHORT else LONGEST_TEXT
        for index in table.frame.index[(table.frame[key].str.len() > most) & (key not in _LISTS)]:
            text = table.frame.at[index, key]
            table.frame.at[index, key] = f"{text[:20]}…"  # quoted in what is said
            table.say(
                "warn",
                f"{len(text):,}字あります。長すぎるため、はじめの{most:,}字だけを読みました。",
                "短く書き直してください。",
                index,
                key,
            )
            table.frame.at[index, key] = text[:most]
    for index, extras in table.frame["extras"].items():
        for name in [name for name, text in extras.items() if len(text) > LONGEST_TEXT]:
            table.say(
                "warn",
                f"列「{name}」に{len(extras[name]):,}字あります。長すぎるため、はじめの{LONGEST_TEXT:,}字だけを読みました。",
                "短く書き直してください。",
                index,
            )
            extras[name] = extras[name][:LONGEST_TEXT]


def _at(line: list[str], place: int | None) -> str:
    return line[place] if place is not None and place < len(line) else ""
