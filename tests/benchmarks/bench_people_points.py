"""How far a share in reach may be off, by the way people are placed: `python tests/benchmarks/bench_people_points.py`.

An invented truth: areas of some 1 km2 whose people live in a few hamlets each (houses within a few 100 m of one
another), salons in or near hamlets. Each way sees only what its data would hold (area totals, persons by mesh cell,
floor space by house) and is compared with the truth at 500 m: mean difference of an area in percentage points, weighed
by its people, and that of the whole city. The numbers on the screen (vocabulary.SPREADS) stand on this.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely.geometry import box

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis.methods import population_points, walking_reach
from data.vocabulary import MESH_CELLS

ZONE, SIDE, ACROSS, DISTANCE = 6677, 1000.0, 12, 500
LAT, LON = 36.0, 139 + 50 / 60  # the zone's origin: a degree is so many metres there
PER_DEGREE = (110_940.0, 90_170.0)
SALONS, SCATTER = 60, 180.0  # SCATTER: metres of houses from the middle of their hamlet


def truth(seed: int, hamlets: int) -> tuple[gpd.GeoSeries, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Areas, houses (xy), persons and floor space of each, salons (xy)."""
    random = np.random.default_rng(seed)
    areas = gpd.GeoSeries(
        [box(x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE) for x in range(ACROSS) for y in range(ACROSS)],
        crs=ZONE,
    )
    middles = np.concatenate(
        [
            random.uniform((x * SIDE, y * SIDE), ((x + 1) * SIDE, (y + 1) * SIDE), (random.integers(1, 2 * hamlets), 2))
            for x in range(ACROSS)
            for y in range(ACROSS)
        ]
    )
    number = random.integers(10, 60, len(middles))
    houses = np.repeat(middles, number, axis=0) + random.normal(0, SCATTER, (number.sum(), 2))
    houses = np.clip(houses, 0.1, ACROSS * SIDE - 0.1)
    persons = random.integers(1, 6, len(houses)).astype(float)
    floor = random.uniform(60, 200, len(houses))
    salons = middles[random.choice(len(middles), SALONS, replace=False)] + random.normal(0, 150, (SALONS, 2))
    return areas, houses, persons, floor, salons


def share(areas: gpd.GeoSeries, xy: np.ndarray, weight: np.ndarray, salons: np.ndarray) -> np.ndarray:
    """Share of each area's weight within the distance."""
    area = population_points.standing_in(xy, areas)
    inside = area >= 0
    return walking_reach.share_within(
        walking_reach.nearest_metres(xy[inside], salons, ZONE), DISTANCE, weight[inside], area[inside], len(areas)
    )


def of_mesh(areas: gpd.GeoSeries, houses: np.ndarray, persons: np.ndarray, salons: np.ndarray, kind: str) -> np.ndarray:
    """What a mesh of that kind would say: persons by cell, spread over the cell as the program does."""
    height, width = MESH_CELLS[kind]
    step = np.array([width * PER_DEGREE[1], height * PER_DEGREE[0]])
    cell, number = np.unique(
        np.floor((houses + [37.0, 91.0]) / step), axis=0, return_inverse=True
    )  # the grid does not follow the areas
    middle = (cell + 0.5) * step - [37.0, 91.0]
    degrees, weight = population_points.in_cells(
        LAT + middle[:, 1] / PER_DEGREE[0],
        LON + middle[:, 0] / PER_DEGREE[1],
        np.bincount(number.ravel(), persons),
        kind,
    )
    return share(areas, (degrees - [LON, LAT]) * PER_DEGREE[::-1], weight, salons)


def errors(seed: int, hamlets: int) -> dict[str, tuple[float, float]]:
    """By way: mean difference of an area and that of the whole, in percentage points."""
    areas, houses, persons, floor, salons = truth(seed, hamlets)
    people = np.bincount(population_points.standing_in(houses, areas), persons, len(areas))
    true = share(areas, houses, persons, salons)
    lattice, _, weight = population_points.spread(areas)
    found = {"buildings": share(areas, houses, floor, salons)} | {
        kind: of_mesh(areas, houses, persons, salons, kind) for kind in MESH_CELLS
    }
    found |= {
        "polygon": share(areas, lattice, weight, salons),
        "centroid": share(areas, np.column_stack([areas.centroid.x, areas.centroid.y]), np.ones(len(areas)), salons),
    }
    return {
        way: (100 * np.average(np.abs(one - true), weights=people), 100 * abs(np.average(one - true, weights=people)))
        for way, one in found.items()
    }


def main() -> None:
    print(f"{ACROSS**2} areas of 1 km2, {SALONS} salons, {DISTANCE} m; five truths each; percentage points")
    print(f"{'way':10} {'an area':>14} {'the whole':>14}")
    every = [errors(seed, hamlets) for hamlets in (4, 6, 8) for seed in range(5)]
    for way in every[0]:
        area, whole = (np.array([one[way][place] for one in every]) for place in (0, 1))
        print(f"{way:10} {area.min():6.1f} - {area.max():5.1f} {whole.min():6.1f} - {whole.max():5.1f}")


if __name__ == "__main__":
    main()
