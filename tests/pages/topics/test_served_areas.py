"""Served areas: the printed facts of the published city, what the share does not say, and worded states."""

from __future__ import annotations

import pandas as pd
import pytest

from data.store.city import open_city
from pages import queries
from pages.figures.view import View
from pages.topics import served_areas

SERVED = {"金井淵": 530, "町屋": 255, "八幡1": 330, "八幡3": 695, "八幡4": 440}  # as the seminar's document prints them


def selected(district: str = "") -> View:
    return View(open_city("takasaki"), f"takasaki/{district}" if district else "", district, "public")


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def parts(view: View):
    row = queries.place_row(view, served_areas.VAN)
    level = served_areas.level(row, view.district, queries.levels(view))
    rows = queries.rows(view, served_areas.VAN, level, within=True)
    return row, rows, served_areas.wholes(row, queries.rows(view, served_areas.VAN, "district"))


def test_the_published_fact_comes_out_for_the_district():
    row, rows, spoken = parts(selected("八幡"))
    said = served_areas.sentences_for("八幡", row, rows, spoken)
    assert (
        said[0]
        == "八幡では、11の町内会・自治会のうち5つに移動販売が来ます。来る所の世帯は、5,092世帯のうち2,250世帯（44.2"
        " %）です。"
    )
    assert "どの家からも近いという意味でも、利用している世帯の数でもありません" in said[1]


def test_the_city_has_no_share_but_says_where_there_is_one():
    row, rows, spoken = parts(selected())
    said = served_areas.sentences_for("高崎市", row, rows, spoken)
    assert (
        said[0]
        == "高崎市の、移動販売が届く世帯の割合は「資料になし」です。世帯数と移動販売の両方が資料にあるのは、八幡だけです。"  # noqa: E501
    )
    assert "5,092世帯のうち2,250世帯（44.2 %）" in said[1]


def test_a_district_without_households_is_a_worded_state():
    row, rows, spoken = parts(selected("豊岡"))
    assert served_areas.sentences_for("豊岡", row, rows, spoken) == (
        "豊岡の、移動販売が届く世帯の割合は「資料になし」です。",
    )
    assert spoken["area_name"].tolist() == ["八幡"] and rows["value"].isna().all()


def test_the_table_lists_every_neighbourhood_as_the_document_does():
    view = selected("八幡")
    _, rows, spoken = parts(view)
    vans = queries.resources(view).query("kind == 'mobile_sales'")
    table = served_areas.sheet(view, rows, spoken, vans)
    shown = table.shown.set_index("区域")
    assert len(shown) == 12 and shown.index[-1] == "八幡"
    assert shown.loc["八幡"].tolist() == ["5,092", "2,250", "44.2 %"]
    own = shown.drop("八幡")
    assert {
        name: int(text.replace(",", "")) for name, text in own.loc[own.iloc[:, 2] == "届く", "世帯数"].items()
    } == SERVED
    assert (own.loc[~own.index.isin(SERVED)].iloc[:, 2] == "挙がっていない").all()
    assert "「みんなで支え合うまちづくり」第131回市町村職員を対象とするセミナー資料" in table.caption.source
    assert "世帯数は2015年4月～2017年4月の値、移動販売が来る所は2018年1月22日の資料の記載です。" in table.caption.note


def row(value: float, households: float, level: str = "neighbourhood") -> dict:
    return {
        "area_code": "a",
        "area_name": "東",
        "level": level,
        "numerator": value * households,
        "denominator": households,
        "value": value,
        "unit": "share",
        "state": "ok",
        "basis": "counted",
        "indicator": served_areas.VAN,
    }


def test_nothing_listed_is_no_share_of_zero():
    rows = pd.DataFrame([row(0.0, 100.0)])
    assert (
        served_areas.sentences_for("東", rows.iloc[0], rows, rows)[0]
        == "東には、移動販売が来る所として資料に挙がっている所がありません。"
    )


def test_more_than_nine_are_counted_without_a_counter():
    rows = pd.DataFrame([row(1.0, 10.0, "district")] * 12)
    assert "12の地区のうち12に移動販売が来ます" in served_areas.sentences_for("市", rows.iloc[0], rows, rows.head(1))[0]


def test_other_help_that_arrives_is_listed_by_how_it_reaches():
    assert served_areas.others(queries.resources(selected()))["name"].tolist() == [
        "くらしくらぶ",
        "さのワンパトロール",
        "佐野助け合い隊",
    ]


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ((False, False, False), "年齢別の人口と、区域の形（地図）と、場所の緯度・経度が要ります"),
        ((False, True, True), "年齢別の人口が要ります"),
        ((True, True, True), ""),
    ],
)
def test_what_walking_reach_lacks_is_named(there, said):
    found = served_areas.lacking(*there)
    assert said in found and bool(found) == bool(said)
