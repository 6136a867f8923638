"""Two-step floating catchment: against plain loops, and what must hold whatever the numbers."""

import math

import numpy as np
import pytest

from analysis.methods import catchment
from analysis.methods.walking_reach import mean_by_area

ZONE = 6677


def town(seed: int, points: int = 60, sites: int = 9):
    random = np.random.default_rng(seed)
    return (
        random.uniform(0, 3000, (points, 2)),
        random.integers(0, 40, points).astype(float),
        random.uniform(-400, 3400, (sites, 2)),
        random.integers(0, 60, sites).astype(float),
    )


def by_loops(points, persons, sites, visits, distance, weight):
    """The definition, word for word."""

    def metres(one, other):
        return math.hypot(one[0] - other[0], one[1] - other[1])

    share = []
    for site, room in zip(sites, visits, strict=True):
        asking = sum(
            number * weight(metres(point, site))
            for point, number in zip(points, persons, strict=True)
            if metres(point, site) <= distance
        )
        share.append(room / asking if asking > 0 else 0.0)
    return [
        sum(
            part * weight(metres(point, site))
            for site, part in zip(sites, share, strict=True)
            if metres(point, site) <= distance
        )
        for point in points
    ]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("distance", [200, 500, 900])
def test_it_equals_the_definition_in_loops(seed, distance):
    points, persons, sites, visits = town(seed)
    found = catchment.access(points, persons, sites, visits, distance, ZONE)
    np.testing.assert_allclose(
        found.room, by_loops(points, persons, sites, visits, distance, lambda metres: 1.0), rtol=1e-12
    )
    fading = catchment.access(points, persons, sites, visits, distance, ZONE, catchment.gaussian)

    def weight(metres):
        return (math.exp(-((metres / distance) ** 2) / 2) - math.exp(-0.5)) / (1 - math.exp(-0.5))

    np.testing.assert_allclose(
        fading.room, by_loops(points, persons, sites, visits, distance, weight), rtol=1e-9, atol=1e-15
    )


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("decay", [None, catchment.gaussian])
def test_all_the_room_there_is_goes_to_the_people_near_it(seed, decay):
    points, persons, sites, visits = town(seed)
    found = catchment.access(points, persons, sites, visits, 400, ZONE, decay)
    reached = found.persons > 0
    assert (found.room * persons).sum() == pytest.approx(visits[reached].sum())
    assert found.unused == pytest.approx(visits[~reached].sum())
    area = np.arange(len(points)) % 7
    means = mean_by_area(found.room, persons, area, 8)
    assert np.nansum(means[:7] * np.bincount(area, persons, 7)) == pytest.approx(visits[reached].sum())
    assert np.isnan(means[7])


def test_the_decay_is_whole_at_the_door_and_nothing_at_the_limit():
    assert catchment.gaussian(np.array([0.0, 500]), 500).tolist() == [1.0, 0.0]
    assert (np.diff(catchment.gaussian(np.linspace(0, 500, 50), 500)) < 0).all()


def test_a_place_is_shared_by_the_people_within_the_limit_which_counts_itself():
    points, persons = np.array([[0.0, 0], [500, 0], [501, 0]]), np.array([30.0, 10, 99])
    found = catchment.access(points, persons, np.array([[0.0, 0]]), np.array([80.0]), 500, ZONE)
    assert found.room.tolist() == [2.0, 2.0, 0.0] and found.persons.tolist() == [40.0]


def test_unknown_capacity_is_not_none():
    made = catchment.supply(
        np.array([20, np.nan, 15]), np.array([4, 4, np.nan]), capacity_if_unknown=10, times_if_unknown=None
    )
    assert made.visits[:2].tolist() == [80, 40] and np.isnan(made.visits[2])
    assert made.capacity_assumed.tolist() == [False, True, False] and not made.times_assumed.any()
    found = catchment.access(np.zeros((1, 2)), np.array([10.0]), np.zeros((3, 2)), made.visits, 100, ZONE)
    assert found.left_out.tolist() == [False, False, True]
    assert found.room.tolist() == [12.0] and found.unused == 0


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="0以上"):
        catchment.supply(np.array([-1.0]), np.array([1.0]), None, None)
    with pytest.raises(ValueError, match="人数の分からない"):
        catchment.access(np.zeros((1, 2)), np.array([np.nan]), np.zeros((1, 2)), np.ones(1), 100, ZONE)
    with pytest.raises(ValueError, match="緯度・経度"):
        catchment.access(np.zeros((1, 2)), np.ones(1), np.zeros((1, 2)), np.ones(1), 100, 6668)


def test_nobody_and_nowhere():
    assert catchment.access(np.empty((0, 2)), np.empty(0), np.zeros((1, 2)), np.array([5.0]), 100, ZONE).unused == 5
    assert catchment.access(np.zeros((2, 2)), np.ones(2), np.empty((0, 2)), np.empty(0), 100, ZONE).room.tolist() == [
        0,
        0,
    ]
