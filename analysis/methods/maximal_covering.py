"""The largest weight that so many sets can cover, with proof: the solver behind "where one more place would help".

Maximal covering location problem (Church and ReVelle 1974). First a good choice (greedy, then exchanges), then the
bound of its Lagrangian relaxation (Galvao and ReVelle 1996), which also shows which candidates no better choice can
hold; HiGHS (scipy.optimize.milp) settles the few that remain. What one slice of time does not settle is split in two at
a candidate, taken or left out, so that the search can report, be left at any yield and go on, without a second process.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack

SLICE_SECONDS = 2.0
EQUAL = 1e-9  # weights this close, as a share, are taken for equal
_ROUNDS, _PATIENCE, _FEW = (
    500,
    15,
    60,
)  # of the relaxation: rounds at most, rounds without gain, candidates few enough for HiGHS
_SMOOTHING, _EXCHANGE_EVERY = 0.9, 10  # measured on gathered and scattered people: four times fewer rounds than without
_DENSEST = 2e7  # pairs of candidates sharing a point; beyond, looking for dominated ones costs more than it saves


@dataclass(frozen=True)
class Found:
    """The best choice so far: rows of the matrix, the weight they cover, and a weight that no choice of so many
    exceeds."""

    chosen: tuple[int, ...]
    weight: float
    bound: float

    @property
    def proven(self) -> bool:
        return self.bound <= self.weight * (1 + EQUAL)


def merged(reached: csr_array, weight: np.ndarray) -> tuple[csr_array, np.ndarray]:
    """The same problem with points that the same candidates reach made one; points that none reaches or without weight
    left out.

    reached: candidates x points, True where the candidate reaches the point. Equal sets are recognised by two 64-bit
    sums.
    """
    columns = reached.tocsc()
    ends, mark = columns.indptr, np.zeros((2, reached.shape[1]), np.uint64)
    for row, names in enumerate(np.random.default_rng(0).integers(1, 2**63, (2, reached.shape[0]), dtype=np.uint64)):
        total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(names[columns.indices], dtype=np.uint64)])
        mark[row] = total[ends[1:]] - total[ends[:-1]]  # wraps round, and the difference is right all the same
    kept = np.flatnonzero((np.diff(ends) > 0) & (weight > 0))
    order = kept[np.lexsort(mark[:, kept])]
    new = np.ones(len(order), bool)
    new[1:] = (mark[:, order[1:]] != mark[:, order[:-1]]).any(axis=0)
    together = np.bincount(np.cumsum(new) - 1, weight[order], int(new.sum())) if len(order) else np.empty(0)
    return (
        csr_array(columns[:, order[new]], dtype=float),
        together,
    )  # float: every product below is then taken without a cast


def undominated(reached: csr_array) -> np.ndarray:
    """Rows that reach something no single other row reaches too; of equal rows the first."""
    if (np.diff(reached.tocsc().indptr).astype(float) ** 2).sum() > _DENSEST:
        return np.arange(reached.shape[0])
    number = reached.astype(np.int32)
    shared, size = (number @ number.T).tocoo(), np.diff(reached.indptr)
    one, other = shared.coords
    less = (shared.data == size[one]) & ((size[other] > size[one]) | (other < one)) & (one != other)
    return np.setdiff1d(np.flatnonzero(size > 0), one[less])


def search(
    reached: csr_array, weight: np.ndarray, places: int, slice_seconds: float = SLICE_SECONDS
) -> Iterator[Found]:
    """Choices of at most `places` rows, each as good as the one before or better and its bound as low or lower; the
    last is proven.

    Between two yields lie `slice_seconds` and a little; whoever has seen enough simply stops asking.
    """
    matrix, weight = merged(reached, weight)
    best = _exchanged(matrix, weight, _greedy(matrix, weight, places))
    covered, bound = _covered(matrix, weight, best), float(weight.sum())
    number, everyone = count(), np.flatnonzero(np.diff(matrix.indptr))
    waiting = [(-bound, next(number), (), everyone)]
    yield Found(tuple(best), covered, bound)
    while waiting:
        limit, _, taken, rows = heapq.heappop(waiting)
        part = _Part(matrix, weight, places, taken, rows)
        for choice, limit, open_ in part.looked(covered, -limit, slice_seconds):  # noqa: B007, B020  the last of both
            if (value := _covered(matrix, weight, choice)) > covered:
                best, covered = choice, value
            bound = min(bound, max([covered, limit, *(-one[0] for one in waiting)]))
            yield Found(tuple(best), covered, bound)
        if len(open_):
            heapq.heappush(waiting, (-limit, next(number), (*taken, open_[0]), open_[1:]))
            heapq.heappush(waiting, (-limit, next(number), taken, open_[1:]))
        waiting = [one for one in waiting if -one[0] > covered * (1 + EQUAL)]
        heapq.heapify(waiting)
    yield Found(tuple(best), covered, covered)


class _Part:
    """One part of the search: rows taken for certain, and rows that may still be taken."""

    def __init__(self, matrix: csr_array, weight: np.ndarray, places: int, taken: tuple[int, ...], rows: np.ndarray):
        left = np.ones(matrix.shape[1], bool)
        left[matrix[list(taken)].indices] = False
        self.taken, self.rows, self.places = taken, rows, places - len(taken)
        self.before = float(weight[~left].sum())
        self.matrix, self.weight = merged(csr_array(matrix[rows][:, np.flatnonzero(left)]), weight[left])

    def looked(self, covered: float, limit: float, seconds: float) -> Iterator[tuple[list[int], float, np.ndarray]]:
        """Again and again: the best choice found, what none exceeds, and the rows still open, the most promising first;
        at last none if settled."""
        whole, none = list(self.taken), np.empty(0, int)
        if self.places == 0 or not len(self.weight) or len(self.rows) <= self.places:
            yield whole + (self.rows.tolist() if self.places else []), limit, none
            return
        narrowed = _narrowed(self.matrix, self.weight, self.places, covered - self.before, seconds)
        for bound, own, kept in narrowed:  # noqa: B007  what the last one kept
            limit, choice = min(limit, self.before + bound), whole + self.rows[own].tolist()
            yield choice, limit, none
        covered = max(covered, self.before + _covered(self.matrix, self.weight, own))
        if limit <= covered * (1 + EQUAL) or not len(kept):
            return
        small, weight = merged(csr_array(self.matrix[kept]), self.weight)
        alive = undominated(small)
        found, bound, done = _by_highs(csr_array(small[alive]), weight, self.places, seconds)
        kept = kept[alive]
        if self.before + _covered(self.matrix, self.weight, kept[found]) >= covered:
            choice = whole + self.rows[kept[found]].tolist()
        yield choice, max(min(limit, self.before + bound), covered), none if done else self.rows[kept]


def _covered(matrix: csr_array, weight: np.ndarray, rows: list[int] | np.ndarray) -> float:
    reached = np.zeros(len(weight), bool)
    reached[matrix[np.asarray(rows, int)].indices] = True
    return float(weight[reached].sum())


def _greedy(matrix: csr_array, weight: np.ndarray, places: int) -> list[int]:
    left, chosen = weight.copy(), []
    for _ in range(min(places, matrix.shape[0])):
        gain = matrix @ left
        if gain.max(initial=0) <= 0:
            break
        chosen.append(int(np.argmax(gain)))
        left[matrix.indices[slice(*matrix.indptr[chosen[-1] : chosen[-1] + 2])]] = 0
    return chosen


def _exchanged(matrix: csr_array, weight: np.ndarray, chosen: list[int]) -> list[int]:
    """One place at a time moved to where it covers most, until no move helps."""
    rounds, at = 0, 0
    while chosen and rounds < len(chosen):
        rest = chosen[:at] + chosen[at + 1 :]
        left = weight.copy()
        left[matrix[rest].indices] = 0
        gain = matrix @ left
        other = int(np.argmax(gain))
        rounds = 0 if gain[other] > gain[chosen[at]] * (1 + EQUAL) else rounds + 1
        if rounds == 0:
            chosen = [*chosen[:at], other, *chosen[at + 1 :]]
        at = (at + 1) % len(chosen)
    return chosen


def _narrowed(
    matrix: csr_array, weight: np.ndarray, places: int, known: float, seconds: float
) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Every `seconds` and at the end: the bound of the relaxation, the best choice met on the way, and the rows that a
    choice better than `known` could hold.

    Each point's weight is shared out: `offer` to the candidates, the rest given away. Whatever the offers, what is
    given away plus the `places` largest sums of offers is a bound; steps along the smoothed subgradient lower it
    (halved where they no longer help).
    """
    turned, offer = csr_array(matrix.T), weight / np.diff(matrix.tocsc().indptr)
    best, best_offer, chosen, step, still, way = np.inf, offer, np.empty(0, int), 1.0, 0, np.zeros(len(weight))
    useless, said = np.zeros(matrix.shape[0], bool), time.monotonic()
    for round_ in range(_ROUNDS):
        value = matrix @ offer
        top = np.argpartition(-value, places - 1)[:places]
        bound = float((weight - offer).sum() + value[top].sum())
        times = turned @ np.bincount(top, minlength=len(value)).astype(float)
        choice = np.array(_exchanged(matrix, weight, top.tolist())) if round_ % _EXCHANGE_EVERY == 0 else top
        here = _covered(matrix, weight, choice)
        if here > known or not len(chosen):
            known, chosen = max(known, here), np.sort(choice)
        useless |= bound - value[top].min() + value < known * (1 - EQUAL)
        still = 0 if bound < best * (1 - 1e-7) or best == np.inf else still + 1
        if bound < best:
            best, best_offer = bound, offer
        if time.monotonic() - said > seconds:
            said = time.monotonic()
            yield best, chosen, np.flatnonzero(~useless)
        if still >= _PATIENCE:
            step, still, offer, way = step / 2, 0, best_offer, np.zeros(len(weight))
            continue
        way = _inside(_inside(times - 1, offer, weight) + _SMOOTHING * way, offer, weight)
        length = float(way @ way)
        if length == 0 or best <= known or step < 0.005 or (round_ > 20 and (~useless).sum() <= _FEW):
            break
        offer = np.clip(offer - step * (bound - known) / length * way, 0, weight)
    kept, value = np.flatnonzero(~useless), matrix @ best_offer
    yield best, chosen, kept[np.argsort(-value[kept], kind="stable")]


def _inside(way: np.ndarray, offer: np.ndarray, most: np.ndarray) -> np.ndarray:
    """The step without the parts that would take an offer below nothing or above the whole."""
    return np.where(((offer <= 0) & (way > 0)) | ((offer >= most) & (way < 0)), 0.0, way)


def _by_highs(matrix: csr_array, weight: np.ndarray, places: int, seconds: float) -> tuple[np.ndarray, float, bool]:
    """Rows chosen, what no choice exceeds, and whether the choice is proven the best: the plain integer programme."""
    rows, points = matrix.shape
    if not points:
        return np.empty(0, int), 0.0, True
    scale = float(weight.max())
    only_if_reached = LinearConstraint(csr_array(hstack([-matrix.T.astype(float), eye_array(points)])), -np.inf, 0)
    not_more = LinearConstraint(csr_array(np.concatenate([np.ones(rows), np.zeros(points)])[None]), 0, places)
    solved = milp(
        np.concatenate([np.zeros(rows), -weight / scale]),
        constraints=[only_if_reached, not_more],
        bounds=Bounds(0, 1),
        integrality=np.concatenate([np.ones(rows), np.zeros(points)]),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    chosen = np.empty(0, int) if solved.x is None else np.flatnonzero(solved.x[:rows] > 0.5)
    bound = np.inf if solved.mip_dual_bound is None else -float(solved.mip_dual_bound) * scale
    return chosen, bound, solved.status == 0
