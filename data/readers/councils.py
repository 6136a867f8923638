"""Councils (協議体), what they did, their supporters and their cases: four tables, as sheets of one workbook or one
file each."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pandas as pd

from data.files.column_headings import AREA_COLUMNS, AREA_KEYS, Column, column, has_lines, knows
from data.files.extract import Extract, Options
from data.files.headed_table import Table, said_again
from data.files.opened import Opened
from data.files.problems import Problem, Refused
from data.files.read_table import read_table
from data.files.sheet import Sheet
from data.store.schema import TABLES
from data.text.plain_text import plain_text, source_title

KIND = "councils"
LABEL = "協議体・活動・支え合いサポーター・事例の表"

COUNCILS = (
    *AREA_COLUMNS,
    column("name", "協議体名 協議体の名称 名称 協議体"),
    column("set_up", "設立日 設置日 設立 設置 発足日 設立年月日 設置年月日"),
    column("stage", "段階 進み具合 状況"),
    column("vision", "目指す地域像 地域像 めざす地域像 ビジョン", needed=True),
)
ACTIVITIES = (
    *AREA_COLUMNS,
    column("date", "日付 開催日 年月日 実施日 活動日", needed=True),
    column("kind", "種類 種別 区分"),
    column("date_words", "日付の言葉 時期 いつ"),
    column("title", "題名 件名 活動名 会議名 内容"),
    column("audience", "対象 対象の人 呼びかけた人 参加者の種類"),
    column("invited", "案内数 呼びかけ数 対象者数 招いた人数", needed=True),
    column("participants", "参加者数 参加人数 出席者数 参加数", needed=True),
    column("councils", "参加した協議体の数 参加協議体数 協議体数"),
    column("homework", "宿題 次回までの宿題 次回までにすること 次までにすること"),
    column("outcome", "宿題のその後 その後 宿題の結果 結果"),
    column("remark", "備考 摘要 メモ 感想"),
)
SUPPORTERS = (
    *AREA_COLUMNS,
    column("date", "日付 基準日 年月日 時点 as_of", needed=True),
    column("registered", "登録者数 登録数 登録人数", needed=True),
    column("trained", "研修修了者数 研修受講者数 養成数 受講者数"),
    column("note", "備考 摘要 注記"),
)
CASES = (
    *AREA_COLUMNS,
    column("date", "日付 年月日 時期"),
    column("kind", "種類 種別 区分"),
    column("need", "困りごと ニーズ"),
    column("title", "題名 事例名 件名 名称", needed=True),
    column("purpose", "目的", needed=True),
    column("history", "経緯 経過"),
    column("scene", "様子 活動の様子"),
    column("future", "今後 今後について 今後の予定"),
    column("numbers", "数・人数 人数・数 人数 実績"),
    column("picture", "写真 画像 写真ファイル"),
    column("consent", "掲載の同意 公開の同意 同意"),
)


def recognises(opened: Opened) -> bool:
    return any(_layout(sheet) for sheet in opened.sheets)


def _layout(sheet: Sheet) -> str | None:
    return next((name for name, (columns, _) in LAYOUTS.items() if knows(sheet, columns, among=AREA_KEYS)), None)


def _meant(sheet: Sheet) -> str | None:
    """What a sheet with the name of the template's is meant to be: one whose headings were changed must not be passed
    over in silence."""
    return next((name for name in LAYOUTS if TABLES[name].label == plain_text(sheet.name)), None)


def read(opened: Opened, options: Options) -> Extract:
    """Tables councils, activities, supporters and cases, those that the file has; with `area`, `within`, `row` and
    `sheet`.

    Raises Refused for missing headings, unreadable dates, counts or はい/いいえ, lines without an area, and repeated
    lines.
    """
    found = [(sheet, name) for sheet in opened.sheets if (name := _layout(sheet) or _meant(sheet))]
    filled = [(sheet, name) for sheet, name in found if has_lines(sheet, LAYOUTS[name][0])]
    if not filled:
        read_table(
            found[0][0] if found else opened.sheets[0], LAYOUTS[found[0][1]][0] if found else COUNCILS
        )  # refuses: says what is missing
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    assumed: list[str] = []
    for sheet, name in filled:
        columns, rows_of = LAYOUTS[name]
        try:
            table = read_table(sheet, columns)
        except Refused as headings:  # the other sheets still say what is wrong with them
            problems += headings.problems
            continue
        rows = rows_of(table)
        if name != "activities" and name != "cases":
            _refuse_repeats(table, rows, [key for key in TABLES[name].key if key not in ("area_code", "source_id")])
        table.tell_extras()
        problems += table.problems
        assumed += table.assumed
        tables[name] = rows if name not in tables else pd.concat([tables[name], rows], ignore_index=True)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refused(problems)
    return Extract(
        KIND,
        opened.path,
        tables,
        {"kind": KIND, "title": source_title(opened.path.stem, "協議体の表")},
        problems,
        assumed=list(dict.fromkeys(assumed)),
    )


def _councils(table: Table) -> pd.DataFrame:
    return table.areas().assign(
        name=table.text("name"),
        set_up=table.dates("set_up", event=True),
        stage=table.text("stage"),
        vision=table.text("vision"),
    )


def _activities(table: Table) -> pd.DataFrame:
    texts = {
        key: table.text(key) for key in ("date_words", "kind", "title", "audience", "homework", "outcome", "remark")
    }
    numbers = {key: table.counts(key) for key in ("invited", "participants", "councils")}
    rows = table.areas().assign(date=_dates_or_words(table), **texts, **numbers)
    return rows.assign(activity_id=_ids(rows, "area", "date", "date_words", "kind", "title"))


def _supporters(table: Table) -> pd.DataFrame:
    return table.areas().assign(
        date=_needed_dates(table),
        registered=table.counts("registered"),
        trained=table.counts("trained"),
        note=table.text("note"),
    )


def _cases(table: Table) -> pd.DataFrame:
    texts = {
        key: table.text(key) for key in ("kind", "need", "purpose", "history", "scene", "future", "numbers", "picture")
    }
    rows = table.areas().assign(
        date=table.dates("date", event=True), title=table.required("title"), consent=table.flags("consent"), **texts
    )
    return rows.assign(case_id=_ids(rows, "area", "title", "date"))


LAYOUTS: dict[str, tuple[tuple[Column, ...], Callable[[Table], pd.DataFrame]]] = {
    "cases": (CASES, _cases),
    "activities": (ACTIVITIES, _activities),
    "supporters": (SUPPORTERS, _supporters),
    "councils": (COUNCILS, _councils),
}


def _dates_or_words(table: Table) -> pd.Series:
    """Dates; a line may have words in their place (「5月18日（年の記載なし）」), but one of the two."""
    for index in table.frame.index[table.text("date").isna() & table.text("date_words").isna()]:
        table.say(
            "refuse",
            "空欄です。",
            "日付を入れてください。日付がわからないときは、「日付の言葉」の列に「2025年夏」のように書けます。",
            index,
            "date",
        )
    return table.dates("date", event=True)


def _needed_dates(table: Table) -> pd.Series:
    table.required("date")
    return table.dates("date", event=True)


def _ids(rows: pd.DataFrame, *keys: str) -> pd.Series:
    """An identity from what the line says; equal ones are numbered in the order of the table."""
    joined = rows[list(keys)].fillna("").astype(str).agg("|".join, axis=1)
    identity = joined.map(lambda words: hashlib.sha1(words.encode("utf-8"), usedforsecurity=False).hexdigest()[:10])
    again = identity.groupby(identity).cumcount()
    return identity.where(again == 0, identity + "-" + (again + 1).astype(str))


def _refuse_repeats(table: Table, rows: pd.DataFrame, keys: list[str]) -> None:
    known = rows.dropna(subset=["area"])
    for index, line in said_again(known, ["area", "within", *keys]).iterrows():
        table.say(
            "refuse",
            f"「{line['area']}」の行が前にもあります（{line['first']}行目）。",
            "どちらかを消すか、一つにまとめてください。",
            index,
            next(key for key in ("area", "within", "area_code") if table.has(key)),
        )
