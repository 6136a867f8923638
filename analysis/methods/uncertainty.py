"""95 % limits for surveys; complete register counts have none. All functions take arrays.

Sources: Wilson 1927 (score interval); Breslow and Day 1987 (Byar's approximation); Ulm 1990 (exact Poisson through
chi-squared).

Not asked by any page yet: surveys come later, and with them the columns lower and upper of analysis.indicators.values.
"""

from __future__ import annotations

import numpy as np
from scipy.special import chdtri, ndtri

_BYAR_FROM = 10  # below this count the exact limits are used


def wilson(count: np.ndarray, of: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit (0-1) of the proportion count / of; NaN where `of` is 0. ValueError unless 0 <= count <=
    of."""
    count, of = np.asarray(count, float), np.asarray(of, float)
    if np.any((count < 0) | (count > of)):
        raise ValueError("a proportion needs 0 <= count <= of")
    z = ndtri((1 + confidence) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / of
        middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
        half = z * np.sqrt(share * (1 - share) / of + z**2 / (4 * of**2)) / (1 + z**2 / of)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def byar(count: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of a count of events by Byar's approximation; meant for counts of 10 or more."""
    count = _counts(count)
    z = ndtri((1 + confidence) / 2)
    more = count + 1
    with np.errstate(divide="ignore", invalid="ignore"):
        lower = np.where(count > 0, count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3, 0.0)
    return lower, more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3


def exact_poisson(count: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of a count of events, exact (chi-squared)."""
    count = _counts(count)
    tail = (1 - confidence) / 2
    lower = np.where(count > 0, chdtri(np.maximum(2 * count, 1), 1 - tail) / 2, 0.0)
    return lower, chdtri(2 * count + 2, tail) / 2


def event_limits(count: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(lower, upper, method): Byar from 10 events on, exact Poisson below."""
    count = _counts(count)
    many = count >= _BYAR_FROM
    limits = [
        np.where(many, a, b) for a, b in zip(byar(count, confidence), exact_poisson(count, confidence), strict=True)
    ]
    return limits[0], limits[1], np.where(many, "byar", "exact_poisson")


def _counts(count: np.ndarray) -> np.ndarray:
    count = np.asarray(count, float)
    if np.any(count < 0):
        raise ValueError("a count of events is not negative")
    return count
