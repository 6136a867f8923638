"""The 16:9 template of the slides: two layouts (cover, message), our type and colours in the theme, nothing else. Made
from what python-pptx brings."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Inches, Pt

from pages.book.office import CREATED
from pages.figures import theme

WIDE, HIGH, EDGE = 13.333, 7.5, 0.6  # inches
ROOM = WIDE - 2 * EDGE
TITLE = (EDGE, 0.72, ROOM, 1.1)  # place and size of a slide's message
COVER = (EDGE, 1.15, ROOM, 1.5)
MESSAGE, LARGE, TEXT = 28, 40, 18  # points; nothing is smaller than TEXT
LAYOUTS = {"Title Slide": ("表紙", COVER, LARGE), "Title Only": ("見出しと図", TITLE, MESSAGE)}
ACCENTS = ("0B4F82", "8DB2CE", *(colour[1:] for colour in theme.SERIES[1:5]))


def new() -> Deck:
    """An empty presentation of this template."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    _theme(deck)
    master = deck.slide_master
    for layout in [layout for layout in deck.slide_layouts if layout.name not in LAYOUTS]:
        deck.slide_layouts.remove(layout)
    for holder in [*master.placeholders, *(holder for layout in deck.slide_layouts for holder in layout.placeholders)]:
        if "TITLE" not in str(holder.placeholder_format.type) or "SUBTITLE" in str(holder.placeholder_format.type):
            holder._element.getparent().remove(holder._element)
    for layout in deck.slide_layouts:
        layout.name, place, points = LAYOUTS[layout.name]
        _title(layout.placeholders[0], place, points)
    _title(master.placeholders[0], TITLE, MESSAGE)
    for style in master._element.iter(qn("p:titleStyle")):
        style.find(qn("a:lvl1pPr")).set("algn", "l")
    _strip(master)
    deck.core_properties.created = deck.core_properties.modified = CREATED
    return deck


def layout_of(deck: Deck, cover: bool):
    return deck.slide_layouts.get_by_name("表紙" if cover else "見出しと図")


def _title(holder, place: tuple[float, float, float, float], points: float) -> None:
    holder.left, holder.top, holder.width, holder.height = map(Inches, place)
    frame = holder.text_frame
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    frame.margin_left = frame.margin_right = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment, paragraph.font.size, paragraph.font.bold = PP_ALIGN.LEFT, Pt(points), True


def _strip(master) -> None:
    """A dark strip along the top of every slide, behind everything. (A master's shapes have no add_shape of their
    own.)"""
    tree = master.shapes._spTree
    shape = tree.add_autoshape(90, "帯", "rect", 0, 0, Inches(WIDE), Inches(0.14))
    tree.remove(shape)
    tree.insert_element_before(shape, "p:sp")
    made = next(item for item in master.shapes if item.shape_id == 90)
    made.fill.solid()
    made.fill.fore_color.rgb = RGBColor.from_string(theme.BAR_EMPHASIS[1:])
    made.line.fill.background()
    made.shadow.inherit = False


def _theme(deck: Deck) -> None:
    """Our type for Latin and Japanese letters (Yu Gothic where it is lacking) and our colours."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = part.blob.decode("utf-8")
    for script in ("majorFont", "minorFont"):
        text = re.sub(
            rf'(<a:{script}><a:latin typeface=)"[^"]*"(/><a:ea typeface=)""', rf'\1"{theme.FONT}"\2"{theme.FONT}"', text
        )
    text = re.sub(r'script="Jpan" typeface="[^"]*"', 'script="Jpan" typeface="游ゴシック"', text)
    for number, colour in enumerate(ACCENTS, 1):
        text = re.sub(rf'(<a:accent{number}><a:srgbClr val=)"[^"]*"', rf'\1"{colour}"', text)
    etree.fromstring(text.encode())  # still well formed
    part._blob = text.encode()


def saved(deck: Deck) -> bytes:
    """The presentation as a file's content, with one fixed date on everything in it: the same slides give the same
    bytes."""
    written, content = io.BytesIO(), io.BytesIO()
    deck.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new_one:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = (
                zipfile.ZIP_STORED if name.endswith((".png", ".jpg", ".jpeg", ".xlsx")) else zipfile.ZIP_DEFLATED
            )
            new_one.writestr(entry, old.read(name))
    return content.getvalue()
