"""What the page 地区のすがた says first: what the district has and does, then its figures."""

from __future__ import annotations

import pandas as pd

from pages.figures import wording
from pages.figures.compose import text_of

# What is named first, with the word it is counted by.
COUNTED = {"salon": ("サロン・通いの場", "か所"), "ibasho": ("居場所", "か所"), "exercise": ("体操", "か所"), "mobile_sales": ("移動販売の停留所", "か所"), "mimamori": ("見守り", "団体")}


def sentences_for(name: str, rows: pd.DataFrame, resources: pd.DataFrame) -> tuple[str, ...]:
    """What there is, and how old its people are, in two sentences."""
    counted = resources["kind"].value_counts()
    there = "、".join(f"{words}{counted[key]}{unit}" for key, (words, unit) in COUNTED.items() if key in counted)
    all_of_them = f"{len(resources):,}件の地域資源があります。"
    has = f"{name}には、{there}など、{all_of_them}" if there else f"{name}には、{all_of_them}" if len(resources) else f"{name}の地域資源は、資料にありません。"
    ageing = rows[rows["indicator"] == "ageing_rate"].iloc[0]
    if pd.isna(ageing["value"]):
        return (has, f"高齢化率は「{text_of(ageing)}」です。")
    return (has, f"65歳以上は{text_of(ageing)}、{wording.of_ten(float(ageing['value']))}です。")
