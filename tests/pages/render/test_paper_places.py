"""Maps of places on paper: numbers by district where places crowd, names that touch nothing, dotted outlines."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.text import Text
from shapely.geometry import Point, box

from pages.figures.description import BaseMap, PlaceMap
from pages.render.paper import draw, place_numbers, place_signs
from pages.render.paper import layout as paper_layout

LAYOUTS = pytest.mark.parametrize(
    "layout",
    [
        paper_layout.TWO_COLUMNS,
        paper_layout.in_grey(paper_layout.TWO_COLUMNS),
        paper_layout.in_grey(paper_layout.ONE_COLUMN),
    ],
    ids=["two", "grey", "one"],
)


def _city(caption, count: int, outlines: bool = True) -> PlaceMap:
    """`count` places of four kinds in a city of 4 x 3 districts."""
    areas = gpd.GeoDataFrame(
        {
            "area_code": [f"{row}{column}" for row in range(3) for column in range(4)],
            "name": [f"第{row}{column}地区" for row in range(3) for column in range(4)],
        },
        geometry=[
            box(139 + column * 0.05, 36 + row * 0.05, 139.05 + column * 0.05, 36.05 + row * 0.05)
            for row in range(3)
            for column in range(4)
        ],
        crs="EPSG:6668",
    )
    chance = np.random.default_rng(7)
    places = pd.DataFrame(
        {
            "kind": chance.choice(["salon", "shop", "hall", "mobile_sales"], count),
            "name": "場所",
            "lat": chance.uniform(36, 36.15, count),
            "lon": chance.uniform(139, 139.2, count),
            "popup": [{}] * count,
            "faded": False,
        }
    )
    marks = gpd.GeoDataFrame(
        {"layer": ["hall", "station"], "name": ["公民館", "中央駅"]},
        geometry=[Point(139.07, 36.02), Point(139.12, 36.12)],
        crs="EPSG:6668",
    )
    return PlaceMap(caption, places, BaseMap(None, marks, areas if outlines else None))


def _texts(sheet) -> list[Text]:
    sheet.draw_without_rendering()
    return [text for text in sheet.findobj(Text) if text.get_text().strip()]


def _naive(figure: PlaceMap, row: int, column: int) -> pd.Series:
    places = figure.places
    inside = places["lon"].between(139 + column * 0.05, 139.05 + column * 0.05) & places["lat"].between(
        36 + row * 0.05, 36.05 + row * 0.05
    )
    return places[inside]["kind"].value_counts()


@LAYOUTS
def test_many_places_are_counted_by_district(bars, layout):
    figure = _city(bars.caption, 300)
    labels = {block[0].get_text().split("：")[0]: block for block in _blocks(draw.sheet_of(figure, layout))}
    assert len(labels) == 12
    for row in range(3):
        for column in range(4):
            said = " ".join(text.get_text() for text in labels[f"第{row}{column}"]).replace("：", " ").split()[1:]
            found = _naive(figure, row, column)
            signs = {"salon": "サ", "shop": "店", "hall": "会", "mobile_sales": "販"}
            assert set(said) in (
                {f"{signs[kind]}{count}" for kind, count in found.items()},
                {f"{found.sum()}か所"},
                {str(found.sum())},
            )


def test_a_place_on_a_shared_edge_is_the_first_districts_and_one_outside_is_nobodys():
    outlines = gpd.GeoDataFrame(geometry=[box(139, 36, 139.1, 36.1), box(139.1, 36, 139.2, 36.1)], crs="EPSG:6668")
    points = gpd.GeoDataFrame(geometry=[Point(139.1, 36.05), Point(139.15, 36.05), Point(140, 36)], crs="EPSG:6668")
    assert place_numbers.districts_of(points, outlines).tolist() == [0, 1, -1]


def _blocks(sheet) -> list[list[Text]]:
    """The texts on white, one list a district: a bold line begins the next."""
    blocks: list[list[Text]] = []
    for text in _texts(sheet):
        if text.get_zorder() == 11:
            blocks += [[]] if text.get_fontweight() == "bold" else []
            blocks[-1].append(text)
    return blocks


@LAYOUTS
def test_no_two_labels_touch(bars, layout):
    frames = [
        [text.get_window_extent() for text in block]
        for block in _blocks(draw.sheet_of(_city(bars.caption, 300), layout))
    ]
    assert not any(
        one.overlaps(other)
        for number, block in enumerate(frames)
        for others in frames[:number]
        for one in block
        for other in others
    )


@LAYOUTS
def test_many_places_without_districts_become_numbers_that_add_up(bars, layout):
    figure = _city(bars.caption, 300, outlines=False)
    marks = [text.get_text() for text in _texts(draw.sheet_of(figure, layout)) if text.get_zorder() == 11]
    assert sum(int(mark) if mark.isdigit() else 1 for mark in marks) == 300 and len(marks) < 200


def test_few_places_are_single_marks(place_map):
    signs = [text.get_text() for text in _texts(draw.sheet_of(place_map)) if text.get_zorder() == 11]
    assert sorted(signs) == sorted(["サ", "サ", "販"])


def test_unconfirmed_places_are_dotted_not_paler(place_map):
    sheet = draw.sheet_of(place_map, paper_layout.in_grey(paper_layout.TWO_COLUMNS))
    marks = [drawn for drawn in sheet.findobj(PathCollection) if drawn.get_zorder() == 10]
    dotted = [drawn for drawn in marks if drawn.get_linestyle()[0][1] is not None]
    assert len(marks) == 3 and len(dotted) == 1 and dotted[0].get_gid() == "faded"
    assert all(drawn.get_alpha() in (None, 1) for drawn in marks)
    assert "点線の印：最近の確認がない所" in [text.get_text() for text in _texts(sheet)]


@LAYOUTS
def test_halls_stand_in_the_key_once(bars, layout):
    for figure in (_city(bars.caption, 20), _city(bars.caption, 300)):
        assert (
            len([text for text in _texts(draw.sheet_of(figure, layout)) if text.get_text().startswith("集会所・会館")])
            == 1
        )
    without = replace(figure, places=figure.places[figure.places["kind"] != "hall"].head(20))
    assert "集会所・会館" in [text.get_text() for text in _texts(draw.sheet_of(without))]


def test_names_are_written_over_the_marks_and_touch_none_of_them(bars):
    figure = _city(bars.caption, 30)
    texts = _texts(draw.sheet_of(figure))
    names = [text.get_window_extent() for text in texts if text.get_zorder() == 12]
    signs = [text.get_window_extent() for text in texts if text.get_zorder() == 11]
    assert len(names) == 12 and len(signs) == 30
    assert not any(name.overlaps(other) for number, name in enumerate(names) for other in [*signs, *names[:number]])


def _station(area_map, name: str, lon: float, lat: float):
    places = gpd.GeoDataFrame({"layer": ["station"], "name": [name]}, geometry=[Point(lon, lat)], crs="EPSG:6668")
    return replace(area_map, base=replace(area_map.base, places=places))


@pytest.mark.parametrize(
    ("name", "layout", "said"),
    [
        ("倉賀野東駅", paper_layout.TWO_COLUMNS, True),
        ("八幡駅", paper_layout.TWO_COLUMNS, False),
        ("八幡", paper_layout.TWO_COLUMNS, False),
        ("倉賀野東駅", paper_layout.ONE_COLUMN, False),
    ],
)
def test_a_station_named_like_a_district_has_only_its_mark(area_map, name, layout, said):
    words = [text.get_text() for text in _texts(draw.sheet_of(_station(area_map, name, 139.06, 36.06), layout))]
    assert (words.count(name) == (1 if said else 0)) or (
        name == "八幡" and words.count(name) == 1
    )  # the district's own name


@pytest.mark.parametrize("lon", [139.0001, 139.025, 139.075, 139.1999])
def test_names_of_stations_touch_no_name_and_stay_on_the_map(area_map, lon):
    sheet = draw.sheet_of(_station(area_map, "とても長い名前の駅", lon, 36.04))
    frames = [(text.get_text(), text.get_window_extent()) for text in _texts(sheet) if 7 <= text.get_zorder() < 9]
    ground = sheet.axes[0].get_window_extent()
    assert {"八幡", "町屋"} <= {name for name, _ in frames}
    assert all(ground.x0 <= frame.x0 and frame.x1 <= ground.x1 for _, frame in frames)
    assert not any(one.overlaps(other) for number, (_, one) in enumerate(frames) for _, other in frames[:number])


def test_rectangles_are_pushed_apart_or_given_up():
    anchors = np.array([[1.0, 1.0], [1.05, 1.0], [1.0, 1.1], [3.9, 2.9]])
    sizes = np.full((4, 2), (0.8, 0.3))
    at = place_numbers.pushed_apart(anchors, sizes, (4, 3))
    assert all((np.abs(at[one] - at[other]) >= sizes[0] - 1e-6).any() for one in range(4) for other in range(one))
    assert (at - sizes / 2 >= 0).all() and (at + sizes / 2 <= (4, 3)).all() and np.abs(at - anchors).max() < 1
    assert place_numbers.pushed_apart(np.zeros((40, 2)), np.full((40, 2), 0.8), (4, 3)) is None


def test_markers_are_moved_apart_and_hardly_further_than_needed():
    at = np.array([[0.0, 0.0], [0.0, 0.0], [3.0, 0.0], [100.0, 100.0]])
    moved = place_signs.apart(at, 10)
    gaps = np.hypot(*(moved[:, None, :] - moved[None, :, :]).transpose(2, 0, 1)) + np.eye(4) * 99
    assert gaps.min() >= 9.5
    assert np.abs(moved[3] - at[3]).max() < 0.1 and np.abs(moved - at).max() < 12
