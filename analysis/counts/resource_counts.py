"""How many resources each area has, and how many people take part in them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from analysis.counts.active_resources import active_of_kinds, as_listed, is_listed, note_of_unlisted, split_kinds
from analysis.counts.area_counts import AreaCounts
from analysis.counts.loaded_city import LoadedCity
from analysis.counts.positions import area_of_each
from analysis.methods.amounts import Amounts
from data.store import citations


def _per_area(counts: AreaCounts, rows: pd.DataFrame, value: np.ndarray, note: str) -> Amounts:
    """Sum of `value` over the rows standing in each area; unknown where one of them is unknown."""
    area = area_of_each(counts.city, counts.level, counts.rules)[rows.index]
    placed, number = area >= 0, len(counts.city.codes(counts.level))
    lost = int((~placed).sum())
    count = np.bincount(area[placed], value[placed], number)  # a sum over an unknown value is unknown
    note = "、".join(filter(None, [note, f"場所が分からない{lost}か所を除く" if lost else ""]))
    return counted_amounts(counts, rows, count, note)


def counted_amounts(counts: AreaCounts, rows: pd.DataFrame, count: np.ndarray, note: str = "") -> Amounts:
    """Counts by area with the sources of the resources and their latest date; an unknown count is not_in_source."""
    source_ids = tuple(dict.fromkeys(rows["source_id"].dropna().astype(str)))
    dated = counts.city.table("sources").set_index("source_id")["as_of"].reindex(list(source_ids)).dropna()
    state = np.where(np.isnan(count), "not_in_source", "ok").astype(object)
    return Amounts(count, state, np.full(len(count), "counted", object), max(dated, default=""), source_ids, note=note)


def counted(counts: AreaCounts, kind: str) -> Amounts:
    """Number of active resources by area; not_in_source where the city lists none of the kind, and where a document
    that gives examples names none."""
    if not is_listed(counts, kind):
        return counts.none()
    rows, note = active_of_kinds(counts, kind)
    found = _per_area(
        counts, rows, np.ones(len(rows)), "、".join(filter(None, [note, note_of_unlisted(counts.city, kind)]))
    )
    unnamed = (found.count == 0) & only_examples(counts.city, kind)
    return replace(
        found, count=np.where(unnamed, np.nan, found.count), state=np.where(unnamed, "not_in_source", found.state)
    )


def only_examples(loaded: LoadedCity, kind: str) -> bool:
    """Whether all that is known of these kinds comes out of public documents, which tell of some places and list not
    all of them."""
    rows, public = loaded.table("resources"), citations.published(loaded.table("sources"))
    return bool(rows.loc[rows["kind"].isin(split_kinds(kind)), "source_id"].isin(public).all())


def participants(counts: AreaCounts, kind: str) -> Amounts:
    """Persons taking part in active resources by area, protected; not_in_source where one of the area's places does not
    say.

    Kinds together are shown only where each of them is: the sum less one kind would give back the other.
    """
    if not is_listed(counts, kind):
        return counts.none()
    parts = [
        counts.protected(f"participants {one}", {f"participants {one}": partial(_taking_part, kind=one)})
        for one in dict.fromkeys(split_kinds(kind))
        if is_listed(counts, one)
    ]
    return replace(_taking_part(counts, kind), hidden=np.any([part.masked() for part in parts], axis=0))


def _taking_part(counts: AreaCounts, kind: str) -> Amounts:
    rows, note = active_of_kinds(as_listed(counts), kind)
    return _per_area(counts, rows, rows["participants"].to_numpy(float, na_value=np.nan), note)
