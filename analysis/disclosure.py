"""Which counts may not be shown, and which others would give them back (definitions.md, "Disclosure").

Counts of people in need, in care, using a service or living alone are hidden from 1 to the threshold; 0 may show. Then
the outsider's view is worked out: from all that would be shown (totals over areas, one level above another, persons in
any need beside each need) how closely is each hidden count known? While one is known exactly, another cell is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

_CLOSE = 1.0  # a count known to within less than this is known
_ROUNDS = 60  # of narrowing bounds; each walk up and down the levels takes two


def protect(rows: pd.DataFrame, parents: pd.DataFrame, threshold: int, at_most: str | None = None) -> pd.DataFrame:
    """Rows of one protected indicator with everything taken out that may not be shown.

    rows: all levels and areas of the city (never a part: what is hidden must not depend on what is looked at) with item,
    level, area_code, numerator, denominator, value, lower, upper, state. parents, at_most: as for hidden_cells.
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


def hidden_cells(cells: pd.DataFrame, parents: pd.DataFrame, threshold: int, at_most: str | None = None) -> np.ndarray:
    """True for each cell that must be hidden, in the order of `cells`.

    cells: item, level, area_code, count (NaN = known to nobody), one row each, all levels of the whole city. parents:
    area_code, parent_code, weight, over all levels (analysis.levels.ancestors). at_most: the item that counts persons with
    any of the other items (実人数): no item is larger, and all of them together are no smaller. threshold 0 hides nothing.
    A column `printed` marks counts published already: they are shown as printed, and help nobody to the others.
    """
    cells = cells.reset_index(drop=True)
    count = cells["count"].to_numpy(float)
    printed = cells["printed"].to_numpy(bool) if "printed" in cells else np.zeros(len(cells), bool)
    hidden = is_small(count, threshold) & ~printed
    if not hidden.any():
        return hidden
    relations = _relations(cells, parents, count, at_most)
    primary = hidden.copy()
    while True:
        more = _next(relations, count, hidden, ~hidden & ~printed & (count > 0), primary, threshold)
        if not more.any():
            return hidden
        hidden = hidden | more


def _next(relations: Relations, count: np.ndarray, hidden: np.ndarray, shown: np.ndarray, primary: np.ndarray, threshold: int) -> np.ndarray:
    """Further cells to hide, or none.

    First for an outsider who guesses which cells are hidden for being small; not all of that can be helped (a hidden 2 made
    of two hidden counts), and it stays a guess. Then, without fail, for one who knows only that hidden counts are not 0.
    """
    for guess, far in ((threshold, False), (0, True)):
        known = _known(relations, count, hidden, primary, guess)
        exposed = hidden & (known.high - known.low < _CLOSE)
        if far and not exposed.any():
            exposed = _cornered(relations, count, hidden, known)
        more = _cover(relations, count, shown, exposed, known, far)
        if more.any():
            return more
    return np.zeros(len(count), bool)


@dataclass(frozen=True)
class Relations:
    """What an outsider knows to hold between counts: rows of `matrix` times the counts are 0 (`exact`) or at most 0."""

    matrix: sparse.csr_matrix
    exact: np.ndarray


def _relations(cells: pd.DataFrame, parents: pd.DataFrame, count: np.ndarray, at_most: str | None) -> Relations:
    place = {key: number for number, key in enumerate(zip(cells["item"], cells["area_code"], strict=True))}
    sums = _sums(cells, parents, place)
    known = {key: number for key, number in place.items() if not np.isnan(count[number])}
    bounds = _of_any(cells, known, at_most) if at_most else []
    rows = sums + bounds
    column, data = [cell for row in rows for cell in row], [float(weight) for row in rows for weight in row.values()]
    number = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    matrix = sparse.csr_matrix((data, (number, np.array(column, int))), shape=(len(rows), len(count)))
    unknown = np.isnan(count)
    over = matrix @ np.where(unknown, 0.0, count)
    close = 1e-9 * np.maximum(abs(matrix) @ np.where(unknown, 0.0, count), 1.0)
    # A relation with an unknown count on the larger side says nothing; one that is false of the counts is not known to hold.
    holds = (over <= close) & ((matrix < 0) @ unknown.astype(int) == 0)
    exact = (abs(over) <= close) & (abs(matrix) @ unknown.astype(float) == 0) & (np.arange(len(rows)) < len(sums))
    return Relations(matrix[holds], exact[holds])


def _sums(cells: pd.DataFrame, parents: pd.DataFrame, place: dict[tuple[str, str], int]) -> list[dict[int, float]]:
    """One relation for each item, parent and level below it: parts less whole (at most 0 where the parts leave something out)."""
    level = dict(zip(cells["area_code"], cells["level"], strict=True))
    below: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for child, parent, weight in zip(parents["area_code"], parents["parent_code"], parents["weight"], strict=True):
        if child in level and parent in level and weight > 0:
            below.setdefault((parent, level[child]), []).append((child, float(weight)))
    return [{place[item, child]: weight for child, weight in parts if (item, child) in place} | {place[item, parent]: -1.0}
            for item in dict.fromkeys(cells["item"]) for (parent, _), parts in below.items() if (item, parent) in place]


def _of_any(cells: pd.DataFrame, place: dict[tuple[str, str], int], at_most: str) -> list[dict[int, float]]:
    """No item is larger than the persons with any of them; all known items together are no smaller (checked on the counts: `_relations`).

    An item without a count is no part of it: each centre has a list of its own, and an empty cell is read as 0 by many.
    """
    others = [item for item in dict.fromkeys(cells["item"]) if item != at_most]
    found: list[dict[int, float]] = []
    for area in dict.fromkeys(cells["area_code"]):
        parts = [place[item, area] for item in others if (item, area) in place]
        if (at_most, area) in place and parts:
            whole = place[at_most, area]
            found += [{part: 1.0, whole: -1.0} for part in parts] + [{whole: 1.0} | dict.fromkeys(parts, -1.0)]
    return found


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


def _known(relations: Relations, count: np.ndarray, hidden: np.ndarray, primary: np.ndarray, threshold: int) -> Known:
    unknown = hidden | np.isnan(count)
    low = np.where(np.isnan(count), 0.0, np.where(hidden, np.minimum(1.0, count), count))
    high = np.where(unknown, np.inf, count)
    if threshold > 1:  # a count of 1 to 1 would be known by the rule itself
        high[primary] = np.maximum(threshold, count[primary])
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


def _cornered(relations: Relations, count: np.ndarray, hidden: np.ndarray, known: Known) -> np.ndarray:
    """Hidden counts that all relations taken together confine to less than 1, which bounds passed along one by one can miss.

    Any two sets of counts that agree with all that is shown and differ by 1 in a cell prove that cell safe: the true one
    and the ends of a few linear programs prove nearly all; only the rest are asked one by one.
    """
    columns = np.flatnonzero(hidden | np.isnan(count))
    truth, low = np.nan_to_num(count)[columns], known.low[columns]
    high = np.minimum(known.high[columns], np.nan_to_num(count).sum() + 10)
    matrix, shown = relations.matrix[:, columns], np.where(hidden, 0.0, np.nan_to_num(count))
    rest, exact = -(relations.matrix @ shown), relations.exact

    least, most, undecided = truth.copy(), truth.copy(), hidden[columns]

    def ask(goal: np.ndarray) -> None:
        nonlocal least, most, undecided
        if (undecided * goal).any():
            solved = linprog(goal * undecided, matrix[~exact], rest[~exact], matrix[exact], rest[exact], np.column_stack([low, high]))
            if solved.x is not None:
                least, most = np.minimum(least, solved.x), np.maximum(most, solved.x)
                undecided = undecided & (most - least < _CLOSE - 1e-6)

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


def _cover(relations: Relations, count: np.ndarray, shown: np.ndarray, exposed: np.ndarray, known: Known, far: bool) -> np.ndarray:
    """Further cells of `shown`, one in a relation that gives away each exposed count; first those that help most counts, then the smallest."""
    helps = {cell: _helpful(relations, cell, shown, known, far) for cell in np.flatnonzero(exposed)}
    more = np.zeros(len(count), bool)
    waiting = {cell: candidates for cell, candidates in helps.items() if len(candidates)}
    while waiting:
        often = np.bincount(np.concatenate(list(waiting.values())), minlength=len(count))
        best = np.flatnonzero(often == often.max())
        best = best[np.argmin(count[best])]
        more[best] = True
        waiting = {cell: candidates for cell, candidates in waiting.items() if best not in candidates}
    return more


def _helpful(relations: Relations, cell: int, shown: np.ndarray, known: Known, far: bool) -> np.ndarray:
    """Shown cells in the relations that set a bound of the cell; where there is none left, and if `far`, further on."""
    members = np.unique(relations.matrix[known.row[(known.cell == cell) & known.tight]].indices)
    while far and not shown[members].any():
        rows = np.unique(relations.matrix[:, np.append(members, cell)].tocoo().row)
        wider = np.unique(relations.matrix[rows].indices)
        if len(wider) == len(members):
            break
        members = wider
    return members[shown[members]]
