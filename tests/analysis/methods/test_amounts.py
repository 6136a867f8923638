"""Counts put together: what is not known of a part is not known of the whole."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.methods.amounts import Amounts


def amounts(count: float, state: str, basis: str, source: str) -> Amounts:
    return Amounts(np.array([count]), np.array([state], object), np.array([basis], object), "2025-04-01", (source,))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (("ok", "counted"), ("ok", "counted"), ("ok", "counted")),
        (("ok", "counted"), ("merged", "printed"), ("merged", "printed")),
        (("suppressed", "counted"), ("merged", "estimated"), ("suppressed", "estimated")),
        (("not_surveyed", "inferred"), ("not_in_source", "printed"), ("not_surveyed", "inferred")),
    ],
)
def test_a_sum_has_the_worse_state_and_the_less_certain_basis_of_its_parts(one, other, together):
    for first, second in ((one, other), (other, one)):
        found = amounts(3.0, *first, "a").plus(amounts(4.0, *second, "b"))
        assert (found.count[0], found.state[0], found.basis[0]) == (7.0, *together)
        assert found.source_ids == ("a", "b")
