"""Shaded maps of areas for the screen, as plotly figures drawn without WebGL and without any map service."""

from __future__ import annotations

import json

import geopandas as gpd
import plotly.graph_objects as go

from pages.figures import cartography, measures, theme
from pages.figures.description import AreaMap
from pages.figures.screen_charts import layout, plain

HEIGHT, LEGEND = 660, 110  # of the map with its stamps, and of the key below it
LETTER = theme.TEXT
FINE = 800  # corners nearer than this part of the map's height are left out of lines


def area_map(figure: AreaMap, geojson: str | dict | None = None) -> go.Figure:
    """`geojson` is the address the browser fetches the shapes from (see cartography.geojson), the shapes themselves, or None to send them along."""
    areas = cartography.shaped(figure.areas)
    box = cartography.map_extent(figure)
    drawn = go.Figure()
    if areas is not None:
        whole, points = cartography.by_shape(areas)
        if len(whole):
            _polygons(drawn, whole, figure, geojson)
            _hatch(drawn, whole, figure, box)
        if len(points):
            _points(drawn, points, figure)
    _lines(drawn, figure, box)
    if areas is not None:
        _selected(drawn, areas, figure.selected)
    _places(drawn, figure.base.places, box)
    _names(drawn, figure, box)
    _legend(drawn, figure, areas)
    _scale(drawn, box)
    drawn.update_layout(**layout(
        figure.caption, HEIGHT + LEGEND, margin={"l": 0, "r": 0, "t": 40, "b": LEGEND}, clickmode="event+select", showlegend=True,
        legend={"title": {"text": plain(figure.value_label), "font": {"size": theme.TEXT}, "side": "top"}, "font": {"size": theme.TEXT}, "orientation": "h",
                "itemclick": False, "itemdoubleclick": False, "x": 0.02, "xanchor": "left", "y": 0, "yanchor": "top", "traceorder": "normal"},
        geo={"visible": False, "projection": {"type": "mercator"}, "bgcolor": theme.PAPER, "lonaxis": {"range": [box[0], box[2]]}, "lataxis": {"range": [box[1] - (box[3] - box[1]) * 0.06, box[3]]}},
    ))
    return drawn


def _colours(figure: AreaMap) -> tuple[str, ...]:
    return (theme.MISSING, *theme.shades(len(figure.classes.labels)))


def _polygons(drawn: go.Figure, areas: gpd.GeoDataFrame, figure: AreaMap, geojson: str | dict | None) -> None:
    colours = _colours(figure)
    steps = [step for place, colour in enumerate(colours) for step in ((place / len(colours), colour), ((place + 1) / len(colours), colour))]
    drawn.add_trace(go.Choropleth(
        geojson=json.loads(cartography.geojson(areas)) if geojson is None else geojson, featureidkey="id", locations=areas["area_code"].astype(str),
        z=measures.area_classes(areas, figure.classes), zmin=-1.5, zmax=len(colours) - 1.5, colorscale=steps, showscale=False, name="areas", showlegend=False,
        marker={"line": {"color": theme.EDGE, "width": 1.2 if len(areas) < 150 else 0.5}}, customdata=areas["area_code"].astype(str),
        hovertext=[plain(text).replace("\n", "<br>") for text in areas["hover"]], hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    ))


def _points(drawn: go.Figure, areas: gpd.GeoDataFrame, figure: AreaMap) -> None:
    colours, kept = _colours(figure), measures.area_classes(areas, figure.classes)
    drawn.add_trace(go.Scattergeo(
        lon=areas.geometry.x, lat=areas.geometry.y, mode="markers", name="areas", showlegend=False, customdata=areas["area_code"].astype(str),
        marker={"size": 20, "opacity": 1, "color": [colours[number + 1] for number in kept], "symbol": ["circle-x" if number < 0 else "circle" for number in kept],
                "line": {"color": theme.OUTLINE, "width": 1}},
        hovertext=[plain(text).replace("\n", "<br>") for text in areas["hover"]], hovertemplate="%{hovertext}<extra></extra>",
        selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    ))


def _line(drawn: go.Figure, shapes, name: str, colour: str, width: float, tolerance: float = 0.0, dash: str = "solid") -> None:
    lon, lat = cartography.traces(shapes, tolerance)
    drawn.add_trace(go.Scattergeo(lon=lon, lat=lat, mode="lines", name=name, line={"color": colour, "width": width, "dash": dash}, hoverinfo="skip", showlegend=False))


def _hatch(drawn: go.Figure, areas: gpd.GeoDataFrame, figure: AreaMap, box: cartography.Extent) -> None:
    missing = areas[[number < 0 for number in measures.area_classes(areas, figure.classes)]]
    if len(missing):
        _line(drawn, [cartography.hatching(missing.geometry, box)], "hatch", theme.HATCH, 1)


def _lines(drawn: go.Figure, figure: AreaMap, box: cartography.Extent) -> None:
    fine = (box[3] - box[1]) / FINE
    for layer, shapes, colour, width, dashed in cartography.ways(figure.base.lines, box):
        _line(drawn, shapes, layer, "#FFFFFF", width + 1.6, fine)
        _line(drawn, shapes, layer, colour, width, fine, "6px,4px" if dashed else "solid")
    outlines = cartography.shaped(figure.base.outlines)
    if outlines is not None:
        _line(drawn, outlines.geometry, "outlines", theme.OUTLINE, 2, fine)


def _selected(drawn: go.Figure, areas: gpd.GeoDataFrame, selected: str | None) -> None:
    chosen = areas[areas["area_code"] == selected]
    if chosen.empty:
        return
    if cartography.are_points(chosen):
        drawn.add_trace(go.Scattergeo(lon=chosen.geometry.x, lat=chosen.geometry.y, mode="markers", name="selected", hoverinfo="skip", showlegend=False,
                                      marker={"size": 30, "symbol": "circle-open", "color": theme.SELECTED, "line": {"width": 4}}))
        return
    _line(drawn, chosen.geometry, "selected", "#FFFFFF", 8)
    _line(drawn, chosen.geometry, "selected", theme.SELECTED, 4)


def _places(drawn: go.Figure, places: gpd.GeoDataFrame | None, box: cartography.Extent) -> None:
    there = cartography.shaped(places)
    if there is None:
        return
    for layer, symbol, size in (("station", "square", 11), ("school", "diamond", 9), ("hall", "triangle-up", 9)):
        part = there[there["layer"] == layer].cx[box[0] : box[2], box[1] : box[3]]
        if len(part):
            label = theme.PLACE_LABELS[layer]
            drawn.add_trace(go.Scattergeo(
                lon=part.geometry.x, lat=part.geometry.y, mode="markers", name=label, showlegend=True, hovertext=[f"{label}：{plain(name)}" for name in part["name"]],
                legendrank=1100, hovertemplate="%{hovertext}<extra></extra>", marker={"symbol": symbol, "size": size, "color": "#FFFFFF", "line": {"color": theme.INK, "width": 2}},
            ))


def _names(drawn: go.Figure, figure: AreaMap, box: cartography.Extent) -> None:
    """Names of the areas, or, where most of them do not fit, of what they belong to."""
    found, bold = cartography.names_to_write(figure, box, HEIGHT - 40, LETTER)
    points = not bold and cartography.shaped(figure.areas) is not None and cartography.are_points(cartography.shaped(figure.areas))
    drawn.add_trace(go.Scattergeo(
        lon=found["lon"], lat=found["lat"], text=[f"<b>{plain(name)}</b>" if bold else plain(name) for name in found["name"]], mode="markers+text" if points else "text", name="names",
        textposition="bottom center" if points else "middle center", marker={"size": 22, "opacity": 0},
        showlegend=False, hoverinfo="skip", textfont={"size": LETTER, "color": theme.INK, "shadow": theme.HALO},
    ))


def _legend(drawn: go.Figure, figure: AreaMap, areas: gpd.GeoDataFrame | None) -> None:
    """One entry a class, and one for each reason why an area has no value."""
    colours = _colours(figure)
    for label, colour in zip(figure.classes.labels, colours[1:], strict=True):
        _key(drawn, label, colour, "square")
    if areas is not None:
        for state in measures.states_shown(areas):
            _key(drawn, state, theme.MISSING, "circle-x" if cartography.are_points(areas) else "square-x")


def _key(drawn: go.Figure, label: str, colour: str, symbol: str) -> None:
    drawn.add_trace(go.Scattergeo(lon=[None], lat=[None], mode="markers", name=plain(label), hoverinfo="skip", showlegend=True,
                                  marker={"size": 22, "symbol": symbol, "color": colour, "line": {"color": theme.HATCH, "width": 1}}))


def _scale(drawn: go.Figure, box: cartography.Extent) -> None:
    """A scale bar in the bottom left corner; north is up."""
    metres, degrees = cartography.scale_bar(box)
    west, south = box[0] + (box[2] - box[0]) * 0.02, box[1] - (box[3] - box[1]) * 0.03
    drawn.add_trace(go.Scattergeo(
        lon=[west, west + degrees], lat=[south, south], mode="lines+text", text=["", f" {cartography.metres_text(metres)}"], textposition="middle right", name="scale",
        line={"color": theme.INK, "width": 3}, textfont={"size": theme.TEXT, "color": theme.INK}, hoverinfo="skip", showlegend=False,
    ))
