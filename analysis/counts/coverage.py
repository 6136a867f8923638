"""Who is reached: people within walking distance of a place that admits them, households in areas that a van serves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.counts import other_means, population_points, walk_distance
from analysis.counts.active_resources import active_of_kinds, is_listed, note_of_unlisted
from analysis.counts.area_counts import AreaCounts
from analysis.counts.people_without_area import people_without_area
from analysis.counts.positions import located, place_notes
from analysis.counts.walk_distance import Whom
from analysis.methods import disclosure, walking_reach
from analysis.methods.amounts import Amounts, Choice, ranks
from data.vocabulary import AGE_GROUPS, MEANS, SINGLE, WAYS


def in_reach(counts: AreaCounts, choice: Choice) -> Amounts:
    """People of the group whom any of the chosen means reaches: a place that admits them within the distance, a line
    they can board there, a ride from their door, help that comes to their neighbourhood. An estimate, people being
    spread over their area.

    Areas known only as points: state not_in_source, with an estimate as count.
    """
    if not (means := _known_means(counts, choice)):
        return counts.none()
    choice = replace(choice, means=means)
    level = counts.city.points_level
    share, people = share_in_reach(counts, choice), counts.at(level).group(choice.group)
    if choice.group == SINGLE and counts.rules.threshold:
        return _from_shown(counts, choice, share, people)
    return _noted(
        counts,
        choice,
        people_times_share(
            counts, level, people, share, "population", "estimated", _reached_without_area(counts, choice, share)
        ),
    )


def _known_means(counts: AreaCounts, choice: Choice) -> tuple[str, ...]:
    """The means of which this city's data say something; where they say nothing, nobody is known not to be reached."""

    def has_data(means: str) -> bool:
        if means != "walk":
            return other_means.is_listed(counts, choice, means)
        rows, _ = active_of_kinds(counts, choice.kind)
        return is_listed(counts, choice.kind) and not (len(rows) and not located(counts, rows).any())

    return tuple(means for means in choice.means if has_data(means))


def _reached_without_area(counts: AreaCounts, choice: Choice, share: np.ndarray) -> pd.DataFrame | None:
    """People in reach whom the source counts together under a code that is no area of the map: as their senders' areas
    are reached."""
    senders, people = people_without_area(counts, choice.group)
    if senders.empty:
        return None
    reached = pd.Series(share, index=counts.city.codes(counts.city.points_level)).reindex(senders["area_code"])
    part = reached.groupby(senders["into_code"].to_numpy()).mean().reindex(people.index)
    return people.assign(count=people["count"] * part, basis="estimated")


def _from_shown(counts: AreaCounts, choice: Choice, share: np.ndarray, people: Amounts) -> Amounts:
    """People living alone within reach, worked out from the counts that are shown anyway, so that nothing hidden comes
    through.

    A hidden count is replaced by what its district's (else the city's) shown rate gives for its 65+. Numbers that come
    out small on either side of the limit are hidden all the same.
    """
    level, codes = counts.city.points_level, counts.city.codes(counts.city.points_level)
    older = counts.at(level).persons(65).count
    filled, hidden = people.count.copy(), people.masked()
    filled[hidden] = np.nan
    for upper in ("district", "city"):
        if upper in counts.city.level_names and np.isnan(filled[hidden]).any():
            at = counts.at(upper)
            alone = at.group(SINGLE)
            rate = np.where(alone.masked(), np.nan, alone.count) / at.persons(65).count
            weight = counts.city.links(codes, upper, ("points", level)).weight
            part = np.asarray(weight.sum(axis=1)).ravel()
            of_area = np.divide(weight @ rate, part, out=np.full(len(codes), np.nan), where=part > 0)
            filled = np.where(hidden & np.isnan(filled), older * of_area, filled)
    state = np.where(hidden & np.isnan(filled), "suppressed", people.state)
    guess = replace(people, count=filled, state=state)
    within = people_times_share(counts, level, guess, share, "population", "estimated")
    everyone = people_times_share(counts, level, guess, np.ones(len(codes)), "population", "estimated")
    shown = counts.group(SINGLE)
    with np.errstate(divide="ignore", invalid="ignore"):
        count = np.where(everyone.count > 0, within.count / everyone.count, 0.0) * shown.count
    small = disclosure.is_small(count, counts.rules.threshold) | disclosure.is_small(
        shown.count - count, counts.rules.threshold
    )
    return _noted(counts, choice, replace(within, count=count, hidden=shown.masked() | small))


def people_times_share(
    counts: AreaCounts,
    level: str,
    people: Amounts,
    share: np.ndarray,
    table: str,
    basis: str,
    without_area: pd.DataFrame | None = None,
) -> Amounts:
    """people x share of each area of `level` (and rows of people without an area, already multiplied), summed to the
    level of `counts`."""
    unknown = np.isnan(share) & (people.count > 0)
    leaf = pd.DataFrame(
        {
            "count": np.where(people.count == 0, 0.0, people.count * share),
            "basis": basis,
            "state": np.where(unknown & (ranks(people.state) < 2), "not_in_source", people.state),
        },
        index=counts.city.codes(level),
    )
    leaf = leaf[unknown | (leaf["state"] != "not_in_source")]  # no row in the source: absent, not unknown
    if leaf.empty:
        return counts.none()
    leaf = leaf if without_area is None else pd.concat([leaf, without_area])
    as_of, source_id = people.as_of, (people.source_ids or ("",))[0]
    return counts.rolled_up(leaf, table, as_of, source_id)


def _noted(counts: AreaCounts, choice: Choice, amounts: Amounts) -> Amounts:
    found = {means: _rows(counts, choice, means) for means in choice.means}
    source_ids = dict.fromkeys(
        [*amounts.source_ids, *(one for rows, _ in found.values() for one in rows["source_id"].dropna().astype(str))]
    )
    estimated = population_points.points(counts.city)[3]
    touched = (
        counts.city.links(
            counts.city.codes(counts.city.points_level), counts.level, ("points", counts.city.points_level)
        ).weight.T
        @ estimated
    )
    state = np.where((touched > 0) & (ranks(amounts.state) < 2), "not_in_source", amounts.state).astype(object)
    notes = [
        amounts.note,
        "" if len(choice.means) == 1 else f"数えた届き方: {'・'.join(MEANS[means] for means in choice.means)}",
        "" if choice.way == "straight" else f"距離は{WAYS[choice.way]}",
        *(note for _, note in found.values()),
        *(
            [note_of_unlisted(counts.city, choice.kind), *place_notes(counts, found["walk"][0])]
            if "walk" in found
            else []
        ),
        (
            "区域の形がないため算定できません（点のまわりに住むとみなした目安）"
            if (touched > 0).any()
            else population_points.note(counts.city)
        ),
    ]
    return replace(
        amounts, state=state, source_ids=tuple(source_ids), note="、".join(dict.fromkeys(filter(None, notes)))
    )


def share_in_reach(counts: AreaCounts, choice: Choice) -> np.ndarray:
    """Share of each area's people whom any of the chosen means reaches."""
    _, area, weight, *_ = population_points.points(counts.city)
    return walking_reach.mean_by_area(
        part_reached(counts, choice), weight, area, len(counts.city.codes(counts.city.points_level))
    )


def part_reached(counts: AreaCounts, choice: Choice) -> np.ndarray:
    """For each point of population the part (0-1) of the group there whom any of the chosen means reaches; NaN where
    that is not known.

    Where a place admits women, men or 75+ only, that part of the group is reached by it and the others are not, as far
    as the source counts that part; where it does not, such places count for nobody.
    """
    area, parts = population_points.points(counts.city)[1], _parts(counts, choice)
    everyone = _reached(counts, choice, Whom(older=choice.group in ("75+", "85+")))
    if len(parts) < 2:
        return everyone
    persons = np.array([count[area] for _, count in parts])
    with np.errstate(divide="ignore", invalid="ignore"):
        together = (persons * np.array([_reached(counts, choice, whom) for whom, _ in parts])).sum(
            axis=0
        ) / persons.sum(axis=0)
    return np.where(np.isnan(together), everyone, together)


def _reached(counts: AreaCounts, choice: Choice, whom: Whom) -> np.ndarray:
    ways = (
        [(walk_distance.metres(counts, choice, whom) <= choice.metres).astype(float)] if "walk" in choice.means else []
    )
    ways += [other_means.reached(counts, choice, means, whom) for means in choice.means if means != "walk"]
    return np.maximum.reduce(ways)


def _parts(counts: AreaCounts, choice: Choice) -> list[tuple[Whom, np.ndarray]]:
    """The parts of a group that its places tell apart, with their persons by area; one part or none where they do
    not."""
    rows = pd.concat([_rows(counts, choice, means)[0] for means in choice.means])
    admits, group = set(rows["eligibility"].dropna()), choice.group
    if group not in AGE_GROUPS:
        return []
    sexes = (
        ("female", "male")
        if admits & {"women", "men"}
        and counts.population
        and counts.city.age_table(*counts.population, "female") is not None
        else ("all",)
    )
    low, high = AGE_GROUPS[group]
    ages_ = [(low, 74), (75, None)] if "75+" in admits and low < 75 else [(low, high)]
    leaf = counts.at(counts.city.points_level)
    return [(Whom(sex, start >= 75), leaf.persons(start, end, sex=sex).count) for sex in sexes for start, end in ages_]


def _rows(counts: AreaCounts, choice: Choice, means: str) -> tuple[pd.DataFrame, str]:
    """The resources that one of the means stands for, and what has to be said of them."""
    if means == "walk":
        return active_of_kinds(counts, choice.kind, choice.when, choice.often)
    return other_means.rows(counts, choice, means)
