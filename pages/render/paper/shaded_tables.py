"""Tables whose cells are shaded by class, for paper: as many pieces below one another as the width asks for."""

from __future__ import annotations

from matplotlib.figure import Figure as Sheet
from matplotlib.patches import Patch, Rectangle

from pages.figures import measures, theme, wording
from pages.figures.description import Shades
from pages.render.paper import legends
from pages.render.paper.bars import Box, Painter
from pages.render.paper.layout import HALO, LEAST, LINE, Layout, axes, lines_of, nothing, widest


def shades(figure: Shades, layout: Layout) -> tuple[float, Painter]:
    """A table too wide for the page becomes several, one below the other, with the names of the rows repeated."""
    if figure.values.empty:
        return nothing(layout)
    texts, keys = wording.cells(figure.texts, figure.states)
    names = [lines_of(str(name), layout.small, layout.room * 0.3) for name in figure.values.index]
    left = widest((line for lines in names for line in lines), layout.small, bold=True) + 0.08
    heads = [wording.head(str(name)) for name in figure.values.columns]
    size, need = next(
        found
        for found in _widths(texts, heads, layout)
        if found[1] * len(heads) <= layout.room - left or found[0] == LEAST
    )
    fit = max(1, min(len(heads), int((layout.room - left) / need)))
    pieces = -(-len(heads) // fit)
    each = -(-len(heads) // pieces)
    top = max(map(len, heads)) * size * LINE / 72 + 0.08
    row_high = max(layout.small * 2.1, max(map(len, names)) * layout.small * 1.25 + 4) / 72
    below = lines_of("　".join(keys), layout.small, layout.room)
    classes = (
        [
            Patch(facecolor=colour, edgecolor=theme.OUTLINE, linewidth=0.6, label=label)
            for label, colour in zip(figure.classes.labels, layout.shades(len(figure.classes.labels)), strict=True)
        ]
        if figure.classes
        else []
    )
    tall, said = len(names) * row_high, len(below) * layout.small * LINE / 72
    high = (
        pieces * (top + tall) + (pieces - 1) * 0.1 + said + legends.high_of(classes, layout, figure.value_label) + 0.06
    )

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, _ = box
        for piece in range(pieces):
            part = range(piece * each, min((piece + 1) * each, len(heads)))
            upper = y + high - piece * (top + tall + 0.1) - top
            ax = axes(sheet, x + left, upper - tall, (wide - left) * len(part) / each, tall, layout.small)
            _cells(ax, figure, texts, part, size, layout)
            ax.set_yticks(range(len(names)), ["\n".join(lines) for lines in names], fontsize=layout.small)
            for label, name in zip(ax.get_yticklabels(), figure.values.index, strict=True):
                label.set_fontweight("bold" if name in figure.emphasis | figure.wholes else "normal")
            ax.xaxis.tick_top()
            ax.set_xticks(range(len(part)), ["\n".join(heads[column]) for column in part], fontsize=size)
        legends.put(
            sheet,
            x,
            y + said + legends.high_of(classes, layout, figure.value_label),
            classes,
            layout,
            figure.value_label,
        )
        for number, line in enumerate(below):
            sheet.text(
                x / sheet.get_figwidth(),
                (y + (len(below) - number - 0.5) * layout.small * LINE / 72) / sheet.get_figheight(),
                line,
                fontsize=layout.small,
                color=theme.INK,
                va="center",
            )

    return high, paint


def _widths(texts: list[list[str]], heads: list[list[str]], layout: Layout) -> list[tuple[float, float]]:
    """Sizes of type for cells and headings, from the usual one down to the least, with the inches a column then
    needs."""
    lines = [*(text for row in texts for text in row), *(line for head in heads for line in head)]
    return [
        (size, widest(lines, size, bold=True) + 0.04)
        for size in sorted({layout.small, 8.5, LEAST}, reverse=True)
        if size <= layout.small
    ]


def _cells(ax, figure: Shades, texts: list[list[str]], part: range, size: float, layout: Layout) -> None:
    """The cells of some columns, shaded by class; hatched where there is no value, blank in the columns of totals."""
    known, _ = measures.cell_classes(figure.values, figure.states, figure.classes)
    colours = layout.shades(len(figure.classes.labels) if figure.classes else 5)
    missing = theme.PAPER if layout.grey else theme.MISSING
    ax.set_xlim(-0.5, len(part) - 0.5)
    ax.set_ylim(len(texts) - 0.5, -0.5)
    for row, line in enumerate(texts):
        name = figure.values.index[row]
        for place, column in enumerate(part):
            number = known[row][column]
            gone, plain = number < 0, name in figure.wholes or figure.values.columns[column] in figure.plain
            colour = missing if gone else theme.PAPER if plain else colours[number]
            ax.add_patch(
                Rectangle(
                    (place - 0.48, row - 0.47),
                    0.96,
                    0.94,
                    facecolor=colour,
                    edgecolor=theme.HATCH if gone else "none",
                    linewidth=0,
                    hatch="////" if gone else None,
                )
            )
            ax.text(
                place,
                row,
                line[column],
                ha="center",
                va="center",
                fontsize=size,
                color=layout.on(colour),
                path_effects=HALO if gone else None,
                fontweight="bold" if name in figure.emphasis | figure.wholes else "normal",
            )
