"""One sheet of a file as text, and how much of it is read: rows, columns, cells and letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.files.problems import Problem, Refused, Severity, refuse

# What is read in less than 1 GB of memory and a minute, readers included.
MOST_ROWS = 500_000
MOST_COLUMNS = 1_000
MOST_CELLS = 7_000_000
LONGEST_CELL = 32_767  # letters; Excel's own limit
# below one header: a city's own tables have some thousands, national lists of one service some ten thousands
MOST_LINES = 150_000
_KEPT_ONCE = 200_000  # different texts that are looked for again
_LAST_ROW = 2**20  # that Excel can have
FEWER = "市区町村の分だけを取り出したファイルにしてください。"


@dataclass(frozen=True)
class Sheet:
    """One sheet as text. `rows[0]` is line 1 of the file; empty cells are "". `name` is "" for CSV and text files."""

    file: str
    name: str
    rows: list[list[str]]
    hidden: bool = False  # a sheet that Excel does not show: nobody means it to be read

    def problem(
        self,
        severity: Severity,
        why: str,
        what_to_do: str = "",
        row: int | None = None,
        column: str = "",
        value: str = "",
    ) -> Problem:
        return Problem(severity, self.file, why, what_to_do, self.name, row, column, value)


def refuse_long(sheet: Sheet, number: int) -> None:
    """Raise Refused for more lines below a header than a reader makes a table of."""
    if number > MOST_LINES:
        raise Refused(
            [
                sheet.problem(
                    "refuse", f"見出しの下の行が多すぎます（{number:,}行）。{MOST_LINES:,}行まで読めます。", FEWER
                )
            ]
        )


def within_limits(rows: Iterable[list[str]], file: str, sheet: str = "") -> list[list[str]]:
    """The rows without empty ones at the end, equal texts kept once.

    Raises Refused at the first row with which there are too many rows, columns or cells, and for a cell that is too
    long: the rest is not read.
    """
    kept: list[list[str]] = []
    same: dict[str, str] = {}
    cells = empty = 0
    for number, row in enumerate(rows, 1):
        if not any(row) and number <= _LAST_ROW:
            empty += 1
            continue
        if len(row) > MOST_COLUMNS:
            while not row[-1]:
                row.pop()
        if len(row) > MOST_COLUMNS:
            refuse(
                file,
                f"列が多すぎます（{len(row):,}列）。{MOST_COLUMNS:,}列まで読めます。",
                "使う列だけにしたファイルにしてください。",
                sheet=sheet,
                row=number,
            )
        if number > MOST_ROWS:
            refuse(file, f"行が多すぎます（{MOST_ROWS:,}行まで読めます）。", FEWER, sheet=sheet)
        if (cells := cells + len(row)) > MOST_CELLS:
            refuse(
                file,
                f"セルが多すぎます（{MOST_CELLS:,}個まで読めます）。{number:,}行目まで見ました。",
                FEWER,
                sheet=sheet,
            )
        if len(longest := max(row, key=len)) > LONGEST_CELL:
            refuse(
                file,
                f"一つのセルの文字が多すぎます（{len(longest):,}文字）。{LONGEST_CELL:,}文字まで読めます。",
                "文字を減らすか、別のファイルに分けてください。",
                sheet=sheet,
                row=number,
                value=longest[:20],
            )
        kept += ([] for _ in range(empty))
        empty = 0
        kept.append(
            [same.setdefault(cell, cell) for cell in row]
            if len(same) < _KEPT_ONCE
            else [same.get(cell, cell) for cell in row]
        )
    return kept
