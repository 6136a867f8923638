"""Places of which nobody knows what they are: shown as 種類不明 on lists, maps and paper, offered nowhere as a
destination or a candidate."""

from __future__ import annotations

import pandas as pd
import pytest

from data.vocabulary import KINDS, UNKNOWN
from pages.topics import coverage, definitions
from tests.pages.test_pages import PAGES, opened
from tests.tiny_city import DAY, SIDE, area_table, at, bands, parents, stored

SMALL = [f"a{i}" for i in range(4)]
KINDS_THERE = ["unknown", "unknown", "unknown", "salon", "hall"]


@pytest.fixture
def _city(cities_dir):
    areas = area_table(
        small_area={code: f"{number + 1}丁目" for number, code in enumerate(SMALL)},
        district={"d0": "東", "d1": "西"},
        city={"c": "試市"},
    )
    places = [
        {
            "resource_id": f"r{i}",
            "kind": kind,
            "name": f"場所{i}",
            "source_id": "list",
            "publish": True,
            "times_per_month": 2.0 if kind == "salon" else None,
            "weekdays": "月",
            "area_code": f"a{i % 4}",
            **at(i % 4 * SIDE + 400, 300 + 100 * i),
        }
        for i, kind in enumerate(KINDS_THERE)
    ]
    stored(
        cities_dir,
        {
            "areas": areas,
            "membership": parents(
                *[(code, f"d{number // 2}") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c")
            ),
            "population": sum((bands(code, 10, 50, 20, 20) for code in SMALL), []),
            "resources": pd.DataFrame(places),
            "sources": pd.DataFrame(
                [("register", "register", "台帳", DAY), ("list", "resources", "一覧", DAY)],
                columns=["source_id", "kind", "title", "as_of"],
            ),
        },
        "city",
    )


def choices(app) -> str:
    """Every option that a page offers."""
    return str([part.proto for kind in ("button_group", "selectbox", "multiselect", "radio") for part in app.get(kind)])


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page, _city):
    app = opened(page, city="city")
    assert not app.error and not app.exception and app.title[0].value == PAGES[page]


def test_the_list_says_so_and_reach_does_not_offer_it(_city, made):
    assert KINDS[UNKNOWN].label in choices(opened("see/resources", city="city"))
    opened("see/resources", city="city", look="list")
    assert "その他（3件）" in str(made) and KINDS[UNKNOWN].label in str(made)
    app = opened("see/coverage", city="city")
    assert KINDS["hall"].label in choices(app) and KINDS[UNKNOWN].label not in choices(app)
    assert UNKNOWN not in coverage.kinds(KINDS_THERE)


def test_the_definitions_list_the_kinds_that_can_be_asked_for():
    assert KINDS[UNKNOWN].label not in set(definitions.kinds()["種類"])


def test_its_mark_is_like_no_other():
    assert (
        len({kind.sign for kind in KINDS.values()})
        == len({kind.colour for kind in KINDS.values()})
        == len({kind.label for kind in KINDS.values()})
        == len(KINDS)
    )
