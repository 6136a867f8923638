import csv
from pathlib import Path
from typing import get_args

import pytest

from analysis.indicators import registry
from analysis.indicators.entry import Unit
from data.vocabulary import KINDS

PUBLIC_NAMES = """ageing_rate early_elderly_rate late_elderly_rate over85_rate old_age_index dependency_index ageing_index support_ratio
single_elderly_rate elderly_couple_rate care_certification_rate need_persons need_density_households need_density_elderly need_density_area coverage coverage_line coverage_zone
coverage_served coverage_any supply_access mobile_sales_served_households mimamori_rate resources_per_1000_elderly enrolled_rate salon_participation_rate""".split()  # noqa: E501
PROTECTED = {
    "single_elderly_rate",
    "care_certification_rate",
    "need_persons",
    "need_density_households",
    "need_density_elderly",
    "need_density_area",
    "coverage",
    "coverage_line",
    "coverage_zone",
    "coverage_served",
    "coverage_any",
    "mimamori_rate",
    "enrolled_rate",
    "salon_participation_rate",
}


def test_public_names_are_kept():
    """What commands and addresses call an indicator stays, and their order; further ones may come."""
    assert [key for key in registry.INDICATORS if key in PUBLIC_NAMES] == PUBLIC_NAMES


def test_every_entry_says_what_it_is():
    for key, entry in registry.INDICATORS.items():
        assert entry.key == key
        assert entry.unit in get_args(Unit)
        assert entry.definition.endswith("。")
        assert "÷" in entry.formula or entry.unit == "persons"
        assert entry.label and entry.short and entry.rule and entry.tables
        assert entry.polarity == "none"
        assert set(entry.options) <= {"kind", "distance", "group", "unknown_age", "way", "when", "often"}
        assert entry.function.__doc__


def test_counts_of_people_in_need_or_alone_are_protected():
    assert {key for key, entry in registry.INDICATORS.items() if entry.protected} == PROTECTED


def test_default_kinds_exist():
    for entry in registry.INDICATORS.values():
        if "resources" in entry.tables and entry.kind:
            assert set(entry.kind.split("+")) <= set(KINDS)


def test_national_figures_compared_with_are_there():
    path = Path(__file__).parents[3] / "data" / "published" / "national.csv"
    with path.open(encoding="utf-8") as file:
        known = {row["item"] for row in csv.DictReader(file)}
    assert {entry.national for entry in registry.INDICATORS.values() if entry.national} <= known


def test_an_unknown_indicator_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="「happiness」という指標はありません.*ageing_rate"):
        registry.indicator("happiness")


def test_the_definition_of_coverage_says_how_far_it_may_be_off():
    assert "7ポイントほどずれる" in registry.INDICATORS["coverage"].definition


def test_a_page_lists_what_says_it_stands_there():
    assert registry.shown_on("needs")[0] == "need_persons" and registry.shown_on("nowhere") == ()
    for entry in registry.INDICATORS.values():
        assert len(set(entry.shown)) == len(entry.shown)
        assert not {"overview", "district"} & set(entry.shown) or not entry.officials, "those pages are for everybody"
