"""The parts of a book as plain data for the typst templates: finished words and numbers, nothing that could be read as
markup."""

from __future__ import annotations

import io
from dataclasses import asdict, replace

from PIL import Image

from pages.book.book import Cards, Case, Definitions, Note, Part, Quote, Section, TalkSheet
from pages.book.pdf import bars, charts, maps, tables
from pages.figures import wording
from pages.figures.description import Bars, Caption, Lines, Pyramid, Shades
from pages.figures.tables import Sheet
from pages.render.paper.layout import Layout

NOTHING = "表示できる資料がありません"
FEW, LONGEST = 10, 14  # rows, and letters of a name, of bars that are put beside another figure
BETWEEN = 8 / 25.4  # inches between two figures
LARGEST = 1400  # dots along a picture's longer side: 300 dpi over two thirds of the page


def section(found: Section, layout: Layout, stamps: tuple[str, ...]) -> dict:
    """A section with its parts; `stamps` stand on every page already."""
    return {
        "key": found.key,
        "title": found.title,
        "sentences": list(found.sentences),
        "parts": _parts(found.parts, layout, stamps),
    }


def _parts(found: tuple[Part, ...], layout: Layout, stamps: tuple[str, ...]) -> list[dict]:
    """The parts in order; two small charts that follow one another stand side by side."""
    made, place = [], 0
    while place < len(found):
        if place + 1 < len(found) and small(found[place]) and small(found[place + 1]):
            half = replace(layout, wide=(layout.room - BETWEEN) / 2)
            made.append({"is": "pair", "items": [figure(one, half, stamps) for one in found[place : place + 2]]})
            place += 2
        else:
            made.append(part(found[place], layout, stamps))
            place += 1
    return made


def small(found: Part) -> bool:
    """Whether half the page is wide enough for a figure."""
    match found:
        case Pyramid():
            return not found.rows.empty
        case Lines():
            return 0 < found.rows["when"].nunique() <= 8 and found.rows["series"].nunique() <= 3
        case Bars():
            return (
                0 < found.rows["label"].nunique() <= FEW
                and found.rows["label"].astype(str).map(wording.width).max() <= LONGEST
            )
    return False


def part(found: Part, layout: Layout, stamps: tuple[str, ...]) -> dict:
    """One part; a figure in the type and width of `layout`."""
    match found:
        case Sheet():
            return _words(found.caption, stamps) | {"is": "table", "tables": tables.sheet(found, layout)}
        case Cards():
            return {"is": "cards", "items": [asdict(card) | {"beside": list(card.beside)} for card in found.items]}
        case Quote():
            return {"is": "quote", "name": found.name, "text": found.text}
        case Note():
            return {"is": "note", "sentences": list(found.sentences)}
        case Definitions():
            return {"is": "definitions", "items": [list(item) for item in found.items]}
        case Case():
            texts = [list(text) for text in found.texts]
            return {
                "is": "case",
                "title": found.title,
                "under": found.under,
                "texts": texts,
                "source": found.source,
                "picture": _photo(found.picture, layout.grey),
            }
        case TalkSheet():
            return {"is": "talk", "questions": list(found.questions), "lines": found.lines}
    return figure(found, layout, stamps)


def figure(found, layout: Layout, stamps: tuple[str, ...] = ()) -> dict:
    """A figure: its words, and drawings, a shaded table or a map."""
    words = _words(found.caption, stamps) | {"is": "figure"}
    match found:
        case Bars() | Lines() | Pyramid() if found.rows.empty:
            return words | {"drawings": []}
        case Bars():
            return words | {"drawings": [drawing.as_data(layout.grey) for drawing in bars.bars(found, layout)]}
        case Lines():
            return words | {"drawings": [charts.lines(found, layout).as_data(layout.grey)]}
        case Pyramid():
            return words | {"drawings": [charts.pyramid(found, layout).as_data(layout.grey)]}
        case Shades() if found.values.empty:
            return words | {"drawings": []}
        case Shades():
            return words | tables.shades(found, layout) | {"is": "shades"}
    return words | {"map": maps.picture(found, layout)}


def _words(caption: Caption, stamps: tuple[str, ...]) -> dict:
    alt = "。".join(filter(None, [caption.title.rstrip("。"), caption.note]))
    return {
        "title": caption.title,
        "note": caption.note,
        "source": wording.source_line(caption),
        "alt": alt,
        "stamps": [stamp for stamp in caption.stamps if stamp not in stamps],
        "nothing": NOTHING,
    }


def _photo(content: bytes | None, grey: bool) -> list[int] | None:
    """The picture no larger than it is printed, without what a camera writes into it (place, time), as bytes; None
    where it cannot be read."""
    if content is None:
        return None
    try:
        with Image.open(io.BytesIO(content)) as opened:
            image = opened.convert("L" if grey else "RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    image.thumbnail((LARGEST, LARGEST))
    made = io.BytesIO()
    image.save(made, "JPEG", quality=85)
    return list(made.getvalue())
