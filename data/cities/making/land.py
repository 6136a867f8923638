"""The ground of the invented city: thousands of small cells that rivers, railways and the city's edge never cut.

Areas are later grown from whole cells, so that neighbours share every vertex of their boundary. Along a river or a
railway the cells' centres stand in mirrored pairs: the Voronoi edge between the two of a pair lies on the line itself.
All lengths in metres of plane-rectangular zone IX, counted from ORIGIN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.spatial import Voronoi, cKDTree

# In the open sea off the coast: no real town lies there, so nobody can take the city for one. No background tiles are
# ever drawn.
ORIGIN = (150_000.0, 20_000.0)

OUTLINE = (
    (-20.3, 11.2),
    (-18.0, 12.9),
    (-14.6, 11.4),
    (-12.0, 12.6),
    (-8.8, 11.4),
    (-5.4, 12.3),
    (-1.6, 10.3),
    (1.7, 10.9),
    (4.2, 7.7),
    (7.4, 7.2),
    (9.0, 4.9),
    (11.6, 3.8),
    (10.6, 0.9),
    (11.8, -2.2),
    (9.6, -5.1),
    (6.7, -5.7),
    (5.6, -8.7),
    (2.6, -9.2),
    (0.9, -11.2),
    (-2.3, -8.9),
    (-5.6, -11.1),
    (-9.6, -9.3),
    (-10.2, -6.6),
    (-13.2, -4.9),
    (-12.2, -1.3),
    (-14.9, 0.6),
    (-15.9, 3.2),
    (-19.4, 4.4),
    (-21.4, 7.6),
)
RIVERS = {
    "露瀬川": (
        (-23, 9.5),
        (-18.5, 8.0),
        (-14, 6.2),
        (-10.5, 3.6),
        (-6.5, 1.5),
        (-3.2, -1.2),
        (0.2, -1.9),
        (3.6, -2.6),
        (7, -4.4),
        (13, -5.6),
    ),
    "鈴越川": ((-5.2, 14), (-4.2, 9.0), (-1.6, 5.6), (2.8, 2.9), (4.4, 0.2), (5.0, -3.3)),
    "紅坂川": ((-14, -5.6), (-9.8, -5.2), (-6.0, -4.6), (-2.6, -3.5), (0.6, -2.0)),
}
RAILWAYS = {
    "ささゆり本線": (
        (13, 1.2),
        (8.2, 0.3),
        (3.4, 0.4),
        (0.4, 0.3),
        (-2.2, -2.9),
        (-0.8, -6.0),
        (0.6, -8.6),
        (0.2, -13),
    ),
    "霧窪線": ((0.4, 0.3), (-2.8, 1.6), (-5.6, 2.4), (-8.6, 3.4), (-12.4, 5.9)),
}
NEAR, FAR = 150.0, 520.0  # spacing of cells in the dense centre and in the hills


@dataclass(frozen=True)
class Land:
    """Cells of the city: centre (n, 2), polygon, size (m2), settled (relative density of people, 0-1), and who touches
    whom."""

    centres: np.ndarray
    cells: np.ndarray
    size: np.ndarray
    settled: np.ndarray
    links: csr_array  # cost of going from cell to cell, metres; crossing water or rails costs extra
    lines: pd.DataFrame  # layer, name, geometry


def wander(points: np.ndarray, rng: np.random.Generator, rounds: int, share: float) -> np.ndarray:
    """The line with every piece's middle pushed sideways by up to `share` of its length, again and again: a natural
    bank."""
    for _ in range(rounds):
        step = np.diff(points, axis=0)
        side = np.stack([-step[:, 1], step[:, 0]], axis=1)
        middle = (points[:-1] + points[1:]) / 2 + side * rng.uniform(-share, share, (len(step), 1))
        woven = np.empty((2 * len(points) - 1, 2))
        woven[0::2], woven[1::2] = points, middle
        points = woven
    return points


def smooth(points: np.ndarray, rounds: int = 2) -> np.ndarray:
    """Chaikin's corner cutting; the ends stay."""
    for _ in range(rounds):
        early, late = points[:-1] * 0.75 + points[1:] * 0.25, points[:-1] * 0.25 + points[1:] * 0.75
        points = np.vstack([points[:1], np.stack([early, late], axis=1).reshape(-1, 2), points[-1:]])
    return points


def relax(points: np.ndarray, samples: np.ndarray, weight: np.ndarray, rounds: int) -> np.ndarray:
    """Lloyd's way: move every point to the weighted middle of the samples nearest to it."""
    for _ in range(rounds):
        nearest = cKDTree(points).query(samples)[1]
        mass = np.bincount(nearest, weight, len(points))
        middle = np.stack([np.bincount(nearest, weight * samples[:, axis], len(points)) for axis in (0, 1)], axis=1)
        points = np.where(mass[:, None] > 0, middle / np.maximum(mass, 1e-12)[:, None], points)
    return points


def make_land(districts: pd.DataFrame, rng: np.random.Generator) -> Land:
    """The cells of the city. `districts` has x, y and spread in kilometres and the district's people."""
    edge = shapely.Polygon(wander(np.array(OUTLINE + OUTLINE[:1]) * 955, rng, 4, 0.13))
    lines = _lines(rng)
    centres = np.round(
        _centres(edge, lines, districts, rng), 1
    )  # rounded, so that every machine starts from the same points
    diagram = Voronoi(centres)
    inside = _rounded(shapely.contains_xy(edge, centres[:, 0], centres[:, 1]), diagram.ridge_points)
    number = np.cumsum(inside) - 1
    pairs = diagram.ridge_points[inside[diagram.ridge_points].all(axis=1)]
    corners = np.round(diagram.vertices, 2)
    cells = np.array(
        [shapely.Polygon(corners[diagram.regions[diagram.point_region[i]]]) for i in np.flatnonzero(inside)]
    )
    kept = centres[inside]
    settled = _settled(kept, districts)
    return Land(kept, cells, shapely.area(cells), settled, _links(kept, number[pairs], settled, lines), lines)


def _rounded(inside: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The city without single cells that stick out or in: each cell goes with most of those round it."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    round_it = np.bincount(both[:, 0], minlength=len(inside))
    for _ in range(3):
        share = np.bincount(both[:, 0], inside[both[:, 1]], len(inside)) / round_it
        inside = np.where(share == 0.5, inside, share > 0.5)
    return inside


def _lines(rng: np.random.Generator) -> pd.DataFrame:
    rows = [("river", name, smooth(wander(np.array(points) * 1000.0, rng, 3, 0.16))) for name, points in RIVERS.items()]
    rows += [("railway", name, smooth(np.array(points) * 1000.0, 4)) for name, points in RAILWAYS.items()]
    main = {layer: shapely.LineString(points) for layer, _, points in rows[::-1]}  # the first of each layer
    for number in (1, 2):  # the smaller rivers end in the main one
        rows[number] = (
            "river",
            rows[number][1],
            np.vstack([rows[number][2][:-1], _nearest(main["river"], rows[number][2][-1])]),
        )
    rows[-1] = (
        "railway",
        rows[-1][1],
        np.vstack([_nearest(main["railway"], rows[-1][2][0]), rows[-1][2][1:]]),
    )  # the branch begins on the main line
    return pd.DataFrame(
        [(layer, name, shapely.LineString(points)) for layer, name, points in rows],
        columns=["layer", "name", "geometry"],
    )


def _nearest(line: shapely.LineString, point: np.ndarray) -> np.ndarray:
    return shapely.get_coordinates(line.interpolate(line.project(shapely.Point(point))))


def _settled(points: np.ndarray, districts: pd.DataFrame) -> np.ndarray:
    """How densely a place is built, 0-1: hills of density round the districts' centres."""
    away = (points[:, None, :] - districts[["x", "y"]].to_numpy()[None] * 1000.0) / (
        districts["spread"].to_numpy()[None, :, None] * 1000.0
    )
    strength = np.clip(
        districts["people"].to_numpy() / 18_000 * (1.1 / districts["spread"].to_numpy()) ** 2, 0.25, 0.95
    )
    return 1 - np.prod(1 - strength * np.exp(-(away**2).sum(axis=2) / 2), axis=1)


def _centres(
    edge: shapely.Polygon, lines: pd.DataFrame, districts: pd.DataFrame, rng: np.random.Generator
) -> np.ndarray:
    """Centres of cells inside the edge and a margin round it: closer together where people live, in pairs along the
    lines."""
    margin = edge.buffer(1500)
    left, low, right, high = margin.bounds
    samples = rng.uniform((left, low), (right, high), (240_000, 2))
    samples = samples[shapely.contains_xy(margin, samples[:, 0], samples[:, 1])]
    density = (FAR + (NEAR - FAR) * np.minimum(1, 1.6 * _settled(samples, districts))) ** -2.0
    count = int(density.mean() * margin.area)
    free = relax(
        samples[rng.choice(len(samples), count, replace=False, p=density / density.sum())], samples, density, 3
    )
    paired = np.empty((0, 2))
    for line in lines.geometry:
        more = _pairs(line)
        if len(paired):  # two lines meeting: the first keeps its bank
            more = more[np.repeat((cKDTree(paired).query(more)[0] > 130).reshape(-1, 2).all(axis=1), 2)]
        paired = np.vstack([paired, more])
    return np.vstack([free[cKDTree(paired).query(free)[0] > 95], paired])


def _pairs(line: shapely.LineString, every: float = 170.0, aside: float = 60.0) -> np.ndarray:
    at = np.arange(every / 2, line.length, every)
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, at))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, at + 5))
    along = (ahead - here) / np.maximum(np.linalg.norm(ahead - here, axis=1), 1e-9)[:, None]
    side = np.stack([-along[:, 1], along[:, 0]], axis=1) * aside
    return np.stack([here + side, here - side], axis=1).reshape(-1, 2)


def _links(centres: np.ndarray, pairs: np.ndarray, settled: np.ndarray, lines: pd.DataFrame) -> csr_array:
    """Cost from cell to cell. Built-up ground costs more, so that dense districts stay small; water parts people more
    than rails do."""
    steps = shapely.linestrings(centres[pairs])
    cost = shapely.length(steps) * (0.7 + settled[pairs].mean(axis=1))
    for layer, extra in (("river", 2500.0), ("railway", 1400.0)):
        barrier = shapely.union_all(lines.geometry[lines.layer == layer].to_numpy())
        shapely.prepare(barrier)
        cost = cost + extra * shapely.intersects(barrier, steps)
    return coo_array(
        (np.tile(cost, 2), (np.concatenate([pairs[:, 0], pairs[:, 1]]), np.concatenate([pairs[:, 1], pairs[:, 0]]))),
        shape=(len(centres), len(centres)),
    ).tocsr()
