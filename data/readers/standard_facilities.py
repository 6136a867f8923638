"""Facility lists of 推奨データセット and 自治体標準オープンデータセット: 公共施設, 介護サービス事業所, 医療機関, also with English keys.

The layouts differ in order, spelling and in the block for the address; a column is known by its name alone.
"""

from __future__ import annotations

import pandas as pd

from data.names import source_title
from data.piece import Options, Piece
from data.resource_rows import loose_counts, municipal_code, noted, of_city, positions, resources, schedules
from data.table_text import Table, column, each, heading, knows, read_table
from data.tabular import Opened

KIND = "resources"
LABEL = "施設の一覧（推奨データセット・標準オープンデータセット）"

COLUMNS = (
    column("code", "都道府県コード又は市区町村コード 都道府県コード又は市町村コード 全国地方公共団体コード 市区町村コード localgov_code prefCode"),
    column("own", "NO ID #property property"),
    column("city", "市区町村名 地方公共団体名 localgov_name cityName"),
    column("name", "名称 介護サービス事業所名称 事業所名 施設名称 施設名", needed=True),
    column("address", "住所 所在地_連結表記 所在地 seat_copulative_spell"),
    column("seat_prefecture", "所在地_都道府県"),
    column("seat_city", "所在地_市区町村"),
    column("seat_choaza", "所在地_町字"),
    column("seat_after_address", "所在地_番地以下"),
    column("building", "方書 建物名等(方書) 方書(ビル名等) buillding_name_etc building_name_etc"),
    column("lat", "緯度 latitude", needed=True),
    column("lon", "経度 longitude", needed=True),
    column("contact", "電話番号 telephoneNumber phone_number telephone_number"),
    column("operator", "団体名 法人の名称 法人名称 管理者 organization_name"),
    column("weekdays", "利用可能曜日 診療曜日 availableDate available_day"),
    column("time_from", "開始時間 診療開始時間 startTime start_time"),
    column("time_to", "終了時間 診療終了時間 endTime end_time"),
    column("hours_note", "利用可能日時特記事項 利用可能時間特記事項 利用可能曜日特記事項 診療日時特記事項 availableDateNote available_time_note"),
    column("services", "実施サービス サービスの種類 service"),
    column("clinic_type", "医療機関の種類"),
    column("departments", "診療科目"),
    column("capacity", "定員 収容定員 capacity"),
    column("explanation", "説明 explanation"),
    column("url", "URL referenceObject"),
    column("note", "備考 note remarks"),
)
REPEATED = ("lat", "lon")  # dirty lists say 経度, 緯度 again at the end; the first pair counts
# What a public facility is, by words of its name; every other one is a hall, a possible place.
BY_NAME = (("care_site", r"包括支援センター|あんしんセンター"), ("ibasho", r"いこいの家|憩の家|憩いの家|いこいの広場"))


def recognises(opened: Opened) -> bool:
    own = [item for item in COLUMNS if item.key in ("code", "own", "city")]
    kinds = (column("kind", "種類", needed=True),)  # a city's own list says what each place is
    return any(knows(sheet, COLUMNS, 5) and knows(sheet, own, 1) and not knows(sheet, kinds) for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Piece:
    """Table `resources`; kind by options.resource_kind, else by the layout (医療機関 clinic, 介護 care_site) and for public facilities by name."""
    sheet = next((sheet for sheet in opened.sheets if knows(sheet, COLUMNS, 5)), opened.sheets[0])
    table = of_city(read_table(sheet, COLUMNS, repeats=REPEATED), "code", "city", options.city_codes)
    address = table.text("address").fillna(_joined(table))
    days = table.text("weekdays")
    hours_note = table.text("hours_note")
    span = (table.text("time_from").fillna("") + "～" + table.text("time_to").fillna("")).replace("～", "")
    sentence = (days.fillna("") + " " + span + " " + hours_note.fillna("")).str.strip()
    when = schedules(table, (days.fillna("") + " " + span).str.strip(), "weekdays", weekly=True)
    capacity, capacity_text = loose_counts(table, "capacity")
    extra = {"サービス": table.text("services"), "医療機関の種類": table.text("clinic_type"), "診療科目": table.text("departments"),
             "定員": capacity_text, "説明": table.text("explanation"), "URL": table.text("url")}
    rows = resources(
        table, name=table.required("name"), kind=_kinds(table, options), place=table.text("building"), address=address,
        contact=table.text("contact"), operator=table.text("operator"), schedule=sentence.mask(sentence == ""), capacity=capacity,
        contact_public=True, publish=True, note=noted(extra, table.text("note")), **dict(positions(table).items()), **dict(when.items()),
    )
    table.finish()
    return Piece(KIND, opened.path, {"resources": rows}, {"kind": KIND, "title": source_title(opened.path.stem, "施設の一覧")} | _city(table), table.problems)


def _city(table: Table) -> dict[str, object]:
    """The one city whose facilities these are, where every line says the same: it tells later files apart."""
    codes = each(table.frame["code"], municipal_code).unique()
    names = table.frame["city"].unique()
    said = {"city_codes": (codes[0][:5],)} if len(codes) == 1 and not pd.isna(codes[0]) else {}
    return said | ({"city_title": names[0], "publisher": names[0]} if said and len(names) == 1 and names[0] else {})


def _joined(table: Table) -> pd.Series:
    parts = table.frame["seat_prefecture"] + table.frame["seat_city"] + table.frame["seat_choaza"] + table.frame["seat_after_address"]
    return parts.mask(parts == "").astype("string")


def _kinds(table: Table, options: Options) -> pd.Series:
    if options.resource_kind:
        return pd.Series(options.resource_kind, index=table.frame.index, dtype="string")
    if table.has("clinic_type") or table.has("departments"):
        return pd.Series("clinic", index=table.frame.index, dtype="string")
    if heading(table.written["name"]) in ("介護サービス事業所名称", "事業所名"):
        return pd.Series("care_site", index=table.frame.index, dtype="string")
    kinds = pd.Series("hall", index=table.frame.index, dtype="string")
    for kind, words in BY_NAME:
        kinds = kinds.mask(table.frame["name"].str.contains(words, regex=True), kind)
    table.say("info", "種類の列がないため、名称から「集会所・会館」などに分けて読みました。", "違うときは --resource-kind で種類を指定するか、ひな形の「地域資源の一覧」に移してください。")
    return kinds
