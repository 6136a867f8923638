"""What the page 高齢化 says and draws."""

from __future__ import annotations

import pandas as pd

from analysis.indicators.registry import INDICATORS, shown_on
from pages.figures import captions, compose, wording
from pages.figures.compose import text_of
from pages.figures.description import Lines
from pages.figures.view import View

MEASURES = {key: INDICATORS[key].short for key in shown_on("ageing")} | {"ageing_rate": "65歳以上"}
SUBJECTS = {key: f"{words}の割合" for key, words in MEASURES.items()} | {"ageing_rate": "高齢化率（65歳以上の割合）"}
UNKNOWN_AGE = {"exclude": "分母から除く", "include": "分母に含める"}

# A city of published facts has no ages by five years: what documents print, the counts shown as cards, and what is said
# of the rest.
PRINTED = ("population", "65+", "ageing_rate")
COUNTED = ("population", "65+")
WITHOUT_BANDS = "年齢の区分（65～74歳・75歳以上・85歳以上）と、5歳ごとの人数は、資料にありません。"


def oldest(row: pd.Series) -> str:
    """The share of 75+ in words."""
    if pd.isna(row["value"]):
        return f"75歳以上の割合は「{text_of(row)}」です。"
    return f"75歳以上は{text_of(row)}、{wording.of_ten(float(row['value']))}です。"


def both_denominators(excluded: pd.Series, included: pd.Series) -> str:
    """What the choice of the denominator changes, where ages are unknown; empty where it changes nothing."""
    if excluded["denominator"] == included["denominator"] or pd.isna(included["value"]):
        return ""
    unknown = included["denominator"] - excluded["denominator"]
    return (
        f"この資料には年齢のわからない人が{unknown:,.0f}人います。分母から除くと{text_of(excluded)}、"
        f"分母に含めると{text_of(included)}です。"
        "ほかの資料と比べるときは、どちらの数え方かを確かめてください。"
    )


def over_time(view: View, rows: pd.DataFrame, subject: str) -> Lines:
    """A share over the dates there are, of the place and of the whole city."""
    title = f"{subject}の移り変わり（{view.place}）"
    return compose.lines(rows, captions.caption(view, title, rows, "移り変わり"))
