"""Formulas in an Excel file whose result was never stored, because no spreadsheet program has computed the file yet.

openpyxl gives an empty cell for them, which would be read as "not in the source" or, where blanks mean zero, as 0.
"""

from __future__ import annotations

import re
import zipfile

_CELL = re.compile(rb'<c (?P<said>[^>]*[^/>])>(?P<inside>.*?)</c>', re.S)
_PLACE = re.compile(rb'(?<![a-z])r="([A-Z]+[0-9]+)"')
_FORMULA, _RESULT = re.compile(rb"<f[\s/>]"), re.compile(rb"<v[^>]*>[^<]")


def uncomputed(book: zipfile.ZipFile) -> list[str]:
    """The cells ("C2") of all sheets that hold a formula and no result.

    A formula whose result is an empty text has no result either, but says that it is a text (t="str"): it is not among them.
    """
    found = []
    for name in book.namelist():
        if not name.startswith("xl/worksheets/") or not _FORMULA.search(sheet := book.read(name)):
            continue
        for cell in _CELL.finditer(sheet):
            if _FORMULA.search(cell["inside"]) and not _RESULT.search(cell["inside"]) and b't="str"' not in cell["said"]:
                found += [place.decode() for place in _PLACE.findall(cell["said"])]
    return found
