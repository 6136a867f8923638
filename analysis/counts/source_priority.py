"""Which rows of a table answer where several sources speak of one date: kind by kind and area by area.

One rule for figures and for what an import says of numbers that contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

# Kinds of source that speak first of what several count; then tables of their own; last what stands beside a few
# neighbourhoods' needs.
_FIRST = ("register", "census")
_LAST = ("needs", "service_use")
# Of two tables of one kind the newer counts; of needs, care and the like an import takes the older lines away
# (data.ingest.table_rows.RENEWED).
_NEWER = ("households",)
_SILENT = ("ok", "merged", "not_in_source", "")  # states that without a number say nothing


def in_order(source_ids: Iterable[str], sources: pd.DataFrame, table: str) -> list[str]:
    """Sources of one date, the one that counts first in front. source_ids: as they stand in the table, a newer one
    further down. sources: source_id, kind."""
    kinds = dict(zip(sources["source_id"], sources["kind"], strict=True))
    stored = list(dict.fromkeys(source_ids))
    rank = {kind: number for number, kind in enumerate(_FIRST)} | dict.fromkeys(_LAST, len(_FIRST) + 1)
    return sorted(
        stored[::-1] if table in _NEWER else stored, key=lambda source: rank.get(kinds.get(source, ""), len(_FIRST))
    )


def answer_grade(rows: pd.DataFrame, column: str) -> np.ndarray:
    """For each row 2 where it has a number in `column`, 1 where its state says why there is none, else 0."""
    said = ~rows["state"].fillna("").isin(_SILENT).to_numpy(bool) if "state" in rows else np.zeros(len(rows), bool)
    return np.where(rows[column].notna().to_numpy(bool), 2, said.astype(int))


def best_row_by_area(rows: pd.DataFrame, column: str, sources: pd.DataFrame, table: str) -> pd.DataFrame:
    """Rows of one date and one kind out of a table, one for each area: a number before a word, then the source that
    counts first (in_order)."""
    known = rows["source_id"].astype(object)
    order = {source: number for number, source in enumerate(in_order(known, sources, table))}
    if len(order) == 1 and not rows["area_code"].duplicated().any():
        return rows
    ranked = rows.assign(_loud=-answer_grade(rows, column), _source=known.map(order).to_numpy()).sort_values(
        ["_loud", "_source"], kind="stable"
    )
    return ranked.drop_duplicates("area_code").sort_values("_source", kind="stable").drop(columns=["_loud", "_source"])
