"""Which kind of place a list means, told by words, names and columns; what is not told is 種類不明 and never a hall."""

from __future__ import annotations

import pandas as pd
import pytest

from data.__main__ import main
from data.files import resource_kinds
from data.files.extract import Options
from data.files.opened import opened
from data.readers import recognise, resources_table, standard_facilities
from data.vocabulary import KINDS, TOLD, UNKNOWN

NAMES = {
    "clinic": (
        "見本歯科クリニック|見本病院|独立行政法人国立病院機構高松医療センター|楠の森眼科医院|有床診療所|無床診療所|歯科|みどり公園前クリニック|学校医"
        " 見本医院|リハビリテーション病院|歯科、口腔外科"
    ),
    "care_site": (
        "認知症対応型共同生活介護|グループホームやすらぎ|短期入所療養介護（療養病床を有する病院等）|デイサービスみどり|地域包括支援センター（高松市保健センター１階）|小規模多機能型居宅介護|福祉用具貸与|介護老人保健施設|特別養護老人ホーム見本"
    ),
    "hall": (
        "高松市日新コミュニティセンター|港地域交流センター|大井川福祉センター（ほほえみ）|総合福祉会館（ウェルシップ）|みどり公園集会所|学校前公民館|本町会館|二区民館|生涯学習センター|小学校区コミュニティセンター"
    ),
    "ibasho": "老人いこいの家白梅荘|老人いこいの家牟礼いこいの広場|みんなの居場所|まちの茶の間|オレンジカフェみどり",
    "salon": "みどりサロン|ふれあいサロン本町|通いの場",
    "shop": "スーパーみどり|農産物直売所",
    UNKNOWN: (
        "公衆トイレ|公民館前公衆トイレ|AED|本町公園|街区公園|近隣公園|みどり小学校|○○中学校|みどり幼稚園|認定こども園|本町保育所|指定緊急避難場所|市役所|図書館|消防署|動物病院|ヘアサロン見本|見本葬祭会館|市民会館駐車場|障害者グループホーム|みどり薬局|商店街"
    ),
}
HEAD = "都道府県コード又は市区町村コード,NO,市区町村名,名称,住所,緯度,経度"


@pytest.fixture
def read(tmp_path):
    def of(text: str, name: str = "一覧.csv", reader=standard_facilities, **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with opened(path) as file:
            assert recognise(file) is reader
            piece = reader.read(file, Options(**options))
        return piece.tables["resources"], "\n".join(problem.sentence() for problem in piece.problems)

    return of


def facilities(*lines: str, more: str = "") -> str:
    return (
        "\n".join(
            [
                HEAD + more,
                *(
                    f"102024,{number},試験市,{name},本町{number},36.3{number},139.0{number}{cells}"
                    for number, (name, _, cells) in enumerate((line.partition("|") for line in lines), 1)
                ),
            ]
        )
        + "\n"
    )


@pytest.mark.parametrize(("key", "name"), [(key, name) for key, names in NAMES.items() for name in names.split("|")])
def test_a_name_or_a_category_tells_its_kind(key, name):
    assert resource_kinds.of_text(name) == key


@pytest.mark.parametrize("name", ["健康ステーション", "ほほえみ", "", "第2グループ", "縁"])
def test_what_does_not_tell_tells_nothing(name):
    assert resource_kinds.of_text(name) is None


def test_every_kind_has_words_and_unknown_is_one():
    assert (
        {resource_kinds.of_word(kind.label) for kind in KINDS.values()} == set(KINDS)
        and resource_kinds.of_word(" ＳＡＬＯＮ ") == "salon"
        and resource_kinds.of_word("castle") is None
    )
    assert UNKNOWN not in TOLD


def test_columns_tell_before_names(read):
    rows, _ = read(facilities("みどり会館|,内科", "本町会館|,歯科", more=",診療科目"))
    assert rows["kind"].tolist() == ["clinic", "clinic"]
    rows, told = read(
        facilities(
            "みどり会館|,公衆トイレ",
            "本町会館|,集会所",
            "ほほえみ|,無床診療所",
            "なごみ|,通所介護",
            "あおば|,謎",
            more=",施設種別",
        )
    )
    assert rows["kind"].tolist() == [UNKNOWN, "hall", "clinic", "care_site", UNKNOWN]
    assert "種別: 公衆トイレ" in rows["note"].iloc[0]
    assert (
        "分からない2件は、「種類不明」" in told
        and "施設種別「公衆トイレ」1件" in told
        and "施設種別「謎」1件" in told
        and "サロン・通いの場（salon）" in told
    )


@pytest.mark.parametrize(
    ("name", "more", "cells", "label"),
    [
        ("一覧.csv", ",設置位置,小児対応設備の有無", ",1階,有", "AED"),
        ("222127_aed.csv", "", "", "AED"),
        ("一覧.csv", ",男性トイレ総数,女性トイレ総数", ",1,1", "公衆トイレ"),
        ("公衆トイレ一覧.csv", "", "", "公衆トイレ"),
        ("data.csv", ",installationPosition", ",正面入口", "AED"),
        ("data.csv", ",equipmentForChildren", ",有", "AED"),
        ("data.csv", ",sedimentDisaster,stormSurge", ",○,△", "避難所"),
        ("data.csv", ",evacuationSpace", ",○", "避難所"),
        ("一覧.csv", ",遊具", ",ブランコ", "公園"),
        ("park.csv", "", "", "公園"),
        ("一覧.csv", ",想定収容人数", ",100", "避難所"),
        ("指定緊急避難場所.csv", "", "", "避難所"),
        ("一覧.csv", ",受入年齢,一時預かりの有無", ",0歳,無", "子育て施設"),
        ("222127_preschool.csv", "", "", "子育て施設"),
        ("一覧.csv", ",SSID", ",free", "公衆無線LAN"),
        ("school.csv", "", "", "学校"),
    ],
)
def test_a_list_of_something_else_is_no_hall_though_it_names_one(read, name, more, cells, label):
    rows, told = read(
        facilities(*(f"{hall}|{cells}" for hall in ("市民会館", "本町公民館", "みどり集会所")), more=more), name
    )
    assert rows["kind"].tolist() == [UNKNOWN] * 3
    assert f"「{label}」3件" in told and rows["note"].str.contains(f"種別: {label}").all()
    rows, _ = read(facilities(*(f"{hall}|{cells}" for hall in ("市民会館",)), more=more), name, resource_kind="hall")
    assert rows["kind"].tolist() == ["hall"]


def test_a_new_layout_with_a_barrier_free_toilet_is_still_a_hall(read):
    rows, _ = read(facilities("みどり会館|,有,有", more=",バリアフリートイレ,オストメイト対応トイレ"))
    assert rows["kind"].tolist() == ["hall"]


def test_nothing_told_is_unknown_and_the_lists_own_name_may_tell(read):
    rows, told = read(facilities("健康ステーション", "ほほえみ"))
    assert (
        rows["kind"].tolist() == [UNKNOWN] * 2 and "（2行目、3行目）" in told and told.count("種類不明") == 2
    )  # told once (and among the words that may be used)
    rows, _ = read(facilities("健康ステーション", "見本"), "elderly_welfare_center.csv")
    assert rows["kind"].tolist() == ["hall"] * 2


def test_a_citys_own_words_for_kinds(read):
    rows, told = read(
        "名称,施設種別,町内会,場所\nあ,公衆トイレ,一丁目,駅前\nい,公衆トイレ,一丁目,本町\nう,ふれあいサロン,一丁目,会館\nえ,茶話サロン,一丁目,会館\nお,その他,一丁目,会館\n",
        reader=resources_table,
    )
    assert rows["kind"].tolist() == [UNKNOWN, UNKNOWN, "salon", "salon", UNKNOWN]
    assert "施設種別「公衆トイレ」2件、施設種別「その他」1件" in told and "「茶話サロン」→サロン・通いの場" in told
    assert rows["note"].fillna("-").tolist() == [
        "種類: 公衆トイレ",
        "種類: 公衆トイレ",
        "-",
        "種類: 茶話サロン",
        "種類: その他",
    ]
    rows, _ = read("名称,施設種別,町内会,場所\nあ,謎,一丁目,駅前\n", reader=resources_table, resource_kind="shop")
    assert rows["kind"].tolist() == ["shop"]


@pytest.mark.parametrize("command", ["import x", "check"])
def test_only_known_words_after_resource_kind(command, tmp_path, capsys):
    path = tmp_path / "一覧.csv"
    path.write_text(facilities("市民会館"), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), str(path), "--resource-kind", "castle"])
    said = capsys.readouterr().err
    assert (
        ended.value.code == 2
        and "「castle」は使えません" in said
        and all(f"{KINDS[key].label}（{key}）" in said for key in KINDS)
    )


@pytest.mark.parametrize("word", ["salon", "サロン・通いの場", "通いの場"])
def test_check_counts_each_kind(word, tmp_path, capsys):
    path = tmp_path / "一覧.csv"
    path.write_text(facilities("市民会館", "みどり病院", "ほほえみ"), encoding="utf-8")
    assert main(["check", str(path), "--resource-kind", word]) == 0
    assert "種類: サロン・通いの場 3件" in capsys.readouterr().out
    main(["check", str(path)])
    assert "種類: 医院・病院 1件、集会所・会館 1件、種類不明 1件" in capsys.readouterr().out


def test_real_hospitals_are_no_halls(real_data):
    path = real_data / "takamatsu/lists/hospital/data.xlsx"
    with opened(path) as file:
        found = standard_facilities.read(file, Options()).tables["resources"]
    assert len(found) == 619 and set(found["kind"]) == {"clinic"}


def test_kinds_are_counted_in_the_order_of_the_vocabulary():
    assert (
        resource_kinds.in_words(resource_kinds.counted(pd.Series(["hall", "salon", "hall", UNKNOWN])))
        == "サロン・通いの場 1件、集会所・会館 2件、種類不明 1件"
    )
