"""Resources as calculations see them: active ones, where they stand, whom they admit, which areas they serve."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis import disclosure, reach
from analysis.amounts import Amounts, Choice, ranks
from analysis.vocabulary import KINDS, SINGLE
from data.prepared import Prepared
from data.schema import STORED_CRS

if TYPE_CHECKING:
    from data.facts import CityFacts

# How often a place has to be there to count, times a month: MHLW's survey for 通いの場, ours for vans (weekly).
LEAST_OFTEN = {"salon": 1.0, "ibasho": 1.0, "exercise": 1.0, "mobile_sales": 4.0}
_WHOLLY = 1 - 1e-9


def of_kinds(facts: CityFacts, kind: str) -> tuple[pd.DataFrame, str]:
    """Active resources of the kinds joined by "+", and what has to be said of them; ValueError for an unknown kind."""
    kinds = _kinds(kind)

    def make():
        rows = facts.city.table("resources").reset_index(drop=True)
        rows = rows[rows["kind"].isin(kinds) & _running(facts, rows)]
        often = rows["times_per_month"].astype(float)
        unsaid = int((often.isna() & rows["kind"].isin(LEAST_OFTEN)).sum())
        rows = rows[often.isna() | (often >= rows["kind"].map(LEAST_OFTEN).astype(float).fillna(0.0))]
        return rows, f"回数の資料がない{unsaid}か所を含む" if unsaid else ""
    return facts.city.keep(("sites", kind, facts.as_of if facts.asked else ""), make)


def known(facts: CityFacts, kind: str) -> bool:
    """Whether the city lists any resource of these kinds; where it lists none, their number is not known to be 0."""
    return bool(facts.city.table("resources")["kind"].isin(_kinds(kind)).any())


def _kinds(kind: str) -> list[str]:
    kinds = kind.split("+")
    if unknown := [one for one in kinds if one not in KINDS]:
        raise ValueError(f"「{'、'.join(unknown)}」という種類はありません。あるもの: {'、'.join(KINDS)}")
    return kinds


def _running(facts: CityFacts, rows: pd.DataFrame) -> pd.Series:
    """Not ended, and at a date that was asked for already begun."""
    ended = rows["ended"].fillna("")
    if not facts.asked:
        listed = facts.city.table("sources")["as_of"].dropna()
        return (ended == "") | (ended > max([facts.as_of, *listed.str.rsplit("/", n=1).str[-1]]))
    return ((ended == "") | (ended > facts.as_of)) & (rows["started"].fillna("") <= facts.as_of)


# Where they stand.

def positions(made: Prepared) -> np.ndarray:
    """Metres in the city's zone of every row of `resources` (n x 2), NaN without coordinates."""
    def make():
        rows = made.table("resources")
        degrees = gpd.GeoSeries.from_xy(rows["lon"].astype(float), rows["lat"].astype(float), crs=STORED_CRS)
        return shapely.get_coordinates(degrees.to_crs(made.city.zone).to_numpy()) if len(rows) else np.empty((0, 2))
    return made.keep("positions", make)


def standing_in(made: Prepared, level: str) -> np.ndarray:
    """For every row of `resources` the number of its area in codes(level), -1 where not known.

    By area code; else by position in the level's polygons; else above the small area that the position lies in.
    """
    return made.keep(("standing", level), lambda: _standing_in(made, level))


def _standing_in(made: Prepared, level: str) -> np.ndarray:
    codes, rows = made.codes(level), made.table("resources")
    if level == "city" and len(codes) == 1:
        return np.zeros(len(rows), int)
    named = rows["area_code"].astype(object).where(rows["area_code"].notna(), "").to_numpy()
    wholly = made.above[(made.above["weight"] >= _WHOLLY) & made.above["parent_code"].isin(codes)]
    up = dict(zip(wholly["area_code"], wholly["parent_code"], strict=True)) | {code: code for code in codes}
    found = codes.get_indexer(pd.Index([up.get(code, "") for code in named], dtype=object))
    shapes, points = made.shapes.reindex(codes).to_numpy(), positions(made)
    missing = np.flatnonzero((found < 0) & ~np.isnan(points).any(axis=1))
    tree = shapely.STRtree([shape if shape is not None else shapely.Polygon() for shape in shapes])
    inside, area = tree.query(shapely.points(points[missing]), predicate="intersects")
    found[missing[inside[::-1]]] = area[::-1]  # on a shared border the first area in order
    if level != made.points_level:
        small = standing_in(made, made.points_level)
        lost = (found < 0) & (small >= 0)
        found[lost] = codes.get_indexer(pd.Index([up.get(made.codes(made.points_level)[one], "") for one in small[lost]], dtype=object))
    return found


def _per_area(facts: CityFacts, rows: pd.DataFrame, value: np.ndarray, note: str) -> Amounts:
    """Sum of `value` over the rows standing in each area; unknown where one of them is unknown."""
    area = standing_in(facts.city, facts.level)[rows.index]
    placed, number = area >= 0, len(facts.city.codes(facts.level))
    lost = int((~placed).sum())
    count = np.bincount(area[placed], value[placed], number)  # a sum over an unknown value is unknown
    note = "、".join(filter(None, [note, f"場所が分からない{lost}か所を除く" if lost else ""]))
    return _amounts(facts, rows, count, note)


def _amounts(facts: CityFacts, rows: pd.DataFrame, count: np.ndarray, note: str = "") -> Amounts:
    source_ids = tuple(dict.fromkeys(rows["source_id"].dropna().astype(str)))
    dated = facts.city.table("sources").set_index("source_id")["as_of"].reindex(list(source_ids)).dropna()
    state = np.where(np.isnan(count), "not_in_source", "ok").astype(object)
    return Amounts(count, state, np.full(len(count), "counted", object), max(dated, default=""), source_ids, note=note)


def counted(facts: CityFacts, kind: str) -> Amounts:
    """Number of active resources by area; not_in_source where the city lists none of the kind."""
    rows, note = of_kinds(facts, kind)
    return _per_area(facts, rows, np.ones(len(rows)), note) if known(facts, kind) else facts.none()


def participants(facts: CityFacts, kind: str) -> Amounts:
    """Persons taking part in active resources by area, protected; not_in_source where one of the area's places does not say."""
    def count(at: CityFacts) -> Amounts:
        rows, note = of_kinds(at, kind)
        return _per_area(at, rows, rows["participants"].to_numpy(float, na_value=np.nan), note)
    return facts.protected(f"participants {kind}", {f"participants {kind}": count}) if known(facts, kind) else facts.none()


# Whom they serve.

def _served(facts: CityFacts, rows: pd.DataFrame) -> pd.DataFrame:
    """resource_id, area_code: the areas named as served, else the area a resource stands in."""
    named = facts.city.table("served")[["resource_id", "area_code"]]
    named = named[named["resource_id"].isin(rows["resource_id"]) & named["area_code"].isin(facts.city.areas.index)]
    own = rows.loc[~rows["resource_id"].isin(named["resource_id"]) & rows["area_code"].isin(facts.city.areas.index), ["resource_id", "area_code"]]
    return pd.concat([named, own], ignore_index=True).astype(object)


def households_with_van(facts: CityFacts, distance: int | None) -> Amounts:
    """Households of areas named as served by a van; with a distance, those within it of a weekly stop (an estimate)."""
    rows, note = of_kinds(facts, "mobile_sales")
    if not known(facts, "mobile_sales"):
        return facts.none()
    level = facts.city.base_level(facts.household_areas())
    codes, homes = facts.city.codes(level), facts.at(level).households("total")
    if distance is None:
        served = _served(facts, rows)["area_code"].unique()
        share = np.isin(codes, served).astype(float)
        weights = facts.city.above[facts.city.above["parent_code"].isin(served)].groupby("area_code")["weight"].sum().clip(upper=1.0)
        share = np.maximum(share, weights.reindex(codes).fillna(0.0).to_numpy())
    else:
        if level != facts.city.points_level:
            return facts.none()
        share = _share_in_reach(facts, Choice("mobile_sales", distance, "total"))
    basis = "counted" if distance is None else "estimated"
    raised = _raised(facts, level, homes, share, "households", basis)
    return replace(raised, source_ids=tuple(dict.fromkeys([*raised.source_ids, *rows["source_id"].dropna().astype(str)])), note=note)


def households_watched(facts: CityFacts) -> Amounts:
    """Households watched over by teams all of whose areas lie in the area, protected.

    A team gives one number for all its areas: an area that shares a team with one outside has no number of its own.
    """
    if not known(facts, "mimamori"):
        return facts.none()
    return facts.protected("watched", {"watched": _watched})


def _watched(facts: CityFacts) -> Amounts:
    rows, _ = of_kinds(facts, "mimamori")
    served, codes = _served(facts, rows), facts.city.codes(facts.level)
    up = facts.city.above
    itself = pd.DataFrame({"area_code": codes, "parent_code": codes, "weight": 1.0})
    part = served.merge(pd.concat([up[up["parent_code"].isin(codes)], itself]), on="area_code")
    wholly = part[part["weight"] >= _WHOLLY].groupby(["resource_id", "parent_code"])["area_code"].nunique()
    needed = served.groupby("resource_id")["area_code"].nunique()
    inside = wholly[wholly == needed.reindex(wholly.index.get_level_values(0)).to_numpy()].reset_index()
    below = served.merge(up.rename(columns={"area_code": "within", "parent_code": "area_code"}), on="area_code")
    touching = pd.concat([part[["resource_id", "parent_code"]].rename(columns={"parent_code": "code"}),
                          below.loc[below["within"].isin(codes), ["resource_id", "within"]].rename(columns={"within": "code"})]).drop_duplicates()
    kept = set(zip(inside["resource_id"], inside["parent_code"], strict=True))
    shared = {code for team, code in touching.itertuples(index=False) if (team, code) not in kept}
    watched = rows.set_index("resource_id")["watched_households"].astype(float)
    per_team = inside.assign(count=watched.reindex(inside["resource_id"]).to_numpy())
    total = per_team.groupby("parent_code")["count"].sum(min_count=1, skipna=False) if len(per_team) else pd.Series(dtype=float)
    count = np.where(codes.isin(total.index), total.reindex(codes).to_numpy(float), 0.0)
    return _amounts(facts, rows, np.where(codes.isin(list(shared)), np.nan, count))


# Who can walk there.

def in_reach(facts: CityFacts, choice: Choice) -> Amounts:
    """People of the group within the distance of an active place that admits them; an estimate, people being spread over their area.

    Areas known only as points: state not_in_source, with an estimate as count.
    """
    if not known(facts, choice.kind):
        return facts.none()
    level = facts.city.points_level
    share, people = _share_in_reach(facts, choice), facts.at(level).group(choice.group)
    if choice.group == SINGLE and facts.threshold:
        return _from_shown(facts, choice, share, people)
    return _noted(facts, choice, _raised(facts, level, people, share, "population", "estimated"))


def _from_shown(facts: CityFacts, choice: Choice, share: np.ndarray, people: Amounts) -> Amounts:
    """People living alone within reach, worked out from the counts that are shown anyway, so that nothing hidden comes through.

    A hidden count is replaced by what its district's (else the city's) shown rate gives for its 65+. Numbers that come out
    small on either side of the limit are hidden all the same.
    """
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


def _raised(facts: CityFacts, level: str, people: Amounts, share: np.ndarray, table: str, basis: str) -> Amounts:
    """people x share of each area of `level`, summed to the facts' level."""
    unknown = np.isnan(share) & (people.count > 0)
    leaf = pd.DataFrame({"count": np.where(people.count == 0, 0.0, people.count * share), "basis": basis,
                         "state": np.where(unknown & (ranks(people.state) < 2), "not_in_source", people.state)}, index=facts.city.codes(level))
    leaf = leaf[unknown | (leaf["state"] != "not_in_source")]  # no row in the source: absent, not unknown
    if leaf.empty:
        return facts.none()
    as_of, source_id = people.as_of, (people.source_ids or ("",))[0]
    return facts.raise_up(leaf, table, as_of, source_id)


def _noted(facts: CityFacts, choice: Choice, amounts: Amounts) -> Amounts:
    rows, note = of_kinds(facts, choice.kind)
    source_ids = dict.fromkeys([*amounts.source_ids, *rows["source_id"].dropna().astype(str)])
    estimated = facts.city.points[3]
    touched = facts.city.links(facts.city.codes(facts.city.points_level), facts.level, ("points", facts.city.points_level)).weight.T @ estimated
    state = np.where((touched > 0) & (ranks(amounts.state) < 2), "not_in_source", amounts.state).astype(object)
    note = "、".join(filter(None, [note, "区域の形がないため算定できません（点のまわりに住むとみなした目安）" if (touched > 0).any() else ""]))
    return replace(amounts, state=state, source_ids=tuple(source_ids), note="、".join(filter(None, [amounts.note, note])))


def _share_in_reach(facts: CityFacts, choice: Choice) -> np.ndarray:
    _, area, weight, _ = facts.city.points
    return reach.share_within(_metres(facts, choice), choice.distance, weight, area, len(facts.city.codes(facts.city.points_level)))


def _metres(facts: CityFacts, choice: Choice) -> np.ndarray:
    """Metres from each point of population to the nearest place that admits the group."""
    of_75 = choice.group in ("75+", "85+")
    return facts.city.keep(("metres", choice.kind, of_75, facts.as_of if facts.asked else ""), lambda: _nearest(facts, choice.kind, of_75))


def _nearest(facts: CityFacts, kind: str, of_75: bool) -> np.ndarray:
    rows, _ = of_kinds(facts, kind)
    where = positions(facts.city)[rows.index]
    there = ~np.isnan(where).any(axis=1)
    rows, where = rows[there], where[there]
    xy, area, _, _ = facts.city.points
    admits = rows["eligibility"].fillna("all").replace("", "all")
    open_to = admits.isin(["all", "75+"] if of_75 else ["all"]).to_numpy()  # places for women or men admit only part of a group
    metres = reach.nearest_metres(xy, where[open_to], facts.city.city.zone)
    members = (admits == "members").to_numpy()
    home = _homes(facts.city)[rows.index[members]]
    for one in np.unique(home[home >= 0]):
        theirs = np.flatnonzero(_home_links(facts.city)[area, one])
        metres[theirs] = np.minimum(metres[theirs], reach.nearest_metres(xy[theirs], where[members][home == one], facts.city.city.zone))
    return metres


def _home_level(made: Prepared) -> str:
    return "neighbourhood" if "neighbourhood" in made.level_names else made.points_level


def _homes(made: Prepared) -> np.ndarray:
    """For every resource the number of the neighbourhood (else the small area) whose members it admits, -1 where not known."""
    return standing_in(made, _home_level(made))


def _home_links(made: Prepared) -> np.ndarray:
    """Whether an area of population (row) lies in a neighbourhood (column)."""
    codes = made.codes(made.points_level)
    return made.keep("homes", lambda: made.links(codes, _home_level(made), ("points", made.points_level)).weight.toarray() > 0)
