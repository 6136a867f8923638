"""Who is reached: people within walking distance of a place that admits them, households in areas that a van serves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import ages, disclosure, reach
from analysis.amounts import Amounts, Choice, ranks
from analysis.vocabulary import AGE_GROUPS, SINGLE
from data.prepared import Prepared
from data.sites import known, of_kinds, positions, served, standing_in

if TYPE_CHECKING:
    from data.facts import CityFacts


def households_with_van(facts: CityFacts, distance: int | None) -> Amounts:
    """Households of areas named as served by a van; with a distance, those within it of a weekly stop (an estimate)."""
    rows, note = of_kinds(facts, "mobile_sales")
    if not known(facts, "mobile_sales"):
        return facts.none()
    level = facts.city.base_level(facts.household_areas())
    codes, homes = facts.city.codes(level), facts.at(level).households("total")
    if distance is None:
        named = served(facts, rows)["area_code"].unique()
        share = np.isin(codes, named).astype(float)
        weights = facts.city.above[facts.city.above["parent_code"].isin(named)].groupby("area_code")["weight"].sum().clip(upper=1.0)
        share = np.maximum(share, weights.reindex(codes).fillna(0.0).to_numpy())
        inside = facts.city.above.loc[facts.city.above["area_code"].isin(named), "parent_code"]
        share[codes.isin(inside) & (share < 1)] = np.nan  # a part is served, and nobody counted the households of the part
    else:
        if level != facts.city.points_level:
            return facts.none()
        share = _share_in_reach(facts, Choice("mobile_sales", distance, "total"))
    basis = "counted" if distance is None else "estimated"
    raised = _raised(facts, level, homes, share, "households", basis)
    return replace(raised, source_ids=tuple(dict.fromkeys([*raised.source_ids, *rows["source_id"].dropna().astype(str)])), note=note)


def in_reach(facts: CityFacts, choice: Choice) -> Amounts:
    """People of the group within the distance of an active place that admits them; an estimate, people being spread over their area.

    Areas known only as points: state not_in_source, with an estimate as count.
    """
    rows, _ = of_kinds(facts, choice.kind)
    if not known(facts, choice.kind) or (len(rows) and not _located(facts, rows).any()):
        return facts.none()
    level = facts.city.points_level
    share, people = _share_in_reach(facts, choice), replace(facts, level=level, guarded=False).group(choice.group)
    if choice.group == SINGLE and facts.threshold:
        return _from_shown(facts, choice, share, people)
    return _noted(facts, choice, _raised(facts, level, people, share, "population", "estimated", _strays(facts, choice, share)))


def _located(facts: CityFacts, rows: pd.DataFrame) -> np.ndarray:
    return ~np.isnan(positions(facts.city)[rows.index]).any(axis=1)


def _strays(facts: CityFacts, choice: Choice, share: np.ndarray) -> pd.DataFrame | None:
    """People in reach whom the source counts together under a code that is no area of the map: as their senders' areas are reached."""
    merges = facts.city.merges(*facts.population) if facts.population else pd.DataFrame({"into_code": []})
    merges = merges[~merges["into_code"].isin(facts.city.areas.index)]
    if merges.empty or choice.group not in AGE_GROUPS:
        return None
    reached = pd.Series(share, index=facts.city.codes(facts.city.points_level)).reindex(merges["area_code"])
    people = ages.persons(facts.city.age_table(*facts.population), *AGE_GROUPS[choice.group])
    people = people[people.index.isin(merges["into_code"])]
    part = reached.groupby(merges["into_code"].to_numpy()).mean().reindex(people.index)
    return people.assign(count=people["count"] * part, basis="estimated")


def _from_shown(facts: CityFacts, choice: Choice, share: np.ndarray, people: Amounts) -> Amounts:
    """People living alone within reach, worked out from the counts that are shown anyway, so that nothing hidden comes through.

    A hidden count is replaced by what its district's (else the city's) shown rate gives for its 65+. Numbers that come out
    small on either side of the limit are hidden all the same.
    """
    facts = replace(facts, guarded=False)  # sums over small areas say nothing of any of them
    level, codes = facts.city.points_level, facts.city.codes(facts.city.points_level)
    older = facts.at(level).persons(65).count
    filled, hidden = people.count.copy(), people.masked()
    filled[hidden] = np.nan
    for upper in ("district", "city"):
        if upper in facts.city.level_names and np.isnan(filled[hidden]).any():
            at = facts.at(upper)
            alone = at.group(SINGLE)
            rate = np.where(alone.masked(), np.nan, alone.count) / at.persons(65).count
            weight = facts.city.links(codes, upper, ("points", level)).weight
            part = np.asarray(weight.sum(axis=1)).ravel()
            of_area = np.divide(weight @ rate, part, out=np.full(len(codes), np.nan), where=part > 0)
            filled = np.where(hidden & np.isnan(filled), older * of_area, filled)
    state = np.where(hidden & np.isnan(filled), "suppressed", people.state)
    guess = replace(people, count=filled, state=state)
    within = _raised(facts, level, guess, share, "population", "estimated")
    everyone = _raised(facts, level, guess, np.ones(len(codes)), "population", "estimated")
    shown = facts.group(SINGLE)
    with np.errstate(divide="ignore", invalid="ignore"):
        count = np.where(everyone.count > 0, within.count / everyone.count, 0.0) * shown.count
    small = disclosure.is_small(count, facts.threshold) | disclosure.is_small(shown.count - count, facts.threshold)
    return _noted(facts, choice, replace(within, count=count, hidden=shown.masked() | small))


def _raised(facts: CityFacts, level: str, people: Amounts, share: np.ndarray, table: str, basis: str, strays: pd.DataFrame | None = None) -> Amounts:
    """people x share of each area of `level` (and strays, already multiplied), summed to the facts' level."""
    unknown = np.isnan(share) & (people.count > 0)
    leaf = pd.DataFrame({"count": np.where(people.count == 0, 0.0, people.count * share), "basis": basis,
                         "state": np.where(unknown & (ranks(people.state) < 2), "not_in_source", people.state)}, index=facts.city.codes(level))
    leaf = leaf[unknown | (leaf["state"] != "not_in_source")]  # no row in the source: absent, not unknown
    if leaf.empty:
        return facts.none()
    leaf = leaf if strays is None else pd.concat([leaf, strays])
    as_of, source_id = people.as_of, (people.source_ids or ("",))[0]
    return facts.raise_up(leaf, table, as_of, source_id)


def _noted(facts: CityFacts, choice: Choice, amounts: Amounts) -> Amounts:
    rows, note = of_kinds(facts, choice.kind)
    source_ids = dict.fromkeys([*amounts.source_ids, *rows["source_id"].dropna().astype(str)])
    estimated = facts.city.points[3]
    touched = facts.city.links(facts.city.codes(facts.city.points_level), facts.level, ("points", facts.city.points_level)).weight.T @ estimated
    state = np.where((touched > 0) & (ranks(amounts.state) < 2), "not_in_source", amounts.state).astype(object)
    lost = int((~_located(facts, rows)).sum())
    note = "、".join(filter(None, [note, f"緯度・経度の分からない{lost}か所を除く" if lost else "", "区域の形がないため算定できません（点のまわりに住むとみなした目安）" if (touched > 0).any() else ""]))
    return replace(amounts, state=state, source_ids=tuple(source_ids), note="、".join(filter(None, [amounts.note, note])))


def _share_in_reach(facts: CityFacts, choice: Choice) -> np.ndarray:
    _, area, weight, _ = facts.city.points
    return reach.share_within(metres(facts, choice), choice.distance, weight, area, len(facts.city.codes(facts.city.points_level)))


def metres(facts: CityFacts, choice: Choice) -> np.ndarray:
    """Metres from each point of population to the nearest place that admits the group."""
    of_75 = choice.group in ("75+", "85+")
    return facts.city.keep(("metres", choice.kind, of_75, facts.as_of if facts.asked else ""), lambda: _nearest(facts, choice.kind, of_75))


def _nearest(facts: CityFacts, kind: str, of_75: bool) -> np.ndarray:
    rows, _ = of_kinds(facts, kind)
    where = positions(facts.city)[rows.index]
    there = _located(facts, rows)
    rows, where = rows[there], where[there]
    xy, area, _, _ = facts.city.points
    admits = rows["eligibility"].fillna("all").replace("", "all")
    open_to = admits.isin(["all", "75+"] if of_75 else ["all"]).to_numpy()  # places for women or men admit only part of a group
    metres = reach.nearest_metres(xy, where[open_to], facts.city.city.zone)
    for one in np.flatnonzero(admits == "members"):
        theirs = np.flatnonzero(_home(facts.city, rows.index[one])[area])
        metres[theirs] = np.minimum(metres[theirs], reach.nearest_metres(xy[theirs], where[one], facts.city.city.zone))
    return metres


def _home(made: Prepared, row: int) -> np.ndarray:
    """The areas people are spread over whose people a members' place admits: its neighbourhood's, else its own area, else none."""
    codes = made.codes(made.points_level)
    for level in ("neighbourhood", made.points_level):
        if level in made.level_names and (number := standing_in(made, level)[row]) >= 0:
            column = made.links(codes, level, ("points", made.points_level)).weight[:, [number]]
            return column.toarray().ravel() > 0
    return np.zeros(len(codes), bool)
