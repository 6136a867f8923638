"""Where a further place could be in a city: its halls, or points at equal distances; and which area any point lies
in."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.counts.loaded_city import LoadedCity, load_city
from analysis.counts.positions import area_of_points, in_metres, part_inside
from analysis.lists import resources
from data.store.city import City
from data.store.schema import STORED_CRS

HALLS, GRID = "halls", "grid"
GRID_METRES, GRID_POINTS = (
    250.0,
    4_000,
)  # of the grid: its step, and about how many points it may have before the step grows
_SAME_HALL = 300.0  # metres: a hall of the map and one of the list with one name and this near are one


def candidates(city: City, source: str, district: str = "", sharing: str = "public") -> pd.DataFrame:
    """key (unique, without a comma), name, area_name, lat, lon, x, y of every candidate inside the city or the
    district, in the city's own order.

    source: HALLS (the list's halls that this sharing level may see, and those of the map) or GRID. Raises ValueError
    for another source, PermissionError as analysis.indicators.values does.
    """
    loaded = load_city(city)
    if source not in (HALLS, GRID):
        raise ValueError(f"「{source}」という候補の選び方はありません。")
    found = _halls(city, loaded, sharing) if source == HALLS else _grid(loaded, district)
    area = area_of_points(loaded, found[["x", "y"]].to_numpy(float))
    inside = area >= 0
    if district:
        inside &= np.where(inside, part_inside(loaded, district)[area], 0) > 0
    found, area = found[inside], area[inside]
    found = (
        found.assign(area_name=loaded.names(loaded.points_level)[area], order=area)
        .sort_values("order", kind="stable")
        .reset_index(drop=True)
    )
    found["name"] = found["name"].fillna(found["area_name"].astype(str) + "のあたり")
    return found.assign(key=_keys(found))[["key", "name", "area_name", "lat", "lon", "x", "y"]]


def _halls(city: City, loaded: LoadedCity, sharing: str) -> pd.DataFrame:
    listed = resources.shown_resources(city, sharing)
    listed = listed[(listed["kind"] == "hall") & listed["lat"].notna() & listed["lon"].notna()]
    base = loaded.table("base")
    base = base[(base["layer"] == "hall") & (base.geom_type == "Point")]
    both = pd.concat(
        [
            pd.DataFrame(
                {
                    "name": listed["name"].astype(object),
                    "lat": listed["lat"].astype(float),
                    "lon": listed["lon"].astype(float),
                }
            ),
            pd.DataFrame({"name": base["name"].astype(object), "lat": base.geometry.y, "lon": base.geometry.x}),
        ],
        ignore_index=True,
    )
    both = both.assign(**in_metres(loaded, both))
    twice = [
        any(np.hypot(row.x - first.x, row.y - first.y) <= _SAME_HALL for first in group[:number])
        for _, named in both.groupby("name", sort=False, dropna=False)
        for group in [list(named.itertuples())]
        for number, row in enumerate(group)
    ]
    order = [index for _, named in both.groupby("name", sort=False, dropna=False) for index in named.index]
    return both.drop(index=[index for index, again in zip(order, twice, strict=True) if again])


def _grid(loaded: LoadedCity, district: str) -> pd.DataFrame:
    """Points at equal distances over the areas where anybody is counted."""
    level = loaded.points_level
    shapes = loaded.shapes.reindex(loaded.codes(level))
    if district:
        shapes = shapes[part_inside(loaded, district) > 0]
    shapes = shapes[shapes.geom_type.isin(["Polygon", "MultiPolygon"])]
    step = max(GRID_METRES, (shapes.area.sum() / GRID_POINTS) ** 0.5)
    west, south, east, north = shapes.total_bounds if len(shapes) else (0, 0, 0, 0)
    x, y = (
        part.ravel()
        for part in np.meshgrid(np.arange(west + step / 2, east, step), np.arange(north - step / 2, south, -step))
    )
    here = (
        np.unique(shapely.STRtree(shapes.to_numpy()).query(shapely.points(x, y), predicate="intersects")[0])
        if len(x)
        else np.empty(0, int)
    )
    degrees = gpd.GeoSeries.from_xy(x[here], y[here], crs=loaded.zone).to_crs(STORED_CRS)
    return pd.DataFrame(
        {"name": np.full(len(here), None, object), "lat": degrees.y, "lon": degrees.x, "x": x[here], "y": y[here]}
    )


def grid_step(city: City, district: str = "") -> float:
    """Metres between neighbours of the grid."""
    loaded = load_city(city)
    found = _grid(loaded, district)
    return float(np.diff(np.unique(found["x"].round(3)))[:1].sum())


def _keys(found: pd.DataFrame) -> list[str]:
    """Names, with their area and a number where two have one name."""
    seen: dict[str, int] = {}
    keys = []
    for name in found["name"].astype(str).str.replace(",", "、"):
        seen[name] = seen.get(name, 0) + 1
        keys.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return keys
