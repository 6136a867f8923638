"""Pictures in one colour: every class, cell and boundary can be told from its neighbour."""

from __future__ import annotations

import itertools
from dataclasses import replace

import matplotlib.colors
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from pages.figures import theme
from pages.render.paper import draw, layout

GREY = layout.in_grey(layout.TWO_COLUMNS)


def _light(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = matplotlib.colors.to_rgb(colour)
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("count", range(2, 7))
def test_greys_are_even_steps_of_lightness(count):
    lightness = [116 * _light(colour) ** (1 / 3) - 16 for colour in GREY.shades(count)]
    steps = [light - dark for light, dark in itertools.pairwise(lightness)]
    assert len(steps) == count - 1 and min(steps) > 14 and max(steps) - min(steps) < 1


def test_there_are_never_more_than_six_greys():
    assert len(GREY.shades(7)) == 7 and len(set(GREY.shades(7))) == 6


@pytest.mark.parametrize("count", range(1, 8))
def test_words_on_every_grey_can_be_read(count):
    assert all(_contrast(GREY.on(colour), colour) >= 4.5 for colour in GREY.shades(count))


def test_boundaries_are_seen_on_both_sides(area_map):
    """Dark between light areas and light between dark ones."""
    whole = replace(area_map, areas=area_map.areas.assign(value=[0.1, 0.27, 0.4, 0.4], state="ok"))
    fills = [drawn for drawn in draw.sheet_of(whole, GREY).findobj(PathCollection) if drawn.get_zorder() == 1]
    assert len(fills) == 3
    for fill in fills:
        assert (
            _contrast(
                matplotlib.colors.to_hex(fill.get_facecolor()[0]), matplotlib.colors.to_hex(fill.get_edgecolor()[0])
            )
            > 2.5
        )


def test_outlines_have_a_light_rim(area_map):
    looks = {
        matplotlib.colors.to_hex(drawn.get_edgecolor()[0]).upper(): drawn.get_linewidth()[0]
        for drawn in draw.sheet_of(area_map, GREY).axes[0].collections
        if 2.4 < drawn.get_zorder() < 2.7
    }
    assert looks[theme.PAPER] > looks[theme.INK] > 0


def test_lines_in_grey_are_dark_and_differ_by_dash_and_mark(lines):
    drawn = [line for line in draw.sheet_of(lines, GREY).axes[0].get_lines() if len(line.get_xdata()) == 3]
    assert len({(line.get_linestyle(), line.get_marker()) for line in drawn}) == len(drawn) == 2
    assert all(_contrast(line.get_color(), theme.PAPER) > 6 for line in drawn)


def test_parts_of_a_stacked_bar_differ(stacked):
    rows = pd.concat([stacked.rows, stacked.rows.assign(series=stacked.rows["series"] + "・女")])
    patches = draw.sheet_of(replace(stacked, rows=rows), GREY).axes[0].patches
    colours = {matplotlib.colors.to_hex(patch.get_facecolor()).upper() for patch in patches}
    assert colours == set(GREY.shades(4))
