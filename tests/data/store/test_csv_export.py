"""CSV for Japanese Excel: bytes, formula injection, and what travels with the figures."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest

from data.__main__ import main
from data.store.csv_export import to_csv
from tests.tiny_city import area_table, bands, parents, stored


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_bytes_are_utf8_with_bom_and_crlf():
    content = to_csv(pd.DataFrame({"町名": ["髙﨑①"], "人数": [3]}))
    assert content == "\ufeff町名,人数\r\n髙﨑①,3\r\n".encode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\tx",
        "\r=1",
        "＝1+1",
        "－1+1",
        "+81-27-000",
        "-",
        "\n=1",
        " =1+1",
        "\u200b=1",
        "　＝1",
    ],
)
def test_what_a_spreadsheet_would_run_is_made_text(text):
    ((cell,),) = rows_of(to_csv(pd.DataFrame({"a": [text]})))[1:]
    assert cell == "'" + text


@pytest.mark.parametrize(
    "value, written",
    [
        (-5, "-5"),
        (-0.5, "-0.5"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("-1,234", "-1,234"),
        ("027-321-0000", "027-321-0000"),
    ],
)
def test_numbers_and_telephones_stay_as_they_are(value, written):
    assert rows_of(to_csv(pd.DataFrame({"a": [value]})))[1] == [written]


def test_missing_is_an_empty_cell_and_zero_is_zero():
    frame = pd.DataFrame(
        {
            "a": pd.array([1, None, 0], dtype="Int64"),
            "b": pd.array([True, None, False], dtype="boolean"),
            "c": [0.25, None, 0.0],
        }
    )
    assert rows_of(to_csv(frame))[1:] == [["1", "はい", "0.25"], ["", "", ""], ["0", "いいえ", "0"]]


def test_headings_are_escaped_too():
    assert rows_of(to_csv(pd.DataFrame({"=A1": [1]})))[0] == ["'=A1"]


def test_source_date_sharing_and_invented_stand_at_the_right_end_of_every_row(tmp_path):
    frame = pd.DataFrame({"地区": ["東", "西"], "人数": [1, 2]})
    content = to_csv(
        frame, tmp_path / "a.csv", source="市の資料", as_of="2025年4月1日現在", sharing="公開用", invented=True
    )
    assert rows_of(content) == [
        ["地区", "人数", "出典", "基準日", "公開の範囲", "架空"],
        ["東", "1", "市の資料", "2025年4月1日現在", "公開用", "架空のデータ"],
        ["西", "2", "市の資料", "2025年4月1日現在", "公開用", "架空のデータ"],
    ]
    assert (tmp_path / "a.csv").read_bytes() == content
    assert list(frame.columns) == ["地区", "人数"]


def test_a_table_without_rows_keeps_its_headings():
    assert rows_of(to_csv(pd.DataFrame({"地区": []}), source="市"))[0] == ["地区", "出典"]


def test_a_source_that_looks_like_a_formula_is_text_too():
    assert rows_of(to_csv(pd.DataFrame({"a": [1]}), source="=HYPERLINK(1)"))[1] == ["1", "'=HYPERLINK(1)"]


def test_the_command_line_writes_no_formula_and_one_line_a_row(tmp_path, capsys):
    stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "=HYPERLINK(1)"}, city={"c": "試市"}),
            "membership": parents(("a0", "c")),
            "population": bands("a0", 1, 2, 3, 4),
        },
        "names",
    )
    assert (
        main(["figures", "names", "--indicator", "ageing_rate", "--level", "small_area", "--cities-dir", str(tmp_path)])
        == 0
    )
    head, row, *rest = capsys.readouterr().out.split("\n")
    assert head.startswith("indicator,area_code") and "\r" not in head + row and rest == [""]
    assert ",'=HYPERLINK(1)," in row and ",0.7," in row


def test_a_whole_count_is_written_whole_beside_what_is_missing_or_hidden():
    frame = pd.DataFrame(
        {
            "人": [12.0, None],
            "値": pd.Series([3.0, "少人数のため表示しません"], dtype=object),
            "率": [24.1, 25.0],
            "大": pd.array([7.0, None], dtype="Float64"),
        }
    )
    lines = to_csv(frame).decode("utf-8-sig").split("\r\n")
    assert lines[1:3] == ["12,3,24.1,7", ",少人数のため表示しません,25,"]
