"""What the pages of reach ask beside their figures: where homes lie far apart, how distances can be measured, how
people are placed."""

from __future__ import annotations

import pages.queries.memory as memory
from analysis.indicators import settlement
from pages.figures.view import View


def ways(view: View) -> dict[str, str]:
    """How distances can be measured in this city: key -> words."""
    return settlement.ways(view.city)


def people_placed(view: View) -> list[str]:
    """How people are placed inside their areas, each way with the error to expect."""
    return settlement.people_placed(view.city)


def thinly_settled(view: View) -> dict[str, float]:
    """Districts in which homes lie far apart (City.thinly_settled): code -> persons a km2; of a chosen district its
    own."""
    found = memory.thinly_settled(view.city)
    return {code: density for code, density in found.items() if view.district in ("", code)}
