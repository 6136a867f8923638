"""Everything an indicator may ask of a city: what its tables count, its resources, and who is reached."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.counts import coverage, mimamori, mobile_sales, resource_counts, supply_access
from analysis.counts.area_counts import AreaCounts
from analysis.methods.amounts import Amounts, Choice


@dataclass(frozen=True)
class CityCounts(AreaCounts):
    """analysis.methods.amounts.Counts of one city: AreaCounts, and the six counts of resources and reach."""

    def resources(self, kind: str) -> Amounts:
        return self.kept("resources", kind, make=lambda: resource_counts.counted(self, kind))

    def participants(self, kind: str) -> Amounts:
        return self.kept("participants", kind, make=lambda: resource_counts.participants(self, kind))

    def households_with_van(self, distance: int | None) -> Amounts:
        return self.kept("van", distance, make=lambda: mobile_sales.households_with_van(self, distance))

    def households_watched(self) -> Amounts:
        return self.kept("watched", make=lambda: mimamori.households_watched(self))

    def in_reach(self, choice: Choice) -> Amounts:
        return self.kept("reach", choice, make=lambda: coverage.in_reach(self, choice))

    def room(self, choice: Choice) -> Amounts:
        return self.kept("room", choice, make=lambda: supply_access.room(self, choice))
