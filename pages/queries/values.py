"""The figures of a view: rows of indicators and counts, their dates, estimates and likeness. All come through
analysis.indicators.values, protected."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

import pages.queries.memory as memory
from analysis.indicators import area_levels, estimates, time_series
from data.made import added_rates
from data.made.added_rates import Rate
from data.made.json_store import MadeUnreadable
from pages.figures.view import View
from pages.queries.areas import areas, city_code, inside, levels, number_of_districts, of_districts, place_code

HEADLINE_COUNTS = ("population", "65+", "75+", "households")


def rows(
    view: View, indicators: str | tuple[str, ...], level: str, within: bool = False, **options: str | None
) -> pd.DataFrame:
    """Rows of figures as this view may see them; `within` keeps those inside the chosen district."""
    keys = (indicators,) if isinstance(indicators, str) else tuple(indicators)
    found = memory.figures(view.city, keys, level, view.sharing, **options)
    return inside(view, level, found) if within else found


def levels_below(view: View, indicators: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """The levels inside the chosen district of which any of the figures is known, with their rows."""
    found = {level: rows(view, indicators, level, within=True) for level in levels(view) if level != "district"}
    return {level: part for level, part in found.items() if part["value"].notna().any()}


def whole(view: View, indicators: str | tuple[str, ...], **options: str | None) -> pd.DataFrame:
    """The city's own rows."""
    return rows(view, indicators, "city", **options)


def place_rows(view: View, indicators: str | tuple[str, ...], **options: str | None) -> pd.DataFrame:
    """The rows of the chosen district, or of the whole city."""
    if not view.district:
        return whole(view, indicators, **options)
    found = rows(view, indicators, "district", **options)
    return found[found["area_code"] == view.district]


def place_row(view: View, indicator: str, **options: str | None) -> pd.Series:
    """The first row of the chosen district, or of the whole city."""
    return place_rows(view, indicator, **options).iloc[0]


def counts(view: View, names: tuple[str, ...] = HEADLINE_COUNTS, **options: str | None) -> pd.DataFrame:
    """Plain counts of the chosen district, or of the whole city."""
    found = memory.counts(view.city, "district" if view.district else "city", names, view.sharing, **options)
    return found[found["area_code"] == view.district] if view.district else found


def series_labels(view: View) -> dict[str, str]:
    """The dates and sources of the city's age tables, newest first: "date|source" -> words."""
    found = {f"{as_of}|{source_id}": label for as_of, source_id, label, _ in memory.dates(view.city)}
    first = "|".join(time_series.default_source(view.city) or ())
    return {first: found[first]} | found if first in found else found


def series(chosen: str) -> dict[str, str]:
    """The options for analysis.indicators.values that a choice of series_labels stands for."""
    as_of, _, source_id = chosen.partition("|")
    return {"as_of": as_of, "source": source_id}


def both_denominators(view: View, measure: str, chosen: dict[str, str]) -> tuple[pd.Series, pd.Series]:
    """The place's row with people of unknown age out of and in the denominator."""
    return tuple(place_row(view, measure, **chosen | {"unknown_age": way}) for way in ("exclude", "include"))


def structure(view: View, as_of: str | None = None, source: str | None = None, **_: str) -> pd.DataFrame:
    """Persons by five-year band of the chosen district, or of the whole city."""
    return memory.structure(view.city, place_code(view), as_of, source)


def over_time(
    view: View, indicator: str, source: str | None = None, unknown_age: str = "exclude", **_: str
) -> pd.DataFrame:
    """Rows over the dates of one kind of source: the chosen district and the whole city."""
    codes = dict.fromkeys((place_code(view), city_code(view)))
    return pd.concat(
        [
            memory.series(view.city, indicator, code, view.sharing, source=source, unknown_age=unknown_age)
            for code in codes
        ],
        ignore_index=True,
    )


def counts_before(view: View, over_time: pd.DataFrame) -> pd.DataFrame:
    """The counts of people one date before the latest (`over_time`: rows of `over_time`); no rows where there is only
    one date."""
    own = over_time[over_time["area_code"] == place_code(view)]
    if len(own) < 2:
        return counts(view, HEADLINE_COUNTS[:3]).iloc[:0]
    return counts(view, HEADLINE_COUNTS[:3], as_of=own["as_of"].iloc[-2], source=own["source_id"].iloc[-2])


def gaps(view: View, **options: str) -> gpd.GeoDataFrame:
    """Areas with the persons that have no place in reach, shaped for the screen; `mostly_beyond`: half of them or
    more."""
    found = memory.gaps(view.city, view.sharing, **options)
    level = area_levels.points_level(view.city)
    shaped = areas(view, level)[["area_code", "name", "geometry"]].merge(found, on="area_code")
    kept = inside(view, level, shaped)
    return kept.assign(mostly_beyond=kept["share_outside"].fillna(0) >= 0.5)


def kinds_of_need(view: View, table: str = "needs") -> list[str]:
    """The needs, or services, that this city's table has (the words analysis.indicators.values takes as `kind`)."""
    return area_levels.kinds_of_need(view.city, table)


def needs_of_place(view: View, table: str = "needs") -> pd.DataFrame:
    """How many persons the centres know of by need (or service), of the chosen district or the city; no rows where the
    source does not speak of it."""
    kinds = tuple(kinds_of_need(view, table))
    found = place_rows(view, "need_persons", kind=kinds) if kinds else pd.DataFrame()
    return found if len(found) and (found["state"] != "not_in_source").any() else found.iloc[:0]


def place_rows_in_source(
    view: View, indicators: tuple[str, ...], districts: Collection[str], **options: str | None
) -> pd.DataFrame:
    """The rows of the chosen district, or of the whole city; of the districts in the source, where it has only some of
    them."""
    if view.district or not districts or len(districts) == number_of_districts(view):
        return place_rows(view, indicators, **options)
    return of_districts(view, districts, rows(view, indicators, "district", **options))


def similar(view: View, number: int = 3) -> pd.DataFrame:
    """The districts most alike to the chosen one (analysis.indicators.similar_districts)."""
    return memory.similar(view.city, view.district, view.sharing, number)


def profiles(view: View) -> pd.DataFrame:
    """What districts are compared by, every district (analysis.indicators.similar_districts)."""
    return memory.profiles(view.city, view.sharing)


def rates(view: View) -> tuple[list[Rate], str]:
    """The rates of 困りごとの推計, published and added, and a text that changes with them. The published ones alone
    where those added cannot be read."""
    try:
        added = added_rates.own_rates(view.city)
    except MadeUnreadable:  # the page says so where they would stand (parts.rate_form)
        added = []
    found = [*estimates.published_rates(), *added]
    return found, added_rates.version_of(found)


def estimates_here(view: View, chosen: list[Rate]) -> pd.DataFrame:
    """The estimates (analysis.indicators.estimates) for the chosen district, or for the whole city."""
    if not view.district:
        return estimates.estimates(view.city, "city", chosen, view.sharing)
    return estimates_by_district(view, chosen).query("area_code == @view.district")


def estimates_by_district(view: View, chosen: list[Rate]) -> pd.DataFrame:
    """The estimates for every district; no rows in a city without districts."""
    if "district" not in levels(view):
        return estimates.estimates(view.city, "city", chosen, view.sharing).iloc[:0]
    return estimates.estimates(view.city, "district", chosen, view.sharing)
