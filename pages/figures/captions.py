"""The words round a figure, made from the rows it shows: source, date, definition, stamps, file name."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from analysis.indicators.registry import INDICATORS
from data.vocabulary import SHARING
from pages.figures import wording
from pages.figures.description import Caption
from pages.figures.view import View

# What has to be said of values that nobody counted for this figure (estimates carry a stamp).
HOW_KNOWN = {
    "printed": "公表されている資料に載っている値は、少ない人数も資料の記載のとおりに示しています。",
    "inferred": "( )の中の数字は、資料の読み取れない所を、合計などから推定した値です。",
}


def caption(
    view: View, title: str, rows: pd.DataFrame, form: str = "", note: str | None = None, estimated: bool = False
) -> Caption:
    """The caption of a figure of `rows` (analysis.indicators.values); its note is the indicator's definition unless
    another is given.

    `form` (「地図・地区ごと」) tells one file of an indicator from another.
    """
    indicators = [INDICATORS[key] for key in rows["indicator"].unique() if key in INDICATORS]
    said = (
        note
        if note is not None
        else " ".join(f"{indicator.label}：{indicator.definition}" for indicator in indicators[:2])
    )
    said = " ".join(
        filter(None, [said, *(words for basis, words in HOW_KNOWN.items() if (rows["basis"] == basis).any())])
    )
    name = (indicators[0].short if indicators else title) + (f"・{form}" if form else "")
    return plain(
        view, title, rows["source"], rows["as_of"], said, name, estimated or bool((rows["basis"] == "estimated").any())
    )


def plain(
    view: View, title: str, sources: Iterable[str], dates: Iterable[str], note: str, name: str, estimated: bool = False
) -> Caption:
    """A caption for what is not rows of figures (lists, maps of places)."""
    when = sorted({date for date in dates if isinstance(date, str) and date})
    shown = "、".join(wording.as_of_text(date) for date in when)
    source = cited(sources) or f"{view.city.title}の登録データ"
    return Caption(
        title=title,
        source=source,
        as_of="" if all(wording.as_of_text(date) in source for date in when) else shown,
        note=note,
        stamps=wording.stamps(
            view.sharing,
            invented=view.city.invented,
            invented_districts=view.city.invented_districts,
            estimated=estimated,
        ),
        file_stem="_".join(
            (wording.file_stem(view.city.title, view.place, name, when[-1] if when else ""), SHARING[view.sharing])
        ),
    )


def cited(sources: Iterable[str]) -> str:
    """Citations in one line: a source that speaks of several dates is named once, with all of them."""
    parts = dict.fromkeys(
        part
        for text in dict.fromkeys(sources)
        if isinstance(text, str)
        for part in re.split(r"(?<=）)、", text)
        if part
    )
    dates: dict[str, list[str]] = {}
    for part in parts:
        dated = re.fullmatch(r"(.+)（(\d{4}年[^（）]*)）", part)
        dates.setdefault(dated[1] if dated else part, []).extend([dated[2]] if dated else [])
    return "、".join(f"{title}（{'、'.join(when)}）" if when else title for title, when in dates.items())


def of_structure(view: View, structure: pd.DataFrame) -> Caption:
    """The caption of an age structure (analysis.indicators.age_structure.age_structure)."""
    return plain(
        view,
        f"年齢の構成（{view.place}）",
        structure["source"],
        structure["as_of"],
        "5歳ごとの人数です。濃い色は65歳以上です。",
        "年齢の構成",
    )
