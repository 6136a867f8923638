"""Measures weighed against each other, for officials only: the order, what a change of weights moves, how firmly the
first five stand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.methods import weighting
from data.vocabulary import LEVELS
from pages.figures import captions
from pages.figures.tables import Sheet
from pages.figures.view import View

CRITERIA = {
    "beyond": "歩いて行ける場所がない65歳以上の人",
    "beyond75": "歩いて行ける場所がない75歳以上の人",
    "single": "65歳以上のひとり暮らし世帯",
    "needs": "相談で把握した人（65歳以上1,000人あたり）",
    "ageing": "高齢化率（%）",
}
COLUMNS = {
    "beyond": "場所がない65歳以上",
    "beyond75": "場所がない75歳以上",
    "single": "ひとり暮らし世帯",
    "needs": "相談の人数（1,000人あたり）",
    "ageing": "高齢化率（%）",
}
WEIGHTS = {"0": "0（見ない）", "1": "1", "2": "2", "3": "3（重く見る）"}
AFTER, CITY_ORDER = "after", "city"
FIRST = 5
HELP = (
    "どの項目を重く見るかを0～3で選ぶと、並びがどう動くかが分かります。並びは、話し合いの順番を考えるための目安で、"
    "地区や町内の良し悪しではありません。"
    "庁内だけで使い、外へ出さないでください。"
)


def known(table: pd.DataFrame) -> dict[str, str]:
    """The criteria that this city's data say something of."""
    return {key: label for key, label in CRITERIA.items() if table[key].notna().any()}


def sorts(criteria: Mapping[str, str]) -> dict[str, str]:
    """The ways to sort."""
    return {AFTER: "おもみをつけた順", CITY_ORDER: "市の並び順"} | {
        key: f"{label}の多い順" for key, label in criteria.items()
    }


def _measures(table: pd.DataFrame, weights: Mapping[str, str]) -> tuple[np.ndarray, np.ndarray]:
    return table[list(weights)].to_numpy(float), np.array([float(weight) for weight in weights.values()])


def sentences_for(table: pd.DataFrame, weights: Mapping[str, str], level: str) -> tuple[str, ...]:
    """The first five with these weights, how they differ from equal weights, and how firmly they stand."""
    measures, chosen = _measures(table, weights)
    firm = weighting.steadiness(measures, chosen, FIRST)
    if not firm.first:
        return (
            ("どれか一つの項目のおもみを、1以上にしてください。",)
            if not chosen.any()
            else ("重く見る項目がそろった区域がないため、並べられません。",)
        )
    names, label = table["area_name"].tolist(), LEVELS[level]
    equal = weighting.steadiness(measures, np.ones(len(chosen)), FIRST).first
    joined = [names[area] for area in firm.first if area not in equal]
    moved = (
        f"すべて同じおもみのときとくらべて、新しく入るのは{'、'.join(joined)}です。"
        if joined
        else "すべて同じおもみのときと、同じ顔ぶれです。"
    )
    unknown = int(np.isnan(weighting.scores(measures, chosen)).sum())
    left_out = f"資料がそろわない{unknown}の{label}は、並べていません。" if unknown else ""
    if len(table) - unknown <= FIRST:  # all of them are among the first, whatever the weights
        return (
            (
                f"このおもみでは、{'、'.join(names[area] for area in firm.first)}の順です。"
                f"比べる{label}が{FIRST}つまでのため、顔ぶれが変わるかどうかは見ていません。"
            ),
            left_out,
        )
    return (
        (
            f"このおもみで先に並ぶ{len(firm.first)}つの{label}は、"
            f"{'、'.join(names[area] for area in firm.first)}です。{moved}"
        ),
        (
            f"おもみを一つだけ1段階変える{firm.ways}通りのうち、{firm.same}通りで同じ顔ぶれのままです。"
            f"どの変え方でも残るのは、{_remaining(firm, names)}"
        ),
        left_out,
    )


def _remaining(firm: weighting.Steadiness, names: list[str]) -> str:
    if not firm.always:
        return "ありません（おもみのつけ方しだいの並びです）。"
    return f"{len(firm.first)}つのうち{len(firm.always)}つ（{'、'.join(names[area] for area in firm.always)}）です。"


def sheet(view: View, table: pd.DataFrame, weights: Mapping[str, str], sort: str, level: str) -> Sheet:
    """The criteria with each area's rank at equal weights and at these; sorted as asked."""
    measures, chosen = _measures(table, weights)
    score = weighting.scores(measures, chosen)
    before, after = weighting.ranks(weighting.scores(measures, np.ones(len(chosen)))), weighting.ranks(score)
    numbers = (
        table[list(weights)].assign(ageing=table["ageing"] * 100)[list(weights)]
        if "ageing" in weights
        else table[list(weights)]
    )
    rounded = pd.DataFrame({key: _rounded(numbers[key], key) for key in weights})
    heads = {key: COLUMNS[key] for key in weights}
    data = pd.DataFrame(
        {
            "区域": table["area_name"],
            "同じおもみの順": _places(before),
            "おもみをつけた順": _places(after),
            **{heads[key]: rounded[key].astype(object).where(rounded[key].notna(), "資料になし") for key in weights},
        }
    )
    texts = {
        heads[key]: [
            f"{value:,.{1 if key in ('needs', 'ageing') else 0}f}" if value == value else "―" for value in rounded[key]
        ]
        for key in weights
    }
    shown = pd.DataFrame(
        {
            "区域": table["area_name"],
            "おもみをつけた順": [_moved(*pair) for pair in zip(before, after, strict=True)],
            **texts,
        }
    )
    rows = _sorted(table, score, sort)
    said = "、".join(f"{CRITERIA[key]} {weight}" for key, weight in weights.items())
    note = (
        f"（　）の中は、すべて同じおもみのときの順です。おもみ：{said}。それぞれの項目を、"
        f"いちばん大きい区域を1として合わせています。―は資料になし。{HELP}"
    )
    caption = captions.plain(
        view,
        f"おもみをつけた並び（{view.place}・{LEVELS[level]}ごと）",
        table["source"],
        table["as_of"],
        note,
        "おもみをつけた並び",
        estimated=True,
    )
    return Sheet(caption, shown.iloc[rows], data.iloc[rows], words=frozenset({"区域", "おもみをつけた順"}))


def _rounded(numbers: pd.Series, key: str) -> pd.Series:
    """Estimates of persons to tens from a hundred on, as the page says them; rates to one decimal."""
    if key in ("needs", "ageing"):
        return numbers.round(1)
    return numbers.round(0).where(~(key.startswith("beyond") & (numbers >= 100)), numbers.round(-1))


def _sorted(table: pd.DataFrame, score: np.ndarray, sort: str) -> np.ndarray:
    if sort == CITY_ORDER:
        return np.arange(len(table))
    return weighting.order(score if sort == AFTER else table[sort].to_numpy(float))


def _places(ranks: np.ndarray) -> list[object]:
    return [int(rank) if rank == rank else "―" for rank in ranks]


def _moved(before: float, after: float) -> str:
    """「3（5から）」, the bare rank where it did not move."""
    if after != after:
        return "―"
    return f"{after:.0f}" if before != before or before == after else f"{after:.0f}（{before:.0f}から）"
