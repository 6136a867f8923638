"""Readers of boundaries on small invented files: formats, encodings, reference systems, areas in parts, broken
shapes."""

from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from data.files.extract import Options
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import association_boundary, estat_boundary, recognise
from data.store.schema import STORED_CRS


def read(path, **options):
    with opened(path) as file:
        reader = recognise(file)
        return reader, reader.read(file, Options(**options))


def warnings(piece) -> list[str]:
    return [problem.why for problem in piece.problems if problem.severity == "warn"]


@pytest.mark.parametrize(
    ("name", "crs", "encoding"),
    [
        ("r2ka27999.shp", "EPSG:6668", "cp932"),
        ("r2ka27999.shp", "EPSG:6668", "utf-8"),
        ("r2ka27999.shp", "EPSG:2448", "cp932"),
        ("r2ka27999.shp", "EPSG:4612", "cp932"),
        ("r2ka27999.geojson", "EPSG:6668", ""),
        ("r2ka27999.gpkg", "EPSG:6674", ""),
    ],
)
def test_formats_encodings_and_reference_systems_give_the_same_areas(small_city, name, crs, encoding):
    reader, piece = read(small_city.boundary(name, crs, encoding))
    areas = piece.tables["areas"]
    assert reader is estat_boundary
    assert dict(zip(areas["area_code"], areas["name"], strict=True)) == dict(
        zip(small_city.codes, small_city.names, strict=True)
    )
    assert areas.crs == STORED_CRS
    assert piece.totals["areas"] == {"国勢調査の人口（JINKO）": small_city.total}
    assert list(areas.total_bounds) == pytest.approx([135.574, 34.67, 135.598, 34.684], abs=2e-5)
    assert (
        piece.source["city_codes"] == ("27999",)
        and piece.source["city_title"] == "架空市"
        and piece.source["prefecture"] == "大阪府"
    )
    assert piece.source["as_of"] == "2020-10-01"
    assert piece.problems == []


def test_parts_become_one_area_and_water_is_left_out(small_city):
    _, piece = read(small_city.boundary())
    areas = piece.tables["areas"].set_index("area_code")
    assert len(areas) == 6 and "279990050" not in areas.index
    assert areas.at["279990020", "geometry"].geom_type == "MultiPolygon"
    assert areas.at["279990020", "jinko"] == sum(small_city.people(3)), "only the first part carries people"


def test_topojson_without_a_reference_system_is_assumed_with_a_warning(tmp_path):
    """Two squares that share an arc, as CODH writes them (object `town`)."""
    arcs = [
        [[135.574, 34.67], [135.574, 34.674]],
        [[135.574, 34.674], [135.57, 34.674], [135.57, 34.67], [135.574, 34.67]],
        [[135.574, 34.67], [135.578, 34.67], [135.578, 34.674], [135.574, 34.674]],
    ]
    town = [
        {
            "type": "Polygon",
            "arcs": [[0, 1]],
            "properties": {"KEY_CODE": "27999001001", "S_NAME": "架空町一丁目", "R2KAxx": 1, "JINKO": 5},
        },
        {
            "type": "Polygon",
            "arcs": [[2, -1]],
            "properties": {"KEY_CODE": "27999001002", "S_NAME": "架空町二丁目", "R2KAxx": 2, "JINKO": 6},
        },
    ]
    path = tmp_path / "r2ka27999.topojson"
    path.write_text(
        json.dumps(
            {"type": "Topology", "objects": {"town": {"type": "GeometryCollection", "geometries": town}}, "arcs": arcs}
        ),
        encoding="utf-8",
    )
    _, piece = read(path)
    assert piece.tables["areas"]["name"].tolist() == ["架空町一丁目", "架空町二丁目"]
    assert warnings(piece) == ["測地系が書かれていません。世界測地系（JGD2011）の緯度経度とみなしました。"]


def test_a_shapefile_in_a_zip_is_read_and_one_without_prj_assumed(small_city, tmp_path):
    path = small_city.boundary("r2ka27999.shp")
    path.with_suffix(".prj").unlink()
    with zipfile.ZipFile(tmp_path / "A002005212020DDSWC27999.zip", "w") as archive:
        for part in small_city.folder.glob("r2ka27999.*"):
            archive.write(part, part.name)
    _, piece = read(tmp_path / "A002005212020DDSWC27999.zip")
    assert len(piece.tables["areas"]) == 6
    assert len(warnings(piece)) == 1


def test_the_polygons_of_2015_know_their_year(small_city):
    shapes = small_city.shapes().rename(columns={"R2KAxx": "H27KAxx_"})
    shapes.to_file(small_city.folder / "old.geojson")
    _, piece = read(small_city.folder / "old.geojson")
    assert piece.source["as_of"] == "2015-10-01" and "平成27年国勢調査" in piece.source["title"]


def test_invalid_polygons_are_mended_with_a_warning(small_city):
    shapes = small_city.shapes()
    bow = Polygon([(135.57, 34.67), (135.58, 34.68), (135.58, 34.67), (135.57, 34.68)])
    shapes.loc[1, "geometry"] = bow
    shapes.to_file(small_city.folder / "bow.geojson")
    _, piece = read(small_city.folder / "bow.geojson")
    assert piece.tables["areas"].is_valid.all()
    assert [(problem.row, problem.why) for problem in piece.problems] == [
        (2, "形の正しくない図形1件を直して読みました。")
    ]


def test_swapped_coordinates_are_put_right_with_a_warning(small_city):
    shapes = small_city.shapes()
    swapped = shapes.set_geometry(
        shapes.geometry.map(lambda shape: Polygon([(y, x) for x, y in shape.exterior.coords])), crs="EPSG:6668"
    )
    swapped.to_file(small_city.folder / "swapped.geojson")
    _, piece = read(small_city.folder / "swapped.geojson")
    assert list(piece.tables["areas"].total_bounds) == pytest.approx([135.574, 34.67, 135.598, 34.684])
    assert "逆" in warnings(piece)[0]


def test_a_prefectures_file_gives_the_city_that_is_asked_for(small_city):
    shapes = small_city.shapes()
    shapes.loc[:2, "KEY_CODE"] = shapes.loc[:2, "KEY_CODE"].str.replace("27999", "27998")
    shapes.loc[:2, "CITY_NAME"] = "隣市"
    shapes.to_file(small_city.folder / "prefecture.geojson")
    _, piece = read(small_city.folder / "prefecture.geojson", city_codes=("27998",))
    assert piece.source["city_title"] == "隣市" and len(piece.tables["areas"]) == 3


def associations(folder, names: list[str], fields: dict[str, list]) -> None:
    shapes = gpd.GeoDataFrame(
        {"SAUID": range(len(names)), "SAUPDATE": ["2025-02-26 13:41:55"] * len(names), **fields},
        geometry=[box(138.3 + place * 0.01, 34.8, 138.31 + place * 0.01, 34.81) for place in range(len(names))],
        crs="EPSG:6668",
    )
    shapes.to_crs("EPSG:2450").to_file(folder / "区域.shp", encoding="cp932")


def test_associations_are_named_by_the_field_that_attributes_csv_explains(tmp_path):
    names = ["東自治会", "西自治会", "南／北自治会"]
    associations(tmp_path, names, {"SAFIELD000": ["37", "32", "51"], "SAFIELD001": names})
    (tmp_path / "attributes.csv").write_text(
        "original_name,display_name,label_flag\nitem2,自治会名,1\nSAFIELD001,自治会名,1\n", encoding="utf-8"
    )
    (tmp_path / "config.yml").write_text("category: 区域\nname: 自治会の区域 \ndataType: location\n", encoding="utf-8")
    reader, piece = read(tmp_path / "区域.shp")
    assert reader is association_boundary
    areas = piece.tables["areas"]
    assert areas["name"].tolist() == names
    assert areas["path"].tolist()[0] == "自治会の区域/東自治会"
    assert set(areas["level"]) == {"neighbourhood"}
    assert piece.source["as_of"] == "2025-02-26"
    assert areas.total_bounds[0] == pytest.approx(138.3, abs=1e-5)


def test_associations_without_explanation_need_one_field_or_a_telling_name(tmp_path):
    associations(tmp_path, ["東自治会"], {"SAFIELD000": ["東自治会"]})
    assert read(tmp_path / "区域.shp")[1].tables["areas"]["name"].tolist() == ["東自治会"]
    gpd.GeoDataFrame(
        {"町内会名": ["東町", "東町", "西町"]},
        geometry=[box(138.3 + x, 34.8, 138.31 + x, 34.81) for x in (0, 0.01, 0.05)],
        crs="EPSG:6668",
    ).to_file(tmp_path / "chonaikai.geojson")
    _, piece = read(tmp_path / "chonaikai.geojson")
    assert piece.tables["areas"]["name"].tolist() == ["東町", "西町"]
    assert "一つの区域にまとめました" in warnings(piece)[0]


def refusal(path, **options) -> list:
    with pytest.raises(Refused) as caught:
        read(path, **options)
    return [problem for problem in caught.value.problems if problem.severity == "refuse"]


def changed(small_city, name: str = "changed.geojson", crs: str = "EPSG:6668", **geometry):
    """The small city with other shapes in some lines (g0=..., g1=...), written in a reference system."""
    shapes = small_city.shapes()
    for place, shape in geometry.items():
        shapes.loc[int(place[1:]), "geometry"] = shape
    path = small_city.folder / name
    shapes.to_crs(crs).to_file(path, **({"encoding": "cp932"} if path.suffix == ".shp" else {}))
    return path


FLAT = {
    "a line": LineString([(135.574, 34.67), (135.578, 34.67)]),
    "a point": Point(135.574, 34.67),
    "nothing": None,
    "an empty polygon": Polygon(),
    "a polygon along a line": Polygon([(135.574, 34.67), (135.578, 34.67), (135.576, 34.67), (135.574, 34.67)]),
    "a polygon of one point": Polygon([(135.574, 34.67)] * 4),
    "there and back": Polygon([(135.574, 34.67), (135.578, 34.674), (135.574, 34.67), (135.578, 34.674)]),
    "several flat ones": MultiPolygon(
        [Polygon([(135.574, 34.67), (135.578, 34.67), (135.574, 34.67), (135.574, 34.67)])] * 2
    ),
    "a hair": box(135.574, 34.67, 135.574 + 1e-13, 34.674),
    "lines together": GeometryCollection([LineString([(135.574, 34.67), (135.578, 34.67)])]),
}


@pytest.mark.parametrize("shape", FLAT.values(), ids=FLAT)
def test_an_area_without_area_is_named_by_row(shape, small_city):
    _, piece = read(changed(small_city, g1=shape))
    said = [problem for problem in piece.problems if "面の形がない" in problem.why]
    assert [(problem.severity, problem.row, problem.value) for problem in said] == [
        ("warn", 2, "架空町二丁目")
    ] and said[0].what_to_do
    areas = piece.tables["areas"].set_index("name")
    assert len(areas) == 6 and areas.at["架空町二丁目", "geometry"] == (shape if isinstance(shape, Point) else None), (
        "a point says at least where"
    )
    assert (shapely.area(areas.drop("架空町二丁目").geometry.array) > 0).all()


def test_every_area_without_area_is_named_and_none_at_all_is_refused(small_city):
    lines = {f"g{place}": FLAT["a line"] for place in (0, 1, 4)}
    _, piece = read(changed(small_city, **lines))
    assert [(problem.row, problem.value) for problem in piece.problems] == [
        (1, "架空町一丁目"),
        (2, "架空町二丁目"),
        (5, "霞ケ丘二丁目"),
    ]
    flat = changed(small_city, **{f"g{place}": FLAT["a polygon along a line"] for place in range(8)})
    assert "面の形が一つもありません" in refusal(flat)[0].why


def test_a_flat_part_of_an_area_in_parts_is_named_and_the_other_part_stays(small_city):
    _, piece = read(changed(small_city, g6=FLAT["a line"]))
    assert [(problem.row, problem.value) for problem in piece.problems] == [(7, "夢見町")]
    assert piece.tables["areas"].set_index("name").at["夢見町", "geometry"].geom_type == "Polygon"


def test_two_areas_of_one_shape_are_refused_with_both_names(small_city):
    shapes = small_city.shapes()
    first = shapes.geometry[0]
    for same in (
        first,
        first.buffer(1e-7),
        Polygon(first.exterior.coords[2:] + first.exterior.coords[1:3]),
        MultiPolygon([first]),
    ):
        problems = refusal(changed(small_city, g3=same))
        assert [(problem.row, problem.value) for problem in problems] == [(4, "霞ケ丘一丁目")]
        assert "「架空町一丁目」（1行目）と同じ形" in problems[0].why and problems[0].what_to_do
    west, south, east, north = first.bounds
    for other in (
        box(west, south, east - 0.0005, north),
        box(west + 0.0001, south + 0.0001, east + 0.0001, north + 0.0001),
    ):
        _, piece = read(changed(small_city, g3=other))
        assert piece.problems == [], "areas that overlap are not one"


def test_one_line_twice_does_not_count_its_people_twice(small_city):
    shapes = small_city.shapes()
    twice = gpd.GeoDataFrame(pd.concat([shapes, shapes.iloc[[1]]], ignore_index=True), crs=shapes.crs)
    twice.to_file(small_city.folder / "twice.geojson")
    _, piece = read(small_city.folder / "twice.geojson")
    assert [(problem.severity, problem.row, problem.value) for problem in piece.problems] == [
        ("warn", 9, "架空町二丁目")
    ]
    assert "2行目と同じ区域の同じ形" in piece.problems[0].why
    assert piece.totals["areas"] == {"国勢調査の人口（JINKO）": small_city.total}


@pytest.mark.parametrize("zone", [5, 7, 8, 9, 10, 12])
@pytest.mark.parametrize("name", ["r2ka27999.shp", "r2ka27999.gpkg"])
def test_coordinates_of_another_zone_than_the_prj_says(zone, name, small_city):
    """Osaka lies in zone VI; its metres under another zone's name land elsewhere, most of them on land."""
    shapes = small_city.shapes().to_crs("EPSG:6674").set_crs(f"EPSG:{6668 + zone}", allow_override=True)
    shapes.to_file(small_city.folder / name, **({"encoding": "cp932"} if name.endswith("shp") else {}))
    problems = refusal(small_city.folder / name)
    assert len(problems) == 1 and problems[0].row == 1 and problems[0].value == "架空町一丁目"
    assert "大阪府の外" in problems[0].why and "座標系" in problems[0].why and ".prj" in problems[0].what_to_do


def test_one_area_in_another_prefecture_is_named_by_row(small_city):
    away = box(139.7, 35.6, 139.71, 35.61)
    problems = refusal(changed(small_city, g4=away))
    assert [(problem.row, problem.value) for problem in problems] == [(5, "霞ケ丘二丁目")]
    assert "大阪府の外（東経139.7" in problems[0].why and problems[0].what_to_do


def test_a_wrong_zone_within_the_prefecture_shows_by_the_middle_that_e_stat_writes(small_city):
    """浜松 in zone VIII under the name of zone IX still lies in 静岡県; e-Stat's own X_CODE and Y_CODE say where it
    belongs."""
    shapes = small_city.shapes()
    shapes["KEY_CODE"] = shapes["KEY_CODE"].str.replace("27999", "22999")
    shapes["geometry"] = shapes.geometry.translate(137.7 - 135.57, 34.71 - 34.67)
    middle = gpd.GeoSeries(shapely.centroid(shapes.geometry.array))
    shapes = shapes.assign(X_CODE=middle.x, Y_CODE=middle.y)
    shapes.to_file(small_city.folder / "right.gpkg")
    assert read(small_city.folder / "right.gpkg")[1].problems == []
    shapes.to_crs("EPSG:6676").set_crs("EPSG:6677", allow_override=True).to_file(small_city.folder / "wrong.gpkg")
    problems = refusal(small_city.folder / "wrong.gpkg")
    assert len(problems) == 1 and "X_CODE" in problems[0].why and ".prj" in problems[0].what_to_do


def test_shapes_outside_japan_are_named_by_row(small_city):
    problems = refusal(changed(small_city, g0=box(2.3, 48.8, 2.4, 48.9), g5=box(135.57, 14.67, 135.58, 14.68)))
    assert [(problem.row, problem.value) for problem in problems] == [(1, "架空町一丁目"), (6, "大字雲井")]
    assert "日本の外" in problems[0].why and "東経2.300" in problems[0].why and problems[0].what_to_do


def test_coordinates_that_are_no_numbers_or_swapped_in_one_line(small_city):
    path = small_city.boundary()
    made = json.loads(path.read_text(encoding="utf-8"))
    made["features"][2]["geometry"]["coordinates"][0] = [
        [y, x] for x, y in made["features"][2]["geometry"]["coordinates"][0]
    ]
    path.write_text(json.dumps(made), encoding="utf-8")
    assert [problem.row for problem in refusal(path)] == [3]
    made["features"][2]["geometry"]["coordinates"][0][1] = [1e308, 1e308]
    path.write_text(json.dumps(made), encoding="utf-8")
    assert [problem.row for problem in refusal(path)] == [3]


def test_associations_without_area_twice_or_elsewhere(tmp_path):
    square = box(138.3, 34.8, 138.31, 34.81)
    shapes = gpd.GeoDataFrame(
        {"自治会名": ["東", "西", "南", "北"]},
        geometry=[
            square,
            square,
            Polygon([(138.3, 34.8), (138.31, 34.8), (138.3, 34.8)]),
            box(138.32, 34.8, 138.33, 34.81),
        ],
        crs="EPSG:6668",
    )
    shapes.to_file(tmp_path / "a.geojson")
    _, piece = read(tmp_path / "a.geojson", city_codes=("22212",))
    assert [(problem.row, problem.value) for problem in piece.problems] == [(3, "南"), (2, "西")]
    assert "面の形がない" in piece.problems[0].why and "「東」（1行目）と同じ形" in piece.problems[1].why
    shapes.assign(geometry=shapes.translate(12, 0)).to_file(tmp_path / "sea.geojson")
    assert "陸地から離れた所" in refusal(tmp_path / "sea.geojson")[0].why
    assert "静岡県の外" in refusal(tmp_path / "sea.geojson", city_codes=("22212",))[0].why
