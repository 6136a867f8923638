"""Codes of municipalities (全国地方公共団体コード): five JIS digits, often with a sixth that checks them, often without
the leading zero."""

from __future__ import annotations

import unicodedata

from data.text.plain_text import plain_text


def city_code(text: object) -> str:
    """The five digits of a municipality ("092011", "92011" and "09201" are 宇都宮市's 09201); "" where it is no such
    code."""
    digits = unicodedata.normalize("NFKC", str(text or "")).strip().removesuffix(".0")
    if not digits.isdecimal() or not 4 <= len(digits) <= 6:
        return ""
    padded = digits.zfill(6)
    if len(digits) == 6 or len(digits) == 5 and check_digit(padded[:5]) == padded[5]:
        return padded[:5]
    return digits.zfill(5)


def check_digit(five: str) -> str:
    """The sixth digit: 11 less the weighted sum (6 5 4 3 2) modulo 11, its last digit (総務省
    全国地方公共団体コード仕様)."""
    weighted = sum(int(digit) * weight for digit, weight in zip(five, (6, 5, 4, 3, 2), strict=True))
    return str(11 - weighted % 11)[-1]


def municipal_code(text: object) -> str | None:
    """A municipality's six-digit code (with its check digit) from five or six digits, a leading zero lost or not; None
    where it is none."""
    digits = plain_text(text)
    if not digits.isdigit() or not 4 <= len(digits) <= 6:
        return None
    candidates = [digits.zfill(5) + check_digit(digits.zfill(5))] if len(digits) < 6 else []
    whole = digits.zfill(6)
    if whole[5] == check_digit(whole[:5]):
        candidates.append(whole)
    return next((code for code in candidates if 1 <= int(code[:2]) <= 47), None)
