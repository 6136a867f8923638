"""Telephone numbers in a text, in any notation, and what looks like one and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from data.text.letters import usual_width

_KANJI = str.maketrans("〇零一二三四五六七八九", "00123456789")
_DASHES = frozenset("-‐‑‒–—―−－ー﹘﹣⁃─━~〜～∼﹏")
# Between the digits of one number stand at most three of these: anything that is no letter, and the words の and 局.
_BETWEEN = r"[^\w、。，；;]{0,3}|_|\s?[のノ局]\s?|\s?[ー一ｰ]\s?|\s?[(（](?:代表?|呼出?し?|自宅?|直通?)[)）]\s?"
_RUN = re.compile(rf"\d+(?:(?:{_BETWEEN})\d+)*")
# Sentence marks part numbers from each other, unless what stands between two of them is one number (090、1234、5678).
_LISTED = re.compile(
    r"(?<!\d)(?<!\d[、。，；;])(?:0\d0[、。，；;]\s?\d{4}|0\d[、。，；;]\s?\d{4}|0\d{2}[、。，；;]\s?\d{3}|0\d{3}[、。"
    r"，；;]\s?\d{2})[、。，；;]\s?\d{4}(?!\d)"
)
TELEPHONE_MARK = re.compile(
    r"(?:℡|☎|☏|✆|📞|📱|📲|🕿|📠|電話|でんわ|デンワ|携帯|ケータイ|ケイタイ|スマホ|直通|ファックス|ファクス|ファクシミリ|(?<![a-z])(?:tel|phone|mobile|"
    r"fax|call)(?![a-z])|tℓ|(?<![a-z])[tmf](?=[:：.]))"
    r"(?:番号|等|は|へ|・|/|[^\w]|\(?(?:自宅|代表|会長|世話人|担当|呼出|昼|夜|直通)\)?){0,8}$",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?:内線|(?<!\w)内|(?<![a-z])ext)(?:番号|[はの]|[^\w]){0,3}$", re.IGNORECASE)
_POSTAL = re.compile(r"(?:〒|郵便番号)[^\w]{0,3}$")
# What a number counts or prices, so that it is nobody's telephone.
_COUNTED = re.compile(
    r"\s?(?:円|人|名|世帯|戸|歳|才|年|月|日|時|分|回|件|台|冊|個|本|枚|m(?![a-z])|ｍ|メートル|キロ|km|kg|%|％|番地|丁目|号室|号棟|階|区画|平米|㎡|度)",
    re.IGNORECASE,
)
_PRICED = re.compile(r"(?:[¥￥$]|金)\s?$")
_ERA = re.compile(r"(?:令和|平成|昭和|大正|明治|(?<![a-z])[RHSTM])\s?$", re.IGNORECASE)
_LAT = re.compile(r"(?:北緯|東経|緯度|経度|lat|lon)[^\d]{0,6}$", re.IGNORECASE)


def numbers_in_kanji(text: str) -> Iterator[tuple[int, int]]:
    """Numbers in kanji (〇九〇-一二三四-五六七八)."""
    return telephone_numbers(text, kanji=True)


def telephone_numbers(text: str, kanji: bool = False) -> Iterator[tuple[int, int]]:
    """Where telephone numbers begin and end (`kanji`: also those written in kanji)."""
    plain = usual_width(text)
    plain = plain.translate(_KANJI) if kanji else plain
    yield from sorted(
        [match.span() for match in _LISTED.finditer(plain)]
        + [span for run in _RUN.finditer(plain) for span in _in_run(plain, run.start(), run.end())]
    )


def _in_run(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Telephone numbers among the groups of digits of one run, from the left."""
    groups = [(found.start() + start, found.end() + start) for found in re.finditer(r"\d+", plain[start:end])]
    place = 0
    while place < len(groups):
        taken, number = _read(plain, groups, place)
        if number and (
            later := _begins(plain, groups, place, taken)
        ):  # 定員12 090-1234-5678: the 12 is none of its digits
            taken, number = _read(plain, groups[:later], place)
        if number:
            stop = groups[place + taken - 1][1]
            yield _opened(plain, groups[place][0], stop), stop
        place += taken


def _begins(plain: str, groups: list[tuple[int, int]], place: int, taken: int) -> int:
    """The group within those taken with which a number of its own begins (0 and nine or ten more digits); 0 where none
    does."""
    digits = [plain[one:other] for one, other in groups]
    if digits[place].startswith(("0", "81")) or plain[: groups[place][0]].rstrip().endswith("+"):
        return 0
    for later in range(place + 1, min(place + taken, len(groups))):
        if digits[later].startswith("0") and len(digits[later]) >= 2:
            joined = ("".join(digits[later : later + number]) for number in range(1, len(groups) - later + 1))
            if any(re.fullmatch(r"0[5-9]0\d{8}|0[1-9]\d{8}", one) for one in joined):
                return later
    return 0


def _opened(plain: str, start: int, stop: int) -> int:
    """Where a number begins with a plus before its first digit, or a bracket that closes within it: (027)323-1234."""
    number = plain[start:stop]
    if start and plain[start - 1] == "(" and number.count(")") > number.count("("):
        start -= 1
    return start - 1 if start and plain[start - 1] == "+" else start


def _read(plain: str, groups: list[tuple[int, int]], place: int) -> tuple[int, bool]:
    """How many groups from this one on belong together, and whether they are a telephone number."""
    digits = [plain[one:other] for one, other in groups[place:]]
    before = plain[: groups[place][0]]
    between = [plain[groups[place + number][1] : groups[place + number + 1][0]] for number in range(len(digits) - 1)]
    after = [plain[other : other + 6] for _, other in groups[place:]]
    if _POSTAL.search(before):
        return (2 if len(digits) > 1 and len(digits[0]) == 3 and len(digits[1]) == 4 else 1), False
    if whole := _whole(before, digits, between, after):
        return whole, True
    if dated := _dated(digits, between, after):
        return dated, False
    if _INSIDE.search(before) and len(digits[0]) <= 6:
        return 1, True
    if TELEPHONE_MARK.search(before) and (marked := _marked(digits, between, after)):
        return marked, True
    if len(digits) > 1 and _local(before, digits, between, after):
        return 2 + _others(digits[2:], between[1:]), True
    return 1, False


def _whole(before: str, digits: list[str], between: list[str], after: list[str]) -> int:
    """How many groups make a number with its area code, the country's, or its first 0 lost; 0 where they do not."""
    for number in range(1, min(len(digits), 16) + 1):
        joined = "".join(digits[:number])
        if len(joined) > 16:
            return 0
        alone = number == 1 and (bool(_COUNTED.match(after[0])) or _day(joined))
        if not alone and _is_whole(joined, digits[:number], between[: number - 1], before):
            return number + _others(digits[number:], between[number - 1 :])
    return 0


def _others(digits: list[str], between: list[str]) -> int:
    """Groups behind a number that give the last digits of a second one (027-323-1234/1235)."""
    return 1 if digits and len(digits[0]) == 4 and between[0].strip() in ("/", "・", ",", "~", "〜", "～") else 0


def _is_whole(joined: str, groups: list[str], between: list[str], before: str) -> bool:
    if country := re.fullmatch(r"(0081|01081|81)0?([1-9]\d{8,9})", joined):
        mobile = re.match("[5-9]0", country[2]) is not None
        said = (
            before.rstrip().endswith("+")
            or country[1] != "81"
            or groups[0] == "81"
            or (len(groups) == 1 and len(joined) > 11)
        )
        return said and len(country[2]) == (10 if mobile else 9)
    if re.fullmatch(r"0[5-9]0\d{8}|0800\d{7}", joined):  # however its digits are grouped
        return len(groups[0]) > 2 or not any(":" in one for one in between)
    if re.fullmatch(r"0[1-9]\d{8}", joined):
        if re.match("0[5-9]0", joined) and len(groups) > 1:
            return len(groups[0]) == 4 and len(groups[-1]) == 4  # 0980-12-3456; else a mobile number that goes on
        if len(groups[0]) < 3 and any(":" in one for one in between):
            return False
        return len(groups) == 1 or len(groups[-1]) >= 3 or len(groups[0]) >= 3 or all(len(one) == 1 for one in groups)
    if len(groups) == 1:  # a cell that is a number loses its first 0; one without area code may stand in one piece
        return re.fullmatch(r"[5-9]0\d{8}|[1-9]\d{5,8}", joined) is not None
    sizes = [len(one) for one in groups]
    return (sizes == [2, 4, 4] and re.match("[5-9]0", joined) is not None) or (
        len(sizes) == 3 and sum(sizes) == 9 and sizes[2] == 4 and joined[0] != "0"
    )


def _day(joined: str) -> bool:
    """Whether six or eight digits are a month or a day (202504, 20250401)."""
    return len(joined) in (6, 8) and _year(joined[:4]) and 1 <= int(joined[4:6]) <= 12 and int(joined[6:] or 1) <= 31


def _dated(digits: list[str], between: list[str], after: list[str]) -> int:
    """Groups that are a date, years, times, a price or an address of several small numbers; 0 where they are none."""
    first = digits[0]
    second = digits[1] if len(digits) > 1 else ""
    third = digits[2] if len(digits) > 2 else ""
    near = [one.strip() for one in between[:2]] + ["", ""]
    if _year(first) and near[0] in ("-", "/", ".", "−", "‐") and len(second) <= 2 and second and int(second) <= 12:
        return 3 if third and len(third) <= 2 and near[1] == near[0] and int(third) <= 31 else 2
    if near[0] in ("/", ".") and len(first) <= 2 and int(first) <= 31:
        if third and near[1] == near[0] and len(second) <= 2 and _year(third):
            return 3
        if _year(second) and int(first) <= 12:
            return 2
    if len(first) == len(second) == 4 and _is_dash(near[0]):
        if (_year(first) and _year(second) and first < second) or (_clock(first) and _clock(second) and first < second):
            return 2
    if near[0] in (":", "："):
        return 2 if len(second) == 2 else 0
    if near[0] in (",", "，") and len(second) == 3:  # thousands
        return 2
    return 0


def _year(text: str) -> bool:
    return len(text) == 4 and text[:2] in ("19", "20")


def _clock(text: str) -> bool:
    return len(text) == 4 and int(text[:2]) <= 24 and int(text[2:]) < 60 and int(text[2:]) % 5 == 0


def _is_dash(between: str) -> bool:
    return bool(between) and set(between) <= _DASHES


def _marked(digits: list[str], between: list[str], after: list[str]) -> int:
    """How many groups make a number that a word such as 電話 announces: four or more digits, no time, no price; else
    0."""
    if between and between[0].strip() in (":", "：") and len(digits[1]) == 2:
        return 0
    number, joined = 1, digits[0]
    while (
        number < len(digits)
        and len(joined) < 10
        and between[number - 1] not in (" ", "　", "/")
        and between[number - 1].strip() not in (":", "：")
    ):
        joined += digits[number]
        number += 1
    if number < len(digits) and len(joined) < 4 and len(digits[number]) == 4:  # 電話 23 4567
        joined, number = joined + digits[number], number + 1
    counted = _COUNTED.match(after[number - 1])
    return number if 4 <= len(joined) <= 15 and not counted else 0


def _local(before: str, digits: list[str], between: list[str], after: list[str]) -> bool:
    """One to four digits, then exactly four: a number without its area code."""
    first, second, gap = digits[0], digits[1], between[0]
    if len(second) != 4 or len(first) > 4 or _COUNTED.match(after[1]) or _PRICED.search(before) or _LAT.search(before):
        return False
    if _year(second) and _ERA.search(before):
        return False  # 令和7（2025）年
    following = between[1].strip() if len(between) > 1 else ""
    if (
        following
        and len(digits) > 2
        and len(digits[2]) <= 3
        and (_is_dash(following) or following in ("/", ".", ",", ":"))
    ):
        return _is_dash(gap.strip()) and not _year(second) and following != ":"
    if not gap.strip():  # only a space between them: two numbers that have nothing to do with each other may stand so
        return (
            len(first) >= 2
            and not _year(second)
            and not _clock(second)
            and not _COUNTED.match(gap + second)
            and bool(re.search(r"[^\w]$|^$", before) or len(first) == 3)
        )
    return True
