"""Tables on slides: the rows and columns that fit with letters of 18 points, the rest is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Inches

from data.vocabulary import STATES
from pages.book.slides.page import REST, SLACK, SPACE, described, fill, fitted, high, lines, put, rgb, told_apart
from pages.book.slides.template import TEXT
from pages.figures import measures, theme, wording
from pages.figures.description import Shades
from pages.figures.tables import MARKS, Sheet
from pages.render.paper import layout

Place = tuple[float, float, float, float]
PLAIN = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # PowerPoint's style of lines without fills
PAD, WIDEST, NARROWEST = 0.08, 4.4, 0.75  # inches
MOST_ROWS = 25
LONGEST_NAME = 14  # full-width letters of an area
SIZES = (26, 22, TEXT)  # points, the largest with which all of it fits


@dataclass(frozen=True)
class Grid:
    """Texts of a table. words: columns set to the left; strong: rows set bold, which are always shown; fills: of cells;
    said: the key to signs; deep: lines a cell may take."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: frozenset[int]
    strong: frozenset[int] = frozenset()
    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    deep: int = 1


def of_sheet(sheet: Sheet) -> Grid:
    shown = sheet.shown
    texts = shown.astype("string").fillna("")
    marks = "　".join(f"{mark}＝{STATES[state]}" for state, mark in MARKS.items() if (texts == mark).any(axis=None))
    return Grid(
        tuple(map(str, shown.columns)),
        (
            tuple(
                (first, *row[1:])
                for first, row in zip(
                    told_apart([str(row[0]) for row in texts.to_numpy()], LONGEST_NAME), texts.to_numpy(), strict=True
                )
            )
            if len(texts.columns)
            else ()
        ),
        frozenset(place for place, name in enumerate(shown.columns) if name in sheet.words),
        frozenset(number for number, label in enumerate(shown.index) if label in sheet.emphasis),
        said=(marks,) if marks else (),
    )


def of_shades(figure: Shades) -> Grid:
    known, colours = measures.cell_classes(figure.values, figure.states, figure.classes)
    texts, signs = wording.cells(figure.texts, figure.states)
    names = list(figure.values.index)
    fills = {
        (row, column + 1): colours[known[row][column] + 1]
        for row, name in enumerate(names)
        for column, heading in enumerate(figure.values.columns)
        if known[row][column] < 0 or (heading not in figure.plain and name not in figure.wholes)
    }
    key = (figure.value_label, *signs, "色が濃いほど値が大きい所です")
    strong = frozenset(number for number, name in enumerate(names) if name in figure.emphasis | figure.wholes)
    return Grid(
        ("区域", *map(str, figure.values.columns)),
        tuple((name, *row) for name, row in zip(told_apart(list(map(str, names)), LONGEST_NAME), texts, strict=True)),
        frozenset({0}),
        strong,
        fills,
        ("　".join(key),),
    )


@dataclass(frozen=True)
class Plan:
    """How a table is set: size of type, columns with widths, rows, heights of the heading and of each row, words below.
    whole: whether nothing was left out or cut."""

    points: float
    columns: list[int]
    widths: list[float]
    rows: list[int]
    heads: list[str]
    cells: dict[tuple[int, int], str]
    heights: list[float]
    said: list[str]
    whole: bool


def put_table(slide: Slide, place: Place, grid: Grid, alternative: str) -> None:
    """The table in a place of the slide, as large as it fits whole, and below it what it does not show."""
    x, y, wide, tall = place
    plan = next((plan for points in SIZES if (plan := _plan(grid, wide, tall, points)).whole), None) or _plan(
        grid, wide, tall, TEXT
    )
    shape = slide.shapes.add_table(
        len(plan.rows) + 1, len(plan.columns), *map(Inches, (x, y, sum(plan.widths), sum(plan.heights)))
    )
    described(shape, alternative)
    table = shape.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    for number, inches in enumerate(plan.widths):
        table.columns[number].width = Inches(inches)
    for number, inches in enumerate(plan.heights):
        table.rows[number].height = Inches(inches)
    for number, column in enumerate(plan.columns):
        _cell(table.cell(0, number), plan.heads[number], plan.points, PP_ALIGN.CENTER, True, "#DCE6EF")
        for line, row in enumerate(plan.rows, 1):
            align = PP_ALIGN.LEFT if column in grid.words else PP_ALIGN.RIGHT
            _cell(
                table.cell(line, number),
                plan.cells[row, column],
                plan.points,
                align,
                row in grid.strong,
                grid.fills.get((row, column)),
            )
    if plan.said:
        below = high(plan.said, TEXT, wide)
        put(slide, (x, y + tall - below, wide, below), plan.said, TEXT, colour=theme.MUTED)


def _plan(grid: Grid, wide: float, tall: float, points: float) -> Plan:
    """What fits with a size of type."""
    columns, widths = _columns(grid, wide, points)
    rooms = dict(zip(columns, (inches - 2 * PAD for inches in widths), strict=True))
    heads = [fitted(grid.headings[column], points, rooms[column], 2, bold=True) for column in columns]
    line = points * SPACE / 72
    heights = [
        max(lines(text, points, rooms[column], bold=True) for text, column in zip(heads, columns, strict=True)) * line
        + 0.09
    ]
    cells = {
        (row, column): fitted(grid.rows[row][column], points, rooms[column], grid.deep, bold=row in grid.strong)
        for row in _candidates(grid)
        for column in columns
    }
    each = {
        row: (
            max(lines(cells[row, column], points, rooms[column], bold=row in grid.strong) for column in columns) * line
            + 0.09
        )
        for row in _candidates(grid)
    }
    without = "、".join(grid.headings[column] for column in range(len(grid.headings)) if column not in rooms)
    said = [*grid.said, *([fitted(f"データブックにはほかに、{without}があります", TEXT, wide, 1)] if without else [])]
    rows = _rows(grid, each, tall - heights[0] - (high(said, TEXT, wide) + 0.1 if said else 0))
    if len(rows) < len(grid.rows):
        rows = _rows(grid, each, tall - heights[0] - high([*said, REST], TEXT, wide) - 0.1)
        said.append(REST.format(len(grid.rows) - len(rows)))
    whole = (
        len(rows) == len(grid.rows)
        and not without
        and all(cells[row, column] == grid.rows[row][column] for row, column in cells)
        and heads == list(grid.headings)
    )
    return Plan(points, columns, widths, rows, heads, cells, [heights[0], *(each[row] for row in rows)], said, whole)


def _columns(grid: Grid, wide: float, points: float) -> tuple[list[int], list[float]]:
    """As many columns as fit, and their widths; a little wider where there is room."""
    wanted = []
    for column, heading in enumerate(grid.headings):
        cells = max(
            (
                layout.inches(row[column], points, bold=True)
                for row in (grid.rows[number] for number in _candidates(grid))
            ),
            default=0.0,
        )
        head = max((layout.inches(part, points, bold=True) for part in wording.head(heading, 5)), default=0.0)
        wanted.append(min(WIDEST, max(NARROWEST, cells / SLACK + 2 * PAD + 0.05, head / SLACK + 2 * PAD + 0.05)))
    fit = 1
    while fit < len(wanted) and sum(wanted[: fit + 1]) <= wide:
        fit += 1
    if grid.deep > 1 and fit == len(wanted):  # the last column takes what is left
        return list(range(fit)), [*wanted[: fit - 1], wide - sum(wanted[: fit - 1])]
    spare = min(1.35, wide / sum(wanted[:fit]))
    return list(range(fit)), [inches * max(1.0, spare) for inches in wanted[:fit]]


def _candidates(grid: Grid) -> list[int]:
    """Rows that may be shown, those set bold first: no slide holds more than some twenty."""
    return [*sorted(grid.strong), *(number for number in range(len(grid.rows)) if number not in grid.strong)][
        :MOST_ROWS
    ]


def _rows(grid: Grid, heights: Mapping[int, float], tall: float) -> list[int]:
    """The first rows that fit, always with those set bold; at least one."""
    kept, left = [], tall
    for row in _candidates(grid):
        if kept and heights[row] > left:
            break
        kept.append(row)
        left -= heights[row]
    return sorted(kept)


def _cell(cell, text: str, points: float, align, bold: bool, colour: str | None) -> None:
    cell.margin_left = cell.margin_right = Inches(PAD)
    cell.margin_top = cell.margin_bottom = Emu(25_000)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.word_wrap = True
    fill(cell.text_frame, [text], points, align, bold=bold, colour=theme.on(colour) if colour else theme.INK)
    if colour:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(colour)


def sequence_of(items: Sequence[tuple[str, str]], headings: tuple[str, str]) -> Grid:
    """A table of words and what they mean."""
    return Grid(headings, tuple(items), frozenset({0, 1}), deep=3)
