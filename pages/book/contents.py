"""A district's data book: from a view to its cover and chapters. The same facts as the pages show, protected for the
view's level of sharing."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from analysis.indicators.national import national_figures
from data.store import citations
from data.vocabulary import SHARING
from pages import queries
from pages.book import chapters
from pages.book.book import Book, Cards, Note, Part, Quote, Section, TalkSheet
from pages.figures import captions, compose, sentences, tile_map, wording
from pages.figures.description import AreaMap, Bars, Classes, Figure, Lines, PlaceMap, Pyramid, TileMap
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics import district, needs

TITLE = "地区データブック"
# The edition for copying: which parts of which chapters, of tables only short ones, on four pages.
SHORT = {
    "vision": (Quote,),
    "people": (Cards, Pyramid, Lines),
    "needs": (Bars, Note),
    "resources": (PlaceMap, Sheet),
    "lacking": (Note,),
    "talk": (TalkSheet,),
}
SHORT_TABLE, SHORT_LETTERS, SHORT_LINES = 10, 420, 3  # rows and letters of a table, lines under a question


def book(view: View) -> Book:
    """The data book of the chosen district."""
    resources, ageing = queries.resources(view), queries.place_row(view, "ageing_rate")
    sections = chapters.of(view, resources)
    return Book(
        city=view.city.title,
        district=view.district_label,
        title=TITLE,
        stamps=wording.stamps(
            view.sharing, invented=view.city.invented, invented_districts=view.city.invented_districts
        ),
        dates=view.city.dates or _dated(ageing),
        sentences=(_there(view, resources), _people(view, ageing), _asked(view)),
        cover=_cover(view),
        sections=sections,
        sources=_sources(view, sections),
        file_stem=(
            wording.file_stem(view.city.title, view.district_label, TITLE, str(ageing["as_of"] or ""))
            + f"_{SHARING[view.sharing]}"
        ),
    )


def short(whole: Book) -> Book:
    """The edition for copying on four pages: no cover, few chapters, no long tables, fewer lines to write on."""
    return replace(
        whole,
        cover=None,
        sources=(),
        sections=tuple(
            replace(section, parts=tuple(_shortened(section))) for section in whole.sections if section.key in SHORT
        ),
    )


def _shortened(section: Section) -> list[Part]:
    kept = [
        part
        for part in section.parts
        if isinstance(part, SHORT[section.key]) and not (isinstance(part, Sheet) and _long(part))
    ]
    return [replace(part, lines=SHORT_LINES) if isinstance(part, TalkSheet) else part for part in kept]


def _long(table: Sheet) -> bool:
    return len(table.shown) > SHORT_TABLE or table.shown.astype(str).map(len).to_numpy().sum() > SHORT_LETTERS


def places_of(whole: Book) -> PlaceMap | None:
    """The book's map of places, for posters."""
    return next((part for section in whole.sections for part in section.parts if isinstance(part, PlaceMap)), None)


def blank(view: View) -> AreaMap | None:
    """The district's ground to write and pin on, with the source of its boundaries; None where these are not known."""
    areas = queries.areas(view, "district").query("area_code == @view.district")
    if not areas.geometry.geom_type.isin(("Polygon", "MultiPolygon")).any():
        return None
    inside = next(
        (found for level in ("neighbourhood", "small_area") if len(found := queries.areas(view, level, within=True))),
        areas,
    )
    drawn = queries.sources(view)
    titles = [
        citations.dated(drawn, source_id)
        for source_id in drawn.loc[drawn["kind"].isin(("boundary", "base")), "source_id"]
    ]
    caption = captions.plain(view, f"{view.district_label}の白地図", titles, [], "", "白地図")
    return AreaMap(caption, inside, "", Classes((), ()), base=replace(queries.ground(view), outlines=areas))


def _cover(view: View) -> Figure | None:
    """Where the district lies in its city, shaded by how old its people are; of a city without coordinates as tiles."""
    rows = queries.rows(view, "ageing_rate", "district")
    if not rows["value"].notna().any():
        rows = rows.iloc[:0]
    found = queries.tiles(view, "district")
    caption = captions.caption(
        view.whole_city(),
        f"{view.district_label}の位置と、地区ごとの高齢化率",
        rows,
        "地図",
        note="太い線で囲んだ所がこの地区です。",
    )
    if queries.has_shapes(view, "district") and len(rows):
        return _area_map(view, rows, caption)
    return _tiles(view, rows, found, caption) if len(found) and len(rows) else None


def _area_map(view: View, rows: pd.DataFrame, caption) -> AreaMap:
    return compose.area_map(
        rows, queries.areas(view, "district"), caption, queries.base(view.whole_city(), "district"), view.district
    )


def _tiles(view: View, rows: pd.DataFrame, found: pd.DataFrame, caption) -> TileMap:
    return tile_map.tile_map(rows, found, caption, view.district)


def _there(view: View, resources: pd.DataFrame) -> str:
    """What there is, and what is done with it."""
    record = queries.council_record(view)
    done = f"会議や活動の記録は{len(record.activities):,}件あります。" if len(record.activities) else ""
    return "".join((*district.sentences_for(view.district_label, resources), done))


def _people(view: View, ageing: pd.Series) -> str:
    """How many people live there and how old they are."""
    people = queries.counts(view, ("population",)).iloc[0]
    number = f"人口は{wording.value_text(people['value'], 'persons')}です。" if pd.notna(people["value"]) else ""
    return number + sentences.share(view.district_label, ageing)


def _asked(view: View) -> str:
    """How many people ask for something, and for what most of them."""
    asked = queries.needs_of_place(view)
    if asked.empty:
        return needs.untold(view.district_label, view.district in queries.in_source(view, "needs"))
    everyone, each = asked[asked["kind"] == needs.TOTALS["needs"]], asked[asked["kind"] != needs.TOTALS["needs"]]
    most = each[each["value"] > 0].nlargest(2, "value", keep="first")
    named = "と".join(f"「{row.kind}」（{row.value:,.0f}人）" for row in most.itertuples())
    asking = f"多く聞かれたのは、{named}です。" if len(most) == 2 else ""
    if everyone.empty or pd.isna(everyone["value"].iloc[0]):
        state = everyone["state"].iloc[0] if len(everyone) else "not_in_source"
        return f"困りごとを相談で把握した人数の合計は「{wording.value_text(None, 'persons', state)}」です。{asking}"
    return (
        f"相談などで把握した困りごとのある人は{everyone['value'].iloc[0]:,.0f}人です"
        f"（困っている人の総数ではありません）。{asking}"
    )


def _dated(ageing: pd.Series) -> str:
    return f"人口は{wording.as_of_text(ageing['as_of'])}の値です。" if ageing["as_of"] else ""


def _sources(view: View, sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Every source that a figure or table names, once, with all its dates."""
    said = "　".join(part.caption.source for section in sections for part in section.parts if hasattr(part, "caption"))
    documents, found = queries.sources(view), []
    titles = [citations.title(documents, source_id) for source_id in documents["source_id"]]
    for title in dict.fromkeys([*titles, *national_figures()["publisher"]]):
        if title not in said:
            continue
        dates = {
            date for listed in re.findall(re.escape(title) + r"（([^（）]*)）", said) for date in listed.split("、")
        }
        found.append(title + (f"（{'、'.join(sorted(dates, key=_in_time))}）" if dates else ""))
    return tuple(found)


def _in_time(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", words)]
