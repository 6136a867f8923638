"""Tables as CSV files that open right in Japanese Excel and stay readable by programs.

One heading line and one line a row, nothing above or below: what must travel with the figures (出典, 基準日,
公開の範囲, 架空) stands in columns at the right end, the same in every row, so that it survives sorting, filtering and
cutting.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

# A spreadsheet runs a cell that begins with one of these as a formula (the full-width signs too, in a Japanese Excel).
_RUNS = tuple("=+-@\t\r\n＝＋－＠")
_UNSEEN = " \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"  # some programs take these away before they look
_NUMBER = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
YES, NO = "はい", "いいえ"
INVENTED = "架空のデータ"


def to_csv(
    frame: pd.DataFrame,
    path: str | Path | None = None,
    *,
    source: str | None = None,
    as_of: str | None = None,
    sharing: str | None = None,
    invented: bool | None = None,
) -> bytes:
    """The frame as CSV: UTF-8 with BOM, CRLF, missing values as empty cells; also written to `path` where one is given.

    Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers, negative ones too, stay numbers.
    source, as_of, sharing (the words shown on the page) and invented become the last columns; None leaves a column out.
    """
    said = {
        "出典": source,
        "基準日": as_of,
        "公開の範囲": sharing,
        "架空": invented if invented is None else INVENTED * invented,
    }
    whole = frame.assign(**{name: value for name, value in said.items() if value is not None})
    content = harmless(whole).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
    if path is not None:
        Path(path).write_bytes(content)
    return content


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with no text in it that a spreadsheet would run as a formula."""
    safe = frame.apply(
        lambda column: pd.Series(
            [value if pd.isna(value) else _cell(value) for value in column.astype(object)], column.index, dtype=object
        )
    )
    safe.columns = [_cell(str(name)) for name in frame.columns]
    return safe


def _cell(value: object) -> object:
    if isinstance(value, bool) or type(value).__name__ == "bool":  # numpy has a bool of its own
        return YES if value else NO
    if (
        isinstance(value, float) and value.is_integer()
    ):  # a count in a column that also has missing ones: 12 people, not 12.0
        return int(value)
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)
    return f"'{text}" if text.lstrip(_UNSEEN).startswith(_RUNS) and not _NUMBER.fullmatch(text) else text
