"""Whole persons of an area that belongs to several others by shares (largest remainder, Hamilton's method)."""

from __future__ import annotations

import numpy as np
from scipy import sparse

_NEAR = 1e-9


def is_split(weight: np.ndarray) -> np.ndarray:
    """True for weights that are a part: neither 0 nor whole."""
    return abs(weight - np.rint(weight)) > _NEAR


def parts(count: np.ndarray, weight: sparse.csr_matrix) -> sparse.csr_matrix:
    """How many of each child's `count` belong to each parent: children by parents, in persons.

    count: float, one a child. weight: children by parents, 0-1. Where a child is split and its count a whole number,
    its parts are whole numbers that add up to it (what its weights leave out belongs to nobody): a sum of 25.96 persons
    would tell by its last digits which of its parts was multiplied by 0.37. Largest remainders are rounded up; of equal
    ones the larger share, then the first.
    """
    found = weight.tocoo()
    child, parent, share = found.row, found.col, found.data.astype(float)
    exact = share * count[child]
    whole = np.isfinite(count) & (abs(count - np.rint(count)) < _NEAR)
    divided = np.zeros(len(count), bool)
    divided[child[is_split(share)]] = True
    asked = np.flatnonzero(divided[child] & whole[child])
    if len(asked):
        exact[asked] = _largest_remainders(child[asked], share[asked], count)
    return sparse.csr_matrix((exact, (child, parent)), shape=weight.shape)


def _largest_remainders(child: np.ndarray, share: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Whole parts of the entries (child, share); what the shares of a child leave out is an entry of its own, that
    nobody gets."""
    left = 1 - np.bincount(child, share, len(count))
    nobody = np.flatnonzero((left > _NEAR) & (np.bincount(child, minlength=len(count)) > 0))
    owner, part = np.append(child, nobody), np.append(share, left[nobody])
    exact = part * count[owner]
    down = np.floor(exact + _NEAR)
    places = np.arange(len(owner))
    order = np.lexsort((places, -part, -np.round(exact - down, 9), owner))
    missing = np.rint(np.bincount(owner, exact, len(count)) - np.bincount(owner, down, len(count)))
    first = np.searchsorted(owner[order], owner[order])  # where each child's entries begin
    up = np.empty(len(owner), bool)
    up[order] = places - first < missing[owner[order]]
    return (down + up)[: len(child)]


def slack(shares: int) -> float:
    """By how much a part may lie off its share of the count, where a child is divided among that many (what is left out
    is one too)."""
    return (shares - 1) / shares
