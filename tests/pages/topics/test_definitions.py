"""The lists of the page 定義と出典."""

from __future__ import annotations

import pandas as pd

from pages.topics import definitions


def test_a_source_called_after_its_file_tells_no_number_on_the_list_of_sources():
    table = pd.DataFrame(
        {
            "title": ["一覧（090-7195-8195）", None],
            "publisher": "試市",
            "kind": "resources",
            "as_of": "2025-04-01",
            "licence": None,
        }
    )
    listed = definitions.sources(table)
    assert "8195" not in listed.to_csv() and listed["資料"].iloc[0].startswith("一覧（")
