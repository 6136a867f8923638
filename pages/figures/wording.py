"""How values, dates, states and names are put in words; the same on screen, on paper and in file names."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable

import pandas as pd

from data.store import citations
from data.vocabulary import COUNTED, STATES
from pages.figures.description import Caption

# unit (analysis.indicators.registry): decimals, and what stands after the number. "Per what" is in the
# indicator's name, so not at each value.
UNITS: dict[str, tuple[int, str]] = {
    "share": (1, " %"),
    "per_100": (2, ""),
    "per_1000": (1, ""),
    "per_km2": (1, ""),
    "index": (1, ""),
    "ratio": (2, "人"),
    "persons": (0, "人"),
    "households": (0, "世帯"),
    "places": (0, "か所"),
    "metres": (0, " m"),
    "count": (0, ""),
    "km2": (1, " km²"),
}

INVENTED = "架空のデータです"
INVENTED_DISTRICTS = "地区は試すために作ったもの"
ESTIMATED = "目安（推計）"
SHARING_STAMPS = {"public": "公開用", "council": "協議体限り", "internal": "庁内用・取扱注意"}

_ERAS = ((2019, 5, 1, "令和"), (1989, 1, 8, "平成"), (1926, 12, 25, "昭和"))
_UNSEEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)  # they could turn the ending of a file's name round
_RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "CONIN$",
    "CONOUT$",
    *(f"{name}{digit}" for name in ("COM", "LPT") for digit in "123456789¹²³"),
}


def value_text(value: float | None, unit: str, state: str = "ok") -> str:
    """「27.9 %」「1,234人」, or the state's words where there is no value to show. A share is 0 to 1."""
    if state not in COUNTED:
        return STATES[state]
    if pd.isna(value):  # missing without a reason given
        return STATES["not_in_source"]
    decimals, after = UNITS[unit]
    number = f"{value * 100 if unit == 'share' else value:,.{decimals}f}{after}"
    return f"{number}（{STATES['merged']}）" if state == "merged" else number


def _parts(date: str) -> tuple[int, ...]:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", date):
        raise ValueError(f"not an ISO date: {date!r}")
    return tuple(int(part) for part in date.split("-"))


def _year(parts: tuple[int, ...]) -> str:
    """The year in the Japanese era."""
    full = (*parts, 12, 31)[:3] if len(parts) == 1 else (*parts, 28)[:3]
    for year, month, day, name in _ERAS:
        if full >= (year, month, day):
            count = parts[0] - year + 1
            return f"{name}{'元' if count == 1 else count}年"
    return f"{parts[0]}年"


def date_text(date: str, era: bool = False) -> str:
    """ISO text as people write it: 2025年4月1日, 令和7年4月1日; a period "2015-04/2017-04" as 2015年4月～2017年4月."""
    if "/" in date:
        return "～".join(date_text(end, era) for end in date.split("/"))
    parts = _parts(date)
    if not era:
        return citations.date_words(date)
    return _year(parts) + "".join(f"{part}{word}" for part, word in zip(parts[1:], ("月", "日"), strict=False))


def national_date(written: str) -> str:
    """When a national figure is of: 「2024年10月1日」, 「2021年度」 (FY2021), 「2025年度末」 (end of FY2025)."""
    year = written.removeprefix("end of ").removeprefix("FY")
    return date_text(written) if year == written else f"{year}年度{'末' if written.startswith('end of') else ''}"


def national_year(written: str) -> tuple[int, str]:
    """The year of a national figure as a number and in words: 「2024年」, 「2021年度」."""
    year = int(re.search(r"\d{4}", written)[0])
    return year, f"{year}年{'度' if 'FY' in written else ''}"


def as_of_text(date: str, era: bool = False) -> str:
    """「2025年4月1日現在」; a period has no 現在."""
    return date_text(date, era) + ("" if "/" in date else "現在")


def of_ten(share: float, who: str = "人") -> str:
    """A share in words: 「10人に約4人」, below one in four 「約7人に1人」; near the ends
    「ほぼ全員」「100人に1人より少ない」."""
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1, not {share}")
    if share in (0, 1):
        return "いません" if share == 0 else "全員"
    if share < 0.01:
        return f"100{who}に1{who}より少ない人数"
    if share < 0.25:
        return f"約{math.floor(1 / share + 0.5)}{who}に1{who}"
    tenths = math.floor(share * 10 + 0.5)
    return f"10{who}のうちほぼ全員" if tenths == 10 else f"10{who}に約{tenths}{who}"


def rounded(number: float) -> int:
    """A number that rests on an estimate, without a precision it does not have: tens from a hundred on."""
    step = 10 if number >= 100 else 1
    return math.floor(number / step + 0.5) * step


def about(persons: float) -> str:
    """「約2,580人」: persons by an estimate; 「0人」 where there is nobody, 「資料になし」 where that is not known."""
    if pd.isna(persons):
        return STATES["not_in_source"]
    return f"約{rounded(persons):,}人" if persons >= 0.5 else "0人"


def safe(name: str) -> str:
    """A piece of a file name that Windows accepts too."""
    piece = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f\s]+', "-", _UNSEEN.sub("", name)).strip(" .-_")
    first, dot, rest = piece.partition(".")  # to Windows NUL.csv is NUL too
    return f"{first}-{dot}{rest}" if first.strip().upper() in _RESERVED else piece


def file_stem(city: str, area: str, indicator: str, date: str) -> str:
    """「高崎市_八幡地区_高齢化率_2025-04-01」: what a downloaded file is called, without its ending."""
    pieces = [_within(safe(piece)) for piece in (city, area, indicator, date)]
    return "_".join(piece for piece in pieces if piece) or "figure"


def _within(piece: str, most: int = 72) -> str:
    """No more than `most` bytes of UTF-8, no letter cut: three such names, a date and an ending stay below the 255 a
    file's name may have."""
    return piece.encode(errors="ignore")[:most].decode(errors="ignore").rstrip(" .")


def stamps(
    sharing: str, invented: bool = False, invented_districts: bool = False, estimated: bool = False
) -> tuple[str, ...]:
    """The stamps a figure carries, in the order they are read."""
    wanted = ((invented, INVENTED), (invented_districts, INVENTED_DISTRICTS), (estimated, ESTIMATED))
    return (*(words for true, words in wanted if true), SHARING_STAMPS[sharing])


def source_line(caption: Caption) -> str:
    """「出典：…（2025年4月1日現在）」."""
    return f"出典：{caption.source}" + (f"（{caption.as_of}）" if caption.as_of else "")


def foot_html(caption: Caption) -> str:
    """Source, date and note for the page below a figure; escaped."""
    lines = [source_line(caption), caption.note]
    return "<br>".join(html.escape(line) for line in lines if line)


def wrap(text: str, limit: float, measure: Callable[[str], float] | None = None) -> list[str]:
    """Lines no wider than `limit`, in full-width letters or in what `measure` gives.

    Lines break between phrases; a phrase wider than a line breaks between letters, but never before punctuation or
    inside a number.
    """
    measure = measure or width
    lines, line = [], ""
    for piece in (
        small
        for phrase in _PHRASE.findall(text)
        for small in ([phrase] if measure(phrase) <= limit else _small(phrase, limit, measure))
    ):
        if line and measure((line + piece).rstrip()) > limit and piece[0] not in _NEVER_FIRST:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def _small(phrase: str, limit: float, measure: Callable[[str], float]) -> list[str]:
    """The letters of a phrase, Latin words and numbers whole; but a long one that has no room at all (an address of a
    page) in letters too."""
    return [
        part
        for word in _LETTER.findall(phrase)
        for part in (word if len(word) > LONG_WORD and measure(word) > limit else [word])
    ]


# A phrase ends where hiragana or punctuation is followed by something else: close enough to where a reader would break
# a line.
_PHRASE = re.compile(r"(?:[^ぁ-ん、。，・」）\s]*[ぁ-ん、。，・」）ー]+|[^ぁ-ん、。，・」）\s]+|\s+)")
_LETTER = re.compile(r"[\x21-\x7e]+|\s|.")
LONG_WORD = 16  # letters; a date or a number is shorter
_NEVER_FIRST = "、。，．」』）】〕・ー〜～％：；！？,.)%"


def width(text: str) -> float:
    """The width of a text in full-width letters; Latin letters and digits count 0.55."""
    return sum(0.55 if ord(letter) < 0x2000 else 1.0 for letter in text)


def shortened(text: str, limit: float) -> str:
    """The text, or its beginning and 「…」, no wider than `limit` full-width letters."""
    if width(text) <= limit:
        return text
    while text and width(text) > limit - 1:
        text = text[:-1]
    return f"{text}…"


def head(name: str, letters: int = 4) -> list[str]:
    """A column's heading in short lines, broken at 「・」 where it has one."""
    if width(name) > letters and "・" in name:
        first, rest = name.split("・", 1)
        return [f"{first}・", *head(rest, letters)]
    return wrap(name, letters)


SIGNS = ("＊", "※", "☆", "◇", "△")


def cells(texts: pd.DataFrame, states: pd.DataFrame, letters: int = 4) -> tuple[list[list[str]], list[str]]:
    """What stands in each cell of a table, and the key to the signs: words too long for a cell become a sign explained
    once."""
    signs: dict[str, str] = {}
    shown = []
    for row, flags in zip(texts.to_numpy(), states.fillna("ok").to_numpy(), strict=True):
        line = []
        for text, state in zip(row, flags, strict=True):
            long = state not in ("ok", "merged") and len(str(text)) > letters
            line.append(signs.setdefault(str(text), SIGNS[len(signs) % len(SIGNS)]) if long else str(text))
        shown.append(line)
    return shown, [f"{sign} {words}" for words, sign in signs.items()]
