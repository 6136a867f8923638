"""Ageing indicators from persons by age."""

from __future__ import annotations

from analysis.indicators.entry import Indicator
from analysis.methods.amounts import Choice, Counts, Ratio


def ageing_rate(counts: Counts, choice: Choice) -> Ratio:
    """65+ / total."""
    return _share(counts, choice, 65, None)


def early_elderly_rate(counts: Counts, choice: Choice) -> Ratio:
    """65-74 / total."""
    return _share(counts, choice, 65, 74)


def late_elderly_rate(counts: Counts, choice: Choice) -> Ratio:
    """75+ / total."""
    return _share(counts, choice, 75, None)


def over85_rate(counts: Counts, choice: Choice) -> Ratio:
    """85+ / total."""
    return _share(counts, choice, 85, None)


def old_age_index(counts: Counts, choice: Choice) -> Ratio:
    """65+ / 15-64 x 100."""
    return Ratio(counts.persons(65), counts.persons(15, 64), 100)


def dependency_index(counts: Counts, choice: Choice) -> Ratio:
    """(0-14 + 65+) / 15-64 x 100."""
    return Ratio(counts.persons(0, 14).plus(counts.persons(65)), counts.persons(15, 64), 100)


def ageing_index(counts: Counts, choice: Choice) -> Ratio:
    """65+ / 0-14 x 100."""
    return Ratio(counts.persons(65), counts.persons(0, 14), 100)


def support_ratio(counts: Counts, choice: Choice) -> Ratio:
    """15-64 / 65+: persons for each older person."""
    return Ratio(counts.persons(15, 64), counts.persons(65))


def _share(counts: Counts, choice: Choice, age_from: int, age_to: int | None) -> Ratio:
    return Ratio(counts.persons(age_from, age_to), counts.persons(unknown_age=choice.unknown_age))


_CABINET = "内閣府『高齢社会白書』"
_STATISTICS = "埼玉県・富山県 統計課『年齢構造指数の解説』"
ENTRIES: tuple[Indicator, ...] = (
    Indicator(
        "ageing_rate",
        "高齢化率",
        "高齢化率",
        "share",
        "65歳以上の人が、人口全体に占める割合です。",
        "65歳以上人口 ÷ 総人口",
        _CABINET,
        ("population",),
        ageing_rate,
        options=("unknown_age",),
        national="ageing_rate",
        shown=("overview", "district", "ageing", "book.people", "book.beside"),
    ),
    Indicator(
        "early_elderly_rate",
        "前期高齢者の割合（65～74歳）",
        "65～74歳",
        "share",
        "65歳から74歳の人が、人口全体に占める割合です。",
        "65～74歳人口 ÷ 総人口",
        _CABINET,
        ("population",),
        early_elderly_rate,
        options=("unknown_age",),
        national="early_elderly_rate",
        shown=("ageing",),
    ),
    Indicator(
        "late_elderly_rate",
        "後期高齢者の割合（75歳以上）",
        "75歳以上",
        "share",
        "75歳以上の人が、人口全体に占める割合です。",
        "75歳以上人口 ÷ 総人口",
        _CABINET,
        ("population",),
        late_elderly_rate,
        options=("unknown_age",),
        national="late_elderly_rate",
        shown=("overview", "district", "ageing", "book.people", "book.beside"),
    ),
    Indicator(
        "over85_rate",
        "85歳以上の割合",
        "85歳以上",
        "share",
        "85歳以上の人が、人口全体に占める割合です。",
        "85歳以上人口 ÷ 総人口",
        _CABINET,
        ("population",),
        over85_rate,
        options=("unknown_age",),
        shown=("overview", "ageing", "book.people", "book.beside"),
    ),
    Indicator(
        "old_age_index",
        "老年人口指数",
        "老年人口指数",
        "index",
        "15～64歳の人100人に対する、65歳以上の人の数です。",
        "65歳以上人口 ÷ 15～64歳人口 × 100",
        _STATISTICS,
        ("population",),
        old_age_index,
    ),
    Indicator(
        "dependency_index",
        "従属人口指数",
        "従属人口指数",
        "index",
        "15～64歳の人100人に対する、14歳以下と65歳以上の人の数です。",
        "（0～14歳人口 ＋ 65歳以上人口）÷ 15～64歳人口 × 100",
        _STATISTICS,
        ("population",),
        dependency_index,
    ),
    Indicator(
        "ageing_index",
        "老年化指数",
        "老年化指数",
        "index",
        "14歳以下の子ども100人に対する、65歳以上の人の数です。",
        "65歳以上人口 ÷ 0～14歳人口 × 100",
        _STATISTICS,
        ("population",),
        ageing_index,
    ),
    Indicator(
        "support_ratio",
        "15～64歳／65歳以上",
        "15～64歳／65歳以上",
        "ratio",
        "65歳以上の人1人に対する、15～64歳の人の数です。",
        "15～64歳人口 ÷ 65歳以上人口",
        _STATISTICS,
        ("population",),
        support_ratio,
        shown=("book.beside",),
    ),
)
