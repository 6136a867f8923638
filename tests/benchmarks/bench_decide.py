"""How long the sums behind "who, where, and what one more changes" take: `python tests/benchmarks/bench_decide.py`.

Prints figures and fails nothing. Each line is the median of five runs after one that does not count; the named
alternative is run in the same run, once where it takes longer than a second, and left out where it is not installed
(pip install spopt pulp access networkx). With --whole also the alternatives that take minutes: polygons of a
prefecture, spopt with 2,000 candidates.
"""

from __future__ import annotations

import logging
import os
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from bench_coverage import RUNS, median

from analysis.methods import catchment, coverage_batch, near_pairs, network, siting, walking_reach

ZONE, WIDE, HIGH = 6677, 20_000, 25_000  # metres of a city
WHOLE = "--whole" in sys.argv[1:]
KINDS, DISTANCES = ["salon", "shop", "clinic"], (300, 500, 800)


def scattered(random: np.random.Generator, number: int, times: float = 1.0) -> np.ndarray:
    return random.uniform(0, 1, (number, 2)) * [WIDE * times, HIGH * times]


def gathered(random: np.random.Generator, number: int, hamlets: np.ndarray) -> np.ndarray:
    return hamlets[random.integers(0, len(hamlets), number)] + random.normal(0, 900, (number, 2))


def line(what: str, seconds: float, goal: float | None, said: str = "") -> None:
    print(f"  {what:46} {seconds:8.4f} s{f'   (goal {goal:g} s)' if goal else ''}   {said}", flush=True)


def instead(
    name: str, make: Callable[[], Callable[[], object]], ours: float, tell: Callable[[object], str] = lambda result: ""
) -> None:
    """The alternative: once, and six times more where that took less than a second."""
    try:
        work = make()
    except ImportError as missing:
        print(f"    {name}: not installed ({missing.name})")
        return
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    if seconds < 1:
        seconds, result = median(work)
    line(f"  {name}", seconds, None, f"{seconds / ours:.0f} times as long  {tell(result)}")


def with_spopt(points: np.ndarray, persons: np.ndarray, candidates: np.ndarray, places: int, distance: float):
    import pulp
    from spopt.locate import MCLP

    far = np.hypot(*(points[:, None] - candidates).transpose(2, 0, 1))
    return lambda: MCLP.from_cost_matrix(far, persons, distance, p_facilities=places).solve(
        pulp.PULP_CBC_CMD(msg=False, gapRel=0)
    )


def sitings(random: np.random.Generator) -> None:
    for number, spots, places, distance, goal in (
        (500, 500, 5, 800, 0.1),
        (30_000, 500, 5, 500, 0.1),
        (2_000, 2_000, 10, 800, 1),
    ):
        for way, points, candidates in (
            ("scattered", scattered(random, number), scattered(random, spots)),
            (
                "gathered",
                *(gathered(random, one, hamlets) for hamlets in [scattered(random, 40)] for one in (number, spots)),
            ),
        ):
            persons = random.integers(1, 100, number).astype(float)
            seconds, found = median(
                lambda p=points, c=candidates, w=persons, k=places, d=distance: siting.best(
                    siting.within(p, c, d, ZONE), w, k
                )
            )
            line(
                f"best {places} of {spots:,}, {number:,} points, {way}",
                seconds,
                goal,
                f"{found.gained:,.0f} persons, {'proven' if found.proven else f'gap {found.gap:.2%}'}",
            )
            if number <= spots and (spots <= 500 or WHOLE):
                instead(
                    "spopt + CBC",
                    lambda p=points, c=candidates, w=persons, k=places, d=distance: with_spopt(p, w, c, k, d),
                    seconds,
                    lambda model: f"{abs(model.problem.objective.value()):,.0f} persons",
                )
    points, hamlets = gathered(random, 20_000, centres := scattered(random, 40)), gathered(random, 5_000, centres)
    persons, reached = random.integers(1, 100, 20_000).astype(float), siting.within(points, hamlets, 800, ZONE)
    start = time.perf_counter()
    for answer in siting.improving(reached, persons, 10):
        print(
            f"    best 10 of 5,000, 20,000 points: {time.perf_counter() - start:6.2f} s  {answer.gained:,.0f} persons,"
            f" gap {answer.gap:.2%}"
        )


def what_if(random: np.random.Generator) -> None:
    points, sites, area = scattered(random, 30_000), scattered(random, 100), random.integers(0, 500, 30_000)
    persons, place = random.uniform(0, 30, 30_000), np.array([WIDE / 2, HIGH / 2])
    metres = walking_reach.nearest_metres(points, sites, ZONE)
    seconds, gained = median(lambda: siting.one_more(points, persons, area, 500, metres, place, 500, ZONE))
    line("one more place, 30,000 points, 500 areas", seconds, 0.2, f"{gained.sum():,.0f} persons")


def streets(random: np.random.Generator, times: int = 1):
    side = 110 * times
    nodes = np.stack(np.meshgrid(np.arange(side) * 180.0, np.arange(side) * 220.0), axis=-1).reshape(
        -1, 2
    ) + random.uniform(-60, 60, (side**2, 2))
    number = np.arange(side**2).reshape(side, side)
    start, end = (
        np.concatenate([part.ravel() for part in pair])
        for pair in ((number[:, :-1], number[:-1]), (number[:, 1:], number[1:]))
    )
    kept = random.random(len(start)) < 0.85
    start, end = start[kept], end[kept]
    metres = np.hypot(*(nodes[end] - nodes[start]).T) * random.uniform(1, 1.2, len(start))
    return nodes, start, end, metres, random.normal(0, 4, len(start)).clip(-40, 40)


def ways(random: np.random.Generator) -> None:
    for name, times, people, sites, goal in (
        ("a city", 1, 30_000, 2_000, 0.05),
        ("a prefecture", 4, 300_000, 20_000, None),
    ):
        given = streets(random, times)
        points, places = scattered(random, people, times), scattered(random, sites, times)
        built, net = median(lambda g=given: network.network(*g, ZONE))
        seconds, found = median(lambda n=net, a=points, b=places: network.to_nearest(n, a, b))
        line(
            f"network of {name}, {len(given[0]):,} nodes, {len(given[1]):,} edges",
            seconds,
            goal,
            f"read {built:.3f} s; {np.isfinite(found).mean():.1%} have a way",
        )
        if times == 1:
            instead(
                "networkx",
                lambda g=given, a=points, b=places: with_networkx(g, a, b),
                seconds,
                lambda other, ours=found: f"largest difference {_apart(ours, other):.1e} m",
            )


def _apart(one: np.ndarray, other: np.ndarray) -> float:
    both = np.isfinite(one) & np.isfinite(other)
    return float(np.abs(one[both] - other[both]).max()) if (np.isfinite(one) == np.isfinite(other)).all() else np.inf


def with_networkx(given: tuple, people: np.ndarray, sites: np.ndarray):
    import networkx
    from scipy.spatial import cKDTree

    nodes, start, end, metres, slope = given
    graph = networkx.DiGraph()
    graph.add_weighted_edges_from(
        zip(end.tolist(), start.tolist(), network.level_metres(metres, slope).tolist(), strict=True)
    )
    graph.add_weighted_edges_from(
        zip(start.tolist(), end.tolist(), network.level_metres(metres, -slope).tolist(), strict=True)
    )
    tree = cKDTree(nodes)

    def work() -> np.ndarray:
        own, door = tree.query(sites)
        way, home = tree.query(people)
        graph.add_weighted_edges_from(
            zip([-1 - one for one in range(len(sites))], door.tolist(), own.tolist(), strict=True)
        )
        far = networkx.multi_source_dijkstra_path_length(graph, {-1 - one for one in range(len(sites))})
        return np.array([far.get(node, np.inf) for node in home.tolist()]) + way

    return work


def catchments(random: np.random.Generator) -> None:
    points = scattered(random, 30_000)
    sites = scattered(random, 2_000)
    persons = random.integers(1, 30, 30_000)
    visits = random.integers(10, 200, 2_000)
    seconds, found = median(lambda: catchment.access(points, persons, sites, visits, 500, ZONE))
    line("catchment, 30,000 points, 2,000 places, 500 m", seconds, 0.05)

    def pysal():
        import access

        point, site, metres = near_pairs.pairs_within(points, sites, 500, ZONE)
        cost = pd.DataFrame({"origin": point, "dest": site, "cost": metres})
        demand = pd.DataFrame({"id": np.arange(30_000), "n": persons})
        supply = pd.DataFrame({"id": np.arange(2_000), "n": visits})
        made = access.Access(
            demand_df=demand,
            demand_index="id",
            demand_value="n",
            supply_df=supply,
            supply_index="id",
            supply_value=["n"],
            cost_df=cost,
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        )
        return lambda: made.two_stage_fca(name="f", cost="cost", max_cost=500)

    instead(
        "PySAL access (pairs given)",
        pysal,
        seconds,
        lambda other: (
            f"largest difference {np.abs(other.iloc[:, 0].reindex(range(30_000)).fillna(0) - found.room).max():.1e}"
        ),
    )


def covered(random: np.random.Generator, name: str, columns: int, rows: int, sites: int, goal: float) -> None:
    x, y = (np.concatenate([[0], np.cumsum(random.uniform(400, 1200, number))]) for number in (columns, rows))
    areas = gpd.GeoSeries([box(x[i], y[j], x[i + 1], y[j + 1]) for i in range(columns) for j in range(rows)], crs=ZONE)
    low, high = areas.bounds[["minx", "miny"]].to_numpy(), areas.bounds[["maxx", "maxy"]].to_numpy()
    area = np.repeat(np.arange(len(areas)), 60)
    points = random.uniform(low[area], high[area])
    where, kind = random.uniform([0, 0], [x[-1], y[-1]], (sites, 2)), random.choice(KINDS, sites)
    persons = np.full(len(area), 1 / 60)

    def city() -> list[np.ndarray]:
        metres = [walking_reach.nearest_metres(points, where[kind == one], ZONE, max(DISTANCES)) for one in KINDS]
        return [
            walking_reach.share_within(one, distance, persons, area, len(areas))
            for one in metres
            for distance in DISTANCES
        ]

    seconds, shares = median(city)
    line(
        f"coverage of {name}, {len(areas):,} areas, {sites:,} sites",
        seconds,
        goal,
        f"{len(points):,} points, 3 kinds x 3 distances",
    )
    again, table = median(
        lambda: coverage_batch.coverage(points, persons, area, coverage_batch.planted(where, kind, DISTANCES))
    )
    share = table[(table["kind"] == "salon") & (table["distance_m"] == 500)]["share"].to_numpy()
    line(
        "  the same by analysis.methods.coverage_batch, as a table",
        again,
        None,
        f"largest difference {np.abs(share - shares[1]).max():.1e}",
    )
    if len(areas) > 500 and not WHOLE:
        return
    drawn = gpd.GeoSeries.from_xy(*where[kind == KINDS[0]].T, crs=ZONE)
    instead(
        "geopandas polygons, 1 kind x 1 distance",
        lambda: lambda: walking_reach.share_within_polygons(areas, drawn, 500),
        seconds,
        lambda true: f"{100 * np.abs(true - shares[1]).mean():.1f} percentage points apart an area",
    )


def main() -> None:
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)  # access tells every step
    print(f"median of {RUNS}, {os.cpu_count()} cores")
    random = np.random.default_rng(11)
    what_if(random)
    catchments(random)
    ways(random)
    covered(random, "a city", 25, 20, 2_000, 0.02)
    covered(random, "a prefecture", 100, 50, 20_000, 0.2)
    sitings(random)


if __name__ == "__main__":
    main()
