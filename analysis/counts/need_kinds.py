"""What people need and which services they use: two tables of people whom the support centres know of, asked for by one
word."""

from __future__ import annotations

from analysis.counts.loaded_city import LoadedCity
from data.vocabulary import NEEDS, SERVICE_TOTAL, SERVICES, TOTAL

# table: its columns of date and item, and the word for its persons with any item (実人数).
TABLES = {"needs": ("period", "need", TOTAL), "service_use": ("as_of", "item", SERVICE_TOTAL)}
_KNOWN = {"needs": NEEDS, "service_use": tuple(f"{group}・{use}" for group, use in SERVICES)}


def kinds(loaded: LoadedCity) -> dict[str, tuple[str, str]]:
    """Every word for a need or a service -> (table, item): the field's own and those of the city's tables.

    A service that is called as a need is 「サービス・…」, so that each word means one thing.
    """

    def make() -> dict[str, tuple[str, str]]:
        found = {}
        for table, (_, column, total) in TABLES.items():
            for item in dict.fromkeys([TOTAL, *_KNOWN[table], *loaded.table(table)[column].dropna()]):
                word = total if item == TOTAL else f"サービス・{item}" if item in found else item
                found[word] = (table, item)
        return found

    return loaded.keep("kinds of need", make)


def kinds_in(loaded: LoadedCity, table: str) -> list[str]:
    """The words for what a table of the city holds, in the table's own order."""
    words = {item: word for word, (of, item) in kinds(loaded).items() if of == table}
    return [words[item] for item in dict.fromkeys(loaded.table(table)[TABLES[table][1]].dropna())]


def table_of(loaded: LoadedCity, kind: str | None) -> str:
    """The table that a word is about; "needs" for one that nobody knows (analysis.counts.area_counts refuses it)."""
    return kinds(loaded).get(kind or TOTAL, ("needs", ""))[0]
