"""From a sheet of text cells to a frame: find the header, check it, read counts.

A frame made here has one text column a heading, and `row` and `sheet` (where each line stood, as the user sees it in
Excel).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from data.files.problems import Problem, Problems, Refused, Severity
from data.files.sheet import Sheet, refuse_long
from data.text.plain_text import plain_text

SEARCHED = 30  # a header stands within the first lines of a sheet; titles and notes come before it


def headings(row: Iterable[str]) -> list[str]:
    """Headings as they are compared: NFKC, no spaces or line breaks, no footnote mark that would become a digit
    (「65～69歳²」)."""
    return [plain_text(without_marks(cell)) for cell in row]


def without_marks(heading: object) -> str:
    """A heading without the small or circled numbers of footnotes behind it; a circled one only behind an age, where it
    tells nothing apart."""
    text = "" if heading is None else str(heading)
    return re.sub(r"[⁰¹²³⁴-⁹]+(?=\s*$)|(?<=[\d０-９歳上満])\s*[①-⑳](?=\s*$)", "", text)


def header_row(sheet: Sheet, is_header: Callable[[list[str]], bool]) -> int | None:
    """Index (from 0) of the first line among the first 30 that `is_header` accepts; it is given cleaned headings."""
    for index, row in enumerate(sheet.rows[:SEARCHED]):
        if is_header(headings(row)):
            return index
    return None


def known_header(index: int | None) -> int:
    """The header's index in a sheet that was chosen because it has one."""
    if index is None:
        raise ValueError("a sheet without the header that its reader asked for")
    return index


class _Headings(dict[str, str]):
    """Headings as they were written, by column. pandas copies what hangs on a frame at every step of a calculation;
    these never change, and were a tenth of an import."""

    def __deepcopy__(self, memo: object) -> _Headings:
        return self


def frame_below(
    sheet: Sheet, index: int, needed: Collection[str] = (), first: int | None = None, written: Sequence[str] = ()
) -> pd.DataFrame:
    """The lines below the header at `index` (data from line index `first`, default the next), empty lines left out.

    Columns are the cleaned headings; those without a heading are dropped. `written` is the header as its owner sees it,
    for messages (kept in attrs["written"]). Raises Refused for repeated or missing (`needed`) headings, for no
    line at all, and for lines that hold more cells than the header has (a comma inside a number).
    """
    names = headings(sheet.rows[index])
    problems = Problems(
        sheet.problem(
            "refuse", "同じ見出しが二つ以上あります。", "見出しを一つずつ違う名前にしてください。", index + 1, name
        )
        for name, times in Counter(names).items()
        if name and times > 1
    )
    problems += [
        sheet.problem("refuse", f"見出し「{name}」がありません。", "見出しの行を確かめてください。", index + 1, name)
        for name in needed
        if name not in names
    ]
    start = index + 1 if first is None else first
    lines = [(number, row) for number, row in enumerate(sheet.rows[start:], start + 1) if any(row)]
    refuse_long(sheet, len(lines))
    problems += (
        sheet.problem(
            "refuse",
            f"見出し（{len(names)}列）より多い{len(row)}列の値があります。数字の中のカンマで列がずれていませんか。",
            "値を引用符で囲むか、カンマを取ってください。",
            number,
            value=next(cell for cell in reversed(row) if cell),
        )
        for number, row in lines
        if any(row[len(names) :])
    )
    if not lines:
        problems.append(
            sheet.problem(
                "refuse", "見出しの下にデータがありません。", "中身のあるファイルを指定してください。", index + 1
            )
        )
    if problems:
        raise Refused(problems)
    kept = [place for place, name in enumerate(names) if name]
    cells = [[row[place] if place < len(row) else "" for place in kept] for _, row in lines]
    frame = pd.DataFrame(cells, columns=[names[place] for place in kept], dtype="str")
    frame = frame.assign(row=[number for number, _ in lines], sheet=sheet.name)
    frame.attrs["written"] = _Headings(
        (name, re.sub(r"\s+", "", seen))
        for name, seen in zip(names, written or sheet.rows[index], strict=False)
        if seen
    )
    return frame


# A number as an office writes it. Everything else is named and asked about: a number that is guessed is stored and
# added up.
MOST = 100_000_000  # nobody counts more people or households in a city, and more would not fit into a cell of the table
LONGEST = 100  # letters in a cell that may still be a number with its unit and notes; what is longer is a sentence
_UNITS = ("世帯", "人", "名")
_NOTE = (
    r"(?:[\[(（［]?\s*(?:[*＊※]|注|\(?註)\s*[\d０-９一二三四五六七八九]{0,2}\s*[\])）］]?|"
    r"[⁰¹²³⁴-⁹]+|[①-⑳㉑-㊿❶-❿⓫-⓴⓵-⓾]|[†‡§]+)"
)
_NOTES = re.compile(rf"\s*({_NOTE}(?:[,、，\s]*{_NOTE})*)$")
_DASHES = str.maketrans("−‐‑‒–—―－▲△▼", "-" * 11)
_PLAIN = re.compile(r"[-+]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*)?|[-+]?\.\d+")


@dataclass(frozen=True)
class Number:
    """What a cell says as a number: `value`, or None and `why`; `note` is a footnote mark that stood behind it. An
    empty cell is neither."""

    value: int | float | None
    why: str = ""
    note: str = ""
    asked: bool = False  # a number, were it written clearly


def read_number(cell: str, *, decimals: bool = False, units: Collection[str] = _UNITS) -> Number:
    """A cell as a number: full-width digits, commas in threes, a unit and a footnote mark behind it (12²) are read.

    What a person would have to ask about (「1 2」, 「1e3」, 「12,34」, 「約12」) is no number, with the reason. Whole
    numbers are int (negative ones too, for the caller to refuse), of any size; fractions are float, only with
    `decimals`.
    """
    if cell.isascii() and cell.isdigit():
        return (
            Number(int(cell)) if len(cell) <= 4000 else Number(None, "数が長すぎます。")
        )  # more digits than Python converts
    if len(cell) > LONGEST:
        return Number(None, _NO_NUMBER)
    text, note = _without_note("".join(letter for letter in cell if unicodedata.category(letter) != "Cf").strip())
    for unit in units:
        if text.endswith(unit):
            text, mark = _without_note(text.removesuffix(unit).rstrip())
            note = mark + note
            break
    if why := _foreign(text):
        return Number(None, why)
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    if not plain:
        return Number(None, _NO_NUMBER if cell.strip() else "")
    if decimals and re.fullmatch(r"[-+]?\d+(?:\.\d*)?[eE]-\d{1,3}", plain):
        return Number(float(plain), note=note)  # a very small slope or share, as programs write it
    if not _PLAIN.fullmatch(plain):
        why = _unclear(plain)
        return Number(None, why or _NO_NUMBER, asked=bool(why))
    whole, _, fraction = plain.replace(",", "").partition(".")
    if fraction == "000" and not decimals:
        return Number(None, "小数か、千の位の区切りか分かりません。", asked=True)
    if not fraction.strip("0") and whole.strip("+-"):
        return (
            Number(None, "0に負の印が付いています。", asked=True)
            if whole.startswith("-") and not int(whole) and not decimals
            else Number(int(whole), note=note)
        )
    return Number(float(f"{whole}.{fraction}"), note=note)


_NO_NUMBER = "数ではありません。"


def _without_note(text: str) -> tuple[str, str]:
    """The text without a footnote mark behind it, and the mark; a mark that stands alone stays."""
    found = _NOTES.search(text)
    return (
        (text[: found.start()], found[1].strip())
        if found and re.search(r"[\d０-９]", text[: found.start()])
        else (text, "")
    )


def _foreign(text: str) -> str:
    """Why letters that only look like digits are none: 「½」, 「㊿」, 「Ⅻ」, digits of other scripts, 「十二」."""
    for letter in text:
        kind = unicodedata.category(letter)
        if kind in ("No", "Nl") and letter != "〇" or kind == "Nd" and not (letter.isascii() or "０" <= letter <= "９"):
            return f"数ではありません（「{letter}」は数字ではありません）。"
    if re.fullmatch(r"[〇一二三四五六七八九十百千万]+", text):
        return "数ではありません（漢数字です）。"
    return ""


def _unclear(plain: str) -> str:
    """Why a text with digits in it is no clear number; "" where nothing more can be said than that it is none."""
    for pattern, why in (
        (r"[-+\d.,]*[\d.,]\s+[\d.,][\s\d.,]*", "数字の間に空きがあります。一つの数か、二つの数か分かりません。"),
        (
            r"[-+]?[\d.,]+[eE][-+]?\d+",
            "「1E+03」のような指数の形です。列の幅が狭いまま保存されて、もとの数が失われたかもしれません。",
        ),
        (r"[-+]?[\d.]*,[\d.,]*", "コンマの位置が三桁ごとではありません。"),
        (
            r"\(\s*[-+\d.,]+\s*\)|[-+\d.,]+\s*\(.*\)|[-+\d.,]+\)",
            "括弧の付いた数は、注か、内数か、負の数か分かりません。",
        ),
        (
            r"(?:約|およそ|おおよそ|概ね|おおむね|ほぼ|[<>≦≧≤≥=~〜])\s*[\d.,]+.*|[\d.,]+\s*(?:程度|前後|余り?|"
            r"ほど|以上|以下|未満|超|弱|強|くらい|ぐらい|台|数?人くらい|\?+).*|[\d.,]+\s*[~〜-]\s*[\d.,]+[^\d-]*",
            "おおよその数か、範囲です。",
        ),
        (r"[-+]?[\d.,]*\d[\d.,]*[百千万億].*", "「万」「千」などを使った数です。"),
    ):
        if re.fullmatch(pattern, plain):
            return why
    return ""


MEND = "0以上の整数に直すか、分からないときは空欄にしてください。"
NOTED = 5  # cells with a footnote mark named one by one


def counts(
    frame: pd.DataFrame,
    column: str,
    file: str,
    problems: list[Problem],
    *,
    zero: Collection[str] = (),
    missing: Collection[str] = ("",),
) -> pd.Series:
    """A column of counts as Int64; full-width digits, thousands commas, 人 and footnote marks are read, the last are
    told.

    `zero` are marks that mean 0 in this format ("-" in e-Stat tables), `missing` those that mean not known (X).
    Negative, fractional, unclear, non-numeric and impossibly large cells are added to `problems` as refusals, each with
    its row.
    """
    read = {cell: _count(cell, zero, missing) for cell in frame[column].unique()}
    found = frame[column].map(read)
    written = frame.attrs.get("written", {}).get(column, column)

    def say(severity: Severity, why: str, what_to_do: str, sheet: object, row: int, cell: object) -> None:
        problems.append(Problem(severity, file, why, what_to_do, str(sheet), int(row), written, str(cell)))

    # Line by line without looking each cell up in the frame: a column of nothing but words must not take minutes.
    bad = found.map(lambda number: bool(number.why)).to_numpy(bool)
    for number, *place in zip(
        found[bad], frame.loc[bad, "sheet"], frame.loc[bad, "row"], frame.loc[bad, column], strict=True
    ):
        say("refuse", number.why, MEND, *place)
    if len(noted := frame.index[found.map(lambda number: bool(number.note))]):
        cells = "、".join(
            f"{frame.at[index, 'row']}行目「{frame.at[index, column]}」は{found[index].value}"
            for index in noted[:NOTED]
        )
        more = f" ほか計{len(noted)}か所" if len(noted) > NOTED else ""
        say(
            "info",
            f"数の後ろの印を注とみて、除いて読みました（{cells}{more}）。",
            "注の印でないときは、数だけに直してください。",
            *(frame.at[noted[0], name] for name in ("sheet", "row", column)),
        )
    return pd.Series(
        [pd.NA if number.value is None else number.value for number in found], index=frame.index, dtype="Int64"
    )


def mark(cell: str) -> str:
    """A cell that may be a mark in the place of a number, as marks are compared: every dash is "-"."""
    return (
        cell
        if cell.isascii()
        else unicodedata.normalize("NFKC", cell).translate(str.maketrans("−‐‑‒–—―", "-" * 7)).strip()
    )


def _count(cell: str, zero: Collection[str], missing: Collection[str]) -> Number:
    """A cell of people or households: a mark, or a whole number from 0 to MOST."""
    if cell in missing or mark(cell) in missing:
        return Number(None)
    if cell in zero or mark(cell) in zero:
        return Number(0)
    number = read_number(cell)
    if number.value is None:
        return number if number.why else Number(None, _NO_NUMBER)
    if number.value < 0:
        return Number(None, "人数や世帯数が負の数になっています。")
    if isinstance(number.value, float):
        return Number(None, "人数や世帯数に小数があります。")
    return (
        number
        if number.value <= MOST
        else Number(None, f"人数や世帯数として大きすぎます（{MOST // 10**8}億より多い数です）。")
    )


def renamed(sheet: Sheet, index: int, columns: dict[str, int]) -> Sheet:
    """The sheet with the headings at `columns` (key -> place) replaced by their keys, so that a frame of it has known
    names."""
    names = list(sheet.rows[index])
    for key, place in columns.items():
        names += [""] * (place + 1 - len(names))
        names[place] = key
    return Sheet(sheet.file, sheet.name, [*sheet.rows[:index], names, *sheet.rows[index + 1 :]])
