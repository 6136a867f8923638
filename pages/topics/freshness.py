"""How lately somebody confirmed what a list says of a resource."""

from __future__ import annotations

import pandas as pd

from analysis.counts.reference_date import day
from pages.figures import wording

MONTHS = 12
STATES = {
    "fresh": f"{MONTHS}か月以内に確認",
    "old": f"確認から{MONTHS}か月を過ぎています",
    "unknown": "確認日の記録なし",
}

COUNTED = {
    "fresh": f"{MONTHS}か月以内に確認したもの",
    "old": f"確認から{MONTHS}か月を過ぎたもの",
    "unknown": "確認日の記録がないもの",
}


def of(resources: pd.DataFrame) -> pd.Series:
    """A key of STATES for each row, by `last_confirmed` (ISO text; a month counts to its last day) and today."""
    limit = pd.Timestamp.now().normalize() - pd.DateOffset(months=MONTHS)
    return (
        resources["last_confirmed"]
        .map(
            lambda date: (
                "unknown" if not isinstance(date, str) or not date else "fresh" if day(date) >= limit else "old"
            )
        )
        .astype(object)
    )


def words(resources: pd.DataFrame) -> list[str]:
    """「12か月以内に確認（2026年5月1日）」, or of what date the document is where nobody wrote down a confirmation."""
    return [
        _words(*row) for row in zip(of(resources), resources["last_confirmed"], resources["source_as_of"], strict=True)
    ]


def _words(state: str, confirmed: object, of_source: object) -> str:
    if state != "unknown":
        return f"{STATES[state]}（{wording.date_text(str(confirmed))}）"
    dated = wording.date_text(of_source) if isinstance(of_source, str) and of_source else "日付の記載なし"
    return f"{STATES[state]}（資料：{dated}）"


def present(resources: pd.DataFrame) -> dict[str, str]:
    """The states that occur, with their words, to choose from."""
    found = set(of(resources))
    return {key: label for key, label in STATES.items() if key in found}


def sentence(resources: pd.DataFrame) -> str:
    """How many are how fresh; where nothing was ever confirmed, what to do about it."""
    counted = of(resources).value_counts()
    if set(counted.index) == {"unknown"}:
        return "どれも、いつ確認したかの記録がありません。使う前に、いまも続いているかを確かめてください。"
    parts = [f"{label}が{counted[key]:,}件" for key, label in COUNTED.items() if key in counted]
    return f"情報の新しさは、{'、'.join(parts)}です。"
