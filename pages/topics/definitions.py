"""What the page 定義と出典 lists, written from the registry and the vocabulary, so that it cannot fall behind them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.indicators.national import national_figures
from analysis.indicators.registry import INDICATORS
from data.store.city import City
from data.text.contacts import hide_in_title
from data.vocabulary import BASES, KINDS, SHARING, STATES, TOLD
from pages.figures import wording

CONTENTS = {
    "indicators": "数字の定義",
    "kinds": "地域資源の種類と、届き方",
    "states": "値を示せないときの言葉",
    "bases": "値がどうやって分かったかを示す言葉",
    "sharing": "公開の範囲と、かくす人数",
    "sources": "この市のデータの出典",
    "nation": "国の値と、その出典",
}
REACH = {
    "walk": "歩いて行ける範囲（直線距離）",
    "line": "路線の沿線ならどこでも乗れる",
    "area": "区域のなかなら家の前まで",
    "served": "名前を挙げた町内に届く",
    "enrolment": "登録した人に届く",
}
SAID = {
    "suppressed": "人数が少なく、だれのことか分かるおそれがあるため隠しています。0ではありません。",
    "merged": "国勢調査で、となりの人数の少ない区域と合わせて数えられています。",
    "unreadable": "元の資料の字が読み取れません。0ではありません。",
    "not_surveyed": "調べていません。0ではありません。",
    "not_in_source": "元の資料に項目がありません。0ではありません。",
    "not_listed": "地域資源の一覧に、その区域のものが載っていません。だれもいない、何もないという意味ではありません。",
    "no_denominator": "割る数が0か、資料にないため、計算できません。",
}
HOW = {
    "printed": "公表されている資料に載っている値です。少ない人数も、資料の記載のとおりに示します。",
    "inferred": (
        "資料の字が抜けていて、合計などから読み取った値です。ほかの読み方が残るものは「判読不可」とし、値を示しません。"
    ),
    "estimated": "数えた値ではなく、割合や距離などから計算した、おおよその値です。",
}
WHO = {
    "public": "広報・ホームページ・掲示",
    "council": "協議体の会議（投影・配付）",
    "internal": "市の職員（この端末に職員用の設定があるときだけ）",
}
RULES = (
    "隠した人数が、ほかの数との差などから分かってしまうときは、その数も一緒に隠します。",
    (
        "公開用では、ひとり暮らしの人の数を、地区より細かい区域や、"
        "地区と境目の合わない区域ごとには示しません（0人の所も）。一つの町丁だけでできた地区も同じです。"
    ),
    (
        "いくつかの区域にまたがる町丁の人数は、割合で分けた、端数のない人数（目安）です。市全体の数では、"
        "どの人も一度だけ数えます。"
    ),
    (
        "個人宅と、公開用で掲載の同意のない場所は、場所を出さず、歩く距離も町丁などの中ほどから測ります。"
        "庁内用のほかでは、距離は300・500・800 mだけです。"
    ),
)
NATION_UNITS = {
    "percent": " %",
    "percent of men aged 65+": " %",
    "percent of women aged 65+": " %",
    "percent of 65+": " %",
    "sites per 100000 aged 65+": "か所",
    "households per welfare commissioner": "世帯",
}
# The notes of national.csv in the words of the page; a note without its words here is shown as it stands.
NATION_NOTES = {
    "65-74": "65～74歳",
    "75 and over": "75歳以上",
    "person-based; 26.1 projected for 2050": "人数で数えた割合。2050年の推計は26.1 %",
    "person-based; 29.3 projected for 2050": "人数で数えた割合。2050年の推計は29.3 %",
    "participation": "参加率",
    "series: FY2018 5.7; FY2020 4.5; FY2021 4.8; later figures differ by scope: name the series": (
        "2018年度5.7 %、2020年度4.5 %、2021年度4.8 %。その後の値は数える範囲が違います"
    ),
    "139 in FY2013; 214 in FY2015": "2013年度は139か所、2015年度は214か所",
    "9.04 million; 500 m and no car; 75+ 31.0 %": "904万人。店まで500 m以上で、自動車が使えない人。75歳以上では31.0 %",
    "special wards and designated cities": "東京23区と指定都市",
    "core cities and 100000 or more": "中核市と、人口10万人以上の市",
    "under 100000": "人口10万人未満の市",
    "towns and villages": "町村",
}
NATION_ITEMS = {
    "ageing_rate": "高齢化率",
    "early_elderly_rate": "65～74歳の割合",
    "late_elderly_rate": "75歳以上の割合",
    "living_alone_men_65": "65歳以上の男性のうちひとり暮らし",
    "living_alone_women_65": "65歳以上の女性のうちひとり暮らし",
    "kayoinoba_target": "通いの場の参加率の目標",
    "kayoinoba_participation": "通いの場の参加率",
    "kayoinoba_sites_per_100000": "65歳以上10万人あたりの通いの場",
    "food_access_65": "食料品アクセス困難人口の割合（65歳以上）",
    "commissioner_households_designated": "民生委員1人あたりの世帯（東京23区・指定都市）",
    "commissioner_households_core": "民生委員1人あたりの世帯（中核市・10万人以上の市）",
    "commissioner_households_city": "民生委員1人あたりの世帯（10万人未満の市）",
    "commissioner_households_town": "民生委員1人あたりの世帯（町村）",
}


@dataclass(frozen=True)
class Definition:
    """One figure: its meaning or its value in a sentence, and lines of (name, text)."""

    label: str
    sentence: str
    lines: tuple[tuple[str, str], ...]


def indicators() -> list[Definition]:
    """Every indicator of the registry."""
    return [
        Definition(
            entry.label,
            entry.definition,
            (
                ("計算", entry.formula),
                ("根拠", entry.rule),
                ("少ない人数", "隠します" if entry.protected else "隠しません"),
                *((("見られる所", "庁内用だけ"),) if entry.officials else ()),
            ),
        )
        for entry in INDICATORS.values()
    ]


def kinds() -> pd.DataFrame:
    return pd.DataFrame(
        [{"印": kind.sign, "種類": kind.label, "届き方": REACH[kind.reach]} for kind in (KINDS[key] for key in TOLD)]
    )


def states() -> pd.DataFrame:
    return pd.DataFrame([{"画面の言葉": STATES[key], "意味": text} for key, text in SAID.items()])


def bases() -> pd.DataFrame:
    return pd.DataFrame([{"画面の言葉": BASES[key], "意味": text} for key, text in HOW.items()])


def sharing(city: City) -> pd.DataFrame:
    """Who sees what:困りごと・介護・サービスの利用・ひとり暮らしの人数にかかる決まり."""
    hidden = {key: f"1～{city.threshold(key)}人" if city.threshold(key) else "隠さない" for key in SHARING}
    return pd.DataFrame(
        [{"公開の範囲": label, "見せる相手": WHO[key], "隠す人数": hidden[key]} for key, label in SHARING.items()]
    )


def about(city: City) -> str:
    """What the city's data are, as it says itself."""
    return f"{city.title}：{''.join((city.dates, *city.notes)) or 'この地図帳に取り込んだ資料です。'}"


def sources(table: pd.DataFrame) -> pd.DataFrame:
    """The sources of a city, as they are to be cited. A document bears the day it was made, tables the day they speak
    of."""
    listed = pd.DataFrame(
        {
            "資料": table["title"].map(hide_in_title, na_action="ignore"),
            "公表した所": table["publisher"],
            "時点": [_when(*cells) for cells in zip(table["kind"], table["as_of"], strict=True)],
            "利用条件": table["licence"],
        }
    )
    return listed.dropna(axis="columns", how="all").fillna("")


def _when(kind: object, as_of: object) -> str:
    document = isinstance(kind, str) and kind == "published"
    if not isinstance(as_of, str) or not as_of:
        return "資料に日付の記載なし" if document else ""
    return f"{wording.date_text(as_of)}の資料" if document else wording.as_of_text(as_of)


def nation() -> list[Definition]:
    """The national figures that stand beside a city's: every row of national.csv with date, publisher, note and
    address."""
    return [
        Definition(
            NATION_ITEMS[row["item"]],
            row["value"].replace("-", "～") + NATION_UNITS[row["unit"]],
            tuple(
                (name, words)
                for name, words in (
                    ("時点", wording.national_date(row["as_of"])),
                    ("公表した所", row["publisher"]),
                    ("注", NATION_NOTES.get(row["note"], row["note"])),
                    ("掲載場所", row["address"]),
                )
                if words
            ),
        )
        for row in national_figures().fillna("").to_dict("records")
    ]
