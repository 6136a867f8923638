"""Persons by five-year band of one area, for age pyramids."""

from __future__ import annotations

import pandas as pd

from analysis.counts.area_counts import AreaCounts
from analysis.counts.loaded_city import LoadedCity, load_city
from analysis.counts.source_choice import counts_for
from analysis.indicators.values import cite
from data.store.city import City


def age_structure(city: City, area_code: str, as_of: str | None = None, source: str | None = None) -> pd.DataFrame:
    """Persons by five-year band of one area: age (label), age_from, all, male, female, state, as_of, source.

    male and female are missing where the source has no sexes; persons of unknown age are the last row (age_from
    missing), if any.
    """
    loaded = load_city(city)
    level = loaded.areas.at[area_code, "level"]
    counts = counts_for(loaded, ("population",), level, as_of, source)
    place = loaded.codes(level).get_loc(area_code)
    rows = [_band(counts, place, start, end) for start, end in _bands(loaded, counts)]
    frame = pd.DataFrame(rows, columns=["age", "age_from", "all", "male", "female", "state"])
    return frame.assign(as_of=counts.population[0] if counts.population else "", source=cite(loaded, counts.persons()))


def _bands(loaded: LoadedCity, counts: AreaCounts) -> list[tuple[int, int | None]]:
    table = loaded.age_table(*counts.population) if counts.population else None
    if table is None:
        return []
    most = (table.rank >= 0).mean(axis=0) > 0.5  # a suppressed area's single row is no band
    return [
        (int(a), None if b >= 1000 else int(b)) for a, b in zip(table.age_from[most], table.age_to[most], strict=True)
    ]


def _band(counts: AreaCounts, place: int, start: int, end: int | None) -> tuple:
    label = f"{start}歳以上" if end is None else f"{start}～{end}歳"
    both, male, female = (counts.persons(start, end, sex=sex) for sex in ("all", "male", "female"))
    return label, start, both.count[place], male.count[place], female.count[place], both.state[place]
