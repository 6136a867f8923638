"""How fresh a list's entries are: within twelve months, older, or never confirmed."""

from __future__ import annotations

import pandas as pd
import pytest

from pages.topics import freshness

TODAY = pd.Timestamp.now().normalize()


def entries(*confirmed: str | None) -> pd.DataFrame:
    return pd.DataFrame({"last_confirmed": pd.array(confirmed, dtype="string"), "source_as_of": "2018-01-22"})


def ago(**time: int) -> str:
    return (TODAY - pd.DateOffset(**time)).date().isoformat()


@pytest.mark.parametrize(
    ("confirmed", "state"),
    [
        (ago(days=1), "fresh"),
        (ago(months=12), "fresh"),
        (ago(months=12, days=1), "old"),
        (ago(years=9), "old"),
        (None, "unknown"),
        ("", "unknown"),
        (ago(months=12)[:7], "fresh"),  # a month counts to its last day
        (ago(months=14)[:7], "old"),
        (str(TODAY.year - 2), "old"),
    ],
)
def test_twelve_months_are_the_limit(confirmed, state):
    assert freshness.of(entries(confirmed)).tolist() == [state]


def test_dates_of_different_length_stand_in_one_list():
    """pandas takes the first date's form for all and loses the others."""
    assert freshness.of(entries(ago(days=3), ago(days=400)[:7], str(TODAY.year - 3), None)).tolist() == [
        "fresh",
        "old",
        "old",
        "unknown",
    ]


def test_words_name_the_date_or_the_documents():
    assert freshness.words(entries("2001-02-03", None)) == [
        "確認から12か月を過ぎています（2001年2月3日）",
        "確認日の記録なし（資料：2018年1月22日）",
    ]
    assert freshness.words(entries(None).assign(source_as_of=None)) == ["確認日の記録なし（資料：日付の記載なし）"]
    assert freshness.words(entries(ago(days=1)))[0].startswith("12か月以内に確認（")


def test_the_sentence_counts_each():
    said = freshness.sentence(entries(*[ago(days=1)] * 3, ago(years=2), None, None))
    assert (
        said
        == "情報の新しさは、12か月以内に確認したものが3件、確認から12か月を過ぎたものが1件、確認日の記録がないものが2件です。"  # noqa: E501
    )
    assert "いまも続いているかを確かめてください" in freshness.sentence(entries(None))
    assert list(freshness.present(entries(None, ago(days=1)))) == ["fresh", "unknown"]
