"""What all lists of resources share: positions, identities, schedules, who may come, and the rows of one
municipality."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial

import pandas as pd

from data.files import cells, resource_kinds
from data.files.consent import ask_consent, ask_homes
from data.files.headed_table import SHOWN, Table, each, line_words
from data.files.schedule import read_schedule
from data.store.schema import TABLES
from data.text.plain_text import plain_text
from data.vocabulary import UNKNOWN

WHO_WORDS: dict[str, str] = {
    word: key
    for key, words in {
        "all": (
            "all 誰でも だれでも どなたでも 誰でも可 どなたでも可 制限なし 全員 市民 市民どなたでも 高齢者"
            " おおむね65歳以上 概ね65歳以上 65歳以上 65歳以上の方 65歳以上の市民"
        ),
        "members": (
            "members 会員 会員のみ 町内会員 自治会員 自治会員のみ 町内の方 町内の人 町内会の人 町内のみ 地区住民"
            " 地域住民 会員限定 町内会員のみ"
        ),
        "women": "women 女性 女性のみ 女性限定",
        "men": "men 男性 男性のみ 男性限定",
        "75+": "75+ 75歳以上 75歳以上の方 後期高齢者",
    }.items()
    for word in words.split()
}


def resources(table: Table, **columns: object) -> pd.DataFrame:
    """Rows of table `resources` (all its columns; those not given are missing) with `area`, `row` and `sheet` for
    joining.

    What nobody answered and matters before anything leaves 庁内用 is asked about: whether a line that says so itself is
    somebody's home, and whether those who open a place agreed to have it published.
    """
    given = pd.DataFrame(columns, index=table.frame.index)
    rows = TABLES["resources"].fit(given.assign(resource_id=resource_ids(given)))
    area = given["area"] if "area" in given else pd.Series(pd.NA, index=rows.index)
    within = given["within"] if "within" in given else pd.Series(pd.NA, index=rows.index)
    found = rows.assign(
        area=area.astype("string"), within=within.astype("string"), row=table.frame["row"], sheet=table.frame["sheet"]
    )
    ask_homes(table, found)
    ask_consent(table, found)
    return found


def tell_unknown(table: Table, kind: pd.Series, words: pd.Series, heading: str, key: str = "") -> None:
    """Say what stays 種類不明, by the words of its column with their counts (「施設種別「公衆トイレ」169件」)."""
    left = kind == UNKNOWN
    if not left.any():
        return
    named = words[left].dropna()
    numbers = named.value_counts()
    parts = [f"{heading}「{word}」{number:,}件" for word, number in numbers.head(SHOWN).items()]
    parts += [f"ほかの言葉 {int(numbers.iloc[SHOWN:].sum()):,}件"] if len(numbers) > SHOWN else []
    said = f"（{'、'.join(parts)}）" if parts else f"（{line_words(table, left)}）"
    table.say(
        "warn",
        f"何をする所か分からない{int(left.sum()):,}件は、「種類不明」として載せ、"
        f"歩いて行ける人や新しい場所の候補には数えません{said}。",
        "種類が分かるときは、「種類」の列に書くか、--resource-kind を付けて取り込んでください。使える言葉:"
        f" {resource_kinds.choices()}。",
        None,
        key,
    )


def resource_ids(rows: pd.DataFrame) -> pd.Series:
    """An identity the same place keeps when a newer list is read: from kind, name, place, address and route; without an
    address also from where it is (its area, else some 100 m of its position), or 「第1サロン、集会所」 of two districts
    would be one place.

    Running numbers of a list do not serve: they differ between lists and years. `resource_id`, as our own exports write
    it, is taken as it is; `own` adds a number that is unique in the whole country (care providers). Equal identities
    are numbered in the order of the list.
    """
    text = (
        rows.reindex(columns=["kind", "name", "place", "address", "route", "own"])
        .astype("string")
        .fillna("")
        .astype(str)
    )
    joined = text.agg("|".join, axis=1).map(plain_text) + _somewhere(rows).where(text["address"] == "", "")
    identity = (
        text["kind"]
        + "-"
        + joined.map(lambda words: hashlib.sha1(words.encode("utf-8"), usedforsecurity=False).hexdigest()[:10])
    )
    if "resource_id" in rows:
        identity = rows["resource_id"].fillna(identity).astype(str)
    again = identity.groupby(identity).cumcount()
    return identity.where(again == 0, identity + "-" + (again + 1).astype(str))


def _somewhere(rows: pd.DataFrame) -> pd.Series:
    """Where each row says it is, as a part of its identity: "" where it does not say."""
    found = rows.reindex(columns=["within", "area", "lat", "lon"])
    areas = (
        found[["within", "area"]]
        .astype("string")
        .fillna("")
        .astype(str)
        .agg("/".join, axis=1)
        .map(plain_text)
        .str.strip("/")
    )
    degrees = found[["lat", "lon"]].apply(pd.to_numeric, errors="coerce").round(3)
    points = degrees["lat"].map("{:.3f}".format) + "," + degrees["lon"].map("{:.3f}".format)
    said = areas.where(areas != "", points.where(degrees.notna().all(axis=1), ""))
    return ("|" + said).where(said != "", "")


def schedules(table: Table, text: pd.Series, key: str, weekly: bool = False) -> pd.DataFrame:
    """weekdays, time_from, time_to, times_per_month read from a sentence; what was not understood or assumed is told
    once.

    weekly: weekdays mean every week in this format, so nothing is assumed.
    """
    read = each(text.fillna(""), read_schedule, "object")
    unread = read.map(lambda found: found.unread)
    if unread.any():
        shown = "、".join(
            f"{table.frame.at[index, 'row']}行目「{text[index]}」" for index in read.index[unread][:SHOWN]
        )
        table.say(
            "info",
            f"曜日・時間を読み取れない{int(unread.sum())}件は、文のまま載せます: {shown}。",
            "「毎週火曜 10:00～11:30」のように書くと、曜日で絞り込めます。",
            None,
            key,
        )
    if (assumed := int(read.map(lambda found: found.assumed_weekly).sum())) and not weekly:
        table.say(
            "info",
            f"「毎週」や「第1」と書かれていない{assumed}件の曜日は、毎週として読みました。",
            "違うときは「月の回数」の列に回数を入れてください。",
            None,
            key,
        )
    return pd.DataFrame(
        {
            "weekdays": pd.array([found.weekdays for found in read], dtype="string"),
            "time_from": pd.array([found.time_from for found in read], dtype="string"),
            "time_to": pd.array([found.time_to for found in read], dtype="string"),
            "times_per_month": pd.array([found.times_per_month for found in read], dtype="Float64"),
        },
        index=text.index,
    )


def who(table: Table, key: str) -> tuple[pd.Series, pd.Series]:
    """Eligibility (all, members, women, men, 75+) and, where the words are none of those, the words themselves for the
    note."""
    text = table.text(key)
    known = {plain_text(word).lower(): meaning for word, meaning in WHO_WORDS.items()}
    found = each(text, lambda words: known.get(plain_text(words).lower()))
    left = text.mask(found.notna())
    if left.notna().any():
        table.say(
            "info",
            "「対象」の言葉で決まりに当てはまらないものは、備考に残しました:"
            f" {'、'.join(left.dropna().unique()[:SHOWN])}。",
            "誰でも、会員のみ、女性、男性、75歳以上 のどれかにすると絞り込めます。",
            None,
            key,
        )
    return found, left


def loose_counts(table: Table, key: str) -> tuple[pd.Series, pd.Series]:
    """Counts of a published list (「20名」): the number, and cells that are none (「大会議室：120名、…」) as text for
    the note."""
    read = table.frame[key].map(lambda cell: cells.read_number(cell).value)
    number = read.where([isinstance(value, int) and 0 <= value <= cells.MOST for value in read]).astype("Int64")
    return number, table.text(key).mask(number.notna())


def noted(parts: Mapping[str, pd.Series], *others: pd.Series) -> pd.Series:
    """One note a line of what is not missing: 「見出し: 値 / 見出し: 値」, then the other texts."""
    labelled = [each(series, partial("{}: {}".format, label)) for label, series in parts.items()]
    lines = zip(*labelled, *others, strict=True)
    index = (*labelled, *others)[0].index
    return pd.Series(
        [" / ".join(words for words in line if pd.notna(words)) or None for line in lines], index=index, dtype="string"
    )
