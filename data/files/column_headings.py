"""Headings of columns as readers know them, and the line of a sheet in which they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from data.files import cells
from data.files.problems import Problem
from data.files.sheet import Sheet
from data.text.plain_text import plain_text

SEARCHED = 30  # a header stands within the first lines; titles and notes come before it
EXAMPLE_MARK = "例"  # a line that begins with 「例）」 shows how a template is filled in


@dataclass(frozen=True)
class Column:
    """A column a reader knows: its key, the headings it goes by, whether it must be there. The first heading is what
    templates write."""

    key: str
    headings: tuple[str, ...]
    needed: bool = False


def column(key: str, headings: str, needed: bool = False) -> Column:
    """Column("lat", ("緯度", "latitude"), ...) from words separated by spaces; the key is a heading too."""
    return Column(key, (*headings.split(), key), needed)


@lru_cache(maxsize=20_000)  # every reader asks for the same cells of a sheet's first lines
def heading(text: object) -> str:
    """A heading as it is compared: NFKC, no spaces, no number in front (「1.名称」), no 【必須】 or * behind, lower
    case."""
    plain = re.sub(r"^\d+[.:)、]", "", plain_text(cells.without_marks(text)))
    return re.sub(r"(?:[【(\[]?(?:必須|任意)[】)\]]?|[*※#])+$", "", plain).strip("_").lower()


AREA_COLUMNS = (
    column("area_code", "区域コード 町丁コード 町字コード 地域コード 小地域コード KEY_CODE KEYCODE"),
    column(
        "area",
        "区域 区域名 町内会 町内会名 自治会 自治会名 町内会・自治会 町名 町丁 町丁名 町丁・字 町丁字 町丁目 町丁目名"
        " 地域名 行政区 neighbourhood area_name S_NAME",
    ),
    column("within", "地区 地区名 所属地区 district"),
)
AREA_KEYS = tuple(item.key for item in AREA_COLUMNS)


def knows(sheet: Sheet, columns: Collection[Column], least: int = 0, among: Collection[str] = ()) -> bool:
    """Whether some line of the sheet is a header: every needed column, at least `least` known ones, and one of the keys
    `among` where they are given."""
    needed = {item.key for item in columns if item.needed}
    names = keys_by_heading(columns)
    for row in sheet.rows[:SEARCHED]:
        keys = {names[cell] for cell in map(heading, row) if cell in names}
        if needed <= keys and len(keys) >= least and (not among or keys & set(among)):
            return True
    return False


def has_lines(sheet: Sheet, columns: Collection[Column]) -> bool:
    """Whether anything stands below the header (a template's example line does not count)."""
    return bool(lines_below(sheet, header_line(sheet, keys_by_heading(columns))))


def header_line(sheet: Sheet, names: Mapping[str, str]) -> int:
    """Index of the line that holds most known headings (the first of equals)."""
    known = [len({names[cell] for cell in map(heading, row) if cell in names}) for row in sheet.rows[:SEARCHED]]
    return known.index(max(known)) if known else 0


def lines_below(sheet: Sheet, header: int) -> list[tuple[int, list[str]]]:
    """(line number, cells) of the lines with data below the header."""
    return [
        (number, line)
        for number, line in enumerate(sheet.rows[header + 1 :], header + 2)
        if any(line) and not is_example(line)
    ]


def keys_by_heading(columns: Collection[Column]) -> dict[str, str]:
    """Every heading that the columns go by, as it is compared, and the key of its column."""
    return {heading(name): column.key for column in columns for name in column.headings}


def header_problems(
    sheet: Sheet, line: int, keys: list[str], row: list[str], columns: Collection[Column], repeats: Collection[str]
) -> list[Problem]:
    """What is wrong with a header: columns that are missing, or said twice."""
    if not any(keys):
        needed = [known for known in columns if known.needed]
        names = "、".join(f"「{known.headings[0]}」" for known in needed or columns)
        return [
            sheet.problem(
                "refuse",
                f"見出しの行が見つかりません。{'必要な見出し' if needed else '使える見出し'}: {names}。",
                "見出しの行を付けてください（ひな形が使えます）。",
            )
        ]
    problems = [
        sheet.problem(
            "refuse",
            f"見出し「{column.headings[0]}」がありません。",
            "見出しの行を確かめてください（ひな形が使えます）。",
            line,
            column.headings[0],
        )
        for column in columns
        if column.needed and column.key not in keys
    ]
    for key in dict.fromkeys(keys):
        same = [cell for cell, found in zip(row, keys, strict=True) if found == key]
        if key and len(same) > 1 and key not in repeats:
            problems.append(
                sheet.problem(
                    "refuse",
                    f"同じ意味の見出しが{len(same)}つあります: {'、'.join(same)}。",
                    "どれか一つにしてください。",
                    line,
                    same[1],
                )
            )
    spare = [plain_text(cell) for cell, key in zip(row, keys, strict=True) if cell and not key]
    problems += [
        sheet.problem(
            "refuse", "同じ見出しが二つ以上あります。", "見出しを一つずつ違う名前にしてください。", line, name
        )
        for name in dict.fromkeys(spare)
        if spare.count(name) > 1
    ]
    return problems


def is_example(line: list[str]) -> bool:
    """Whether a line shows how a template is filled in."""
    return bool(re.match(rf"[【(]?{EXAMPLE_MARK}[】):]", plain_text(next(filter(None, line)))))
