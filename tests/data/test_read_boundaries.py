"""Readers of boundaries on small invented files: formats, encodings, reference systems, areas in parts, broken shapes."""

from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import pytest
from shapely.geometry import Polygon, box

from data.piece import Options
from data.readers import association_boundary, estat_boundary, recognise
from data.schema import STORED_CRS
from data.tabular import opened


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
    assert dict(zip(areas["area_code"], areas["name"], strict=True)) == dict(zip(small_city.codes, small_city.names, strict=True))
    assert areas.crs == STORED_CRS
    assert piece.totals["areas"] == {"国勢調査の人口（JINKO）": small_city.total}
    assert list(areas.total_bounds) == pytest.approx([135.574, 34.67, 135.598, 34.684], abs=2e-5)
    assert piece.source["city_codes"] == ("27999",) and piece.source["city_title"] == "架空市" and piece.source["prefecture"] == "大阪府"
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
    town = [{"type": "Polygon", "arcs": [[0, 1]], "properties": {"KEY_CODE": "27999001001", "S_NAME": "架空町一丁目", "R2KAxx": 1, "JINKO": 5}},
            {"type": "Polygon", "arcs": [[2, -1]], "properties": {"KEY_CODE": "27999001002", "S_NAME": "架空町二丁目", "R2KAxx": 2, "JINKO": 6}}]
    path = tmp_path / "r2ka27999.topojson"
    path.write_text(
        json.dumps({"type": "Topology", "objects": {"town": {"type": "GeometryCollection", "geometries": town}}, "arcs": arcs}), encoding="utf-8"
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
    assert [(problem.row, problem.why) for problem in piece.problems] == [(2, "形の正しくない図形1件を直して読みました。")]


def test_swapped_coordinates_are_put_right_with_a_warning(small_city):
    shapes = small_city.shapes()
    swapped = shapes.set_geometry(shapes.geometry.map(lambda shape: Polygon([(y, x) for x, y in shape.exterior.coords])), crs="EPSG:6668")
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
    (tmp_path / "attributes.csv").write_text("original_name,display_name,label_flag\nitem2,自治会名,1\nSAFIELD001,自治会名,1\n", encoding="utf-8")
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
        {"町内会名": ["東町", "東町", "西町"]}, geometry=[box(138.3 + x, 34.8, 138.31 + x, 34.81) for x in (0, 0.01, 0.05)], crs="EPSG:6668"
    ).to_file(tmp_path / "chonaikai.geojson")
    _, piece = read(tmp_path / "chonaikai.geojson")
    assert piece.tables["areas"]["name"].tolist() == ["東町", "西町"]
    assert "一つの区域にまとめました" in warnings(piece)[0]
