"""The date of a table: what the table itself says, else what the user says (--as-of), else what its file's name says;
never a guess.

What did not stand in the table is listed as assumed; where the name of the file, or --as-of, says another time than the
table, that is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from data.files import dates
from data.files.dates import Reading
from data.files.opened import Opened
from data.files.possible_dates import impossible, overlap
from data.files.problems import Problem
from data.files.sheet import Sheet
from data.store.citations import date_words

ASK = (
    "「--as-of 2025-04-01」のように日付を指定して読み直すか、表の上か、"
    "ファイル名に「令和7年4月1日現在」「20250401」のように入れてください。"
)
LONGEST = 500  # letters of a title that are looked at
_MARKED = re.compile("現在|時点|基準")
# The day that a table is of, and the day that somebody wrote or printed it: what stands before or behind a date.
_OF_TABLE = (re.compile(r"基準(?:年月)?日?\s*[:=は]?\s*$"), re.compile(r"\s*(?:現在|時点|を?基準(?!日))"))
_OF_WRITING = (
    re.compile(r"(?:作成|更新|印刷|出力|発行)(?:年月日|日時|日|時)?\s*[:=は]?\s*[(]?$"),
    re.compile(r"\s*に?(?:作成|更新|印刷|出力|発行)(?!年月|日|時)"),
)
_NO_YEAR = re.compile(r"(?<![年\d/.-])(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_LAW = re.compile(r"[^\s(（「、。]*年[^\s、。]{0,12}?(?:法律|政令|省令|条例|規則|告示|訓令|要綱)[^\s)）、。]*")
_SPAN = re.compile(r"\S*[年月日\d]\s*[~〜～]\s*\S*\d\S*")


@dataclass
class Dating:
    """The dates of one file's tables: `given` is the user's --as-of; `period`: they count what happened in a time, not
    how many there were on a day.

    Problems and assumptions are added to the lists it is made with.
    """

    opened: Opened
    given: str | None = None
    problems: list[Problem] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    period: bool = False
    days: set[str] = field(default_factory=set)  # "-04-01" where the table names a day and no year

    def outside(self) -> str | None:
        """The date from outside the table, noted as assumed: --as-of, else that in the file's name; None where there is
        neither."""
        named = of_name(self.opened, self.period)
        if self.given:
            self._assume(f"日付は、指定（--as-of）のとおり{date_words(self.given)}としました。")
            if named and not overlap(named, self.given):
                self._warn(
                    f"ファイルの名前は{date_words(named)}ですが、指定（--as-of）の{date_words(self.given)}のものとして読みました。"
                )
            self._other_day(self.given)
            return self.given
        if named:
            self._assume(f"日付は、ファイル名から{date_words(named)}としました。")
            self._other_day(named)
        return named

    def _other_day(self, taken: str) -> None:
        """Tell where the table names a day without a year, and it is not the one taken."""
        if self.days and not any(overlap(f"{taken[:4]}{day}", taken) for day in self.days):
            day = sorted(self.days)[0]
            self._warn(
                f"表には{int(day[1:3])}月{int(day[4:])}日とあります（年は書かれていません）が、{date_words(taken)}として読みました。"
            )

    def inside(self, said: Collection[str]) -> None:
        """Tell where the table's own dates `said` are not those of the file's name or of --as-of: the table's own are
        taken."""
        if not said:
            return
        words = "、".join(date_words(iso) for iso in sorted(said)[:3]) + (" など" if len(said) > 3 else "")
        for other, where in ((of_name(self.opened), "ファイルの名前は"), (self.given, "指定（--as-of）は")):
            # What happened in a time is written down when the time is over: a later day in the name is that of the
            # writing.
            written = self.period and other != self.given and any(iso.split("/")[0] < str(other) for iso in said)
            if other and not written and not any(overlap(other, iso) for iso in said):
                self._warn(f"{where}{date_words(other)}ですが、表には{words}とあります。表の日付で読みました。")

    def american(self, readings: Iterable[Reading]) -> None:
        """Say that dates were read as month/day/year, unless the file's name shows the order."""
        open_ones = [reading.iso for reading in readings if reading.iso and reading.american]
        named = of_name(self.opened)
        if open_ones and not (named and all(overlap(named, iso) for iso in open_ones)):
            self._assume(
                "「月/日/年」の順とみて、"
                f"日付を{'、'.join(dict.fromkeys(date_words(iso) for iso in open_ones[:3]))}"
                f"{' など' if len(open_ones) > 3 else ''}と読みました。"
            )

    def stated(self, sheet: Sheet, texts: Iterable[tuple[str, int | None]], *, whole_first: bool = False) -> str | None:
        """The date (or period) in `texts` (each with its line) around a table; None where there is none, or one that
        cannot be (refused).

        What says 現在, 時点 or 基準 comes first: the day a table was printed may stand there too. whole_first: a day
        before a bare year.
        """
        texts = list(texts)
        found = [
            (reading, text, row)
            for text, row in sorted(texts, key=lambda pair: not _MARKED.search(pair[0]))
            if (reading := _in_text(text, self.period))
        ]
        good = [
            (reading, reading.iso, text, row)
            for reading, text, row in found
            if reading.iso and not impossible(reading.iso)
        ]
        first_is_bad = bool(found) and not (found[0][0].iso and not impossible(found[0][0].iso))
        if first_is_bad and _MARKED.search(found[0][1]) or found and not good:
            reading, text, row = found[0]
            why = reading.why or f"日付として読めません（{impossible(reading.iso or '')}）。"
            self.problems.append(sheet.problem("refuse", why, reading.what_to_do, row, value=text))
            return None
        if not good:
            self.days |= {
                f"-{int(month):02}-{int(day):02}"
                for text, _ in texts
                for month, day in _NO_YEAR.findall(unicodedata.normalize("NFKC", text[:LONGEST]))
                if 1 <= int(month) <= 12 and 1 <= int(day) <= 28
            }
            return None
        reading, iso, text, row = (
            next((item for item in good if len(item[1]) == 10), good[0]) if whole_first else good[0]
        )
        if reading.note:
            self.problems.append(sheet.problem("warn", reading.note, "", row, value=text))
        for _, other, said, line in good:
            if _MARKED.search(said) and _MARKED.search(text) and not overlap(other, iso):
                self.problems.append(
                    sheet.problem(
                        "warn",
                        f"表には{date_words(iso)}とも{date_words(other)}ともあります。{date_words(iso)}として読みました。",
                        "どちらが正しいか、元の表を確かめてください。",
                        line,
                        value=said,
                    )
                )
        self.american([reading])
        return iso

    def _assume(self, words: str) -> None:
        if (line := f"{self.opened.path.name}: {words}") not in self.assumed:
            self.assumed.append(line)

    def _warn(self, words: str) -> None:
        if (
            problem := self.opened.problem("warn", words, "どちらが正しいか、元の表を確かめてください。")
        ) not in self.problems:
            self.problems.append(problem)


def of_name(opened: Opened, period: bool = True) -> str | None:
    """The date (or period) in a file's name; None where there is none, or one that cannot be that of any table."""
    found = _in_text(opened.path.stem, period)
    return found.iso if found and found.iso and not impossible(found.iso) else None


def lines_above(sheet: Sheet, header: int) -> list[tuple[str, int | None]]:
    """The filled cells above the line `header` (from 1), each with its line, then the sheet's name; behind 基準日 or
    作成日 of a cell of its own both."""
    return [
        (said, number)
        for number, row in enumerate(sheet.rows[: header - 1], 1)
        for said in _with_their_words([cell for cell in row if cell])
    ] + [(sheet.name, None)]


def _with_their_words(cells: list[str]) -> list[str]:
    said = [(before, cell) for before, cell in zip(["", *cells], cells, strict=False)]
    return [
        f"{before} {cell}" if any(pattern[0].fullmatch(before) for pattern in (_OF_TABLE, _OF_WRITING)) else cell
        for before, cell in said
    ]


def _in_text(text: str, period: bool) -> Reading | None:
    """The date in a longer text, or the period where one is meant; None where nothing is written like one. The year of
    a law is no date of a table."""
    text = _LAW.sub(" ", text[:LONGEST])
    span = _SPAN.search(text)
    if span and (found := dates.read_period(span[0].strip("()（）"))).iso:
        return (
            found
            if period or "/" not in found.iso
            else Reading(None, "期間が書かれていますが、いつの時点の数かが分かりません。", ASK)
        )
    said = [
        (reading, _of_table(before, after))
        for reading, before, after in dates.search_all(text)
        if not (_OF_WRITING[0].search(before) or _OF_WRITING[1].match(after))
    ]
    said.sort(key=lambda pair: not pair[1])  # the day that the table is of first
    if not said:
        return None
    first, of_table = said[0]
    others = [reading.iso for reading, of in said if of == of_table and reading.iso and len(reading.iso) == 10]
    if other := next((iso for iso in others if first.iso and not first.note and not overlap(iso, first.iso)), None):
        return replace(
            first,
            note=f"{date_words(first.iso or '')}とも{date_words(other)}ともあります。"
            f"{date_words(first.iso or '')}として読みました。",
        )
    return first


def _of_table(before: str, after: str) -> bool:
    return bool(_OF_TABLE[0].search(before) or _OF_TABLE[1].match(after))
