"""When a place is open, read from the sentence people write: 「第1・3水曜 午後1時半～3時」.

Only what is certain is read; the sentence itself is always kept beside it. A month here has four weeks, so that
「毎週火曜」 is 4 times a month and 「毎週月・金」 is 8.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from data.vocabulary import WEEKDAYS, WEEKS_A_MONTH

_KANJI = str.maketrans("一二三四五六七八九", "123456789")
_DAY = r"(?:[月火水木金土]|(?<![平祝毎休当期催施\d])日(?![時程間本用帰中])|日(?=曜))(?:曜日?)?"
_DAYS = rf"{_DAY}(?:[・、,/と~\s]*{_DAY})*"
_ORDINAL = r"第\s*\d(?:[・、,/と~\s]*第?\s*\d)*\s*週?の?\s*"
_RUN = re.compile(rf"(?P<every>毎週|隔週)?の?[・、,/と\s]*(?P<nth>{_ORDINAL})?(?P<days>{_DAYS})")
_TIME = r"(?:(?:(午前|午後|AM|PM)\s*)?(\d{1,2})(?::(\d{2})|時(?!間)(?:(\d{1,2})分|(半))?)|(正午))"
_RANGE = re.compile(rf"{_TIME}(?:\s*(?:~|-|から|より)\s*(?:{_TIME})?)?", re.IGNORECASE)
# "休館日: 月曜" names closed days after the word, "月曜休み" and "祝日を除く" before it.
_CLOSED = re.compile(
    r"【?(?:定休日|休館日|休業日|休診日|休み)(?:】|\s*[:は])\s*[^【。;]*|[^、。"
    r",;()【】\s]*(?:を?除く|は?お?休み|は?休館日?|は?休業日?|は?休診日?)"
)
_NOT_MONDAY = re.compile(r"毎月|偶数月|奇数月|隔月|\d+\s*[かヶケカヵ箇]月|月末|月初め?|\d+月|翌月")


@dataclass(frozen=True)
class Schedule:
    """weekdays: characters of 月火水木金土日 in that order; times "HH:MM"; what is not certain is None.

    assumed_weekly: weekdays stand there without 「毎週」 and were taken as every week. unread: nothing was understood.
    """

    weekdays: str | None = None
    time_from: str | None = None
    time_to: str | None = None
    times_per_month: float | None = None
    assumed_weekly: bool = False
    unread: bool = False


@cache
def read_schedule(text: str) -> Schedule:
    """What a sentence on days and times says for certain; an empty one gives an empty Schedule."""
    plain = _plain(text)
    if not plain:
        return Schedule()
    closed = " ".join(_CLOSED.findall(plain))
    rest = _CLOSED.sub(" ", plain)
    time_from, time_to = _times(rest)
    rest = _RANGE.sub(" ", rest)
    days, often, assumed = _days(rest)
    count = _stated_count(rest)
    weekdays = "".join(day for day in WEEKDAYS if day in days - _closed_days(closed, days)) or None
    if weekdays and len(days) == 7:
        often = len(weekdays) * WEEKS_A_MONTH
    times = count if count is not None else often * _every_other_month(rest) if often else None
    return Schedule(weekdays, time_from, time_to, times, assumed and count is None, weekdays is None and times is None)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("(改行)", " ")
    text = re.sub(r"[〜∼–—−]", "~", text)
    text = re.sub(r"(?<=[\d月火水木金土日半分曜前後時])\s*[-ー]\s*(?=[\d月火水木金土日午正])", "~", text)
    text = re.sub(
        r"第[一二三四五・、,と第\s]+|[一二三四五六七八九](?=回|時|日)", lambda found: found[0].translate(_KANJI), text
    )
    text = re.sub(r"(?<![\d:])(\d{1,2})\s*~\s*(?=(?:午前|午後)?\d{1,2}時)", r"\1時~", text)  # 「10～12時」
    return text.strip()


def _times(text: str) -> tuple[str | None, str | None]:
    """The one span of time a text names; (None, None) where it names none or several."""
    found = {_span(match.groups()) for match in _RANGE.finditer(text)}
    return found.pop() if len(found) == 1 else (None, None)


def _span(groups: tuple[str | None, ...]) -> tuple[str | None, str | None]:
    first, last = groups[:6], groups[6:]
    start = _clock(first)
    end = _clock(last)
    if start and end and end <= start and not last[0]:
        # 「午後1時半～3時」: the second time stands in the afternoon too; otherwise which half of the day is unknown.
        end = _clock(("午後", *last[1:])) if first[0] and first[0].upper() in ("午後", "PM") else None
    return start, end


def _clock(parts: tuple[str | None, ...]) -> str | None:
    half_day, hour, minute, minute_in_words, half, noon = parts
    if noon:
        return "12:00"
    if hour is None:
        return None
    hours = int(hour) + (12 if (half_day or "").upper() in ("午後", "PM") and int(hour) < 12 else 0)
    minutes = 30 if half else int(minute or minute_in_words or 0)
    return f"{hours:02d}:{minutes:02d}" if hours * 60 + minutes <= 24 * 60 and minutes < 60 else None


def _days(text: str) -> tuple[set[str], float, bool]:
    """Weekdays, times a month, and whether a week's rhythm had to be assumed."""
    if "毎日" in text:
        return set(WEEKDAYS), 7 * WEEKS_A_MONTH, False
    days: set[str] = set()
    times, assumed = 0.0, False
    if "平日" in text:
        days, times = set(WEEKDAYS[:5]), 5 * WEEKS_A_MONTH
    text = _NOT_MONDAY.sub(" ", re.sub(r"週\s*\d\s*[回日]|月に?\s*\d+(?:~\d+)?\s*[回度]", " ", text))
    for match in _RUN.finditer(text):
        if not _certain(text, match):
            continue
        named = _named(match["days"])
        days |= named
        weeks = len(_ordinals(match["nth"])) if match["nth"] else 2 if match["every"] == "隔週" else WEEKS_A_MONTH
        times += weeks * len(named)
        assumed |= not match["nth"] and not match["every"] and "毎週" not in text and "週" not in text
    return days, times, assumed


def _certain(text: str, match: re.Match[str]) -> bool:
    """Whether 月 is a Monday: it says 曜, follows 毎週 or 第1, or stands alone between spaces and marks (料金 does
    not)."""
    if "曜" in match["days"] or match["every"] or match["nth"]:
        return True
    before, after = text[: match.start("days")][-1:], text[match.end() :][:1]
    return bool(re.fullmatch(r"[\s、。,・:;()【】/週]?", before) and re.fullmatch(r"[\s、。,・:;()【】/祝\d]?", after))


def _named(text: str) -> set[str]:
    """The weekdays of 「月・水」, 「月水金」 or 「月～金」."""
    text = re.sub(r"曜日?", "", text)
    days = {day for day in WEEKDAYS if day in text}
    for first, last in re.findall(r"([月火水木金土日])\s*~\s*([月火水木金土日])", text):
        days |= set(WEEKDAYS[WEEKDAYS.index(first) : WEEKDAYS.index(last) + 1])
    return days


def _ordinals(text: str) -> set[int]:
    numbers = {int(digit) for digit in re.findall(r"\d", text)}
    for first, last in re.findall(r"(\d)\s*~\s*第?(\d)", text):
        numbers |= set(range(int(first), int(last) + 1))
    return numbers


def _closed_days(closed: str, days: set[str]) -> set[str]:
    """Whole weekdays taken off again (「毎日（月曜休み）」); a single week's (第3火曜休み) leaves the weekday open."""
    return set() if "第" in closed else {day for found in re.findall(r"([月火水木金土日])曜", closed) for day in found}


def _stated_count(text: str) -> float | None:
    """Times a month that the text says itself; of 「月1～2回」 the lower number, which is certain."""
    if found := re.search(r"(\d+)\s*[かヶケカヵ箇]月に?(?:毎に|ごとに)?\s*(\d+)\s*[回度]", text):
        return int(found[2]) / int(found[1])
    if found := re.search(r"(毎?週|毎?月|年)間?に?\s*(\d+)(?:~\d+)?\s*[回度]", text):
        return int(found[2]) * {"週": WEEKS_A_MONTH, "月": 1, "年": 1 / 12}[found[1][-1]]
    if days := re.findall(r"毎月\s*((?:\d+日[・、,と\s]*)+)", text):
        return float(len(re.findall(r"\d+日", days[0])))
    return None


def _every_other_month(text: str) -> float:
    return 0.5 if re.search(r"偶数月|奇数月|隔月", text) else 1.0
