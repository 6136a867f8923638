"""Certified care needs by area: one line an area, age group and level; also the city's yearly totals as 高松市
publishes them."""

from __future__ import annotations

import re

import pandas as pd

from data.files.cells import without_marks
from data.files.column_headings import AREA_COLUMNS, AREA_KEYS, column, knows
from data.files.extract import Extract, Options
from data.files.headed_table import Table, each
from data.files.opened import Opened
from data.files.read_table import read_table
from data.files.several_sheets import every_sheet, finished, refuse_repeats
from data.files.sheet import Sheet
from data.text.plain_text import plain_text

KIND = "care"
LABEL = "要介護等認定の表"

CARE_LEVELS = ("要支援１", "要支援２", "要介護１", "要介護２", "要介護３", "要介護４", "要介護５")
LEVEL_WORDS = {level: level for level in CARE_LEVELS} | dict.fromkeys(
    ("合計", "計", "総数", "全体", "認定者計", "all", "すべて"), "all"
)
COLUMNS = (
    AREA_COLUMNS[0],
    column("area", " ".join((*AREA_COLUMNS[1].headings[:-1], "address", "市区町村名"))),
    AREA_COLUMNS[2],
    column("as_of", "基準日 年月日 調査年月日 時点 日付 date"),
    column("age_group", "年齢区分 年齢階級 年齢 年齢階層"),
    column("level", "要介護度 認定区分 介護度 要介護等区分 要介護状態区分 区分"),
    column(
        "certified",
        "認定者数 要介護等認定者数 要介護認定者数 要介護・要支援認定者数 numberOfPeopleCertifiedForLongTermCare",
        needed=True,
    ),
    column("insured", "被保険者数 第1号被保険者数 第一号被保険者数 numberOfPrimaryInsured"),
    column("source", "出典 #property property"),
)


def recognises(opened: Opened) -> bool:
    return any(_is_known(sheet) for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Extract:
    """Table `care` with area, within, as_of, age_group ("65+", "75-79"), level ("all" or 要支援１ …), certified,
    insured, state."""
    return every_sheet(opened, COLUMNS, _is_known, lambda sheet: _read_sheet(sheet, opened, options))


def _is_known(sheet: Sheet) -> bool:
    return knows(sheet, COLUMNS, 2, AREA_KEYS)


def _read_sheet(sheet: Sheet, opened: Opened, options: Options) -> Extract:
    table, _ = read_table(sheet, COLUMNS).without_totals()
    rows = table.areas().assign(as_of=table.as_of(opened, given=options.as_of), age_group=_age_group(table))
    rows["level"] = (
        table.choices("level", LEVEL_WORDS, "要支援１～要介護５、または「計」にしてください。")
        .fillna("all")
        .astype("string")
    )
    rows["certified"], rows["state"] = table.figures("certified")
    rows["insured"], _ = table.figures("insured")
    for index in rows.index[(rows["certified"] > rows["insured"]).fillna(False)]:
        table.say(
            "refuse",
            f"認定者数が被保険者数（{rows.at[index, 'insured']}）より多くなっています。",
            "数を確かめてください。",
            index,
            "certified",
        )
    refuse_repeats(table, rows, ("age_group", "level"), "同じ日付・同じ区分", "certified")
    return finished(KIND, "要介護等認定の表", opened, table, rows)


def _age_group(table: Table) -> pd.Series:
    """「65歳以上」 -> "65+", 「75～79歳」 -> "75-79"; empty means 65+, the insured of the first category, and that is
    told."""
    text = table.frame["age_group"].map(without_marks).map(plain_text)
    found = each(text, _group)
    for index in text.index[found.isna() & (text != "")]:
        table.say(
            "refuse",
            "年齢区分として読めません。",
            "「65歳以上」や「75～79歳」のように書いてください。",
            index,
            "age_group",
        )
    if (text == "").any():
        table.say("info", "年齢区分のない行は、65歳以上（第1号被保険者）のものとして読みました。")
    return found.mask(text == "", "65+")


def _group(text: str) -> str | None:
    if found := re.fullmatch(r"(\d{2,3})(?:歳)?(?:以上|\+|~)", text):
        return f"{found[1]}+"
    if found := re.fullmatch(r"(\d{2,3})(?:歳)?[~-](\d{2,3})歳?", text):
        return f"{found[1]}-{found[2]}"
    return "65+" if text in ("計", "合計", "総数", "第1号被保険者") else None
