"""Households that a van comes to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.counts.active_resources import active_of_kinds, is_listed
from analysis.counts.area_counts import AreaCounts
from analysis.counts.coverage import people_times_share, share_in_reach
from analysis.counts.served_areas import areas_served
from analysis.methods import levels
from analysis.methods.amounts import Amounts, Choice


def households_with_van(counts: AreaCounts, distance: int | None) -> Amounts:
    """Households of areas named as served by a van; with a distance, those within it of a weekly stop (an estimate)."""
    rows, note = active_of_kinds(counts, "mobile_sales")
    if not is_listed(counts, "mobile_sales"):
        return counts.none()
    level = counts.city.base_level(counts.household_areas())
    codes, homes = counts.city.codes(level), counts.at(level).households("total")
    if distance is None:
        named = areas_served(counts.city, rows)["area_code"].unique()
        share = np.isin(codes, named).astype(float)
        weights = levels.part_inside(counts.city.above, named, counts.city.areas["level"])
        share = np.maximum(share, weights.reindex(codes).fillna(0.0).to_numpy())
        inside = counts.city.above.loc[counts.city.above["area_code"].isin(named), "parent_code"]
        share[codes.isin(inside) & (share < 1)] = (
            np.nan
        )  # a part is served, and nobody counted the households of the part
    else:
        if level != counts.city.points_level:
            return counts.none()
        share = share_in_reach(counts, Choice("mobile_sales", distance, "total"))
    basis = "counted" if distance is None else "estimated"
    found = people_times_share(counts, level, homes, share, "households", basis)
    return replace(
        found, source_ids=tuple(dict.fromkeys([*found.source_ids, *rows["source_id"].dropna().astype(str)])), note=note
    )
