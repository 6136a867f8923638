"""Tables with headings in Japanese or English, in any order: find the header, take the columns, read their cells.

A reader says which columns it knows (`Column`), gets a `Table` with one text column a key, and reads numbers, dates and
choices from it. Whatever cannot be read is collected; `finish` refuses once, with everything there is to mend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data.files import cells
from data.files.dates import Reading, impossible, read_date, read_period
from data.files.opened import Opened, Sheet, refuse_long
from data.files.problems import Problem, Problems, Refused, Severity
from data.files.table_date import ASK, Dating, lines_above
from data.text.letters import LONGEST_NAME, LONGEST_TEXT
from data.text.plain_text import plain_text

SEARCHED = 30  # a header stands within the first lines; titles and notes come before it
EXAMPLE_MARK = "例"  # a line that begins with 「例）」 shows how a template is filled in

YES_NO = {
    **dict.fromkeys(
        (
            "はい",
            "有",
            "あり",
            "可",
            "○",
            "〇",
            "◯",
            "1",
            "true",
            "yes",
            "y",
            "公開",
            "公開可",
            "公開する",
            "同意",
            "同意あり",
            "同意する",
            "済",
            "する",
        ),
        True,
    ),
    **dict.fromkeys(
        (
            "いいえ",
            "無",
            "なし",
            "不可",
            "×",
            "✕",
            "0",
            "false",
            "no",
            "n",
            "非公開",
            "公開不可",
            "公開しない",
            "同意なし",
            "同意しない",
            "しない",
        ),
        False,
    ),
}


@dataclass(frozen=True)
class Column:
    """A column a reader knows: its key, the headings it goes by, whether it must be there. The first heading is what
    templates write."""

    key: str
    headings: tuple[str, ...]
    needed: bool = False


def column(key: str, headings: str, needed: bool = False) -> Column:
    """Column("lat", ("緯度", "latitude"), ...) from words separated by spaces; the key is a heading too."""
    return Column(key, (*headings.split(), key), needed)


@lru_cache(maxsize=20_000)  # every reader asks for the same cells of a sheet's first lines
def heading(text: object) -> str:
    """A heading as it is compared: NFKC, no spaces, no number in front (「1.名称」), no 【必須】 or * behind, lower
    case."""
    plain = re.sub(r"^\d+[.:)、]", "", plain_text(cells.without_marks(text)))
    return re.sub(r"(?:[【(\[]?(?:必須|任意)[】)\]]?|[*※#])+$", "", plain).strip("_").lower()


AREA_COLUMNS = (
    column("area_code", "区域コード 町丁コード 町字コード 地域コード 小地域コード KEY_CODE KEYCODE"),
    column(
        "area",
        "区域 区域名 町内会 町内会名 自治会 自治会名 町内会・自治会 町名 町丁 町丁名 町丁・字 町丁字 町丁目 町丁目名"
        " 地域名 行政区 neighbourhood area_name S_NAME",
    ),
    column("within", "地区 地区名 所属地区 district"),
)
_SHORT = frozenset(
    "name kind area within place address route operator need item title stage area_code resource_id case_id activity_id".split()
)
_LISTS = frozenset(["served"])  # names of many areas: cut, some would be lost
AREA_KEYS = tuple(item.key for item in AREA_COLUMNS)
# Headings of columns that name something above an area, whatever its level is called.
ABOVE = re.compile(
    r"(?:学区|校区|圏域|地区|地域|大字|区|支所|支部|町内会|自治会|旧町村|町村|ブロック|ward|district|school)(?:名|名称)?$",
    re.IGNORECASE,
)
TOTAL_NAMES = frozenset(
    [
        "合計",
        "総合計",
        "計",
        "総計",
        "全体",
        "小計",
        "市計",
        "市合計",
        "全市",
        "全市計",
        "全市合計",
        "市全体",
        "地区計",
        "地区合計",
        "全地区",
        "全地区計",
        "total",
        "(districttotal)",
        "districttotal",
    ]
)
# What stands in a cell instead of a number, and the state it means (data.vocabulary.STATES). Empty is not zero.
MARKS = {
    "": "not_in_source",
    "-": "not_in_source",
    "―": "not_in_source",
    "…": "not_in_source",
    "...": "not_in_source",
    "資料なし": "not_in_source",
    "x": "suppressed",
    "*": "suppressed",
    "**": "suppressed",
    "***": "suppressed",
    "秘匿": "suppressed",
    "判読不可": "unreadable",
    "不明": "unreadable",
    "未調査": "not_surveyed",
}


def each(texts: pd.Series, read: Callable[[str], object], dtype: str = "string") -> pd.Series:
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


def knows(sheet: Sheet, columns: Collection[Column], least: int = 0, among: Collection[str] = ()) -> bool:
    """Whether some line of the sheet is a header: every needed column, at least `least` known ones, and one of the keys
    `among` where they are given."""
    needed = {item.key for item in columns if item.needed}
    names = _names(columns)
    for row in sheet.rows[:SEARCHED]:
        keys = {names[cell] for cell in map(heading, row) if cell in names}
        if needed <= keys and len(keys) >= least and (not among or keys & set(among)):
            return True
    return False


def has_lines(sheet: Sheet, columns: Collection[Column]) -> bool:
    """Whether anything stands below the header (a template's example line does not count)."""
    return bool(_lines(sheet, _header(sheet, _names(columns))))


def read_table(sheet: Sheet, columns: Collection[Column], *, repeats: Collection[str] = ()) -> Table:
    """The sheet as a Table.

    The header is the line that knows most columns. Raises Refused for missing needed columns, repeated headings (except
    keys in `repeats`, where the first counts) and for a header with nothing below. A template's example line (marked
    例) is left out.
    """
    names = _names(columns)
    header = _header(sheet, names)
    row = sheet.rows[header] if sheet.rows else []
    keys = [names.get(heading(cell), "") for cell in row]
    problems = Problems(_header_problems(sheet, header + 1, keys, row, columns, repeats))
    lines = _lines(sheet, header)
    refuse_long(sheet, len(lines))
    if not lines and not problems:
        problems.append(
            sheet.problem(
                "refuse", "見出しの下にデータがありません。", "中身のあるファイルを指定してください。", header + 1
            )
        )
    problems += (
        sheet.problem(
            "refuse",
            "見出しより多い列に値があります。数字の中のカンマで列がずれていませんか。",
            "値を引用符で囲むか、カンマを取ってください。",
            number,
        )
        for number, line in lines
        if any(line[len(row) :])
    )
    if problems:
        raise Refused(problems)
    places = {key: keys.index(key) for key in dict.fromkeys(keys) if key}
    spare = {plain_text(cell): place for place, cell in enumerate(row) if cell and not keys[place]}
    frame = pd.DataFrame(
        {column.key: [_at(line, places.get(column.key)) for _, line in lines] for column in columns}, dtype="str"
    )
    frame = frame.assign(
        row=[number for number, _ in lines],
        sheet=sheet.name,
        extras=[{name: _at(line, place) for name, place in spare.items()} for _, line in lines],
    )
    table = Table(sheet, frame, {key: row[place].replace("\n", "") for key, place in places.items()}, header + 1)
    _cut(table)
    if examples := [
        number for number, line in enumerate(sheet.rows[header + 1 :], header + 2) if any(line) and _is_example(line)
    ]:
        more = f" ほか{len(examples) - 10}行" if len(examples) > 10 else ""
        table.say("info", f"「例）」で始まる{'、'.join(map(str, examples[:10]))}行目{more}は、見本として外しました。")
    return table


def _cut(table: Table) -> None:
    """Cut names and texts that are too long for one, and say where."""
    for key in table.written:
        most = LONGEST_NAME if key in _SHORT else LONGEST_TEXT
        for index in table.frame.index[(table.frame[key].str.len() > most) & (key not in _LISTS)]:
            text = table.frame.at[index, key]
            table.frame.at[index, key] = f"{text[:20]}…"  # quoted in what is said
            table.say(
                "warn",
                f"{len(text):,}字あります。長すぎるため、はじめの{most:,}字だけを読みました。",
                "短く書き直してください。",
                index,
                key,
            )
            table.frame.at[index, key] = text[:most]
    for index, extras in table.frame["extras"].items():
        for name in [name for name, text in extras.items() if len(text) > LONGEST_TEXT]:
            table.say(
                "warn",
                f"列「{name}」に{len(extras[name]):,}字あります。長すぎるため、はじめの{LONGEST_TEXT:,}字だけを読みました。",
                "短く書き直してください。",
                index,
            )
            extras[name] = extras[name][:LONGEST_TEXT]


def _header(sheet: Sheet, names: Mapping[str, str]) -> int:
    """Index of the line that holds most known headings (the first of equals)."""
    known = [len({names[cell] for cell in map(heading, row) if cell in names}) for row in sheet.rows[:SEARCHED]]
    return known.index(max(known)) if known else 0


def _lines(sheet: Sheet, header: int) -> list[tuple[int, list[str]]]:
    """(line number, cells) of the lines with data below the header."""
    return [
        (number, line)
        for number, line in enumerate(sheet.rows[header + 1 :], header + 2)
        if any(line) and not _is_example(line)
    ]


def _names(columns: Collection[Column]) -> dict[str, str]:
    return {heading(name): column.key for column in columns for name in column.headings}


def _header_problems(
    sheet: Sheet, line: int, keys: list[str], row: list[str], columns: Collection[Column], repeats: Collection[str]
) -> list[Problem]:
    if not any(keys):
        needed = [known for known in columns if known.needed]
        names = "、".join(f"「{known.headings[0]}」" for known in needed or columns)
        return [
            sheet.problem(
                "refuse",
                f"見出しの行が見つかりません。{'必要な見出し' if needed else '使える見出し'}: {names}。",
                "見出しの行を付けてください（ひな形が使えます）。",
            )
        ]
    problems = [
        sheet.problem(
            "refuse",
            f"見出し「{column.headings[0]}」がありません。",
            "見出しの行を確かめてください（ひな形が使えます）。",
            line,
            column.headings[0],
        )
        for column in columns
        if column.needed and column.key not in keys
    ]
    for key in dict.fromkeys(keys):
        same = [cell for cell, found in zip(row, keys, strict=True) if found == key]
        if key and len(same) > 1 and key not in repeats:
            problems.append(
                sheet.problem(
                    "refuse",
                    f"同じ意味の見出しが{len(same)}つあります: {'、'.join(same)}。",
                    "どれか一つにしてください。",
                    line,
                    same[1],
                )
            )
    spare = [plain_text(cell) for cell, key in zip(row, keys, strict=True) if cell and not key]
    problems += [
        sheet.problem(
            "refuse", "同じ見出しが二つ以上あります。", "見出しを一つずつ違う名前にしてください。", line, name
        )
        for name in dict.fromkeys(spare)
        if spare.count(name) > 1
    ]
    return problems


def _is_example(line: list[str]) -> bool:
    return bool(re.match(rf"[【(]?{EXAMPLE_MARK}[】):]", plain_text(next(filter(None, line)))))


def _at(line: list[str], place: int | None) -> str:
    return line[place] if place is not None and place < len(line) else ""
