"""Maps of the data book as SVG, drawn by the paper maps without their own titles; and the blank map for a table."""

from __future__ import annotations

import io
import re

import geopandas as gpd
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure as Drawn
from matplotlib.lines import Line2D

from pages.figures import cartography, theme
from pages.figures.cartography import Extent
from pages.figures.description import AreaMap, Figure, PlaceMap
from pages.render.paper import draw, ground, legends
from pages.render.paper.layout import Layout, inches

COLOUR = re.compile(r"#[0-9a-f]{6}\b")
BORDER = (0, (5, 2.5))  # of neighbourhoods on the blank map


class _Searchable(RendererSVG):
    """Letters stay letters: typst sets them in its own embedded type, so they are found by a search, and the file is
    smaller.

    Not through svg.fonttype, which is one setting for every user's drawings at that moment.
    """

    def _draw_text_as_path(self, gc, x, y, s, prop, angle, ismath, mtext=None):
        self._draw_text_as_text(gc, x, y, s, prop, angle, ismath, mtext)


def picture(figure: Figure, layout: Layout) -> dict:
    """The figure as SVG with its size in points."""
    picture = written(draw.bare(figure, layout))
    return picture | {"svg": COLOUR.sub(lambda found: theme.grey(found[0]), picture["svg"])} if layout.grey else picture


def written(sheet: Drawn) -> dict:
    """A drawn sheet of 72 dots an inch as SVG with its size in points."""
    wide, high = sheet.get_figwidth() * 72, sheet.get_figheight() * 72
    content = io.StringIO()
    renderer = _Searchable(
        wide, high, content, image_dpi=200, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    sheet.draw(renderer)
    renderer.finalize()
    return {"svg": content.getvalue(), "wide": round(wide, 2), "high": round(high, 2)}


def blank(figure: AreaMap | PlaceMap, wide: float, high: float) -> dict:
    """The ground alone, `wide` and `high` in inches: boundaries, ways and landmarks with their names, scale, north and
    key. No value and no resource is drawn."""
    layout = Layout(wide, 0.0, 14.0, 10.0, 9.0, tallest=high)
    areas = cartography.shaped(figure.areas) if isinstance(figure, AreaMap) else None
    outlines = cartography.shaped(figure.base.outlines)
    box = cartography.extent([outlines if outlines is not None else areas])
    base = ground.shown_of(figure.base, _filled(box, 1.0), False)
    keys = (
        [Line2D([], [], color=theme.INK, linewidth=1.6, label="地区の境")] * (outlines is not None)
        + [Line2D([], [], color=theme.MUTED, linewidth=0.7, linestyle=BORDER, label="町内会・町丁の境")]
        * (areas is not None)
        + ground.keys_of(base, layout)
    )
    below = ground.strip_high(layout) + legends.high_of(keys, layout)
    box = _filled(box, wide / (high - below))
    base = ground.shown_of(figure.base, box, False)
    sheet = Drawn(figsize=(wide, high), dpi=72)
    ax = ground.ground(sheet, (0, below, wide, high - below), box, high - below)
    for spine in ax.spines.values():
        spine.set(visible=True, linewidth=0.8, color=theme.MUTED)
    if areas is not None:
        ground.strokes(
            ax,
            cartography.by_shape(areas)[0].geometry.boundary,
            colors=theme.MUTED,
            linewidths=0.7,
            linestyles=BORDER,
            zorder=2,
        )
    ground.outlines(ax, outlines)
    ground.ways(ax, base, box, layout)
    _landmarks(ground.Names(ax, box, high - below), base.places, areas, layout)
    ground.scale_and_north(sheet, (0, 0, wide, high), box, high - below, layout)
    legends.put(sheet, 0, legends.high_of(keys, layout), keys, layout)
    return written(sheet)


def _filled(box: Extent, aspect: float) -> Extent:
    """The extent widened to the proportions of the paper: what lies around the district helps to find one's way."""
    now = cartography.aspect(box)
    more_wide = (box[2] - box[0]) * max(0.0, aspect / now - 1) / 2
    more_high = (box[3] - box[1]) * max(0.0, now / aspect - 1) / 2
    return box[0] - more_wide, box[1] - more_high, box[2] + more_wide, box[3] + more_high


def _landmarks(
    names: ground.Names, places: gpd.GeoDataFrame | None, areas: gpd.GeoDataFrame | None, layout: Layout
) -> None:
    """Marks of stations, schools and halls, each with its name beside it where there is room, then the names of
    neighbourhoods."""
    rows = (
        []
        if places is None
        else [row for layer in ground.MARKS for row in places[places["layer"] == layer].itertuples()]
    )
    for row in rows:
        x, y = names.at(row.geometry.x, row.geometry.y)
        names.ax.scatter(
            row.geometry.x,
            row.geometry.y,
            s=34,
            marker=ground.MARKS[row.layer],
            c="white",
            edgecolors=theme.INK,
            linewidths=1.2,
            zorder=7,
        )
        names.taken.append((x - 0.06, y - 0.06, x + 0.06, y + 0.06))
    for row in rows:
        (x, y), wide = names.at(row.geometry.x, row.geometry.y), inches(str(row.name), layout.small)
        for dx, dy in ((wide / 2 + 0.1, 0), (-wide / 2 - 0.1, 0), (0, 0.16), (0, -0.16)):
            if wide / 2 <= x + dx <= names.wide - wide / 2 and names.put(
                x + dx, y + dy, str(row.name), layout.small, color=theme.INK
            ):
                break
    for row in cartography.names(areas, names.box, names.high * 72, layout.small, slack=1.7).itertuples():
        x, y = names.at(row.lon, row.lat)
        any(names.put(x, y + shift, row.name, layout.small, color=theme.MUTED) for shift in (0, 0.2, -0.2))
