"""Older people's households: two denominators, never mixed (definitions.md, "Ageing")."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Facts, Ratio

PERSONS, HOUSEHOLDS = "persons", "households"


def single_elderly_rate(facts: Facts, choice: Choice) -> Ratio:
    """65+ living alone / 65+ (kind "persons"), or households of one person of 65+ / all households (kind
    "households")."""
    if choice.kind not in (PERSONS, HOUSEHOLDS):
        raise ValueError(
            f"ひとり暮らしの高齢者の割合の分母は {PERSONS}（65歳以上人口）か"
            f" {HOUSEHOLDS}（総世帯）です（{choice.kind}）。"
        )
    if choice.kind == HOUSEHOLDS:
        return Ratio(facts.households("single_elderly"), facts.households("total"))
    return Ratio(facts.living_alone(), facts.persons(65))


def elderly_couple_rate(facts: Facts, choice: Choice) -> Ratio:
    """Couples with the husband 65+ and the wife 60+ / all households; not the same as households of older people
    only."""
    return Ratio(facts.households("elderly_couple"), facts.households("total"))
