"""Resources as a list to read: by what they do for people or by where they are, each with how fresh its entry is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from data.vocabulary import FUNCTIONS, KINDS
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics import freshness, resource_map

LOOKS = {"map": "地図", "list": "一覧"}
GROUPINGS = {"function": "はたらきで分ける", "area": "地区・町内会で分ける"}
OPEN_UP_TO = 120  # longer lists show their headings first
MOST_NAMES = 8
NO_MAP = "場所の緯度・経度が資料にないため、地図には示せません。一覧で見てください。"


@dataclass(frozen=True)
class Entry:
    """One resource: its name, the lines under it, and whether it is drawn faded (not confirmed for a year)."""

    name: str
    lines: tuple[str, ...]
    faded: bool


@dataclass(frozen=True)
class Listing:
    """Entries under headings; `sheet` is the same as a table for the CSV, with the caption. open: whether the headings
    start open."""

    sheet: Sheet
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    open: bool


def looks(resources: pd.DataFrame) -> dict[str, str]:
    """The ways this list can be looked at: no map where no place is known."""
    return LOOKS if resources["lat"].notna().any() else {"list": LOOKS["list"]}


def listing(view: View, resources: pd.DataFrame, grouping: str, title: str = "地域資源の一覧") -> Listing:
    """The rows in the city's own order under the headings of `grouping` (a key of GROUPINGS)."""
    groups = tuple(
        (f"{heading}（{len(rows):,}件）", _entries(rows)) for heading, rows in _grouped(resources, grouping, view.place)
    )
    return Listing(resource_map.sheet(view, resources, title), groups, len(resources) <= OPEN_UP_TO)


def _grouped(resources: pd.DataFrame, grouping: str, place: str) -> Iterator[tuple[str, pd.DataFrame]]:
    if grouping == "function":
        functions = resources["kind"].map(lambda kind: KINDS[kind].function)
        yield from ((one, resources[functions == one]) for one in FUNCTIONS if (functions == one).any())
        return
    inside = set(resources["district"].dropna()) == {
        place
    }  # of one district its neighbourhoods, of a city its districts
    named, unnamed = (
        (resources["area"], f"{place}（町内会・町丁の記載なし）")
        if inside
        else (resources["district"], "地区が分からないもの・載せていないもの")
    )
    yield from ((one, resources[(named == one).fillna(False)]) for one in dict.fromkeys(named.dropna()))
    if named.isna().any():
        yield unnamed, resources[named.isna()]


def _entries(rows: pd.DataFrame) -> tuple[Entry, ...]:
    worded = resource_map.worded(rows)
    fresh, said = freshness.of(rows), freshness.words(rows)
    return tuple(
        Entry(row["name"], (*_lines(row), words), state == "old")
        for row, state, words in zip(worded.to_dict("records"), fresh, said, strict=True)
    )


def _lines(row: dict) -> Iterator[str]:
    """Kind and place; when and for whom; where it reaches; the document's remark."""
    yield "　".join(filter(None, [row["kind"], where(row)]))
    if often := "　".join(str(row[key]) for key in ("schedule", "eligibility", "fee") if _said(row[key])):
        yield often
    if _said(row["serves"]) and row["serves"] != row["area"]:
        yield f"届く所：{_shortened(row['serves'])}"
    if _said(row["note"]):
        yield str(row["note"])


def where(row: dict) -> str:
    """「八幡・下大島」「中居・矢中　上中居町」: the district, the neighbourhood and the place, each where it is
    known."""
    area = [row[key] for key in ("district", "area") if _said(row[key])]
    place = row["place"] if _said(row["place"]) and row["place"] not in area else ""
    return "　".join(filter(None, ["／".join(area), place]))


def _said(text: object) -> bool:
    return isinstance(text, str) and bool(text)


def _shortened(names: str) -> str:
    listed = names.split("、")
    return names if len(listed) <= MOST_NAMES else f"{'、'.join(listed[:MOST_NAMES])}　ほか{len(listed) - MOST_NAMES}"
