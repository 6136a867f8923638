"""Ageing indicators from persons by age (definitions.md, "Ageing")."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Counts, Ratio


def ageing_rate(counts: Counts, choice: Choice) -> Ratio:
    """65+ / total."""
    return _share(counts, choice, 65, None)


def early_elderly_rate(counts: Counts, choice: Choice) -> Ratio:
    """65-74 / total."""
    return _share(counts, choice, 65, 74)


def late_elderly_rate(counts: Counts, choice: Choice) -> Ratio:
    """75+ / total."""
    return _share(counts, choice, 75, None)


def over85_rate(counts: Counts, choice: Choice) -> Ratio:
    """85+ / total."""
    return _share(counts, choice, 85, None)


def old_age_index(counts: Counts, choice: Choice) -> Ratio:
    """65+ / 15-64 x 100."""
    return Ratio(counts.persons(65), counts.persons(15, 64), 100)


def dependency_index(counts: Counts, choice: Choice) -> Ratio:
    """(0-14 + 65+) / 15-64 x 100."""
    return Ratio(counts.persons(0, 14).plus(counts.persons(65)), counts.persons(15, 64), 100)


def ageing_index(counts: Counts, choice: Choice) -> Ratio:
    """65+ / 0-14 x 100."""
    return Ratio(counts.persons(65), counts.persons(0, 14), 100)


def support_ratio(counts: Counts, choice: Choice) -> Ratio:
    """15-64 / 65+: persons for each older person."""
    return Ratio(counts.persons(15, 64), counts.persons(65))


def _share(counts: Counts, choice: Choice, age_from: int, age_to: int | None) -> Ratio:
    return Ratio(counts.persons(age_from, age_to), counts.persons(unknown_age=choice.unknown_age))
