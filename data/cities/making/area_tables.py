"""The tables of areas: every level with its polygons, and which area belongs to which."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.cities.making.areas import CITY_CODE, CITY_NAME, CITY_READING
from data.store.schema import STORED_CRS

# Districts (by number) in which one small area lies in two neighbourhoods, and the part of its households in the first.
SPLIT = {4: 0.6, 12: 0.7}
READINGS = {"自治会": "じちかい", "区": "く", "町内会": "ちょうないかい"}


def neighbourhoods(small: pd.DataFrame) -> pd.DataFrame:
    """One row a neighbourhood: area_code, name and reading (after its largest town), district, hilly, and sums of
    older, single, certified."""
    own = small.groupby("neighbourhood")
    table = own.agg(
        district=("district", "first"), older=("older", "sum"), single=("single", "sum"), certified=("certified", "sum")
    )
    first = small.loc[own["older"].idxmax()].set_index(table.index)
    kind = first["sort"].map({"estate": "自治会", "new": "自治会", "hill": "区"}).fillna("町内会")
    table["base"], table["hilly"] = first["base"], first["sort"] == "hill"
    table["name"], table["reading"] = first["base"] + kind, first["base_reading"] + kind.map(READINGS)
    table["area_code"] = [f"{CITY_CODE}-N{n:03d}" for n in range(1, len(table) + 1)]
    return table.reset_index(drop=True)


def areas(small: pd.DataFrame, hoods: pd.DataFrame, districts: pd.DataFrame, polygons: np.ndarray) -> gpd.GeoDataFrame:
    """Areas of all levels with geometry; the larger ones are unions of small areas, so that their edges agree."""
    city = pd.DataFrame({"area_code": [CITY_CODE], "name": CITY_NAME, "reading": CITY_READING})
    levels = {
        "city": (city, np.zeros(len(small), int)),
        "district": (districts, small["district"]),
        "neighbourhood": (hoods, small["neighbourhood"]),
        "small_area": (small, np.arange(len(small))),
    }
    parts = []
    for level, (table, label) in levels.items():
        shapes = [shapely.coverage_union_all(polygons[np.asarray(label) == number]) for number in range(len(table))]
        part = table[["area_code", "name", "reading"]].assign(level=level, order=np.arange(1, len(table) + 1))
        parts.append(part.assign(geometry=shapely.orient_polygons(np.array(shapes), exterior_cw=True)))
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=STORED_CRS)


def membership(small: pd.DataFrame, hoods: pd.DataFrame, district_codes: list[str]) -> pd.DataFrame:
    """Who belongs to whom: small area to district and neighbourhood, neighbourhood to district, district to city."""
    codes, hood_codes = np.array(district_codes), hoods["area_code"].to_numpy()
    pairs = [
        (codes, CITY_CODE),
        (hood_codes, codes[hoods["district"]]),
        (small["area_code"], codes[small["district"]]),
        (small["area_code"], hood_codes[small["neighbourhood"]]),
    ]
    table = pd.concat(
        [pd.DataFrame({"area_code": child, "parent_code": parent}) for child, parent in pairs], ignore_index=True
    )
    table = table.assign(weight=1.0, basis="市の町名一覧")
    for district, part in SPLIT.items():
        first, second = hoods.index[hoods["district"] == district][:2]
        shared = small.loc[small["neighbourhood"] == first, "area_code"].iloc[-1]
        at = (table["area_code"] == shared) & (table["parent_code"] == hood_codes[first])
        table.loc[at, ["weight", "basis"]] = [part, "世帯数の割合"]
        table.loc[len(table)] = [shared, hood_codes[second], round(1 - part, 2), "世帯数の割合"]
    return table
