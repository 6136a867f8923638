"""Any figure but a map of places, for the screen. The page writes title and source round it (caption); the stamps stand
inside."""

from __future__ import annotations

import plotly.graph_objects as go

from pages.figures.description import AreaMap, Bars, Figure, Lines, Pyramid, TileMap
from pages.render.screen import bars, charts, maps, tiles

# plotly's own picture button carries neither source nor stamps, so it is not offered; shapes come with the figure,
# never from outside.
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "topojsonURL": "/app/static/topojson/",
    "locale": "ja",
    "responsive": True,
    "doubleClick": False,
    "typesetMath": False,
}


def draw(figure: Figure, geojson: str | dict | None = None) -> go.Figure:
    """The figure as plotly draws it. `geojson` (area maps): the address of the shapes, or the shapes; None sends them
    along.

    Raises TypeError for a map of places, which place_maps draws, and for a table with shades (tables).
    """
    match figure:
        case AreaMap():
            return maps.area_map(figure, geojson)
        case TileMap():
            return tiles.tile_map(figure)
        case Bars():
            return bars.bars(figure)
        case Lines():
            return charts.lines(figure)
        case Pyramid():
            return charts.pyramid(figure)
    raise TypeError(f"{type(figure).__name__} is not drawn by screen")
