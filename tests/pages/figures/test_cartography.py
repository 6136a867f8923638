"""Extent, shapes for the browser, hatching, names and the scale bar, against geometry worked out by hand."""

from __future__ import annotations

import itertools
import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from pages.figures import cartography, wording


def _areas(*shapes, names="東西南北") -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"area_code": [str(place) for place in range(len(shapes))], "name": list(names[: len(shapes)])},
        geometry=list(shapes),
        crs="EPSG:6668",
    )


def test_shapes_for_the_browser_run_clockwise_and_keep_their_code():
    counter = Polygon(
        [(139, 36), (139.1, 36), (139.1, 36.1), (139, 36.1)], [[(139.02, 36.02), (139.02, 36.04), (139.04, 36.04)]]
    )
    assert counter.exterior.is_ccw
    sent = json.loads(
        cartography.geojson(_areas(counter, MultiPolygon([box(140, 36, 141, 37), box(142, 36, 143, 37)])))
    )
    assert (
        [feature["id"] for feature in sent["features"]]
        == ["0", "1"]
        == [feature["properties"]["area_code"] for feature in sent["features"]]
    )
    for feature in sent["features"]:
        for part in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            assert not part.exterior.is_ccw
            assert all(hole.is_ccw for hole in part.interiors)


def test_areas_without_a_shape_are_left_out_not_drawn_somewhere():
    areas = _areas(box(139, 36, 139.1, 36.1), None)
    assert len(json.loads(cartography.geojson(areas))["features"]) == 1
    assert cartography.shaped(areas.iloc[[1]]) is None
    assert json.loads(cartography.geojson(areas.iloc[[1]])) == {"type": "FeatureCollection", "features": []}


def test_the_extent_holds_everything_with_a_margin():
    west, south, east, north = cartography.extent(
        [_areas(box(139, 36, 139.2, 36.1)), None, _areas(Point(139.3, 36.05))], margin=0.1
    )
    assert (west, south, east, north) == pytest.approx((138.97, 35.99, 139.33, 36.11))


def test_hatching_lies_inside_the_shapes_only():
    shapes, frame = [box(139.02, 36.02, 139.05, 36.05), box(139.08, 36.0, 139.1, 36.1)], (139.0, 36.0, 139.1, 36.1)
    lines = cartography.hatching(shapes, frame)
    assert lines.length > 0.1
    assert lines.difference(shapely.union_all(shapes).buffer(1e-9)).is_empty
    assert all(lines.intersects(shape) for shape in shapes)


def test_traces_keep_pieces_apart():
    lon, lat = cartography.traces([LineString([(139, 36), (139.5, 36.5)]), box(140, 36, 141, 37)])
    assert len(lon) == len(lat) == 2 + 1 + 5
    assert np.isnan(lon[2]) and np.isnan(lat[2])
    assert lon[:2] == pytest.approx([139, 139.5])


def test_names_never_touch_and_larger_areas_come_first():
    squares = [box(139 + 0.001 * place, 36, 139.02 + 0.001 * place, 36.02 - 0.001 * place) for place in range(4)]
    found = cartography.names(_areas(*squares, names=["八幡地区"] * 4), (139.0, 36.0, 139.05, 36.05), 500, 18)
    assert found["area_code"].tolist()[0] == "0"
    scale = 500 / 0.05
    squeeze = cartography.squeeze((139.0, 36.0, 139.05, 36.05))
    frames = [
        box(
            row.lon * squeeze * scale - 36,
            row.lat * scale - 10.8,
            row.lon * squeeze * scale + 36,
            row.lat * scale + 10.8,
        )
        for row in found.itertuples()
    ]
    assert not any(one.intersects(other) for one, other in itertools.combinations(frames, 2))


def test_a_name_wider_than_its_area_is_left_out():
    tiny = _areas(box(139, 36, 139.001, 36.001), names=["とても長い名前の地区"])
    assert cartography.names(tiny, (139.0, 36.0, 139.1, 36.1), 500, 18).empty


def test_where_names_of_areas_do_not_fit_those_of_the_districts_are_written(area_map):
    frame = cartography.map_extent(area_map)
    found, bold = cartography.names_to_write(area_map, frame, 640, 18)
    assert not bold and found["name"].tolist() == ["八幡", "金井<淵", "町屋", "倉賀野"]
    found, bold = cartography.names_to_write(type(area_map)(**vars(area_map) | {"label_areas": False}), frame, 640, 18)
    assert bold and len(found) == 4


def test_the_scale_bar_is_a_round_length_of_the_right_width():
    frame = (139.0, 36.0, 139.2, 36.1)
    metres, degrees = cartography.scale_bar(frame)
    assert metres == 2000 and cartography.metres_text(metres) == "2 km" and cartography.metres_text(500) == "500 m"
    from pyproj import Geod

    true = Geod(ellps="GRS80").line_length([139.0, 139.0 + degrees], [36.05, 36.05])
    assert true == pytest.approx(metres, rel=0.005)


def test_small_roads_are_thinner_and_lines_are_cut_to_the_map(base):
    frame = (139.0, 36.0, 139.2, 36.08)
    ways = cartography.ways(base.lines, frame)
    assert {layer for layer, *_ in ways} == {"road", "river", "railway"}
    for _, shapes, _, _, _ in ways:
        assert box(*frame).buffer(1e-9).contains(shapely.union_all(shapes.to_numpy()))
    road = next(width for layer, _, _, width, _ in ways if layer == "road")
    main = cartography.ways(base.lines.assign(rank=1), frame)
    assert road == pytest.approx(next(width for layer, _, _, width, _ in main if layer == "road") / 2)


def test_latin_letters_are_narrower():
    assert wording.width("AB12") == pytest.approx(2.2) and wording.width("八幡") == 2
