"""How long figures take on the sample city, first and again: `python tests/benchmarks/bench_figures.py`. Prints, fails
nothing."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analysis.indicators.registry import INDICATORS
from analysis.indicators.values import figures
from data.store.city import open_city

RUNS = 5


def seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    city = open_city("sample")
    print(f"{'first':>9} {'again':>9}   milliseconds; 500 small areas; again = median of {RUNS}")
    for key in INDICATORS:

        def work(key: str = key) -> None:
            figures(city, [key], "small_area")

        first = seconds(work)
        print(f"{1000 * first:9.1f} {1000 * statistics.median(seconds(work) for _ in range(RUNS)):9.1f}   {key}")
    everything = seconds(lambda: figures(city, list(INDICATORS), "small_area"))
    print(f"{'':9} {1000 * everything:9.1f}   all {len(INDICATORS)} indicators")


if __name__ == "__main__":
    main()
