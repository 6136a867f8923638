"""One indicator over the dates that a city has."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.counts.loaded_city import LoadedCity, load_city
from analysis.counts.source_choice import DATED, counts_for, day, population_dates
from analysis.indicators import registry
from analysis.indicators.entry import Indicator
from analysis.indicators.values import COLUMNS, figures, tables_of
from data.store import citations
from data.store.city import City


def age_table_dates(city: City) -> list[tuple[str, str, str, str]]:
    """(as_of, source_id, label, kind of source) of every age table, oldest first."""
    loaded = load_city(city)
    return [
        (
            as_of,
            source_id,
            f"{citations.date_words(as_of)}（{citations.title(loaded.table('sources'), source_id)}）",
            kind,
        )
        for as_of, source_id, kind in population_dates(loaded)
    ]


def default_source(city: City) -> tuple[str, str] | None:
    """(as_of, source_id) taken when nothing is asked for: the latest register; None in a city without ages."""
    return counts_for(load_city(city), ("population",), "city", None, None).population


def series(city: City, indicator: str, area_codes: Sequence[str], **options) -> pd.DataFrame:
    """Rows of `figures` for some areas of one level over every date of the same kind of source, oldest first."""
    loaded = load_city(city)
    level = options.pop("level", None) or loaded.areas["level"].reindex(list(area_codes)).iloc[0]
    entry, source = registry.indicator(indicator), options.pop("source", None)
    parts = [
        figures(city, [indicator], level, as_of=as_of, source=source_id, **options)
        for as_of, source_id in _series_dates(loaded, entry, source, options.get("kind"))
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else figures(city, [indicator], level, **options)
    # A table of the day before may answer for two dates; a count stands once, under its own.
    rows = rows[~rows.duplicated(["area_code", "as_of", *COLUMNS[COLUMNS.index("kind") :]]) | rows["numerator"].isna()]
    return rows[rows["area_code"].isin(list(area_codes))].reset_index(drop=True)


def _series_dates(
    loaded: LoadedCity, entry: Indicator, source: str | None, asked: str | None
) -> list[tuple[str, str | None]]:
    first = tables_of(loaded, entry, asked)[0]
    if first in DATED:
        return [(date, None) for date in sorted(loaded.table(first)[DATED[first]].dropna().unique(), key=day)]
    known = population_dates(loaded)
    default = counts_for(loaded, ("population",), "city", None, source).population
    kind = next((kind for as_of, source_id, kind in known if (as_of, source_id) == default), None)
    return [(as_of, source_id) for as_of, source_id, of_kind in known if of_kind == kind]
