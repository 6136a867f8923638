"""What the tables of a city count at one level, one date and one level of sharing: people, households, care, needs,
ground, summed up the levels and protected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.counts import need_kinds, published_values
from analysis.counts.table_counts import TableCounts
from analysis.counts.table_rows import insured, of_all_levels, of_item, of_kind, single_elderly
from analysis.methods import ages, disclosure, fine_levels
from analysis.methods.amounts import Amounts
from data.store import citations
from data.vocabulary import AGE_GROUPS, SINGLE

_SQUARE_METRES = 1e6
_GUARDED = "ひとり暮らしの人数は、公開用では町丁・町内会ごとに示しません（0人も含め、人数によりません）"
_GUARDED_TOO = (
    "ひとり暮らしの人数は、公開用では、地区より細かい区域や地区と境目の合わない区域ごとに示しません（0人も含め、"
    "人数によりません）"
)


@dataclass(frozen=True)
class AreaCounts(TableCounts):
    """What the tables of one city count, one an area, protected as its rules say."""

    def persons(
        self, age_from: int = 0, age_to: int | None = None, unknown_age: str = "exclude", sex: str = "all"
    ) -> Amounts:
        return self.kept(
            "persons",
            age_from,
            age_to,
            unknown_age,
            sex,
            make=lambda: self._persons(age_from, age_to, unknown_age, sex),
        )

    def _persons(self, age_from: int, age_to: int | None, unknown_age: str, sex: str) -> Amounts:
        if not self.population or (table := self.city.age_table(*self.population, sex)) is None:
            return self.none()
        leaf = ages.persons(table, age_from, age_to, unknown_age)
        return self.rolled_up(leaf, "population", *self.population)

    def protected(
        self,
        item: str,
        counts: dict[str, Callable[[AreaCounts], Amounts]],
        shown: Amounts | None = None,
        at_most: str | None = None,
        closed: frozenset[str] = frozenset(),
    ) -> Amounts:
        """The count named `item` with its hidden cells, decided on all of `counts` over every level of the whole city
        at once.

        shown: amounts to carry the hidden cells instead (persons, where households decide). at_most: the one of
        `counts` that counts persons with any of the others (analysis.methods.disclosure). closed: levels at which
        nothing is shown, whatever the count.
        """
        amounts = shown or counts[item](self)
        if not self.rules.threshold:
            return amounts
        key = ("hidden", tuple(counts), self.as_of, self.population, self.asked, self.rules.threshold, closed)
        return replace(
            amounts, hidden=self.city.keep(key, lambda: self._hide(counts, at_most, closed))[self.level, item]
        )

    def _hide(
        self, counts: dict[str, Callable[[AreaCounts], Amounts]], at_most: str | None, closed: frozenset[str]
    ) -> dict[tuple[str, str], np.ndarray]:
        parts = [
            pd.DataFrame(
                {
                    "item": item,
                    "level": level,
                    "area_code": self.city.codes(level),
                    "count": amounts.count,
                    "basis": amounts.basis,
                    "published": self._published(amounts),
                    "printed_too": published_values.printed_alike(self.city, item, self.city.codes(level), amounts),
                }
            )
            for item, count in counts.items()
            for level in self.city.level_names
            for amounts in [count(self.at(level))]
        ]
        cells = pd.concat(parts, ignore_index=True)
        # What can be inferred from a public document alone is as public as what it prints; beside counts of our own it
        # is not.
        inferred = (cells["basis"] == "inferred") & cells["published"]
        mixed = ((cells["basis"] == "counted") & cells["count"].notna()).any()
        cells["printed"] = (cells["basis"] == "printed") | (inferred & (not mixed)) | cells["printed_too"]
        large = (
            fine_levels.as_large_as_a_district(
                self.city.areas.reset_index(drop=True), self.city.above, self._households_level()
            )
            if closed
            else ()
        )
        guarded = (cells["level"].isin(closed) & ~cells["area_code"].isin(large)).to_numpy()
        cells["hidden"] = disclosure.hidden_cells(
            cells, self.city.above, self.rules.threshold, at_most if at_most in counts else None, guarded
        )
        # A small count that a document prints too hides no other (whoever read it knows it), but ours is not shown for
        # that.
        cells["hidden"] |= (
            cells["printed_too"]
            & (cells["basis"] != "printed")
            & disclosure.is_small(cells["count"], self.rules.threshold)
        )
        return {key: rows["hidden"].to_numpy(bool) for key, rows in cells.groupby(["level", "item"], sort=False)}

    def _published(self, amounts: Amounts) -> bool:
        """Whether all of it stands in public documents."""
        return bool(amounts.source_ids) and set(amounts.source_ids) <= citations.published(self.city.table("sources"))

    def _alone(self, shown: Amounts | None = None) -> Amounts:
        closed = self._closer_than_districts() if self.rules.guarded else frozenset()
        amounts = self.protected("single", _SINGLE, shown, closed=closed)
        if self.level not in closed:
            return amounts
        near = ~np.isnan(amounts.count) & (
            amounts.basis != "printed"
        )  # 0 too: beside a district's number zeros tell who has it
        note = _GUARDED if self.level in ("small_area", "neighbourhood") else _GUARDED_TOO
        return replace(amounts, hidden=amounts.masked() | near, note=note if near.any() else amounts.note)

    def _closer_than_districts(self) -> frozenset[str]:
        """Levels at which 公開用 does not tell where people live alone (analysis.methods.fine_levels)."""

        def make():
            persons = {
                code: number
                for level in self.city.level_names
                for code, number in zip(
                    self.city.codes(level), self.at(level).persons(unknown_age="include").count, strict=True
                )
            }
            known = pd.Series(persons, dtype=float).dropna()
            return fine_levels.closer_than_districts(
                self.city.areas.reset_index(drop=True), self.city.above, self._households_level(), known
            )

        return self.city.keep(
            ("closer than districts", self.as_of, self.population, self.asked), make
        )  # the same at every level

    def _households_level(self) -> str:
        found = self.answering_rows("households", "households", single_elderly, "single")
        return self.city.base_level(found[0]["area_code"]) if found else self.city.points_level

    def households(self, kind: str) -> Amounts:
        if kind == "single_elderly":
            return self._alone()
        return self.counted("households", "households", of_kind(kind), kind)

    def household_areas(self) -> pd.Series:
        """Areas the households used have rows of."""
        found = self.answering_rows("households", "households", of_kind("total"), "total")
        return found[0]["area_code"] if found else pd.Series(dtype=object)

    def living_alone(self) -> Amounts:
        """Persons of 65+ living alone: as many as their households, whichever the source counts."""
        return self._alone(self.counted("households", "persons", single_elderly, "single"))

    def certified(self) -> Amounts:
        return self.protected(
            "certified", {"certified": lambda counts: counts.counted("care", "certified", of_all_levels, "all")}
        )

    def insured(self) -> Amounts:
        """Insured persons of 65+; the population of 65+ where the source does not give them."""
        found = self.counted("care", "insured", insured, "all")
        if not np.isnan(found.count).all() or self.answering_rows("care", "certified", of_all_levels, "all") is None:
            return found
        return replace(self.persons(65), note="分母は65歳以上人口で代用")

    def in_need(self, need: str) -> Amounts:
        """Persons with a need, or using a service (analysis.counts.need_kinds.kinds); all words of one table are
        protected together."""
        listed = need_kinds.kinds(self.city)
        if need not in listed:
            raise ValueError(f"「{need}」という困りごとはありません。あるもの: {'、'.join(listed)}")
        table = listed[need][0]
        total = need_kinds.TABLES[table][2]
        counts = {
            word: _in_need(table, item) for word, (of, item) in listed.items() if of == table and self._has(table, item)
        }
        return self.protected(need, counts, at_most=total) if need in counts else self.none()

    def _has(self, table: str, item: str) -> bool:
        date, column, _ = need_kinds.TABLES[table]
        return self.answering_rows(table, "persons", of_item(column, item), item, date) is not None

    def square_kilometres(self) -> Amounts:
        def make():
            surface = self.city.shapes.area / _SQUARE_METRES
            leaf = pd.DataFrame({"count": surface[surface > 0], "state": "ok", "basis": "counted"})
            return self.rolled_up(leaf, "areas", "", "") if len(leaf) else self.none()

        return self.kept("km2", make=make)

    def group(self, group: str) -> Amounts:
        """Persons of a group of vocabulary.GROUP_LABELS."""
        if group == SINGLE:
            return self.living_alone()
        if group not in AGE_GROUPS:
            raise ValueError(f"「{group}」という対象はありません。あるもの: {'、'.join([*AGE_GROUPS, SINGLE])}")
        return self.persons(*AGE_GROUPS[group])


_SINGLE: dict[str, Callable[[AreaCounts], Amounts]] = {
    "single": lambda counts: counts.counted("households", "households", single_elderly, "single")
}


def _in_need(table: str, item: str) -> Callable[[AreaCounts], Amounts]:
    date, column, _ = need_kinds.TABLES[table]
    return lambda counts: counts.counted(table, "persons", of_item(column, item), item, date)
