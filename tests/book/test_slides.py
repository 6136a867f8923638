"""The slides say what the book says, in large letters, with charts that can be edited, and never more than fits."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from pages.book.book import Section
from pages.book.office import EMPTY
from pages.book.slides import page, presentation
from pages.figures import theme
from pages.figures.description import Bars, Lines, Pyramid
from tests.book.conftest import FORMULAS, SUPPRESSED

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def opened(book):
    return Presentation(io.BytesIO(presentation.render(book)))


def files(book) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(presentation.render(book))) as content:
        return {name: content.read(name) for name in content.namelist()}


def only(book, *parts, title: str = "章"):
    return replace(book, cover=None, sections=(Section("key", title, (), parts),))


def words(slide) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    found += [cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def chart_of(deck):
    [chart] = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    return chart


def table_of(deck):
    [table] = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in table.rows]


def workbook_in(chart) -> list[list]:
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_slides_are_wide_and_begin_with_the_district(book):
    deck = opened(book)
    assert round(deck.slide_width / deck.slide_height, 3) == round(16 / 9, 3)
    first = words(deck.slides[0])
    assert all(
        text in first for text in (book.title, *book.sentences, "2025年4月1日現在", *book.stamps, "架空市 八幡地区")
    )
    assert [layout.name for layout in deck.slide_layouts] == ["表紙", "見出しと図"]


def test_every_slide_has_title_stamps_source_and_notes(book, huge_book):
    for each in (book, huge_book):
        for number, slide in enumerate(opened(each).slides, 1):
            said = words(slide)
            assert slide.shapes.title.text_frame.text and all(stamp in said for stamp in each.stamps)
            assert slide.has_notes_slide and slide.notes_slide.notes_text_frame.text
            assert re.search(r"出典|時点", said)
            assert f">{number}</" in etree.tostring(slide._element, encoding="unicode")  # the page's number


def test_a_figure_has_its_source_date_stamps_and_definition(book, bars):
    slide = opened(only(book, bars)).slides[1]
    said = words(slide)
    assert slide.shapes.title.text_frame.text == "65歳以上の人は、八幡地区で10人に約3人です"
    assert (
        "出典：架空市「住民基本台帳」（2025年4月1日現在）" in said
        and "協議体限り" in said
        and "架空のデータです" in said
    )
    assert "65歳以上の人が人口全体に占める割合" in slide.notes_slide.notes_text_frame.text


def test_letters_are_large_and_of_our_type(book, huge_book, empty_book):
    for each in (book, huge_book, empty_book):
        content = files(each)
        for name, body in content.items():
            if not re.fullmatch(r"ppt/(slides|charts)/[a-z]+\d+\.xml", name):
                continue
            tree = etree.fromstring(body)
            runs = [*tree.iter(f"{A}rPr"), *tree.iter(f"{A}defRPr")]
            assert all(int(run.get("sz", 1800)) >= 1800 for run in runs), name
            typed = [
                run for run in runs if run.getparent().tag in (f"{A}r", f"{A}fld") or name.startswith("ppt/charts")
            ]
            assert typed and all(
                run.find(f"{A}ea").get("typeface") == run.find(f"{A}latin").get("typeface") == theme.FONT
                for run in typed
            ), name
            assert all(run.get("sz") for run in tree.iter(f"{A}rPr"))
        for slide in opened(each).slides:
            assert all(
                run.font.size.pt >= 28
                for paragraph in slide.shapes.title.text_frame.paragraphs
                for run in paragraph.runs
            )


def test_bars_are_a_native_chart_with_gaps(book, bars):
    deck = opened(only(book, bars))
    chart = chart_of(deck)
    assert list(chart.plots[0].categories) == ["八幡", "金井<淵", "町屋 ＊", "倉賀野 ※", "市全体", "全国"]
    assert list(chart.plots[0].series[0].values) == [0.241, 0.3, None, None, 0.279, 0.291]
    assert workbook_in(chart) == [
        [None, "高齢化率（%）"],
        ["八幡", 0.241],
        ["金井<淵", 0.3],
        ["町屋 ＊", None],
        ["倉賀野 ※", None],
        ["市全体", 0.279],
        ["全国", 0.291],
    ]
    assert f"＊ {SUPPRESSED}" in words(deck.slides[1]) and "※ 未調査" in words(deck.slides[1])
    assert chart._chartSpace.find(f".//{C}dispBlanksAs").get("val") == "gap" and chart.category_axis.reverse_order
    assert chart.plots[0].series[0].data_labels.number_format == "0.0%"


def test_lines_break_where_a_value_is_missing(book, lines):
    chart = chart_of(opened(only(book, lines)))
    assert [list(series.values) for series in chart.plots[0].series] == [[0.2, None, 0.24], [0.21, 0.235, 0.241]]
    assert workbook_in(chart) == [
        [None, "八幡", "市全体"],
        ["2015年", 0.2, 0.21],
        ["2020年 ＊", None, 0.235],
        ["2025年", 0.24, 0.241],
    ]
    assert "縦の目もりは18 %から始まります。" in words(opened(only(book, lines)).slides[1])


def test_a_pyramid_is_drawn_to_both_sides_without_a_sign(book, pyramid):
    chart = chart_of(opened(only(book, pyramid)))
    assert [list(series.values) for series in chart.plots[0].series] == [[-1200, -1100, -900], [1250, 1180, 1400]]
    assert chart.value_axis.tick_labels.number_format == "#,##0;#,##0"
    assert [
        point.format.fill.fore_color.rgb.__str__()
        for point in (chart.plots[0].series[0].points[place] for place in range(3))
    ] == [theme.SEX["male"][old][1:] for old in (0, 1, 1)]


def test_what_does_not_fit_is_said(huge_book):
    deck = opened(huge_book)
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                count = len(list(shape.chart.plots[0].categories))
                assert 5 <= count < 60 and f"ほか{60 - count}件は、データブックにあります" in words(slide)
                assert any(
                    "45区" in label for label in shape.chart.plots[0].categories
                )  # the chosen one is never left out
            if shape.has_table and "区域" in shape.table.cell(0, 0).text:
                assert f"ほか{61 - len(shape.table.rows)}件は" in words(slide) and "実人数があります" in words(slide)
            if shape.has_table and "地区" == shape.table.cell(0, 0).text:
                assert f"ほか{301 - len(shape.table.rows)}件は" in words(slide)
    assert any("ほか8件は、データブックにあります" in words(slide) for slide in deck.slides)  # cards


def test_nothing_reaches_beyond_its_place(book, huge_book):
    for each in (book, huge_book):
        deck = opened(each)
        for slide in deck.slides:
            for shape in slide.shapes:
                assert (
                    shape.left >= 0
                    and shape.top >= 0
                    and shape.left + shape.width <= deck.slide_width + 2
                    and shape.top + shape.height <= deck.slide_height
                )
                if shape.has_table or shape.has_chart or shape.shape_type == 13:
                    assert shape.top + shape.height <= Emu(int(6.2 * 914400))
                if shape.has_table:  # LibreOffice and PowerPoint make a row higher when its text does not fit
                    assert sum(row.height for row in shape.table.rows) == pytest.approx(shape.height, abs=20)


def test_texts_fit_into_their_boxes(huge_book):
    """Counted letter by letter, without looking at phrases: a full-width letter is as wide as it is high, others at
    most 0.68 of that."""
    for slide in opened(huge_book).slides:
        for shape in slide.shapes:
            if not shape.has_text_frame or not shape.text_frame.text or shape.has_chart or not shape.height:
                continue
            points = (
                max(run.font.size.pt for paragraph in shape.text_frame.paragraphs for run in paragraph.runs)
                if any(paragraph.runs for paragraph in shape.text_frame.paragraphs)
                else 18
            )
            room = shape.width / 12700
            count = sum(
                -(-sum(0.68 if ord(letter) < 0x2000 else 1.0 for letter in paragraph.text) * points * 0.88 // room)
                for paragraph in shape.text_frame.paragraphs
            )
            assert count * points * 1.15 <= shape.height / 12700 + points * 0.35, shape.text_frame.text


def test_tables_hold_the_finished_words(book, neighbourhoods, shades):
    assert table_of(opened(only(book, neighbourhoods)))[1:] == [
        ["八幡", "27.9", "1234", SUPPRESSED],
        ["金井<淵", "判読不可", "0", "12"],
        ["町屋", "資料になし", "86", "9"],
    ]
    deck = opened(only(book, shades))
    assert table_of(deck) == [
        ["区域", "買い物", "居場所・運動"],
        ["八幡", "5.8人", "＊"],
        ["町屋", "0.0人", "未調査"],
    ] and f"＊ {SUPPRESSED}" in words(deck.slides[1])
    [table] = [shape.table for shape in deck.slides[1].shapes if shape.has_table]
    colours = [str(table.cell(row, column).fill.fore_color.rgb) for row in (1, 2) for column in (1, 2)]
    assert colours == [theme.shades(3)[2][1:], theme.MISSING[1:], theme.shades(3)[0][1:], theme.MISSING[1:]]


def test_marks_in_a_table_are_explained_on_the_slide(book, neighbourhoods):
    shown = neighbourhoods.shown.replace("判読不可", "？")
    deck = opened(only(book, replace(neighbourhoods, shown=shown)))
    assert table_of(deck)[2][1] == "？" and "？＝判読不可" in words(deck.slides[1])


def test_where_there_is_no_map_there_are_words(book, area_map, place_map):
    bare = area_map.areas.set_geometry([None] * 4, crs="EPSG:6668")
    nowhere = replace(
        place_map,
        places=place_map.places.assign(lat=None, lon=None),
        base=type(place_map.base)(),
        reach=None,
        gaps=None,
    )
    deck = opened(only(book, replace(area_map, areas=bare), nowhere))
    assert [EMPTY in words(slide) for slide in list(deck.slides)[1:3]] == [True, True]


def test_hidden_numbers_are_nowhere(book, shades):
    """Neither on a slide nor in a chart's workbook, even where a description should hold one by mistake."""
    rows = pd.DataFrame(
        {
            "label": ["甲", "乙"],
            "value": [0.31, 0.123456],
            "text": ["31.0 %", SUPPRESSED],
            "state": ["ok", "suppressed"],
            "emphasis": [False, False],
        }
    )
    content = files(
        only(
            book,
            Bars(shades.caption, rows, "高齢化率（%）", percent=True),
            replace(shades, values=shades.values.fillna(0.123456)),
        )
    )
    for name, body in content.items():
        inner = zipfile.ZipFile(io.BytesIO(body)) if name.endswith(".xlsx") else None
        for one in [inner.read(item) for item in inner.namelist()] if inner else [body]:
            assert b"123456" not in one and b"0.123" not in one


def test_text_is_text_also_in_the_workbook_of_a_chart(book, bars):
    rows = pd.DataFrame(
        {
            "label": list(FORMULAS),
            "value": [0.1] * len(FORMULAS),
            "text": ["10.0 %"] * len(FORMULAS),
            "state": ["ok"] * len(FORMULAS),
            "emphasis": [False] * len(FORMULAS),
        }
    )
    chart = chart_of(opened(only(book, replace(bars, rows=rows, references=()))))
    shown = workbook_in(chart)
    assert shown[1][0] == "=1+1" and len(shown) == len(FORMULAS) + 1
    content = files(only(book, replace(bars, rows=rows)))
    assert all(b'TargetMode="External"' not in body for name, body in content.items() if name.endswith(".rels"))


def test_maps_are_pictures_with_words(book, every_figure):
    for name in ("area_map", "point_map", "place_map", "tile_map"):
        pictures = [
            shape
            for slide in opened(only(book, every_figure[name])).slides
            for shape in slide.shapes
            if shape.shape_type == 13
        ]
        described = [shape._element._nvXxPr.cNvPr.get("descr") for shape in pictures]
        assert 1 <= len(pictures) <= 2 and described[0].startswith("65歳以上の人は") and all(described)
        assert sum(shape.height * shape.width for shape in pictures) > 0.1 * 13.333 * 7.5 * 914400**2


def test_charts_and_tables_are_described(book):
    for slide in opened(book).slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element._nvXxPr.cNvPr.get("descr")


def test_a_district_without_anything_has_words(empty_book):
    deck = opened(empty_book)
    said = "\n".join(words(slide) for slide in deck.slides)
    assert said.count("表示できる資料がありません") == 5 and "判読不可" in said
    assert not [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize(
    "make",
    [
        lambda caption: Bars(
            caption,
            pd.DataFrame({"label": ["甲"], "value": [0.0], "text": ["0.0 %"], "state": ["ok"], "emphasis": [True]}),
            "率",
            percent=True,
        ),
        lambda caption: Lines(
            caption,
            pd.DataFrame({"series": ["甲"], "when": ["2020年"], "value": [5.0], "text": ["5人"], "state": ["ok"]}),
            "人",
        ),
        lambda caption: Pyramid(
            caption, pd.DataFrame({"age": ["0歳", "65歳以上"], "persons": [0, 0]}), False, "65歳以上"
        ),
        lambda caption: Lines(
            caption,
            pd.DataFrame(
                [
                    {
                        "series": f"{number}",
                        "when": f"{2000 + year}年4月",
                        "value": number + year,
                        "text": f"{number + year}人",
                        "state": "ok",
                    }
                    for number in range(9)
                    for year in range(20)
                ]
            ),
            "人",
        ),
    ],
)
def test_odd_charts_are_drawn_too(book, bars, make):
    assert chart_of(opened(only(book, make(bars.caption)))).plots[0].series[0].values


def test_a_zero_is_drawn_as_a_zero(book, bars):
    rows = pd.DataFrame(
        {
            "label": ["甲", "乙"],
            "value": [0.0, None],
            "text": ["0.0 %", "未調査"],
            "state": ["ok", "not_surveyed"],
            "emphasis": [False, False],
        }
    )
    assert list(chart_of(opened(only(book, replace(bars, rows=rows, references=())))).plots[0].series[0].values) == [
        0.0,
        None,
    ]


def test_the_same_book_gives_the_same_bytes(book):
    assert presentation.render(book) == presentation.render(book)


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["八幡", "町屋"], ["八幡", "町屋"]),
        (["南小学校区自治会連合第1区", "南小学校区自治会連合第12区", "町屋"], ["…1区", "…12区", "町屋"]),
        (["南小学校区自治会連合第12区", "南小学校区自治会連合第13区"], ["…12区", "…13区"]),
        (["とても長いただ一つの名前"], ["とても長いただ…"]),
    ],
)
def test_long_names_are_told_apart(names, short):
    assert page.told_apart(names, 8) == short
