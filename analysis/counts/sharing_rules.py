"""What a level of sharing hides (definitions.md, "Disclosure"; design.md, 公開用・協議体限り・庁内用)."""

from __future__ import annotations

from dataclasses import dataclass

from data.store.city import City


@dataclass(frozen=True)
class SharingRules:
    """What a level of sharing hides. threshold: highest protected count that is hidden (0 hides none); guarded: where
    people live alone is not told below districts (公開用: it would guide a burglar); exact_homes: a private home opened
    as a place counts from where it stands (庁内用), else from the middle of its area (analysis.counts.active_resources.positions); consent:
    so does what its people did not agree to list (公開用).
    """

    threshold: int = 0
    guarded: bool = False
    exact_homes: bool = False
    consent: bool = False


def sharing_rules(city: City, sharing: str) -> SharingRules:
    """The rules of one of the city's levels of sharing."""
    return SharingRules(
        city.threshold(sharing),
        guarded=sharing == "public",
        exact_homes=sharing == "internal",
        consent=sharing == "public",
    )
