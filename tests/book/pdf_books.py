"""Invented books for the PDF: one with everything that may stand in a book, one with nothing but notes, one with very
much of everything."""

from __future__ import annotations

import io
from dataclasses import replace

import geopandas as gpd
import pandas as pd
from PIL import Image
from shapely.geometry import LineString, Point, box

from pages.book.book import Book, Cards, Case, Definitions, Note, Quote, Section, TalkSheet
from pages.figures.description import (
    AreaMap,
    Bars,
    BaseMap,
    Caption,
    Classes,
    Lines,
    PlaceMap,
    Pyramid,
    Reference,
    Shades,
)
from pages.figures.tables import Card, Sheet

STAMPS = ("架空のデータです", "公開用")
HOSTILE = '#strong[x] *太字* _斜_ @ref $x^2$ <印> \\ `c` = 見出し [a](b) // 終 ~ "引用" {{}}'
LONG = "上並榎町南部第二十三区自治会連合協議会"
AGES = [f"{age}～{age + 4}歳" for age in range(0, 100, 5)] + ["100歳以上"]
STATES = ("ok", "suppressed", "unreadable", "not_in_source", "not_surveyed")
WORDS = {
    "suppressed": "少人数のため表示しません",
    "unreadable": "判読不可",
    "not_in_source": "資料になし",
    "not_surveyed": "未調査",
}


def caption(title: str, *stamps: str, note: str = "高齢化率は、65歳以上の人が人口全体に占める割合です。") -> Caption:
    return Caption(title, "架空市「住民基本台帳」", "2025年4月1日現在", (*STAMPS, *stamps), note)


def names(count: int) -> list[str]:
    return [LONG if number == 3 else HOSTILE if number == 5 else f"町内会{number + 1}" for number in range(count)]


def states(count: int) -> list[str]:
    return [STATES[(number // 4) % 5] if number % 4 == 3 else "ok" for number in range(count)]


def bars(count: int, references: bool = True) -> Bars:
    found = states(count)
    values = [0.18 + 0.013 * (number * 7 % 17) if state == "ok" else None for number, state in enumerate(found)]
    rows = pd.DataFrame(
        {
            "label": names(count),
            "value": pd.array(values, dtype="Float64"),
            "text": [WORDS.get(state) or f"{value * 100:.1f} %" for value, state in zip(values, found, strict=True)],
            "state": found,
            "emphasis": [number == 1 for number in range(count)],
        }
    )
    return Bars(
        caption("65歳以上の人の割合（町内会ごと）"),
        rows,
        "高齢化率（%）",
        (Reference("市全体", 0.279, "27.9 %"), Reference("全国", 0.291, "29.1 %")) if references else (),
        percent=True,
    )


def stacked() -> Bars:
    rows = pd.DataFrame(
        [
            {
                "label": label,
                "series": series,
                "value": value,
                "text": f"{value * 100:.1f} %",
                "state": "ok",
                "emphasis": False,
            }
            for label in ("八幡地区", "市全体", "全国")
            for series, value in (("65～74歳", 0.122), ("75～84歳", 0.113), ("85歳以上", 0.045))
        ]
    )
    return Bars(caption("年齢の内訳を市全体と比べたもの"), rows, "割合（%）", stacked=True, percent=True)


def lines() -> Lines:
    rows = pd.DataFrame(
        [
            {
                "series": series,
                "when": f"{year}年",
                "value": None if (year, series) == (2015, "八幡地区") else start + 0.002 * (year - 2005),
                "text": (
                    "資料になし"
                    if (year, series) == (2015, "八幡地区")
                    else f"{(start + 0.002 * (year - 2005)) * 100:.1f} %"
                ),
                "state": "not_in_source" if (year, series) == (2015, "八幡地区") else "ok",
            }
            for series, start in (("八幡地区", 0.24), ("市全体", 0.23))
            for year in (2005, 2010, 2015, 2020, 2025)
        ]
    )
    return Lines(caption("高齢化率は20年で4ポイント上がりました"), rows, "高齢化率（%）", percent=True)


def pyramid() -> Pyramid:
    male = [
        200 + 11 * (number * 5 % 13) if number < 15 else max(2, 260 - 55 * (number - 14)) for number in range(len(AGES))
    ]
    return Pyramid(
        caption("年齢の構成（八幡地区）", note="5歳ごとの人数です。濃い色は65歳以上です。"),
        pd.DataFrame({"age": AGES, "male": male, "female": [count + 21 for count in male]}),
        True,
        "65～69歳",
    )


def shades(rows: int) -> Shades:
    columns, index = ["買い物", "通院", "居場所・運動", "ゴミ出し", "草むしり", "見守り", "合計"], names(rows)
    flags = [
        [STATES[(row + column) % 5] if (row + column) % 6 == 5 else "ok" for column in range(7)] for row in range(rows)
    ]
    values = [
        [(row * 3 + column * 5) % 11 if flag == "ok" else None for column, flag in enumerate(line)]
        for row, line in enumerate(flags)
    ]
    texts = [
        [WORDS.get(flag, f"{value}人") for value, flag in zip(line, flag_line, strict=True)]
        for line, flag_line in zip(values, flags, strict=True)
    ]
    made = [pd.DataFrame(table, index, columns) for table in (values, texts, flags)]
    return Shades(
        caption("困りごとを挙げた人の数", note="回答した人の数です。"),
        made[0].astype(float),
        made[1],
        made[2],
        "困りごとを挙げた人（人）",
        Classes((0, 3, 6, 9, 12), ("3人未満", "3～6人", "6～9人", "9人以上")),
        plain=frozenset({"合計"}),
        emphasis=frozenset({"町内会2"}),
    )


def neighbourhoods(count: int) -> gpd.GeoDataFrame:
    across = max(2, round(count**0.5 * 1.3))
    found = states(count)
    values = [None if state != "ok" else 0.2 + 0.01 * (number % 20) for number, state in enumerate(found)]
    return gpd.GeoDataFrame(
        {
            "area_code": [f"{number:03}" for number in range(count)],
            "name": names(count),
            "value": pd.array(values, dtype="Float64"),
            "text": [WORDS.get(state) or f"{value * 100:.1f} %" for value, state in zip(values, found, strict=True)],
            "state": found,
            "hover": "",
        },
        geometry=[
            box(
                139 + 0.01 * (number % across),
                36 - 0.01 * (number // across),
                139.0098 + 0.01 * (number % across),
                36.0098 - 0.01 * (number // across),
            )
            for number in range(count)
        ],
        crs="EPSG:6668",
    )


def base(areas: gpd.GeoDataFrame) -> BaseMap:
    west, south, east, north = areas.total_bounds
    ways = gpd.GeoDataFrame(
        {
            "layer": ["river", "railway", "road", "road"],
            "name": ["烏川", "信越線", "国道", "市道"],
            "rank": [1, 1, 1, 2],
        },
        geometry=[
            LineString([(west - 0.1, south + 0.003), (east + 0.1, north - 0.006)]),
            LineString([(west + 0.013, south - 0.1), (west + 0.017, north + 0.1)]),
            LineString([(west - 0.1, north - 0.009), (east + 0.1, north - 0.008)]),
            LineString([(west, south + 0.002), (east, south + 0.006)]),
        ],
        crs="EPSG:6668",
    )
    places = gpd.GeoDataFrame(
        {
            "layer": ["station", "school", "hall", "school"],
            "name": ["群馬八幡", "第一小学校", "八幡公民館", "八幡中学校"],
        },
        geometry=[
            Point(west + 0.015, (south + north) / 2),
            Point(west + 0.004, north - 0.004),
            Point(east - 0.006, south + 0.004),
            Point(east - 0.004, north - 0.005),
        ],
        crs="EPSG:6668",
    )
    outlines = gpd.GeoDataFrame(
        {"area_code": ["01"], "name": ["八幡地区"]}, geometry=[areas.union_all()], crs="EPSG:6668"
    )
    return BaseMap(ways, places, outlines)


def area_map(count: int) -> AreaMap:
    areas = neighbourhoods(count)
    return AreaMap(
        caption("高齢化率（町内会ごと）"),
        areas,
        "高齢化率（%）",
        Classes((0.0, 0.25, 0.30, 0.50), ("25 %未満", "25～30 %", "30 %以上")),
        base=base(areas),
    )


def place_map(count: int, areas: int = 8) -> PlaceMap:
    ground = neighbourhoods(areas)
    west, south, east, north = ground.total_bounds
    kinds = ("salon", "ibasho", "exercise", "mobile_sales", "clinic", "shop")
    places = pd.DataFrame(
        {
            "kind": [kinds[number % 6] for number in range(count)],
            "name": [f"場所{number}" for number in range(count)],
            "lat": [south + (north - south) * ((number * 37 % 101) / 101) for number in range(count)],
            "lon": [west + (east - west) * ((number * 61 % 97) / 97) for number in range(count)],
            "popup": [{}] * count,
            "faded": [number % 7 == 0 for number in range(count)],
        }
    )
    reach = gpd.GeoDataFrame(
        {"label": ["歩いて行ける範囲（500 m）"]},
        geometry=[Point(west + 0.01, south + 0.01).buffer(0.006)],
        crs="EPSG:6668",
    )
    return PlaceMap(
        caption("サロン・通いの場などの場所", note="場所の分かるものを示しています。"),
        places,
        base(ground),
        reach,
        ground.iloc[[3]][["area_code", "name", "geometry"]],
    )


def resources(count: int) -> Sheet:
    shown = pd.DataFrame(
        {
            "種類": ["サロン・通いの場", "居場所", "移動販売"] * (count // 3) + ["居場所"] * (count % 3),
            "名前": [HOSTILE if number == 2 else f"ふれあい髙﨑サロン第{number + 1}" for number in range(count)],
            "場所": [LONG + "集会所" if number % 9 == 4 else "八幡公民館" for number in range(count)],
            "曜日・時間": (
                ["毎週火曜 10時～12時", "第2・第4木曜 13時30分～15時", "資料になし"] * (count // 3)
                + ["毎日"] * (count % 3)
            ),
            "対象": "どなたでも",
            "費用": ["無料", "100円", "実費"] * (count // 3) + ["無料"] * (count % 3),
            "確認した日": "2025年3月10日",
        }
    )
    return Sheet(
        caption("地域資源の一覧", note="確認した日は、地区の人が最後に確かめた日です。"),
        shown,
        shown,
        words=frozenset(shown.columns),
    )


def figures_table(count: int, columns: int = 6) -> Sheet:
    marks = {"suppressed": "＊", "unreadable": "？", "not_in_source": "―", "not_surveyed": "△"}
    heads = [
        "人口",
        "65歳以上の人",
        "高齢化率",
        "75歳以上の割合",
        "一人暮らしの高齢者世帯の割合",
        "要介護認定率",
        "サロン・通いの場の参加率",
        "1,000人あたりの地域資源",
        "支え手1人あたりの人数",
        "老年化指数",
        "85歳以上の割合",
        "高齢者夫婦のみの世帯の割合",
    ][:columns]
    found = states(count * columns)
    cells = [
        [
            (
                f"{1200 + row * 31 + column:,}人"
                if found[row * columns + column] == "ok" and column < 2
                else (
                    f"{20 + (row * 3 + column) % 17}.{column} %"
                    if found[row * columns + column] == "ok"
                    else marks[found[row * columns + column]]
                )
            )
            for column in range(columns)
        ]
        for row in range(count)
    ]
    shown = pd.DataFrame(cells, [f"{row:03}" for row in range(count)], heads)
    shown.insert(0, "区域", [*names(count - 1), "八幡地区 全体"])
    said = "＊＝少人数のため表示しません　―＝資料になし　△＝未調査　？＝判読不可　高齢化率：65歳以上の人が人口全体に占める割合です。"  # noqa: E501
    return Sheet(
        caption("町内会ごとの数字", note=said),
        shown,
        shown,
        words=frozenset({"区域"}),
        emphasis=frozenset({f"{count - 1:03}"}),
    )


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (640, 480), (120, 160, 120)).save(made, "PNG")
    return made.getvalue()


def full_book(areas: int = 8, places: int = 24) -> Book:
    cards = Cards(
        (
            Card("人口", "12,345人", ("2025年4月1日現在",)),
            Card("高齢化率", "29.3 %", ("2025年4月1日現在", "市全体 27.9 %")),
            Card("要介護認定率", "資料になし", (), False),
            Card("一人暮らしの高齢者世帯の割合", "12.1 %", ("市全体 11.0 %",)),
            Card("サロン・通いの場", "24か所", ()),
            Card("85歳以上の割合", "4.5 %", ("市全体 4.2 %",)),
        )
    )
    return Book(
        "架空市",
        "八幡地区",
        "八幡地区 地区データブック",
        STAMPS,
        "人口は2025年4月1日現在、困りごとは2024年10月",
        (
            "65歳以上の人は、10人に約3人です。市全体より少し多い割合です。",
            "歩いて行けるサロン・通いの場がまだない町内会が、8のうち2あります。",
            "いちばん多く挙げられた困りごとは「買い物」です。",
        ),
        area_map(areas),
        (
            Section(
                "aims",
                "目指す地域像とこれまで",
                ("八幡地区の協議体は、令和元年に始まりました。",),
                (Quote("目指す地域像", "だれもが顔なじみで、困ったときに「助けて」と言える八幡"), cards),
            ),
            Section(
                "people",
                "人口と年齢",
                ("この10年で、65歳以上の人は増えました。75歳以上の人の増え方が大きくなっています。",),
                (pyramid(), lines(), stacked(), bars(areas)),
            ),
            Section("needs", "困りごと", ("買い物と通院が多く挙げられています。",), (shades(areas), bars(5, False))),
            Section(
                "resources",
                "地域資源",
                ("登録されている地域資源は次のとおりです。",),
                (place_map(places, areas), resources(places)),
            ),
            Section("areas", "町内会ごとの数字", (), (figures_table(areas + 1), figures_table(areas + 1, 12))),
            Section(
                "cases",
                "事例",
                (),
                (
                    Case(
                        "移動販売を呼んだ八幡の半年",
                        "八幡地区・2024年",
                        (
                            ("目的", "店まで歩けない人が増え、買い物の場をつくりたいという声が出ました。" * 2),
                            ("経緯", "協議体で三回話し合い、区長と店に相談しました。" * 3),
                            ("様子", "毎週火曜に20人ほどが集まります。"),
                            ("今後", "冬の間の場所を考えます。"),
                        ),
                        photo(),
                        "架空市の資料",
                    ),
                ),
            ),
            Section(
                "talk",
                "話し合いのために",
                ("数字を見て、感じたことを書いてみましょう。",),
                (
                    TalkSheet(
                        (
                            "困っている人の顔が浮かびますか。それはどんな場面ですか。",
                            "この地区にもうあるもので、使えそうなものは何ですか。",
                            "来年までに、一つだけ始めるとしたら何ですか。",
                        )
                    ),
                ),
            ),
            Section(
                "definitions",
                "言葉の意味",
                (),
                (
                    Definitions(
                        (
                            ("高齢化率", "65歳以上の人が人口全体に占める割合です。"),
                            (
                                "少人数のため表示しません",
                                "人数が少なく、個人が分かるおそれがあるため、値を載せていません。",
                            ),
                            ("判読不可", "資料の文字が読み取れません。"),
                        )
                    ),
                ),
            ),
        ),
        ("架空市「住民基本台帳」（2025年4月1日現在）", "架空市「困りごと調査」（2024年10月）"),
        "架空市_八幡地区_データブック",
    )


def empty_book() -> Book:
    return Book(
        "架空市",
        LONG + "地区",
        LONG + "地区 地区データブック",
        STAMPS,
        "",
        ("この地区の資料は、まだありません。",),
        None,
        tuple(
            Section(
                key,
                title,
                (),
                (Note((f"この地区の{title}は、資料にありません。", "分かったときに、ここに載ります。")),),
            )
            for key, title in (("people", "人口"), ("needs", "困りごと"), ("resources", "地域資源"))
        ),
        (),
        "架空市_空",
    )


def large_book() -> Book:
    """60 neighbourhoods, 300 resources, a long name."""
    return replace(full_book(60, 300), district=LONG + "地区")


def short_book() -> Book:
    """Cut down for four pages, as it is for copying."""
    found = full_book()
    kept = {section.key: section for section in found.sections}
    talk = kept["talk"].parts[0]
    return replace(
        found,
        cover=None,
        sections=(
            kept["aims"],
            replace(kept["people"], parts=kept["people"].parts[:3]),
            replace(kept["needs"], parts=kept["needs"].parts[:1]),
            replace(kept["resources"], parts=kept["resources"].parts[:1]),
            replace(kept["talk"], parts=(replace(talk, lines=3),)),
        ),
    )
