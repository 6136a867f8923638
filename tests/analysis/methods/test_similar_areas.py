"""Likeness of areas: the same order and distances as a plain second way, and what happens to what is not known."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analysis.methods import similar_areas

GROUPS = {"ages": ("young", "old"), "density": ("density",), "households": ("size", "alone")}
FEATURES = [feature for features in GROUPS.values() for feature in features]


def table(areas: int = 12, seed: int = 0) -> pd.DataFrame:
    made = np.random.default_rng(seed).normal(10, [1, 2, 3, 4, 5], (areas, 5))
    return pd.DataFrame(made, columns=FEATURES, index=[f"d{i}" for i in range(areas)])


def naive(frame: pd.DataFrame, area: str) -> dict[str, float]:
    """In plain loops: mean over groups of the mean over features of the squared difference in standard deviations."""
    found = {}
    for other in frame.index:
        means = []
        for features in GROUPS.values():
            if all(math.isnan(frame.at[area, feature]) for feature in features):
                continue
            squares = []
            for feature in features:
                values = [value for value in frame[feature] if not math.isnan(value)]
                mean = sum(values) / len(values)
                deviation = math.sqrt(sum((value - mean) ** 2 for value in values) / len(values))
                difference = (frame.at[area, feature] - frame.at[other, feature]) / deviation
                if not math.isnan(difference):
                    squares.append(difference**2)
            means.append(sum(squares) / len(squares) if squares else math.nan)
        distance = math.sqrt(sum(means) / len(means))
        if other != area and not math.isnan(distance):
            found[other] = distance
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("share_missing", [0.0, 0.15])
def test_as_the_plain_way(seed, share_missing):
    frame = table(seed=seed)
    frame = frame.mask(np.random.default_rng(seed + 100).random(frame.shape) < share_missing)
    for area in frame.index:
        expected, found = naive(frame, area), similar_areas.distances(frame, GROUPS, area)
        assert list(found.index) == list(expected)
        np.testing.assert_allclose(found, list(expected.values()), rtol=1e-12)


def test_units_do_not_matter_and_alike_areas_are_at_no_distance():
    frame = table()
    frame.loc["d1"] = frame.loc["d0"]
    found = similar_areas.distances(frame, GROUPS, "d0")
    assert found.index[0] == "d1" and found.iloc[0] == 0
    pd.testing.assert_series_equal(found, similar_areas.distances(frame * [1000, 1, 0.01, 7, 100], GROUPS, "d0"))


def test_what_is_the_same_everywhere_is_left_out():
    frame = table().assign(density=3.0)
    without = {name: features for name, features in GROUPS.items() if name != "density"}
    pd.testing.assert_series_equal(
        similar_areas.distances(frame, GROUPS, "d0"), similar_areas.distances(frame, without, "d0")
    )


def test_an_area_without_a_whole_group_is_not_compared():
    frame = table()
    frame.loc["d3", ["size", "alone"]] = np.nan
    assert "d3" not in similar_areas.distances(frame, GROUPS, "d0").index
    assert len(similar_areas.distances(frame, GROUPS, "d3")) == 11  # but it is compared by what it has


@pytest.mark.parametrize(("areas", "expected"), [(3, 0), (4, 3)])
def test_three_need_four_areas(areas, expected):
    assert len(similar_areas.distances(table(areas), GROUPS, "d0")) == expected
    frame = table(8)
    frame.iloc[areas:] = np.nan
    assert len(similar_areas.distances(frame, GROUPS, "d0")) == expected


def test_nothing_known_gives_nothing():
    assert similar_areas.distances(table() * np.nan, GROUPS, "d0").empty


def test_apart_names_the_nearest_and_the_farthest_feature():
    frame = pd.DataFrame(
        {"young": [1.0, 1.0, 5.0], "old": [0.0, 9.0, 1.0], "density": [1.0, np.nan, 2.0], "size": 2.0},
        index=list("abc"),
    )
    found = similar_areas.apart(frame, "a", "b")
    assert list(found.index) == ["young", "old"]  # density is not known for b, size says nothing
    assert found["old"] == pytest.approx(9 / frame["old"].std(ddof=0))
