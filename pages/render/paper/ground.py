"""The ground of every map on paper: outlines, roads, rivers, stations, names that touch nothing, scale and north."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib import patheffects
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.path import Path

from pages.figures import cartography, theme
from pages.figures.cartography import Extent
from pages.figures.description import BaseMap
from pages.render.paper.bars import Box
from pages.render.paper.layout import Layout, axes, inches
from pages.render.paper.legends import StrokesKey

HALO = [patheffects.withStroke(linewidth=2.6, foreground=theme.PAPER)]
MARKS = {"station": "s", "school": "D", "hall": "^"}
# In one colour: roads as double lines, rivers as a grey band, railways black and white, bus lines dotted.
WAYS_IN_GREY = {
    "road": (("#4D4D4D", 1.3, "-"), ("#FFFFFF", 0.1, "-")),
    "river": (("#FFFFFF", 1.2, "-"), ("#8A8A8A", 0.4, "-")),
    "railway": (("#111111", 0.9, "-"), ("#FFFFFF", -0.3, (0, (4, 4)))),
    "line": (("#FFFFFF", 1.2, "-"), ("#111111", 0.0, (0, (1, 1.5)))),
}


@dataclass
class Names:
    """Frames already written on or marked, in inches from the map's lower left corner: left, bottom, right, top."""

    ax: object
    box: Extent
    high: float
    taken: list[Extent] = field(default_factory=list)

    @property
    def wide(self) -> float:
        return self.high * cartography.aspect(self.box)

    def at(self, lon, lat):
        """Inches of a place on the map."""
        return (lon - self.box[0]) / (self.box[2] - self.box[0]) * self.wide, (lat - self.box[1]) / (
            self.box[3] - self.box[1]
        ) * self.high

    def put(self, x: float, y: float, text: str, points: float, must: bool = False, zorder: float = 8, **look) -> bool:
        """The text centred on a place, moved inside the map; unless it must be there it is left out where it would
        touch another."""
        wide, high = inches(text, points, look.get("fontweight") == "bold"), points * 1.15 / 72
        x, y = (
            float(np.clip(x, wide / 2 + 0.03, self.wide - wide / 2 - 0.03)),
            float(np.clip(y, high / 2 + 0.03, self.high - high / 2 - 0.03)),
        )
        frame = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        if not must and (wide > self.wide or any(cartography.touch(frame, other) for other in self.taken)):
            return False
        self.taken.append(frame)
        self.ax.text(
            x / self.wide,
            y / self.high,
            text,
            transform=self.ax.transAxes,
            ha="center",
            va="center",
            fontsize=points,
            path_effects=HALO,
            zorder=zorder,
            **look,
        )
        return True


def tall_of(box: Extent, layout: Layout) -> float:
    """Inches of a map's height."""
    return min(layout.tallest, layout.room * 1.35, layout.room / cartography.aspect(box))


def shown_of(base: BaseMap, box: Extent, sparse: bool, without: frozenset[str] = frozenset()) -> BaseMap:
    """What of the ground is drawn: what lies on the map, without some layers; where it must be `sparse` no minor roads,
    and of landmarks only stations."""
    lines = cartography.clipped(base.lines, box)
    if lines is not None:
        minor = (
            pd.to_numeric(lines["rank"], errors="coerce").gt(1).to_numpy()
            if sparse and "rank" in lines
            else np.zeros(len(lines), bool)
        )
        lines = cartography.shaped(lines[~lines["layer"].isin(without) & ~((lines["layer"] == "road") & minor)])
    places = cartography.shaped(base.places)
    if places is not None:
        places = places.cx[box[0] : box[2], box[1] : box[3]]
        places = cartography.shaped(places[~places["layer"].isin(without | ({"school", "hall"} if sparse else set()))])
    return replace(base, lines=lines, places=places)


def keys_of(base: BaseMap, layout: Layout) -> list:
    """The key's entries for the ground that is shown."""
    layers = set(base.lines["layer"]) if base.lines is not None else set()
    marks = set(base.places["layer"]) if base.places is not None else set()
    lines = [
        StrokesKey(_strokes_of(layer, width, layout), theme.LINE_LABELS[layer])
        for layer, (_, width, _) in theme.LINES.items()
        if layer in layers
    ]
    return lines + [
        Line2D(
            [],
            [],
            linestyle="",
            marker=MARKS[layer],
            markersize=6,
            markerfacecolor="white",
            markeredgecolor=theme.INK,
            label=label,
        )
        for layer, label in theme.PLACE_LABELS.items()
        if layer in marks
    ]


def _strokes_of(layer: str, width: float, layout: Layout) -> tuple[tuple, tuple]:
    """The lower and the upper stroke of a way: colour, width in points, dash."""
    thick = width * (0.5 if layout.narrow else 0.7)
    if layout.grey and layer == "road" and width < 1:  # minor roads
        return (theme.PAPER, thick + 1.0, "-"), ("#9A9A9A", 0.6, "-")
    if layout.grey:
        return tuple((colour, max(0.4, thick + more), dash) for colour, more, dash in WAYS_IN_GREY[layer])
    colour, _, dashed = theme.LINES[layer]
    return (theme.PAPER, thick + 1.0, "-"), (colour, thick, (0, (4, 2.5)) if dashed else "-")


def ground(sheet: Sheet, place: Box, box: Extent, high: float):
    """Axes in degrees whose sides have the ground's proportions, in the top of the place."""
    wide = high * cartography.aspect(box)
    ax = axes(sheet, place[0] + (place[2] - wide) / 2, place[1] + place[3] - high, wide, high)
    ax.set_xlim(box[0], box[2])
    ax.set_ylim(box[1], box[3])
    ax.set_xticks([])
    ax.set_yticks([])
    return ax


def outline_path(shape) -> Path:
    """A polygon with its holes as one path."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shape)))
    return Path.make_compound_path(*(Path(shapely.get_coordinates(ring), closed=True) for ring in rings))


def fill(ax, shapes, **look) -> None:
    """Polygons, filled."""
    ax.add_collection(PathCollection([outline_path(shape) for shape in shapes], **look), autolim=False)


def strokes(ax, shapes, **look) -> None:
    """Lines and boundaries."""
    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
    ax.add_collection(LineCollection([shapely.get_coordinates(part) for part in parts], **look), autolim=False)


def ways(ax, base: BaseMap, box: Extent, layout: Layout) -> None:
    """Roads, rivers and railways."""
    for number, (layer, shapes, _, width, _) in enumerate(cartography.ways(base.lines, box)):
        for above, (colour, thick, dash) in enumerate(_strokes_of(layer, width, layout)):
            strokes(
                ax,
                shapes,
                colors=colour,
                linewidths=thick,
                linestyles="solid" if dash == "-" else dash,
                zorder=3 + number / 50 + above / 100,
            )


def outlines(ax, areas: gpd.GeoDataFrame | None) -> None:
    """Boundaries, dark on a light rim: seen on light and on dark shades; below the ways, for many a river is a
    boundary."""
    there = cartography.shaped(areas)
    if there is not None:
        strokes(ax, there.geometry.boundary, colors="white", linewidths=2.2, zorder=2.5)
        strokes(ax, there.geometry.boundary, colors=theme.INK, linewidths=1.0, zorder=2.6)


def marks(names: Names, places: gpd.GeoDataFrame | None, districts: list[str], layout: Layout) -> None:
    """Stations, schools and halls by their marks. A station's name stands beside it where there is room and no district
    of that name."""
    if places is None:
        return
    size = 16 if layout.narrow else 24
    for layer, mark in MARKS.items():
        part = places[places["layer"] == layer]
        names.ax.scatter(
            part.geometry.x,
            part.geometry.y,
            s=size,
            marker=mark,
            c="white",
            edgecolors=theme.INK,
            linewidths=1.1,
            zorder=7,
        )
        named = part if layer == "station" and not layout.narrow else part.iloc[:0]
        for row in named.itertuples():
            name = str(row.name)
            if name.removesuffix("駅") in {district.removesuffix("地区") for district in districts}:
                continue
            (x, y), wide = names.at(row.geometry.x, row.geometry.y), inches(name, 8.5)
            for dx, dy in ((wide / 2 + 0.07, 0), (-wide / 2 - 0.07, 0), (0, 0.14), (0, -0.14)):
                inside = wide / 2 <= x + dx <= names.wide - wide / 2
                if inside and names.put(x + dx, y + dy, name, 8.5, color=theme.INK, zorder=7.5):
                    break


def strip_high(layout: Layout) -> float:
    """Inches below the map for scale bar and north."""
    return layout.small * 2.5 / 72


def scale_and_north(sheet: Sheet, place: Box, box: Extent, high: float, layout: Layout) -> None:
    """In the strip below the map, so that they cover nothing."""
    metres, degrees = cartography.scale_bar(box)
    strip = strip_high(layout)
    ax = axes(sheet, place[0], place[1] + place[3] - high - strip, place[2], strip)
    ax.set_xlim(0, place[2])
    ax.set_ylim(0, strip)
    ax.set_axis_off()
    length = degrees / (box[2] - box[0]) * high * cartography.aspect(box)
    ax.plot(
        [0.02, 0.02, 0.02 + length, 0.02 + length],
        [strip * 0.5, strip * 0.3, strip * 0.3, strip * 0.5],
        color=theme.INK,
        linewidth=1.6,
    )
    ax.text(
        length + 0.1, strip * 0.4, cartography.metres_text(metres), fontsize=layout.small, color=theme.INK, va="center"
    )
    ax.annotate(
        "",
        (place[2] - 0.12, strip * 0.9),
        (place[2] - 0.12, 0.02),
        arrowprops={"arrowstyle": "-|>", "color": theme.INK, "linewidth": 1.4},
    )
    ax.text(place[2] - 0.24, strip * 0.45, "北", fontsize=layout.small, color=theme.INK, ha="right", va="center")
