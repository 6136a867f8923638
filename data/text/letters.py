"""Letters that no text may hold, taken out where a file is read; everything after that may rely on it.

What is taken out cannot be seen, and would do harm somewhere on the way: control characters end or break files of
Office, marks of direction turn round what stands beside a name, invisible ones make two equal names differ.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

LONGEST_NAME, LONGEST_TEXT = (
    200,
    4_000,
)  # letters of a name, and of anything else; a longer one is cut, and the report says where

_EXCEL = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook writes what XML cannot hold
_BREAK = re.compile("\r\n?|_x000[Dd]_\n?|[\n\x0b\x0c\x85\u2028\u2029]")
_NOWHERE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters (tab and line breaks are dealt with before)
    # not seen: spaces without width, marks of direction, tags
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"  # halves of letters, and what is none
)
# What UTF-8 Japanese looks like when read as cp932, and when read as Latin-1: characters no office writes.
GARBLED = re.compile(
    "\ufffd|[縺繧繝][\uff61-\uff9f\u3400-\u9fff]|[\x00-\x08\x0e-\x1f\x7f-\x9f]|ã\u0081|(?:[ÂÃãäåæçè][\u00a0-\u00bf]){2}"
)


def cleaned(text: str, workbook: bool = False) -> str:
    """The text without letters that no text may hold; line breaks are \\n, a tab is a space. `workbook`: _x0041_ is
    read as Excel means it."""
    if text.isprintable() and "_x" not in text:
        return text
    if workbook and "_x" in text:
        text = _EXCEL.sub(lambda found: chr(int(found[1], 16)), text)
    return _NOWHERE.sub("", _BREAK.sub("\n", text)).replace("\t", " ")


def cleaned_row(cells: list[str]) -> list[str]:
    """The cells of a line, cleaned and without spaces around them; looked at as one text, because most lines hold
    nothing to take out."""
    line = "".join(cells)
    if line.isprintable() and "_x" not in line:
        return [cell.strip() for cell in cells]
    return [cleaned(cell).strip() for cell in cells]


def all_cleaned(value: Any) -> Any:
    """The same for every text in lists and tables of a settings file."""
    if isinstance(value, str):
        return cleaned(value).strip()
    if isinstance(value, list):
        return [all_cleaned(each) for each in value]
    return {cleaned(key): all_cleaned(each) for key, each in value.items()} if isinstance(value, dict) else value


class _Widths(dict):
    """Letter -> the same in its usual width, where that is one letter; found out once for each."""

    def __missing__(self, letter: int) -> int:
        usual = unicodedata.normalize("NFKC", chr(letter))
        self[letter] = found = ord(usual) if len(usual) == 1 else letter
        return found


_WIDTHS = _Widths()


def usual_width(text: str) -> str:
    """The text letter by letter in its usual width: as long as it was, so that places in both agree."""
    return text if text.isascii() else text.translate(_WIDTHS)
