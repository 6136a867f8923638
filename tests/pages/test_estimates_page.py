"""困りごとの推計 as it is opened: the published example for every city, rates added by the form and taken away, never
an estimate without its stamp."""

from __future__ import annotations

import re

import pytest

from analysis.indicators import estimates
from data.made import added_rates
from data.store.city import open_city
from pages import queries
from pages.figures.view import View
from pages.parts import cache
from pages.parts.markdown import JOINER
from pages.topics import estimates as topic
from tests.pages.test_pages import opened, words

PAGE = "think/estimates"


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def view_of(city: str, district: str = "", name: str = "", sharing: str = "public") -> View:
    return View(open_city(city), district, name, sharing)


@pytest.mark.parametrize("city", ["sample", "takasaki"])
def test_the_published_example_stands_for_every_city(city):
    said = words(opened(PAGE, city=city))
    for printed in (
        "603～754人",
        "2,735人",
        "33人",
        "143人",
        "半田市で実際に数えた数",
        "地域共生社会実現のための人材育成研修 資料（令和2年度社会福祉推進事業）",
        "実際に数えた人数ではありません",
    ):
        assert printed in said


def test_without_ages_it_is_said_and_the_table_has_words():
    said = words(opened(PAGE, city="takasaki"))
    assert "もとになる人数が「資料になし」のため、推計できません" in said


@pytest.mark.parametrize(("sharing", "district"), [("public", ""), ("public", "99201-D05"), ("council", "99201-D05")])
def test_every_estimate_carries_the_stamp(sharing, district):
    view = view_of("sample", district, "霞野・笛原" if district else "", sharing)
    rates, _ = queries.rates(view)
    here, everywhere = queries.estimates_here(view, rates), queries.estimates_by_district(view, rates)
    first = everywhere[everywhere["group"] == everywhere["group"].iloc[0]]
    for made in (
        topic.sheet(view, here),
        topic.by_district(view, everywhere, district),
        topic.bars(view, first, district),
        topic.published_example(view),
    ):
        assert "目安（推計）" in made.caption.stamps
    assert "架空のデータです" not in topic.published_example(view).caption.stamps
    assert set(here["area_code"]) == {district or "99201"}


def test_what_is_shown_is_what_was_computed():
    view = view_of("sample")
    rates, _ = queries.rates(view)
    rows = estimates.estimates(view.city, "city", rates)
    said = words(opened(PAGE, city="sample"))
    for row in rows.itertuples():
        assert (f"{row.low:,.0f}人" if row.low == row.high else f"{row.low:,.0f}～{row.high:,.0f}人") in said
    assert "15～19歳の人数の5分の3" in said


def fill(app, **fields):
    for name, text in fields.items():
        next(field for field in app.text_input if field.key == f"rate-{name}").set_value(text)
    return next(button for button in app.button if button.label == "推計に加える").click().run()


def test_a_rate_is_added_seen_and_taken_away(monkeypatch):
    app = opened(PAGE, city="sample")
    app = fill(app, group="買い物に<b>困る</b>人", low="10", high="20", source="○○調査")
    assert not app.error and not app.exception
    assert "加えました" in app.success[0].value
    people = queries.counts(view_of("sample"), ("population",))["value"].iloc[0]
    said = words(app)
    assert f"{people * 0.1 + 1e-6:,.0f}～{people * 0.2 + 1e-6:,.0f}人" in said
    assert "買い物に&lt;b&gt;困る&lt;/b&gt;人" in said and "<b>困る" not in said
    assert "買い物に" in words(opened(PAGE, city="sample"))  # for everyone, also after a new start
    assert "買い物に" not in words(opened(PAGE, city="takasaki"))
    remove = next(button for button in app.button if button.label == "消す")
    assert "買い物に" not in words(remove.click().run())
    assert added_rates.own_rates(open_city("sample")) == []


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost():
    app = fill(opened(PAGE, city="sample"), group="", low="abc", high="300", source="")
    said = re.sub(r"\\(.)", r"\1", app.error[0].value).replace(JOINER, "")  # as Streamlit shows it
    assert all(
        part in said
        for part in (
            "「推計する人」の名前",
            "「割合の出典」を書いてください",
            "「低いほうの割合」は、8 や 13.7",
            "「高いほうの割合」は、0より大きく",
        )
    )
    assert {field.key: field.value for field in app.text_input}["rate-low"] == "abc"
    assert added_rates.own_rates(open_city("sample")) == []


def test_what_was_drawn_of_other_rates_does_not_stand_for_them(monkeypatch):
    keys: list[str] = []
    kept = cache.kept
    monkeypatch.setattr(cache, "kept", lambda where, key, make: keys.append(key) or kept(where, key, make))
    opened(PAGE, city="sample")
    before = {key for key in keys if key.startswith("estimates-here")}
    added_rates.add_rate(open_city("sample"), added_rates.Rate("人", "65+", 0.1, 0.2, "試"))
    keys.clear()
    opened(PAGE, city="sample")
    assert before.isdisjoint(key for key in keys if key.startswith("estimates-here"))


def test_districts_beside_one_another_say_that_the_rate_is_the_same():
    view = view_of("sample")
    rows = queries.estimates_by_district(view, queries.rates(view)[0])
    one = rows[rows["group"] == rows["group"].iloc[0]]
    assert (
        topic.SAME_RATE in topic.bars(view, one, "").caption.note
        and topic.SAME_RATE in topic.by_district(view, rows, "").caption.note
    )
    assert topic.SAME_RATE not in topic.sheet(view, queries.estimates_here(view, queries.rates(view)[0])).caption.note


def test_a_users_own_rate_is_marked_beside_its_source(tmp_path):
    view = view_of("sample")
    mine = added_rates.Rate("聞こえにくい人", "65+", 0.1, 0.2, "ある調査", "a1")
    rows = estimates.estimates(view.city, "city", [*estimates.published_rates(), mine])
    made = topic.sheet(view, rows)
    assert "割合：ある調査（この画面で加えた割合）" in made.caption.source
    assert made.data.set_index("推計する人")["割合の出典"].str.contains("この画面で加えた割合").to_dict() == {
        group: group == mine.group for group in rows["group"]
    }
    assert "この画面で加えた割合" not in topic.sheet(view, rows[~rows["added"]]).caption.source
