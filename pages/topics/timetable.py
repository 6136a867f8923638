"""A week at a glance: what takes place on which weekday, in the morning, in the afternoon, or at a time that the source
does not say."""

from __future__ import annotations

import pandas as pd

from data.vocabulary import KINDS, WEEKDAYS
from pages.figures import captions
from pages.figures.tables import Sheet
from pages.figures.view import View

NOON = "12:00"
MORNING, AFTERNOON, ANY_TIME = "午前", "午後", "時刻の記載なし"
WORKDAYS, ALWAYS = WEEKDAYS[:5], "月～金"
MOST = 8  # names in one cell; the list has all of them
# What people join in or what comes to them; shops, surgeries, care and halls keep opening hours, which the list says.
JOINED = tuple(key for key, kind in KINDS.items() if kind.third_tier)


def week(view: View, resources: pd.DataFrame) -> Sheet | None:
    """Weekdays down (what is there from Monday to Friday once), parts of the day across, times and names in the cells;
    None where no weekday is known."""
    joined = resources[resources["kind"].isin(JOINED)]
    dated = joined[joined["weekdays"].fillna("") != ""].sort_values("time_from", kind="stable")
    if dated.empty:
        return None
    part = dated["time_from"].map(
        lambda time: ANY_TIME if pd.isna(time) or not time else MORNING if time.zfill(5) < NOON else AFTERNOON
    )
    across = [name for name in (MORNING, AFTERNOON, ANY_TIME) if (part == name).any()]
    always = dated["weekdays"].map(lambda days: set(WORKDAYS) <= set(days))
    days = {f"{day}曜": dated["weekdays"].str.contains(day) & ~(always & (day in WORKDAYS)) for day in WEEKDAYS}
    lines = {ALWAYS: always} | days
    shown = pd.DataFrame(
        [
            {"曜日": day, **{name: _names(dated[there & (part == name)]) for name in across}}
            for day, there in lines.items()
            if there.any()
        ]
    )
    without = len(joined) - len(dated)
    note = (
        "毎週とは限りません。回数は一覧で確かめてください。"
        + (f"曜日の記載がない{without}件は載せていません。" if without else "")
        + _left_out(resources, joined)
    )
    caption = captions.plain(
        view,
        f"曜日ごとの予定（{view.place}）",
        dated["source"].unique(),
        dated["source_as_of"].unique(),
        note,
        "曜日ごとの予定",
    )
    return Sheet(caption, shown, shown, words=frozenset(shown.columns))


def _left_out(resources: pd.DataFrame, joined: pd.DataFrame) -> str:
    """Kinds that the timetable leaves to the list."""
    kinds = [kind.label for key, kind in KINDS.items() if key not in JOINED and (resources["kind"] == key).any()]
    return f"{'、'.join(kinds)}は一覧にあります。" if kinds and len(joined) < len(resources) else ""


def _names(rows: pd.DataFrame) -> str:
    named = [f"{_from(row.time_from)}{row.name}" for row in rows[["name", "time_from"]].itertuples(index=False)]
    more = [f"ほか{len(named) - MOST}件"] if len(named) > MOST else []
    return "、".join([*named[:MOST], *more])


def _from(time: object) -> str:
    return f"{time.removeprefix('0')} " if isinstance(time, str) and time else ""
