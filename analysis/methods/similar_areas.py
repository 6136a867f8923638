"""Which areas are most alike: a standardised distance over a few groups of features, each group counting the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.spatial import distance

LEAST = 4  # areas with figures: fewer leave nothing to choose three from


def distances(table: pd.DataFrame, groups: Mapping[str, Sequence[str]], area: str) -> pd.Series:
    """Distance of every comparable area from `area`: index area_code, in order of likeness (equal ones in the table's
    order).

    table: one row an area (index area_code), one float column a feature, NaN where it is not known. groups: name -> its
    features. Each feature is divided by its standard deviation over the areas that have it (scipy's standardised
    Euclidean distance); one that is the same everywhere says nothing and is left out. Of a group the features that both
    areas have share the group's weight, and all groups weigh the same, so the distance is the root of a mean square: 1
    is "one standard deviation apart". An area is comparable when it has something of every group that `area` has. Empty
    when fewer than LEAST areas, `area` among them, are.
    """
    scale = table.std(ddof=0)
    scaled = (table / scale).loc[:, (scale > 1e-12 * table.abs().max().fillna(0)).to_numpy()]
    kept = {name: [feature for feature in features if feature in scaled] for name, features in groups.items()}
    own = scaled.loc[area].notna()
    asked = [features for features in kept.values() if own[features].any()]
    if not asked:
        return pd.Series(dtype=float)
    found = {code: _distance(scaled.loc[area], row, asked) for code, row in scaled.drop(index=area).iterrows()}
    known = pd.Series(found, dtype=float).dropna()
    return known.sort_values(kind="stable") if len(known) >= LEAST - 1 else known.iloc[:0]


def apart(table: pd.DataFrame, area: str, other: str) -> pd.Series:
    """How far two areas lie apart in each feature, in standard deviations over all areas, the nearest first; features
    not known for both are left out."""
    scale = table.std(ddof=0)
    gaps = (table.loc[area] - table.loc[other]).abs() / scale.where(scale > 0)
    return gaps.dropna().sort_values(kind="stable")


def _distance(one: pd.Series, other: pd.Series, groups: Sequence[Sequence[str]]) -> float:
    """Root of the weighted mean square over the features both have; NaN where a group has none."""
    weights = pd.Series(0.0, index=one.index)
    for features in groups:
        both = [feature for feature in features if pd.notna(one[feature]) and pd.notna(other[feature])]
        if not both:
            return np.nan
        weights[both] = 1 / (len(both) * len(groups))
    used = weights.index[weights > 0]
    return float(distance.euclidean(one[used], other[used], w=weights[used]))
