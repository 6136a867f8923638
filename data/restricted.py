"""Rows about single persons: kept outside every city's folder, read only where officials' access is set.

An embedded city's lie in data/restricted/<name>/, an imported city's in the folder `restricted` beside the cities' folder.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data import access
from data.city import EMBEDDED, City
from data.schema import TABLES

TABLE = TABLES["individuals"]


def folder_of(city_folder: Path) -> Path:
    """Where the restricted tables of the city in that folder lie."""
    return city_folder.parent.parent / "restricted" / city_folder.name


def individuals(city: City) -> pd.DataFrame:
    """Rows of single persons (data.schema `individuals`), an empty frame where there are none.

    Raises PermissionError without the access setting (data.access).
    """
    access.require("internal")
    folders = [folder_of(city.folder), folder_of(EMBEDDED / city.name)]
    path = next((found for folder in folders if (found := folder / "individuals.parquet").is_file()), None)
    return TABLE.fit(pd.read_parquet(path)) if path else TABLE.empty()


def write_individuals(city_folder: Path, rows: pd.DataFrame) -> None:
    """Store the rows of single persons of the city in that folder, in one replacement."""
    folder = folder_of(city_folder)
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / ".individuals.parquet"
    TABLE.fit(rows).to_parquet(waiting, index=False, compression="zstd")
    waiting.replace(folder / "individuals.parquet")
