"""Taxi stops from a shapefile explained by attributes.csv, and ground layers from 国土数値情報 and OpenStreetMap
files."""

from __future__ import annotations

import zipfile

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from data.files.extract import Options
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import base_layers, demand_taxi, recognise

# --- stops
# ----------------------------------------------------------------------------------------------------

ATTRIBUTES = """original_name,display_name,label_flag
F002,名称,1
F003,方面_1,
F004,方面_1_1便,
F005,方面_1_1便_土曜日運行,
F006,方面_1_2便,
F007,方面_1_2便_土曜日運行,
F041,運行会社,
F042,電話番号（予約）,
F043,そのほか,
"""


def write_stops(folder, **changed):
    stops = {
        "F002": ["（1）公園前", "（2）医院前"],
        "F003": ["駅行き", "駅行き"],
        "F004": ["8:10～8:20", "8:15～8:25"],
        "F005": ["あり", "なし"],
        "F006": ["9:10～9:20", None],
        "F007": ["なし", None],
        "F041": ["みどり交通"] * 2,
        "F042": ["000-000-0000"] * 2,
        "F043": ["前日までに予約"] * 2,
    } | changed
    frame = gpd.GeoDataFrame(stops, geometry=[Point(-17000, -133000), Point(-17100, -133100)], crs=2450)
    frame.to_file(folder / "乗降.shp", encoding="cp932")
    (folder / "attributes.csv").write_text(ATTRIBUTES, encoding="utf-8-sig")
    return folder / "乗降.shp"


def test_stops_become_places_of_transport_support(tmp_path):
    with opened(write_stops(tmp_path)) as file:
        assert recognise(file) is demand_taxi
        piece = demand_taxi.read(file, Options())
    rows = piece.tables["resources"]
    line = rows.iloc[0].dropna().to_dict()
    assert {
        key: line[key]
        for key in ("kind", "name", "operator", "contact", "booking", "schedule", "position_basis", "row")
    } == {
        "kind": "transport_support",
        "name": "（1）公園前",
        "operator": "みどり交通",
        "contact": "000-000-0000",
        "booking": "前日までに予約",
        "schedule": "駅行き 8:10～8:20、9:10～9:20（土曜運休）",
        "position_basis": "given",
        "row": 1,
    }
    assert rows.at[1, "schedule"] == "駅行き 8:15～8:25（土曜運休）"
    expected = gpd.GeoSeries([Point(-17000, -133000)], crs=2450).to_crs(6668)
    assert (line["lat"], line["lon"]) == (pytest.approx(expected.y[0]), pytest.approx(expected.x[0]))


def test_stops_without_their_attributes_file_are_refused_when_named(tmp_path):
    path = write_stops(tmp_path)
    (tmp_path / "attributes.csv").unlink()
    with opened(path) as file:
        assert not demand_taxi.recognises(file)
        with pytest.raises(Refused, match="attributes.csv を同じフォルダに置いて"):
            demand_taxi.read(file, Options())


def test_a_stop_without_a_name_is_refused(tmp_path):
    with (
        opened(write_stops(tmp_path, F002=["（1）公園前", None])) as file,
        pytest.raises(Refused, match="2行目・列「名称」: 空欄です"),
    ):
        demand_taxi.read(file, Options())


def test_real_stops_of_yaizu(real_data):
    with opened(real_data / "yaizu/大井川地区_タクシー乗降位置/大井川地区_タクシー乗車位置.shp") as file:
        assert recognise(file) is demand_taxi
        rows = demand_taxi.read(file, Options()).tables["resources"]
    assert (
        len(rows) == 97
        and rows["resource_id"].is_unique
        and rows["lat"].between(34.7, 34.9).all()
        and rows["lon"].between(138.2, 138.4).all()
    )
    first = rows.iloc[0]
    assert (
        first["name"] == "（E-81）高新田中央防災広場前"
        and first["contact"] == "054-622-0259"
        and first["operator"] == "小泉タクシー"
    )
    assert first["schedule"].startswith("つつじ平団地発　水産加工センター行き 8:10～8:20、9:10～9:20（土曜運休）")


# --- ground
# ----------------------------------------------------------------------------------------------------

LINE = LineString([(139.0, 36.3), (139.01, 36.31)])
OTHER = LineString([(139.02, 36.3), (139.03, 36.31)])


def write(folder, file_name: str, shapes, crs=6668, **columns):
    path = folder / file_name
    gpd.GeoDataFrame(columns, geometry=shapes, crs=crs).to_file(path)
    return path


def base_of(path, kind=base_layers):
    with opened(path) as file:
        assert recognise(file) is kind
        piece = base_layers.read(file, Options())
    return piece.tables["base"], piece


def test_railways_of_land_numbers_one_shape_a_line(tmp_path):
    base, piece = base_of(
        write(tmp_path, "N02.geojson", [LINE, OTHER], N02_003=["みどり線", "みどり線"], N02_004=["みどり鉄道"] * 2)
    )
    assert base[["layer", "name"]].to_numpy().tolist() == [["railway", "みどり線"]]
    assert base.geometry.iloc[0].length == pytest.approx(LINE.length + OTHER.length)
    assert base.crs.to_epsg() == 6668 and piece.source["publisher"] == "国土交通省"


def test_stations_are_lines_there_and_become_points(tmp_path):
    base, _ = base_of(write(tmp_path, "駅.geojson", [LINE], N02_003=["みどり線"], N02_005=["みどり駅"]))
    assert base[["layer", "name"]].to_numpy().tolist() == [["station", "みどり駅"]] and base.geom_type.tolist() == [
        "Point"
    ]


def test_rivers_and_schools(tmp_path):
    rivers, _ = base_of(write(tmp_path, "W05.geojson", [LINE, OTHER], W05_004=["青川", "名称不明"]))
    assert sorted(rivers["name"].fillna("-")) == ["-", "青川"] and set(rivers["layer"]) == {"river"}
    schools, _ = base_of(
        write(
            tmp_path,
            "P29.geojson",
            [Point(139, 36.3), Point(139.1, 36.3)],
            P29_003=["16001", "16002"],
            P29_004=["第一小学校", "第二小学校"],
        )
    )
    assert schools["name"].tolist() == ["第一小学校", "第二小学校"] and set(schools["layer"]) == {"school"}


def test_osm_roads_keep_main_ones_with_their_rank_and_say_what_was_left(tmp_path):
    path = write(
        tmp_path,
        "edges.gpkg",
        [LINE, OTHER, LINE, OTHER, LINE],
        osmid=["1", "2", "3", "4", "5"],
        name=["国道", None, "県道", "小道", "['市道', '別名']"],
        highway=["trunk", "primary_link", "['secondary', 'residential']", "residential", "tertiary,path"],
    )
    base, piece = base_of(path)
    found = {(name if pd.notna(name) else "-"): rank for name, rank in zip(base["name"], base["rank"], strict=True)}
    assert found == {"国道": 1, "-": 1, "県道": 2, "市道": 3} and set(base["layer"]) == {"road"}
    assert any("1件を省き、4件を読みました" in problem.why for problem in piece.problems)
    assert piece.source["licence"] == "ODbL 1.0" and "OpenStreetMap contributors" in piece.source["publisher"]


def test_osm_places_and_lines_in_one_file(tmp_path):
    shapes = [LINE, OTHER, Point(139, 36.3), box(139, 36.3, 139.002, 36.302), Point(139.1, 36.4)]
    path = write(
        tmp_path,
        "all.gpkg",
        shapes,
        name=["線", "川", "駅", "学校", "喫茶"],
        railway=["rail", None, "station", None, None],
        waterway=[None, "river", None, None, None],
        amenity=[None, None, None, "school", "cafe"],
    )
    base, _ = base_of(path)
    assert dict(zip(base["name"], base["layer"], strict=True)) == {
        "線": "railway",
        "川": "river",
        "駅": "station",
        "学校": "school",
    }
    assert base.set_index("name").geom_type["学校"] == "Point"


def test_a_file_is_also_known_by_its_name_when_its_kind_is_said(tmp_path):
    path = write(tmp_path, "市の河川.geojson", [LINE], 名称=["青川"])
    with opened(path) as file:
        base = base_layers.read(file, Options()).tables["base"]
    assert base[["layer", "name"]].to_numpy().tolist() == [["river", "青川"]]


def test_a_file_that_says_nothing_is_refused(tmp_path):
    with (
        opened(write(tmp_path, "x.geojson", [LINE], 何か=["a"])) as file,
        pytest.raises(Refused, match="どれか分かりません"),
    ):
        base_layers.read(file, Options())


def test_only_small_paths_is_refused(tmp_path):
    with (
        opened(write(tmp_path, "e.geojson", [LINE], highway=["footway"])) as file,
        pytest.raises(Refused, match="一つもありません"),
    ):
        base_layers.read(file, Options())


def test_stops_in_a_zip_keep_their_attributes_file(tmp_path):
    path = write_stops(tmp_path)
    with zipfile.ZipFile(tmp_path / "乗降.zip", "w") as archive:
        for part in [*tmp_path.glob("乗降.*"), tmp_path / "attributes.csv"]:
            if part.suffix != ".zip":
                archive.write(part, part.name)
    path.unlink()
    with opened(tmp_path / "乗降.zip") as file:
        assert recognise(file) is demand_taxi
        assert len(demand_taxi.read(file, Options()).tables["resources"]) == 2
