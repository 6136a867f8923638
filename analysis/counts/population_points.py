"""Where the people of an area are taken to live: the finest that the city's data say, area by area, and how far that
may be off."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.counts.loaded_city import LoadedCity
from analysis.methods import population_points
from data.store.schema import STORED_CRS
from data.vocabulary import SPREADS

TESTED = "目安（仮想データでの検証）"
_READ = tuple(kind for kind in SPREADS if kind not in ("polygon", "point"))


def points(loaded: LoadedCity) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """xy (metres), area number in codes(points_level), weight (parts of its area adding up to 1), by area whether its
    points are only an estimate, and by area the way used (a key of vocabulary.SPREADS, "" where nothing is known).

    Each area takes the finest of buildings, 250 m, 500 m and 1 km mesh that has people inside it, else its polygon,
    else a disc round its point.
    """
    return loaded.keep("spread", lambda: _points(loaded))


def _points(loaded: LoadedCity) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    shapes = loaded.shapes.reindex(loaded.codes(loaded.points_level))
    way, parts = np.full(len(shapes), "", object), []
    for kind in _READ:
        xy, area, weight = _of_kind(loaded, kind, shapes)
        used = way[area] == ""
        parts.append((xy[used], area[used], weight[used]))
        way[np.unique(area[used])] = kind
    rest = shapes.where(way == "", None)
    lattice, discs = population_points.spread(rest), population_points.spread_round_points(rest)
    estimated = np.zeros(len(shapes), bool)
    estimated[discs[1]] = True
    way[np.unique(lattice[1])], way[np.unique(discs[1])] = "polygon", "point"
    xy, area, weight = (np.concatenate(pair) for pair in zip(*parts, lattice, discs, strict=True))
    return xy, area, weight, estimated, way


def _of_kind(loaded: LoadedCity, kind: str, shapes: gpd.GeoSeries) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points of the latest sources of a kind: xy, area, parts of the area."""
    rows = loaded.table("people_points")
    rows = rows[(rows["kind"] == kind) & (rows["weight"] > 0).fillna(False)]
    if rows.empty:
        return np.empty((0, 2)), np.empty(0, int), np.empty(0)
    dated = loaded.table("sources").set_index("source_id")["as_of"].dropna().to_dict()
    dates = np.array([dated.get(source_id, "") for source_id in rows["source_id"]], object)
    rows = rows[dates == max(dates)].drop_duplicates(["lat", "lon"])  # a mesh comes in several files that may overlap
    lat, lon, parts = (rows[name].to_numpy(float) for name in ("lat", "lon", "weight"))
    degrees, weight = population_points.in_cells(lat, lon, parts, kind)
    xy = shapely.get_coordinates(gpd.GeoSeries.from_xy(*degrees.T, crs=STORED_CRS).to_crs(loaded.zone).to_numpy())
    each = len(xy) // len(rows)
    area = np.repeat(loaded.codes(loaded.points_level).get_indexer(rows["area_code"].astype(object).fillna("")), each)
    by_place = area < 0
    area[by_place] = population_points.standing_in(xy[by_place], shapes)
    inside = area >= 0
    return xy[inside], area[inside], population_points.as_parts(area[inside], weight[inside], len(shapes))


def ways_used(loaded: LoadedCity) -> list[str]:
    """The ways in which this city's people are placed (keys of vocabulary.SPREADS), the one of most areas first."""
    way = points(loaded)[4]
    return pd.Series(way[way != ""]).value_counts().index.tolist()


def words(loaded: LoadedCity) -> list[str]:
    """Each way used, with the error to expect: 「250mメッシュ（区域ごとに0.6～2.4ポイントのずれ）」."""
    return [f"{SPREADS[way][0]}（区域ごとに{SPREADS[way][1]}ポイントほどのずれ）" for way in ways_used(loaded)]


def note(loaded: LoadedCity) -> str:
    """What a caption says of it."""
    found = words(loaded)
    return f"人の置き方は{'・'.join(found)}、{TESTED}" if found else ""
