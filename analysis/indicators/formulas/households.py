"""Older people's households: two denominators, never mixed (definitions.md, "Ageing")."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Counts, Ratio

PERSONS, HOUSEHOLDS = "persons", "households"


def single_elderly_rate(counts: Counts, choice: Choice) -> Ratio:
    """65+ living alone / 65+ (kind "persons"), or households of one person of 65+ / all households (kind
    "households")."""
    if choice.kind not in (PERSONS, HOUSEHOLDS):
        raise ValueError(
            f"ひとり暮らしの高齢者の割合の分母は {PERSONS}（65歳以上人口）か"
            f" {HOUSEHOLDS}（総世帯）です（{choice.kind}）。"
        )
    if choice.kind == HOUSEHOLDS:
        return Ratio(counts.households("single_elderly"), counts.households("total"))
    return Ratio(counts.living_alone(), counts.persons(65))


def elderly_couple_rate(counts: Counts, choice: Choice) -> Ratio:
    """Couples with the husband 65+ and the wife 60+ / all households; not the same as households of older people
    only."""
    return Ratio(counts.households("elderly_couple"), counts.households("total"))
