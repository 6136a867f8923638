"""Walking reach: who lives within so many metres, in a straight line, of a place.

The fast way asks for each point of population how far the nearest place is; the exact way measures the part of
each polygon inside the circles, with people spread evenly over it. The second is the check of the first.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

_ENOUGH_TO_SHARE = 5_000  # points: for fewer, starting threads takes longer than asking
_CIRCLE_SEGMENTS = 64  # a quarter circle; the polygon then lacks 0.003 % of the circle


def require_metric(crs: object) -> CRS:
    """The CRS, if metres measured in it are metres on the ground.

    Raises ValueError for a missing CRS, for degrees, for other units and for Mercator projections of the world, whose
    metres shrink with latitude ("800 m" in EPSG:3857 is about 650 m at 36 degrees north).
    """
    if crs is None:
        raise ValueError(
            "座標系が分からないため、距離を測れません。平面直角座標系（EPSG:6669～6687）に変換してください。"
        )
    known = CRS.from_user_input(crs)
    if known.is_geographic:
        raise ValueError(
            f"{known.to_string()} は緯度・経度（度）のため、距離を測れません。"
            "平面直角座標系（EPSG:6669～6687）に変換してください。"
        )
    method = known.coordinate_operation.method_name if known.coordinate_operation else ""
    if not known.is_projected or ("Mercator" in method and "Transverse" not in method):
        raise ValueError(
            f"{known.to_string()} の「メートル」は実際の距離ではありません（北緯36度で800 mが約650 mになります）。"
            "平面直角座標系（EPSG:6669～6687）に変換してください。"
        )
    if any(axis.unit_name not in ("metre", "meter") for axis in known.axis_info):
        raise ValueError(
            f"{known.to_string()} の単位はメートルではありません。平面直角座標系（EPSG:6669～6687）に変換してください。"
        )
    return known


def nearest_metres(points: np.ndarray, sites: np.ndarray, crs: object, within: float = np.inf) -> np.ndarray:
    """Metres from each point (n x 2) to the nearest site (m x 2), both in `crs`; infinite beyond `within` or without
    sites."""
    require_metric(crs)
    points, sites = np.asarray(points, float).reshape(-1, 2), np.asarray(sites, float).reshape(-1, 2)
    if not len(sites) or not len(points):
        return np.full(len(points), np.inf)
    at_once = -1 if len(points) > _ENOUGH_TO_SHARE else 1  # for a few points starting threads takes longer than asking
    from scipy.spatial import cKDTree  # takes a fifth of a second to load, and reading files never asks

    return cKDTree(sites).query(points, distance_upper_bound=np.nextafter(within, np.inf), workers=at_once)[0]


def share_within(metres: np.ndarray, distance: float, weight: np.ndarray, area: np.ndarray, areas: int) -> np.ndarray:
    """Share (0-1) of each area's weight on points no farther than `distance`; NaN for an area without points.

    weight: each point's part of its area; area: each point's area as a number below `areas`.
    """
    return mean_by_area(metres <= distance, weight, area, areas)


def mean_by_area(value: np.ndarray, weight: np.ndarray, area: np.ndarray, areas: int) -> np.ndarray:
    """Mean over each area's weight of a value at every point: of the part (0-1) that is reached it is the share
    reached. NaN for an area without weight and where a value is NaN."""
    everyone = np.bincount(area, weight, areas)
    return np.divide(np.bincount(area, weight * value, areas), everyone, out=np.full(areas, np.nan), where=everyone > 0)


def share_within_polygons(areas: gpd.GeoSeries, sites: gpd.GeoSeries, distance: float) -> np.ndarray:
    """Share (0-1) of each polygon's surface within `distance` of any site: the exact and slow way (geopandas,
    shapely)."""
    require_metric(areas.crs)
    if areas.crs != sites.crs:
        raise ValueError(f"areas are in {areas.crs}, sites in {sites.crs}: bring both into one CRS")
    circles = shapely.union_all(sites.buffer(distance, quad_segs=_CIRCLE_SEGMENTS).to_numpy())
    return (areas.intersection(circles).area / areas.area).to_numpy()
