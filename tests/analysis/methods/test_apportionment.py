"""Whole persons of divided areas: they add up, lie near their shares, and leave whole areas and surfaces alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from analysis.methods import apportionment


def divided(count: float, *shares: float) -> list[float]:
    weight = sparse.csr_matrix([list(shares)])
    return apportionment.parts(np.array([count]), weight).toarray()[0].tolist()


def test_the_case_that_gave_itself_away():
    assert divided(8, 0.37, 0.63) == [3, 5]  # 2.96 told by its digits that the count was 8


@pytest.mark.parametrize(
    ("count", "shares", "parts"),
    [
        (1, (0.37, 0.63), [0, 1]),
        (0, (0.37, 0.63), [0, 0]),
        (7, (0.5, 0.5), [4, 3]),
        (10, (1 / 3, 1 / 3, 1 / 3), [4, 3, 3]),
        (10, (0.25, 0.25), [3, 2]),
        (8, (1.0, 0.0), [8, 0]),
        (9, (0.97, 0.03), [9, 0]),
    ],
)
def test_largest_remainders_by_hand(count, shares, parts):
    assert divided(count, *shares) == parts


def test_a_count_that_is_no_whole_number_keeps_its_shares():
    assert divided(2.5, 0.4, 0.6) == pytest.approx([1.0, 1.5])


def test_parts_add_up_and_lie_near_their_shares():
    random = np.random.default_rng(1)
    for _ in range(300):
        number = int(random.integers(2, 6))
        shares = random.dirichlet(np.ones(number)).round(2)
        shares[0] += 1 - shares.sum()
        count = float(random.integers(0, 400))
        found = np.array(divided(count, *shares))
        assert found.sum() == count
        assert (found == np.rint(found)).all()
        assert (abs(found - shares * count) <= apportionment.slack(number) + 1e-9).all()
        assert found.tolist() == naive(count, shares)


def naive(count: float, shares: np.ndarray) -> list[float]:
    """One seat after the other to whoever lacks most."""
    found = [float(np.floor(share * count + 1e-9)) for share in shares]
    while sum(found) < count:
        lacks = [
            (
                (
                    round(share * count - np.floor(share * count + 1e-9), 9)
                    if part == np.floor(share * count + 1e-9)
                    else -1
                ),
                share,
                -place,
            )
            for place, (share, part) in enumerate(zip(shares, found, strict=True))
        ]
        found[-max(lacks)[2]] += 1
    return found
