"""Tables with headings in Japanese or English, in any order: find the header, take the columns, read their cells.

A reader says which columns it knows (`Column`), gets a `Table` with one text column a key, and reads numbers, dates and
choices from it. Whatever cannot be read is collected; `finish` refuses once, with everything there is to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data.files import cells
from data.files.column_headings import heading
from data.files.dates import Reading, read_date, read_period
from data.files.opened import Opened
from data.files.possible_dates import impossible
from data.files.problems import Problem, Problems, Refused, Severity
from data.files.sheet import Sheet
from data.files.table_date import ASK, Dating, lines_above
from data.files.table_words import ABOVE, MARKS, TOTAL_NAMES, YES_NO
from data.text.plain_text import plain_text


def each(texts: pd.Series, read: Callable[[Any], object], dtype: str = "string") -> pd.Series:
    """`read` of every text, missing where the text is missing or `read` gives None. (Series.map loses the type where
    all are missing.)"""
    return pd.Series([None if pd.isna(text) else read(text) for text in texts], index=texts.index, dtype=dtype)


@dataclass
class Table:
    """Lines below a header as text (missing cells are ""), one column a key, with `row`, `sheet` and `extras` (columns
    nobody asked for)."""

    sheet: Sheet
    frame: pd.DataFrame
    written: dict[str, str]  # key -> heading as it stands in the file, for messages
    header: int  # line number of the header
    problems: list[Problem] = field(default_factory=Problems)
    assumed: list[str] = field(default_factory=list)  # lines for the report: what the table does not say itself

    def has(self, key: str) -> bool:
        return key in self.written

    def say(self, severity: Severity, why: str, what_to_do: str = "", index: int | None = None, key: str = "") -> None:
        """Note a problem; `index` is a row of the frame, `key` the column, and the cell's value is quoted."""
        row = None if index is None else int(self.frame.at[index, "row"])
        value = "" if index is None or not key else str(self.frame.at[index, key])
        self.problems.append(
            self.sheet.problem(
                severity, why, what_to_do, row, self.written.get(key, "" if key.isascii() else key), value
            )
        )

    def finish(self) -> None:
        """Raise Refused with every problem, each once, where one of them refuses."""
        self.problems[:] = dict.fromkeys(self.problems)
        if any(problem.severity == "refuse" for problem in self.problems):
            raise Refused(self.problems)

    def text(self, key: str) -> pd.Series:
        """The column as text, missing where empty; line breaks inside a cell become spaces."""
        cleaned = self.frame[key].str.replace(r"\s*(?:\r?\n|（改行）|\(改行\))\s*", " ", regex=True).str.strip()
        return cleaned.mask(cleaned == "").astype("string")

    def required(self, key: str) -> pd.Series:
        """The column as text; an empty cell is refused."""
        found = self.text(key)
        for index in found.index[found.isna()]:
            self.say("refuse", "空欄です。", "値を入れるか、行を消してください。", index, key)
        return found

    def counts(self, key: str, missing: Collection[str] = ("",)) -> pd.Series:
        """Whole numbers, 0 or more (Int64); others are refused. Full-width digits, commas, 人 and 世帯 are read in
        silence."""
        renamed = self.frame[["row", "sheet"]].assign(**{self.written.get(key, key): self.frame[key]})
        return cells.counts(renamed, self.written.get(key, key), self.sheet.file, self.problems, missing=missing)

    def figures(self, key: str, blank: str | None = None) -> tuple[pd.Series, pd.Series]:
        """Counts and their states: a mark such as 未調査 or X becomes a state, an empty cell not_in_source (or 0 with
        blank="zero")."""
        marks = self.frame[key].map(lambda cell: plain_text(cell).lower().replace("ー", "-").replace("—", "-"))
        states = each(marks, MARKS.get)
        plain = self.frame.assign(**{key: self.frame[key].mask(states.notna(), "")})
        number = Table(self.sheet, plain, self.written, self.header, self.problems).counts(key)
        if blank == "zero":
            zero = (states == "not_in_source").fillna(False)
            number, states = number.mask(zero, 0), states.mask(zero)
        return number, states.fillna("ok")

    def areas(self) -> pd.DataFrame:
        """`area` (code where given, else name, else the district's name), `area_name`, `within` (the district a name
        stands in), `row`, `sheet`; `area_level` "district" where the district alone is named, `beside` what other
        columns (学区, 区 ...) name above the area.

        Two areas of one name that such a column tells apart have it in `within`. A line that names no area is refused.
        """
        code, name, within = (self.text(key) for key in ("area_code", "area", "within"))
        alone = code.isna() & name.isna()
        area = code.fillna(name).fillna(within)
        for index in area.index[area.isna()]:
            self.say(
                "refuse",
                "どの区域の行か分かりません。",
                "区域の名前かコードを入れてください。",
                index,
                next((key for key in ("area", "area_code", "within") if self.has(key)), "area"),
            )
        beside = self.beside()
        return pd.DataFrame(
            {
                "area": area,
                "area_name": name.fillna(within),
                "within": told_apart(area, within.mask(alone), beside.mask(code.notna(), "")),
                "row": self.frame["row"],
                "sheet": self.frame["sheet"],
                "beside": beside,
                "area_level": alone.map({True: "district", False: ""}),
            }
        )

    def beside(self) -> pd.Series:
        """What columns of no other use name above each line's area, joined by /; "" where there is none."""
        columns = [name for name in self.unused() if ABOVE.search(plain_text(name))]
        return pd.Series(
            ["/".join(filter(None, (extras[name] for name in columns))) for extras in self.frame["extras"]],
            index=self.frame.index,
            dtype="str",
        )

    def without_totals(self) -> tuple[Table, pd.DataFrame]:
        """The table without its lines of totals (合計, 小計 ...), and those lines. Nothing but totals is refused."""
        named = self.frame[["area_code", "area", "within"]].apply(
            lambda names: names.map(
                lambda name: heading(name) in TOTAL_NAMES or heading(name).endswith(("合計", "小計", "地区計"))
            )
        )
        total = named.any(axis=1)
        if total.all():
            self.say("refuse", "合計の行のほかにデータがありません。", "区域ごとの行のある表を指定してください。")
            self.finish()
        if total.any():
            lines = "、".join(f"{row}行目" for row in self.frame.loc[total, "row"].head(3)) + (
                f" ほか計{int(total.sum())}行" if total.sum() > 3 else ""
            )
            self.say("info", f"合計の行を外して読みました（{lines}）。")
        return Table(
            self.sheet,
            self.frame[~total].reset_index(drop=True),
            self.written,
            self.header,
            self.problems,
            self.assumed,
        ), self.frame[total].reset_index(drop=True)

    def as_of(self, opened: Opened, key: str = "as_of", *, period: bool = False, given: str | None = None) -> pd.Series:
        """The date of each line: its own cell, else the date above the table or in the sheet's name, else `given`
        (--as-of), else the file's name.

        None at all is refused, so are days that no count can be of; what did not stand in the table is listed in
        `assumed`.
        """
        empty = self.frame[key] == ""
        found = self.dates(key, period=period)
        dating = Dating(opened, given, self.problems, self.assumed, period)
        stated, refused = None, len(self.problems)
        if empty.any() and (stated := dating.stated(self.sheet, lines_above(self.sheet, self.header))):
            self.say("info", f"日付の列が空の行は、表題にある{stated}のものとして読みました。")
        dating.inside({iso for iso in (*found.dropna().unique(), stated) if iso})
        if empty.any() and not stated and not any(problem.severity == "refuse" for problem in self.problems[refused:]):
            stated = dating.outside()
            if not stated:
                self.say(
                    "refuse",
                    "いつの数字か分かりません。",
                    f"「基準日」の列を作るか、{ASK}",
                    int(self.frame.index[empty][0]),
                    key,
                )
        return found.mask(empty, stated)

    def numbers(self, key: str, low: float, high: float) -> pd.Series:
        """Decimal numbers between `low` and `high` (Float64), read as counts are (回 and % may stand behind); others
        are refused."""
        read = self.frame[key].map(lambda cell: cells.read_number(cell, decimals=True, units=("回", "%", "％")))
        wrong = read.map(
            lambda number: bool(number.why) or number.value is not None and not low <= number.value <= high
        )
        for index in read.index[wrong]:
            why = read[index].why if read[index].why and not read[index].why.startswith("数では") else ""
            self.say(
                "refuse",
                f"{low:g}から{high:g}までの数ではありません。{why}",
                "数を直すか、分からないときは空欄にしてください。",
                index,
                key,
            )
        for index in read.index[~wrong & read.map(lambda number: bool(number.note))][: cells.NOTED]:
            self.say(
                "info",
                f"数の後ろの印を注とみて、{read[index].value:g}と読みました。",
                "注の印でないときは、数だけに直してください。",
                index,
                key,
            )
        return pd.Series(
            [None if bad else number.value for number, bad in zip(read, wrong, strict=True)],
            index=read.index,
            dtype="Float64",
        )

    def dates(self, key: str, *, period: bool = False, planned: bool = False, event: bool = False) -> pd.Series:
        """ISO dates (or periods); what cannot be read is refused, so is a day that cannot be (see
        data.files.dates.impossible)."""
        read = {cell: (read_period if period else read_date)(cell) for cell in self.frame[key].unique()}
        found = self.frame[key].map(read)
        for index in found.index[self.frame[key] != ""]:
            reading: Reading = found[index]
            if reading.iso is None:
                self.say("refuse", reading.why, reading.what_to_do, index, key)
            elif why := impossible(reading.iso, planned=planned, event=event):
                self.say(
                    "refuse",
                    f"日付として読めません（{why}）。",
                    "正しい日付に直してください。日付がないときは空欄にします。",
                    index,
                    key,
                )
            elif reading.note:
                self.say("warn", reading.note, "元号を確かめてください。", index, key)
        file = Path(self.sheet.file)
        Dating(Opened(file, file), None, self.problems, self.assumed).american(read.values())
        return each(
            found.map(
                lambda reading: (
                    reading.iso if reading.iso and not impossible(reading.iso, planned=planned, event=event) else None
                )
            ),
            str,
        )

    def flags(self, key: str) -> pd.Series:
        """はい / いいえ in the usual spellings (boolean); empty is missing, others are refused."""
        return self.choices(key, YES_NO, "「はい」か「いいえ」で書いてください。").astype("boolean")

    def choices(self, key: str, words: Mapping[str, object], what_to_do: str) -> pd.Series:
        """Each cell by what it is called in `words` (compared as headings are); empty is missing, others are
        refused."""
        known = {heading(word): meaning for word, meaning in words.items()}
        found = each(self.frame[key], lambda cell: known.get(heading(cell)), "object")
        for index in found.index[found.isna() & (self.frame[key] != "")]:
            self.say("refuse", "知らない言葉です。", what_to_do, index, key)
        return found

    def notes(self) -> pd.Series:
        """The columns nobody asked for, as one text a line: 「見出し: 値 / 見出し: 値」."""
        return each(
            self.frame["extras"].astype(object),
            lambda extras: " / ".join(f"{name}: {value}" for name, value in extras.items() if value) or None,
        )

    def unused(self) -> list[str]:
        """The headings of the columns nobody asked for, where anything stands below them."""
        return [
            name
            for name in (self.frame["extras"].iloc[0] if len(self.frame) else {})
            if self.frame["extras"].map(lambda extras, name=name: bool(extras[name])).any()
        ]

    def tell_extras(self) -> None:
        """Say which columns were not taken over (for tables that have nowhere to keep them)."""
        if names := self.unused():
            self.say("info", f"使わなかった列があります: {'、'.join(names)}。")


def said_again(rows: pd.DataFrame, keys: Collection[str]) -> pd.DataFrame:
    """The rows that say again what one before them said of the same keys, with `first`: the line of that one."""
    again = rows.duplicated(list(keys))
    if not again.any():
        return rows[again].assign(first=0)
    return rows.assign(first=rows.groupby(list(keys), dropna=False, sort=False)["row"].transform("first"))[again]


def named_above(frame: pd.DataFrame, columns: list[str]) -> pd.Series:
    """The texts of these columns, line by line, joined by /; "" where all are empty."""
    return pd.Series(
        ["/".join(filter(None, cells)) for cells in frame[columns].to_numpy(str)], index=frame.index, dtype="str"
    )


def told_apart(area: pd.Series, within: pd.Series, beside: pd.Series) -> pd.Series:
    """`within`, with / and what stands beside it for names that otherwise could not be told from one another (two
    材木町 of one ward in two 学区)."""
    several = beside.groupby([area.fillna(""), within.fillna("")]).transform("nunique") > 1
    longer = within.fillna("").str.cat(beside, sep="/")
    return within.mask(several & (beside != ""), longer)


SHOWN = 5


def line_words(table: Table, where: pd.Series) -> str:
    """「2行目、5行目 ほか3件」."""
    found = table.frame.loc[where[where.fillna(False)].index, "row"]
    return "、".join(f"{row}行目" for row in found[:SHOWN]) + (
        f" ほか{len(found) - SHOWN}件" if len(found) > SHOWN else ""
    )
