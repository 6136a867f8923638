"""What every slide has: the message in large letters, stamps above, source, date and page below, and words that fit
into their boxes."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Inches, Pt

from pages.book.book import Book
from pages.book.office import without_control
from pages.book.slides import template
from pages.book.slides.template import EDGE, MESSAGE, ROOM, TEXT
from pages.figures import theme, wording
from pages.figures.description import Caption
from pages.render.paper import layout

BODY = (EDGE, 1.95, ROOM, 4.2)  # place and size of what a slide shows, in inches
FOOT, FOOT_HIGH, LAST = 6.22, 0.64, 6.92  # source in two lines, then district and page
SLACK = 0.93  # of a line's width is counted on: letters of another font may be wider
SPACE = 1.22  # a line's height in letters
REST = "ほか{}件は、データブックにあります"


@dataclass
class Pages:
    """The slides made so far of a book. heading: the section's title, above each message."""

    book: Book
    deck: Deck = field(default_factory=template.new)
    heading: str = ""


def add(pages: Pages, message: str, caption: Caption | None = None, notes: Sequence[str] = ()) -> Slide:
    """A slide with its message, stamps, foot and notes; its body is empty."""
    slide = pages.deck.slides.add_slide(template.layout_of(pages.deck, cover=False))
    title = slide.shapes.title.text_frame
    fill(title, [fitted(message, MESSAGE, ROOM, 2, bold=True)], MESSAGE, bold=True)
    _head(slide, pages, message, caption)
    source = (
        _source(caption) if caption else fitted(f"{pages.book.dates}　出典は最後のスライドにあります", TEXT, ROOM, 2)
    )
    put(slide, (EDGE, FOOT, ROOM, FOOT_HIGH), [source], TEXT, colour=theme.MUTED, anchor=MSO_ANCHOR.BOTTOM)
    last(slide, pages)
    said = [
        message,
        *([caption.note, wording.source_line(caption), "　".join(caption.stamps)] if caption else []),
        *notes,
    ]
    fill(slide.notes_slide.notes_text_frame, [text for text in said if text], TEXT)
    return slide


def last(slide: Slide, pages: Pages) -> None:
    """District and page along the lower edge."""
    put(
        slide,
        (EDGE, LAST, ROOM - 1.2, 0.36),
        [fitted(f"{pages.book.city} {pages.book.district}", TEXT, ROOM - 1.3, 1)],
        TEXT,
        colour=theme.MUTED,
    )
    box = put(slide, (EDGE + ROOM - 1.1, LAST, 1.1, 0.36), [""], TEXT, colour=theme.MUTED, align=PP_ALIGN.RIGHT)
    _page_number(box.text_frame.paragraphs[0], len(pages.deck.slides))


def _source(caption: Caption) -> str:
    """Source and date; a long source is cut, its date is not (the whole stands in the notes)."""
    date = f"（{caption.as_of}）" if caption.as_of else ""
    for letters in range(len(caption.source), 0, -1):
        text = f"出典：{caption.source if letters == len(caption.source) else caption.source[:letters] + '…'}{date}"
        if lines(text, TEXT, ROOM) <= 2:
            return text
    return date


def _head(slide: Slide, pages: Pages, message: str, caption: Caption | None) -> None:
    """Stamps at the top right; the section's title at the left in what room is left."""
    right = stamp(slide, (*pages.book.stamps, *(caption.stamps if caption else ())))
    if pages.heading not in ("", message) and right - EDGE > 1.2:
        put(
            slide,
            (EDGE, 0.27, right - EDGE, 0.4),
            [fitted(pages.heading, TEXT, right - EDGE, 1, bold=True)],
            TEXT,
            bold=True,
            colour=theme.BAR_EMPHASIS,
            anchor=MSO_ANCHOR.MIDDLE,
        )


def stamp(slide: Slide, stamps: Sequence[str]) -> float:
    """Boxed words at the top right; where they begin, in inches from the left."""
    right = EDGE + ROOM
    for words in reversed(dict.fromkeys(stamps)):
        wide = layout.inches(words, TEXT, bold=True) / SLACK + 0.2
        box = put(
            slide,
            (right - wide, 0.27, wide, 0.4),
            [words],
            TEXT,
            bold=True,
            align=PP_ALIGN.CENTER,
            anchor=MSO_ANCHOR.MIDDLE,
        )
        box.line.color.rgb, box.line.width = rgb(theme.INK), Pt(1.25)
        box.name = "スタンプ"
        right -= wide + 0.12
    return right


def put(
    slide: Slide,
    place: tuple[float, float, float, float],
    paragraphs: Sequence[str],
    points: float,
    align=PP_ALIGN.LEFT,
    anchor=MSO_ANCHOR.TOP,
    **look: object,
):
    """A box of text at a place in inches."""
    box = slide.shapes.add_textbox(*map(Inches, place))
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    fill(frame, paragraphs, points, align, **look)
    return box


def fill(
    frame,
    paragraphs: Sequence[str],
    points: float,
    align=PP_ALIGN.LEFT,
    bold: bool = False,
    colour: str = theme.INK,
    space: float = 0,
) -> None:
    """Paragraphs of text in a frame, each one run with our type for Latin and for Japanese letters."""
    for number, text in enumerate(paragraphs or [""]):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = align
        paragraph.space_after = Pt(space)
        run = paragraph.add_run()
        run.text = plain(text)
        run.font.size, run.font.bold, run.font.color.rgb = Pt(points), bold, rgb(colour)
        typed(run._r.get_or_add_rPr())


def typed(properties) -> None:
    """Our type in the properties of a run: latin, ea and cs, in the order the format asks for."""
    for name in ("a:latin", "a:ea", "a:cs"):
        for old in properties.findall(qn(name)):
            properties.remove(old)
    after = [
        child
        for child in properties
        if child.tag in (qn("a:hlinkClick"), qn("a:hlinkMouseOver"), qn("a:rtl"), qn("a:extLst"))
    ]
    for name in ("a:latin", "a:ea", "a:cs"):
        made = etree.SubElement(properties, qn(name))
        made.set("typeface", theme.FONT)
    properties.extend(after)  # moves them behind
    if properties.tag != qn("a:endParaRPr"):
        properties.set("lang", "ja-JP")


def _page_number(paragraph, number: int) -> None:
    """The page's number as a field: it follows when slides are moved."""
    run = paragraph.runs[0]._r
    made = etree.Element(qn("a:fld"), id="{6A3C7B1E-5D2F-4E0B-9C61-0D6E6C1A2B3C}", type="slidenum")
    made.append(run.find(qn("a:rPr")))
    etree.SubElement(made, qn("a:t")).text = str(number)
    run.getparent().replace(run, made)


def described(shape, words: str) -> None:
    """Words for those who cannot see a picture, chart or table."""
    shape._element._nvXxPr.cNvPr.set("descr", plain(words))


def plain(text: str) -> str:
    """Text that a slide may hold, in one line."""
    return re.sub(r"\s*\n\s*", " ", without_control(text))


def rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))


def lines(text: str, points: float, wide: float, bold: bool = False) -> int:
    """Lines that a text takes in a box `wide` inches wide; a word wider than the box is broken."""
    room = wide * SLACK
    return max(
        1,
        sum(
            max(1, math.ceil(layout.inches(line, points, bold) / room - 0.01))
            for line in layout.lines_of(plain(text), points, room, bold)
        ),
    )


def high(paragraphs: Sequence[str], points: float, wide: float, space: float = 0, bold: bool = False) -> float:
    """Inches that paragraphs take."""
    return sum(lines(text, points, wide, bold) * points * SPACE + space for text in paragraphs) / 72


def fitted(text: str, points: float, wide: float, most: int, bold: bool = False) -> str:
    """The text, or its beginning and 「…」, in no more than `most` lines."""
    text = plain(text)
    if lines(text, points, wide, bold) <= most:
        return text
    low, top = 0, len(text)
    while low < top:  # the longest beginning that fits
        middle = math.ceil((low + top) / 2)
        low, top = (middle, top) if lines(text[:middle] + "…", points, wide, bold) <= most else (low, middle - 1)
    return text[:low].rstrip() + "…"


def told_apart(names: Sequence[str], limit: float) -> list[str]:
    """Names no wider than `limit` full-width letters; long ones that begin alike lose their common beginning rather
    than what tells them apart."""
    long = [name for name in dict.fromkeys(names) if wording.width(name) > limit]
    alike = len(os.path.commonprefix(long)) if len(long) > 1 else 0
    while alike and long[0][alike - 1].isdigit():  # not within a number
        alike -= 1
    return [wording.shortened(f"…{name[alike:]}" if name in long and alike > 3 else name, limit) for name in names]


def largest(
    paragraphs: Sequence[str], sizes: Sequence[float], wide: float, tall: float, space: float = 0, bold: bool = False
) -> float:
    """The largest of some sizes of type with which everything fits; the last where none does."""
    return next((points for points in sizes if high(paragraphs, points, wide, space, bold) <= tall), sizes[-1])


def paged(paragraphs: Sequence[str], points: float, wide: float, tall: float, space: float) -> list[list[str]]:
    """Paragraphs on as many pages as they need; one too long for a page is cut."""
    found: list[list[str]] = [[]]
    most = max(1, int((tall * 72 - space) / (points * SPACE)))
    for text in (fitted(text, points, wide, most) for text in paragraphs if text):
        if found[-1] and high([*found[-1], text], points, wide, space) > tall:
            found.append([])
        found[-1].append(text)
    return [page for page in found if page]
