"""Households watched over, area by area."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.counts.active_resources import active_of_kinds, as_listed, is_listed
from analysis.counts.area_counts import AreaCounts
from analysis.counts.resource_counts import counted_amounts
from analysis.counts.served_areas import areas_served
from analysis.methods.amounts import Amounts
from analysis.methods.levels import WHOLLY


def households_watched(counts: AreaCounts) -> Amounts:
    """Households watched over by teams all of whose areas lie in the area, protected.

    A team gives one number for all its areas: an area that shares a team with one outside has no number of its own.
    """
    if not is_listed(counts, "mimamori"):
        return counts.none()
    return counts.protected("watched", {"watched": _watched})


def _watched(counts: AreaCounts) -> Amounts:
    rows, _ = active_of_kinds(as_listed(counts), "mimamori")
    areas, codes = areas_served(counts.city, rows), counts.city.codes(counts.level)
    up = counts.city.above
    itself = pd.DataFrame({"area_code": codes, "parent_code": codes, "weight": 1.0})
    part = areas.merge(pd.concat([up[up["parent_code"].isin(codes)], itself]), on="area_code")
    wholly = part[part["weight"] >= WHOLLY].groupby(["resource_id", "parent_code"])["area_code"].nunique()
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
    return counted_amounts(counts, rows, np.where(codes.isin(list(shared)), np.nan, count))
