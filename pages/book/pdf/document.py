"""A book as PDF: A4 to read, four black pages to copy, a blank map for the table, posters. Set by typst in the
project's own type.

Everything goes to the templates as JSON, so no name from a file can be read as markup. The same book gives the same
bytes.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from pages.book.book import Book, Cards
from pages.book.pdf import maps
from pages.book.pdf import parts as pdf_parts
from pages.figures import cartography, theme, wording
from pages.figures.description import AreaMap, Bars, PlaceMap, Shades
from pages.render.paper.layout import Layout, in_grey, printable

TEMPLATES = Path(__file__).parent / "typst"
PAGE = Layout(174 / 25.4, 0.0, 12.0, 9.0, 8.0, tallest=3.6)  # the text of an A4 page with margins of 18 mm
POSTER = Layout(190 / 25.4, 0.0, 12.0, 9.5, 8.5, tallest=3.6)  # as on A4; the template enlarges it two or three times
POSTER_HALF, POSTER_MAP = (
    91 / 25.4,
    112 / 25.4,
)  # inches of a chart beside another, and of the map beside the headline figures
POSTERS = ("A1", "A2")
BLANK = (396.0, 248.0)  # millimetres of the map on an A3 sheet
COVER = 4.2  # inches of the map on the cover
COPY = replace(in_grey(PAGE), text=8.5, small=7.5, tallest=2.8)  # four pages to copy
KEPT = (
    10  # typst keeps what it laid out for so many compilations, 25 MB a book: as many empty ones (30 ms) let go of it
)
ACCENT, PALE = theme.BAR_EMPHASIS, theme.RAMP[0]


def render(book: Book, edition: Literal["full", "short"] = "full") -> bytes:
    """The book as tagged PDF (PDF/UA-1). `short` is in black only and set tight; the book given should already be cut
    down."""
    if edition not in ("full", "short"):
        raise ValueError(f"an edition is full or short, not {edition!r}")
    layout = COPY if edition == "short" else PAGE
    cover = (
        pdf_parts.figure(book.cover, replace(layout, tallest=min(COVER, layout.tallest)), book.stamps)
        if book.cover is not None
        else None
    )
    sections = [pdf_parts.section(section, layout, book.stamps) for section in book.sections]
    return compiled(
        "book.typ",
        _front(book) | {"edition": edition, "look": look(layout), "cover": cover, "sections": sections},
        spoken_date(book.dates),
    )


def blank_map(figure: AreaMap | PlaceMap) -> bytes:
    """An A3 map to write and pin on: title, stamps and source of the figure's caption, its ground and boundaries, and
    nothing of its values or places.

    Raises ValueError where no boundary is known.
    """
    if cartography.shaped(figure.base.outlines) is None and (
        not isinstance(figure, AreaMap) or cartography.shaped(figure.areas) is None
    ):
        raise ValueError("a blank map needs boundaries: base.outlines, or areas with shapes")
    caption = figure.caption
    words = {
        "title": caption.title,
        "stamps": list(caption.stamps),
        "source": wording.source_line(caption),
        "note": caption.note,
    }
    data = words | {"look": look(PAGE), "map": maps.blank(figure, BLANK[0] / 25.4, BLANK[1] / 25.4)}
    return compiled("blank.typ", data, spoken_date(caption.as_of))


def poster(book: Book, size: Literal["A1", "A2"] = "A1", tiled: bool = False) -> bytes:
    """The book's front, cover map, headline figures and two or three charts on one large sheet; `tiled` on A3 sheets
    with cut marks, to be stuck together.

    Tiled posters are 8 % smaller than their size: printers leave a rim, and the sheets overlap by 10 mm.
    """
    if size not in POSTERS:
        raise ValueError(f"a poster is {' or '.join(POSTERS)}, not {size!r}")
    parts = [part for section in book.sections for part in section.parts]
    cards = next((part for part in parts if isinstance(part, Cards)), Cards(()))
    small, wide = _chosen(parts)
    data = _front(book) | {
        "look": look(POSTER),
        "size": size,
        "tiled": tiled,
        "cards": pdf_parts.part(cards, POSTER, ())["items"][:6],
        "cover": None,
        "small": [pdf_parts.figure(part, replace(POSTER, wide=POSTER_HALF), book.stamps) for part in small],
        "wide": [pdf_parts.figure(part, POSTER, book.stamps) for part in wide],
    }
    if book.cover is not None:
        data["cover"] = pdf_parts.figure(
            book.cover, replace(POSTER, wide=POSTER_MAP if cards.items else POSTER.wide, tallest=2.8), book.stamps
        )
    return compiled("poster.typ", data, spoken_date(book.dates))


def _chosen(parts: list) -> tuple[list, list]:
    """The figures of a poster: two that fit beside one another, and one with few rows below them if there is no such
    pair."""
    small = [part for part in parts if pdf_parts.small(part)][:2]
    rest = [
        part
        for part in parts
        if isinstance(part, Bars | Shades)
        and part not in small
        and 0 < len(part.texts if isinstance(part, Shades) else part.rows) <= 8
    ]
    return (small, []) if len(small) == 2 else ([], [*small, *rest][:1])


def _front(book: Book) -> dict:
    return {
        "city": book.city,
        "district": book.district,
        "title": book.title,
        "stamps": list(book.stamps),
        "dates": book.dates,
        "sentences": list(book.sentences),
        "sources": list(book.sources),
    }


def look(layout: Layout) -> dict:
    """Colours of the templates: the theme's, or black, white and greys that survive a copier."""
    if layout.grey:
        return {
            "ink": "#000000",
            "muted": "#000000",
            "grid": "#8A8A8A",
            "accent": "#000000",
            "pale": "#FFFFFF",
            "hatch": "#555555",
            "grey": True,
        }
    return {
        "ink": theme.INK,
        "muted": theme.MUTED,
        "grid": "#C5CCD3",
        "accent": ACCENT,
        "pale": PALE,
        "hatch": theme.HATCH,
        "grey": False,
    }


def compiled(template: str, data: dict, when: date | None = None) -> bytes:
    """The PDF of a template. `when` is its date; without one it bears none, never today's: the same data gives the same
    file.

    Raises typst.TypstError where a template is wrong.
    """
    told = printable(
        json.dumps(
            data | {"date": [when.year, when.month, when.day] if when else None},
            ensure_ascii=False,
            separators=(",", ":"),
        )
    )
    compiler = typst.Compiler(
        TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"data": told}
    )
    stamp = datetime(when.year, when.month, when.day, tzinfo=UTC) if when else datetime(2000, 1, 1, tzinfo=UTC)
    content = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
    for _ in range(KEPT):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True)
    return content


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[theme.REGULAR.parent])


def spoken_date(words: str) -> date | None:
    """The latest full date said in some words (2025年4月1日); None where there is none."""
    found = [tuple(map(int, parts)) for parts in re.findall(r"(\d{4})年(\d{1,2})月(\d{1,2})日", words)]
    try:
        return max((date(*parts) for parts in found), default=None)
    except ValueError:
        return None
