"""Walking distances along a network of streets and paths, uphill slower.

Every metre of an edge counts as many level metres as take the same time: with s = rise / length, speed is
6 exp(-3.5 |s + 0.05|) km/h (Tobler 1993, NCGIA Technical Report 93-1), so that 5 % up counts 1.19 times, 10 % 1.42
times and 20 % 2.01 times. Ours: gently downhill is not counted shorter than level, as no older person saves a walk by
it; then a way is never shorter than the straight line. Steeply downhill is slower, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from analysis.methods.walking_reach import require_metric
from data.vocabulary import LATITUDES_OF_JAPAN, LONGITUDES_OF_JAPAN


@dataclass(frozen=True)
class Network:
    """nodes: x, y in metres (k x 2); ways: k x k, level metres from row to column; level_assumed: edges whose slope the
    source does not say."""

    nodes: np.ndarray
    ways: csr_array
    crs: object
    level_assumed: int


def level_metres(metres: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Level metres that take as long as `metres` with `slope` in per cent (up positive): at least the metres
    themselves."""
    rise = np.asarray(slope, float) / 100
    return np.asarray(metres, float) * np.maximum(1.0, np.exp(3.5 * (np.abs(rise + 0.05) - 0.05)))


def network(
    nodes: np.ndarray, start: np.ndarray, end: np.ndarray, metres: np.ndarray, slope: np.ndarray | None, crs: object
) -> Network:
    """Edges that can be walked both ways: from node `start` to node `end` (rows of `nodes`), their length, per cent of
    rise on the way there.

    An unknown slope (NaN, or None for all) counts as level, and how many is said in the result. Whether lengths and
    slopes can be metres and per cent was asked when their file was read (data.files.path_lengths). Raises ValueError
    where the CRS is in degrees or nodes are missing.
    """
    require_metric(crs)
    nodes, start, end = np.asarray(nodes, float).reshape(-1, 2), np.asarray(start, int), np.asarray(end, int)
    metres = np.asarray(metres, float)
    slope = np.full(len(metres), np.nan) if slope is None else np.asarray(slope, float)
    _refuse_broken(nodes, start, end, metres, slope)
    known = np.nan_to_num(slope)
    there, back = level_metres(metres, known), level_metres(metres, -known)
    ways = _shortest_of_parallel(
        np.concatenate([start, end]), np.concatenate([end, start]), np.concatenate([there, back]), len(nodes)
    )
    return Network(nodes, ways, crs, int(np.isnan(slope).sum()))


def to_nearest(net: Network, people: np.ndarray, sites: np.ndarray, within: float = np.inf) -> np.ndarray:
    """Level metres each person (n x 2) walks to the nearest site (m x 2); infinite where no way leads there or it is
    longer than `within`.

    People and sites stand at the nearest node, and the straight way to it counts. From a site home: see from_nearest.
    """
    return _nearest(net, csr_array(net.ways.T), people, sites, within)


def from_nearest(net: Network, people: np.ndarray, sites: np.ndarray, within: float = np.inf) -> np.ndarray:
    """As to_nearest, for the way home: uphill and downhill change places."""
    return _nearest(net, net.ways, people, sites, within)


def within(net: Network, people: np.ndarray, places: np.ndarray, distance: float) -> csr_array:
    """places x people, True where the way to the place is no longer than `distance` level metres (for
    analysis.methods.siting)."""
    from scipy.sparse.csgraph import dijkstra  # takes a fifth of a second to load, and reading files never asks

    turned, home, way = csr_array(net.ways.T), *_snapped(net, people)
    node, own = _snapped(net, places)
    reached = [
        np.flatnonzero(dijkstra(turned, indices=one, limit=distance)[home] + way + more <= distance)
        for one, more in zip(node, own, strict=True)
    ]
    ends = np.concatenate([[0], np.cumsum([len(one) for one in reached], dtype=int)])
    people_reached = np.concatenate(reached) if reached else np.empty(0, int)
    return csr_array((np.ones(ends[-1], bool), people_reached, ends), shape=(len(node), len(home)))


def _nearest(net: Network, ways: csr_array, people: np.ndarray, sites: np.ndarray, limit: float) -> np.ndarray:
    """One run from all sites at once: a door outside the network opens to each site's node at the price of the way to
    it."""
    (home, way), (node, own) = _snapped(net, people), _snapped(net, sites)
    if not len(node) or not len(home):
        return np.full(len(home), np.inf)
    from scipy.sparse.csgraph import dijkstra  # takes a fifth of a second to load, and reading files never asks

    door, number = np.full(len(net.nodes), np.inf), len(net.nodes)
    np.minimum.at(door, node, own)
    opens = np.flatnonzero(np.isfinite(door))
    graph = csr_array(
        (
            np.concatenate([ways.data, door[opens]]),
            np.concatenate([ways.indices, opens]),
            np.concatenate([ways.indptr, [ways.indptr[-1] + len(opens)]]),
        ),
        shape=(number + 1, number + 1),
    )
    total = dijkstra(graph, indices=number, limit=limit)[home] + way
    return np.where(total <= limit, total, np.inf)


def _snapped(net: Network, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each point's nearest node and the metres to it."""
    points = np.asarray(points, float).reshape(-1, 2)
    if _degrees(points):
        raise ValueError(
            "緯度・経度（度）の位置は、道のりの計算に使えません。道と同じ平面直角座標系に変換してください。"
        )
    from scipy.spatial import cKDTree  # takes a fifth of a second to load, and reading files never asks

    metres, node = cKDTree(net.nodes).query(points) if len(points) else (np.empty(0), np.empty(0, int))
    return node, metres


def _degrees(points: np.ndarray) -> bool:
    """Whether coordinates look like longitude and latitude in Japan."""
    (west, east), (south, north) = LONGITUDES_OF_JAPAN, LATITUDES_OF_JAPAN
    x, y = points[:, 0], points[:, 1]
    return len(points) > 0 and bool(((x > west) & (x < east) & (y > south) & (y < north)).all())


def _shortest_of_parallel(start: np.ndarray, end: np.ndarray, metres: np.ndarray, nodes: int) -> csr_array:
    """Of several edges between two nodes the shortest one (a sparse matrix would add them up); loops left out."""
    order = np.lexsort([metres, end, start])
    start, end, metres = start[order], end[order], metres[order]
    first = np.ones(len(start), bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    first &= start != end
    ends = np.concatenate([[0], np.cumsum(np.bincount(start[first], minlength=nodes))])
    return csr_array((metres[first], end[first], ends), shape=(nodes, nodes))


def _refuse_broken(
    nodes: np.ndarray, start: np.ndarray, end: np.ndarray, metres: np.ndarray, slope: np.ndarray
) -> None:
    if not len(start) == len(end) == len(metres) == len(slope):
        raise ValueError(
            f"{len(start)} starts, {len(end)} ends, {len(metres)} lengths, {len(slope)} slopes: one of each for every"
            " edge"
        )
    if len(start) and (min(start.min(), end.min()) < 0 or max(start.max(), end.max()) >= len(nodes)):
        raise ValueError("道の端の番号に、位置の分からないものがあります。")
