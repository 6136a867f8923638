"""Support that covers named areas or households instead of circles."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Facts, Ratio


def mobile_sales_served_households(facts: Facts, choice: Choice) -> Ratio:
    """Households in areas named as served by a van (or within `distance` metres of a weekly stop) / all households."""
    return Ratio(facts.households_with_van(choice.distance), facts.households("total"))


def mimamori_rate(facts: Facts, choice: Choice) -> Ratio:
    """Households watched over / households of one person of 65+. No official rule: the city's own measure."""
    return Ratio(facts.households_watched(), facts.households("single_elderly"))
