"""One worksheet of the data book, written from above to below: headings, sentences, tables, pictures, charts.

Text is always written as text: never a formula, never a link, and what begins with = + - @ stays text when it is
edited.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from pages.book.office import without_control
from pages.figures import theme, wording

LINE, PIXELS = 18, 20  # points a line of text takes; pixels of a row nobody set, by which XlsxWriter places what floats
WIDE, NARROW, LEAST_COLUMNS, LEAST_WIDTH = 44, 11, 6, 92  # in Latin letters, as Excel counts the widths of columns
LONGEST = 32_000  # letters a cell may have
BORDER = {"border": 1, "border_color": "#9AA5B1", "valign": "vcenter"}


@dataclass(frozen=True)
class Table:
    """Headings, cells (text, number, None for empty) and for each column its number format ("" for words). bold:
    numbers of rows; looks: of single cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple, ...]
    formats: tuple[str, ...]
    bold: frozenset[int] = frozenset()
    looks: Mapping[tuple[int, int], dict] = field(default_factory=dict)


class Styles:
    """Formats of a workbook by what they look like, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book, self.formats = book, {}

    def __call__(self, **look: object) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_color": theme.INK, "valign": "top"} | look)
        return self.formats[key]


@dataclass
class Page:
    """A worksheet with its place of writing. widths: of its columns; across: how many of them sentences run over; room:
    their pixels."""

    sheet: Worksheet
    styles: Styles
    widths: Sequence[float]
    row: int = 0
    across: int = field(init=False)

    def __post_init__(self) -> None:
        for column, wide in enumerate(self.widths):
            self.sheet.set_column(column, column, wide)
        reached = [sum(self.widths[: count + 1]) for count in range(len(self.widths))]
        self.across = next((count + 1 for count, wide in enumerate(reached) if wide >= LEAST_WIDTH), len(self.widths))

    @property
    def room(self) -> float:
        return sum(self.widths[: self.across])

    @property
    def pixels(self) -> int:
        return int(self.room * 7 + 5 * self.across)


def widths_of(tables: Sequence[Table]) -> list[float]:
    """Widths of the columns of a sheet: of the widest cell in each, within limits, and wide enough for sentences above
    them."""
    found: list[float] = []
    for table in tables:
        for column, heading in enumerate(table.headings):
            cells = [
                _letters(heading) * 0.62,
                *(_letters(_shown(row[column], table.formats[column])) for row in table.rows),
            ]  # headings break into two lines
            wide = min(WIDE, max(NARROW, max(cells) + 2.5))
            found[column : column + 1] = [max(wide, found[column] if column < len(found) else 0)]
    found += [NARROW] * (LEAST_COLUMNS - len(found))
    return [wide * max(1.0, LEAST_WIDTH / sum(found)) for wide in found]


def plain(text: object) -> str:
    """Text that a cell may hold."""
    return without_control(text)[:LONGEST]


def put_text(page: Page, text: str, indent: int = 0, **look: object) -> None:
    """A paragraph across the sheet, in as many lines as it needs."""
    size = float(look.get("font_size", 11))
    lines = sum(
        max(1, math.ceil(_letters(line) * size / 11 * 1.04 / (page.room - 2 * indent)))
        for line in plain(text).splitlines() or [""]
    )
    page.sheet.set_row(page.row, lines * LINE * size / 11 + 2)
    style = page.styles(text_wrap=True, **({"indent": indent} if indent else {}), **_prefix(text), **look)
    page.sheet.merge_range(page.row, 0, page.row, page.across - 1, "", style)
    page.sheet.write_string(page.row, 0, plain(text), style)
    page.row += 1


def put_link(page: Page, text: str, to: str) -> None:
    """A line that leads to another sheet of the book."""
    target = f"internal:'{to.replace(chr(39), chr(39) * 2)}'!A1"
    page.sheet.write_url(page.row, 0, target, page.styles(font_color="#0B4F82", underline=1), plain(text))
    page.row += 1


def put_table(page: Page, table: Table, name: str) -> tuple[int, int]:
    """A table of Excel with headings; the first and the last row of its cells."""
    names = _unique(table.headings)
    heading = page.styles(bold=True, text_wrap=True, bg_color="#DCE6EF", align="center", **BORDER)
    lines = max(math.ceil((_letters(text) + 1) / page.widths[column]) for column, text in enumerate(names))
    page.sheet.set_row(page.row, LINE * lines + 4)
    first = page.row + 1
    last = first + max(len(table.rows), 1) - 1
    page.sheet.add_table(
        page.row,
        0,
        last,
        len(names) - 1,
        {
            "name": name,
            "style": None,
            "autofilter": len(table.rows) > 15,
            "columns": [{"header": text, "header_format": heading} for text in names],
        },
    )
    for number, row in enumerate(table.rows or (("登録はありません", *[None] * (len(names) - 1)),)):
        high = max(
            (
                math.ceil((_letters(cell) + 1.5) / page.widths[column])
                for column, cell in enumerate(row)
                if isinstance(cell, str)
            ),
            default=1,
        )
        page.sheet.set_row(first + number, LINE * high + 3)
        for column, cell in enumerate(row):
            put_cell(
                page,
                first + number,
                column,
                cell,
                **{"number_format": table.formats[column], "bold": number in table.bold}
                | table.looks.get((number, column), {}),
            )
    page.row = last + 1
    page.sheet.set_row(page.row, 6)
    page.row += 1
    return first, last


def put_cell(page: Page, row: int, column: int, cell: object, number_format: str = "", **look: object) -> None:
    """A number as a number, words as words, nothing as nothing."""
    if isinstance(cell, Number) and not isinstance(cell, bool) and not pd.isna(cell):
        page.sheet.write_number(
            row, column, float(cell), page.styles(num_format=number_format or "General", **BORDER, **look)
        )
    elif cell is None or cell == "" or (isinstance(cell, Number) and pd.isna(cell)):
        page.sheet.write_blank(row, column, None, page.styles(**BORDER, **look))
    else:
        aligned = {"align": "right"} if number_format else {}  # words in place of a number stand where the number would
        page.sheet.write_string(
            row, column, plain(cell), page.styles(text_wrap=True, **aligned, **BORDER, **_prefix(cell), **look)
        )


def put_picture(page: Page, picture: bytes, name: str, alternative: str) -> None:
    """A picture (PNG or JPEG) no wider than the sheet."""
    from PIL import Image  # comes with matplotlib

    with Image.open(io.BytesIO(picture)) as opened:
        (wide, high), dots = opened.size, opened.info.get("dpi", (96, 96))
    pixels = min(page.pixels, wide * 96 / float(dots[0] or 96), 660)
    scale = pixels / (wide * 96 / float(dots[0] or 96))
    page.sheet.insert_image(
        page.row,
        0,
        name,
        {
            "image_data": io.BytesIO(picture),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": 4,
            "y_offset": 4,
            "description": plain(alternative),
            "object_position": 1,
        },
    )
    page.row += math.ceil(pixels * high / wide / PIXELS) + 2


def leave_room(page: Page, high: int) -> int:
    """Room for a chart `high` pixels high; the row it begins in."""
    page.row += math.ceil(high / PIXELS) + 2
    return page.row - math.ceil(high / PIXELS) - 2


def put_chart(page: Page, row: int, chart, high: int, alternative: str) -> None:
    """A native chart, `high` pixels high, from a row on."""
    chart.set_size({"width": min(page.pixels, 760), "height": high})
    page.sheet.insert_chart(
        row, 0, chart, {"description": plain(alternative), "object_position": 1, "x_offset": 4, "y_offset": 4}
    )


def span(sheet_name: str, first: int, last: int, column: int) -> str:
    """Cells of a column as a chart names them."""
    return f"='{sheet_name.replace(chr(39), chr(39) * 2)}'!{xl_range_abs(first, column, last, column)}"


def _prefix(text: object) -> dict[str, bool]:
    return {"quote_prefix": True} if str(text)[:1] in ("=", "+", "-", "@", "\t", "\r") else {}


def _letters(text: object) -> float:
    """The width of a text in Latin letters."""
    return wording.width(str(text)) * 2


def _shown(cell: object, number_format: str) -> str:
    """Roughly what a cell shows, for its width; words in place of a number break into lines."""
    if isinstance(cell, str):
        return cell[:6] if number_format else cell
    return "" if cell is None else f"{cell:,.1f}" if isinstance(cell, float) and number_format else str(cell)


def _unique(headings: Sequence[str]) -> list[str]:
    """Headings as a table of Excel wants them: each there, in one line, and once."""
    found: list[str] = []
    for text in (re.sub(r"\s+", " ", plain(heading)).strip()[:200] or "―" for heading in headings):
        name, number = text, 2
        while name.lower() in (other.lower() for other in found):
            name, number = f"{text}（{number}）", number + 1
        found.append(name)
    return found
