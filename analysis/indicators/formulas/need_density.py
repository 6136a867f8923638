"""People who reached the support centre with a need or use a service: their number, and beside households, older people
and area.

Counts of consultations, never prevalence: no intervals and no judgement (definitions.md, "Need density").
"""

from __future__ import annotations

from analysis.methods.amounts import Choice, Counts, Ratio


def need_persons(counts: Counts, choice: Choice) -> Ratio:
    """Persons, as counted."""
    return Ratio(counts.in_need(choice.kind))


def need_density_households(counts: Counts, choice: Choice) -> Ratio:
    """Persons / households x 100."""
    return Ratio(counts.in_need(choice.kind), counts.households("total"), 100)


def need_density_elderly(counts: Counts, choice: Choice) -> Ratio:
    """Persons / 65+ x 1,000."""
    return Ratio(counts.in_need(choice.kind), counts.persons(65), 1000)


def need_density_area(counts: Counts, choice: Choice) -> Ratio:
    """Persons / km2, the area measured in a metric CRS."""
    return Ratio(counts.in_need(choice.kind), counts.square_kilometres())
