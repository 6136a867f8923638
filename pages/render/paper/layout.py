"""Sheets of paper: the two layouts, their greys, and how wide a text is in the type it is printed in."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache

import matplotlib
from matplotlib import font_manager, patheffects
from matplotlib.figure import Figure as Sheet
from matplotlib.ft2font import FT2Font, LoadFlags

from pages.figures import theme, wording

for _file in (theme.REGULAR, theme.BOLD):
    font_manager.fontManager.addfont(str(_file))
# Text in SVG becomes outlines: Word and every printer then show the same letters, font or no font. A name may have a $
# in it.
matplotlib.rcParams.update(
    {
        "font.family": theme.FONT,
        "svg.fonttype": "path",
        "svg.hashsalt": "sasaeai",
        "hatch.linewidth": 0.6,
        "axes.unicode_minus": False,
        "text.parse_math": False,
    }
)

STAND_IN = "〓"  # what printers set for a letter they have not
LINE = 1.45  # a line's height in letters
LEAST = 7.5  # points; nothing is set smaller
GREYS = (96, 20)  # lightness (L*) of the lightest and the darkest class in a one-colour print
MOST_GREYS = 6  # more steps run together in print
HALO = [patheffects.withStroke(linewidth=2.5, foreground=theme.PAPER)]
SIGN = LEAST / 0.62  # points across a mark that has a sign of the least size inside


@dataclass(frozen=True)
class Layout:
    """What a picture is drawn for: its width and margin in inches, its type in points, one colour or all."""

    wide: float
    edge: float
    title: float
    text: float
    small: float
    grey: bool = False
    keyless: bool = False  # the key stands elsewhere on the page: no height is left for it
    tallest: float = 6.6  # inches of a map: with title and notes it still fits on an A4 page

    @property
    def room(self) -> float:
        """Inches between the margins."""
        return self.wide - 2 * self.edge

    @property
    def narrow(self) -> bool:
        """Whether minor things must be left out."""
        return self.wide < 5

    def ink(self, colour: str) -> str:
        """The colour as it is to be printed."""
        return theme.grey(colour) if self.grey else colour

    def shades(self, count: int) -> tuple[str, ...]:
        """Colours of classes from light to dark; in one colour, steps of even lightness."""
        return grey_shades(count) if self.grey else theme.shades(count)

    @property
    def missing(self) -> str:
        """The ground of what has no value, below its hatching."""
        return theme.PAPER if self.grey else theme.MISSING

    def on(self, colour: str) -> str:
        """The ink that reads best on `colour`."""
        if not self.grey:
            return theme.on(colour)
        return "#000000" if int(theme.grey(colour)[1:3], 16) >= 118 else "#FFFFFF"  # where contrast with both is 4.6


TWO_COLUMNS = Layout(17.5 / 2.54, 0.2, 15.0, 11.0, 10.0)  # over the text of an A4 page
ONE_COLUMN = Layout(9.0 / 2.54, 0.06, 11.0, 8.5, 7.5)  # a column of a newsletter


def in_grey(layout: Layout) -> Layout:
    """The same layout for printing in one colour."""
    return replace(layout, grey=True)


def grey_shades(count: int) -> tuple[str, ...]:
    """Greys from light to dark in even steps of CIE lightness; a seventh class shares the darkest grey."""
    steps = min(count, MOST_GREYS)
    light, dark = GREYS
    wanted = [light - (light - dark) * place / max(steps - 1, 1) for place in range(steps)] if steps > 1 else [85.0]
    found = [_grey(lightness) for lightness in wanted]
    return (*found, *found[-1:] * (count - steps))


def _grey(lightness: float) -> str:
    """The sRGB grey of a CIE L* above 8."""
    linear = ((lightness + 16) / 116) ** 3
    level = round(255 * (1.055 * linear ** (1 / 2.4) - 0.055))
    return f"#{level:02X}{level:02X}{level:02X}"


@cache
def _face(bold: bool) -> FT2Font:
    face = FT2Font(str(theme.BOLD if bold else theme.REGULAR))
    face.set_size(100, 72)
    return face


@cache
def _letters_there() -> frozenset[str]:
    return frozenset(map(chr, _face(False).get_charmap())) & frozenset(map(chr, _face(True).get_charmap()))


def printable(text: str) -> str:
    """The text with a 〓 for each letter that our type lacks; a mark that only changes the letter before it is left
    out."""
    missing = set(text) - _letters_there() - {"\n"}
    return (
        text.translate(
            {ord(letter): "" if unicodedata.category(letter) in ("Mn", "Me", "Cf") else STAND_IN for letter in missing}
        )
        if missing
        else text
    )


@cache
def _letter(letter: str, bold: bool) -> float:
    shown = printable(letter)
    return (
        _face(bold).load_char(ord(shown), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100
        if shown in _letters_there()
        else 0.0
    )


def inches(text: str, points: float, bold: bool = False) -> float:
    """How wide a text is when printed, from the widths of its letters."""
    return sum(_letter(letter, bold) for letter in text) * points / 72


def widest(texts, points: float, bold: bool = False) -> float:
    """Inches of the widest of some texts; 0 where there are none."""
    return max((inches(str(text), points, bold) for text in texts), default=0.0)


def lines_of(text: str, points: float, room: float, bold: bool = False) -> list[str]:
    """The text broken into lines that fit into `room` inches."""
    return wording.wrap(text, room, lambda piece: inches(piece, points, bold))


def even_lines_of(text: str, points: float, room: float, bold: bool = False) -> list[str]:
    """As lines_of, with lines of about the same length: a title never ends in a line of one letter."""
    lines = lines_of(text, points, room, bold)
    while len(lines) > 1 and len(narrower := lines_of(text, points, room - 0.15, bold)) == len(lines):
        lines, room = narrower, room - 0.15
    return lines


def nothing(layout: Layout):
    """What stands in place of a figure without anything to show."""

    def paint(sheet: Sheet, box) -> None:
        x, y, wide, high = box
        sheet.text(
            (x + wide / 2) / sheet.get_figwidth(),
            (y + high / 2) / sheet.get_figheight(),
            "表示できる資料がありません",
            ha="center",
            va="center",
            fontsize=layout.text,
            color=theme.MUTED,
        )

    return 1.0, paint


def axes(sheet: Sheet, x: float, y: float, wide: float, high: float, points: float = TWO_COLUMNS.text):
    """Axes at a place given in inches from the bottom left, without a frame; type of `points`."""
    whole = sheet.get_figwidth()
    ax = sheet.add_axes((x / whole, y / sheet.get_figheight(), wide / whole, high / sheet.get_figheight()))
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0, labelsize=points, labelcolor=theme.INK, pad=4)
    ax.set_axisbelow(True)
    return ax
