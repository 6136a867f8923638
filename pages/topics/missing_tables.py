"""What a city's data may lack: what each table is called, and the words of the command that brings it in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Missing:
    """What is lacking, as a sentence begins with it; the import's option for it and what to write after that."""

    name: str
    option: str
    file: str


# By table (data.store.schema.TABLES); of `resources` also by what a page needs of the list.
MISSING = {
    "population": Missing("年齢別の人口", "--population", "人口のファイル"),
    "membership": Missing("地区の区分", "--membership", "地区の割り当て表"),
    "areas": Missing("区域の形（地図）", "--boundaries", "区域の形のファイル"),
    "needs": Missing("困りごとの表（相談で把握した人数）", "--needs", "表のファイル"),
    "councils": Missing("協議体の記録（設立・会議・サポーター）", "--councils", "協議体の表"),
    "cases": Missing("事例（目的・経緯・様子・今後を書いた記録）", "--councils", "事例の表"),
    "network": Missing("歩く道のデータ", "--network", "歩く道のファイル"),
    "individuals": Missing("個人別の一覧", "--individuals", "一覧のファイル"),
    "served": Missing("移動販売が回る町内や、見守りの団体の一覧", "--resources", "一覧のファイル"),
    "resources": Missing("地域資源の一覧", "--resources", "一覧のファイル"),
    "walked_to": Missing("通いの場・移動販売などの一覧", "--resources", "一覧のファイル"),
    "mobile_sales": Missing("移動販売の一覧", "--resources", "一覧のファイル"),
    "mimamori": Missing("見守りの団体の一覧", "--resources", "一覧のファイル"),
    "positions": Missing("一覧にある場所の緯度・経度", "--resources", "緯度・経度のある一覧のファイル"),
}
KEPT_BACK = (
    "{name}はありますが、載せることへの同意が書かれた所がないため、公開用には示しません。「協議体限り」では見られます。"
)
CONSENT = "同意のある所は、一覧の「掲載同意」の列に「はい」と書いて、もう一度取り込んでください。"


def said(table: str, therefore: str = "") -> str:
    """That a table is lacking; `therefore`: what cannot be shown or made without it."""
    name = MISSING[table].name
    if therefore:
        return f"{name}が、この市のデータにはまだないため、{therefore}"
    return f"{name}が、この市のデータにはまだありません。"


def kept_back(table: str) -> str:
    """That there is a list, on which nobody has agreed to be published."""
    return KEPT_BACK.format(name=MISSING[table].name)


def command(city: str, table: str) -> str:
    """The command that brings a table into a city."""
    return f"python -m data import {city} {MISSING[table].option} {MISSING[table].file}"
