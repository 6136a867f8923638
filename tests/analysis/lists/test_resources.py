"""The list of resources at each level of sharing: private homes, helpers' telephone numbers, consent, numbers of
people."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.lists.resources import PRIVATE, shown_resources
from data.store.city import City, open_city
from data.text.contacts import NO_NUMBER
from tests.tiny_city import area_table, at, stored

HELPER = "090-1234-5678"
OUTSIDE = ("public", "council")


@pytest.fixture
def city(tmp_path) -> City:
    rows = [
        {
            "resource_id": "home",
            "kind": "salon",
            "name": "お茶の会",
            "private_home": True,
            "publish": True,
            "place": "山田さん宅",
            "address": "一丁目1-2-3",
            "area_code": "a0",
            "operator": "山田花子",
            "note": "山田の家は赤い屋根",
            "participants": 7,
            **at(500, 500),
        },
        {
            "resource_id": "helper",
            "kind": "daily_support",
            "name": f"手伝い隊（{HELPER}）",
            "publish": True,
            "contact": HELPER,
            "booking": f"前日までに{HELPER}へ",
            "schedule": "月～金 09:30～15:00",
            "note": "電話０９０（１２３４）５６７８、2025-04-01から",
            "fee": "30分0円",
            "watched_households": 3,
        },
        {
            "resource_id": "office",
            "kind": "hall",
            "name": "会館",
            "contact": "027-321-1234",
            "contact_public": True,
            "booking": "027-321-1234",
            "publish": True,
            "place": "会館",
        },
        {"resource_id": "shy", "kind": "ibasho", "name": "内輪の会", "publish": False},
        {"resource_id": "over", "kind": "salon", "name": "終わった会", "ended": "2020-03-31"},
    ]
    return stored(
        tmp_path,
        {"areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"}), "resources": pd.DataFrame(rows)},
    )


def written(found: pd.DataFrame) -> str:
    return found.to_csv() + found.to_json(force_ascii=False)


@pytest.mark.parametrize("sharing", OUTSIDE)
def test_a_private_home_keeps_its_place_to_itself(city, sharing):
    home = shown_resources(city, sharing).set_index("resource_id").loc["home"]
    assert home[["lat", "lon", "address", "area_code", "note", "operator", "participants"]].isna().all()
    assert home["place"] == PRIVATE
    assert "山田" not in written(shown_resources(city, sharing))


@pytest.mark.parametrize("sharing", OUTSIDE)
def test_a_helper_s_telephone_number_is_nowhere(city, sharing):
    found = shown_resources(city, sharing)
    text = written(found)
    assert HELPER not in text and "５６７８" not in text
    helper = found.set_index("resource_id").loc["helper"]
    assert helper["booking"] == f"前日までに{NO_NUMBER}へ"
    assert pd.isna(helper["note"])
    assert (helper["schedule"], helper["fee"]) == ("月～金 09:30～15:00", "30分0円")


@pytest.mark.parametrize("sharing", OUTSIDE)
def test_a_remark_leaves_only_where_a_public_document_printed_it(tmp_path, sharing):
    """A list's remark may say how many come, or hold any other column of it."""
    rows = [
        {
            "resource_id": one,
            "kind": "salon",
            "name": one,
            "source_id": one,
            "publish": True,
            "note": f"毎回3人ほど、電話{HELPER}",
            "private_home": one == "home",
        }
        for one in ("printed", "list", "home")
    ]
    sources = pd.DataFrame({"source_id": ["printed", "list", "home"], "title": "表", "published": [True, None, True]})
    city = stored(
        tmp_path, {"areas": area_table(city={"c": "試市"}), "resources": pd.DataFrame(rows), "sources": sources}
    )
    notes = shown_resources(city, sharing).set_index("resource_id")["note"]
    assert notes["printed"] == f"毎回3人ほど、電話{NO_NUMBER}"
    assert notes[["list", "home"]].isna().all()
    assert shown_resources(city, "internal")["note"].notna().all()


def test_what_is_known_of_the_area_is_named(tmp_path):
    """A small area by the neighbourhood it wholly lies in, else by itself; a district alone names no neighbourhood."""
    areas = area_table(
        small_area={"a0": "一丁目", "a1": "二丁目"},
        neighbourhood={"n": "みどり会"},
        district={"d": "東"},
        city={"c": "試市"},
    )
    members = pd.DataFrame(
        [("a0", "n", 1.0), ("a1", "n", 0.5), ("n", "d", 1.0)], columns=["area_code", "parent_code", "weight"]
    )
    rows = [{"resource_id": code, "kind": "salon", "name": code, "area_code": code} for code in ("a0", "a1", "n", "d")]
    served = pd.DataFrame([("n", "a0"), ("n", "a1"), ("d", "x")], columns=["resource_id", "area_code"])
    found = shown_resources(
        stored(tmp_path, {"areas": areas, "membership": members, "resources": pd.DataFrame(rows), "served": served}),
        "public",
    ).set_index("resource_id")
    assert found["area"].fillna("-").to_dict() == {"a0": "みどり会", "a1": "二丁目", "n": "みどり会", "d": "-"}
    assert found["serves"].fillna("-").to_dict() == {"a0": "-", "a1": "-", "n": "一丁目、二丁目", "d": "-"}


@pytest.mark.parametrize("sharing", OUTSIDE)
def test_a_public_number_stays_and_numbers_of_people_go(city, sharing):
    found = shown_resources(city, sharing).set_index("resource_id")
    assert found.loc["office", ["contact", "booking"]].tolist() == ["027-321-1234"] * 2
    assert found[["participants", "watched_households"]].isna().all(axis=None)


def test_consent_counts_in_public_and_what_has_ended_is_left_out(city):
    assert set(shown_resources(city, "public")["resource_id"]) == {"home", "helper", "office"}
    assert set(shown_resources(city, "council")["resource_id"]) == {"home", "helper", "office", "shy"}
    officials = shown_resources(city, "internal").set_index("resource_id")
    assert officials.loc["home", "operator"] == "山田花子" and officials.loc["helper", "contact"] == HELPER


def test_the_sample_city_shows_no_place_of_its_private_homes():
    city = open_city("sample")
    homes = set(city.table("resources").query("private_home == True")["resource_id"])
    for sharing in OUTSIDE:
        found = shown_resources(city, sharing)
        assert found.loc[found["resource_id"].isin(homes), ["lat", "lon", "address", "area_code"]].isna().all(axis=None)
    assert homes
