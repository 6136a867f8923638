"""From a sheet of text cells to a frame: find the header, check it, read counts.

A frame made here has one text column a heading, and `row` and `sheet` (where each line stood, as the user sees it in Excel).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

import pandas as pd

from data.names import plain_text
from data.problems import Problem, Problems, Refused
from data.tabular import Sheet, refuse_long

SEARCHED = 30  # a header stands within the first lines of a sheet; titles and notes come before it


def headings(row: Iterable[str]) -> list[str]:
    """Headings as they are compared: NFKC, no spaces or line breaks."""
    return [plain_text(cell) for cell in row]


def header_row(sheet: Sheet, is_header: Callable[[list[str]], bool]) -> int | None:
    """Index (from 0) of the first line among the first 30 that `is_header` accepts; it is given cleaned headings."""
    for index, row in enumerate(sheet.rows[:SEARCHED]):
        if is_header(headings(row)):
            return index
    return None


def frame_below(sheet: Sheet, index: int, needed: Collection[str] = (), first: int | None = None, written: Sequence[str] = ()) -> pd.DataFrame:
    """The lines below the header at `index` (data from line index `first`, default the next), empty lines left out.

    Columns are the cleaned headings; those without a heading are dropped. `written` is the header as its owner sees it, for messages (kept in
    attrs["written"]). Raises Refused for repeated or missing (`needed`) headings, for no
    line at all, and for lines that hold more cells than the header has (a comma inside a number).
    """
    names = headings(sheet.rows[index])
    problems = Problems(
        sheet.problem("refuse", "同じ見出しが二つ以上あります。", "見出しを一つずつ違う名前にしてください。", index + 1, name)
        for name, times in Counter(names).items() if name and times > 1
    )
    problems += [
        sheet.problem("refuse", f"見出し「{name}」がありません。", "見出しの行を確かめてください。", index + 1, name) for name in needed if name not in names
    ]
    start = index + 1 if first is None else first
    lines = [(number, row) for number, row in enumerate(sheet.rows[start:], start + 1) if any(row)]
    refuse_long(sheet, len(lines))
    problems += (
        sheet.problem("refuse", f"見出し（{len(names)}列）より多い{len(row)}列の値があります。数字の中のカンマで列がずれていませんか。", "値を引用符で囲むか、カンマを取ってください。", number,
                      value=next(cell for cell in reversed(row) if cell))
        for number, row in lines if any(row[len(names):])
    )
    if not lines:
        problems.append(sheet.problem("refuse", "見出しの下にデータがありません。", "中身のあるファイルを指定してください。", index + 1))
    if problems:
        raise Refused(problems)
    kept = [place for place, name in enumerate(names) if name]
    cells = [[row[place] if place < len(row) else "" for place in kept] for _, row in lines]
    frame = pd.DataFrame(cells, columns=[names[place] for place in kept], dtype="str")
    frame = frame.assign(row=[number for number, _ in lines], sheet=sheet.name)
    frame.attrs["written"] = {name: re.sub(r"\s+", "", seen) for name, seen in zip(names, written or sheet.rows[index], strict=False) if seen}
    return frame


def counts(
    frame: pd.DataFrame, column: str, file: str, problems: list[Problem], *, zero: Collection[str] = (), missing: Collection[str] = ("",)
) -> pd.Series:
    """A column of counts as Int64; full-width digits and thousands commas are read in silence.

    `zero` are marks that mean 0 in this format ("-" in e-Stat tables), `missing` those that mean not known (X). Negative, fractional and
    non-numeric cells are added to `problems` as refusals, each with its row.
    """
    text = frame[column].map(_plain_number)
    known = text.mask(text.isin(set(missing)))
    number = pd.to_numeric(known.mask(known.isin(set(zero)), "0"), errors="coerce")
    bad = (known.notna() & number.isna()) | (number < 0) | (number % 1 != 0) & number.notna()
    for index in frame.index[bad]:
        value = number[index]
        why = "数ではありません。" if pd.isna(value) else "人数や世帯数が負の数になっています。" if value < 0 else "人数や世帯数に小数があります。"
        problems.append(Problem("refuse", file, why, "0以上の整数に直すか、分からないときは空欄にしてください。", str(frame.at[index, "sheet"]), int(frame.at[index, "row"]),
                                frame.attrs.get("written", {}).get(column, column), str(frame.at[index, column])))
    return number.mask(bad).astype("Int64")


def _plain_number(cell: str) -> str:
    text = cell if cell.isascii() else unicodedata.normalize("NFKC", cell)
    return (
        text.replace(",", "")
        .replace(" ", "")
        .replace("−", "-")
        .replace("‐", "-")
        .replace("－", "-")
        .replace("▲", "-")
        .replace("△", "-")
        .removesuffix("人")
        .removesuffix("世帯")
    )


def renamed(sheet: Sheet, index: int, columns: dict[str, int]) -> Sheet:
    """The sheet with the headings at `columns` (key -> place) replaced by their keys, so that a frame of it has known names."""
    names = list(sheet.rows[index])
    for key, place in columns.items():
        names += [""] * (place + 1 - len(names))
        names[place] = key
    return Sheet(sheet.file, sheet.name, [*sheet.rows[:index], names, *sheet.rows[index + 1:]])
