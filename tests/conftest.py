"""What tests share: where the real files are, and the embedded city."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

# A small city in files and a figure of every kind, for whoever asks for them by name.
pytest_plugins = ("tests.small_city", "tests.small_figures")

ROOT = Path(__file__).parent.parent
# What takes longest begins first, so that the workers end together (pytest-xdist would begin with the file of most
# tests).
FIRST = ("tests/browser", "tests/pages", "tests/test_hostile_names.py", "tests/book", "tests/data")

ABSENT = "the published files they read are not here (set REAL_DATA and SOURCE_FACTS to their folders)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which files are handed to the workers."""
    items.sort(key=lambda item: next((n for n, first in enumerate(FIRST) if item.nodeid.startswith(first)), len(FIRST)))


def pytest_terminal_summary(terminalreporter) -> None:
    """What was skipped, a line for each reason: the real files that are not here are one."""
    reasons = Counter()
    for report in terminalreporter.getreports("skipped"):
        reason = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else "skipped"
        reasons[ABSENT if "are not here" in reason else reason] += 1
    for reason, number in sorted(reasons.items()):
        terminalreporter.write_line(f"{number} skipped: {reason}", yellow=True)


def real_data_folder() -> Path:
    """The published files tests run on; set REAL_DATA, or keep them beside the project."""
    return Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "real-data")


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = real_data_folder()
    if not folder.is_dir():
        pytest.skip(f"the real files are not here: {folder} (set REAL_DATA to their folder)")
    return folder


@pytest.fixture(scope="session")
def higashiosaka(real_data, tmp_path_factory):
    """What the import of 東大阪's files reports, and the city: made once, for tests that only look at it."""
    from data.commands.import_files import import_city
    from data.ingest.options import GivenFile, ImportOptions
    from data.store.city import open_city
    from tests.benchmarks.bench_import import CITY, FILES

    cities = tmp_path_factory.mktemp("higashiosaka")
    files = [GivenFile(real_data / "higashiosaka" / name) for name in FILES]
    return import_city(CITY, files, ImportOptions(cities=cities), lambda words: None), open_city(CITY, cities)


@pytest.fixture
def cities_dir(tmp_path, monkeypatch) -> Path:
    """An empty folder for imported cities, set as CITIES_DIR."""
    folder = tmp_path / "cities"
    monkeypatch.setenv("CITIES_DIR", str(folder))
    return folder
