"""Support that covers named areas or households instead of circles."""

from __future__ import annotations

from analysis.indicators.entry import OURS, Indicator
from analysis.methods.amounts import Choice, Counts, Ratio


def mobile_sales_served_households(counts: Counts, choice: Choice) -> Ratio:
    """Households in areas named as served by a van (or within `distance` metres of a weekly stop) / all households."""
    return Ratio(counts.households_with_van(choice.distance), counts.households("total"))


def mimamori_rate(counts: Counts, choice: Choice) -> Ratio:
    """Households watched over / households of one person of 65+. No official rule: the city's own measure."""
    return Ratio(counts.households_watched(), counts.households("single_elderly"))


ENTRIES: tuple[Indicator, ...] = (
    Indicator(
        "mobile_sales_served_households",
        "移動販売が届く世帯の割合",
        "移動販売が届く世帯",
        "share",
        "移動販売が回る町内会の世帯が、全世帯に占める割合です（距離を選ぶと、週1回以上の停留場所からその距離のなかの世帯）。",
        "移動販売が届く区域の世帯 ÷ 総世帯",
        OURS + "（500m・週1回以上）",
        ("resources", "served", "households"),
        mobile_sales_served_households,
        options=("distance",),
        listed=True,
        shown=("coverage", "book.reach", "book.beside"),
    ),
    Indicator(
        "mimamori_rate",
        "見守りの割合",
        "見守り",
        "share",
        "65歳以上のひとり暮らしの世帯数に対する、見守りを受けている世帯数の割合です。",
        "見守りを受けている世帯 ÷ 65歳以上のひとり暮らし世帯",
        OURS,
        ("resources", "served", "households"),
        mimamori_rate,
        protected=True,
        listed=True,
        shown=("coverage", "book.reach", "book.beside"),
    ),
)
