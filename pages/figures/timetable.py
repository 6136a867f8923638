"""A week at a glance: what takes place on which weekday, in the morning, in the afternoon, or at a time that the source does not say."""

from __future__ import annotations

import pandas as pd

from analysis.vocabulary import KINDS, WEEKDAYS
from pages.figures import captions
from pages.figures.captions import View
from pages.figures.sheets import Sheet

NOON = "12:00"
MORNING, AFTERNOON, ANY_TIME = "午前", "午後", "時刻の記載なし"
MOST = 6  # names in one cell; the list has all of them


def week(view: View, resources: pd.DataFrame) -> Sheet | None:
    """Parts of the day down, weekdays across, names in the cells; None where no weekday is known."""
    dated = resources[resources["weekdays"].fillna("") != ""]
    if dated.empty:
        return None
    part = dated["time_from"].map(lambda time: ANY_TIME if pd.isna(time) or not time else MORNING if time.zfill(5) < NOON else AFTERNOON)
    rows = [part_of_day for part_of_day in (MORNING, AFTERNOON, ANY_TIME) if (part == part_of_day).any()]
    shown = pd.DataFrame({day: [_names(dated[(part == row) & dated["weekdays"].str.contains(day)]) for row in rows] for day in WEEKDAYS})
    shown.insert(0, "いつ", rows)
    without = len(resources) - len(dated)
    note = "毎週とは限りません。回数は一覧で確かめてください。" + (f"曜日の記載がない{without}件は載せていません。" if without else "")
    caption = captions.plain(view, f"曜日ごとの予定（{view.place}）", dated["source"].unique(), dated["source_as_of"].unique(), note, "曜日ごとの予定")
    return Sheet(caption, shown, shown, words=frozenset(shown.columns))


def _names(rows: pd.DataFrame) -> str:
    named = [f"{row.name}（{_from(row.time_from)}{KINDS[row.kind].label}）" for row in rows.sort_values("time_from", kind="stable")[["name", "time_from", "kind"]].itertuples(index=False)]
    more = [f"ほか{len(named) - MOST}件"] if len(named) > MOST else []
    return "、".join([*named[:MOST], *more])


def _from(time: object) -> str:
    return f"{time}～ " if isinstance(time, str) and time else ""
