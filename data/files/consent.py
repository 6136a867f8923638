"""What a list says of people's consent to be published: its columns, whatever way round they ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from data.files import resource_kinds
from data.files.column_headings import SEARCHED, Column, column, heading
from data.files.extract import Options
from data.files.headed_table import Table, line_words
from data.files.sheet import Sheet
from data.files.table_words import YES_NO
from data.text import private_homes
from data.text.plain_text import plain_text
from data.vocabulary import KINDS

# What people answer before a place of theirs is published; a list that asks is a city's own.
ANSWERS = (
    column(
        "contact_public",
        "連絡先の公開 連絡先公開 電話の公開 電話公開 電話番号の公開 電話番号公開 連絡先公開可否 連絡先の公開可否"
        " 連絡先の公開の可否",
    ),
    column(
        "publish",
        "掲載の同意 公開の同意 公開同意 掲載同意 公開 同意 同意の有無 公開可否 公開の可否 掲載可否 掲載の可否"
        " 公表の同意 公表同意 公表可否 公開可 掲載可 公開してよい 掲載してよい ホームページ掲載 HP掲載",
    ),
    column("private_home", "個人宅 自宅開放 個人宅か 個人宅かどうか"),
)
# Whatever else the heading says (「掲載の同意（はい／いいえ）」): an answer that is not read would be one that is not
# kept.
_ASKED = {
    "contact_public": re.compile(
        r"(?:連絡先|電話|tel|番号).*(?:公開|掲載|公表)|(?:公開|掲載|公表).*(?:連絡先|電話)", re.IGNORECASE
    ),
    "publish": re.compile(
        r"(?:掲載|公開|公表).*(?:同意|可否|可・?不可|許可|承諾|了承|了解|よい|良い|可能|希望|する|有無|[○×はい])|"
        r"(?:同意|承諾|了承|許可).*(?:掲載|公開|公表)|^(?:掲載|公表|公開|同意)(?:欄|\(.*\))?$|^同意(?:書|の?有無)"
    ),
    "private_home": re.compile(r"^(?:個人宅|個人の家|自宅)(?:\(.*\)|か|かどうか|の?(?:有無|別|フラグ|開放|該当))"),
}
# A heading that asks the other way round: a yes below 「公開しない」 is a no. 「公開・非公開」 asks for either.
_DENIES = re.compile(
    r"不可|非(?:公開|公表|掲載)|しない|しません|せず|拒否|ng|不同意|(?:同意|了承|承諾|許可)(?:が|は)?な[しい]|"
    r"見合わせ|保留|停止|取り?消し?|辞退|できない|禁止",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"可否|可[^ぁ-ん一-龠]?不可|(公開|公表|掲載)[^ぁ-ん一-龠]?(?:か|または|又は)?[^ぁ-ん一-龠]?非\1|"
    r"同意[^ぁ-ん一-龠]?不同意|する[^ぁ-ん一-龠]?(?:か)?しない|有無|[○×]|いいえ|[ab]\W",
    re.IGNORECASE,
)
_DENIED = {
    "contact_public": re.compile(r"連絡先|電話|tel|番号", re.IGNORECASE),
    "publish": re.compile(r"公開|公表|掲載|同意|承諾|了承|許可", re.IGNORECASE),
}
_NOT_ASKED = re.compile(r"写真|画像|理由|日$|年月日|開始|終了|講座|url", re.IGNORECASE)


def answers(sheet: Sheet, columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns of ANSWERS, each with the heading that this sheet has for it where none of the usual ones stands
    there.

    columns: what the reader knows; the line that holds most of them is the header (answers below it may be the same
    words).
    """
    known = {heading(name) for item in columns for name in item.headings}
    header = max(sheet.rows[:SEARCHED], key=lambda row: len(known & {heading(cell) for cell in row}), default=[])
    headings = {heading(cell): cell for cell in header if cell}
    found, taken = [], set()
    for item in sorted(ANSWERS, key=lambda item: list(_ASKED).index(item.key)):
        usual = any(heading(name) in headings for name in item.headings)
        other = next((name for name in headings if not usual and name not in taken and _asks(item.key, name)), None)
        taken |= {other} | ({heading(name) for name in item.headings} & set(headings))
        found.append(replace(item, headings=(*item.headings, headings[other])) if other else item)
    return tuple(found)


def _asks(key: str, name: str) -> bool:
    """Whether a heading asks for the answer of this key, either way round."""
    if _NOT_ASKED.search(name):
        return False
    if _DENIES.search(name):
        return key in _DENIED and _DENIED[key].search(name) is not None
    return _ASKED[key].search(name) is not None


def denied(table: Table, key: str) -> pd.Series:
    """Which lines say no in a further column that asks the other way round, beside the one that is read (「掲載の同意」
    and 「HP掲載不可」)."""

    def said(extras: Mapping[str, str]) -> bool:
        return any(
            value and (denies(value) or YES_NO.get(heading(value), True))
            for name, value in extras.items()
            if denies(name) and about(name) == key
        )

    def about(name: str) -> str:
        return next((one for one in _DENIED if _asks(one, heading(name))), "")

    return table.frame["extras"].map(said).astype(bool)


def denies(name: str) -> bool:
    """Whether a yes below this heading is a no (「掲載不可」「公開を希望しない」)."""
    name = heading(name)
    return _DENIES.search(name) is not None and _EITHER.search(name) is None


def ask_homes(table: Table, rows: pd.DataFrame) -> None:
    """A warning that names the lines which say themselves that they are somebody's home while 個人宅 is blank."""
    asked = rows["private_home"].isna() & private_homes.homes(rows)
    if asked.any():
        table.say(
            "warn",
            f"個人のお宅らしい名前・場所・住所が{int(asked.sum())}件あります（{line_words(table, asked)}）。"
            "庁内用のほかでは、個人宅として場所を出しません。",
            "個人宅なら「個人宅」の列に「はい」、違うなら「いいえ」と書いて、もう一度取り込んでください。",
            None,
            "private_home",
        )


def ask_consent(table: Table, rows: pd.DataFrame) -> None:
    """A warning that counts the places of people's own which nobody asked for consent; the others are public anyhow."""
    asked = rows["publish"].isna() & rows["kind"].isin([key for key, kind in KINDS.items() if kind.consent])
    if asked.any():
        told = resource_kinds.in_words(resource_kinds.counted(rows.loc[asked, "kind"]))
        table.say(
            "warn",
            f"「掲載の同意」の列がないため、{int(asked.sum())}件（{told}）は、"
            "同意が分かるまで公開用には載せません（協議体限りと庁内用には載ります）。",
            "「掲載の同意」の列を作って「はい」「いいえ」を書いてください。もう公表している一覧なら、--published-list"
            " を付けて取り込むと、載せます。",
            None,
            "publish",
        )


# What stands in a cell of yes or no while nobody knows yet: no yes.
UNDECIDED = re.compile(
    r"^(?:未|まだ|[?？]+|不明|電話で|一部|部分|△|▲|[-－―ー‐–—]+|/|／|・|…|回答)|中$|待ち?$|予定$|未定|未確認|"
    r"未回答|分からない|わからない|確認|検討|調整|相談|問合せ|問い合わせ|照会|依頼|口頭|保留|条件"
)


def consent_to_publish(table: Table, options: Options) -> pd.Series:
    """Where a list asks for consent to publish, only a yes is one: a cell left blank is none, also where all are.
    Without the column nobody was asked."""
    said = read_answers(table, "publish", False)
    if not table.has("publish"):
        return said.fillna(options.published_list) if options.published_list else said
    if denies(table.written["publish"]):  # who did not say no was not asked for a yes
        return said.fillna(True) if options.published_list else said
    if (blank := said.isna()).any():
        which = (
            f"の{int(blank.sum())}件すべて" if blank.all() else f"の{int(blank.sum())}件（{line_words(table, blank)}）"
        )
        table.say(
            "warn" if blank.all() else "info",
            f"「{table.written['publish']}」が空欄{which}は、同意なしとして、公開用には載せません。",
            "同意があるものは「はい」と書いて、もう一度取り込んでください。",
            None,
            "publish",
        )
    return said.fillna(False)


def read_answers(table: Table, key: str, undecided: bool) -> pd.Series:
    """はい / いいえ; what says that nobody knows yet (未, 確認中, ？, 口頭で可) counts as `undecided`, which shows
    less, and is told; other words are refused."""
    cells = table.frame[key]
    answered = {heading(word) for word in YES_NO}
    open_ = cells.map(
        lambda cell: heading(cell) not in answered and UNDECIDED.search(plain_text(cell)) is not None
    ).astype(bool)
    if open_.any():
        words = "、".join(f"「{word}」" for word in cells[open_].str.strip().unique()[:5])
        table.say(
            "warn",
            f"はっきり「はい」「いいえ」と書かれていない{int(open_.sum())}件（{words}。"
            f"{line_words(table, open_)}）は、{'「はい」' if undecided else '「いいえ」'}と同じに扱います。",
            "決まったら「はい」か「いいえ」と書いて、もう一度取り込んでください。",
            None,
            key,
        )
    plain = Table(
        table.sheet, table.frame.assign(**{key: cells.mask(open_, "")}), table.written, table.header, table.problems
    )
    found = plain.flags(key).mask(open_, undecided)
    found = found.mask(denied(table, key), False)
    if not table.has(key) or not denies(table.written[key]):
        return found
    no = found.fillna(False).astype(bool) | open_ | cells.map(denies).astype(bool)  # 「非公開」 below 「非公開」 too
    table.say(
        "warn",
        f"見出しが「{table.written[key]}」なので、"
        f"「はい」（○）などの{int(no.sum())}件は公開しないものとして読みました。ほかの行は、"
        "同意の答えがないものとします。",
        f"「{ANSWERS[[item.key for item in ANSWERS].index(key)].headings[0]}」の列に「はい」「いいえ」を書くと、"
        "はっきりします。",
        None,
        key,
    )
    return pd.Series(False, index=found.index, dtype="boolean").where(no)
