"""Tile maps: every district in its square, the rough place said, nothing unknown shaded, the same on screen and on
paper."""

from __future__ import annotations

from dataclasses import replace

import matplotlib.colors
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from data.store.city import EMBEDDED, open_city
from pages.figures import theme
from pages.figures import tile_map as tiles
from pages.figures.description import Caption
from pages.render.paper import draw
from pages.render.paper import layout as paper_layout
from pages.render.screen import draw as screen

LAYOUTS = {
    "two": paper_layout.TWO_COLUMNS,
    "one": paper_layout.ONE_COLUMN,
    "two, grey": paper_layout.in_grey(paper_layout.TWO_COLUMNS),
    "one, grey": paper_layout.in_grey(paper_layout.ONE_COLUMN),
}
layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


@pytest.fixture(scope="module")
def city():
    return open_city("takasaki", EMBEDDED)


@pytest.fixture
def takasaki(city):
    """All districts with a value but three."""
    areas = city.table("areas").query("level == 'district'")
    states = ["ok"] * len(areas)
    states[:3] = ["not_in_source", "suppressed", "unreadable"]
    rows = pd.DataFrame(
        {
            "indicator": "ageing_rate",
            "area_code": areas["area_code"].to_numpy(),
            "area_name": areas["name"].to_numpy(),
            "state": states,
            "basis": "printed",
            "unit": "share",
            "value": [None, None, None, *(0.2 + number / 100 for number in range(len(areas) - 3))],
            "numerator": float("nan"),
            "denominator": float("nan"),
        }
    ).astype({"value": float})
    return tiles.tile_map(rows, city.table("tiles"), Caption("高齢化率", "資料", "2017年"), "takasaki/八幡")


def trace(drawn, name):
    return next(part for part in drawn.data if part.name == name)


def test_every_district_stands_in_its_own_square(city, takasaki):
    places = city.table("tiles").set_index("area_code")
    assert len(takasaki.areas) == 26 and not takasaki.areas.duplicated(["row", "column"]).any()
    for area in takasaki.areas.itertuples():
        assert (area.row, area.column) == (places.at[area.area_code, "row"], places.at[area.area_code, "column"])


def test_the_caption_says_that_the_places_are_rough(takasaki):
    assert "位置はおおよそです（資料の値ではありません）" in takasaki.caption.note


def test_a_click_gives_the_districts_code(takasaki):
    squares = trace(screen.draw(takasaki), "areas")
    assert list(squares.customdata) == takasaki.areas["area_code"].tolist()
    assert squares.hovertext[takasaki.areas["name"].tolist().index("八幡")].startswith("八幡<br>2")
    assert screen.draw(takasaki).layout.clickmode == "event+select"


def test_squares_lie_with_the_north_up_and_are_square(takasaki):
    drawn = screen.draw(takasaki)
    top, bottom = drawn.layout.yaxis.range[1], drawn.layout.yaxis.range[0]
    assert (top, bottom) == (-0.5, 6.5) and drawn.layout.yaxis.scaleanchor == "x"
    squares = trace(drawn, "areas")
    middles = {
        code: (x, base + high / 2)
        for code, x, base, high in zip(squares.customdata, squares.x, squares.base, squares.y, strict=True)
    }
    assert middles["takasaki/倉渕"] == pytest.approx((0, 0)) and middles["takasaki/新町"] == pytest.approx((6, 6))


def test_what_is_not_known_is_hatched_and_never_a_class(tile_map):
    squares = trace(screen.draw(tile_map), "areas")
    light, _, dark = theme.shades(3)
    assert list(squares.marker.color) == [light, dark, theme.MISSING, theme.MISSING]
    assert list(squares.marker.pattern.shape) == ["", "", "/", "/"]
    assert [part.name for part in screen.draw(tile_map).data if part.showlegend] == [
        "25 %未満",
        "25～30 %",
        "30 %以上",
        "＊ 少人数のため表示しません",
        "△ 未調査",
    ]


def test_the_selected_one_is_outlined_boldly(tile_map):
    line = trace(screen.draw(tile_map), "areas").marker.line
    assert (line.width[0], line.color[0]) == (5, theme.SELECTED) and max(line.width[1:]) == 1
    assert trace(screen.draw(replace(tile_map, selected=None)), "areas").marker.line.width == (1,) * 4


def test_a_square_says_name_and_value_and_names_are_no_markup(tile_map):
    words = list(trace(screen.draw(tile_map), "names").text)
    assert words[0] == "八幡<br><b>24.1 %</b>"
    assert words[1].startswith("金井&lt;淵<br>")
    assert words[2] == "町屋<br><b>＊</b>"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("八幡", ["八幡"]),
        ("群馬（なのはな）", ["群馬", "なのはな"]),
        ("新高尾・中川", ["新高尾・", "中川"]),
        ("京ケ島・滝川", ["京ケ島・", "滝川"]),
        ("とても長い名前の地区", ["とても", "長い…"]),
    ],
)
def test_names_stand_in_two_short_lines(name, lines):
    found = tiles.lines_in(name)
    assert len(found) <= 2
    if name.startswith("とても"):
        assert found[-1].endswith("…")
    else:
        assert found == lines


def test_no_district_of_takasaki_is_cut(city):
    for name in city.table("areas").query("level == 'district'")["name"]:
        assert "".join(tiles.lines_in(name)) == name.replace("（", "").replace("）", "")


@layouts
def test_on_paper_every_name_and_value_stands_inside_its_square(takasaki, layout):
    sheet = draw.sheet_of(takasaki, layout)
    sheet.draw_without_rendering()
    made = sheet.axes[0]
    squares = {
        (
            round(patch.get_x() + patch.get_width() / 2),
            round(patch.get_y() + patch.get_height() / 2),
        ): patch.get_window_extent()
        for patch in made.patches
        if isinstance(patch, Rectangle) and patch.get_gid() != "selected"
    }
    assert len(squares) == 26 == len(made.texts)
    for words in made.texts:
        room, taken = squares[words.get_position()], words.get_window_extent()
        assert room.x0 <= taken.x0 and taken.x1 <= room.x1 and room.y0 <= taken.y0 and taken.y1 <= room.y1, (
            words.get_text()
        )
    assert sum(patch.get_gid() == "missing" for patch in made.patches) == 3
    assert sum(patch.get_gid() == "selected" for patch in made.patches) == 1


def test_paper_and_screen_say_the_same(takasaki):
    on_screen = {
        text.replace("<br>", "\n").replace("<b>", "").replace("</b>", "")
        for text in trace(screen.draw(takasaki), "names").text
    }
    assert on_screen == {words.get_text() for words in draw.sheet_of(takasaki).axes[0].texts}


def test_in_grey_nothing_is_coloured(tile_map):
    sheet = draw.sheet_of(tile_map, LAYOUTS["one, grey"])
    for patch in sheet.findobj(Rectangle):
        red, green, blue, _ = patch.get_facecolor()
        assert red == green == blue or matplotlib.colors.to_hex(patch.get_facecolor()) == theme.PAPER.lower()
