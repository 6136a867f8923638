"""Cities that lack something open every page, and each page says in words what is missing."""

from __future__ import annotations

import functools
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from tests.pages.test_pages import PAGES, opened, words
from tests.tiny_city import DAY, SIDE, ZONE, area_table, at, bands, parents, stored

SMALL = {f"a{i}": f"{i + 1}丁目" for i in range(4)}
SOURCES = pd.DataFrame(
    [("register", "register", "台帳", DAY), ("list", "resources", "一覧", DAY)],
    columns=["source_id", "kind", "title", "as_of"],
)


def places() -> pd.DataFrame:
    """Two salons known by coordinates only, one place that is not a gathering."""
    return pd.DataFrame(
        [
            {
                "resource_id": f"r{i}",
                "kind": kind,
                "name": f"場所{i}",
                "source_id": "list",
                "times_per_month": 2.0,
                "publish": True,
                **at(i * SIDE + 400, 300),
            }
            for i, kind in enumerate(["salon", "salon", "clinic"])
        ]
    )


def only_points(folder) -> None:
    """Like 高松: areas as points, ages, no districts."""
    areas = area_table(small_area=SMALL, city={"c": "試市"})
    areas = areas.set_geometry(gpd.GeoSeries(areas.geometry.centroid, crs=ZONE))
    stored(
        folder,
        {
            "areas": areas,
            "membership": parents(*[(code, "c") for code in SMALL]),
            "population": sum((bands(code, 10, 50, 20, 20) for code in SMALL), []),
            "resources": places(),
            "sources": SOURCES,
        },
        "city",
    )


def only_associations(folder) -> None:
    """Like 焼津: association areas and places, nobody counted."""
    areas = area_table(small_area=SMALL, city={"c": "試市"})
    areas.loc[areas["level"] == "small_area", "level"] = "neighbourhood"
    stored(
        folder,
        {
            "areas": areas,
            "membership": parents(*[(code, "c") for code in SMALL]),
            "resources": places(),
            "sources": SOURCES,
        },
        "city",
    )


def only_ages(folder) -> None:
    """A district city with ages and nothing else."""
    areas = area_table(small_area=SMALL, district={"d0": "東", "d1": "西"}, city={"c": "試市"})
    members = parents(*[(code, f"d{number // 2}") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c"))
    stored(
        folder,
        {
            "areas": areas,
            "membership": members,
            "population": sum((bands(code, 10, 50, 20, 20) for code in SMALL), []),
            "sources": SOURCES,
        },
        "city",
    )


def empty(folder) -> None:
    """A city of which only the name is known."""
    stored(folder, {"areas": area_table(city={"c": "試市"})}, "city")


@pytest.fixture(scope="module")
def lacking(tmp_path_factory):
    """lacking(made): the folder of cities with the one that `made` writes, written once."""

    @functools.cache
    def folder(made) -> Path:
        cities = tmp_path_factory.mktemp(made.__name__)
        made(cities)
        return cities

    return folder


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("made", [only_points, only_associations, only_ages, empty], ids=lambda made: made.__name__)
def test_every_page_opens(made, page, lacking, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(lacking(made)))
    app = opened(page, city="city")
    assert not app.error
    assert not app.exception
    assert app.title[0].value == PAGES[page]
    assert app.session_state["city"] == "city"


@pytest.mark.parametrize(
    ("made", "page", "said"),
    [
        (only_associations, "see/overview", "年齢別の人口が、この市のデータにはまだありません"),
        (only_associations, "see/ageing", "年齢別の人口が、この市のデータにはまだありません"),
        (only_associations, "see/coverage", "年齢別の人口が、この市のデータにはまだありません"),
        (only_ages, "see/needs", "困りごとの表（相談で把握した人数）が、この市のデータにはまだありません"),
        (only_ages, "see/resources", "地域資源の一覧が、この市のデータにはまだありません"),
        (only_ages, "see/coverage", "通いの場・移動販売などの一覧が、この市のデータにはまだありません"),
        (only_points, "see/district", "地区の区分が、この市のデータにはまだありません"),
    ],
)
def test_what_is_missing_is_said(made, page, said, lacking, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(lacking(made)))
    app = opened(page, city="city")
    assert any(said in box.value for box in app.info)
    commands = [code.value for code in app.code]
    assert all(command.startswith("python -m data import city --") for command in commands)
    assert commands or page == "see/district"


def test_reach_of_points_is_no_figure_but_an_estimate(lacking, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(lacking(only_points)))
    said = words(opened("see/coverage", city="city", kind="salon"))
    assert "歩いて行ける人の割合を算定できません" in said
    assert "目安では" in said


def test_a_place_known_by_its_coordinates_belongs_to_its_district(cities_dir):
    areas = area_table(small_area=SMALL, district={"d0": "東", "d1": "西"}, city={"c": "試市"})
    members = parents(*[(code, f"d{number // 2}") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c"))
    stored(
        cities_dir,
        {
            "areas": areas,
            "membership": members,
            "resources": places().assign(area_code=["a0", "a1", "a2"]),
            "sources": SOURCES,
            "population": sum((bands(code, 10, 50, 20, 20) for code in SMALL), []),
        },
        "city",
    )
    assert "東地区には、サロン・通いの場2か所、合わせて2件の地域資源があります" in words(
        opened("see/district", city="city", district="d0")
    )
    assert "西地区には、1件の地域資源があります" in words(opened("see/district", city="city", district="d1"))


def test_names_are_not_markup(cities_dir):
    evil = "![p](http://127.0.0.2/p.png)<script>x</script>"
    areas = area_table(small_area=SMALL, district={"d0": evil, "d1": "西"}, city={"c": "試市"})
    members = parents(*[(code, f"d{number // 2}") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c"))
    stored(
        cities_dir,
        {
            "areas": areas,
            "membership": members,
            "population": sum((bands(code, 10, 50, 20, 20) for code in SMALL), []),
            "sources": SOURCES,
        },
        "city",
    )
    app = opened("see/district", city="city", district="d0")
    assert not app.error
    assert "![p](" not in app.title[0].value
    assert "<script>x" not in words(app)


@pytest.mark.parametrize("level", ["neighbourhood", "small_area"])
def test_needs_of_a_city_without_districts_are_shown(level, cities_dir):
    areas = area_table(small_area=SMALL, city={"c": "試市"})
    if level == "neighbourhood":
        areas.loc[areas["level"] == "small_area", "level"] = level
    needs = pd.DataFrame(
        [
            (code, "2024", "needs", need, 20 + number)
            for number, code in enumerate(SMALL)
            for need in ("買い物", "実人数")
        ],
        columns=["area_code", "period", "source_id", "need", "persons"],
    )
    sources = pd.concat([SOURCES, pd.DataFrame([("needs", "needs", "困りごとの表", "2024")], columns=SOURCES.columns)])
    stored(
        cities_dir,
        {
            "areas": areas,
            "membership": parents(*[(code, "c") for code in SMALL]),
            "needs": needs,
            "sources": sources,
            "population": sum((bands(code, 10, 50, 20, 20) for code in SMALL), []),
        },
        "city",
    )
    app = opened("see/needs", city="city")
    assert not app.error and not app.exception
    assert "4丁目" in words(app) and ">23<" in words(app)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("see/resources", "salon"),
        ("see/coverage", "salon"),
        ("think/gaps", "salon"),
        ("think/next_place", "salon"),
        ("see/vans", "mobile_sales"),
        ("see/watching", "mimamori"),
    ],
)
def test_a_list_nobody_agreed_to_publish_is_not_called_missing(page, kind, cities_dir):
    areas = area_table(small_area=SMALL, city={"c": "試市"})
    kept = places().assign(kind=kind, publish=False)
    stored(
        cities_dir,
        {
            "areas": areas,
            "membership": parents(*[(code, "c") for code in SMALL]),
            "resources": kept,
            "sources": SOURCES,
            "population": sum((bands(code, 10, 50, 20, 20) for code in SMALL), []),
        },
        "city",
    )
    app = opened(page, city="city")
    assert not app.exception
    assert any("同意が書かれた所がないため、公開用には示しません" in box.value for box in app.info)
    assert not any("まだありません" in box.value for box in app.info)
    assert not opened(page, city="city", sharing="council").info


def test_a_district_without_places_is_not_a_city_without_a_list(cities_dir):
    areas = area_table(small_area=SMALL, district={"d0": "東", "d1": "西"}, city={"c": "試市"})
    members = parents(*[(code, f"d{number // 2}") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c"))
    stored(
        cities_dir,
        {
            "areas": areas,
            "membership": members,
            "resources": places().assign(area_code=["a0", "a1", "a1"]),
            "sources": SOURCES,
        },
        "city",
    )
    app = opened("see/resources", city="city", district="d1")
    assert not app.info
    assert "西には、一覧に載っている地域資源がありません（登録なし）" in words(app)
