"""What an outsider knows to hold between the counts of a city, whatever is hidden: how areas add up, and who is among
whom.

Relations are rows of a sparse matrix over the counts. After the counts themselves stand those that nobody publishes but
that lie between them: whole persons of an area that is divided among several others (analysis.methods.apportionment),
and a 1 for what a row adds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.methods import apportionment

_NEAR = 1e-9


@dataclass(frozen=True)
class Relations:
    """Rows of `matrix` times `count` are 0 (`exact`) or at most 0, and everybody knows it.

    count: the cells' counts (NaN = known to nobody), then the parts of divided areas, then 1. unseen: True for those
    parts.
    """

    matrix: sparse.csr_matrix
    exact: np.ndarray
    count: np.ndarray
    unseen: np.ndarray


def relations_of(cells: pd.DataFrame, parents: pd.DataFrame, at_most: str | None) -> Relations:
    """cells, parents, at_most: as for analysis.methods.disclosure.hidden_cells."""
    count = cells["count"].to_numpy(float)
    place = {key: number for number, key in enumerate(zip(cells["item"], cells["area_code"], strict=True))}
    links = _links(cells, parents)
    divided = _divided(links, count, place)
    one = len(count) + len(divided)
    whole = np.concatenate([count, divided["part"].to_numpy(float), [1.0]])
    of_part = {
        key: len(count) + number
        for number, key in enumerate(zip(divided["item"], divided["child"], divided["parent"], strict=True))
    }
    wholly = divided["shares"] > 1 - _NEAR
    sums = _sums(cells, links, place, of_part) + _whole_again(divided[wholly], place, of_part)
    known = {key: number for key, number in place.items() if not np.isnan(count[number])}
    bounds = (_of_any(cells, known, at_most) if at_most else []) + _whole_again(divided[~wholly], place, of_part)
    bounds += _near_share(divided, place, of_part, one)
    matrix = _matrix(sums + bounds, len(whole))
    unknown = np.isnan(whole)
    over = matrix @ np.where(unknown, 0.0, whole)
    close = _NEAR * np.maximum(abs(matrix) @ np.where(unknown, 0.0, whole), 1.0)
    # A relation with an unknown count on the larger side says nothing; one that is false of the counts is not known to
    # hold.
    holds = (over <= close) & ((matrix < 0) @ unknown.astype(int) == 0)
    exact = (abs(over) <= close) & (abs(matrix) @ unknown.astype(float) == 0) & (np.arange(matrix.shape[0]) < len(sums))
    unseen = np.concatenate([np.zeros(len(count), bool), np.ones(len(divided), bool), [False]])
    return Relations(matrix[holds], exact[holds], whole, unseen)


def _matrix(rows: list[dict[int, float]], width: int) -> sparse.csr_matrix:
    column, data = [cell for row in rows for cell in row], [float(weight) for row in rows for weight in row.values()]
    number = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    return sparse.csr_matrix((data, (number, np.array(column, int))), shape=(len(rows), width))


def _links(cells: pd.DataFrame, parents: pd.DataFrame) -> pd.DataFrame:
    """child, parent, weight, below, above (their levels) for the areas that have cells."""
    level = dict(zip(cells["area_code"], cells["level"], strict=True))
    found = parents[["area_code", "parent_code", "weight"]].set_axis(["child", "parent", "weight"], axis=1)
    found = found.astype({"child": object, "parent": object, "weight": float})
    found = found.assign(below=found["child"].map(level), above=found["parent"].map(level)).dropna(
        subset=["below", "above"]
    )
    return found[found["weight"] > 0]


def _divided(links: pd.DataFrame, count: np.ndarray, place: dict[tuple[str, str], int]) -> pd.DataFrame:
    """item, child, parent, weight, part (whole persons, NaN where the count is), slack, shares (all of the child's at
    that level together): one row a part of a divided area."""
    group = ["child", "above"]
    split = links[apportionment.is_split(links["weight"].to_numpy())]
    lines = links.merge(split[group].drop_duplicates(), on=group)
    if lines.empty:
        return lines.assign(item="", part=0.0, slack=0.0, shares=1.0)
    shares = lines.groupby(group)["weight"].agg(["size", "sum"])
    slack = dict(
        zip(shares.index, [apportionment.slack(n + (total < 1 - _NEAR)) for n, total in shares.to_numpy()], strict=True)
    )
    parts = []
    for item in dict.fromkeys(item for item, _ in place):
        of_item = count[[place[item, child] if (item, child) in place else 0 for child in lines["child"]]]
        row, keys = pd.factorize(pd.MultiIndex.from_frame(lines[group]))
        column = np.arange(len(lines))
        each = np.zeros(len(keys))
        each[row] = of_item
        weight = sparse.csr_matrix((lines["weight"], (row, column)), shape=(len(keys), len(lines)))
        given = np.asarray(apportionment.parts(np.nan_to_num(each), weight).sum(axis=0)).ravel()
        parts.append(
            lines.assign(item=item, part=np.where(np.isnan(of_item), np.nan, given))[
                [(item, child) in place for child in lines["child"]]
            ]
        )
    found = pd.concat(parts, ignore_index=True)
    keys = list(zip(found["child"], found["above"], strict=True))
    return found.assign(slack=[slack[key] for key in keys], shares=[shares.at[key, "sum"] for key in keys])


def _sums(cells: pd.DataFrame, links: pd.DataFrame, place: dict, of_part: dict) -> list[dict[int, float]]:
    """One relation for each item, parent and level below it: parts less whole (at most 0 where the parts leave
    something out)."""
    below: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for child, parent, weight, level in links[["child", "parent", "weight", "below"]].itertuples(index=False):
        below.setdefault((parent, level), []).append((child, float(weight)))
    return [
        {
            of_part.get((item, child, parent), place[item, child]): 1.0 if (item, child, parent) in of_part else weight
            for child, weight in parts
            if (item, child) in place
        }
        | {place[item, parent]: -1.0}
        for item in dict.fromkeys(cells["item"])
        for (parent, _), parts in below.items()
        if (item, parent) in place
    ]


def _whole_again(divided: pd.DataFrame, place: dict, of_part: dict) -> list[dict[int, float]]:
    """The parts of a divided area add up to it (at most, where its shares leave something out)."""
    return [
        {of_part[item, child, parent]: 1.0 for parent in rows["parent"]} | {place[item, child]: -1.0}
        for (item, child, _), rows in divided.groupby(["item", "child", "above"], sort=False)
    ]


def _near_share(divided: pd.DataFrame, place: dict, of_part: dict, one: int) -> list[dict[int, float]]:
    """A part lies near its share of the count: whoever knows the shares knows it to within less than a person."""
    found: list[dict[int, float]] = []
    for item, child, parent, weight, slack in divided[["item", "child", "parent", "weight", "slack"]].itertuples(
        index=False
    ):
        part, whole = of_part[item, child, parent], place[item, child]
        found += [{part: 1.0, whole: -weight, one: -slack}, {part: -1.0, whole: weight, one: -slack}]
    return found


def _of_any(cells: pd.DataFrame, place: dict[tuple[str, str], int], at_most: str) -> list[dict[int, float]]:
    """No item is larger than the persons with any of them; all known items together are no smaller (checked on the
    counts).

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
