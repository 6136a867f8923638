"""Colours, type sizes and marks that every figure shares, on screen and on paper.

No red or green that judges. Shades are one hue from light to dark, so they keep their order in a grey print;
series differ by colour (Okabe and Ito), line, mark and hatch at once.
"""

from __future__ import annotations

from pathlib import Path

STATIC = Path(__file__).parent.parent.parent / "static"
FONT = "BIZ UDPGothic"
FONT_STACK = f"'{FONT}', 'BIZ UDPゴシック', 'Yu Gothic', Meiryo, sans-serif"
REGULAR = STATIC / "fonts" / "BIZUDPGothic-Regular.ttf"
BOLD = STATIC / "fonts" / "BIZUDPGothic-Bold.ttf"

# Sizes on screen in pixels; nothing is smaller than TEXT.
TEXT, LARGE, TITLE = 18, 20, 24

INK, MUTED, GRID, PAPER = "#1F2933", "#4A5764", "#E1E5E9", "#FFFFFF"
BAR, BAR_EMPHASIS = "#8DB2CE", "#0B4F82"
MISSING, HATCH = "#ECEBE7", "#7B7F83"
OUTLINE, EDGE, SELECTED = "#39434D", "#FFFFFF", "#111111"

RAMP = ("#E6EFF7", "#C3DAEC", "#97BFDD", "#659DC8", "#3B7BB0", "#1C5A93", "#0B3C6C")

# Okabe and Ito, the darker ones first; yellow is left out (it is lost on white).
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#333333")
SERIES_GREY = ("#1A1A1A", "#8C8C8C", "#4D4D4D", "#B3B3B3", "#666666", "#A0A0A0", "#333333")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid")
MARKS = ("circle", "square", "triangle-up", "diamond", "cross", "x", "star")
PATTERNS = ("", "/", ".", "x", "-", "\\", "+")

# Base layers: colour, width on screen, dashed. Rank 1 is the most important road or river.
LINES = {
    "road": ("#A79B88", 1.6, False),
    "river": ("#4FA3D6", 2.6, False),
    "railway": ("#555555", 2.2, True),
    "line": ("#8A4F7D", 3.0, True),
}
LINE_LABELS = {"road": "道路", "river": "川", "railway": "鉄道", "line": "バスの路線"}
PLACE_LABELS = {"station": "駅", "school": "学校", "hall": "集会所・会館"}


# Pale below 65 and dark from 65 on.
SEX = {"male": ("#A9CBE2", "#0072B2"), "female": ("#F1CDA8", "#B65A00"), "persons": (BAR, BAR_EMPHASIS)}

HALO = ", ".join(f"{x}px {y}px 1px #FFFFFF" for x in (-2, -1, 0, 1, 2) for y in (-2, -1, 0, 1, 2) if x or y)


def shades(count: int) -> tuple[str, ...]:
    """`count` colours from light to dark (1 to 7)."""
    if not 1 <= count <= len(RAMP):
        raise ValueError(f"shades are made for 1 to {len(RAMP)} classes, not {count}")
    if count == 1:
        return (RAMP[1],)  # one class says nothing of more or less: it must not look like much
    step = (len(RAMP) - 1) / (count - 1)
    return tuple(RAMP[round(place * step)] for place in range(count))


def grey(colour: str) -> str:
    """The grey of the same lightness (ITU-R BT.601 luma), for one-colour printing."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    luma = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{luma:02X}{luma:02X}{luma:02X}"


def on(colour: str) -> str:
    """Ink or white: whichever reads on `colour`."""
    return INK if int(grey(colour)[1:3], 16) > 130 else "#FFFFFF"


def series_colours(count: int, stacked: bool) -> tuple[str, ...]:
    """Colours of several series: shades where they are parts of one whole, in order; else colours as different as can
    be."""
    if stacked:
        return shades(min(count + 1, len(RAMP)))[1:] * -(-count // (len(RAMP) - 1))
    return SERIES * -(-max(count, 1) // len(SERIES))
