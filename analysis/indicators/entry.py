"""What an indicator is: the shape of its entry, which stands beside its function in analysis/indicators/formulas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from analysis.methods.amounts import Choice, Counts, Ratio

Unit = Literal["share", "per_100", "per_1000", "per_km2", "index", "ratio", "persons"]
OURS = "公的な定めがないため本市設定"


@dataclass(frozen=True)
class Indicator:
    """What an indicator is called, means and needs.

    definition: one plain sentence; formula: as it is computed; rule: where the rule was read (「本市設定」where there
    is no official one). protected: counts people in need, in care, using a service or living alone. options: which of
    kind, distance, group, unknown_age, way, when, often it takes; `kind`, `distance`, `group` are their defaults.
    national: item of national.csv with the same definition. decimals: shown (a share is shown in %). polarity: no
    indicator is good or bad. listed: counts what a list names: where it names nothing the state is not_listed, and the
    number is missing, never 0. officials: in 庁内用 only (it invites comparisons that a reader without the background
    would misread). households: the kind of households (vocabulary) it is about; it stands under the date of these.
    shown: the pages (their address: 「overview」) and the chapters of the data book (「book.households」) that list it,
    in the registry's order.
    """

    key: str
    label: str
    short: str
    unit: Unit
    definition: str
    formula: str
    rule: str
    tables: tuple[str, ...]
    function: Callable[[Counts, Choice], Ratio]
    protected: bool = False
    options: tuple[str, ...] = ()
    kind: str | None = None
    distance: int | None = None
    group: str | None = None
    national: str | None = None
    decimals: int = 1
    polarity: Literal["none"] = "none"
    listed: bool = False
    officials: bool = False
    households: str | None = None
    shown: tuple[str, ...] = ()
