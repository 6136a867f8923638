"""What is computed of a city is kept for its revision in force and shared by every view. No streamlit: books and the
command line use it too.

Callers must not change what they get.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from analysis.indicators import (
    age_structure,
    area_levels,
    plain_counts,
    settlement,
    similar_districts,
    time_series,
    unreached,
    values,
)
from analysis.lists import councils
from analysis.lists.cases import shown_cases
from analysis.lists.resources import shown_resources
from data.store.city import City
from pages.figures import cartography

T = TypeVar("T")
Key = tuple[str, ...]


def key_of(city: City) -> Key:
    """What the results of a city hang on: which one, which revision, and how much of it may be shown."""
    return city.name, str(city.folder), city.revision, city.stamp, repr(sorted(city.thresholds.items()))


@dataclass(frozen=True)
class _Held:
    """A city that is the same as another where their results are."""

    key: Key
    city: City = field(compare=False)


def remembered(entries: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keep the last `entries` results of a function of a city and further arguments (text, or tuples of text)."""

    def keep(make: Callable[..., T]) -> Callable[..., T]:
        @lru_cache(maxsize=entries)
        def kept(held: _Held, *asked, **options) -> T:
            return make(held.city, *asked, **options)

        @wraps(make)
        def answer(city: City, *asked, **options) -> T:
            return kept(_Held(key_of(city), city), *asked, **options)

        return answer

    return keep


@remembered(64)
def areas(city: City, level: str) -> gpd.GeoDataFrame:
    """Areas of one level with the shapes simplified for the screen, in the city's own order (EPSG:6668)."""
    found = city.table("areas").query("level == @level").sort_values("order", kind="stable")
    shapes = city.table("shapes")
    if len(shapes):
        simple = shapes.set_index("area_code").geometry.reindex(found["area_code"]).set_axis(found.index)
        found = found.set_geometry(simple.fillna(found.geometry))
    return found.reset_index(drop=True)


@remembered(16)
def geojson(city: City, level: str) -> bytes:
    """The areas of a level as the browser gets them."""
    return cartography.geojson(areas(city, level)).encode()


@remembered(128)
def inside(city: City, district: str) -> frozenset[str]:
    """Codes of the areas that belong to a district."""
    return frozenset(area_levels.areas_within(city, district))


@remembered(16)
def base(city: City) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Lines (roads, rivers, railways) and places (stations, schools, halls) to find one's way by."""
    table = city.table("base")
    points = table.geometry.geom_type == "Point"
    ways = table["layer"].isin(("road", "river", "railway"))
    return table[ways & ~points].reset_index(drop=True), table[points].reset_index(drop=True)


@remembered(512)
def figures(city: City, indicators: tuple[str, ...], level: str, sharing: str, **options: str | None) -> pd.DataFrame:
    """Rows of figures as they may be shown at this level of sharing (analysis.indicators.values.figures)."""
    return values.figures(city, indicators, level, sharing=sharing, **options)


@remembered(256)
def series(city: City, indicator: str, area: str, sharing: str, **options: str | None) -> pd.DataFrame:
    """Rows of one area over its dates (analysis.indicators.time_series.series)."""
    return time_series.series(city, indicator, [area], sharing=sharing, **options)


@remembered(64)
def counts(city: City, level: str, names: tuple[str, ...], sharing: str, **options: str | None) -> pd.DataFrame:
    """Plain counts with their labels (analysis.indicators.plain_counts.counts)."""
    rows = plain_counts.counts(city, level, names, sharing=sharing, **options)
    return rows.assign(label=rows["indicator"].map({name: entry.label for name, entry in plain_counts.COUNTS.items()}))


@remembered(64)
def gaps(city: City, sharing: str, **options: str) -> pd.DataFrame:
    """Who has no place in reach, by the areas people are counted in (analysis.indicators.unreached.unreached)."""
    return unreached.unreached(city, sharing=sharing, **options)


@remembered(256)
def structure(city: City, area: str, as_of: str | None, source_id: str | None) -> pd.DataFrame:
    """Persons by five-year band of one area (analysis.indicators.age_structure.age_structure)."""
    return age_structure.age_structure(city, area, as_of, source_id)


def resources(city: City, sharing: str) -> pd.DataFrame:
    """The list of resources this level of sharing may see (analysis.lists.resources), as of today: what has ended
    leaves it."""
    return _resources(city, sharing, date.today().isoformat())


@remembered(32)
def _resources(city: City, sharing: str, day: str) -> pd.DataFrame:
    return shown_resources(city, sharing)


@remembered(32)
def cases(city: City, sharing: str) -> pd.DataFrame:
    """The cases this level of sharing may see (analysis.lists.cases)."""
    return shown_cases(city, sharing)


@remembered(16)
def council_record(city: City, sharing: str) -> councils.Record:
    """What is known of the city's councils (analysis.lists.councils)."""
    return councils.record(city, sharing)


@remembered(64)
def table(city: City, name: str) -> pd.DataFrame:
    """A table that holds nothing to protect (sources, councils) as it stands."""
    return city.table(name)


@remembered(64)
def similar(city: City, district: str, sharing: str, number: int) -> pd.DataFrame:
    """The districts most alike to one (analysis.indicators.similar_districts.similar)."""
    return similar_districts.similar(city, district, sharing, number)


@remembered(16)
def profiles(city: City, sharing: str) -> pd.DataFrame:
    """What districts are compared by (analysis.indicators.similar_districts.profiles)."""
    return similar_districts.profiles(city, sharing)


@remembered(16)
def dates(city: City) -> list[tuple[str, str, str, str]]:
    """(as_of, source_id, label, kind) of the city's age tables, newest first."""
    return time_series.age_table_dates(city)[::-1]


@remembered(16)
def thinly_settled(city: City) -> dict[str, float]:
    """Persons a km2 of the districts in which homes lie far apart (analysis.indicators.settlement)."""
    return settlement.thinly_settled(city, "district") if len(areas(city, "district")) else {}
