"""Telephone numbers, mail addresses and names in social networks, found in any notation and taken out of a text.

A list that does not say 連絡先の公開 may hold its helpers' numbers in any column. What must stay readable beside them:
times, dates, years, prices, numbers of people, postal codes and addresses (丁目-番-号 of one to three digits each).
A number without an area code is one to four digits and then exactly four; where a text could be either, it is taken
out, because a number that has left does not come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from data.text.letters import usual_width
from data.text.telephone_numbers import TELEPHONE_MARK, numbers_in_kanji, telephone_numbers

NO_NUMBER = "（電話番号は載せていません）"
NO_CONTACT = "（連絡先は載せていません）"

_MAY_HOLD = re.compile(r"\d[^、。]{0,4}\d|\d{2}|[〇零一二三四五六七八九]{3}|@|[a-z]{2}|内線?|ext", re.IGNORECASE)
_HOUSE = re.compile(r"((?<=[一-龠々ヶケ])\d-\d{4}(?:-\d{1,3})?(?![\d-]))")

_AT = (
    r"(?:\s?@\s?|\s?[(\[<{【（〔「『]\s?(?:at|@|アット(?:マーク)?|あっと(?:まーく)?)\s?[)\]>}】）〕」』]\s?|"
    r"\s?(?:アット(?:マーク)?|あっと(?:まーく)?|"
    r"[☆★●■◆◎*＊※〇○])\s?|\s+at\s+)"
)
_DOT = r"(?:\s?[.。]\s?|\s?[(\[{【（]\s?(?:dot|\.|ドット|どっと)\s?[)\]}】）]\s?|\s?(?:ドット|どっと)\s?|\s+dot\s+)"
_WORD = r"[a-z0-9][a-z0-9_+%'-]*"
_MAIL = re.compile(
    rf"(?:{_WORD}(?:\.+[a-z0-9_+%'-]+)*\.?@[a-z0-9-]+(?:\.[a-z0-9-]+)*|"
    rf"{_WORD}(?:{_DOT}[a-z0-9_+%'-]+)*{_AT}[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)+|"
    rf"{_WORD}@[^\s@、。，]{{1,30}}\.[a-z]{{2,}}|(?=[0-9_+%'.-]*[a-z]){_WORD}\s?@(?=$|[\s、。，"
    rf")）」])|(?=[0-9_+%'.-]*[a-z]){_WORD}@[ァ-ヶー]{{2,12}}|(?<![a-z0-9])@[a-z0-9_][a-z0-9_.]+)",
    re.IGNORECASE | re.ASCII,
)
_NETWORK = re.compile(
    r"(?:(?<![a-z])(?:line|instagram|insta|twitter|facebook|fb|tiktok|kakao(?:talk)?|skype|discord|threads|"
    r"messenger|whatsapp|telegram|wechat|e-?mail|mail|ig|x(?=\s?[:：はが])|id(?=\s?[:：はが]))(?![a-z])"
    r"|(?<![ァ-ヶー])(?:ライン|インスタ(?:グラム)?|ツイッター|フェイスブック|カカオ(?:トーク)?|スカイプ|"
    r"ディスコード|メッセンジャー|メール)(?![ァ-ヶ])|らいん)"
    r"(?:\s|の|公式|アカウント|アドレス|アイディー?|アイデー|(?<![a-z])(?:id|account)(?![a-z])|"
    r"[:：はへ=＝/「『【（(\[<>→\-@])*"
    r"(?P<name>(?!pay|works)(?=[a-z0-9@._-]{3})[a-z0-9@](?:live:|[a-z0-9@._-])+)",
    re.IGNORECASE,
)
# The same with a few words between (LINE登録は yamada123): the name then has a letter, or a time would be one.
_SAID_LATER = re.compile(
    r"(?:(?<![a-z])(?:line|instagram|insta|twitter|facebook|skype|discord)(?![a-z])|(?<![ァ-ヶー])(?:ライン|"
    r"インスタ(?:グラム)?|ツイッター|"
    r"フェイスブック|カカオトーク|スカイプ)(?![ァ-ヶ])|らいん)[^。\na-z0-9@]{1,14}"
    r"(?P<name>(?!(?:pay|works|zoom|qr|app|ok|pdf|fax|tel|sms|mail|e-mail|web|hp|line|id|npo|video|free|"
    r"wi-?fi)(?![a-z0-9]))(?=[0-9._-]*[a-z@])[a-z0-9@](?:live:|[a-z0-9@._-]){2,})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://|ttps?://|www\.)[\x21-\x7e]+|(?<![a-z0-9@.-])(?:[a-z0-9-]+\.)+(?:jp|com|net|org|me|info|"
    r"link|page|site|io|ly|gl|biz|tv|app|be|cc|co)(?![a-z0-9])(?:/[\x21-\x7e]*)?",
    re.IGNORECASE,
)


def without_contacts(texts: pd.Series, addresses: bool = False) -> pd.Series:
    """Texts with every telephone number, mail address, name in a social network and web address replaced by words.

    addresses: the texts say where a place is; one digit and four right behind a name (祝谷6-1248) are then a house.
    """
    return pd.Series(
        [text if pd.isna(text) else hide(str(text), addresses) for text in texts], index=texts.index, dtype="string"
    )


@lru_cache(maxsize=20_000)
def hide(text: str, address: bool = False) -> str:
    """One text without contacts; the same text where there are none."""
    plain = usual_width(text)
    if not _MAY_HOLD.search(plain):
        return text
    if address:
        parts = _HOUSE.split(plain)
        ends = np.cumsum([len(part) for part in parts])
        pieces = [text[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]
        return "".join(piece if number % 2 else hide(piece) for number, piece in enumerate(pieces))
    for find, words in ((_networks, NO_CONTACT), (telephone_numbers, NO_NUMBER), (numbers_in_kanji, NO_NUMBER)):
        text = _replaced(text, find, words)
    return text


def hide_in_title(text: str) -> str:
    """A title, often a file's name and full of codes and dates, without mail addresses and numbers that begin with 0 or
    a word such as 電話."""
    plain = usual_width(text)

    def numbers(text: str) -> Iterator[tuple[int, int]]:
        for start, stop in telephone_numbers(text):
            digits = re.sub(r"\D", "", plain[start:stop])
            if re.fullmatch(r"0[1-9]\d{8,9}|81\d{9,10}", digits) or TELEPHONE_MARK.search(plain[:start]):
                yield start, stop

    def mails(text: str) -> list[tuple[int, int]]:
        return [match.span() for match in _MAIL.finditer(plain)]

    hidden = _replaced(text, numbers, NO_NUMBER)
    plain = usual_width(hidden)
    return _replaced(hidden, mails, NO_CONTACT)


def _replaced(text: str, find, words: str) -> str:
    out, end = [], 0
    for start, stop in find(text):
        if start >= end:
            out += [text[end:start], words]
            end = stop
    return "".join([*out, text[end:]])


def _networks(text: str) -> list[tuple[int, int]]:
    plain = usual_width(text)
    found = [match.span() for pattern in (_ADDRESS, _MAIL) for match in pattern.finditer(plain)]
    return sorted(
        found + [match.span("name") for pattern in (_NETWORK, _SAID_LATER) for match in pattern.finditer(plain)],
        key=lambda span: (span[0], -span[1]),
    )
