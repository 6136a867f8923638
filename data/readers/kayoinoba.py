"""厚生労働省 通いの場 open data: salons of the whole country, half-yearly."""

from __future__ import annotations

import pandas as pd

from data.files.column_headings import column, knows
from data.files.coordinates import positions
from data.files.extract import Extract, Options
from data.files.headed_table import Table
from data.files.opened import Opened
from data.files.resource_list import loose_counts, noted, resources, schedules, who
from data.files.rows_of_city import of_national_list

KIND = "resources"
LABEL = "通いの場の一覧（厚生労働省）"

DAYS = ("平日", "土曜", "日曜", "祝日")
COLUMNS = (
    column("own", "No"),
    column("prefecture_code", "都道府県コード"),
    column("prefecture", "都道府県名"),
    column("code", "市区町村コード", needed=True),
    column("city", "市区町村名", needed=True),
    column("note", "備考"),
    column("reading", "名称(ふりがな)"),
    column("name", "名称", needed=True),
    column("postcode", "郵便番号"),
    column("address", "所在地(都道府県から番地まで)", needed=True),
    column("building", "所在地(建物名・部屋番号等)"),
    column("contact", "電話番号"),
    column("eligibility", "対象者"),
    column("content", "活動内容", needed=True),
    *(column(f"{day}_{end}", f"運営日({day})-{end}") for day in DAYS for end in ("開始", "終了")),
    column("closed", "定休日"),
    column("capacity", "定員"),
    column("fee", "料金体系"),
    column("food", "飲食の提供の有無"),
    column("own_food", "飲食持ち込みの可否"),
    column("lift", "送迎の有無"),
    column("catchment", "対象エリア"),
    column("programme", "総合事業実施の有無"),
    column("other", "その他"),
    column("has_number", "法人番号の有無"),
    column("corporation", "法人番号"),
    column("operator_reading", "法人名称(ふりがな)"),
    column("operator", "法人名称"),
    column("status", "ステータス"),
    column("lat", "緯度", needed=True),
    column("lon", "経度", needed=True),
)
SOURCE = {
    "kind": KIND,
    "title": "通いの場のオープンデータ",
    "publisher": "厚生労働省",
    "address": "https://www.mhlw.go.jp/stf/kayoinoba_opendata_00002.html",
}
FLAGS = {"1": "あり", "0": "なし"}


def recognises(opened: Opened) -> bool:
    return any(knows(sheet, COLUMNS) for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Extract:
    """Table `resources`, kind salon. Opening hours are kept as text: the list does not say on which weekdays a place is
    open."""
    table = of_national_list(
        opened, COLUMNS, options.city_codes, ("name", "address", "building", "content"), "名称・所在地・活動内容"
    )
    eligibility, who_words = who(table, "eligibility")
    capacity, capacity_text = loose_counts(table, "capacity")
    sentence = _sentence(table)
    hours = schedules(Table(table.sheet, table.frame, table.written, table.header), sentence, "平日_開始")[
        ["time_from", "time_to"]
    ]
    extra = {
        "対象": who_words,
        "活動内容": table.text("content"),
        "定員": capacity_text,
        "定休日": table.text("closed"),
        "対象エリア": table.text("catchment"),
        "飲食の提供": _flag(table, "food"),
        "総合事業": _flag(table, "programme"),
        "状態": table.text("status"),
    }
    rows = resources(
        table,
        name=table.required("name"),
        kind=pd.Series(options.resource_kind or "salon", index=table.frame.index),
        place=table.text("building"),
        address=table.text("address"),
        schedule=sentence,
        eligibility=eligibility,
        fee=table.text("fee"),
        lift=_flag(table, "lift"),
        contact=table.text("contact"),
        contact_public=True,
        publish=True,
        capacity=capacity,
        operator=table.text("operator"),
        note=noted(extra, table.text("other"), table.text("note")),
        **dict(hours.items()),
        **dict(positions(table).items()),
    )
    table.finish()
    return Extract(KIND, opened.path, {"resources": rows}, dict(SOURCE), table.problems)


def _flag(table: Table, key: str) -> pd.Series:
    text = table.text(key)
    return text.replace(FLAGS)


def _sentence(table: Table) -> pd.Series:
    """「平日 10:00～12:00、土曜 13:00～15:00」; missing where no hours are given."""
    spans = {day: table.text(f"{day}_開始").fillna("") + "～" + table.text(f"{day}_終了").fillna("") for day in DAYS}
    return noted(
        {}, *((day + " " + span.astype("string")).mask(span == "～") for day, span in spans.items())
    ).str.replace(" / ", "、")
