"""The one place that keeps results between runs. Keys are strings: city, folder, revision, and what is asked.

Callers must not change what they get: it is shared.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import geopandas as gpd
import pandas as pd
import streamlit as st

from data import cases as source_of_cases
from data import councils, resources
from data import figures as source
from data import similar as likeness
from data.city import City
from pages.figures import cartography

T = TypeVar("T")
Key = tuple[str, ...]


def key_of(city: City) -> Key:
    """What the results of a city hang on: which one, which revision, and how much of it may be shown."""
    return city.name, str(city.folder), city.revision, repr(sorted(city.thresholds.items()))


@st.cache_resource(max_entries=300, show_spinner=False)
def kept(where: str, key: str, _make: Callable[[], T]) -> T:
    """What `_make` gives, made once for a place in the dashboard (selection.where) and a key of the page."""
    return _make()


def areas(city: City, level: str) -> gpd.GeoDataFrame:
    """Areas of one level with the shapes simplified for the screen, in the city's own order (EPSG:6668)."""
    return _areas(key_of(city), level, city)


@st.cache_resource(max_entries=64, show_spinner=False)
def _areas(key: Key, level: str, _city: City) -> gpd.GeoDataFrame:
    found = _city.table("areas").query("level == @level").sort_values("order", kind="stable")
    shapes = _city.table("shapes")
    if len(shapes):
        simple = shapes.set_index("area_code").geometry.reindex(found["area_code"]).set_axis(found.index)
        found = found.set_geometry(simple.fillna(found.geometry))
    return found.reset_index(drop=True)


def geojson(city: City, level: str) -> bytes:
    """The areas of a level as the browser gets them."""
    return _geojson(key_of(city), level, city)


@st.cache_resource(max_entries=16, show_spinner=False)
def _geojson(key: Key, level: str, _city: City) -> bytes:
    return cartography.geojson(_areas(key, level, _city)).encode()


def inside(city: City, district: str) -> frozenset[str]:
    """Codes of the areas that belong to a district."""
    return _inside(key_of(city), district, city)


@st.cache_resource(max_entries=128, show_spinner=False)
def _inside(key: Key, district: str, _city: City) -> frozenset[str]:
    return frozenset(source.areas_within(_city, district))


def base(city: City) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Lines (roads, rivers, railways) and places (stations, schools, halls) to find one's way by."""
    return _base(key_of(city), city)


@st.cache_resource(max_entries=16, show_spinner=False)
def _base(key: Key, _city: City) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    table = _city.table("base")
    points = table.geometry.geom_type == "Point"
    ways = table["layer"].isin(("road", "river", "railway"))
    return table[ways & ~points].reset_index(drop=True), table[points].reset_index(drop=True)


def figures(city: City, indicators: tuple[str, ...], level: str, sharing: str, **options: str | None) -> pd.DataFrame:
    """Rows of figures as they may be shown at this level of sharing (data.figures.figures)."""
    return _figures(key_of(city), indicators, level, sharing, tuple(sorted(options.items())), city)


@st.cache_resource(max_entries=512, show_spinner=False)
def _figures(key: Key, indicators: tuple[str, ...], level: str, sharing: str, options: tuple, _city: City) -> pd.DataFrame:
    return source.figures(_city, indicators, level, sharing=sharing, **dict(options))


def series(city: City, indicator: str, area: str, sharing: str, **options: str | None) -> pd.DataFrame:
    """Rows of one area over its dates (data.figures.series)."""
    return _series(key_of(city), indicator, area, sharing, tuple(sorted(options.items())), city)


@st.cache_resource(max_entries=256, show_spinner=False)
def _series(key: Key, indicator: str, area: str, sharing: str, options: tuple, _city: City) -> pd.DataFrame:
    return source.series(_city, indicator, [area], sharing=sharing, **dict(options))


def counts(city: City, level: str, names: tuple[str, ...], sharing: str) -> pd.DataFrame:
    """Plain counts with their labels (data.figures.counts)."""
    return _counts(key_of(city), level, names, sharing, city)


@st.cache_resource(max_entries=64, show_spinner=False)
def _counts(key: Key, level: str, names: tuple[str, ...], sharing: str, _city: City) -> pd.DataFrame:
    rows = source.counts(_city, level, names, sharing=sharing)
    return rows.assign(label=rows["indicator"].map({name: entry[0] for name, entry in source.COUNTS.items()}))


def gaps(city: City, sharing: str, **options: str) -> pd.DataFrame:
    """Who has no place in reach, by the areas people are counted in (data.figures.gaps)."""
    return _gaps(key_of(city), sharing, tuple(sorted(options.items())), city)


@st.cache_resource(max_entries=64, show_spinner=False)
def _gaps(key: Key, sharing: str, options: tuple, _city: City) -> pd.DataFrame:
    return source.gaps(_city, sharing=sharing, **dict(options))


def structure(city: City, area: str, as_of: str | None, source_id: str | None) -> pd.DataFrame:
    """Persons by five-year band of one area (data.figures.age_structure)."""
    return _structure(key_of(city), area, as_of, source_id, city)


@st.cache_resource(max_entries=256, show_spinner=False)
def _structure(key: Key, area: str, as_of: str | None, source_id: str | None, _city: City) -> pd.DataFrame:
    return source.age_structure(_city, area, as_of, source_id)


def shown_resources(city: City, sharing: str) -> pd.DataFrame:
    """The list of resources this level of sharing may see (data.resources)."""
    return _resources(key_of(city), sharing, date.today().isoformat(), city)


@st.cache_resource(max_entries=32, show_spinner=False)
def _resources(key: Key, sharing: str, day: str, _city: City) -> pd.DataFrame:
    return resources.shown_resources(_city, sharing)


def shown_cases(city: City, sharing: str) -> pd.DataFrame:
    """The cases this level of sharing may see (data.cases)."""
    return _cases(key_of(city), sharing, city)


@st.cache_resource(max_entries=32, show_spinner=False)
def _cases(key: Key, sharing: str, _city: City) -> pd.DataFrame:
    return source_of_cases.shown_cases(_city, sharing)


def council_record(city: City, sharing: str) -> councils.Record:
    """What is known of the city's councils (data.councils)."""
    return _council_record(key_of(city), sharing, city)


@st.cache_resource(max_entries=16, show_spinner=False)
def _council_record(key: Key, sharing: str, _city: City) -> councils.Record:
    return councils.record(_city, sharing)


def table(city: City, name: str) -> pd.DataFrame:
    """A table that holds nothing to protect (sources, councils) as it stands."""
    return _table(key_of(city), name, city)


@st.cache_resource(max_entries=64, show_spinner=False)
def _table(key: Key, name: str, _city: City) -> pd.DataFrame:
    return _city.table(name)


def similar(city: City, district: str, sharing: str, number: int) -> pd.DataFrame:
    """The districts most alike to one (data.similar.similar)."""
    return _similar(key_of(city), district, sharing, number, city)


@st.cache_resource(max_entries=64, show_spinner=False)
def _similar(key: Key, district: str, sharing: str, number: int, _city: City) -> pd.DataFrame:
    return likeness.similar(_city, district, sharing, number)


def profiles(city: City, sharing: str) -> pd.DataFrame:
    """What districts are compared by (data.similar.profiles)."""
    return _profiles(key_of(city), sharing, city)


@st.cache_resource(max_entries=16, show_spinner=False)
def _profiles(key: Key, sharing: str, _city: City) -> pd.DataFrame:
    return likeness.profiles(_city, sharing)


def dates(city: City) -> list[tuple[str, str, str, str]]:
    """(as_of, source_id, label, kind) of the city's age tables, newest first."""
    return _dates(key_of(city), city)


@st.cache_resource(max_entries=16, show_spinner=False)
def _dates(key: Key, _city: City) -> list[tuple[str, str, str, str]]:
    return source.dates(_city)[::-1]
