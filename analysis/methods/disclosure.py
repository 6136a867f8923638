"""Which counts may not be shown, and which others would give them back.

Counts of people in need, in care, using a service or living alone are hidden from 1 to the threshold; 0 may show. Then
the outsider's view is worked out: from all that would be shown (totals over areas, one level above another, persons in
any need beside each need) how closely is each hidden count known? While one is known exactly, another cell is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.methods.disclosure_relations import Relations, relations_of

_CLOSE = 1.0  # a count that is no whole number and known to within less than this is known
_SLIP = 1e-6  # of the arithmetic
_ROUNDS = 60  # of narrowing bounds; each walk up and down the levels takes two


def protect(rows: pd.DataFrame, parents: pd.DataFrame, threshold: int, at_most: str | None = None) -> pd.DataFrame:
    """Rows of one protected indicator with everything taken out that may not be shown.

    rows: all levels and areas of the city (never a part: what is hidden must not depend on what is looked at) with
    item, level, area_code, numerator, denominator, value, lower, upper, state. parents, at_most: as for hidden_cells.
    """
    cells = rows.rename(columns={"numerator": "count"})[["item", "level", "area_code", "count"]]
    hidden = hidden_cells(cells, parents, threshold, at_most)
    return blank(rows, hidden, np.zeros(len(rows), bool))


def blank(rows: pd.DataFrame, numerator_hidden: np.ndarray, denominator_hidden: np.ndarray) -> pd.DataFrame:
    """Rows without numerator, value and limits where either count is hidden; their state is suppressed.

    A hidden denominator goes too: with the value it would give itself back.
    """
    hide = np.asarray(numerator_hidden) | np.asarray(denominator_hidden)
    if not hide.any():
        return rows
    out = rows.copy()
    out.loc[hide, ["numerator", "value", "lower", "upper"]] = np.nan
    out.loc[np.asarray(denominator_hidden), "denominator"] = np.nan
    out.loc[hide, "state"] = "suppressed"
    return out


def is_small(count: np.ndarray, threshold: int) -> np.ndarray:
    """Counts of 1 to the threshold (estimates count as they are rounded)."""
    count = np.asarray(count, float)
    return (count > 0) & (count < threshold + 0.5)


def hidden_cells(
    cells: pd.DataFrame,
    parents: pd.DataFrame,
    threshold: int,
    at_most: str | None = None,
    guarded: np.ndarray | None = None,
) -> np.ndarray:
    """True for each cell that must be hidden, in the order of `cells`.

    cells: item, level, area_code, count (NaN = known to nobody), one row each, all levels of the whole city. parents:
    area_code, parent_code, weight, over all levels (analysis.methods.levels.ancestors). at_most: the item that counts
    persons with any of the other items (実人数): no item is larger, and all of them together are no smaller.
    threshold 0 hides nothing. guarded: cells that are hidden whatever their count, 0 too (where people live alone),
    and not given back by others either. A column `printed` marks counts published already: they are shown as printed,
    and help nobody to the others.
    """
    cells = cells.reset_index(drop=True)
    count = cells["count"].to_numpy(float)
    printed = cells["printed"].to_numpy(bool) if "printed" in cells else np.zeros(len(cells), bool)
    small = is_small(count, threshold) & ~printed
    closed = np.zeros(len(cells), bool) if guarded is None or not threshold else guarded & ~printed & ~np.isnan(count)
    hidden = small | closed
    if not hidden.any():
        return hidden
    relations = relations_of(cells, parents, at_most)
    between = len(relations.count) - len(cells)  # what lies between the counts is nobody's to hide
    state = _State(
        relations,
        *(np.append(mask, np.zeros(between, bool)) for mask in (hidden, small, closed, ~printed & (count > 0))),
    )
    while (more := _next(state, threshold)).any():
        state = replace(state, hidden=state.hidden | more)
    return state.hidden[: len(cells)]


@dataclass(frozen=True)
class _State:
    """Masks over relations.count: hidden so far, hidden for being small, guarded (0 is hidden too), and what may be
    hidden besides."""

    relations: Relations
    hidden: np.ndarray
    small: np.ndarray
    closed: np.ndarray
    coverable: np.ndarray

    @property
    def unknown(self) -> np.ndarray:
        """What an outsider has no number of."""
        return self.hidden | np.isnan(self.relations.count) | self.relations.unseen

    @property
    def secret(self) -> np.ndarray:
        """Hidden counts that must not be found; that nobody lives alone in a district that says 0 is no secret."""
        return self.hidden & ~(self.closed & (self.relations.count == 0))

    @property
    def shown(self) -> np.ndarray:
        return self.coverable & ~self.hidden


def _next(state: _State, threshold: int) -> np.ndarray:
    """Further cells to hide, or none.

    First for an outsider who guesses which cells are hidden for being small; not all of that can be helped (a hidden 2
    made of two hidden counts), and it stays a guess. Then, without fail, for one who knows only that hidden counts are
    not 0.
    """
    for guess, far in ((threshold, False), (0, True)):
        known = _known(state, guess)
        exposed = state.secret & _is_one_value(known.low, known.high, state.relations.count)
        if far and not exposed.any():
            exposed = _cornered(state, known)
        more = _cover(state, exposed, known, far)
        if more.any():
            return more
    return np.zeros(len(state.hidden), bool)


def _is_one_value(low: np.ndarray, high: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Whether only one value lies between the bounds: one whole number for people, less than 1 for counts that are no
    whole number."""
    people = np.floor(high + _SLIP) - np.ceil(low - _SLIP) < 1
    return np.where(_is_whole(count), people, high - low < _CLOSE)


def _is_whole(count: np.ndarray) -> np.ndarray:
    return np.isnan(count) | (abs(count - np.rint(count)) < _SLIP)


@dataclass(frozen=True)
class Known:
    """Lowest and highest value each count can have for someone who sees all that is shown.

    row, cell: the relations' entries for hidden counts; tight: entries that set one of their cell's bounds.
    """

    low: np.ndarray
    high: np.ndarray
    row: np.ndarray
    cell: np.ndarray
    tight: np.ndarray


def _known(state: _State, threshold: int) -> Known:
    relations, count, unknown = state.relations, state.relations.count, state.unknown
    least = np.where(state.closed | relations.unseen, 0.0, np.minimum(1.0, count))
    low = np.where(np.isnan(count), 0.0, np.where(unknown, least, count))
    high = np.where(unknown, np.inf, count)
    if threshold > 1:  # a count of 1 to 1 would be known by the rule itself
        high[state.small] = np.maximum(threshold, count[state.small])
    entries = relations.matrix.tocoo()
    row, cell, weight = entries.row, entries.col, entries.data
    asked = unknown[cell]
    at, of = cell[asked], weight[asked]
    for _ in range(_ROUNDS):
        before = low.copy(), high.copy()
        least = np.where(weight > 0, weight * low[cell], weight * high[cell])
        most = np.where(weight > 0, weight * high[cell], weight * low[cell])
        # weight x count is at most what the others leave, and where the sum is exact at least what they need.
        top = -_others(least, row, relations.matrix.shape[0])[asked] / of
        bottom = np.where(relations.exact[row], -_others(most, row, relations.matrix.shape[0]), -np.inf)[asked] / of
        lowest, highest = np.where(of > 0, bottom, top), np.where(of > 0, top, bottom)
        np.maximum.at(low, at, lowest)
        np.minimum.at(high, at, highest)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    tight = (lowest >= low[at] - 1e-9) | (highest <= high[at] + 1e-9)
    return Known(low, high, row[asked], at, tight)


def _others(values: np.ndarray, row: np.ndarray, rows: int) -> np.ndarray:
    """For each entry the sum of the other entries of its row; infinities (all of one sign) stay infinite."""
    endless = np.isinf(values)
    finite = np.where(endless, 0.0, values)
    total, number = np.bincount(row, finite, rows), np.bincount(row, endless, rows)
    left = total[row] - finite
    sign = np.sign(values[endless][0]) if endless.any() else 1.0
    return np.where(number[row] - endless > 0, sign * np.inf, left)


def _cornered(state: _State, known: Known) -> np.ndarray:
    """Hidden counts that all relations taken together leave one value, which bounds passed along one by one can miss.

    Any two sets of counts, whole numbers where people are counted, that agree with all that is shown and differ in a
    cell prove that cell safe: the true one and the ends of a few programs prove nearly all; only the rest are asked one
    by one.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # takes its time to load; an import of files never asks

    relations, count, unknown = state.relations, np.nan_to_num(state.relations.count), state.unknown
    columns = np.flatnonzero(unknown)
    truth, low = count[columns], known.low[columns]
    high = np.minimum(known.high[columns], count.sum() + 10)
    rest = -(relations.matrix @ np.where(unknown, 0.0, count))
    within = LinearConstraint(relations.matrix[:, columns], np.where(relations.exact, rest, -np.inf), rest)
    whole = _is_whole(truth).astype(int)
    least, most, undecided = truth.copy(), truth.copy(), state.secret[columns]

    def ask(goal: np.ndarray) -> None:
        nonlocal least, most, undecided
        if (undecided * goal).any():
            solved = milp(goal * undecided, constraints=within, bounds=Bounds(low, high), integrality=whole)
            if solved.x is not None:
                least, most = np.minimum(least, solved.x), np.maximum(most, solved.x)
                undecided = undecided & (most - least < _CLOSE - _SLIP)

    random = np.random.default_rng(0)
    for goal in (*random.uniform(0.5, 1.5, (2, len(columns))), *random.uniform(-1, 1, (4, len(columns)))):
        ask(goal)
        ask(-goal)
    for one in np.flatnonzero(undecided):
        goal = np.zeros(len(columns))
        goal[one] = 1
        ask(goal)
        ask(-goal)
    cornered = np.zeros(len(count), bool)
    cornered[columns[undecided]] = True
    return cornered


def _cover(state: _State, exposed: np.ndarray, known: Known, far: bool) -> np.ndarray:
    """Further cells, one in a relation that gives away each exposed count; first those that help most counts, then the
    smallest."""
    helps = {cell: _helpful(state, cell, known, far) for cell in np.flatnonzero(exposed).tolist()}
    more = np.zeros(len(state.hidden), bool)
    waiting = {cell: candidates for cell, candidates in helps.items() if len(candidates)}
    while waiting:
        often = np.bincount(np.concatenate(list(waiting.values())), minlength=len(more))
        best = np.flatnonzero(often == often.max())
        best = best[np.argmin(state.relations.count[best])]
        more[best] = True
        waiting = {cell: candidates for cell, candidates in waiting.items() if best not in candidates}
    return more


def _helpful(state: _State, cell: int, known: Known, far: bool) -> np.ndarray:
    """Shown cells in the relations that set a bound of the cell; where there is none left, and if `far`, in those that
    set the bounds of what stands in them, and at last in any further on."""
    matrix, shown = state.relations.matrix, state.shown

    def of(rows: np.ndarray) -> np.ndarray:
        return np.setdiff1d(
            matrix[np.unique(rows)].indices, [matrix.shape[1] - 1]
        )  # the 1 that rows add leads to all the others

    def binding(cells: np.ndarray) -> np.ndarray:
        return of(known.row[np.isin(known.cell, cells) & known.tight])

    members = binding(np.array([cell]))
    while far and not shown[members].any():
        wider = np.union1d(members, binding(members))
        if len(wider) == len(members):
            wider = of(matrix[:, np.append(members, cell)].tocoo().row)
        if len(wider) <= len(members):
            break
        members = wider
    return members[shown[members]]
