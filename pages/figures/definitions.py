"""What the page 定義と出典 lists, written from the registry and the vocabulary, so that it cannot fall behind them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.registry import INDICATORS
from analysis.vocabulary import KINDS, SHARING, STATES
from data.city import City
from data.nation import national_figures
from pages.figures import wording

REACH = {"walk": "歩いて行ける範囲（直線距離）", "line": "路線の沿線ならどこでも乗れる", "area": "区域のなかなら家の前まで", "served": "名前を挙げた町内に届く", "enrolment": "登録した人に届く"}
SAID = {
    "suppressed": "人数が少なく、だれのことか分かるおそれがあるため隠しています。0ではありません。",
    "merged": "国勢調査で、となりの人数の少ない区域と合わせて数えられています。",
    "unreadable": "元の資料の字が読み取れません。0ではありません。",
    "not_surveyed": "調べていません。0ではありません。",
    "not_in_source": "元の資料に項目がありません。0ではありません。",
    "no_denominator": "割る数が0か、資料にないため、計算できません。",
}
WHO = {"public": "広報・ホームページ・掲示", "council": "協議体の会議（投影・配付）", "internal": "市の職員（この端末に職員用の設定があるときだけ）"}
NATION = {"item": "項目", "value": "値", "unit": "単位", "as_of": "時点", "publisher": "公表した所"}
NATION_ITEMS = {
    "ageing_rate": "高齢化率", "early_elderly_rate": "65～74歳の割合", "late_elderly_rate": "75歳以上の割合", "living_alone_men_65": "65歳以上の男性のうちひとり暮らし",
    "living_alone_women_65": "65歳以上の女性のうちひとり暮らし", "kayoinoba_target": "通いの場の参加率の目標", "kayoinoba_participation": "通いの場の参加率",
    "kayoinoba_sites_per_100000": "65歳以上10万人あたりの通いの場", "food_access_65": "食料品アクセス困難人口の割合（65歳以上）",
    "commissioner_households_designated": "民生委員1人あたりの世帯（東京23区・指定都市）", "commissioner_households_core": "民生委員1人あたりの世帯（中核市・10万人以上の市）",
    "commissioner_households_city": "民生委員1人あたりの世帯（10万人未満の市）", "commissioner_households_town": "民生委員1人あたりの世帯（町村）",
}


@dataclass(frozen=True)
class Definition:
    """One figure's meaning in lines of (name, text)."""

    label: str
    sentence: str
    lines: tuple[tuple[str, str], ...]


def indicators() -> list[Definition]:
    """Every indicator of the registry."""
    return [
        Definition(entry.label, entry.definition, (
            ("計算", entry.formula), ("根拠", entry.rule), ("少ない人数", "隠します" if entry.protected else "隠しません"),
        ))
        for entry in INDICATORS.values()
    ]


def kinds() -> pd.DataFrame:
    return pd.DataFrame([{"印": kind.sign, "種類": kind.label, "届き方": REACH[kind.reach]} for kind in KINDS.values()])


def states() -> pd.DataFrame:
    return pd.DataFrame([{"画面の言葉": STATES[key], "意味": text} for key, text in SAID.items()])


def sharing(city: City) -> pd.DataFrame:
    """Who sees what:困りごと・介護・サービスの利用・ひとり暮らしの人数にかかる決まり."""
    hidden = {key: (f"1～{city.threshold(key)}人" if city.threshold(key) else "隠さない") for key in SHARING}
    return pd.DataFrame([{"公開の範囲": label, "見せる相手": WHO[key], "隠す人数": hidden[key]} for key, label in SHARING.items()])


def sources(table: pd.DataFrame) -> pd.DataFrame:
    """The sources of a city, as they are to be cited."""
    when = [wording.as_of_text(text) if isinstance(text, str) and text else "" for text in table["as_of"]]
    listed = pd.DataFrame({"資料": table["title"], "公表した所": table["publisher"], "時点": when, "利用条件": table["licence"]})
    return listed.dropna(axis="columns", how="all").fillna("")


def nation() -> pd.DataFrame:
    """The national figures that stand beside a city's."""
    table = national_figures()
    units = {"percent": "%", "percent of men aged 65+": "%（65歳以上の男性）", "percent of women aged 65+": "%（65歳以上の女性）", "percent of 65+": "%（65歳以上）",
             "sites per 100000 aged 65+": "か所", "households per welfare commissioner": "世帯"}
    dated = table["as_of"].str.fullmatch(r"\d{4}(-\d{2})*")
    when = table["as_of"].where(~dated, table["as_of"].where(dated).map(wording.date_text, na_action="ignore")).str.replace(r"^FY(\d{4})$", r"\1年度", regex=True).str.replace("end of FY2025", "2025年度末")
    worded = table.assign(value=table["value"].str.replace("-", "～"), item=table["item"].map(NATION_ITEMS), unit=table["unit"].map(units), as_of=when)
    return worded[list(NATION)].rename(columns=NATION)
