"""Which date and source a figure is taken from when a reader names one, or none."""

from __future__ import annotations

from analysis.counts import published_values
from analysis.counts.city_counts import CityCounts
from analysis.counts.loaded_city import LoadedCity
from analysis.counts.reference_date import day, nearest_source
from analysis.counts.sharing_rules import NOTHING_HIDDEN, SharingRules

# Without a choice, a register comes before a census, and anything dated before anything else.
_PREFERRED = ("register", "census")
DATED = {"households": "as_of", "care": "as_of", "needs": "period", "service_use": "as_of"}


def population_dates(loaded: LoadedCity) -> list[tuple[str, str, str]]:
    """(as_of, source_id, kind) of every age table, oldest first."""

    def make():
        kinds = loaded.table("sources").set_index("source_id")["kind"].dropna().to_dict()
        found = {(as_of, source_id) for as_of, source_id, _ in loaded.population_index}
        return sorted(
            ((as_of, source_id, kinds.get(source_id, "")) for as_of, source_id in found),
            key=lambda row: (day(row[0]), row[1]),
        )

    return loaded.keep("population dates", make)


def counts_for(
    loaded: LoadedCity,
    tables: tuple[str, ...],
    level: str,
    as_of: str | None,
    source: str | None,
    rules: SharingRules = NOTHING_HIDDEN,
    households: str | None = None,
) -> CityCounts:
    """The counts an indicator is made of, at the date its first table has (households: the kind of them that it
    counts).

    With a date: that date (ValueError, naming the dates there are, where no table has it); without: the latest of the
    first table. Ages come from the source named, else the register, nearest to that date.
    """
    return loaded.keep(
        ("counts", tables[0], level, as_of, source, rules, households),
        lambda: _counts(loaded, tables[0], level, as_of, source, rules, households),
    )


def _counts(
    loaded: LoadedCity,
    first: str,
    level: str,
    as_of: str | None,
    source: str | None,
    rules: SharingRules,
    households: str | None,
) -> CityCounts:
    known = population_dates(loaded)
    if source and source not in {source_id for _, source_id, _ in known} | set(loaded.table("sources")["source_id"]):
        raise ValueError(
            f"「{source}」という出典はありません。あるもの:"
            f" {'、'.join(dict.fromkeys(source_id for _, source_id, _ in known))}"
        )
    of_table = _dates_to_choose(loaded, first, households) if first in DATED else [date for date, *_ in known]
    said = published_values.dates(loaded)
    if (
        as_of
        and as_of
        not in {date for date, *_ in known} | {date for table in DATED for date in _dates_of(loaded, table)} | said
    ):
        raise ValueError(f"{as_of} の資料はありません。ある基準日: {'、'.join(dict.fromkeys(of_table)) or 'なし'}")
    chosen = _series(known, as_of, source)
    if as_of and first == "population" and as_of not in {date for date, *_ in chosen}:
        if as_of in said:  # a document prints figures of that day; ages of another day are none of them
            return CityCounts(loaded, level, as_of, None, True, rules)
        raise ValueError(
            f"{as_of} の年齢別人口はありません。ある基準日:"
            f" {'、'.join(dict.fromkeys(date for date, *_ in chosen)) or 'なし'}"
        )
    if as_of or first not in DATED or not of_table:
        date = as_of or (max(chosen, key=lambda row: day(row[0]))[0] if chosen else "")
    else:
        date = max(of_table, key=day)
    population = nearest_source([row[:2] for row in chosen], date) if chosen else None
    return CityCounts(
        loaded, level, date or (max(of_table, key=day) if of_table else "1900"), population, bool(as_of), rules
    )


def _dates_of(loaded: LoadedCity, table: str) -> list[str]:
    return sorted((str(date) for date in loaded.table(table)[DATED[table]].dropna().unique()), key=day)


def _dates_to_choose(loaded: LoadedCity, table: str, households: str | None) -> list[str]:
    """The dates without a choice: of the kind of households that is counted, where one is (a newer register that counts
    them all says nothing of who lives alone). Households written beside the needs of a few neighbourhoods do not speak
    for the city, however new they are.
    """
    if table != "households":
        return _dates_of(loaded, table)
    sources, rows = loaded.table("sources"), loaded.table(table)
    rows = (
        rows[(rows["kind"] == households) & (rows["households"].notna() | rows["persons"].notna())]
        if households
        else rows
    )
    beside = sources.loc[sources["kind"].isin(["needs", "service_use"]), "source_id"]
    own = rows.loc[~rows["source_id"].isin(beside), "as_of"].dropna().unique()
    return (
        sorted(map(str, own), key=day)
        or sorted(map(str, rows["as_of"].dropna().unique()), key=day)
        or _dates_of(loaded, table)
    )


def _series(known: list[tuple[str, str, str]], as_of: str | None, source: str | None) -> list[tuple[str, str, str]]:
    """The age tables to choose from: of the source named; else those of that very date; else of the best kind there
    is."""
    if source and (named := [row for row in known if row[1] == source]):
        return named
    candidates = [row for row in known if row[0] == as_of] or known
    for kind in _PREFERRED:
        if of_kind := [row for row in candidates if row[2] == kind]:
            return of_kind
    return candidates
