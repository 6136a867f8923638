"""Charts on paper: nothing crosses a value, an axis that leaves out zero says so, wide tables are split."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.text import Text

from pages.figures import measures
from pages.figures.description import Lines, Reference, Shades
from pages.render.paper import draw
from pages.render.paper import layout as paper_layout

LAYOUTS = pytest.mark.parametrize(
    "layout", [paper_layout.TWO_COLUMNS, paper_layout.in_grey(paper_layout.ONE_COLUMN)], ids=["two", "one"]
)


def _many(bars, count: int = 26):
    values = [0.20 + 0.01 * (number % 20) for number in range(count)]
    rows = pd.DataFrame(
        {
            "label": [f"地区{number}" for number in range(count)],
            "value": values,
            "text": [f"{value * 100:.1f} %" for value in values],
            "state": "ok",
            "emphasis": False,
        }
    )
    return replace(bars, rows=rows)


def _words(sheet) -> list[str]:
    return [text.get_text() for text in sheet.findobj(Text) if text.get_text().strip()]


@LAYOUTS
def test_no_reference_line_crosses_a_value(bars, layout):
    sheet = draw.sheet_of(_many(bars), layout)
    sheet.draw_without_rendering()
    values = [
        text.get_window_extent()
        for text in sheet.axes[0].texts
        if text.get_text().endswith("%") and " " not in text.get_text().removesuffix(" %")
    ]
    dashed = [
        line.get_window_extent()
        for line in sheet.axes[0].get_lines()
        if len(line.get_xdata()) == 2 and line.get_linestyle() == "--"
    ]
    assert len(values) == 26 and len(dashed) == 2
    assert all(line.x1 < value.x0 for line in dashed for value in values)
    assert len({round(value.x1) for value in values}) == 1  # one column, set to the right


@LAYOUTS
@pytest.mark.parametrize("far", [0.21, 0.30, 0.39])
def test_names_of_references_never_meet_and_stay_inside(bars, layout, far):
    references = tuple(
        Reference(label, far + shift, f"{(far + shift) * 100:.1f} %")
        for label, shift in (("市全体", 0), ("全国（2024年）", 0.004), ("似た規模の市", -0.003))
    )
    sheet = draw.sheet_of(replace(_many(bars), references=references), layout)
    sheet.draw_without_rendering()
    names = [
        text.get_window_extent()
        for text in sheet.axes[0].texts
        if text.get_text().startswith(("市全体", "全国", "似た"))
    ]
    assert len(names) == 3 and all(0 <= name.x0 and name.x1 <= sheet.bbox.x1 for name in names)
    assert not any(one.overlaps(other) for number, one in enumerate(names) for other in names[:number])


def test_one_column_keeps_26_bars_in_one_tall_chart(bars):
    sheet = draw.sheet_of(_many(bars), paper_layout.ONE_COLUMN)
    assert len(sheet.axes) == 1 and sheet.get_figheight() < 10


@LAYOUTS
def test_an_axis_that_leaves_out_zero_says_so_in_the_picture(lines, layout):
    sheet = draw.sheet_of(lines, layout)
    start = sheet.axes[0].get_ylim()[0]
    assert start == 0.18 and "縦の目もりは18 %から始まります。" in _words(sheet)


def test_an_axis_from_zero_says_nothing(lines):
    rows = lines.rows.assign(value=lines.rows["value"] - 0.19)
    sheet = draw.sheet_of(Lines(lines.caption, rows, lines.value_label, True))
    assert sheet.axes[0].get_ylim()[0] == 0 and not [words for words in _words(sheet) if "から始まります" in words]


@pytest.mark.parametrize(
    ("values", "low", "words"),
    [
        ([0.228, 0.255, 0.273], 0.20, "縦の目もりは20 %から始まります。"),
        ([0.501, 0.503], 0.5, "縦の目もりは50 %から始まります。"),
        ([0.01, 0.3], 0, ""),
    ],
)
def test_axes_begin_at_round_values(values, low, words):
    start, end = measures.spread(pd.Series(values))
    assert start == pytest.approx(low) and end > max(values) and measures.axis_start(start, True) == words


def test_a_start_in_persons_has_thousands():
    assert measures.axis_start(36000.0, False) == "縦の目もりは36,000から始まります。"


@LAYOUTS
@pytest.mark.parametrize("columns", [3, 13])
def test_every_cell_of_a_wide_table_fits_its_column(shades, layout, columns):
    heads = [f"困りごと{number}" for number in range(columns)]
    values = pd.DataFrame(5.25, index=["八幡", "町屋", "倉賀野・岩鼻"], columns=heads)
    sheet = draw.sheet_of(
        Shades(
            shades.caption,
            values,
            values.map(lambda _: "5.25人"),
            values.map(lambda _: "ok"),
            "密度",
            shades.classes,
            plain=frozenset(heads[:1]),
            emphasis=frozenset(["町屋"]),
        ),
        layout,
    )
    sheet.draw_without_rendering()
    cells = [(made, text.get_window_extent()) for made in sheet.axes for text in made.texts]
    assert len(cells) == 3 * columns
    for made, frame in cells:
        assert frame.width <= made.get_window_extent().width / (made.get_xlim()[1] + 0.5)
    assert [text.get_text().replace("\n", "") for made in sheet.axes for text in made.get_xticklabels()] == heads
