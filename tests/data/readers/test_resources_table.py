"""A city's own list of resources: what is read, kept, told and refused."""

from __future__ import annotations

import pandas as pd
import pytest

from data.files.extract import Extract, Options
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import recognise, resources_table
from data.store.schema import TABLES

HEAD = "名称,種類,地区,町内会,場所,緯度,経度,曜日・時間,対象,連絡先,連絡先の公開,掲載の同意,定員,開始日,対象区域,ひとこと\n"  # noqa: E501


@pytest.fixture
def read(tmp_path):
    def of(text: str, encoding: str = "utf-8", **options) -> Extract:
        path = tmp_path / "資源.csv"
        path.write_text(text.strip("\n") + "\n", encoding=encoding)
        with opened(path) as file:
            assert recognise(file) is resources_table
            return resources_table.read(file, Options(**options))

    return of


@pytest.fixture
def refused(read):
    def of(text: str) -> list[str]:
        with pytest.raises(Refused) as raised:
            read(text)
        return [problem.sentence() for problem in raised.value.problems if problem.severity == "refuse"]

    return of


def line_of(piece: Extract, place: int = 0) -> dict:
    return piece.tables["resources"].iloc[place].dropna().to_dict()


def told(piece: Extract, severity: str) -> str:
    return "\n".join(problem.sentence() for problem in piece.problems if problem.severity == severity)


def test_a_full_line(read):
    piece = read(
        HEAD + "さくらサロン,サロン,東,一丁目,公民館,36.32,139.01,毎週火曜"
        " 10:00～11:30,どなたでも,027-000-0001,いいえ,はい,２０人,平成27年4月,,靴を脱ぐ",
        encoding="cp932",
    )
    line = line_of(piece)
    assert {
        key: line[key]
        for key in (
            "name",
            "kind",
            "place",
            "lat",
            "lon",
            "position_basis",
            "weekdays",
            "time_from",
            "time_to",
            "times_per_month",
        )
    } == {
        "name": "さくらサロン",
        "kind": "salon",
        "place": "公民館",
        "lat": 36.32,
        "lon": 139.01,
        "position_basis": "given",
        "weekdays": "火",
        "time_from": "10:00",
        "time_to": "11:30",
        "times_per_month": 4,
    }
    assert {
        key: line[key]
        for key in (
            "schedule",
            "eligibility",
            "contact",
            "contact_public",
            "publish",
            "capacity",
            "started",
            "note",
            "area",
            "within",
            "row",
        )
    } == {
        "schedule": "毎週火曜 10:00～11:30",
        "eligibility": "all",
        "contact": "027-000-0001",
        "contact_public": False,
        "publish": True,
        "capacity": 20,
        "started": "2015-04",
        "note": "ひとこと: 靴を脱ぐ",
        "area": "一丁目",
        "within": "東",
        "row": 2,
    }
    assert piece.problems == []
    assert set(TABLES["resources"].columns) <= set(piece.tables["resources"].columns)


def test_unknown_stays_missing_and_is_not_no(read):
    line = line_of(read("名称,種類,町内会,場所,対象\nさくら,salon,一丁目,,\n"))
    assert not {
        "lat",
        "contact_public",
        "publish",
        "capacity",
        "times_per_month",
        "eligibility",
        "position_basis",
    } & set(line)
    assert line["area"] == "一丁目"


def test_served_areas_are_split_and_keep_their_district(read):
    piece = read(
        "名称,種類,地区,曜日・時間,対象区域\nまわり号,移動販売,東,第1・3水曜 午後1時半,一丁目、二丁目，一丁目、"
        "\nさくら,サロン,東,,\n"
    )
    served = piece.tables["served"]
    assert served[["area", "within", "row"]].to_numpy().tolist() == [["一丁目", "東", 2], ["二丁目", "東", 2]]
    assert set(served["resource_id"]) == {piece.tables["resources"].at[0, "resource_id"]}
    assert line_of(piece)["times_per_month"] == 2 and line_of(piece)["time_from"] == "13:30"
    assert line_of(piece)["area"] == "東" and "within" not in line_of(piece)


def test_columns_of_their_own_win_over_the_sentence(read):
    line = line_of(
        read(
            "名称,種類,場所,曜日・時間,曜日,開始時間,終了時間,月の回数\nさくら,サロン,家,毎週火曜"
            " 9時,水・金,9:30,11:00,6\n"
        )
    )
    assert (line["weekdays"], line["time_from"], line["time_to"], line["times_per_month"], line["schedule"]) == (
        "水金",
        "09:30",
        "11:00",
        6,
        "毎週火曜 9時",
    )


def test_a_sentence_that_is_not_understood_is_kept_and_told(read):
    piece = read("名称,種類,場所,曜日・時間\nさくら,サロン,家,おたずねください\nうめ,サロン,家,火曜\n")
    assert line_of(piece)["schedule"] == "おたずねください" and "weekdays" not in line_of(piece)
    assert "曜日・時間を読み取れない1件" in told(piece, "info") and "2行目「おたずねください」" in told(piece, "info")
    assert "1件の曜日は、毎週として読みました" in told(piece, "info")


def test_who_may_come_in_other_words_goes_to_the_note(read):
    piece = read("名称,種類,場所,対象\nさくら,サロン,家,要支援の方\nうめ,サロン,家,町内会員\nもも,サロン,家,75歳以上\n")
    assert piece.tables["resources"]["eligibility"].fillna("-").tolist() == ["-", "members", "75+"]
    assert line_of(piece)["note"] == "対象: 要支援の方"
    assert "要支援の方" in told(piece, "info")


def test_swapped_zero_and_absurd_positions(read):
    piece = read(
        "名称,種類,場所,緯度,経度\na,サロン,家,139.01,36.33\nb,サロン,家,0,0\nc,サロン,家,36.3,1390.1\nd,サロン,家,北緯36度,139\ne,サロン,家,３６．３,139.0\nf,サロン,家,36.3,\n"
    )
    rows = piece.tables["resources"]
    assert (rows.at[0, "lat"], rows.at[0, "lon"]) == (36.33, 139.01)
    assert rows["lat"].notna().tolist() == [True, False, False, False, True, False]
    assert rows["position_basis"].fillna("-").tolist() == ["given", "-", "-", "-", "given", "-"]
    warned = told(piece, "warn")
    assert "入れ替わっている1件" in warned and "（2行目）" in warned
    assert "0の1件は、位置なし" in warned and "（3行目）" in warned
    assert "日本の外になる3件は、位置なし" in warned and "（4行目、5行目、7行目）" in warned


def test_identities_stay_when_the_list_is_sorted_anew_and_differ_within_it(read):
    text = "名称,種類,場所,定員\nさくら,サロン,家,1\nうめ,サロン,家,2\nさくら,サロン,家,3\n"
    first = (
        read("名称,種類,場所,開始日\nさくら,サロン,家,2020\nうめ,サロン,家,2020\n")
        .tables["resources"]
        .set_index("name")["resource_id"]
    )
    second = (
        read("種類,場所,名称,開始日\nサロン,家,うめ,2021\nサロン,家,さくら,2021\n")
        .tables["resources"]
        .set_index("name")["resource_id"]
    )
    assert first.to_dict() == second.to_dict() and first.is_unique and text


def test_a_list_for_one_kind_needs_no_kind_column(read, tmp_path):
    path = tmp_path / "一覧.csv"
    path.write_text("名称,場所,曜日・時間,住所\nみどり,駅前,毎日 9時～18時,みどり町1\n", encoding="utf-8")
    with opened(path) as file:
        assert resources_table.read(file, Options(resource_kind="shop")).tables["resources"]["kind"].tolist() == [
            "shop"
        ]
        with pytest.raises(Refused, match="種類が空欄です"):
            resources_table.read(file, Options())


def test_all_refusals_at_once(refused):
    sentences = refused(
        "名称,種類,場所,定員,開始日,掲載の同意,開始時間,月の回数,参加者数\n"
        "さくら,,家,-5,いつか,たぶん,25:00,100,1.5\n,サロン,家,,,,,,\nうめ,サロン,家,,,,,,\nうめ,サロン,家,,,,,,\n"
    )
    for part in (
        "2行目・列「種類」: 種類が空欄です。 → 次のどれかにしてください: サロン・通いの場、",
        "2行目・列「定員」・値「-5」: 人数や世帯数が負の数",
        "2行目・列「開始日」・値「いつか」: 日付として読めません",
        "2行目・列「掲載の同意」・値「たぶん」: 知らない言葉です。 → 「はい」か「いいえ」",
        "2行目・列「開始時間」・値「25:00」: 時刻として読めません",
        "2行目・列「月の回数」・値「100」: 0から62まで",
        "2行目・列「参加者数」・値「1.5」",
        "3行目・列「名称」: 空欄です",
        "5行目・列「名称」・値「うめ」: 種類・名称・場所・日時の同じ行",
    ):
        assert any(part in words for words in sentences), (part, sentences)
    assert len(sentences) == 9


def test_a_heading_twice_is_refused(refused):
    (words,) = refused("名称,種類,場所,連絡先,電話番号\nさくら,サロン,家,1,2\n")
    assert "1行目・列「電話番号」" in words and "同じ意味の見出しが2つあります: 連絡先、電話番号" in words


def test_a_missing_name_column_is_refused(tmp_path):
    path = tmp_path / "資源.csv"
    path.write_text("種類,場所,緯度,経度\nサロン,家,36,139\n", encoding="utf-8")
    with opened(path) as file, pytest.raises(Refused, match="1行目・列「名称」: 見出し「名称」がありません"):
        resources_table.read(file, Options())


def test_a_comma_inside_a_cell_is_refused(refused):
    assert "3行目" in refused("名称,種類,場所,参加者数\nさくら,サロン,家,12\nうめ,サロン,家,1,200\n")[0]


def test_telephone_numbers_and_codes_stay_text(read):
    line = line_of(read("名称,種類,場所,電話番号,区域コード,料金\nさくら,サロン,家,0270001234,012345001,０円\n"))
    assert line["contact"] == "0270001234" and line["area"] == "012345001" and line["fee"] == "０円"
    assert isinstance(line["contact"], str) and not pd.isna(line["fee"])
