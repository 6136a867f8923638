"""Which kind of place a list means: by the words officials write, what a facility is called, the columns of its list.

What is none of our kinds (a public toilet, an AED, a park, a school) and what is not told at all stays UNKNOWN and is
said so; it never becomes a hall in which a salon may be opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.text.plain_text import plain_text
from data.vocabulary import KINDS, TOLD, UNKNOWN

_BY_WORD = {
    plain_text(word).lower(): key
    for word, key in {
        **{kind.label: kind.key for kind in KINDS.values()},
        **{key: key for key in KINDS},
        **{word: kind.key for kind in KINDS.values() for word in kind.words.split()},
    }.items()
}
# Words inside a name or a category; the one that stands last decides (「公民館前公衆トイレ」 is a toilet), of those
# that end at one place the longest.
_INSIDE = {kind.key: re.compile(kind.inside) for kind in KINDS.values() if kind.inside}
# None of ours, whatever else the name says.
_NEVER = re.compile(
    r"動物病院|動物クリニック|獣医|葬祭|葬儀|セレモニー|(?:ヘア|ネイル|美容|エステ|ビューティー?|ペット)サロン|障害|障がい|就労支援|共同生活援助"
)
# Headings (and names of files) of lists that hold none of our kinds, whatever building each line is named after.
_LISTS: tuple[tuple[str, str, str], ...] = (
    ("AED", r"aed|小児対応|小児用パッド|設置位置|除細動|equipmentforchildren|installation_?position", r"aed|除細動"),
    (
        "公衆トイレ",
        r"(?:男性|女性|男子|女子|男女共用|多機能)(?:用)?トイレ|便器|トイレ総数|(?:^|[^r])(?:male|female|men|women|unisex)\w*toilet|urinal",
        r"toilet|トイレ|便所",
    ),
    ("公園", r"遊具|公園面積|公園種別|都市公園|playground", r"(?:^|[^a-z])parks?(?:$|[^a-z])|公園"),
    (
        "避難所",
        r"想定収容|避難所|避難場所|災害種別|evacuation|sedimentdisaster|stormsurge|^(?:tunami|tsunami|inland_?water)",
        r"避難|shelter|evacuation",
    ),
    ("子育て施設", r"一時預かり|受入年齢|認可等年月日", r"preschool|nursery|保育|幼稚園|子育て|学童"),
    ("学校", r"学校種別|児童数|生徒数|学級数", r"(?:^|[^a-z])schools?(?:$|[^a-z])|学校"),
    ("公衆無線LAN", r"ssid", r"wi-?fi|無線"),
    ("文化財", r"文化財", r"文化財|cultural"),
    ("観光施設", r"観光", r"観光|tourism|sightseeing"),
    ("駐車場", r"駐車台数|収容台数", r"parking|駐車|駐輪"),
    ("投票所", r"投票区", r"投票"),
    ("消防水利", r"消火栓|防火水槽", r"消火|消防|hydrant"),
)


def of_word(text: object) -> str | None:
    """The kind that a word means (a key, a label, `words` of data.vocabulary.KINDS), None for any other."""
    return _BY_WORD.get(plain_text(text).lower())


def of_text(text: object) -> str | None:
    """The kind that a category or a name tells: UNKNOWN for what is none of ours, None where nothing tells."""
    plain = plain_text(text).lower()
    if not plain:
        return None
    if found := _BY_WORD.get(plain):
        return found
    if _NEVER.search(plain):
        return UNKNOWN
    for part in dict.fromkeys(
        (re.sub(r"\([^()]*\)|【[^【】]*】|〔[^〔〕]*〕", "", plain), plain)
    ):  # what stands in brackets tells only where nothing else does
        ends = [
            (match.end(), len(match[0]), key != UNKNOWN, key)  # of equal ones what is known, however keys are spelt
            for key, pattern in _INSIDE.items()
            for match in pattern.finditer(part)
        ]
        if ends:
            return max(ends)[-1]
    return None


def none_of_ours(headings: Iterable[str], stem: str) -> str:
    """What a list of none of our kinds holds, told by its headings or its file's name (「AED」); "" for other lists."""
    plain, name = [plain_text(one).lower() for one in headings], plain_text(stem).lower()
    return next(
        (
            label
            for label, columns, file in _LISTS
            if any(re.search(columns, one) for one in plain) or re.search(file, name)
        ),
        "",
    )


def counted(kinds: Iterable[str]) -> dict[str, int]:
    """How many of each kind, in the order of the vocabulary."""
    found = list(kinds)
    return {key: found.count(key) for key in KINDS if key in found}


def in_words(numbers: dict[str, int]) -> str:
    """「医院・病院 619件、種類不明 3件」."""
    return "、".join(f"{KINDS[key].label} {number:,}件" for key, number in numbers.items())


def choices() -> str:
    """The words that may be used, for messages: labels, and the keys beside them."""
    return "、".join(f"{KINDS[key].label}（{key}）" for key in (*TOLD, UNKNOWN))
