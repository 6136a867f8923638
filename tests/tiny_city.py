"""Small invented cities for tests of figures: squares of 1 km in a row, stored as a real city is."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point, box

from data.store.city import City, open_city
from data.store.write import write_city

DAY = "2025-04-01"
SIDE = 1000.0  # metres; small areas are squares in a row
ZONE = 6677


def bands(
    area: str, young: int, adult: int, old: int, older: int, as_of: str = DAY, source: str = "register"
) -> list[tuple]:
    return [
        (area, as_of, source, "all", low, high, number)
        for low, high, number in [(0, 14, young), (15, 64, adult), (65, 74, old), (75, None, older)]
    ]


def at(x: float, y: float) -> dict[str, float]:
    """Latitude and longitude of metres in the zone (x east, y north)."""
    point = gpd.GeoSeries([Point(x, y)], crs=ZONE).to_crs(6668).iloc[0]
    return {"lat": point.y, "lon": point.x}


def area_table(**levels) -> gpd.GeoDataFrame:
    """Areas in the order given; small areas a0, a1 ... are squares side by side."""
    rows = [(code, level, name) for level, names in levels.items() for code, name in names.items()]
    shapes = [
        box(int(code[1:]) * SIDE, 0, (int(code[1:]) + 1) * SIDE, SIDE) if level == "small_area" else None
        for code, level, _ in rows
    ]
    table = pd.DataFrame(rows, columns=["area_code", "level", "name"]).assign(order=range(len(rows)))
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=ZONE))


def stored(tmp_path, tables: dict, name: str = "tiny", **settings) -> City:
    given = {"title": "試市", "zone": ZONE} | settings
    if "population" in tables:
        tables["population"] = pd.DataFrame(
            tables["population"], columns=["area_code", "as_of", "source_id", "sex", "age_from", "age_to", "persons"]
        )
    if "resources" in tables and "publish" not in tables["resources"]:
        tables["resources"] = tables["resources"].assign(
            publish=True
        )  # whose people agreed, where a test is not about that
    write_city(tmp_path / name, given, tables, "r1")
    return open_city(name, tmp_path)


def parents(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["area_code", "parent_code"]).assign(weight=1.0)
