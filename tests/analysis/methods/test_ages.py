import numpy as np
import pandas as pd
import pytest

from analysis.methods import ages


def bands(area: str, *rows: tuple, state: str = "ok") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["age_from", "age_to", "persons"]).astype("Int64")
    return frame.assign(area_code=area, state=state)


FIVE_YEARS = [(start, start + 4) for start in range(0, 100, 5)] + [(100, None)]
# The census table of small areas ends in 75+ (T001082).
TO_75 = [(start, start + 4) for start in range(0, 75, 5)] + [(75, None)]


def one(frame: pd.DataFrame, *limits, **options) -> tuple[float, str]:
    result = ages.persons(ages.age_table(frame), *limits, **options)
    return result["count"].iloc[0], result["state"].iloc[0]


def test_sums_equal_a_plain_loop():
    random = np.random.default_rng(3)
    frame = pd.concat(
        [bands(f"a{i}", *[(a, b, int(random.integers(0, 50))) for a, b in FIVE_YEARS]) for i in range(20)]
    )
    frame = frame.sample(frac=1, random_state=1)
    for low, high in [(0, None), (65, None), (65, 74), (75, None), (85, None), (15, 64), (0, 14)]:
        result = ages.persons(ages.age_table(frame), low, high)
        for area, rows in frame.groupby("area_code"):
            inside = [
                row.persons
                for row in rows.itertuples()
                if row.age_from >= low and (high is None or (row.age_to is not pd.NA and row.age_to <= high))
            ]
            assert result.at[area, "count"] == sum(inside)
            assert result.at[area, "state"] == "ok"


def test_85_and_over_is_not_in_a_source_that_ends_with_75_and_over():
    frame = bands("a", *[(start, end, 10) for start, end in TO_75])
    assert one(frame, 75) == (10.0, "ok")
    count, state = one(frame, 85)
    assert np.isnan(count)
    assert state == "not_in_source"


def test_a_band_that_a_limit_cuts_through_is_never_split():
    frame = bands("a", (0, 59, 10), (60, 69, 5), (70, None, 5))
    assert one(frame, 60) == (10.0, "ok")
    assert one(frame, 65)[1] == "not_in_source"


def test_a_missing_band_is_not_nobody():
    assert one(bands("a", (0, 64, 10), (75, None, 5)), 65)[1] == "not_in_source"


def test_a_band_without_a_count_is_not_nobody():
    assert one(bands("a", (0, 64, 10), (65, None, None)), 65)[1] == "not_in_source"


def test_unknown_age_belongs_to_the_total_only_when_asked_for():
    frame = bands("a", (0, 64, 60), (65, None, 40), (None, None, 7))
    assert one(frame) == (100.0, "ok")
    assert one(frame, unknown_age="include") == (107.0, "ok")
    assert one(frame, 65, unknown_age="include") == (40.0, "ok")
    assert one(frame, 0, 64, unknown_age="include") == (60.0, "ok")
    with pytest.raises(ValueError, match="exclude or include"):
        one(frame, unknown_age="maybe")


def test_a_suppressed_area_is_suppressed_with_bands_or_with_a_single_row():
    in_bands = bands("a", *[(start, end, None) for start, end in TO_75], state="suppressed")
    single = pd.concat(
        [bands("b", (0, None, None), state="suppressed"), bands("c", *[(start, end, 1) for start, end in TO_75])]
    )
    assert one(in_bands, 65)[1] == "suppressed"
    result = ages.persons(ages.age_table(single), 65)
    assert result["state"].to_dict() == {"b": "suppressed", "c": "ok"}


def test_areas_may_differ_in_their_bands():
    frame = pd.concat([bands("a", (0, 64, 1), (65, 74, 2), (75, None, 3)), bands("b", (0, 64, 1), (65, None, 9))])
    result = ages.persons(ages.age_table(frame), 65)
    assert result["count"].to_dict() == {"a": 5.0, "b": 9.0}
    assert ages.persons(ages.age_table(frame), 75)["state"].to_dict() == {"a": "ok", "b": "not_in_source"}


def test_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="is no state"):
        ages.age_table(bands("a", (0, None, 1), state="perhaps"))
