"""How many people might be in a situation nobody counts: a published rate times the place's own people (半田市's way).

Source of the way and of its example: 地域共生社会実現のための人材育成研修 資料（令和2年度社会福祉推進事業）, 半田市. An
estimate, never a count.
"""

from __future__ import annotations

import numpy as np

UNDER_18_OF_15_19 = 3 / 5  # 15, 16 and 17 of the five years 15 to 19


def span(base: np.ndarray, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """Base population times a rate (0-1) from low to high, in whole persons as such figures are published; NaN stays
    NaN.

    Raises ValueError unless 0 <= low <= high <= 1.
    """
    if not 0 <= low <= high <= 1:
        raise ValueError(f"rates run from low to high between 0 and 1, not {low} to {high}")
    persons = np.asarray(base, float)
    return np.floor(persons * low + 0.5), np.floor(persons * high + 0.5)


def under_18(to_14: np.ndarray, from_15_to_19: np.ndarray) -> np.ndarray:
    """Persons of 0-17 from five-year bands: 0-14 and three fifths of 15-19 (as many of each age within the band)."""
    return np.asarray(to_14, float) + UNDER_18_OF_15_19 * np.asarray(from_15_to_19, float)
