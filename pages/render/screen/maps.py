"""Shaded maps of areas for the screen, as plotly figures drawn without WebGL and without any map service."""

from __future__ import annotations

import json
from dataclasses import replace

import geopandas as gpd
import plotly.graph_objects as go
import shapely
from shapely.geometry.base import BaseGeometry

from pages.figures import cartography, measures, theme, wording
from pages.figures.description import AreaMap
from pages.render.screen.chart_frame import class_colours, class_keys, class_legend, layout, plain, together, words

HEIGHT, LEGEND = 660, 110  # of the map with its stamps, and of the key below it
SMALLEST = 515, 390  # width and height of a map beside figures at 1280 x 720: names that do not meet there meet nowhere
LEFT_OUT = "地図の名前は、重なる所を省いています"
BELOW = 0.06  # of the extent's height, under the map: room for the scale bar
LETTER = theme.TEXT
FINE = 800  # corners nearer than this part of the map's height are left out of lines


def area_map(figure: AreaMap, geojson: str | dict | None = None) -> go.Figure:
    """`geojson` is the address the browser fetches the shapes from (see cartography.geojson), the shapes themselves, or
    None to send them along."""
    areas = cartography.shaped(figure.areas)
    box = cartography.map_extent(figure)
    whole, points = (None, None) if areas is None else cartography.by_shape(areas)
    names, left_out = _names(figure, box)
    return together(
        [
            *_polygons(whole, figure, geojson),
            *_hatch(whole, figure, box),
            *_points(points, figure),
            *_lines(figure, box),
            *_selected(areas, figure.selected),
            *_places(figure.base.places, box),
            names,
            *_legend(figure, areas),
            _scale(box),
        ],
        layout(
            figure.caption,
            HEIGHT + LEGEND,
            annotations=(
                [
                    words(
                        LEFT_OUT,
                        x=1,
                        xref="paper",
                        xanchor="right",
                        y=0,
                        yref="paper",
                        yanchor="bottom",
                        name="left out",
                    )
                ]
                if left_out
                else []
            ),
            margin={"l": 0, "r": 0, "t": 40, "b": LEGEND},
            clickmode="event+select",
            showlegend=True,
            legend=class_legend(figure.value_label),
            geo={
                "visible": False,
                "projection": {"type": "mercator"},
                "bgcolor": theme.PAPER,
                "lonaxis": {"range": [box[0], box[2]]},
                "lataxis": {"range": [box[1] - (box[3] - box[1]) * BELOW, box[3]]},
            },
        ),
    )


def _geo(name: str, lon: object, lat: object, mode: str, showlegend: bool = False, **more: object) -> dict:
    """Lines, points or words on the map; without `hovertemplate` nothing pops up."""
    quiet = {} if "hovertemplate" in more else {"hoverinfo": "skip"}
    return (
        {"type": "scattergeo", "name": name, "lon": lon, "lat": lat, "mode": mode, "showlegend": showlegend}
        | quiet
        | more
    )


def _of_areas(areas: gpd.GeoDataFrame) -> dict:
    """What areas carry however they are drawn: their code, to be clicked, and their words."""
    return {
        "hovertext": [plain(text).replace("\n", "<br>") for text in areas["hover"]],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _polygons(areas: gpd.GeoDataFrame | None, figure: AreaMap, geojson: str | dict | None) -> list[dict]:
    if areas is None or areas.empty:
        return []
    colours = class_colours(figure.classes)
    steps = [
        step
        for place, colour in enumerate(colours)
        for step in ((place / len(colours), colour), ((place + 1) / len(colours), colour))
    ]
    return [
        {
            "type": "choropleth",
            "name": "areas",
            "geojson": json.loads(cartography.geojson(areas)) if geojson is None else geojson,
            "featureidkey": "id",
            "locations": areas["area_code"].astype(str).tolist(),
            "z": measures.area_classes(areas, figure.classes),
            "zmin": -1.5,
            "zmax": len(colours) - 1.5,
            "colorscale": steps,
            "showscale": False,
            "showlegend": False,
            "marker": {"line": {"color": theme.EDGE, "width": 1.2 if len(areas) < 150 else 0.5}},
        }
        | _of_areas(areas)
    ]


def _points(areas: gpd.GeoDataFrame | None, figure: AreaMap) -> list[dict]:
    if areas is None or areas.empty:
        return []
    colours, kept = class_colours(figure.classes), measures.area_classes(areas, figure.classes)
    marker = {
        "size": 20,
        "opacity": 1,
        "color": [colours[number + 1] for number in kept],
        "symbol": ["circle-x" if number < 0 else "circle" for number in kept],
        "line": {"color": theme.OUTLINE, "width": 1},
    }
    return [
        _geo(
            "areas",
            areas.geometry.x.to_numpy(),
            areas.geometry.y.to_numpy(),
            "markers",
            marker=marker,
            customdata=areas["area_code"].astype(str).tolist(),
            **_of_areas(areas),
        )
    ]


def _line(shapes, name: str, colour: str, width: float, tolerance: float = 0.0, dash: str = "solid") -> dict:
    lon, lat = cartography.traces(shapes, tolerance)
    return _geo(name, lon, lat, "lines", line={"color": colour, "width": width, "dash": dash})


def _hatch(areas: gpd.GeoDataFrame | None, figure: AreaMap, box: cartography.Extent) -> list[dict]:
    if areas is None or areas.empty:
        return []
    missing = areas[[number < 0 for number in measures.area_classes(areas, figure.classes)]]
    return [_line([cartography.hatching(missing.geometry, box)], "hatch", theme.HATCH, 1)] if len(missing) else []


def _lines(figure: AreaMap, box: cartography.Extent) -> list[dict]:
    fine, drawn = (box[3] - box[1]) / FINE, []
    for layer, shapes, colour, width, dashed in cartography.ways(figure.base.lines, box):
        drawn += [
            _line(shapes, layer, "#FFFFFF", width + 1.6, fine),
            _line(shapes, layer, colour, width, fine, "6px,4px" if dashed else "solid"),
        ]
    outlines = cartography.shaped(figure.base.outlines)
    return drawn if outlines is None else [*drawn, _line([_borders(outlines)], "outlines", theme.OUTLINE, 2, fine)]


def _borders(areas: gpd.GeoDataFrame) -> BaseGeometry:
    """The boundaries of areas, those between two neighbours once: half as much to send and to draw."""
    return shapely.line_merge(shapely.union_all(shapely.boundary(areas.geometry.to_numpy()), grid_size=1e-6))


def _selected(areas: gpd.GeoDataFrame | None, selected: str | None) -> list[dict]:
    chosen = None if areas is None else areas[areas["area_code"] == selected]
    if chosen is None or chosen.empty:
        return []
    if cartography.are_points(chosen):
        marker = {"size": 30, "symbol": "circle-open", "color": theme.SELECTED, "line": {"width": 4}}
        return [_geo("selected", chosen.geometry.x.to_numpy(), chosen.geometry.y.to_numpy(), "markers", marker=marker)]
    return [_line(chosen.geometry, "selected", "#FFFFFF", 8), _line(chosen.geometry, "selected", theme.SELECTED, 4)]


def _places(places: gpd.GeoDataFrame | None, box: cartography.Extent) -> list[dict]:
    there = cartography.shaped(places)
    if there is None:
        return []
    inside = there.cx[box[0] : box[2], box[1] : box[3]]
    drawn = []
    for layer, symbol, size in (("station", "square", 11), ("school", "diamond", 9), ("hall", "triangle-up", 9)):
        part = inside[inside["layer"] == layer]
        if len(part):
            label = theme.PLACE_LABELS[layer]
            drawn.append(
                _geo(
                    label,
                    part.geometry.x.to_numpy(),
                    part.geometry.y.to_numpy(),
                    "markers",
                    showlegend=True,
                    hovertext=[f"{label}：{plain(name)}" for name in part["name"]],
                    legendrank=1100,
                    hovertemplate="%{hovertext}<extra></extra>",
                    marker={
                        "symbol": symbol,
                        "size": size,
                        "color": "#FFFFFF",
                        "line": {"color": theme.INK, "width": 2},
                    },
                )
            )
    return drawn


def _names(figure: AreaMap, box: cartography.Extent) -> tuple[dict, bool]:
    """Names of the areas, or, where most of them do not fit, of what they belong to; and whether some are left out."""
    high = min(SMALLEST[1] / (1 + BELOW), SMALLEST[0] / cartography.aspect(box))
    found, bold = cartography.names_to_write(
        replace(figure, areas=cartography.shortly_named(figure.areas)), box, high, LETTER
    )
    half = [
        wording.width(name) * LETTER / 2 * (box[3] - box[1]) / high / cartography.squeeze(box) for name in found["name"]
    ]
    found = found[(found["lon"] - half >= box[0]) & (found["lon"] + half <= box[2])]  # beyond the edge a name is cut
    wanted = figure.base.outlines if bold else figure.areas if figure.label_areas else None
    points = (
        not bold
        and cartography.shaped(figure.areas) is not None
        and cartography.are_points(cartography.shaped(figure.areas))
    )
    drawn = _geo(
        "names",
        found["lon"].to_numpy(),
        found["lat"].to_numpy(),
        "markers+text" if points else "text",
        text=[f"<b>{plain(name)}</b>" if bold else plain(name) for name in found["name"]],
        textposition="bottom center" if points else "middle center",
        marker={"size": 22, "opacity": 0},
        textfont={"size": LETTER, "color": theme.INK, "shadow": theme.HALO},
    )
    return drawn, wanted is not None and len(found) < len(wanted)


def _legend(figure: AreaMap, areas: gpd.GeoDataFrame | None) -> list[dict]:
    """One entry a class, and one for each reason why an area has no value."""
    crossed = "circle-x" if areas is not None and cartography.are_points(areas) else "square-x"
    return class_keys(figure.classes, [] if areas is None else measures.states_shown(areas), crossed, _key)


def _key(name: str, marker: dict) -> dict:
    return _geo(name, [None], [None], "markers", showlegend=True, marker=marker)


def _scale(box: cartography.Extent) -> dict:
    """A scale bar in the bottom left corner; north is up."""
    metres, degrees = cartography.scale_bar(box)
    west, south = box[0] + (box[2] - box[0]) * 0.02, box[1] - (box[3] - box[1]) * 0.03
    return _geo(
        "scale",
        [west, west + degrees],
        [south, south],
        "lines+text",
        text=["", f" {cartography.metres_text(metres)}"],
        textposition="middle right",
        line={"color": theme.INK, "width": 3},
        textfont={"size": theme.TEXT, "color": theme.INK},
    )
