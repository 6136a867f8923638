"""Membership, households, care and survey: read in every spelling people use, refused with file, row, column and
value."""

from __future__ import annotations

import pandas as pd
import pytest

from data.files.extract import Extract, Options
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import care, households, membership, recognise, survey


@pytest.fixture
def read(tmp_path):
    def of(reader, text: str, name: str = "表.csv", encoding: str = "utf-8", **options) -> Extract:
        path = tmp_path / name
        path.write_text(text.strip() + "\n", encoding=encoding)
        with opened(path) as file:
            return reader.read(file, Options(**options))

    return of


@pytest.fixture
def refused(read):
    def of(reader, text: str) -> list[str]:
        with pytest.raises(Refused) as raised:
            read(reader, text)
        return [problem.sentence() for problem in raised.value.problems if problem.severity == "refuse"]

    return of


def said(piece: Extract, severity: str) -> list[str]:
    return [problem.why for problem in piece.problems if problem.severity == severity]


# --- membership
# ----------------------------------------------------------------------------------------------------


def test_membership_by_code_with_several_larger_areas_and_a_split_area(read):
    piece = read(
        membership,
        """
KEY_CODE,S_NAME,地区,小学校区,割合
012345001,みどり町,東,第一,
012345002,ひがし町,東,第一,0.25
012345002,ひがし町,西,第二,0.75
""",
        encoding="cp932",
    )
    rows = piece.tables["membership"]
    assert rows[["area", "area_name", "parent", "level", "weight"]].to_numpy().tolist() == [
        ["012345001", "みどり町", "東", "district", 1.0],
        ["012345002", "ひがし町", "東", "district", 0.25],
        ["012345002", "ひがし町", "西", "district", 0.75],
        ["012345001", "みどり町", "第一", "小学校区", 1.0],
        ["012345002", "ひがし町", "第一", "小学校区", 0.25],
        ["012345002", "ひがし町", "第二", "小学校区", 0.75],
    ]
    assert rows["row"].tolist() == [2, 3, 4, 2, 3, 4]


def test_membership_of_associations(read):
    rows = read(membership, "町内会,地区\n一丁目,東\n二丁目,西").tables["membership"]
    assert rows[["area", "parent", "level"]].to_numpy().tolist() == [
        ["一丁目", "東", "district"],
        ["二丁目", "西", "district"],
    ]


def test_membership_empty_parent_is_a_warning(read):
    piece = read(membership, "町名,地区\nみどり町,東\nひがし町,")
    assert len(piece.tables["membership"]) == 1
    assert said(piece, "warn") == ["「ひがし町」の所属が空欄です。"]


def test_membership_refusals_come_together(refused):
    assert refused(membership, "町名,地区,割合\nみどり町,東,1.5\n,東,\nひがし町,東,あ\n") == [
        (
            "ファイル「表.csv」・2行目・列「割合」・値「1.5」: 0から1までの数ではありません。 → 数を直すか、"
            "分からないときは空欄にしてください。"
        ),
        (
            "ファイル「表.csv」・4行目・列「割合」・値「あ」: 0から1までの数ではありません。 → 数を直すか、"
            "分からないときは空欄にしてください。"
        ),
        "ファイル「表.csv」・3行目・列「地区」・値「東」: どの区域の行か分かりません。 → 区域の名前かコードを入れてください。",  # noqa: E501
    ]
    (repeated,) = refused(membership, "町名,地区\nみどり町,東\nみどり町,東\n")
    assert "3行目" in repeated and "組が前の行にもあります" in repeated
    (more,) = refused(membership, "町名,地区\nみどり町,東\nみどり町,西\n")
    assert "割合の合計が2で、1を超えています" in more
    assert "所属する地区の列がありません" in refused(membership, "町名,割合\nみどり町,1\n")[0]


# --- households
# ----------------------------------------------------------------------------------------------------


def test_households_long_form(read):
    piece = read(
        households,
        """
区域,基準日,種類,年齢,世帯数,人数
みどり町,R7.4.1,ひとり暮らし,65歳以上,１２世帯,12人
みどり町,令和7年4月1日,総世帯,,"1,234",
ひがし町,2025/4/1,独居高齢者,70,未調査,
""",
    )
    rows = piece.tables["households"]
    assert rows["as_of"].tolist() == ["2025-04-01"] * 3
    assert rows["kind"].tolist() == ["single_elderly", "total", "single_elderly"]
    assert rows["households"].tolist()[:2] == [12, 1234] and pd.isna(rows["households"][2])
    assert rows["age_limit"].astype(object).where(rows["age_limit"].notna(), None).tolist() == [65, None, 70]
    assert rows["state"].tolist() == ["ok", "ok", "not_surveyed"]
    assert said(piece, "warn") == []


def test_households_wide_form_with_a_date_above_and_a_total_below(read):
    piece = read(
        households,
        """
世帯の状況（令和6年10月1日現在）,,,
町名,総世帯数,ひとり暮らし高齢者,高齢夫婦世帯
みどり町,100,20,
ひがし町,200,30,15
合計,300,50,15
""",
    )
    rows = piece.tables["households"]
    assert set(rows["as_of"]) == {"2024-10-01"} and "合計" not in set(rows["area"])
    found = {(line.area, line.kind): (line.households, line.state) for line in rows.itertuples()}
    assert found["みどり町", "single_elderly"] == (20, "ok")
    assert pd.isna(found["みどり町", "elderly_couple"][0]) and found["みどり町", "elderly_couple"][1] == "not_in_source"
    assert any("65歳以上として読みました" in why for why in said(piece, "warn"))


def test_households_refusals(refused):
    sentences = refused(
        households,
        "町名,基準日,種類,年齢,世帯数\nみどり町,いつか,ふたり暮らし,60,-3\nみどり町,2025-04-01,総世帯,,5.5\nみどり町,2025-04-01,総世帯,,6\n",
    )
    assert any("2行目・列「基準日」・値「いつか」: 日付として読めません" in words for words in sentences)
    assert any("2行目・列「種類」・値「ふたり暮らし」: 知らない言葉です" in words for words in sentences)
    assert any("2行目・列「年齢」・値「60」" in words for words in sentences)
    assert any("2行目・列「世帯数」・値「-3」" in words and "負の数" in words for words in sentences)
    assert any("3行目・列「世帯数」・値「5.5」" in words and "小数" in words for words in sentences)
    assert any("4行目" in words and "同じ日付・同じ種類の行が前にもあります" in words for words in sentences)
    assert "いつの数字か分かりません" in refused(households, "町名,種類,世帯数\nみどり町,総世帯,5\n")[0]


# --- care
# ----------------------------------------------------------------------------------------------------


def test_care_levels_and_age_groups(read):
    piece = read(
        care,
        """
地区,基準日,年齢区分,要介護度,認定者数,第1号被保険者数
東,2025-04-01,65歳以上,計,48,300
東,2025-04-01,75～79歳,要支援1,3,80
東,2025-04-01,85歳以上,要介護５,X,40
""",
    )
    rows = piece.tables["care"]
    assert rows["age_group"].tolist() == ["65+", "75-79", "85+"]
    assert rows["level"].tolist() == ["all", "要支援１", "要介護５"]
    assert rows["state"].tolist() == ["ok", "ok", "suppressed"]
    assert rows["insured"].tolist() == [300, 80, 40]


def test_care_refusals(refused):
    sentences = refused(care, "地区,基準日,年齢区分,要介護度,認定者数,被保険者数\n東,2025-04-01,若い人,要介護9,50,40\n")
    assert any("値「若い人」: 年齢区分として読めません" in words for words in sentences)
    assert any("値「要介護9」: 知らない言葉です" in words for words in sentences)
    assert any("値「50」: 認定者数が被保険者数（40）より多くなっています" in words for words in sentences)


def test_takamatsu_yearly_totals(real_data):
    with opened(real_data / "takamatsu/number_of_primary_insured.xlsx") as file:
        assert recognise(file) is care
        rows = care.read(file, Options()).tables["care"]
    assert len(rows) == 9
    last = rows[rows["as_of"] == "2025-10-01"].iloc[0]
    assert (last["area"], last["insured"], last["certified"], last["age_group"], last["level"]) == (
        "高松市",
        120093,
        26331,
        "65+",
        "all",
    )


# --- survey
# ----------------------------------------------------------------------------------------------------


def test_survey_counts_and_shares(read):
    piece = read(
        survey,
        """
地区,調査時期,項目,有効回答数,該当者数,割合
東,2024年12月,閉じこもり,120,24,
西,2024年12月,閉じこもり,80,,12.5%
""",
    )
    rows = piece.tables["survey"]
    assert rows["persons"].tolist() == [24, 10] and rows["respondents"].tolist() == [120, 80]
    assert rows["as_of"].tolist() == ["2024-12", "2024-12"] and rows["state"].tolist() == ["ok", "ok"]
    assert any("回答数に割合（%として読みました）" in why for why in said(piece, "info"))


def test_survey_share_between_0_and_1_is_not_per_cent(read):
    assert read(survey, "地区,日付,項目,回答数,割合\n東,2024,転倒,200,0.125\n").tables["survey"][
        "persons"
    ].tolist() == [25]


def test_survey_refusals(refused):
    sentences = refused(
        survey, "地区,日付,項目,回答数,該当者数\n東,2024,転倒,20,25\n東,2024,転倒,20,3\n,2024,転倒,20,3\n"
    )
    assert any(
        "2行目・列「該当者数」・値「25」: 該当者数が回答数（20）より多くなっています" in words for words in sentences
    )
    assert any("3行目" in words and "同じ項目の行が前にもあります" in words for words in sentences)
    assert any("4行目" in words and "どの区域の行か分かりません" in words for words in sentences)
    assert "該当者数も割合もありません" in refused(survey, "地区,日付,項目,回答数\n東,2024,転倒,20\n")[0]


@pytest.mark.parametrize(
    "reader, text",
    [
        (care, "地区,基準日,認定者数,被保険者数\n合計,2025-04-01,10,50\n"),
        (households, "地区,基準日,種類,世帯数\n総 計,2025-04-01,総世帯,5\n"),
        (survey, "地区,日付,項目,回答数,該当者数\n全市,2024,転倒,20,3\n"),
    ],
)
def test_nothing_but_a_total_is_refused(refused, reader, text):
    assert "合計の行のほかにデータがありません" in refused(reader, text)[0]
