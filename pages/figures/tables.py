"""Tables and headline cards, described once: finished words for the screen, plain values for the CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.indicators.registry import INDICATORS
from data.vocabulary import BASES, GROUP_LABELS, KINDS, SERVICE_TOTAL, STATES, TOTAL, TOTAL_LABEL, WAYS
from pages.figures import wording
from pages.figures.compose import name_of, texts_of
from pages.figures.description import Caption

UNITS_IN_CSV = {
    "share": "割合（1が100%）",
    "per_100": "100世帯あたり",
    "per_1000": "1,000人あたり",
    "per_km2": "1km²あたり",
    "count": "人",
    "persons": "人",
}
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
    """A table. shown: finished texts (index = area_code or row number); data: the same as values for the CSV; rows: the
    figures behind it, one a line with counts and states, where there are any.

    words: columns set to the left; emphasis: index labels drawn bold (the whole city).
    """

    caption: Caption
    shown: pd.DataFrame
    data: pd.DataFrame
    rows: pd.DataFrame | None = None
    words: frozenset[str] = frozenset()
    emphasis: frozenset = field(default_factory=frozenset)


def of_rows(
    rows: pd.DataFrame,
    caption: Caption,
    across: str = "indicator",
    headings: Mapping[str, str] | None = None,
    emphasis: str = "",
) -> Sheet:
    """Areas down and one column for each value of `across`; with the rows themselves, long, for those who compute with
    them."""
    headings = headings or {row["indicator"]: name_of(row) for _, row in rows.drop_duplicates("indicator").iterrows()}
    lacking = _lacking(rows, across, headings)
    headings = {key: words for key, words in headings.items() if key not in lacking}
    rows = rows[rows[across].isin(list(headings))]
    known = rows["value"].notna()
    texts = pd.Series(texts_of(rows), index=rows.index)
    shown = _spread(rows, texts.where(known, rows["state"].map(MARKS).fillna(texts)), across, headings)
    # In the CSV a number is a number, rounded as it is shown; what is not shown says why.
    decimals = rows["unit"].map(lambda unit: wording.UNITS[unit][0])
    scaled = rows["value"].where(rows["unit"] != "share", rows["value"] * 100)
    numbers = pd.Series(
        [
            round(value, places) if value == value else text
            for value, places, text in zip(scaled.tolist(), decimals, texts, strict=True)
        ],
        index=rows.index,
        dtype=object,
    )
    named = {
        key: f"{words}（%）" if (rows.loc[rows[across] == key, "unit"] == "share").all() else words
        for key, words in headings.items()
    }
    marks = [f"{MARKS[state]}＝{STATES[state]}" for state in MARKS if (rows.loc[~known, "state"] == state).any()]
    without = [f"資料にないため載せていない項目：{'、'.join(lacking.values())}。"] if lacking else []
    said = replace(caption, note="　".join([*marks, *without, caption.note]).strip())
    return Sheet(
        said, shown, _spread(rows, numbers, across, named), for_csv(rows), frozenset({"区域"}), frozenset({emphasis})
    )


def _lacking(rows: pd.DataFrame, across: str, headings: Mapping[str, str]) -> dict[str, str]:
    """Columns that would hold nothing but 「資料になし」: said once below the table, not in every line (unless there is
    no other)."""
    without = rows["value"].isna() & (rows["state"] == "not_in_source")
    empty = without.groupby(rows[across]).all()
    found = {key: words for key, words in headings.items() if empty.get(key, False)}
    return found if len(found) < len(headings) else {}


def _spread(rows: pd.DataFrame, cells: pd.Series, across: str, headings: Mapping[str, str]) -> pd.DataFrame:
    """Areas in their order, one column for each heading."""
    wide = rows.assign(cell=cells).pivot(index="area_code", columns=across, values="cell")
    wide = wide.reindex(index=rows["area_code"].drop_duplicates(), columns=list(headings)).set_axis(
        list(headings.values()), axis=1
    )
    wide.insert(0, "区域", rows.drop_duplicates("area_code").set_index("area_code")["area_name"])
    return wide


def for_csv(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of figures with Japanese headings, as values: what is hidden stays hidden, with its reason in 状態."""
    rows = rows.reindex(columns=list(dict.fromkeys([*rows, "way", "when", "often"])))
    labelled = rows.assign(
        indicator=rows["indicator"].map(lambda key: INDICATORS[key].label),
        state=rows["state"].map(STATES),
        basis=rows["basis"].map(BASES),
        unit=rows["unit"].map(UNITS_IN_CSV).fillna(""),
        kind=rows["kind"].map(_kind),
        group=rows["group"].map(GROUP_LABELS),
        way=rows["way"].map(WAYS),
        as_of=[wording.date_text(date) if date else "" for date in rows["as_of"].fillna("")],
    )
    headings = {
        "area_code": "区域コード",
        "area_name": "区域",
        "indicator": "指標",
        "kind": "種類",
        "distance_m": "距離（m）",
        "group": "対象",
        "way": "距離の測り方",
        "when": "開いている時",
        "often": "月に何回以上",
        "as_of": "時点",
        "numerator": "分子",
        "denominator": "分母",
        "value": "値",
        "unit": "単位",
        "state": "状態",
        "basis": "根拠",
    }
    kept = labelled[list(headings)].dropna(axis="columns", how="all")
    return kept.round({"numerator": 0, "denominator": 0, "value": 4}).rename(columns=headings)


def _kind(written: object) -> str | None:
    """Kinds of resources by their labels, needs by their names."""
    if not isinstance(written, str):
        return None
    return "か".join(
        {TOTAL: TOTAL_LABEL, SERVICE_TOTAL: TOTAL_LABEL}.get(part) or (KINDS[part].label if part in KINDS else part)
        for part in written.split("+")
    )
