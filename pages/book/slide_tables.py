"""Tables on slides: the rows and columns that fit with letters of 18 points, the rest is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Emu, Inches, Pt

from pages.book.slide_page import REST, SPACE, described, fill, fitted, high, lines, put, rgb
from pages.book.slide_template import TEXT
from pages.figures import measures, paper_layout, theme, wording
from pages.figures.description import Shades
from pages.figures.sheets import Sheet

Place = tuple[float, float, float, float]
PLAIN = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # PowerPoint's style of lines without fills
PAD, WIDEST, NARROWEST = 0.08, 4.4, 0.75  # inches


@dataclass(frozen=True)
class Grid:
    """Texts of a table. words: columns set to the left; strong: rows set bold, which are always shown; fills: of cells; said: the key to signs."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: frozenset[int]
    strong: frozenset[int] = frozenset()
    fills: Mapping[tuple[int, int], str] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def of_sheet(sheet: Sheet) -> Grid:
    shown = sheet.shown
    texts = shown.astype("string").fillna("")
    return Grid(
        tuple(map(str, shown.columns)), tuple(tuple(row) for row in texts.to_numpy()), frozenset(place for place, name in enumerate(shown.columns) if name in sheet.words),
        frozenset(number for number, label in enumerate(shown.index) if label in sheet.emphasis),
    )


def of_shades(figure: Shades) -> Grid:
    known, colours = measures.cell_classes(figure.values, figure.states, figure.classes)
    texts, signs = wording.cells(figure.texts, figure.states)
    names = list(figure.values.index)
    fills = {
        (row, column + 1): colours[known[row][column] + 1] for row, name in enumerate(names) for column, heading in enumerate(figure.values.columns)
        if known[row][column] < 0 or (heading not in figure.plain and name not in figure.wholes)
    }
    key = (figure.value_label, *signs, "色が濃いほど値が大きい所です")
    strong = frozenset(number for number, name in enumerate(names) if name in figure.emphasis | figure.wholes)
    return Grid(("区域", *map(str, figure.values.columns)), tuple((str(name), *row) for name, row in zip(names, texts, strict=True)), frozenset({0}), strong, fills, ("　".join(key),))


def put_table(slide: Slide, place: Place, grid: Grid, alternative: str) -> None:
    """The table in a place of the slide, and below it what it does not show."""
    x, y, wide, tall = place
    columns, widths = _columns(grid, wide)
    heads = [fitted(grid.headings[column], TEXT, widths[number] - 2 * PAD, 2, bold=True) for number, column in enumerate(columns)]
    head = max(lines(text, TEXT, widths[number] - 2 * PAD, bold=True) for number, text in enumerate(heads))
    row_high, head_high = (TEXT * SPACE / 72 * count + 0.09 for count in (1, head))
    without = "、".join(grid.headings[column] for column in range(len(grid.headings)) if column not in columns)
    said = [*grid.said, *([fitted(f"データブックにはほかに、{without}があります", TEXT, wide, 1)] if without else [])]
    room = tall - high([*said, REST] if said else [REST], TEXT, wide) - 0.1
    rows = _rows(grid, max(1, int((room - head_high) / row_high)))
    if len(rows) < len(grid.rows):
        said.append(REST.format(len(grid.rows) - len(rows)))
    shape = slide.shapes.add_table(len(rows) + 1, len(columns), *map(Inches, (x, y, sum(widths), head_high + row_high * len(rows))))
    described(shape, alternative)
    table = shape.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    for number, inches in enumerate(widths):
        table.columns[number].width = Inches(inches)
    for number, inches in enumerate([head_high] + [row_high] * len(rows)):
        table.rows[number].height = Inches(inches)
    for number, column in enumerate(columns):
        _cell(table.cell(0, number), heads[number], PP_ALIGN.CENTER, True, "#DCE6EF")
        for line, row in enumerate(rows, 1):
            text = fitted(grid.rows[row][column], TEXT, widths[number] - 2 * PAD, 1, bold=row in grid.strong)
            _cell(table.cell(line, number), text, PP_ALIGN.LEFT if column in grid.words else PP_ALIGN.RIGHT, row in grid.strong, grid.fills.get((row, column)))
    if said:
        below = high(said, TEXT, wide)
        put(slide, (x, y + tall - below, wide, below), said, TEXT, colour=theme.MUTED)


def _columns(grid: Grid, wide: float) -> tuple[list[int], list[float]]:
    """As many columns as fit, and their widths; a little wider where there is room."""
    wanted = []
    for column, heading in enumerate(grid.headings):
        cells = max((paper_layout.inches(row[column], TEXT, bold=True) for row in grid.rows), default=0.0)
        half = max((paper_layout.inches(part, TEXT, bold=True) for part in wording.head(heading, 5)), default=0.0)
        wanted.append(min(WIDEST, max(NARROWEST, cells / 0.9 + 2 * PAD, half / 0.9 + 2 * PAD)))
    fit = 1
    while fit < len(wanted) and sum(wanted[: fit + 1]) <= wide:
        fit += 1
    spare = min(1.35, wide / sum(wanted[:fit]))
    return list(range(fit)), [inches * max(1.0, spare) for inches in wanted[:fit]]


def _rows(grid: Grid, most: int) -> list[int]:
    """The first rows, always with those set bold."""
    if len(grid.rows) <= most:
        return list(range(len(grid.rows)))
    must = sorted(grid.strong)[:most]
    return sorted([*must, *[number for number in range(len(grid.rows)) if number not in grid.strong][: most - len(must)]])


def _cell(cell, text: str, align, bold: bool, colour: str | None) -> None:
    cell.margin_left = cell.margin_right = Inches(PAD)
    cell.margin_top = cell.margin_bottom = Emu(25_000)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.text_frame.word_wrap = True
    fill(cell.text_frame, [text], TEXT, align, bold=bold, colour=theme.on(colour) if colour else theme.INK)
    if colour:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(colour)
    for side in ("a:lnL", "a:lnR"):  # lines between rows only
        line = cell._tc.get_or_add_tcPr().find(qn(side))
        if line is not None:
            line.set("w", str(Pt(0)))


def sequence_of(items: Sequence[tuple[str, str]], headings: tuple[str, str]) -> Grid:
    """A table of words and what they mean."""
    return Grid(headings, tuple(items), frozenset({0, 1}))
