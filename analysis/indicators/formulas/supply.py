"""Resources and those who take part, beside the number of older people."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Counts, Ratio


def resources_per_1000_elderly(counts: Counts, choice: Choice) -> Ratio:
    """Resources of a kind / 65+ x 1,000."""
    return Ratio(counts.resources(choice.kind), counts.persons(65), 1000)


def supply_access(counts: Counts, choice: Choice) -> Ratio:
    """Room at places within reach x 1,000 / 65+: visits a month, shared among all who live within reach
    (analysis.methods.catchment)."""
    return Ratio(counts.room(choice), counts.group(choice.group), 1000)


def enrolled_rate(counts: Counts, choice: Choice) -> Ratio:
    """Persons enrolled with, or using, resources of a kind / 65+."""
    return Ratio(counts.participants(choice.kind), counts.persons(65))


def salon_participation_rate(counts: Counts, choice: Choice) -> Ratio:
    """Participants (real persons of a year) / 65+."""
    return Ratio(counts.participants(choice.kind), counts.persons(65))
