"""Consent to publish: only a yes is one. What nobody was asked about stays out of 公開用 where people open themselves;
published lists stay public."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.counts.sharing_rules import may_publish
from analysis.indicators.values import figures
from analysis.lists.resources import AT_HOME, PRIVATE, shown_resources
from data.commands.import_files import import_city
from data.files.extract import Options
from data.files.opened import opened
from data.files.problems import Refused
from data.ingest.options import GivenFile, ImportOptions
from data.readers import resources_table
from data.store.city import City, open_city
from data.text.contacts import NO_NUMBER
from data.vocabulary import KINDS
from tests.data.text.test_contacts import INNOCENT, NUMBERS
from tests.tiny_city import area_table, at, bands, stored

OUTSIDE = ("public", "council")
AREAS = "\n".join(["町名,地区", "一丁目,東", "二丁目,西"]) + "\n"
NAMES = ["あ", "い", "う", "え"]


@pytest.fixture
def imported(tmp_path):
    (tmp_path / "地区.csv").write_text(AREAS, encoding="utf-8")

    def of(text: str, **wishes) -> tuple[City, str]:
        (tmp_path / "資源.csv").write_text(text, encoding="utf-8")
        given = [GivenFile(tmp_path / "地区.csv", "membership"), GivenFile(tmp_path / "資源.csv", "resources")]
        report = import_city(
            "t",
            given,
            ImportOptions(cities=tmp_path / "cities", replace=True, title="試市", **wishes),
            lambda words: None,
        )
        return open_city("t", tmp_path / "cities"), report.words()

    return of


@pytest.fixture
def read(tmp_path):
    def of(text: str, **options) -> tuple[pd.DataFrame, str]:
        (tmp_path / "資源.csv").write_text(text, encoding="utf-8")
        with opened(tmp_path / "資源.csv") as file:
            piece = resources_table.read(file, Options(**options))
        return piece.tables["resources"], "\n".join(problem.sentence() for problem in piece.problems)

    return of


def shown(city: City, sharing: str) -> list[str]:
    return shown_resources(city, sharing)["name"].tolist()


@pytest.mark.parametrize(
    "answers",
    [
        ["", "", "", ""],
        ["はい", "", "", ""],
        ["", "いいえ", "", ""],
        ["はい", "未", "確認中", "？"],
        ["はい", "保留", "口頭で可", "-"],
        ["はい", "△", "一部可", "本人に確認"],
    ],
)
def test_only_a_yes_is_a_yes(read, answers):
    lines = "".join(
        f"{name},サロン・通いの場,一丁目,会館,{answer}\n" for name, answer in zip(NAMES, answers, strict=True)
    )
    rows, told = read(f"名称,種類,町名,場所,掲載の同意\n{lines}")
    assert rows["publish"].tolist() == may_publish(rows).tolist() == [answer == "はい" for answer in answers]
    assert ("同意なしとして" in told) == ("" in answers) and ("同じに扱います" in told) == bool(
        set(answers) - {"", "はい", "いいえ"}
    )


def test_a_column_left_blank_altogether_is_warned_of_with_its_count(imported):
    city, told = imported(
        "名称,種類,町名,場所,掲載の同意\nあ,サロン・通いの場,一丁目,会館,\nい,集会所・会館,一丁目,会館2,\n"
    )
    assert (
        shown(city, "public") == []
        and shown(city, "council") == ["あ", "い"]
        and "空欄の2件すべては、同意なしとして" in told
    )


def test_other_words_for_consent_are_refused(read):
    with pytest.raises(Refused, match="知らない言葉です"):
        read("名称,種類,町名,場所,掲載の同意\nあ,サロン・通いの場,一丁目,会館,まるまる\n")


@pytest.mark.parametrize(
    "heading",
    [
        "掲載同意",
        "公開の同意",
        "公開可否",
        "同意の有無",
        "HP掲載",
        "掲載の可否",
        "公開",
        "掲載",
        "公表",
        "掲載の同意（はい／いいえ）",
        "公開してもよいか",
        "地図への掲載可否",
        "ホームページへの掲載の承諾",
        "同意（掲載）",
        "公開の可・不可",
        "公開する・しない",
        "掲載希望",
        "一覧への掲載に同意",
    ],
)
def test_the_column_goes_by_other_headings(read, heading):
    rows, _ = read(f"名称,種類,町名,場所,{heading}\nあ,集会所・会館,一丁目,会館,\nい,集会所・会館,一丁目,会館2,はい\n")
    assert rows["publish"].tolist() == [False, True]


@pytest.mark.parametrize(
    "heading",
    [
        "掲載不可",
        "公開しない",
        "HP掲載不可",
        "公開を希望しない",
        "非公表希望",
        "掲載の同意なし",
        "公開に同意しない",
        "掲載を希望しません",
        "非公開",
        "不同意",
        "公開NG",
        "掲載拒否",
        "掲載見合わせ",
    ],
)
@pytest.mark.parametrize("yes", ["はい", "○", "確認中", "非公開", "不可"])
def test_below_a_heading_that_says_no_a_yes_is_a_no_and_nothing_is_a_yes(read, heading, yes):
    rows, told = read(
        f"名称,種類,町名,場所,{heading}\nあ,集会所・会館,一丁目,会館,{yes}\nい,サロン・通いの場,一丁目,会館2,いいえ\nう,サロン・通いの場,一丁目,会館3,\nえ,集会所・会館,一丁目,会館4,\n"
    )
    assert not rows["publish"].fillna(False).any() and may_publish(rows).tolist() == [False, False, False, True]
    assert f"見出しが「{heading}」なので" in told
    rows, _ = read(
        f"名称,種類,町名,場所,{heading}\nあ,サロン・通いの場,一丁目,会館,{yes}\nい,サロン・通いの場,一丁目,会館2,\n",
        published_list=True,
    )
    assert may_publish(rows).tolist() == [False, True]


@pytest.mark.parametrize(
    "heading", ["電話番号の公開不可", "連絡先非公開", "電話公開しない", "連絡先は公表しない", "TEL掲載不可"]
)
def test_a_telephone_that_may_not_be_published_is_not(imported, heading):
    city, _ = imported(
        f"名称,種類,町名,場所,電話番号,掲載の同意,{heading}\nあ,サロン・通いの場,一丁目,会館,0270-22-1111,はい,○\nい,サロン・通いの場,一丁目,会館2,0270-22-2222,はい,\n"
    )
    assert shown(city, "public") == ["あ", "い"] and shown_resources(city, "public")["contact"].isna().all()


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("HP掲載不可", "publish"),
        ("公開しない", "publish"),
        ("連絡先非公開", "contact_public"),
        ("電話番号は公表しない", "contact_public"),
    ],
)
def test_a_no_in_a_further_column_is_kept_too(read, heading, key):
    lines = "".join(
        f"会{number},サロン・通いの場,一丁目,会館{number},はい,はい,{cell}\n"
        for number, cell in enumerate(["○", "", "いいえ", "非公開", "本人の希望"])
    )
    rows, _ = read(f"名称,種類,町名,場所,掲載の同意,連絡先の公開,{heading}\n{lines}")
    other = {"publish": "contact_public", "contact_public": "publish"}[key]
    assert rows[key].tolist() == [False, True, True, False, False] and rows[other].all()


@pytest.mark.parametrize(
    "heading",
    ["公開・非公開", "公開/非公開", "掲載可・不可", "同意・不同意", "公開する・しない", "公開の可否", "掲載の可不可"],
)
def test_a_heading_that_asks_for_either_is_no_refusal(read, heading):
    rows, _ = read(
        f"名称,種類,町名,場所,{heading}\nあ,サロン・通いの場,一丁目,会館,はい\nい,サロン・通いの場,一丁目,会館2,いいえ\n"
    )
    assert rows["publish"].tolist() == [True, False]


def test_other_headings_for_telephone_and_home_and_none_that_only_sounds_like_it(read):
    rows, _ = read(
        "名称,種類,場所,電話番号を公開してよいか,個人宅かどうか,公開の同意（○×）,公開講座,写真の掲載可否,公開日\nあ,集会所・会館,会館,いいえ,はい,○,いいえ,いいえ,2020-01-01\n"
    )
    assert rows[["contact_public", "private_home", "publish"]].iloc[0].tolist() == [False, True, True]
    assert all(part in rows["note"].iloc[0] for part in ("公開講座", "写真の掲載可否", "公開日"))


def test_answers_in_the_words_of_a_heading_do_not_hide_the_heading(read):
    rows, _ = read(
        "名称,種類,場所,掲載の同意（記入）\nあ,集会所・会館,会館,同意\nい,集会所・会館,会館2,公開\nう,集会所・会館,会館3,いいえ\nえ,集会所・会館,会館4,\n"
    )
    assert rows["publish"].tolist() == [True, True, False, False]


def test_a_list_without_the_column_shows_only_what_is_public_anyhow_until_somebody_answers(imported):
    text = "名称,種類,町名,場所\n" + "".join(
        f"{kind.label}の所,{kind.label},一丁目,{key}館\n" for key, kind in KINDS.items()
    )
    city, told = imported(text)
    assert shown(city, "public") == [f"{kind.label}の所" for kind in KINDS.values() if not kind.consent]
    asked = sum(kind.consent for kind in KINDS.values())
    assert f"「掲載の同意」の列がないため、{asked}件（サロン・通いの場 1件、" in told and "--published-list" in told
    city, told = imported(text, published_list=True)
    assert len(shown(city, "public")) == len(KINDS) and "「掲載の同意」の列がない" not in told


def test_a_published_list_answers_nothing_where_the_column_stands(read):
    rows, _ = read("名称,種類,町名,場所,掲載の同意\nあ,サロン・通いの場,一丁目,会館,\n", published_list=True)
    assert rows["publish"].tolist() == [False]


def test_embedded_cities_show_what_they_showed():
    for name in ("sample", "takasaki"):
        rows = open_city(name).table("resources")
        assert (may_publish(rows) == rows["publish"].fillna(True).to_numpy(bool)).all()


def test_an_unanswered_home_is_asked_about_and_hidden(imported):
    text = (
        "名称,種類,町名,場所,掲載の同意,個人宅,曜日・時間,予約\n"
        "山田さん宅のお茶会,サロン・通いの場,一丁目,山田宅,はい,,毎週火曜,\n手芸の会,サロン・通いの場,一丁目,鈴木様方,はい,いいえ,毎週水曜,\n"
        "体操の会,体操・運動,一丁目,会館,はい,,雨の日は田中さん宅,世話人宅へ\nうたの会,体操・運動,一丁目,会館,はい,,毎週木曜,不要\n折り紙,サロン・通いの場,一丁目,会館,はい,？,毎週木曜,\n"
    )
    city, told = imported(text)
    assert "個人のお宅らしい名前・場所・住所が1件あります（2行目）" in told and "「はい」、違うなら「いいえ」" in told
    for sharing in OUTSIDE:
        found = shown_resources(city, sharing).set_index("schedule")
        assert found.at["毎週火曜", "name"] == "サロン・通いの場（個人宅）" and found.at["毎週火曜", "place"] == PRIVATE
        assert found.loc["毎週水曜", ["name", "place"]].tolist() == ["手芸の会", "鈴木様方"]  # answered: no home
        assert found.loc[AT_HOME, ["name", "place", "booking"]].tolist() == ["体操の会", "会館", AT_HOME]
        text = found.reset_index().to_csv()
        assert not [word for word in ("山田", "田中", "世話人宅") if word in text]
        assert found.loc[found.index == "毎週木曜", "place"].tolist() == ["会館", PRIVATE]  # 「？」 is no いいえ


def test_a_list_that_asks_its_people_is_no_published_one_whatever_its_layout(imported):
    head = "NO,名称,種別,住所,緯度,経度,電話番号"
    lines = ["1,あ,サロン,本町1,36.32,139.02,027-323-1234", "2,い,集会所,本町2,36.32,139.02,23-4567"]
    city, told = imported("\n".join([head, *lines]) + "\n")
    assert shown(city, "public") == ["い"] and "列がないため、1件（サロン・通いの場 1件）" in told
    assert shown_resources(city, "council")["contact"].isna().all()
    city, _ = imported("\n".join([f"{head},掲載の同意", f"{lines[0]},はい", f"{lines[1]},"]) + "\n")
    assert shown(city, "public") == ["あ"]
    city, _ = imported("\n".join([f"市区町村コード,{head}", *(f"102024,{line}" for line in lines)]) + "\n")
    found = shown_resources(city, "public")
    assert found["name"].tolist() == ["あ", "い"] and found["contact"].tolist() == ["027-323-1234", "23-4567"]


COLUMNS = ["名称", "場所", "住所", "曜日・時間", "路線", "料金", "予約", "送迎", "運営", "備考", "対象"]


def test_no_number_leaves_in_any_column(imported):
    lines = []
    for number, text in enumerate(NUMBERS):
        public = ("いいえ", "", "未")[number % 3]
        cells = [f'"{text}"'] * len(COLUMNS)
        lines.append(
            ",".join([*cells, "サロン・通いの場", "一丁目", "はい", "いいえ", public, f'"{text}"', f"r{number}"])
        )
    city, told = imported(
        "\n".join(
            [",".join([*COLUMNS, "種類", "町名", "掲載の同意", "個人宅", "連絡先の公開", "連絡先", "資源ID"]), *lines]
        )
        + "\n"
    )
    for sharing in OUTSIDE:
        found = shown_resources(city, sharing)
        written = found[["name", "place", "address", "schedule", "route", "fee", "booking", "lift", "operator"]].astype(
            str
        )
        assert len(found) == len(NUMBERS) and found["contact"].isna().all() and found["note"].isna().all()
        digits = written.map(lambda cell: any(letter.isdigit() for letter in cell))
        assert not digits.any(axis=None), written[digits.any(axis=1)].iloc[0].to_dict()
    assert not [text for text in NUMBERS if len(text) > 6 and text in told]  # a report repeats no number


def test_innocent_cells_stay_and_a_public_contact_is_shown(imported):
    lines = [
        f'会{number},"{text}","{text}",サロン・通いの場,一丁目,はい,いいえ,いいえ'
        for number, text in enumerate(INNOCENT)
    ]
    city, _ = imported(
        "\n".join(
            [
                "名称,住所,料金,種類,町名,掲載の同意,個人宅,連絡先の公開",
                *lines,
                "公,本町1-1,℡23-4567,サロン・通いの場,一丁目,はい,いいえ,はい",
            ]
        )
        + "\n"
    )
    found = shown_resources(city, "public").set_index("name")
    assert (
        found.loc[[f"会{number}" for number in range(len(INNOCENT))], "address"].tolist()
        == INNOCENT
        == found["fee"].tolist()[:-1]
    )
    assert found.at["公", "fee"] == "℡23-4567" and NO_NUMBER not in found["address"].str.cat()


def test_what_is_of_no_known_kind_is_shown_and_counted_nowhere(tmp_path):
    places = pd.DataFrame(
        [
            {"resource_id": "a", "kind": "unknown", "name": "謎の館", **at(500, 500)},
            {"resource_id": "b", "kind": "hall", "name": "会館", **at(600, 500)},
        ]
    )
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"}),
            "population": bands("a0", 10, 60, 20, 10),
            "resources": places,
        },
    )
    assert shown_resources(city, "public")["kind"].tolist() == ["unknown", "hall"]
    from analysis.siting import candidates

    assert candidates.candidates(city, candidates.HALLS)["name"].tolist() == ["会館"]
    assert figures(city, ["resources_per_1000_elderly"], "city", kind="hall")["numerator"].tolist() == [1]


@pytest.mark.parametrize("column", ["区域", "対象区域"])
def test_a_report_repeats_no_number_that_stands_for_an_area(column, small_city, tmp_path):
    given = [GivenFile(small_city.boundary()), GivenFile(small_city.register())]
    line = {"区域": "", "対象区域": ""} | {column: "どこか 090-7195-8195"}
    given.append(
        GivenFile(
            small_city.write(
                "list.csv",
                [
                    ["名称", "種類", "場所", "区域", "対象区域", "掲載の同意"],
                    ["会", "サロン", "会館", *line.values(), "はい"],
                ],
            )
        )
    )
    report = import_city("tel", given, ImportOptions(cities=tmp_path / "cities"), lambda words: None)
    assert "7195" not in report.words() + report.as_json() and report.words().count(NO_NUMBER) >= 2
