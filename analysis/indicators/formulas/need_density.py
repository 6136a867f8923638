"""People who reached the support centre with a need or use a service: their number, and beside households, older people
and area.

Counts of consultations, never prevalence: no intervals and no judgement.
"""

from __future__ import annotations

from analysis.indicators.entry import OURS, Indicator
from analysis.methods.amounts import Choice, Counts, Ratio


def need_persons(counts: Counts, choice: Choice) -> Ratio:
    """Persons, as counted."""
    return Ratio(counts.in_need(choice.kind))


def need_density_households(counts: Counts, choice: Choice) -> Ratio:
    """Persons / households x 100."""
    return Ratio(counts.in_need(choice.kind), counts.households("total"), 100)


def need_density_elderly(counts: Counts, choice: Choice) -> Ratio:
    """Persons / 65+ x 1,000."""
    return Ratio(counts.in_need(choice.kind), counts.persons(65), 1000)


def need_density_area(counts: Counts, choice: Choice) -> Ratio:
    """Persons / km2, the area measured in a metric CRS."""
    return Ratio(counts.in_need(choice.kind), counts.square_kilometres())


_REACHED = "センターが相談や実態把握で把握した人数で、困っている人の総数ではありません。"
ENTRIES: tuple[Indicator, ...] = (
    Indicator(
        "need_persons",
        "相談で把握した人数",
        "人数",
        "persons",
        "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数です。" + _REACHED,
        "相談で把握した人数（割り算はしません）",
        OURS,
        ("needs",),
        need_persons,
        protected=True,
        options=("kind",),
        kind="total",
        decimals=0,
        shown=("needs",),
    ),
    Indicator(
        "need_density_households",
        "相談で把握した人数（100世帯あたり）",
        "100世帯あたり",
        "per_100",
        "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数を、100世帯あたりで示したものです。"
        + _REACHED,
        "相談で把握した人数 ÷ 総世帯 × 100",
        OURS,
        ("needs", "households"),
        need_density_households,
        protected=True,
        options=("kind",),
        kind="total",
        decimals=2,
        shown=("needs", "book.beside"),
    ),
    Indicator(
        "need_density_elderly",
        "相談で把握した人数（65歳以上1,000人あたり）",
        "65歳以上1,000人あたり",
        "per_1000",
        "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数を、"
        "65歳以上の人1,000人あたりで示したものです。" + _REACHED,
        "相談で把握した人数 ÷ 65歳以上人口 × 1,000",
        OURS,
        ("needs", "population"),
        need_density_elderly,
        protected=True,
        options=("kind",),
        kind="total",
        shown=("needs",),
    ),
    Indicator(
        "need_density_area",
        "相談で把握した人数（1km²あたり）",
        "1km²あたり",
        "per_km2",
        "相談で把握した、困りごとのある人（サービスの利用の表では、利用している人）の数を、面積1km²あたりで示したものです。"
        + _REACHED,
        "相談で把握した人数 ÷ 面積（km²）",
        OURS,
        ("needs", "areas"),
        need_density_area,
        protected=True,
        options=("kind",),
        kind="total",
        shown=("needs",),
    ),
)
