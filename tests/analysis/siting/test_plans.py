"""Plans kept by name: they come back whole, stay apart by city and level of sharing, and refuse names that cannot be
told apart."""

from __future__ import annotations

import pytest

from analysis.siting import plans
from analysis.siting.plans import Plan
from analysis.siting.waiting_people import Question
from tests.tiny_city import area_table, stored


@pytest.fixture
def city(tmp_path):
    return stored(tmp_path / "cities", {"areas": area_table(city={"c": "試市"})})


def plan(name: str, sharing: str = "public") -> Plan:
    return Plan(
        name,
        Question("salon", "75+", 300, "d0", "detour"),
        ({"name": "<b>会館</b>", "lat": 36.1, "lon": 139.2},),
        "2026-11-21",
        "r1",
        sharing,
    )


def test_a_plan_comes_back_as_it_was_kept_and_goes(city):
    plans.keep(city, plan("一つめ"))
    plans.keep(city, plan("二つめ"))
    first, second = plans.plans(city, "public")
    assert (first.name, first.question, first.places, first.kept, first.revision) == (
        "一つめ",
        plan("").question,
        plan("").places,
        "2026-11-21",
        "r1",
    )
    assert first.table().to_dict("records") == [{"name": "<b>会館</b>", "lat": 36.1, "lon": 139.2}]
    plans.remove(city, first.key)
    plans.remove(city, first.key)
    assert plans.plans(city, "public") == [second]


def test_a_plan_of_officials_is_not_seen_outside(city, monkeypatch):
    for sharing in ("public", "council", "internal"):
        plans.keep(city, plan(sharing, sharing))
    assert [one.name for one in plans.plans(city, "public")] == ["public"]
    assert [one.name for one in plans.plans(city, "council")] == ["public", "council"]
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    with pytest.raises(PermissionError):
        plans.plans(city, "internal")
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert len(plans.plans(city, "internal")) == 3


def test_names_are_told_apart(city):
    plans.keep(city, plan("ABC案", "internal"))
    assert plans.name_of("  ３か所の案 ", city) == ("3か所の案", [])
    assert plans.name_of(None, city)[1] == ["案の名前を書いてください（例：○○地区・3か所の案）。"]
    assert plans.name_of("ＡＢＣ案", city)[1] == [
        "同じ名前の案がすでにあります。別の名前にするか、前の案を消してください。"
    ]
    assert plans.name_of("あ" * 31, city)[1] == ["案の名前は30字までにしてください。"]


def test_there_is_an_end_to_plans(city):
    for number in range(plans.MOST):
        plans.keep(city, plan(f"案{number}"))
    assert "残せる案は50件まで" in plans.name_of("もう一つ", city)[1][0]
