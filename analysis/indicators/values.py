"""Figures of a city, ready to be shown: each with its parts, state, date and source, and already protected.

This is the one door: pages, books and the command line take figures from here and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.counts import need_kinds, published_values
from analysis.counts.area_counts import CityFacts, rules
from analysis.counts.loaded_city import Prepared, prepared
from analysis.counts.source_choice import DATED, day, facts_for, population_dates
from analysis.indicators import reader_choice, registry
from analysis.indicators.registry import Indicator
from analysis.methods import disclosure
from analysis.methods.amounts import Amounts, Choice, Ratio, ranks, words, worse_basis
from data.store import access, citations
from data.store.city import City
from data.vocabulary import COUNTED

COLUMNS = (
    "indicator",
    "area_code",
    "area_name",
    "level",
    "as_of",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "method",
    "state",
    "basis",
    "unit",
    "source",
    "source_id",
    "kind",
    "distance_m",
    "group",
    "way",
    "when",
    "often",
)
# Which kind of households (vocabulary of the table) an indicator or a count is about: it stands under the date of
# these.
_HOUSEHOLDS = {
    "households": "total",
    "single_elderly": "single_elderly",
    "single_elderly_rate": "single_elderly",
    "elderly_couple": "elderly_couple",
    "elderly_couple_rate": "elderly_couple",
}


def figures(
    city: City,
    indicators: Sequence[str],
    level: str,
    *,
    as_of: str | None = None,
    source: str | None = None,
    kind: str | None = None,
    distance: int | str | None = None,
    group: str | None = None,
    unknown_age: str = "exclude",
    way: str | None = None,
    when: str | None = None,
    often: float | str | None = None,
    sharing: str = "public",
) -> pd.DataFrame:
    """Rows of COLUMNS for every area of a level in the city's own order, indicator by indicator.

    value is in its unit (registry; only "share" is 0-1) and missing unless the state is ok or merged, but for one case:
    basis "estimated" with state not_in_source carries an estimate that has to be labelled so (areas known only as
    points). Where the city's tables have nothing and a public document prints the figure, it is that one
    (analysis.counts.published_values). kind, distance, group, way, when and often take several with commas (analysis.indicators.reader_choice); kinds joined by +
    count together. Raises ValueError for names that do not exist and PermissionError for sharing="internal" without the
    access setting (data.store.access).
    """
    access.require(sharing)
    made = prepared(city)
    if level not in made.level_names:
        raise ValueError(f"「{level}」という区域の段階はこの市にありません。あるもの: {'、'.join(made.level_names)}")
    parts, entries = [], [registry.indicator(key) for key in indicators]
    if sharing != "internal" and (kept := [entry.label for entry in entries if entry.officials]):
        raise PermissionError(f"「{'」「'.join(kept)}」は、庁内用だけの指標です。")
    for entry in entries:
        for choice in reader_choice.choices(
            made, entry, Choice(kind, distance, group, unknown_age, way, when, often), sharing
        ):
            facts = facts_for(
                made,
                _tables(made, entry, choice.kind),
                level,
                as_of,
                source,
                rules(city, sharing),
                _HOUSEHOLDS.get(entry.key),
            )
            rows = _rows(made, level, entry, entry.function(facts, choice), choice)
            parts.append(
                published_values.filled(made, rows, as_of, source) if reader_choice.is_usual(entry, choice) else rows
            )
    return (
        pd.concat(parts, ignore_index=True)
        if len(parts) > 1
        else parts[0]
        if parts
        else pd.DataFrame(columns=list(COLUMNS))
    )


def _tables(made: Prepared, entry: Indicator, kind: str | None) -> tuple[str, ...]:
    """The tables of an indicator; that of the services where one of them is asked for among the needs."""
    first, *rest = entry.tables
    return (need_kinds.table_of(made, kind), *rest) if first == "needs" else entry.tables


def _rows(made: Prepared, level: str, entry: Indicator, ratio: Ratio, choice: Choice) -> pd.DataFrame:
    top, bottom = ratio.numerator, ratio.denominator
    if bottom is None:  # the count itself
        rows = _frame(
            made, level, entry.key, top.as_of, entry.unit, _cite(made, top), ";".join(filter(None, top.source_ids))
        )
        rows = rows.assign(
            numerator=top.count,
            denominator=np.nan,
            value=top.count,
            state=top.state,
            basis=top.basis,
            **reader_choice.said(entry, choice),
        )
        return disclosure.blank(rows, top.masked(), np.zeros(len(rows), bool))[list(COLUMNS)]
    state = words(np.maximum(ranks(top.state), ranks(bottom.state)))
    counted = np.isin(state, COUNTED)
    state[counted & (bottom.count == 0)] = "no_denominator"
    # Nobody on the list is no proof that there is nobody: neighbours may well look after one another. (What is measured
    # in metres is a number.)
    unlisted = np.isin(top.state, COUNTED) & (top.count == 0) & entry.listed & (choice.distance is None)
    state[unlisted & np.isin(state, COUNTED)] = "not_listed"
    basis = worse_basis(top.basis, bottom.basis)
    estimate = (state == "not_in_source") & (basis == "estimated")
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(np.isin(state, COUNTED) | estimate, ratio.scale * top.count / bottom.count, np.nan)
    rows = _frame(
        made,
        level,
        entry.key,
        top.as_of or bottom.as_of,
        entry.unit,
        _cite(made, top, bottom),
        ";".join(source_id for source_id in top.source_ids if source_id),
    )
    rows = rows.assign(
        numerator=np.where(unlisted, np.nan, top.count),
        denominator=bottom.count,
        value=value,
        method=ratio.method,
        state=state,
        basis=basis,
        **reader_choice.said(entry, choice),
    )
    return disclosure.blank(rows, top.masked(), bottom.masked())[list(COLUMNS)]


def _frame(made: Prepared, level: str, key: str, as_of: str, unit: str, source: str, source_id: str) -> pd.DataFrame:
    codes = made.codes(level)
    return pd.DataFrame(
        {
            "indicator": key,
            "area_code": codes.to_numpy(),
            "area_name": made.names(level),
            "level": level,
            "as_of": as_of,
            "lower": np.nan,
            "upper": np.nan,
            "method": "none",
            "unit": unit,
            "source": source,
            "source_id": source_id,
        }
    )


def _cite(made: Prepared, *amounts: Amounts) -> str:
    return citations.cite(made.table("sources"), [(part.as_of, part.source_ids, part.note) for part in amounts])


# Plain counts, through the same door.

COUNTS: dict[str, tuple[str, str, object]] = {
    "population": ("人口", "persons", lambda facts: facts.persons(unknown_age="include")),
    "65+": ("65歳以上の人", "persons", lambda facts: facts.persons(65)),
    "65-74": ("65～74歳の人", "persons", lambda facts: facts.persons(65, 74)),
    "75+": ("75歳以上の人", "persons", lambda facts: facts.persons(75)),
    "85+": ("85歳以上の人", "persons", lambda facts: facts.persons(85)),
    "0-14": ("0～14歳の人", "persons", lambda facts: facts.persons(0, 14)),
    "15-64": ("15～64歳の人", "persons", lambda facts: facts.persons(15, 64)),
    "households": ("世帯", "households", lambda facts: facts.households("total")),
    "single_elderly": ("65歳以上のひとり暮らし", "households", lambda facts: facts.households("single_elderly")),
    "elderly_couple": ("高齢夫婦世帯", "households", lambda facts: facts.households("elderly_couple")),
    "certified": ("要介護等の認定を受けた人", "persons", lambda facts: facts.certified()),
    "in_need": ("困りごとを把握した人（実人数）", "persons", lambda facts: facts.in_need("total")),
    "salons": ("サロン・通いの場", "places", lambda facts: facts.resources("salon")),
    "area": ("面積", "km2", lambda facts: facts.square_kilometres()),
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
    made, parts = prepared(city), []
    for name in names:
        _, unit, count = COUNTS[name]
        tables = _COUNT_TABLES.get(name, ("population",))
        amount = count(facts_for(made, tables, level, as_of, source, rules(city, sharing), _HOUSEHOLDS.get(name)))
        rows = _frame(
            made, level, name, amount.as_of, unit, _cite(made, amount), ";".join(filter(None, amount.source_ids))
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
        parts.append(published_values.filled(made, rows, as_of, source))
    return pd.concat(parts, ignore_index=True)


# What else pages ask for.


def kinds_of_need(city: City, table: str = "needs") -> list[str]:
    """The words (`kind`) for what the city's table `needs` or `service_use` holds."""
    return need_kinds.kinds_in(prepared(city), table)


def dates(city: City) -> list[tuple[str, str, str, str]]:
    """(as_of, source_id, label, kind of source) of every age table, oldest first."""
    made = prepared(city)
    return [
        (
            as_of,
            source_id,
            f"{citations.date_words(as_of)}（{citations.title(made.table('sources'), source_id)}）",
            kind,
        )
        for as_of, source_id, kind in population_dates(made)
    ]


def areas_within(city: City, area_code: str) -> list[str]:
    """Codes of the areas that belong to an area, also through areas between."""
    above = prepared(city).above
    return above.loc[above["parent_code"] == area_code, "area_code"].tolist()


def points_level(city: City) -> str:
    """The level whose areas people are counted in, and spread over for reach."""
    return prepared(city).points_level


def default_source(city: City) -> tuple[str, str] | None:
    """(as_of, source_id) taken when nothing is asked for: the latest register; None in a city without ages."""
    return facts_for(prepared(city), ("population",), "city", None, None).population


def series(city: City, indicator: str, area_codes: Sequence[str], **options) -> pd.DataFrame:
    """Rows of `figures` for some areas of one level over every date of the same kind of source, oldest first."""
    made = prepared(city)
    level = options.pop("level", None) or made.areas["level"].reindex(list(area_codes)).iloc[0]
    entry, source = registry.indicator(indicator), options.pop("source", None)
    parts = [
        figures(city, [indicator], level, as_of=as_of, source=source_id, **options)
        for as_of, source_id in _series_dates(made, entry, source, options.get("kind"))
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else figures(city, [indicator], level, **options)
    # A table of the day before may answer for two dates; a count stands once, under its own.
    rows = rows[~rows.duplicated(["area_code", "as_of", *COLUMNS[COLUMNS.index("kind") :]]) | rows["numerator"].isna()]
    return rows[rows["area_code"].isin(list(area_codes))].reset_index(drop=True)


def _series_dates(
    made: Prepared, entry: Indicator, source: str | None, asked: str | None
) -> list[tuple[str, str | None]]:
    first = _tables(made, entry, asked)[0]
    if first in DATED:
        return [(date, None) for date in sorted(made.table(first)[DATED[first]].dropna().unique(), key=day)]
    known = population_dates(made)
    default = facts_for(made, ("population",), "city", None, source).population
    kind = next((kind for as_of, source_id, kind in known if (as_of, source_id) == default), None)
    return [(as_of, source_id) for as_of, source_id, of_kind in known if of_kind == kind]


def age_structure(city: City, area_code: str, as_of: str | None = None, source: str | None = None) -> pd.DataFrame:
    """Persons by five-year band of one area: age (label), age_from, all, male, female, state, as_of, source.

    male and female are missing where the source has no sexes; persons of unknown age are the last row (age_from
    missing), if any.
    """
    made = prepared(city)
    level = made.areas.at[area_code, "level"]
    facts = facts_for(made, ("population",), level, as_of, source)
    place = made.codes(level).get_loc(area_code)
    rows = [_band(facts, place, start, end) for start, end in _bands(made, facts)]
    frame = pd.DataFrame(rows, columns=["age", "age_from", "all", "male", "female", "state"])
    return frame.assign(as_of=facts.population[0] if facts.population else "", source=_cite(made, facts.persons()))


def _bands(made: Prepared, facts: CityFacts) -> list[tuple[int, int | None]]:
    table = made.age_table(*facts.population) if facts.population else None
    if table is None:
        return []
    most = (table.rank >= 0).mean(axis=0) > 0.5  # a suppressed area's single row is no band
    return [
        (int(a), None if b >= 1000 else int(b)) for a, b in zip(table.age_from[most], table.age_to[most], strict=True)
    ]


def _band(facts: CityFacts, place: int, start: int, end: int | None) -> tuple:
    label = f"{start}歳以上" if end is None else f"{start}～{end}歳"
    both, male, female = (facts.persons(start, end, sex=sex) for sex in ("all", "male", "female"))
    return label, start, both.count[place], male.count[place], female.count[place], both.state[place]


def gaps(
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
        level or prepared(city).points_level,
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
