"""A city's own list of resources: one line a place, a van's stop, a watch team."""

from __future__ import annotations

import re

import pandas as pd

from data.files import resource_kinds
from data.files.column_headings import AREA_COLUMNS, Column, column, knows
from data.files.consent import ANSWERS, answers, consent_to_publish, read_answers
from data.files.coordinates import positions
from data.files.extract import Extract, Options
from data.files.headed_table import Table, each
from data.files.opened import Opened
from data.files.read_table import read_table
from data.files.resource_list import noted, resources, schedules, tell_unknown, who
from data.files.several_sheets import every_sheet
from data.files.sheet import Sheet
from data.text.plain_text import plain_text, source_title
from data.vocabulary import KINDS, TOLD, UNKNOWN, WEEKDAYS

KIND = "resources"
LABEL = "地域資源の一覧"

BASES = {
    "座標": "given",
    "given": "given",
    "実測": "given",
    "住所": "address",
    "住所から": "address",
    "address": "address",
    "代表点": "representative",
    "区域の代表点": "representative",
    "representative": "representative",
}
COLUMNS = (
    column("name", "名称 名前 資源名 活動名 団体名 施設名", needed=True),
    column("kind", "種類 種別 分類 区分 施設種別 施設区分 施設分類 カテゴリ カテゴリー category"),
    *AREA_COLUMNS,
    column("place", "場所 会場 開催場所 活動場所"),
    column("address", "住所 所在地"),
    column("lat", "緯度 latitude y"),
    column("lon", "経度 longitude lng x"),
    column("position_basis", "位置の根拠 位置の決め方"),
    column("schedule", "曜日・時間 曜日時間 日時 開催日時 活動日時 開催日 活動日 日程"),
    column("weekdays", "曜日 weekday"),
    column("time_from", "開始時間 開始時刻 開始"),
    column("time_to", "終了時間 終了時刻 終了"),
    column("times_per_month", "月の回数 回数 開催回数 月回数"),
    column("eligibility", "対象 対象者 参加できる人 参加条件"),
    column("route", "路線 ルート コース"),
    column("fee", "料金 参加費 利用料 費用"),
    column("booking", "予約 申込 申し込み"),
    column("lift", "送迎"),
    column("contact", "連絡先 電話番号 電話 問い合わせ先"),
    *ANSWERS,
    column("capacity", "定員"),
    column("participants", "参加者数 参加実人数 参加人数 利用者数"),
    column("watched_households", "見守り世帯数 見守り世帯"),
    column("operator", "運営 運営者 運営団体 主催 実施主体"),
    column("started", "開始日 開始年月 活動開始 開始年月日"),
    column("ended", "終了日 終了年月 活動終了 終了年月日"),
    column("last_confirmed", "確認日 最終確認日 情報確認日 最終確認"),
    column("served", "対象区域 届く区域 担当区域 対象町内会 served_areas"),
    column("note", "備考 摘要 メモ"),
    column("resource_id", "資源ID"),
    column("number", "番号 管理番号 NO ID"),
)
TIME_FORMAT = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::00)?")


def recognises(opened: Opened) -> bool:
    return any(_is_known(sheet) for sheet in opened.sheets)


def _columns(sheet: Sheet) -> tuple[Column, ...]:
    """What this reader knows, with this sheet's own headings for what people answered."""
    asked = {item.key: item for item in answers(sheet, COLUMNS)}
    return tuple(asked.get(item.key, item) for item in COLUMNS)


def _is_known(sheet: Sheet) -> bool:
    columns = _columns(sheet)
    telling = [
        item
        for item in columns
        if item.key
        in ("kind", "schedule", "place", "served", "eligibility", "publish", "contact_public", "private_home")
    ]
    return knows(sheet, columns, 4) and knows(sheet, telling, 2)


def read(opened: Opened, options: Options) -> Extract:
    """Tables `resources` and `served` (resource_id, area as written).

    A kind in words of the city's own stays 種類不明. Raises Refused for a kind left blank, unreadable numbers, dates or
    はい/いいえ, and lines without a name.
    """
    return every_sheet(opened, COLUMNS, _is_known, lambda sheet: _read_sheet(sheet, opened, options))


def _read_sheet(sheet: Sheet, opened: Opened, options: Options) -> Extract:
    table = read_table(sheet, _columns(sheet))
    kind, kind_words = _kinds(table, opened, options)
    eligibility, who_words = who(table, "eligibility")
    place = {key: table.text(key) for key in ("place", "address", "route", "resource_id")}
    rows = resources(
        table,
        name=table.required("name"),
        kind=kind,
        area=table.text("area_code").fillna(table.text("area")).fillna(table.text("within")),
        within=table.text("within").where(table.text("area").notna()),
        eligibility=eligibility,
        note=noted({"種類": kind_words, "対象": who_words}, table.text("note"), table.notes()),
        **place,
        **_positions(table),
        **_schedule(table),
        **{key: table.text(key) for key in ("fee", "booking", "lift", "contact", "operator")},
        contact_public=read_answers(table, "contact_public", False),
        publish=consent_to_publish(table, options),
        private_home=read_answers(table, "private_home", True),
        **{key: table.counts(key) for key in ("capacity", "participants", "watched_households")},
        **{key: table.dates(key, planned=True) for key in ("started", "ended")},
        last_confirmed=table.dates("last_confirmed"),
    )
    _refuse_same_place(table, rows)
    served = _served(table, rows)
    table.finish()
    source = {
        "kind": KIND,
        "title": source_title(opened.path.stem, "地域資源の一覧"),
        "as_of": rows["last_confirmed"].dropna().max() if rows["last_confirmed"].notna().any() else None,
    }
    return Extract(
        KIND,
        opened.path,
        {"resources": rows} | ({"served": served} if len(served) else {}),
        source,
        table.problems,
        assumed=table.assumed,
    )


def _kinds(table: Table, opened: Opened, options: Options) -> tuple[pd.Series, pd.Series]:
    """The kind of each line, and the words of its column where they are none of ours (for the note)."""
    if not table.has("kind"):
        return _kinds_without_column(table, opened, options), pd.Series(pd.NA, index=table.frame.index, dtype="string")
    words = table.text("kind")
    kind = each(words, resource_kinds.of_word)
    guessed = each(words.mask(kind.notna()), resource_kinds.of_text)
    kind = kind.fillna(guessed.fillna(options.resource_kind or UNKNOWN).where(words.notna()))
    for index in kind.index[words.isna()]:
        if not options.resource_kind:
            table.say(
                "refuse",
                "種類が空欄です。",
                f"次のどれかにしてください: {'、'.join(KINDS[key].label for key in TOLD)}。",
                index,
                "kind",
            )
    kind = kind.fillna(options.resource_kind)
    if (sure := guessed.notna() & (guessed != UNKNOWN)).any():
        named = "、".join(
            f"「{word}」→{KINDS[guessed[words == word].iloc[0]].label}" for word in words[sure].unique()[:5]
        )
        table.say(
            "info",
            f"種類の言葉{int(sure.sum())}件を、近いものに読みかえました（{named}）。",
            "違うときは、種類を直してください。",
            None,
            "kind",
        )
    tell_unknown(table, kind, words, table.written["kind"], "kind")
    return kind, words.where(guessed.notna() | (kind == UNKNOWN))


def _kinds_without_column(table: Table, opened: Opened, options: Options) -> pd.Series:
    """By --resource-kind, else what the names' heading or the file's name says all lines are (「サロン名」), else by
    each name; nothing at all is refused."""
    whole = options.resource_kind or next(
        (
            key
            for text in (table.written["name"], opened.path.stem, table.sheet.name)
            if (key := resource_kinds.of_text(text)) in TOLD
        ),
        None,
    )
    if whole:
        if not options.resource_kind:
            table.say(
                "info",
                "種類の列がないため、"
                f"見出しかファイルの名前から、{len(table.frame)}件を「{KINDS[whole].label}」として読みました。",
                "違うときは --resource-kind で種類を指定してください。",
            )
        return pd.Series(whole, index=table.frame.index, dtype="string")
    kind = each(table.text("name"), resource_kinds.of_text)
    if not kind.isin(TOLD).any():
        table.say(
            "refuse",
            "種類が空欄です。",
            "「種類」の列を作って書くか、--resource-kind を付けてください。使える言葉:"
            f" {'、'.join(KINDS[key].label for key in TOLD)}。",
            0,
            "kind",
        )
    kind = kind.fillna(UNKNOWN)
    table.say(
        "info",
        f"種類の列がないため、名称から種類を分けて読みました（{resource_kinds.in_words(resource_kinds.counted(kind))}）。",
        "違うときは「種類」の列を作ってください。",
    )
    tell_unknown(table, kind, pd.Series(pd.NA, index=kind.index, dtype="string"), "名称", "name")
    return kind


def _positions(table: Table) -> dict[str, pd.Series]:
    found = positions(table)
    said = table.choices("position_basis", BASES, "座標、住所、代表点 のどれかにしてください。").astype("string")
    found["position_basis"] = said.fillna(found["position_basis"]).where(found["lat"].notna())
    return dict(found.items())


def _schedule(table: Table) -> dict[str, pd.Series]:
    """What the columns say, else what the sentence says; the sentence is kept, or made from the columns."""
    text = table.text("schedule")
    days = table.text("weekdays")
    read = schedules(table, text.fillna(days), "schedule" if table.has("schedule") else "weekdays")
    hours = {key: _clock(table, key) for key in ("time_from", "time_to")}
    times = table.numbers("times_per_month", 0, 62)
    span = hours["time_from"].fillna("") + "～" + hours["time_to"].fillna("")
    said = (days.fillna("") + " " + span.mask(span == "～", "")).str.strip()
    return {
        "schedule": text.fillna(said.mask(said == "")),
        "weekdays": each(days, _named_days).fillna(read["weekdays"]),
        "time_from": hours["time_from"].fillna(read["time_from"]),
        "time_to": hours["time_to"].fillna(read["time_to"]),
        "times_per_month": times.fillna(read["times_per_month"]),
    }


def _named_days(text: str) -> str | None:
    """「火・木」 as "火木"; None where anything else stands there (then the sentence reader decides)."""
    rest = re.sub(r"曜日?|[・、,/\s]", "", text)
    return "".join(day for day in WEEKDAYS if day in rest) if rest and set(rest) <= set(WEEKDAYS) else None


def _clock(table: Table, key: str) -> pd.Series:
    """ "9:00" or "09:00:00" as "09:00"; others are refused."""
    text = table.text(key)
    found = each(text, _hours_minutes)
    for index in text.index[text.notna() & found.isna()]:
        table.say("refuse", "時刻として読めません。", "「9:30」のように書いてください。", index, key)
    return found


def _hours_minutes(cell: str) -> str | None:
    match = TIME_FORMAT.fullmatch(plain_text(cell))
    return f"{int(match[1]):02d}:{match[2]}" if match else None


def _refuse_same_place(table: Table, rows: pd.DataFrame) -> None:
    """Two lines that say the same thing of the same place are a slip; the same name at another place or time is not."""
    known = rows.dropna(subset=["name", "kind"])
    for index in known.index[
        known.duplicated(["kind", "name", "place", "address", "area", "lat", "lon", "schedule", "route"])
    ]:
        table.say(
            "refuse", "種類・名称・場所・日時の同じ行が前にもあります。", "どちらかを消してください。", index, "name"
        )
    own = table.text("resource_id")
    for index in own.index[own.notna() & own.duplicated()]:
        table.say(
            "refuse",
            "同じ資源IDの行が前にもあります。",
            "資源IDを空欄にするか、一つずつ違うものにしてください。",
            index,
            "resource_id",
        )


def _served(table: Table, rows: pd.DataFrame) -> pd.DataFrame:
    listed = (
        table.frame["served"]
        .str.split(r"[、,，;；/\n]+", regex=True)
        .map(lambda names: [name.strip() for name in names if name.strip()])
    )
    return pd.DataFrame(
        {
            "resource_id": rows["resource_id"].repeat(listed.map(len)).to_numpy(),
            "area": pd.array([name for names in listed for name in names], dtype="string"),
            "within": table.text("within").repeat(listed.map(len)).to_numpy(),
            "basis": "given",
            "row": rows["row"].repeat(listed.map(len)).to_numpy(),
            "sheet": rows["sheet"].repeat(listed.map(len)).to_numpy(),
        }
    ).drop_duplicates(["resource_id", "area"], ignore_index=True)
