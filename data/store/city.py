"""A city as it is stored: where it lies, what it is called, and its tables read on demand.

A city is a folder `<name>/` with city.toml and one folder a revision. city.toml names the revision in force,
so replacing that one small file is what makes an import appear, and what undoes it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import platformdirs

from data.store.city_file import CITY_FILE, DEFAULT_THRESHOLDS, Unreadable, problem_words, said_in
from data.store.schema import STORED_CRS, TABLES, WITH_GEOMETRY
from data.text.letters import all_cleaned

EMBEDDED = Path(__file__).parents[1] / "cities"
PUBLISHED = Path(__file__).parents[1] / "published"  # what public documents print (source-facts), as it is
CONTENTS_FILE = (  # in a revision: the tables that were written, so that a file that got lost is not taken for none
    "tables.json"
)
DEFAULT_WORDS = {
    "support_centre": "地域包括支援センター",
    "council": "協議体",
    "supporter": "支え合いサポーター",
    "district": "地区",
}


class CityNotFound(LookupError):
    """No folder with a city.toml of that name."""


class TableUnreadable(Unreadable):
    """A stored table is damaged or gone; the message names city, table and file, and says what to do."""


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
    stamp: str = field(
        default="", compare=False
    )  # what revision and city.toml are to the disk: made anew under an old name they are others
    dates: str = (
        ""  # said large on every page where a city's figures are of long ago (「2015～2017年と2025年の公表資料」)
    )

    def word(self, key: str) -> str:
        """The city's own name for a thing ("support_centre", ...)."""
        return self.words.get(key) or DEFAULT_WORDS[key]

    def threshold(self, sharing: str) -> int:
        """The highest count hidden at a level of sharing (0 hides none)."""
        return max(int(self.thresholds.get(sharing, 0)), DEFAULT_THRESHOLDS[sharing]) if sharing != "internal" else 0

    def table(self, name: str) -> pd.DataFrame:
        """One table (see data.store.schema); an empty frame with the right columns where the city has none.

        Raises TableUnreadable for a file that is damaged, or that was written and is gone.
        """
        path = self.folder / self.revision / f"{name}.parquet"
        if not os.path.lexists(path):
            if self.stamp and not path.parent.is_dir():  # it was there when the city was opened
                raise TableUnreadable(self._words(name, "版のフォルダがなくなっています"))
            if name in _written(path.parent):
                raise TableUnreadable(self._words(name, "ファイルがなくなっています"))
            return _none(name)
        try:
            return _read(path, name)
        except Exception as broken:  # whatever a damaged file makes a library raise
            raise TableUnreadable(self._words(name, "ファイルが壊れているか、読む権限がありません")) from broken

    def has(self, name: str) -> bool:
        """Whether a table was written (its file may have been damaged or lost since)."""
        folder = self.folder / self.revision
        return os.path.lexists(folder / f"{name}.parquet") or name in _written(folder)

    def _words(self, name: str, why: str) -> str:
        return problem_words(self.name, f"{TABLES[name].label}の表（{self.revision} の {name}.parquet）の{why}。")


def _read(path: Path, name: str) -> pd.DataFrame:
    frame = gpd.read_parquet(path) if name in WITH_GEOMETRY else pd.read_parquet(path)
    if lacking := [column for column in TABLES[name].key if column not in frame]:
        raise ValueError(f"{path.name} has no {lacking}")
    if name == "areas" and not _areas_hold(frame):
        raise ValueError(f"{path.name} has areas without a code, a level or a name, or two with one code")
    if empty := [
        column for column in ("area_code", "source_id") if column in TABLES[name].key and frame[column].isna().any()
    ]:
        raise ValueError(f"{path.name} has lines without {empty}")
    if name == "sources":  # cities stored long ago may have a source of several files once a file
        frame = frame.drop_duplicates("source_id")
    return frame if name in WITH_GEOMETRY else TABLES[name].fit(frame)


def _areas_hold(frame: pd.DataFrame) -> bool:
    """Whether every area has a code of its own, a level and a name, all of them text: everything else is looked up by
    them."""
    texts = [column for column in ("area_code", "level", "name") if column in frame]
    return (
        len(texts) == 3
        and not frame["area_code"].duplicated().any()
        and all(pd.api.types.infer_dtype(frame[column], skipna=False) == "string" for column in texts)
    )


def _none(name: str) -> pd.DataFrame:
    table = TABLES[name].empty()
    return (
        gpd.GeoDataFrame(table, geometry=gpd.GeoSeries([], crs=STORED_CRS), crs=STORED_CRS)
        if name in WITH_GEOMETRY
        else table
    )


def _written(revision: Path) -> frozenset[str]:
    """The tables that a revision was written with; none where it does not say (cities stored before it was noted, the
    embedded ones)."""
    try:
        said = json.loads((revision / CONTENTS_FILE).read_text(encoding="utf-8"))
        return frozenset(said["tables"])
    except (OSError, ValueError, TypeError, KeyError):
        return frozenset()


@cache
def user_cities_dir() -> Path:
    return Path(platformdirs.user_data_path("sasaeai-chizucho", appauthor=False)) / "cities"


def cities_dir(given: str | Path | None = None) -> Path:
    """The folder imported cities live in: as given, else CITIES_DIR, else the user's data folder."""
    return Path(given or os.environ.get("CITIES_DIR") or user_cities_dir())


def sibling_folder(root: Path, what: str) -> Path:
    """The folder next to a cities' folder for what may not lie inside a city: `made`, `restricted`.

    Two cities' folders side by side each have their own: that of `practice` is `practice-restricted`, that of `cities`
    (the usual name) `restricted`.
    """
    root = Path(os.path.abspath(root))  # 「.」 has no name
    return root.parent / (what if root.name == "cities" else f"{root.name}-{what}")


def folders(given: str | Path | None = None) -> dict[str, Path]:
    """Every city by name: imported ones first, then the embedded ones; folders without city.toml are ignored."""
    found: dict[str, Path] = {}
    for root in (EMBEDDED, cities_dir(given)):
        try:
            found |= {
                path.name: path for path in sorted(root.iterdir()) if not path.name.startswith(".") and _is_city(path)
            }
        except OSError:  # not there, no folder, or not to be read: no cities of it
            continue
    return found


def _is_city(folder: Path) -> bool:
    """Whether a city.toml stands there, readable or not: what cannot be read is named, not left out."""
    try:
        (folder / CITY_FILE).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def open_city(name: str, given: str | Path | None = None) -> City:
    """The city of that name.

    Raises CityNotFound, naming the cities there are, and CityUnreadable (data.store.city_file) for one whose city.toml
    or revision is damaged.
    """
    known = folders(given)
    if name not in known:
        raise CityNotFound(f"「{name}」という名前の市のデータはありません。あるもの: {'、'.join(known) or 'なし'}")
    folder = known[name]
    said: dict[str, Any] = all_cleaned(said_in(folder))
    said["notes"] = tuple(said.get("notes", ()))
    revision, file = ((folder / part).stat() for part in (said["revision"], CITY_FILE))
    own = {"name": name, "folder": folder, "stamp": f"{revision.st_ino}-{revision.st_mtime_ns}-{file.st_mtime_ns}"}
    fields = {key: value for key, value in said.items() if key in City.__dataclass_fields__}
    return City(**fields | own)
