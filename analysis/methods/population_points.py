"""Where people live inside an area: in the cells of a population mesh or in buildings, else spread evenly over its
polygon.

Against a known truth (people gathered in hamlets, 500 m) spreading evenly misses by about 7 percentage points an area;
the page says so. A mesh or buildings do better, the centroid does worse.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from analysis.methods.walking_reach import require_metric
from data.vocabulary import MESH_CELLS

POINTS_PER_AREA = 60  # 500 areas make 30,000 points
EXPECTED_ERROR = 0.07  # share, an area, at 500 m
# Into how many points a side a cell of the standard grid is spread (80 to 130 m apart).
POINTS_A_SIDE: dict[str, int] = {"mesh250": 3, "mesh500": 5, "mesh1km": 8}
_GOLDEN_ANGLE = np.pi * (3 - 5**0.5)
_LARGEST_DISC = 1_000.0  # metres; an area known only as a point is not taken for larger


def spread(areas: gpd.GeoSeries, at_least: int = POINTS_PER_AREA) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A regular lattice of points inside each polygon: (xy n x 2, area n, weight n).

    area is the position of the polygon in `areas`; the weights of an area's points are equal and sum to 1. The same
    polygons always give the same points. Areas that are no polygons get none. Raises ValueError where the CRS is not
    metric.
    """
    require_metric(areas.crs)
    found = [_lattice(shape, at_least) if _is_polygon(shape) else np.empty((0, 2)) for shape in areas.to_numpy()]
    return _together(found)


def spread_round_points(
    areas: gpd.GeoSeries, at_least: int = POINTS_PER_AREA
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As spread, for areas known only as points: a disc reaching half-way to the nearest other point (1 km at most).

    An estimate and nothing more: the result must be shown as one.
    """
    require_metric(areas.crs)
    shapes = areas.to_numpy()
    usable = np.array(
        [shape is not None and not shape.is_empty and shape.geom_type == "Point" for shape in shapes], bool
    )
    centre = shapely.get_coordinates(shapes[usable]) if usable.any() else np.empty((0, 2))
    radius = np.full(len(centre), _LARGEST_DISC)
    if len(centre) > 1:
        from scipy.spatial import cKDTree  # takes a fifth of a second to load, and reading files never asks

        radius = np.minimum(cKDTree(centre).query(centre, k=2)[0][:, 1] / 2, _LARGEST_DISC)
    number = np.arange(at_least)
    ring, turn = np.sqrt((number + 0.5) / at_least), number * _GOLDEN_ANGLE
    sunflower = np.column_stack([ring * np.cos(turn), ring * np.sin(turn)])
    discs = iter(centre[:, None, :] + radius[:, None, None] * sunflower)
    return _together([next(discs) if there else np.empty((0, 2)) for there in usable])


def in_cells(lat: np.ndarray, lon: np.ndarray, weight: np.ndarray, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Points (n x 2: lon, lat) with their weights: a cell of a mesh given by its middle is spread evenly over itself, a
    building stays."""
    if kind not in MESH_CELLS:
        return np.column_stack([lon, lat]), np.asarray(weight, float)
    (height, width), parts = MESH_CELLS[kind], POINTS_A_SIDE[kind]
    step = (np.arange(parts) + 0.5) / parts - 0.5
    east, north = (one.ravel() for one in np.meshgrid(step * width, step * height))
    xy = np.column_stack([(np.asarray(lon)[:, None] + east).ravel(), (np.asarray(lat)[:, None] + north).ravel()])
    return xy, np.repeat(np.asarray(weight, float) / parts**2, parts**2)


def standing_in(xy: np.ndarray, areas: gpd.GeoSeries) -> np.ndarray:
    """The polygon (its position in `areas`, the first of several) that each point lies in; -1 for none."""
    shapes = [shape if _is_polygon(shape) else shapely.Polygon() for shape in areas.to_numpy()]
    point, area = shapely.STRtree(shapes).query(shapely.points(xy), predicate="intersects")
    found = np.full(len(xy), -1)
    order = np.lexsort([-area, point])  # written last: the first area in order
    found[point[order]] = area[order]
    return found


def as_parts(area: np.ndarray, weight: np.ndarray, areas: int) -> np.ndarray:
    """Weights as parts of their area, adding up to 1."""
    return weight / np.bincount(area, weight, areas)[area]


def _is_polygon(shape: shapely.Geometry | None) -> bool:
    return shape is not None and shape.geom_type in ("Polygon", "MultiPolygon") and shape.area > 0


def _lattice(shape: shapely.Geometry, at_least: int) -> np.ndarray:
    step = (shape.area / at_least) ** 0.5
    while True:
        west, south, east, north = shape.bounds
        x, y = (np.arange(low + step / 2, high, step) for low, high in ((west, east), (south, north)))
        grid = np.column_stack([part.ravel() for part in np.meshgrid(x, y)])
        inside = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])] if len(grid) else grid
        if len(inside) >= at_least:
            return inside
        step *= 0.93  # a little finer until enough points fall inside, however ragged the shape


def _together(found: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    number = np.array([len(points) for points in found], int)
    area = np.repeat(np.arange(len(found)), number)
    xy = np.concatenate(found) if len(found) else np.empty((0, 2))
    return xy, area, 1.0 / number[area]
