"""Pictures for paper: the same words as on screen, all inside the page, hatched where nothing may be shown, readable in
grey."""

from __future__ import annotations

import io
import re
import struct
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import matplotlib
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from pages.figures import theme
from pages.figures.description import Caption
from pages.render.paper import draw as paper
from pages.render.paper import layout as paper_layout
from pages.render.screen import draw as screen

LAYOUTS = {
    "two columns": paper_layout.TWO_COLUMNS,
    "two, grey": paper_layout.in_grey(paper_layout.TWO_COLUMNS),
    "one, grey": paper_layout.in_grey(paper_layout.ONE_COLUMN),
}
layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
NAMES = ("bars", "stacked", "lines", "pyramid", "shades", "area_map", "point_map", "tile_map", "place_map")


@pytest.fixture(scope="module")
def laid_out():
    """laid_out(figure, layout, name): a sheet of a figure of that name, made and laid out once for all tests that only
    look at it."""
    made = {}

    def laid_out(figure, layout, name: str):
        if (name, layout) not in made:
            made[name, layout] = paper.sheet_of(figure, layout)
            made[name, layout].draw_without_rendering()
        return made[name, layout]

    return laid_out


def _texts(sheet, *, ready: bool = False) -> list[Text]:
    if not ready:
        sheet.draw_without_rendering()
    return [text for text in sheet.findobj(Text) if text.get_text().strip() and text.get_visible()]


def _words(sheet, *, ready: bool = False) -> str:
    return "\n".join(text.get_text() for text in _texts(sheet, ready=ready))


@layouts
@pytest.mark.parametrize("name", NAMES)
def test_title_source_date_note_and_stamps_stand_inside(every_figure, laid_out, name, layout):
    words = _words(laid_out(every_figure[name], layout, name), ready=True).replace("\n", "").replace(" ", "")
    for said in (
        "65歳以上の人は、八幡地区で10人に約3人です",
        "出典：架空市「住民基本台帳」（2025年4月1日現在）",
        "高齢化率は、65歳以上の人が人口全体に占める割合です。",
        "架空のデータです",
        "協議体限り",
    ):
        assert said.replace(" ", "") in words


@layouts
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_off_and_long_words_wrap(every_figure, laid_out, name, layout):
    long = Caption(
        "とても長い題名が続いてもページの外へ出ることはなく、" * 3,
        "とても長い名前の部署「とても長い名前の資料」" * 3,
        "2025年4月1日現在",
        ("架空のデータです", "地区は試すために作ったもの", "庁内用・取扱注意", "目安（推計）"),
        "注意書きが長くても、かならず折り返します。" * 6,
    )
    with_long = replace(every_figure[name], caption=long)
    for figure, called in (
        (every_figure[name], name),
        (_emptied(every_figure[name]), f"{name}, emptied"),
        (with_long, f"{name}, long"),
        (_emptied(with_long), f"{name}, long, emptied"),
    ):
        sheet = laid_out(figure, layout, called)
        drawn = sheet.get_tightbbox()  # inches; everything that is drawn
        assert (
            drawn.x0 >= 0 and drawn.y0 >= 0 and drawn.x1 <= sheet.get_figwidth() and drawn.y1 <= sheet.get_figheight()
        ), drawn


def test_many_bars_with_long_names_stay_inside_and_lose_no_letter(bars):
    names = [f"とても長い名前の町内会連合自治会{number}区" for number in range(92)]
    rows = pd.DataFrame(
        {
            "label": names,
            "value": [float(number) for number in range(92)],
            "text": [f"{number}.0人" for number in range(92)],
            "state": "ok",
            "emphasis": False,
        }
    )
    sheet = paper.sheet_of(type(bars)(bars.caption, rows, "人数（人）", bars.references))
    drawn = (sheet.draw_without_rendering(), sheet.get_tightbbox())[1]
    assert drawn.x0 >= 0 and drawn.x1 <= sheet.get_figwidth()
    written = [text.get_text().replace("\n", "") for made in sheet.axes for text in made.get_yticklabels()]
    assert written == names and len(sheet.axes) == 2
    one, other = sheet.axes
    assert one.get_tightbbox().x1 <= other.get_tightbbox().x0


def _emptied(figure):
    """The same figure without any row."""
    return replace(
        figure,
        **{
            part: getattr(figure, part).iloc[:0]
            for part in ("rows", "values", "texts", "states", "areas", "places")
            if hasattr(figure, part)
        },
    )


@layouts
@pytest.mark.parametrize("name", NAMES)
def test_figures_without_any_row_say_so(every_figure, laid_out, name, layout):
    empty = _emptied(every_figure[name])
    words = _words(laid_out(empty, layout, f"{name}, emptied"), ready=True).replace("\n", "")
    assert ("表示できる資料がありません" in words) == (name != "place_map") and empty.caption.source in words
    if name not in ("place_map", "pyramid", "shades"):
        assert screen.draw(empty).layout.title.text


@layouts
@pytest.mark.parametrize("name", NAMES)
def test_lines_of_the_caption_do_not_overlap(every_figure, laid_out, name, layout):
    sheet = laid_out(every_figure[name], layout, name)
    boxes = sorted(
        (text.get_window_extent() for text in sheet.texts if text.get_gid() is None), key=lambda box: -box.y1
    )
    for upper, lower in zip(boxes, boxes[1:], strict=False):
        assert upper.y0 >= lower.y1 - 1 or upper.x1 <= lower.x0 or lower.x1 <= upper.x0


@layouts
@pytest.mark.parametrize("name", NAMES)
def test_letters_are_of_our_font_and_large_enough(every_figure, laid_out, name, layout):
    """A picture is pasted at the width it is drawn for: 17.5 or 9 cm."""
    sheet = laid_out(every_figure[name], layout, name)
    assert sheet.get_figwidth() * 2.54 == pytest.approx(9 if layout is LAYOUTS["one, grey"] else 17.5)
    for text in _texts(sheet, ready=True):
        assert text.get_fontname() == "BIZ UDPGothic"
        assert text.get_fontsize() >= 7.5, text.get_text()


@pytest.mark.parametrize("name", ["bars", "stacked", "lines", "pyramid"])
def test_paper_and_screen_say_the_same_values(every_figure, name):
    """Every text with a number or a state on screen stands on paper too."""
    drawn = screen.draw(every_figure[name])
    on_screen = [
        text for trace in drawn.data for text in (trace.text if getattr(trace, "text", None) is not None else ())
    ]
    on_screen += [note.text for note in drawn.layout.annotations]
    on_paper = _words(paper.sheet_of(every_figure[name])).split("\n")
    wanted = {re.sub("<.*?>", "", str(text)).strip().replace("&lt;", "<") for text in on_screen} - {""}
    assert wanted and wanted <= {text.strip() for text in on_paper}


def test_the_key_of_a_map_is_the_same_on_paper_and_screen(area_map):
    words = _words(paper.sheet_of(area_map)).split("\n")
    shown = [trace.name for trace in screen.draw(area_map).data if trace.showlegend]
    assert set(shown) <= set(words) and {"2 km", "北", "八幡", "道路", "川", "鉄道"} <= set(words)


def _fills(sheet) -> list[PathCollection]:
    return [drawn for drawn in sheet.findobj(PathCollection) if drawn.get_zorder() == 1]


@layouts
def test_areas_without_a_value_are_hatched_and_never_a_class(area_map, layout):
    fills = _fills(paper.sheet_of(area_map, layout))
    hatched = [fill for fill in fills if fill.get_hatch()]
    assert [len(fill.get_paths()) for fill in hatched] == [2]
    colours = {matplotlib.colors.to_hex(fill.get_facecolor()[0]).upper() for fill in fills if not fill.get_hatch()}
    wanted = {layout.shades(3)[0], layout.shades(3)[2]}
    assert colours == wanted
    assert matplotlib.colors.to_hex(hatched[0].get_facecolor()[0]).upper() == (
        theme.PAPER if layout.grey else theme.MISSING
    )


def test_bars_have_the_lengths_of_their_values_and_none_where_missing(bars):
    sheet = paper.sheet_of(bars)
    widths = [patch.get_width() for patch in sheet.axes[0].patches if isinstance(patch, Rectangle)]
    assert widths == [0.241, 0.30]


def test_cells_without_a_value_are_hatched(shades):
    patches = [patch for patch in paper.sheet_of(shades).axes[0].patches]
    assert [bool(patch.get_hatch()) for patch in patches] == [False, True, False, True]


@pytest.mark.parametrize("layout", [LAYOUTS["two, grey"], LAYOUTS["one, grey"]])
@pytest.mark.parametrize("name", NAMES)
def test_grey_pictures_have_no_colour(every_figure, name, layout):
    from PIL import Image, ImageChops

    picture = Image.open(io.BytesIO(paper.draw(every_figure[name], "png", layout))).convert("RGB").resize((300, 300))
    red, green, blue = picture.split()
    # The inks of letters and lines lean to blue by a few steps; nothing more.
    assert (
        max(ImageChops.difference(red, green).getextrema()[1], ImageChops.difference(green, blue).getextrema()[1]) <= 24
    )


@pytest.mark.parametrize("name", NAMES)
def test_pictures_are_300_dpi_and_fit_a_page(every_figure, name):
    content = paper.draw(every_figure[name])
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", content[16:24])
    assert wide == int(17.5 / 2.54 * 300) and high < 11 * 300
    at = content.index(b"pHYs")
    assert round(struct.unpack(">I", content[at + 4 : at + 8])[0] * 0.0254) == 300


@pytest.mark.parametrize("name", NAMES)
def test_svg_is_whole_with_letters_as_outlines_and_the_same_each_time(every_figure, name):
    content = paper.draw(every_figure[name], "svg")
    root = ElementTree.fromstring(content)
    assert root.tag.endswith("svg") and not root.findall(".//{http://www.w3.org/2000/svg}text")
    assert not [
        value
        for node in root.iter()
        for key, value in node.attrib.items()
        if key.endswith("href") and not value.startswith(("#", "data:"))
    ]
    assert content == paper.draw(every_figure[name], "svg")


def test_titles_end_in_no_single_letter():
    lines = paper_layout.even_lines_of(
        "65歳以上の人の割合は、地区によって 18 % から 41 % まで違います", 15, 6.4, bold=True
    )
    assert len(lines) == 2 and min(map(len, lines)) > 10


@pytest.mark.parametrize("name", NAMES)
def test_a_dollar_in_a_name_is_a_dollar(every_figure, name):
    """Not the beginning of a formula: two of them would change the letters between, or fail."""
    figure = every_figure[name]
    caption = Caption("${x_{$ 1$", "a$b$c", "", ("x$y_$",), "$\\frac$", "f")
    sheet = paper.sheet_of(type(figure)(**vars(figure) | {"caption": caption}))
    assert "${x_{$ 1$" in _words(sheet)
    assert paper.draw(type(figure)(**vars(figure) | {"caption": caption}), "svg")


def test_a_line_with_a_very_long_name_is_drawn(lines):
    rows = lines.rows.assign(series=lines.rows["series"] + "の" * 120)
    assert paper.draw(type(lines)(**vars(lines) | {"rows": rows}), "svg")
