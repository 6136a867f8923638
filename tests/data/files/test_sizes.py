"""Files too large for an office PC are refused early and with words; large ones of the usual kind are read."""

from __future__ import annotations

import itertools
import json
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
import shapely

from data.files import archive, delimited_text, excel_workbook, map_json_safety, map_limits
from data.files import sheet as one_sheet
from data.files.cells import counts
from data.files.delimited_text import _lines
from data.files.extract import Options
from data.files.map_json_safety import _brackets
from data.files.opened import opened
from data.files.problems import Problem, Problems, Refused, number_of
from data.files.sheet import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, within_limits
from data.readers import recognise


def refused(path: Path) -> Problem:
    with pytest.raises(Refused) as caught, opened(path) as file:
        recognise(file).read(file, Options())
    assert caught.value.problems[0].file == path.name and caught.value.problems[0].what_to_do
    return caught.value.problems[0]


def stops(rows, monkeypatch, **limits) -> Problem:
    """The refusal of rows that go on for ever: without an early stop the test never ends, so they explode instead."""
    for name, limit in limits.items():
        monkeypatch.setattr(one_sheet, name, limit)

    def endless():
        yield from rows
        raise AssertionError("read on after the row with which it was too much")

    with pytest.raises(Refused) as caught:
        within_limits(endless(), "a.csv", "表")
    assert (caught.value.problems[0].file, caught.value.problems[0].sheet) == ("a.csv", "表")
    return caught.value.problems[0]


def test_reading_stops_at_the_first_row_that_is_too_much(monkeypatch):
    assert "行が多すぎます（5行まで" in stops([["1"]] * 6, monkeypatch, MOST_ROWS=5).why
    assert "セルが多すぎます" in stops([["1", "2"]] * 3, monkeypatch, MOST_CELLS=5).why
    wide = stops([["1"], ["1"] * (MOST_COLUMNS + 1)], monkeypatch)
    assert "列が多すぎます（1,001列）" in wide.why and wide.row == 2
    long = stops([["1"], ["2", "あ" * (LONGEST_CELL + 1)]], monkeypatch)
    assert "一つのセルの文字が多すぎます（32,768文字）" in long.why and long.row == 2 and long.value == "あ" * 20


def test_what_is_just_not_too_much_is_read(monkeypatch):
    monkeypatch.setattr(one_sheet, "MOST_ROWS", 5)
    assert len(within_limits(iter([["1"]] * 5), "a.csv")) == 5
    assert within_limits(iter([["1"] * MOST_COLUMNS, ["あ" * LONGEST_CELL]]), "a.csv")[0] == ["1"] * MOST_COLUMNS
    assert within_limits(iter([["1", *[""] * 5000]]), "a.csv") == [["1"]], (
        "empty cells behind the last value are no columns"
    )


def test_empty_rows_cost_nothing_at_the_end_and_keep_their_place_between(monkeypatch):
    monkeypatch.setattr(one_sheet, "MOST_ROWS", 10)
    assert within_limits(itertools.chain([["1"]], ([""] for _ in range(100_000))), "a.csv") == [["1"]]
    assert within_limits(iter([["1"], [""], ["", ""], ["2"]]), "a.csv") == [["1"], [], [], ["2"]]


def test_the_lines_of_a_text_are_not_all_read(tmp_path, monkeypatch):
    monkeypatch.setattr(one_sheet, "MOST_ROWS", 10)
    seen = []
    whole = _lines
    monkeypatch.setattr(delimited_text, "_lines", lambda *given: (seen.append(1) or line for line in whole(*given)))
    (tmp_path / "a.csv").write_text("1,2\n" * 1000, encoding="utf-8")
    assert "行が多すぎます" in refused(tmp_path / "a.csv").why
    assert len(seen) <= 12


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_on_every_system(ends, tmp_path):
    (tmp_path / "a.csv").write_bytes(f'町,"二{ends}行"{ends}{ends}架空,1{ends}'.encode())
    with opened(tmp_path / "a.csv") as file:
        assert file.sheets[0].rows == [["町", "二\n行"], [], ["架空", "1"]]


def test_a_million_columns(tmp_path):
    (tmp_path / "a.csv").write_text((",".join(["1"] * 1_000_000) + "\n") * 2, encoding="utf-8")
    problem = refused(tmp_path / "a.csv")
    assert "列が多すぎます（1,000,000列）" in problem.why and problem.row in (1, None)
    (tmp_path / "b.csv").write_text("1," + "2" * 3_000_000 + "\n", encoding="utf-8")
    assert "一行の文字が多すぎます" in refused(tmp_path / "b.csv").why


def test_a_text_that_cannot_be_read_is_tried_line_by_line(tmp_path, monkeypatch):
    lines = b"\xe6\x9e\xb6\n" * 50
    (tmp_path / "a.csv").write_bytes(lines + b"\x8d\xff\n" + lines)
    assert refused(tmp_path / "a.csv").row == 51
    monkeypatch.setattr(delimited_text, "_LINES_TRIED", 40)
    assert refused(tmp_path / "a.csv").row is None


def test_a_cell_of_more_letters_than_the_parser_takes_is_no_open_quote(tmp_path):
    (tmp_path / "a.csv").write_text("名称\n" + "あ" * 1_500_000 + "\n", encoding="utf-8")
    assert "一つのセルの文字が多すぎます（1,500,000文字）" in refused(tmp_path / "a.csv").why


@pytest.mark.long
def test_a_million_rows_of_one_value(tmp_path):
    (tmp_path / "a.csv").write_text("人数\n" + "1\n" * 1_000_000, encoding="utf-8")
    assert f"行が多すぎます（{MOST_ROWS:,}行まで" in refused(tmp_path / "a.csv").why


@pytest.mark.parametrize("number", [10_000, pytest.param(200_000, marks=pytest.mark.long)])
def test_a_table_of_many_rows_and_30_columns_is_read(number, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        ",".join(f"項目{place}" for place in range(30)) + "\n" + (",".join(["12"] * 30) + "\n") * number,
        encoding="utf-8",
    )
    with opened(path) as file:
        rows = file.sheets[0].rows
        assert len(rows) == number + 1 and rows[-1] == ["12"] * 30
        assert rows[5][3] is rows[9][7], "equal texts are kept once"


def test_more_lines_than_a_reader_makes_a_table_of(small_city, monkeypatch):
    monkeypatch.setattr(one_sheet, "MOST_LINES", 50)
    rows = small_city.register_rows()
    path = small_city.write("a_20240930.csv", [*rows[:2], *([f"架空{row}町", *rows[2][1:]] for row in range(51))])
    assert "（51行）。50行まで" in refused(path).why
    path = small_city.write(
        "b.csv",
        [
            ["町内会", "期間", "対象人数", "見守り", "買い物", "通院"],
            *([f"架空{row}町", "2024-04/2025-03", "1", "1", "1", "1"] for row in range(51)),
        ],
    )
    assert "（51行）。50行まで" in refused(path).why


def sheet_of(
    path: Path, body: str, dimension: str = "A1", name: str = "xl/worksheets/sheet1.xml", prefix: str = ""
) -> Path:
    """A workbook whose sheet has these rows as XML."""
    openpyxl.Workbook().save(path)
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    space = f'xmlns{":" + prefix[:-1] if prefix else ""}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts[name] = (
        f"<{prefix}worksheet {space}><{prefix}dimension"
        f' ref="{dimension}"/><{prefix}sheetData>{body}</{prefix}sheetData></{prefix}worksheet>'.encode()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return path


FILLED = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>町名</t></is></c><c r="B1"><v>1</v></c></row><row r="3"><c'
    ' r="B3"><v>2</v></c></row>'
)
ROWS = [["町名", "1"], ["", ""], ["", "2"]]


def rows_of(path: Path) -> list[list[str]]:
    with opened(path) as file:
        return file.sheets[0].rows


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1", "A1:B2"])
def test_what_a_sheet_says_of_its_size_does_not_count(dimension, tmp_path):
    assert rows_of(sheet_of(tmp_path / "a.xlsx", FILLED, dimension)) == ROWS


def test_styled_rows_down_to_the_last_one_are_not_looked_at(tmp_path, monkeypatch):
    """Officials' files have them; openpyxl is asked for the filled rows alone."""
    styled = "".join(
        f'<row r="{row}" s="1" customFormat="1" ht="15.0"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>'
        for row in range(4, 100_000)
    )
    last = '<row r="1048576" s="1" customFormat="1"><c r="A1048576" s="0"/></row>'
    asked = []
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    whole = ReadOnlyWorksheet.iter_rows
    monkeypatch.setattr(
        ReadOnlyWorksheet, "iter_rows", lambda sheet, **given: asked.append(given["max_row"]) or whole(sheet, **given)
    )
    assert rows_of(sheet_of(tmp_path / "a.xlsx", FILLED + styled + last, "A1:B1048576")) == ROWS
    assert asked == [3]


def test_styled_rows_between_values_keep_their_place(tmp_path):
    body = (
        FILLED
        + "".join(f'<row r="{row}" s="1"/>' for row in range(4, 1000))
        + '<row r="1000"><c r="A1000"><v>7</v></c></row>'
    )
    rows = rows_of(sheet_of(tmp_path / "a.xlsx", body))
    assert len(rows) == 1000 and rows[999] == ["7", ""]


def test_sheets_written_with_a_prefix_or_without_numbers(tmp_path):
    prefixed = FILLED.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    assert rows_of(sheet_of(tmp_path / "a.xlsx", prefixed, prefix="x:")) == ROWS
    assert rows_of(sheet_of(tmp_path / "b.xlsx", "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>")) == [
        ["1"],
        ["2"],
    ]


def test_marks_of_other_places_are_no_values(tmp_path):
    """Formulas of rules below the cells, and words in a cell that look like tags."""
    body = FILLED + '<row r="4"><c r="A4" t="inlineStr"><is><t>row r="9" &lt;v&gt; narrow </t></is></c></row>'
    path = sheet_of(tmp_path / "a.xlsx", body)
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>",
        b'<row r="1048576"/></sheetData><extLst><ext><f>x</f><v>1</v></ext></extLst><rowBreaks count="0"/>',
    )
    with zipfile.ZipFile(path, "w") as new:
        for part, content in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            new.writestr(part, content)
    assert len(rows_of(path)) == 4


def test_cells_across_the_pieces_that_are_read_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(excel_workbook, "MIB", 64)
    assert rows_of(sheet_of(tmp_path / "a.xlsx", FILLED)) == ROWS
    computed = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"'
        ' t="str"><f>""</f><v></v></c></row>'
        + "".join(f'<row r="{row}"><c r="A{row}"><f>B{row}</f></c></row>' for row in range(2, 9))
    )
    problem = refused(sheet_of(tmp_path / "b.xlsx", computed))
    assert "（セル B1、A2、A3、A4、A5 ほか3か所）" in problem.why


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "行が多すぎます（1,048,576行）"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>', "列が多すぎます（16,384列）"),
        (
            f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 40_000}</t></is></c></row>',
            "一つのセルの文字が多すぎます",
        ),
    ],
)
def test_workbooks_with_too_much_of_something(body, words, tmp_path):
    assert words in refused(sheet_of(tmp_path / "a.xlsx", body)).why


def test_limits_of_a_workbook(tmp_path, monkeypatch):
    path = sheet_of(tmp_path / "a.xlsx", FILLED)
    for name, limit, words in (
        ("MOST_CELLS", 2, "セルが多すぎます"),
        ("LARGEST_SHEETS", 10, "中身が大きすぎます"),
        ("LARGEST_PART", 10, "中身が大きすぎます"),
        ("MOST_SHEETS", 0, "シートが多すぎます"),
    ):
        with monkeypatch.context() as changed:
            changed.setattr(excel_workbook, name, limit)
            assert words in refused(path).why, name
    assert rows_of(path) == ROWS


def test_an_archive_with_too_many_members(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_LIST", 100)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for number in range(10):
            packed.writestr(f"{number}.txt", "")
    assert "多すぎます" in refused(tmp_path / "a.zip").why


def areas(number: int, corners: int) -> gpd.GeoDataFrame:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    place = np.arange(number)
    middle = np.column_stack([135.4 + place % 100 * 0.001, 34.4 + place // 100 * 0.001])
    shapes = shapely.polygons(middle[:, None] + np.column_stack([np.cos(turn), np.sin(turn)])[None] * 0.0004)
    return gpd.GeoDataFrame(
        {"KEY_CODE": [f"27999{row:06d}" for row in place], "S_NAME": [f"架空{row}町" for row in place]},
        geometry=shapes,
        crs="EPSG:6668",
    )


def test_a_city_of_5400_areas_is_read(tmp_path):
    areas(5400, 30).to_file(tmp_path / "a.geojson")
    with opened(tmp_path / "a.geojson") as file:
        piece = recognise(file).read(file, Options())
    assert len(piece.tables["areas"]) == 5400 and piece.problems == []


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "shp", "kml"])
def test_too_many_shapes_or_corners(ending, tmp_path, monkeypatch):
    path = tmp_path / f"a.{ending}"
    areas(20, 30).to_file(path, **({"driver": "LIBKML"} if ending == "kml" else {}))
    with opened(path) as file:
        assert len(recognise(file).read(file, Options()).tables["areas"]) == 20
    with monkeypatch.context() as changed:
        changed.setattr(map_limits, "MOST_SHAPES", 19)
        assert "図形が多すぎます" in refused(path).why
    monkeypatch.setattr(map_limits, "MOST_VERTICES", 500)
    assert "図形の点が多すぎます" in refused(path).why


def test_a_shapefile_that_states_a_billion_lines_is_not_believed(tmp_path):
    path = tmp_path / "a.shp"
    areas(3, 5).to_file(path)
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    table[4:8] = struct.pack("<I", 2**31)
    path.with_suffix(".dbf").write_bytes(bytes(table))
    assert "途中で切れています" in refused(path).why


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":'
        + "[" * 5000
        + "]" * 5000
        + '},"geometry":null}]}',
        '{"type":"Topology","objects":{"t":'
        + '{"type":"GeometryCollection","geometries":[' * 3000
        + "]}" * 3000
        + '},"arcs":[]}',
        '{"a":' * 200_000,
    ],
)
def test_json_that_is_nested_too_deep(text, tmp_path):
    (tmp_path / "a.geojson").write_text(text, encoding="utf-8")
    assert "入れ子が深すぎます" in refused(tmp_path / "a.geojson").why


def test_brackets_in_names_are_no_nesting(tmp_path):
    path = tmp_path / "a.geojson"
    areas(2, 5).assign(S_NAME=["[" * 150 + '"\\', "{{[["]).to_file(path)
    with opened(path) as file:
        assert recognise(file).read(file, Options()).tables["areas"]["name"].tolist() == ["[" * 150 + '"\\', "{{[["]
    assert json.loads(path.read_text(encoding="utf-8"))["features"][0]["properties"]["S_NAME"] == "[" * 150 + '"\\'


def test_texts_across_the_pieces_of_json_that_are_read_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(_brackets, "__defaults__", (7,))
    path = tmp_path / "a.geojson"
    areas(2, 5).assign(S_NAME=["[" * 300, '\\"[[' * 60]).to_file(path)
    with opened(path) as file:
        assert len(recognise(file).read(file, Options()).tables["areas"]) == 2


def test_a_large_topology_is_refused_by_its_own_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(map_json_safety, "LARGEST_TOPOLOGY", 50)
    (tmp_path / "a.json").write_text(
        '{"type": "Topology", "objects": {}, "arcs": []' + " " * 100 + "}", encoding="utf-8"
    )
    assert "TopoJSON" in refused(tmp_path / "a.json").why


def test_a_column_of_words_in_place_of_numbers_looks_no_cell_up_one_by_one(monkeypatch):
    """30,000 lines of 21 such columns took more than a minute."""
    looked = []
    monkeypatch.setattr(pd.DataFrame, "at", property(lambda frame: looked.append(1) or frame.loc))
    frame = pd.DataFrame({"persons": ["z"] * 300, "sheet": "一覧", "row": range(3, 303)})
    problems = Problems()
    assert counts(frame, "persons", "a.csv", problems).isna().all()
    assert number_of(problems) == 300 and (problems[0].row, problems[199].row, problems[0].value) == (3, 202, "z")
    assert not looked
