"""The city of published facts on 市の概況, 高齢化 and 定義と出典: every printed figure with its date and document, the
rest 資料になし."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from data.store.city import EMBEDDED, open_city
from pages.figures.description import AreaMap, Bars, TileMap
from pages.topics import definitions
from tests.pages.test_pages import opened, words

PUBLISHED = EMBEDDED.parent / "published"


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def told(app) -> str:
    """The page's HTML as it is."""
    return words(app).replace('\\"', '"')


def test_the_overview_shows_every_printed_figure_of_the_city(made):
    app = opened("see/overview", city="takasaki")
    assert not app.error and not app.info
    said = told(app)
    table = pd.read_csv(PUBLISHED / "takasaki_city.csv", dtype="string", encoding="utf-8")
    for number in table["value"]:
        assert (f"{int(number):,}" if number.isdecimal() else number) in said, number
    for card in ("374,707人", "101,270人", "162,832世帯", "27.0 %", "16.0 %"):
        assert f'<div class="value">{card}</div>' in said, card
    assert "2017年9月30日現在" in said and "2018年1月22日" in said and "みんなで支え合うまちづくり" in said
    assert made["overview-published"].shown["区域"].tolist() == ["高崎市"] * 9 + ["八幡"] * 2


def test_the_overview_shows_the_other_municipalities_as_printed(made):
    opened("see/overview", city="takasaki")
    shown = made["overview-elsewhere"].shown
    table = pd.read_csv(PUBLISHED / "municipality_profiles.csv", dtype="string", encoding="utf-8")
    for place in table.itertuples():
        own = shown[shown["市区町村"] == place.municipality]["値"].tolist()
        for number, form in (
            (place.population.removeprefix("about "), "{:,}人"),
            (place.primary_schools, "{}校"),
            (place.junior_high_schools, "{}校"),
        ):
            assert pd.isna(number) or any(form.format(int(number)) in value for value in own), (
                place.municipality,
                number,
            )
        assert f"{place.area_km2} km²" in own
        assert pd.isna(place.ageing_rate_percent) or f"{place.ageing_rate_percent} %" in own
    assert shown[shown["市区町村"] == "宇都宮市"]["値"].tolist() == ["302回", "39地区"]
    assert shown["市区町村"].drop_duplicates().tolist() == ["宇都宮市", *table["municipality"]]


@pytest.mark.parametrize("page", ["see/overview", "see/ageing"])
def test_districts_without_polygons_are_a_tile_map(page, made):
    opened(page, city="takasaki", district="takasaki/八幡")
    maps = [thing for thing in made.values() if isinstance(thing, AreaMap | TileMap)]
    assert len(maps) == 1 and isinstance(maps[0], TileMap)
    assert maps[0].selected == "takasaki/八幡"
    known = maps[0].areas.dropna(subset=["value"])
    assert known["name"].tolist() == ["八幡"] and known["text"].tolist() == ["29.9 %"]
    assert (maps[0].areas["text"] == "資料になし").sum() == 25
    assert "2017年7月3日現在" in maps[0].caption.source + maps[0].caption.as_of
    assert not [thing for thing in made.values() if isinstance(thing, Bars)]  # a single bar among 25 gaps tells nothing


@pytest.mark.parametrize(
    ("district", "said"),
    [
        ("", "高崎市の高齢化率は27.0 %、10人に約3人です（2017年9月30日現在）。"),
        ("takasaki/八幡", "八幡の高齢化率は29.9 %、10人に約3人です（2017年7月3日現在）。"),
        ("takasaki/豊岡", "豊岡の高齢化率は「資料になし」です。"),
    ],
)
def test_ageing_says_what_is_printed_and_that_age_groups_are_not(district, said):
    app = opened("see/ageing", city="takasaki", district=district)
    assert not app.error and not app.info
    assert said in told(app)
    assert "年齢の区分（65～74歳・75歳以上・85歳以上）と、5歳ごとの人数は、資料にありません。" in told(app)


@pytest.mark.parametrize("city", ["sample", "takasaki"])
def test_contents_lead_to_every_section(city):
    app = opened("keep/definitions", city=city)
    linked = dict(re.findall(r'href="#(\w+)">([^<]+)</a>', told(app)))
    assert linked == definitions.CONTENTS
    assert {heading.anchor: heading.value for heading in app.header} == definitions.CONTENTS


def test_definitions_name_every_source_of_the_city_with_its_date():
    said = told(opened("keep/definitions", city="takasaki"))
    sources = open_city("takasaki", EMBEDDED).table("sources")
    assert len(sources) == 4
    for title in sources["title"]:
        assert title in said
    for date in ("2018年1月22日の資料", "2025年8月の資料", "2025年2月20日の資料", "資料に日付の記載なし"):
        assert date in said
    for note in open_city("takasaki", EMBEDDED).notes:
        assert note in said


def test_definitions_show_the_national_figures():
    said = told(opened("keep/definitions", city="takasaki"))
    for row in pd.read_csv(PUBLISHED / "national.csv", dtype="string", encoding="utf-8").itertuples():
        assert row.value.replace("-", "～") in said and row.publisher in said and row.address in said


@pytest.mark.parametrize("page", ["see/overview", "see/ageing", "keep/definitions"])
def test_the_dates_stand_large_on_every_page(page):
    assert 'class="dates">2015～2017年と2025年の公表資料の値です。いまの値ではありません。' in told(
        opened(page, city="takasaki")
    )
