"""Figures through the one door, on small invented cities whose answers are worked out by hand."""

from __future__ import annotations

import io
import itertools
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from analysis.counts.reference_date import day, nearest_source
from analysis.indicators import age_structure, plain_counts, time_series, unreached
from analysis.indicators.plain_counts import COUNTS
from analysis.indicators.registry import INDICATORS
from analysis.indicators.values import COLUMNS, figures
from data.store.access import internal_allowed
from data.store.city import City, open_city
from data.store.write import write_city
from data.vocabulary import TOLD, UNKNOWN
from tests.tiny_city import DAY, ZONE, area_table, at, bands, parents, stored


@pytest.fixture
def tiny(tmp_path) -> City:
    """Four small areas in two neighbourhoods and districts; one salon for all, one for members, one weekly and one rare
    van stop."""
    areas = area_table(
        district={"d1": "西", "d0": "東"},
        small_area={f"a{i}": f"{i}丁目" for i in range(4)},
        neighbourhood={"n0": "東会", "n1": "西会"},
        city={"c": "試市"},
    )
    population = sum((bands(f"a{i}", 10, 60, 20, 10 + i) for i in range(4)), [])
    population += sum((bands(f"a{i}", 20, 60, 10, 10, "2020-04-01", "register20") for i in range(4)), [])
    households = [
        (f"a{i}", DAY, "hh", kind, number, limit)
        for i in range(4)
        for kind, number, limit in [("total", 50, None), ("single_elderly", 12 + i, 65), ("elderly_couple", 5, None)]
    ]
    resources = [
        {
            "resource_id": "all",
            "kind": "salon",
            "times_per_month": 2.0,
            "eligibility": "all",
            "participants": 11,
            **at(500, 500),
        },
        {
            "resource_id": "members",
            "kind": "salon",
            "times_per_month": 1.0,
            "eligibility": "members",
            "area_code": "n1",
            "participants": 30,
            **at(2000, 500),
        },
        {"resource_id": "rare", "kind": "salon", "times_per_month": 0.5, "participants": 99, **at(1500, 500)},
        {"resource_id": "ended", "kind": "salon", "times_per_month": 4.0, "ended": "2024-03-31", **at(1500, 500)},
        {"resource_id": "van", "kind": "mobile_sales", "times_per_month": 4.0, **at(3500, 500)},
        {"resource_id": "slow van", "kind": "mobile_sales", "times_per_month": 2.0, **at(1500, 500)},
        {"resource_id": "team", "kind": "mimamori", "watched_households": 13},
        {"resource_id": "two", "kind": "mimamori", "watched_households": 11},
    ]
    served = [("van", "n1"), ("team", "n0"), ("two", "a2"), ("two", "a3")]
    return stored(
        tmp_path,
        {
            "areas": areas,
            "membership": parents(("a0", "n0"), ("a1", "n0"), ("a2", "n1"), ("a3", "n1"), ("n0", "d0"), ("n1", "d1")),
            "population": population,
            "households": pd.DataFrame(
                households, columns=["area_code", "as_of", "source_id", "kind", "households", "age_limit"]
            ),
            "care": pd.DataFrame(
                [(f"a{i}", DAY, "care", "65+", "all", 10 + i, 40) for i in range(4)],
                columns=["area_code", "as_of", "source_id", "age_group", "level", "certified", "insured"],
            ),
            "resources": pd.DataFrame(resources).assign(source_id="list"),
            "served": pd.DataFrame(served, columns=["resource_id", "area_code"]),
            "sources": pd.DataFrame(
                [
                    ("register", "register", "住民基本台帳", "試市", DAY),
                    ("register20", "register", "住民基本台帳", "試市", "2020-04-01"),
                    ("hh", "households", "世帯の表", "試市", DAY),
                ],
                columns=["source_id", "kind", "title", "publisher", "as_of"],
            ),
        },
    )


def value(city: City, key: str, code: str, **options) -> float:
    level = {"a": "small_area", "n": "neighbourhood", "d": "district", "c": "city"}[code[0]]
    rows = figures(city, [key], level, **options).set_index("area_code")
    return rows.at[code, "value"]


def test_every_indicator_and_level_gives_every_area_in_the_citys_order(tiny, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    for key, level in itertools.product(INDICATORS, ("small_area", "neighbourhood", "district", "city")):
        rows = figures(tiny, [key], level, sharing="internal")
        assert tuple(rows.columns) == COLUMNS
        assert (
            rows["area_code"].tolist()
            == {
                "small_area": ["a0", "a1", "a2", "a3"],
                "neighbourhood": ["n0", "n1"],
                "district": ["d1", "d0"],
                "city": ["c"],
            }[level]
        )
        assert (rows["level"] == level).all()
        assert (rows["unit"] == INDICATORS[key].unit).all()
        assert rows.loc[~rows["state"].isin(["ok", "merged"]), "value"].isna().all()


def test_ageing_by_hand(tiny):
    # a0: 10 + 60 + 20 + 10 = 100 people; a1 has one more of 75+, and so on: 406 in the city, 126 of 65+.
    assert value(tiny, "ageing_rate", "a0") == 0.30
    assert value(tiny, "ageing_rate", "c") == pytest.approx(126 / 406)
    assert value(tiny, "early_elderly_rate", "c") == pytest.approx(80 / 406)
    assert value(tiny, "late_elderly_rate", "d1") == pytest.approx(25 / 205)
    assert value(tiny, "old_age_index", "c") == pytest.approx(126 / 240 * 100)
    assert value(tiny, "dependency_index", "c") == pytest.approx((40 + 126) / 240 * 100)
    assert value(tiny, "ageing_index", "c") == pytest.approx(126 / 40 * 100)
    assert value(tiny, "support_ratio", "c") == pytest.approx(240 / 126)
    assert figures(tiny, ["over85_rate"], "city")["state"].item() == "not_in_source"


def test_small_areas_add_up_to_every_level(tiny):
    for key in ("ageing_rate", "single_elderly_rate", "care_certification_rate", "coverage"):
        small = figures(tiny, [key], "small_area", sharing="council")
        for level in ("neighbourhood", "district", "city"):
            assert figures(tiny, [key], level, sharing="council")["numerator"].sum() == pytest.approx(
                small["numerator"].sum()
            )


def test_households_and_care_by_hand(tiny):
    assert value(tiny, "single_elderly_rate", "c") == pytest.approx(54 / 126)
    assert value(tiny, "single_elderly_rate", "c", kind="households") == pytest.approx(54 / 200)
    assert value(tiny, "elderly_couple_rate", "c") == pytest.approx(20 / 200)
    assert value(tiny, "care_certification_rate", "c") == pytest.approx(46 / 160)


def test_resources_by_hand(tiny):
    assert value(tiny, "resources_per_1000_elderly", "c") == pytest.approx(2 / 126 * 1000)  # neither rare nor ended
    assert value(tiny, "resources_per_1000_elderly", "n1") == pytest.approx(1 / 65 * 1000)
    assert value(tiny, "resources_per_1000_elderly", "a1") == 0.0
    assert value(tiny, "salon_participation_rate", "c") == pytest.approx(41 / 126)
    assert value(tiny, "enrolled_rate", "c", kind="salon") == pytest.approx(41 / 126)


def test_watched_households_count_where_the_whole_team_is(tiny):
    assert value(tiny, "mimamori_rate", "n0", sharing="council") == pytest.approx(13 / 25)
    assert value(tiny, "mimamori_rate", "n1", sharing="council") == pytest.approx(11 / 29)
    assert value(tiny, "mimamori_rate", "c") == pytest.approx(24 / 54)
    # A team of two small areas gives one number: neither small area has its own, and it is not 0.
    assert set(figures(tiny, ["mimamori_rate"], "small_area", sharing="council")["state"]) == {"not_in_source"}


def test_a_team_that_watches_over_an_area_on_the_border_has_no_number_on_either_side(tmp_path):
    """a1 lies half in either district: how many of the nine are watched in which, the team does not say."""
    halves = pd.DataFrame(
        [
            ("a0", "d0", 1.0),
            ("a1", "d0", 0.5),
            ("a1", "d1", 0.5),
            ("a2", "d1", 1.0),
            ("d0", "c", 1.0),
            ("d1", "c", 1.0),
        ],
        columns=["area_code", "parent_code", "weight"],
    )
    teams = [("border", 9), ("east", 5)]
    city = stored(
        tmp_path,
        {
            "areas": area_table(
                small_area={f"a{i}": f"{i}丁目" for i in range(3)},
                district={"d0": "東", "d1": "西"},
                city={"c": "試市"},
            ),
            "membership": halves,
            "resources": pd.DataFrame(
                [{"resource_id": team, "kind": "mimamori", "watched_households": number} for team, number in teams]
            ),
            "served": pd.DataFrame(
                [("border", "a0"), ("border", "a1"), ("east", "a0")], columns=["resource_id", "area_code"]
            ),
        },
    )
    watched = {
        level: figures(city, ["mimamori_rate"], level, sharing="council").set_index("area_code")["numerator"]
        for level in ("district", "city")
    }
    assert watched["district"].isna().all() and watched["city"]["c"] == 14


def test_vans_by_named_areas_and_by_metres(tiny):
    assert value(tiny, "mobile_sales_served_households", "n1") == 1.0
    unnamed = figures(tiny, ["mobile_sales_served_households"], "neighbourhood").set_index("area_code").loc["n0"]
    assert (
        unnamed["state"] == "not_listed"
        and unnamed[["numerator", "value"]].isna().all()
        and unnamed["denominator"] == 100
    )
    assert value(tiny, "mobile_sales_served_households", "c") == 0.5
    circle = np.pi / 4  # of a square of 1 km, within 500 m of its middle
    assert value(tiny, "mobile_sales_served_households", "a3", distance=500) == pytest.approx(circle, abs=0.05)
    assert value(tiny, "mobile_sales_served_households", "a1", distance=500) == 0.0  # a van twice a month is not weekly


@pytest.mark.parametrize("households", [None, 0])
def test_what_a_list_does_not_name_is_no_nought_where_nobody_counted_the_households_either(tmp_path, households):
    tables = {
        "areas": area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"}),
        "membership": parents(("a0", "c"), ("a1", "c")),
        "resources": pd.DataFrame(
            [{"resource_id": "m", "kind": "mimamori", "area_code": "a0", "watched_households": 5}]
        ),
    }
    if households is not None:
        rows = [(code, DAY, "hh", "single_elderly", 65, households) for code in ("a0", "a1")]
        tables["households"] = pd.DataFrame(
            rows, columns=["area_code", "as_of", "source_id", "kind", "age_limit", "households"]
        )
    rows = figures(stored(tmp_path, tables), ["mimamori_rate"], "small_area", sharing="council").set_index("area_code")
    assert pd.isna(rows.at["a1", "numerator"]) and pd.isna(rows.at["a1", "value"])
    assert rows.at["a0", "numerator"] == 5


@pytest.mark.parametrize("level", ["small_area", "neighbourhood", "district"])
def test_what_a_list_does_not_name_is_never_nought_in_any_form(level, capsys):
    """登録なし in rows, in the command's CSV and JSON, in a table's CSV and its long form."""
    from data.__main__ import main
    from pages.figures import tables as sheets
    from pages.figures.description import Caption

    keys = ["mimamori_rate", "mobile_sales_served_households", "enrolled_rate"]
    rows = figures(open_city("sample"), keys, level)
    assert (rows["state"] == "not_listed").any()
    assert not (rows[["numerator", "value"]] == 0).any(axis=None)
    assert main(["figures", "sample", "--indicator", ",".join(keys), "--level", level]) == 0
    told = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert (told["state"] == rows["state"].to_numpy()).all() and not (told[["numerator", "value"]] == 0).any(axis=None)
    assert main(["figures", "sample", "--indicator", ",".join(keys), "--level", level, "--format", "json"]) == 0
    assert not any(row["numerator"] == 0 or row["value"] == 0 for row in json.loads(capsys.readouterr().out))
    table = sheets.of_rows(rows, Caption(title="試", source="試", as_of=DAY, file_stem="試"))
    assert "登録なし" in table.data.to_numpy() and not (table.data == 0).any(axis=None)
    assert (table.rows["状態"] == "登録なし").any() and not (table.rows[["分子", "値"]] == 0).any(axis=None)


def test_coverage_and_whom_a_place_admits(tiny):
    circle = np.pi / 4
    assert value(tiny, "coverage", "a0", kind="salon") == pytest.approx(circle, abs=0.05)
    assert value(tiny, "coverage", "a3") == pytest.approx(circle, abs=0.05)  # the van
    # The members' salon stands on the border of a1 and a2 and serves n1, to which a1 does not belong.
    assert value(tiny, "coverage", "a2", kind="salon") == pytest.approx(circle / 2, abs=0.05)
    assert value(tiny, "coverage", "a1", kind="salon") == 0.0
    rows = figures(
        tiny,
        ["coverage"],
        "city",
        kind="salon,mobile_sales,salon+mobile_sales",
        distance="300,500,800",
        group="65+,75+",
    )
    assert len(rows) == 18
    assert set(rows["basis"]) == {"estimated"}
    by = rows.set_index(["group", "kind", "distance_m"])["numerator"]
    for group in ("65+", "75+"):
        for distance in (300, 500, 800):
            one, other, both = (by[group, kind, distance] for kind in ("salon", "mobile_sales", "salon+mobile_sales"))
            assert max(one, other) <= both <= one + other + 1e-9
        for kind in ("salon", "mobile_sales", "salon+mobile_sales"):
            assert by[group, kind, 300] <= by[group, kind, 500] <= by[group, kind, 800]


def test_places_without_coordinates_are_left_out_and_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    areas = area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"})
    people = bands("a0", 10, 60, 20, 10) + bands("a1", 10, 60, 20, 10)
    nowhere = {"resource_id": "x", "kind": "salon", "area_code": "a1"}
    some = stored(
        tmp_path,
        {
            "areas": areas,
            "population": list(people),
            "resources": pd.DataFrame([nowhere, {"resource_id": "y", "kind": "salon", **at(500, 500)}]),
        },
        "some",
    )
    row = figures(some, ["coverage"], "city", distance=5000, sharing="internal").iloc[0]
    assert row["value"] == 1.0
    assert "緯度・経度の分からない1か所を除く" in row["source"]
    none = stored(tmp_path, {"areas": areas, "population": list(people), "resources": pd.DataFrame([nowhere])}, "none")
    assert figures(none, ["coverage"], "city")["state"].item() == "not_in_source"  # where it is nobody knows: not 0 %


def test_members_without_a_neighbourhood_are_those_of_the_small_area(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"}),
            "population": bands("a0", 10, 60, 20, 10) + bands("a1", 10, 60, 20, 10),
            "resources": pd.DataFrame(
                [{"resource_id": "m", "kind": "salon", "eligibility": "members", **at(900, 500)}]
            ),
        },
    )
    assert figures(city, ["coverage"], "small_area", distance=5000, sharing="internal")["value"].tolist() == [1.0, 0.0]


def test_a_served_part_of_a_counted_area_is_not_known(tmp_path):
    city = stored(
        tmp_path,
        {
            "areas": area_table(
                small_area={"a0": "一丁目", "a1": "二丁目"},
                neighbourhood={"n0": "東会", "n1": "西会"},
                city={"c": "試市"},
            ),
            "membership": parents(("a0", "n0"), ("a1", "n1")),
            "households": pd.DataFrame(
                [("n0", DAY, "hh", "total", 50), ("n1", DAY, "hh", "total", 50)],
                columns=["area_code", "as_of", "source_id", "kind", "households"],
            ),
            "resources": pd.DataFrame([{"resource_id": "v", "kind": "mobile_sales"}]),
            "served": pd.DataFrame([("v", "a0")], columns=["resource_id", "area_code"]),
        },
    )
    rows = figures(city, ["mobile_sales_served_households"], "neighbourhood")
    assert rows["state"].tolist() == ["not_in_source", "not_listed"]


def test_gaps_are_what_coverage_leaves(tiny):
    rows = unreached.unreached(tiny, "salon", 500, "65+").set_index("area_code")
    assert rows.at["a1", "outside"] == rows.at["a1", "persons"] == 31
    assert rows["outside"].sum() == pytest.approx(
        126 - figures(tiny, ["coverage"], "city", kind="salon")["numerator"].item()
    )


def test_missing_is_not_zero(tiny, tmp_path):
    needs = figures(tiny, ["need_density_households", "need_density_elderly", "need_density_area"], "district")
    assert set(needs["state"]) == {"not_in_source"}
    assert needs["numerator"].isna().all()
    assert set(figures(tiny, ["coverage"], "city", kind="clinic")["state"]) == {
        "not_in_source"
    }  # no list of clinics: not 0 %
    nobody = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "無人", "a1": "丁目"}, city={"c": "試市"}),
            "population": bands("a0", 0, 0, 0, 0) + bands("a1", 1, 1, 1, 1),
        },
        "nobody",
    )
    assert figures(nobody, ["ageing_rate"], "small_area")["state"].tolist() == ["no_denominator", "ok"]


def test_a_city_with_nothing_answers_with_states(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    empty = stored(tmp_path, {"areas": area_table(small_area={"a0": "一丁目"})}, "empty")
    for key in INDICATORS:
        assert set(figures(empty, [key], "small_area", sharing="internal")["state"]) == {"not_in_source"}
        assert (
            figures(empty, [key], "city", sharing="internal")["area_name"].item() == "試市"
        )  # a city level is there even if the file has none
    assert time_series.age_table_dates(empty) == []
    assert time_series.default_source(empty) is None
    assert age_structure.age_structure(empty, "a0").empty
    assert plain_counts.counts(empty, "city")["value"].drop(13).isna().all()


def test_areas_known_only_as_points_have_an_estimate_and_no_coverage(tmp_path):
    areas = area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"})
    areas = areas.set_geometry(gpd.GeoSeries([Point(0, 0), Point(1000, 0), None], crs=ZONE))
    city = stored(
        tmp_path,
        {
            "areas": areas,
            "population": bands("a0", 10, 60, 20, 10) + bands("a1", 10, 60, 20, 10),
            "resources": pd.DataFrame([{"resource_id": "s", "kind": "salon", **at(0, 0)}]),
        },
        "points",
    )
    for level in ("small_area", "city"):
        rows = figures(city, ["coverage"], level)
        assert set(rows["state"]) == {"not_in_source"}
        assert set(rows["basis"]) == {"estimated"}
        assert "算定できません" in rows["source"].iloc[0]
    assert figures(city, ["coverage"], "small_area")["value"].tolist() == [1.0, 0.0]


# Dates and sources.


def test_a_register_comes_before_a_census_however_new(tmp_path):
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"}),
            "population": bands("a0", 10, 60, 20, 10, "2024-04-01", "book")
            + bands("a0", 10, 60, 10, 20, "2019-04-01", "old book")
            + bands("a0", 30, 60, 10, 0, DAY, "count"),
            "sources": pd.DataFrame(
                [("book", "register"), ("old book", "register"), ("count", "census")], columns=["source_id", "kind"]
            ),
        },
    )
    assert time_series.default_source(city) == ("2024-04-01", "book")
    assert value(city, "ageing_rate", "c") == 0.3 and value(city, "ageing_rate", "c", as_of=DAY) == 0.1


def test_the_latest_register_is_taken_and_others_on_demand(tiny):
    assert time_series.default_source(tiny) == (DAY, "register")
    assert [date[:2] for date in time_series.age_table_dates(tiny)] == [("2020-04-01", "register20"), (DAY, "register")]
    rows = figures(tiny, ["ageing_rate"], "city")
    assert rows[["as_of", "source_id", "source"]].iloc[0].tolist() == [
        DAY,
        "register",
        "試市「住民基本台帳」（2025年4月1日現在）",
    ]
    assert value(tiny, "ageing_rate", "c", as_of="2020-04-01") == 0.2
    assert value(tiny, "ageing_rate", "c", source="register20") == 0.2
    assert time_series.series(tiny, "ageing_rate", ["d0"])[["as_of", "area_code"]].to_numpy().tolist() == [
        ["2020-04-01", "d0"],
        [DAY, "d0"],
    ]


def test_a_table_of_another_year_does_not_answer(tiny):
    rows = figures(tiny, ["single_elderly_rate", "care_certification_rate"], "city", as_of="2020-04-01")
    assert set(rows["state"]) == {"not_in_source"}


def test_a_denominator_of_another_date_says_so(tmp_path):
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目"}),
            "population": bands("a0", 10, 60, 20, 10),
            "needs": pd.DataFrame(
                [("a0", "2022-04/2023-03", "centre", "total", 31)],
                columns=["area_code", "period", "source_id", "need", "persons"],
            ),
        },
        "needs",
    )
    row = figures(city, ["need_density_elderly"], "small_area").iloc[0]
    assert row["as_of"] == "2022-04/2023-03"
    assert "2022年4月～2023年3月" in row["source"]
    assert "2025年4月1日現在" in row["source"]


def test_unknown_age_in_and_out(tmp_path):
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目"}),
            "population": [*bands("a0", 10, 60, 20, 10), ("a0", DAY, "register", "all", None, None, 20)],
        },
        "unknown",
    )
    assert value(city, "ageing_rate", "a0") == 0.30
    assert value(city, "ageing_rate", "a0", unknown_age="include") == 0.25
    assert plain_counts.counts(city, "small_area", ["population"])["value"].item() == 120


def test_age_structure_with_and_without_sexes(tiny, tmp_path):
    frame = age_structure.age_structure(tiny, "d0")
    assert frame["age"].tolist() == ["0～14歳", "15～64歳", "65～74歳", "75歳以上"]
    assert frame["all"].tolist() == [20, 120, 40, 21]
    assert frame["male"].isna().all()
    both = [
        (*row[:3], sex, *row[4:6], row[6] // part)
        for row in bands("a0", 10, 60, 20, 10)
        for sex, part in (("all", 1), ("male", 2), ("female", 2))
    ]
    city = stored(tmp_path, {"areas": area_table(small_area={"a0": "一丁目"}), "population": both}, "sexes")
    assert age_structure.age_structure(city, "a0")["female"].tolist() == [5, 30, 10, 5]


# Printed facts of 八幡: 31 persons of 530 households; vans in 5 of 11 neighbourhoods.

HOUSEHOLDS = {
    "金井淵": 530,
    "上剣崎": 1240,
    "下剣崎": 485,
    "下大島": 207,
    "八幡1": 330,
    "八幡2": 445,
    "八幡3": 695,
    "八幡4": 440,
    "町屋": 255,
    "群馬八幡": 352,
    "若田": 113,
}
WITH_VAN = ("金井淵", "町屋", "八幡1", "八幡3", "八幡4")


@pytest.fixture
def yahata(tmp_path) -> City:
    code = {name: f"takasaki/八幡/{name}" for name in HOUSEHOLDS}
    areas = pd.DataFrame(
        [(code[name], "neighbourhood", name) for name in HOUSEHOLDS]
        + [("y", "district", "八幡"), ("t", "district", "豊岡"), ("c", "city", "市")],
        columns=["area_code", "level", "name"],
    ).assign(order=range(14))
    persons = {name: 12 for name in HOUSEHOLDS} | {"金井淵": 31}
    needs = [
        (code[name], "2015-04/2017-04", "doc", "total", number, "ok", "printed") for name, number in persons.items()
    ]
    needs += [
        (code["金井淵"], "2015-04/2017-04", "doc", "買い物", 4, "ok", "printed"),
        (code["町屋"], "2015-04/2017-04", "doc", "買い物", None, "unreadable", "printed"),
        (code["若田"], "2015-04/2017-04", "doc", "買い物", 0, "ok", "inferred"),
    ]
    return stored(
        tmp_path,
        {
            "areas": gpd.GeoDataFrame(areas, geometry=gpd.GeoSeries([None] * 14, crs=6668)),
            "membership": parents(*[(one, "y") for one in code.values()]),
            "households": pd.DataFrame(
                [(code[name], "2017-04-01", "doc", "total", number) for name, number in HOUSEHOLDS.items()],
                columns=["area_code", "as_of", "source_id", "kind", "households"],
            ),
            "needs": pd.DataFrame(
                needs, columns=["area_code", "period", "source_id", "need", "persons", "state", "basis"]
            ),
            "resources": pd.DataFrame(
                [
                    {"resource_id": name, "kind": "mobile_sales", "source_id": "doc", "area_code": code[name]}
                    for name in WITH_VAN
                ]
            ),
        },
        "yahata",
    )


def test_printed_density_and_served_households(yahata):
    rows = figures(yahata, ["need_density_households"], "neighbourhood").set_index("area_name")
    assert round(rows.at["金井淵", "value"], 2) == 5.85
    assert (rows.at["金井淵", "numerator"], rows.at["金井淵", "denominator"]) == (31, 530)
    van = figures(yahata, ["mobile_sales_served_households"], "district").set_index("area_name")
    assert (van.at["八幡", "numerator"], van.at["八幡", "denominator"], round(van.at["八幡", "value"], 3)) == (
        2250,
        5092,
        0.442,
    )


def test_a_district_without_neighbourhoods_is_not_left_out_in_silence(yahata):
    rows = figures(yahata, ["mobile_sales_served_households", "need_density_households"], "district").set_index(
        ["indicator", "area_code"]
    )
    assert (rows.xs("t", level="area_code")["state"] == "not_in_source").all()
    assert set(figures(yahata, ["mobile_sales_served_households", "need_density_households"], "city")["state"]) == {
        "not_in_source"
    }


def test_unreadable_cells_are_shown_so_and_never_summed(yahata):
    rows = figures(yahata, ["need_density_households"], "neighbourhood", kind="買い物").set_index("area_name")
    assert rows.loc[["金井淵", "町屋", "若田", "八幡1"], "state"].tolist() == [
        "ok",
        "unreadable",
        "ok",
        "not_in_source",
    ]
    assert rows.loc[["金井淵", "若田"], "basis"].tolist() == ["printed", "inferred"]
    assert rows.at["若田", "value"] == 0.0
    assert rows.at["金井淵", "numerator"] == 4  # a printed fact is shown as printed
    assert figures(yahata, ["need_density_households"], "district", kind="買い物")["state"].iloc[0] == "unreadable"


def test_internal_needs_the_setting(tiny, monkeypatch):
    for setting in (None, "", "0", " "):
        (
            monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
            if setting is None
            else monkeypatch.setenv("INTERNAL_ACCESS", setting)
        )
        assert not internal_allowed()
        for call in (
            lambda: figures(tiny, ["ageing_rate"], "city", sharing="internal"),
            lambda: plain_counts.counts(tiny, "city", sharing="internal"),
            lambda: unreached.unreached(tiny, sharing="internal"),
        ):
            with pytest.raises(PermissionError, match="職員用の設定"):
                call()
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert len(figures(tiny, ["ageing_rate"], "city", sharing="internal")) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"indicators": ["happiness"]}, "という指標はありません"),
        ({"level": "moon"}, "という区域の段階はこの市にありません"),
        ({"as_of": "1999-01-01"}, "1999-01-01 の資料はありません。ある基準日: 2020-04-01、2025-04-01"),
        ({"as_of": "2020-04-01", "source": "register"}, "2020-04-01 の年齢別人口はありません"),
        ({"source": "nobody"}, "「nobody」という出典はありません"),
        ({"sharing": "world"}, "共有範囲は"),
        ({"indicators": ["coverage"], "kind": "unicorn"}, "「unicorn」という種類はありません"),
        ({"indicators": ["coverage"], "group": "90+"}, "「90\\+」という対象はありません"),
        ({"indicators": ["coverage"], "distance": "-5"}, "距離は正の整数"),
        ({"indicators": ["coverage"], "distance": "near"}, "距離は正の整数"),
        ({"indicators": ["need_density_area"], "kind": "散歩"}, "「散歩」という困りごとはありません"),
        ({"indicators": ["single_elderly_rate"], "kind": "cats"}, "分母は persons"),
        ({"unknown_age": "maybe"}, "exclude or include"),
    ],
)
def test_what_does_not_exist_is_named(tiny, options, words):
    asked = {"indicators": ["ageing_rate"], "level": "city"} | options
    with pytest.raises(ValueError, match=words):
        figures(tiny, asked.pop("indicators"), asked.pop("level"), **asked)


def test_counts_stand_in_the_same_columns(tiny):
    rows = plain_counts.counts(tiny, "city").set_index("indicator")
    assert list(rows.index) == list(COUNTS)
    assert rows.loc[
        ["population", "65+", "households", "single_elderly", "certified", "salons", "area"], "value"
    ].tolist() == pytest.approx([406, 126, 200, 54, 46, 2, 4.0], rel=1e-3)


def test_a_new_revision_is_read_anew(tiny, tmp_path):
    assert value(tiny, "ageing_rate", "a0") == 0.30
    tables = {
        "areas": tiny.table("areas"),
        "population": pd.DataFrame(
            bands("a0", 0, 50, 50, 0), columns=[*"area_code as_of source_id sex age_from age_to persons".split()]
        ),
    }
    write_city(tmp_path / "tiny", {"title": "試市", "zone": ZONE}, tables, "r2")
    assert value(open_city("tiny", tmp_path), "ageing_rate", "a0") == 0.50


def test_days_and_periods():
    assert [str(day(text).date()) for text in ("2024-09-30", "2015-04/2017-04", "2020")] == [
        "2024-09-30",
        "2017-04-30",
        "2020-12-31",
    ]
    assert nearest_source([("2015-04-01", "a"), ("2020-04-01", "b")], "2019-01-01") == ("2020-04-01", "b")
    before, after = ("2024-03-31", "a"), ("2024-04-02", "b")
    assert nearest_source([before, after], "2024-04-01") == nearest_source([after, before], "2024-04-01") == after
    assert nearest_source([], "2019-01-01") is None


def test_an_end_still_to_come_counts_and_one_gone_by_does_not(tmp_path):
    resources = pd.DataFrame(
        [
            {"resource_id": "past", "kind": "salon", "ended": "2024-03-31"},
            {"resource_id": "coming", "kind": "salon", "ended": "2030-03-31"},
        ]
    )
    tables = {"areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"}), "resources": resources}
    assert plain_counts.counts(stored(tmp_path, dict(tables), "undated"), "city", ["salons"])["value"].item() == 0
    city = stored(tmp_path, tables | {"population": bands("a0", 1, 1, 1, 1)}, "dated")
    assert plain_counts.counts(city, "city", ["salons"])["value"].item() == 1


@pytest.mark.parametrize(("ended", "counted"), [("2025-03-31", 0), (DAY, 0), ("2025-04-02", 1)])
@pytest.mark.parametrize("as_of", [None, DAY])
def test_a_place_is_gone_on_the_very_day_it_ends(tmp_path, ended, counted, as_of):
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"}),
            "population": bands("a0", 1, 1, 1, 1),
            "resources": pd.DataFrame([{"resource_id": "ending", "kind": "salon", "ended": ended}]),
        },
    )
    assert plain_counts.counts(city, "city", ["salons"], as_of=as_of)["value"].item() == counted


@pytest.mark.parametrize(("started", "counted"), [("2025-03-31", 1), (DAY, 1), ("2025-04-02", 0)])
def test_a_place_is_there_from_the_very_day_it_starts(tmp_path, started, counted):
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"}),
            "population": bands("a0", 1, 1, 1, 1),
            "resources": pd.DataFrame([{"resource_id": "new", "kind": "salon", "started": started}]),
        },
    )
    assert plain_counts.counts(city, "city", ["salons"], as_of=DAY)["value"].item() == counted


def test_every_kind_of_resource_can_be_asked_for(tiny):
    for kind in TOLD:
        assert len(figures(tiny, ["coverage", "resources_per_1000_elderly"], "city", kind=kind)) == 2


@pytest.mark.parametrize("indicator", ["coverage", "resources_per_1000_elderly"])
def test_what_is_of_no_known_kind_is_never_counted(tiny, indicator):
    with pytest.raises(
        ValueError, match="種類不明」の場所は、何をする所か分からないため数えません。数えられる種類: salon"
    ):
        figures(tiny, [indicator], "city", kind=f"salon+{UNKNOWN}")


@pytest.mark.parametrize("sharing", ["public", "council"])
@pytest.mark.parametrize("distance", ["350", "500,501", "1", "100000"])
def test_outside_the_office_only_the_steps_that_pages_offer_are_measured(tiny, sharing, distance):
    with pytest.raises(ValueError, match="選べる距離は、300、500、800"):
        figures(tiny, ["coverage"], "city", distance=distance, sharing=sharing)
    with pytest.raises(ValueError, match="選べる距離は"):
        unreached.unreached(tiny, distance=int(distance.split(",")[-1]), sharing=sharing)


def test_officials_measure_any_distance(tiny, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert len(figures(tiny, ["coverage"], "city", distance="350,900", sharing="internal")) == 2
