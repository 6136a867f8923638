"""困りごとの推計: published rates, and those people add, times the people of a city or its districts; protected like
their base."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from analysis.counts.loaded_city import load_city
from analysis.counts.source_choice import counts_for
from analysis.indicators.plain_counts import COUNTS, counts
from analysis.methods import estimates as arithmetic
from data.made.added_rates import UNDER_18, Rate
from data.store import access
from data.store.city import PUBLISHED, City

LEVELS = ("district", "city")  # finer areas hold too few people for a rate of the nation
THREE_FIFTHS = "0～17歳は、0～14歳の人数に、15～19歳の人数の5分の3を足したものです"
COLUMNS = (
    "group",
    "base",
    "area_code",
    "area_name",
    "level",
    "persons",
    "unit",
    "rate_low",
    "rate_high",
    "low",
    "high",
    "state",
    "basis",
    "as_of",
    "source",
    "rate_source",
    "added",
    "note",
)
_RULES = {"persons aged 0-17": UNDER_18, "persons aged 65+ living alone": "single_elderly"}


# The table's words as they are said here: plainer, and in Japanese throughout.
WORDED = {
    "認知症で独居の高齢者": "認知症でひとり暮らしの高齢者",
    "厚生労働省 2018 (child poverty 13.7%)": "厚生労働省 2018年（子どもの貧困率 13.7 %）",
    "厚生労働省 みんなのメンタルヘルス (65+ prevalence 8-10%)": (
        "厚生労働省「みんなのメンタルヘルス」（65歳以上の8～10 %）"
    ),
}


@cache
def example() -> pd.DataFrame:
    """半田市's published table as printed: group, base_population_rule, rate_low, rate_high, estimate_low,
    estimate_high, rate_source, source."""
    return pd.read_csv(PUBLISHED / "handa_estimates.csv", encoding="utf-8")


def published_rates() -> list[Rate]:
    """The rates of the published table, in its order."""
    rows = example().dropna(subset=["rate_low"])
    return [
        Rate(worded(row.group), _RULES[row.base_population_rule], row.rate_low, row.rate_high, worded(row.rate_source))
        for row in rows.itertuples()
    ]


def worded(text: str) -> str:
    """Words of the published table as they are said on screen."""
    return WORDED.get(text, text)


def estimates(city: City, level: str, rates: list[Rate], sharing: str = "public") -> pd.DataFrame:
    """Rows of COLUMNS: for each rate every area of a level ("city", "district") in the city's own order.

    persons: the base; low, high: the estimate in whole persons (or households). Where the base may not be shown, or is
    not known, both are missing and `state` says why: the estimate would give the base back. added: whether the rate is
    one that a user added. Raises ValueError for finer levels, PermissionError as figures do.
    """
    access.require(sharing)
    if level not in LEVELS:
        raise ValueError(f"推計は、市全体と地区だけで行います（{level}）。")
    bases = {base: _base(city, level, base, sharing) for base in dict.fromkeys(rate.base for rate in rates)}
    parts = []
    for rate in rates:
        rows = bases[rate.base]
        low, high = arithmetic.span(rows["value"].to_numpy(float), rate.low, rate.high)
        parts.append(
            rows.assign(
                group=rate.group,
                base=rate.base,
                persons=rows["value"],
                unit=unit_of(rate.base),
                basis="estimated",
                rate_low=rate.low,
                rate_high=rate.high,
                low=low,
                high=high,
                rate_source=rate.source,
                added=bool(rate.key),
            )
        )
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)] if parts else pd.DataFrame(columns=list(COLUMNS))


def _base(city: City, level: str, base: str, sharing: str) -> pd.DataFrame:
    """The base population by area as it may be shown (columns of analysis.indicators.plain_counts.counts), with
    `note`."""
    if base != UNDER_18:
        return _shown(counts(city, level, [base], sharing=sharing)).assign(note="")
    rows = counts(
        city, level, ["0-14"], sharing=sharing
    )  # ages are not protected; dates and sources are the same for all of them
    people = counts_for(load_city(city), ("population",), level, None, None)
    exact, teens = people.persons(0, 17), people.persons(15, 19)
    known = ~np.isnan(exact.count)
    value = np.where(known, exact.count, arithmetic.under_18(rows["value"].to_numpy(float), teens.count))
    state = np.where(known, exact.state, np.where(rows["state"] == "ok", teens.state, rows["state"]))
    return _shown(rows.assign(value=value, state=state, note=np.where(known | np.isnan(value), "", THREE_FIFTHS)))


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(value=rows["value"].where(rows["state"].isin(("ok", "merged"))))


def unit_of(base: str) -> str:
    """The unit a base is counted in: persons or households."""
    return "persons" if base in (UNDER_18, "single_elderly") else COUNTS[base].unit
