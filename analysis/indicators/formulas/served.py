"""Support that covers named areas or households instead of circles."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Counts, Ratio


def mobile_sales_served_households(counts: Counts, choice: Choice) -> Ratio:
    """Households in areas named as served by a van (or within `distance` metres of a weekly stop) / all households."""
    return Ratio(counts.households_with_van(choice.distance), counts.households("total"))


def mimamori_rate(counts: Counts, choice: Choice) -> Ratio:
    """Households watched over / households of one person of 65+. No official rule: the city's own measure."""
    return Ratio(counts.households_watched(), counts.households("single_elderly"))
