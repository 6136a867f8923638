"""Ageing indicators from persons by age (definitions.md, "Ageing")."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Facts, Ratio


def ageing_rate(facts: Facts, choice: Choice) -> Ratio:
    """65+ / total."""
    return _share(facts, choice, 65, None)


def early_elderly_rate(facts: Facts, choice: Choice) -> Ratio:
    """65-74 / total."""
    return _share(facts, choice, 65, 74)


def late_elderly_rate(facts: Facts, choice: Choice) -> Ratio:
    """75+ / total."""
    return _share(facts, choice, 75, None)


def over85_rate(facts: Facts, choice: Choice) -> Ratio:
    """85+ / total."""
    return _share(facts, choice, 85, None)


def old_age_index(facts: Facts, choice: Choice) -> Ratio:
    """65+ / 15-64 x 100."""
    return Ratio(facts.persons(65), facts.persons(15, 64), 100)


def dependency_index(facts: Facts, choice: Choice) -> Ratio:
    """(0-14 + 65+) / 15-64 x 100."""
    return Ratio(facts.persons(0, 14).plus(facts.persons(65)), facts.persons(15, 64), 100)


def ageing_index(facts: Facts, choice: Choice) -> Ratio:
    """65+ / 0-14 x 100."""
    return Ratio(facts.persons(65), facts.persons(0, 14), 100)


def support_ratio(facts: Facts, choice: Choice) -> Ratio:
    """15-64 / 65+: persons for each older person."""
    return Ratio(facts.persons(15, 64), facts.persons(65))


def _share(facts: Facts, choice: Choice, age_from: int, age_to: int | None) -> Ratio:
    return Ratio(facts.persons(age_from, age_to), facts.persons(unknown_age=choice.unknown_age))
