"""People who reached the support centre with a need or use a service: their number, and beside households, older people
and area.

Counts of consultations, never prevalence: no intervals and no judgement (definitions.md, "Need density").
"""

from __future__ import annotations

from analysis.methods.amounts import Choice, Facts, Ratio


def need_persons(facts: Facts, choice: Choice) -> Ratio:
    """Persons, as counted."""
    return Ratio(facts.in_need(choice.kind))


def need_density_households(facts: Facts, choice: Choice) -> Ratio:
    """Persons / households x 100."""
    return Ratio(facts.in_need(choice.kind), facts.households("total"), 100)


def need_density_elderly(facts: Facts, choice: Choice) -> Ratio:
    """Persons / 65+ x 1,000."""
    return Ratio(facts.in_need(choice.kind), facts.persons(65), 1000)


def need_density_area(facts: Facts, choice: Choice) -> Ratio:
    """Persons / km2, the area measured in a metric CRS."""
    return Ratio(facts.in_need(choice.kind), facts.square_kilometres())
