"""Plain counts - people, households, places, ground - with the same states, dates, sources and protection as
indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.counts import published_values
from analysis.counts.loaded_city import load_city
from analysis.counts.sharing_rules import sharing_rules
from analysis.counts.source_choice import counts_for
from analysis.indicators.values import COLUMNS, cite, frame_of
from analysis.methods import disclosure
from analysis.methods.amounts import Amounts, Counts
from data.store import access
from data.store.city import City


@dataclass(frozen=True)
class PlainCount:
    """What a plain count is called, counts and needs.

    tables: which of the city's tables it is taken from. households: the kind of households (vocabulary) it is about;
    it stands under the date of these.
    """

    label: str
    unit: Literal["persons", "households", "places", "km2"]
    function: Callable[[Counts], Amounts]
    tables: tuple[str, ...] = ("population",)
    households: str | None = None


def _households(label: str, kind: str) -> PlainCount:
    return PlainCount(label, "households", lambda counts: counts.households(kind), ("households",), kind)


COUNTS: dict[str, PlainCount] = {
    "population": PlainCount("人口", "persons", lambda counts: counts.persons(unknown_age="include")),
    "65+": PlainCount("65歳以上の人", "persons", lambda counts: counts.persons(65)),
    "65-74": PlainCount("65～74歳の人", "persons", lambda counts: counts.persons(65, 74)),
    "75+": PlainCount("75歳以上の人", "persons", lambda counts: counts.persons(75)),
    "85+": PlainCount("85歳以上の人", "persons", lambda counts: counts.persons(85)),
    "0-14": PlainCount("0～14歳の人", "persons", lambda counts: counts.persons(0, 14)),
    "15-64": PlainCount("15～64歳の人", "persons", lambda counts: counts.persons(15, 64)),
    "households": _households("世帯", "total"),
    "single_elderly": _households("65歳以上のひとり暮らし", "single_elderly"),
    "elderly_couple": _households("高齢夫婦世帯", "elderly_couple"),
    "certified": PlainCount("要介護等の認定を受けた人", "persons", lambda counts: counts.certified(), ("care",)),
    "in_need": PlainCount(
        "困りごとを把握した人（実人数）", "persons", lambda counts: counts.in_need("total"), ("needs",)
    ),
    "salons": PlainCount("サロン・通いの場", "places", lambda counts: counts.resources("salon")),
    "area": PlainCount("面積", "km2", lambda counts: counts.square_kilometres()),
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
        entry = COUNTS[name]
        amount = entry.function(
            counts_for(loaded, entry.tables, level, as_of, source, sharing_rules(city, sharing), entry.households)
        )
        rows = frame_of(
            loaded,
            level,
            name,
            amount.as_of,
            entry.unit,
            cite(loaded, amount),
            ";".join(filter(None, amount.source_ids)),
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
        parts.append(published_values.with_printed(loaded, rows, as_of, source))
    return pd.concat(parts, ignore_index=True)
