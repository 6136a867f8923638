"""What a city knows at one level, one date and one level of sharing: the counts that indicators are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import ages, disclosure, levels
from analysis.amounts import Amounts, Choice, missing
from analysis.vocabulary import AGE_GROUPS, SINGLE, TOTAL
from data import sites
from data.prepared import ABSENT_ALLOWED, Prepared

_SQUARE_METRES = 1e6
_DAYS_APART = 366  # a table of another year does not answer for the date that was asked for


@dataclass(frozen=True)
class CityFacts:
    """analysis.amounts.Facts of one city. as_of: the date everything is taken nearest to; asked: whether a reader asked for it;
    population: (as_of, source_id) of the ages used; threshold: highest protected count that is hidden (0 hides none)."""

    city: Prepared
    level: str
    as_of: str
    population: tuple[str, str] | None
    asked: bool = False
    threshold: int = 0

    def _kept(self, *key, make):
        return self.city.keep((self.level, self.as_of, self.population, self.asked, self.threshold, *key), make)

    def _none(self, state: str = "not_in_source", note: str = "") -> Amounts:
        return missing(len(self.city.codes(self.level)), state, note)

    def at(self, level: str) -> CityFacts:
        return CityFacts(self.city, level, self.as_of, self.population, self.asked, self.threshold)

    # persons by age

    def persons(self, age_from: int = 0, age_to: int | None = None, unknown_age: str = "exclude", sex: str = "all") -> Amounts:
        return self._kept("persons", age_from, age_to, unknown_age, sex, make=lambda: self._persons(age_from, age_to, unknown_age, sex))

    def _persons(self, age_from: int, age_to: int | None, unknown_age: str, sex: str) -> Amounts:
        table = self.city.age_table(*self.population, sex) if self.population else None
        if table is None:
            return self._none()
        leaf = ages.persons(table, age_from, age_to, unknown_age)
        return self._raise(leaf, "population", *self.population)

    def _raise(self, leaf: pd.DataFrame, table: str, as_of: str, source_id: str, hidden: np.ndarray | None = None) -> Amounts:
        """Rows as the source has them where it has them at this level, the sum of the finest level elsewhere."""
        codes, base = self.city.codes(self.level), self.city.base_level(leaf.index)
        merges = self.city.table("merges")
        merges = merges[(merges["as_of"] == as_of) & (merges["source_id"] == source_id)]
        children = self.city.codes(base).append(leaf.index[~leaf.index.isin(self.city.areas.index)])
        key = (table, as_of, source_id, len(children))
        allowed = ABSENT_ALLOWED.get(table, 0.0)
        rolled = levels.roll_up(leaf, self.city.links(children, self.level, key), merges, allowed)
        rolled.loc[self._without_parts(children, base, key), ["count", "state"]] = [np.nan, "not_in_source"]
        own = codes.intersection(leaf.index, sort=False)
        rolled.loc[own, ["count", "state", "basis"]] = leaf.loc[own, ["count", "state", "basis"]].to_numpy()
        receivers = own.intersection(merges["into_code"]) if self.level == base else own[:0]
        rolled.loc[[code for code in receivers if rolled.at[code, "state"] == "ok"], "state"] = "merged"
        absent = int((~self.city.codes(base).isin(leaf.index)).sum())
        note = f"この資料に行がない{absent}区域を除く" if allowed and absent and self.level != base else ""
        return Amounts(rolled["count"].to_numpy(float), rolled["state"].to_numpy(object), rolled["basis"].to_numpy(object), as_of,
                       (source_id,), hidden, note)

    def _without_parts(self, children: pd.Index, base: str, key: tuple) -> list[str]:
        """Areas above a district that has no area of the base level: their sum would leave that district out in silence."""
        if "district" in (base, self.level) or "district" not in self.city.level_names or self.level == base:
            return []
        inside = np.asarray(self.city.links(children, "district", key).weight.sum(axis=0)).ravel()
        empty = self.city.codes("district")[inside == 0]
        link = levels.links(self.city.above, empty, self.city.codes(self.level))
        return list(link.parents[np.asarray(link.weight.sum(axis=0)).ravel() > 0])

    # tables with one count an area

    def _slice(self, table: str, date: str = "as_of") -> tuple[pd.DataFrame, str, str] | None:
        """The table's rows of the source and date nearest to the one asked for; None where nothing is near enough."""
        def make():
            rows = self.city.table(table)
            known = [(str(a), str(b)) for a, b in rows[[date, "source_id"]].drop_duplicates().itertuples(index=False)]
            best = nearest(known, self.as_of)
            if best is None or (self.asked and days_between(best[0], self.as_of) > _DAYS_APART):
                return None
            return rows[(rows[date] == best[0]) & (rows["source_id"] == best[1])], *best
        return self._kept("slice", table, make=make)

    def _counted(self, name: str, table: str, column: str, pick, date: str = "as_of", item: str = "", items=None) -> Amounts:
        """Amounts of `column` in the rows `pick(rows)` leaves; `items` (name -> pick) are protected together."""
        def make():
            found = self._slice(table, date)
            if found is None or (rows := pick(found[0])).empty:
                return self._none()
            hidden = self._hidden(name, items, table, date, column)[self.level][item] if items and self.threshold else None
            return self._raise(leaf_counts(rows, column), table, found[1], found[2], hidden)
        return self._kept(name, table, column, item, make=make)

    def _hidden(self, name: str, items: dict, table: str, date: str, column: str) -> dict[str, dict[str, np.ndarray]]:
        """Hidden cells by level and item, decided on every level of the whole city at once."""
        def make():
            plain = CityFacts(self.city, self.level, self.as_of, self.population, self.asked)
            amounts = {(level, item): plain.at(level)._counted(name, table, column, pick, date, item)
                       for level in self.city.level_names for item, pick in items.items()}
            return self.hide(amounts, at_most=TOTAL if TOTAL in items else None)
        return self.city.keep(("hidden", name, table, self.as_of, self.asked, self.threshold), make)

    def hide(self, amounts: dict[tuple[str, str], Amounts], at_most: str | None = None) -> dict[str, dict[str, np.ndarray]]:
        """analysis.disclosure over the amounts of every level and item."""
        cells = pd.concat([pd.DataFrame({"item": item, "level": level, "area_code": self.city.codes(level), "count": part.count})
                           for (level, item), part in amounts.items()], ignore_index=True)
        cells["hidden"] = disclosure.hidden_cells(cells, self.city.above, self.threshold, at_most)
        return {level: {item: rows["hidden"].to_numpy(bool) for item, rows in part.groupby("item", sort=False)}
                for level, part in cells.groupby("level", sort=False)}

    def households(self, kind: str) -> Amounts:
        return self._households(kind, "households")

    def living_alone(self) -> Amounts:
        """Persons of 65+ living alone: as many as their households, whichever the source counts."""
        return self._households("single_elderly", "persons")

    def _households(self, kind: str, column: str) -> Amounts:
        def pick(rows: pd.DataFrame) -> pd.DataFrame:
            rows = rows[rows["kind"] == kind]
            limit = rows["age_limit"].astype("Float64")
            rows = rows[limit.isna() | (limit == limit.min())]  # 65 where the source has 65 and 70
            return rows.assign(persons=rows["persons"].fillna(rows["households"]), households=rows["households"].fillna(rows["persons"])) \
                if kind == "single_elderly" else rows
        items = {"single": pick} if kind == "single_elderly" else None
        return self._counted(f"households/{kind}", "households", column, pick, item="single" if items else "", items=items)

    def certified(self) -> Amounts:
        return self._counted("care", "care", "certified", _all_levels, item="certified", items={"certified": _all_levels})

    def insured(self) -> Amounts:
        """Insured persons of 65+; the population of 65+ where the source does not give them."""
        found = self._counted("insured", "care", "insured", _all_levels)
        if np.isnan(found.count).all() and len(found.count):
            older = self.persons(65)
            return Amounts(older.count, older.state, older.basis, older.as_of, older.source_ids, note="分母は65歳以上人口で代用")
        return found

    def needs_known(self) -> list[str]:
        found = self._slice("needs", "period")
        return [] if found is None else list(dict.fromkeys(found[0]["need"]))

    def in_need(self, need: str) -> Amounts:
        items = {known: _of_need(known) for known in self.needs_known()}
        if need not in items:
            return self._none()
        return self._counted("needs", "needs", "persons", items[need], "period", need, items)

    def square_kilometres(self) -> Amounts:
        def make():
            surface = self.city.shapes.area / _SQUARE_METRES
            leaf = pd.DataFrame({"count": surface[surface > 0], "state": "ok", "basis": "counted"})
            return self._raise(leaf, "areas", "", "") if len(leaf) else self._none()
        return self._kept("km2", make=make)

    # resources

    def resources(self, kind: str) -> Amounts:
        return self._kept("resources", kind, make=lambda: sites.counted(self, kind))

    def participants(self, kind: str) -> Amounts:
        return self._kept("participants", kind, make=lambda: sites.participants(self, kind))

    def households_with_van(self, distance: int | None) -> Amounts:
        return self._kept("van", distance, make=lambda: sites.households_with_van(self, distance))

    def households_watched(self) -> Amounts:
        return self._kept("watched", make=lambda: sites.households_watched(self))

    def in_reach(self, choice: Choice) -> Amounts:
        return self._kept("reach", choice, make=lambda: sites.in_reach(self, choice))

    def group(self, group: str) -> Amounts:
        """Persons of a group of vocabulary.GROUP_LABELS."""
        if group == SINGLE:
            return self.living_alone()
        if group not in AGE_GROUPS:
            raise ValueError(f"「{group}」という対象はありません。あるもの: {'、'.join([*AGE_GROUPS, SINGLE])}")
        return self.persons(*AGE_GROUPS[group])


def _all_levels(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["level"].fillna("all") == "all") & (rows["age_group"].fillna("65+") == "65+")]


def _of_need(need: str):
    return lambda rows: rows[rows["need"] == need]


def leaf_counts(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row an area: index area_code, columns count, state, basis. A count that is missing without a word is not_in_source."""
    count = rows[column].to_numpy(float, na_value=np.nan)
    state = rows["state"].astype(object).where(rows["state"].notna(), "ok").replace("", "ok") if "state" in rows else pd.Series("ok", rows.index)
    state = state.where(~(np.isnan(count) & state.isin(["ok", "merged"])), "not_in_source")
    basis = rows["basis"].astype(object).where(rows["basis"].notna(), "counted") if "basis" in rows else "counted"
    leaf = pd.DataFrame({"count": count, "state": state.to_numpy(object), "basis": basis}).set_axis(rows["area_code"].astype(object), axis=0)
    leaf["count"] = leaf["count"].where(leaf["state"].isin(["ok", "merged"]))
    return leaf[~leaf.index.duplicated()]


def day(date: str) -> pd.Timestamp:
    """The last day a date or period names ("2024-09-30", "2015-04/2017-04", "2020")."""
    return pd.Timestamp(str(date).rsplit("/", 1)[-1])


def days_between(one: str, other: str) -> int:
    return abs((day(one) - day(other)).days)


def nearest(known: list[tuple[str, str]], as_of: str) -> tuple[str, str] | None:
    """Of (as_of, source_id), the one nearest to a date; the later one where two are as near."""
    return min(known, key=lambda pair: (days_between(pair[0], as_of), -day(pair[0]).value), default=None)
