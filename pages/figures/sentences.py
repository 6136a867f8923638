"""The sentences at the top of each page, made from the numbers, with their caveat and without blaming a place.

A place is never ranked: what is said is how wide the districts differ, how many stand above a round limit, what is not
known.
"""

from __future__ import annotations

import math

import pandas as pd

from analysis.indicators.registry import INDICATORS
from pages.figures import wording
from pages.figures.compose import text_of


def share(place: str, row: pd.Series) -> str:
    """「○○市の高齢化率は27.9 %、10人に約3人です。」, or why it is not known."""
    label = INDICATORS[row["indicator"]].label
    if pd.isna(row["value"]):
        return f"{place}の{label}は「{wording.value_text(None, row['unit'], row['state'])}」です。"
    dated = wording.as_of_text(row["as_of"])
    return f"{place}の{label}は{text_of(row)}、{wording.of_ten(float(row['value']))}です（{dated}）。"


def spread(rows: pd.DataFrame, level_label: str) -> str:
    """How far the areas lie apart, in round numbers, and for how many nothing can be said."""
    known, unit = rows.dropna(subset=["value"]), rows["unit"].iloc[0]
    if known.empty:
        return f"{level_label}ごとの値は資料にありません。"
    if len(rows) == 1:
        return ""
    if len(known) == 1:
        return (
            f"{level_label}ごとの値は、資料にあるのが{known['area_name'].iloc[0]}（{text_of(known.iloc[0])}）だけです。"
            f"ほかの{len(rows) - 1}の{level_label}は、値を示せません。"
        )
    low, high = (wording.value_text(float(value), unit) for value in (known["value"].min(), known["value"].max()))
    unknown = len(rows) - len(known)
    rest = f"（値を示せない所が{unknown}か所）" if unknown else ""
    return f"{level_label}ごとに見ると、{low}から{high}までの幅があります{rest}。"


def standing_out(rows: pd.DataFrame, level_label: str, whole: pd.Series, step: float = 0.05) -> str:
    """How many areas reach the next round limit above the city (in steps of 5 %): what to look at next, without naming
    a last place."""
    known = rows.dropna(subset=["value"])
    if pd.isna(whole["value"]) or len(known) < 2:
        return ""
    limit = math.ceil(whole["value"] / step + 1e-9) * step
    above = int((known["value"] >= limit - 1e-9).sum())
    if not above:
        return f"{limit * 100:g} %以上の{level_label}はありません。"
    return (
        f"{limit * 100:g} %以上の{level_label}は、{len(known)}のうち{above}です。"
        "そこでどんな支え合いが生まれているかを見てみましょう。"
    )


WALK_CAVEAT = "直線距離で数えています。実際の道のりや坂は含まれないため、行ける人はこれより少なくなります。"
NEEDS_CAVEAT = (
    "数字は「相談で把握した人数」です。困っている人の総数ではありません。少ない所は、声が届いていないかもしれません。"
)
