"""Shapes light enough to be sent to a browser: simplified together, so that neighbours keep their common border."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from data.store.schema import STORED_CRS

DECIMALS = 5  # of a degree: about one metre
METRES_A_POINT = 12.0  # the simplification that brings 500 polygons of a city below 600 KB as GeoJSON


def screen_shapes(areas: gpd.GeoDataFrame, zone: int, tolerance: float = METRES_A_POINT) -> gpd.GeoDataFrame:
    """area_code and simplified geometry (EPSG:6668) of every area that has a polygon.

    `tolerance` is in metres: corners that span less than about tolerance² are dropped (Visvalingam-Whyatt over the
    whole coverage of a level, shapely.coverage_simplify). Rings are clockwise, which plotly's d3 needs, and coordinates
    rounded to 1e-5 degrees. A shape that the simplification would lose is kept as it was.
    """
    polygons = areas[areas.geom_type.isin(["Polygon", "MultiPolygon"])]
    # One coverage is the areas of one level and origin: two kinds of associations lie on top of one another.
    origin = polygons["area_code"].str.extract(r"^(.*)/", expand=False).fillna("")
    parts = [_coverage(part, zone, tolerance) for _, part in polygons.groupby([polygons["level"], origin], sort=False)]
    if not parts:
        return gpd.GeoDataFrame({"area_code": []}, geometry=gpd.GeoSeries([], crs=STORED_CRS), crs=STORED_CRS)
    return gpd.GeoDataFrame(gpd.pd.concat(parts, ignore_index=True), crs=STORED_CRS)


def _coverage(part: gpd.GeoDataFrame, zone: int, tolerance: float) -> gpd.GeoDataFrame:
    metric = part.geometry.to_crs(zone)
    try:
        thin = shapely.coverage_simplify(metric.array, tolerance)
    except shapely.errors.GEOSException:  # shapes that overlap are no coverage: each for itself
        thin = shapely.simplify(metric.array, tolerance / 2)
    simple = gpd.GeoSeries(thin, index=part.index, crs=zone).to_crs(STORED_CRS)
    rounded = shapely.set_precision(simple.array, 10**-DECIMALS)
    lost = np.asarray(shapely.is_empty(rounded) | ~np.isin(shapely.get_type_id(rounded), (3, 6)))
    whole = np.where(lost, np.asarray(part.geometry.array), np.asarray(rounded))
    return gpd.GeoDataFrame(
        {"area_code": part["area_code"].to_numpy()},
        geometry=shapely.orient_polygons(whole, exterior_cw=True),
        crs=STORED_CRS,
    )
