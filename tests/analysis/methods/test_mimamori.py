"""Who names which area: itself, a larger one, a part."""

from __future__ import annotations

import pandas as pd

from analysis.methods import mimamori

ABOVE = pd.DataFrame(
    [
        ("a0", "n0", 1.0),
        ("a1", "n0", 1.0),
        ("a2", "n0", 0.5),
        ("a2", "n1", 0.5),
        ("a0", "d", 1.0),
        ("n0", "d", 1.0),
        ("n1", "d", 1.0),
    ],
    columns=["area_code", "parent_code", "weight"],
)


def found(served: list[tuple[str, str]], *codes: str) -> list[tuple]:
    table = mimamori.named_by(pd.DataFrame(served, columns=["resource_id", "area_code"]), ABOVE, pd.Index(codes))
    return list(table.itertuples(index=False, name=None))


def test_an_area_is_named_by_itself_by_what_it_lies_in_and_by_a_part_of_it():
    served = [("team", "n0"), ("all", "d"), ("street", "a0")]
    assert sorted(found(served, "n0")) == [("n0", "all", True), ("n0", "street", False), ("n0", "team", True)]
    assert found(served, "n1") == [("n1", "all", True)]


def test_an_area_across_a_border_is_named_in_part():
    assert found([("team", "n0")], "a1", "a2") == [("a1", "team", True), ("a2", "team", False)]


def test_a_team_that_names_an_area_twice_counts_once_and_wholly_where_any_of_it_is():
    assert found([("team", "n0"), ("team", "a0")], "n0") == [("n0", "team", True)]


def test_an_area_that_nobody_names_has_no_row_and_the_order_is_the_city_s():
    assert found([("b", "n1"), ("a", "n0")], "n1", "n0") == [("n1", "b", True), ("n0", "a", True)]
    assert found([("b", "n1")], "n0") == []
