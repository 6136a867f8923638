"""Two cities that differ only in what must not be shown look the same on every page, in every figure, table, CSV and
map.

Whoever sees the same can conclude nothing of what differs. 庁内用 shows the difference, so the comparison can fail.
"""

from __future__ import annotations

import functools
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import folium
import pandas as pd
import plotly.graph_objects as go
import pytest

from data.made import added_rates
from data.store import individuals
from data.store.city import open_city
from pages.parts import cache
from tests.pages.test_pages import PAGES, opened
from tests.tiny_city import DAY, SIDE, area_table, at, bands, parents, stored

SMALL = [f"a{i}" for i in range(6)]
DISTRICTS = {"d0": SMALL[:3], "d1": SMALL[3:]}
SECRET = {"public": (3, 8), "council": (1, 2)}  # of the first two areas; the other truth has them the other way round
QUESTIONS = {
    "see/overview": [{}],
    "see/ageing": [{}, {"level": "small_area"}],
    "see/needs": [
        {"level": "small_area", "need": "買い物"},
        {"level": "district", "density": "need_density_area"},
        {"table": "service_use", "level": "small_area", "need": "通所・入浴"},
        {"table": "service_use", "level": "district", "density": "need_density_households"},
    ],
    "see/resources": [{}, {"kinds": "salon"}],
    "see/coverage": [
        {"level": "small_area"},
        {"level": "small_area", "group": "single"},
        {"level": "district", "group": "single", "distance": "800"},
        {"level": "small_area", "group": "single", "way": "detour", "often": "1"},
        {"level": "district", "group": "single", "day": "火", "part": "午前"},
    ],
    "see/district": [{}],
    "tell/cases": [{}],
    "tell/district_book": [{}],
    "keep/councils": [{}],
    "keep/definitions": [{}],
    "think/estimates": [{}, {"estimate": "すべて"}, {"estimate": "認知症でひとり暮らしの高齢者"}],
    "think/similar": [{}],
    "think/gaps": [
        {},
        {"area": "small_area", "group": "75+"},
        {"area": "small_area", "group": "single"},
        {"area": "district", "group": "single", "distance": "800"},
    ],
    "see/vans": [{}],
    "see/watching": [{}, {"watched": "small_area"}, {"watched": "district"}],
    "think/next_place": [{"candidates": "grid", "number": "2", "spot": "36.003,139.835"}],
}


def city_with(folder: Path, secret: tuple[int, int]) -> None:
    """The city "two" in which the first two areas have these numbers of people in need, in care, alone, taking part,
    watched."""
    counts = [*secret, 30, 40, 25, 0]
    homes = [
        (code, DAY, "hh", kind, number)
        for code, alone in zip(SMALL, counts, strict=True)
        for kind, number in (("total", 200), ("single_elderly", alone))
    ]
    needs = [
        (code, "2024-04/2025-03", "centre", need, number + more, "ok")
        for code, number in zip(SMALL, counts, strict=True)
        for need, more in (("買い物", 0), ("total", 0))
    ]
    uses = [
        (code, DAY, "centre", item, number, "ok")
        for code, number in zip(SMALL, counts, strict=True)
        for item in ("通所・入浴", "total")
    ]
    places = [
        {
            "resource_id": f"s{i}",
            "kind": "salon",
            "name": f"会{i}",
            "participants": number,
            "times_per_month": 2.0,
            "area_code": code,
            "publish": True,
            "contact": f"090-0000-000{number % 10}",
            "note": f"{number}人ほど",
            "private_home": i == 1,
            **at(i * SIDE + 500, 500),
        }
        for i, (code, number) in enumerate(zip(SMALL, counts, strict=True))
    ]
    teams = [
        {
            "resource_id": f"w{i}",
            "kind": "mimamori",
            "name": f"見守り{i}",
            "watched_households": number,
            "area_code": code,
            "publish": True,
        }
        for i, (code, number) in enumerate(zip(SMALL, counts, strict=True))
    ]
    vans = [
        {
            "resource_id": f"v{i}",
            "kind": "mobile_sales",
            "name": f"便（停{i}）",
            "place": f"停{i}",
            "route": "火曜便",
            "weekdays": "火",
            "time_from": f"1{i}:00",
            "times_per_month": 4.0,
            "participants": number,
            "note": f"{number}人ほど",
            "area_code": code,
            "publish": True,
            **at(i * SIDE + 700, 300),
        }
        for i, (code, number) in enumerate(zip(SMALL, counts, strict=True))
    ]
    stored(
        folder,
        {
            "areas": area_table(
                small_area={code: f"{code}丁目" for code in SMALL},
                district={"d0": "東", "d1": "西"},
                city={"c": "試市"},
            ),
            "membership": parents(
                *[(code, district) for district, inside in DISTRICTS.items() for code in inside],
                ("d0", "c"),
                ("d1", "c"),
            ),
            "population": sum((bands(code, 20, 100, 70, 60) for code in SMALL), []),
            "households": pd.DataFrame(homes, columns=["area_code", "as_of", "source_id", "kind", "households"]),
            "needs": pd.DataFrame(needs, columns=["area_code", "period", "source_id", "need", "persons", "state"]),
            "service_use": pd.DataFrame(uses, columns=["area_code", "as_of", "source_id", "item", "persons", "state"]),
            "care": pd.DataFrame(
                [(code, DAY, "care", "65+", "all", number, 130) for code, number in zip(SMALL, counts, strict=True)],
                columns=["area_code", "as_of", "source_id", "age_group", "level", "certified", "insured"],
            ),
            "resources": pd.DataFrame(places + teams + vans),
            "councils": pd.DataFrame(
                [("d0", "2016-06", "支え合うまち"), ("d1", None, None)], columns=["area_code", "set_up", "vision"]
            ),
            "survey": pd.DataFrame(
                [(code, DAY, "centre", "転倒", 60, number) for code, number in zip(SMALL, counts, strict=True)],
                columns=["area_code", "as_of", "source_id", "item", "respondents", "persons"],
            ),
            **told_openly(),
            "sources": pd.DataFrame(
                [
                    ("register", "register", "住民基本台帳", DAY),
                    ("hh", "households", "世帯の表", DAY),
                    ("care", "care", "認定の表", DAY),
                    ("centre", "needs", "相談の表", DAY),
                ],
                columns=["source_id", "kind", "title", "as_of"],
            ),
        },
        "two",
    )
    rows = [("a0", DAY, number, "80", "女", "要支援1", "〇", "週2回", "centre") for number in range(secret[0])]
    individuals.write_individuals(
        folder / "two",
        pd.DataFrame(
            rows, columns=["area_code", "as_of", "row", "decade", "sex", "care_level", "uses", "frequency", "source_id"]
        ),
    )
    added_rates.add_rate(
        open_city("two", folder), added_rates.Rate("すべて", "single_elderly", 1.0, 1.0, "試し")
    )  # 100 % of a hidden number is that number


def told_openly() -> dict[str, pd.DataFrame]:
    """What is no secret and stands beside what is: a case, a meeting, supporters, a printed value."""
    return {
        "cases": pd.DataFrame(
            [
                (
                    "k",
                    "d0",
                    "2020-05",
                    "salon",
                    "買い物",
                    "会",
                    "目的",
                    "経緯",
                    "様子",
                    "今後",
                    "毎回20人",
                    True,
                    "centre",
                )
            ],
            columns=[
                "case_id",
                "area_code",
                "date",
                "kind",
                "need",
                "title",
                "purpose",
                "history",
                "scene",
                "future",
                "numbers",
                "consent",
                "source_id",
            ],
        ),
        "activities": pd.DataFrame(
            [("m", "d0", "2020-05-01", "会議", "第1回", 30, 20, "買い物の話", "つづき", "centre")],
            columns=[
                "activity_id",
                "area_code",
                "date",
                "kind",
                "title",
                "invited",
                "participants",
                "homework",
                "outcome",
                "source_id",
            ],
        ),
        "supporters": pd.DataFrame(
            [("d0", "2020-05-01", 12, 10, "centre")],
            columns=["area_code", "date", "registered", "trained", "source_id"],
        ),
        "published": pd.DataFrame(
            [("population", "試市", "c", "2010-01-01", 1500, "1500", "persons", "centre")],
            columns=["item", "place", "area_code", "as_of", "value", "printed", "unit", "source_id"],
        ),
    }


def told(made: object) -> str:
    """Everything in a thing that was made for a page, as text: frames whole, figures as the browser gets them."""
    if isinstance(made, go.Figure):
        return made.to_json()
    if isinstance(made, folium.Map):
        return re.sub(r"[0-9a-f]{32}", "", made.get_root().render())
    if isinstance(made, pd.DataFrame):
        return pd.DataFrame(made).to_csv()
    if is_dataclass(made):
        return "\n".join(told(getattr(made, field.name)) for field in fields(made))
    return str(made)


def walked(monkeypatch, folder: Path, page: str, sharing: str) -> str:
    """All that one page tells, for the city and for a district, whatever is asked of it."""
    monkeypatch.setenv("CITIES_DIR", str(folder))
    made: list[object] = []

    def kept(where: str, key: str, _make):
        made.append(_make())
        return made[-1]

    monkeypatch.setattr(cache, "kept", kept)
    texts = []
    for district in ("", "d0"):
        for question in QUESTIONS[page]:
            app = opened(page, city="two", sharing=sharing, district=district, **question)
            assert not app.error and not app.exception
            assert (app.session_state["city"], app.session_state["sharing"], app.session_state["district"]) == (
                "two",
                sharing,
                district,
            )
            shown = [
                str(part.proto)
                for kind in ("html", "title", "header", "markdown", "caption", "info")
                for part in app.get(kind)
            ]
            texts += [text for text in shown if "<style>" not in text]
    return "\n".join([*texts, *map(told, made)])


@pytest.fixture(scope="module")
def truths(tmp_path_factory):
    """truths(sharing): the folders of the two cities, each made once."""
    folder = tmp_path_factory.mktemp("truths")

    @functools.cache
    def truths(sharing: str) -> tuple[Path, Path]:
        secret = SECRET.get(sharing, SECRET["public"])
        for name, counts in (("one", secret), ("other", secret[::-1])):
            city_with(folder / sharing / name, counts)
        return folder / sharing / "one", folder / sharing / "other"

    return truths


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("sharing", SECRET)
def test_what_is_hidden_changes_nothing_on_any_page(truths, monkeypatch, page, sharing):
    one, other = (walked(monkeypatch, folder, page, sharing) for folder in truths(sharing))
    assert len(one) > 500
    assert one == other


@pytest.mark.parametrize("page", ["think/gaps", "see/watching", "see/needs", "see/district"])
def test_officials_see_the_difference(truths, monkeypatch, page):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    one, other = (walked(monkeypatch, folder, page, "internal") for folder in truths("internal"))
    assert one != other


def test_every_page_is_walked():
    assert set(QUESTIONS) == set(PAGES)
