"""How long coverage takes, beside the exact polygon way: `python tests/benchmarks/bench_coverage.py`.

Benchmarks print figures and fail nothing; plain pytest does not collect them (files are named bench_*). Each line is
the median of five runs on the machine it is run on, with the ratio to the named alternative of the same run and the
difference between the two results. The published polygons of 東大阪 are measured too where the real files are there
(REAL_DATA, else ../shared/real-data beside the project).
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely.geometry import box

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis.methods import population_points, walking_reach

AREAS, SITES, DISTANCE, ZONE = 500, 2_000, 500, 6677
RUNS = 5


def median(work: Callable[[], object]) -> tuple[float, object]:
    """Median seconds of RUNS runs after a first one that does not count, and the result."""
    result, seconds = work(), []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def made_up() -> gpd.GeoSeries:
    """500 rectangles of uneven size, without gaps, over some 20 by 25 km."""
    random = np.random.default_rng(1)
    x, y = (np.concatenate([[0], np.cumsum(random.uniform(400, 1200, number))]) for number in (25, 20))
    return gpd.GeoSeries([box(x[i], y[j], x[i + 1], y[j + 1]) for i in range(25) for j in range(20)], crs=ZONE)


def higashiosaka() -> gpd.GeoSeries | None:
    path = (
        Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "real-data")
        / "higashiosaka"
        / "r2ka27227.topojson"
    )
    return (
        gpd.read_file(path, layer="town").set_crs(6668, allow_override=True).to_crs(6674).geometry.make_valid()
        if path.is_file()
        else None
    )


def measure(name: str, areas: gpd.GeoSeries, number: int) -> None:
    random = np.random.default_rng(2)
    west, south, east, north = areas.total_bounds
    sites = np.column_stack([random.uniform(west, east, number), random.uniform(south, north, number)])
    drawn = gpd.GeoSeries.from_xy(*sites.T, crs=areas.crs)
    spread, (xy, area, weight) = median(lambda: population_points.spread(areas))
    fast, share = median(
        lambda: walking_reach.share_within(
            walking_reach.nearest_metres(xy, sites, areas.crs, DISTANCE), DISTANCE, weight, area, len(areas)
        )
    )
    exact, true = median(lambda: walking_reach.share_within_polygons(areas, drawn, DISTANCE))
    gap = 100 * np.abs(share - true)
    whole = 100 * abs(np.average(share - true, weights=areas.area))
    print(
        f"{name}: {len(areas)} areas, {number:,} sites, {len(xy):,} points, {DISTANCE} m;"
        f" {100 * np.average(true, weights=areas.area):.1f} % of the ground in reach"
    )
    print(f"  points (once a city)   {spread:8.4f} s")
    print(f"  coverage, cKDTree      {fast:8.4f} s")
    print(f"  coverage, geopandas    {exact:8.4f} s   {exact / fast:.0f} times as long")
    print(
        f"  difference             {gap.mean():8.2f} percentage points an area on average, {gap.max():.2f} at most,"
        f" {whole:.2f} for the whole"
    )


def main() -> None:
    print(f"median of {RUNS}, {os.cpu_count()} cores")
    for number in (SITES, 100):
        measure("made up", made_up(), number)
    if (areas := higashiosaka()) is None:
        print("東大阪: the real files are not here (set REAL_DATA)")
    else:
        for number in (SITES, 100):
            measure("東大阪", areas, number)


if __name__ == "__main__":
    main()
