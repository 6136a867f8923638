"""まだ歩いて行ける場所がない所 as it is opened: persons add up, need stands beside supply, and what is weighed exists
for officials only."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.indicators.values import figures
from data.store.city import open_city
from pages import queries
from pages.figures.view import View
from pages.queries import out_of_reach
from pages.topics import weighting
from tests.pages.test_cities_that_lack import only_points
from tests.pages.test_pages import opened, said_by
from tests.tiny_city import area_table, at, bands, stored

PAGE = "think/gaps"
OPTIONS = {"kind": "salon+mobile_sales", "distance": "500"}
HILLS = ("99201-D23", "雲渡")


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def view_of(district: str = "", name: str = "", sharing: str = "public", city: str = "sample") -> View:
    return View(open_city(city), district, name, sharing)


@pytest.mark.parametrize("group", ["65+", "75+", "total"])
def test_persons_without_a_place_add_up_from_the_small_areas_to_the_city(group):
    sums = {
        level: out_of_reach.persons(view_of(), level, group=group, **OPTIONS)["outside"].sum()
        for level in ("small_area", "district", "city")
    }
    assert sums["district"] == pytest.approx(sums["city"], rel=1e-6) and sums["small_area"] == pytest.approx(
        sums["city"], rel=1e-6
    )


def test_the_sentence_says_what_the_figures_say():
    app = opened(PAGE)
    said = said_by(app)
    assert app.get("page_link")[0].proto.page == "next_place"
    row = figures(open_city("sample"), ["coverage"], "city", group="65+", **OPTIONS).iloc[0]
    left = row["denominator"] - row["numerator"]
    assert f"約{int(left / 10 + 0.5) * 10:,}人" in said and "直線距離で数えています" in said
    fine = (
        out_of_reach.persons(view_of(), "small_area", group="65+", **OPTIONS)["outside"]
        .sort_values(ascending=False)
        .to_numpy()
    )
    number = next(count for count in range(1, len(fine) + 1) if fine[:count].sum() >= fine.sum() / 2)
    assert f"歩いて行ける場所がまだない65歳以上の人の半分は、{len(fine)}の町丁・字のうち{number}" in said
    assert not re.search("不足|悪い|劣|最下位|ワースト", said)


def test_every_age_group_stands_side_by_side_and_living_alone_from_the_council_on(made):
    opened(PAGE, sharing="public")
    assert [name for name in made["gaps-table"].shown if "歳以上" in name][:3] == ["65歳以上", "75歳以上", "85歳以上"]
    assert not [name for name in made["gaps-table"].data if "ひとり暮らし" in name]
    made.clear()
    opened(PAGE, sharing="council")
    assert "ひとり暮らし（65歳以上）" in made["gaps-table"].data
    names = queries.district_names(open_city("sample"))
    assert made["gaps-table"].data["区域"].tolist() == [name for code, name in names.items() if code]


def test_a_thinly_settled_district_is_never_told_by_walking_alone(made):
    said = said_by(opened(PAGE, district=HILLS[0]))
    assert "家がまばらです" in said and "届き方がまだどれもない人は" in said
    assert "どの届き方もない（65歳以上）" in made["gaps-table"].data
    assert (
        made["gaps-persons"]
        .areas["area_code"]
        .isin(out_of_reach.persons(view_of(*HILLS), "small_area", **OPTIONS)["area_code"])
        .all()
    )


def test_areas_are_hatched_where_half_or_more_have_none(made):
    opened(PAGE, district=HILLS[0])
    rows = out_of_reach.persons(view_of(*HILLS), "small_area", group="65+", **OPTIONS)
    assert set(made["gaps-places"].gaps["area_code"]) == set(rows.loc[rows["value"] <= 0.5, "area_code"])


def test_half_of_the_people_is_enough_to_hatch_an_area(tmp_path):
    """Everyone of a0 lives within 500 m, of a1 two of four, of a2 nobody: by points that stand for them."""
    spots = [("a0", 600, 4), ("a1", 1400, 2), ("a1", 1900, 2), ("a2", 2900, 4)]
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一", "a1": "二", "a2": "三"}, city={"c": "試市"}),
            "population": sum((bands(code, 10, 60, 20, 10) for code in ("a0", "a1", "a2")), []),
            "people_points": pd.DataFrame(
                [
                    {"kind": "buildings", "source_id": "map", "area_code": code, "weight": persons, **at(x, 500)}
                    for code, x, persons in spots
                ]
            ),
            "resources": pd.DataFrame([{"resource_id": "x", "kind": "salon", "times_per_month": 4.0, **at(1000, 500)}]),
        },
    )
    found = queries.gaps(View(city, "", "", "public"), **OPTIONS | {"group": "65+"}).set_index("area_code")
    assert found["share_outside"].to_dict() == {"a0": 0.0, "a1": 0.5, "a2": 1.0}
    assert found["mostly_beyond"].to_dict() == {"a0": False, "a1": True, "a2": True}


def test_a_shade_means_the_same_in_every_district(made):
    opened(PAGE, district=HILLS[0], area="small_area")
    classes = made["gaps-persons"].classes
    made.clear()
    opened(PAGE, district="99201-D05", area="small_area")
    assert made["gaps-persons"].classes == classes


def test_need_stands_beside_supply_in_the_city_s_own_order(made):
    opened(PAGE, city="takasaki", sharing="public")
    shown = made["gaps-beside"].shown.set_index("区域")
    assert shown.index.tolist()[:4] == ["金井淵", "上剣崎", "下剣崎", "下大島"]
    assert (
        shown.loc["金井淵", "買い物：把握した人数"] == "11人" and shown.loc["金井淵", "買い物：区域内の場所"] == "1か所"
    )
    assert shown.loc["上剣崎", "買い物：区域内の場所"] in (
        "登録なし",
        "―",
    )  # on no list, or in no document: never a plain 0
    assert "0か所" not in shown.to_numpy().ravel()
    assert "困っている人の総数ではありません" in made["gaps-beside"].caption.note


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_nothing_of_the_weighing_exists_outside_the_officials_view(made, monkeypatch, sharing):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    app = opened(PAGE, sharing=sharing, **{"weight-beyond": "3", "sort": "beyond"})
    assert "おもみ" not in said_by(app) and "gaps-weighed" not in made
    assert not [one for one in app.selectbox if one.label == "並べ方"]
    with pytest.raises(PermissionError, match="庁内用"):
        out_of_reach.to_weigh(view_of(sharing=sharing), "district", **OPTIONS)


def test_officials_weigh_and_see_what_moves(made, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    said = said_by(
        opened(
            PAGE,
            sharing="internal",
            area="district",
            **{
                "weight-ageing": "3",
                "weight-beyond": "0",
                "weight-beyond75": "0",
                "weight-single": "0",
                "weight-needs": "0",
            },
        )
    )
    rates = figures(open_city("sample"), ["ageing_rate"], "district", sharing="internal").sort_values(
        "value", ascending=False
    )
    assert made["gaps-weighed"].data["区域"].tolist()[:5] == rates["area_name"].tolist()[:5]
    assert "、".join(rates["area_name"].head(5)) in said and "通りで同じ顔ぶれ" in said
    assert (
        made["gaps-weighed"].data["おもみをつけた順"].tolist()[:3] == [1, 2, 3]
        and "庁内用・取扱注意" in made["gaps-weighed"].caption.stamps
    )
    made.clear()
    opened(PAGE, sharing="internal", area="district", sort="city")
    assert made["gaps-weighed"].data["区域"].tolist() == [
        name for code, name in queries.district_names(open_city("sample")).items() if code
    ]
    made.clear()
    opened(PAGE, sharing="internal", area="district", sort="beyond")
    values = made["gaps-weighed"].data[weighting.COLUMNS["beyond"]].tolist()
    assert values == sorted(values, reverse=True)


def test_an_area_without_a_measure_is_not_placed_and_it_is_said(made, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    table = out_of_reach.to_weigh(view_of(sharing="internal"), "district", **OPTIONS)
    table["needs"] = table["needs"].fillna(0.0)
    table.loc[0, "needs"] = float("nan")
    weights = dict.fromkeys(weighting.CRITERIA, "1")
    assert any(
        "資料がそろわない1の地区は、並べていません" in sentence
        for sentence in weighting.sentences_for(table, weights, "district")
    )
    sheet = weighting.sheet(view_of(sharing="internal"), table, weights, weighting.AFTER, "district")
    assert sheet.data["区域"].iloc[-1] == table["area_name"].iloc[0] and sheet.data["おもみをつけた順"].iloc[-1] == "―"
    assert (
        "1以上にしてください" in weighting.sentences_for(table, dict.fromkeys(weighting.CRITERIA, "0"), "district")[0]
    )


def test_a_city_known_by_points_only_says_so(cities_dir, made):
    only_points(cities_dir)
    said = said_by(opened(PAGE, city="city"))
    assert (
        "「資料になし」です" in said
        and "目安" in said
        and "gaps-persons" not in made
        and "下の表に目安を示します" in said
    )


def test_only_kinds_that_are_walked_to_answer_a_need_here(monkeypatch):
    listed = pd.DataFrame({"kind": ["shop", "shopping_support", "salon", "exercise"]})
    monkeypatch.setattr(out_of_reach.memory, "resources", lambda city, sharing: listed)
    view = View(None, "", "", "public")
    assert out_of_reach.answers(view, "買い物") == ("shop",)  # 買い物支援 comes to the house
    assert out_of_reach.answers(view, "居場所・運動") == ("salon", "exercise")
