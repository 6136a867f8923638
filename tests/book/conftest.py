"""Invented books of every kind of part: a usual one, one of nothing, one of far too much. Shared with the figures' own
small descriptions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from pages.book.book import Book, Cards, Case, Definitions, Note, Quote, Section, TalkSheet
from pages.figures.description import Bars, Caption, Classes, Lines, Pyramid, Shades
from pages.figures.tables import Card, Sheet
from tests.small_figures import CAPTION, SUPPRESSED

STAMPS = ("架空のデータです", "公開用")
FORMULAS = (
    "=1+1",
    "+81-27-000-0000",
    "-5人",
    "@SUM(A1)",
    '=HYPERLINK("http://example.com")',
    'http://example.com/<a>&"b"',
    "_x0041_",
)


def sheet_of(
    rows: list[dict], title: str = "町内会ごとの数", shown: list[dict] | None = None, emphasis: object = "01"
) -> Sheet:
    data = pd.DataFrame(rows, index=[f"{number:02d}" for number in range(1, len(rows) + 1)])
    return Sheet(
        replace(CAPTION, title=title),
        pd.DataFrame(shown, index=data.index) if shown else data.astype(str),
        data,
        words=frozenset({"区域"}),
        emphasis=frozenset({emphasis}),
    )


@pytest.fixture
def neighbourhoods() -> Sheet:
    rows = [
        {"区域": "八幡", "65歳以上の割合（%）": 27.9, "人口": 1234, "ひとり暮らし": "少人数のため表示しません"},
        {"区域": "金井<淵", "65歳以上の割合（%）": "判読不可", "人口": 0, "ひとり暮らし": 12},
        {"区域": "町屋", "65歳以上の割合（%）": "資料になし", "人口": 86, "ひとり暮らし": 9},
    ]
    return sheet_of(rows)


@pytest.fixture
def book(every_figure, neighbourhoods) -> Book:
    """A usual book: every kind of part once."""
    figures = every_figure
    return Book(
        "架空市",
        "八幡地区",
        "八幡地区 データブック",
        STAMPS,
        "2025年4月1日現在",
        (
            "65歳以上の人は、10人に約3人です。",
            "75歳以上の人は、65歳以上の人の半分あまりです。",
            "歩いて行ける範囲にサロンのない町内会が、3つあります。",
        ),
        figures["area_map"],
        (
            Section(
                "vision",
                "目指す地域像",
                ("この地区では、令和3年に協議体ができました。",),
                (
                    Quote("目指す地域像", "だれもが、声をかけ合える八幡に"),
                    Note(("この地区の事例は資料にありません。",)),
                ),
            ),
            Section(
                "people",
                "人口と年齢",
                (),
                (
                    Cards(
                        (
                            Card("人口", "8,123人", ("2025年4月1日現在",)),
                            Card("65歳以上の割合", "27.9 %", ("市全体 28.1 %",)),
                            Card("ひとり暮らし", SUPPRESSED, (), False),
                        )
                    ),
                    figures["bars"],
                    figures["stacked"],
                    figures["lines"],
                    figures["pyramid"],
                ),
            ),
            Section("needs", "困りごと", (), (figures["shades"], figures["tile_map"])),
            Section("places", "地域資源", (), (figures["place_map"], neighbourhoods)),
            Section(
                "cases",
                "事例",
                (),
                (
                    Case(
                        "ラジオ体操の会",
                        "八幡公園・2023年",
                        (("目的", "顔の見える関係をつくる。"), ("様子", "毎朝20人ほどが集まる。")),
                        None,
                        "市の事例集（2023年）",
                    ),
                ),
            ),
            Section(
                "talk",
                "話し合い",
                (),
                (TalkSheet(("足りないものは何ですか。", "すぐにできることは何ですか。", "だれに声をかけますか。"), 4),),
            ),
            Section(
                "words",
                "言葉の意味",
                (),
                (
                    Definitions(
                        (
                            ("高齢化率", "65歳以上の人が人口全体に占める割合です。"),
                            ("秘匿", "少ない人数を表示しないことです。"),
                        )
                    ),
                ),
            ),
        ),
        ("架空市「住民基本台帳」（2025年4月1日現在）", "架空市「協議体の記録」（令和6年度）"),
        "架空市_八幡地区_データブック",
    )


@pytest.fixture
def empty_book() -> Book:
    """A district of which nothing is known."""
    nothing = pd.DataFrame(
        {"label": [], "value": pd.array([], dtype="Float64"), "text": [], "state": [], "emphasis": []}
    )
    gone = pd.DataFrame(
        {
            "label": ["甲", "乙"],
            "value": pd.array([None, None], dtype="Float64"),
            "text": ["資料になし", "判読不可"],
            "state": ["not_in_source", "unreadable"],
            "emphasis": [False, False],
        }
    )
    return Book(
        "架空市",
        "無人地区",
        "無人地区 データブック",
        STAMPS,
        "時点は資料になし",
        ("この地区の数字は資料にありません。",),
        None,
        (
            Section(
                "people",
                "人口",
                (),
                (
                    Bars(CAPTION, nothing, "高齢化率（%）", percent=True),
                    Bars(CAPTION, gone, "高齢化率（%）", percent=True),
                ),
            ),
            Section(
                "lines",
                "うつりかわり",
                (),
                (
                    Lines(
                        CAPTION,
                        pd.DataFrame({"series": [], "when": [], "value": [], "text": [], "state": []}),
                        "高齢化率（%）",
                        percent=True,
                    ),
                ),
            ),
            Section(
                "ages",
                "年齢",
                (),
                (
                    Pyramid(
                        CAPTION,
                        pd.DataFrame({"age": ["0～64歳", "65歳以上"], "male": [None, None], "female": [None, None]}),
                        True,
                        "65歳以上",
                    ),
                ),
            ),
            Section("table", "表", (), (Sheet(CAPTION, pd.DataFrame({"区域": []}), pd.DataFrame({"区域": []})),)),
            Section("cards", "見出しの数", (), (Cards(()), Note(()), Definitions(()), TalkSheet(()))),
            Section("none", "何もない章", (), ()),
        ),
        (),
        "架空市_無人地区",
    )


@pytest.fixture
def huge_book(book, shades) -> Book:
    """Long names, 60 neighbourhoods, 300 resources, 13 needs, texts that look like formulas, every stamp."""
    names = [f"八幡南小学校区自治会連合会第{number}区町内会（旧金井淵）" for number in range(1, 61)]
    long = Caption(
        "八幡地区では、65歳以上のひとり暮らしの人が、市全体よりもおよそ一割多く、そのうち半数あまりが、"
        "歩いて行ける範囲にサロンも居場所もない町内会に住んでいます",
        "架空市「住民基本台帳に基づく町内会別・年齢別人口」（2025年4月1日現在）、"
        "総務省統計局「国勢調査」（2020年10月1日現在）、架空市「介護予防・日常生活圏域ニーズ調査」（令和4年度）",
        "",
        ("架空のデータです", "地区は試すために作ったもの", "目安（推計）", "庁内用・取扱注意"),
        "高齢化率は、65歳以上の人が人口全体に占める割合です。" * 4,
        "stem",
    )
    bars = Bars(
        long,
        pd.DataFrame(
            {
                "label": names,
                "value": pd.array(
                    [None if number % 7 == 3 else 0.2 + number / 400 for number in range(60)], dtype="Float64"
                ),
                "text": [
                    SUPPRESSED if number % 7 == 3 else f"{20 + number / 4:.1f} %" + ("（合算）" if number == 5 else "")
                    for number in range(60)
                ],
                "state": [
                    "suppressed" if number % 7 == 3 else "merged" if number == 5 else "ok" for number in range(60)
                ],
                "emphasis": [number == 44 for number in range(60)],
            }
        ),
        "高齢化率（%）",
        percent=True,
    )
    needs = [
        "居場所・運動",
        "見守り",
        "買い物",
        "通院",
        "移動手段",
        "調理・弁当",
        "掃除",
        "入浴",
        "ゴミだし",
        "住環境",
        "布団干し",
        "床屋",
        "実人数",
    ]
    values = pd.DataFrame(
        [[None if (row + column) % 5 == 0 else (row * column) % 60 / 10 for column in range(13)] for row in range(60)],
        names,
        needs,
        dtype=float,
    )
    states = values.map(lambda value: "suppressed" if pd.isna(value) else "ok")
    table = Shades(
        long,
        values,
        values.map(lambda value: SUPPRESSED if pd.isna(value) else f"{value:.1f}"),
        states,
        "困りごとの密度（100世帯あたり）",
        Classes((0, 2, 4, 6), ("2未満", "2～4", "4以上")),
        plain=frozenset({"実人数"}),
        emphasis=frozenset({names[44]}),
    )
    resources = sheet_of(
        [
            {
                "地区": "八幡",
                "種類": "サロン",
                "名称": FORMULAS[number] if number < len(FORMULAS) else f"ふれあい髙﨑サロン{number}",
                "場所": "八幡公民館２階の大広間（エレベーターなし）",
                "曜日・時間": "毎月第2・第4火曜日 10時～12時",
                "備考": "持ち物は上履きと飲み物です。" * (number % 4),
                "定員": 20 + number if number % 3 else None,
            }
            for number in range(300)
        ],
        "地域資源の一覧（八幡・300件）",
    )
    city = "南北朝時代から続く長い名前を持つ架空の市"
    return replace(
        book,
        city=city,
        district="八幡南小学校区自治会連合会・旧金井淵村・烏川左岸第二地区",
        title=f"{city} 八幡南小学校区自治会連合会・旧金井淵村・烏川左岸第二地区 データブック",
        stamps=long.stamps,
        sentences=(long.title + "。",) * 3,
        cover=None,
        sections=(
            Section(
                "people",
                "人口：年齢/構成[1]*?と、とても長い見出しが三十一文字を超えて続く章",
                (long.title + "。",) * 6,
                (bars,),
            ),
            Section("people2", "人口：年齢/構成[1]*?と、とても長い見出しが三十一文字を超えて続く章", (), (table,)),
            Section(
                "places",
                "History",
                (),
                (
                    resources,
                    Cards(
                        tuple(
                            Card(
                                f"{number}番目のとても長い名前の見出しの数字",
                                SUPPRESSED if number % 3 == 0 else "1,234人",
                                ("2025年4月1日現在", "市全体 12,345人"),
                                number % 3 != 0,
                            )
                            for number in range(14)
                        )
                    ),
                ),
            ),
            Section(
                "vision",
                "はじめに",
                (),
                (
                    Quote("目指す地域像", long.title * 4),
                    Case("=事例", long.title, (("目的", long.title * 5), ("様子", long.title * 9)), None, long.source),
                    TalkSheet((long.title, "二"), 6),
                ),
            ),
            Section(
                "words", "言葉の意味", (), (Definitions(tuple((f"言葉{number}", long.note) for number in range(40))),)
            ),
        ),
        sources=tuple(
            f"架空市「資料その{number}：住民基本台帳に基づく町内会別・年齢別人口および世帯の状況」（2025年4月1日現在）"
            for number in range(25)
        ),
    )
