"""How long data books take: `python tests/benchmarks/bench_books.py`. Prints each figure beside its target and fails
nothing.

One book is measured warm, after two others; all districts as a user makes them, from the command line into a new
folder, and once more with the processor time they took (on a busy machine that is the fairer figure). Memory is the sum
of the processes at its peak, where the system says it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from data.store.city import open_city
from pages.book import contents, formats
from pages.figures.view import View
from tests.benchmarks.bench_pages import line

CITY, WARM, ONE, ALL, MEMORY = "sample", 6, 1.5, 25, 1024


def timed(make: Callable[[], object]) -> float:
    begun = time.perf_counter()
    make()
    return time.perf_counter() - begun


def one_book() -> None:
    """A book in each form, of districts that were not asked for before."""
    views = formats.views(View(open_city(CITY), "", "", "public"))
    for view in views[:2]:
        formats.files(view, formats.FORMATS)
    chosen = views[2 : 2 + WARM]
    line("one book: what it holds", [timed(lambda view=view: contents.book(view)) for view in chosen])
    for key in formats.FORMATS:
        line(
            f"one book warm, with its {key}",
            [timed(lambda view=view, key=key: formats.files(view, [key])) for view in chosen],
            ONE if key == "pdf" else None,
        )


def all_books() -> None:
    """Every district's PDF from the command line, on as many processes as it uses."""
    with tempfile.TemporaryDirectory() as folder:
        begun, before = time.perf_counter(), _spent()
        running = subprocess.Popen(
            [sys.executable, "-m", "pages.book", CITY, "--all", "--out", folder],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        peak: list[float] = [0.0]
        watching = threading.Thread(target=_watch, args=(running, peak), daemon=True)
        watching.start()
        running.wait()
        seconds = time.perf_counter() - begun
        number = len(list(Path(folder).iterdir()))
        size = sum(path.stat().st_size for path in Path(folder).iterdir()) / 2**20
    watching.join()
    line(
        f"{number} books from the command line",
        [seconds],
        ALL,
        f"({size:.0f} MB, processor time {_spent() - before:.1f} s)",
    )
    print(
        f"  memory at its peak, all processes: {f'{peak[0]:.0f} MB' if peak[0] else 'not measured on this system'}  "
        f" target < {MEMORY} MB"
    )


def _spent() -> float:
    """Seconds of processor time that ended children took; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(running: subprocess.Popen, peak: list[float]) -> None:
    while running.poll() is None:
        peak[0] = max(peak[0], sum(_resident(each) for each in _family(running.pid)))
        time.sleep(0.2)


def _family(parent: int) -> list[int]:
    """The process and all below it (Linux; elsewhere only itself)."""
    found = [parent]
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found += [below for child in task.read_text(encoding="utf-8").split() for below in _family(int(child))]
        except OSError:
            continue
    return found


def _resident(process: int) -> float:
    """Megabytes of one process, what it shares with others counted in parts."""
    try:
        said = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(text.split()[1]) / 1024 for text in said.splitlines() if text.startswith("Pss:")), 0.0)


if __name__ == "__main__":
    print(f"data books of {CITY}")
    one_book()
    all_books()
