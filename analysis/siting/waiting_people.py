"""The people of a question about further places as points: who waits for one, and what a city lacks to tell.

Whoever is reached already is counted as on 歩いて行ける範囲 (analysis.indicators.values, "coverage"); a new place is
taken to be open to everyone. Only age groups are counted here, so nothing is protected; where a place stands comes from
analysis.lists.resources and the sharing level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.counts import population_points, walking_network
from analysis.counts.active_resources import active_of_kinds, is_listed
from analysis.counts.area_counts import AreaCounts
from analysis.counts.coverage import part_reached
from analysis.counts.loaded_city import load_city
from analysis.counts.people_without_area import people_without_area
from analysis.counts.positions import located, part_inside
from analysis.counts.sharing_rules import sharing_rules
from analysis.counts.source_choice import counts_for
from analysis.indicators import reader_choice
from analysis.methods.amounts import Choice
from analysis.methods.network import Network
from data.store import access, citations
from data.store.city import City
from data.vocabulary import DETOUR

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


def people(city: City, question: Question, sharing: str = "public") -> People:
    """The people of the question as points, reached from where this sharing level may know places to be
    (analysis.counts.positions.positions).

    Raises Lacking, ValueError for a kind, group or district that does not exist, and PermissionError as
    analysis.indicators.values.
    """
    access.require(sharing)
    reader_choice.offered(question.distance, sharing)
    loaded = load_city(city)
    counts = counts_for(loaded, ("population", "resources", "areas"), "city", None, None, sharing_rules(city, sharing))
    count, unknown = _persons(counts, question)
    if not is_listed(counts, question.kind):
        raise Lacking(NO_LIST)
    rows, _ = active_of_kinds(counts, question.kind)
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
    count = np.nan_to_num(amounts.count) + _without_area(counts, question.group, codes)
    if not question.district:
        return count, float(np.nan_to_num(counts.at("city").group(question.group).count[0]))
    place = loaded.codes("district").get_indexer([question.district])[0]
    return count * part_inside(loaded, question.district), float(
        np.nan_to_num(counts.at("district").group(question.group).count[place])
    )


def _without_area(counts: AreaCounts, group: str, codes: pd.Index) -> np.ndarray:
    """People whom the source counts under a code that is no area of the map: in equal parts where those counted there
    live (as analysis.counts.coverage does)."""
    found, (senders, counted) = np.zeros(len(codes)), people_without_area(counts, group)
    senders = senders[senders["area_code"].isin(codes)]
    if len(senders):
        alike = senders.groupby("into_code")["into_code"].transform("size")
        each = senders["into_code"].map(counted["count"]).fillna(0) / alike
        np.add.at(found, codes.get_indexer(senders["area_code"]), each.to_numpy(float))
    return found


def points_level(city: City) -> str:
    """The level whose areas people are counted in."""
    return load_city(city).points_level


def existing(city: City, question: Question) -> pd.DataFrame:
    """resource_id of the places counted today, and whether each is open to everyone of the group (a members' place
    reaches its own area alone)."""
    loaded = load_city(city)
    rows, _ = active_of_kinds(
        counts_for(loaded, ("population", "resources", "areas"), "city", None, None), question.kind
    )
    admits = rows["eligibility"].fillna("all").replace("", "all")
    return pd.DataFrame(
        {
            "resource_id": rows["resource_id"],
            "open": admits.isin(["all", "75+"] if question.group == "75+" else ["all"]),
        }
    )
