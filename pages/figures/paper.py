"""Any figure as a picture for paper: PNG (300 dpi) or SVG, with its title, source, date, note and stamps inside.

The width is that of the text of an A4 page, so a picture pasted into Word at its own size has type of 10 to 16 points.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Literal

import matplotlib
from matplotlib import font_manager
from matplotlib.figure import Figure as Sheet
from matplotlib.ft2font import FT2Font, LoadFlags

from pages.figures import theme, wording
from pages.figures.description import AreaMap, Bars, Caption, Figure, Lines, PlaceMap, Pyramid, Shades

for _file in (theme.REGULAR, theme.BOLD):
    font_manager.fontManager.addfont(str(_file))
# Text in SVG becomes outlines: Word and every printer then show the same letters, font or no font. A name may have a $ in it.
matplotlib.rcParams.update({
    "font.family": theme.FONT, "svg.fonttype": "path", "svg.hashsalt": "sasaeai", "hatch.linewidth": 0.6, "axes.unicode_minus": False, "text.parse_math": False,
})

WIDTH, EDGE = 6.9, 0.22  # inches
TITLE, TEXT, SMALL = 15.0, 11.0, 10.0  # points
LINE = 1.45  # a line's height in letters


@cache
def _face(bold: bool) -> FT2Font:
    face = FT2Font(str(theme.BOLD if bold else theme.REGULAR))
    face.set_size(100, 72)
    return face


@cache
def _letter(letter: str, bold: bool) -> float:
    return _face(bold).load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100


def inches(text: str, points: float, bold: bool = False) -> float:
    """How wide a text is when printed, from the widths of its letters."""
    return sum(_letter(letter, bold) for letter in text) * points / 72


def lines_of(text: str, points: float, room: float, bold: bool = False) -> list[str]:
    """The text broken into lines that fit into `room` inches."""
    return wording.wrap(text, room, lambda piece: inches(piece, points, bold))


def even_lines_of(text: str, points: float, room: float, bold: bool = False) -> list[str]:
    """As lines_of, with lines of about the same length: a title never ends in a line of one letter."""
    lines = lines_of(text, points, room, bold)
    while len(lines) > 1 and len(narrower := lines_of(text, points, room - 0.15, bold)) == len(lines):
        lines, room = narrower, room - 0.15
    return lines


def draw(figure: Figure, kind: Literal["png", "svg"] = "png", grey: bool = False) -> bytes:
    """The picture as a file's content; `grey` for printing in one colour."""
    sheet = sheet_of(figure, grey)
    content = io.BytesIO()
    quiet = {"metadata": {"Date": None, "Title": figure.caption.title}} if kind == "svg" else {"metadata": {"Title": figure.caption.title}, "pil_kwargs": {"compress_level": 4}}
    sheet.savefig(content, format=kind, dpi=300, facecolor=theme.PAPER, **quiet)
    return content.getvalue()


def sheet_of(figure: Figure, grey: bool = False) -> Sheet:
    """The drawn page, before it becomes a file."""
    from pages.figures import paper_charts, paper_maps

    match figure:
        case Bars():
            high, paint = paper_charts.bars(figure, grey)
        case Lines():
            high, paint = paper_charts.lines(figure, grey)
        case Pyramid():
            high, paint = paper_charts.pyramid(figure, grey)
        case Shades():
            high, paint = paper_charts.shades(figure, grey)
        case AreaMap():
            high, paint = paper_maps.area_map(figure, grey)
        case PlaceMap():
            high, paint = paper_maps.place_map(figure, grey)
        case _:
            raise TypeError(f"{type(figure).__name__} is not drawn by paper")
    top, bottom = _top(figure.caption), _bottom(figure.caption)
    whole = high + sum(space for _, _, space in top) + sum(space for _, _, space in bottom) + 2 * EDGE
    sheet = Sheet(figsize=(WIDTH, whole))
    after = _write(sheet, top, whole - EDGE)
    if figure.caption.stamps:
        _stamps(sheet, figure.caption.stamps, whole - EDGE)
    paint(sheet, (EDGE, after - high, WIDTH - 2 * EDGE, high))
    _write(sheet, bottom, after - high)
    return sheet


Line = tuple[str, dict, float]  # text, look, height in inches


def _top(caption: Caption) -> list[Line]:
    look = {"fontsize": TITLE, "fontweight": "bold", "color": theme.INK}
    title = [(line, look, TITLE * LINE / 72) for line in even_lines_of(caption.title, TITLE, WIDTH - 2 * EDGE, bold=True)]
    room = [("", look, 0.32 * len(_stamp_rows(caption.stamps)))] if caption.stamps else []
    return [*room, *title, ("", look, 0.1)]


def _bottom(caption: Caption) -> list[Line]:
    look = {"fontsize": SMALL, "color": theme.MUTED}
    texts = [text for text in (caption.note, wording.source_line(caption)) if text]
    return [("", look, 0.12)] + [(line, look, SMALL * LINE / 72) for text in texts for line in lines_of(text, SMALL, WIDTH - 2 * EDGE)]


def _write(sheet: Sheet, lines: list[Line], high: float) -> float:
    """Lines from `high` (inches from the bottom) downwards; the height reached."""
    whole = sheet.get_figheight()
    for text, look, space in lines:
        if text:
            sheet.text(EDGE / WIDTH, (high - space / 2) / whole, text, va="center", ha="left", **look)
        high -= space
    return high


def _stamp_rows(stamps: tuple[str, ...]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for stamp in stamps:
        if rows[-1] and sum(inches(text, SMALL, True) + 0.24 for text in [*rows[-1], stamp]) > WIDTH - 2 * EDGE:
            rows.append([])
        rows[-1].append(stamp)
    return rows


def _stamps(sheet: Sheet, stamps: tuple[str, ...], high: float) -> None:
    """Boxed words at the top right."""
    whole = sheet.get_figheight()
    for number, row in enumerate(_stamp_rows(stamps)):
        right = WIDTH - EDGE - 0.06
        for stamp in reversed(row):
            sheet.text(right / WIDTH, (high - 0.11 - 0.32 * number) / whole, stamp, ha="right", va="center", fontsize=SMALL, fontweight="bold", color=theme.INK,
                       bbox={"boxstyle": "round,pad=0.3,rounding_size=0.2", "facecolor": theme.PAPER, "edgecolor": theme.INK, "linewidth": 1.0}, gid="stamp")
            right -= inches(stamp, SMALL, True) + 0.24


def axes(sheet: Sheet, x: float, y: float, wide: float, high: float):
    """Axes at a place given in inches from the bottom left, without a frame."""
    made = sheet.add_axes((x / WIDTH, y / sheet.get_figheight(), wide / WIDTH, high / sheet.get_figheight()))
    for spine in made.spines.values():
        spine.set_visible(False)
    made.tick_params(length=0, labelsize=TEXT, labelcolor=theme.INK, pad=4)
    made.set_axisbelow(True)
    return made


def ink(colour: str, grey: bool) -> str:
    """The colour as it is to be printed."""
    return theme.grey(colour) if grey else colour
