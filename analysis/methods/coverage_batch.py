"""Coverage of a whole prefecture or nation: every kind and every distance in one pass, in pieces that fit the memory.

One tree a kind is asked once for the nearest site of every point; the distances are then mere comparisons. Sorting
points by area and asking a tree of m sites n times costs n log n + n log m. Pieces end where an area ends, so that an
area's sums are added up in the same order however the pieces are spread over processes or machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

PIECE = 100_000  # points; what a piece needs while it is worked out is some 10 MB
WORKERS = 2


@dataclass(frozen=True)
class Sites:
    """Where the sites of each kind stand, in trees; farthest: metres beyond which nobody asks."""

    kinds: tuple[str, ...]
    trees: tuple[cKDTree, ...]
    distances: tuple[float, ...]


@dataclass(frozen=True)
class Piece:
    """Whole areas: the points (n x 2 or 3), persons at each, and where each area's points begin."""

    points: np.ndarray
    persons: np.ndarray
    begins: np.ndarray


def planted(sites: np.ndarray, kind: Sequence[str], distances: Sequence[float]) -> Sites:
    """Sites (m x 2, or x 3 geocentric) by kind, kinds in order of first appearance. Raises ValueError for unknown
    positions and distances."""
    sites, kind = np.asarray(sites, float), pd.Series(kind, dtype="str")
    if not np.isfinite(sites).all():
        raise ValueError("位置の分からない場所があります。位置の分かる場所だけにしてください。")
    if not len(distances) or not all(np.isfinite(one) and one > 0 for one in distances):
        raise ValueError("距離は0より大きいメートルで、一つ以上指定してください。")
    number, kinds = pd.factorize(kind)
    return Sites(
        tuple(kinds), tuple(cKDTree(sites[number == one]) for one in range(len(kinds))), tuple(map(float, distances))
    )


def pieces(points: np.ndarray, persons: np.ndarray, begins: np.ndarray, piece: int = PIECE) -> Iterator[Piece]:
    """Points that stand in the order of their areas, cut where an area ends into pieces of about `piece` points.

    begins: where each area's points begin, and at last the number of points.
    """
    last = 0
    while last < len(begins) - 1:
        end = max(last + 1, int(np.searchsorted(begins, begins[last] + piece, side="right")) - 1)
        rows = slice(begins[last], begins[end])
        yield Piece(points[rows], persons[rows], begins[last:end] - begins[last])
        last = end


def reached(piece: Piece, sites: Sites, workers: int = WORKERS) -> np.ndarray:
    """areas x kinds x distances: persons no farther than the distance from a site of the kind; NaN where an area's
    persons are not known."""
    farthest = np.nextafter(max(sites.distances), np.inf)
    found = np.empty((len(piece.begins), len(sites.kinds), len(sites.distances)))
    for kind, tree in enumerate(sites.trees):
        metres = tree.query(piece.points, distance_upper_bound=farthest, workers=workers)[0]
        for number, distance in enumerate(sites.distances):
            found[:, kind, number] = np.add.reduceat(piece.persons * (metres <= distance), piece.begins)
    return found


def in_turn(cut: Iterable[Piece], sites: Sites) -> Iterable[np.ndarray]:
    """The pieces one after the other in this process."""
    return (reached(piece, sites) for piece in cut)


def coverage(
    points: np.ndarray,
    persons: np.ndarray,
    area: Sequence[str],
    sites: Sites,
    spread: Callable[[Iterable[Piece], Sites], Iterable[np.ndarray]] = in_turn,
    piece: int = PIECE,
) -> pd.DataFrame:
    """area, kind, distance_m, reached, persons, share (0-1), state: one row an area, kind and distance, areas in order
    of first appearance.

    points: n x 2 in one metric CRS, or n x 3 geocentric metres, the sites likewise; persons: at each point, NaN not
    known; area: its area's code. spread gives `reached` of every piece in order, wherever it is worked out. state: ok,
    not_in_source where persons of the area are not known, no_denominator where nobody lives there; share is NaN then.
    Raises ValueError for unknown positions.
    """
    points, persons = np.asarray(points, float), np.asarray(persons, float)
    if not np.isfinite(points).all():
        raise ValueError("位置の分からない地点があります。位置の分かる地点だけにしてください。")
    if (persons < 0).any() or np.isinf(persons).any():
        raise ValueError("人数は0以上の数にしてください。")
    number, codes = pd.factorize(pd.Series(area, dtype="str"))
    if (number < 0).any():
        raise ValueError("区域のコードがない地点があります。")
    order = np.argsort(number, kind="stable")
    begins = np.concatenate([[0], np.cumsum(np.bincount(number, minlength=len(codes)))]).astype(int)
    points, persons = points[order], persons[order]
    found = list(spread(pieces(points, persons, begins, piece), sites))
    empty = np.empty((0, len(sites.kinds), len(sites.distances)))
    return _table(
        codes,
        sites,
        np.concatenate([empty, *found]),
        np.add.reduceat(persons, begins[:-1]) if len(codes) else np.empty(0),
    )


def _table(codes: np.ndarray, sites: Sites, found: np.ndarray, whole: np.ndarray) -> pd.DataFrame:
    rows = len(sites.kinds) * len(sites.distances)
    persons = np.repeat(whole, rows)
    share = np.divide(found.ravel(), persons, out=np.full(len(persons), np.nan), where=persons > 0)
    return pd.DataFrame(
        {
            "area": pd.Categorical.from_codes(np.repeat(np.arange(len(codes)), rows), codes),
            "kind": pd.Categorical.from_codes(
                np.tile(np.repeat(np.arange(len(sites.kinds)), len(sites.distances)), len(codes)), list(sites.kinds)
            ),
            "distance_m": np.tile(sites.distances, len(codes) * len(sites.kinds)),
            "reached": found.ravel(),
            "persons": persons,
            "share": share,
            "state": pd.Categorical.from_codes(
                np.where(np.isnan(persons), 1, np.where(persons > 0, 0, 2)), ["ok", "not_in_source", "no_denominator"]
            ),
        }
    )
