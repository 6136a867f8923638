"""Meshes, buildings and walking networks: read, refused in words, brought into a city, and used where people are placed
and walk."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point, box

from analysis.counts import population_points
from analysis.counts.loaded_city import load_city
from analysis.indicators.values import figures
from data.commands.import_files import import_city
from data.files import mesh_codes
from data.files.extract import Options
from data.files.opened import opened
from data.files.path_lengths import refuse_other_units
from data.files.problems import Refused
from data.ingest.options import GivenFile, ImportOptions
from data.readers import recognise
from data.store.city import open_city
from tests.tiny_city import SIDE, ZONE, area_table, at, bands, stored


def read(path, kind=None, **options):
    with opened(path) as file:
        return recognise(file, kind).read(file, Options(**options))


def estat(tmp_path, lines, name="tblT001141H5339.txt"):
    path = tmp_path / name
    head = "KEY_CODE,HTKSYORI,HTKSAKI,GASSAN,T001141001,T001141019\n,,,,　人口（総数）,　６５歳以上人口　総数\n"
    path.write_text(head + "\n".join(lines) + "\n", encoding="cp932")
    return path


def test_a_mesh_code_is_its_cell():
    # 東京駅 lies in 5339-46-11 (JIS X 0410): 35.675-35.683 N, 139.7625-139.775 E.
    lat, lon, kind = mesh_codes.middle("53394611")
    assert (kind, lat, lon) == ("mesh1km", pytest.approx(35.675 + 15 / 3600), pytest.approx(139.7625 + 22.5 / 3600))
    parts = [mesh_codes.middle(f"53394611{half}{quarter}") for half in "1234" for quarter in "1234"]
    assert {part[2] for part in parts} == {"mesh250"}
    assert np.mean([part[0] for part in parts]) == pytest.approx(lat) and np.mean(
        [part[1] for part in parts]
    ) == pytest.approx(lon)
    assert len({part[:2] for part in parts}) == 16
    assert (
        mesh_codes.middle("533946114")[0] > mesh_codes.middle("533946112")[0]
        and mesh_codes.middle("533946112")[1] > mesh_codes.middle("533946111")[1]
    )
    for wrong in ("272270010", "5339461", "53398611", "533946115"):
        with pytest.raises(ValueError, match="地域メッシュコードではありません"):
            mesh_codes.middle(wrong)


def test_an_estat_mesh_is_read_and_hidden_cells_carry_nobody(tmp_path):
    piece = read(estat(tmp_path, ["5339461111,0,,,120,40", "5339461112,1,5339461111,,*,*", "5339461113,0,,,30,9"]))
    rows = piece.tables["people_points"]
    assert (piece.kind, piece.source["as_of"]) == ("people", "2020-10-01")
    assert rows["weight"].tolist() == [120, 30] and set(rows["kind"]) == {"mesh250"}
    assert "秘匿された1区画" in piece.problems[0].why


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["5339461111,0,,,多い,1"], "人数ではありません"),
        (["5339461111,0,,,1,1", "27227,0,,,1,1"], "地域メッシュコード"),
        (["5339461111,0,,,1,1"] * 2, "同じメッシュの行が二つ"),
        (["5339461111,0,,,0,0"], "人のいる場所が一つもありません"),
    ],
)
def test_a_mesh_that_cannot_be_read_is_refused(tmp_path, lines, why):
    with pytest.raises(Refused) as refused:
        read(estat(tmp_path, lines))
    assert why in " ".join(problem.why for problem in refused.value.problems)


def test_the_mesh_of_projections_gives_its_first_year(tmp_path):
    lat, lon, _ = mesh_codes.middle("533946111")
    shapes = gpd.GeoDataFrame(
        {"MESH_ID": [533946111], "PTN_2020": [55.5], "PTN_2050": [30.0]},
        geometry=[Point(lon, lat).buffer(0.001)],
        crs=6668,
    )
    shapes.to_file(tmp_path / "500m_mesh.geojson")
    piece = read(tmp_path / "500m_mesh.geojson")
    assert piece.tables["people_points"][["kind", "weight"]].to_numpy().tolist() == [["mesh500", 55.5]]
    assert piece.source["as_of"] == "2020-10-01"


def test_buildings_weigh_by_floor_space_and_only_those_lived_in(tmp_path):
    houses = [box(x, 0, x + 10, 10) for x in (0, 20, 40)]
    shapes = gpd.GeoDataFrame(
        {"building": ["house", "apartments", "school"], "building:levels": ["1", "4", "3"]}, geometry=houses, crs=ZONE
    ).to_crs(6668)
    shapes.to_file(tmp_path / "buildings.geojson")
    piece = read(tmp_path / "buildings.geojson")
    rows = piece.tables["people_points"]
    assert (rows["weight"] / rows["weight"].min()).round(2).tolist() == [1, 4]
    assert set(rows["kind"]) == {"buildings"} and "人の住まない建物1棟を除き" in piece.problems[0].why


def mesh_in(x: float, y: float) -> str:
    """The 250 m cell that holds metres of the zone."""
    place = at(x, y)
    lat, lon = place["lat"] * 1.5, place["lon"] - 100
    p, u = int(lat), int(lon)
    lat, lon = lat - p, lon - u
    code = f"{p}{u:02d}"
    for parts, digits in ((8, 1), (10, 1), (2, 0), (2, 0)):
        row, column = int(lat * parts), int(lon * parts)
        lat, lon = lat * parts - row, lon * parts - column
        code += f"{row}{column}" if digits else str(row * 2 + column + 1)
    return code


def test_people_stand_in_the_cells_of_the_mesh_and_the_caption_says_so(tmp_path):
    areas = area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"})
    lat, lon, kind = mesh_codes.middle(mesh_in(400, 500))
    near = pd.DataFrame([("m", kind, lat, lon, 50.0)], columns=["source_id", "kind", "lat", "lon", "weight"])
    salon = pd.DataFrame([{"resource_id": "s", "kind": "salon", **at(400, 500)}])
    people = bands("a0", 10, 60, 20, 10) + bands("a1", 10, 60, 20, 10)
    with_mesh = stored(
        tmp_path, {"areas": areas, "population": list(people), "resources": salon, "people_points": near}, "mesh"
    )
    rows = figures(with_mesh, ["coverage"], "small_area", distance=300)
    assert rows["value"].tolist() == [1.0, 0.0]  # all of a0 within 300 m; a1 has no cell: spread over its polygon
    assert (
        "250mメッシュ（区域ごとに0.6～2.4ポイント" in rows["source"].iloc[0]
        and "区域の形のなかに均等" in rows["source"].iloc[0]
        and "仮想データでの検証" in rows["source"].iloc[0]
    )
    without = stored(tmp_path, {"areas": areas, "population": list(people), "resources": salon}, "polygon")
    assert figures(without, ["coverage"], "small_area", distance=300)["value"].iloc[0] == pytest.approx(
        np.pi * 0.09, abs=0.05
    )
    made = load_city(with_mesh)
    xy, area, weight, estimated, way = population_points.points(made)
    assert way.tolist() == ["mesh250", "polygon"] and not estimated.any()
    np.testing.assert_allclose(np.bincount(area, weight), 1.0)
    assert np.hypot(*(xy[area == 0] - [400, 500]).T).max() < 400


def test_the_finest_way_wins_and_the_latest_date(tmp_path):
    spots = [
        ("old", "mesh250", 100),
        ("new", "mesh250", 300),
        ("houses", "buildings", 800),
        ("coarse", "mesh1km", 1200),
    ]
    rows = pd.DataFrame(
        [(source, kind, at(x, 500)["lat"], at(x, 500)["lon"], 1.0) for source, kind, x in spots],
        columns=["source_id", "kind", "lat", "lon", "weight"],
    )
    sources = pd.DataFrame(
        [("old", "2015-10-01"), ("new", "2020-10-01"), ("houses", None), ("coarse", "2020-10-01")],
        columns=["source_id", "as_of"],
    )
    tables = {
        "areas": area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"}),
        "population": bands("a0", 1, 1, 1, 1) + bands("a1", 1, 1, 1, 1),
    }
    city = stored(tmp_path, tables | {"people_points": rows, "sources": sources}, "all")
    assert population_points.points(load_city(city))[4].tolist() == ["buildings", "mesh1km"]
    city = stored(
        tmp_path,
        tables
        | {"population": bands("a0", 1, 1, 1, 1), "people_points": rows[rows["kind"] == "mesh250"], "sources": sources},
        "dates",
    )
    xy, area, *_ = population_points.points(load_city(city))
    assert xy[area == 0][:, 0].mean() == pytest.approx(300, abs=2)


# The walking network.


def edges(tmp_path, lines, head="起点,終点,長さ,勾配,起点緯度,起点経度,終点緯度,終点経度", name="歩く道.csv"):
    path = tmp_path / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


def stretch(a, b, x0, y0, x1, y1, metres, slope=""):
    one, other = at(x0, y0), at(x1, y1)
    return f"{a},{b},{metres},{slope},{one['lat']},{one['lon']},{other['lat']},{other['lon']}"


def test_a_network_is_read_and_its_slips_are_refused(tmp_path):
    piece = read(edges(tmp_path, [stretch("1", "2", 0, 0, 100, 0, 100), stretch("2", "3", 100, 0, 100, 200, 210, 8)]))
    assert piece.kind == "network" and piece.tables["network"]["metres"].tolist() == [100, 210]
    assert "勾配のない1本は、平らな道" in piece.problems[-1].why
    for lines, why in (
        ([stretch("1", "2", 0, 0, 1000, 0, 1)], "まっすぐ結ぶより短い"),
        ([stretch("1", "2", 0, 0, 1000, 0, 3281)], "フィート"),
        ([stretch("1", "2", 0, 0, 100, 0, "")], "長さがありません"),
        ([stretch("1", "2", 0, 0, 100, 0, 100), stretch("2", "3", 200, 0, 300, 0, 100)], "位置が、行によって違います"),
        ([stretch("1", "2", 0, 0, 100, 0, 100, 150)], "-100から100まで"),
    ):
        with pytest.raises(Refused) as refused:
            read(edges(tmp_path, lines))
        assert why in " ".join(problem.why for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"metres": [0.1, 120.0]}, "まっすぐ結ぶより短い道が1本"),
        ({"metres": [328.0, 394.0]}, "フィート"),
        ({"slope": [300.0, 0]}, "百分率"),
        ({"nodes": [[139.0, 36.3], [139.001, 36.3], [139.002, 36.3]]}, "緯度・経度"),
        ({"metres": [np.nan, 120]}, "長さや位置の分からない"),
        ({"metres": [-100.0, 120]}, "0より短い"),
    ],
)
def test_other_units_are_refused(change, words):
    paths = {
        "nodes": [[0.0, 0], [100, 0], [220, 0]],
        "start": [0, 1],
        "end": [1, 2],
        "metres": [100.0, 120.0],
        "slope": [0.0, 2.0],
    }
    refuse_other_units(**{key: np.array(value) for key, value in paths.items()})
    with pytest.raises(ValueError, match=words):
        refuse_other_units(**{key: np.array(value) for key, value in (paths | change).items()})


def test_a_network_in_metres_needs_its_zone(tmp_path):
    path = edges(tmp_path, ["1,2,100,0,0,0,100,0"], "起点,終点,長さ,勾配,起点X,起点Y,終点X,終点Y")
    with pytest.raises(Refused) as refused:
        read(path)
    assert "--zone" in refused.value.problems[0].what_to_do
    rows = read(path, zone=ZONE).tables["network"]
    assert rows[["to_lat", "to_lon"]].iloc[0].tolist() == pytest.approx([at(100, 0)["lat"], at(100, 0)["lon"]])


def hill(tmp_path):
    """One street along the middle of a0 (flat) and a1 (20 % up to the east), a salon at its west end."""
    street = [
        (
            str(place),
            str(place + 1),
            place * 100.0,
            500.0,
            place * 100.0 + 100,
            500.0,
            100.0,
            20.0 if place >= 10 else 0.0,
        )
        for place in range(20)
    ]
    rows = [
        {
            "from_node": a,
            "to_node": b,
            "from_lat": at(x0, y0)["lat"],
            "from_lon": at(x0, y0)["lon"],
            "to_lat": at(x1, y1)["lat"],
            "to_lon": at(x1, y1)["lon"],
            "metres": metres,
            "slope_percent": slope,
            "source_id": "net",
        }
        for a, b, x0, y0, x1, y1, metres, slope in street
    ]
    return stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "坂下", "a1": "坂上"}, city={"c": "試市"}),
            "population": bands("a0", 0, 0, 50, 50) + bands("a1", 0, 0, 50, 50),
            "resources": pd.DataFrame([{"resource_id": "s", "kind": "salon", **at(1500, 500)}]),
            "network": pd.DataFrame(rows),
        },
        "hill",
    )


def test_along_the_network_uphill_is_farther_and_never_covers_more_than_a_straight_line(tmp_path):
    city = hill(tmp_path)
    by = (
        figures(city, ["coverage"], "small_area", way="straight,detour,network", distance="300,500,800")
        .set_index(["way", "distance_m", "area_code"])["value"]
        .sort_index()
    )
    for distance in (300, 500, 800):
        for area in ("a0", "a1"):
            assert (
                by["network", distance, area] <= by["straight", distance, area]
                and by["detour", distance, area] <= by["straight", distance, area]
            )
    # The way up from 坂下 to the salon climbs 500 m at 20 % (twice as far): nobody of it within 800 m, though the
    # straight line reaches some.
    assert by["network", 800, "a0"] == 0 < by["straight", 800, "a0"]


def test_without_a_network_the_answer_is_a_sentence(tmp_path):
    city = stored(
        tmp_path,
        {"areas": area_table(small_area={"a0": "一"}, city={"c": "市"}), "population": bands("a0", 1, 1, 1, 1)},
    )
    with pytest.raises(ValueError, match="歩く道の表がない"):
        figures(city, ["coverage"], "city", way="network")


def test_an_import_keeps_what_lies_in_the_city(small_city, tmp_path):
    inside = small_city.shapes().to_crs(6668).geometry.iloc[0].centroid
    codes = [code for code in _cells_round(inside.y, inside.x)]
    path = estat(tmp_path, [f"{code},0,,,10,3" for code in codes])
    import_city(
        "small",
        [GivenFile(small_city.boundary()), GivenFile(path)],
        ImportOptions(cities=tmp_path / "cities"),
        say=lambda words: None,
    )
    rows = open_city("small", tmp_path / "cities").table("people_points")
    assert 0 < len(rows) < len(codes) and rows["source_id"].notna().all()


def _cells_round(lat: float, lon: float) -> list[str]:
    """250 m cells over some 10 km round a place."""
    found = []
    for north in np.arange(-0.05, 0.05, 7.5 / 3600):
        for east in np.arange(-0.05, 0.05, 11.25 / 3600):
            p, u = int((lat + north) * 1.5), int(lon + east - 100)
            a, b = (lat + north) * 1.5 - p, lon + east - 100 - u
            q, v = int(a * 8), int(b * 8)
            r, w = int((a * 8 - q) * 10), int((b * 8 - v) * 10)
            y, x = (a * 8 - q) * 10 - r, (b * 8 - v) * 10 - w
            found.append(
                f"{p}{u:02d}{q}{v}{r}{w}{int(y * 2) * 2 + int(x * 2) + 1}{int(y * 4) % 2 * 2 + int(x * 4) % 2 + 1}"
            )
    return list(dict.fromkeys(found))


assert SIDE == 1000  # the squares that the numbers above speak of
