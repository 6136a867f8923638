"""Places only thought of, on screen and on paper: numbered above what is there, their reach told apart, every text
escaped."""

from __future__ import annotations

import json
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.text import Text
from shapely.geometry import Point

from pages.figures.description import PlaceMap, Spot
from pages.render.paper import draw, places
from pages.render.paper import layout as paper_layout
from pages.render.screen import place_maps, single_file
from tests.pages.render.test_paper_places import LAYOUTS, _city

EVIL = "<script>x</script>"


@pytest.fixture
def planned(bars) -> PlaceMap:
    """A city of 300 places with two spots and both kinds of reach."""
    spots = pd.DataFrame(
        {
            "sign": ["1", "2"],
            "name": [EVIL, "会館"],
            "lat": [36.03, 36.08],
            "lon": [139.06, 139.15],
            "popup": [{"町丁": EVIL}, {}],
        }
    )
    reach = gpd.GeoDataFrame(
        {"label": ["いまある場所", "新しい場所"], "planned": [False, True]},
        geometry=[Point(139.1, 36.1).buffer(0.01), Point(139.06, 36.03).buffer(0.01)],
        crs="EPSG:6668",
    )
    return replace(_city(bars.caption, 300), spots=spots, reach=reach, cluster=False)


@LAYOUTS
def test_spots_stand_above_dots_on_paper_and_in_the_key(planned, layout):
    sheet = draw.sheet_of(planned, layout)
    sheet.draw_without_rendering()
    texts = [text.get_text() for text in sheet.findobj(Text)]
    assert texts.count("1") == 2 and texts.count("2") == 1  # on the map and, the first, in the key
    assert places.DOTS in "".join(texts).replace("\n", "") and planned.spots_label in texts
    assert {"いまある場所", "新しい場所"} <= set(texts)
    dots = [found for found in sheet.findobj(PathCollection) if found.get_zorder() == 6]
    assert sum(len(found.get_offsets()) for found in dots) == 300


def test_a_map_without_spots_is_as_before(planned):
    sheet = draw.sheet_of(replace(planned, spots=None), paper_layout.TWO_COLUMNS)
    sheet.draw_without_rendering()
    texts = "".join(text.get_text() for text in sheet.findobj(Text))
    assert places.DOTS not in texts and planned.spots_label not in texts


def test_spots_on_the_web_map_are_escaped_and_told_apart(planned):
    page = single_file.to_single_file(planned).decode()
    assert EVIL not in page and "place-spot" in page
    data = place_maps._data(planned)
    assert [spot["sign"] for spot in data["spots"]] == ["1", "2"] and data["pointing"]
    assert data["spots"][0]["name"] == EVIL and data["spots"][0]["popup"] == [["町丁", EVIL]]
    assert [area["properties"]["planned"] for area in data["reach"]["features"]] == [False, True]
    assert (
        place_maps._data(replace(planned, spots=None))["spots"] == []
        and not place_maps._data(replace(planned, spots=None))["pointing"]
    )


def test_what_is_pointed_at_does_not_stay_on_the_map_others_see(planned):
    drawn = place_maps.draw(planned)
    before = list(drawn._children)
    mine = place_maps.shared(drawn)
    place_maps.pointed_at(Spot(36.05, 139.1, 500, EVIL, {"新しく": EVIL})).add_to(mine)
    assert list(drawn._children) == before and len(mine._children) == len(before) + 1


def test_the_words_at_the_spot_are_data():
    (mark,) = place_maps.pointed_at(Spot(36.05, 139.1, 500, EVIL, {"新しく": EVIL}))._children.values()
    told = json.loads(mark.call)
    assert told["lines"] == [EVIL, f"新しく：{EVIL}"] and told["at"] == [36.05, 139.1] and "<" not in mark.call
