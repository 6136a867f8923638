"""From rows of figures to captions, bars, tables, cards and sentences: the words are right, nothing hidden is filled
in, no place is ranked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.store.city import City
from data.vocabulary import TOTAL
from pages.figures import captions, cards, compose, sentences, tables
from pages.figures.view import View
from pages.topics import coverage, district, needs, resource_map


@pytest.fixture
def view() -> View:
    return View(
        City(name="x", title="試市（架空）", folder=Path("x"), revision="1", invented=True), "d1", "八幡", "council"
    )


def row(area: str, value: float, state: str = "ok", indicator: str = "ageing_rate", **more) -> dict:
    """One row as analysis.indicators.values gives it."""
    unit = more.pop("unit", "share")
    return {
        "indicator": indicator,
        "area_code": area,
        "area_name": f"{area}町",
        "level": "district",
        "as_of": "2025-04-01",
        "numerator": value * 1000,
        "denominator": 1000.0,
        "value": value,
        "state": state,
        "basis": "counted",
        "unit": unit,
        "source": "試市「台帳」（2025年4月1日現在）",
        "source_id": "r",
        "kind": None,
        "distance_m": np.nan,
        "group": None,
        "way": None,
        "when": None,
        "often": None,
    } | more


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame([row("b", 0.31), row("a", 0.22), row("c", np.nan, "suppressed"), row("d", 0.27)])


def test_a_caption_says_source_date_definition_stamps_and_a_name_of_its_own(view, rows):
    caption = captions.caption(view, "高齢化率", rows, "地図・地区ごと")
    assert caption.source == "試市「台帳」（2025年4月1日現在）"
    assert caption.as_of == ""  # it stands in the source already
    assert "65歳以上の人が" in caption.note
    assert caption.stamps == ("架空のデータです", "協議体限り")
    assert caption.file_stem == "試市（架空）_八幡_高齢化率・地図・地区ごと_2025-04-01_協議体限り"


def test_one_source_of_several_dates_is_named_once():
    said = captions.cited(
        [
            "試市「台帳」（2015年4月1日現在）",
            "試市「台帳」（2020年4月1日現在）、県「表（速報）」（2020年10月1日現在）",
            "市「一覧（形）」",
        ]
    )
    assert (
        said
        == "試市「台帳」（2015年4月1日現在、2020年4月1日現在）、県「表（速報）」（2020年10月1日現在）、市「一覧（形）」"
    )


def test_bars_keep_the_citys_order_and_say_why_there_is_no_value(view, rows):
    drawn = compose.bars(rows, captions.caption(view, "t", rows), emphasis="a").rows
    assert list(drawn["label"]) == ["b町", "a町", "c町", "d町"]
    assert list(drawn["text"]) == ["31.0 %", "22.0 %", "少人数のため表示しません", "27.0 %"]
    assert list(drawn["emphasis"]) == [False, True, False, False]


def test_the_nation_stands_beside_only_what_it_defines_alike():
    whole = pd.Series(row("x", 0.28))
    assert [reference.label for reference in compose.references(whole, "市全体", "ageing_rate")] == [
        "市全体",
        "全国（2024年）",
    ]
    assert [reference.label for reference in compose.references(whole, "市全体", "over85_rate")] == ["市全体"]
    assert "全国（2021年度）" in [
        reference.label for reference in compose.references(whole, "市全体", "salon_participation_rate")
    ]


def test_no_watch_team_on_the_list_is_not_a_rate_of_zero():
    assert compose.texts_of(
        pd.DataFrame(
            [row("a", float("nan"), "not_listed", indicator="mimamori_rate"), row("b", 0.2, indicator="mimamori_rate")]
        )
    ) == ["登録なし", "20.0 %"]


def test_an_estimate_for_points_is_called_one():
    assert compose.text_of(pd.Series(row("a", 0.087, "not_in_source", "coverage", basis="estimated"))) == "目安 8.7 %"


def test_reach_is_named_with_distance_kind_and_who():
    named = compose.name_of(
        pd.Series(row("a", 0.4, indicator="coverage", kind="salon+mobile_sales", distance_m=500.0, group="65+"))
    )
    assert named == "500m以内にサロン・通いの場か移動販売がある人の割合（65歳以上）"


def test_two_dates_of_one_year_stay_two_and_unequal_steps_are_said(view):
    dated = pd.DataFrame(
        [
            row("a", value, as_of=date)
            for date, value in (("2019-10-01", 0.2), ("2025-07-01", 0.25), ("2025-10-01", 0.26))
        ]
    )
    drawn = compose.lines(dated, captions.caption(view, "t", dated))
    assert list(drawn.rows["when"]) == ["2019年10月", "2025年7月", "2025年10月"]
    assert "横の目もりの間隔は、年月の長さとは同じではありません。" in drawn.caption.note
    even = dated.assign(as_of=["2015-04-01", "2020-04-01", "2025-04-01"])
    assert list(compose.lines(even, captions.caption(view, "t", even)).rows["when"]) == ["2015年", "2020年", "2025年"]
    assert "目もりの間隔" not in compose.lines(even, captions.caption(view, "t", even)).caption.note


def test_a_table_marks_what_is_hidden_and_its_csv_says_why(view, rows):
    table = tables.of_rows(rows, captions.caption(view, "t", rows), emphasis="a")
    assert list(table.shown["区域"]) == ["b町", "a町", "c町", "d町"]
    assert list(table.shown["高齢化率"]) == ["31.0 %", "22.0 %", "＊", "27.0 %"]
    assert table.caption.note.startswith("＊＝少人数のため表示しません")
    assert list(table.data["高齢化率（%）"]) == [31.0, 22.0, "少人数のため表示しません", 27.0]
    hidden = table.rows[table.rows["区域"] == "c町"].iloc[0]
    assert hidden["状態"] == "少人数のため表示しません"
    assert pd.isna(hidden["値"]) and pd.isna(hidden["分子"])
    assert table.emphasis == {"a"}


def test_a_column_without_any_source_is_said_once(view, rows):
    lacking = rows.assign(indicator="over85_rate", value=np.nan, state="not_in_source")
    table = tables.of_rows(pd.concat([rows, lacking]), captions.caption(view, "t", rows))
    assert "85歳以上の割合" not in table.shown.columns
    assert "資料にないため載せていない項目：85歳以上の割合。" in table.caption.note


def test_cards_say_the_nations_value_with_its_date(rows):
    counts = pd.DataFrame(
        [{"label": "人口", "value": 370108.0, "unit": "persons", "state": "ok", "as_of": "2025-04-01"}]
    )
    people, rate = cards.headline(counts, rows.head(1))
    assert (people.name, people.value, people.beside) == ("人口", "370,108人", ("2025年4月1日現在",))
    assert rate.beside == ("2025年4月1日現在", "全国 29.3 %（2024年10月1日、内閣府 令和7年版高齢社会白書）")
    old = cards.headline(counts, rows.head(1).assign(as_of="2017-09-30"))[-1]
    assert old.beside[-1] == cards.APART  # seven years apart: no measure for each other


@pytest.mark.parametrize(
    ("as_of", "apart"), [("2027-10-01", True), ("2026-10-01", False), ("2022-04-01", False), ("2021-12-31", True)]
)
def test_three_years_from_the_nations_date_nothing_is_compared(rows, as_of, apart):
    """The nation's figure is of 2024."""
    no_counts = pd.DataFrame(columns=["label", "value", "unit", "state", "as_of"])
    (card,) = cards.headline(no_counts, rows.head(1).assign(as_of=as_of))
    assert (cards.APART in card.beside) == apart


def test_open_lists_do_not_tell_where_people_live_alone():
    assert "single_elderly_rate" not in cards.within("public")
    assert "single_elderly_rate" in cards.within("council")


def test_sentences_say_how_wide_and_how_many_but_name_no_place(rows):
    whole = pd.Series(row("x", 0.273))
    said = [sentences.share("試市", whole), sentences.spread(rows, "地区"), sentences.standing_out(rows, "地区", whole)]
    assert said[0] == "試市の高齢化率は27.3 %、10人に約3人です（2025年4月1日現在）。"
    assert said[1] == "地区ごとに見ると、22.0 %から31.0 %までの幅があります（値を示せない所が1か所）。"
    assert said[2].startswith("30 %以上の地区は、3のうち1です。")
    assert not any(name in "".join(said) for name in rows["area_name"])


def test_a_round_limit_counts_areas_that_stand_on_it():
    assert sentences.standing_out(
        pd.DataFrame([row("a", 0.30), row("b", 0.2)]), "地区", pd.Series(row("x", 0.27))
    ).startswith("30 %以上の地区は、2のうち1です。")


def test_reach_is_said_in_rounded_persons_and_for_the_places_counted():
    options = {"kind": "salon+mobile_sales", "distance": "500", "group": "65+"}
    said = coverage.sentence(
        pd.Series(row("a", 0.463, indicator="coverage") | {"numerator": 46731.4, "denominator": 100914.0}),
        "試市",
        options,
    )
    assert (
        said == "試市の65歳以上のうち、500m以内に通いの場か移動販売がある人は46.3 %、10人に約5人です。"
        "約54,180人は、500m以内に通いの場か移動販売がありません。"
    )


def test_who_lives_alone_is_no_question_in_public():
    assert "single" not in coverage.groups("public")
    assert "single" in coverage.groups("council")


def test_where_to_go_offers_what_the_city_has():
    assert list(coverage.kinds(["salon", "mobile_sales", "mimamori", "clinic"])) == [
        "salon+mobile_sales",
        "salon",
        "mobile_sales",
        "clinic",
    ]
    assert list(coverage.kinds(["care_site"])) == ["care_site"]
    assert coverage.kinds(["mimamori"]) == {}


def test_needs_stand_in_the_printed_order_and_persons_last(view):
    assert list(needs.columns([TOTAL, "独自の項目", "買い物", "見守り"])) == ["見守り", "買い物", "独自の項目", TOTAL]
    table = pd.DataFrame(
        [
            row("a", 1.5, indicator="need_density_households", unit="per_100", kind=kind, numerator=8.0)
            for kind in ("買い物", TOTAL)
        ]
    )
    made = needs.sheet(table, captions.caption(view, "t", table), needs.columns(["買い物", TOTAL]))
    assert list(made.shown["買い物"]) == ["1.50"]
    assert set(made.rows["分子"]) == {8} and set(made.rows["値"]) == {1.5}


def test_a_district_says_what_it_has_by_its_own_counters():
    there = pd.DataFrame({"kind": ["salon", "salon", "mimamori", "shop"]})
    assert district.sentences_for("八幡地区", there) == (
        "八幡地区には、サロン・通いの場2か所、見守り1団体など、4件の地域資源があります。",
    )
    assert district.sentences_for("八幡地区", there[:3]) == (
        "八幡地区には、サロン・通いの場2か所、見守り1団体、合わせて3件の地域資源があります。",
    )
    assert district.sentences_for("八幡地区", pd.DataFrame({"kind": ["shop"]})) == (
        "八幡地区には、1件の地域資源があります。",
    )
    assert district.sentences_for("八幡地区", pd.DataFrame({"kind": []})) == (
        "八幡地区の地域資源は、資料にありません。",
    )
    assert district.older(pd.DataFrame([row("a", 0.225)])).startswith("65歳以上は22.5 %、約4人に1人です（")


def needs_rows(**persons) -> pd.DataFrame:
    lines = [
        row("d1", number, kind=kind, numerator=number, unit="persons", indicator="need_persons")
        for kind, number in persons.items()
    ]
    table = pd.DataFrame(lines)
    return table.assign(state=["suppressed" if pd.isna(number) else "ok" for number in table["value"]])


def test_beside_each_need_stands_what_there_is_for_it_and_what_was_tried(view):
    asked = needs_rows(買い物=12, 見守り=float("nan"), total=30)
    there = pd.DataFrame({"kind": ["mobile_sales", "mobile_sales", "shop", "salon"], "source": "一覧"})
    tried = pd.DataFrame({"need": ["買い物"], "title": ["坂の上の朝市"], "district": ["鈴越"]})
    lines = district.could_be_done(view, asked, there, tried).shown.set_index("困りごと・あったらいいな")
    assert list(lines.index) == ["買い物", "見守り"]  # 実人数 is no need
    assert lines.loc["買い物"].tolist() == ["12人", "移動販売 2、店 1", "坂の上の朝市（鈴越）"]
    assert lines.loc["見守り"].tolist() == ["少人数のため表示しません", "登録なし", ""]
    assert "地区で生まれた例" not in district.could_be_done(view, asked, there, tried.head(0)).shown


def test_what_people_ask_for_has_a_bar_a_need_and_none_for_persons(view):
    bars = district.asked(view, needs_rows(買い物=12, 見守り=float("nan"), total=30)).rows
    assert list(bars["label"]) == ["買い物", "見守り"] and list(bars["text"]) == ["12人", "少人数のため表示しません"]
    assert pd.isna(bars["value"].iloc[1]) and bars["state"].iloc[1] == "suppressed"


@pytest.mark.parametrize(
    ("asked", "example", "start"),
    [
        (True, True, "上の表や例"),
        (True, False, "上の表"),
        (False, True, "上の例"),
        (False, False, "いま、みなさんがしていること"),
    ],
)
def test_what_to_talk_over_starts_from_what_stands_on_the_page(asked, example, start):
    assert f"：{start}から" in district.talk(asked, example)


def test_filters_by_weekday_leave_out_what_does_not_run_then():
    listed = pd.DataFrame({"kind": ["salon", "salon", "shop"], "weekdays": ["月水", None, "火"]})
    assert list(resource_map.choose(listed, ["salon"], ["水"]).index) == [0]
    assert list(resource_map.choose(listed, ["salon"], []).index) == [0, 1]
    assert list(resource_map.choose(listed, ["salon", "shop"], list("月火水木金土日")).index) == [0, 1, 2]
