"""How what a document says of a council is worded: people, dates, supporters as registered, which document; and what it
does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from data.vocabulary import STATES
from pages.figures import wording

NOT_SAID = STATES["not_in_source"]


def said(value: object) -> str:
    """Text, or the words for what a source does not say."""
    return str(value) if pd.notna(value) and value != "" else NOT_SAID


def people(value: object) -> str:
    """「150人」, or the words for what a source does not say."""
    return NOT_SAID if pd.isna(value) else wording.value_text(float(value), "persons")


def registered(number: object, note: object) -> str:
    """「85人」, or as the document words it: 「約150人」「85人（休会中を含む）」."""
    if pd.isna(note) or not note or pd.isna(number):
        return people(number)
    return str(note) if str(int(number)) in str(note) else f"{people(number)}（{note}）"


def date(written: object) -> str:
    """A date in words, or the words for what a source does not say."""
    return wording.date_text(written) if isinstance(written, str) and written else NOT_SAID


def documents(sources: pd.Series) -> tuple[list[str], str]:
    """For each row 「資料1」, and the key to the numbers; no key where there are not several documents (the caption
    names the one)."""
    known = list(dict.fromkeys(sources.dropna()))
    marks = [f"資料{known.index(source) + 1}" if source in known else NOT_SAID for source in sources]
    return marks, (
        "　".join(f"資料{number}＝{document}" for number, document in enumerate(known, 1)) if len(known) > 1 else ""
    )


def left_out(names: Sequence[str]) -> str:
    return f" 資料にないため載せていない項目：{'、'.join(names)}。" if names else ""


def sources(*frames: pd.DataFrame) -> Iterable[str]:
    """The documents that several tables rest on."""
    return pd.concat([frame["source"] for frame in frames]).dropna()
