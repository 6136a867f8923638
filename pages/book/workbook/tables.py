"""What stands in the tables of the workbook: from parts of a book to headings and cells."""

from __future__ import annotations

import re
from numbers import Number

import numpy as np
import pandas as pd

from pages.book import chart_data
from pages.book.book import Cards, Definitions, Part
from pages.book.workbook.page import Table
from pages.figures import measures, theme
from pages.figures.description import AreaMap, Bars, Lines, Pyramid, Shades, TileMap
from pages.figures.tables import Sheet

FOR_CHART = "（グラフ用・左向き）"
PERCENT = "（%）"
_NUMBER = re.compile(r"(\D*?)(-?\d[\d,]*(?:\.\d+)?)\s?(%|人|世帯|か所|件|回|m|km²)?(.*)")
GONE = {
    "bg_color": theme.MISSING,
    "fg_color": "#B9BDC1",
    "pattern": 14,
    "font_color": theme.INK,
}  # hatched lightly, the words stay readable


def of(part: Part) -> Table | None:
    """The table of a part; None where it has none."""
    match part:
        case Sheet():
            return of_sheet(part)
        case Cards():
            return Table(
                ("項目", "値", "時点・くらべる値"),
                tuple((card.name, card.value, "　".join(card.beside)) for card in part.items),
                ("", "", ""),
            )
        case Definitions():
            return Table(("言葉", "意味"), part.items, ("", ""))
        case Bars() | Lines() | Pyramid():
            return of_plotted(chart_data.of(part), mirrored=isinstance(part, Pyramid) and part.by_sex)
        case AreaMap() | TileMap():
            return of_plotted(chart_data.of_areas(part))
        case Shades():
            return of_shades(part)
    return None


def of_plotted(data: chart_data.Plotted, mirrored: bool = False) -> Table:
    """Labels, numbers and remarks; `mirrored`: the first series once more as negative numbers, which the pyramid draws
    to the left."""
    columns = [data.labels, *(values for _, values in data.series)]
    headings = [data.heading, *(name for name, _ in data.series)]
    formats = ["", *[data.number_format] * len(data.series)]
    if any(data.remarks):
        columns, headings, formats = [*columns, data.remarks], [*headings, "備考"], [*formats, ""]
    if mirrored:
        name, values = data.series[0]
        columns.append(tuple(None if value is None else -value for value in values))
        headings, formats = [*headings, name + FOR_CHART], [*formats, f"{data.number_format};{data.number_format}"]
    bold = data.strong if data.heading == "区域" else frozenset()
    return Table(tuple(headings), tuple(zip(*columns, strict=True)), tuple(formats), bold)


def of_sheet(sheet: Sheet) -> Table:
    """The values of a table; a percentage becomes a share in the format of percentages, what is hidden stays words."""
    data = sheet.data
    percent = [
        str(name).endswith(PERCENT) and any(_is_number(cell) for cell in data.iloc[:, place])
        for place, name in enumerate(data.columns)
    ]
    columns = [
        _column(data.iloc[:, place], _beside(sheet, str(name), percent[place]), percent[place])
        for place, name in enumerate(data.columns)
    ]
    headings = tuple(
        str(name).removesuffix(PERCENT) if share else str(name)
        for name, share in zip(data.columns, percent, strict=True)
    )
    bold = frozenset(number for number, label in enumerate(data.index) if label in sheet.emphasis)
    return Table(
        headings,
        tuple(zip(*(cells for cells, _ in columns), strict=True)),
        tuple(number_format for _, number_format in columns),
        bold,
    )


def _beside(sheet: Sheet, name: str, percent: bool) -> pd.Series | None:
    """The same column as it is shown, for what its values do not say."""
    shown = name.removesuffix(PERCENT) if percent else name
    return (
        sheet.shown[shown]
        if shown in sheet.shown and len(sheet.shown) == len(sheet.data) and sheet.shown.columns.is_unique
        else None
    )


def _column(values: pd.Series, shown: pd.Series | None, percent: bool) -> tuple[list, str]:
    """Cells and their number format. A gap among numbers takes the words that are shown there."""
    found: list = [_cell(value) for value in values]
    numbers = [cell for cell in found if _is_number(cell)]
    if not numbers:
        return found, ""
    if shown is not None:
        found = [
            str(text) if cell is None and pd.notna(text) and not re.match(r"\s*-?\d", str(text)) else cell
            for cell, text in zip(found, shown, strict=True)
        ]
    decimals = min(6, max(_decimals(number) for number in numbers))
    if percent:
        found = [round(cell / 100, decimals + 2) if _is_number(cell) else cell for cell in found]
    return found, chart_data.format_of(decimals, percent)


def _cell(value: object) -> object:
    if isinstance(value, bool | np.bool_):
        return "はい" if value else "いいえ"
    if value is None or (np.isscalar(value) and pd.isna(value)) or value is pd.NA or value is pd.NaT:
        return None
    if _is_number(value):
        return int(value) if float(value).is_integer() and not isinstance(value, float | np.floating) else float(value)
    return str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, Number) and not isinstance(value, bool | np.bool_) and not pd.isna(value)


def _decimals(number: float) -> int:
    return len(f"{number:.6f}".rstrip("0").partition(".")[2])


def of_shades(figure: Shades) -> Table:
    """Numbers where there are any, hatched words where there are none; 合算 and the like stand in the number's
    format."""
    known, _ = measures.cell_classes(figure.values, figure.states, figure.classes)
    percent = "%" in figure.value_label
    edges = measures.classes_or_steps(figure.values, figure.classes).edges
    decimals = chart_data.decimals_of([str(text) for text in figure.texts.to_numpy().ravel()])
    shown = chart_data.format_of(decimals, percent)
    rows, looks = [], {}
    for row, name in enumerate(figure.values.index):
        cells: list = [str(name)]
        for column in range(len(figure.values.columns)):
            text = str(figure.texts.iat[row, column])
            if known[row][column] < 0:
                cells.append(text)
                looks[row, column + 1] = GONE
                continue
            cells.append(_in_class(float(figure.values.iat[row, column]), known[row][column], edges, decimals, percent))
            if special := _special(text, shown):
                looks[row, column + 1] = {"number_format": special}
        rows.append(tuple(cells))
    bold = frozenset(
        number for number, name in enumerate(figure.values.index) if name in figure.emphasis | figure.wholes
    )
    return Table(
        ("区域", *map(str, figure.values.columns)),
        tuple(rows),
        ("", *[shown] * len(figure.values.columns)),
        bold,
        looks,
    )


def _in_class(value: float, number: int, edges: tuple[float, ...], decimals: int, percent: bool) -> float:
    """Rounded as it is shown, unless that would move it into another class and give it another colour than on
    screen."""
    for more in range(4):
        if measures.class_of(found := chart_data.rounded(value, decimals + more, percent), edges) == number:
            return found
    return value


def _special(text: str, shown: str) -> str:
    """A number format that keeps the words round a number; "" where there are none."""
    words = _NUMBER.fullmatch(text.strip())
    if words is None:
        return '"' + text.replace('"', "") + '"'
    before, after = (words[place].replace('"', "") for place in (1, 4))
    return (f'"{before}"' if before else "") + shown + (f'"{after}"' if after else "") if before or after else ""


def shade_rules(figure: Shades) -> list[dict]:
    """Conditional formats from the highest class down; words are left alone."""
    classes = measures.classes_or_steps(figure.values, figure.classes)
    colours = theme.shades(len(classes.labels))
    limits = [*classes.edges[:-1]]
    limits[0] = -1e300  # values below the first edge take the first class
    return [
        {"at_least": limit, "colour": colour, "ink": theme.on(colour), "label": label}
        for limit, colour, label in reversed(list(zip(limits, colours, classes.labels, strict=True)))
    ]


def shaded_cells(figure: Shades) -> list[tuple[int, int]]:
    """Cells of the table (row, column) that carry a shade: not totals, not words."""
    known, _ = measures.cell_classes(figure.values, figure.states, figure.classes)
    return [
        (row, column + 1)
        for row, name in enumerate(figure.values.index)
        if name not in figure.wholes
        for column, heading in enumerate(figure.values.columns)
        if heading not in figure.plain and known[row][column] >= 0
    ]
