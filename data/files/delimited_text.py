"""A CSV or tab-separated text as rows: its encoding found, destroyed letters and cut-off files refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import NoReturn

from data.files.problems import refuse
from data.files.sheet import MOST_COLUMNS, within_limits
from data.text.letters import GARBLED, cleaned_row

_LINES_TRIED = 200_000  # of a text in an unknown encoding
LONGEST_LINE = 2_000_000  # letters of a line of a CSV


def decode(content: bytes, file: str) -> str:
    """The text of a file whose encoding nobody states; refuses text that cannot be read whole."""
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        _refuse_destroyed(text, file)
        return text
    row = _first_unreadable_line(content)
    refuse(
        file,
        "文字コードが混ざっているか壊れていて、読めない文字があります。",
        "元のファイルを Excel で開き、「CSV UTF-8」で保存し直してください。",
        row=row,
    )


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = content[:2000]
    if head[1::2].count(0) > len(head) * 0.15:
        return ("utf-16-le",)
    if head[0::2].count(0) > len(head) * 0.15:
        return ("utf-16-be",)
    return ("utf-8", "cp932")


def _first_unreadable_line(content: bytes) -> int | None:
    """The line that the likelier encoding (the one that reads more lines) cannot read; None in UTF-16, whose lines
    cannot be told apart."""
    if _candidates(content)[0].startswith("utf-16"):
        return None
    bad: dict[str, list[int]] = {"utf-8": [], "cp932": []}
    # line by line: a list of all lines takes many times the file
    for number, line in enumerate(islice(io.BytesIO(content), _LINES_TRIED), 1):
        for encoding, rows in bad.items():
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                rows.append(number)
    return min((rows for rows in bad.values() if rows), key=len, default=[None])[0]


def _refuse_destroyed(text: str, file: str) -> None:
    if text.isascii() and len(re.findall(r"\?\?+", text)) > 2:
        row = text.count("\n", 0, text.index("??")) + 1
        refuse(
            file,
            "日本語の文字が「?」に置き換わって、失われています。",
            "元のファイルから「CSV UTF-8」で保存し直してください。",
            row=row,
        )
    if found := GARBLED.search(text):
        row = text.count("\n", 0, found.start()) + 1
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start() + 20]
        refuse(
            file,
            "文字が壊れています（文字化け）。元の文字に戻せません。",
            "文字化けする前の元のファイルから作り直してください。",
            row=row,
            value=re.sub(r"[\x00-\x1f]", "", line)[:20],
        )


def delimited(text: str, suffix: str, file: str) -> list[list[str]]:
    """Rows of a CSV or tab-separated text; refuses one that is cut off."""
    if not text.strip():
        refuse(file, "ファイルが空です。", "中身のあるファイルを指定してください。")
    head = text[:4000]
    delimiter = "\t" if suffix == ".tsv" else max(",\t;", key=head.count)
    csv.field_size_limit(LONGEST_LINE)
    try:
        lines = (
            cleaned_row(row) for row in csv.reader(_lines(text, delimiter, file), delimiter=delimiter, strict=True)
        )
        rows = within_limits(lines, file)
    except csv.Error:
        _cut_off(text, file)
    widest = len(rows[-2]) if len(rows) > 1 else 0
    # Files may lack the last line break; then a last line with too few cells is cut off, unless it is a remark below
    # the table.
    if not text.endswith(("\n", "\r")) and len(rows[-1]) < widest and not re.match("[※*注出資(（]", rows[-1][0]):
        refuse(
            file,
            f"最後の行が途中で切れています（{widest}列のはずが{len(rows[-1])}列）。",
            "もう一度ダウンロードするか、作り直してください。",
            row=len(rows),
            value=(rows[-1] or [""])[-1][:20],
        )
    return rows


def _lines(text: str, delimiter: str, file: str) -> Iterator[str]:
    """The text line by line with the line breaks (a stream would hold it once more, at four bytes a letter)."""
    for number, found in enumerate(_LINE.finditer(text), 1):
        if found.end() - found.start() > LONGEST_LINE:
            columns = text.count(delimiter, found.start(), found.end()) + 1
            if columns > MOST_COLUMNS:
                refuse(
                    file,
                    f"列が多すぎます（{columns:,}列）。{MOST_COLUMNS:,}列まで読めます。",
                    "使う列だけにしたファイルにしてください。",
                    row=number,
                )
            refuse(
                file,
                f"一行の文字が多すぎます（{found.end() - found.start():,}文字）。",
                "表の形になっているか、確かめてください。",
                row=number,
            )
        yield found[0]


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def _cut_off(text: str, file: str) -> NoReturn:
    refuse(
        file,
        '引用符（"）が閉じておらず、途中で切れているか壊れています。',
        "もう一度ダウンロードするか、作り直してください。",
        row=text.count("\n") + 1,
    )
