"""Free text on days and times, as people write it."""

from __future__ import annotations

import pytest

from data.files.schedule import Schedule, read_schedule


@pytest.mark.parametrize(
    "text, weekdays, time_from, time_to, times",
    [
        ("毎週火曜 10:00～11:30", "火", "10:00", "11:30", 4),
        ("第1・3水曜 午後1時半", "水", "13:30", None, 2),
        ("第１・第３水曜日　午後１時半～３時", "水", "13:30", "15:00", 2),
        ("第一・三金曜日 午前10時から正午", "金", "10:00", "12:00", 2),
        ("毎週月・木曜日 9時30分〜11時", "月木", "09:30", "11:00", 8),
        ("毎週月～金曜 8:30-17:15", "月火水木金", "08:30", "17:15", 20),
        ("月水金 10～12時", "月水金", "10:00", "12:00", 12),
        ("隔週木曜 14:00～", "木", "14:00", None, 2),
        ("月１回 第2火曜日 13:30～15:30", "火", "13:30", "15:30", 1),
        ("第2火曜日と第4木曜日", "火木", None, None, 2),
        ("第1～4土曜 午前9時", "土", "09:00", None, 4),
        ("毎週火曜 10:75", "火", None, None, 4),  # no such time
        ("毎週火曜 25:00", "火", None, None, 4),
        ("週2回", None, None, None, 8),
        ("月1～2回（不定期）", None, None, None, 1),
        ("年6回", None, None, None, 0.5),
        ("2か月に1回", None, None, None, 0.5),
        ("偶数月 第3日曜 10:00", "日", "10:00", None, 0.5),
        ("毎日 9:00～17:00", "月火水木金土日", "09:00", "17:00", 28),
        ("毎日（月曜休み） 9:00～17:00", "火水木金土日", "09:00", "17:00", 24),
        ("平日 9時～17時（祝日を除く）", "月火水木金", "09:00", "17:00", 20),
        ("毎週水曜日（祝日・年末年始は休み）", "水", None, None, 4),
        ("毎月10日", None, None, None, 1),
        ("毎月1日・15日 10時", None, "10:00", None, 2),
        ("毎週土・日 13:00～16:00", "土日", "13:00", "16:00", 8),
        ("月火水木金土日", "月火水木金土日", None, None, 28),
        ("毎週火曜 午前11時～午後2時", "火", "11:00", "14:00", 4),
        ("毎日 8:00～24:00", "月火水木金土日", "08:00", "24:00", 28),
        ("毎日 8:00～24:01", "月火水木金土日", "08:00", None, 28),
    ],
)
def test_what_is_certain_is_read(text, weekdays, time_from, time_to, times):
    found = read_schedule(text)
    assert (found.weekdays, found.time_from, found.time_to, found.times_per_month) == (
        weekdays,
        time_from,
        time_to,
        times,
    )
    assert not found.unread


@pytest.mark.parametrize(
    "text",
    [
        "随時",
        "お問い合わせください",
        "要相談",
        "料金は当日お支払いください",
        "5のつく日",
        "月末にお知らせします",
        "土産物あり",
        "水分をお持ちください",
    ],
)
def test_what_is_not_understood_is_said(text):
    assert read_schedule(text) == Schedule(unread=True)


def test_nothing_written_is_not_unread():
    assert read_schedule("") == read_schedule("　") == Schedule()


def test_weekdays_without_every_week_are_an_assumption_that_is_told():
    assert read_schedule("火曜 10:00").assumed_weekly
    assert not read_schedule("毎週火曜 10:00").assumed_weekly
    assert not read_schedule("第2火曜 10:00").assumed_weekly


def test_two_different_times_are_not_mixed():
    found = read_schedule("毎週火曜 10:00～11:30、毎週木曜 13:30～15:00")
    assert (found.weekdays, found.times_per_month, found.time_from, found.time_to) == ("火木", 8, None, None)


def test_half_of_the_day_is_not_guessed():
    assert read_schedule("毎週火曜 午前10時～3時").time_to is None


def test_closed_days_of_a_building_are_not_open_days():
    found = read_schedule("【開館時間】9:00～21:30 【休館日】月曜日")
    assert (found.weekdays, found.time_from, found.time_to) == (None, "09:00", "21:30")
