"""What most pages show of an indicator by area: a shaded map to click on, bars in the city's own order, a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import geopandas as gpd
import pandas as pd

from data.vocabulary import COUNTED, LEVELS, STATES
from pages import queries
from pages.figures import captions, compose, tables, tile_map
from pages.figures.description import AreaMap, BaseMap, Caption
from pages.figures.view import View
from pages.parts import put, selection, shapes_file
from pages.topics import missing_tables

TOO_MANY = 60  # bars of more areas than this are a table, not a figure


def shaded_map(view: View, rows: pd.DataFrame, level: str, subject: str, key: str, height: int = 600) -> None:
    """The rows of a level on their areas, inside the chosen district; a click on a district selects it.

    Classes are cut from all rows, so that a shade means the same in every district. Districts without shapes are drawn
    as a tile map where the city has one. Where nothing is known, or nothing can be drawn, it is said.
    """
    title, scale = titled(view, subject, level, rows), rows["value"]
    rows = queries.inside(view, level, rows)
    if not rows["state"].isin(COUNTED).any():
        put.note(f"{title}：{nothing(rows)}")
        return
    pick, places = selection.choose_district if level == "district" else None, queries.tiles(view, level)
    if queries.has_shapes(view, level):
        put.figure(
            lambda: compose.area_map(
                rows,
                queries.areas(view, level, within=True),
                _caption(view, title, rows, level),
                queries.base(view, level),
                view.district,
                scale,
            ),
            key,
            pick=pick,
            shapes=shapes_file.of_level(view, level),
            height=height,
        )
    elif len(places):
        put.figure(
            lambda: tile_map.tile_map(rows, places, _caption(view, title, rows, level), view.district, scale),
            key,
            pick=pick,
        )
    else:
        put.note(f"{title}：{missing_tables.said('areas', '地図では示せません。')}")


def _caption(view: View, title: str, rows: pd.DataFrame, level: str) -> Caption:
    return captions.caption(shown(view, level), title, rows, f"地図・{LEVELS[level]}ごと")


def bars(view: View, rows: pd.DataFrame, whole: pd.Series, level: str, subject: str, key: str) -> None:
    """The rows as bars beside the city's value (and the nation's of the same definition); left out where there are too
    many, or a single one among many unknown."""
    known = rows["state"].isin(COUNTED).sum()
    if len(rows) <= TOO_MANY and known > (len(rows) > 1):
        references = compose.references(whole, "市全体", whole["indicator"])
        caption = captions.caption(
            shown(view, level), f"{titled(view, subject, level, rows)} 市の並び順", rows, f"棒・{LEVELS[level]}ごと"
        )
        put.figure(lambda: compose.bars(rows, caption, references, view.district), key)


def table(
    view: View,
    rows: pd.DataFrame,
    level: str,
    subject: str,
    form: str,
    key: str,
    column: str = "indicator",
    headings: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
) -> None:
    """The rows as a table, the areas down and a column for each indicator (or each value of `column`)."""
    put.sheet(
        lambda: tables.of_rows(
            rows,
            captions.caption(shown(view, level), titled(view, subject, level), rows, form),
            column,
            headings,
            view.district,
        ),
        view,
        key,
        without,
    )


def map_of(view: View, level: str, make: Callable[[gpd.GeoDataFrame, BaseMap], AreaMap], key: str) -> None:
    """A map of the areas inside the chosen district that `make` describes from their shapes and what lies on the
    ground; a click on a district selects it."""
    put.figure(
        lambda: make(queries.areas(view, level, within=True), queries.base(view, level)),
        key,
        pick=selection.choose_district if level == "district" else None,
        height=600,
    )


def titled(view: View, subject: str, level: str, rows: pd.DataFrame | None = None) -> str:
    """「高齢化率（○○市・地区ごと）」: districts are always those of the whole city, finer areas those of the chosen
    district.

    Where the source knows areas of a few districts only (`rows`), those are named instead of the city.
    """
    few = [] if rows is None or level == "district" or view.district else queries.few_districts(view, rows)
    return f"{subject}（{'・'.join(few) or shown(view, level).place}・{LEVELS[level]}ごと）"


def shown(view: View, level: str) -> View:
    """The place whose areas of a level are shown."""
    return view.whole_city() if level == "district" else view


def nothing(rows: pd.DataFrame) -> str:
    """Why there is nothing to show, in words."""
    if (rows["basis"] == "estimated").any() and rows["value"].notna().any():
        return "区域の形（地図）がないため、算定できません。下の表に目安を示します。"
    return f"示せる値がありません（{'、'.join(STATES[state] for state in rows['state'].unique())}）。"
