"""Which area a resource stands in: squares whose answer is seen at a glance, and 東大阪市's care sites."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from data.ingest.locate import clip_base, locate_resources
from data.store.schema import STORED_CRS, TABLES

ZONE = 6677


def areas_of(*rows) -> gpd.GeoDataFrame:
    """(code, level, geometry) in order."""
    frame = pd.DataFrame(
        [(code, level, code, pd.NA, order) for order, (code, level, _) in enumerate(rows)],
        columns=list(TABLES["areas"].columns),
    )
    return gpd.GeoDataFrame(
        frame.astype(TABLES["areas"].columns), geometry=[shape for *_, shape in rows], crs=STORED_CRS
    )


def resources_of(*rows) -> pd.DataFrame:
    """(name, lat, lon, area_code)"""
    frame = TABLES["resources"].fit(pd.DataFrame(rows, columns=["name", "lat", "lon", "area_code"]))
    return frame.assign(row=range(2, len(frame) + 2))


SQUARES = (
    ("D", "district", box(139.00, 36.30, 139.04, 36.32)),
    ("W", "small_area", box(139.00, 36.30, 139.02, 36.32)),
    ("E", "small_area", box(139.02, 36.30, 139.04, 36.32)),
)


def test_the_finest_area_is_taken_even_when_a_coarser_one_comes_first():
    found, problems = locate_resources(
        resources_of(("a", 36.31, 139.01, None), ("b", 36.31, 139.03, None)), areas_of(*SQUARES), ZONE
    )
    assert found["area_code"].tolist() == ["W", "E"]
    assert problems == []


def test_a_point_on_a_shared_edge_belongs_to_one_area_only():
    found, _ = locate_resources(resources_of(("a", 36.31, 139.02, None)), areas_of(*SQUARES), ZONE)
    assert found["area_code"].tolist() == ["W"]


def test_outside_is_left_out_counted_and_named_with_its_line_and_distance():
    given = resources_of(("in", 36.31, 139.01, None), ("out", 36.31, 139.05, None))
    found, (problem,) = locate_resources(given, areas_of(*SQUARES), ZONE, "list.csv")
    assert found["name"].tolist() == ["in"]
    assert (problem.severity, problem.file) == ("warn", "list.csv")
    assert (
        "1件" in problem.why and "「out」3行目" in problem.why and "0.9 km" in problem.why
    )  # 0.01 degrees of longitude at 36.3 N = 897 m
    assert len(given) == 2 and given["area_code"].isna().all()


def test_a_place_just_beside_the_edge_stands_in_the_nearest_area():
    edge = 139.04
    metre = 1 / 89_700  # degrees of longitude at 36.3 N
    found, problems = locate_resources(
        resources_of(("near", 36.31, edge + 40 * metre, None), ("far", 36.31, edge + 60 * metre, None)),
        areas_of(*SQUARES),
        ZONE,
    )
    assert found[["name", "area_code"]].to_numpy().tolist() == [["near", "E"]]
    assert "1件" in problems[0].why


def test_ground_layers_are_cut_to_the_city_and_a_margin():
    roads = gpd.GeoDataFrame(
        {"layer": ["road", "road"], "name": ["through", "elsewhere"]},
        geometry=[LineString([(138.5, 36.31), (139.5, 36.31)]), LineString([(138.0, 35.0), (138.1, 35.0)])],
        crs=STORED_CRS,
    )
    cut = clip_base(roads, areas_of(*SQUARES), ZONE, margin=500)
    assert cut["name"].tolist() == ["through"]
    west, _, east, _ = cut.total_bounds
    assert 139.0 - west == pytest.approx(500 / 89_700, rel=0.15) and east - 139.04 == pytest.approx(
        500 / 89_700, rel=0.15
    )
    assert clip_base(roads, areas_of(("A", "district", None)), ZONE)["name"].tolist() == ["through", "elsewhere"]


def test_without_a_position_the_area_gives_a_point_inside_it():
    horseshoe = Polygon(
        [
            (139, 36),
            (139.03, 36),
            (139.03, 36.03),
            (139.02, 36.03),
            (139.02, 36.01),
            (139.01, 36.01),
            (139.01, 36.03),
            (139, 36.03),
        ]
    )
    found, problems = locate_resources(
        resources_of(("a", None, None, "U"), ("b", None, None, None)), areas_of(("U", "district", horseshoe)), ZONE
    )
    assert horseshoe.contains(Point(found.at[0, "lon"], found.at[0, "lat"]))
    assert found.at[0, "position_basis"] == "representative"
    assert pd.isna(found.at[1, "lat"]) and pd.isna(found.at[1, "position_basis"])
    assert problems == []


def test_the_area_that_is_written_stays_and_the_difference_is_told():
    found, (problem,) = locate_resources(
        resources_of(("a", 36.31, 139.03, "W"), ("b", 36.31, 139.01, "D")), areas_of(*SQUARES), ZONE
    )
    assert found["area_code"].tolist() == ["W", "D"]
    assert problem.severity == "info" and "「a」2行目" in problem.why and "「b」" not in problem.why


def test_areas_that_are_points_say_nothing_of_near_places_and_leave_out_far_ones():
    points = areas_of(("A", "small_area", Point(134.04, 34.34)), ("B", "small_area", Point(134.06, 34.34)))
    found, (problem,) = locate_resources(
        resources_of(("near", 34.36, 134.05, None), ("tokyo", 35.68, 139.76, None), ("named", None, None, "B")),
        points,
        6672,
    )
    assert found["name"].tolist() == ["near", "named"]
    assert found["area_code"].isna().tolist() == [True, False]
    assert found.at[1, "lon"] == pytest.approx(134.06)
    assert "「tokyo」" in problem.why


def test_no_geometry_at_all_changes_nothing():
    bare = areas_of(("A", "district", None))
    found, problems = locate_resources(resources_of(("a", 36.0, 139.0, "A"), ("b", None, None, "A")), bare, ZONE)
    assert found["area_code"].tolist() == ["A", "A"] and pd.isna(found.at[1, "lat"]) and problems == []


def test_all_198_care_sites_of_higashiosaka_lie_inside_its_polygons(real_data):
    polygons = gpd.read_file(real_data / "higashiosaka/r2ka27227.topojson", layer="town").set_crs(
        STORED_CRS, allow_override=True
    )
    shapes = polygons.dissolve("KEY_CODE").reset_index()
    areas = areas_of(
        *((key, "small_area", shape) for key, shape in zip(shapes["KEY_CODE"], shapes.geometry, strict=True))
    )
    sites = pd.read_csv(real_data / "care_sites/care_sites_9cities.csv", dtype=str, encoding="utf-8-sig").query(
        "市区町村名 == '東大阪市'"
    )
    given = resources_of(
        *(
            (name, float(lat), float(lon), None)
            for name, lat, lon in zip(sites["事業所名"], sites["緯度"], sites["経度"], strict=True)
        )
    )
    found, problems = locate_resources(given, areas, 6674)
    assert len(found) == 198 and problems == []
    naive = [
        next(
            code
            for code, shape in zip(areas["area_code"], areas.geometry, strict=True)
            if shape.covers(Point(lon, lat))
        )
        for lat, lon in zip(found["lat"], found["lon"], strict=True)
    ]
    assert found["area_code"].tolist() == naive


def test_all_56_care_sites_of_yaizu_lie_inside_its_associations_and_those_of_eight_other_cities_outside(real_data):
    """Real boundaries whose union is not valid in metres; and the nearest distance against the plain way for the places
    named."""
    shapes = gpd.read_file(real_data / "yaizu/自治会区域/自治会区域.shp").to_crs(STORED_CRS)
    areas = areas_of(*((str(place), "neighbourhood", shape.buffer(0)) for place, shape in enumerate(shapes.geometry)))
    sites = pd.read_csv(real_data / "care_sites/care_sites_9cities.csv", dtype=str, encoding="utf-8-sig")
    given = resources_of(
        *(
            (city, float(lat), float(lon), None)
            for city, lat, lon in zip(sites["市区町村名"], sites["緯度"], sites["経度"], strict=True)
        )
    )
    found, (problem,) = locate_resources(given, areas, 6676)
    assert found["name"].tolist() == ["焼津市"] * 56 and found["area_code"].notna().all()
    assert f"市の外にある{2136 - 56}件" in problem.why
    far = gpd.GeoSeries(
        gpd.points_from_xy(given["lon"].astype(float), given["lat"].astype(float)), crs=STORED_CRS
    ).to_crs(6676)[given["name"] != "焼津市"]
    nearest = min(far.distance(shape).min() for shape in areas.geometry.to_crs(6676))
    assert f"市の外へ約{nearest / 1000:,.1f} km" in problem.why
