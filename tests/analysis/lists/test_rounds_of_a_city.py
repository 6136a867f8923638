"""Rounds of a made-up city: order, people by stop against a count of every point, days between visits, what the list
does not say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.counts import population_points
from analysis.counts.loaded_city import load_city
from analysis.lists import mobile_sales_rounds
from tests.tiny_city import DAY, SIDE, area_table, at, bands, parents, stored

SMALL = {f"a{i}": f"{i + 1}丁目" for i in range(4)}
SOURCES = pd.DataFrame(
    [("register", "register", "台帳", DAY), ("list", "resources", "一覧", DAY)],
    columns=["source_id", "kind", "title", "as_of"],
)


def stop(number: int, route: str | None, x: float | None, **said) -> dict:
    place = {} if x is None else at(x, 500)
    return {
        "resource_id": f"v{number}",
        "kind": "mobile_sales",
        "name": f"停{number}",
        "place": f"停{number}",
        "route": route,
        "source_id": "list",
        "publish": True,
        **place,
        **said,
    }


def city(folder, *stops: dict, ages: bool = True):
    tables = {
        "areas": area_table(small_area=SMALL, city={"c": "試市"}),
        "membership": parents(*[(code, "c") for code in SMALL]),
        "resources": pd.DataFrame(list(stops)),
        "sources": SOURCES,
    }
    if ages:
        tables["population"] = sum(
            (bands(code, 10, 50, 20 * (number + 1), 20) for number, code in enumerate(SMALL)), []
        )
    return stored(folder, tables)


def weekly(days: str, time: str | None = "10:00") -> dict:
    return {"weekdays": days, "time_from": time, "times_per_month": 4.0 * len(days)}


def test_stops_stand_by_weekday_and_time_and_the_unknown_last(tmp_path):
    made = city(
        tmp_path,
        stop(0, "便", 100, **weekly("木", "9:00")),
        stop(1, "便", 900, **weekly("火", "13:00")),
        stop(2, "便", 1700, **weekly("火", "9:30")),
        stop(3, "便", 2500),
        stop(4, "便", 3300, **weekly("火", None)),
    )
    found = mobile_sales_rounds.rounds(made).stops
    assert found["name"].tolist() == ["停2", "停1", "停4", "停0", "停3"] and found["number"].tolist() == [1, 2, 3, 4, 5]
    assert (
        found["visits"].iloc[-1] == ((None, None, None, None),)
        and found["why"].iloc[-1] == mobile_sales_rounds.NO_DAY
        and pd.isna(found["gap"].iloc[-1])
    )


def test_people_are_those_of_every_point_at_its_nearest_stop(tmp_path):
    made = city(
        tmp_path,
        stop(0, "東", 600, **weekly("月")),
        stop(1, "東", 1200, **weekly("月", "11:00")),
        stop(2, "西", 1500, **weekly("水")),
    )
    found = mobile_sales_rounds.rounds(made).stops.set_index("name")
    xy, area, weight, *_ = population_points.points(load_city(made))
    persons = np.array([40.0, 60.0, 80.0, 100.0])[area] * weight
    metres = np.array([np.hypot(*(xy - [x, 500]).T) for x in (600, 1200, 1500)])
    inside, nearest = metres <= 500, metres[:2].argmin(axis=0)
    for number in (0, 1):
        assert found.at[f"停{number}", "persons"] == pytest.approx(persons[inside[number] & (nearest == number)].sum())
        assert found.at[f"停{number}", "only_route"] == pytest.approx(
            persons[inside[number] & ~inside[1 - number]].sum()
        )
        assert found.at[f"停{number}", "only"] == pytest.approx(
            persons[inside[number] & ~inside[1 - number] & ~inside[2]].sum()
        )
    assert found.loc[["停0", "停1"], "persons"].sum() == pytest.approx(persons[inside[:2].any(axis=0)].sum())


def test_a_stop_visited_on_several_days_is_one_stop_with_its_longest_wait(tmp_path):
    made = city(
        tmp_path,
        stop(0, "便", 600, **weekly("月")),
        stop(1, "便", 600, **weekly("木", "14:00")),
        stop(2, "便", 2600, **weekly("火金")),
    )
    found = mobile_sales_rounds.rounds(made).stops
    assert len(found) == 2 and found["gap"].tolist() == [4, 4]
    assert [visit[0] for visit in found["visits"].iloc[0]] == ["月", "木"] and found["resource_ids"].iloc[0] == (
        "v0",
        "v1",
    )


def test_a_visit_that_is_not_weekly_is_said_and_gives_no_days(tmp_path):
    made = city(
        tmp_path,
        stop(0, "便", 600, weekdays="月", times_per_month=2.0),
        stop(1, "便", 2600, weekdays="火"),
        stop(2, "便", 3600, **weekly("水")),
    )
    found = mobile_sales_rounds.rounds(made).stops.set_index("name")
    assert found["why"].to_dict() == {
        "停0": mobile_sales_rounds.NOT_WEEKLY,
        "停1": mobile_sales_rounds.UNSAID,
        "停2": "",
    }
    assert found["gap"].notna().tolist() == [False, False, True]


def test_rounds_that_stop_nearby_are_named_with_the_days_of_all_together(tmp_path):
    made = city(
        tmp_path,
        stop(0, "東", 600, **weekly("月")),
        stop(1, "西", 900, **weekly("水")),
        stop(2, "南", 3600, **weekly("金")),
    )
    found = mobile_sales_rounds.rounds(made).stops.set_index("route")
    assert found["near"].to_dict() == {"東": ("西",), "西": ("東",), "南": ()}
    assert found.loc["東", "near_gap"] == 5 and pd.isna(found.loc["南", "near_gap"])


def test_stops_of_one_name_are_told_apart_by_their_area(tmp_path):
    made = city(
        tmp_path,
        stop(0, "便", 600, **weekly("月") | {"place": "公園前"}),
        stop(1, "便", 2600, **weekly("月", "11:00") | {"place": "公園前"}),
    )
    assert mobile_sales_rounds.rounds(made).stops["name"].tolist() == ["公園前（1丁目）", "公園前（3丁目）"]


def test_without_ages_or_a_position_nobody_is_counted(tmp_path):
    found = mobile_sales_rounds.rounds(city(tmp_path / "one", stop(0, "便", 600, **weekly("月")), ages=False))
    assert found.stops["persons"].isna().all() and found.note == ""
    found = mobile_sales_rounds.rounds(
        city(tmp_path / "other", stop(0, "便", None, **weekly("月")), stop(1, "便", 600, **weekly("月")))
    ).stops.set_index("name")
    assert pd.isna(found.at["停0", "persons"]) and found.at["停1", "persons"] > 0 and found.at["停0", "gap"] == 7


def test_vans_known_by_served_areas_only_have_no_stops_and_an_unnamed_round_is_said(tmp_path):
    assert mobile_sales_rounds.rounds(city(tmp_path / "one", stop(0, None, None, area_code="a0"))).stops.empty
    assert mobile_sales_rounds.rounds(city(tmp_path / "other", stop(0, None, 600, **weekly("月")))).stops[
        "route"
    ].tolist() == [mobile_sales_rounds.UNNAMED]


def test_what_may_not_be_published_is_no_stop_in_public(tmp_path, monkeypatch):
    made = city(tmp_path, stop(0, "便", 600, **weekly("月")), stop(1, "便", 2600, **weekly("月") | {"publish": False}))
    assert (
        len(mobile_sales_rounds.rounds(made).stops) == 1 and len(mobile_sales_rounds.rounds(made, "council").stops) == 2
    )
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    with pytest.raises(PermissionError, match="INTERNAL_ACCESS"):
        mobile_sales_rounds.rounds(made, "internal")


def test_stops_a_kilometre_apart_share_nobody(tmp_path):
    made = city(
        tmp_path, *[stop(number, "便", SIDE * number + 500, **weekly("月", f"1{number}:00")) for number in range(3)]
    )
    found = mobile_sales_rounds.rounds(made).stops
    assert found["persons"].to_numpy(float) == pytest.approx(found["only"].to_numpy(float))
