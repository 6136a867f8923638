"""Rounds of a van: days between visits by hand, people by stop against a naive count of every pair."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.methods import mobile_sales_rounds

CRS = 6677


@pytest.mark.parametrize(
    ("days", "longest"),
    [([0], 7), ([0, 3], 4), ([0, 4], 4), ([0, 1], 6), ([0, 2, 4], 3), (range(7), 1), ([6, 6], 7), ([], None)],
)
def test_the_longest_wait_goes_round_the_week(days, longest):
    assert mobile_sales_rounds.longest_gap(days) == longest


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ValueError, match="0 to 6"):
        mobile_sales_rounds.longest_gap([7])


def naive(points, persons, stops, distance, others=()):
    at, only = np.zeros(len(stops)), np.zeros(len(stops))
    for point, number in zip(points, persons, strict=True):
        metres = [float(np.hypot(*(point - stop))) for stop in stops]
        inside = [place for place, one in enumerate(metres) if one <= distance]
        if inside:
            at[min(inside, key=lambda place: (metres[place], place))] += number
        if len(inside) == 1 and not any(np.hypot(*(point - other)) <= distance for other in others):
            only[inside[0]] += number
    return at, only


@pytest.mark.parametrize("seed", range(4))
def test_people_by_stop_equal_a_count_of_every_pair(seed):
    random = np.random.default_rng(seed)
    points = random.random((400, 2)) * 3000
    persons = random.random(400) * 10
    stops = random.random((6, 2)) * 3000
    others = random.random((3, 2)) * 3000
    at, only = naive(points, persons, stops, 500, others)
    assert mobile_sales_rounds.at_nearest(points, persons, stops, 500, CRS) == pytest.approx(at)
    assert mobile_sales_rounds.only_here(points, persons, stops, 500, CRS, others) == pytest.approx(only)
    assert mobile_sales_rounds.only_here(points, persons, stops, 500, CRS) == pytest.approx(
        naive(points, persons, stops, 500)[1]
    )


def test_people_at_the_same_distance_are_counted_at_the_first_and_lost_by_neither():
    assert mobile_sales_rounds.at_nearest([[100.0, 0.0]], [8.0], [[0.0, 0.0], [200.0, 0.0]], 500, CRS).tolist() == [
        8,
        0,
    ]
    assert mobile_sales_rounds.only_here([[100.0, 0.0]], [8.0], [[0.0, 0.0], [200.0, 0.0]], 500, CRS).tolist() == [0, 0]


def test_without_people_or_stops_nobody_is_counted():
    assert mobile_sales_rounds.at_nearest(np.empty((0, 2)), [], [[0.0, 0.0]], 500, CRS).tolist() == [0]
    assert mobile_sales_rounds.only_here([[0.0, 0.0]], [1.0], np.empty((0, 2)), 500, CRS).tolist() == []


def test_degrees_are_refused():
    with pytest.raises(ValueError, match="平面直角座標系"):
        mobile_sales_rounds.at_nearest([[0.0, 0.0]], [1.0], [[0.0, 0.0]], 500, 6668)
