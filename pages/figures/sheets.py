"""Tables and headline cards, described once: finished words for the screen, plain values for the CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.registry import INDICATORS
from analysis.vocabulary import STATES
from pages.figures import wording
from pages.figures.compose import texts_of
from pages.figures.description import Caption


# A cell has no room for the words of its state: a mark, and the words under the table.
MARKS = {"suppressed": "＊", "not_in_source": "―", "not_surveyed": "△", "unreadable": "？", "no_denominator": "／"}


@dataclass(frozen=True)
class Card:
    """One headline figure: its name, its value in words, and what stands beside it (date, nation, definition)."""

    name: str
    value: str
    beside: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True)
class Sheet:
    """A table. shown: finished texts (index = area_code or row number); data: the same as values for the CSV.

    words: columns set to the left; emphasis: index labels drawn bold (the whole city).
    """

    caption: Caption
    shown: pd.DataFrame
    data: pd.DataFrame
    words: frozenset[str] = frozenset()
    emphasis: frozenset = field(default_factory=frozenset)


def of_rows(rows: pd.DataFrame, caption: Caption, across: str = "indicator", headings: Mapping[str, str] | None = None, data: pd.DataFrame | None = None) -> Sheet:
    """Areas down and one column for each value of `across`; the CSV has the rows (or `data`) themselves, long, with counts and states."""
    headings = headings or {key: INDICATORS[key].label for key in rows["indicator"].unique()}
    keyed = rows.assign(text=[text if value == value else MARKS.get(state, text) for value, state, text in zip(rows["value"].tolist(), rows["state"], texts_of(rows), strict=True)])
    order = rows["area_code"].drop_duplicates()
    wide = keyed.pivot(index="area_code", columns=across, values="text").reindex(index=order, columns=list(headings))
    names = rows.drop_duplicates("area_code").set_index("area_code")["area_name"]
    wide.insert(0, "area", names)
    wide.columns = ["区域", *headings.values()]
    marks = [f"{MARKS[state]}＝{STATES[state]}" for state in MARKS if (rows["state"] == state).any()]
    said = replace(caption, note="　".join([*marks, caption.note]).strip())
    return Sheet(said, wide, for_csv(rows if data is None else data), frozenset({"区域"}))


def for_csv(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of figures with Japanese headings, as values: what is hidden stays hidden, with its reason in 状態."""
    labelled = rows.assign(
        indicator=rows["indicator"].map(lambda key: INDICATORS[key].label),
        state=rows["state"].map(STATES),
    )
    headings = {
        "area_code": "区域コード", "area_name": "区域", "indicator": "指標", "kind": "種類", "distance_m": "距離（m）", "group": "対象", "as_of": "時点",
        "numerator": "分子", "denominator": "分母", "value": "値", "unit": "単位", "state": "状態", "source": "元の資料",
    }
    kept = labelled[list(headings)].dropna(axis="columns", how="all")
    return kept.rename(columns=headings)
