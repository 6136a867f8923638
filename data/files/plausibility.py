"""Counts of people that cannot be right together: told with their lines, never changed (which of them is wrong, only
their owner knows)."""

from __future__ import annotations

import pandas as pd

from data.files.headed_table import Table
from data.vocabulary import TOTAL, TOTAL_LABEL

MOST_PER_HOUSEHOLD = 10  # several of a household may be in need; more than this is most likely a slip of a digit
_LEFT = "そのまま読みました。"
_CHECK = "元の表を確かめてください。"


def tell_impossible(table: Table, rows: pd.DataFrame) -> None:
    """Warnings for a line whose item is larger than its 実人数, whose 実人数 is larger than all its items together, or
    which has too many people for its households.

    rows: area, within, when, item (TOTAL is the 実人数), persons, line (index in the table's frame).
    """
    lines = rows.dropna(subset=["area", "item"])
    lines = lines.assign(group=lines.groupby(["area", "within", "when"], sort=False, dropna=False).ngroup())
    is_total = lines["item"] == TOTAL
    totals, items = lines[is_total].set_index("group"), lines[~is_total]
    totals = totals[~totals.index.duplicated(keep=False) & totals["persons"].notna()]
    _beside_their_total(table, items, totals)
    added = items.groupby("group")["persons"].agg(["sum", "count", "size"]).reindex(totals.index)
    more = totals.assign(added=added["sum"])[
        (added["count"] == added["size"]) & (totals["persons"] > added["sum"])
    ].sort_index()
    if len(more):  # documents have such lines (people without any of the items): said once
        several = f"このような行が、ほかに{len(more) - 1}行あります。" if len(more) > 1 else ""
        table.say(
            "warn",
            f"{TOTAL_LABEL}が、項目をすべて足した{int(more['added'].iloc[0])}人より多くなっています。{several}{_LEFT}",
            _CHECK,
            int(more["line"].iloc[0]),
            _column(table, TOTAL),
        )
    if table.has("households"):
        _beside_households(table, rows)


def _beside_their_total(table: Table, items: pd.DataFrame, totals: pd.DataFrame) -> None:
    beside = items["group"].map(totals["persons"]).astype("Int64")
    for index, line in items[(items["persons"] > beside).fillna(False)].sort_values("group", kind="stable").iterrows():
        table.say(
            "warn",
            f"「{line['item']}」が{line['persons']}人で、"
            f"同じ区域の{TOTAL_LABEL}（{beside[index]}人）より多くなっています。{_LEFT}",
            _CHECK,
            int(line["line"]),
            _column(table, line["item"]),
        )


def _beside_households(table: Table, rows: pd.DataFrame) -> None:
    households = rows["line"].map(table.figures("households")[0]).astype("Int64")
    many = rows[(rows["persons"] > households * MOST_PER_HOUSEHOLD).fillna(False)]
    for index, line in many.drop_duplicates(["area", "within", "when"]).iterrows():
        table.say(
            "warn",
            f"{line['persons']}人は、{households[index]}世帯の区域の人数としては多すぎます（1世帯に{MOST_PER_HOUSEHOLD}人より多くなります）。{_LEFT}",
            _CHECK,
            int(line["line"]),
            _column(table, line["item"]),
        )


def _column(table: Table, item: str) -> str:
    """The column of the file that an item's number stands in."""
    if item == TOTAL and table.has("subjects"):
        return "subjects"
    return item if table.has(item) else "persons"
