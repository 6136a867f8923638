"""The key of a figure on paper: entries flowing from left to right in as many rows as they need."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.figure import Figure as Sheet
from matplotlib.legend_handler import HandlerLine2D
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from data.vocabulary import KINDS
from pages.figures import theme
from pages.figures.description import Classes
from pages.render.paper.layout import LEAST, LINE, SIGN, Layout, inches, lines_of

SHAPES = {"walk": "o", "served": "s", "area": "D", "line": "^", "enrolment": "^"}
DOTTED = (0, (1.6, 1.2))  # the outline of what nobody has confirmed for a year


def row_high(layout: Layout) -> float:
    """Inches a row of the key takes: two lines of type leave room for a mark with a sign."""
    return max(layout.text * 1.9, SIGN + 5) / 72


def key_rows(keys: list, layout: Layout) -> list[list[tuple[object, float]]]:
    """Rows of (entry, place from the left in inches)."""
    rows: list[list[tuple[object, float]]] = [[]]
    reached = 0.0
    for key in keys:
        wide = inches(key.get_label(), layout.text) + _besides(layout)
        if rows[-1] and reached + wide > layout.room + 0.1:
            rows.append([])
            reached = 0.0
        rows[-1].append((key, reached))
        reached += wide
    return rows if keys else []


def _besides(layout: Layout) -> float:
    """Inches an entry takes besides its words: its mark and the gap to the next."""
    return layout.text * (1.9 + 0.5 + 1.4) / 72


def high_of(keys: list, layout: Layout, title: str = "") -> float:
    """Inches the key takes, with its title above it."""
    if layout.keyless:
        return 0.0
    return row_high(layout) * len(key_rows(keys, layout)) + len(_title(title, layout)) * layout.text * LINE / 72


def _title(title: str, layout: Layout) -> list[str]:
    return lines_of(title, layout.text, layout.room) if title else []


def put(sheet: Sheet, x: float, top: float, keys: list, layout: Layout, title: str = "") -> None:
    """The key with its top left corner at a place in inches."""
    across, whole = sheet.get_figwidth(), sheet.get_figheight()
    for line in _title(title, layout):
        sheet.text(
            x / across,
            (top - layout.text * LINE / 144) / whole,
            line,
            fontsize=layout.text,
            color=theme.INK,
            va="center",
        )
        top -= layout.text * LINE / 72
    for number, row in enumerate(key_rows(keys, layout)):
        for key, left in row:
            sheet.legend(
                handles=[key],
                loc="center left",
                bbox_to_anchor=((x + left) / across, (top - row_high(layout) * (number + 0.5)) / whole),
                frameon=False,
                fontsize=layout.text,
                borderpad=0,
                borderaxespad=0,
                handlelength=1.9,
                handleheight=1.1,
                handletextpad=0.5,
                labelcolor=theme.INK,
                handler_map={SignKey: _SignHandler(), SpotKey: _SignHandler(), StrokesKey: _StrokesHandler()},
            )


def of_classes(classes: Classes, reasons: Iterable[str], layout: Layout) -> list[Patch]:
    """One entry a class, and one, hatched, for each reason why an area has no value."""
    keys = [
        Patch(facecolor=colour, edgecolor=theme.OUTLINE, linewidth=0.6, label=label)
        for label, colour in zip(classes.labels, layout.shades(len(classes.labels)), strict=True)
    ]
    return keys + [
        Patch(facecolor=layout.missing, edgecolor=theme.HATCH, hatch="////", linewidth=0.6, label=words)
        for words in reasons
    ]


class SignKey(Line2D):
    """A kind's entry in the key: its shape with its sign inside."""

    def __init__(self, key: str, label: str, layout: Layout) -> None:
        kind = KINDS[key]
        super().__init__(
            [],
            [],
            linestyle="",
            marker=SHAPES[kind.reach],
            markersize=SIGN * (0.86 if kind.reach == "area" else 1),
            markerfacecolor="white" if layout.grey else kind.colour,
            markeredgecolor=theme.INK if layout.grey else "white",
            label=label,
        )
        self.sign, self.sign_colour = kind.sign, theme.INK if layout.grey else "white"


class SpotKey(Line2D):
    """The entry of places only thought of: their dark square with the first one's number."""

    def __init__(self, sign: str, label: str, layout: Layout) -> None:
        super().__init__(
            [],
            [],
            linestyle="",
            marker="s",
            markersize=SIGN,
            markerfacecolor="white" if layout.grey else theme.INK,
            markeredgecolor=theme.INK,
            label=label,
        )
        self.sign, self.sign_colour = sign, theme.INK if layout.grey else "white"


class _SignHandler(HandlerLine2D):
    def create_artists(self, legend, handle, xdescent, ydescent, width, height, fontsize, trans):
        shape = super().create_artists(legend, handle, xdescent, ydescent, width, height, fontsize, trans)
        sign = Text(
            (width - xdescent) / 2,
            (height - ydescent) / 2,
            handle.sign,
            ha="center",
            va="center_baseline",
            fontsize=LEAST,
            fontweight="bold",
            color=handle.sign_colour,
            transform=trans,
        )
        return [*shape, sign]


class StrokesKey(Line2D):
    """An entry for a line drawn in several strokes, the lowest first: colour, width in points, dash."""

    def __init__(self, strokes: tuple[tuple, ...], label: str) -> None:
        super().__init__([], [], label=label)
        self.strokes = strokes


class _StrokesHandler(HandlerLine2D):
    def create_artists(self, legend, handle, xdescent, ydescent, width, height, fontsize, trans):
        middle = (height - ydescent) / 2
        return [
            Line2D(
                [-xdescent, width - xdescent],
                [middle, middle],
                color=colour,
                linewidth=thick,
                linestyle=dash,
                transform=trans,
            )
            for colour, thick, dash in handle.strokes
        ]
