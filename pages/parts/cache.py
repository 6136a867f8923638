"""The one place that keeps results between runs. Keys are strings: city, folder, revision, and what is asked.

Functions named like those of data.figures give the same frames; callers must not change them in place.
"""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from data import figures as source
from data.city import City, open_city


def areas(city: City, level: str) -> gpd.GeoDataFrame:
    """Areas of one level with the shapes simplified for the screen, in the city's own order (EPSG:6668)."""
    return _areas(city.name, str(city.folder), city.revision, level)


def figures(city: City, indicators: str | tuple[str, ...], level: str, sharing: str, **options: str | None) -> pd.DataFrame:
    """Rows of figures as they may be shown at this level of sharing (data.figures.figures)."""
    keys = (indicators,) if isinstance(indicators, str) else tuple(indicators)
    return _figures(city.name, str(city.folder), city.revision, keys, level, sharing, tuple(sorted(options.items())))


@st.cache_resource(max_entries=64, show_spinner=False)
def _areas(name: str, folder: str, revision: str, level: str) -> gpd.GeoDataFrame:
    city = open_city(name, _parent(folder))
    found = city.table("areas").query("level == @level").sort_values("order", kind="stable")
    shapes = city.table("shapes")
    if len(shapes):
        simple = shapes.set_index("area_code").geometry
        found = found.assign(geometry=found["area_code"].map(simple).where(found["area_code"].isin(simple.index), found.geometry))
    return found.reset_index(drop=True)


@st.cache_resource(max_entries=512, show_spinner=False)
def _figures(name: str, folder: str, revision: str, indicators: tuple[str, ...], level: str, sharing: str, options: tuple) -> pd.DataFrame:
    return source.figures(open_city(name, _parent(folder)), indicators, level, sharing=sharing, **dict(options))


def _parent(folder: str) -> str:
    from pathlib import Path

    return str(Path(folder).parent)
