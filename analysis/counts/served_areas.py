"""Whom resources serve by name instead of by distance: areas, and households watched over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.counts.active_resources import amounts_of, as_listed, known, of_kinds
from analysis.methods.amounts import Amounts

if TYPE_CHECKING:
    from analysis.counts.area_counts import AreaCounts

_WHOLLY = 1 - 1e-9


def served(counts: AreaCounts, rows: pd.DataFrame) -> pd.DataFrame:
    """resource_id, area_code: the areas named as served, else the area a resource stands in."""
    named = counts.city.table("served")[["resource_id", "area_code"]]
    named = named[named["resource_id"].isin(rows["resource_id"]) & named["area_code"].isin(counts.city.areas.index)]
    own = rows.loc[
        ~rows["resource_id"].isin(named["resource_id"]) & rows["area_code"].isin(counts.city.areas.index),
        ["resource_id", "area_code"],
    ]
    return pd.concat([named, own], ignore_index=True).astype(object)


def households_watched(counts: AreaCounts) -> Amounts:
    """Households watched over by teams all of whose areas lie in the area, protected.

    A team gives one number for all its areas: an area that shares a team with one outside has no number of its own.
    """
    if not known(counts, "mimamori"):
        return counts.none()
    return counts.protected("watched", {"watched": _watched})


def _watched(counts: AreaCounts) -> Amounts:
    rows, _ = of_kinds(as_listed(counts), "mimamori")
    areas, codes = served(counts, rows), counts.city.codes(counts.level)
    up = counts.city.above
    itself = pd.DataFrame({"area_code": codes, "parent_code": codes, "weight": 1.0})
    part = areas.merge(pd.concat([up[up["parent_code"].isin(codes)], itself]), on="area_code")
    wholly = part[part["weight"] >= _WHOLLY].groupby(["resource_id", "parent_code"])["area_code"].nunique()
    needed = areas.groupby("resource_id")["area_code"].nunique()
    inside = wholly[wholly == needed.reindex(wholly.index.get_level_values(0)).to_numpy()].reset_index()
    below = areas.merge(up.rename(columns={"area_code": "within", "parent_code": "area_code"}), on="area_code")
    touching = pd.concat(
        [
            part[["resource_id", "parent_code"]].rename(columns={"parent_code": "code"}),
            below.loc[below["within"].isin(codes), ["resource_id", "within"]].rename(columns={"within": "code"}),
        ]
    ).drop_duplicates()
    kept = set(zip(inside["resource_id"], inside["parent_code"], strict=True))
    shared = {code for team, code in touching.itertuples(index=False) if (team, code) not in kept}
    watched = rows.set_index("resource_id")["watched_households"].astype(float)
    per_team = inside.assign(count=watched.reindex(inside["resource_id"]).to_numpy())
    total = (
        per_team.groupby("parent_code")["count"].sum(min_count=1, skipna=False)
        if len(per_team)
        else pd.Series(dtype=float)
    )
    count = np.where(codes.isin(total.index), total.reindex(codes).to_numpy(float), 0.0)
    return amounts_of(counts, rows, np.where(codes.isin(list(shared)), np.nan, count))
