"""The nation's published figures (data/published/national.csv), to show beside a city's with their own date and
publisher."""

from __future__ import annotations

from functools import cache

import pandas as pd

from data.store.city import PUBLISHED


@cache
def national_figures() -> pd.DataFrame:
    """One row an item: item, value (text; some are bands like 170-360), unit, as_of, publisher, address, note."""
    return pd.read_csv(PUBLISHED / "national.csv", dtype="string", encoding="utf-8")


def national(item: str) -> pd.Series | None:
    """The row of one item, or None where the nation publishes none under that definition."""
    found = national_figures().query("item == @item")
    return None if found.empty else found.iloc[0]
