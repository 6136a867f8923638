"""Formulas in an Excel file whose result was never stored, because no spreadsheet program has computed the file yet.

openpyxl gives an empty cell for them, which would be read as "not in the source" or, where blanks mean zero, as 0.
"""

from __future__ import annotations

import re

_CELL = re.compile(rb"<(?:\w+:)?c (?P<said>[^>]*[^/>])>(?P<inside>.*?)</(?:\w+:)?c>", re.S)
_PLACE = re.compile(rb'(?<![a-z])r="([A-Z]+[0-9]+)"')
_FORMULA, _RESULT = re.compile(rb"<(?:\w+:)?f[\s/>]"), re.compile(rb"<(?:\w+:)?v[^>]*>[^<]")


def uncomputed(sheet: bytes) -> list[str]:
    """The cells ("C2") of a piece of a sheet's XML (whole cells) that hold a formula and no result.

    A formula whose result is an empty text has no result either, but says that it is a text (t="str"): it is not among
    them.
    """
    if not _FORMULA.search(sheet):
        return []
    return [
        place.decode()
        for cell in _CELL.finditer(sheet)
        if _FORMULA.search(cell["inside"]) and not _RESULT.search(cell["inside"]) and b't="str"' not in cell["said"]
        for place in _PLACE.findall(cell["said"])
    ]
