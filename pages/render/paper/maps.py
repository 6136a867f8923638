"""Maps of areas shaded by a value, for paper."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from matplotlib.figure import Figure as Sheet

from pages.figures import cartography, measures, theme
from pages.figures.description import AreaMap
from pages.render.paper import ground, legends
from pages.render.paper.bars import Box, Painter
from pages.render.paper.layout import Layout, nothing


def area_map(figure: AreaMap, layout: Layout) -> tuple[float, Painter]:
    areas = cartography.shaped(figure.areas)
    if areas is None:
        return nothing(layout)
    box = cartography.map_extent(figure)
    base = ground.shown_of(figure.base, box, layout.narrow, frozenset({"road"} if layout.narrow else ()))
    keys = legends.of_classes(figure.classes, measures.states_shown(areas), layout) + ground.keys_of(base, layout)
    high = ground.tall_of(box, layout)

    def paint(sheet: Sheet, place: Box) -> None:
        ax = ground.ground(sheet, place, box, high)
        whole, points = cartography.by_shape(areas)
        _polygons(ax, whole, figure, layout)
        _points(ax, points, figure, layout)
        ground.ways(ax, base, box, layout)
        ground.outlines(ax, base.outlines)
        if figure.selected is not None:
            _selected(ax, areas[areas["area_code"] == figure.selected])
        names = ground.Names(ax, box, high)
        found, bold = cartography.names_to_write(figure, box, high * 72, layout.small)
        below = layout.small * 1.15 / 72 if cartography.are_points(areas) and not bold else 0.0
        for row in found.itertuples():
            x, y = names.at(row.lon, row.lat)
            names.put(
                x,
                y - below,
                row.name,
                layout.small,
                must=not below,
                fontweight="bold" if bold else "normal",
                color=theme.INK,
            )
        ground.marks(names, base.places, [*found["name"], *areas["name"].astype(str)], layout)
        ground.scale_and_north(sheet, place, box, high, layout)
        legends.put(
            sheet,
            place[0],
            place[1] + legends.high_of(keys, layout, figure.value_label),
            keys,
            layout,
            figure.value_label,
        )

    return high + ground.strip_high(layout) + 0.06 + legends.high_of(keys, layout, figure.value_label), paint


def _edge(colour: str) -> str:
    """Boundaries are dark on light shades and light on dark ones: neighbours of one class can be told apart."""
    return theme.INK if theme.on(colour) == theme.INK else theme.PAPER


def _polygons(ax, areas: gpd.GeoDataFrame, figure: AreaMap, layout: Layout) -> None:
    known = np.asarray(measures.area_classes(areas, figure.classes))
    edge = 0.7 if len(areas) < 150 else 0.3
    for number, colour in enumerate(layout.shades(len(figure.classes.labels))):
        if (known == number).any():
            ground.fill(
                ax, areas.geometry[known == number], facecolor=colour, edgecolor=_edge(colour), linewidth=edge, zorder=1
            )
    if (known < 0).any():
        ground.fill(
            ax,
            areas.geometry[known < 0],
            facecolor=layout.missing,
            edgecolor=theme.HATCH,
            hatch="////",
            linewidth=edge,
            zorder=1,
            gid="missing",
        )


def _points(ax, areas: gpd.GeoDataFrame, figure: AreaMap, layout: Layout) -> None:
    known = np.asarray(measures.area_classes(areas, figure.classes))
    colours = (layout.missing, *layout.shades(len(figure.classes.labels)))
    size = (90 if len(areas) < 80 else 45) * (0.6 if layout.narrow else 1)
    ax.scatter(
        areas.geometry.x,
        areas.geometry.y,
        s=size,
        c=[colours[number + 1] for number in known],
        edgecolors=theme.OUTLINE,
        linewidths=0.7,
        zorder=5,
    )
    gone = areas[known < 0]
    ax.scatter(
        gone.geometry.x,
        gone.geometry.y,
        s=size * 0.6,
        marker="x",
        c=theme.HATCH,
        linewidths=1,
        zorder=5.1,
        gid="missing",
    )


def _selected(ax, chosen: gpd.GeoDataFrame) -> None:
    if len(chosen) and cartography.are_points(chosen):
        ax.scatter(
            chosen.geometry.x,
            chosen.geometry.y,
            s=240,
            facecolors="none",
            edgecolors=theme.SELECTED,
            linewidths=2.4,
            zorder=6,
        )
    elif len(chosen):
        ground.strokes(ax, chosen.geometry.boundary, colors="white", linewidths=4.2, zorder=6)
        ground.strokes(ax, chosen.geometry.boundary, colors=theme.SELECTED, linewidths=2.4, zorder=6.1)
