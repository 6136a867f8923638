"""Support that covers named areas or households instead of circles."""

from __future__ import annotations

from analysis.amounts import Choice, Facts, Ratio

# Households for each welfare commissioner (民生委員): 厚生労働省 参酌基準; keys are City.size_class.
COMMISSIONER_BANDS: dict[str, tuple[int, int]] = {"designated": (220, 440), "core": (170, 360), "city": (120, 280), "town": (70, 200)}


def mobile_sales_served_households(facts: Facts, choice: Choice) -> Ratio:
    """Households in areas named as served by a van (or within `distance` metres of a weekly stop) / all households."""
    return Ratio(facts.households_with_van(choice.distance), facts.households("total"))


def mimamori_rate(facts: Facts, choice: Choice) -> Ratio:
    """Households watched over / households of one person of 65+. No official rule: the city's own measure."""
    return Ratio(facts.households_watched(), facts.households("single_elderly"))


def commissioner_band(size_class: str) -> tuple[int, int]:
    """Lowest and highest number of households for each welfare commissioner in a city of that class."""
    if size_class not in COMMISSIONER_BANDS:
        raise ValueError(f"size_class is one of {', '.join(COMMISSIONER_BANDS)}, not {size_class!r}")
    return COMMISSIONER_BANDS[size_class]
