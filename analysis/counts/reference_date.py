"""Dates as figures compare them: the last day that a date or a period names, and what lies nearest to another."""

from __future__ import annotations

import pandas as pd


def day(date: str) -> pd.Timestamp:
    """The last day that a date or period names ("2024-09-30", "2015-04/2017-04", "2020")."""
    return pd.Period(str(date).rsplit("/", 1)[-1]).end_time.normalize()


def days_between(one: str, other: str) -> int:
    return abs((day(one) - day(other)).days)


def nearest_source(known: list[tuple[str, str]], as_of: str) -> tuple[str, str] | None:
    """Of (as_of, source_id), the one nearest to a date; the later one where two are as near."""
    return min(known, key=lambda pair: (days_between(pair[0], as_of), -day(pair[0]).value), default=None)
