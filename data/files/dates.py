"""Dates as offices write them, to ISO text ("2024-09-30", "2024-10", "2015", "2015-04/2017-04").

Japanese eras, full-width and kanji digits, Excel serials and the American order are read; what cannot be a date is None
with the reason why (`read_date`), never a guess. Which days data can be about at all is `impossible`.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from data.files.eras import ERA_CALLED, ERAS, Era, era_year, year_in_words
from data.files.possible_dates import NO_DATES, first_day, impossible, span
from data.text.plain_text import kanji_number

HOW = "「2025-04-01」や「令和7年4月1日」のように書いてください。"
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = range(20000, 80000)  # 1954 to 2119: the days a table of residents can be about
LONGEST = 200  # letters in a cell that may still be a date with a remark; what is longer is a sentence


@dataclass(frozen=True)
class Reading:
    """What a text says of a date: `iso`, or None and `why`; `note` has to be told although it was read."""

    iso: str | None
    why: str = ""
    what_to_do: str = HOW
    note: str = ""
    american: bool = False  # read as month/day/year although it might be day/month/year


_YEAR = (
    r"(?:(明治|大正|昭和|平成|令和|(?<![A-Z])[MTSHR]|(?<![一-龠])[明大昭平令])\s*\.?\s*(元|\d{1,2})|"
    r"(?<!\d)((?:1[89]|20)\d{2}|2[1-9]\d{2}|9999|000\d))"
)
_SEP = r"\s*(年度?|[-/.])\s*"
_FULL = re.compile(_YEAR + _SEP + r"(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2}|末)(?!\d)\s*日?", re.IGNORECASE)
_MONTH = re.compile(_YEAR + _SEP + r"(\d{1,2})(?:\s*月|(?!\d))", re.IGNORECASE)
_YEAR_ONLY = re.compile(_YEAR + r"\s*年", re.IGNORECASE)
_AMERICAN = re.compile(r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/]((?:19|20)\d{2})(?!\d)")
_EIGHT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_SIX = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)")
_LETTERED = re.compile(r"(?<![A-Z\d])([HR])(\d{2})(0[1-9]|1[0-2])([0-3]\d)(?!\d)", re.IGNORECASE)
_KANJI = re.compile(r"[〇一二三四五六七八九十百]+(?=\s*(?:年|月|日))")
_KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
_CLOCK = re.compile(r"[T\s]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?")
_ISO_PERIOD = re.compile(r"(\d{4}(?:-\d\d){0,2})/(\d{4}(?:-\d\d){0,2})")
_TWO_YEARS = re.compile(r"(.*(?<!\d)(?:19|20)\d{2}(?!\d).*?)\s*[-–—−]\s*((?:19|20)\d{2}(?!\d).*)")


def iso_date(value: object) -> str | None:
    """The date a cell means, as ISO text; None where the cell holds none.

    A cell that is only a number is a date when it is an Excel serial, yyyymmdd, yyyymm or a year.
    """
    return read_date(value).iso


def search(text: object) -> Reading | None:
    """What the first thing in a longer text that is written like a date with a year says; None where there is none."""
    found = _first(_plain(text))
    return found[0] if found else None


def search_all(text: object) -> list[tuple[Reading, str, str]]:
    """Every date with a year in a longer text, as `search` finds them one after another, with what stands before and
    behind it."""
    plain = _plain(text)
    left, said = plain, []
    while found := _first(left):
        reading, (start, end) = found
        said.append((reading, plain[:start], plain[end:]))
        left = left[:start] + "|" * (end - start) + left[end:]
    return said


def read_date(value: object) -> Reading:
    """The date a cell means, or why it means none. An empty cell is no date, without a reason."""
    if isinstance(value, datetime):
        return Reading(value.date().isoformat())
    if isinstance(value, date):
        return Reading(value.isoformat())
    text = _plain(value)
    if not text:
        return Reading(None)
    if len(text) > LONGEST:
        return _no("文が長すぎます")
    number = re.fullmatch(r"(\d+)(?:\.0+)?", text)
    if number and len(number[1]) == 5 and int(number[1]) in EXCEL_SERIALS:
        return Reading((EXCEL_EPOCH + timedelta(days=int(number[1]))).isoformat())
    text = number[1] if number else text  # 20250401.0, as programs write a whole number
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return Reading(text)
    if re.fullmatch(r"(?:19|20)\d{2}\.1", text):
        return _no("1月か、表計算ソフトが0を落とした10月か分かりません")
    found = _first(text)
    if found is None:
        return _no("" if not re.search(r"\d", text) else _lacking(text))
    reading, (start, end) = found
    rest = _CLOCK.sub("", text[:start]) + " " + _CLOCK.sub("", text[end:])
    if reading.iso and re.match(r"\s*[-/.]?\d", _CLOCK.sub("", text[end:])):
        return _no("日付の後ろに余分な数字があります")
    other = _first(rest)
    if reading.iso and other and other[0].iso != reading.iso and not _within(reading.iso, other[0].iso):
        return _no("日付が二つあります", "どちらか一つにしてください。")
    return reading


def read_period(value: object) -> Reading:
    """A period or a single date, or why it is neither: an end that cannot be read is no period."""
    text = _plain(value)
    if len(text) > LONGEST:
        return _no("文が長すぎます")
    if ends := _ISO_PERIOD.fullmatch(text):
        return _between([read_date(end) for end in ends.groups()])
    parts = re.split(r"\s*[~〜から]+\s*|(?<=[年月日度\d])\s*[-–—−]\s*(?=[明大昭平令MTSHR])", text)
    if len(parts) == 1 and (two := _TWO_YEARS.fullmatch(text)):
        parts = list(two.groups())
    parts = [part for part in parts if part.strip("まで ")]
    if len(parts) < 2:
        return read_date(value)
    if len(parts) > 2:
        return _no("期間の始めと終わりのほかにも日付があります")
    first = read_date(parts[0])
    return _between([first, _end(parts[1], first)])


def asked_day(text: str | None) -> str | None:
    """The day a user writes behind --as-of, as ISO text. Raises LookupError, in words, for what is no day that a table
    can be of."""
    if text is None:
        return None
    reading = read_date(text)
    why = reading.why or (impossible(reading.iso) if reading.iso else "何も書かれていません")
    if why or reading.iso is None or len(reading.iso) < 10 or reading.american or reading.note:
        raise LookupError(
            f"--as-of の日付「{text}」を読めません（{why.rstrip('。') or '年・月・日がはっきりしません'}）。「--as-of"
            " 2025-04-01」のように書いてください。"
        )
    return reading.iso


def _plain(value: object) -> str:
    """NFKC, one space for many, kanji numerals as digits; marks of footnotes must not become digits."""
    text = re.sub(r"[⁰¹²³⁴-⁹₀-₉①-⑳]+", " ", "" if value is None else str(value))
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    return _KANJI.sub(lambda found: str(kanji_number(found[0])), text).translate(_KANJI_DIGITS)


def _no(why: str, what_to_do: str = HOW) -> Reading:
    return Reading(None, f"日付として読めません{f'（{why}）' if why else ''}。", what_to_do)


def _lacking(text: str) -> str:
    """What a text without a readable year lacks."""
    if re.search(r"(?<![\d./-])\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)", text):
        return "年が西暦か元号か分かりません"
    if re.search(r"\d{1,2}\s*(?:月|[-/.]\s*\d)", text):
        return "年がありません"
    return ""


def _first(plain: str) -> tuple[Reading, tuple[int, int]] | None:
    """What the first pattern that fits says, and where it stands."""
    if found := _FULL.search(plain):
        return _of(found, found[5], found[6]), found.span()
    if found := _AMERICAN.search(plain):
        made = _build(int(found[3]), found[1], found[2])
        return (
            replace(
                made,
                american=made.iso is not None and int(found[2]) <= 12 and found[1].lstrip("0") != found[2].lstrip("0"),
            ),
            found.span(),
        )
    if found := _EIGHT.search(plain):
        return _build(int(found[1]), found[2], found[3]), found.span()
    if found := _LETTERED.search(plain):
        return _of_era(ERA_CALLED[found[1].upper()], int(found[2]), found[3], found[4]), found.span()
    if found := _MONTH.search(plain):
        return _of(found, found[5], None), found.span()
    if found := _SIX.search(plain):
        return _build(int(found[1]), found[2], None), found.span()
    if found := _YEAR_ONLY.search(plain):
        return _of(found, None, None), found.span()
    return None


def _of(found: re.Match[str], month: str | None, day: str | None) -> Reading:
    if month and found[4] == "年度" and int(month) < 4:
        return _no("年度の1月から3月は、前の年とも次の年とも読めます")
    if found[3]:
        return _build(int(found[3]), month, day)
    return _of_era(ERA_CALLED[found[1].upper()], 1 if found[2] == "元" else int(found[2]), month, day)


def _of_era(era: Era, number: int, month: str | None, day: str | None) -> Reading:
    """A date in an era; a year that the era never had is none, and the year it must be is offered."""
    if number == 0:
        return _no(
            f"{era.name}0年という年はありません",
            f"{era.name}元年（{era.first.year}年）なら「{era.name}元年」と書いてください。",
        )
    year = era.before + number
    if era.last and year > era.last.year:
        end = f"{era.last.year - era.before}年（{era.last.year}年）{era.last.month}月{era.last.day}日"
        return _no(
            f"{era.name}{number}年という年はありません。{era.name}は{end}までです",
            f"{era_year(year)}（{year}年）ではありませんか。その年に書き直してください。",
        )
    made = _build(year, month, day)
    if made.iso and month and not _in_era(made.iso, era):
        right = (
            era_year(year)
            if era.last and first_day(made.iso) > era.last
            else year_in_words(ERAS[ERAS.index(era) - 1], year)
        )
        return replace(
            made,
            note=(
                f"{era.name}ではなく{right}の日付です。"
                f"{year}年{int(month)}月{f'{int(made.iso[8:])}日' if day else ''}として読みました。"
            ),
        )
    return made


def _in_era(iso: str, era: Era) -> bool:
    start, end = span(iso)
    return end >= era.first and (era.last is None or start <= era.last)


def _build(year: int, month: str | None, day: str | None) -> Reading:
    if month is None:
        return Reading(str(year))
    number = int(month)
    whole = f"{year:04}-{number:02}" + ("" if day in (None, "末") else f"-{int(day):02}")
    if whole in NO_DATES:
        return (
            Reading(whole) if whole != "1900-01-00" else _no("表計算ソフトなどが「日付なし」の代わりに入れる日付です")
        )
    if not 1 <= number <= 12:
        return _no(f"{number}月はありません")
    if day is None:
        return Reading(whole)
    last = calendar.monthrange(year, number)[1]
    chosen = last if day == "末" else int(day)
    if not 1 <= chosen <= last:
        return _no(f"{year}年{number}月に{chosen}日はありません")
    return Reading(f"{year:04}-{number:02}-{chosen:02}")


def _end(part: str, first: Reading) -> Reading:
    """The end of a period; one without a year (「4月～9月」) is of the year it began in."""
    end = read_date(part)
    if (
        end.iso
        or not first.iso
        or not (short := re.fullmatch(r"(\d{1,2})月(?:(\d{1,2}|末)日?)?\s*(?:まで)?\s*\)?", part.strip()))
    ):
        return end if end.iso or end.why else _no("期間の終わりが読めません")
    if len(first.iso) == 4 or int(short[1]) < int(first.iso[5:7]):
        return _no("期間の終わりに年がありません")
    return _build(int(first.iso[:4]), short[1], short[2])


def _between(ends: list[Reading]) -> Reading:
    if bad := next((end for end in ends if end.iso is None), None):
        return bad if bad.why else _no("期間の始めか終わりが読めません")
    start, end = (reading.iso or "" for reading in ends)
    if span(end)[1] < first_day(start):
        return _no("期間の終わりが始めより前です")
    return Reading(
        f"{start}/{end}",
        note=" ".join(reading.note for reading in ends if reading.note),
        american=any(reading.american for reading in ends),
    )


def _within(one: str, other: str | None) -> bool:
    """Whether one of two dates says less exactly the same as the other (「2025年（2025年4月1日）」)."""
    return other is not None and (one.startswith(other) or other.startswith(one))
