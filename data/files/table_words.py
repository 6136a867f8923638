"""Words of tables everywhere: yes and no, marks instead of a number, names of totals and of what lies above an area."""

from __future__ import annotations

import re

YES_NO = {
    **dict.fromkeys(
        (
            "はい",
            "有",
            "あり",
            "可",
            "○",
            "〇",
            "◯",
            "1",
            "true",
            "yes",
            "y",
            "公開",
            "公開可",
            "公開する",
            "同意",
            "同意あり",
            "同意する",
            "済",
            "する",
        ),
        True,
    ),
    **dict.fromkeys(
        (
            "いいえ",
            "無",
            "なし",
            "不可",
            "×",
            "✕",
            "0",
            "false",
            "no",
            "n",
            "非公開",
            "公開不可",
            "公開しない",
            "同意なし",
            "同意しない",
            "しない",
        ),
        False,
    ),
}
# Headings of columns that name something above an area, whatever its level is called.
ABOVE = re.compile(
    r"(?:学区|校区|圏域|地区|地域|大字|区|支所|支部|町内会|自治会|旧町村|町村|ブロック|ward|district|school)(?:名|名称)?$",
    re.IGNORECASE,
)
TOTAL_NAMES = frozenset(
    [
        "合計",
        "総合計",
        "計",
        "総計",
        "全体",
        "小計",
        "市計",
        "市合計",
        "全市",
        "全市計",
        "全市合計",
        "市全体",
        "地区計",
        "地区合計",
        "全地区",
        "全地区計",
        "total",
        "(districttotal)",
        "districttotal",
    ]
)
# What stands in a cell instead of a number, and the state it means (data.vocabulary.STATES). Empty is not zero.
MARKS = {
    "": "not_in_source",
    "-": "not_in_source",
    "―": "not_in_source",
    "…": "not_in_source",
    "...": "not_in_source",
    "資料なし": "not_in_source",
    "x": "suppressed",
    "*": "suppressed",
    "**": "suppressed",
    "***": "suppressed",
    "秘匿": "suppressed",
    "判読不可": "unreadable",
    "不明": "unreadable",
    "未調査": "not_surveyed",
}
