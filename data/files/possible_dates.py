"""Which days data can be about at all, and which days a date that is not exact can mean."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

# What a spreadsheet or a database shows where there is no date at all: the zero of its calendar, or its last day.
NO_DATES = ("1899-12-30", "1899-12-31", "1900-01-00", "1900-01-01", "1904-01-01", "0001-01-01", "9999-12-31")
UNIX_ZERO = "1970-01-01"
FIRST_CENSUS, MEIJI = (
    1920,
    1868,
)  # no count of residents is older than the one, nothing that still goes on older than the other
AHEAD = 366  # days: a fiscal year in progress ends no later than this
PLANNED = 30  # years that an end may lie ahead


def today() -> date:
    """The day of this computer; a function of its own so that a test can set it."""
    return date.today()


def impossible(iso: str, *, planned: bool = False, event: bool = False) -> str:
    """Why nothing that a city knows can bear this date (or period); "" where it can.

    Counts are of days past; a period may be in progress. planned: the day something begins or ends may lie ahead.
    event: it may be older than the first census.
    """
    first, *others = iso.split("/")
    last = others[-1] if others else first
    now = today()
    if first in NO_DATES or last in NO_DATES or (first == UNIX_ZERO and not event and not planned):
        return "表計算ソフトなどが「日付なし」の代わりに入れる日付です"
    if int(first[:4]) < (MEIJI if event or planned else FIRST_CENSUS):
        return f"{int(first[:4])}年は古すぎます"
    if others and first_day(last) < first_day(first):
        return "期間の終わりが始めより前です"
    # A day more: where the computer's clock is not Japan's.
    latest = now + timedelta(days=PLANNED * 366 if planned else 1)
    if (
        first_day(first) > latest
        or first_day(last) > max(latest, now + timedelta(days=AHEAD))
        or (not others and first_day(last) > latest)
    ):
        return f"先の日付です（この端末の今日は{now.year}年{now.month}月{now.day}日）"
    return ""


def overlap(one: str, other: str) -> bool:
    """Whether two dates or periods can be of the same time, each as exact as it is written; a bare year may be a fiscal
    one."""
    (start, end), (begin, finish) = span(one), span(other)
    return start <= finish and begin <= end


def first_day(iso: str) -> date:
    """The first day that a date can mean."""
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    return date(max(year, 1), month, day)


def span(iso: str) -> tuple[date, date]:
    """The first and the last day that a date or period can mean."""
    first, last = iso.split("/")[0], iso.split("/")[-1]
    if len(last) == 4:
        return first_day(first), date(min(int(last) + 1, date.max.year), 3, 31)
    end = last if len(last) == 10 else f"{last}-{calendar.monthrange(int(last[:4]), int(last[5:7]))[1]:02}"
    return first_day(first), first_day(end)
