"""Tables about single persons: headings under which someone could be known, and lines that look like a person. What
stands there is never repeated."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from data.files.column_headings import AREA_COLUMNS, SEARCHED, Column, heading
from data.files.problems import Refused
from data.files.sheet import Sheet
from data.files.table_words import MARKS
from data.text.plain_text import plain_text

NAMING = re.compile(
    r"^(?:利用|対象|本人|要介護)者$|氏名|名前|姓名|(?:利用|対象|被保険)者名|本人|フリガナ|ふりがな|カナ|よみ|住所|"
    r"番地|電話|携帯|連絡先|生年|誕生|被保険者|個人番号|マイナンバー|メール|家族|(?:^|[^a-z])name|address|phone|"
    r"^tel|birth|mail",
    re.IGNORECASE,
)
TELEPHONE = re.compile(r"(?<!\d)0\d{1,4}[-(（ー－−‐]?\d{1,4}[-)）ー－−‐]?\d{3,4}(?!\d)")
_OF_A_PERSON = re.compile(r"男|女|男性|女性|要(?:支援|介護)[1-5]")  # as a whole cell
_COUNT = re.compile(r"\d{1,4}[人名]?")
_AREAS = {heading(name) for item in AREA_COLUMNS for name in item.headings}


def refuse_naming(sheet: Sheet, columns: Collection[Column], counts: bool = False) -> None:
    """Raise Refused for headings that could name someone, wherever a line of headings (`columns` are the known ones)
    stands.

    counts: of a table that counts people. There a column of nothing but counts names nobody (「対象者」, a need
    「家族の介護」).
    """
    known = {heading(name) for item in columns for name in item.headings}
    found = [
        sheet.problem(
            "refuse",
            "個人がわかる列があります。この一覧には入れられません。",
            "この列を消し、名前・住所・電話番号・生年月日・番号のない一覧にしてから、読み込んでください。",
            number,
            plain_text(cell),
        )
        for number, row in enumerate(sheet.rows[:SEARCHED], 1)
        if _is_header(row, known)
        for place, cell in enumerate(row)
        if names_someone(cell) and not (counts and _counts_below(sheet.rows[number:], place))
    ]
    if found:
        raise Refused(found)


def names_someone(cell: str) -> bool:
    """Whether someone could be known by what stands below this heading."""
    return bool(NAMING.search(heading(cell))) and heading(cell) not in _AREAS


def may_list_persons(sheets: Sequence[Sheet]) -> bool:
    """Whether the first lines look like persons, one a line, with headings or without."""
    cells = [plain_text(cell) for sheet in sheets for row in sheet.rows[:SEARCHED] for cell in row if cell]
    return any(
        _OF_A_PERSON.fullmatch(cell) or names_someone(cell) or (TELEPHONE.search(cell) and not cell.isdigit())
        for cell in cells
    )  # digits alone are a code


def _is_header(row: list[str], known: set[str]) -> bool:
    """Whether a line holds headings: two known ones, or two that name someone (a title above the table is neither)."""
    return sum(heading(cell) in known or names_someone(cell) for cell in row if cell) >= 2


def _counts_below(rows: list[list[str]], place: int) -> bool:
    cells = [plain_text(row[place]).lower().replace(",", "") for row in rows if place < len(row) and row[place]]
    return all(cell in MARKS or _COUNT.fullmatch(cell) for cell in cells)
