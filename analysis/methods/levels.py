"""From small areas up to neighbourhoods, districts and the city, without losing what is not known on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.methods import apportionment
from analysis.methods.amounts import ranks, words
from data.vocabulary import BASIS_ORDER, SEVERITY

WHOLLY = 1 - 1e-9  # from this weight on an area lies wholly in the one above it
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
    """Every area above each area, also through areas between: area_code, parent_code, weight; each pair once, nothing
    above itself.

    Nobody is counted twice: an area reaches each level above it by one chain, however many levels stand side by side
    between them (地区, 日常生活圏域, 小学校区). A parent named directly wins; else the chain through the level by which
    most of the area is placed, then the one that divides it least, then the first level in the table. The parts of a
    split area (several parents of one level) belong to one chain and add up. Everything belongs to the city wholly,
    where there is one area of that level, also what lies in no district or in a part of one. areas: area_code, level;
    membership: area_code, parent_code, weight (missing = 1; 0 = not in it).
    """
    codes = pd.Index(areas["area_code"].to_numpy(object), dtype=object)
    direct = _named(membership, codes)
    level, names = pd.factorize(areas["level"].to_numpy(object))
    found = _through(direct, level, len(names)).tocoo()
    weight = pd.Series(found.data, index=pd.MultiIndex.from_arrays([found.row, found.col]))
    named = pd.MultiIndex.from_arrays([direct.row, direct.col])
    further = weight.index.difference(named, sort=False)
    order = sorted(further, key=lambda pair: (codes[pair[0]], codes[pair[1]]))
    pairs = named if not order else named.append(pd.MultiIndex.from_tuples(order))
    child, parent = (pairs.get_level_values(side).to_numpy(int) for side in (0, 1))
    links = pd.DataFrame(
        {"area_code": codes[child], "parent_code": codes[parent], "weight": weight.reindex(pairs).to_numpy(float)}
    )
    return _with_city(links, areas)


def _named(membership: pd.DataFrame, codes: pd.Index) -> sparse.coo_matrix:
    """The membership as it is written, areas by areas: each pair once, without areas that are not there."""
    child, parent = (codes.get_indexer(membership[name].astype(object)) for name in ("area_code", "parent_code"))
    weight = membership["weight"].astype(float).fillna(1.0).to_numpy()
    pairs = pd.DataFrame({"child": child, "parent": parent, "weight": weight})
    pairs = pairs[(child >= 0) & (parent >= 0) & (child != parent) & (weight > 0)].drop_duplicates(["child", "parent"])
    return sparse.coo_matrix((pairs["weight"], (pairs["child"], pairs["parent"])), shape=(len(codes), len(codes)))


def _through(named: sparse.coo_matrix, level: np.ndarray, levels: int) -> sparse.csr_matrix:
    """Weights of all areas in all above them: as named, else along one chain (see ancestors). level: number of each
    area's level."""
    direct = named.tocsr()
    of_level = sparse.csr_matrix((np.ones(len(level)), (np.arange(len(level)), level)), shape=(len(level), levels))
    placed = (direct @ of_level).toarray()  # how much of each area lies in areas of each level
    steps = []
    for number in range(levels):
        share = np.maximum(
            placed[:, number], 1.0
        )  # in two overlapping areas of a level, it is still one area above them
        steps.append(
            sparse.diags(1 / share) @ direct @ sparse.diags((level == number).astype(float))
            if placed[:, number].any()
            else None
        )
    found = direct
    for _ in range(_DEEPEST):
        longer = _longer(found, direct, steps, of_level, placed > 0)
        if abs(longer - found).sum() < 1e-12:
            break
        found = longer
    return found


def _longer(
    found: sparse.csr_matrix, direct: sparse.csr_matrix, steps: list, of_level: sparse.csr_matrix, named: np.ndarray
) -> sparse.csr_matrix:
    """One step further up: what is named stays, every other level is reached through the one level of parents that
    serves it best."""
    cover, parts, chosen = np.zeros(named.shape), np.full(named.shape, np.inf), np.full(named.shape, -1)
    ways = {number: _without_itself(step @ found) for number, step in enumerate(steps) if step is not None}
    for number, way in ways.items():
        here, pieces = (way @ of_level).toarray(), (way.astype(bool).astype(float) @ of_level).toarray()
        better = (here > cover + 1e-9) | ((abs(here - cover) <= 1e-9) & (here > 0) & (pieces < parts))
        cover, parts, chosen = (
            np.where(better, here, cover),
            np.where(better, pieces, parts),
            np.where(better, number, chosen),
        )
    chosen[named] = -1
    together = direct
    for number, way in ways.items():
        way = way.tocoo()
        used = chosen[way.row, of_level.indices[way.col]] == number
        together = together + sparse.csr_matrix((way.data[used], (way.row[used], way.col[used])), shape=way.shape)
    return together


def _without_itself(way: sparse.csr_matrix) -> sparse.csr_matrix:
    way = way.tocoo()
    kept = (way.row != way.col) & (way.data > 0)
    return sparse.csr_matrix((way.data[kept], (way.row[kept], way.col[kept])), shape=way.shape)


def _with_city(found: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """Every area wholly in the one city there is."""
    city = areas.loc[areas["level"] == "city", "area_code"].tolist()
    if len(city) != 1:
        return found
    found = found.assign(weight=found["weight"].mask(found["parent_code"] == city[0], 1.0))
    known = {*found.loc[found["parent_code"] == city[0], "area_code"], city[0]}
    rest = [code for code in areas["area_code"] if code not in known]
    if not rest:
        return found
    return pd.concat(
        [
            found,
            pd.DataFrame({"area_code": rest, "parent_code": city[0], "weight": 1.0}, dtype=object).astype(
                {"weight": float}
            ),
        ],
        ignore_index=True,
    )


def part_inside(above: pd.DataFrame, named: Iterable[str], level: pd.Series) -> pd.Series:
    """How much (0-1) of each area lies inside the areas named: area_code -> part, areas inside none of them left out.

    Parts of one level add up; of areas of several levels, which may be the same ground, the larger counts. level: by
    area_code.
    """
    inside = above[above["parent_code"].isin(list(named))]
    of_level = inside["parent_code"].map(level)
    return (
        inside.groupby(["area_code", of_level], sort=False)["weight"]
        .sum()
        .groupby(level="area_code")
        .max()
        .clip(upper=1.0)
    )


def links(above: pd.DataFrame, children: Iterable[str], parents: Iterable[str]) -> Links:
    """The part of `above` (see ancestors) between these children and these parents; an area is wholly its own
    parent."""
    rows, columns = pd.Index(list(children), dtype=object), pd.Index(list(parents), dtype=object)
    row, column = rows.get_indexer(above["area_code"]), columns.get_indexer(above["parent_code"])
    both = (row >= 0) & (column >= 0)
    itself = columns.get_indexer(rows)
    same = np.flatnonzero(itself >= 0)
    weight = np.concatenate([above["weight"].to_numpy(float)[both], np.ones(len(same))])
    cells = (np.concatenate([row[both], same]), np.concatenate([column[both], itself[same]]))
    return Links(rows, columns, sparse.csr_matrix((weight, cells), shape=(len(rows), len(columns))))


def roll_up(
    amounts: pd.DataFrame,
    link: Links,
    merges: pd.DataFrame | None = None,
    absent_allowed: float = 0.0,
    whole: bool = True,
) -> pd.DataFrame:
    """Counts of parents from counts of children: index parent_code, columns count, state, basis.

    amounts: index area_code, columns count, state, basis. merges: area_code, into_code; the people of a suppressed
    area are counted in its receiver, so a parent that holds both is whole, and one whose border runs between them is
    "merged". Any other child without a count takes the parent's count away and hands up its state. Children with no
    row at all may be up to the share `absent_allowed` of a parent's children (uninhabited areas have no row in a
    register). A parent with part of a child is "estimated": nobody counted on which side of the line its people live;
    it gets whole persons of it (analysis.methods.apportionment), or with whole=False (surfaces) its share as it is. A
    sum is "printed" only where all of its parts are; else its basis is the least certain one of them.
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
    apart = (
        np.asarray(abs(link.weight[sender] - link.weight[receiver]).sum(axis=0)).ravel() > 1e-9
        if len(sender)
        else False
    )
    unpaired = (rank == SEVERITY.index("merged")) & ~np.isin(np.arange(len(rank)), receiver)
    result = np.where((result == 0) & (apart | (any_child.T @ unpaired > 0)), SEVERITY.index("merged"), result)
    added = apportionment.parts(count, link.weight).sum(axis=0) if whole else link.weight.T @ count
    summed = np.where(result < _SUPPRESSED, np.asarray(added).ravel(), np.nan)
    return pd.DataFrame(
        {"count": summed, "state": words(result), "basis": _basis(amounts, place, link.weight)}, index=link.parents
    )


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
    # Nobody printed a sum with a counted part: called printed, it would be shown whatever its size and give that part
    # back.
    basis[(basis == "printed") & (any_child.T @ counted > 0)] = BASIS_ORDER[0]
    split = abs(weight - weight.rint()) > 1e-9
    basis[np.asarray(split.sum(axis=0)).ravel() > 0] = BASIS_ORDER[-1]
    return basis
