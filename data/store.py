"""Writing a city: a new revision folder first, then city.toml in one replacement. Never half."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import tomli_w

from data.city import CITY_FILE
from data.schema import TABLES, WITH_GEOMETRY


def write_city(folder: Path, settings: Mapping[str, object], tables: Mapping[str, pd.DataFrame], revision: str) -> None:
    """Store `tables` as `revision` of the city in `folder` and make it the one in force.

    `settings` is what city.toml says (see data.city.City). Restricted tables are refused: they live in a folder
    of their own (ValueError), and so are two areas with one code. If anything fails before the last step, the city is as it was.
    """
    if refused := [name for name in tables if TABLES[name].restricted]:
        raise ValueError(f"restricted tables do not belong in a city's folder: {refused}")
    if "areas" in tables and (repeated := tables["areas"]["area_code"][tables["areas"]["area_code"].duplicated()].unique().tolist()):
        raise ValueError(f"areas need codes of their own, or no page can open the city: {repeated[:5]}")
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f".{revision}.{uuid.uuid4().hex[:8]}"
    waiting.mkdir()
    try:
        for name, frame in tables.items():
            if len(frame):
                _write(waiting / f"{name}.parquet", name, frame)
        waiting.rename(folder / revision)
    except BaseException:
        shutil.rmtree(waiting, ignore_errors=True)
        raise
    name_revision(folder, dict(settings) | {"revision": revision})


def name_revision(folder: Path, settings: Mapping[str, object]) -> None:
    """Replace city.toml in one step; naming an earlier revision undoes an import."""
    waiting = folder / f".{CITY_FILE}.{uuid.uuid4().hex[:8]}"
    waiting.write_text(tomli_w.dumps(dict(settings)), encoding="utf-8")
    os.replace(waiting, folder / CITY_FILE)


def _write(path: Path, name: str, frame: pd.DataFrame) -> None:
    table = TABLES[name]
    if name not in WITH_GEOMETRY:
        table.fit(frame).to_parquet(path, index=False, compression="zstd")
        return
    plain = table.fit(pd.DataFrame(frame.drop(columns=frame.geometry.name)))
    shaped = gpd.GeoDataFrame(plain, geometry=frame.geometry.reset_index(drop=True))
    shaped.to_crs("EPSG:6668").to_parquet(path, index=False, compression="zstd")
