"""困りごとの推計: published rates, and those people add, times the people of a city or its districts; protected like
their base."""

from __future__ import annotations

import unicodedata
import uuid
import zlib
from dataclasses import asdict, dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.counts.loaded_city import load_city
from analysis.counts.source_choice import counts_for
from analysis.indicators.plain_counts import COUNTS, counts
from analysis.methods import estimates as arithmetic
from data.made import json_store
from data.store import access
from data.store.city import PUBLISHED, City
from data.text.letters import cleaned

UNDER_18 = "0-17"
LEVELS = ("district", "city")  # finer areas hold too few people for a rate of the nation
BASES = {
    "population": "人口",
    "65+": "65歳以上の人",
    "75+": "75歳以上の人",
    UNDER_18: "0～17歳の人",
    "single_elderly": "65歳以上のひとり暮らし",
    "households": "世帯",
}
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
STORE = "rates"
LONGEST = 60
_RULES = {"persons aged 0-17": UNDER_18, "persons aged 65+ living alone": "single_elderly"}
# The table's words as they are said here: plainer, and in Japanese throughout.
WORDED = {
    "認知症で独居の高齢者": "認知症でひとり暮らしの高齢者",
    "厚生労働省 2018 (child poverty 13.7%)": "厚生労働省 2018年（子どもの貧困率 13.7 %）",
    "厚生労働省 みんなのメンタルヘルス (65+ prevalence 8-10%)": (
        "厚生労働省「みんなのメンタルヘルス」（65歳以上の8～10 %）"
    ),
}


@dataclass(frozen=True)
class Rate:
    """Who is estimated, from whom (a key of BASES), at which rate (0-1, low to high), and who published the rate. `key`
    is "" unless a user added it."""

    group: str
    base: str
    low: float
    high: float
    source: str
    key: str = ""


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


def own_rates(city: City) -> list[Rate]:
    """The rates that people added for this city, oldest first.

    Raises data.made.json_store.MadeUnreadable.
    """
    try:
        rates = [Rate(**row) for row in json_store.read(city, STORE, [])]
    except TypeError:  # JSON, but not rates
        raise json_store.unreadable(city, STORE) from None
    if any(not isinstance(text, str) for rate in rates for text in (rate.group, rate.source, rate.key)) or any(
        rate.base not in BASES or type(share) not in (int, float) or not 0 <= share <= 1
        for rate in rates
        for share in (rate.low, rate.high)
    ):
        raise json_store.unreadable(city, STORE)
    return rates


def add_rate(city: City, rate: Rate) -> None:
    """Keep one more rate for this city; where somebody else's of the same group came first (two people at once), that
    one stays."""
    row = asdict(rate) | {"key": uuid.uuid4().hex}
    json_store.change(
        city, STORE, [], lambda rows: rows if rate.group in {kept["group"] for kept in rows} else [*rows, row]
    )


def version(rates: list[Rate]) -> str:
    """A short text that changes with the rates: what was drawn of others does not stand for them."""
    return f"{zlib.crc32(repr(rates).encode()):08x}"


def remove_rate(city: City, key: str) -> None:
    """Take a rate that was added away again; nothing happens where it is gone already."""
    json_store.change(city, STORE, [], lambda rows: [row for row in rows if row["key"] != key])


def rate_of(
    group: str, base: str, low: str, high: str, source: str, known: list[Rate]
) -> tuple[Rate | None, list[str]]:
    """A rate from what was written into the form (per cent; an empty `high` means the same as low), or everything that
    is wrong with it, in words."""
    group, source = (unicodedata.normalize("NFKC", cleaned(text or "")).strip() for text in (group, source))
    wrong = _texts_wrong(group, source, known)
    if base not in BASES:
        wrong.append("もとになる人数を選んでください。")
    first, said_low = _per_cent(low, "低いほうの割合")
    last, said_high = _per_cent(high, "高いほうの割合") if (high or "").strip() else (first, [])
    wrong += said_low + said_high
    if first is not None and last is not None and first > last:
        wrong.append("低いほうの割合が、高いほうの割合より大きくなっています。入れ替えてください。")
    return (None, wrong) if wrong else (Rate(group, base, first, last, source), [])


def _texts_wrong(group: str, source: str, known: list[Rate]) -> list[str]:
    wrong = [] if group else ["「推計する人」の名前を書いてください。"]
    wrong += (
        ["同じ名前の推計がすでにあります。別の名前にするか、前のものを消してください。"]
        if group in {rate.group for rate in known}
        else []
    )
    wrong += [] if source else ["「割合の出典」を書いてください。出典のない割合は使えません。"]
    return wrong + [
        f"「{name}」は{limit}字までにしてください。"
        for name, text, limit in (("推計する人", group, LONGEST), ("割合の出典", source, 3 * LONGEST))
        if len(text) > limit
    ]


def _per_cent(written: str, name: str) -> tuple[float | None, list[str]]:
    text = unicodedata.normalize("NFKC", written or "").strip().removesuffix("%").strip()
    if not text:
        return None, [f"「{name}」を書いてください（例：8）。"]
    if not text.isascii() or not text.replace(".", "", 1).isdigit():
        return None, [f"「{name}」は、8 や 13.7 のような数で書いてください。"]
    if not 0 < float(text) <= 100:
        return None, [f"「{name}」は、0より大きく100以下の数にしてください。"]
    return round(float(text) / 100, 8), []


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
    """The base population by area as it may be shown (columns of analysis.indicators.plain_counts.counts), with `note`."""
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
    return "persons" if base in (UNDER_18, "single_elderly") else COUNTS[base][1]
