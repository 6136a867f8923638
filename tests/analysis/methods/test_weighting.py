"""Weighing: scores by hand, ranks with ties, what is not known, and how firmly the first ones stand against a naive
second way."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from analysis.methods import weighting

NAN = float("nan")


def test_a_score_is_the_weighted_mean_of_parts_of_the_largest():
    measures = [[100.0, 5.0], [50.0, 10.0], [0.0, 0.0]]
    assert weighting.scores(measures, [1, 1]) == pytest.approx([(1 + 0.5) / 2, (0.5 + 1) / 2, 0])
    assert weighting.scores(measures, [3, 1]) == pytest.approx([(3 + 0.5) / 4, (1.5 + 1) / 4, 0])
    assert weighting.scores(measures, [2, 0]) == pytest.approx([1, 0.5, 0])


def test_the_unit_of_a_measure_does_not_matter():
    measures = np.random.default_rng(3).random((8, 3))
    assert weighting.scores(measures * [1, 1000, 0.01], [1, 2, 3]) == pytest.approx(
        weighting.scores(measures, [1, 2, 3])
    )


def test_what_is_not_known_is_not_taken_for_nothing_and_matters_only_with_a_weight():
    measures = [[4.0, NAN], [2.0, 1.0]]
    assert np.isnan(weighting.scores(measures, [1, 1])[0]) and weighting.scores(measures, [1, 1])[1] == pytest.approx(
        0.75
    )
    assert weighting.scores(measures, [1, 0]) == pytest.approx([1, 0.5])


def test_a_measure_nobody_has_or_that_is_nothing_everywhere():
    assert np.isnan(weighting.scores([[NAN], [NAN]], [1])).all()
    assert weighting.scores([[0.0], [0.0]], [1]).tolist() == [0, 0]
    assert np.isnan(weighting.scores([[1.0], [2.0]], [0])).all()
    assert weighting.scores(np.empty((0, 2)), [1, 1]).tolist() == []


@pytest.mark.parametrize(("measures", "weights"), [([[1.0]], [-1]), ([[-1.0]], [1])])
def test_negative_numbers_are_refused(measures, weights):
    with pytest.raises(ValueError, match="0以上"):
        weighting.scores(measures, weights)


def test_equal_scores_share_a_rank_and_the_unknown_has_none():
    found = weighting.ranks([0.5, 0.9, 0.5, NAN, 0.1])
    assert found[[0, 1, 2, 4]].tolist() == [2, 1, 2, 4] and np.isnan(found[3])
    assert weighting.order([0.5, 0.9, 0.5, NAN, 0.1]).tolist() == [1, 0, 2, 4, 3]


def test_steadiness_equals_trying_every_change():
    random = np.random.default_rng(8)
    for weights in ([1, 1, 1], [0, 2, 3], [3, 0, 0]):
        measures = random.random((12, 3))
        found = weighting.steadiness(measures, weights)
        first = set(np.argsort(-weighting.scores(measures, weights))[:5])
        others = []
        for place, step in itertools.product(range(3), (-1, 1)):
            changed = list(weights)
            changed[place] += step
            if 0 <= changed[place] <= 3 and any(changed):
                others.append(set(np.argsort(-weighting.scores(measures, changed))[:5]))
        assert set(found.first) == first
        assert (found.ways, found.same) == (len(others), sum(one == first for one in others))
        assert set(found.always) == first.intersection(*others)


def test_areas_far_ahead_stay_first_whatever_is_changed():
    measures = np.vstack([np.full((5, 2), 10.0), np.full((5, 2), 1.0)])
    assert weighting.steadiness(measures, [1, 1]) == weighting.Steadiness((0, 1, 2, 3, 4), 4, 4, (0, 1, 2, 3, 4))
