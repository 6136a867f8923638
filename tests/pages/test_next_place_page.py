"""もう一か所つくるなら as it is opened: what it says adds up, a click stands in the address, long searches can be
stopped, plans are kept and compared."""

from __future__ import annotations

import re

import geopandas as gpd
import pytest

from analysis.methods import siting as solver
from analysis.siting import best_places, candidates, plans, waiting_people
from data.store.city import open_city
from pages.figures.view import View
from pages.parts import site_search
from pages.queries import siting as further
from pages.render.screen import single_file
from pages.topics import next_place, next_place_tables, resource_map
from tests.analysis.siting.test_best_places import HALLS, salon, tiny
from tests.pages.test_cities_that_lack import only_points
from tests.pages.test_pages import opened, words

PAGE = "think/next_place"


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def said_by(app) -> str:
    return re.sub(r"<[^>]+>", "", words(app))


def view_of(city: str = "sample", district: str = "", name: str = "", sharing: str = "public") -> View:
    return View(open_city(city), district, name, sharing)


def test_what_is_said_is_what_was_computed():
    said = said_by(opened(PAGE, city="sample", kind="salon", number="3"))
    city = open_city("sample")
    here = waiting_people.people(city, waiting_people.Question("salon", "65+", 500))
    among = candidates.candidates(city, candidates.HALLS)
    *_, found = best_places.improving_choices(here, among, 3)
    result = best_places.outcome(here, among, found)
    for name, persons in (("新しく", result.gained), ("それでも", result.left)):
        assert name in said and f"約{int(persons / 10 + 0.5) * 10:,}人" in said
    assert all(name in said for name in result.places["name"])
    assert "増える人がいちばん多いことを確かめた案です" in said
    assert (
        "たたき台" in said
        and "距離は直線" in said
        and "良し悪しを示すものではありません" in said
        and "人の置き方は、区域の形のなかに均等（区域ごとに7ポイントほどのずれ）です" in said
        and "目安（推計）" in said
    )


def test_few_halls_are_not_said_to_be_all_that_could_help_and_a_walk_never_stands_alone_in_the_hills():
    said = said_by(opened(PAGE, city="sample", district="99201-D23", number="10"))
    assert "選んだ候補では、これより多くつくっても" in said and "ほかの場所は、地図を押すか候補を変えて試せます" in said
    assert "家がまばらな所です" in said and "来てもらえる人は100.0 %" in said
    assert "家がまばらな所です" not in said_by(opened(PAGE, city="sample", district="99201-D05"))


def test_cards_add_up_to_everybody():
    view = view_of()
    asked = further.question(view, "salon", "75+", "300")
    here, among = further.people(view, asked), further.possible_places(view, "halls")
    *_, found = further.searching(here, among, 2, (), ())
    result = further.outcome(here, among, found)
    assert result.before + result.gained + result.left == pytest.approx(here.everyone)
    sheet = next_place_tables.left_sheet(view, asked, here, *further.by_area(view, result))
    numbers = sheet.data[["いま歩いて行ける人", "新しく歩いて行ける人", "まだの人"]].sum(axis=1)
    assert (abs(numbers - sheet.data["全員"]) <= 2).all() and abs(sheet.data["全員"].sum() - here.everyone) <= len(
        sheet.data
    )


def test_a_click_is_answered_stands_in_the_address_and_is_taken_back():
    app = opened(PAGE, city="sample", kind="salon", spot="36.16282,141.43181")
    assert "試した場所（笛塚町三丁目のあたり）" in said_by(app)
    assert app.query_params["spot"] == "36.16282,141.43181"
    app = next(button for button in app.button if button.label == "試した場所を消す").click().run()
    assert "spot" not in app.query_params and "試した場所（" not in said_by(app)


@pytest.mark.parametrize("spot", ["36.0,150.0", "0,0", "north,pole", "1", "nan,nan", "36.1,<script>"])
def test_a_click_elsewhere_is_answered_in_words(spot):
    app = opened(PAGE, city="sample", spot=spot)
    assert not app.error and not app.exception
    assert "市の外か海・川などのため、計算できません" in said_by(app)


def test_the_tried_place_is_in_the_files_too():
    view = view_of("sample", "99201-D23", "雲渡")
    asked = further.question(view, "salon", "65+", "500")
    here, among = further.people(view, asked), further.possible_places(view, "grid")
    *_, found = further.searching(here, among, 2, (), ())
    result = further.outcome(here, among, found)
    drawn = next_place.the_map(view, asked, here, result, *further.on_map(view, asked, result), resource_map.BaseMap())
    at = f"{result.places['lat'][0]},{result.places['lon'][0]}"
    mark = next_place.spot(asked, further.tried(view, here, at), at)
    with_it = resource_map.with_spot(drawn, mark)
    assert with_it.spots["sign"].tolist() == ["1", "2", "試"] and drawn.spots["sign"].tolist() == ["1", "2"]
    circle = gpd.GeoSeries([with_it.reach.geometry.iloc[-1]], crs=6668).to_crs(6677)
    assert circle.area.iloc[0] == pytest.approx(3.1416 * 500**2, rel=0.01)
    page = single_file.to_single_file(with_it).decode()
    assert "試した場所" in page and '"planned":true' in page.replace(" ", "")


def test_names_on_the_map_are_not_markup(cities_dir):
    evil = "<script>x</script>"
    tiny(cities_dir, [salon(0, 800, 500), {**HALLS[3], "name": evil}], "city")
    app = opened(PAGE, city="city", kind="salon")
    assert not app.error and not app.exception
    assert evil not in words(app) and "&lt;script&gt;x" in words(app)


def test_fixed_and_forbidden_places(cities_dir):
    tiny(cities_dir, [salon(0, 800, 500), *HALLS], "city")
    free = said_by(opened(PAGE, city="city", kind="salon", number="1"))
    first = next(place["name"] for place in HALLS if f"1{place['name']}" in free.replace("\\n", ""))
    assert f"1{first}" not in said_by(opened(PAGE, city="city", kind="salon", number="1", forbidden=first))
    other = next(place["name"] for place in HALLS if place["name"] != first)
    assert f"1{other}" in said_by(opened(PAGE, city="city", kind="salon", number="1", fixed=other))


def test_how_many_are_needed(cities_dir):
    tiny(cities_dir, [salon(0, 800, 500), *HALLS], "city")
    assert "か所がいちばん少ない数です" in said_by(opened(PAGE, city="city", kind="salon", share="40"))
    assert "候補のすべてを使っても足りません" in said_by(opened(PAGE, city="city", kind="salon", share="100"))


def test_a_long_search_is_stopped_tells_its_gap_and_goes_on(monkeypatch):
    """The search gives one better choice at a time; it is broken off by the clock and told, then goes on where it
    stopped."""
    real = further.searching

    def slowly(here, among, number, fixed, forbidden):
        *_, last = real(here, among, number, fixed, forbidden)
        yield solver.Siting(**{**last.__dict__, "most": last.gained + 1234})
        yield solver.Siting(**{**last.__dict__, "most": last.gained + 100})
        yield last

    monkeypatch.setattr(further, "searching", slowly)
    monkeypatch.setattr(site_search, "PATIENCE", -1.0)
    app = opened(PAGE, city="sample", kind="salon", number="3")
    assert "いちばんよい案との差は、最大で約1,230人です" in said_by(app)
    again = next(button for button in app.button if button.label == "もっとよい選び方を探す")
    assert "いちばんよい案との差は、最大で約100人です" in said_by(again.click().run())
    again = next(button for button in app.button if button.label == "もっとよい選び方を探す")
    assert "確かめた案です" in said_by(again.click().run())


def kept_as(app, name: str):
    next(field for field in app.text_input if field.label == "案の名前").set_value(name)
    return next(button for button in app.button if button.label == "この案を残す").click().run()


def test_plans_are_kept_compared_and_taken_away():
    app = kept_as(opened(PAGE, city="sample", kind="salon", number="1"), "一か所<b>案</b>")
    assert "残しました" in app.success[0].value and not app.error
    app = kept_as(opened(PAGE, city="sample", kind="salon", number="3"), "三か所の案")
    said = said_by(app)
    assert "三か所の案：3か所" in said and "案をくらべる（" in said and "<b>案" not in words(app)
    first, second = (further.plan_result(view_of(), plan) for plan in plans.plans(open_city("sample"), "public"))
    assert 0 < first[0].gained < second[0].gained
    assert first[1]["after"].iloc[0] == pytest.approx(first[0].before + first[0].gained)
    assert first[1]["after"].iloc[1:].sum() == pytest.approx(first[1]["after"].iloc[0])
    assert f"約{int(second[1]['after'].iloc[0] / 10 + 0.5) * 10:,}人" in said
    assert "三か所の案" in said_by(opened(PAGE, city="sample", kind="mobile_sales"))
    app = next(button for button in app.button if button.label == "消す").click().run()
    assert [plan.name for plan in plans.plans(open_city("sample"), "public")] == ["三か所の案"]


def test_a_name_that_is_wrong_is_said():
    app = kept_as(opened(PAGE, city="sample", kind="salon"), " ")
    assert "案の名前を書いてください" in app.error[0].value
    assert plans.plans(open_city("sample"), "public") == []


@pytest.mark.parametrize(("city", "said"), [("takasaki", "年齢別の人口が、この市のデータにはまだありません")])
def test_what_a_city_lacks_is_said(city, said):
    app = opened(PAGE, city=city)
    assert not app.error and not app.exception
    assert any(said in box.value for box in app.info)


def test_a_city_of_points_is_an_estimate_with_a_word_about_the_grid(cities_dir):
    only_points(cities_dir)
    app = opened(PAGE, city="city", kind="salon")
    assert any("区域の形（地図）が、この市のデータにはまだない" in box.value for box in app.info)
