"""One table of a city as one count an area: which of its rows answer at a date, and their sums up the levels. What may
be shown of the counts is decided one room further up (analysis.counts.area_counts)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import pandas as pd

from analysis.counts.loaded_city import ABSENT_ALLOWED, LoadedCity
from analysis.counts.reference_date import day, days_between
from analysis.counts.sharing_rules import NOTHING_HIDDEN, SharingRules
from analysis.counts.source_priority import answer_grade, best_row_by_area
from analysis.counts.table_rows import leaf_counts
from analysis.methods import levels
from analysis.methods.amounts import Amounts, missing

_DAYS_APART = 366  # a table of another year does not answer for the date that was asked for
# Beside a nearer date of its table another kind answers so far away: of two yearly ones only one does.
_DAYS_BESIDE = 183
_EACH_BY_ITSELF = ("households", "care")  # tables whose counts are each protected by itself


@dataclass(frozen=True)
class TableCounts:
    """One city at one level, date and level of sharing. as_of: the date everything is taken nearest to; asked: whether
    a reader asked for it; population: (as_of, source_id) of the ages used; rules: what may not be shown."""

    city: LoadedCity
    level: str
    as_of: str
    population: tuple[str, str] | None
    asked: bool = False
    rules: SharingRules = NOTHING_HIDDEN

    def kept(self, *key, make):
        return self.city.keep((self.level, self.as_of, self.population, self.asked, self.rules, *key), make)

    def none(self, state: str = "not_in_source", note: str = "") -> Amounts:
        return missing(len(self.city.codes(self.level)), state, note)

    def at(self, level: str) -> Self:
        return replace(self, level=level)

    def rolled_up(self, leaf: pd.DataFrame, table: str, as_of: str, source_id: str) -> Amounts:
        """Rows as the source has them where it has them at this level, the sum of the finest level elsewhere."""
        codes, base = self.city.codes(self.level), self.city.base_level(leaf.index)
        merges = self.city.merges(as_of, source_id)
        strangers = leaf.index[self.city.areas.index.get_indexer(leaf.index) < 0]
        children = self.city.codes(base).append(strangers) if len(strangers) else self.city.codes(base)
        key = (base, tuple(strangers))
        allowed = ABSENT_ALLOWED.get(table, 0.0)
        rolled = levels.roll_up(
            leaf, self.city.links(children, self.level, key), merges, allowed, whole=table != "areas"
        )
        rolled.loc[self._without_parts(children, base, key), ["count", "state"]] = [np.nan, "not_in_source"]
        own = codes.intersection(leaf.index, sort=False)
        rolled.loc[own, ["count", "state", "basis"]] = leaf.loc[own, ["count", "state", "basis"]].to_numpy()
        receivers = own.intersection(merges["into_code"]) if self.level == base else own[:0]
        rolled.loc[[code for code in receivers if rolled.at[code, "state"] == "ok"], "state"] = "merged"
        absent = int((~self.city.codes(base).isin(leaf.index)).sum())
        summed = not rolled.drop(own)["count"].isna().all()  # the source's own totals leave nobody out
        note = f"この資料に行がない{absent}区域を除く" if allowed and absent and self.level != base and summed else ""
        return Amounts(
            rolled["count"].to_numpy(float),
            rolled["state"].to_numpy(object),
            rolled["basis"].to_numpy(object),
            as_of,
            (source_id,),
            note=note,
        )

    def _without_parts(self, children: pd.Index, base: str, key: tuple) -> list[str]:
        """Areas above a district that has no area of the base level: their sum would leave that district out in
        silence."""
        if "district" in (base, self.level) or "district" not in self.city.level_names or self.level == base:
            return []
        inside = np.asarray(self.city.links(children, "district", key).weight.sum(axis=0)).ravel()
        empty = self.city.codes("district")[inside == 0]
        link = levels.links(self.city.above, empty, self.city.codes(self.level))
        return list(link.parents[np.asarray(link.weight.sum(axis=0)).ravel() > 0])

    def answering_rows(
        self, table: str, column: str, pick: Callable[[pd.DataFrame], pd.DataFrame], name: str, date: str = "as_of"
    ) -> tuple[pd.DataFrame, str] | None:
        """The rows that answer for `column` of what `pick` leaves of the table, one an area, and their date; None where
        nothing is near enough.

        Of the date nearest to the one asked for. Sources of that date complete each other
        (analysis.counts.source_priority): each support centre hands in a table of its own, a register counts
        households and another table those who live alone. Households and care, each protected by itself, are
        completed from days nearby too; of words of needs that are protected together a second date would be a second
        protection.
        """

        def make():
            rows = self.city.table(table)
            known = sorted(
                {str(one) for one in rows[date].dropna().unique()},
                key=lambda one: (days_between(one, self.as_of), -day(one).value),
            )
            if self.asked:
                known = [one for one in known if days_between(one, self.as_of) <= _DAYS_APART]
            if table not in _EACH_BY_ITSELF:
                known = known[:1]
            elif self.asked:
                known = [one for one in known if days_between(one, known[0]) <= _DAYS_BESIDE]
            silent = None
            for one in known:
                if silent and days_between(one, silent[1]) > _DAYS_BESIDE:
                    break
                found = pick(rows[rows[date] == one])
                if len(found):
                    found = best_row_by_area(found, column, self.city.table("sources"), table)
                    if answer_grade(found, column).any():
                        return found, one
                    silent = silent or (found, one)
            return silent

        return self.city.keep(("answer", table, column, name, self.as_of, self.asked), make)

    def counted(
        self, table: str, column: str, pick: Callable[[pd.DataFrame], pd.DataFrame], name: str, date: str = "as_of"
    ) -> Amounts:
        """`column` of the rows that `pick` leaves of the table; `name` says which rows those are."""

        def make():
            found = self.answering_rows(table, column, pick, name, date)
            if found is None:
                return self.none()
            rows, as_of = found
            source_ids = tuple(dict.fromkeys(rows["source_id"]))
            return replace(
                self.rolled_up(leaf_counts(rows, column), table, as_of, source_ids[0]), source_ids=source_ids
            )

        return self.kept(table, column, name, make=make)
