"""A book as PDF: A4 to read, four black pages to copy, a blank map for the table, posters. Set by typst in the project's own type.

Everything goes to the templates as JSON, so no name from a file can be read as markup. The same book gives the same bytes.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timezone
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from pages.book import pdf_parts
from pages.book.book import Book
from pages.figures import paper_ground, theme
from pages.figures.paper_layout import Layout, in_grey

TEMPLATES = Path(__file__).parent / "typst"
PAGE = Layout(174 / 25.4, 0.0, 12.0, 9.0, 8.0)  # the text of an A4 page with margins of 18 mm
ACCENT, PALE = theme.BAR_EMPHASIS, theme.RAMP[0]
MOST_PAGES = 4  # of the edition for copying


def render(book: Book, edition: Literal["full", "short"] = "full") -> bytes:
    """The book as tagged PDF (PDF/UA-1). `short` is in black only and set tight; the book given should already be cut down."""
    if edition not in ("full", "short"):
        raise ValueError(f"an edition is full or short, not {edition!r}")
    layout = in_grey(PAGE) if edition == "short" else PAGE
    cover = pdf_parts.figure(book.cover, layout, book.stamps) if book.cover is not None else None
    sections = [pdf_parts.section(section, layout, book.stamps) for section in book.sections]
    return compiled("book.typ", _front(book) | {"edition": edition, "look": look(layout), "cover": cover, "sections": sections}, spoken_date(book.dates))


def _front(book: Book) -> dict:
    return {"city": book.city, "district": book.district, "title": book.title, "stamps": list(book.stamps), "dates": book.dates, "sentences": list(book.sentences), "sources": list(book.sources)}


def look(layout: Layout) -> dict:
    """Colours of the templates: the theme's, or black, white and greys that survive a copier."""
    if layout.grey:
        return {"ink": "#000000", "muted": "#000000", "grid": "#8A8A8A", "accent": "#000000", "pale": "#FFFFFF", "hatch": "#555555", "grey": True}
    return {"ink": theme.INK, "muted": theme.MUTED, "grid": "#C5CCD3", "accent": ACCENT, "pale": PALE, "hatch": theme.HATCH, "grey": False}


def compiled(template: str, data: dict, when: date | None = None) -> bytes:
    """The PDF of a template. `when` is its date; without one it bears none, never today's: the same data gives the same file.

    Raises typst.TypstError where a template is wrong.
    """
    told = json.dumps(data | {"date": [when.year, when.month, when.day] if when else None}, ensure_ascii=False, separators=(",", ":"))
    compiler = typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"data": told})
    stamp = datetime(when.year, when.month, when.day, tzinfo=timezone.utc) if when else datetime(2000, 1, 1, tzinfo=timezone.utc)
    return compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=stamp)


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
