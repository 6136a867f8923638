"""What tests share: where the real files are, and the embedded city."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def real_data_folder() -> Path:
    """The published files tests run on; set REAL_DATA, or keep them beside the project."""
    return Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "real-data")


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = real_data_folder()
    if not folder.is_dir():
        pytest.skip(f"the real files are not here: {folder} (set REAL_DATA to their folder)")
    return folder


@pytest.fixture
def cities_dir(tmp_path, monkeypatch) -> Path:
    """An empty folder for imported cities, set as CITIES_DIR."""
    folder = tmp_path / "cities"
    monkeypatch.setenv("CITIES_DIR", str(folder))
    return folder
