"""Resources and those who take part, beside the number of older people."""

from __future__ import annotations

from analysis.indicators.entry import OURS, Indicator
from analysis.methods.amounts import Choice, Counts, Ratio


def resources_per_1000_elderly(counts: Counts, choice: Choice) -> Ratio:
    """Resources of a kind / 65+ x 1,000."""
    return Ratio(counts.resources(choice.kind), counts.persons(65), 1000)


def enrolled_rate(counts: Counts, choice: Choice) -> Ratio:
    """Persons enrolled with, or using, resources of a kind / 65+."""
    return Ratio(counts.participants(choice.kind), counts.persons(65))


def salon_participation_rate(counts: Counts, choice: Choice) -> Ratio:
    """Participants (real persons of a year) / 65+."""
    return Ratio(counts.participants(choice.kind), counts.persons(65))


ENTRIES: tuple[Indicator, ...] = (
    Indicator(
        "resources_per_1000_elderly",
        "65歳以上1,000人あたりの地域資源",
        "1,000人あたりの数",
        "per_1000",
        "サロン・通いの場の数を、65歳以上の人1,000人あたりで示したものです（命令では、ほかの種類も選べます）。",
        "地域資源の数 ÷ 65歳以上人口 × 1,000",
        "厚生労働省『通いの場の実施状況調査』にならう（月1回以上の活動）",
        ("resources", "population"),
        resources_per_1000_elderly,
        options=("kind",),
        kind="salon",
        decimals=2,
        shown=("district", "book.beside"),
    ),
    Indicator(
        "enrolled_rate",
        "登録して使っている人の割合",
        "登録して使う人",
        "share",
        "移動の支援などに登録して使っている人が、65歳以上の人に占める割合です。登録した人がどこに住むかは数えていません。",
        "登録して使っている人 ÷ 65歳以上人口",
        OURS,
        ("resources", "population"),
        enrolled_rate,
        protected=True,
        options=("kind",),
        kind="transport_support",
        listed=True,
        shown=("coverage",),
    ),
    Indicator(
        "salon_participation_rate",
        "通いの場の参加率",
        "参加率",
        "share",
        "サロン・通いの場に1年間に参加した実人数が、65歳以上の人に占める割合です。",
        "参加した人（実人数）÷ 65歳以上人口",
        "厚生労働省『通いの場の実施状況調査』",
        ("resources", "population"),
        salon_participation_rate,
        protected=True,
        options=("kind",),
        kind="salon",
        national="kayoinoba_participation",
        shown=("overview",),
    ),
)
