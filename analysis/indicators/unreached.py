"""Who has no place in reach, area by area."""

from __future__ import annotations

import pandas as pd

from analysis.counts.loaded_city import load_city
from analysis.indicators.values import figures
from data.store.city import City


def unreached(
    city: City,
    kind: str = "salon+mobile_sales",
    distance: int = 500,
    group: str = "65+",
    *,
    level: str | None = None,
    as_of: str | None = None,
    source: str | None = None,
    way: str | None = None,
    when: str | None = None,
    often: float | str | None = None,
    indicator: str = "coverage",
    sharing: str = "public",
) -> pd.DataFrame:
    """Who has no place in reach (indicator: coverage, or another of its kind such as coverage_any): area_code,
    area_name, persons, outside, share_outside, state, basis, source; the areas people are spread over unless a level is
    named. A number that is not known or not to be shown is missing, never 0."""
    rows = figures(
        city,
        [indicator],
        level or load_city(city).points_level,
        as_of=as_of,
        source=source,
        kind=kind,
        distance=distance,
        group=group,
        way=way,
        when=when,
        often=often,
        sharing=sharing,
    )
    return rows[["area_code", "area_name", "state", "basis", "source", "as_of"]].assign(
        persons=rows["denominator"], outside=rows["denominator"] - rows["numerator"], share_outside=1 - rows["value"]
    )
