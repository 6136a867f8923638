"""Rates that people add for 困りごとの推計: read, kept, and what is wrong with one that somebody writes."""

from __future__ import annotations

import unicodedata
import uuid
import zlib
from dataclasses import asdict, dataclass

from data.made import json_store
from data.store.city import City
from data.text.letters import cleaned

UNDER_18 = "0-17"
BASES = {
    "population": "人口",
    "65+": "65歳以上の人",
    "75+": "75歳以上の人",
    UNDER_18: "0～17歳の人",
    "single_elderly": "65歳以上のひとり暮らし",
    "households": "世帯",
}
STORE = "rates"
LONGEST = 60


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


def version_of(rates: list[Rate]) -> str:
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
    if wrong or first is None or last is None:
        return None, wrong
    return Rate(group, base, first, last, source), []


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
