"""The one picture of the invented city: drawn here, marked as invented."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[3] / "static" / "fonts" / "BIZUDPGothic-Bold.ttf"
SIZE = (800, 500)
SKY, HILL, GROUND, INK, WALL = "#E6EFF7", "#BFD3C1", "#D9D2C4", "#1F2933", "#F1E6D2"
PEOPLE = (("#0B4F82", 470), ("#8A4F7D", 540), ("#5B5B5B", 610), ("#A65C00", 690))


def mobile_sales() -> bytes:
    """A van before the hall, a bench and four people, as PNG bytes; the same on every run."""
    picture = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((-120, 190, 520, 620), fill=HILL)
    pen.ellipse((380, 220, 1000, 640), fill=HILL)
    pen.rectangle((0, 380, *SIZE), fill=GROUND)
    _hall(pen)
    _van(pen)
    _bench(pen)
    for colour, x in PEOPLE:
        pen.ellipse((x - 18, 258, x + 18, 294), fill="#F3D9C0", outline=INK, width=3)
        pen.rounded_rectangle((x - 24, 298, x + 24, 385), 14, fill=colour, outline=INK, width=3)
    _mark(pen)
    out = io.BytesIO()
    picture.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def _hall(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((500, 140, 740, 380), fill=WALL, outline=INK, width=3)
    pen.polygon([(470, 145), (620, 60), (770, 145)], fill="#8C979F", outline=INK)
    pen.text((620, 185), "集会所", INK, ImageFont.truetype(str(FONT), 34), anchor="mm")


def _van(pen: ImageDraw.ImageDraw) -> None:
    pen.rounded_rectangle((60, 190, 380, 390), 22, fill="#FFFFFF", outline=INK, width=4)
    pen.rounded_rectangle((78, 212, 190, 290), 12, fill="#C3DAEC", outline=INK, width=3)
    pen.rectangle((215, 245, 365, 330), fill="#F1CDA8", outline=INK, width=3)
    for x in range(228, 360, 34):
        pen.ellipse((x, 292, x + 26, 318), fill="#D55E00", outline=INK, width=2)
    for x in (110, 300):
        pen.ellipse((x, 355, x + 66, 421), fill="#4A5764", outline=INK, width=4)
    pen.text((290, 268), "移動販売", INK, ImageFont.truetype(str(FONT), 28), anchor="mm")


def _bench(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((430, 385, 740, 405), fill="#A67C52", outline=INK, width=3)
    for x in (450, 705):
        pen.rectangle((x, 405, x + 16, 450), fill="#A67C52", outline=INK, width=3)


def _mark(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((14, 14, 230, 64), fill="#FFFFFF", outline=INK, width=3)
    pen.text((122, 39), "架空の絵です", INK, ImageFont.truetype(str(FONT), 30), anchor="mm")
