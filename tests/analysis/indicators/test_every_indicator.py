"""Every indicator once, against a number worked out by hand from counts that differ wherever they could be mixed up."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.indicators.reader_choice import Asked, choices
from analysis.indicators.registry import INDICATORS
from analysis.methods.amounts import Amounts, Choice
from data.vocabulary import MEANS

# Persons: 0-14 100, 15-64 500, 65-74 170, 75-84 80, 85+ 50, of unknown age 10. Older: 300 of 900.
BY_AGE = {(0, 14): 100, (15, 64): 500, (65, 74): 170, (75, None): 130, (85, None): 50, (65, None): 300, (0, None): 900}
OF_UNKNOWN_AGE = 10
HOUSEHOLDS = {"total": 400, "single_elderly": 60, "elderly_couple": 80, "elderly_only": 150}
BY_MEANS = {("walk",): 150, ("line",): 30, ("zone",): 45, ("served",): 60, tuple(MEANS): 240}
BY_HAND = {
    "ageing_rate": 300 / 900,
    "early_elderly_rate": 170 / 900,
    "late_elderly_rate": 130 / 900,
    "over85_rate": 50 / 900,
    "old_age_index": 300 / 500 * 100,
    "dependency_index": (100 + 300) / 500 * 100,
    "ageing_index": 300 / 100 * 100,
    "support_ratio": 500 / 300,
    "single_elderly_rate": 63 / 300,
    "elderly_couple_rate": 80 / 400,
    "care_certification_rate": 54 / 297,
    "need_persons": 24,
    "need_density_households": 24 / 400 * 100,
    "need_density_elderly": 24 / 300 * 1000,
    "need_density_area": 24 / 3,
    "coverage": 150 / 300,
    "coverage_line": 30 / 300,
    "coverage_zone": 45 / 300,
    "coverage_served": 60 / 300,
    "coverage_any": 240 / 300,
    "supply_access": 36 / 300 * 1000,
    "mobile_sales_served_households": 120 / 400,
    "mimamori_rate": 21 / 60,
    "resources_per_1000_elderly": 6 / 300 * 1000,
    "enrolled_rate": 18 / 300,
    "salon_participation_rate": 90 / 300,
}


def one(number: float) -> Amounts:
    return Amounts(np.array([float(number)]), np.array(["ok"], object), np.array(["counted"], object))


class Known:
    """analysis.methods.amounts.Counts of one area, written down above; it answers nothing else."""

    def persons(self, age_from: int = 0, age_to: int | None = None, unknown_age: str = "exclude") -> Amounts:
        return one(BY_AGE[age_from, age_to] + (OF_UNKNOWN_AGE if unknown_age == "include" else 0))

    def households(self, kind: str) -> Amounts:
        return one(HOUSEHOLDS[kind])

    def living_alone(self) -> Amounts:
        return one(63)

    def certified(self) -> Amounts:
        return one(54)

    def insured(self) -> Amounts:
        return one(297)

    def in_need(self, need: str) -> Amounts:
        return one({"total": 24}[need])

    def square_kilometres(self) -> Amounts:
        return one(3)

    def resources(self, kind: str) -> Amounts:
        return one({"salon": 6}[kind])

    def participants(self, kind: str) -> Amounts:
        return one({"salon": 90, "transport_support": 18}[kind])

    def households_with_van(self, distance: int | None) -> Amounts:
        return one({None: 120}[distance])

    def households_watched(self) -> Amounts:
        return one(21)

    def in_reach(self, choice: Choice) -> Amounts:
        assert (choice.kind, choice.distance) == ("salon+mobile_sales", 500)
        return one(BY_MEANS[choice.means])

    def room(self, choice: Choice) -> Amounts:
        return one({("salon", 500): 36}[choice.kind, choice.distance])

    def group(self, group: str) -> Amounts:
        return one({"65+": 300}[group])


def value(key: str, **asked) -> float:
    """The indicator of these counts, as it stands or as it is asked for."""
    entry = INDICATORS[key]
    (choice,) = choices(None, entry, Asked(**asked), "public")
    ratio = entry.function(Known(), choice)
    below = ratio.denominator.count[0] if ratio.denominator else 1.0
    return ratio.scale * ratio.numerator.count[0] / below


@pytest.mark.parametrize("key", INDICATORS)
def test_an_indicator_is_what_it_is_by_hand(key):
    assert key in BY_HAND, f"work {key} out by hand, and write it down here"
    assert value(key) == pytest.approx(BY_HAND[key])


def test_an_indicator_whose_denominator_can_be_chosen():
    assert value("ageing_rate", unknown_age="include") == pytest.approx(300 / 910)
    assert value("single_elderly_rate", kind="households") == pytest.approx(60 / 400)
