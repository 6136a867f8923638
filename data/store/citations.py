"""Dates and sources of a figure in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from data.text.contacts import hide_in_title


def date_words(as_of: str) -> str:
    """「2024年9月30日」, 「2015年4月～2017年4月」; text that is no date stays as it is."""
    return "～".join(_one(part) for part in str(as_of).split("/"))


def _one(date: str) -> str:
    found = re.fullmatch(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", date.strip())
    return (
        "".join(f"{int(number)}{unit}" for number, unit in zip(found.groups(), "年月日", strict=True) if number)
        if found
        else date
    )


def title(sources: pd.DataFrame, source_id: str) -> str:
    """Publisher and title of a source; its id where the city says nothing of it."""
    rows = sources[sources["source_id"] == source_id]
    if rows.empty:
        return source_id
    publisher, name = (rows.iloc[0][column] for column in ("publisher", "title"))
    name = source_id if pd.isna(name) or not name else hide_in_title(str(name))
    if pd.isna(publisher) or not publisher or str(publisher) in name:
        return name
    return f"{publisher}{name}" if name.startswith("「") else f"{publisher}「{name}」"


def dated(sources: pd.DataFrame, source_id: str) -> str:
    """Publisher and title of a document with the day it bears, if it bears one: 「…資料（2018年1月22日）」."""
    when = sources.loc[sources["source_id"] == source_id, "as_of"].dropna()
    return title(sources, source_id) + (f"（{date_words(when.iloc[0])}）" if len(when) and when.iloc[0] else "")


def published(sources: pd.DataFrame) -> set[str]:
    """The sources that are public documents (`published` of the table, which no import sets)."""
    return set(sources.loc[sources["published"].fillna(False).astype(bool), "source_id"])


def _when(sources: pd.DataFrame, source_id: str, as_of: str) -> str:
    """The date of a figure is its source's; a list of places has a date of its own, or none."""
    listed = sources[(sources["source_id"] == source_id) & (sources["kind"] == "resources")]
    if len(listed):
        as_of = listed.iloc[0]["as_of"]
        if pd.isna(as_of) or not as_of:
            return "（基準日の記載なし）"
    return f"（{date_words(as_of)}{'' if '/' in as_of else '現在'}）" if as_of else ""


def cite(sources: pd.DataFrame, parts: Iterable[tuple[str, tuple[str, ...], str]]) -> str:
    """One line from (as_of, source_ids, note) of numerator and denominator, each source and note once."""
    said: list[str] = []
    for as_of, source_ids, note in parts:
        said += [title(sources, source_id) + _when(sources, source_id, as_of) for source_id in source_ids if source_id]
        said += [f"※{note}" for note in [note] if note]
    return "、".join(dict.fromkeys(said))
