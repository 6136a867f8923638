"""What the workbook and the slides of a data book share."""

from __future__ import annotations

import re
from datetime import datetime

EMPTY = "表示できる資料がありません"
CREATED = datetime(2026, 1, 1)  # the date of making would make two equal books differ
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def without_control(text: object) -> str:
    """Text without letters that a file of Excel or PowerPoint may not hold."""
    return _CONTROL.sub("", str(text))
