"""Whom resources serve by name instead of by distance: the areas they name."""

from __future__ import annotations

import pandas as pd

from analysis.counts.loaded_city import LoadedCity


def areas_served(loaded: LoadedCity, rows: pd.DataFrame) -> pd.DataFrame:
    """resource_id, area_code: the areas named as served, else the area a resource stands in."""
    named = loaded.table("served")[["resource_id", "area_code"]]
    named = named[named["resource_id"].isin(rows["resource_id"]) & named["area_code"].isin(loaded.areas.index)]
    own = rows.loc[
        ~rows["resource_id"].isin(named["resource_id"]) & rows["area_code"].isin(loaded.areas.index),
        ["resource_id", "area_code"],
    ]
    return pd.concat([named, own], ignore_index=True).astype(object)
