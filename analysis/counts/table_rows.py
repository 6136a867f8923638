"""Which rows of a city's table a count is made of, and these rows as one count an area."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd


def single_elderly(rows: pd.DataFrame) -> pd.DataFrame:
    """Households of one older person; each has one person, whichever of the two the source counts. 65+ comes before
    70+."""
    rows = rows[rows["kind"] == "single_elderly"]
    limit = rows["age_limit"].astype("Float64")
    rows = rows[(limit.isna() | (limit == limit.min())).fillna(True)]
    return rows.assign(
        persons=rows["persons"].fillna(rows["households"]), households=rows["households"].fillna(rows["persons"])
    )


def of_all_levels(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["level"].fillna("all") == "all") & (rows["age_group"].fillna("65+") == "65+")]


def insured(rows: pd.DataFrame) -> pd.DataFrame:
    """A row's state is that of the certified: insured persons who are counted are counted."""
    rows = of_all_levels(rows)
    return rows.assign(state=rows["state"].mask(rows["insured"].notna(), "ok")) if "state" in rows else rows


def of_item(column: str, item: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda rows: rows[rows[column] == item]


def of_kind(kind: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return of_item("kind", kind)


def leaf_counts(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row an area: index area_code, columns count, state, basis. A count that is missing without a word is
    not_in_source."""
    count = rows[column].to_numpy(float, na_value=np.nan)
    state = (
        rows["state"].astype(object).where(rows["state"].notna(), "ok").replace("", "ok")
        if "state" in rows
        else pd.Series("ok", rows.index)
    )
    state = state.where(~(np.isnan(count) & state.isin(["ok", "merged"])), "not_in_source")
    basis = rows["basis"].astype(object).where(rows["basis"].notna(), "counted") if "basis" in rows else "counted"
    leaf = pd.DataFrame({"count": count, "state": state.to_numpy(object), "basis": basis}).set_axis(
        rows["area_code"].astype(object), axis=0
    )
    leaf["count"] = leaf["count"].where(leaf["state"].isin(["ok", "merged"]))
    return leaf[~leaf.index.duplicated()]
