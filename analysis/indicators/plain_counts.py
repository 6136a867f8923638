"""Plain counts - people, households, places, ground - with the same states, dates, sources and protection as indicators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.counts import published_values
from analysis.counts.loaded_city import load_city
from analysis.counts.sharing_rules import sharing_rules
from analysis.counts.source_choice import counts_for
from analysis.indicators.values import COLUMNS, HOUSEHOLDS_OF, cite, frame_of
from analysis.methods import disclosure
from data.store import access
from data.store.city import City

COUNTS: dict[str, tuple[str, str, object]] = {
    "population": ("人口", "persons", lambda counts: counts.persons(unknown_age="include")),
    "65+": ("65歳以上の人", "persons", lambda counts: counts.persons(65)),
    "65-74": ("65～74歳の人", "persons", lambda counts: counts.persons(65, 74)),
    "75+": ("75歳以上の人", "persons", lambda counts: counts.persons(75)),
    "85+": ("85歳以上の人", "persons", lambda counts: counts.persons(85)),
    "0-14": ("0～14歳の人", "persons", lambda counts: counts.persons(0, 14)),
    "15-64": ("15～64歳の人", "persons", lambda counts: counts.persons(15, 64)),
    "households": ("世帯", "households", lambda counts: counts.households("total")),
    "single_elderly": ("65歳以上のひとり暮らし", "households", lambda counts: counts.households("single_elderly")),
    "elderly_couple": ("高齢夫婦世帯", "households", lambda counts: counts.households("elderly_couple")),
    "certified": ("要介護等の認定を受けた人", "persons", lambda counts: counts.certified()),
    "in_need": ("困りごとを把握した人（実人数）", "persons", lambda counts: counts.in_need("total")),
    "salons": ("サロン・通いの場", "places", lambda counts: counts.resources("salon")),
    "area": ("面積", "km2", lambda counts: counts.square_kilometres()),
}


_COUNT_TABLES = {
    "households": ("households",),
    "single_elderly": ("households",),
    "elderly_couple": ("households",),
    "certified": ("care",),
    "in_need": ("needs",),
}


def counts(
    city: City,
    level: str,
    names: Sequence[str] = tuple(COUNTS),
    *,
    as_of: str | None = None,
    source: str | None = None,
    sharing: str = "public",
) -> pd.DataFrame:
    """Plain counts (names: keys of COUNTS) in the columns of `figures`: value = numerator, no denominator, unit
    persons/households/places/km2.

    A printed count (analysis.counts.published_values) has a value and no numerator.
    """
    access.require(sharing)
    loaded, parts = load_city(city), []
    for name in names:
        _, unit, count = COUNTS[name]
        tables = _COUNT_TABLES.get(name, ("population",))
        amount = count(
            counts_for(loaded, tables, level, as_of, source, sharing_rules(city, sharing), HOUSEHOLDS_OF.get(name))
        )
        rows = frame_of(
            loaded, level, name, amount.as_of, unit, cite(loaded, amount), ";".join(filter(None, amount.source_ids))
        )
        rows = rows.assign(
            numerator=amount.count,
            denominator=np.nan,
            value=amount.count,
            state=amount.state,
            basis=amount.basis,
            kind=None,
            distance_m=None,
            group=None,
            way=None,
            when=None,
            often=None,
        )
        rows = disclosure.blank(rows, amount.masked(), np.zeros(len(rows), bool))[list(COLUMNS)]
        parts.append(published_values.filled(loaded, rows, as_of, source))
    return pd.concat(parts, ignore_index=True)
