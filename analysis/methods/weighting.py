"""Several measures of areas weighed against each other: the order that comes of it, and how firmly its first ones
stand.

For officials only (庁内用): elsewhere areas keep the city's own order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST = 3.0  # the highest weight; the lowest is 0
STEP = 1.0


def scores(measures: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """One score an area, 0-1: the weighted mean of its measures, each over the largest of its column.

    measures: areas x measures, none negative, NaN where not known; weights: one a measure, from 0 to MOST. An area that
    lacks a measure with a weight has no score (NaN): what is not known is not taken for 0. Without any weight nobody
    has one. Raises ValueError for negative numbers.
    """
    measures, weights = np.asarray(measures, float), np.asarray(weights, float)
    if (weights < 0).any() or (measures < 0).any():
        raise ValueError("おもみと値は0以上の数にしてください。")
    used = weights > 0
    if not used.any():
        return np.full(len(measures), np.nan)
    part = measures[:, used]
    largest = np.nanmax(np.where(np.isnan(part), 0.0, part), axis=0, initial=0.0)
    return (part / np.where(largest > 0, largest, 1.0)) @ weights[used] / weights[used].sum()


def ranks(score: np.ndarray) -> np.ndarray:
    """1 for the highest score; areas with one score share the rank; NaN without a score."""
    score = np.asarray(score, float)
    known = score[~np.isnan(score)]
    rounded = np.round(known, 12)  # two sums of the same parts in another order are one score
    place = 1 + (rounded[None, :] > np.round(score, 12)[:, None]).sum(axis=1)
    return np.where(np.isnan(score), np.nan, place)


def order(score: np.ndarray) -> np.ndarray:
    """Numbers of the areas, highest score first, equal ones as they stood, those without a score last."""
    score = np.asarray(score, float)
    return np.argsort(np.where(np.isnan(score), np.inf, -np.round(score, 12)), kind="stable")


@dataclass(frozen=True)
class Steadiness:
    """first: numbers of the first areas; ways: changes of one weight that were tried; same: those after which the first
    areas are the same ones; always: the areas (of `first`) that stay among the first whichever weight is changed."""

    first: tuple[int, ...]
    ways: int
    same: int
    always: tuple[int, ...]


def steadiness(measures: np.ndarray, weights: np.ndarray, number: int = 5) -> Steadiness:
    """How firmly the first `number` areas stand when one weight at a time goes up or down by STEP (within 0 and
    MOST)."""
    weights = np.asarray(weights, float)
    first = _first(measures, weights, number)
    tried = [_first(measures, changed, number) for changed in _changes(weights)]
    always = tuple(area for area in first if all(area in others for others in tried))
    return Steadiness(first, len(tried), sum(set(others) == set(first) for others in tried), always)


def _first(measures: np.ndarray, weights: np.ndarray, number: int) -> tuple[int, ...]:
    score = scores(measures, weights)
    return tuple(int(area) for area in order(score)[:number] if not np.isnan(score[area]))


def _changes(weights: np.ndarray) -> list[np.ndarray]:
    changed = [
        weights + step * (np.arange(len(weights)) == place) for place in range(len(weights)) for step in (-STEP, STEP)
    ]
    return [one for one in changed if one.min() >= 0 and one.max() <= MOST and one.any()]
