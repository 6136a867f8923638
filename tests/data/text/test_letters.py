"""Letters that no text may hold are gone once a file is read, from every kind of file; what may be written stays."""

from __future__ import annotations

import json

import openpyxl
import pytest

from data.files.column_headings import column
from data.files.geofile import read_shapes
from data.files.opened import opened
from data.files.problems import Problem
from data.files.read_table import read_table
from data.store.city import open_city
from data.store.write import write_city
from data.text.letters import LONGEST_NAME, LONGEST_TEXT, all_cleaned, cleaned, cleaned_row


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("甲\x00乙\x07丙\x1b[31m\x7f\x9f", "甲乙丙[31m"),
        ("甲\x0b乙\x0c丙\x85丁\u2028戊\u2029己\r\n庚\r辛", "甲\n乙\n丙\n丁\n戊\n己\n庚\n辛"),
        ("サロン\u202e)人12(\u202c\u2066x\u2069\u200f\u061c", "サロン)人12(x"),
        ("サ\u200bロ\ufeffン\u2060\u00ad", "サロン"),
        ("甲\t乙", "甲 乙"),
        ("甲_x000D_乙_x000d_\n丙", "甲\n乙\n丙"),
        ("\ud800甲\uffff\ufdd0", "甲"),
        ("\U000e0041\U000e007f甲", "甲"),
    ],
)
def test_what_no_text_may_hold_is_taken_out(written, read):
    assert cleaned(written) == read
    assert cleaned(read) == read


@pytest.mark.parametrize(
    "text",
    [
        "A & B <会>",
        "=1+1",
        "{{7*7}}",
        "葛\U000e0100城",
        "髙﨑",
        "\ue000外字",
        "👩\u200d🦳の会",
        "مركز",
        "東　西",
        "a_x_b",
        "_xyz_",
        "\u0378",
    ],
)
def test_what_may_be_written_stays(text):
    assert cleaned(text) == text


def test_a_workbook_s_own_way_of_writing_signs_is_read_as_excel_reads_it():
    assert cleaned("甲_x000D_乙_x0041__x0007_丙", workbook=True) == "甲\n乙A丙"
    assert cleaned("_x005F_x0041_", workbook=True) == "_x0041_"
    assert cleaned("_x0041_") == "_x0041_"


def test_settings_are_read_clean_however_deep():
    assert all_cleaned({"title": "試\u202e市 ", "words": {"council": "会\x07"}, "notes": ["甲\u200b", 3, True]}) == {
        "title": "試市",
        "words": {"council": "会"},
        "notes": ["甲", 3, True],
    }


def test_cells_of_workbooks_and_text_files_are_clean(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["名称", "備考"])
    book.active.append(["サ\u202eロン_x0007_", "甲_x000D_\n乙"])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_text('名称,備考\r\nサ\u202eロン,"甲\x0b乙\u200b"\r\n', encoding="utf-8", newline="")
    for name in ("a.xlsx", "b.csv"):
        with opened(tmp_path / name) as file:
            assert file.sheets[0].rows[1] == ["サロン", "甲\n乙"]


def test_names_of_shapes_are_clean_and_no_longer_than_a_name(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[139, 36], [139.1, 36], [139.1, 36.1], [139, 36.1], [139, 36]]]}
    features = [
        {"type": "Feature", "properties": {"name": name, "code": 1}, "geometry": square}
        for name in ("本\u202e町\u0007", "あ" * 5000)
    ]
    (tmp_path / "a.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )
    said: list[Problem] = []
    with opened(tmp_path / "a.geojson") as file:
        shapes = read_shapes(file, said)
    assert shapes["name"].tolist() == ["本町", "あ" * LONGEST_NAME] and shapes["code"].tolist() == [1, 1]
    assert [(problem.row, problem.column) for problem in said if "5,000字" in problem.why] == [(2, "name")]


def test_what_is_too_long_is_cut_and_its_place_named(tmp_path):
    (tmp_path / "a.csv").write_text(
        f"名称,対象区域,備考,そのほか\n{'あ' * 5000},{'い、' * 5000},{'う' * 5000},{'え' * 5000}\nサロン,,{'お' * LONGEST_TEXT},\n",  # noqa: E501
        encoding="utf-8",
    )
    with opened(tmp_path / "a.csv") as file:
        table = read_table(
            file.sheets[0], (column("name", "名称", needed=True), column("served", "対象区域"), column("note", "備考"))
        )
    assert table.frame["name"].str.len().tolist() == [LONGEST_NAME, 3]
    assert table.frame["note"].str.len().tolist() == [LONGEST_TEXT, LONGEST_TEXT]
    assert len(table.frame.at[0, "served"]) == 10_000 and len(table.frame.at[0, "extras"]["そのほか"]) == LONGEST_TEXT
    assert [(problem.row, problem.column, problem.severity) for problem in table.problems] == [
        (2, "名称", "warn"),
        (2, "備考", "warn"),
        (2, "", "warn"),
    ]
    assert all("5,000字" in problem.why and len(problem.sentence()) < 200 for problem in table.problems)


def test_a_city_s_own_words_are_clean(tmp_path):
    write_city(
        tmp_path / "tiny",
        {"title": "試\u202e市", "words": {"council": "話し合い\u0007"}, "notes": ["\u2066甲"]},
        {},
        "r1",
    )
    city = open_city("tiny", tmp_path)
    assert (city.title, city.word("council"), city.notes) == ("試市", "話し合い", ("甲",))


@pytest.mark.parametrize(
    "row",
    [
        ["本町", " 12 ", ""],
        ["a_x", "000D_b"],
        ["a_x000D_b", "1"],
        ["\u3000本町\u3000", "1\t2"],
        ["本\u200b町", "\x07", "a\r\nb"],
        [],
        ["_", "x0041_"],
    ],
)
def test_a_line_is_cleaned_as_its_cells_are(row):
    assert cleaned_row(row) == [cleaned(cell).strip() for cell in row]
