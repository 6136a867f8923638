"""What the page 地区のすがた says first: what the district has and does, then its figures."""

from __future__ import annotations

import pandas as pd

from analysis.vocabulary import KINDS
from pages.figures import wording
from pages.figures.compose import text_of


def sentences_for(name: str, rows: pd.DataFrame, resources: pd.DataFrame) -> tuple[str, ...]:
    """What there is, and how old its people are, in two sentences."""
    counted = resources["kind"].value_counts()
    there = "、".join(f"{kind.label}が{counted[key]}" for key, kind in KINDS.items() if key in counted and key in ("salon", "ibasho", "exercise", "mobile_sales", "mimamori"))
    has = f"{name}には、{there}あります。" if there else f"{name}の地域資源は、資料にありません。"
    ageing = rows.set_index("indicator").loc["ageing_rate"]
    if pd.isna(ageing["value"]):
        return (has, f"高齢化率は「{text_of(ageing)}」です。")
    return (has, f"65歳以上は{text_of(ageing)}、{wording.of_ten(float(ageing['value']))}です。")
