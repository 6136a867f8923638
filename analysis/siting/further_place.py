"""Where one more place would help in a city: people as points, candidates, the best of them, and what one place more
changes.

Whoever is reached already is counted as on 歩いて行ける範囲 (analysis.indicators.values, "coverage"); a new place is taken to be open
to everyone. Only age groups are counted here, so nothing is protected; where a place stands comes from analysis.lists.resources
and the sharing level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analysis.counts import population_points, walking_network
from analysis.counts.active_resources import known, of_kinds
from analysis.counts.area_counts import AreaCounts
from analysis.counts.coverage import part_reached
from analysis.counts.loaded_city import load_city
from analysis.counts.positions import area_of_points, in_metres, located, part_inside
from analysis.counts.sharing_rules import sharing_rules
from analysis.counts.source_choice import counts_for
from analysis.indicators import reader_choice
from analysis.methods import ages, network, siting
from analysis.methods.amounts import Choice
from analysis.methods.network import Network
from analysis.methods.siting import Siting, TooFew
from data.store import access, citations
from data.store.city import City
from data.vocabulary import AGE_GROUPS, DETOUR

NO_AGES, NO_SHAPES, NO_LIST, NO_POSITIONS = "ages", "shapes", "list", "positions"
NO_PATHS = "network"


class Lacking(ValueError):
    """What a city lacks for this question: `what` is NO_AGES, NO_SHAPES, NO_LIST, NO_POSITIONS or NO_PATHS."""

    def __init__(self, what: str):
        self.what = what
        super().__init__(what)


@dataclass(frozen=True)
class Question:
    """Kinds joined by "+", a group of vocabulary.AGE_GROUPS, metres, the district whose people count ("" = all), and
    how metres are measured.

    way: "straight", "detour" or, where the city has one, "network" (vocabulary.WAYS).
    """

    kind: str
    group: str
    distance: int
    district: str = ""
    way: str = "straight"

    @property
    def straight(self) -> float:
        """Metres in a straight line that stand for the distance; along a network nobody walks farther than that from
        the place."""
        return self.distance / DETOUR if self.way == "detour" else float(self.distance)


@dataclass(frozen=True)
class People:
    """People as points: xy (metres, EPSG `zone`), area (number in `codes`), persons, reached (those of them reached
    today).

    unplaced: persons whom no point stands for (their area has no shape); they are left in every result. estimated:
    areas known only as points; paths: the streets that distances are measured along, None for straight lines.
    """

    xy: np.ndarray
    area: np.ndarray
    persons: np.ndarray
    reached: np.ndarray
    codes: pd.Index
    names: np.ndarray
    zone: int
    distance: float
    unplaced: float
    as_of: str
    source: str
    estimated: bool
    paths: Network | None = None

    @property
    def waiting(self) -> np.ndarray:
        """Persons at each point whom no place reaches today."""
        return np.maximum(self.persons - self.reached, 0.0)

    @property
    def everyone(self) -> float:
        return float(self.persons.sum()) + self.unplaced


@dataclass(frozen=True)
class Outcome:
    """places: number (from 1), key, name, area_name, lat, lon, adds, gains (tuple of (area's name, persons), most
    first); areas: area_code, area_name, persons, before, after; and persons in all, reached before, gained, left, and
    by how many the best choice could at most be better (0: proven).
    """

    places: pd.DataFrame
    areas: pd.DataFrame
    everyone: float
    before: float
    gained: float
    left: float
    gap: float


@dataclass(frozen=True)
class Tried:
    """One place that someone points at: where it lies, and persons gained by area (area_name, persons; only areas that
    gain)."""

    area_name: str
    gained: float
    areas: pd.DataFrame


def people(city: City, question: Question, sharing: str = "public") -> People:
    """The people of the question as points, reached from where this sharing level may know places to be
    (analysis.counts.positions.positions).

    Raises Lacking, ValueError for a kind, group or district that does not exist, and PermissionError as analysis.indicators.values.
    """
    access.require(sharing)
    reader_choice.offered(question.distance, sharing)
    loaded = load_city(city)
    counts = counts_for(loaded, ("population", "resources", "areas"), "city", None, None, sharing_rules(city, sharing))
    count, unknown = _persons(counts, question)
    if not known(counts, question.kind):
        raise Lacking(NO_LIST)
    rows, _ = of_kinds(counts, question.kind)
    if len(rows) and not located(counts, rows).any():
        raise Lacking(NO_POSITIONS)
    if question.way == "network" and not walking_network.there(loaded):
        raise Lacking(NO_PATHS)
    xy, area, weight, rough, _ = population_points.points(loaded)
    if not len(xy):
        raise Lacking(NO_SHAPES)
    persons = count[area] * weight
    reached = persons * part_reached(counts, Choice(question.kind, question.distance, question.group, way=question.way))
    here = persons > 0
    amounts = counts.group(question.group)
    cited = citations.cite(
        loaded.table("sources"),
        [(amounts.as_of, tuple(dict.fromkeys([*amounts.source_ids, *rows["source_id"].dropna()])), "")],
    )
    return People(
        xy[here],
        area[here],
        persons[here],
        reached[here],
        loaded.codes(loaded.points_level),
        loaded.names(loaded.points_level),
        loaded.zone,
        question.straight,
        max(unknown - float(persons.sum()), 0.0),
        amounts.as_of,
        cited,
        bool(rough[area[here]].any()),
        walking_network.paths(loaded) if question.way == "network" else None,
    )


def _persons(counts: AreaCounts, question: Question) -> tuple[np.ndarray, float]:
    """Persons of the group that each area of the points' level has inside the district, and persons of the place in
    all."""
    loaded, level = counts.city, counts.city.points_level
    codes = loaded.codes(level)
    amounts = counts.at(level).group(question.group)
    if not counts.population or np.isnan(amounts.count).all():
        raise Lacking(NO_AGES)
    count = np.nan_to_num(amounts.count) + _strays(counts, question.group, codes)
    if not question.district:
        return count, float(np.nan_to_num(counts.at("city").group(question.group).count[0]))
    place = loaded.codes("district").get_indexer([question.district])[0]
    return count * part_inside(loaded, question.district), float(
        np.nan_to_num(counts.at("district").group(question.group).count[place])
    )


def _strays(counts: AreaCounts, group: str, codes: pd.Index) -> np.ndarray:
    """People whom the source counts under a code that is no area of the map: in equal parts where those counted there
    live (as analysis.counts.coverage does)."""
    found, merges = np.zeros(len(codes)), counts.city.merges(*counts.population)
    merges = merges[~merges["into_code"].isin(counts.city.areas.index) & merges["area_code"].isin(codes)]
    if len(merges):
        counted = ages.persons(counts.city.age_table(*counts.population), *AGE_GROUPS[group])["count"]
        each = merges["into_code"].map(counted).fillna(0) / merges.groupby("into_code")["into_code"].transform("size")
        np.add.at(found, codes.get_indexer(merges["area_code"]), each.to_numpy(float))
    return found


# What they change.


def searching(
    people: People,
    places: pd.DataFrame,
    number: int,
    fixed: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    slice_seconds: float = 0.5,
) -> Iterator[Siting]:
    """Better and better choices of `number` of the candidates (analysis.methods.siting.improving); fixed and forbidden are keys
    of candidates."""
    return siting.improving(
        _reached(people, places),
        people.waiting,
        number,
        None,
        _rows(places, fixed),
        _rows(places, forbidden),
        slice_seconds,
    )


def needed(
    people: People,
    places: pd.DataFrame,
    share: float,
    fixed: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    seconds: float = 8.0,
) -> tuple[int, int]:
    """How many of the candidates are needed at least, and how many surely suffice, for `share` (0-1) of all persons;
    the same number where it is proven.

    Raises TooFew where all candidates together do not suffice; its `most` is then the share they reach.
    """
    waiting, before = float(people.waiting.sum()), float(people.reached.sum())
    wanted = share * people.everyone - before
    if wanted <= 0:
        return len(fixed), len(fixed)
    try:
        enough, least = siting.fewest(
            _reached(people, places),
            people.waiting,
            wanted / waiting if waiting else np.inf,
            None,
            _rows(places, fixed),
            _rows(places, forbidden),
            seconds,
        )
    except TooFew as said:
        raise TooFew((before + said.most * waiting) / people.everyone) from None
    return least, len(enough.chosen)


def outcome(people: People, places: pd.DataFrame, found: Siting, gains: int = 3) -> Outcome:
    """What a choice means in persons, place by place and area by area."""
    by_area = siting.gained_by_area(found, people.waiting, people.area, len(people.codes))
    chosen = places.iloc[found.chosen].reset_index(drop=True)
    most = [
        tuple(
            (people.names[area], float(row[area]))
            for area in np.argsort(-row, kind="stable")[:gains]
            if row[area] >= 0.5
        )
        for row in by_area
    ]
    chosen = chosen.assign(
        number=np.arange(1, len(chosen) + 1), adds=found.adds, gains=pd.Series(most, dtype=object, index=chosen.index)
    )
    everyone, before = (
        np.bincount(people.area, weight, len(people.codes)) for weight in (people.persons, people.reached)
    )
    areas = pd.DataFrame(
        {
            "area_code": people.codes,
            "area_name": people.names,
            "persons": everyone,
            "before": before,
            "after": before + by_area.sum(axis=0),
        }
    )
    return Outcome(
        chosen,
        areas[areas["persons"] > 0].reset_index(drop=True),
        people.everyone,
        float(people.reached.sum()),
        found.gained,
        people.everyone - float(people.reached.sum()) - found.gained,
        0.0 if found.proven else found.most - found.gained,
    )


def with_places(city: City, people: People, places: pd.DataFrame) -> Outcome:
    """What these very places (name, lat, lon), in their order, would change today."""
    loaded = load_city(city)
    found = places.assign(**in_metres(loaded, places)).reset_index(drop=True)
    area = area_of_points(loaded, found[["x", "y"]].to_numpy(float))
    found = found.assign(key=found["name"], area_name=[people.names[one] if one >= 0 else "" for one in area])
    (last,) = siting.improving(_reached(people, found), people.waiting, len(found), fixed=range(len(found)))
    return outcome(people, found, last)


def tried(city: City, people: People, lat: float, lon: float) -> Tried | None:
    """What one place at this position would change today; None where it lies outside the city."""
    loaded = load_city(city)
    place = np.array(list(in_metres(loaded, pd.DataFrame({"lat": [lat], "lon": [lon]})).values()), float).reshape(1, 2)
    area = area_of_points(loaded, place)[0] if np.isfinite(place).all() else -1
    if area < 0:
        return None
    near = np.flatnonzero(
        (np.abs(people.xy - place) <= people.distance).all(axis=1)
    )  # the square round the circle: few enough to measure
    gained = _gained_round(people, near, place)
    more = (
        pd.DataFrame({"area_name": people.names, "persons": gained})
        .query("persons > 0")
        .sort_values("persons", ascending=False, kind="stable")
    )
    return Tried(people.names[area], float(gained.sum()), more.reset_index(drop=True))


def _gained_round(people: People, near: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Persons by area of those points whom a place would reach."""
    if people.paths is not None:
        found = near[network.within(people.paths, people.xy[near], place, people.distance).indices]
        return np.bincount(people.area[found], people.waiting[found], len(people.codes))
    return siting.one_more(
        people.xy[near],
        people.waiting[near],
        people.area[near],
        len(people.codes),
        np.full(len(near), np.inf),
        place[0],
        people.distance,
        people.zone,
    )


def _reached(people: People, places: pd.DataFrame) -> csr_array:
    where = places[["x", "y"]].to_numpy(float)
    if people.paths is not None:
        return network.within(people.paths, people.xy, where, people.distance)
    return siting.within(people.xy, where, people.distance, people.zone)


def _rows(places: pd.DataFrame, keys: Sequence[str]) -> list[int]:
    return np.flatnonzero(places["key"].isin(list(keys))).tolist()


def points_level(city: City) -> str:
    """The level whose areas people are counted in."""
    return load_city(city).points_level


def by_level(city: City, level: str, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas of an Outcome summed to a level above: area_code, area_name, persons, before, after, in the city's own
    order."""
    loaded = load_city(city)
    weight = loaded.links(loaded.codes(loaded.points_level), level, ("points", loaded.points_level)).weight
    persons = (
        areas.set_index("area_code")[["persons", "before", "after"]]
        .reindex(loaded.codes(loaded.points_level))
        .fillna(0)
        .to_numpy(float)
    )
    summed = pd.DataFrame(weight.T @ persons, columns=["persons", "before", "after"])
    return pd.concat(
        [pd.DataFrame({"area_code": loaded.codes(level), "area_name": loaded.names(level)}), summed], axis=1
    )


def existing(city: City, question: Question) -> pd.DataFrame:
    """resource_id of the places counted today, and whether each is open to everyone of the group (a members' place
    reaches its own area alone)."""
    loaded = load_city(city)
    rows, _ = of_kinds(counts_for(loaded, ("population", "resources", "areas"), "city", None, None), question.kind)
    admits = rows["eligibility"].fillna("all").replace("", "all")
    return pd.DataFrame(
        {
            "resource_id": rows["resource_id"],
            "open": admits.isin(["all", "75+"] if question.group == "75+" else ["all"]),
        }
    )
