"""A chart for the data book as plain strokes, areas and words at fixed places, which typst/drawing.typ sets down.

All in points from the upper left corner. Words are data, never typst markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pages.figures import theme
from pages.render.paper.layout import Layout, inches, lines_of

POINTS = 72  # in an inch
DASHES = {"solid": None, "dashed": (4, 3), "dotted": (1, 2)}
COLOURS = ("fill", "edge", "stroke", "colour")
GAP = 1.4  # letters between two entries of a key
ROW = 1.75  # letters a row of a key is high


@dataclass(frozen=True)
class Swatch:
    """A key's entry: an area with its colour and hatch, or (with a mark) a line with its look."""

    label: str
    fill: str
    hatch: str = ""
    mark: str = ""
    dash: tuple[float, ...] | None = None


@dataclass
class Drawing:
    """What is drawn, in drawing order."""

    wide: float
    high: float
    items: list[dict] = field(default_factory=list)

    def area(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        fill: str,
        hatch: str = "",
        edge: str = "",
        stroke: str = theme.PAPER,
    ) -> None:
        """A rectangle, hatched with `hatch` (theme's or matplotlib's sign, once) in the colour `stroke`, with a thin
        `edge`."""
        self._put(
            "area", x=x, y=y, wide=max(wide, 0.0), high=high, fill=fill, hatch=hatch[:1], edge=edge, stroke=stroke
        )

    def line(
        self,
        points: list[tuple[float, float]],
        colour: str = theme.INK,
        thick: float = 1.0,
        dash: tuple[float, ...] | None = None,
    ) -> None:
        """Straight strokes from point to point; none for fewer than two."""
        if len(points) > 1:
            self._put(
                "line",
                points=[[round(x, 2), round(y, 2)] for x, y in points],
                colour=colour,
                thick=thick,
                dash=list(dash or ()),
            )

    def mark(self, x: float, y: float, shape: str, size: float, fill: str, edge: str) -> None:
        """A mark centred on a place: o, s, ^, D, P, X or * as matplotlib names them."""
        self._put("mark", x=x, y=y, shape=shape, size=size, fill=fill, edge=edge)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        points: float,
        side: str = "left",
        bold: bool = False,
        colour: str = theme.INK,
        behind: bool = False,
    ) -> None:
        """One line of words whose middle is at y and whose `side` (left, center, right) is at x; on white where it
        stands on lines."""
        if not words:
            return
        wide = inches(words, points, bold) * POINTS
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[side]
        self._put("text", x=left, y=y, words=words, size=points, bold=bold, colour=colour, wide=wide if behind else 0.0)

    def _put(self, kind: str, **how) -> None:
        self.items.append(
            {"is": kind} | {key: round(value, 2) if isinstance(value, float) else value for key, value in how.items()}
        )

    def as_data(self, grey: bool = False) -> dict:
        """For the template; every colour as its grey where it is printed in black only."""
        items = (
            [item | {key: theme.grey(item[key]) for key in COLOURS if item.get(key)} for item in self.items]
            if grey
            else self.items
        )
        return {"wide": round(self.wide, 2), "high": round(self.high, 2), "items": items}


def key_high(swatches: list[Swatch], layout: Layout) -> float:
    """Points that a key takes."""
    return len(_rows(swatches, layout)) * layout.text * ROW


def key(drawing: Drawing, swatches: list[Swatch], top: float, layout: Layout) -> None:
    """Entries flowing from left to right in as many rows as they need."""
    for number, row in enumerate(_rows(swatches, layout)):
        middle = top + (number + 0.5) * layout.text * ROW
        for swatch, left in row:
            wide = layout.text * 1.9
            if swatch.mark:
                drawing.line([(left, middle), (left + wide, middle)], swatch.fill, 1.8, swatch.dash)
                drawing.mark(left + wide / 2, middle, swatch.mark, 6.0, swatch.fill, swatch.fill)
            else:
                high = layout.text * 0.95
                drawing.area(
                    left,
                    middle - high / 2,
                    wide,
                    high,
                    swatch.fill,
                    swatch.hatch,
                    theme.OUTLINE,
                    theme.HATCH if swatch.hatch == "/" and swatch.fill in (theme.MISSING, theme.PAPER) else theme.PAPER,
                )
            drawing.text(left + wide + layout.text * 0.5, middle, swatch.label, layout.text)


def _rows(swatches: list[Swatch], layout: Layout) -> list[list[tuple[Swatch, float]]]:
    rows: list[list[tuple[Swatch, float]]] = []
    reached = 0.0
    for swatch in swatches:
        wide = inches(swatch.label, layout.text) * POINTS + layout.text * (1.9 + 0.5 + GAP)
        if not rows or reached + wide > layout.room * POINTS + layout.text * GAP:
            rows.append([])
            reached = 0.0
        rows[-1].append((swatch, reached))
        reached += wide
    return rows


def paragraph(drawing: Drawing, words: str, x: float, top: float, room: float, layout: Layout) -> float:
    """Lines of small type from the top; the height they took."""
    lines = lines_of(words, layout.small, room / POINTS)
    for number, line in enumerate(lines):
        drawing.text(x, top + (number + 0.5) * layout.small * 1.35, line, layout.small)
    return len(lines) * layout.small * 1.35
