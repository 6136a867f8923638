"""The workbook holds what the book says: numbers as numbers, words as words, gaps as gaps, and nothing that a
spreadsheet would carry out."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from lxml import etree

from pages.book.book import Section
from pages.book.workbook import document, tables
from pages.figures import theme
from pages.figures.description import Bars
from tests.book.conftest import FORMULAS, SUPPRESSED

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def opened(book) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(document.render(book)))


def files(book) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document.render(book))) as content:
        return {name: content.read(name) for name in content.namelist()}


def only(book, *parts, title: str = "章"):
    """The same book with these parts alone."""
    return replace(book, cover=None, sections=(Section("key", title, (), parts),))


def cells(sheet) -> list:
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


def grid(sheet, heading: str) -> list[list]:
    """The rows below a heading in the first column, up to the first row without one."""
    start = next(
        row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == heading and sheet.cell(row, 2).value
    )
    found = []
    for row in range(start, sheet.max_row + 1):
        if sheet.cell(row, 1).value is None:
            break
        found.append([sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)])
    return found


def charts(content: dict[str, bytes]) -> list[etree._Element]:
    return [
        etree.fromstring(content[name]) for name in sorted(content) if re.fullmatch(r"xl/charts/chart\d+\.xml", name)
    ]


def points(chart: etree._Element) -> list[tuple[int, dict[int, float]]]:
    """For each series how many places it has and the values that are there."""
    caches = [series.find(f"{C}val/{C}numRef/{C}numCache") for series in chart.iter(f"{C}ser")]
    return [
        (
            int(cache.find(f"{C}ptCount").get("val")),
            {int(point.get("idx")): float(point.find(f"{C}v").text) for point in cache.iter(f"{C}pt")},
        )
        for cache in caches
    ]


def test_the_first_sheet_says_what_the_book_is(book):
    first = opened(book).worksheets[0]
    said = " ".join(map(str, cells(first)))
    assert first.title == "はじめに"
    for words in (book.title, "八幡地区", *book.stamps, "2025年4月1日現在", *book.sentences, *book.sources):
        assert words in said


def test_there_is_a_sheet_a_section_and_links_lead_to_all(book):
    made = opened(book)
    assert made.sheetnames == ["はじめに", *(section.title for section in book.sections)]
    links = [cell.hyperlink.location for row in made.worksheets[0].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in made.sheetnames[1:]]


def test_names_of_sheets_are_accepted_by_excel(huge_book):
    names = opened(huge_book).sheetnames
    assert len({name.lower() for name in names}) == len(names) == 7
    assert all(
        0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) and name.lower() != "history" for name in names
    )


def test_a_table_holds_numbers_percentages_and_words(book, neighbourhoods):
    sheet = opened(only(book, neighbourhoods))["章"]
    assert grid(sheet, "区域") == [
        ["区域", "65歳以上の割合", "人口", "ひとり暮らし", None, None][: sheet.max_column],
        *(
            [*row, None, None][: sheet.max_column]
            for row in (
                ["八幡", 0.279, 1234, SUPPRESSED],
                ["金井<淵", "判読不可", 0, 12],
                ["町屋", "資料になし", 86, 9],
            )
        ),
    ]
    [table] = sheet.tables.values()
    first = sheet[table.ref][1]
    assert [cell.number_format for cell in first[:3]] == ["General", "0.0%", "#,##0"] and first[0].font.bold
    assert [column.name for column in table.tableColumns] == ["区域", "65歳以上の割合", "人口", "ひとり暮らし"]


def test_bars_are_numbers_with_a_native_chart_and_gaps(book, bars):
    content = files(only(book, bars))
    sheet = opened(only(book, bars))["章"]
    assert [row[:3] for row in grid(sheet, "区域")[1:]] == [
        ["八幡", 0.241, None],
        ["金井<淵", 0.3, None],
        ["町屋", None, SUPPRESSED],
        ["倉賀野", None, "未調査"],
        ["市全体", 0.279, None],
        ["全国", 0.291, None],
    ]
    [chart] = charts(content)
    assert points(chart) == [(6, {0: 0.241, 1: 0.3, 4: 0.279, 5: 0.291})]
    assert chart.find(f".//{C}barDir").get("val") == "bar"
    assert {item.get("val") for item in chart.iter(f"{C}dispBlanksAs")} <= {
        "gap"
    }  # XlsxWriter leaves it out: a gap is what files of its kind mean by that
    assert {item.get("formatCode") for item in chart.iter(f"{C}numFmt")} >= {"0.0%"}
    assert [point.text for point in chart.findall(f".//{C}cat//{C}v")] == [
        "八幡",
        "金井<淵",
        "町屋",
        "倉賀野",
        "市全体",
        "全国",
    ]
    formula = chart.find(f".//{C}val/{C}numRef/{C}f").text
    column, first, last = re.search(r"\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)$", formula).groups()
    assert [sheet[f"{column}{row}"].value for row in range(int(first), int(last) + 1)] == [
        0.241,
        0.3,
        None,
        None,
        0.279,
        0.291,
    ]


def test_lines_break_where_a_value_is_missing(book, lines):
    [chart] = charts(files(only(book, lines)))
    assert points(chart) == [(3, {0: 0.2, 2: 0.24}), (3, {0: 0.21, 1: 0.235, 2: 0.241})]  # 0.2405 is shown as 24.1 %
    assert ["2020年", None, 0.235, "八幡：未調査"] in [row[:4] for row in grid(opened(only(book, lines))["章"], "時点")]


def test_a_pyramid_is_drawn_to_both_sides_without_a_sign(book, pyramid):
    [chart] = charts(files(only(book, pyramid)))
    assert points(chart) == [(3, {0: -1200, 1: -1100, 2: -900}), (3, {0: 1250, 1: 1180, 2: 1400})]
    assert chart.find(f".//{C}grouping").get("val") == "stacked" and "#,##0;#,##0" in {
        item.get("formatCode") for item in chart.iter(f"{C}numFmt")
    }
    assert [row[:3] for row in grid(opened(only(book, pyramid))["章"], "年齢")[1:]] == [
        ["60～64歳", 1200, 1250],
        ["65～69歳", 1100, 1180],
        ["70歳以上", 900, 1400],
    ]


def test_stacked_bars_keep_their_parts(book, stacked):
    [chart] = charts(files(only(book, stacked)))
    assert (
        points(chart) == [(2, {0: 0.12, 1: 0.12}), (2, {0: 0.15, 1: 0.15})]
        and chart.find(f".//{C}overlap").get("val") == "100"
    )


def test_shades_are_the_classes_of_the_description(book, shades):
    sheet = opened(only(book, shades))["章"]
    rows = grid(sheet, "区域")
    assert [row[:3] for row in rows[1:]] == [["八幡", 5.8, SUPPRESSED], ["町屋", 0.0, "未調査"]]
    [(where, rules)] = [
        (str(area.sqref), sorted(found, key=lambda rule: rule.priority))
        for area, found in sheet.conditional_formatting._cf_rules.items()
    ]
    assert len(where.split()) == 2  # the two numbers, not the words
    found = {}
    for cell in where.split():
        value = sheet[cell].value
        found[value] = next(rule.dxf.fill.bgColor.rgb[-6:] for rule in rules if value >= float(rule.formula[0]))
    colours = [colour[1:] for colour in theme.shades(3)]
    assert found == {5.8: colours[2], 0.0: colours[0]}
    assert all(
        cell.fill.patternType == "lightUp"
        for row in sheet.iter_rows()
        for cell in row
        if cell.value in (SUPPRESSED, "未調査") and cell.column > 1
    )


def test_a_rounded_number_keeps_its_class(book, shades):
    values = shades.values.copy()
    values.iloc[0, 0] = 3.99  # shown as 4.0, which begins the next class
    [[_, rules]] = opened(only(book, replace(shades, values=values, texts=shades.texts.replace("5.8人", "4.0人"))))[
        "章"
    ].conditional_formatting._cf_rules.items()
    sheet = opened(only(book, replace(shades, values=values, texts=shades.texts.replace("5.8人", "4.0人"))))["章"]
    assert grid(sheet, "区域")[1][1] == 3.99 and len(rules) == 3


def test_merged_and_estimated_words_stay_at_their_number(book, shades, bars):
    texts = shades.texts.replace("5.8人", "5.8人（合算）")
    states = shades.states.replace("ok", "merged")
    sheet = opened(only(book, replace(shades, texts=texts, states=states)))["章"]
    assert '#,##0.0"（合算）"' in {cell.number_format for row in sheet.iter_rows() for cell in row}
    rows = bars.rows.assign(text=["目安 24.1 %", "30.0 %", SUPPRESSED, "未調査"])
    assert ["八幡", 0.241, "目安 24.1 %"] in [
        row[:3] for row in grid(opened(only(book, replace(bars, rows=rows)))["章"], "区域")
    ]


def test_nothing_is_carried_out(huge_book):
    content, made = files(huge_book), opened(huge_book)
    assert not [cell.coordinate for sheet in made for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [name for name in content if name.startswith("xl/externalLinks") or name.endswith("vbaProject.bin")]
    assert all(b'TargetMode="External"' not in body for name, body in content.items() if name.endswith(".rels"))
    names = [row[2] for row in grid(made.worksheets[-3], "地区")[1:]]
    assert tuple(names[: len(FORMULAS)]) == FORMULAS
    quoted = {cell.value for row in made.worksheets[-3].iter_rows() for cell in row if cell.quotePrefix}
    assert quoted >= {text for text in FORMULAS if text[0] in "=+-@"}


def test_hidden_numbers_are_nowhere(book, shades):
    """Not even where a description should hold one by mistake."""
    rows = pd.DataFrame(
        {
            "label": ["甲", "乙"],
            "value": [0.31, 0.123456],
            "text": ["31.0 %", SUPPRESSED],
            "state": ["ok", "suppressed"],
            "emphasis": [False, False],
        }
    )
    bad = Bars(shades.caption, rows, "高齢化率（%）", percent=True)
    table = replace(shades, values=shades.values.fillna(0.123456))
    assert all(b"123456" not in body and b"0.123" not in body for body in files(only(book, bad, table)).values())


def test_every_sheet_has_stamps_a_header_and_fits_the_paper(book, huge_book):
    for each in (book, huge_book):
        for sheet in opened(each).worksheets:
            said = " ".join(str(cell.value) for cell in sheet[2] if cell.value)
            assert all(stamp in said and stamp in sheet.oddHeader.right.text for stamp in each.stamps)
            assert (
                sheet.page_setup.paperSize == 9
                and sheet.page_setup.fitToHeight == 0
                and sheet.sheet_properties.pageSetUpPr.fitToPage
            )
            assert sheet.print_title_rows


def test_figures_stand_with_source_date_and_note(book):
    said = " ".join(map(str, cells(opened(book)["人口と年齢"])))
    assert (
        "出典：架空市「住民基本台帳」（2025年4月1日現在）" in said
        and "65歳以上の人が人口全体に占める割合" in said
        and "協議体限り" in said
    )


def test_a_long_table_has_a_sheet_of_its_own_with_fixed_headings(huge_book):
    sheet = opened(huge_book).worksheets[-3]
    assert sheet.title == "地域資源の一覧（八幡・300件）" and len(grid(sheet, "地区")) == 301
    heading = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "地区")
    assert sheet.freeze_panes == f"B{heading + 1}" and sheet.print_title_rows == f"${heading}:${heading}"
    assert sheet.page_setup.orientation == "landscape" and next(iter(sheet.tables.values())).autoFilter is not None


def test_maps_are_pictures_and_everything_drawn_is_described(book):
    content = files(book)
    pictures = [body for name, body in content.items() if name.startswith("xl/media/")]
    assert len(pictures) == 3 and all(body.startswith(b"\x89PNG") for body in pictures)
    drawn = [
        item
        for name, body in content.items()
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
        for item in etree.fromstring(body).iter("{*}cNvPr")
    ]
    assert len(drawn) == 7 and all(len(item.get("descr", "")) > 10 for item in drawn)
    assert any("八幡 24.1%" in item.get("descr") and f"町屋 {SUPPRESSED}" in item.get("descr") for item in drawn)


def test_type_is_ours_everywhere(book):
    content = files(book)
    fonts = [
        item.get("val")
        for item in etree.fromstring(content["xl/styles.xml"]).iter("{*}name")
        if item.getparent().tag.endswith("font")
    ]
    assert fonts and set(fonts) == {theme.FONT}
    kinds = etree.fromstring(content["xl/theme/theme1.xml"])
    assert {item.get("typeface") for item in kinds.iter("{*}ea")} == {theme.FONT}
    assert {item.get("typeface") for item in kinds.iter("{*}font") if item.get("script") == "Jpan"} == {"游ゴシック"}
    assert {item.get("typeface") for chart in charts(content) for item in chart.iter("{*}latin")} == {theme.FONT}


def test_a_district_without_anything_has_words_and_no_chart(empty_book):
    content, made = files(empty_book), opened(empty_book)
    assert not charts(content)
    assert "表示できる資料がありません" in cells(made["人口"]) and ["乙", None, "判読不可"] in [
        row[:3] for row in grid(made["人口"], "区域")
    ]
    assert "資料になし" in cells(made.worksheets[0])


def test_the_same_book_gives_the_same_bytes(book):
    assert document.render(book) == document.render(book)


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("人口", set(), "人口"),
        ("人口", {"人口"}, "人口 2"),
        ("History", set(), "History 2"),
        ("'困りごと'", set(), "困りごと"),
        ("a/b:c", set(), "a b c"),
        ("", set(), "シート"),
        ("あ" * 40, set(), "あ" * 31),
        ("あ" * 40, {"あ" * 31}, "あ" * 29 + " 2"),
        ("𠮷" * 20, set(), "𠮷" * 15),
    ],
)
def test_names_of_sheets(title, taken, name):
    assert document.sheet_name(title, taken) == name
    assert name.lower() in taken


def test_the_lowest_class_takes_whatever_lies_below_it(shades):
    lowest = tables.shade_rules(shades)[-1]
    assert lowest["label"] == shades.classes.labels[0] and lowest["at_least"] < -1e200
