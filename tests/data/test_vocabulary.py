"""A word of the field comes with everything that is said of it, and a table of a city has somebody who reads it."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from analysis.counts import need_kinds
from analysis.methods.amounts import BASIS_ORDER, SEVERITY
from data.files import resource_kinds
from data.readers import households
from data.store.access import require
from data.store.city_file import DEFAULT_THRESHOLDS
from data.store.schema import TABLES
from data.vocabulary import (
    AGE_GROUPS,
    ANSWERS,
    BASES,
    FUNCTIONS,
    GROUP_LABELS,
    HOUSEHOLD_KINDS,
    KINDS,
    LEVELS,
    MEANS,
    NEEDS,
    OFTEN,
    PUBLISHED,
    SERVICES,
    SHARING,
    SINGLE,
    SPREADS,
    STATES,
    TOLD,
    WAYS,
    HouseholdKind,
    Kind,
    Reach,
)
from pages.figures import tables, wording
from pages.render.paper import legends
from pages.topics import coverage, definitions

ROOT = Path(__file__).parents[2]
# Tables that nobody asks a city for by name: what a survey answered is read and stored, and waits for its page; the
# individuals' table is opened by data.store alone, under the setting for officials.
UNREAD = {"survey", "individuals"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_resource_kind_says_everything_of_itself(kind: Kind):
    assert kind.label and len(kind.sign) == 1 and re.fullmatch(r"#[0-9A-F]{6}", kind.colour)
    assert kind.reach in get_args(Reach) and kind.function in FUNCTIONS
    assert kind.words and all(resource_kinds.of_word(word) == kind.key for word in kind.words.split())
    assert kind.named_first is None or all(kind.named_first)
    assert not kind.inside or resource_kinds.of_text(kind.label) == kind.key


def test_no_two_resource_kinds_look_alike():
    for name in ("label", "sign", "colour"):
        assert len({getattr(kind, name) for kind in KINDS.values()}) == len(KINDS), name
    said = [word for kind in KINDS.values() for word in kind.words.split()]
    assert len(said) == len(set(said))


def test_how_a_kind_reaches_people_is_worded_and_drawn():
    assert set(definitions.REACH) == set(get_args(Reach)) and set(legends.SHAPES) == set(get_args(Reach))


def test_only_what_takes_people_along_brings_rides():
    """A bus stop is walked to, and meals that come to the door take nobody along."""
    own = {field.name: getattr(KINDS["transport_support"], field.name) for field in fields(Kind)}
    assert [key for key, kind in KINDS.items() if kind.rides] == ["transport_support"]
    assert not Kind(**own | {"reach": "walk"}).rides and not Kind(**own | {"function": "食べる"}).rides
    assert Kind(**own | {"reach": "line"}).rides


@pytest.mark.parametrize("kind", HOUSEHOLD_KINDS.values(), ids=HOUSEHOLD_KINDS)
def test_a_household_kind_says_everything_of_itself(kind: HouseholdKind):
    assert kind.label and kind.label in kind.words.split()
    assert all(households.WORDS[word] == kind.key for word in (*kind.words.split(), *kind.in_cells.split(), kind.key))


def test_needs_and_services_have_their_words():
    assert set(ANSWERS) == set(NEEDS) and len(set(NEEDS)) == len(NEEDS)
    assert all(kinds and set(kinds) <= set(TOLD) for kinds in ANSWERS.values())
    assert all(group and use for group, use in SERVICES) and len(set(SERVICES)) == len(SERVICES)


def test_states_and_bases_have_their_words():
    assert set(definitions.SAID) == set(STATES) - {"ok"} and set(definitions.HOW) == set(BASES) - {"counted"}
    assert all(STATES[state] for state in STATES if state != "ok") and all(BASES[one] for one in definitions.HOW)
    assert set(SEVERITY) == set(STATES) - {"not_listed"}  # a state of a share only: the count itself is 0
    assert set(BASIS_ORDER) == set(BASES)
    assert set(tables.MARKS) <= set(STATES)


def test_levels_of_sharing_have_their_words_and_limits():
    assert set(wording.SHARING_STAMPS) == set(definitions.WHO) == set(DEFAULT_THRESHOLDS) == set(SHARING)
    for sharing in set(SHARING) - {"internal"}:
        require(sharing)


def test_ways_means_and_groups_have_their_words():
    assert set(coverage.MEASURED) == set(WAYS) and set(coverage.CAVEATS) == set(WAYS) - {"straight"}
    assert {f"coverage_{means}" for means in MEANS if means != "walk"} | {"coverage_any"} == set(coverage.BY_MEANS)
    assert set(GROUP_LABELS) == {*AGE_GROUPS, SINGLE} and set(OFTEN) <= set(coverage.HOW_OFTEN)
    assert all(way and wrong for way, wrong in SPREADS.values()) and all(label for label, _ in PUBLISHED.values())
    assert all(LEVELS.values()) and all(FUNCTIONS)


def asked_for() -> set[str]:
    """Names of tables that analysis, pages or commands ask a city for."""
    found = set(need_kinds.TABLES)
    for room in ("analysis", "pages", "data/commands"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    if node.func.attr in ("table", "counted", "answering_rows"):
                        found |= {part.value for part in node.args if isinstance(part, ast.Constant)}
    return found


def test_every_table_of_a_city_has_somebody_who_reads_it():
    assert set(TABLES) - asked_for() == UNREAD
