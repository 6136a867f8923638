"""The invented city: made again it is the same, its totals resemble a real city's, its ground is whole, and nothing in
it is real."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from data.cities import make_sample
from data.store.city import open_city
from data.store.schema import TABLES, WITH_GEOMETRY
from data.vocabulary import HOUSEHOLD_KINDS, KINDS, NEEDS, SERVICES, TOLD, TOTAL

LAST, FIRST = "2025-04-01", "2015-04-01"


@pytest.fixture(scope="module")
def city():
    return open_city("sample")


@pytest.fixture(scope="module")
def made():
    return make_sample.make()


@pytest.fixture(scope="module")
def areas(city) -> gpd.GeoDataFrame:
    return city.table("areas").set_index("area_code")


@pytest.fixture(scope="module")
def parents(city) -> pd.DataFrame:
    """area_code -> district and (heaviest) neighbourhood of every small area."""
    links = city.table("membership").sort_values("weight", ascending=False)
    return pd.DataFrame(
        {
            level: links[links["parent_code"].str.contains(f"-{letter}")].groupby("area_code")["parent_code"].first()
            for level, letter in (("district", "D"), ("neighbourhood", "N"))
        }
    ).dropna()


@pytest.fixture(scope="module")
def ageing(city) -> pd.DataFrame:
    """65+ share by small area (rows) and date (columns)."""
    everyone = city.table("population").query("sex == 'all'")
    older = everyone[everyone["age_from"] >= 65]
    return (
        (
            older.groupby(["area_code", "as_of"])["persons"].sum()
            / everyone.groupby(["area_code", "as_of"])["persons"].sum()
        )
        .unstack()
        .astype(float)
    )


def persons(city, as_of: str, *, age: int = 0) -> int:
    table = city.table("population")
    return int(table[(table["sex"] == "all") & (table["as_of"] == as_of) & (table["age_from"] >= age)]["persons"].sum())


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if not table.restricted])
def test_made_again_it_is_what_is_stored(city, made, name):
    stored = city.table(name)
    assert (name in made) == bool(len(stored))
    if name not in made:
        return
    again = made[name]
    assert not again.duplicated(list(TABLES[name].key)).any()
    if name in WITH_GEOMETRY:
        assert (shapely.hausdorff_distance(stored.geometry.to_numpy(), again.geometry.to_numpy()) < 5e-6).all()
        stored, again = pd.DataFrame(stored.drop(columns="geometry")), pd.DataFrame(again.drop(columns="geometry"))
    assert_frame_equal(stored, again, rtol=0, atol=2e-6)


def test_it_says_that_it_is_invented(city):
    assert city.invented and "架空" in city.title and city.city_code.startswith("99")
    assert (
        city.table("sources")["title"].str.contains("架空").all()
        and city.table("sources")["publisher"].str.contains("架空").all()
    )
    assert [city.word(key) for key in ("support_centre", "supporter", "council")] == [
        "高齢者あんしんセンター",
        "地域支え合いサポーター",
        "協議体",
    ]


def test_every_source_named_is_listed(city):
    known = set(city.table("sources")["source_id"])
    for name, table in TABLES.items():
        if "source_id" in table.columns and name != "sources":
            assert set(city.table(name)["source_id"].dropna()) <= known, name


def test_totals_resemble_the_published_ones(city):
    assert 362_600 <= persons(city, LAST) <= 377_400
    assert 0.26 <= persons(city, LAST, age=65) / persons(city, LAST) <= 0.28
    care = city.table("care").query("as_of == @LAST and level == 'all'")
    assert 0.155 <= care["certified"].sum() / care["insured"].sum() <= 0.165
    assert care["insured"].sum() == persons(city, LAST, age=65)
    salons = city.table("resources").query("kind == 'salon'")
    assert 0.04 <= salons["participants"].sum() / persons(city, LAST, age=65) <= 0.06


def test_structure(city, areas):
    count = areas["level"].value_counts()
    assert (
        count["city"] == 1
        and count["district"] == 26
        and count["small_area"] >= 450
        and 80 <= count["neighbourhood"] <= 100
    )
    population = city.table("population")
    assert sorted(population["as_of"].unique()) == [FIRST, "2020-04-01", LAST]
    assert set(population["sex"]) == {"all", "male", "female"}
    assert population["age_from"].max() == 100 and population.loc[population["age_from"] == 100, "age_to"].isna().all()
    assert (
        {"total", "single_elderly", "elderly_couple"} <= set(city.table("households")["kind"]) <= set(HOUSEHOLD_KINDS)
    )
    assert set(city.table("needs")["need"]) == {*NEEDS, TOTAL}
    assert set(city.table("service_use")["item"]) == {*("・".join(service) for service in SERVICES), TOTAL}
    assert set(city.table("resources")["kind"]) <= set(TOLD) and 380 <= len(city.table("resources")) <= 460
    assert len(city.table("councils")) == 26 and len(city.table("cases")) >= 10
    assert set(city.table("base")["layer"]) == {"road", "river", "railway", "station", "school", "hall", "line", "zone"}


def test_men_and_women_add_up(city):
    by_sex = city.table("population").pivot(index=["area_code", "as_of", "age_from"], columns="sex", values="persons")
    assert (by_sex["male"] + by_sex["female"] == by_sex["all"]).all()


@pytest.mark.parametrize("level", ["small_area", "neighbourhood", "district"])
def test_ground_has_no_gap_and_no_overlap(areas, level):
    parts = areas[areas["level"] == level].geometry
    assert parts.is_valid.all() and shapely.coverage_is_valid(parts.to_numpy())
    metres = parts.to_crs(6677)
    whole = areas.to_crs(6677).loc["99201"].geometry
    assert metres.area.sum() == pytest.approx(whole.area, rel=1e-9)
    assert shapely.union_all(metres.to_numpy()).symmetric_difference(whole).area < 1
    assert 420e6 < whole.area < 500e6
    assert not shapely.is_ccw(shapely.get_exterior_ring(parts.to_numpy())).any()  # rings clockwise


def test_every_small_area_belongs(areas, parents, city):
    small = areas[areas["level"] == "small_area"]
    assert set(parents.index) == set(small.index)
    links = city.table("membership")
    weights = links.assign(kind=links["parent_code"].str.slice(6, 7)).groupby(["area_code", "kind"])["weight"].sum()
    assert np.allclose(weights.astype(float), 1)
    assert 1 <= (links["weight"] < 1).sum() // 2 <= 4
    for level in ("district", "neighbourhood"):
        inside = shapely.contains_properly(
            areas.geometry[parents.loc[small.index, level]].to_numpy(), small.representative_point().to_numpy()
        )
        assert inside.all(), level


def test_codes_are_like_the_census(areas):
    codes = areas.index[areas["level"] == "small_area"].to_series()
    with_number = areas.loc[codes, "name"].str.endswith("丁目").to_numpy()
    assert (
        codes[with_number].str.fullmatch(r"99201\d{6}").all() and codes[~with_number].str.fullmatch(r"99201\d{4}").all()
    )
    assert with_number.any() and (~with_number).any() and areas["name"].is_unique
    assert areas["reading"].str.fullmatch(r"[ぁ-ゖー・]+").all()


def test_hills_are_older_than_the_centre_and_estates_age_together(areas, parents, ageing):
    names = areas["name"]
    district = parents["district"].map(names)
    centre = ageing.loc[district[district.isin(["琴橋", "機宮"])].index, LAST]
    hills = ageing.loc[district[district.isin(["雲渡", "葛越", "鹿木戸", "兎平"])].index, LAST]
    assert hills.mean() > centre.mean() + 0.12
    estates = ageing.loc[names[(areas["level"] == "small_area") & names.str.contains("台|が丘")].index]
    assert len(estates) > 30 and (estates[LAST] - estates[FIRST] > 0.10).all()
    assert (ageing[LAST] - ageing[FIRST]).median() < 0.06


def test_households_fit_the_people(city):
    table = city.table("households").pivot(index=["area_code", "as_of"], columns="kind", values="households")
    assert (table["single_elderly"] + table["elderly_couple"] <= table["elderly_only"]).all() and (
        table["elderly_only"] <= table["total"]
    ).all()
    older = (
        city.table("population")
        .query("sex == 'all' and age_from >= 65")
        .groupby(["area_code", "as_of"])["persons"]
        .sum()
    )
    heads = city.table("households").query("kind == 'elderly_only'").set_index(["area_code", "as_of"])["persons"]
    assert (heads <= older.loc[heads.index]).all()
    assert 0.14 < table["single_elderly"].xs(LAST, level="as_of").sum() / older.xs(LAST, level="as_of").sum() < 0.21


def test_care_levels_add_up(city):
    levels = city.table("care").pivot(index=["area_code", "as_of"], columns="level", values="certified")
    assert (levels.drop(columns="all").sum(axis=1) == levels["all"]).all() and len(levels.columns) == 8


def test_needs_can_be_true(city):
    table = city.table("needs").pivot(index=["area_code", "period"], columns="need", values="persons")
    known = table[table[TOTAL].notna()].astype(int)
    assert (known[list(NEEDS)].max(axis=1) <= known[TOTAL]).all() and (
        known[list(NEEDS)].sum(axis=1) >= known[TOTAL]
    ).all()
    assert 4 <= known[TOTAL].median() <= 35 and (known[TOTAL] == 0).any()
    missing = city.table("needs").query("state == 'not_surveyed'")
    assert missing["persons"].isna().all() and missing["area_code"].nunique() == 2


def test_reach_leaves_gaps_where_they_would_be(city, areas, parents):
    people = (
        city.table("population")
        .query("sex == 'all' and as_of == @LAST and age_from >= 65")
        .groupby("area_code")["persons"]
        .sum()
    )
    places = city.table("resources").query("kind in ['salon', 'mobile_sales']")
    small = areas[areas["level"] == "small_area"].to_crs(6677).geometry
    near = shapely.union_all(
        gpd.GeoSeries(gpd.points_from_xy(places["lon"], places["lat"]), crs=6668).to_crs(6677).buffer(500).to_numpy()
    )
    outside = people * (1 - small.intersection(near).area / small.area)
    assert 0.20 <= outside.sum() / people.sum() <= 0.55
    district = parents["district"].map(areas["name"])
    share = outside.groupby(district).sum() / people.groupby(district).sum()
    assert share[["雲渡", "葛越", "鹿木戸"]].min() > share[["琴橋", "機宮", "絹渡"]].max()


def test_resources_are_whole(city, areas):
    table = city.table("resources")
    walk = table[table["kind"].isin([key for key, kind in KINDS.items() if kind.reach == "walk"])]
    assert (
        walk[["lat", "lon"]].notna().all().all()
        and table["area_code"].isin(areas.index).all()
        and table["name"].is_unique
    )
    assert set(areas.loc[walk["area_code"], "level"]) == {"small_area"}
    points = shapely.points(walk[["lon", "lat"]].to_numpy(float))
    assert (shapely.distance(areas.geometry[walk["area_code"]].to_numpy(), points) < 1e-9).mean() > 0.98
    assert (table["contact"].str.fullmatch(r"0XX-000-\d{4}")).all()
    homes = table[table["private_home"]]
    assert (
        len(homes) >= 5
        and not homes["publish"].any()
        and not homes["contact_public"].any()
        and homes["address"].isna().all()
    )
    late = (table["last_confirmed"] < "2025-10-15").mean()
    assert 0.1 < late < 0.4
    assert {"all", "members"} <= set(table.loc[table["kind"] == "salon", "eligibility"])


def test_vans_run_one_round_a_day(city):
    stops = city.table("resources").query("kind == 'mobile_sales'")
    for route, own in stops.groupby("route"):
        assert own["weekdays"].nunique() == 1 and own["weekdays"].iloc[0] in route
        assert (own["time_from"].to_numpy()[1:] > own["time_to"].to_numpy()[:-1]).all()


def test_cases_tell_of_help_that_is_there(city):
    table, served = city.table("resources"), city.table("served")
    links = city.table("membership")
    district = links[links["parent_code"].str.contains("-D")].set_index("area_code")["parent_code"]
    there = set(zip(table["kind"], table["area_code"].map(district), strict=True))
    reached = served.merge(table[["resource_id", "kind"]], on="resource_id")
    there |= set(zip(reached["kind"], reached["area_code"].map(district), strict=True))
    assert set(city.table("cases")[["kind", "area_code"]].itertuples(index=False, name=None)) <= there


def test_served_areas_exist_and_watching_fits(city, areas, parents):
    served, table = city.table("served"), city.table("resources").set_index("resource_id")
    assert set(served["resource_id"]) <= set(table.index) and set(served["area_code"]) <= set(areas.index)
    watching = table[table["kind"] == "mimamori"]
    assert set(watching.index) <= set(served["resource_id"]) and (watching["watched_households"] > 0).all()
    singles = (
        city.table("households")
        .query("kind == 'single_elderly' and as_of == @LAST")
        .set_index("area_code")["households"]
        .groupby(parents["neighbourhood"])
        .sum()
    )
    within = (
        served[served["resource_id"].isin(watching.index)]
        .assign(single=lambda f: f["area_code"].map(singles))
        .groupby("resource_id")["single"]
        .sum()
    )
    assert (watching["watched_households"] <= within).all()
    reached = city.table("base").query("layer in ['line', 'zone']")
    assert set(table.loc[reached["resource_id"], "kind"]) == {"transport_support"}


def test_no_half_made_words(city):
    for name, table in TABLES.items():
        if table.restricted:
            continue
        frame = city.table(name)
        for column in (column for column, kind in table.columns.items() if kind == "string"):
            values = frame[column].dropna()
            assert not values.str.contains(r"nan|None|<NA>|[{}]|TODO|○○|◯◯|ダミー|仮称").any(), (name, column)
            assert (values.str.strip() == values).all() and (values != "").all(), (name, column)


def test_no_real_name_of_the_files_at_hand(city, areas, real_data):
    towns = {
        re.sub(r"[一二三四五六七八九十]+丁目$", "", name) for name in areas.loc[areas["level"] == "small_area", "name"]
    }
    topology = json.loads((real_data / "higashiosaka" / "r2ka27227.topojson").read_text(encoding="utf-8"))
    real = {
        re.sub(r"[一二三四五六七八九十]+丁目$", "", shape["properties"]["S_NAME"] or "")
        for shape in topology["objects"]["town"]["geometries"]
    }
    real |= (
        set(pd.read_excel(real_data / "takamatsu" / "0066_202410.xlsx")["regionName"].dropna())
        if (real_data / "takamatsu" / "0066_202410.xlsx").is_file()
        else set()
    )
    assert not towns & real and not set(areas["name"]) & real
