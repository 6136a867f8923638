"""Any figure as a picture for paper: PNG (300 dpi) or SVG, with its title, source, date, note and stamps inside.

A picture is drawn anew for each layout, never shrunk: pasted at its own width, its type has the size named here.
"""

from __future__ import annotations

import io
from typing import Literal

from matplotlib.figure import Figure as Sheet

from pages.figures import theme, wording
from pages.figures.description import AreaMap, Bars, Caption, Figure, Lines, PlaceMap, Pyramid, Shades, TileMap
from pages.render.paper import bars, charts, maps, places, shaded_tables, tiles
from pages.render.paper.layout import LINE, TWO_COLUMNS, Layout, even_lines_of, inches, lines_of


def draw(figure: Figure, kind: Literal["png", "svg"] = "png", layout: Layout = TWO_COLUMNS) -> bytes:
    """The picture as a file's content."""
    sheet = sheet_of(figure, layout)
    content = io.BytesIO()
    quiet = (
        {"metadata": {"Date": None, "Title": figure.caption.title}}
        if kind == "svg"
        else {"metadata": {"Title": figure.caption.title}, "pil_kwargs": {"compress_level": 4}}
    )
    sheet.savefig(content, format=kind, dpi=300, facecolor=theme.PAPER, **quiet)
    return content.getvalue()


def sheet_of(figure: Figure, layout: Layout = TWO_COLUMNS) -> Sheet:
    """The drawn page, before it becomes a file."""
    high, paint = _drawing(figure, layout)
    top, bottom = _top(figure.caption, layout), _bottom(figure.caption, layout)
    whole = high + sum(space for _, _, space in top) + sum(space for _, _, space in bottom) + 2 * layout.edge
    sheet = Sheet(figsize=(layout.wide, whole))
    after = _write(sheet, top, layout, whole - layout.edge)
    _stamps(sheet, figure.caption.stamps, layout, whole - layout.edge)
    paint(sheet, (layout.edge, after - high, layout.room, high))
    _write(sheet, bottom, layout, after - high)
    return sheet


def bare(figure: Figure, layout: Layout) -> Sheet:
    """The drawing alone, for a page that sets title, source, note and stamps itself; one point of the page is one
    dot."""
    high, paint = _drawing(figure, layout)
    sheet = Sheet(figsize=(layout.wide, high), dpi=72)
    paint(sheet, (layout.edge, 0, layout.room, high))
    return sheet


def height(figure: Figure, layout: Layout) -> float:
    """Inches the drawing alone takes, before anything is drawn."""
    return _drawing(figure, layout)[0]


def _drawing(figure: Figure, layout: Layout):
    match figure:
        case Bars():
            return bars.bars(figure, layout)
        case Lines():
            return charts.lines(figure, layout)
        case Pyramid():
            return charts.pyramid(figure, layout)
        case Shades():
            return shaded_tables.shades(figure, layout)
        case AreaMap():
            return maps.area_map(figure, layout)
        case TileMap():
            return tiles.tile_map(figure, layout)
        case PlaceMap():
            return places.place_map(figure, layout)
    raise TypeError(f"{type(figure).__name__} is not drawn by paper")


Line = tuple[str, dict, float]  # text, look, height in inches


def _top(caption: Caption, layout: Layout) -> list[Line]:
    look = {"fontsize": layout.title, "fontweight": "bold", "color": theme.INK}
    title = [
        (line, look, layout.title * LINE / 72)
        for line in even_lines_of(caption.title, layout.title, layout.room, bold=True)
    ]
    room = [("", look, _stamp_high(layout) * len(_stamp_rows(caption.stamps, layout)))] if caption.stamps else []
    return [*room, *title, ("", look, layout.small / 100)]


def _bottom(caption: Caption, layout: Layout) -> list[Line]:
    look = {"fontsize": layout.small, "color": theme.INK if layout.grey else theme.MUTED}
    texts = [text for text in (caption.note, wording.source_line(caption)) if text]
    return [("", look, 0.1)] + [
        (line, look, layout.small * LINE / 72) for text in texts for line in lines_of(text, layout.small, layout.room)
    ]


def _write(sheet: Sheet, lines: list[Line], layout: Layout, high: float) -> float:
    """Lines from `high` (inches from the bottom) downwards; the height reached."""
    whole = sheet.get_figheight()
    for text, look, space in lines:
        if text:
            sheet.text(layout.edge / layout.wide, (high - space / 2) / whole, text, va="center", ha="left", **look)
        high -= space
    return high


def _stamp_high(layout: Layout) -> float:
    return layout.small * 2.3 / 72


def _stamp_rows(stamps: tuple[str, ...], layout: Layout) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for stamp in stamps:
        if (
            rows[-1]
            and sum(inches(text, layout.small, True) + layout.small / 42 for text in [*rows[-1], stamp]) > layout.room
        ):
            rows.append([])
        rows[-1].append(stamp)
    return rows


def _stamps(sheet: Sheet, stamps: tuple[str, ...], layout: Layout, high: float) -> None:
    """Boxed words at the top right."""
    whole, pad = sheet.get_figheight(), layout.small * 0.3 / 72
    for number, row in enumerate(_stamp_rows(stamps, layout)):
        right = layout.wide - layout.edge - pad - 0.02
        for stamp in reversed(row):
            sheet.text(
                right / layout.wide,
                (high - _stamp_high(layout) * (number + 0.42)) / whole,
                stamp,
                ha="right",
                va="center",
                fontsize=layout.small,
                fontweight="bold",
                color=theme.INK,
                bbox={
                    "boxstyle": "round,pad=0.3,rounding_size=0.2",
                    "facecolor": theme.PAPER,
                    "edgecolor": theme.INK,
                    "linewidth": 1.0,
                },
                gid="stamp",
            )
            right -= inches(stamp, layout.small, True) + layout.small / 42
