"""People whom a source counts under a code that is no area of the map (hidden neighbours counted together)."""

from __future__ import annotations

import pandas as pd

from analysis.counts.area_counts import AreaCounts
from analysis.methods import ages
from data.vocabulary import AGE_GROUPS


def people_without_area(counts: AreaCounts, group: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The areas whose people are counted under such a code (area_code, into_code), and the persons of an age group
    counted there by code (columns of analysis.methods.ages.persons); both empty where there are none."""
    senders = pd.DataFrame({"area_code": [], "into_code": []})
    if counts.population:
        senders = counts.city.merges(*counts.population)
        senders = senders[~senders["into_code"].isin(counts.city.areas.index)]
    table = counts.city.age_table(*counts.population) if len(senders) and counts.population else None
    if table is None or group not in AGE_GROUPS:
        return senders.iloc[:0], pd.DataFrame({"count": []})
    people = ages.persons(table, *AGE_GROUPS[group])
    return senders, people[people.index.isin(senders["into_code"])]
