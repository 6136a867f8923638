"""A tile map: the areas of a city without polygons as squares in rows and columns, and how a name stands in a
square."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.indicators.registry import INDICATORS
from data.vocabulary import COUNTED, STATES
from pages.figures import compose, measures, wording
from pages.figures.classes import classes_of
from pages.figures.description import Caption, TileMap
from pages.figures.tables import MARKS

ROUGHLY = "位置はおおよそです（資料の値ではありません）。上が北の方角です。"
LETTERS = 4  # full-width letters of a name in one line of a square


def tile_map(
    rows: pd.DataFrame, places: pd.DataFrame, caption: Caption, selected: str = "", scale: pd.Series | None = None
) -> TileMap:
    """Rows of figures laid over their squares (`places`: area_code, row, column); the caption says that the places are
    rough.

    `scale`: the values classes are cut from, where more than those shown.
    """
    indicator, texts = INDICATORS[rows["indicator"].iloc[0]], compose.texts_of(rows)
    drawn = rows.assign(text=texts, hover=compose.hovers(rows, texts), name=rows["area_name"])[
        ["area_code", "name", "value", "text", "state", "hover"]
    ]
    laid = drawn.merge(
        places[["area_code", "row", "column"]].astype({"row": int, "column": int}), on="area_code", how="inner"
    )
    said = replace(caption, note=f"{caption.note} {ROUGHLY}".strip())
    return TileMap(
        said,
        laid,
        compose.axis_label(indicator.key),
        classes_of(rows["value"] if scale is None else scale, indicator.unit),
        selected or None,
    )


def lines_in(name: str) -> list[str]:
    """A name in two short lines: broken at its bracket or 「・」, cut with 「…」 where it is longer still."""
    first, _, second = name.partition("（")
    lines = [*wording.head(first, LETTERS), *([second.rstrip("）")] if second else [])]
    return lines if len(lines) <= 2 else [lines[0], wording.shortened("".join(lines[1:]), LETTERS)]


def value_in(text: str, state: str) -> str:
    """What stands under the name: the value, or the mark of its state, whose words the key gives."""
    return text if state in COUNTED else MARKS.get(state, text)


def reasons(areas: pd.DataFrame) -> list[str]:
    """The key's words for squares without a value, each behind its mark."""
    marks = {STATES[state]: mark for state, mark in MARKS.items()}
    return [f"{marks.get(words, '')} {words}".strip() for words in measures.states_shown(areas)]


def size(areas: pd.DataFrame) -> tuple[int, int]:
    """Rows and columns the squares take."""
    return (int(areas["row"].max()) + 1, int(areas["column"].max()) + 1) if len(areas) else (1, 1)
