"""From small areas up to neighbourhoods, districts and the city, without losing what is not known on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import apportionment
from analysis.amounts import BASIS_ORDER, SEVERITY, ranks, words

_SUPPRESSED = SEVERITY.index("suppressed")
_NOT_IN_SOURCE = SEVERITY.index("not_in_source")
_DEEPEST = 6  # levels above one another; membership that runs in a circle ends here


@dataclass(frozen=True)
class Links:
    """Which part (0-1) of each child belongs to each parent: a sparse matrix of children by parents."""

    children: pd.Index
    parents: pd.Index
    weight: sparse.csr_matrix


def ancestors(areas: pd.DataFrame, membership: pd.DataFrame) -> pd.DataFrame:
    """Every area above each area, also through areas between: area_code, parent_code, weight.

    A parent named directly wins over the way through other areas, level by level. Everything belongs to the city
    where there is one area of that level. areas: area_code, level; membership: area_code, parent_code, weight.
    """
    level = dict(zip(areas["area_code"], areas["level"], strict=True))
    direct = membership[["area_code", "parent_code", "weight"]].astype({"weight": float}).fillna({"weight": 1.0})
    direct = direct[direct["area_code"].isin(level) & direct["parent_code"].isin(level)].assign(area_code=lambda f: f["area_code"].astype(object),
                                                                                               parent_code=lambda f: f["parent_code"].astype(object))
    found, newest = direct, direct
    for _ in range(_DEEPEST):
        further = newest.merge(direct.rename(columns={"area_code": "parent_code", "parent_code": "above", "weight": "share"}), on="parent_code")
        further["weight"] *= further["share"]
        further = further.groupby(["area_code", "above"], as_index=False)["weight"].sum().rename(columns={"above": "parent_code"})
        newest = further[~_pairs(further, level).isin(set(_pairs(found, level)))]
        if newest.empty:
            break
        found = pd.concat([found, newest], ignore_index=True)
    return _with_city(found, areas, level)


def _pairs(links: pd.DataFrame, level: dict[str, str]) -> pd.Series:
    return pd.Series(list(zip(links["area_code"], links["parent_code"].map(level), strict=True)), index=links.index, dtype=object)


def _with_city(found: pd.DataFrame, areas: pd.DataFrame, level: dict[str, str]) -> pd.DataFrame:
    city = [code for code, name in level.items() if name == "city"]
    if len(city) != 1:
        return found
    known = set(found.loc[found["parent_code"] == city[0], "area_code"]) | set(city)
    rest = [code for code in areas["area_code"] if code not in known]
    return pd.concat([found, pd.DataFrame({"area_code": rest, "parent_code": city[0], "weight": 1.0})], ignore_index=True)


def links(above: pd.DataFrame, children: Iterable[str], parents: Iterable[str]) -> Links:
    """The part of `above` (see ancestors) between these children and these parents; an area is wholly its own parent."""
    children, parents = pd.Index(list(children), dtype=object), pd.Index(list(parents), dtype=object)
    row, column = children.get_indexer(above["area_code"]), parents.get_indexer(above["parent_code"])
    both = (row >= 0) & (column >= 0)
    itself = parents.get_indexer(children)
    same = np.flatnonzero(itself >= 0)
    weight = np.concatenate([above["weight"].to_numpy(float)[both], np.ones(len(same))])
    cells = (np.concatenate([row[both], same]), np.concatenate([column[both], itself[same]]))
    return Links(children, parents, sparse.csr_matrix((weight, cells), shape=(len(children), len(parents))))


def roll_up(
    amounts: pd.DataFrame, link: Links, merges: pd.DataFrame | None = None, absent_allowed: float = 0.0, whole: bool = True
) -> pd.DataFrame:
    """Counts of parents from counts of children: index parent_code, columns count, state, basis.

    amounts: index area_code, columns count, state, basis. merges: area_code, into_code; the people of a suppressed
    area are counted in its receiver, so a parent that holds both is whole, and one whose border runs between them is
    "merged". Any other child without a count takes the parent's count away and hands up its state. Children with no
    row at all may be up to the share `absent_allowed` of a parent's children (uninhabited areas have no row in a register).
    A parent with part of a child is "estimated": nobody counted on which side of the line its people live; it gets
    whole persons of it (analysis.apportionment), or with whole=False (surfaces) its share as it is. A sum is "printed" only
    where all of its parts are; else its basis is the least certain one of them.
    """
    there = amounts.index.isin(link.children)
    amounts = amounts[there]
    place = link.children.get_indexer(amounts.index)
    rank = np.full(len(link.children), -1, np.int8)
    rank[place] = ranks(amounts["state"].to_numpy(object))
    count = np.zeros(len(link.children))
    count[place] = np.nan_to_num(amounts["count"].to_numpy(float))
    sender, receiver = _merged_pairs(link.children, rank, merges)
    rank[sender] = 0
    count[sender] = 0.0
    any_child = link.weight.astype(bool)
    result = np.zeros(len(link.parents), np.int8)
    for number in range(1, len(SEVERITY)):
        if number != SEVERITY.index("merged"):
            result = np.maximum(result, np.where(any_child.T @ (rank == number), number, 0))
    total, absent = np.asarray(any_child.sum(axis=0)).ravel(), any_child.T @ (rank < 0).astype(int)
    result = np.maximum(result, np.where((absent > absent_allowed * total) | (total == absent), _NOT_IN_SOURCE, 0))
    # A receiver counts its senders' people too: only a parent holding all of both is exact.
    apart = np.asarray(abs(link.weight[sender] - link.weight[receiver]).sum(axis=0)).ravel() > 1e-9 if len(sender) else False
    unpaired = (rank == SEVERITY.index("merged")) & ~np.isin(np.arange(len(rank)), receiver)
    result = np.where((result == 0) & (apart | (any_child.T @ unpaired > 0)), SEVERITY.index("merged"), result)
    added = apportionment.parts(count, link.weight).sum(axis=0) if whole else link.weight.T @ count
    summed = np.where(result < _SUPPRESSED, np.asarray(added).ravel(), np.nan)
    return pd.DataFrame({"count": summed, "state": words(result), "basis": _basis(amounts, place, link.weight)}, index=link.parents)


def _merged_pairs(children: pd.Index, rank: np.ndarray, merges: pd.DataFrame | None) -> tuple[np.ndarray, np.ndarray]:
    if merges is None or merges.empty:
        return np.array([], int), np.array([], int)
    sender, receiver = children.get_indexer(merges["area_code"]), children.get_indexer(merges["into_code"])
    usable = (sender >= 0) & (receiver >= 0)
    sender, receiver = sender[usable], receiver[usable]
    usable = (rank[sender] == _SUPPRESSED) & (rank[receiver] >= 0) & (rank[receiver] < _SUPPRESSED)
    return sender[usable], receiver[usable]


def _basis(amounts: pd.DataFrame, place: np.ndarray, weight: sparse.csr_matrix) -> np.ndarray:
    any_child = weight.astype(bool)
    basis = np.full(any_child.shape[1], BASIS_ORDER[0], object)
    given = amounts["basis"].to_numpy(object)
    for name in BASIS_ORDER[1:]:
        of_this = np.zeros(any_child.shape[0])
        of_this[place[given == name]] = 1
        if of_this.any():
            basis[any_child.T @ of_this > 0] = name
    counted = np.zeros(any_child.shape[0])
    counted[place[given == BASIS_ORDER[0]]] = 1
    # Nobody printed a sum with a counted part: called printed, it would be shown whatever its size and give that part back.
    basis[(basis == "printed") & (any_child.T @ counted > 0)] = BASIS_ORDER[0]
    split = abs(weight - weight.rint()) > 1e-9
    basis[np.asarray(split.sum(axis=0)).ravel() > 0] = BASIS_ORDER[-1]
    return basis
