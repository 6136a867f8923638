"""介護サービス情報公表 open data (jigyosho_NNN.csv): a whole country's sites of one service, or several put together
(`_file`)."""

from __future__ import annotations

import pandas as pd

from data.files.column_headings import column, knows
from data.files.coordinates import positions
from data.files.extract import Extract, Options
from data.files.opened import Opened
from data.files.resource_list import loose_counts, noted, resources
from data.files.rows_of_city import of_national_list

KIND = "resources"
LABEL = "介護サービス事業所（厚生労働省 介護サービス情報公表）"

COLUMNS = (
    column("code", "都道府県コード又は市町村コード 都道府県コード又は市区町村コード", needed=True),
    column("own", "No"),
    column("prefecture", "都道府県名"),
    column("city", "市区町村名", needed=True),
    column("name", "事業所名", needed=True),
    column("kana", "事業所名カナ"),
    column("service", "サービスの種類", needed=True),
    column("address", "住所", needed=True),
    column("building", "方書(ビル名等) 方書"),
    column("lat", "緯度", needed=True),
    column("lon", "経度", needed=True),
    column("contact", "電話番号"),
    column("fax", "FAX番号"),
    column("corporation", "法人番号"),
    column("operator", "法人の名称"),
    column("number", "事業所番号", needed=True),
    column("weekdays", "利用可能曜日"),
    column("hours_note", "利用可能曜日特記事項"),
    column("capacity", "定員"),
    column("url", "URL"),
    column("remark", "備考"),
    column("file", "_file"),
)
SOURCE = {
    "kind": KIND,
    "title": "介護サービス情報公表システムのオープンデータ",
    "publisher": "厚生労働省",
    "address": "https://www.mhlw.go.jp/stf/kaigo-kouhyou_opendata.html",
}
WEEKDAY_WORDS = {"平日": "月火水木金", "土曜日": "土", "日曜日": "日"}


def recognises(opened: Opened) -> bool:
    return any(knows(sheet, COLUMNS) for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Extract:
    """Table `resources`, kind care_site: the rows of the city (options.city_codes), one a site and service; a line said
    twice is taken once."""
    table = of_national_list(
        opened, COLUMNS, options.city_codes, ("number", "service", "name", "address"), "事業所・同じサービス"
    )
    weekdays = table.frame["weekdays"].map(_named_days).astype("string")
    sentence = (table.text("weekdays").fillna("") + " " + table.text("hours_note").fillna("")).str.strip()
    capacity, capacity_text = loose_counts(table, "capacity")
    note = noted(
        {"サービスの種類": table.text("service"), "定員": capacity_text, "URL": table.text("url")}, table.text("remark")
    )
    rows = resources(
        table,
        name=table.required("name"),
        kind=pd.Series(options.resource_kind or "care_site", index=table.frame.index),
        own=table.frame["number"] + "|" + table.frame["service"],
        place=table.text("building"),
        address=table.text("address"),
        contact=table.text("contact"),
        operator=table.text("operator"),
        schedule=sentence.mask(sentence == ""),
        weekdays=weekdays.mask(weekdays == ""),
        capacity=capacity.mask(capacity == 0),
        contact_public=True,
        publish=True,
        note=note,
        **dict(positions(table).items()),
    )
    table.finish()
    return Extract(KIND, opened.path, {"resources": rows}, _source(table.frame["service"]), table.problems)


def _source(services: pd.Series) -> dict[str, str]:
    """The ministry publishes a file a service: each is a source of its own, so that the next one does not replace
    it."""
    only = services.unique()
    return SOURCE | ({"title": f"{SOURCE['title']}（{only[0]}）"} if len(only) == 1 and only[0] else {})


def _named_days(text: str) -> str:
    return "".join(days for word, days in WEEKDAY_WORDS.items() if word in text.split(","))
