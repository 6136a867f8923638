"""Rounds of a van: how long a stop waits between visits, who lives nearest to which stop, and who would have none
without it."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from analysis.methods.near_pairs import pairs_within

WEEK = 7


def longest_gap(days: Collection[int]) -> int | None:
    """Most days from one visit to the next when a van comes on these days (0-6) of every week; None without a day.
    ValueError for a day that is none."""
    known = sorted(set(days))
    if known and not (0 <= known[0] and known[-1] < WEEK):
        raise ValueError(f"days of a week are 0 to 6, not {known}")
    following = [*known[1:], *(day + WEEK for day in known[:1])]
    return max((later - day for day, later in zip(known, following, strict=True)), default=None)


def at_nearest(points: np.ndarray, persons: np.ndarray, stops: np.ndarray, distance: float, crs: object) -> np.ndarray:
    """Persons by stop, each counted once: at the nearest stop within `distance` metres (of two as near, the first)."""
    point, stop, metres = pairs_within(points, stops, distance, crs)
    order = np.lexsort((stop, np.round(metres, 6), point))
    first = np.unique(point[order], return_index=True)[1]
    return np.bincount(stop[order][first], np.asarray(persons, float)[point[order][first]], len(stops))


def only_here(
    points: np.ndarray,
    persons: np.ndarray,
    stops: np.ndarray,
    distance: float,
    crs: object,
    others: np.ndarray | None = None,
) -> np.ndarray:
    """Persons by stop who have that one within `distance` metres and no other of the stops, nor any of `others`: those
    who have none without it."""
    every = (
        np.asarray(stops, float).reshape(-1, 2)
        if others is None
        else np.concatenate([np.asarray(part, float).reshape(-1, 2) for part in (stops, others)])
    )
    point, stop, _ = pairs_within(points, every, distance, crs)
    alone = np.bincount(point, minlength=len(points))[point] == 1
    return np.bincount(stop[alone], np.asarray(persons, float)[point[alone]], len(every))[: len(stops)]
