"""Plotly figures by their traces, colours and texts: the description's own words, and nothing that is not in it."""

from __future__ import annotations

import itertools
import json
import math
import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from pages.figures import cartography, theme, wording
from pages.figures.description import BaseMap
from pages.render.screen import draw

CHARTS = ("bars", "stacked", "lines", "pyramid", "area_map", "point_map", "tile_map")


def _trace(drawn, name):
    return next(trace for trace in drawn.data if trace.name == name)


def _sizes(value):
    """Every font size in a figure."""
    if isinstance(value, dict):
        for key, inside in value.items():
            if key in ("font", "textfont", "tickfont") and isinstance(inside, dict) and "size" in inside:
                yield inside["size"]
            yield from _sizes(inside)
    elif isinstance(value, (list, tuple)):
        for inside in value:
            yield from _sizes(inside)


@pytest.mark.parametrize("name", CHARTS)
def test_stamps_stand_in_every_figure(every_figure, name):
    drawn = draw.draw(every_figure[name])
    assert "架空のデータです" in drawn.layout.title.text and "協議体限り" in drawn.layout.title.text


@pytest.mark.parametrize("name", CHARTS)
def test_type_is_18_pixels_and_more_in_the_offices_font(every_figure, name):
    drawn = draw.draw(every_figure[name]).to_dict()
    sizes = list(_sizes(drawn))
    assert len(sizes) >= 4 and min(sizes) >= 18
    assert drawn["layout"]["font"]["family"].startswith("'BIZ UDPGothic'")
    assert drawn["layout"]["hoverlabel"]["font"]["size"] >= 18


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_fetched_from_outside_or_drawn_with_webgl(every_figure, name):
    text = draw.draw(every_figure[name]).to_json()
    assert not re.findall(r"https?:|\"//", text)
    assert not [
        trace
        for trace in json.loads(text)["data"]
        if "gl" in trace["type"] or "map" in trace["type"].replace("heatmap", "")
    ]


def test_the_config_keeps_plotly_at_home_and_takes_its_picture_button_away():
    assert draw.CONFIG["topojsonURL"] == "/app/static/topojson/"
    assert draw.CONFIG["displayModeBar"] is False and draw.CONFIG["displaylogo"] is False


def test_a_map_of_places_is_not_for_plotly(place_map):
    with pytest.raises(TypeError, match="PlaceMap"):
        draw.draw(place_map)


def test_bars_stand_in_the_given_order_with_their_texts(bars):
    drawn = draw.draw(bars)
    bar, values = drawn.data
    assert list(bar.y) == ["八幡", "金井&lt;淵", "町屋", "倉賀野"] == list(drawn.layout.yaxis.categoryarray)
    assert list(drawn.layout.yaxis.range) == [3.5, -0.5]
    assert list(bar.x)[:2] == [0.241, 0.30]
    assert list(values.y) == ["八幡", "金井&lt;淵"] and list(values.text) == ["24.1 %", "30.0 %"]
    assert [re.sub("<.*?>", "", text).strip() for text in bar.text] == ["", "", "少人数のため表示しません", "未調査"]
    assert list(bar.marker.color) == [theme.BAR_EMPHASIS, theme.BAR, theme.BAR, theme.BAR]
    assert {note.text for note in drawn.layout.annotations} == {"市全体 27.9 %", "全国 29.1 %"}
    assert [line.x0 for line in drawn.layout.shapes] == [0.279, 0.291]


def test_names_from_files_do_not_become_markup(bars, area_map):
    assert "金井&lt;淵" in draw.draw(bars).data[0].hovertext[1]
    assert "金井&lt;淵" in list(_trace(draw.draw(area_map), "names").text)


def test_stacked_bars_add_up_in_shades_of_one_hue(stacked):
    drawn = draw.draw(stacked)
    assert drawn.layout.barmode == "stack" and [bar.name for bar in drawn.data] == ["65～74歳", "75歳以上"]
    assert [bar.marker.color for bar in drawn.data] == list(theme.shades(3)[1:])
    assert [list(bar.text) for bar in drawn.data] == [["12.0 %"] * 2, ["15.0 %"] * 2]


def test_several_series_differ_in_colour_and_pattern(stacked):
    drawn = draw.draw(type(stacked)(**vars(stacked) | {"stacked": False}))
    assert len({bar.marker.color for bar in drawn.data}) == len({bar.marker.pattern.shape for bar in drawn.data}) == 2


def test_a_line_breaks_where_a_value_is_missing_and_says_why(lines):
    drawn = draw.draw(lines)
    yahata, city = drawn.data
    assert np.isnan(yahata.y[1]) and yahata.connectgaps is False
    assert (yahata.line.dash, yahata.marker.symbol) != (city.line.dash, city.marker.symbol)
    words = [note.text for note in drawn.layout.annotations]
    assert "<i>八幡：未調査</i>" in words and "八幡 24.0 %" in words and "市全体 24.1 %" in words


def test_a_pyramid_has_men_on_the_left_and_marks_65(pyramid):
    drawn = draw.draw(pyramid)
    men, women = drawn.data
    assert list(men.x) == [-1200, -1100, -900] and list(women.x) == [1250, 1180, 1400]
    assert [text.strip() for text in men.text] == ["1,200", "1,100", "900"]
    assert men.marker.color[0] != men.marker.color[1] == men.marker.color[2]
    assert "-" not in "".join(drawn.layout.xaxis.ticktext)


def _colour_of(trace, place):
    """The colour plotly gives an area: its step of the scale, worked out anew."""
    share = (trace.z[place] - trace.zmin) / (trace.zmax - trace.zmin)
    return [colour for at, colour in trace.colorscale if at <= share][-1]


def test_areas_have_the_colour_of_their_class_and_missing_ones_none_of_them(area_map):
    areas = _trace(draw.draw(area_map), "areas")
    assert list(areas.z) == [0, 2, -1, -1]
    light, _, dark = theme.shades(3)
    assert [_colour_of(areas, place) for place in range(4)] == [light, dark, theme.MISSING, theme.MISSING]
    assert list(areas.locations) == ["01", "02", "03", "04"]  # what a click gives back
    assert areas.hovertext[2] == "町屋<br>少人数のため表示しません"


def test_the_key_of_a_map_is_in_words(area_map):
    drawn = draw.draw(area_map)
    assert [trace.name for trace in drawn.data if trace.showlegend] == [
        "駅",
        "学校",
        "25 %未満",
        "25～30 %",
        "30 %以上",
        "少人数のため表示しません",
        "未調査",
    ]
    assert drawn.layout.legend.title.text == "高齢化率（%）" and drawn.layout.legend.itemclick is False


def test_missing_areas_are_hatched_and_the_selected_one_is_outlined(area_map):
    drawn = draw.draw(area_map)
    hatch = _trace(drawn, "hatch")
    assert np.nanmin(hatch.lon) >= 139.0999 and np.nanmax(hatch.lon) <= 139.2001
    outline = [trace for trace in drawn.data if trace.name == "selected"][-1]
    assert (np.nanmin(outline.lon), np.nanmax(outline.lon)) == pytest.approx(
        (139.0, 139.05)
    ) and outline.line.color == theme.SELECTED


def test_a_map_is_north_up_true_to_shape_and_needs_no_world(area_map):
    geo = draw.draw(area_map).layout.geo
    assert geo.projection.type == "mercator" and geo.visible is False
    west, east = geo.lonaxis.range
    assert west < 139.0 and east > 139.2 and geo.lataxis.range[0] < 36.0 and geo.lataxis.range[1] > 36.08


def test_shapes_travel_as_an_address_or_along(area_map):
    assert _trace(draw.draw(area_map, "/media/x.json"), "areas").geojson == "/media/x.json"
    along = _trace(draw.draw(area_map), "areas").geojson
    assert along == json.loads(cartography.geojson(area_map.areas))
    assert _trace(draw.draw(area_map), "areas").featureidkey == "id"


def test_areas_that_are_points_are_drawn_as_circles(point_map):
    points = _trace(draw.draw(point_map), "areas")
    light, _, dark = theme.shades(3)
    assert points.type == "scattergeo" and list(points.marker.color) == [light, dark, theme.MISSING, theme.MISSING]
    assert list(points.marker.symbol) == ["circle", "circle", "circle-x", "circle-x"]


def test_a_map_without_any_shape_is_drawn_empty(area_map):
    gone = area_map.areas.set_geometry([None] * 4, crs="EPSG:6668")
    drawn = draw.draw(type(area_map)(**vars(area_map) | {"areas": gone}))
    assert not [trace for trace in drawn.data if trace.name == "areas"]


@pytest.mark.parametrize("many", [False, True])
def test_names_on_a_small_screen_never_meet_and_what_is_left_out_is_said(area_map, many):
    """Worked out apart from the renderer: the map beside the headline figures at 1280 x 720 is some 515 x 390
    pixels."""
    side = 0.05 if not many else 0.012
    squares = gpd.GeoDataFrame(
        {
            "area_code": [str(n) for n in range(40)],
            "name": [f"検証{n:02}地区" for n in range(40)],
            "value": 0.3,
            "text": "",
            "state": "ok",
            "hover": "",
        },
        geometry=[
            shapely.box(
                139 + n % 10 * side,
                36 + n // 10 * side,
                139 + (n % 10 + 1) * side,
                36 + (n // 10 + 1) * side - n * 1e-5,
            )
            for n in range(40)
        ],
        crs="EPSG:6668",
    )
    if not many:
        squares = squares[squares["area_code"].isin(["0", "1", "11"])]
    drawn = draw.draw(replace(area_map, areas=squares, base=BaseMap(), selected=None))
    names = next(trace for trace in drawn.data if trace.name == "names")
    west, east = drawn.layout.geo.lonaxis.range
    south, north = drawn.layout.geo.lataxis.range
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(390 / (north - south), 515 / ((east - west) * squeeze))
    boxes = [
        shapely.box(
            lon * squeeze * scale - wording.width(text) * 9,
            lat * scale - 10,
            lon * squeeze * scale + wording.width(text) * 9,
            lat * scale + 10,
        )
        for lon, lat, text in zip(names.lon, names.lat, names.text, strict=True)
    ]
    assert not any(one.intersects(other) for one, other in itertools.combinations(boxes, 2))
    assert all(text.startswith("検証") and not text.endswith("地区") for text in names.text)
    said = [note.text for note in drawn.layout.annotations if "省いています" in note.text]
    assert said == (["地図の名前は、重なる所を省いています"] if len(names.text) < len(squares) else [])
    assert many == bool(said)
