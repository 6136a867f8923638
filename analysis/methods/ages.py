"""Persons by age from bands, exact or not at all: a band that a limit cuts through is never split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.methods.amounts import ranks, words
from data.vocabulary import SEVERITY

_OPEN = 10_000  # stands for "and over" where limits are compared
_NOT_IN_SOURCE = SEVERITY.index("not_in_source")


@dataclass(frozen=True)
class AgeTable:
    """One source at one date: persons by area (rows) and band (columns).

    persons: float, NaN where not known. rank: number of the state in SEVERITY, -1 where the area has no such band.
    unknown: persons of unknown age, 0 where the source has no such row.
    """

    areas: pd.Index
    age_from: np.ndarray
    age_to: np.ndarray
    persons: np.ndarray
    rank: np.ndarray
    unknown: np.ndarray


def age_table(population: pd.DataFrame) -> AgeTable:
    """The rows of one sex, source and date (columns area_code, age_from, age_to, persons, state) as a table."""
    codes, areas = pd.factorize(population["area_code"].to_numpy(object))
    count = population["persons"].to_numpy(float, na_value=np.nan)
    start = population["age_from"].to_numpy(float, na_value=np.nan)
    end = population["age_to"].to_numpy(float, na_value=_OPEN)
    rank = _row_ranks(population["state"], count)
    unknown = np.zeros(len(areas))
    of_unknown = np.isnan(start)
    np.add.at(unknown, codes[of_unknown], np.nan_to_num(count[of_unknown]))
    codes, count, start, end, rank = (part[~of_unknown] for part in (codes, count, start, end, rank))
    bands, column = np.unique(np.column_stack([start, end]), axis=0, return_inverse=True)
    column = column.reshape(-1)
    persons = np.full((len(areas), len(bands)), np.nan)
    ranked = np.full((len(areas), len(bands)), -1, np.int8)
    persons[codes, column] = count
    ranked[codes, column] = rank
    return AgeTable(pd.Index(areas, dtype=object), bands[:, 0], bands[:, 1], persons, ranked, unknown)


def _row_ranks(state: pd.Series, count: np.ndarray) -> np.ndarray:
    given = state.astype(object).where(state.notna(), "ok").to_numpy()
    rank = ranks(["ok" if text == "" else text for text in given])
    # A row that calls itself ok without a count is a hole in the file, not nobody.
    return np.where(np.isnan(count) & (rank < SEVERITY.index("suppressed")), _NOT_IN_SOURCE, rank).astype(np.int8)


def persons(
    table: AgeTable, age_from: int = 0, age_to: int | None = None, unknown_age: str = "exclude"
) -> pd.DataFrame:
    """Persons aged age_from to age_to (both included; None = and over) by area: index area_code, columns count, state.

    Exact only where the source's bands end at both limits; elsewhere the state is not_in_source and the count
    missing. Persons of unknown age belong to the total alone, and only with unknown_age="include".
    """
    if unknown_age not in ("exclude", "include"):
        raise ValueError(f"unknown_age is exclude or include, not {unknown_age!r}")
    until = _OPEN if age_to is None else age_to
    there = table.rank >= 0
    inside = (table.age_from >= age_from) & (table.age_to <= until)
    cut = ~inside & (table.age_from <= until) & (table.age_to >= age_from)
    length = np.where(there[:, inside], table.age_to[inside] - table.age_from[inside] + 1, 0).sum(axis=1)
    exact = (length == until - age_from + 1) & ~there[:, cut].any(axis=1)
    rank = table.rank[:, inside].max(axis=1, initial=0)
    # A suppressed area says so whatever its bands are: its row may be a single one without ages.
    whole = table.rank.max(axis=1, initial=0)
    rank = np.where(exact, rank, np.where(whole >= SEVERITY.index("suppressed"), whole, _NOT_IN_SOURCE))
    count = np.where(there[:, inside], table.persons[:, inside], 0.0).sum(axis=1)
    if unknown_age == "include" and age_from == 0 and age_to is None:
        count = count + table.unknown
    count = np.where(rank >= SEVERITY.index("suppressed"), np.nan, count)
    return pd.DataFrame({"count": count, "state": words(rank), "basis": "counted"}, index=table.areas)
