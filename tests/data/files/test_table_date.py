"""The date of a table: the table's own, else --as-of, else the file's name; told where it was assumed or contradicted,
asked for where there is none."""

from __future__ import annotations

import datetime
import json

import openpyxl
import pytest

from data.__main__ import main
from data.commands.import_files import import_city
from data.files import possible_dates
from data.files.dates import asked_day, read_date, read_period
from data.files.extract import Extract, Options
from data.files.opened import opened
from data.files.possible_dates import impossible, overlap
from data.files.problems import Refused
from data.ingest.options import GivenFile, ImportOptions
from data.readers import councils, estat_ages, households, needs_table, recognise, resources_table, standard_population
from data.store.city import open_city

TODAY = datetime.date(2026, 5, 10)


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr(possible_dates, "today", lambda: TODAY)


# --- what is a date
# ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("令和七年四月一日", "2025-04-01"),
        ("令和六年十二月三十一日", "2024-12-31"),
        ("二〇二五年四月一日", "2025-04-01"),
        ("令和元年五月", "2019-05"),
        ("令和１年5月1日", "2019-05-01"),
        ("㋿7年4月1日", "2025-04-01"),
        ("令7.4.1", "2025-04-01"),
        ("昭和64年1月7日", "1989-01-07"),
        ("平成元年1月8日", "1989-01-08"),
        ("大正15年12月25日", "1926-12-25"),
        ("平成31年度", "2019"),
        ("R070401", "2025-04-01"),
        ("2025-04-01 00:00", "2025-04-01"),
        ("2025-04-01T00:00:00+09:00", "2025-04-01"),
        ("2025年4月1日（令和7年4月1日）", "2025-04-01"),
        ("令和7年4月1日（火）", "2025-04-01"),
        ("2025年4月1日²", "2025-04-01"),
        ("4/13/2025", "2025-04-13"),
        ("20250401.0", "2025-04-01"),
        ("2025.12", "2025-12"),
        ("45748", "2025-04-01"),
    ],
)
def test_dates_as_a_person_reads_them(written, iso):
    reading = read_date(written)
    assert (reading.iso, reading.note, reading.american) == (iso, "", False)


@pytest.mark.parametrize(
    ("written", "why", "what"),
    [
        ("令和0年4月1日", "令和0年という年はありません", "令和元年（2019年）"),
        ("平成0年", "平成0年という年はありません", "平成元年"),
        (
            "平成40年",
            "平成40年という年はありません。平成は31年（2019年）4月30日まで",
            "令和10年（2028年）ではありませんか",
        ),
        ("平成32年度", "平成32年という年はありません", "令和2年（2020年）"),
        ("H33.4.1", "平成33年という年はありません", "令和3年（2021年）"),
        ("昭和65年3月1日", "昭和65年という年はありません。昭和は64年（1989年）1月7日まで", "平成2年（1990年）"),
        ("大正16年", "大正16年という年はありません", "昭和2年（1927年）"),
        ("明治46年", "明治46年という年はありません", "大正2年（1913年）"),
        ("2025-02-30", "2025年2月に30日はありません", "2025-04-01"),
        ("令和7年2月29日", "2025年2月に29日はありません", ""),
        ("2025-13-01", "13月はありません", ""),
        ("20250431", "2025年4月に31日はありません", ""),
        ("2025-00-10", "0月はありません", ""),
        ("1900-01-00", "「日付なし」の代わり", ""),
        ("7.4.1", "年が西暦か元号か分かりません", "令和7年4月1日"),
        ("25/4/1", "年が西暦か元号か分かりません", ""),
        ("25-04-01", "年が西暦か元号か分かりません", ""),
        ("7年4月1日", "年が西暦か元号か分かりません", ""),
        ("4/1/25", "年が西暦か元号か分かりません", ""),
        ("4月1日", "年がありません", ""),
        ("4/1", "年がありません", ""),
        ("13/4/2025", "13月はありません", ""),
        ("2025-04-011", "余分な数字", ""),
        ("2025年4月1日～2026年3月31日", "日付が二つ", "どちらか一つ"),
        ("令和6年度3月", "年度の1月から3月", ""),
        ("2025.1", "1月か、表計算ソフトが0を落とした10月か", ""),
        ("0000", "日付として読めません", ""),
        ("12025-04-01", "日付として読めません", ""),
        ("未定", "日付として読めません", ""),
        ("2025年4月1日" + "あ" * 300, "文が長すぎます", ""),
        ("#N/A", "日付として読めません", ""),
    ],
)
def test_what_is_no_date_says_why(written, why, what):
    reading = read_date(written)
    assert (
        reading.iso is None
        and why in reading.why
        and reading.why.startswith("日付として読めません")
        and what in reading.what_to_do
    )


@pytest.mark.parametrize(
    ("written", "iso", "note"),
    [
        ("平成31年5月1日", "2019-05-01", "平成ではなく令和元年の日付"),
        ("平成31年10月", "2019-10", "令和元年"),
        ("令和元年4月1日", "2019-04-01", "令和ではなく平成31年の日付"),
        ("昭和64年1月8日", "1989-01-08", "平成元年"),
        ("平成元年1月7日", "1989-01-07", "昭和64年"),
    ],
)
def test_a_day_of_the_neighbouring_era_is_read_and_told(written, iso, note):
    reading = read_date(written)
    assert reading.iso == iso and note in reading.note


@pytest.mark.parametrize("written", ["3/4/2025", "10/1/2019", "04-05-2025"])
def test_an_open_order_of_month_and_day_is_marked(written):
    assert read_date(written).american and not read_date("4/4/2025").american


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024年4月～9月", "2024-04/2024-09"),
        ("2024年4月1日～9月30日", "2024-04-01/2024-09-30"),
        ("R6.4～R7.3", "2024-04/2025-03"),
        ("2024.4-2025.3", "2024-04/2025-03"),
        ("2024/4/1-2025/3/31", "2024-04-01/2025-03-31"),
        ("2024-2025", "2024/2025"),
        ("令和6年度～令和7年度", "2024/2025"),
        ("令和6年四月～令和7年三月", "2024-04/2025-03"),
        ("2024-04/2025-03", "2024-04/2025-03"),
        ("令和6年度", "2024"),
        ("2024年4月～", "2024-04"),
    ],
)
def test_periods_as_a_person_reads_them(written, iso):
    assert read_period(written).iso == iso


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2024年10月～3月", "期間の終わりに年がありません"),
        ("2025-04/2024-03", "終わりが始めより前"),
        ("令和6年4月～現在", "日付として読めません"),
        ("2025-13/2026-03", "13月はありません"),
        ("2025/0401", "日付として読めません"),
        ("平成30年4月～平成35年3月", "平成35年という年はありません"),
        ("令和6年4月～令和0年3月", "令和0年"),
        ("2023年4月～2024年4月～2025年4月", "ほかにも日付"),
        ("4～9月", "日付として読めません"),
    ],
)
def test_what_is_no_period_says_why(written, why):
    reading = read_period(written)
    assert reading.iso is None and why in reading.why


# --- what a date can be of: the day of the test is 2026-05-10
# --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("iso", "why"),
    [
        ("2026-05-10", ""),
        ("2026-05-11", ""),
        ("2026-05-12", "先の日付"),
        ("2026-05", ""),
        ("2026-06", "先の日付"),
        ("2026", ""),
        ("2027", "先の日付"),
        ("2117-01-01", "先の日付"),
        ("2999-01-01", "先の日付"),
        ("9999-12-31", "日付なし"),
        ("2026-04/2027-03", ""),
        ("2026/2026", ""),
        ("2024-04/2027-03", ""),
        ("2026-04/2027-06", "先の日付"),
        ("2026-06/2027-03", "先の日付"),
        ("1900-01-01", "日付なし"),
        ("1899-12-30", "日付なし"),
        ("1970-01-01", "日付なし"),
        ("1970-10-01", ""),
        ("1920-10-01", ""),
        ("1919-10-01", "古すぎます"),
        ("0001-01-01", "日付なし"),
        ("1904-01-01", "日付なし"),
    ],
)
def test_days_that_no_count_can_be_of(iso, why):
    assert (impossible(iso) == "") if not why else why in impossible(iso)
    if why == "先の日付":
        assert "今日は2026年5月10日" in impossible(iso)


def test_a_place_may_begin_and_end_ahead_and_be_old():
    assert [
        impossible(iso, planned=True) == ""
        for iso in ("2031-03-31", "1890-04-01", "1970-01-01", "2999-01-01", "9999-12-31", "1900-01-01", "1867-01-01")
    ] == [True, True, True, False, False, False, False]
    assert [impossible(iso, event=True) == "" for iso in ("1890-04-01", "2026-05-10", "2026-06-10")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2024-06", "2024-05-01", False),
        ("2024-05", "2024-05-01", True),
        ("2024", "2024-04/2025-03", True),
        ("2024", "2025-03-31", True),
        ("2024", "2025-04-01", False),
        ("2024-09-30", "2024-09-30", True),
        ("2024-04/2025-03", "2025-03-31", True),
    ],
)
def test_whether_two_dates_can_be_of_one_time(one, other, same):
    assert overlap(one, other) == overlap(other, one) == same


@pytest.mark.parametrize(
    "text",
    [
        "平成40年4月1日",
        "2026-06-01",
        "2025-02-30",
        "2025-04",
        "2025",
        "3/4/2025",
        "7.4.1",
        "",
        "きのう",
        "1900-01-01",
        "平成31年5月1日",
    ],
)
def test_a_wish_that_is_no_day_is_refused_in_words(text):
    with pytest.raises(LookupError, match="--as-of の日付「.*」を読めません"):
        Options(as_of=text)
    assert asked_day("令和7年4月1日") == asked_day("2025/4/1") == "2025-04-01" and asked_day(None) is None


# --- tables
# ----------------------------------------------------------------------------------------------------

BANDS = [f"{low}～{low + 4}歳" for low in range(0, 85, 5)] + ["85歳以上"]


def write(path, rows: list[list[str]]):
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def piece_of(path, reader=None, **wishes) -> Extract:
    with opened(path) as file:
        found = recognise(file)
        assert reader is None or found is reader
        return found.read(file, Options(**wishes))


def problems_of(path, reader=None, **wishes):
    with pytest.raises(Refused) as raised:
        piece_of(path, reader, **wishes)
    return [
        (p.file, p.sheet, p.row, p.column, p.value, p.why + p.what_to_do)
        for p in raised.value.problems
        if p.severity == "refuse"
    ]


def warned(piece: Extract) -> list[str]:
    return [problem.why for problem in piece.problems if problem.severity == "warn"]


def register(path, title: str = ""):
    return write(path, [[title], ["町名", *BANDS], ["みどり町", *["10"] * 18], ["ひがし町", *["5"] * 18]])


def test_a_register_without_a_day_is_asked_for_and_read_with_the_day_given(tmp_path):
    path = register(tmp_path / "人口.csv")
    file, _, row, _, _, said = problems_of(path)[0]
    assert (file, row) == ("人口.csv", 2) and "いつの人口か" in said and "--as-of" in said
    piece = piece_of(path, as_of="2025-04-01")
    assert piece.tables["population"]["as_of"].unique().tolist() == ["2025-04-01"] == [piece.source["as_of"]]
    assert piece.assumed == ["人口.csv: 日付は、指定（--as-of）のとおり2025年4月1日としました。"]


def test_a_day_from_the_files_name_is_told_as_assumed(tmp_path):
    piece = piece_of(register(tmp_path / "0066_202406.csv"))
    assert (
        piece.source["as_of"] == "2024-06"
        and piece.assumed == ["0066_202406.csv: 日付は、ファイル名から2024年6月としました。"]
        and warned(piece) == []
    )
    given = piece_of(register(tmp_path / "0066_202406.csv"), as_of="2024-05-01")
    assert (
        given.source["as_of"] == "2024-05-01"
        and "ファイルの名前は2024年6月ですが、指定（--as-of）の2024年5月1日" in warned(given)[0]
    )


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        (
            "0066_202406.csv",
            None,
            ["ファイルの名前は2024年6月ですが、表には2024年5月1日とあります。表の日付で読みました。"],
        ),
        ("0066_202405.csv", None, []),
        ("人口2024.csv", None, []),
        ("人口.csv", None, []),
        ("20240501.csv", None, []),
        (
            "人口.csv",
            "2024-04-01",
            ["指定（--as-of）は2024年4月1日ですが、表には2024年5月1日とあります。表の日付で読みました。"],
        ),
        ("人口.csv", "2024-05-01", []),
        ("20990101.csv", None, []),
    ],
)
def test_what_the_table_says_stands_and_a_contradiction_is_told(name, given, said, tmp_path):
    piece = piece_of(register(tmp_path / name, "令和6年5月1日現在"), as_of=given)
    assert piece.source["as_of"] == "2024-05-01" and piece.assumed == [] and warned(piece) == said


def test_a_sheets_title_is_content(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "R6.9.30"
    for row in (["町名", *BANDS], ["みどり町", *[10] * 18]):
        book.active.append(row)
    book.save(tmp_path / "人口.xlsx")
    piece = piece_of(tmp_path / "人口.xlsx", as_of="2025-04-01")
    assert (
        piece.source["as_of"] == "2024-09-30"
        and piece.assumed == []
        and "指定（--as-of）は2025年4月1日" in warned(piece)[0]
    )


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("平成40年4月1日現在", "令和10年（2028年）ではありませんか"),
        ("令和0年4月1日現在", "令和0年という年はありません"),
        ("令和99年4月1日現在", "先の日付"),
        ("1900年1月1日現在", "日付なし"),
        ("令和7年2月30日現在", "2月に30日はありません"),
        ("令和6年4月～令和7年3月", "いつの時点の数か"),
    ],
)
def test_an_impossible_day_above_a_table_names_its_line_and_nothing_takes_its_place(title, why, tmp_path):
    said = problems_of(register(tmp_path / "人口20250401.csv", title), as_of="2025-04-01")
    assert [line[:5] for line in said] == [("人口20250401.csv", "", 1, "", title)] and why in said[0][5]


def test_the_year_of_a_law_is_not_that_of_a_table(tmp_path):
    assert (
        "いつの人口か"
        in problems_of(register(tmp_path / "人口.csv", "老人福祉法（昭和38年法律第133号）による調べ"))[0][5]
    )
    assert (
        piece_of(register(tmp_path / "人口.csv", "老人福祉法（昭和38年法律第133号）による調べ 令和6年4月1日")).source[
            "as_of"
        ]
        == "2024-04-01"
    )


def test_two_days_of_which_a_table_says_both_are_told(tmp_path):
    path = write(
        tmp_path / "人口.csv",
        [["令和6年5月1日現在"], ["令和5年5月1日現在（世帯）"], ["町名", *BANDS], ["みどり町", *["10"] * 18]],
    )
    piece = piece_of(path)
    assert piece.source["as_of"] == "2024-05-01" and warned(piece) == [
        "表には2024年5月1日とも2023年5月1日ともあります。2024年5月1日として読みました。"
    ]


@pytest.mark.parametrize(
    "title",
    [
        "更新 令和7年6月1日　基準日 令和6年5月1日",
        "令和6年5月1日現在（令和7年6月1日更新）",
        "令和7年6月1日作成　住民基本台帳人口（令和6年5月1日現在）",
        "令和6年5月1日 作成日：2025/6/1",
        "作成日,2025-06-01,基準日,2024-05-01",
        "出力日時 2025/06/01 10:00　2024年5月1日",
    ],
)
def test_the_day_a_table_was_written_is_not_the_day_it_is_of(title, tmp_path):
    piece = piece_of(register(tmp_path / "人口.csv", title))
    assert piece.source["as_of"] == "2024-05-01" and warned(piece) == []


@pytest.mark.parametrize(
    "title",
    [
        "作成日 2025年6月1日",
        "令和7年6月1日 印刷",
        "出力日時：2025/06/01 10:00",
        "更新日,2025-06-01",
        "令和7年6月1日に更新",
    ],
)
def test_a_table_that_says_only_when_it_was_written_is_asked_for_its_day(title, tmp_path):
    assert "いつの人口か" in problems_of(register(tmp_path / "人口.csv", title))[0][5]
    piece = piece_of(register(tmp_path / "人口20240501.csv", title))
    assert piece.source["as_of"] == "2024-05-01" and "ファイル名から" in piece.assumed[0]


def test_two_days_of_one_title_are_told(tmp_path):
    piece = piece_of(register(tmp_path / "人口.csv", "令和6年5月1日 令和5年5月1日"))
    assert piece.source["as_of"] == "2024-05-01" and warned(piece) == [
        "2024年5月1日とも2023年5月1日ともあります。2024年5月1日として読みました。"
    ]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        (
            "人口.csv",
            "2025-05-01",
            ["表には4月1日とあります（年は書かれていません）が、2025年5月1日として読みました。"],
        ),
        (
            "人口20250601.csv",
            None,
            ["表には4月1日とあります（年は書かれていません）が、2025年6月1日として読みました。"],
        ),
        ("人口.csv", "2025-04-01", []),
        ("人口202504.csv", None, []),
        ("人口2025年.csv", None, []),
    ],
)
def test_a_day_without_a_year_that_is_not_the_one_taken_is_told(name, given, said, tmp_path):
    assert warned(piece_of(register(tmp_path / name, "４月１日現在"), as_of=given)) == said


def standard(path, *dates_written: str):
    head = [
        "全国地方公共団体コード",
        "地方公共団体名",
        "調査年月日",
        "地域名",
        "総人口",
        *(f"{band}の{sex}" for band in BANDS for sex in ("男性", "女性")),
    ]
    return write(
        path,
        [
            head,
            *(
                ["279994", "架空市", date, f"町{number}", "36", *["1"] * 36]
                for number, date in enumerate(dates_written)
            ),
        ],
    )


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("平成40年4月1日", "令和10年"),
        ("2999-01-01", "先の日付"),
        ("1900-01-01", "日付なし"),
        ("25/4/1", "年が西暦か元号か"),
        ("2025-02-30", "30日はありません"),
        ("45748000", "日付として読めません"),
    ],
)
def test_each_impossible_day_of_a_column_names_its_cell(date, why, tmp_path):
    said = problems_of(standard(tmp_path / "人口20250401.csv", "2025-04-01", date), standard_population)
    assert [line[:5] for line in said] == [("人口20250401.csv", "", 3, "調査年月日", date)] and why in said[0][5]


@pytest.mark.parametrize(
    ("name", "dates_written", "assumed"),
    [
        ("0066_201910.csv", ["10/1/2019"] * 2, []),
        ("人口.csv", ["10/1/2019"] * 2, ["人口.csv: 「月/日/年」の順とみて、日付を2019年10月1日と読みました。"]),
        ("人口.csv", ["2019-10-01"] * 2, []),
        ("人口.csv", ["4/13/2019"] * 2, []),
        ("人口.csv", ["4/4/2019"] * 2, []),
    ],
)
def test_the_american_order_is_told_unless_the_files_name_shows_it(name, dates_written, assumed, tmp_path):
    assert piece_of(standard(tmp_path / name, *dates_written), standard_population).assumed == assumed


def test_lines_without_a_day_among_others_have_the_day_given(tmp_path):
    path = standard(tmp_path / "人口.csv", "2025-04-01", "")
    assert [line[2:5] for line in problems_of(path)] == [(3, "調査年月日", "")]
    piece = piece_of(path, as_of="2025-04-01")
    assert set(piece.tables["population"]["as_of"]) == {"2025-04-01"} and piece.assumed == [
        "人口.csv: 日付は、指定（--as-of）のとおり2025年4月1日としました。"
    ]


HOUSEHOLDS = [["町名", "種類", "世帯数", "人数"], ["みどり町", "総世帯", "5", "9"]]


def test_other_tables_without_a_day_are_asked_for_too(tmp_path):
    path = write(tmp_path / "世帯.csv", HOUSEHOLDS)
    assert "いつの数字か分かりません" in problems_of(path, households)[0][5] and "--as-of" in problems_of(path)[0][5]
    piece = piece_of(path, as_of="2025-04-01")
    assert piece.tables["households"]["as_of"].tolist() == ["2025-04-01"] and "指定（--as-of）" in piece.assumed[0]
    named = piece_of(write(tmp_path / "世帯20250401.csv", HOUSEHOLDS))
    assert named.assumed == ["世帯20250401.csv: 日付は、ファイル名から2025年4月1日としました。"]


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("平成40年4月1日", "令和10年（2028年）ではありませんか"),
        ("2027-01-01", "先の日付"),
        ("1900-01-01", "日付なし"),
        ("7.4.1", "年が西暦か元号か"),
        ("2025-13-01", "13月はありません"),
        ("0000", "日付として読めません"),
    ],
)
def test_the_cell_of_a_tables_date_is_named(date, why, tmp_path):
    said = problems_of(
        write(
            tmp_path / "世帯.csv",
            [
                ["町名", "基準日", "種類", "世帯数"],
                ["みどり町", "2025-04-01", "総世帯", "5"],
                ["ひがし町", date, "総世帯", "5"],
            ],
        ),
        households,
    )
    assert [line[:5] for line in said] == [("世帯.csv", "", 3, "基準日", date)] and why in said[0][5]


def test_a_day_of_the_neighbouring_era_is_told_with_its_cell(tmp_path):
    piece = piece_of(
        write(
            tmp_path / "世帯.csv", [["町名", "基準日", "種類", "世帯数"], ["みどり町", "平成31年5月1日", "総世帯", "5"]]
        ),
        households,
    )
    assert piece.tables["households"]["as_of"].tolist() == ["2019-05-01"]
    assert [(p.row, p.column, p.value) for p in piece.problems if "令和元年" in p.why] == [
        (2, "基準日", "平成31年5月1日")
    ]


def needs(path, when: str):
    return write(path, [["町名", "期間", "買い物", "通院", "掃除"], ["みどり町", when, "1", "2", "3"]])


def test_a_fiscal_year_in_progress_stays_possible(tmp_path):
    assert piece_of(needs(tmp_path / "困りごと.csv", "2026-04/2027-03"), needs_table).tables["needs"][
        "period"
    ].unique().tolist() == ["2026-04/2027-03"]
    assert piece_of(needs(tmp_path / "困りごと.csv", "令和8年度")).source["as_of"] == "2026"
    assert "先の日付" in problems_of(needs(tmp_path / "困りごと.csv", "令和9年度"))[0][5]


@pytest.mark.parametrize(
    ("name", "said"), [("困りごと20250501.csv", 0), ("困りごと2024.csv", 0), ("困りごと20230501.csv", 1)]
)
def test_what_happened_in_a_time_may_be_written_down_after_it(name, said, tmp_path):
    piece = piece_of(needs(tmp_path / name, "2024-04/2025-03"), needs_table)
    assert len([why for why in warned(piece) if "ファイルの名前は" in why]) == said


def test_places_and_councils_bear_other_days_than_counts(tmp_path):
    head = ["名称", "種類", "場所", "曜日・時間", "開始日", "終了日", "確認日"]
    rows = piece_of(
        write(
            tmp_path / "資源.csv",
            [head, ["さくら", "サロン", "会館", "毎週火曜", "1985-04-01", "2031-03-31", "2026-05-01"]],
        ),
        resources_table,
    ).tables["resources"]
    assert rows[["started", "ended", "last_confirmed"]].iloc[0].tolist() == ["1985-04-01", "2031-03-31", "2026-05-01"]
    said = problems_of(
        write(
            tmp_path / "資源.csv",
            [head, ["さくら", "サロン", "会館", "毎週火曜", "明治46年", "9999-12-31", "2027-05-01"]],
        ),
        resources_table,
    )
    assert [line[2:5] for line in said] == [
        (2, "開始日", "明治46年"),
        (2, "終了日", "9999-12-31"),
        (2, "確認日", "2027-05-01"),
    ]
    said = problems_of(
        write(tmp_path / "活動.csv", [["地区", "日付", "案内数", "参加者数"], ["東", "2027-01-01", "10", "5"]]),
        councils,
    )
    assert [line[2:5] for line in said] == [(2, "日付", "2027-01-01")]


# --- censuses
# ----------------------------------------------------------------------------------------------------


def gis(path, table: str = "T000573", first_label: str = "総数、年齢「不詳」含む"):
    codes = [
        "KEY_CODE",
        "HYOSYO",
        "CITYNAME",
        "NAME",
        "HTKSYORI",
        "HTKSAKI",
        "GASSAN",
        *(f"{table}{number:03}" for number in range(1, 21)),
    ]
    labels = [
        *[""] * 7,
        first_label,
        *(f"総数{low}～{low + 4}歳" for low in range(0, 75, 5)),
        "総数15歳未満",
        "総数15～64歳",
        "総数65歳以上",
        "総数75歳以上",
    ]
    people = ["160", *["10"] * 15, "30", "100", "30", "10"]
    path.write_bytes(
        "\r\n".join(
            ",".join(row)
            for row in [
                codes,
                labels,
                ["27999", "1", "架空市", "", "0", "", "", *people],
                ["279990020", "2", "架空市", "夢見町", "0", "", "", *people],
                [],
            ]
        ).encode("cp932")
    )
    return path


@pytest.mark.parametrize(
    ("table", "as_of", "name"),
    [
        ("T001082", "2020-10-01", "令和2年国勢調査"),
        ("T000849", "2015-10-01", "平成27年国勢調査"),
        ("T000573", "2010-10-01", "平成22年国勢調査"),
        ("T000051", "2005-10-01", "平成17年国勢調査"),
        ("T000002", "2000-10-01", "平成12年国勢調査"),
    ],
)
def test_the_number_of_a_table_tells_its_census(table, as_of, name, tmp_path):
    piece = piece_of(gis(tmp_path / f"tbl{table}C27.txt", table), estat_ages)
    assert (piece.source["as_of"], set(piece.tables["population"]["as_of"]), piece.assumed, warned(piece)) == (
        as_of,
        {as_of},
        [],
        [],
    ) and name in piece.source["title"]
    other = piece_of(gis(tmp_path / f"tbl{table}C27.txt", table), as_of="2025-10-01")
    assert other.source["as_of"] == as_of and warned(other) == [
        f"指定（--as-of）は2025年10月1日ですが、この表は{name}のものです。{dates_words(as_of)}として読みました。"
    ]


def dates_words(iso: str) -> str:
    return f"{iso[:4]}年10月1日"


@pytest.mark.parametrize(
    ("field", "as_of", "title"),
    [
        ("R2KA27", "2020-10-01", "令和2年国勢調査"),
        ("H27KA27_ID", "2015-10-01", "平成27年国勢調査"),
        ("H22KA27_", "2010-10-01", "平成22年国勢調査"),
        ("H17KA27", "2005-10-01", "平成17年国勢調査"),
        ("R7KA27", "2025-10-01", "令和7年国勢調査"),
        ("KA27", None, "国勢調査"),
    ],
)
def test_the_field_of_boundaries_tells_their_census(field, as_of, title, tmp_path, small_city):
    small_city.shapes().rename(columns={"R2KAxx": field}).to_file(tmp_path / "町丁.geojson")
    source = piece_of(tmp_path / "町丁.geojson").source
    assert source["as_of"] == as_of and source["title"] == f"{title} 町丁・字等境界データ"


def test_an_unknown_number_is_asked_for_never_guessed(tmp_path):
    path = gis(tmp_path / "tblT009999C27.txt", "T009999")
    [(file, _, _, _, _, said)] = problems_of(path, estat_ages)
    assert (
        file == "tblT009999C27.txt"
        and "表の番号（T009999）から、何年の国勢調査か分かりません" in said
        and "--as-of 2020-10-01" in said
    )
    piece = piece_of(path, as_of="2025-10-01")
    assert (
        piece.source["as_of"] == "2025-10-01"
        and piece.source["title"].startswith("令和7年国勢調査")
        and piece.assumed == ["tblT009999C27.txt: 調査の年は、指定（--as-of）のとおり令和7年国勢調査としました。"]
    )
    for day_given in ("2025-04-01", "2024-10-01"):
        assert "国勢調査の日（5年ごとの10月1日）ではありません" in problems_of(path, as_of=day_given)[0][5]


@pytest.mark.parametrize(
    ("name", "label", "as_of", "assumed"),
    [
        ("tblT009999C27.txt", "令和７年国勢調査 総数、年齢「不詳」含む", "2025-10-01", []),
        ("tblT009999C27.txt", "総数（2025年）、年齢「不詳」含む", "2025-10-01", []),
        (
            "令和7年国勢調査_tblT009999C27.txt",
            "総数、年齢「不詳」含む",
            "2025-10-01",
            ["令和7年国勢調査_tblT009999C27.txt: 調査の年は、ファイル名から令和7年国勢調査としました。"],
        ),
        (
            "census2025_tblT009999C27.txt",
            "総数、年齢「不詳」含む",
            "2025-10-01",
            ["census2025_tblT009999C27.txt: 調査の年は、ファイル名から令和7年国勢調査としました。"],
        ),
    ],
)
def test_the_next_census_is_known_by_what_it_says(name, label, as_of, assumed, tmp_path):
    piece = piece_of(gis(tmp_path / name, "T009999", label), estat_ages)
    assert piece.source["as_of"] == as_of and piece.assumed == assumed


@pytest.mark.parametrize("name", ["2025_tblT009999C27.txt", "tblT009999C27_20251001.txt", "令和6年_tblT009999C27.txt"])
def test_a_bare_year_in_a_files_name_is_no_census(name, tmp_path):
    assert "何年の国勢調査か分かりません" in problems_of(gis(tmp_path / name, "T009999"))[0][5]


def test_a_census_to_come_is_refused(tmp_path):
    assert (
        "令和12年国勢調査の表とありますが、先の日付です"
        in problems_of(gis(tmp_path / "tblT009999C27.txt", "T009999", "令和12年国勢調査 総数、年齢「不詳」含む"))[0][5]
    )


def test_a_table_of_2010_stays_of_2010_in_the_city(tmp_path, small_city):
    """Case 04: it was dated 2020-10-01."""
    files = [GivenFile(small_city.boundary()), GivenFile(gis(tmp_path / "04_tblT000573C27.txt"))]
    report = import_city("kaku", files, ImportOptions(cities=tmp_path / "cities"), lambda words: None)
    population = open_city("kaku", tmp_path / "cities").table("population")
    assert population[["area_code", "as_of", "source_id"]].drop_duplicates().to_numpy().tolist() == [
        ["279990020", "2010-10-01", "census-2010-10-01"]
    ]
    assert any("境界は2020年、統計は2010年の国勢調査で、年が違います" in problem.why for problem in report.problems)


def test_the_command_takes_a_day_and_says_what_became_of_it(tmp_path, capsys):
    path = register(tmp_path / "人口.csv")
    assert main(["check", "--as-of", "2025-04-01", str(path)]) == 0
    assert "・人口.csv: 日付は、指定（--as-of）のとおり2025年4月1日としました。" in capsys.readouterr().out
    assert main(["import", "kaku", "--cities-dir", str(tmp_path / "cities"), "--as-of", "2025-04-01", str(path)]) == 0
    said = capsys.readouterr().out
    assert (
        "こちらで決めたこと（確かめてください）" in said
        and "・人口.csv: 日付は、指定（--as-of）のとおり2025年4月1日としました。" in said
    )
    assert main(["check", "--as-of", "2025-04-01", str(register(tmp_path / "別.csv", "令和7年4月1日現在"))]) == 0
    assert "指定した日付（--as-of 2025-04-01）は、どのファイルにも使いませんでした" in capsys.readouterr().out
    assert main(["check", "--as-of", "平成40年", str(path)]) == 2
    assert "--as-of の日付「平成40年」を読めません" in capsys.readouterr().err


def test_the_day_given_is_written_as_json_too(tmp_path, capsys):
    assert main(["check", "--report", "json", "--as-of", "2025-04-01", str(register(tmp_path / "人口.csv"))]) == 0
    assert json.loads(capsys.readouterr().out)["assumed"] == [
        "人口.csv: 日付は、指定（--as-of）のとおり2025年4月1日としました。"
    ]
