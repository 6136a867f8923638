"""The data book as slides for a meeting: one message a slide in large letters, native charts that can be edited, tables
and maps.

Never more than fits: what is left out is said, and stands in the data book. The same book gives the same bytes.
"""

from __future__ import annotations

import io

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches

from pages.book import chart_data
from pages.book.book import Book, Cards, Case, Definitions, Note, Part, Quote, Section, TalkSheet
from pages.book.office import EMPTY
from pages.book.slides import charts, maps, tables, template
from pages.book.slides.page import (
    BODY,
    REST,
    SPACE,
    Pages,
    add,
    described,
    fill,
    fitted,
    high,
    largest,
    last,
    paged,
    put,
    rgb,
    stamp,
)
from pages.book.slides.template import COVER, EDGE, LARGE, MESSAGE, ROOM, TEXT
from pages.figures import theme
from pages.figures.description import AreaMap, Bars, Lines, PlaceMap, Pyramid, Shades, TileMap
from pages.figures.tables import Card, Sheet

ACROSS, DOWN = 3, 2  # cards on a slide


def render(book: Book) -> bytes:
    """The presentation as a file's content."""
    pages = Pages(book)
    properties = pages.deck.core_properties
    properties.title, properties.subject, properties.author, properties.keywords = (
        book.title[:255],
        f"{book.city} {book.district}"[:255],
        book.city[:255],
        "　".join(book.stamps)[:255],
    )
    _cover(pages)
    if book.cover is not None:
        _part(pages, book.cover, book.title)
    for section in book.sections:
        _section(pages, section)
    pages.heading = ""
    _texts(pages, "出典", book.sources, TEXT, space=6)
    return template.saved(pages.deck)


def _cover(pages: Pages) -> None:
    """District, three sentences, dates and stamps."""
    book = pages.book
    slide = pages.deck.slides.add_slide(template.layout_of(pages.deck, cover=True))
    points = LARGE if high([book.title], LARGE, ROOM, bold=True) <= COVER[3] else MESSAGE
    fill(slide.shapes.title.text_frame, [fitted(book.title, points, ROOM, 2, bold=True)], points, bold=True)
    stamp(slide, book.stamps)
    room = 3.45
    size = largest(book.sentences, (MESSAGE, 24, 20), ROOM, room, space=8)
    most = max(1, int((room * 72 / max(len(book.sentences), 1) - 8) / (size * SPACE)))
    cut = size == 20 and high(book.sentences, size, ROOM, 8) > room
    put(
        slide,
        (EDGE, 2.75, ROOM, room),
        [fitted(sentence, size, ROOM, most) if cut else sentence for sentence in book.sentences],
        size,
        space=8,
    )
    put(
        slide,
        (EDGE, 6.3, ROOM, 0.5),
        [fitted(f"数字の時点：{book.dates}", TEXT, ROOM, 1)],
        TEXT,
        colour=theme.MUTED,
        anchor=MSO_ANCHOR.BOTTOM,
    )
    last(slide, pages)
    fill(slide.notes_slide.notes_text_frame, [book.title, *book.sentences, f"数字の時点：{book.dates}"], TEXT)


def _section(pages: Pages, section: Section) -> None:
    """The section's sentences, then a slide for each of its parts."""
    pages.heading = section.title
    notes = [text for part in section.parts if isinstance(part, Note) for text in part.sentences]
    _texts(pages, section.title, (*section.sentences, *notes), MESSAGE)
    for part in section.parts:
        if not isinstance(part, Note):
            _part(pages, part, section.title)


def _texts(pages: Pages, message: str, texts, points: float, space: float = 12) -> None:
    """Sentences below a heading, on as many slides as they need."""
    for number, page in enumerate(paged(texts, points, ROOM, BODY[3], space)):
        put(add(pages, message + ("（つづき）" if number else ""), notes=texts), BODY, page, points, space=space)


def _part(pages: Pages, part: Part, title: str) -> None:
    """The slide or slides of a part; title: of its section, for what has no words of its own."""
    match part:
        case Bars() | Lines() | Pyramid():
            charts.put_chart(add(pages, part.caption.title, part.caption), BODY, part)
        case AreaMap() | TileMap() | PlaceMap():
            words = chart_data.alternative(
                part.caption.title, None if isinstance(part, PlaceMap) else chart_data.of_areas(part)
            )
            maps.put_map(add(pages, part.caption.title, part.caption), BODY, part, words)
        case Sheet() | Shades():
            grid = tables.of_sheet(part) if isinstance(part, Sheet) else tables.of_shades(part)
            _table(pages, part, grid)
        case Definitions() if part.items:
            tables.put_table(
                add(pages, title, notes=[f"{word}：{meaning}" for word, meaning in part.items]),
                BODY,
                tables.sequence_of(part.items, ("言葉", "意味")),
                title,
            )
        case Cards():
            _cards(pages, part.items, title)
        case Quote():
            _quote(pages, part)
        case Case():
            _case(pages, part)
        case TalkSheet():
            _talk(pages, part)


def _table(pages: Pages, part: Sheet | Shades, grid: tables.Grid) -> None:
    slide = add(pages, part.caption.title, part.caption)
    if grid.rows:
        tables.put_table(slide, BODY, grid, part.caption.title)
    else:
        put(slide, BODY, [EMPTY], MESSAGE, colour=theme.MUTED)


def _cards(pages: Pages, cards: tuple[Card, ...], title: str) -> None:
    """Six headline figures a slide; the rest stands in the data book."""
    if not cards:
        return
    slide = add(pages, title, notes=[f"{card.name}：{card.value}　{'　'.join(card.beside)}" for card in cards])
    x, y, wide, tall = BODY
    across, down = wide / ACROSS, (tall - 0.35) / DOWN
    for number, card in enumerate(cards[: ACROSS * DOWN]):
        _card(slide, card, (x + number % ACROSS * across, y + number // ACROSS * down, across - 0.25, down - 0.15))
    if len(cards) > ACROSS * DOWN:
        put(
            slide, (x, y + tall - 0.33, wide, 0.33), [REST.format(len(cards) - ACROSS * DOWN)], TEXT, colour=theme.MUTED
        )


def _card(slide, card: Card, place: tuple[float, float, float, float]) -> None:
    """Name, value as large as fits into one line, and what stands beside it."""
    x, y, wide, tall = place
    inner = wide - 0.3
    beside = (
        list(card.beside)
        if high(card.beside, TEXT, inner) <= high(["　".join(card.beside)], TEXT, inner)
        else ["　".join(card.beside)]
    )
    name = fitted(card.name, TEXT, inner, 2)
    used = high([name], TEXT, inner) + high(beside, TEXT, inner) + 0.1
    points = next(
        (
            size
            for size in (LARGE, 32, 24)
            if high([card.value], size, inner, bold=True) * 72 < size * 1.5 and used + size * SPACE / 72 <= tall
        ),
        20,
    )
    box = put(slide, place, [], TEXT)
    box.fill.solid()
    box.fill.fore_color.rgb = rgb("#EEF3F8")
    top = y + 0.05
    for text, size, bold, colour in (
        (name, TEXT, False, theme.INK),
        (
            fitted(card.value, points, inner, 1, bold=True),
            points,
            True,
            theme.BAR_EMPHASIS if card.known else theme.MUTED,
        ),
    ):
        space = high([text], size, inner, bold=bold)
        put(slide, (x + 0.15, top, inner, space), [text], size, bold=bold, colour=colour)
        top += space
    room = int((y + tall - top) * 72 / (TEXT * SPACE) + 0.05)
    if beside and room:
        said = (
            beside
            if high(beside, TEXT, inner) <= room * TEXT * SPACE / 72 + 0.01
            else [fitted("　".join(beside), TEXT, inner, room)]
        )
        put(slide, (x + 0.15, top, inner, y + tall - top), said, TEXT, colour=theme.MUTED)


def _quote(pages: Pages, quote: Quote) -> None:
    text = f"「{quote.text}」"
    points = largest([text], (LARGE, 32, MESSAGE), ROOM - 0.6, BODY[3], bold=True)
    slide = add(pages, quote.name, notes=[quote.text])
    put(
        slide,
        (EDGE + 0.3, BODY[1], ROOM - 0.6, BODY[3]),
        [fitted(text, points, ROOM - 0.6, int(BODY[3] * 72 / points / 1.25), bold=True)],
        points,
        PP_ALIGN.CENTER,
        MSO_ANCHOR.MIDDLE,
        bold=True,
        colour=theme.BAR_EMPHASIS,
    )


def _case(pages: Pages, case: Case) -> None:
    """Where and when, the headed texts as far as they fit, a picture at the right. The whole stands in the notes."""
    slide = add(
        pages,
        case.title,
        notes=[
            case.under,
            *(f"{name}：{text}" for name, text in case.texts),
            *([f"出典：{case.source}"] if case.source else []),
        ],
    )
    x, y, wide, tall = BODY
    wide = wide - 4.6 if case.picture else wide
    said = [
        case.under,
        *(f"【{name}】{text}" for name, text in case.texts),
        *([f"出典：{case.source}"] if case.source else []),
    ]
    points = largest(said, (24, 20), wide, tall, space=6)
    each = max(1, int((tall * 72 / len(said) - 6) / (points * SPACE)))
    cut = high(said, points, wide, 6) > tall
    put(
        slide, (x, y, wide, tall), [fitted(text, points, wide, each) if cut else text for text in said], points, space=6
    )
    if case.picture:
        picture = slide.shapes.add_picture(io.BytesIO(case.picture), Inches(x + wide + 0.3), Inches(y), Inches(4.3))
        if picture.height > Inches(tall):
            picture.width, picture.height = int(picture.width * Inches(tall) / picture.height), Inches(tall)
        described(picture, f"{case.title}の写真")


def _talk(pages: Pages, sheet: TalkSheet) -> None:
    """One question a slide, as large as fits."""
    for number, question in enumerate(sheet.questions, 1):
        slide = add(pages, f"話し合いましょう（{number}）", notes=sheet.questions)
        points = largest([question], (LARGE, MESSAGE), ROOM, 3, bold=True)
        put(
            slide,
            BODY,
            [fitted(question, points, ROOM, int(BODY[3] * 72 / points / 1.25), bold=True)],
            points,
            bold=True,
            anchor=MSO_ANCHOR.MIDDLE,
        )
