"""Dates as offices write them, to ISO text ("2024-09-30", "2024-10", "2015", "2015-04/2017-04").

Japanese eras, full-width digits, Excel serials and the American order are read in silence; what cannot be a date is None,
never a guess.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = range(20000, 80000)  # 1954 to 2119: the days a table of residents can be about

_YEAR = r"(?:(明治|大正|昭和|平成|令和|(?<![A-Z])[MTSHR])\s*\.?\s*(元|\d{1,2})|((?:19|20)\d{2}))"
_SEP = r"\s*(?:年度?|[-/.])\s*"
_FULL = re.compile(_YEAR + _SEP + r"(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2}|末)(?!\d)\s*日?", re.I)
_MONTH = re.compile(_YEAR + _SEP + r"(\d{1,2})(?:\s*月|(?!\d))", re.I)
_YEAR_ONLY = re.compile(_YEAR + r"\s*年", re.I)
_AMERICAN = re.compile(r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/]((?:19|20)\d{2})(?!\d)")
_EIGHT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_SIX = re.compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])(?!\d)")


def iso_date(value: object) -> str | None:
    """The date a cell means, as ISO text; None where the cell holds none.

    A cell that is only a number is a date when it is an Excel serial, yyyymmdd, yyyymm or a year.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _plain(value)
    number = re.fullmatch(r"(\d+)(?:\.0+)?", text)
    if number and int(number[1]) in EXCEL_SERIALS and len(number[1]) == 5:
        return (EXCEL_EPOCH + timedelta(days=int(number[1]))).isoformat()
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return text
    return find_date(text)


def find_date(text: object) -> str | None:
    """The first date inside a longer text (「令和６年９月３０日現在」, a file name)."""
    plain = _plain(text)
    if found := _FULL.search(plain):
        return _build(_year(found), found[4], found[5])
    if found := _AMERICAN.search(plain):
        return _build(int(found[3]), found[1], found[2])
    if found := _EIGHT.search(plain):
        return _build(int(found[1]), found[2], found[3])
    if found := _MONTH.search(plain):
        return _build(_year(found), found[4], None)
    if found := _SIX.search(plain):
        return _build(int(found[1]), found[2], None)
    if found := _YEAR_ONLY.search(plain):
        return str(_year(found))
    return None


def iso_period(value: object) -> str | None:
    """A period ("2015-04/2017-04") or, where only one date is written, that date."""
    if re.fullmatch(r"\d{4}(?:-\d\d){0,2}/\d{4}(?:-\d\d){0,2}", _plain(value)):
        return _plain(value)
    ends = [iso_date(part) for part in re.split(r"\s*[~〜から]+\s*|(?<=[年月日\d])\s*[-–—−]\s*(?=[明大昭平令MTSHR])", _plain(value)) if part.strip("まで ")]
    if any(end is None for end in ends) or not ends:
        return iso_date(value)
    return "/".join(ends[:2])


def _plain(value: object) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", "" if value is None else str(value))).strip().translate(KANJI_DIGITS)


def _year(found: re.Match[str]) -> int:
    if found[3]:
        return int(found[3])
    return ERAS[found[1].upper()] + (1 if found[2] == "元" else int(found[2]))


def _build(year: int, month: str, day: str | None) -> str | None:
    number = int(month)
    if not 1 <= number <= 12:
        return None
    if day is None:
        return f"{year}-{number:02}"
    last = calendar.monthrange(year, number)[1]
    chosen = last if day == "末" else int(day)
    return f"{year}-{number:02}-{chosen:02}" if 1 <= chosen <= last else None
