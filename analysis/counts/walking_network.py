"""The city's walking network (table `network`) as calculations use it."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from analysis.counts.loaded_city import LoadedCity
from analysis.methods import network
from data.store.schema import STORED_CRS


def there(loaded: LoadedCity) -> bool:
    """Whether the city has one."""
    return not loaded.table("network").empty


def paths(loaded: LoadedCity) -> network.Network:
    """Nodes in metres of the city's zone and the ways between them, uphill longer (analysis.methods.network)."""
    return loaded.keep("network", lambda: _paths(loaded))


def _paths(loaded: LoadedCity) -> network.Network:
    rows = loaded.table("network")
    ends = [
        rows[[f"{end}_node", f"{end}_lat", f"{end}_lon"]].set_axis(["node", "lat", "lon"], axis=1)
        for end in ("from", "to")
    ]
    nodes = pd.concat(ends).drop_duplicates("node").set_index("node")
    metres = gpd.GeoSeries.from_xy(nodes["lon"].astype(float), nodes["lat"].astype(float), crs=STORED_CRS).to_crs(
        loaded.zone
    )
    start, end = (nodes.index.get_indexer(rows[f"{name}_node"]) for name in ("from", "to"))
    slope = rows["slope_percent"].to_numpy(float, na_value=np.nan)
    return network.network(
        np.column_stack([metres.x, metres.y]), start, end, rows["metres"].to_numpy(float), slope, loaded.zone
    )
