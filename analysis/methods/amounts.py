"""Counts by area as calculations pass them on: each with its state, so that a missing count is never taken for 0."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from data.vocabulary import BASIS_ORDER, SEVERITY

_RANK = {state: rank for rank, state in enumerate(SEVERITY)}


def ranks(states) -> np.ndarray:
    """States as numbers in order of SEVERITY (ValueError for a state that is none)."""
    try:
        return np.fromiter((_RANK[state] for state in states), dtype=np.int8, count=len(states))
    except KeyError as unknown:
        raise ValueError(f"{unknown} is no state; states are {', '.join(SEVERITY)}") from None


def words(numbers: np.ndarray) -> np.ndarray:
    """Numbers of SEVERITY as states."""
    return np.array(SEVERITY, dtype=object)[numbers]


@dataclass(frozen=True)
class Amounts:
    """One count for each area of a level, in the city's own order.

    count: float, NaN where the state has no count. hidden: cells that the disclosure rule hides, decided on the
    whole city; None where the count is not protected. note: what has to be said beside the source.
    """

    count: np.ndarray
    state: np.ndarray
    basis: np.ndarray
    as_of: str = ""
    source_ids: tuple[str, ...] = ()
    hidden: np.ndarray | None = None
    note: str = ""

    def masked(self) -> np.ndarray:
        """True where the count may not be shown."""
        return np.zeros(len(self.count), bool) if self.hidden is None else self.hidden

    def plus(self, other: Amounts) -> Amounts:
        """Both counts together; the worse state of the two."""
        state = words(np.maximum(ranks(self.state), ranks(other.state)))
        return replace(
            self,
            count=self.count + other.count,
            state=state,
            basis=worse_basis(self.basis, other.basis),
            source_ids=tuple(dict.fromkeys(self.source_ids + other.source_ids)),
        )


def missing(length: int, state: str = "not_in_source", note: str = "") -> Amounts:
    """No count anywhere, and why."""
    return Amounts(
        np.full(length, np.nan), np.full(length, state, object), np.full(length, "counted", object), note=note
    )


def worse_basis(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The less certain of two bases, cell by cell (counted, printed, inferred, estimated)."""
    rank = {basis: number for number, basis in enumerate(BASIS_ORDER)}
    pick = [a if rank.get(a, 0) >= rank.get(b, 0) else b for a, b in zip(one, other, strict=True)]
    return np.array(pick, dtype=object)


@dataclass(frozen=True)
class Ratio:
    """scale x numerator / denominator, or the numerator itself where there is no denominator.

    `method` says how its limits were made ("none" for complete counts).
    """

    numerator: Amounts
    denominator: Amounts | None = None
    scale: float = 1.0
    method: str = "none"


@dataclass(frozen=True)
class Choice:
    """What a reader may choose within an indicator: a kind of resource or need, a distance in metres, a group of
    people; "" (a distance: None) where the indicator takes none.

    way: how the distance is measured (vocabulary.WAYS). when: weekday and part of the day that a place has to be open
    (「月-午前」), often: least times a month; None takes each kind's own rule. means: by what people are reached
    (vocabulary.MEANS), any of them counts.
    """

    kind: str = ""
    distance: int | None = None
    group: str = ""
    unknown_age: str = "exclude"
    way: str = "straight"
    when: str | None = None
    often: float | None = None
    means: tuple[str, ...] = ("walk",)

    @property
    def metres(self) -> int:
        """The distance, where something is measured; ValueError for a choice without one."""
        if self.distance is None:
            raise ValueError("a distance is measured, and none was chosen")
        return self.distance


class Counts(Protocol):
    """What a city knows at the level asked for; every method gives one amount an area of that level."""

    def persons(self, age_from: int = 0, age_to: int | None = None, unknown_age: str = "exclude") -> Amounts: ...
    def households(self, kind: str) -> Amounts: ...
    def living_alone(self) -> Amounts: ...
    def certified(self) -> Amounts: ...
    def insured(self) -> Amounts: ...
    def in_need(self, need: str) -> Amounts: ...
    def square_kilometres(self) -> Amounts: ...
    def resources(self, kind: str) -> Amounts: ...
    def participants(self, kind: str) -> Amounts: ...
    def households_with_van(self, distance: int | None) -> Amounts: ...
    def households_watched(self) -> Amounts: ...
    def in_reach(self, choice: Choice) -> Amounts: ...
    def room(self, choice: Choice) -> Amounts: ...
    def group(self, group: str) -> Amounts: ...
