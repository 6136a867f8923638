"""Rates times people, from low to high, rounded as published."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.methods import estimates


@pytest.mark.parametrize(
    ("base", "low", "high", "expected"),
    [
        (7540, 0.08, 0.10, (603, 754)),
        (19963, 0.137, 0.137, (2735, 2735)),  # 半田市's published table, from the bases it implies
        (0, 0.1, 0.2, (0, 0)),
        (5, 0.1, 0.3, (1, 2)),  # halves go up
    ],
)
def test_published_example_comes_out(base, low, high, expected):
    found = estimates.span(np.array([base]), low, high)
    assert tuple(int(part[0]) for part in found) == expected


def test_what_is_missing_stays_missing():
    low, high = estimates.span(np.array([np.nan, 100.0]), 0.1, 0.2)
    assert np.isnan(low[0]) and np.isnan(high[0])
    assert (low[1], high[1]) == (10, 20)


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.1), (-0.1, 0.1), (0.5, 1.1), (float("nan"), 0.1)])
def test_rates_that_are_none_are_refused(low, high):
    with pytest.raises(ValueError, match="rates run from low to high"):
        estimates.span(np.array([100.0]), low, high)


def test_under_18_takes_three_of_the_five_years_from_15_to_19():
    by_age = dict.fromkeys(range(15, 20), 20)  # as many of each age
    assert estimates.under_18(np.array([300.0]), np.array([sum(by_age.values())]))[0] == 300 + sum(
        number for age, number in by_age.items() if age < 18
    )
    assert np.isnan(estimates.under_18(np.array([300.0]), np.array([np.nan]))[0])
