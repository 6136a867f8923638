"""What a data book holds, said once: sections in order, each of sentences and parts. The PDF, the slides, the workbook
and the posters render the same book.

A book holds finished words, tables and figures (pages.figures): nothing is computed, hidden or rounded after this
point.
"""

from __future__ import annotations

from dataclasses import dataclass

from pages.figures.description import Figure
from pages.figures.tables import Card, Sheet


@dataclass(frozen=True)
class Cards:
    """Headline figures beside one another."""

    items: tuple[Card, ...]


@dataclass(frozen=True)
class Quote:
    """Words that people chose for themselves (目指す地域像)."""

    name: str
    text: str


@dataclass(frozen=True)
class Note:
    """What is known or lacking, in sentences (「この地区の事例は資料にありません。」)."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Definitions:
    """(word, what it means) in order: indicators, states, marks."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """A case of the district or of a similar one: title, where and when, headed texts (目的, 経緯, 様子, 今後), a
    picture with consent."""

    title: str
    under: str
    texts: tuple[tuple[str, str], ...]
    picture: bytes | None = None
    source: str = ""


@dataclass(frozen=True)
class TalkSheet:
    """Questions to talk over, each with lines to write on."""

    questions: tuple[str, ...]
    lines: int = 6


Part = Figure | Sheet | Cards | Quote | Note | Definitions | Case | TalkSheet


@dataclass(frozen=True)
class Section:
    """A headed part of the book. key: stable English name, for the short edition and the office files to choose by."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Book:
    """One district's book. stamps: 架空, 公開用 ... on every page; dates: of when the figures are, in words; file_stem:
    without ending."""

    city: str
    district: str
    title: str
    stamps: tuple[str, ...]
    dates: str
    sentences: tuple[str, ...]  # the three on the cover
    cover: Figure | None
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    file_stem: str
