"""Resources as a list: headings, the order of the city, what stands under a name, what is faded."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.store.city import City
from data.vocabulary import FUNCTIONS, KINDS
from pages.figures.view import View
from pages.topics import resource_list, resource_map


@pytest.fixture
def view() -> View:
    return View(City(name="x", title="試市", folder=Path("x"), revision="1"), "", "", "public")


def listed(*rows: dict) -> pd.DataFrame:
    columns = [
        "kind",
        "name",
        "district",
        "area",
        "place",
        "schedule",
        "eligibility",
        "fee",
        "booking",
        "lift",
        "serves",
        "contact",
        "operator",
        "note",
        "last_confirmed",
        "source",
        "source_as_of",
        "lat",
    ]
    return pd.DataFrame(
        [dict.fromkeys(columns) | {"source": "市「表」", "source_as_of": "2018-01-22"} | row for row in rows]
    )


@pytest.fixture
def rows() -> pd.DataFrame:
    return listed(
        {
            "kind": "hall",
            "name": "会館",
            "district": "東",
            "area": "みどり会",
            "place": "みどり会",
            "last_confirmed": "2001-01-01",
        },
        {
            "kind": "mobile_sales",
            "name": "販売車",
            "district": "東",
            "place": "公園前",
            "serves": "、".join(f"{number}丁目" for number in range(1, 11)),
        },
        {
            "kind": "salon",
            "name": "お茶会",
            "district": "西",
            "area": "さくら会",
            "schedule": "毎週火曜",
            "eligibility": "all",
            "fee": "100円",
            "note": "合同で開く",
        },
        {"kind": "ibasho", "name": "縁側"},
    )


def test_every_kind_has_a_function_of_the_list():
    assert {kind.function for kind in KINDS.values()} == set(FUNCTIONS)
    assert {
        key: KINDS[key].function for key in ("salon", "shop", "mobile_sales", "clinic", "hall", "daily_support")
    } == {
        "salon": "集まる",
        "shop": "買い物",
        "mobile_sales": "買い物",
        "clinic": "医療・介護",
        "hall": "場所",
        "daily_support": "手伝い",
    }


def test_by_function_in_one_fixed_order(view, rows):
    groups = resource_list.listing(view, rows, "function").groups
    assert [(heading, [entry.name for entry in entries]) for heading, entries in groups] == [
        ("集まる（2件）", ["お茶会", "縁側"]),
        ("買い物（1件）", ["販売車"]),
        ("場所（1件）", ["会館"]),
    ]


def test_by_area_districts_then_what_has_none_and_inside_a_district_its_neighbourhoods(view, rows):
    of_city = resource_list.listing(view, rows, "area").groups
    assert [heading for heading, _ in of_city] == [
        "東（2件）",
        "西（1件）",
        "地区が分からないもの・載せていないもの（1件）",
    ]
    inside = resource_list.listing(View(view.city, "d", "東", "public"), rows[rows["district"] == "東"], "area").groups
    assert [heading for heading, _ in inside] == ["みどり会（1件）", "東（町内会・町丁の記載なし）（1件）"]


def test_under_a_name_stands_what_is_known_once(view, rows):
    entries = {
        entry.name: entry for _, group in resource_list.listing(view, rows, "function").groups for entry in group
    }
    assert entries["会館"].lines == ("集会所・会館　東／みどり会", "確認から12か月を過ぎています（2001年1月1日）")
    assert entries["会館"].faded and not entries["お茶会"].faded
    assert entries["お茶会"].lines == (
        "サロン・通いの場　西／さくら会",
        "毎週火曜　だれでも　100円",
        "合同で開く",
        "確認日の記録なし（資料：2018年1月22日）",
    )
    assert entries["販売車"].lines[:2] == (
        "移動販売　東　公園前",
        "届く所：1丁目、2丁目、3丁目、4丁目、5丁目、6丁目、7丁目、8丁目　ほか2",
    )
    assert entries["縁側"].lines == ("居場所", "確認日の記録なし（資料：2018年1月22日）")


def test_a_long_list_starts_with_its_headings(view):
    many = listed(*({"kind": "shop", "name": f"店{number}"} for number in range(resource_list.OPEN_UP_TO + 1)))
    assert not resource_list.listing(view, many, "function").open
    assert resource_list.listing(view, many.head(3), "function").open


def test_the_csv_carries_function_freshness_and_source(view, rows):
    data = resource_list.listing(view, rows, "function").sheet.data.set_index("名称")
    assert data.loc["お茶会", ["はたらき", "町内会・町丁", "備考", "情報の新しさ", "出典"]].tolist() == [
        "集まる",
        "さくら会",
        "合同で開く",
        "確認日の記録なし（資料：2018年1月22日）",
        "市「表」",
    ]


def test_no_map_is_offered_where_no_place_is_known(rows):
    assert list(resource_list.looks(rows)) == ["list"]
    assert list(resource_list.looks(rows.assign(lat=[36.1, None, None, None]))) == ["map", "list"]


def test_freshness_is_a_filter(rows):
    assert resource_map.choose(rows, list(KINDS), [], ["old"])["name"].tolist() == ["会館"]
    assert resource_map.choose(rows, list(KINDS), [], ["unknown", "fresh"])["name"].tolist() == [
        "販売車",
        "お茶会",
        "縁側",
    ]
