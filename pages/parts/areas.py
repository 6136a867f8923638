"""The two figures most pages show of an indicator by area: a shaded map to click on, and bars in the city's own order."""

from __future__ import annotations

import pandas as pd

from analysis.vocabulary import STATES
from pages.figures import captions, compose
from pages.parts import facts, put, selection
from pages.parts.selection import Selection

TOO_MANY = 60  # bars of more areas than this are a table, not a figure


def shaded_map(view: Selection, rows: pd.DataFrame, level: str, title: str, key: str, height: int | None = None) -> None:
    """The rows on their areas; a click on a district selects it. Where nothing is known there is nothing to shade, and it is said."""
    if not rows["state"].isin(("ok", "merged")).any():
        put.note(f"{title}：{nothing(rows)}")
        return
    put.figure(
        lambda: compose.area_map(rows, facts.areas(view, level, within=True), captions.caption(view, title, rows), facts.base(view, level), view.district),
        key, pick=selection.choose_district if level == "district" else None, shapes=facts.shapes(view, level), height=height,
    )


def bars(view: Selection, rows: pd.DataFrame, whole: pd.Series, title: str, key: str) -> None:
    """The rows as bars beside the city's value (and the nation's of the same definition); left out where there are too many or none."""
    if len(rows) <= TOO_MANY and rows["state"].isin(("ok", "merged")).any():
        references = compose.references(whole, "市全体", whole["indicator"])
        put.figure(lambda: compose.bars(rows, captions.caption(view, f"{title}（市の並び順）", rows), references, view.district), key)


def nothing(rows: pd.DataFrame) -> str:
    """Why there is nothing to show, in words."""
    if (rows["basis"] == "estimated").any() and rows["state"].isin(("ok", "merged")).any():
        return "区域の形（地図）がないため、算定できません。下の表に目安を示します。"
    return f"示せる値がありません（{'、'.join(STATES[state] for state in rows['state'].unique())}）。"
