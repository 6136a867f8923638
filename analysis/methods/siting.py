"""Where one more place would help most: the best further places among candidates, how many are needed, and what one
gives.

A person is reached or not; nobody counts twice. A person whom several chosen places reach is counted for the first of
them in the order of the result: the place that adds most persons comes first, then the one that adds most to it, and so
on (where two add the same, the candidate listed first).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from analysis.methods.maximal_covering import EQUAL, SLICE_SECONDS, Found, search
from analysis.methods.near_pairs import pairs_within
from analysis.methods.walking_reach import nearest_metres


@dataclass(frozen=True)
class Siting:
    """The chosen candidates in order; per place persons added in that order and persons it would add alone; persons in
    all.

    counted_for: for every point the position in `chosen` of the place its people are counted for, -1 where none is.
    most: no choice of so many places gains more; proven where that is `gained` itself.
    """

    chosen: np.ndarray
    adds: np.ndarray
    alone: np.ndarray
    counted_for: np.ndarray
    before: float
    gained: float
    left: float
    most: float

    @property
    def proven(self) -> bool:
        """No choice of so many places gains more (to a millionth, the solver's own tolerance)."""
        return self.most <= self.gained * (1 + EQUAL) + EQUAL

    @property
    def gap(self) -> float:
        """Share (0-1) of the proven most that is still missing at worst."""
        return 0.0 if self.proven else (self.most - self.gained) / self.most


class TooFew(ValueError):
    """All candidates together reach fewer than asked for; `most` is the share (0-1) they reach."""

    def __init__(self, most: float):
        self.most = most
        super().__init__(f"候補の場所をすべて使っても、歩いて行ける人は{100 * most:.1f} %までです。")


def within(points: np.ndarray, candidates: np.ndarray, distance: float, crs: object) -> csr_array:
    """candidates x points, True where the point (n x 2) lies no farther than `distance` metres from the candidate (m x
    2), both in `crs`."""
    point, candidate, _ = pairs_within(points, candidates, distance, crs)
    shape = (np.asarray(candidates).reshape(-1, 2).shape[0], np.asarray(points).reshape(-1, 2).shape[0])
    return csr_array((np.ones(len(point), bool), (candidate, point)), shape=shape)


def improving(
    reached: csr_array,
    persons: np.ndarray,
    places: int,
    already: np.ndarray | None = None,
    fixed: Sequence[int] = (),
    forbidden: Sequence[int] = (),
    slice_seconds: float = SLICE_SECONDS,
) -> Iterator[Siting]:
    """Better and better choices of `places` candidates, each with what none exceeds; the last is proven the best.

    reached: candidates x points (see within, or analysis.methods.network.within); persons: at each point; already:
    points that existing places reach. fixed candidates are taken and count among `places`; forbidden ones are not.
    Fewer than `places` come back where no further one adds anybody. Stop asking to stop the search: between two
    answers lie about `slice_seconds`. Nothing runs in another process. Raises ValueError for counts that are unknown
    or below 0 and for wishes that contradict.
    """
    reached, persons, already = _checked(reached, persons, already)
    taken, barred = sorted({*fixed}), {*forbidden}
    if places < 1 or len(taken) > places:
        raise ValueError(f"選ぶ数（{places}）は1以上で、必ず入れる場所の数（{len(taken)}）以上にしてください。")
    if outside := [one for one in {*taken} | barred if not 0 <= one < reached.shape[0]]:
        raise ValueError(
            f"候補は{reached.shape[0]}か所です。ない候補が指定されています:"
            f" {'、'.join(str(one + 1) for one in sorted(outside))}番目"
        )
    if both := barred & {*taken}:
        raise ValueError(
            "必ず入れる場所と使えない場所の両方に入っている候補があります:"
            f" {'、'.join(str(one + 1) for one in sorted(both))}番目"
        )
    new = np.where(already, 0.0, persons)
    further = new.copy()
    further[reached[taken].indices] = 0
    free = np.setdiff1d(np.arange(reached.shape[0]), [*taken, *barred])
    by_fixed = float(new.sum() - further.sum())
    searched = (
        search(csr_array(reached[free]), further, places - len(taken), slice_seconds)
        if places > len(taken)
        else [Found((), 0.0, 0.0)]
    )
    for found in searched:
        chosen = (
            _first_of_equals(reached, further, free[list(found.chosen)], free)
            if found.proven
            else free[list(found.chosen)]
        )
        yield _told(reached, persons, already, [*taken, *chosen], by_fixed + found.bound)


def best(
    reached: csr_array,
    persons: np.ndarray,
    places: int,
    already: np.ndarray | None = None,
    fixed: Sequence[int] = (),
    forbidden: Sequence[int] = (),
    seconds: float = 10.0,
) -> Siting:
    """The choice of `places` candidates that reaches most persons; where `seconds` do not suffice, the best so far with
    its gap (see improving)."""
    start = time.monotonic()
    for siting in improving(reached, persons, places, already, fixed, forbidden, min(SLICE_SECONDS, seconds)):
        if siting.proven or time.monotonic() - start > seconds:
            break
    return siting


def fewest(
    reached: csr_array,
    persons: np.ndarray,
    share: float,
    already: np.ndarray | None = None,
    fixed: Sequence[int] = (),
    forbidden: Sequence[int] = (),
    seconds: float = 10.0,
) -> tuple[Siting, int]:
    """The best choice of the smallest number of places after which `share` (0-1) of all persons are reached, and how
    many are needed at least.

    Where that number and the length of the choice agree, no smaller one suffices; they differ only where `seconds` were
    too few. Raises TooFew where all candidates together do not suffice.
    """
    reached, persons, already = _checked(reached, persons, already)
    wanted, start, least = share * float(persons.sum()) * (1 - EQUAL), time.monotonic(), len({*fixed})
    chosen = _until_enough(reached, persons, already, sorted({*fixed}), {*forbidden}, wanted)
    enough = _told(reached, persons, already, chosen, np.inf)
    needed = _needed_by_size(reached, persons, already, wanted)
    while needed < len(enough.chosen) > least:
        fewer = len(enough.chosen) - 1
        siting = _told(reached, persons, already, [], 0.0)
        for siting in (
            improving(reached, persons, fewer, already, fixed, forbidden, min(SLICE_SECONDS, seconds)) if fewer else ()
        ):
            settled = siting.before + siting.gained >= wanted or siting.before + siting.most < wanted
            if settled or time.monotonic() - start > seconds:
                break
        if siting.before + siting.gained < wanted:
            needed = fewer + 1 if siting.before + siting.most < wanted else needed
            break
        enough = siting
    number = len(enough.chosen)
    again = (
        best(reached, persons, number, already, fixed, forbidden, max(seconds - (time.monotonic() - start), 0.1))
        if number
        else replace(enough, most=0.0)
    )
    return (again if again.gained >= enough.gained else replace(enough, most=again.most)), max(
        least, min(needed, number)
    )


def one_more(
    points: np.ndarray,
    persons: np.ndarray,
    area: np.ndarray,
    areas: int,
    metres: np.ndarray,
    place: np.ndarray,
    distance: float,
    crs: object,
) -> np.ndarray:
    """Persons of each area (numbers below `areas`) whom a place at x, y would reach and no existing one does.

    metres: each point's way to the nearest existing place (analysis.methods.walking_reach.nearest_metres); place: x,
    y in `crs`.
    """
    points = np.asarray(points, float).reshape(-1, 2)
    new = (nearest_metres(points, np.asarray(place, float).reshape(1, 2), crs, distance) <= distance) & ~(
        metres <= distance
    )
    return np.bincount(area[new], persons[new], areas)


def gained_by_area(siting: Siting, persons: np.ndarray, area: np.ndarray, areas: int) -> np.ndarray:
    """places x areas: persons of each area counted for each chosen place, in the order of the choice."""
    there = siting.counted_for >= 0
    cell = siting.counted_for[there] * areas + area[there]
    return np.bincount(cell, persons[there], len(siting.chosen) * areas).reshape(len(siting.chosen), areas)


def _checked(
    reached: csr_array, persons: np.ndarray, already: np.ndarray | None
) -> tuple[csr_array, np.ndarray, np.ndarray]:
    reached, persons = csr_array(reached, dtype=bool), np.asarray(persons, float)
    already = np.zeros(len(persons), bool) if already is None else np.asarray(already, bool)
    if reached.shape[1] != len(persons) or len(already) != len(persons):
        raise ValueError(
            f"{reached.shape[1]} points in reached, {len(persons)} in persons, {len(already)} in already: they must be"
            " the same points"
        )
    if not np.isfinite(persons).all() or (persons < 0).any():
        raise ValueError(
            "人数の分からない地点か、0より小さい人数の地点があるため、場所を選べません。人数の分かる地点だけにしてください。"
        )
    return reached, persons, already


def _told(reached: csr_array, persons: np.ndarray, already: np.ndarray, chosen: Sequence[int], most: float) -> Siting:
    """The choice in its order, with who is counted for which place."""
    new = np.where(already, 0.0, persons)
    left, counted_for, remaining, adds = new.copy(), np.full(len(persons), -1), np.sort(np.asarray(chosen, int)), []
    rows, waiting, order = csr_array(reached[remaining]), np.ones(len(remaining), bool), []
    for position in range(len(remaining)):
        gain = np.where(waiting, rows @ left, -1.0)
        row = int(np.argmax(gain >= gain.max() * (1 - EQUAL)))
        points = rows.indices[rows.indptr[row] : rows.indptr[row + 1]]
        counted_for[points[(counted_for[points] < 0) & ~already[points]]] = position
        waiting[row], left[points] = False, 0
        order.append(remaining[row])
        adds.append(float(gain[row]))
    gained, alone = float(new.sum() - left.sum()), csr_array(reached[np.array(order, int)]) @ new
    before, nobody = float(persons[already].sum()), float(left.sum())
    return Siting(np.array(order, int), np.array(adds), alone, counted_for, before, gained, nobody, max(most, gained))


def _first_of_equals(reached: csr_array, weight: np.ndarray, chosen: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The same choice with each place replaced by the first candidate that gains as much in its stead, and without
    places that add nobody."""
    taken, rows, at = sorted(chosen.tolist()), csr_array(reached[free]), 0
    while at < len(taken):
        own, rest = taken[at], taken[:at] + taken[at + 1 :]
        left = weight.copy()
        left[reached[rest].indices] = 0
        gain = rows @ left
        here = gain[np.searchsorted(free, own)]
        other = int(free[np.argmax(gain >= here * (1 - EQUAL))])
        if here <= 0:
            taken, at = rest, 0
        elif other < own:
            taken, at = sorted([*rest, other]), 0
        else:
            at += 1
    return np.array(taken, int)


def _until_enough(
    reached: csr_array, persons: np.ndarray, already: np.ndarray, fixed: list[int], forbidden: set[int], wanted: float
) -> list[int]:
    """The fixed places, then the one that adds most to them, and so on until enough are reached."""
    left, chosen = np.where(already, 0.0, persons), list(fixed)
    left[reached[fixed].indices] = 0
    rows, closed = csr_array(reached, dtype=float), [*fixed, *forbidden]
    while persons.sum() - left.sum() < wanted:
        gain = rows @ left
        gain[closed] = 0
        if gain.max(initial=0) <= 0:
            raise TooFew(float(1 - left.sum() / persons.sum()))
        chosen.append(int(np.argmax(gain)))
        left[rows.indices[rows.indptr[chosen[-1]] : rows.indptr[chosen[-1] + 1]]] = 0
    return chosen


def _needed_by_size(reached: csr_array, persons: np.ndarray, already: np.ndarray, wanted: float) -> int:
    """Fewer places than this do not suffice even if the largest ones shared nobody."""
    largest = np.sort(csr_array(reached, dtype=float) @ np.where(already, 0.0, persons))[::-1]
    lacking = wanted * (1 - EQUAL) - float(persons[already].sum())
    return int(np.searchsorted(np.cumsum(largest), lacking)) + 1 if lacking > 0 else 0
