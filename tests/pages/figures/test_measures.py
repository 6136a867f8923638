"""Classes and places of labels, against values worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from pages.figures import measures
from pages.figures.description import Classes, Reference
from pages.render.paper import draw
from pages.render.screen import draw as screen


@pytest.mark.parametrize(
    ("value", "place"), [(0.0, 0), (0.2499, 0), (0.25, 1), (0.2999, 1), (0.30, 2), (0.5, 2), (-0.1, 0), (0.9, 2)]
)
def test_a_class_holds_its_lower_limit_and_the_last_its_upper(value, place):
    assert measures.class_of(value, (0.0, 0.25, 0.30, 0.5)) == place


def test_one_class_holds_everything():
    assert measures.class_of(0.3, (0.3, 0.3)) == 0


def test_areas_without_a_value_never_fall_in_a_class():
    areas = pd.DataFrame(
        {"value": pd.array([0.0, None, 0.4, 0.2], dtype="Float64"), "state": ["ok", "ok", "suppressed", "merged"]}
    )
    assert measures.area_classes(areas, Classes((0, 0.3, 0.5), ("a", "b"))) == [0, -1, -1, 0]
    assert measures.states_shown(areas) == ["少人数のため表示しません", "資料になし"]


def test_references_share_rows_and_never_meet():
    nation = Reference("全国", 0.291, "29.1 %")
    city = Reference("市", 0.279, "27.9 %")
    similar = Reference("似た市", 0.10, "10.0 %")
    assert [
        (reference.label, side, row) for reference, side, row in measures.reference_labels([nation, city], 0.5)
    ] == [("市", "right", 0), ("全国", "left", 0)]
    assert [row for _, _, row in measures.reference_labels([nation, city, similar], 0.5)] == [0, 0, 1]
    assert (
        measures.rows_of_labels([nation], 0.5) == 1
        and measures.rows_of_labels([nation, city, similar], 0.5) == 2
        and measures.rows_of_labels([], 0.5) == 0
    )


def test_the_name_of_a_line_near_the_right_end_ends_there_in_a_row_of_its_own():
    nation, city = Reference("全国", 0.293, "29.3 %"), Reference("市", 0.279, "27.9 %")
    assert [(side, row) for _, side, row in measures.reference_labels([nation, city], 0.32)] == [
        ("right", 0),
        ("right", 1),
    ]
    assert measures.rows_of_labels([nation, city], 0.32) == 2
    assert measures.reference_labels([city], 0.9) == [(city, "left", 0)]


def test_names_at_line_ends_stand_apart():
    ends = measures.end_heights(
        {
            "a": pd.Series([1.0, 2.0]),
            "b": pd.Series([1.0, 2.01]),
            "c": pd.Series([5.0, None]),
            "d": pd.Series([None, None], dtype=float),
        },
        0.5,
    )
    assert ends == {"a": 2.0, "b": 2.5, "c": 5.0}


def test_names_pushed_above_the_top_make_room_downwards():
    ends = measures.end_heights({name: pd.Series([9.8]) for name in "abc"}, 0.5, 10.0)
    assert ends == {"a": 9.0, "b": 9.5, "c": 10.0}


def test_stacked_bars_need_room_for_their_sum(stacked, bars):
    assert measures.farthest(stacked) == pytest.approx(0.27)
    assert measures.farthest(bars) == pytest.approx(0.30)


def test_a_very_long_name_at_a_line_s_end_is_cut_and_keeps_its_value():
    part = pd.DataFrame({"value": [0.2, 0.3], "text": ["20.0 %", "30.0 %"]})
    assert measures.end_words("あ" * 90, part) == "あ" * 13 + "… 30.0 %"
    assert measures.end_words("八幡地区", part) == "八幡地区 30.0 %"


@pytest.mark.parametrize(
    ("values", "percent", "ones"),
    [
        ([1.0, 2.0, None], False, True),
        ([1.0, 2.5], False, False),
        ([1.0, 0.0], True, False),
        ([3.0, 40.0], False, False),
    ],
)
def test_few_whole_counts_have_ticks_at_whole_numbers_on_screen_and_paper(bars, values, percent, ones):
    rows = pd.DataFrame(
        {"label": list("abc")[: len(values)], "value": values, "text": "", "state": "ok", "emphasis": False}
    )
    drawn = replace(bars, rows=rows, references=(), percent=percent)
    axis = screen.draw(drawn).layout.xaxis
    assert (axis.dtick, axis.tick0) == ((1, 0) if ones else (None, None))
    sheet = draw.sheet_of(drawn)
    sheet.draw_without_rendering()
    ticks = sheet.axes[0].get_xticks()
    assert not ones or all(float(tick).is_integer() for tick in ticks)
