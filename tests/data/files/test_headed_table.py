"""Headings, totals, dates above tables, and workbooks with several sheets of one kind."""

from __future__ import annotations

import openpyxl
import pytest

from data.files.column_headings import column, heading, knows
from data.files.extract import Extract, Options
from data.files.opened import Opened, opened
from data.files.problems import Refused
from data.files.read_table import read_table
from data.files.sheet import Sheet
from data.readers import recognise

COLUMNS = (
    column("name", "名称 名前", needed=True),
    column("persons", "人数"),
    column("area_code", "コード"),
    column("area", "区域"),
    column("within", "地区"),
)


def sheet_of(*rows: list[str], name: str = "") -> Sheet:
    return Sheet("a.csv", name, [list(row) for row in rows])


@pytest.mark.parametrize(
    "text",
    [
        "名称",
        "名 称",
        "名\n称",
        "1.名称",
        "１．名称",
        "3) 名称",
        "名称*",
        "名称【必須】",
        "名称（必須）",
        "名称※",
        " 名称 ",
    ],
)
def test_one_heading_in_many_spellings(text):
    assert heading(text) == "名称"


@pytest.mark.parametrize(
    "text, plain",
    [
        ("全国地方公共団体ｺｰﾄﾞ", "全国地方公共団体コード"),
        ("LAT", "lat"),
        ("_file", "file"),
        ("割合(%)", "割合(%)"),
        ("", ""),
    ],
)
def test_headings_keep_what_tells_them_apart(text, plain):
    assert heading(text) == plain


def test_the_header_is_found_below_titles_and_columns_may_be_in_any_order():
    table = read_table(
        sheet_of(["名称の一覧", ""], ["", ""], ["人数", "名前", "ほか"], ["1", "a", "x"], ["", "", ""], ["2", "b", ""]),
        COLUMNS,
    )
    assert table.header == 3 and table.frame[["name", "persons", "row"]].to_numpy().tolist() == [
        ["a", "1", 4],
        ["b", "2", 6],
    ]
    assert table.notes().fillna("-").tolist() == ["ほか: x", "-"]
    assert table.written["name"] == "名前"


@pytest.mark.parametrize(
    "rows, part",
    [
        ([["人数"], ["1"]], "1行目・列「名称」: 見出し「名称」がありません"),
        ([["x", "y"], ["1", "2"]], "見出しの行が見つかりません。必要な見出し: 「名称」"),
        ([["名称", "名前"], ["a", "b"]], "同じ意味の見出しが2つあります: 名称、名前"),
        ([["名称", "z", "z"], ["a", "b", "c"]], "列「z」: 同じ見出しが二つ以上あります"),
        ([["名称", "人数"]], "見出しの下にデータがありません"),
        ([["名称", "人数"], ["例）見本", "1"]], "見出しの下にデータがありません"),
        ([["名称", "人数"], ["a", "1", "200"]], "2行目: 見出しより多い列に値があります"),
    ],
)
def test_what_a_header_is_refused_for(rows, part):
    with pytest.raises(Refused) as raised:
        read_table(sheet_of(*rows), COLUMNS)
    assert any(part in problem.sentence() for problem in raised.value.problems), str(raised.value)


def test_counts_are_read_in_every_usual_spelling():
    table = read_table(
        sheet_of(["名称", "人数"], ["a", "１２"], ["b", "1,234"], ["c", "5人"], ["d", "6世帯"], ["e", ""], ["f", "0"]),
        COLUMNS,
    )
    assert table.counts("persons").fillna(-1).tolist() == [12, 1234, 5, 6, -1, 0] and table.problems == []


def test_lines_of_totals_in_every_spelling_are_taken_out():
    names = ["一丁目", "合計", "総 計", "全市合計", "東地区計", "小計", "東合計", "（district total）", "会計町"]
    table = read_table(sheet_of(["区域", "名称", "人数"], *([name, "x", "1"] for name in names)), COLUMNS)
    body, totals = table.without_totals()
    assert body.frame["area"].tolist() == ["一丁目", "会計町"] and len(totals) == 7


def test_knowing_needs_the_area_in_the_same_line():
    sheet = sheet_of(["名称", "人数"], ["区域", "説明"])
    assert knows(sheet, COLUMNS, 2) and not knows(sheet, COLUMNS, 2, ("area",))


@pytest.mark.parametrize(
    "above, sheet_name, file_name, given, found, assumed",
    [
        ("令和6年9月30日現在", "", "a.csv", None, "2024-09-30", ""),
        ("（平成27年4月～平成29年4月）", "", "a.csv", None, "2015-04/2017-04", ""),
        ("", "R7.4.1", "a.csv", None, "2025-04-01", ""),
        ("", "", "needs_20240930.csv", None, "2024-09-30", "ファイル名から2024年9月30日"),
        ("令和6年9月30日現在", "R7.4.1", "20200101.csv", None, "2024-09-30", ""),
        ("", "", "needs_20240930.csv", "2025-04-01", "2025-04-01", "指定（--as-of）のとおり2025年4月1日"),
        ("", "R7.4.1", "a.csv", "2024-04-01", "2025-04-01", ""),
        ("印刷 令和7年5月8日", "令和7年4月1日現在", "a.csv", None, "2025-04-01", ""),
        ("表題", "Sheet1", "a.csv", None, None, ""),
    ],
)
def test_the_date_of_a_table(above, sheet_name, file_name, given, found, assumed, tmp_path):
    table = read_table(
        sheet_of([above], ["名称", "基準日"], ["a", ""], name=sheet_name), (*COLUMNS, column("as_of", "基準日"))
    )
    assert table.as_of(
        Opened(tmp_path / file_name, tmp_path / file_name), given=given, period="/" in (found or "")
    ).fillna("").tolist() == [found or ""]
    assert [line for line in table.assumed if assumed in line] == table.assumed and bool(table.assumed) == bool(assumed)
    assert any("いつの数字か分かりません" in problem.why for problem in table.problems) == (found is None)


# --- several sheets
# ----------------------------------------------------------------------------------------------------


@pytest.fixture
def read(tmp_path):
    def of(**sheets: list[list]) -> Extract:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            page = book.create_sheet(name)
            for row in rows:
                page.append(row)
        book.save(tmp_path / "表.xlsx")
        with opened(tmp_path / "表.xlsx") as file:
            return recognise(file).read(file, Options())

    return of


HEAD = ["町内会", "期間", "居場所・運動", "見守り", "買い物"]


def test_one_sheet_a_district_is_one_table_and_the_sheets_name_is_the_district(read):
    piece = read(
        東=[HEAD, ["みどり会", "2024", 1, 2, 3], ["合計", "", 1, 2, 3]],
        西=[HEAD, ["みどり会", "2024", 4, 5, 6], ["合計", "", 4, 5, 6]],
        メモ=[["覚え書き"]],
    )
    rows = piece.tables["needs"]
    assert rows[["within", "area", "need", "persons", "sheet"]].query("need == '見守り'").to_numpy().tolist() == [
        ["東", "みどり会", "見守り", 2, "東"],
        ["西", "みどり会", "見守り", 5, "西"],
    ]
    assert piece.totals["needs"]["見守り"] == 7
    assert any("シートの名前（東）を地区として" in problem.why for problem in piece.problems)


def test_problems_of_all_sheets_are_told_together(read):
    with pytest.raises(Refused) as raised:
        read(東=[HEAD, ["みどり会", "2024", -1, 2, 3]], 西=[HEAD, ["みどり会", "2024", 4, "x人", 6]])
    assert [(problem.sheet, problem.value) for problem in raised.value.problems if problem.severity == "refuse"] == [
        ("東", "-1"),
        ("西", "x人"),
    ]


def test_the_same_area_in_two_sheets_is_refused(read):
    head = ["地区", *HEAD]
    with pytest.raises(
        Refused, match="シート「2」・2行目: 「みどり会」について、同じことを言う行がほかのシートにもあります"
    ):
        read(**{"1": [head, ["東", "みどり会", "2024", 1, 2, 3]], "2": [head, ["東", "みどり会", "2024", 1, 2, 3]]})


def test_the_same_place_in_two_sheets_is_refused(read):
    head = ["名称", "種類", "場所", "曜日・時間"]
    assert (
        len(read(a=[head, ["さくら", "サロン", "家", ""]], b=[head, ["うめ", "サロン", "家", ""]]).tables["resources"])
        == 2
    )
    with pytest.raises(Refused, match="「さくら」について、同じことを言う行がほかのシートにもあります"):
        read(a=[head, ["さくら", "サロン", "家", ""]], b=[head, ["さくら", "サロン", "家", ""]])
