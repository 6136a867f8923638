"""How long the invented city takes to be made: `python tests/benchmarks/bench_sample.py`.

Prints, fails nothing: seconds by the clock, and of the processor, which others on the machine do not lengthen.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data.cities.make_sample import make

TARGET = 30


def main() -> None:
    start, worked = time.perf_counter(), time.process_time()
    tables = make()
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    print(f"{len(tables)} tables of ささゆり市 made in {seconds:.1f} s ({worked:.1f} s of the processor)", end="")
    print(f"   target < {TARGET} s")


if __name__ == "__main__":
    main()
