"""Lists of single persons counted: combinations whatever their order, frequencies, marks."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from analysis.methods import individual_use

USES = pd.Series(["週2回・週1回", "週1回・週2回", "週1回", "週10回", "週2回・週2回", None, "月1回", ""])


def test_each_person_is_counted_once_in_a_combination_whatever_the_order():
    found = individual_use.combinations(USES)
    assert found.to_dict() == {"週1回": 1, "週10回": 1, "月1回": 1, "週1回と週2回": 2, "週2回と週2回": 1, "": 2}
    assert list(found.index) == ["週1回", "週10回", "月1回", "週1回と週2回", "週2回と週2回", ""]
    assert found.sum() == len(USES)


def test_a_person_counts_in_every_frequency_once():
    found = individual_use.frequencies(USES)
    naive = sorted(part for text in USES if isinstance(text, str) and text for part in set(text.split("・")))
    assert found.to_dict() == {part: len(list(same)) for part, same in groupby(naive)}
    assert list(found.index) == ["週1回", "週2回", "週10回", "月1回"]


def test_marks():
    assert individual_use.marks(pd.Series(["週1回 〇 〇", None, "週1回"])).tolist() == [2, 0, 0]
