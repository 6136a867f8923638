"""Which census a table is of, by its own words, the file's name or the day that was asked for."""

from __future__ import annotations

import re
import unicodedata

from data.files.dates import read_date
from data.files.eras import era_year
from data.files.possible_dates import impossible
from data.files.problems import Refused
from data.files.sheet import Sheet
from data.files.table_date import Dating
from data.store.citations import date_words

_YEARS = re.compile(r"(?:(昭和|平成|令和)\s*(元|\d{1,2})|(?<!\d)((?:19|20)\d{2}))\s*年")
_NAMED_YEAR = re.compile(
    r"(?:census|国勢調査|国調)[\s_-]*((?:19|20)\d{2})(?!\d)|(?<!\d)((?:19|20)\d{2})[\s_-]*(?:census|国勢調査|国調)",
    re.IGNORECASE,
)


def census_in(text: str) -> str | None:
    """The day of the census that a text names (「令和７年国勢調査」, 2025年); None where it names none: censuses are in
    years that end in 0 or 5."""
    plain = unicodedata.normalize("NFKC", text)
    found = [read_date(year[0]).iso for year in _YEARS.finditer(plain)]
    return next((f"{year}-10-01" for year in found if year and int(year) % 5 == 0), None)


def _of_name(stem: str) -> str | None:
    """The day of the census that a file's name names; a bare year is that of the download as likely as that of the
    census."""
    found = _NAMED_YEAR.search(unicodedata.normalize("NFKC", stem))
    year = (found[1] or found[2]) if found else "1"
    return census_in(stem) or (f"{year}-10-01" if int(year) % 5 == 0 else None)


def census_day(said: str | None, sheet: Sheet, dating: Dating, why: str) -> str:
    """The day of the census: what the table says, else --as-of, else a census year in the file's name (both told as
    assumed).

    Raises Refused where nothing says it, for a day that no census was taken on, and for a census that has not been
    taken yet.
    """
    ask = "何年の国勢調査かを e-Stat で確かめ、「--as-of 2020-10-01」のように調査の日を指定して読み直してください。"
    named = _of_name(dating.opened.path.stem)
    if said:
        for other, where in ((dating.given, "指定（--as-of）は"), (named, "ファイルの名前は")):
            if other and other != said:
                dating.problems.append(
                    sheet.problem(
                        "warn",
                        f"{where}{date_words(other)}ですが、"
                        f"この表は{census_name(said)}のものです。{date_words(said)}として読みました。",
                    )
                )
        found = said
    elif dating.given:
        if not re.fullmatch(r"\d{3}[05]-10-01", dating.given):
            raise Refused(
                [
                    *dating.problems,
                    sheet.problem(
                        "refuse",
                        f"指定（--as-of）の{date_words(dating.given)}は、国勢調査の日（5年ごとの10月1日）ではありません。{why}",
                        ask,
                    ),
                ]
            )
        found = dating.given
        dating.assumed.append(f"{sheet.file}: 調査の年は、指定（--as-of）のとおり{census_name(found)}としました。")
    else:
        if not named:
            raise Refused([*dating.problems, sheet.problem("refuse", why, ask)])
        found = named
        dating.assumed.append(f"{sheet.file}: 調査の年は、ファイル名から{census_name(found)}としました。")
    if late := impossible(found):
        raise Refused(
            [*dating.problems, sheet.problem("refuse", f"{census_name(found)}の表とありますが、{late}。", ask)]
        )
    return found


def census_name(as_of: str) -> str:
    """「令和2年国勢調査」 for the day of a census."""
    return f"{era_year(int(as_of[:4]))}国勢調査"
