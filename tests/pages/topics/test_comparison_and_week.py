"""A week at a glance, the difference to the date before, and a district beside its city and the nation: by rows written
down here."""

from __future__ import annotations

import pandas as pd
import pytest

from data.store.city import open_city
from pages.figures.view import View
from pages.topics import change_since_before, comparison, timetable


@pytest.fixture
def view() -> View:
    return View(open_city("sample"), "99201-D05", "霞野・笛原", "public")


def places(*rows: tuple) -> pd.DataFrame:
    found = pd.DataFrame(rows, columns=["name", "kind", "weekdays", "time_from"])
    return found.assign(source="一覧", source_as_of="2025-04-01")


def test_a_week_has_days_down_and_parts_of_the_day_across(view):
    made = timetable.week(
        view,
        places(
            ("体操", "exercise", "月木", "09:30"),
            ("茶の間", "salon", "木", "13:00"),
            ("見守り隊", "mimamori", "月火水木金", None),
            ("店", "shop", "月", "09:00"),
            ("囲碁", "salon", None, None),
        ),
    )
    assert made.shown.to_dict("records") == [
        {"曜日": "月～金", "午前": "", "午後": "", "時刻の記載なし": "見守り隊"},
        {"曜日": "月曜", "午前": "9:30 体操", "午後": "", "時刻の記載なし": ""},
        {"曜日": "木曜", "午前": "9:30 体操", "午後": "13:00 茶の間", "時刻の記載なし": ""},
    ]
    assert "曜日の記載がない1件" in made.caption.note and "店は一覧にあります" in made.caption.note


def test_what_begins_at_noon_stands_in_the_afternoon(view):
    made = timetable.week(view, places(("朝", "salon", "火", "11:59"), ("昼", "salon", "火", "12:00")))
    assert made.shown.to_dict("records") == [{"曜日": "火曜", "午前": "11:59 朝", "午後": "12:00 昼"}]


def test_what_is_there_every_day_stands_at_the_weekend_too(view):
    made = timetable.week(view, places(("配食", "meal_delivery", "月火水木金土", None)))
    assert list(made.shown["曜日"]) == ["月～金", "土曜"]


def test_a_full_cell_says_how_many_more(view):
    made = timetable.week(view, places(*[(f"会{number}", "salon", "火", "10:00") for number in range(11)]))
    assert made.shown["午前"].iloc[0].endswith("10:00 会7、ほか3件")


def test_without_weekdays_there_is_no_week(view):
    assert timetable.week(view, places(("囲碁", "salon", None, None), ("医院", "clinic", "月", "09:00"))) is None


def figure(indicator: str, value: float | None, as_of: str, state: str = "ok", area: str = "d") -> dict:
    return {
        "indicator": indicator,
        "kind": None,
        "distance_m": None,
        "group": None,
        "value": value,
        "unit": "share",
        "state": state,
        "basis": "counted",
        "as_of": as_of,
        "source": "台帳（2025年4月1日現在）",
        "area_code": area,
        "area_name": area,
        "numerator": None,
        "denominator": None,
        "level": "district",
    }


def test_a_district_stands_beside_its_city_and_the_nation_with_dates_that_differ(view):
    own = pd.DataFrame(
        [
            figure("ageing_rate", 0.25, "2025-04-01"),
            figure("over85_rate", None, "2025-04-01", "suppressed"),
            figure("elderly_couple_rate", None, "", "not_in_source"),
        ]
    )
    whole = pd.DataFrame(
        [
            figure("ageing_rate", 0.3, "2024-10-01", area="c"),
            figure("over85_rate", 0.05, "2025-04-01", area="c"),
            figure("elderly_couple_rate", 0.1, "2025-04-01", area="c"),
        ]
    )
    made = comparison.sheet(view, own, whole)
    assert made.shown.iloc[0].to_dict() == {
        "項目": "高齢化率",
        "霞野・笛原": "25.0 %",
        "時点": "2025年4月1日",
        "市全体": "30.0 %（2024年10月1日）",
        "全国": "29.3 %（2024年10月1日）",
    }
    assert made.shown.iloc[1].to_dict() == {
        "項目": "85歳以上の割合",
        "霞野・笛原": "少人数のため表示しません",
        "時点": "2025年4月1日",
        "市全体": "5.0 %",
        "全国": "―",
    }
    assert (
        len(made.shown) == 2 and "内閣府" in made.caption.source and made.data["全国"].iloc[0] == pytest.approx(0.293)
    )
    assert comparison.sheet(view, own.iloc[2:], whole) is None


def counted(value: float | None, as_of: str, state: str = "ok") -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "indicator": "population",
                "label": "人口",
                "value": value,
                "unit": "persons",
                "state": state,
                "as_of": as_of,
                "source": "台帳",
            }
        ]
    )


def test_the_difference_has_its_sign_in_words(view):
    made = change_since_before.since_before(view, counted(1200, "2025-04-01"), counted(1250, "2020-04-01"))
    assert made.shown.iloc[0].to_list() == ["人口", "1,250人", "1,200人", "－50人"]
    assert (
        change_since_before.since_before(view, counted(1200, "2025-04-01"), counted(1200, "2020-04-01"))
        .shown["違い"]
        .iloc[0]
        == "変わらない"
    )
    assert change_since_before.since_before(
        view, counted(None, "2025-04-01", "unreadable"), counted(1250, "2020-04-01")
    ).shown.iloc[0].to_list() == ["人口", "1,250人", "判読不可", "―"]
    assert (
        change_since_before.since_before(
            view, counted(1200, "2025-04-01"), counted(None, "2020-04-01", "not_in_source")
        )
        is None
    )
