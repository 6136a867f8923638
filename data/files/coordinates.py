"""Latitudes and longitudes of a list's places: read, turned round where they were swapped, refused outside Japan."""

from __future__ import annotations

import pandas as pd

from data.files.headed_table import SHOWN, Table
from data.text.plain_text import plain_text

LATITUDES, LONGITUDES = (20.0, 46.0), (122.0, 154.0)  # Japan


def positions(table: Table, lat_key: str = "lat", lon_key: str = "lon") -> pd.DataFrame:
    """lat, lon (Float64, degrees) and position_basis "given"; what is no place in Japan is told and left empty, swapped
    pairs are put right."""
    lat, lon = (_degrees(table.frame[key]) for key in (lat_key, lon_key))
    written = (table.frame[lat_key] != "") | (table.frame[lon_key] != "")
    swapped = lat.between(*LONGITUDES) & lon.between(*LATITUDES)
    lat, lon = lat.mask(swapped, lon), lon.mask(swapped, lat)
    _tell(
        table, swapped, lat_key, "緯度と経度が入れ替わっている{}件を、入れ替えて読みました", "元の表を直してください。"
    )
    zero = ((lat == 0) | (lon == 0)).fillna(False)
    _tell(
        table,
        zero,
        lat_key,
        "緯度か経度が0の{}件は、位置なしとして読みました",
        "緯度・経度を入れるか、空欄にしてください。",
    )
    good = lat.between(*LATITUDES) & lon.between(*LONGITUDES)
    _tell(
        table,
        written & ~good.fillna(False) & ~zero,
        lat_key,
        "緯度・経度が読めない、または日本の外になる{}件は、位置なしとして読みました",
        "「36.3219」「139.0033」のような度の数にしてください。",
    )
    basis = pd.Series("given", index=good.index, dtype="string").where(good.fillna(False))
    return pd.DataFrame({"lat": lat.where(good), "lon": lon.where(good), "position_basis": basis})


def _degrees(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.map(plain_text).mask(cells == ""), errors="coerce").astype("Float64")


def _tell(table: Table, where: pd.Series, key: str, why: str, what_to_do: str) -> None:
    lines = where[where.fillna(False)].index
    if len(lines):
        shown = "、".join(f"{table.frame.at[index, 'row']}行目" for index in lines[:SHOWN]) + (
            " ほか" if len(lines) > SHOWN else ""
        )
        table.say("warn", f"{why.format(len(lines))}（{shown}）。", what_to_do, None, key)
