"""A survey's answers by area: one line an area and item, with the number of answers and how many (or what share) it
applies to. It is kept and counted in reports; no page asks for it yet: surveys come later."""

from __future__ import annotations

import pandas as pd

from data.files.column_headings import AREA_COLUMNS, AREA_KEYS, column, knows
from data.files.extract import Extract, Options
from data.files.headed_table import Table
from data.files.opened import Opened
from data.files.read_table import read_table
from data.files.several_sheets import every_sheet, finished, refuse_repeats
from data.files.sheet import Sheet
from data.text.plain_text import plain_text

KIND = "survey"
LABEL = "調査（ニーズ調査など）の表"

COLUMNS = (
    *AREA_COLUMNS,
    column("as_of", "基準日 調査日 調査年月日 調査時期 実施時期 時点 日付 期間 date"),
    column("item", "項目 設問 リスク 調査項目 指標", needed=True),
    column("respondents", "回答数 有効回答数 回答者数 n 標本数", needed=True),
    column("persons", "該当者数 該当数 該当人数 人数 count"),
    column("share", "割合 該当割合 割合(%) 該当者割合 %"),
    column("source", "出典"),
)


def recognises(opened: Opened) -> bool:
    return any(_is_known(sheet) for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Extract:
    """Table `survey` with area, within, as_of, item, respondents, persons, state; a share is turned into persons, and
    that is told."""
    return every_sheet(opened, COLUMNS, _is_known, lambda sheet: _read_sheet(sheet, opened, options))


def _is_known(sheet: Sheet) -> bool:
    return knows(sheet, COLUMNS, 4, AREA_KEYS)


def _read_sheet(sheet: Sheet, opened: Opened, options: Options) -> Extract:
    table, _ = read_table(sheet, COLUMNS).without_totals()
    if not table.has("persons") and not table.has("share"):
        table.say(
            "refuse", "該当者数も割合もありません。", "「該当者数」か「割合」の列を作ってください（ひな形が使えます）。"
        )
    rows = table.areas().assign(
        as_of=table.as_of(opened, period=True, given=options.as_of), item=table.required("item")
    )
    rows["respondents"], state = table.figures("respondents")
    rows["persons"], rows["state"] = table.figures("persons")
    rows["state"] = rows["state"].mask(state != "ok", state)
    if table.has("share"):
        _persons_from_share(table, rows)
    for index in rows.index[(rows["persons"] > rows["respondents"]).fillna(False)]:
        table.say(
            "refuse",
            f"該当者数が回答数（{rows.at[index, 'respondents']}）より多くなっています。",
            "数を確かめてください。",
            index,
            "persons",
        )
    refuse_repeats(table, rows, ("item",), "同じ項目", "item")
    return finished(KIND, "調査の表", opened, table, rows)


def _persons_from_share(table: Table, rows: pd.DataFrame) -> None:
    """Fill persons by share x respondents where only the share is written; shares above 1 (or written with %) are per
    cent."""
    marked = "%" in plain_text(table.written["share"]) or table.frame["share"].map(plain_text).str.endswith("%").any()
    share = table.numbers("share", 0, 100)
    if percent := bool(marked or (share > 1).any()):
        share = share / 100
    lacking = rows["persons"].isna() & share.notna() & rows["respondents"].notna()
    if lacking.any():
        unit = "%" if percent else "0～1の割合"
        table.say(
            "info",
            f"該当者数のない{int(lacking.sum())}行は、回答数に割合（{unit}として読みました）を掛けて四捨五入した人数を使います。",
        )
        rows.loc[lacking, "persons"] = (
            (share * rows["respondents"])[lacking].astype(float).add(0.5).floordiv(1).astype("Int64")
        )
        rows.loc[lacking, "state"] = "ok"
