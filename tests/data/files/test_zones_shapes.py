"""Plane-rectangular zones of known cities, and shapes for the screen."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import Point, Polygon, box

from data.ingest.simplified_shapes import screen_shapes
from data.store.plane_zones import PREFECTURE_BOXES, prefecture_name, within_any_prefecture, within_prefecture, zone_of


@pytest.mark.parametrize(
    ("prefecture", "lon", "lat", "roman"),
    [
        ("長崎県", 129.87, 32.75, 1),
        ("福岡県", 130.4, 33.6, 2),
        ("広島県", 132.45, 34.39, 3),
        ("香川県", 134.05, 34.34, 4),
        ("兵庫県", 135.18, 34.69, 5),
        ("大阪府", 135.6, 34.68, 6),
        ("愛知県", 136.9, 35.18, 7),
        ("静岡県", 138.32, 34.87, 8),
        ("群馬県", 139.0, 36.32, 9),
        ("栃木県", 139.88, 36.56, 9),
        ("宮城県", 140.87, 38.27, 10),
        ("北海道", 140.73, 41.77, 11),
        ("北海道", 141.35, 43.06, 12),
        ("北海道", 144.38, 42.98, 13),
        ("東京都", 139.7, 35.69, 9),
        ("東京都", 142.19, 27.09, 14),
        ("沖縄県", 127.68, 26.21, 15),
        ("沖縄県", 124.16, 24.34, 16),
        ("沖縄県", 131.24, 25.83, 17),
        ("鹿児島県", 130.56, 31.6, 2),
        ("鹿児島県", 129.49, 28.38, 1),
    ],
)
def test_zones_follow_prefectures_and_where_one_has_several_the_place(prefecture, lon, lat, roman):
    assert zone_of(prefecture, lon, lat) == 6668 + roman


@pytest.mark.parametrize(
    ("lon", "lat", "roman"), [(138.32, 34.87, 8), (135.6, 34.68, 6), (134.05, 34.34, 4), (127.68, 26.21, 15)]
)
def test_without_a_prefecture_the_nearest_origin_serves(lon, lat, roman):
    zone = zone_of("", lon, lat)
    assert 6669 <= zone <= 6687
    square = gpd.GeoSeries([box(lon, lat, lon + 0.01, lat + 0.01)], crs="EPSG:6668")
    assert square.to_crs(zone).area[0] == pytest.approx(square.to_crs(6668 + roman).area[0], rel=2e-3), (
        "lengths differ by less than a thousandth"
    )


def test_prefectures_of_codes():
    assert (
        prefecture_name("27227"),
        prefecture_name("10202"),
        prefecture_name("01100"),
        prefecture_name("47201"),
        prefecture_name(""),
    ) == ("大阪府", "群馬県", "北海道", "沖縄県", "")


# Longitude and latitude of every prefecture's office, and of far islands.
OFFICES = (
    (141.35, 43.06),
    (140.74, 40.82),
    (141.15, 39.70),
    (140.87, 38.27),
    (140.10, 39.72),
    (140.36, 38.24),
    (140.47, 37.75),
    (140.45, 36.34),
    (139.88, 36.57),
    (139.06, 36.39),
    (139.65, 35.86),
    (140.12, 35.60),
    (139.69, 35.69),
    (139.64, 35.45),
    (139.02, 37.90),
    (137.21, 36.70),
    (136.63, 36.59),
    (136.22, 36.07),
    (138.57, 35.66),
    (138.18, 36.65),
    (136.72, 35.39),
    (138.38, 34.98),
    (136.91, 35.18),
    (136.51, 34.73),
    (135.87, 35.00),
    (135.76, 35.02),
    (135.52, 34.69),
    (135.18, 34.69),
    (135.83, 34.69),
    (135.17, 34.23),
    (134.24, 35.50),
    (133.05, 35.47),
    (133.93, 34.66),
    (132.46, 34.40),
    (131.47, 34.19),
    (134.56, 34.07),
    (134.04, 34.34),
    (132.77, 33.84),
    (133.53, 33.56),
    (130.42, 33.61),
    (130.30, 33.25),
    (129.87, 32.74),
    (130.74, 32.79),
    (131.61, 33.24),
    (131.42, 31.91),
    (130.56, 31.56),
    (127.68, 26.21),
)
ISLANDS = (
    (1, 141.23, 45.45),
    (1, 148.75, 45.4),
    (13, 139.79, 33.11),
    (13, 142.19, 27.09),
    (13, 153.98, 24.29),
    (15, 138.37, 38.02),
    (32, 133.25, 36.2),
    (37, 134.2, 34.48),
    (42, 129.29, 34.2),
    (42, 128.84, 32.7),
    (46, 129.49, 28.38),
    (46, 130.53, 30.35),
    (47, 124.16, 24.34),
    (47, 123.0, 24.46),
    (47, 131.24, 25.83),
    (17, 136.92, 37.85),
)


def test_every_prefectures_office_and_far_islands_lie_within_it():
    assert len(OFFICES) == len(PREFECTURE_BOXES) == 47
    assert [number for number, (lon, lat) in enumerate(OFFICES, 1) if not within_prefecture(number, lon, lat)] == []
    assert [place for place in ISLANDS if not within_prefecture(*place)] == []
    assert not within_prefecture(27, 139.69, 35.69) and not within_prefecture(22, 136.72, 35.39)
    assert not within_any_prefecture(150.0, 35.0) and not within_any_prefecture(126.98, 37.57), "the Pacific; Seoul"


def wavy_neighbours() -> gpd.GeoDataFrame:
    """Two areas with a common border of 400 small steps."""
    y = np.linspace(34.67, 34.69, 400)
    border = np.column_stack([135.6 + 0.00002 * np.sin(np.arange(400)), y])
    left = Polygon([(135.58, 34.67), *border, (135.58, 34.69)])
    right = Polygon([*border[::-1], (135.62, 34.67), (135.62, 34.69)][::-1])
    return gpd.GeoDataFrame(
        {"area_code": ["a", "b", "c", "d"], "level": ["small_area", "small_area", "small_area", "district"]},
        geometry=[left, shapely.make_valid(right), Point(135.6, 34.6), box(135.58, 34.67, 135.62, 34.69)],
        crs="EPSG:6668",
    )


def test_neighbours_stay_neighbours_with_fewer_corners_clockwise_and_rounded():
    areas = wavy_neighbours()
    shapes = screen_shapes(areas, 6674).set_index("area_code")
    assert set(shapes.index) == {"a", "b", "d"}, "a point has no shape"
    assert len(shapes.loc[["a", "b"]].get_coordinates()) < 100 < len(areas.get_coordinates())
    assert not any(polygon.exterior.is_ccw for polygon in shapes.geometry.explode())
    coordinates = shapes.get_coordinates().to_numpy()
    assert np.allclose(coordinates, coordinates.round(5), atol=1e-9)
    overlap = shapes.at["a", "geometry"].intersection(shapes.at["b", "geometry"]).area
    gap = box(135.58, 34.67, 135.62, 34.69).area - shapes.loc[["a", "b"]].union_all().area
    assert overlap < 1e-10 and abs(gap) < 1e-7


def test_tiny_areas_and_overlapping_ones_are_not_lost():
    tiny = box(135.6, 34.67, 135.60002, 34.67002)
    areas = gpd.GeoDataFrame(
        {"area_code": ["tiny", "around", "over"], "level": "neighbourhood"},
        geometry=[tiny, box(135.59, 34.66, 135.61, 34.68), box(135.6, 34.66, 135.62, 34.68)],
        crs="EPSG:6668",
    )
    shapes = screen_shapes(areas, 6674)
    assert len(shapes) == 3 and not shapes.is_empty.any() and (shapes.to_crs(6674).area > 0).all()


def test_a_city_without_polygons_has_an_empty_table():
    assert len(screen_shapes(wavy_neighbours().iloc[[2]], 6674)) == 0
