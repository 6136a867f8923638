"""Headline cards: a count or a share, and what stands beside it - its date, the city's value, the nation's with its own
date."""

from __future__ import annotations

import pandas as pd

from analysis.indicators.national import national
from analysis.indicators.registry import INDICATORS, shown_on
from pages.figures import wording
from pages.figures.compose import name_of, text_of
from pages.figures.tables import Card

YEARS_APART = 3  # from here on the nation's value is no measure for the city's (ours)
APART = "年が離れているため、高い・低いは言えません。"


def within(sharing: str) -> tuple[str, ...]:
    """The figures listed for the areas inside a district; 公開用 lists nowhere where people live alone."""
    return tuple(key for key in shown_on("district") if sharing != "public" or key != "single_elderly_rate")


def headline(counts: pd.DataFrame, rows: pd.DataFrame) -> list[Card]:
    """The city's counts, then its shares with the nation's beside them where the definition is the same."""
    return [
        *map(_count, counts.to_dict("records")),
        *(_share(row, _nation(row["indicator"], row["as_of"])) for _, row in rows.iterrows()),
    ]


def of_district(counts: pd.DataFrame, rows: pd.DataFrame, whole: pd.DataFrame) -> list[Card]:
    """A district's counts, then its figures with the city's beside them."""
    city = whole.set_index("indicator", drop=False)
    shares = [_share(row, _city(city.loc[row["indicator"]], row["as_of"])) for _, row in rows.iterrows()]
    return [*map(_count, counts.to_dict("records")), *shares]


def known(items: list[Card]) -> list[Card]:
    """The cards that have a value."""
    return [item for item in items if item.known]


def lacking(items: list[Card]) -> str:
    """The names of those that have none, with why, in one sentence."""
    why: dict[str, list[str]] = {}
    for item in items:
        if not item.known:
            why.setdefault(item.value, []).append(item.name)
    return "　".join(f"{words}：{'、'.join(names)}。" for words, names in why.items())


def _count(row: dict) -> Card:
    known = pd.notna(row["value"])
    return Card(
        row["label"], wording.value_text(row["value"], row["unit"], row["state"]), _when(row) if known else (), known
    )


def _share(row: pd.Series, beside: tuple[str, ...]) -> Card:
    known = bool(pd.notna(row["value"]))
    return Card(
        name_of(row), text_of(row), (*(_when(row) if known or row["state"] != "not_in_source" else ()), *beside), known
    )


def _when(row: pd.Series | dict) -> tuple[str, ...]:
    """The date of a value; what no source has is of no date either."""
    return (wording.as_of_text(row["as_of"]),) if isinstance(row["as_of"], str) and row["as_of"] else ()


def _city(row: pd.Series, as_of: object) -> tuple[str, ...]:
    """The city's value where a source has one, with its date where that is another than the district's."""
    if pd.isna(row["value"]) and row["state"] == "not_in_source":
        return ()
    dated = isinstance(row["as_of"], str) and row["as_of"] and row["as_of"] != as_of and pd.notna(row["value"])
    return (f"市全体 {text_of(row)}" + (f"（{wording.as_of_text(row['as_of'])}）" if dated else ""),)


def _nation(indicator: str, as_of: object) -> tuple[str, ...]:
    """The nation's value with its own date; that it is of quite another year is said, for a share moves in between."""
    item = INDICATORS[indicator].national
    row = national(item) if item else None
    if row is None:
        return ()
    when = wording.national_date(row["as_of"])
    years = [
        wording.national_year(written)[0] for written in (row["as_of"], as_of) if isinstance(written, str) and written
    ]
    apart = (APART,) if len(years) == 2 and abs(years[0] - years[1]) >= YEARS_APART else ()
    return (f"全国 {row['value']} %（{when}、{row['publisher']}）", *apart)
