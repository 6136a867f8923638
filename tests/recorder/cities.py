"""The cities that are recorded, where they come from, and the product's commands run in this process."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data.__main__ import main as data_command
from data.store.city import open_city
from tests.recorder.made_up import write_files

ROOT = Path(__file__).parent.parent.parent
REAL_DATA = Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "real-data")  # as tests/conftest.py says
HIGASHIOSAKA = ("r2ka27227.topojson", "町目別20240930.xlsx", "tblT001082C27.csv", "districts_made_up.csv")
CITIES = ("sample", "takasaki", "higashiosaka", "made_up")
DATED = {"population": "as_of", "households": "as_of", "care": "as_of", "needs": "period", "service_use": "as_of"}


@dataclass
class Recorded:
    """A city to be recorded.

    imports: what the commands that brought it in answered, in their order; dated: the dates of each table;
    districts: two to be chosen, by code and name.
    """

    name: str
    imports: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    dated: dict[str, list[str]] = field(default_factory=dict)
    districts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def dates(self) -> list[str]:
        """Every date that a table has."""
        return self.dates_of(DATED)

    def dates_of(self, tables: Iterable[str]) -> list[str]:
        """The dates that some of these tables have, oldest first."""
        return sorted({day for table in tables for day in self.dated.get(table, ())})


def run(command: Callable[[Sequence[str]], int], *words: object) -> str:
    """What a command prints and how it ends."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = command([str(word) for word in words])
        except SystemExit as ended:
            code = ended.code
        except Exception as broken:  # a fault is an answer too
            code = f"{type(broken).__name__}: {broken}"
    told = []
    for stream in (out, err):
        stream.flush()
        told.append(stream.buffer.getvalue().decode("utf-8"))
    return told[0] + "".join(f"! {line}\n" for line in told[1].splitlines()) + f"ends with {code}\n"


def prepare(name: str, temporary: Path) -> Recorded | None:
    """The city, imported into CITIES_DIR where it is not embedded; None where its real files are not here."""
    recorded = Recorded(name)
    if name == "higashiosaka":
        folder = REAL_DATA / "higashiosaka"
        if not folder.is_dir():
            return None
        recorded.imports.append(run(data_command, "import", name, *(folder / file for file in HIGASHIOSAKA)))
        if (sites := REAL_DATA / "care_sites").is_dir():
            recorded.imports.append(run(data_command, "check", *sorted(sites.glob("*.csv"))))
    if name == "made_up":
        for files in write_files(temporary / "made_up"):
            recorded.imports.append(run(data_command, "import", name, *files))
        recorded.imports.append(run(data_command, "import", name, *files, "--report", "json"))
    city = open_city(name)
    areas = city.table("areas")
    recorded.levels = list(dict.fromkeys(areas["level"]))
    recorded.dated = {
        table: sorted(map(str, city.table(table)[column].dropna().unique())) for table, column in DATED.items()
    }
    districts = areas[areas["level"] == "district"]
    taken = [place for place in (4, 22, 0, 1) if place < len(districts)][:2]
    if name == "takasaki":  # the two that documents tell of
        taken = [place for place, title in enumerate(districts["name"]) if title in ("八幡", "豊岡")]
    recorded.districts = [(districts["area_code"].iloc[place], districts["name"].iloc[place]) for place in taken]
    return recorded


def tables_of(name: str) -> tuple[Path, dict[str, pd.DataFrame]]:
    """The folder of the revision in force, and every table in it."""
    city = open_city(name)
    folder = city.folder / city.revision
    return folder, {path.stem: city.table(path.stem) for path in sorted(folder.glob("*.parquet"))}
