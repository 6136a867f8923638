"""事例集: consent decides what stands on the page; search; names and texts are no markup."""

from __future__ import annotations

import pandas as pd
import pytest

from data.cities.making import drawing
from data.store import pictures
from tests.pages.test_pages import opened, words
from tests.tiny_city import area_table, parents, stored

EVIL = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _own_cities(cities_dir):
    """Only the embedded cities and what a test stores."""


def pictured(app) -> int:
    return len(app.get("image"))


def test_consent_decides_what_is_shown():
    public, council = opened("tell/cases", sharing="public"), opened("tell/cases", sharing="council")
    assert "黄色い旗の朝" not in words(public) and "事例は11件です" in words(public)
    assert (
        "黄色い旗の朝" in words(council) and "掲載の同意なし" in words(council) and "事例は12件です" in words(council)
    )
    assert "掲載の同意なし" not in words(public)
    assert pictured(public) == pictured(council) == 1


def test_search_by_kind_need_and_words():
    assert "事例は11件です。<br>そのうち、選んだものは1件です。" in words(
        opened("tell/cases", kinds="exercise")
    ).replace("\\n", "")
    found = words(opened("tell/cases", needs="買い物", words="縁台"))
    assert "移動販売の日に縁台を並べる" in found and "相乗りで行く買い物の日" not in found
    assert "当てはまる事例はありません" in words(opened("tell/cases", words="うちゅうせん"))


def test_a_district_shows_its_own_and_where_others_are():
    assert "琴橋の事例は「資料になし」です" in words(opened("tell/cases", district="99201-D01"))
    said = words(opened("tell/cases", district="99201-D06"))
    assert "男性が来るようになった将棋のサロン" in said and "土曜の縁側" not in said


def test_texts_are_no_markup_and_pictures_without_consent_stay_away(cities_dir):
    rows = [
        {"case_id": "1", "area_code": "d0", "title": EVIL, "purpose": EVIL, "numbers": EVIL, "consent": True},
        {
            "case_id": "2",
            "area_code": "d0",
            "title": "同意のない会",
            "purpose": "目的の文",
            "picture": "a.png",
            "consent": False,
        },
    ]
    stored(
        cities_dir,
        {
            "areas": area_table(district={"d0": "東"}, city={"c": "試市"}),
            "membership": parents(("d0", "c")),
            "cases": pd.DataFrame(rows),
        },
        "city",
    )
    pictures.store(cities_dir / "city", {"a.png": drawing.mobile_sales()})
    council = opened("tell/cases", city="city", sharing="council")
    assert not council.exception and not council.error
    assert EVIL not in words(council) and "&lt;script&gt;" in words(council)
    assert "目的の文" in words(council) and pictured(council) == 0
    assert "目的の文" not in words(opened("tell/cases", city="city", sharing="public"))
