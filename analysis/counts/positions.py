"""Where resources stand: in metres, in which area, and from where a home may be measured."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.counts.area_counts import AreaCounts
from analysis.counts.loaded_city import LoadedCity, load_city
from analysis.counts.sharing_rules import SharingRules, may_publish
from analysis.methods.levels import WHOLLY
from data.store.city import City
from data.store.schema import STORED_CRS
from data.text import private_homes

_BESIDE = 50.0  # metres: boundaries are drawn coarsely (data.ingest.locate)
_NEAR_POINT = 1_000.0  # metres: as far as people are taken to live from an area known only as a point


def positions(loaded: LoadedCity, rules: SharingRules) -> np.ndarray:
    """Metres in the city's zone of every row of `resources` (n x 2), NaN without coordinates.

    A place that may not be shown there (`hidden`) stands inside its area where anything else would as well, NaN where
    its area is not known: distances from the true point, asked for often enough, would lead to the door.
    """

    def make():
        xy, away = _surveyed(loaded).copy(), may_not_be_found(loaded, rules)
        area = area_of_each(loaded, loaded.points_level, rules)
        inner = shapely.point_on_surface(loaded.shapes.reindex(loaded.codes(loaded.points_level)).to_numpy())
        middle = np.column_stack([shapely.get_x(inner), shapely.get_y(inner)])
        xy[away & (area < 0)] = np.nan
        known = away & ~np.isnan(xy).any(axis=1)
        xy[known] = middle[area[known]]
        return xy

    return _surveyed(loaded) if rules.exact_homes else loaded.keep(("positions", rules.consent), make)


def may_not_be_found(loaded: LoadedCity, rules: SharingRules) -> np.ndarray:
    """Which rows of `resources` nobody may be led to: private homes outside 庁内用, in 公開用 also what its people did
    not agree to list.

    They exist and are counted, only not from where they stand.
    """
    rows = loaded.table("resources")
    if rules.exact_homes:
        return np.zeros(len(rows), bool)
    return _homes(loaded) | (~may_publish(rows) if rules.consent else False)


def located(counts: AreaCounts, rows: pd.DataFrame) -> np.ndarray:
    """Whether each of these resources has a position to measure from."""
    return _has_position(positions(counts.city, counts.rules), rows)


def _has_position(xy: np.ndarray, rows: pd.DataFrame) -> np.ndarray:
    return ~np.isnan(xy[rows.index]).any(axis=1)


def place_notes(counts: AreaCounts, rows: pd.DataFrame) -> list[str]:
    """What has to be said of where these resources stand: those without a position, and those that are not measured
    from their door."""
    listed, placed = _has_position(_surveyed(counts.city), rows), located(counts, rows)
    home, away = _homes(counts.city)[rows.index], may_not_be_found(counts.city, counts.rules)[rows.index]
    counted = (
        ((~listed).sum(), "緯度・経度の分からない{}か所を除く"),
        ((listed & ~placed & home).sum(), "区域の分からない個人宅{}か所を除く"),
        ((listed & ~placed & ~home).sum(), "掲載の同意がなく区域の分からない{}か所を除く"),
        ((home & away & placed).sum(), "個人宅の{}か所は区域の中ほどから測る"),
        ((away & ~home & placed).sum(), "掲載の同意がない{}か所は区域の中ほどから測る"),
    )
    return [words.format(number) for number, words in counted if number]


def _homes(loaded: LoadedCity) -> np.ndarray:
    return loaded.keep("homes", lambda: private_homes.homes(loaded.table("resources")))


def _surveyed(loaded: LoadedCity) -> np.ndarray:
    """Positions as they are listed."""

    def make():
        return np.column_stack(list(in_metres(loaded, loaded.table("resources")).values()))

    return loaded.keep("surveyed", make)


def area_of_each(loaded: LoadedCity, level: str, rules: SharingRules) -> np.ndarray:
    """For every row of `resources` the number of its area in codes(level), -1 where not known.

    By area code; else by position in the level's polygons; else above the small area that the position lies in. What is
    `hidden` has at the levels beside that of the points no position but the middle of its area: levels that overlap
    would narrow it down together.
    """
    return loaded.keep(
        ("standing", level, rules.exact_homes, rules.consent), lambda: _standing_in(loaded, level, rules)
    )


def _standing_in(loaded: LoadedCity, level: str, rules: SharingRules) -> np.ndarray:
    codes, rows = loaded.codes(level), loaded.table("resources")
    if level == "city" and len(codes) == 1:
        return np.zeros(len(rows), int)
    named = rows["area_code"].astype(object).where(rows["area_code"].notna(), "").to_numpy()
    wholly = loaded.above[(loaded.above["weight"] >= WHOLLY) & loaded.above["parent_code"].isin(codes)]
    up = dict(zip(wholly["area_code"], wholly["parent_code"], strict=True)) | {code: code for code in codes}
    found = codes.get_indexer(pd.Index([up.get(code, "") for code in named], dtype=object))
    shapes = loaded.shapes.reindex(codes).to_numpy()
    points = _surveyed(loaded) if level == loaded.points_level else positions(loaded, rules)
    missing = np.flatnonzero((found < 0) & ~np.isnan(points).any(axis=1))
    tree = shapely.STRtree([shape if shape is not None else shapely.Polygon() for shape in shapes])
    inside, area = tree.query(shapely.points(points[missing]), predicate="intersects")
    found[missing[inside[::-1]]] = area[::-1]  # on a shared border the first area in order
    if level != loaded.points_level:
        small = area_of_each(loaded, loaded.points_level, rules)
        lost = (found < 0) & (small >= 0)
        found[lost] = codes.get_indexer(
            pd.Index([up.get(loaded.codes(loaded.points_level)[one], "") for one in small[lost]], dtype=object)
        )
    return found


def in_metres(loaded: LoadedCity, places: pd.DataFrame) -> dict[str, np.ndarray]:
    """x and y (metres in the city's zone) of lat and lon."""
    points = gpd.GeoSeries.from_xy(places["lon"].astype(float), places["lat"].astype(float), crs=STORED_CRS).to_crs(
        loaded.zone
    )
    return {"x": points.x.to_numpy(), "y": points.y.to_numpy()}


def area_of_points(loaded: LoadedCity, xy: np.ndarray) -> np.ndarray:
    """For points in metres the number of the area (of the points' level) they lie in or right beside, -1 outside the
    city."""

    def make():
        shapes = loaded.shapes.reindex(loaded.codes(loaded.points_level)).to_numpy()
        there = np.array([shape is not None and not shape.is_empty for shape in shapes], bool)
        return shapely.STRtree(shapes[there]), np.flatnonzero(there)

    tree, numbers = loaded.keep("tree of areas", make)
    far = (
        _NEAR_POINT if not any(shape.geom_type in ("Polygon", "MultiPolygon") for shape in tree.geometries) else _BESIDE
    )
    found = np.full(len(xy), -1)
    if len(numbers) and len(xy):
        point, area = tree.query_nearest(shapely.points(xy), max_distance=far, all_matches=True)
        found[point[::-1]] = numbers[area[::-1]]  # on a shared border the first area in order
    return found


def part_inside(loaded: LoadedCity, district: str) -> np.ndarray:
    """For every area of the points' level the part (0-1) of its people that belongs to the district; ValueError for one
    that does not exist."""
    place, level = int(loaded.codes("district").get_indexer([district])[0]), loaded.points_level
    if place < 0:
        raise ValueError(f"「{district}」という地区はこの市にありません。")
    return loaded.links(loaded.codes(level), "district", ("points", level)).weight[:, [place]].toarray().ravel()


def circles(city: City, places: pd.DataFrame, metres: float) -> shapely.Geometry:
    """Everything no farther than so many metres from any of the places (lat, lon), in EPSG:6668."""
    loaded = load_city(city)
    points = np.column_stack(list(in_metres(loaded, places).values())) if len(places) else np.empty((0, 2))
    return (
        gpd.GeoSeries([shapely.union_all(shapely.buffer(shapely.points(points), metres))], crs=loaded.zone)
        .to_crs(STORED_CRS)
        .iloc[0]
    )
