"""Walking reach and the other ways help arrives, as a share of people (definitions.md, "Coverage")."""

from __future__ import annotations

from dataclasses import replace

from analysis.methods.amounts import Choice, Counts, Ratio
from data.vocabulary import MEANS


def coverage(counts: Counts, choice: Choice) -> Ratio:
    """People within the distance of any place / all people of the group."""
    return Ratio(counts.in_reach(choice), counts.group(choice.group))


def coverage_line(counts: Counts, choice: Choice) -> Ratio:
    """People within the distance of a line that can be boarded anywhere / all people of the group."""
    return coverage(counts, replace(choice, means=("line",)))


def coverage_zone(counts: Counts, choice: Choice) -> Ratio:
    """People inside an area in which a ride comes to the door / all people of the group."""
    return coverage(counts, replace(choice, means=("zone",)))


def coverage_served(counts: Counts, choice: Choice) -> Ratio:
    """People of neighbourhoods that help for the same purpose comes to / all people of the group."""
    return coverage(counts, replace(choice, means=("served",)))


def coverage_any(counts: Counts, choice: Choice) -> Ratio:
    """People reached on foot, by a ride or by help that comes / all people of the group."""
    return coverage(counts, replace(choice, means=tuple(MEANS)))
