"""Tables of one date complete each other kind by kind, and the source that is cited is the one that is used."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from analysis.indicators.plain_counts import counts
from analysis.indicators.time_series import series
from analysis.indicators.values import figures
from data.store.city import City
from tests.tiny_city import DAY, area_table, bands, parents, stored

BEFORE, YEAR_BEFORE = "2025-03-31", "2024-04-01"
AREAS = ("a0", "a1", "a2", "a3")
TITLES = {
    "reg": ("register", "住民基本台帳"),
    "hh": ("households", "世帯の表"),
    "hh2": ("households", "民生委員の表"),
    "need": ("needs", "センターの表"),
    "need2": ("needs", "西センターの表"),
    "care": ("care", "認定の表"),
    "care2": ("care", "段階別の表"),
    "svc": ("needs", "利用の表"),
    "svc2": ("needs", "利用の表2"),
}


@pytest.fixture
def city(tmp_path):
    """city(households=[...], needs=[...], ...) -> a city of four small areas in two districts with those rows, register
    of DAY and of a year before."""
    number = itertools.count()

    def made(**tables: list[tuple]) -> City:
        areas = area_table(
            small_area={code: code for code in AREAS}, district={"d0": "東", "d1": "西"}, city={"c": "試市"}
        )
        population = [
            row
            for code in AREAS
            for day, source in ((DAY, "reg"), (YEAR_BEFORE, "reg24"))
            for row in bands(code, 10, 60, 20, 10, day, source)
        ]
        columns = {
            "households": ["area_code", "as_of", "source_id", "kind", "households", "age_limit", "state"],
            "needs": ["area_code", "period", "source_id", "need", "persons", "state"],
            "service_use": ["area_code", "as_of", "source_id", "item", "persons", "state"],
            "care": ["area_code", "as_of", "source_id", "age_group", "level", "certified", "insured", "state"],
        }
        frames = {
            name: pd.DataFrame([row + ("ok",) * (len(columns[name]) - len(row)) for row in rows], columns=columns[name])
            for name, rows in tables.items()
        }
        sources = pd.DataFrame(
            [(key, kind, title, DAY) for key, (kind, title) in TITLES.items()]
            + [("reg24", "register", "住民基本台帳", YEAR_BEFORE)],
            columns=["source_id", "kind", "title", "as_of"],
        )
        return stored(
            tmp_path / str(next(number)),
            {
                "areas": areas,
                "membership": parents(("a0", "d0"), ("a1", "d0"), ("a2", "d1"), ("a3", "d1"), ("d0", "c"), ("d1", "c")),
                "population": population,
                "sources": sources,
            }
            | frames,
        )

    return made


def homes(
    source: str, kind: str, *numbers: int | None, day: str = DAY, areas: tuple = AREAS, limit: int | None = None
) -> list[tuple]:
    limit = limit or (None if kind == "total" else 65)
    return [
        (code, day, source, kind, number, limit, "ok" if number is not None else "not_in_source")
        for code, number in zip(areas, numbers, strict=True)
    ]


def shown(city: City, name: str, level: str = "small_area", **options) -> list:
    return counts(city, level, [name], **options)["value"].tolist()


def cited(city: City, name: str) -> str:
    return counts(city, "city", [name])["source"].item()


@pytest.mark.parametrize("register_first", [True, False])
def test_a_registers_households_do_not_hide_who_lives_alone(city, register_first):
    register = homes("reg", "total", 50, 51, 52, 53)
    table = homes("hh", "total", 60, 60, 60, 60) + homes("hh", "single_elderly", 12, 13, 14, 15)
    made = city(households=register + table if register_first else table + register)
    assert [shown(made, "single_elderly", level) for level in ("district", "city")] == [[25, 29], [54]]
    assert figures(made, ["single_elderly_rate"], "district")["value"].tolist() == pytest.approx([25 / 60, 29 / 60])
    assert shown(made, "households") == [50, 51, 52, 53], "of two that both count households, the register counts"
    assert "世帯の表" in cited(made, "single_elderly") and "住民基本台帳" not in cited(made, "single_elderly")
    assert "住民基本台帳" in cited(made, "households") and "世帯の表" not in cited(made, "households")
    rate = figures(made, ["single_elderly_rate"], "city", kind="households")
    assert (
        rate["value"].item() == pytest.approx(54 / 206)
        and "世帯の表" in rate["source"].item()
        and "住民基本台帳" in rate["source"].item()
    )


def test_a_table_of_the_day_before_completes_it_and_one_of_another_year_does_not(city):
    near = city(
        households=homes("reg", "total", 50, 51, 52, 53) + homes("hh", "single_elderly", 12, 13, 14, 15, day=BEFORE)
    )
    assert shown(near, "single_elderly", "city", as_of=DAY) == [54] and shown(near, "single_elderly", "city") == [54]
    assert counts(near, "city", ["single_elderly"], as_of=DAY)["as_of"].item() == BEFORE
    assert shown(near, "households", "city") == [206] and shown(near, "households", "city", as_of=BEFORE) == [206]


def test_who_lives_alone_by_a_table_of_another_year_stands_under_its_own_date(city):
    made = city(
        households=homes("reg", "total", 50, 51, 52, 53)
        + homes("hh", "single_elderly", 12, 13, 14, 15, day=YEAR_BEFORE)
    )
    rows = figures(made, ["single_elderly_rate"], "city")
    assert (rows["as_of"].item(), rows["value"].item()) == (YEAR_BEFORE, pytest.approx(54 / 120)), (
        "numerator and denominator of one date"
    )
    assert "2025年4月1日" not in rows["source"].item()
    asked = figures(made, ["single_elderly_rate"], "city", as_of=DAY)
    assert asked["state"].item() == "not_in_source" and asked["numerator"].isna().all()


def test_a_date_that_answers_for_two_stands_once_in_a_series(city):
    made = city(
        households=homes("reg", "total", 50, 51, 52, 53) + homes("hh", "single_elderly", 12, 13, 14, 15, day=BEFORE)
    )
    rows = series(made, "single_elderly_rate", ["c"])
    assert rows["as_of"].tolist() == [BEFORE]


def test_two_tables_with_half_of_the_areas_each(city):
    made = city(
        households=homes("hh", "single_elderly", 12, 13, areas=AREAS[:2])
        + homes("hh2", "single_elderly", 14, 15, areas=AREAS[2:])
    )
    assert shown(made, "single_elderly", "city") == [54]
    assert "世帯の表" in cited(made, "single_elderly") and "民生委員の表" in cited(made, "single_elderly")


def test_an_empty_cell_of_one_table_is_filled_from_another_of_the_day(city):
    made = city(households=homes("reg", "total", 50, None, 52, 53) + homes("hh", "total", 60, 61, 62, 63))
    assert shown(made, "households") == [50, 61, 52, 53]
    assert "世帯の表" in cited(made, "households") and "住民基本台帳" in cited(made, "households")


def test_of_two_tables_of_one_kind_the_later_one_counts_for_a_kind_both_have(city):
    made = city(
        households=homes("hh", "total", 50, 50, 50, 50)
        + homes("hh", "single_elderly", 20, 20, 20, 20)
        + homes("hh2", "single_elderly", 12, 13, 14, 15)
    )
    assert shown(made, "single_elderly", "city") == [54] and shown(made, "households", "city") == [200]
    assert "民生委員の表" in cited(made, "single_elderly") and "世帯の表" not in cited(made, "single_elderly")


def test_a_state_is_no_answer_where_another_table_of_the_day_has_the_number(city):
    rows = homes("hh2", "single_elderly", 12, 13, 14, 15)
    hidden = [(*row[:4], None, 65, "not_surveyed") for row in homes("hh", "single_elderly", 1, 1, 1, 1)]
    assert shown(city(households=rows + hidden), "single_elderly", "city") == [54]
    assert counts(city(households=hidden), "city", ["single_elderly"])["state"].item() == "not_surveyed"


def test_households_beside_needs_of_a_few_come_last(city):
    made = city(households=homes("need", "total", 9, areas=AREAS[:1]) + homes("hh", "total", 50, 51, 52, 53))
    assert shown(made, "households") == [50, 51, 52, 53]


def test_needs_of_two_centres_with_different_words(city):
    made = city(
        needs=[(code, DAY, "need", "買い物", 20) for code in AREAS]
        + [(code, DAY, "need2", "通院", 30) for code in AREAS]
    )
    for word, number, title in (("買い物", 80, "センターの表"), ("通院", 120, "西センターの表")):
        rows = figures(made, ["need_persons"], "city", kind=word)
        assert rows["value"].item() == number and rows["source"].item().startswith(title), word


def test_needs_of_two_centres_with_their_own_areas_and_one_word_more(city):
    rows = [(code, DAY, "need", word, 20) for code in AREAS[:2] for word in ("買い物", "通院")]
    rows += [(code, DAY, "need2", word, 30) for code in AREAS[2:] for word in ("買い物", "掃除")]
    made = city(needs=rows)
    assert figures(made, ["need_persons"], "city", kind="買い物")["value"].item() == 100
    assert figures(made, ["need_persons"], "district", kind="掃除")["state"].tolist() == ["not_in_source", "ok"]


def test_needs_of_another_day_stay_apart(city):
    """Words of one table are protected together: cells of another day would stand under two protections."""
    made = city(
        needs=[(code, DAY, "need", "買い物", 20) for code in AREAS]
        + [(code, BEFORE, "need2", "通院", 30) for code in AREAS]
    )
    assert figures(made, ["need_persons"], "city", kind="通院", as_of=DAY)["state"].item() == "not_in_source"
    assert figures(made, ["need_persons"], "city", kind="通院", as_of=BEFORE)["value"].item() == 120


def test_services_of_two_tables(city):
    made = city(
        service_use=[(code, DAY, "svc", "介護保険・通所", 20) for code in AREAS]
        + [(code, DAY, "svc2", "配食", 30) for code in AREAS]
    )
    assert figures(made, ["need_persons"], "city", kind="介護保険・通所")["value"].item() == 80
    assert figures(made, ["need_persons"], "city", kind="配食")["value"].item() == 120


@pytest.mark.parametrize("whole_first", [True, False])
def test_certified_by_level_do_not_hide_the_certified_in_all(city, whole_first):
    levels = [(code, DAY, "care2", "65+", level, 5, None) for code in AREAS for level in ("要支援１", "要介護１")]
    ages = [(code, DAY, "care2", "75+", "all", 8, 20) for code in AREAS]
    whole = [(code, DAY, "care", "65+", "all", 10, 40) for code in AREAS]
    made = city(care=whole + levels + ages if whole_first else levels + ages + whole)
    rows = figures(made, ["care_certification_rate"], "city")
    assert (
        rows["value"].item() == pytest.approx(0.25)
        and "認定の表" in rows["source"].item()
        and "段階別の表" not in rows["source"].item()
    )


def test_insured_persons_may_stand_in_another_table_than_the_certified(city):
    made = city(
        care=[(code, DAY, "care", "65+", "all", 10, None) for code in AREAS]
        + [(code, DAY, "care2", "65+", "all", None, 40, "not_in_source") for code in AREAS]
    )
    rows = figures(made, ["care_certification_rate"], "city")
    assert (rows["numerator"].item(), rows["denominator"].item()) == (40, 160)
    assert "認定の表" in rows["source"].item() and "段階別の表" in rows["source"].item()


def test_the_younger_age_limit_counts_whichever_table_comes_first(city):
    seventy = homes("hh", "single_elderly", 9, 9, 9, 9, limit=70)
    sixty_five = homes("hh2", "single_elderly", 12, 13, 14, 15)
    for rows in (seventy + sixty_five, sixty_five + seventy):
        assert shown(city(households=rows), "single_elderly", "city") == [54]


@pytest.mark.parametrize("later_first", [True, False])
def test_of_two_tables_as_near_to_the_day_the_later_one_answers(city, later_first):
    before, after = homes("hh", "total", 1, 2, 3, 4, day=BEFORE), homes("hh2", "total", 5, 6, 7, 8, day="2025-04-02")
    made = city(households=after + before if later_first else before + after)
    assert shown(made, "households", as_of=DAY) == [5, 6, 7, 8]


@pytest.mark.parametrize("later_first", [True, False])
def test_without_a_date_the_latest_table_answers(city, later_first):
    old, new = homes("hh", "total", 1, 2, 3, 4, day=YEAR_BEFORE), homes("hh2", "total", 5, 6, 7, 8)
    assert shown(city(households=new + old if later_first else old + new), "households") == [5, 6, 7, 8]


@pytest.mark.parametrize(("day", "answers"), [("2024-03-31", True), ("2024-03-30", False)])
def test_a_table_answers_for_a_day_up_to_a_leap_year_away(city, day, answers):
    made = city(care=[(code, day, "care", "65+", "all", 10, 40) for code in AREAS])
    row = figures(made, ["care_certification_rate"], "city", as_of=DAY).iloc[0]
    assert (row["state"], row["numerator"] == 40) == (("ok", True) if answers else ("not_in_source", False))


@pytest.mark.parametrize(("day", "answers"), [("2024-09-30", True), ("2024-09-29", False)])
def test_beside_a_table_of_the_day_another_kind_answers_up_to_half_a_year_away(city, day, answers):
    made = city(
        households=homes("reg", "total", 50, 51, 52, 53) + homes("hh", "single_elderly", 12, 13, 14, 15, day=day)
    )
    row = counts(made, "city", ["single_elderly"], as_of=DAY).iloc[0]
    assert (row["state"], row["value"] == 54) == (("ok", True) if answers else ("not_in_source", False))


def test_where_no_table_has_the_insured_everyone_of_65_and_older_stands_for_them(city):
    """20 of 65-74 and 10 of 75+ in each of the four areas; and it is said."""
    made = city(care=[(code, DAY, "care", "65+", "all", 10, None) for code in AREAS])
    row = figures(made, ["care_certification_rate"], "city").iloc[0]
    assert (row["numerator"], row["denominator"]) == (40, 120) and "65歳以上人口で代用" in row["source"]


@pytest.mark.parametrize("later_first", [True, False])
def test_a_series_of_a_table_runs_from_the_oldest_date_on(city, later_first):
    old = homes("hh", "single_elderly", 11, 12, 13, 14, day=YEAR_BEFORE)
    new = homes("hh2", "single_elderly", 12, 13, 14, 15)
    rows = series(city(households=new + old if later_first else old + new), "single_elderly_rate", ["c"])
    assert rows[["as_of", "numerator"]].to_numpy().tolist() == [[YEAR_BEFORE, 50], [DAY, 54]]
