"""Counts from lists of single persons' use of services: how often, in which combination, how many marks. No row leaves
here."""

from __future__ import annotations

import re

import pandas as pd

from data.vocabulary import BETWEEN_FREQUENCIES

MARK = "〇"


def combination(frequency: object) -> str:
    """「週3回・週2回」 -> 「週2回と週3回」: the frequencies of one person in order of how often, whatever order they
    are written in; "" for none."""
    parts = [part for part in (frequency.split(BETWEEN_FREQUENCIES) if isinstance(frequency, str) else []) if part]
    return "と".join(sorted(parts, key=_often))


def combinations(frequency: pd.Series) -> pd.Series:
    """Persons by combination (index), single frequencies first, each person once; persons without any are "" and stand
    last."""
    counted = frequency.map(combination, na_action=None).value_counts(sort=False)
    return counted.loc[
        sorted(
            counted.index, key=lambda text: (text == "", text.count("と"), [_often(part) for part in text.split("と")])
        )
    ]


def frequencies(frequency: pd.Series) -> pd.Series:
    """Persons by frequency (index); a person with two different ones counts in both, with the same one twice once."""
    each = [part for text in frequency.dropna() for part in dict.fromkeys(text.split(BETWEEN_FREQUENCIES)) if part]
    counted = pd.Series(each, dtype=object).value_counts(sort=False)
    return counted.loc[sorted(counted.index, key=_often)]


def marks(uses: pd.Series) -> pd.Series:
    """How many marks 〇 each row has."""
    return uses.fillna("").str.count(MARK).astype(int)


def _often(part: str) -> tuple[bool, int, str]:
    """Weekly before monthly, then by number."""
    number = re.search(r"\d+", part)
    return not part.startswith("週"), int(number[0]) if number else 0, part
