"""Writing a city: a new revision folder first, then city.toml in one replacement. Never half, never two at once, on the
disk before it is named."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pandas as pd
import tomli_w

from data.store.city import CITY_FILE, CONTENTS_FILE
from data.store.city_file import CityUnreadable, said_in
from data.store.locks import alone
from data.store.schema import TABLES, WITH_GEOMETRY

_HALF = re.compile(
    r"\..+\.[0-9a-f]{8}"
)  # what is being written carries a dot before its name and letters of its own behind it
_UNNAMED = ".unnamed-"  # stands beside a revision from before it gets its name until city.toml names it
_TRIES, _PAUSE = 20, 0.05  # Windows refuses to replace a file in the instant somebody reads it


def new_revision() -> str:
    """A name that no revision ever had: the time for people, letters of its own for two imports in a second and clocks
    set back."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def write_city(folder: Path, settings: Mapping[str, object], tables: Mapping[str, pd.DataFrame], revision: str) -> None:
    """Store `tables` as `revision` of the city in `folder` and make it the one in force.

    `settings` is what city.toml says (see data.store.city.City). Restricted tables are refused: they live in a folder
    of their own (ValueError), and so are two areas with one code. If anything fails before the last step, the city is
    as it was.
    """
    if refused := [name for name in tables if TABLES[name].restricted]:
        raise ValueError(f"restricted tables do not belong in a city's folder: {refused}")
    _refuse_twice(tables)
    with alone(folder):
        folder.mkdir(parents=True, exist_ok=True)
        waiting, unnamed = _half(folder / revision), folder / f"{_UNNAMED}{revision}"
        waiting.mkdir()
        try:
            kept = {name: frame for name, frame in tables.items() if len(frame)}
            for name, frame in kept.items():
                _write(waiting / f"{name}.parquet", name, frame)
                sync(waiting / f"{name}.parquet")
            write_whole(
                waiting / CONTENTS_FILE,
                json.dumps({"tables": {name: len(frame) for name, frame in kept.items()}}).encode(),
            )
            unnamed.touch()
            waiting.rename(folder / revision)
            sync(folder)
        except BaseException:
            shutil.rmtree(waiting, ignore_errors=True)
            _gone(unnamed)
            raise
        try:
            name_revision(folder, dict(settings) | {"revision": revision})
        except BaseException:
            _drop_unnamed(folder)
            raise


def name_revision(folder: Path, settings: Mapping[str, object]) -> None:
    """Replace city.toml in one step; naming an earlier revision undoes an import."""
    with alone(folder):
        if (now := _in_force(folder)) is not None:
            _gone(folder / f"{_UNNAMED}{now}")
        write_whole(folder / CITY_FILE, tomli_w.dumps(dict(settings)).encode())
        _gone(folder / f"{_UNNAMED}{settings.get('revision')}")


def tidy(folder: Path) -> None:
    """Take away what killed imports left in a folder: halves, and revisions that never got their name. Only for the
    holder of its lock."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _HALF.fullmatch(path.name):
                _gone(path)
        _drop_unnamed(folder)


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A file to fill beside `path`; it takes the place of `path` in one step once it is whole and on the disk, and goes
    where that fails."""
    with half_written(path) as waiting:
        yield waiting
        sync(waiting)
        put_in_place(waiting, path)


@contextmanager
def half_written(path: Path) -> Iterator[Path]:
    """A file to fill beside `path`, gone at the end unless it was put in place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = _half(path)
    try:
        yield waiting
    finally:
        _gone(waiting)


def put_in_place(waiting: Path, path: Path) -> None:
    """The file that was filled takes the place of `path` in one step."""
    _patiently(lambda: os.replace(waiting, path))
    sync(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """The whole file or, where anything fails, the file that was there before."""
    with replaced(path) as waiting:
        waiting.write_bytes(content)


def sync(path: Path) -> None:
    """Let a file's content, or a folder's list of names, reach the disk; a system that cannot do so for folders
    (Windows) does without."""
    if path.is_dir():
        with suppress(OSError):
            opened = os.open(path, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)
        return
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _half(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _in_force(folder: Path) -> str | None:
    try:
        return str(said_in(folder)["revision"])
    except CityUnreadable:
        return None


def _drop_unnamed(folder: Path) -> None:
    """Revisions whose import ended before city.toml named them. Where city.toml cannot be read nobody knows which one
    that is: all stay."""
    now = _in_force(folder)
    if now is None and os.path.lexists(folder / CITY_FILE):
        return
    for mark in folder.glob(f"{_UNNAMED}*"):
        revision = mark.name.removeprefix(_UNNAMED)
        if revision and revision != now:
            shutil.rmtree(folder / revision, ignore_errors=True)
        _gone(mark)


def _patiently(step: Callable[[], None]) -> None:
    for _ in range(_TRIES):
        try:
            return step()
        except PermissionError:
            time.sleep(_PAUSE)
    return step()


def _gone(path: Path) -> None:
    """Nothing stands at the path any more; what cannot be taken away stays for the next import."""
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _refuse_twice(tables: Mapping[str, pd.DataFrame]) -> None:
    """A source and an area stand once: two lines of one would break every figure that asks for it (a fault of the
    program, not of a file)."""
    sources = tables.get("sources")
    if sources is not None and sources["source_id"].duplicated().any():
        raise ValueError(f"sources stand twice: {sorted(sources.loc[sources['source_id'].duplicated(), 'source_id'])}")
    areas = tables.get("areas")
    if areas is not None and (repeated := areas.loc[areas["area_code"].duplicated(), "area_code"].unique().tolist()):
        raise ValueError(f"areas need codes of their own, or no page can open the city: {repeated[:5]}")


def _write(path: Path, name: str, frame: pd.DataFrame) -> None:
    table = TABLES[name]
    if name not in WITH_GEOMETRY:
        table.fit(frame).to_parquet(path, index=False, compression="zstd")
        return
    plain = table.fit(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
    shaped = gpd.GeoDataFrame(plain, geometry=frame.geometry.reset_index(drop=True))
    shaped.to_crs("EPSG:6668").to_parquet(path, index=False, compression="zstd")
