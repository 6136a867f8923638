"""What public documents print: as printed, with unit, date and document; the national figures whole; cards and
sentences where little is known."""

from __future__ import annotations

import pandas as pd
import pytest

from data.store.city import EMBEDDED, open_city
from data.vocabulary import BASES
from pages.figures import cards, sentences
from pages.figures.view import View
from pages.topics import definitions, published
from tests.pages.topics.test_from_rows import row


@pytest.fixture
def view() -> View:
    return View(open_city("takasaki", EMBEDDED), "", "", "public")


def printed_row(**more) -> dict:
    return {
        "item": "population",
        "place": "半田市",
        "area_code": pd.NA,
        "as_of": "2020-04-01",
        "value": 120000.0,
        "printed": "120000",
        "unit": "persons",
        "note": pd.NA,
        "source_id": "t",
        "source": "研修資料",
    } | more


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "120,000人"),
        ({"note": "約"}, "約120,000人"),
        ({"item": "ageing_rate", "printed": "27.03"}, "27.03 %"),
        ({"item": "care_certification_rate", "printed": "16.0"}, "16.0 %"),
        ({"item": "area", "printed": "460", "note": "約"}, "約460 km²"),
        ({"item": "primary_schools", "printed": "58"}, "58校"),
        ({"item": "council_activities", "printed": "302", "note": "2023年度の1年間"}, "302回"),
    ],
)
def test_a_figure_stands_as_it_is_printed(more, words):
    assert published.printed(printed_row(**more)) == words


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "2020年4月1日現在"),
        ({"note": "約"}, "2020年4月1日現在"),
        ({"as_of": ""}, "資料に記載なし"),
        ({"as_of": pd.NA}, "資料に記載なし"),
        ({"as_of": "2024-03", "note": "2023年度の1年間"}, "2024年3月（2023年度の1年間）"),
    ],
)
def test_its_date_is_said_or_that_there_is_none(more, words):
    assert published.when(printed_row(**more)) == words


def test_one_document_is_named_under_the_table(view):
    made = published.sheet(
        view,
        pd.DataFrame(
            [printed_row(place="高崎市"), printed_row(place="高崎市", item="area", printed="460", note="約", as_of="")]
        ),
    )
    assert made.shown.to_numpy().tolist() == [
        ["高崎市", "人口", "120,000人", "2020年4月1日現在"],
        ["高崎市", "面積", "約460 km²", "資料に記載なし"],
    ]
    assert (
        made.caption.source == "研修資料"
        and made.caption.as_of == "2020年4月1日現在"
        and made.caption.title == "公表資料の値（高崎市）"
    )
    assert made.data[["数", "単位", "資料"]].to_numpy().tolist() == [
        ["120000", "人", "研修資料"],
        ["460", "km²", "研修資料"],
    ]


def test_several_documents_are_numbered_and_named_and_places_not_to_be_ranked(view):
    rows = pd.DataFrame(
        [
            printed_row(),
            printed_row(
                place="宇都宮市",
                item="council_activities",
                printed="302",
                as_of="2024-03",
                note="2023年度の1年間",
                source="市の資料",
            ),
            printed_row(place="芦屋市"),
        ]
    )
    made = published.elsewhere(view, rows)
    assert made.shown["資料"].tolist() == ["資料1", "資料2", "資料1"]
    assert (
        "資料1＝研修資料" in made.caption.note
        and "資料2＝市の資料" in made.caption.note
        and "順位" in made.caption.note
    )
    assert made.shown["市区町村"].tolist() == [
        "半田市",
        "宇都宮市",
        "芦屋市",
    ]  # the order of the documents, whatever the values
    assert "2024年3月" not in made.caption.as_of  # counted over a year, not on a day
    assert made.data["資料"].tolist() == ["研修資料", "市の資料", "研修資料"]


def test_cards_without_a_value_are_named_in_one_sentence():
    items = [
        cards.Card("人口", "10人"),
        cards.Card("75歳以上", "資料になし", known=False),
        cards.Card("参加率", "資料になし", known=False),
        cards.Card("認定率", "判読不可", known=False),
    ]
    assert cards.known(items) == items[:1]
    assert cards.lacking(items) == "資料になし：75歳以上、参加率。　判読不可：認定率。"
    assert cards.lacking(items[:1]) == ""


def test_the_citys_value_beside_a_districts_has_its_own_date():
    own = pd.DataFrame([row("b", 0.2986, as_of="2017-07-03")])
    whole = pd.DataFrame([row("c", 0.2703, as_of="2017-09-30")])
    assert cards.of_district(own.iloc[:0], own, whole)[0].beside == (
        "2017年7月3日現在",
        "市全体 27.0 %（2017年9月30日現在）",
    )
    assert cards.of_district(own.iloc[:0], own, whole.assign(as_of="2017-07-03"))[0].beside == (
        "2017年7月3日現在",
        "市全体 27.0 %",
    )
    lost = {"value": None, "state": "not_in_source"}
    assert (
        cards.of_district(own.iloc[:0], own.assign(**lost), whole.assign(**lost))[0].beside == ()
    )  # no date and no city beside what no source has


def test_one_known_district_is_no_spread_and_the_unknown_ones_do_not_count_as_low():
    rows = pd.DataFrame(
        [row("八幡", 0.2986), row("豊岡", float("nan"), "not_in_source"), row("榛名", float("nan"), "not_in_source")]
    )
    assert (
        sentences.spread(rows, "地区")
        == "地区ごとの値は、資料にあるのが八幡町（29.9 %）だけです。ほかの2の地区は、値を示せません。"
    )
    assert sentences.standing_out(rows, "地区", pd.Series({"value": 0.2703})) == ""
    assert sentences.spread(rows.iloc[1:], "地区") == "地区ごとの値は資料にありません。"


def test_every_national_figure_stands_with_date_publisher_note_and_address():
    """Against the file, read anew."""
    table = pd.read_csv(EMBEDDED.parent / "published" / "national.csv", dtype="string", encoding="utf-8").fillna("")
    said = definitions.nation()
    assert len(said) == len(table) == 13
    for entry, wanted in zip(said, table.to_dict("records"), strict=True):
        lines = dict(entry.lines)
        assert entry.sentence.startswith(wanted["value"].replace("-", "～"))
        assert lines["公表した所"] == wanted["publisher"] and lines["掲載場所"] == wanted["address"]
        assert wanted["as_of"].removeprefix("end of ").removeprefix("FY")[:4] in lines["時点"]
        assert bool(wanted["note"]) == ("注" in lines)
        assert not any(
            letter.isascii() and letter.isalpha()
            for letter in entry.label + lines.get("注", "").replace("m", "") + lines["時点"]
        )


@pytest.mark.parametrize(
    ("number", "item"),
    [
        ("26.1", "男性のうちひとり暮らし"),
        ("29.3", "女性のうちひとり暮らし"),
        ("5.7", "参加率"),
        ("4.5", "参加率"),
        ("139", "通いの場"),
        ("214", "通いの場"),
        ("904万", "食料品"),
        ("31.0", "食料品"),
    ],
)
def test_figures_in_the_notes_are_told_too(number, item):
    assert any(item in entry.label and number in dict(entry.lines).get("注", "") for entry in definitions.nation())


def test_a_documents_day_is_no_day_its_figures_are_of():
    sources = pd.DataFrame(
        {
            "title": ["資料", "台帳", "研修"],
            "publisher": ["市", "市", pd.NA],
            "as_of": ["2018-01-22", "2025-04-01", ""],
            "kind": ["published", "register", "published"],
            "licence": pd.NA,
        }
    )
    assert definitions.sources(sources)["時点"].tolist() == [
        "2018年1月22日の資料",
        "2025年4月1日現在",
        "資料に日付の記載なし",
    ]


def test_words_for_how_a_value_is_known_are_explained():
    assert (
        set(definitions.bases()["画面の言葉"])
        == {words for words in BASES.values() if words}
        == {"資料の記載", "推定して読み取り", "目安（推計）"}
    )
