"""Tries to get hidden counts back: by linear programming over everything that is shown, with the rule known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.methods import disclosure, levels

NEEDS = ("買い物", "通院", "掃除")


def small_city(seed: int, overlapping: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """areas and everything above each: small areas in districts (and, where overlapping, in neighbourhoods that cross
    them)."""
    random = np.random.default_rng(seed)
    number, districts = int(random.integers(6, 14)), int(random.integers(2, 4))
    small = [f"s{i}" for i in range(number)]
    areas = (
        [(code, "small_area") for code in small] + [(f"d{i}", "district") for i in range(districts)] + [("c", "city")]
    )
    pairs = [(code, f"d{random.integers(districts)}") for code in small]
    if overlapping:
        areas += [(f"n{i}", "neighbourhood") for i in range(3)]
        pairs += [(code, f"n{random.integers(3)}") for code in small]
    table = pd.DataFrame(areas, columns=["area_code", "level"])
    membership = pd.DataFrame(pairs, columns=["area_code", "parent_code"]).assign(weight=1.0)
    return table, levels.ancestors(table, membership)


def cells_of(areas: pd.DataFrame, above: pd.DataFrame, seed: int, items: tuple[str, ...], largest: int) -> pd.DataFrame:
    """Counts of each item at every level; with several items also "total": persons with any of them."""
    random = np.random.default_rng(1000 + seed)
    small = areas.loc[areas["level"] == "small_area", "area_code"]
    count = {item: dict(zip(small, random.integers(0, largest, len(small)), strict=True)) for item in items}
    if len(items) > 1:
        count["total"] = {
            code: random.integers(
                max(count[item][code] for item in items), sum(count[item][code] for item in items) + 1
            )
            for code in small
        }
    rows = []
    for item, of_small in count.items():
        for code, level in areas.itertuples(index=False):
            inside = [code] if level == "small_area" else above.loc[above["parent_code"] == code, "area_code"]
            rows.append((item, level, code, float(sum(of_small[one] for one in inside if one in of_small))))
    return pd.DataFrame(rows, columns=["item", "level", "area_code", "count"])


def range_of_each(
    cells: pd.DataFrame, above: pd.DataFrame, hidden: np.ndarray, at_most: str | None
) -> list[tuple[float, float]]:
    """The reader's attack: least and greatest value of each hidden count given all that is shown (hidden ones are at
    least 1)."""
    number = {(item, code): i for i, (item, code) in enumerate(zip(cells["item"], cells["area_code"], strict=True))}
    level = dict(zip(cells["area_code"], cells["level"], strict=True))
    equal, below = [], []
    for item in cells["item"].unique():
        for parent in cells["area_code"].unique():
            for part in ("small_area", "neighbourhood", "district"):
                inside = [
                    code for code in above.loc[above["parent_code"] == parent, "area_code"] if level[code] == part
                ]
                if inside:
                    row = np.zeros(len(cells))
                    row[[number[item, code] for code in inside]] = 1
                    row[number[item, parent]] = -1
                    if row @ cells["count"].to_numpy() == 0:
                        equal.append(row)
    if at_most:
        others = [item for item in cells["item"].unique() if item != at_most]
        for code in cells["area_code"].unique():
            together = np.zeros(len(cells))
            together[number[at_most, code]] = 1
            for item in others:
                row = np.zeros(len(cells))
                row[number[item, code]], row[number[at_most, code]] = 1, -1
                together[number[item, code]] = -1
                below.append(row)
            below.append(together)
    bounds = [(1, None) if secret else (count, count) for secret, count in zip(hidden, cells["count"], strict=True)]
    found = []
    for cell in np.flatnonzero(hidden):
        goal = np.zeros(len(cells))
        goal[cell] = 1
        ends = [
            linprog(
                sign * goal,
                np.array(below) if below else None,
                np.zeros(len(below)) if below else None,
                np.array(equal),
                np.zeros(len(equal)),
                bounds,
            )
            for sign in (1, -1)
        ]
        assert ends[0].status == 0, ends[0].message
        found.append((ends[0].fun, np.inf if ends[1].status == 3 else -ends[1].fun))
    return found


@pytest.mark.parametrize("threshold", [9, 2])
@pytest.mark.parametrize("overlapping", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_count_can_be_worked_out(seed, overlapping, threshold):
    areas, above = small_city(seed, overlapping)
    cells = cells_of(areas, above, seed, ("alone",), 30 if threshold == 9 else 7)
    hidden = disclosure.hidden_cells(cells, above, threshold)
    count = cells["count"].to_numpy()
    assert hidden[(count > 0) & (count <= threshold)].all()
    assert not hidden[count == 0].any()
    for low, high in range_of_each(cells, above, hidden, None):
        assert high - low >= 1 - 1e-6


@pytest.mark.parametrize("threshold", [9, 2])
@pytest.mark.parametrize("seed", range(6))
def test_needs_do_not_give_each_other_back(seed, threshold):
    areas, above = small_city(seed)
    cells = cells_of(areas, above, seed, NEEDS, 16 if threshold == 9 else 6)
    hidden = disclosure.hidden_cells(cells, above, threshold, at_most="total")
    assert hidden[disclosure.is_small(cells["count"], threshold)].all()
    for low, high in range_of_each(cells, above, hidden, "total"):
        assert high - low >= 1 - 1e-6


def one_district(*counts: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    small = [f"s{i}" for i in range(len(counts))]
    cells = pd.DataFrame(
        {
            "item": "alone",
            "level": ["small_area"] * len(counts) + ["district"],
            "area_code": [*small, "d"],
            "count": [*counts, sum(counts)],
        }
    )
    return cells, pd.DataFrame({"area_code": small, "parent_code": "d", "weight": 1.0})


def test_one_small_count_takes_a_second_with_it():
    cells, above = one_district(5, 40, 20, 0)
    assert disclosure.hidden_cells(cells, above, 9).tolist() == [True, False, True, False, False]


def test_two_ones_are_known_from_their_sum_of_two():
    cells, above = one_district(1, 1, 30)
    assert disclosure.hidden_cells(cells, above, 9).tolist() == [True, True, True, False]


def test_two_nines_are_known_from_their_sum_of_eighteen():
    cells, above = one_district(9, 9, 30)
    assert disclosure.hidden_cells(cells, above, 9).tolist() == [True, True, True, False]


def test_zero_may_show_and_threshold_zero_hides_nothing():
    cells, above = one_district(0, 1, 2)
    assert not disclosure.hidden_cells(cells, above, 0).any()
    assert not disclosure.hidden_cells(cells, above, 9)[0]


def test_a_need_is_not_given_away_by_the_persons_with_any_need():
    # 12 persons, 10 of them for shopping and at most 2 for cleaning: the 2 would be certain.
    cells = pd.DataFrame(
        {"item": ["total", "買い物", "掃除"], "level": "neighbourhood", "area_code": "n", "count": [12.0, 10.0, 2.0]}
    )
    nothing = pd.DataFrame({"area_code": [], "parent_code": [], "weight": []})
    assert disclosure.hidden_cells(cells, nothing, 2, at_most="total").tolist() == [False, True, True]


def test_protect_takes_out_rate_and_limits_with_the_count():
    cells, above = one_district(5, 40, 20)
    rows = cells.rename(columns={"count": "numerator"}).assign(
        denominator=100.0, value=0.5, lower=0.4, upper=0.6, state="ok"
    )
    shown = disclosure.protect(rows, above, 9)
    assert shown.loc[0, ["numerator", "value", "lower", "upper"]].isna().all()
    assert shown["state"].tolist() == ["suppressed", "ok", "suppressed", "ok"]
    assert shown["denominator"].tolist() == [100.0] * 4
    pd.testing.assert_frame_equal(disclosure.protect(rows, above, 0), rows)


def test_a_hidden_denominator_goes_with_the_rate():
    rows = pd.DataFrame(
        {
            "numerator": [20.0],
            "denominator": [8.0],
            "value": [2.5],
            "lower": [np.nan],
            "upper": [np.nan],
            "state": ["ok"],
        }
    )
    shown = disclosure.blank(rows, np.array([False]), np.array([True]))
    assert shown[["numerator", "denominator", "value"]].isna().all(axis=None)


@pytest.mark.parametrize(("share", "alone"), [(0.97, False), (0.37, True)])
def test_a_small_count_nearly_all_of_which_lies_in_one_district_takes_a_second_with_it(share, alone):
    """0.97 x 5 is 5 whole persons, and no other count gives 5; 3 whole persons of 0.37 may be of 7, 8 or 9."""
    count = 5.0 if share > 0.5 else 8.0
    part = round(share * count)
    cells = pd.DataFrame(
        {
            "item": "alone",
            "level": ["small_area"] * 4 + ["district"] * 2 + ["city"],
            "area_code": ["s0", "s1", "s2", "s3", "d0", "d1", "c"],
            "count": [count, 40.0, 50.0, 60.0, 90.0 + part, 60.0 + count - part, 150.0 + count],
        }
    )
    cells = cells[cells["level"] != "city"]
    above = pd.DataFrame(
        [("s0", "d0", share), ("s1", "d0", 1.0), ("s2", "d0", 1.0), ("s0", "d1", 1 - share), ("s3", "d1", 1.0)],
        columns=["area_code", "parent_code", "weight"],
    )
    hidden = disclosure.hidden_cells(cells, above, 9)
    assert hidden[0]
    # Both districts' parts are known beside their whole areas, and add up. 5 whole persons of 0.63 are of 8 and no
    # other count:
    # there a cell goes on either side.
    assert hidden[[0, 1, 3]].tolist() == [True, True, alone]
    assert not hidden[4:].any()
    one_side = cells[cells["area_code"] != "d1"]
    assert disclosure.hidden_cells(one_side, above, 9).sum() == (1 if alone else 2)
