import numpy as np
import pandas as pd
import pytest

from analysis import levels


def areas(**by_level: str) -> pd.DataFrame:
    return pd.DataFrame([(code, level) for level, codes in by_level.items() for code in codes.split()], columns=["area_code", "level"])


def membership(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame([(*row, 1.0) if len(row) == 2 else row for row in rows], columns=["area_code", "parent_code", "weight"])


def amounts(**given) -> pd.DataFrame:
    rows = {code: (value, "ok") if not isinstance(value, str) else (np.nan, value) for code, value in given.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["count", "state"]).assign(basis="counted")


TABLE = areas(small_area="a b c d", district="p q", city="c0")
ABOVE = levels.ancestors(TABLE, membership(("a", "p"), ("b", "p"), ("c", "q"), ("d", "q")))


def rolled(counts: pd.DataFrame, parents: list[str], merges: pd.DataFrame | None = None, **options) -> pd.DataFrame:
    return levels.roll_up(counts, levels.links(ABOVE, list("abcd"), parents), merges, **options)


def merges(*pairs: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["area_code", "into_code"])


@pytest.mark.parametrize("seed", range(5))
def test_small_areas_add_up_to_districts_and_city(seed):
    random = np.random.default_rng(seed)
    small = [f"s{i}" for i in range(60)]
    parent = {code: f"d{random.integers(7)}" for code in small}
    table = areas(small_area=" ".join(small), district=" ".join(f"d{i}" for i in range(7)), city="c")
    above = levels.ancestors(table, membership(*parent.items()))
    count = {code: float(random.integers(0, 900)) for code in small}
    result = levels.roll_up(amounts(**count), levels.links(above, small, [f"d{i}" for i in range(7)]))
    for district in set(parent.values()):
        assert result.at[district, "count"] == sum(number for code, number in count.items() if parent[code] == district)
    whole = levels.roll_up(amounts(**count), levels.links(above, small, ["c"]))
    assert whole.at["c", "count"] == sum(count.values()) == np.nansum(result["count"])


def test_through_neighbourhoods_and_a_named_parent_wins():
    table = areas(small_area="a b", neighbourhood="m n", district="p q", city="c0")
    above = levels.ancestors(table, membership(("a", "m"), ("b", "n"), ("m", "p"), ("n", "p"), ("b", "q")))
    pairs = set(zip(above["area_code"], above["parent_code"], strict=True))
    assert {("a", "p"), ("b", "q"), ("a", "c0"), ("m", "c0"), ("p", "c0")} <= pairs
    assert ("b", "p") not in pairs


def test_a_split_area_is_shared_out_by_weight():
    above = levels.ancestors(TABLE, membership(("a", "p", 0.25), ("a", "q", 0.75), ("b", "p")))
    result = levels.roll_up(amounts(a=100.0, b=10.0), levels.links(above, ["a", "b"], ["p", "q"]))
    assert result["count"].to_dict() == {"p": 35.0, "q": 75.0}
    assert set(result["basis"]) == {"estimated"}


def test_membership_in_a_circle_ends():
    table = areas(small_area="a", neighbourhood="m", district="p")
    above = levels.ancestors(table, membership(("a", "m"), ("m", "p"), ("p", "m")))
    assert ("a", "p") in set(zip(above["area_code"], above["parent_code"], strict=True))


def test_suppressed_people_are_counted_in_their_receiver():
    result = rolled(amounts(a="suppressed", b=30.0, c=5.0, d=6.0), ["p", "q", "c0"], merges(("a", "b")))
    assert result["count"].to_dict() == {"p": 30.0, "q": 11.0, "c0": 41.0}
    assert set(result["state"]) == {"ok"}


def test_a_border_between_sender_and_receiver_makes_both_sides_merged():
    result = rolled(amounts(a="suppressed", b=30.0, c=5.0, d=6.0), ["p", "q", "c0"], merges(("a", "c")))
    assert result["state"].to_dict() == {"p": "merged", "q": "merged", "c0": "ok"}
    assert result["count"].to_dict() == {"p": 30.0, "q": 11.0, "c0": 41.0}


def test_a_suppressed_child_without_a_receiver_takes_the_sum_away():
    result = rolled(amounts(a="suppressed", b=30.0, c=5.0, d=6.0), ["p", "q"])
    assert result["state"].to_dict() == {"p": "suppressed", "q": "ok"}
    assert np.isnan(result.at["p", "count"])


@pytest.mark.parametrize("state", ["unreadable", "not_surveyed", "not_in_source"])
def test_no_sum_runs_over_a_missing_child_in_silence(state):
    result = rolled(amounts(a=state, b=30.0, c=0.0, d=0.0), ["p", "q", "c0"])
    assert result["state"].to_dict() == {"p": state, "q": "ok", "c0": state}
    assert np.isnan(result.at["p", "count"])
    assert result.at["q", "count"] == 0.0  # surveyed and nobody: a real 0


def test_the_worst_state_goes_up():
    assert rolled(amounts(a="not_surveyed", b="unreadable", c=1.0, d=1.0), ["p"]).at["p", "state"] == "unreadable"


def test_children_without_a_row():
    counts = amounts(a=1.0, c=2.0, d=3.0)
    assert rolled(counts, ["p", "q"])["state"].to_dict() == {"p": "not_in_source", "q": "ok"}
    assert rolled(counts, ["c0"], absent_allowed=0.3).at["c0", "count"] == 6.0
    assert rolled(amounts(c=2.0, d=3.0), ["p"], absent_allowed=1.0).at["p", "state"] == "not_in_source"


def test_the_less_certain_basis_goes_up():
    counts = amounts(a=1.0, b=2.0, c=3.0, d=4.0)
    counts.loc["a", "basis"] = "inferred"
    assert rolled(counts, ["p", "q"])["basis"].to_dict() == {"p": "inferred", "q": "counted"}


def test_a_sum_is_printed_only_where_all_its_parts_are():
    counts = amounts(a=1.0, b=2.0, c=3.0, d=4.0)
    counts.loc[["a", "b", "c"], "basis"] = "printed"
    assert rolled(counts, ["p", "q", "c0"])["basis"].to_dict() == {"p": "printed", "q": "counted", "c0": "counted"}
