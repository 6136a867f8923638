"""Tile maps for paper: squares with name and value, shaded by class, hatched where there is no value."""

from __future__ import annotations

from matplotlib.figure import Figure as Sheet
from matplotlib.patches import Rectangle

from pages.figures import measures, theme
from pages.figures.description import TileMap
from pages.figures.tile_map import lines_in, reasons, size, value_in
from pages.render.paper import legends
from pages.render.paper.bars import PAPER_BEHIND, Box, Painter
from pages.render.paper.layout import LINE, Layout, axes, nothing

SIDE = 0.94  # of a square, the rest is the gap to the next
TIGHT = 1.2  # a line's height in letters inside a square


def tile_map(figure: TileMap, layout: Layout) -> tuple[float, Painter]:
    """Squares as wide as the page allows, no higher than three lines of type need."""
    if figure.areas.empty:
        return nothing(layout)
    rows, columns = size(figure.areas)
    side = min(layout.room / columns, 3 * layout.small * LINE / 72 + 0.14)
    keys = legends.of_classes(figure.classes, reasons(figure.areas), layout)
    below = legends.high_of(keys, layout, figure.value_label) + 0.08

    def paint(sheet: Sheet, place: Box) -> None:
        ax = axes(sheet, place[0], place[1] + below, layout.room, rows * side, layout.small)
        ax.set_xlim(-0.5, columns - 0.5)
        ax.set_ylim(rows - 0.5, -0.5)
        ax.set_xticks([])
        ax.set_yticks([])
        _squares(ax, figure, layout)
        legends.put(sheet, place[0], place[1] + below - 0.08, keys, layout, figure.value_label)

    return rows * side + below, paint


def _squares(ax, figure: TileMap, layout: Layout) -> None:
    colours = (layout.missing, *layout.shades(len(figure.classes.labels)))
    for area, number in zip(
        figure.areas.itertuples(), measures.area_classes(figure.areas, figure.classes), strict=True
    ):
        gone, chosen = number < 0, area.area_code == figure.selected
        corner = (area.column - SIDE / 2, area.row - SIDE / 2)
        ax.add_patch(
            Rectangle(
                corner,
                SIDE,
                SIDE,
                facecolor=colours[number + 1],
                edgecolor=theme.HATCH,
                linewidth=0.5,
                hatch="////" if gone else None,
                gid="missing" if gone else None,
            )
        )
        if chosen:
            ax.add_patch(
                Rectangle(
                    corner,
                    SIDE,
                    SIDE,
                    facecolor="none",
                    edgecolor=theme.SELECTED,
                    linewidth=2.4,
                    zorder=6,
                    gid="selected",
                )
            )
        words = "\n".join([*lines_in(area.name), value_in(area.text, area.state)])
        ax.text(
            area.column,
            area.row,
            words,
            ha="center",
            va="center",
            fontsize=layout.small,
            linespacing=TIGHT,
            color=theme.INK if gone else layout.on(colours[number + 1]),
            fontweight="bold" if chosen else "normal",
            zorder=5,
            bbox=PAPER_BEHIND | {"facecolor": colours[0]} if gone else None,
        )
