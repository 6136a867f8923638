"""How much room there is at places within reach: two-step floating catchment with frequency and capacity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.counts import coverage, population_points
from analysis.counts.active_resources import active_of_kinds, is_listed
from analysis.counts.area_counts import AreaCounts
from analysis.counts.positions import located, place_notes, positions
from analysis.methods import catchment, walking_reach
from analysis.methods.amounts import Amounts, Choice, ranks

# Persons at a time and times a month of a place whose source does not say (本市設定; said in the definition and beside
# each figure).
CAPACITY, TIMES = 20, 1


def room(counts: AreaCounts, choice: Choice) -> Amounts:
    """Visits a month there is room for: each person's share of the places within the distance, summed over the people
    of the group.

    Places for some people only are left out, and said. An estimate, people being spread over their area.
    """
    rows, note = active_of_kinds(counts, choice.kind, choice.when, choice.often)
    placed = located(counts, rows)
    if not is_listed(counts, choice.kind) or (len(rows) and not placed.any()):
        return counts.none()
    everyone = (rows["eligibility"].fillna("all").replace("", "all") == "all").to_numpy()
    used = rows[placed & everyone]
    supply = catchment.supply(
        used["capacity"].to_numpy(float, na_value=np.nan),
        used["times_per_month"].to_numpy(float, na_value=np.nan),
        CAPACITY,
        TIMES,
    )
    xy, area, weight, estimated, _ = population_points.points(counts.city)
    level = counts.city.points_level
    people = replace(counts, level=level).group(choice.group)
    persons = weight * np.nan_to_num(people.count)[area]
    found = catchment.access(
        xy, persons, positions(counts.city, counts.rules)[used.index], supply.visits, choice.metres, counts.city.zone
    )
    areas = len(counts.city.codes(level))
    per_person = walking_reach.mean_by_area(found.room, persons, area, areas)
    amounts = coverage.people_times_share(
        counts,
        level,
        people,
        np.where(np.isnan(per_person) & (np.bincount(area, minlength=areas) > 0), 0.0, per_person),
        "population",
        "estimated",
    )
    touched = counts.city.links(counts.city.codes(level), counts.level, ("points", level)).weight.T @ estimated
    state = np.where((touched > 0) & (ranks(amounts.state) < 2), "not_in_source", amounts.state).astype(object)
    counted = (
        (int(supply.capacity_assumed.sum()), f"定員の資料がない{{}}か所は{CAPACITY}人とみなす"),
        (int(supply.times_assumed.sum()), f"回数の資料がない{{}}か所は月{TIMES}回とみなす"),
        (int((~everyone).sum()), "来る人が限られる{}か所を除く"),
    )
    notes = [
        amounts.note,
        "" if "回数" in note and supply.times_assumed.any() else note,
        *(words.format(number) for number, words in counted if number),
        *place_notes(counts, rows[everyone]),
    ]
    sources = dict.fromkeys([*amounts.source_ids, *used["source_id"].dropna().astype(str)])
    return replace(amounts, state=state, source_ids=tuple(sources), note="、".join(dict.fromkeys(filter(None, notes))))
