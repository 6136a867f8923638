"""Facility lists of 推奨データセット and 自治体標準オープンデータセット: 公共施設, 介護サービス事業所, 医療機関, also
with English keys.

The layouts differ in order, spelling and in the block for the address; a column is known by its name alone.
"""

from __future__ import annotations

import pandas as pd

from data.files import resource_kinds
from data.files.column_headings import column, heading, knows
from data.files.consent import answers
from data.files.coordinates import positions
from data.files.extract import Extract, Options
from data.files.headed_table import Table, each
from data.files.municipal_codes import municipal_code
from data.files.opened import Opened
from data.files.read_table import read_table
from data.files.resource_list import loose_counts, noted, resources, schedules, tell_unknown
from data.files.rows_of_city import of_city
from data.text.plain_text import source_title
from data.vocabulary import TOLD, UNKNOWN

KIND = "resources"
LABEL = "施設の一覧（推奨データセット・標準オープンデータセット）"

COLUMNS = (
    column(
        "code",
        "都道府県コード又は市区町村コード 都道府県コード又は市町村コード 全国地方公共団体コード 市区町村コード"
        " localgov_code prefCode",
    ),
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
    column(
        "hours_note",
        "利用可能日時特記事項 利用可能時間特記事項 利用可能曜日特記事項 診療日時特記事項 availableDateNote"
        " available_time_note",
    ),
    column("services", "実施サービス サービスの種類 サービス種別 service serviceType service_type"),
    column("clinic_type", "医療機関の種類"),
    column("departments", "診療科目 診療科 標榜診療科 標榜科目 medicalSubjects medical_subjects"),
    column("beds", "病床数 許可病床数 numberOfBeds number_of_beds"),
    column("medical_code", "医療機関コード medicalCode medical_code"),
    column(
        "category",
        "種別 施設種別 施設区分 施設分類 施設の種類 施設種類 区分 分類 カテゴリ カテゴリー category facilityType"
        " facility_type type",
    ),
    column("alternative", "名称_通称 alternativeName alternative_name"),
    column("capacity", "定員 収容定員 capacity"),
    column("explanation", "説明 explanation"),
    column("url", "URL referenceObject"),
    column("note", "備考 note remarks"),
)
REPEATED = ("lat", "lon", "category")  # dirty lists say 経度, 緯度 again at the end; the first pair counts


def recognises(opened: Opened) -> bool:
    own = [item for item in COLUMNS if item.key in ("code", "own", "city")]
    kind = column("kind", "種類")  # a city's own list says what each place is, or asked its people
    return any(
        knows(sheet, COLUMNS, 5) and knows(sheet, own, 1) and not knows(sheet, (kind, *answers(sheet, COLUMNS)), 1)
        for sheet in opened.sheets
    )


def read(opened: Opened, options: Options) -> Extract:
    """Table `resources`; kind by options.resource_kind, else by what columns and names tell
    (data.files.resource_kinds), else 種類不明."""
    sheet = next((sheet for sheet in opened.sheets if knows(sheet, COLUMNS, 5)), opened.sheets[0])
    table = of_city(read_table(sheet, COLUMNS, repeats=REPEATED), "code", "city", options.city_codes)
    address = table.text("address").fillna(_joined(table))
    days = table.text("weekdays")
    hours_note = table.text("hours_note")
    span = (table.text("time_from").fillna("") + "～" + table.text("time_to").fillna("")).replace("～", "")
    sentence = (days.fillna("") + " " + span + " " + hours_note.fillna("")).str.strip()
    when = schedules(table, (days.fillna("") + " " + span).str.strip(), "weekdays", weekly=True)
    capacity, capacity_text = loose_counts(table, "capacity")
    public = (
        True if table.has("code") or heading(table.written.get("own", "")) == heading("#property") else None
    )  # a layout made for publishing
    other = resource_kinds.none_of_ours(table.sheet.rows[table.header - 1], opened.path.stem)
    extra = {
        "種別": table.text("category").fillna(other or pd.NA),
        "サービス": table.text("services"),
        "医療機関の種類": table.text("clinic_type"),
        "診療科目": table.text("departments"),
        "定員": capacity_text,
        "説明": table.text("explanation"),
        "URL": table.text("url"),
    }
    rows = resources(
        table,
        name=table.required("name"),
        kind=_kinds(table, opened, options, other),
        place=table.text("building"),
        address=address,
        contact=table.text("contact"),
        operator=table.text("operator"),
        schedule=sentence.mask(sentence == ""),
        capacity=capacity,
        contact_public=public,
        publish=public or options.published_list or None,
        note=noted(extra, table.text("note")),
        **dict(positions(table).items()),
        **dict(when.items()),
    )
    table.finish()
    return Extract(
        KIND,
        opened.path,
        {"resources": rows},
        {"kind": KIND, "title": source_title(opened.path.stem, "施設の一覧")} | _city(table),
        table.problems,
    )


def _city(table: Table) -> dict[str, object]:
    """The one city whose facilities these are, where every line says the same: it tells later files apart."""
    codes = each(table.frame["code"], municipal_code).unique()
    names = table.frame["city"].unique()
    said = {"city_codes": (codes[0][:5],)} if len(codes) == 1 and not pd.isna(codes[0]) else {}
    return said | ({"city_title": names[0], "publisher": names[0]} if said and len(names) == 1 and names[0] else {})


def _joined(table: Table) -> pd.Series:
    parts = (
        table.frame["seat_prefecture"]
        + table.frame["seat_city"]
        + table.frame["seat_choaza"]
        + table.frame["seat_after_address"]
    )
    return parts.mask(parts == "").astype("string")


def _kinds(table: Table, opened: Opened, options: Options, other: str) -> pd.Series:
    """What each line is, the surest sign first: the category's word; a list of something else (`other`: AED); clinics'
    columns; the service; the name."""
    if options.resource_kind:
        return pd.Series(options.resource_kind, index=table.frame.index, dtype="string")
    category = table.text("category")
    signs = [each(category, resource_kinds.of_text)]
    if other:
        signs.append(pd.Series(UNKNOWN, index=table.frame.index, dtype="string"))
    medical = table.text("clinic_type").notna() | table.text("departments").notna() | table.text("medical_code").notna()
    signs += [
        medical.map({True: "clinic"}),
        each(table.text("services"), resource_kinds.of_text).where(lambda found: found != UNKNOWN),
    ]
    if heading(table.written["name"]) in ("介護サービス事業所名称", "事業所名"):
        signs.append(pd.Series("care_site", index=table.frame.index, dtype="string"))
    signs += [each(table.text("name"), resource_kinds.of_text), each(table.text("alternative"), resource_kinds.of_word)]
    if (
        medical.mean() > 0.5
        or table.has("clinic_type")
        or (table.text("beds").notna().mean() > 0.5 and table.has("departments"))
    ):
        signs.append(pd.Series("clinic", index=table.frame.index, dtype="string"))
    if (
        whole := resource_kinds.of_text(opened.path.stem)
    ) in TOLD:  # what names and columns leave open, the list's own name may tell
        signs.append(pd.Series(whole, index=table.frame.index, dtype="string"))
    found = signs[0].astype("string")
    for sign in signs[1:]:
        found = found.fillna(sign.astype("string"))
    found = found.fillna(UNKNOWN)
    if not table.has("category") and (found != UNKNOWN).any():  # of kinds that nothing tells, tell_unknown speaks
        table.say(
            "info",
            f"種類の列がないため、ほかの列と名称から種類を分けて読みました（{resource_kinds.in_words(resource_kinds.counted(found))}）。",
            "違うときは --resource-kind で種類を指定するか、ひな形の「地域資源の一覧」に移してください。",
        )
    tell_unknown(
        table,
        found,
        category.fillna(other) if other else category,
        table.written.get("category", "一覧") if not other else "一覧",
        "category" if table.has("category") else "name",
    )
    return found
