"""How far people walk: metres from each point of population to the nearest place that admits them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.counts import population_points, walking_network
from analysis.counts.active_resources import active_of_kinds
from analysis.counts.area_counts import AreaCounts
from analysis.counts.positions import area_of_each, located, positions
from analysis.methods import network, walking_reach
from analysis.methods.amounts import Choice
from data.vocabulary import DETOUR

_ONE_SEX = {"women": "female", "men": "male"}
FARTHEST = 3_000  # metres along the network beyond which nobody is looked for, unless more is asked


@dataclass(frozen=True)
class Whom:
    """The people asked about, as far as places tell them apart: a sex ("all": both), and whether all of them are 75 or
    older."""

    sex: str = "all"
    older: bool = False


def open_to(rows: pd.DataFrame, whom: Whom) -> np.ndarray:
    """Which resources admit all of them wherever they live."""
    admits = rows["eligibility"].fillna("all").replace("", "all")
    return np.array(
        [one == "all" or (one == "75+" and whom.older) or _ONE_SEX.get(one) == whom.sex for one in admits], bool
    )


def metres(counts: AreaCounts, choice: Choice, whom: Whom) -> np.ndarray:
    """Metres from each point of population to the nearest place that admits such people, as the chosen way measures
    them."""
    farthest = max(FARTHEST, choice.distance or 0) if choice.way == "network" else 0
    key = (
        "metres",
        choice.kind,
        choice.when,
        choice.often,
        choice.way,
        farthest,
        whom,
        counts.rules.exact_homes,
        counts.rules.consent,
        counts.as_of if counts.asked else "",
    )
    return counts.city.keep(key, lambda: _metres(counts, choice, whom, farthest))


def _metres(counts: AreaCounts, choice: Choice, whom: Whom, farthest: float) -> np.ndarray:
    if choice.way == "detour":
        return metres(counts, Choice(choice.kind, when=choice.when, often=choice.often), whom) * DETOUR
    rows, _ = active_of_kinds(counts, choice.kind, choice.when, choice.often)
    rows = rows[located(counts, rows)]
    where = positions(counts.city, counts.rules)[rows.index]
    xy, area, *_ = population_points.points(counts.city)

    def to(points: np.ndarray, sites: np.ndarray) -> np.ndarray:
        if choice.way == "network":
            return network.to_nearest(walking_network.paths(counts.city), points, sites, farthest)
        return walking_reach.nearest_metres(points, sites, counts.city.zone)

    nearest = to(xy, where[open_to(rows, whom)])
    for one in np.flatnonzero(rows["eligibility"].fillna("") == "members"):
        theirs = np.flatnonzero(home(counts, rows.index[one])[area])
        nearest[theirs] = np.minimum(nearest[theirs], to(xy[theirs], where[[one]]))
    return nearest


def home(counts: AreaCounts, row: int) -> np.ndarray:
    """The areas people are spread over whose people a members' place (a row of `resources`) admits: its
    neighbourhood's, else its own area, else none."""
    loaded = counts.city
    codes = loaded.codes(loaded.points_level)
    for level in ("neighbourhood", loaded.points_level):
        if level in loaded.level_names and (number := area_of_each(loaded, level, counts.rules)[row]) >= 0:
            column = loaded.links(codes, level, ("points", loaded.points_level)).weight[:, [number]]
            return column.toarray().ravel() > 0
    return np.zeros(len(codes), bool)
