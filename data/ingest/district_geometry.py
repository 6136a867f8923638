"""The last touches on a city before it is written: districts and the city as areas, everything belonging to the city,
light shapes, the zone."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.ingest.draft import CITY_LEVEL, Draft
from data.ingest.simplified_shapes import screen_shapes
from data.store.plane_zones import zone_of
from data.store.schema import STORED_CRS, TABLES


def finish(draft: Draft, settings: dict[str, Any], zone: int | None) -> None:
    """Fill in settings["zone"], the city's area, the geometry of districts (their parts put together) and the table
    `shapes`."""
    areas = _with_city(draft)
    settings["zone"] = zone or _zone(areas, str(settings.get("prefecture", "")), draft)
    areas = _united(areas, draft.tables["membership"], draft.name)
    areas.geometry = shapely.orient_polygons(areas.geometry.array, exterior_cw=True)
    draft.tables["areas"] = areas
    draft.tables["shapes"] = screen_shapes(areas, int(settings["zone"]))


def _with_city(draft: Draft) -> gpd.GeoDataFrame:
    """The areas with one row for the city; what lies in nothing else lies in the city."""
    areas = draft.areas[draft.areas["level"] != CITY_LEVEL]
    city = pd.DataFrame(
        {
            "area_code": [draft.name],
            "level": [CITY_LEVEL],
            "name": [draft.title],
            "order": [len(areas)],
            "geometry": [None],
        }
    )
    membership = draft.tables.get("membership", TABLES["membership"].empty())
    membership = membership[
        membership["area_code"].isin(areas["area_code"])
        & membership["parent_code"].isin([*areas["area_code"], draft.name])
    ]
    alone = areas.loc[~areas["area_code"].isin(membership["area_code"]), "area_code"]
    whole = pd.DataFrame({"area_code": alone, "parent_code": draft.name, "weight": 1.0, "basis": "counted"})
    draft.tables["membership"] = TABLES["membership"].fit(pd.concat([membership, whole], ignore_index=True))
    both = pd.concat([pd.DataFrame(areas), city], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=STORED_CRS)


def _zone(areas: gpd.GeoDataFrame, prefecture: str, draft: Draft) -> int:
    placed = areas[areas.geometry.notna()]
    if placed.empty:
        zone = zone_of(prefecture, 139.0, 36.0)
        draft.report.assumed.append(f"位置の分かる区域がないため、距離を測る座標系を EPSG:{zone} としました。")
        return zone
    west, south, east, north = placed.total_bounds
    if not prefecture:
        draft.report.assumed.append(
            "都道府県が分からないため、距離を測る座標系を市の位置から選びました（--zone で指定できます）。"
        )
    return zone_of(prefecture, (west + east) / 2, (south + north) / 2)


def _united(areas: gpd.GeoDataFrame, membership: pd.DataFrame, city: str) -> gpd.GeoDataFrame:
    """Areas that have no polygon of their own take that of their parts, level by level, the city last."""
    own = areas.set_index("area_code").geometry
    areal = own[own.geom_type.isin(["Polygon", "MultiPolygon"])]
    parts = membership[membership["area_code"].isin(areal.index) & ~membership["parent_code"].isin(areal.index)]
    united = {}
    for parent, lines in parts.groupby("parent_code"):
        if parent != city:
            united[parent] = _union(areal[lines["area_code"]])
    finest = next((level for level in ("small_area", "neighbourhood") if (areas["level"] == level).any()), None)
    whole = areal[areal.index.isin(areas.loc[areas["level"] == finest, "area_code"])] if finest else areal
    if len(whole):
        united[city] = _union(whole)
    geometry = areas["area_code"].map(united)
    areas = areas.set_geometry(areas.geometry.where(geometry.isna(), geometry))
    return areas.set_crs(STORED_CRS, allow_override=True)


def _union(parts: gpd.GeoSeries):
    """Parts put together; borders that do not quite meet leave no slivers thinner than about half a metre."""
    try:
        union = shapely.coverage_union_all(parts.array)
    except shapely.errors.GEOSException:
        union = None
    # Parts that overlap are no coverage, which is not always said: the result then has its ground twice.
    return union if union is not None and shapely.is_valid(union) else shapely.union_all(parts.array)
