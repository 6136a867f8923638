"""Dates and sources in words."""

from __future__ import annotations

import pandas as pd
import pytest

from data.store import citations

SOURCES = pd.DataFrame(
    {
        "source_id": ["register", "places", "undated"],
        "kind": ["register", "resources", "resources"],
        "publisher": ["市民課", "福祉課", "福祉課"],
        "title": ["台帳", "福祉課の一覧", "「場所」"],
        "as_of": ["2025-04-01", "2024-06", pd.NA],
    }
)


@pytest.mark.parametrize(
    ("as_of", "source_id", "words"),
    [
        ("2025-04-01", "register", "市民課「台帳」（2025年4月1日現在）"),
        ("2015-04/2017-04", "register", "市民課「台帳」（2015年4月～2017年4月）"),  # a period is no state of things
        ("2025-04-01", "places", "福祉課の一覧（2024年6月現在）"),  # a list has a date of its own
        ("2025-04-01", "undated", "福祉課「場所」（基準日の記載なし）"),
        ("", "unknown", "unknown"),
    ],
)
def test_a_source_is_cited_with_the_date_of_its_figures(as_of, source_id, words):
    assert citations.cite(SOURCES, [(as_of, (source_id,), "")]) == words


def test_each_source_and_note_is_said_once():
    parts = [("2025-04-01", ("register", ""), "推計"), ("2025-04-01", ("register",), "推計")]
    assert citations.cite(SOURCES, parts) == "市民課「台帳」（2025年4月1日現在）、※推計"
