"""Every indicator by its key. Charts, the definitions page, books and the command line follow from here.

Function and entry of an indicator stand together in analysis/indicators/formulas, a topic a file. The order here is the
one in which pages and books list them.
"""

from __future__ import annotations

from analysis.indicators.entry import Indicator
from analysis.indicators.formulas import ageing, care, households, need_density, reach, served, supply

INDICATORS: dict[str, Indicator] = {
    entry.key: entry
    for topic in (ageing, households, care, need_density, reach, served, supply)
    for entry in topic.ENTRIES
}


def indicator(key: str) -> Indicator:
    """The indicator of that key; ValueError, naming all, where there is none."""
    if key not in INDICATORS:
        raise ValueError(f"「{key}」という指標はありません。あるもの: {'、'.join(INDICATORS)}")
    return INDICATORS[key]


def shown_on(place: str) -> tuple[str, ...]:
    """The indicators that a page (「overview」) or a chapter of the data book (「book.households」) lists."""
    return tuple(key for key, entry in INDICATORS.items() if place in entry.shown)
