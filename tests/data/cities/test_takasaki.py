"""The city of published facts: made from data/published alone, whole, and nothing added."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.indicators import plain_counts, values
from data.cities import make_takasaki
from data.store.city import EMBEDDED, open_city
from data.store.schema import TABLES
from tests.tiny_city import area_table, stored

PUBLISHED = EMBEDDED.parent / "published"


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(PUBLISHED / f"{name}.csv", dtype="string", encoding="utf-8")


@pytest.fixture(scope="module")
def city():
    return open_city("takasaki", EMBEDDED)


@pytest.fixture(scope="module")
def made():
    return make_takasaki.make()


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if not table.restricted])
def test_made_again_it_is_what_is_stored(city, made, name):
    assert (name in made) == city.has(name)
    if name in made:
        assert not made[name].duplicated(list(TABLES[name].key)).any()
        assert_frame_equal(
            pd.DataFrame(city.table(name)).drop(columns="geometry", errors="ignore"),
            pd.DataFrame(made[name]).drop(columns="geometry", errors="ignore"),
        )


def test_its_dates_are_said(city):
    assert not city.invented and city.title == "高崎市（公表資料）"
    assert re.findall(r"\d{4}", city.dates) == ["2015", "2017", "2025"]


def test_no_row_of_a_person_lies_in_the_citys_folder(city, made):
    assert not city.has("individuals")
    assert len(made["individuals"]) == len(read("toyooka_individual_use")) == 16
    assert not [path for path in city.folder.rglob("*") if "individual" in path.name]


def test_every_row_names_its_document(city, made):
    known = set(city.table("sources")["source_id"])
    assert city.table("sources")["published"].all()
    for name, frame in made.items():
        if "source_id" in frame and name != "sources":
            assert set(frame["source_id"]) <= known, name


@pytest.mark.parametrize(
    ("file", "table", "item", "persons"),
    [
        ("yahata_needs", "needs", "need", "persons_with_need"),
        ("yahata_service_use", "service_use", "item", "persons_using"),
        ("toyooka_service_use", "service_use", "item", "persons_using"),
    ],
)
def test_cells_are_as_the_documents_have_them(city, file, table, item, persons):
    stored = city.table(table).set_index(["area_code", item])
    words = {"day": "通所・", "home": "訪問・"}
    for row in read(file).to_dict("records"):
        hood = [] if row["neighbourhood"] == "(district total)" else [row["neighbourhood"]]
        name = row["need"] if "need" in row else words[row["service"]] + row["use"]
        code = "/".join(["takasaki", row["district"], *hood])
        cell, everyone = stored.loc[(code, name)], stored.loc[(code, "total")]
        assert everyone["persons"] == int(row["persons_in_neighbourhood"]) and everyone["basis"] == "printed"
        if row["cell_status"] == "unreadable":
            assert pd.isna(cell["persons"]) and cell["state"] == "unreadable"
        else:
            assert (
                cell["persons"] == int(row[persons])
                and cell["state"] == "ok"
                and cell["basis"] == {"read": "printed", "inferred": "inferred"}[row["cell_status"]]
            )


def test_printed_totals_disagree_and_stay_as_they_are(city):
    needs = city.table("needs").query("area_code == 'takasaki/八幡' and need != 'total'")
    assert needs["persons"].sum() == 283
    assert (
        "283" in city.table("remarks").query("subject == 'needs'")["remark"].iloc[0]
        and "282" in city.table("remarks")["remark"].iloc[0]
    )


def test_vans_reach_2250_of_5092_households(city):
    rows = values.figures(city, ["mobile_sales_served_households"], "district").set_index("area_name")
    assert (rows.at["八幡", "numerator"], rows.at["八幡", "denominator"]) == (2250, 5092)
    assert round(rows.at["八幡", "value"], 3) == 0.442
    assert (rows.drop(index="八幡")["state"] == "not_in_source").all()


def test_former_towns_are_a_level_of_their_own(city):
    areas = city.table("areas")
    towns = areas[areas["level"] == "former_town"]
    assert list(towns["name"]) == ["旧市内", "箕郷", "倉渕", "新町", "群馬", "榛名", "吉井"]
    assert not set(towns["area_code"]) & set(city.table("membership")["area_code"])
    activities = city.table("activities").query("kind == '説明会'").set_index("area_code")["participants"]
    assert activities.loc[towns["area_code"]].sum() == activities.loc["takasaki"] == 323


def test_what_the_documents_do_not_say_is_absent(city):
    councils = city.table("councils")
    assert len(councils) == 26 and councils["vision"].notna().sum() == 3 and councils["set_up"].isna().all()
    assert city.table("population").empty and city.table("cases").empty
    assert city.table("resources")[["lat", "lon", "last_confirmed", "started"]].isna().all(axis=None)
    assert city.table("areas").geometry.isna().all()


def test_tile_positions_do_not_overlap(city):
    tiles = city.table("tiles")
    assert len(tiles) == 26 and not tiles.duplicated(["row", "column"]).any()


def test_a_district_that_documents_give_no_example_of_is_not_said_to_have_none():
    city = open_city("takasaki")
    rows = plain_counts.counts(city, "district", ("salons",)).set_index("area_name")
    assert rows.loc["八幡", ["value", "state"]].tolist() == [2, "ok"]
    others = rows.drop("八幡")
    assert len(others) == 25 and others["value"].isna().all() and (others["state"] == "not_in_source").all()
    assert plain_counts.counts(city, "city", ("salons",))["value"].tolist() == [2]
    per = values.figures(city, ["resources_per_1000_elderly"], "district", kind="salon").set_index("area_name")
    assert not (per["value"] == 0).any() and (per.drop("八幡")["state"] == "not_in_source").all()


def test_a_city_s_own_list_without_a_salon_in_an_area_says_none_there(tmp_path):
    tables = {
        "areas": area_table(small_area={"a0": "一", "a1": "二"}, city={"c": "試市"}),
        "resources": pd.DataFrame(
            [("s", "salon", "会", "a0", "list")], columns=["resource_id", "kind", "name", "area_code", "source_id"]
        ),
        "sources": pd.DataFrame(
            [("list", "resources", "一覧", "2025-04-01")], columns=["source_id", "kind", "title", "as_of"]
        ),
    }
    assert plain_counts.counts(stored(tmp_path, tables), "small_area", ("salons",))["value"].tolist() == [1, 0]
