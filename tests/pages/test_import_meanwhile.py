"""An import that ends while a page is drawn: the page stays with the revision it began with, the next run shows the new
one, and nothing old stays under it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from data.store.city import City
from data.store.write import write_city
from pages.parts import cache, selection
from tests.pages.test_pages import PAGES, opened, words
from tests.tiny_city import DAY, SIDE, ZONE, area_table, at, bands, parents

SMALL = {f"a{i}": f"{i + 1}丁目" for i in range(10)}
ANYWHERE = ("see/overview", "see/district")  # the pages of the usual run
OF_A_DISTRICT = {page: {"district": "d0"} for page in ("see/district", "tell/district_book", "think/similar")}
CHANGED = 8  # times as many people and twice as many places after the import


def tables(times: int) -> dict[str, pd.DataFrame]:
    """A city of four towns in two districts with people, places, needs and households; `times` as many of all of
    them."""
    areas = area_table(small_area=SMALL, district={f"d{i}": f"第{i + 1}" for i in range(5)}, city={"c": "試市"})
    columns = ["area_code", "as_of", "source_id", "sex", "age_from", "age_to", "persons"]
    people = pd.DataFrame(
        sum((bands(code, 100, 500, 200 * times, 150 + 90 * place) for place, code in enumerate(SMALL)), []),
        columns=columns,
    )
    places = pd.DataFrame(
        [
            {
                "resource_id": f"{kind}{i}",
                "kind": kind,
                "name": f"{times}の場所{i}",
                "source_id": "list",
                "times_per_month": 2.0,
                "publish": True,
                "area_code": f"a{i % 4}",
                "route": "便",
                "weekdays": "火",
                "schedule": "毎週火曜",
                "watched_households": 30,
                **at(i % 4 * SIDE + 300 + 10 * i, 300),
            }
            for kind in ("salon", "mobile_sales", "mimamori", "hall")
            for i in range(1 + times // 2)
        ]
    )
    needs = pd.DataFrame(
        [
            (code, "2024-04/2025-03", "needs", word, 30 * times + number)
            for code in SMALL
            for number, word in enumerate(("買い物", "通院", "total"))
        ],
        columns=["area_code", "period", "source_id", "need", "persons"],
    )
    households = pd.DataFrame(
        [
            (code, DAY, "register", kind, 40 * times + 3 * place)
            for place, code in enumerate(SMALL)
            for kind in ("total", "single_elderly")
        ],
        columns=["area_code", "as_of", "source_id", "kind", "households"],
    )
    councils = pd.DataFrame(
        [(f"d{i}", f"第{times + i}協議体", "2020-04-01", "needs") for i in range(2)],
        columns=["area_code", "name", "set_up", "source_id"],
    )
    cases = pd.DataFrame(
        [
            ("case", "d0", "2025-01-01", f"{times}つめの事例", True, "needs"),
            ("another", "d1", "2025-02-01", "買い物の事例", True, "needs"),
        ],
        columns=["case_id", "area_code", "date", "title", "consent", "source_id"],
    )
    sources = pd.DataFrame(
        [
            ("register", "register", f"台帳{times}", DAY),
            ("list", "resources", f"一覧{times}", DAY),
            ("needs", "needs", f"表{times}", DAY),
        ],
        columns=["source_id", "kind", "title", "as_of"],
    )
    members = parents(
        *[(code, f"d{number // 2}") for number, code in enumerate(SMALL)], *[(f"d{i}", "c") for i in range(5)]
    )
    return {
        "areas": areas,
        "membership": members,
        "population": people,
        "resources": places,
        "needs": needs,
        "households": households,
        "councils": councils,
        "cases": cases,
        "sources": sources,
    }


def write(folder, name: str, times: int, revision: str) -> None:
    write_city(folder / name, {"title": "試市", "zone": ZONE, "words": {}}, tables(times), revision)


def said(app, name: str) -> str:
    """All that a page says, the city's name in its addresses and its revision taken out."""
    assert not app.error and not app.exception
    first_run_only = "\n".join(str(part.proto) for part in app.get("html") if "<script>" in str(part.proto))
    return re.sub(rf"\b(?:{name}|r[12])\b", "", words(app).replace(first_run_only, "").strip())


@pytest.mark.parametrize(
    "page", [pytest.param(page, marks=() if page in ANYWHERE else pytest.mark.long) for page in PAGES]
)
def test_a_page_is_of_one_revision_and_the_next_run_is_of_the_new_one(page, cities_dir, monkeypatch):
    write(cities_dir, "once", 1, "r1")
    write(cities_dir, "other", CHANGED, "r1")
    write(cities_dir, "tiny", 1, "r1")
    where = OF_A_DISTRICT.get(page, {})
    old, new = (said(opened(page, city=name, **where), name) for name in ("once", "other"))
    assert old != new, "the import changes what this page says"
    asked: list[str] = []
    current = selection.current

    def meanwhile():
        view = current()
        asked.append(view.city.revision)
        if len(asked) == 2:  # the frame has asked for its stamps, the page has begun
            write(cities_dir, "tiny", CHANGED, "r2")
        return view

    monkeypatch.setattr(selection, "current", meanwhile)
    app = opened(page, city="tiny", **where)
    assert said(app, "tiny") == old and asked == ["r1", "r1"]
    app.run()
    assert said(app, "tiny") == new and asked[2:] == ["r2", "r2"]


def test_what_is_kept_hangs_on_the_city_of_the_run(cities_dir, monkeypatch):
    """Each figure is kept under the revision it is drawn from, also where an import ended since."""
    write(cities_dir, "tiny", 1, "r1")
    kept, places = cache.kept, []

    def keeping(where: str, key: str, make):
        if not places:
            write(cities_dir, "tiny", CHANGED, "r2")
        places.append(where)
        return kept(where, key, make)

    monkeypatch.setattr(cache, "kept", keeping)
    opened("see/ageing", city="tiny")
    assert len(places) > 2 and all("'r1'" in where for where in places)


def test_a_page_stays_readable_while_a_newer_revision_stands(cities_dir):
    write(cities_dir, "tiny", 1, "r1")
    held = City("tiny", "試市", cities_dir / "tiny", "r1", zone=ZONE)
    write(cities_dir, "tiny", CHANGED, "r2")
    assert (
        held.table("population")["persons"].sum()
        < City("tiny", "試市", cities_dir / "tiny", "r2", zone=ZONE).table("population")["persons"].sum()
    )
