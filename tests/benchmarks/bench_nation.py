"""How long coverage of the whole nation takes: `python tests/benchmarks/bench_nation.py [--runs 5] [--dask]`.

220,000 areas with 6 points each, 1,000,000 sites of three kinds, three distances: the command as a user calls it (a
process of its own that reads Parquet tables and writes a CSV file), its peak of memory, and how the time grows with the
size. With --dask the same on a local cluster of two workers, compared byte by byte. Prints figures and fails nothing.
Goal: 12 s and 1 GB on two cores.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
AREAS, POINTS, SITES = 220_000, 6, 1_000_000
SIZES = (1 / 8, 1 / 4, 1 / 2, 1)


def tables(folder: Path, size: float) -> tuple[Path, Path]:
    """Towns of uneven size over some 3,000 by 300 km, in degrees; areas in no spatial order at all would be the worst
    case and is not usual."""
    random = np.random.default_rng(7)
    areas, sites = int(AREAS * size), int(SIZES[-1] * SITES * size)
    towns = random.uniform([130, 31], [145, 43], (int(1700 * size) + 1, 2))
    spread = random.uniform(0.01, 0.06, len(towns))
    home = np.sort(random.integers(0, len(towns), areas))
    middle = towns[home] + random.normal(0, 1, (areas, 2)) * spread[home, None]
    at = np.repeat(middle, POINTS, axis=0) + random.normal(0, 0.002, (areas * POINTS, 2))
    near = random.integers(0, len(towns), sites)
    where = towns[near] + random.normal(0, 1, (sites, 2)) * spread[near, None]
    people, places = folder / f"areas{size}.parquet", folder / f"sites{size}.parquet"
    pd.DataFrame(
        {
            "area_code": np.repeat([f"{one:011}" for one in range(areas)], POINTS),
            "persons": random.uniform(0, 200, areas * POINTS),
            "lon": at[:, 0],
            "lat": at[:, 1],
        }
    ).to_parquet(people)
    pd.DataFrame(
        {"kind": random.choice(["salon", "shop", "clinic"], sites), "lon": where[:, 0], "lat": where[:, 1]}
    ).to_parquet(places)
    return people, places


def spent() -> tuple[float, float | None]:
    """Seconds of processor and the peak of memory (MB) of the processes started so far; NaN and None where the system
    does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return math.nan, None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def called(people: Path, places: Path, out: Path, *more: str) -> tuple[float, float]:
    """Seconds by the clock and of the processor of one call of the command."""
    start, before = time.perf_counter(), spent()[0]
    subprocess.run(
        [sys.executable, "-m", "data.commands.coverage_batch", str(places), str(people), "--out", str(out), *more],
        cwd=ROOT,
        check=True,
    )
    return time.perf_counter() - start, spent()[0] - before


def on_two_workers(people: Path, places: Path, out: Path) -> None:
    try:
        import dask
        from distributed import LocalCluster
    except ImportError:
        print("dask: not installed (pip install dask distributed)")
        return
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        seconds, _ = called(people, places, out.with_suffix(".dask.csv"), "--scheduler", cluster.scheduler_address)
    same = out.read_bytes() == out.with_suffix(".dask.csv").read_bytes()
    print(
        f"dask {dask.__version__}, two workers: {seconds:.2f} s, once; the file is"
        f" {'the same' if same else 'NOT THE SAME'}"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--dask", action="store_true")
    asked = parser.parse_args()
    print(f"median of {asked.runs}, {os.cpu_count()} cores; clock and processor of the whole command")
    with tempfile.TemporaryDirectory() as folder:
        last = None
        for size in SIZES:
            people, places = tables(Path(folder), size)
            out = Path(folder) / f"out{size}.csv"
            clock, processor = (
                statistics.median(part)
                for part in zip(*(called(people, places, out) for _ in range(asked.runs)), strict=True)
            )
            peak, number = spent()[1], AREAS * POINTS * size
            grown = (
                ""
                if last is None
                else (
                    f"   {processor / last[1]:.2f} times the half"
                    f" ({number * math.log(number) / (last[0] * math.log(last[0])):.2f} would be n log n)"
                )
            )
            print(
                f"{int(AREAS * size):8,} areas, {int(number):10,} points, {int(SITES * size):10,} sites: {clock:6.2f}"
                f" s, processor {processor:6.2f} s, {'?' if peak is None else round(peak):>5} MB{grown}",
                flush=True,
            )
            last = number, processor
        if asked.dask:
            on_two_workers(people, places, out)


if __name__ == "__main__":
    main()
