"""How long 東大阪 takes to read, as a user reads it: `python tests/benchmarks/bench_import.py`.

The whole command in a process of its own, with the memory it took at its peak. Prints, fails nothing; needs the real
files (REAL_DATA, else ../shared/real-data beside the project).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.conftest import real_data_folder

FILES = ("r2ka27227.topojson", "町目別20240930.xlsx", "tblT001082C27.csv", "districts_made_up.csv")
CITY, TARGET, RUNS = "higashiosaka", 15, 5


def files() -> list[Path] | None:
    """The files the README names, if they are all here."""
    found = [real_data_folder() / "higashiosaka" / name for name in FILES]
    return found if all(path.is_file() for path in found) else None


def read(folder: Path, given: list[Path]) -> float:
    """Seconds that `python -m data import` takes from its start to its end, writing into `folder`. Raises RuntimeError
    if it refuses."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "data", "import", CITY, *map(str, given), "--cities-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return seconds


def peak_of_children() -> str:
    """The most memory any ended child took."""
    try:
        import resource
    except ImportError:
        return "not measured on this system"
    unit = 1 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux kibibytes
    return f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20:.0f} MiB"


def main() -> None:
    given = files()
    if given is None:
        print("東大阪: the real files are not here (set REAL_DATA)")
        return
    seconds = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            seconds.append(read(Path(folder), given))
    print(
        f"import of 東大阪, {len(given)} files of {sum(path.stat().st_size for path in given) / 2**20:.1f} MiB, whole"
        f" process, {os.cpu_count()} cores"
    )
    print(f"  first {seconds[0]:6.2f} s, median of {RUNS} {statistics.median(seconds):6.2f} s   target < {TARGET} s")
    print(f"  peak memory {peak_of_children()}")


if __name__ == "__main__":
    main()
