"""Numbers as offices write them: what a person would read is read, what a person would ask about is asked about, and
its cell is named."""

from __future__ import annotations

import csv
import io

import openpyxl
import pandas as pd
import pytest

from data.files.age_bands import band_of, with_both_sexes
from data.files.cells import MOST, counts, headings, read_number
from data.files.extract import Extract, Options
from data.files.opened import opened
from data.files.problems import Problem, Refused
from data.readers import care, households, membership, needs_table, population_points, recognise, register_ages, survey

READ = [
    ("12", 12),
    ("１２", 12),
    ("0", 0),
    ("0012", 12),
    ("1,234", 1234),
    ("１，２３４", 1234),
    ("12,345,678", 12345678),
    ("12人", 12),
    ("12 人", 12),
    ("12名", 12),
    ("12世帯", 12),
    ("1,234人", 1234),
    ("12.0", 12),
    ("12.", 12),
    ("+12", 12),
    (" 12 ", 12),
    ("1\u200b2", 12),
    ("\u200e12", 12),
    ("100000000", MOST),
]
NOTED = [
    ("12²", "²"),
    ("12¹²³", "¹²³"),
    ("12①", "①"),
    ("12 ②", "②"),
    ("12㊿", "㊿"),
    ("12*1", "*1"),
    ("12*", "*"),
    ("12＊", "＊"),
    ("12※", "※"),
    ("12 ※1", "※1"),
    ("12（※1）", "（※1）"),
    ("12注1", "注1"),
    ("12（注1）", "（注1）"),
    ("12(注)", "(注)"),
    ("12†", "†"),
    ("12‡", "‡"),
    ("12人※", "※"),
    ("12²人", "²"),
    ("12²,³", "²,³"),
    ("１２²", "²"),
]
ASKED = [
    ("1 2", "数字の間に空き"),
    ("1　2", "数字の間に空き"),
    ("1\u00a02", "数字の間に空き"),
    ("1 234", "数字の間に空き"),
    ("1\u2009234", "数字の間に空き"),
    ("1\u202f234\u202f567", "数字の間に空き"),
    ("1\n2", "数字の間に空き"),
    ("12 2", "数字の間に空き"),
    ("1, 234", "数字の間に空き"),
    ("1e3", "指数の形"),
    ("1E3", "指数の形"),
    ("1E+03", "指数の形"),
    ("1.2E+05", "指数の形"),
    ("1e400", "指数の形"),
    ("１Ｅ＋０３", "指数の形"),
    ("12,34", "コンマの位置"),
    ("1,234,", "コンマの位置"),
    (",123", "コンマの位置"),
    ("1,2345", "コンマの位置"),
    ("0,123", "コンマの位置"),
    ("1,,234", "コンマの位置"),
    ("12，", "コンマの位置"),
    ("1.234,5", "コンマの位置"),
    ("1.000", "小数か、千の位の区切りか"),
    ("12(1)", "括弧"),
    ("12（5）", "括弧"),
    ("(1)", "括弧"),
    ("(12)", "括弧"),
    ("12)", "括弧"),
    ("約12", "おおよその数"),
    ("12程度", "おおよその数"),
    ("10～20", "おおよその数"),
    ("10-20", "おおよその数"),
    ("12?", "おおよその数"),
    ("12？", "おおよその数"),
    ("5未満", "おおよその数"),
    ("<5", "おおよその数"),
    ("12以上", "おおよその数"),
    ("12前後", "おおよその数"),
    ("約１２人", "おおよその数"),
    ("1万2千", "「万」「千」"),
    ("1.2万", "「万」「千」"),
]
REFUSED = [
    ("12.5", "小数があります"),
    ("1.234", "小数があります"),
    ("-3", "負の数"),
    ("▲3", "負の数"),
    ("△3", "負の数"),
    ("－3", "負の数"),
    ("−3", "負の数"),
    ("-0", "0に負の印"),
    ("▲0", "0に負の印"),
    ("十二", "漢数字"),
    ("一二", "漢数字"),
    ("三人", "漢数字"),
    ("①", "「①」は数字ではありません"),
    ("⑫", "「⑫」は数字ではありません"),
    ("㊿", "「㊿」は数字ではありません"),
    ("½", "「½」は数字ではありません"),
    ("1½", "「½」は数字ではありません"),
    ("Ⅻ", "「Ⅻ」は数字ではありません"),
    ("١٢", "は数字ではありません"),
    ("१२", "は数字ではありません"),
    ("𝟏𝟐", "は数字ではありません"),
    ("12²2", "「²」は数字ではありません"),
    ("12⁽¹⁾", "「¹」は数字ではありません"),
    ("¹²", "「¹」は数字ではありません"),
    ("0x10", "数ではありません"),
    ("1_000", "数ではありません"),
    ("inf", "数ではありません"),
    ("-inf", "数ではありません"),
    ("nan", "数ではありません"),
    ("NaN", "数ではありません"),
    ("None", "数ではありません"),
    ("NULL", "数ではありません"),
    ("TRUE", "数ではありません"),
    ("∞", "数ではありません"),
    ("#REF!", "数ではありません"),
    ("#N/A", "数ではありません"),
    ("12a", "数ではありません"),
    ("a12", "数ではありません"),
    ("※12", "数ではありません"),
    ("*12", "数ではありません"),
    ("†", "数ではありません"),
    ("12^2", "数ではありません"),
    ("12/5", "数ではありません"),
    ("12%", "数ではありません"),
    ("2025-04-01", "数ではありません"),
    ("9:30", "数ではありません"),
    ("1、234", "数ではありません"),
    ("ー", "数ではありません"),
    ("多い", "数ではありません"),
    ("1" + " " * 300 + "2", "数ではありません"),
    ("100000001", "大きすぎます"),
    ("9223372036854775807", "大きすぎます"),
    ("9223372036854775808", "大きすぎます"),
    ("1" * 30, "大きすぎます"),
    ("1" * 5000, "長すぎます"),
    ("18446744073709551616", "大きすぎます"),
]


def column_of(*cells: str) -> tuple[list[int | None], list[Problem]]:
    """What a column of counts becomes, and what is said."""
    frame = pd.DataFrame({"人数": cells}, dtype="str").assign(row=range(2, len(cells) + 2), sheet="表1")
    problems: list[Problem] = []
    found = counts(frame, "人数", "a.csv", problems)
    assert found.dtype == "Int64"
    return [None if pd.isna(value) else int(value) for value in found], problems


@pytest.mark.parametrize(("cell", "number"), READ)
def test_what_a_person_reads_as_a_number_is_one(cell, number):
    assert column_of("7", cell) == ([7, number], [])


@pytest.mark.parametrize(("cell", "mark"), NOTED)
def test_a_footnote_mark_is_no_digit_and_is_told(cell, mark):
    numbers, problems = column_of("7", cell)
    assert numbers == [7, 12] and read_number(cell).note == mark
    assert [(p.severity, p.file, p.sheet, p.row, p.column, p.value) for p in problems] == [
        ("info", "a.csv", "表1", 3, "人数", cell)
    ]
    assert f"3行目「{cell}」は12" in problems[0].why


@pytest.mark.parametrize(("cell", "why"), [*ASKED, *REFUSED], ids=lambda text: ascii(text)[:30])
def test_what_is_no_clear_number_names_its_cell(cell, why):
    numbers, problems = column_of("7", cell, "8")
    assert numbers == [7, None, 8]
    assert [(p.severity, p.file, p.sheet, p.row, p.column, p.value) for p in problems] == [
        ("refuse", "a.csv", "表1", 3, "人数", Problem("refuse", "", "", value=cell).value)
    ]
    assert problems[0].value[:40] == cell[:40]
    assert why in problems[0].why and "0以上の整数に直すか" in problems[0].what_to_do


def test_many_footnotes_are_one_line_with_the_first_cells_named():
    numbers, problems = column_of(*(f"{number}※" for number in range(20)))
    assert numbers == list(range(20)) and len(problems) == 1
    assert "2行目「0※」は0、3行目「1※」は1" in problems[0].why and problems[0].why.endswith("ほか計20か所）。")


def test_empty_cells_and_marks_keep_their_meaning():
    frame = pd.DataFrame({"n": ["", "X", "Ｘ", "-", "－", "―", "12*"]}, dtype="str").assign(row=range(7), sheet="")
    problems: list[Problem] = []
    found = counts(frame, "n", "a.csv", problems, zero=("-",), missing=("", "X"))
    assert found.fillna(-1).tolist() == [-1, -1, -1, 0, 0, 0, 12] and [p.severity for p in problems] == ["info"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0.5", 0.5),
        (".5", 0.5),
        ("１．５", 1.5),
        ("1,234.5", 1234.5),
        ("-3.2", -3.2),
        ("1.5e-05", 1.5e-05),
        ("0.5²", 0.5),
        ("12回", 12),
        ("50%", 50),
        ("0.000", 0),
        ("1.000", 1),
    ],
)
def test_decimal_numbers(cell, number):
    assert read_number(cell, decimals=True, units=("回", "%")).value == number


@pytest.mark.parametrize(
    "cell", ["0,5", "12,5", "1e5", "1 5", "1/2", "NaN", "inf", "½", "約0.5", "0.5-0.6", "٫5", "0x1p3", "1_0.5"]
)
def test_what_is_no_clear_decimal_number(cell):
    found = read_number(cell, decimals=True)
    assert found.value is None and found.why


@pytest.mark.parametrize(
    ("heading", "low", "high"),
    [
        ("65～69歳²", 65, 69),
        ("６５～６９¹", 65, 69),
        ("65～69①", 65, 69),
        ("85歳以上③", 85, None),
        ("0～4※1", 0, 4),
        ("100歳以上⁴", 100, None),
    ],
)
def test_a_footnote_at_a_heading_changes_no_age(heading, low, high):
    band = band_of(headings([heading])[0])
    assert (band.age_from, band.age_to) == (low, high)


# --- every table that counts
# ----------------------------------------------------------------------------------------------------

BANDS = [f"{low}～{low + 4}歳" for low in range(0, 85, 5)] + ["85歳以上"]
TABLES = {  # reader, rows with the cell at @, the column's heading as written, the number's table and column
    "register": (
        register_ages,
        [
            ["令和6年9月30日現在"],
            ["町名", "総数", *BANDS],
            ["みどり町", "181", "@", "1", *["10"] * 16],
            ["ひがし町", "180", *["10"] * 18],
        ],
        "0～4歳",
        "population",
        "persons",
    ),
    "households": (
        households,
        [["町名", "基準日", "種類", "世帯数"], ["みどり町", "2025-04-01", "総世帯", "@"]],
        "世帯数",
        "households",
        "households",
    ),
    "care": (
        care,
        [["町名", "基準日", "介護度", "認定者数", "被保険者数"], ["みどり町", "2025-04-01", "計", "@", "100"]],
        "認定者数",
        "care",
        "certified",
    ),
    "survey": (
        survey,
        [["町名", "調査日", "項目", "回答数", "該当者数"], ["みどり町", "2025-04-01", "転倒", "100", "@"]],
        "該当者数",
        "survey",
        "persons",
    ),
    "needs": (
        needs_table,
        [
            ["町名", "期間", "買い物", "通院", "掃除"],
            ["みどり町", "2024", "@", "3", "4"],
            ["ひがし町", "2024", "1", "3", "4"],
        ],
        "買い物",
        "needs",
        "persons",
    ),
    "own need": (
        needs_table,
        [
            ["町名", "期間", "買い物", "通院", "掃除", "雪かき"],
            ["みどり町", "2024", "5", "3", "4", "@"],
            ["ひがし町", "2024", "1", "3", "4", "9"],
        ],
        "雪かき",
        "needs",
        "persons",
    ),
}


def piece_of(reader, rows: list[list[str]], cell: str, path) -> Extract:
    text = io.StringIO()
    csv.writer(text).writerows([[cell if value == "@" else value for value in row] for row in rows])
    path.write_text(text.getvalue(), encoding="utf-8")
    with opened(path) as file:
        assert recognise(file) is reader
        return reader.read(file, Options())


@pytest.mark.parametrize("table", TABLES)
def test_every_table_reads_a_footnote_as_one(table, tmp_path):
    reader, rows, heading, name, column = TABLES[table]
    piece = piece_of(reader, rows, "12²", tmp_path / "表.csv")
    assert 12 in piece.tables[name][column].tolist() and 122 not in piece.tables[name][column].tolist()
    assert [(p.file, p.column, p.value) for p in piece.problems if "注とみて" in p.why] == [("表.csv", heading, "12²")]


@pytest.mark.parametrize("cell", ["1 2", "1e3", "12,34", "約12", "9223372036854775808"])
@pytest.mark.parametrize("table", TABLES)
def test_every_table_names_the_cell_it_cannot_read(table, cell, tmp_path):
    reader, rows, heading, _, _ = TABLES[table]
    with pytest.raises(Refused) as raised:
        piece_of(reader, rows, cell, tmp_path / "表.csv")
    row = next(number for number, line in enumerate(rows, 1) if "@" in line)
    assert ("表.csv", row, heading, cell) in [
        (p.file, p.row, p.column, p.value) for p in raised.value.problems if p.severity == "refuse"
    ]


def test_shares_and_weights_are_read_as_strictly(tmp_path):
    rows = [["区域", "地区", "割合"], ["みどり町", "東", "@"], ["みどり町", "西", "0.5"]]
    assert piece_of(membership, rows, "0.5²", tmp_path / "表.csv").tables["membership"]["weight"].tolist() == [0.5, 0.5]
    for cell in ("0,5", "1e-1x", "½"):
        with pytest.raises(Refused) as raised:
            piece_of(membership, rows, cell, tmp_path / "表.csv")
        assert [(p.row, p.column, p.value) for p in raised.value.problems] == [(2, "割合", cell)]


def test_a_mesh_is_read_as_strictly(tmp_path):
    rows = [["KEY_CODE", "T001141001"], ["", "人口（総数）"], ["523504111", "@"]]
    assert piece_of(population_points, rows, "12²", tmp_path / "mesh.csv").tables["people_points"][
        "weight"
    ].tolist() == [12]
    with pytest.raises(Refused) as raised:
        piece_of(population_points, rows, "1 2", tmp_path / "mesh.csv")
    assert [(p.file, p.row, p.value) for p in raised.value.problems] == [
        ("mesh.csv", 3, "1 2")
    ] and "数字の間に空き" in raised.value.problems[0].why


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (1e20, "指数の形"),
        (12345678901234567890, "指数の形"),
        (1e15, "大きすぎます"),
        (12.5, "小数"),
        (True, "数ではありません"),
        ("12 345", "数字の間に空き"),
    ],
)
def test_what_a_workbook_holds_is_named_with_its_sheet(value, why, tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "世帯"
    for row in (["町名", "基準日", "種類", "世帯数"], ["みどり町", "2025-04-01", "総世帯", value]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    with opened(tmp_path / "表.xlsx") as file, pytest.raises(Refused) as raised:
        households.read(file, Options())
    assert [(p.file, p.sheet, p.row, p.column) for p in raised.value.problems] == [
        ("表.xlsx", "世帯", 2, "世帯数")
    ] and why in raised.value.problems[0].why


@pytest.mark.parametrize(
    ("heading", "ages"),
    [
        ("15歳未満", (0, 14)),
        ("80歳～85歳未満", (80, 84)),
        ("65～69歳", (65, 69)),
        ("85歳以上", (85, None)),
        ("100歳", (100, 100)),
        ("年齢不詳", (None, None)),
    ],
)
def test_the_ages_of_a_heading_end_where_it_says(heading, ages):
    band = band_of(heading)
    assert (band.age_from, band.age_to) == ages


@pytest.mark.parametrize(("men", "women"), [("ok", "suppressed"), ("suppressed", "ok")])
def test_men_and_women_together_are_hidden_where_either_is(men, women):
    rows = [
        ("一丁目", sex, 65, 69, pd.NA if state != "ok" else 9, state)
        for sex, state in (("male", men), ("female", women))
    ]
    long = pd.DataFrame(rows, columns=["area", "sex", "age_from", "age_to", "persons", "state"])
    both = with_both_sexes(long.astype({"persons": "Int64"})).query("sex == 'all'")
    assert both["state"].tolist() == ["suppressed"] and both["persons"].isna().all()
