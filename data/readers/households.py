"""Households by area: one line an area and kind, or one column a kind (総世帯, ひとり暮らし, 高齢夫婦, 高齢者のみ)."""

from __future__ import annotations

import pandas as pd

from data.files.column_headings import AREA_COLUMNS, AREA_KEYS, column, knows
from data.files.extract import Extract, Options
from data.files.headed_table import Table, said_again
from data.files.opened import Opened
from data.files.read_table import read_table
from data.files.several_sheets import every_sheet
from data.files.sheet import Sheet
from data.text.plain_text import plain_text, source_title
from data.vocabulary import HOUSEHOLD_KINDS

KIND = "households"
LABEL = "世帯の表"

WORDS = {
    word: kind.key
    for kind in HOUSEHOLD_KINDS.values()
    for word in (*kind.words.split(), kind.key, *kind.in_cells.split())
}
COMMON = (
    *AREA_COLUMNS,
    column("as_of", "基準日 年月日 調査年月日 時点 日付 date"),
    column("age_limit", "年齢の区切り 高齢者の年齢 年齢 対象年齢 age"),
    column("source", "出典"),
)
LONG = (
    *COMMON,
    column("kind", "世帯の種類 種類 区分 世帯区分", needed=True),
    column("households", "世帯数 世帯", needed=True),
    column("persons", "人数 世帯人員 人員"),
)
WIDE = (*COMMON, *(column(kind.key, kind.words) for kind in HOUSEHOLD_KINDS.values()))


def recognises(opened: Opened) -> bool:
    return any(_is_known(sheet) for sheet in opened.sheets)


def _is_known(sheet: Sheet) -> bool:
    return knows(sheet, LONG, 4, AREA_KEYS) or _is_wide(sheet)


def _is_wide(sheet: Sheet) -> bool:
    kinds = [item for item in WIDE if item.key in HOUSEHOLD_KINDS and item.key != "total"]
    return any(knows(sheet, (*AREA_COLUMNS, item), 2, among=AREA_KEYS) and knows(sheet, [item], 1) for item in kinds)


def read(opened: Opened, options: Options) -> Extract:
    """Table `households` with area, within, as_of, kind, households, persons, age_limit, state; empty cells are
    unknown, never 0."""
    return every_sheet(opened, (*LONG, *WIDE), _is_known, lambda sheet: _read_sheet(sheet, opened, options))


def _read_sheet(sheet: Sheet, opened: Opened, options: Options) -> Extract:
    wide = not knows(sheet, LONG) and _is_wide(sheet)
    table, _ = read_table(sheet, WIDE if wide else LONG).without_totals()
    same = table.areas().assign(as_of=table.as_of(opened, given=options.as_of), age_limit=_age_limit(table))
    rows = _wide(table, same) if wide else _long(table, same)
    _refuse_repeats(table, rows)
    _tell_age_limit(table, rows)
    rows["age_limit"] = rows["age_limit"].fillna(65).mask(rows["kind"] == "total").astype("Int64")
    table.tell_extras()
    table.finish()
    as_of = rows["as_of"].dropna().max()
    return Extract(
        KIND,
        opened.path,
        {"households": rows.drop(columns="line")},
        {"kind": KIND, "title": source_title(opened.path.stem, "世帯の表"), "as_of": as_of},
        table.problems,
        assumed=table.assumed,
    )


def _long(table: Table, same: pd.DataFrame) -> pd.DataFrame:
    kind = table.choices(
        "kind", WORDS, f"{'、'.join(kind.label for kind in HOUSEHOLD_KINDS.values())} のどれかにしてください。"
    )
    for index in kind.index[table.frame["kind"] == ""]:
        table.say(
            "refuse", "世帯の種類が空欄です。", "総世帯、高齢者のひとり暮らしなどを入れてください。", index, "kind"
        )
    households, state = table.figures("households")
    return same.assign(
        kind=kind.astype("string"), households=households, persons=table.counts("persons"), state=state, line=same.index
    )


def _wide(table: Table, same: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for kind in HOUSEHOLD_KINDS:
        if table.has(kind):
            households, state = table.figures(kind)
            parts.append(
                same.assign(
                    kind=kind,
                    households=households,
                    persons=pd.array([pd.NA] * len(same), dtype="Int64"),
                    state=state,
                    line=same.index,
                )
            )
    return pd.concat(parts, ignore_index=True)


def _age_limit(table: Table) -> pd.Series:
    """65 or 70 from 「65」, 「70歳以上」; others are refused."""
    text = table.frame["age_limit"].map(lambda cell: plain_text(cell).removesuffix("以上").removesuffix("歳"))
    for index in text.index[~text.isin(["", "65", "70", "75", "80"])]:
        table.say("refuse", "年齢の区切りとして読めません。", "65 か 70 のように書いてください。", index, "age_limit")
    return pd.to_numeric(text.where(text.isin(["65", "70", "75", "80"])), errors="coerce").astype("Int64")


def _tell_age_limit(table: Table, rows: pd.DataFrame) -> None:
    if (rows["age_limit"].isna() & (rows["kind"] != "total")).any():
        table.say(
            "warn",
            "高齢者を何歳からとするかが書かれていないため、65歳以上として読みました。",
            "違うときは「高齢者の年齢」の列に70などと入れてください。",
        )


def _refuse_repeats(table: Table, rows: pd.DataFrame) -> None:
    known = rows.dropna(subset=["area"])
    for _, line in said_again(known, ["area", "within", "as_of", "kind", "age_limit"]).iterrows():
        table.say(
            "refuse",
            f"「{line['area']}」の同じ日付・同じ種類の行が前にもあります（{line['first']}行目）。",
            "どちらかを消してください。",
            int(line["line"]),
            "kind" if table.has("kind") else "area",
        )
