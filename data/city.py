"""A city as it is stored: where it lies, what it is called, and its tables read on demand.

A city is a folder `<name>/` with city.toml and one folder a revision. city.toml names the revision in force,
so replacing that one small file is what makes an import appear, and what undoes it.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import platformdirs

from data.letters import all_cleaned
from data.schema import STORED_CRS, TABLES, WITH_GEOMETRY

EMBEDDED = Path(__file__).parent / "cities"
CITY_FILE = "city.toml"
# The hidden counts of each sharing level: 1 to this number (definitions.md, "Disclosure").
DEFAULT_THRESHOLDS = {"public": 9, "council": 2, "internal": 0}
DEFAULT_WORDS = {
    "support_centre": "地域包括支援センター",
    "council": "協議体",
    "supporter": "支え合いサポーター",
    "district": "地区",
}


class CityNotFound(LookupError):
    """No folder with a city.toml of that name."""


@dataclass(frozen=True)
class City:
    """What city.toml says, and the way to the tables of the revision in force."""

    name: str
    title: str
    folder: Path
    revision: str
    invented: bool = False
    zone: int = 6677  # EPSG code of the plane-rectangular zone distances are measured in
    city_code: str = ""
    prefecture: str = ""
    size_class: str = "core"  # band of welfare commissioners' households: designated, core, city, town
    invented_districts: bool = False  # real city whose districts were made up for trying things out
    words: dict[str, str] = field(default_factory=dict)
    thresholds: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    thinly_settled: int = 300  # persons per km2: below, walking reach is never shown alone (本市設定; no official rule)
    dates: str = ""  # said large on every page where a city's figures are of long ago (「2015～2017年と2025年の公表資料」)

    def word(self, key: str) -> str:
        """The city's own name for a thing ("support_centre", ...)."""
        return self.words.get(key) or DEFAULT_WORDS[key]

    def threshold(self, sharing: str) -> int:
        """The highest count hidden at a level of sharing (0 hides none)."""
        return int(self.thresholds.get(sharing, DEFAULT_THRESHOLDS[sharing]))

    def table(self, name: str) -> pd.DataFrame:
        """One table (see data.schema); an empty frame with the right columns where the city has none."""
        return _read(self.folder / self.revision, name)

    def has(self, name: str) -> bool:
        return (self.folder / self.revision / f"{name}.parquet").is_file()


def _read(folder: Path, name: str) -> pd.DataFrame:
    table = TABLES[name]
    path = folder / f"{name}.parquet"
    if name not in WITH_GEOMETRY:
        return table.fit(pd.read_parquet(path)) if path.is_file() else table.empty()
    if path.is_file():
        return gpd.read_parquet(path)
    return gpd.GeoDataFrame(table.empty(), geometry=gpd.GeoSeries([], crs=STORED_CRS), crs=STORED_CRS)


@cache
def user_cities_dir() -> Path:
    return Path(platformdirs.user_data_path("sasaeai-chizucho", appauthor=False)) / "cities"


def cities_dir(given: str | Path | None = None) -> Path:
    """The folder imported cities live in: as given, else CITIES_DIR, else the user's data folder."""
    return Path(given or os.environ.get("CITIES_DIR") or user_cities_dir())


def beside(root: Path, what: str) -> Path:
    """The folder next to a cities' folder for what may not lie inside a city: `made`, `restricted`.

    Two cities' folders side by side each have their own: that of `practice` is `practice-restricted`, that of `cities` (the usual name) `restricted`.
    """
    root = Path(os.path.abspath(root))  # 「.」 has no name
    return root.parent / (what if root.name == "cities" else f"{root.name}-{what}")


def folders(given: str | Path | None = None) -> dict[str, Path]:
    """Every city by name: imported ones first, then the embedded ones; folders without city.toml are ignored."""
    found: dict[str, Path] = {}
    for root in (EMBEDDED, cities_dir(given)):
        if root.is_dir():
            found |= {path.name: path for path in sorted(root.iterdir()) if (path / CITY_FILE).is_file()}
    return found


def open_city(name: str, given: str | Path | None = None) -> City:
    """The city of that name.

    Raises CityNotFound, naming the cities there are.
    """
    known = folders(given)
    if name not in known:
        raise CityNotFound(f"「{name}」という名前の市のデータはありません。あるもの: {'、'.join(known) or 'なし'}")
    folder = known[name]
    said = all_cleaned(tomllib.loads((folder / CITY_FILE).read_text(encoding="utf-8")))
    said["notes"] = tuple(said.get("notes", ()))
    fields = {key: value for key, value in said.items() if key in City.__dataclass_fields__}
    return City(**fields | {"name": name, "folder": folder})
