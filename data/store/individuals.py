"""Rows about single persons: kept outside every city's folder, read only where officials' access is set.

An embedded city's lie in data/restricted/<name>/, an imported city's in a folder beside the cities' folder
(data.store.city.sibling_folder).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from data.store import access, write
from data.store.city import EMBEDDED, City, TableUnreadable, cities_dir, sibling_folder
from data.store.city_file import problem_words
from data.store.locks import alone
from data.store.schema import TABLES

TABLE = TABLES["individuals"]
FILE = "individuals.parquet"


def folder_of(city_folder: Path) -> Path:
    """Where the restricted tables of the city in that folder lie."""
    return sibling_folder(city_folder.parent, "restricted") / city_folder.name


def individuals(city: City) -> pd.DataFrame:
    """Rows of single persons (data.store.schema `individuals`), an empty frame where there are none.

    What was imported for an embedded city comes before what is embedded. Raises PermissionError without the access
    setting (data.store.access).
    """
    access.require("internal")
    root = cities_dir() if city.folder.parent == EMBEDDED else city.folder.parent
    stored = [rows for folder in (root / city.name, EMBEDDED / city.name) if len(rows := _stored(folder))]
    return stored[0] if stored else TABLE.empty()


def _stored(city_folder: Path) -> pd.DataFrame:
    """Raises data.store.city.TableUnreadable for a file that is damaged."""
    path = folder_of(city_folder) / FILE
    try:
        return TABLE.fit(pd.read_parquet(path)) if path.exists() else TABLE.empty()
    except Exception as broken:  # whatever a damaged file makes a library raise
        raise TableUnreadable(
            problem_words(
                city_folder.name,
                f"{TABLE.label}の表（restricted フォルダーの {FILE}）のファイルが壊れているか、読む権限がありません。",
            )
        ) from broken


def tidy(city_folder: Path) -> None:
    """Take away what killed imports left. Only for the holder of the city's lock."""
    write.tidy(folder_of(city_folder))


def write_individuals(city_folder: Path, rows: pd.DataFrame) -> None:
    """Store the rows of single persons of the city in that folder, in one replacement."""
    with alone(city_folder), write.replaced(folder_of(city_folder) / FILE) as waiting:
        TABLE.fit(rows).to_parquet(waiting, index=False, compression="zstd")


@contextmanager
def keeping(city_folder: Path, rows: pd.DataFrame, replace: bool = False) -> Iterator[list[str]]:
    """Add the rows to those imported before; the same source and date replaces, `replace` starts afresh. No rows change
    nothing.

    They are on the disk when the block begins and take their place when it ends without a fault: what fails inside
    changes nothing here. What was replaced is given in words for the report: numbers of lines, no line.
    """
    if rows.empty:
        yield []
        return
    with write.half_written(folder_of(city_folder) / FILE) as waiting:
        stored = TABLE.empty() if replace else _stored(city_folder)
        new = set(zip(rows["source_id"], rows["as_of"], strict=True))
        stays = [pair not in new for pair in zip(stored["source_id"], stored["as_of"], strict=True)]
        TABLE.fit(pd.concat([stored[stays], rows], ignore_index=True)).to_parquet(
            waiting, index=False, compression="zstd"
        )
        write.sync(waiting)
        gone = (_number(city_folder) if replace else len(stored)) - sum(stays)
        yield [f"{TABLE.label} {gone:,}行を、今回の{len(rows):,}行に入れ替えました。"] if gone else []
        write.put_in_place(waiting, folder_of(city_folder) / FILE)


def _number(city_folder: Path) -> int:
    """How many rows are stored; a damaged file is made anew and has none to speak of."""
    try:
        return len(_stored(city_folder))
    except TableUnreadable:
        return 0
