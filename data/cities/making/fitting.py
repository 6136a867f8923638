"""Tables of an embedded city in the form they are stored in."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.store.schema import STORED_CRS, TABLES, WITH_GEOMETRY


def fitted(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the columns and types of the table `name`, a GeoDataFrame (EPSG:6668) where the table has
    shapes."""
    table = TABLES[name]
    if name not in WITH_GEOMETRY:
        return table.fit(frame)
    return gpd.GeoDataFrame(
        table.fit(pd.DataFrame(frame.drop(columns="geometry"))),
        geometry=frame.geometry.reset_index(drop=True),
        crs=STORED_CRS,
    )
