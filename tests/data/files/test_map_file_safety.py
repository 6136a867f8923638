"""A map is what its name says or it is refused: nothing in it makes the import read another file or call the
network."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import box

from data.__main__ import main
from data.commands.import_files import import_city
from data.files.extract import Options
from data.files.map_limits import LARGEST
from data.files.opened import opened
from data.files.problems import Problem, Refused
from data.ingest.options import GivenFile, ImportOptions
from data.readers import recognise

CANARY = "試験花子"
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACE = "<Placemark><name>架空</name><Point><coordinates>135.57,34.67</coordinates></Point></Placemark>"
ENDINGS = ("geojson", "json", "topojson", "gpkg", "kml", "shp")


class Listener:
    """A server on this machine that must never be asked."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}/x"
        self.asked: list[object] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, address = self.socket.accept()
            except OSError:
                return
            self.asked.append(address)
            caller.close()


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.socket.close()


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "secret.csv"
    path.write_text(f"KEY_CODE,S_NAME\n27999001001,{CANARY}\n", encoding="utf-8")
    return path


def refused(path: Path, tmp_path: Path, kind: str | None = None) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        import_city("kaku", [GivenFile(path, kind)], ImportOptions(cities=tmp_path / "cities"), lambda words: None)
    assert not (tmp_path / "cities").exists()
    return caught.value.problems


def read(path: Path, **options):
    with opened(path) as file:
        return recognise(file).read(file, Options(**options))


def feature(**more) -> dict:
    ring = [[135.57, 34.67], [135.58, 34.67], [135.58, 34.68], [135.57, 34.67]]
    return {
        "type": "Feature",
        "properties": {"KEY_CODE": "27999001001", "S_NAME": "架空町"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        **more,
    }


def collection(**more) -> dict:
    return {"type": "FeatureCollection", **more, "features": [feature()]}


def topology(**more) -> dict:
    town = {"type": "Polygon", "arcs": [[0]], "properties": {"KEY_CODE": "27999001001", "S_NAME": "架空町"}}
    arc = [[135.57, 34.67], [135.58, 34.67], [135.58, 34.68], [135.57, 34.67]]
    return {
        "type": "Topology",
        **more,
        "objects": {"town": {"type": "GeometryCollection", "geometries": [town]}},
        "arcs": [arc],
    }


def vrt(secret: Path) -> str:
    polygon = "'POLYGON((135.57 34.67,135.58 34.67,135.58 34.68,135.57 34.67))' AS wkt"
    return (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>CSV:{secret}</SrcDataSource><SrcSQL'
        f' dialect="SQLITE">SELECT *, {polygon} FROM'
        " secret</SrcSQL><GeometryType>wkbPolygon</GeometryType><LayerSRS>EPSG:6668</LayerSRS><GeometryField"
        ' encoding="WKT" field="wkt"/></OGRVRTLayer></OGRVRTDataSource>'
    )


def virtual(secret: Path, url: str) -> dict[str, str]:
    return {
        "ogr vrt": vrt(secret),
        "ogr vrt of the network": (
            "<OGRVRTDataSource><OGRVRTLayer"
            f' name="x"><SrcDataSource>{url}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
        ),
        "ogr vrt in capitals": vrt(secret).replace("OGRVRTDataSource", "OGRVRTDATASOURCE"),
        "raster vrt": (
            '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand dataType="Byte"'
            f' band="1"><SimpleSource><SourceFilename>{secret}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>'  # noqa: E501
        ),
        "wfs": f"<OGRWFSDataSource><URL>{url}</URL></OGRWFSDataSource>",
        "wfs layer": f"<WFSLayer><URL>{url}</URL></WFSLayer>",
        "wms": f'<GDAL_WMS><Service name="WMS"><ServerUrl>{url}</ServerUrl></Service></GDAL_WMS>',
        "gml with a schema": (
            '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"'
            f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {url}"/>'
        ),
        "entity": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file://{secret}">]><x>&y;</x>',
        "vsicurl": f"/vsicurl/{url}.geojson",
        "vsizip": f"/vsizip//{secret}",
        "address": url,
        "wfs string": f"WFS:{url}",
        "mvt string": f"MVT:{url}",
        "csv string": f"CSV:{secret}",
        "geojson string": f"GeoJSON:{url}",
        "postgres": "PG:dbname=x host=127.0.0.1",
        "gtfs": f"GTFS:{secret}",
        "streamed": json.dumps(
            {
                "type": "gdal_streamed_alg",
                "command_line": f"gdal vector read {secret} ! write x",
                "gdal_version": "3120000",
            }
        ),
        "esri json": json.dumps(
            {"geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4326}, "features": [], "next": url}
        ),
        "a table": f"KEY_CODE,S_NAME,WKT\n27999001001,{CANARY},POINT(135 34)\n",
    }


FRONTS = {
    "": lambda text: text.encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "blanks": lambda text: b" \r\n\t\n" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 without mark": lambda text: text.encode("utf-16-be"),
    "declaration": lambda text: (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {"type": "FeatureCollection"} -->\n' + text.encode()
    ),
}


@pytest.mark.parametrize("ending", [*ENDINGS, "csv", "xlsx"])
def test_virtual_formats_read_nothing_and_call_nobody(ending, secret, listener, tmp_path):
    for name, text in virtual(secret, listener.url).items():
        if ending == "csv" and name == "a table":
            continue
        for front, written in FRONTS.items():
            if ending not in ("geojson", "kml") and front not in ("", "utf-16"):
                continue
            path = tmp_path / f"b.{ending}"
            path.write_bytes(written(text))
            for part in (".dbf", ".shx") if ending == "shp" else ():
                path.with_suffix(part).write_bytes(written(text))
            problems = refused(path, tmp_path)
            said = " ".join(problem.sentence() for problem in problems)
            assert problems[0].file == path.name and CANARY not in said, (name, front)
            assert problems[0].what_to_do, (name, front)
    assert listener.asked == []


@pytest.mark.parametrize("inside", ["b.geojson", "b.shp", "b.gpkg", "b.kml"])
def test_virtual_formats_in_an_archive(inside, secret, listener, tmp_path):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(inside, vrt(secret))
    assert "仮想形式" in refused(path, tmp_path)[0].why
    assert listener.asked == []


def test_the_words_say_what_the_file_seems_to_be(tmp_path, small_city):
    """The format is named, and that the name says another one."""
    shapes = small_city.shapes()
    shapes.to_file(tmp_path / "real.gpkg")
    picture = b"\x89PNG\r\n\x1a\n" + bytes(50)
    for name, content, words in (
        ("a.geojson", (tmp_path / "real.gpkg").read_bytes(), "SQLite"),
        ("a.gpkg", json.dumps(collection()).encode(), "GeoJSON"),
        ("a.shp", picture, "PNG"),
        ("a.kml", json.dumps(topology()).encode(), "TopoJSON"),
        ("a.geojson", KML.format(PLACE).encode(), "KML"),
        ("a.csv", json.dumps(collection()).encode(), "GeoJSON"),
        ("a.csv", picture, "PNG"),
        ("a.csv", (tmp_path / "real.gpkg").read_bytes(), "SQLite"),
        ("a.xlsx", "町名,人数\n架空町,1\n".encode(), "CSV"),
        ("a.xlsx", b"%PDF-1.7\n", "PDF"),
        ("a.geojson", b"\x1f\x8b" + bytes(40), "gzip"),
        ("a.json", "町名,人数\n".encode(), "CSV"),
        ("a.gpkg", struct.pack(">i", 9994) + bytes(96), "シェープファイル"),
        ("a.topojson", b"PK\x03\x04" + bytes(40), "ZIP"),
        ("a.csv", KML.format(PLACE).encode(), "KML"),
        ("a.kmz", KML.format(PLACE).encode(), "KML"),
        ("a.zip", "町名,人数\n".encode(), "CSV"),
    ):
        (tmp_path / name).write_bytes(content)
        problem = refused(tmp_path / name, tmp_path)[0]
        assert words in problem.why and f"「{Path(name).suffix}」" in problem.why, (name, problem.why)


@pytest.mark.parametrize(
    "first",
    [
        "https://www.example.jp/",
        "URL:https://www.example.jp/",
        "<参考>",
        "<A地区>",
        "<b>",
        "[参考]",
        "{1}",
        "BM",
        "MZ",
        "PAR1",
        "RIFF",
        "CSV:",
        "GeoJSON",
    ],
)
def test_tables_may_begin_with_odd_words(first, small_city, tmp_path):
    path = small_city.write("a.csv", [[first], *small_city.register_rows()])
    assert len(read(path).tables["households"]) == 6


def test_a_link_as_reference_system_calls_nobody(listener, tmp_path):
    url = listener.url
    crs = {"type": "link", "properties": {"href": url, "type": "proj4"}}
    inner = feature()
    inner["geometry"]["crs"] = {"type": "url", "properties": {"url": url}}
    text = json.dumps(collection(crs=crs))
    for name, content in {
        "link": text,
        "url": json.dumps(collection(crs={"type": "URL", "properties": {"url": url}})),
        "in a feature": json.dumps(feature(crs=crs)),
        "in a shape": json.dumps({"type": "FeatureCollection", "features": [inner]}),
        "in a topology": json.dumps(topology(crs=crs)),
        "capitals": text.replace('"crs"', '"CRS"'),
        "letters as numbers": text.replace('"crs"', '"\\u0063rs"'),
        "type as numbers": text.replace('"link"', '"lin\\u006b"'),
        "blanks": text.replace('"crs":', '"crs" \n\t:\r\n '),
        "single quotes": text.replace('"crs"', "'crs'"),
        "remark": text.replace('"crs":', '"crs"/* x */:'),
        "as a name": json.dumps(collection(crs={"type": "name", "properties": {"name": url}})),
        "a file as a name": json.dumps(collection(crs={"type": "name", "properties": {"name": "/etc/hostname"}})),
        "a grid": json.dumps(
            collection(crs={"type": "name", "properties": {"name": "+proj=longlat +nadgrids=/etc/hostname"}})
        ),
    }.items():
        path = tmp_path / ("x.topojson" if "topology" in name else "x.geojson")
        path.write_text(content, encoding="utf-8")
        assert refused(path, tmp_path)[0].what_to_do, name
    assert listener.asked == []


def test_addresses_in_a_map_are_not_asked(listener, tmp_path):
    """Further members that other drivers or servers use; and KML's icons, styles and schemas."""
    said = collection(
        coordRefSys=listener.url,
        conformsTo=["http://www.opengis.net/spec/json-fg-1/0.2/conf/core"],
        stac_version="1.0.0",
    ) | {"links": [{"rel": "next", "href": listener.url}], "exceededTransferLimit": True, "$schema": listener.url}
    (tmp_path / "a.geojson").write_text(json.dumps(said), encoding="utf-8")
    (tmp_path / "b.topojson").write_text(json.dumps(topology(coordRefSys=listener.url)), encoding="utf-8")
    for path in (tmp_path / "a.geojson", tmp_path / "b.topojson"):
        assert read(path).tables["areas"]["name"].tolist() == ["架空町"]
    icon = f"<Style><IconStyle><Icon><href>{listener.url}</href></Icon></IconStyle></Style><styleUrl>{listener.url}#a</styleUrl>"  # noqa: E501
    schema = (
        f'<ExtendedData><SchemaData schemaUrl="{listener.url}#a"><SimpleData'
        ' name="KEY_CODE">1</SimpleData></SchemaData></ExtendedData>'
    )
    (tmp_path / "c.kml").write_text(KML.format(PLACE.replace("<Point>", f"{icon}{schema}<Point>")), encoding="utf-8")
    refused(tmp_path / "c.kml", tmp_path)
    assert listener.asked == []


@pytest.mark.parametrize(
    "crs",
    [
        None,
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::6668"}},
        {"type": "name", "properties": {"name": "EPSG:4612"}},
        {"type": "EPSG", "properties": {"code": 6668}},
    ],
)
def test_reference_systems_by_name_are_read(crs, tmp_path):
    path = tmp_path / "x.geojson"
    said = collection(crs=crs)
    said["features"][0]["properties"] |= {"crs": "JGD2011", "note": 'a "crs": {"type": "link"}'}
    path.write_text(json.dumps(said), encoding="utf-8")
    assert read(path).tables["areas"]["name"].tolist() == ["架空町"]


def test_gdal_keeps_the_drivers_that_are_needed_and_no_others():
    assert set(pyogrio.list_drivers()) == {"ESRI Shapefile", "GeoJSON", "TopoJSON", "GPKG", "LIBKML"}


def test_without_the_look_at_the_file_gdal_alone_refuses(secret, listener, tmp_path):
    """The second line of defence: the drivers are gone from the process, and an address that slips through leads
    nowhere.
    """
    for ending in ENDINGS[:4]:
        path = tmp_path / f"v.{ending}"
        path.write_text(vrt(secret), encoding="utf-8")
        with pytest.raises(Exception, match="not recognized|Failed|not a"):
            pyogrio.read_dataframe(path)
    path = tmp_path / "link.geojson"
    path.write_text(
        json.dumps(collection(crs={"type": "link", "properties": {"href": listener.url}})), encoding="utf-8"
    )
    pyogrio.read_dataframe(path)
    assert listener.asked == []


@pytest.mark.parametrize(
    "name",
    [
        "a;b.geojson",
        "a!b.geojson",
        "a?b#c.geojson",
        "zip:a.geojson",
        "http:a.geojson",
        "MVT:a.geojson",
        "vsicurl.geojson",
        "町 名.geojson",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="not names of Windows")
def test_a_files_name_is_no_address_and_no_other_file(name, tmp_path, monkeypatch):
    """GDAL and pyogrio take some names for archives, addresses or other files."""
    monkeypatch.chdir(tmp_path)
    other = json.dumps(collection()).replace("\\u67b6\\u7a7a\\u753a", CANARY)
    for wrong in ("a", "b.geojson", "a?b", "a.geojson"):
        Path(wrong).write_text(other, encoding="utf-8")
    Path(name).write_text(json.dumps(collection()), encoding="utf-8")
    assert read(Path(name)).tables["areas"]["name"].tolist() == ["架空町"]


def geopackage(path: Path, small_city, *statements: str) -> Path:
    small_city.shapes().to_file(path)
    base = sqlite3.connect(path)
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()
    return path


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v AS SELECT gdal_get_pixel_value('/vsicurl/http://127.0.0.1/x', 1, 'pixel', 0, 0) AS a",
        "CREATE VIEW y AS SELECT load_extension('x')",
        "CREATE TABLE z (a, b AS (abs(a)))",
        "CREATE TABLE z (a, b TEXT GENERATED ALWAYS AS (upper(a)) STORED)",
        "CREATE VIRTUAL TABLE w USING fts4(a)",
    ],
)
def test_a_geopackage_holds_values_and_nothing_computed(statement, small_city, tmp_path):
    path = geopackage(tmp_path / "x.gpkg", small_city, statement)
    assert "計算される" in refused(path, tmp_path)[0].why


def test_a_database_that_is_no_geopackage_and_one_that_is_open_elsewhere(small_city, tmp_path):
    base = sqlite3.connect(tmp_path / "x.gpkg")
    base.execute("CREATE TABLE KEY_CODE (a)")
    base.commit()
    base.close()
    assert "GeoPackage ではありません" in refused(tmp_path / "x.gpkg", tmp_path)[0].why
    path = geopackage(tmp_path / "y.gpkg", small_city)
    Path(f"{path}-wal").write_bytes(b"changes that are not in the file yet")
    assert "開かれたまま" in refused(path, tmp_path)[0].why
    Path(f"{path}-wal").unlink()
    assert len(read(path).tables["areas"]) == 6
    assert sorted(other.name for other in tmp_path.iterdir()) == ["files", "x.gpkg", "y.gpkg"], (
        "nothing is written beside the owner's file"
    )


def test_of_two_layers_the_one_that_was_read_is_named(small_city, tmp_path):
    small_city.shapes().to_file(tmp_path / "x.gpkg", layer="towns")
    small_city.shapes()[:2].to_file(tmp_path / "x.gpkg", layer="others")
    said = [problem for problem in read(tmp_path / "x.gpkg").problems if problem.severity == "warn"]
    assert "2つあります（towns、others）" in said[0].why and "「towns」だけ" in said[0].why


def test_boundaries_as_kml_and_kmz_are_read(small_city, tmp_path):
    shapes = small_city.shapes()[["KEY_CODE", "S_NAME", "JINKO", "geometry"]]
    shapes[shapes["S_NAME"] != "大池"].to_file(tmp_path / "x.kml", driver="LIBKML")
    piece = read(tmp_path / "x.kml")
    assert piece.tables["areas"]["name"].tolist() == list(small_city.names)
    assert piece.totals["areas"] == {"国勢調査の人口（JINKO）": small_city.total}
    towns = shapes.rename(columns={"S_NAME": "自治会名"}).drop(columns="KEY_CODE")
    towns.to_file(tmp_path / "y.kml", driver="LIBKML")
    assert read(tmp_path / "y.kml").tables["areas"]["level"].unique().tolist() == ["neighbourhood"]
    with zipfile.ZipFile(tmp_path / "x.kmz", "w") as packed:
        packed.write(tmp_path / "x.kml", "doc.kml")
        packed.writestr("images/icon-1.png", b"\x89PNG")
    assert len(read(tmp_path / "x.kmz").tables["areas"]) == 6


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (KML.format("<NetworkLink><Link><href>{url}</href></Link></NetworkLink>"), "NetworkLink"),
        (
            KML.format(PLACE + "<Folder><kml:NetworkLink xmlns:kml='http://www.opengis.net/kml/2.2'/></Folder>"),
            "NetworkLink",
        ),
        ('<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{secret}">]>' + KML.format(PLACE.replace("架空", "&x;")), "DOCTYPE"),
        (
            '<!DOCTYPE kml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            + KML.format(PLACE.replace("架空", "&b;")),
            "DOCTYPE",
        ),
        ('<?xml version="1.0" encoding="Shift_JIS"?>' + KML.format(PLACE), "UTF-8"),
        (KML.format(PLACE), "地点の入った地図のファイルですが、何の地図か見分けられません"),
        (KML.format(""), "図形が一つもありません"),
    ],
)
def test_kml_that_points_elsewhere_or_that_no_reader_takes(text, words, secret, listener, tmp_path):
    path = tmp_path / "x.kml"
    path.write_text(text.replace("{url}", listener.url).replace("{secret}", str(secret)), encoding="utf-8")
    problem = refused(path, tmp_path)[0]
    assert words in problem.why + problem.what_to_do and problem.what_to_do
    assert listener.asked == []


def test_a_map_in_utf_16_is_named_as_such(tmp_path):
    (tmp_path / "x.geojson").write_bytes(json.dumps(collection()).encode("utf-16"))
    assert "UTF-8" in refused(tmp_path / "x.geojson", tmp_path)[0].why


def test_kml_in_utf_16_hides_nothing(secret, tmp_path):
    path = tmp_path / "x.kml"
    path.write_bytes(('<!DOCTYPE kml [<!ENTITY x "y">]>' + KML.format(PLACE)).encode("utf-16"))
    assert "UTF-8" in refused(path, tmp_path)[0].why


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_parts_of_a_shapefile_that_lie_elsewhere_are_not_read(small_city, tmp_path):
    path = small_city.boundary("r2ka27999.shp")
    away = tmp_path / "away.dbf"
    path.with_suffix(".dbf").rename(away)
    path.with_suffix(".dbf").symlink_to(away)
    assert "ほかのフォルダ" in refused(path, tmp_path)[0].why


@pytest.mark.parametrize(
    "prj",
    [
        "/vsicurl/http://127.0.0.1/x",
        "http://127.0.0.1/x.prj",
        "+proj=longlat +nadgrids=/etc/hostname",
        "<x/>",
        "A" * 70_000,
    ],
)
def test_a_reference_system_that_is_none(prj, small_city, tmp_path):
    path = small_city.boundary("r2ka27999.shp")
    path.with_suffix(".prj").write_text(prj, encoding="utf-8")
    assert ".prj" in refused(path, tmp_path)[0].why


def test_a_shift_grid_is_another_file(small_city, secret, tmp_path):
    path = small_city.boundary("r2ka27999.shp")
    path.with_suffix(".prj").write_text(
        f'GEOGCS["x",DATUM["D",SPHEROID["G",6378137,298.257],EXTENSION["PROJ4_GRIDS","{secret}"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]',
        encoding="utf-8",
    )
    assert "ほかのファイル" in refused(path, tmp_path)[0].why


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../b.geojson": ""}, "../"),
        ({"/etc/b.geojson": ""}, "../"),
        ({"C:/b.geojson": ""}, "../"),
        ({"..\\b.geojson": ""}, "../"),
        ({"a/b.shp": "", "a/b.dbf": "", "c/b.dbf": "", "a/b.shx": ""}, "同じ名前"),
        ({"a.kmz": ""}, "圧縮ファイル"),
        ({"xl/workbook.xml": ""}, "Excel"),
        ({"a.geojson": "", "b.kml": ""}, "2つ"),
    ],
)
def test_archives_whose_members_are_not_where_they_belong(members, words, tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    assert words in refused(path, tmp_path)[0].why


def test_a_link_in_an_archive_is_not_followed(secret, tmp_path):
    link = zipfile.ZipInfo("b.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr(link, str(secret))
    assert "リンク" in refused(tmp_path / "x.zip", tmp_path)[0].why


def test_a_workbook_with_entities_is_refused(small_city, tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["町名", "総数"])
    book.save(tmp_path / "x.xlsx")
    for part, declared in (
        ("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/hostname">]>'),
        ("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'),
        ("xl/styles.xml", "<!DOCTYPE x>"),
    ):
        with zipfile.ZipFile(tmp_path / "x.xlsx") as old, zipfile.ZipFile(tmp_path / "y.xlsx", "w") as new:
            for name in old.namelist():
                content = old.read(name).decode()
                new.writestr(
                    name,
                    (
                        content.replace("<?xml version='1.0' encoding='UTF-8'?>", "").replace("<", f"{declared}<", 1)
                        if name == part
                        else content
                    ),
                )
        assert "DOCTYPE" in refused(tmp_path / "y.xlsx", tmp_path)[0].why, part


@pytest.mark.parametrize(
    ("member", "words"),
    [("word/document.xml", "Word"), ("mimetype", "OpenDocument"), ("xl/workbook.bin", "xlsb"), ("a.csv", "ZIP")],
)
def test_other_archives_named_as_a_workbook(member, words, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as packed:
        packed.writestr(member, "x")
    assert words in refused(tmp_path / "x.xlsx", tmp_path)[0].why


def test_the_command_in_a_process_of_its_own_calls_nobody(secret, listener, tmp_path):
    """As a user runs it: nothing that another test has set helps."""
    (tmp_path / "b.geojson").write_text(vrt(secret), encoding="utf-8")
    (tmp_path / "c.geojson").write_text(
        json.dumps(collection(crs={"type": "link", "properties": {"href": listener.url}})), encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "data", "check", str(tmp_path / "b.geojson"), str(tmp_path / "c.geojson")],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 2 and CANARY not in (done.stdout + done.stderr).decode("utf-8")
    assert "b.geojson" in done.stderr.decode("utf-8") and "c.geojson" in done.stderr.decode("utf-8")
    assert listener.asked == []


def test_check_says_the_same(tmp_path, secret, capsys):
    (tmp_path / "b.gpkg").write_text(vrt(secret), encoding="utf-8")
    assert main(["check", str(tmp_path / "b.gpkg")]) == 2
    assert "仮想形式" in capsys.readouterr().err


def test_the_largest_sizes_are_said(tmp_path, monkeypatch):
    monkeypatch.setitem(LARGEST, ".geojson", 100)
    gpd.GeoDataFrame(
        {"KEY_CODE": ["27999001001"], "S_NAME": ["架空町"]}, geometry=[box(135.5, 34.6, 135.6, 34.7)], crs="EPSG:6668"
    ).to_file(tmp_path / "x.geojson")
    assert "大きすぎます" in refused(tmp_path / "x.geojson", tmp_path)[0].why
