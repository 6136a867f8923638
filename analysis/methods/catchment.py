"""How much there is to go round: two-step floating catchment area (Luo and Wang 2003), with frequency and capacity.

First each place shares its room (persons at a time x times a month) among all the people within reach; then each point
adds up the shares of the places within its reach: visits a month that there is room for, per person. A straight line,
and everybody within reach is taken to want to come: a comparison of supply, not a forecast of visits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.methods.near_pairs import pairs_within

Decay = Callable[[np.ndarray, float], np.ndarray]  # metres, limit -> weight 0-1


@dataclass(frozen=True)
class Supply:
    """Visits a month each place has room for, NaN where not known; and which were assumed because the source does not
    say."""

    visits: np.ndarray
    capacity_assumed: np.ndarray
    times_assumed: np.ndarray


@dataclass(frozen=True)
class Access:
    """room: visits a month per person at every point; persons: people (weighted by decay) each place shares its room
    among.

    left_out: places whose supply is not known; unused: visits a month of places that nobody lives near.
    """

    room: np.ndarray
    persons: np.ndarray
    left_out: np.ndarray
    unused: float


def supply(
    capacity: np.ndarray, times_a_month: np.ndarray, capacity_if_unknown: float | None, times_if_unknown: float | None
) -> Supply:
    """capacity (persons at a time) x times a month; what is unknown (NaN) takes the stated default, or stays unknown
    where that is None.

    Unknown is never 0: the caller says what to assume, and shows how many places it was assumed for. Raises ValueError
    below 0.
    """
    capacity, times = np.asarray(capacity, float), np.asarray(times_a_month, float)
    if (capacity < 0).any() or (times < 0).any():
        raise ValueError("定員と回数は0以上にしてください。")
    assumed = [
        np.isnan(value) & (default is not None)
        for value, default in ((capacity, capacity_if_unknown), (times, times_if_unknown))
    ]
    visits = np.where(assumed[0], capacity_if_unknown or 0, capacity) * np.where(
        assumed[1], times_if_unknown or 0, times
    )
    return Supply(visits, *assumed)


def gaussian(metres: np.ndarray, limit: float) -> np.ndarray:
    """1 at the door, falling to 0 at the limit (Dai 2010): (exp(-(d/limit)^2/2) - exp(-1/2)) / (1 - exp(-1/2))."""
    edge = np.exp(-0.5)
    return (np.exp(-0.5 * (metres / limit) ** 2) - edge) / (1 - edge)


def access(
    points: np.ndarray,
    persons: np.ndarray,
    sites: np.ndarray,
    visits: np.ndarray,
    distance: float,
    crs: object,
    decay: Decay | None = None,
) -> Access:
    """Room per person at every point (n x 2 with n persons) from sites (m x 2 with m visits a month) within `distance`
    metres.

    Without decay everybody within the distance counts alike. Sites with unknown visits are left out and said; the sum
    of room x persons is the supply of all sites that somebody lives near. Raises ValueError for counts of persons that
    are unknown or below 0.
    """
    persons, visits = np.asarray(persons, float), np.asarray(visits, float)
    if not np.isfinite(persons).all() or (persons < 0).any():
        raise ValueError("人数の分からない地点か、0より小さい人数の地点があるため、受け入れの余地を計算できません。")
    point, site, metres = pairs_within(points, sites, distance, crs)
    weight = np.ones(len(metres)) if decay is None else decay(metres, distance)
    asking = np.bincount(site, weight * persons[point], len(visits))
    left_out = np.isnan(visits)
    served = (asking > 0) & ~left_out
    share = np.divide(visits, asking, out=np.zeros(len(visits)), where=served)
    return Access(
        np.bincount(point, weight * share[site], len(persons)),
        asking,
        left_out,
        float(visits[~served & ~left_out].sum()),
    )
