"""The one place that keeps results between runs. Keys are strings: city, folder, revision, and what is asked.

Callers must not change what they get: it is shared.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd
import streamlit as st

from data import figures as source
from data import resources
from data.city import City, open_city
from pages.figures import cartography

T = TypeVar("T")
Key = tuple[str, str, str]  # name, folder, revision


def _key(city: City) -> Key:
    return city.name, str(city.folder), city.revision


def _city(key: Key) -> City:
    return open_city(key[0], Path(key[1]).parent)


@st.cache_resource(max_entries=300, show_spinner=False)
def kept(where: str, key: str, _make: Callable[[], T]) -> T:
    """What `_make` gives, made once for a place in the dashboard (selection.where) and a key of the page."""
    return _make()


def areas(city: City, level: str) -> gpd.GeoDataFrame:
    """Areas of one level with the shapes simplified for the screen, in the city's own order (EPSG:6668)."""
    return _areas(_key(city), level)


@st.cache_resource(max_entries=64, show_spinner=False)
def _areas(key: Key, level: str) -> gpd.GeoDataFrame:
    city = _city(key)
    found = city.table("areas").query("level == @level").sort_values("order", kind="stable")
    shapes = city.table("shapes")
    if len(shapes):
        simple = shapes.set_index("area_code").geometry.reindex(found["area_code"]).set_axis(found.index)
        found = found.set_geometry(simple.fillna(found.geometry))
    return found.reset_index(drop=True)


def geojson(city: City, level: str) -> bytes:
    """The areas of a level as the browser gets them."""
    return _geojson(_key(city), level)


@st.cache_resource(max_entries=16, show_spinner=False)
def _geojson(key: Key, level: str) -> bytes:
    return cartography.geojson(_areas(key, level)).encode()


def inside(city: City, district: str) -> frozenset[str]:
    """Codes of the areas that belong to a district."""
    return _inside(_key(city), district)


@st.cache_resource(max_entries=128, show_spinner=False)
def _inside(key: Key, district: str) -> frozenset[str]:
    return frozenset(_city(key).table("membership").query("parent_code == @district")["area_code"])


def base(city: City) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Lines (roads, rivers, railways) and places (stations, schools, halls) to find one's way by."""
    return _base(_key(city))


@st.cache_resource(max_entries=16, show_spinner=False)
def _base(key: Key) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    table = _city(key).table("base")
    points = table.geometry.geom_type == "Point"
    ways = table["layer"].isin(("road", "river", "railway"))
    return table[ways & ~points].reset_index(drop=True), table[points].reset_index(drop=True)


def figures(city: City, indicators: tuple[str, ...], level: str, sharing: str, **options: str | None) -> pd.DataFrame:
    """Rows of figures as they may be shown at this level of sharing (data.figures.figures)."""
    return _figures(_key(city), indicators, level, sharing, tuple(sorted(options.items())))


@st.cache_resource(max_entries=512, show_spinner=False)
def _figures(key: Key, indicators: tuple[str, ...], level: str, sharing: str, options: tuple) -> pd.DataFrame:
    return source.figures(_city(key), indicators, level, sharing=sharing, **dict(options))


def series(city: City, indicator: str, area: str, sharing: str, **options: str | None) -> pd.DataFrame:
    """Rows of one area over its dates (data.figures.series)."""
    return _series(_key(city), indicator, area, sharing, tuple(sorted(options.items())))


@st.cache_resource(max_entries=256, show_spinner=False)
def _series(key: Key, indicator: str, area: str, sharing: str, options: tuple) -> pd.DataFrame:
    return source.series(_city(key), indicator, [area], sharing=sharing, **dict(options))


def counts(city: City, level: str, names: tuple[str, ...], sharing: str) -> pd.DataFrame:
    """Plain counts with their labels (data.figures.counts)."""
    return _counts(_key(city), level, names, sharing)


@st.cache_resource(max_entries=64, show_spinner=False)
def _counts(key: Key, level: str, names: tuple[str, ...], sharing: str) -> pd.DataFrame:
    rows = source.counts(_city(key), level, names, sharing=sharing)
    return rows.assign(label=rows["indicator"].map({name: entry[0] for name, entry in source.COUNTS.items()}))


def gaps(city: City, sharing: str, **options: str) -> pd.DataFrame:
    """Who has no place in reach, by the areas people are counted in (data.figures.gaps)."""
    return _gaps(_key(city), sharing, tuple(sorted(options.items())))


@st.cache_resource(max_entries=64, show_spinner=False)
def _gaps(key: Key, sharing: str, options: tuple) -> pd.DataFrame:
    return source.gaps(_city(key), sharing=sharing, **dict(options))


def structure(city: City, area: str, as_of: str | None, source_id: str | None) -> pd.DataFrame:
    """Persons by five-year band of one area (data.figures.age_structure)."""
    return _structure(_key(city), area, as_of, source_id)


@st.cache_resource(max_entries=256, show_spinner=False)
def _structure(key: Key, area: str, as_of: str | None, source_id: str | None) -> pd.DataFrame:
    return source.age_structure(_city(key), area, as_of, source_id)


def shown_resources(city: City, sharing: str) -> pd.DataFrame:
    """The list of resources this level of sharing may see (data.resources)."""
    return _resources(_key(city), sharing)


@st.cache_resource(max_entries=32, show_spinner=False)
def _resources(key: Key, sharing: str) -> pd.DataFrame:
    return resources.shown_resources(_city(key), sharing)


def table(city: City, name: str) -> pd.DataFrame:
    """A table that holds nothing to protect (sources, councils) as it stands."""
    return _table(_key(city), name)


@st.cache_resource(max_entries=64, show_spinner=False)
def _table(key: Key, name: str) -> pd.DataFrame:
    return _city(key).table(name)


def dates(city: City) -> list[tuple[str, str, str, str]]:
    """(as_of, source_id, label, kind) of the city's age tables, newest first."""
    return _dates(_key(city))


@st.cache_resource(max_entries=16, show_spinner=False)
def _dates(key: Key) -> list[tuple[str, str, str, str]]:
    return source.dates(_city(key))[::-1]
