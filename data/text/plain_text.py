"""Area names as different offices write them, brought to one spelling for joining.

The result is a key, never shown. Two areas of one city with the same key are told apart by nothing here:
data/ingest/gazetteer.py refuses to choose between them.
"""

from __future__ import annotations

import re
import unicodedata

# Shapes of one character that registers and the census write differently.
VARIANTS = str.maketrans(
    "髙﨑德濵濱澤邊邉嶋嶌櫻廣國龍學瀨眞淸槇桒栁冨彌齋舘塚淵渕曾",
    "高崎徳浜浜沢辺辺島島桜広国竜学瀬真清槙桑柳富弥斎館塚淵淵曽",
)
DIGITS = {kanji: value for value, kanji in enumerate("〇一二三四五六七八九")} | {"壱": 1, "壹": 1, "弐": 2, "参": 3}
_KANJI = "([〇一二三四五六七八九十百壱壹弐参]+)"
_NUMERAL = re.compile(f"(?<=第){_KANJI}|{_KANJI}(?=丁目|丁$|条|線|号|番|区|組|地割|部|町会|町内会|自治会)")
_SMALL_KE = re.compile(r"(?<=[^\W\dァ-ヶぁ-ん])[ヶケがガヵカ](?=[^\W\dァ-ヶぁ-ん])")
_NO = re.compile(r"(?<=[^\W\dァ-ヶぁ-ん])[のノ之](?=[^\W\dァ-ヶぁ-ん])")


def source_title(stem: str, label: str) -> str:
    """A file's name as the source beside figures; a name without a Japanese letter tells residents nothing by
    itself."""
    return stem if re.search("[ぁ-んァ-ヶ一-龠]", stem) else f"{label}（{stem}）"


def plain_text(text: object) -> str:
    """NFKC, no line breaks, no spaces: for comparing headings and labels."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if text is None else str(text)))


def normal_name(text: object, city: str = "") -> str:
    """The spelling areas are joined on: １丁目 = 一丁目, ヶ = ケ = が, no （番地）, 大字, 字, spaces or name of the
    city."""
    name = plain_text(text).translate(VARIANTS)
    if city:
        name = re.sub(rf"^(?:\w{{2,3}}[都道府県])?{re.escape(plain_text(city).translate(VARIANTS))}(?=.)", "", name)
    name = re.sub(r"\((?:番地|番地のみ|無番地|丁目なし)\)$", "", name)
    name = re.sub(r"(?:^|(?<=[町村市区]))大字(?=.)", "", name)
    name = re.sub(r"^字(?=.{2,})", "", name)
    name = _NUMERAL.sub(lambda found: str(kanji_number(found[0])), name)
    name = _NO.sub("ノ", _SMALL_KE.sub("ケ", name))
    return name.replace("‐", "-").replace("−", "-").replace("ー丁目", "1丁目")


def kanji_number(kanji: str) -> int:
    """十一 -> 11, 二十 -> 20, 百二 -> 102, 一〇 -> 10."""
    if not set(kanji) & {"十", "百"}:
        return int("".join(str(DIGITS[character]) for character in kanji))
    total = waiting = 0
    for character in kanji:
        if character in "十百":
            total += (waiting or 1) * (10 if character == "十" else 100)
            waiting = 0
        else:
            waiting = DIGITS[character]
    return total + waiting
