"""Older people's households: two denominators, never mixed."""

from __future__ import annotations

from analysis.indicators.entry import Indicator
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


ENTRIES: tuple[Indicator, ...] = (
    Indicator(
        "single_elderly_rate",
        "ひとり暮らしの高齢者の割合",
        "ひとり暮らし",
        "share",
        "65歳以上の人のうち、ひとり暮らしの人の割合です（世帯で数えるときは、全世帯のうち65歳以上のひとり暮らし世帯の割合）。",
        "65歳以上のひとり暮らしの人 ÷ 65歳以上人口（世帯で数えるとき: ひとり暮らし世帯 ÷ 総世帯）",
        "総務省『国勢調査』の高齢単身世帯の定義",
        ("households", "population"),
        single_elderly_rate,
        protected=True,
        options=("kind",),
        kind=PERSONS,
        households="single_elderly",
        shown=("overview", "district", "book.households", "book.beside"),
    ),
    Indicator(
        "elderly_couple_rate",
        "高齢夫婦世帯の割合",
        "高齢夫婦世帯",
        "share",
        "夫が65歳以上で妻が60歳以上の夫婦だけの世帯が、全世帯に占める割合です。",
        "高齢夫婦世帯 ÷ 総世帯",
        "総務省『国勢調査』の高齢夫婦世帯の定義",
        ("households",),
        elderly_couple_rate,
        households="elderly_couple",
        shown=("book.households", "book.beside"),
    ),
)
