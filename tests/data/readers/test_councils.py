"""Councils, activities, supporters and cases: a workbook of four sheets or one file each."""

from __future__ import annotations

import openpyxl
import pytest

from data.files.extract import Extract, Options
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import councils, recognise


@pytest.fixture
def read(tmp_path):
    def of(sheets: dict[str, list[list]]) -> Extract:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "協議体.xlsx")
        with opened(tmp_path / "協議体.xlsx") as file:
            assert recognise(file) is councils
            return councils.read(file, Options())

    return of


COUNCILS = [
    ["地区", "協議体名", "設立日", "段階", "目指す地域像"],
    ["東", "東の会", "平成28年6月", "話し合い", "声をかけ合えるまち"],
    ["西", "", "", "", ""],
]
ACTIVITIES = [
    ["地区", "日付", "種類", "題名", "案内数", "参加者数", "備考"],
    ["東", "令和7年5月20日", "会議", "第1回", "20", "１５人", ""],
    ["東", "2025-05-20", "会議", "第1回", "", "", "午後"],
]
SUPPORTERS = [["地区", "基準日", "登録者数", "研修修了者数"], ["東", "2025-04-01", 12, ""]]
CASES = [
    ["地区", "日付", "題名", "目的", "経緯", "様子", "今後", "掲載の同意"],
    ["東", "2025-05", "空き店舗の居場所", "集まる", "住民の声\nから", "毎週10人", "増やす", "はい"],
]


def test_four_sheets(read):
    piece = read(
        {
            "協議体": COUNCILS,
            "活動": ACTIVITIES,
            "サポーター": SUPPORTERS,
            "事例": CASES,
            "メモ": [["なにか"], ["書く"]],
        }
    )
    assert set(piece.tables) == {"councils", "activities", "supporters", "cases"}
    council = piece.tables["councils"].iloc[0]
    assert (council["area"], council["set_up"], council["vision"]) == ("東", "2016-06", "声をかけ合えるまち")
    activities = piece.tables["activities"]
    assert activities["date"].tolist() == ["2025-05-20"] * 2 and activities["participants"].fillna(-1).tolist() == [
        15,
        -1,
    ]
    assert activities["activity_id"].is_unique and activities["remark"].fillna("-").tolist() == ["-", "午後"]
    assert (
        piece.tables["supporters"]["registered"].tolist() == [12] and piece.tables["supporters"]["trained"].isna().all()
    )
    case = piece.tables["cases"].iloc[0]
    assert (case["title"], case["history"], case["consent"], case["need"] is None or case.isna()["need"]) == (
        "空き店舗の居場所",
        "住民の声 から",
        True,
        True,
    )


def test_sheets_that_are_still_empty_are_left_aside(read):
    piece = read({"協議体": COUNCILS[:1], "活動": ACTIVITIES})
    assert set(piece.tables) == {"activities"}


def test_refusals_of_all_sheets_together(read):
    with pytest.raises(Refused) as raised:
        read(
            {
                "協議体": [*COUNCILS, ["東", "", "きのう", "", ""]],
                "活動": [ACTIVITIES[0], ["", "", "会議", "x", "-1", "", ""]],
                "事例": [CASES[0], ["東", "", "", "a", "", "", "", "たぶん"]],
            }
        )
    sentences = [problem.sentence() for problem in raised.value.problems]
    for part in (
        "シート「協議体」・4行目・列「設立日」・値「きのう」: 日付として読めません",
        "シート「協議体」・4行目・列「地区」・値「東」: 「東」の行が前にもあります",
        "シート「活動」・2行目・列「日付」: 空欄です",
        "シート「活動」・2行目・列「案内数」・値「-1」",
        "シート「活動」・2行目・列「地区」: どの区域の行か分かりません",
        "シート「事例」・2行目・列「題名」: 空欄です",
        "シート「事例」・2行目・列「掲載の同意」・値「たぶん」",
    ):
        assert any(part in words for words in sentences), (part, sentences)


def test_an_empty_workbook_says_so(read):
    with pytest.raises(Refused, match="見出しの下にデータがありません"):
        read({"協議体": COUNCILS[:1]})


FULL = [
    "地区",
    "日付",
    "日付の言葉",
    "種類",
    "題名",
    "対象",
    "案内数",
    "参加者数",
    "参加協議体数",
    "宿題",
    "宿題のその後",
    "備考",
]


def test_homework_audience_and_words_for_a_date(read):
    piece = read(
        {
            "活動": [
                FULL,
                ["東", "", "5月18日（年の記載なし）", "交流会", "第1回", "協議体の代表", "", "", "７", "", "", ""],
                [
                    "東",
                    "2025-05-20",
                    "",
                    "会議",
                    "第2回",
                    "住民、民生委員",
                    20,
                    15,
                    "",
                    "集会所を\n聞いてくる",
                    "借りられた",
                    "",
                ],
                ["東", "2025年", "2025年夏", "会議", "第3回", "", "", "", "", "次の宿題", "", ""],
            ]
        }
    )
    rows = piece.tables["activities"]
    assert rows["date"].fillna("-").tolist() == ["-", "2025-05-20", "2025"]
    assert rows["date_words"].fillna("-").tolist() == ["5月18日（年の記載なし）", "-", "2025年夏"]
    assert rows["audience"].fillna("-").tolist() == ["協議体の代表", "住民、民生委員", "-"]
    assert rows["councils"].fillna(-1).tolist() == [7, -1, -1]
    assert rows["homework"].fillna("-").tolist() == ["-", "集会所を 聞いてくる", "次の宿題"] and rows["outcome"].fillna(
        "-"
    ).tolist() == ["-", "借りられた", "-"]
    assert rows["activity_id"].is_unique


@pytest.mark.parametrize("heading", ["宿題", "次回までの宿題", "次回までにすること"])
def test_homework_goes_by_many_names(read, heading):
    piece = read(
        {
            "活動": [
                ["地区", "開催日", "案内数", "参加者数", heading, "宿題の結果"],
                ["東", "令和7年5月20日", 3, 2, "聞いてくる", "聞いた"],
            ]
        }
    )
    assert piece.tables["activities"][["homework", "outcome"]].iloc[0].tolist() == ["聞いてくる", "聞いた"]


def test_a_line_without_a_date_or_words_for_it_is_refused(read):
    with pytest.raises(Refused) as raised:
        read({"活動": [FULL, ["東", "", "", "会議", "第1回", "", "", "", "", "", "", ""]]})
    said = [problem.sentence() for problem in raised.value.problems]
    assert any(
        "2行目・列「日付」: 空欄です" in words and "「日付の言葉」の列に「2025年夏」のように" in words for words in said
    ), said


def test_words_do_not_excuse_a_date_that_cannot_be_read(read):
    with pytest.raises(Refused, match="値「きのう」: 日付として読めません"):
        read({"活動": [FULL, ["東", "きのう", "2025年夏", "会議", "第1回", "", "", "", "", "", "", ""]]})


def test_a_note_on_supporters(read):
    piece = read({"サポーター": [["地区", "基準日", "登録者数", "備考"], ["東", "2025", 150, "約150人"]]})
    assert piece.tables["supporters"][["date", "registered", "note"]].iloc[0].tolist() == ["2025", 150, "約150人"]


def test_a_sheet_whose_heading_was_changed_is_not_passed_over(read):
    with pytest.raises(Refused, match="シート「事例」・1行目・列「目的」: 見出し「目的」がありません"):
        read({"活動": ACTIVITIES, "事例": [["地区", "日付", "題名", "ねらい"], ["東", "2025-05", "居場所", "集まる"]]})


def test_headings_of_one_sheet_do_not_hide_what_is_wrong_in_another(read):
    with pytest.raises(Refused) as raised:
        read(
            {
                "協議体": [["地区", "地区", "目指す地域像"], ["東", "東", ""]],
                "活動": [ACTIVITIES[0], ["東", "2025-05-20", "会議", "x", "-1", "", ""]],
            }
        )
    said = "".join(problem.sentence() for problem in raised.value.problems)
    assert "シート「協議体」・1行目" in said and "シート「活動」・2行目・列「案内数」・値「-1」" in said
