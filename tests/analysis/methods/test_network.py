"""Ways along a network: against a plain Dijkstra, and the rules of uphill, doors and units."""

import heapq
import math

import numpy as np
import pytest

from analysis.methods import network, siting, walking_reach

ZONE = 6677


def some_streets(seed: int, side: int = 9, missing: float = 0.25):
    """A crooked grid of some 100 m with gaps and hills; slope follows from the height of its ends."""
    random = np.random.default_rng(seed)
    nodes = np.array([[100 * x, 100 * y] for x in range(side) for y in range(side)], float) + random.uniform(
        -30, 30, (side**2, 2)
    )
    pairs = np.array(
        [
            (x * side + y, other)
            for x in range(side)
            for y in range(side)
            for other in ([(x + 1) * side + y] if x + 1 < side else []) + ([x * side + y + 1] if y + 1 < side else [])
        ]
    )
    pairs = pairs[random.random(len(pairs)) > missing]
    height = random.uniform(0, 12, side**2)
    metres = np.hypot(*(nodes[pairs[:, 1]] - nodes[pairs[:, 0]]).T) * random.uniform(1, 1.3, len(pairs))
    slope = 100 * (height[pairs[:, 1]] - height[pairs[:, 0]]) / metres
    return (
        nodes,
        pairs[:, 0],
        pairs[:, 1],
        metres,
        slope,
        random.uniform(-50, 850, (150, 2)),
        random.uniform(0, 800, (6, 2)),
    )


def factor(slope: float) -> float:
    """Tobler's speed on the level over his speed on the slope, never below 1."""
    return max(1.0, math.exp(-3.5 * 0.05) / math.exp(-3.5 * abs(slope / 100 + 0.05)))


def plain(nodes, start, end, metres, slope, people, sites, home=False):
    """For each person a search of its own, with a list of neighbours and a heap."""
    beside = {}
    for a, b, length, rise in zip(start.tolist(), end.tolist(), metres, slope, strict=True):
        up, down = length * factor(rise), length * factor(-rise)
        beside.setdefault(a, []).append((b, down if home else up))
        beside.setdefault(b, []).append((a, up if home else down))

    def nearest(point):
        gaps = [math.dist(point, node) for node in nodes]
        return gaps.index(min(gaps)), min(gaps)

    doors, found = [nearest(site) for site in sites], []
    for person in people:
        node, way = nearest(person)
        best, waiting = {}, [(way, node)]
        while waiting:
            so_far, here = heapq.heappop(waiting)
            if here not in best:
                best[here] = so_far
                for other, more in beside.get(here, []):
                    heapq.heappush(waiting, (so_far + more, other))
        found.append(min((best[door] + own for door, own in doors if door in best), default=math.inf))
    return np.array(found)


@pytest.mark.parametrize("seed", range(5))
def test_there_and_home_equal_a_plain_search(seed):
    nodes, start, end, metres, slope, people, sites = some_streets(seed)
    net = network.network(nodes, start, end, metres, slope, ZONE)
    there, home = network.to_nearest(net, people, sites), network.from_nearest(net, people, sites)
    np.testing.assert_allclose(there, plain(nodes, start, end, metres, slope, people, sites), rtol=1e-12)
    np.testing.assert_allclose(home, plain(nodes, start, end, metres, slope, people, sites, home=True), rtol=1e-12)
    walked = np.isfinite(there)
    assert (np.abs(there[walked] - home[walked]) > 1).any()  # uphill differs from downhill
    assert net.level_assumed == 0


@pytest.mark.parametrize("seed", range(5))
def test_no_way_is_shorter_than_the_straight_line(seed):
    nodes, start, end, metres, slope, people, sites = some_streets(seed)
    net = network.network(nodes, start, end, metres, slope, ZONE)
    assert (network.to_nearest(net, people, sites) >= walking_reach.nearest_metres(people, sites, ZONE) - 1e-9).all()
    more = network.to_nearest(net, people, np.vstack([sites, [[400, 400]]]))
    assert (more <= network.to_nearest(net, people, sites) + 1e-9).all()


@pytest.mark.parametrize("seed", range(3))
def test_who_each_place_reaches_agrees_with_the_nearest(seed):
    nodes, start, end, metres, slope, people, sites = some_streets(seed)
    net = network.network(nodes, start, end, metres, slope, ZONE)
    each = network.within(net, people, sites, 300)
    for one in range(len(sites)):
        np.testing.assert_array_equal(each[[one]].toarray()[0], network.to_nearest(net, people, sites[[one]]) <= 300)
    found = siting.best(each, np.ones(len(people)), 6)
    assert found.gained == (network.to_nearest(net, people, sites) <= 300).sum()
    limited, whole = network.to_nearest(net, people, sites, 300), network.to_nearest(net, people, sites)
    np.testing.assert_array_equal(limited, np.where(whole <= 300, whole, np.inf))


def test_uphill_counts_more_and_downhill_never_less():
    # Tobler 1993: 6 exp(-3.5 |s + 0.05|) km/h: 5.04 on the level, 4.23 at 5 % up, 3.55 at 10 % up, 3.55 at 20 % down
    assert network.level_metres(np.full(6, 100.0), np.array([0, 5, 10, -5, -10, -20])) == pytest.approx(
        [100, 119.12, 141.91, 100, 100, 141.91], abs=0.01
    )
    net = network.network(np.array([[0, 0], [100, 0.0]]), [0], [1], [100], [10], ZONE)
    low, high = np.array([[0.0, 0]]), np.array([[100.0, 0]])
    assert network.to_nearest(net, low, high) == pytest.approx([141.91], abs=0.01)  # to a salon up the hill
    assert network.to_nearest(net, high, low) == pytest.approx([100])
    assert network.from_nearest(net, low, high) == pytest.approx([100])


def test_doors_parallel_ways_and_where_no_way_leads():
    nodes = np.array([[0, 0], [100, 0], [5000, 0], [5100, 0]], float)
    net = network.network(nodes, [0, 0, 1, 2], [1, 1, 1, 3], [180, 120, 50, 100], None, ZONE)
    assert net.level_assumed == 4
    people, site = np.array([[0, 30], [100, 0], [5000, 0]], float), np.array([[100.0, 40]])
    assert network.to_nearest(net, people, site).tolist() == [30 + 120 + 40, 40, np.inf]
    two_doors = np.array([[100.0, 40], [100, 7]])
    assert network.to_nearest(net, people, two_doors).tolist() == [157, 7, np.inf]
    assert network.to_nearest(net, people, nodes[[1]]).tolist() == [150, 0, np.inf]  # standing on the node itself
    assert network.to_nearest(net, people, np.empty((0, 2))).tolist() == [np.inf] * 3
    assert network.within(net, people, site, 100).toarray().tolist() == [[False, True, False]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"crs": 6668}, "緯度・経度"),
        ({"crs": 3857}, "約650 m"),
        ({"end": [1, 7]}, "位置の分からない"),
        ({"slope": [1.0]}, "1 slopes"),
    ],
)
def test_broken_networks_are_refused(change, words):
    given = {
        "nodes": [[0.0, 0], [100, 0], [220, 0]],
        "start": [0, 1],
        "end": [1, 2],
        "metres": [100.0, 120.0],
        "slope": [0.0, 2.0],
        "crs": ZONE,
    } | change
    with pytest.raises(ValueError, match=words):
        network.network(**given)


def test_people_in_degrees_are_refused():
    net = network.network(np.array([[0, 0], [100, 0.0]]), [0], [1], [100], None, ZONE)
    with pytest.raises(ValueError, match="緯度・経度"):
        network.to_nearest(net, np.array([[139.0, 36.3]]), np.array([[0.0, 0]]))
