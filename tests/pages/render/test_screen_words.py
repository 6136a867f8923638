"""Figures are handed to plotly unchecked (chart_frame.together); here every property is looked up in its schema
instead."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from pages.render.screen import draw

CHARTS = ("bars", "stacked", "lines", "pyramid", "area_map", "point_map", "tile_map")


def test_a_misspelt_property_would_be_noticed(bars):
    drawn = draw.draw(bars).to_dict()
    drawn["data"][0]["oriented"] = "h"
    with pytest.raises(ValueError, match="oriented"):
        go.Figure(drawn)


@pytest.mark.parametrize("name", CHARTS)
def test_every_property_is_one_of_plotlys(every_figure, name):
    go.Figure(draw.draw(every_figure[name], "/media/x.json").to_dict())


def test_several_series_side_by_side_and_a_single_sex_are_plotlys_too(stacked, pyramid):
    go.Figure(draw.draw(replace(stacked, stacked=False)).to_dict())
    rows = pyramid.rows.rename(columns={"male": "persons"})[["age", "persons"]]
    go.Figure(draw.draw(replace(pyramid, rows=rows, by_sex=False)).to_dict())


def test_a_border_between_two_areas_is_sent_once(area_map):
    """Four squares in a row have 13 sides, not 16."""
    outlines = next(trace for trace in draw.draw(area_map).data if trace.name == "outlines")
    sides = [tuple(sorted(pair)) for pair in _pairs(outlines.lon, outlines.lat)]
    assert len(sides) == len(set(sides)) == 13


def _pairs(lon, lat):
    corners = list(zip(lon.tolist(), lat.tolist(), strict=True))
    return [(one, other) for one, other in pairwise(corners) if one[0] == one[0] and other[0] == other[0]]
