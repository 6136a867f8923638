"""The one place that puts things on a page: sentences, cards, figures with their downloads, tables with theirs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html import escape

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.store import csv_export
from pages.figures import wording
from pages.figures.description import Caption, Figure, PlaceMap, Shades, Spot
from pages.figures.tables import Card, Sheet
from pages.figures.view import View
from pages.parts import cache, selection
from pages.parts.markdown import plain
from pages.queries import district_names
from pages.render import downloads
from pages.render.screen import draw, tables
from pages.topics import missing_tables, resource_map
from pages.topics.cases import Case
from pages.topics.definitions import Definition
from pages.topics.resource_list import Entry, Listing

Pick = Callable[[str], None]
_CLICKED = "clicked"


def title(text: str, *sentences: str) -> None:
    """The page's name and, in words, what it shows (made from the numbers)."""
    st.title(plain(text), anchor=False)
    lead(*sentences)


def lead(*sentences: str) -> None:
    """What the page shows, in sentences; empty ones are left out."""
    if said := [escape(sentence) for sentence in sentences if sentence]:
        st.html(f'<p class="lead">{"<br>".join(said)}</p>')


def questions() -> DeltaGenerator:
    """A row for the page's questions (parts.questions)."""
    return st.container(horizontal=True, gap="medium", vertical_alignment="bottom")


def note(text: str) -> None:
    """A remark under something: what was assumed, what is missing; nothing where there is none."""
    if text:
        st.html(f'<p class="figure-under">{escape(text)}</p>')


def contents(sections: Mapping[str, str]) -> None:
    """What a long page holds, to jump to: anchor -> heading, the anchors those of its sections."""
    st.html(
        '<nav class="contents"><b>目次</b><ol>'
        + "".join(f'<li><a href="#{anchor}">{escape(name)}</a></li>' for anchor, name in sections.items())
        + "</ol></nav>"
    )


def section(text: str, *sentences: str, anchor: str = "") -> None:
    """A heading inside a page, and what is said under it; `anchor`: where the page's contents jump to."""
    st.header(plain(text), anchor=anchor or False)
    for sentence in sentences:
        note(sentence)


def folded(text: str) -> DeltaGenerator:
    """A place for what few need, under a heading that opens."""
    return st.expander(plain(text))


def go_on(page: str, text: str) -> None:
    """A way on to another page, which takes the answers given here with it where it asks the same."""
    st.page_link(f"pages/{page}.py", label=f"→ {plain(text)}")


def stop() -> None:
    """End the page here."""
    st.stop()


def missing(view: View, table: str, therefore: str = "") -> None:
    """A worded state for a table that this city's data lack (topics.missing_tables), and how to bring it in."""
    _brought_in(view, table, missing_tables.said(table, therefore), "次の命令で取り込めます。")


def missing_list(view: View, table: str, kept_back: bool, beside: str = "") -> None:
    """Why there is no list of places to show: the city has none yet, or nobody on it has agreed to be published
    (`kept_back`)."""
    if kept_back:
        _brought_in(view, table, missing_tables.kept_back(table), missing_tables.CONSENT)
    else:
        _brought_in(view, table, missing_tables.said(table) + beside, "次の命令で取り込めます。")


def _brought_in(view: View, table: str, said: str, how: str) -> None:
    st.info(plain(said))
    with folded("データの担当者へ"):
        note(how)
        st.code(missing_tables.command(view.city.name, table), language=None)


def quote(text: str, name: str) -> None:
    """Words that people chose for themselves (a district's vision)."""
    if text:
        st.html(f'<blockquote class="quote"><span>{escape(name)}</span>{escape(text)}</blockquote>')


def columns(widths: int | Sequence[int]) -> list:
    """Places side by side."""
    return st.columns(widths, gap="medium")


def choose_district(view: View) -> None:
    """Ask for a district by name, as buttons in the city's own order; a worded state where the city has none."""
    names = {code: name for code, name in district_names(view.city).items() if code}
    if not names:
        st.info(plain(f"{missing_tables.said('membership')}町丁ごとの値は「高齢化」の画面で見られます。"))
        return
    note("見たい地区を押してください（左の「地区」の一覧や、「市の概況」の地図でも選べます）。")
    for column, (code, name) in zip(st.columns(4) * len(names), names.items(), strict=False):
        column.button(
            plain(name), key=f"choose-{code}", width="stretch", on_click=selection.choose_district, args=(code,)
        )


def cards(items: Sequence[Card]) -> None:
    """Headline figures side by side, each with its definition's name, date and what it stands beside."""
    st.html('<div class="cards">' + "".join(_card(item) for item in items) + "</div>")


def card_column(items: Sequence[Card]) -> None:
    """Headline figures under one another, to stand beside a figure; the date that most of them share is said once."""
    if not items:
        return
    (shared, _), *_ = Counter(item.beside[:1] for item in items).most_common(1)
    lines = "".join(_card_in_column(item, shared) for item in items)
    under = f'<div class="figure-under">日付のないものは、{escape("".join(shared))}です。</div>' if shared else ""
    st.html(f'<div class="facts">{lines}</div>{under}')


def _card_in_column(item: Card, shared: tuple[str, ...]) -> str:
    kind = "value" if item.known else "value words"
    beside = "<br>".join(escape(line) for line in item.beside if line not in shared)
    under = f'<div class="beside">{beside}</div>' if beside else ""
    return (
        f'<div><div class="name">{escape(item.name)}</div><div class="{kind}">{escape(item.value)}</div>{under}</div>'
    )


def _card(item: Card) -> str:
    kind = "value" if item.known else "value words"
    beside = "<br>".join(escape(line) for line in item.beside)
    return (
        f'<div class="card"><div class="name">{escape(item.name)}</div><div'
        f' class="{kind}">{escape(item.value)}</div><div class="beside">{beside}</div></div>'
    )


def figure(
    make: Callable[[], Figure], key: str, pick: Pick | None = None, shapes: str | None = None, height: int | None = None
) -> None:
    """A figure with its title, source and ways to take it away; `pick` gets the area code clicked on a map.

    `make` describes it; it is called, and drawn, once for everything the address says (selection.where).
    """
    where = selection.where()
    drawn = cache.kept(where, key, make)
    st.html(f'<div class="figure-title">{escape(drawn.caption.title)}</div>')
    if isinstance(drawn, PlaceMap):
        _web_map(drawn, where, key)
    elif isinstance(drawn, Shades):
        st.html(tables.shades(drawn))
    else:
        _chart(drawn, where, key, pick, shapes, height)
    st.html(f'<div class="figure-under">{wording.foot_html(drawn.caption)}</div>')
    _downloads(drawn, key)


def map_to_point_at(
    make: Callable[[], PlaceMap], key: str, pick: Pick, spot: Spot | None, without: Sequence[str]
) -> None:
    """A map of places on which a click names a spot: `pick` gets 「緯度,経度」. The spot pointed at is laid over the
    map that stands there already.

    A button takes it away (`pick` gets ""). `without`: answers of the page the map itself does not depend on, the spot
    among them.
    """
    where = selection.where(without)
    drawn = cache.kept(where, key, make)
    st.html(f'<div class="figure-title">{escape(drawn.caption.title)}</div>')
    _web_map(drawn, where, key, pick, spot)
    if spot:
        st.button("試した場所を消す", key=f"{key}-clear", on_click=pick, args=("",))
    st.html(f'<div class="figure-under">{wording.foot_html(drawn.caption)}</div>')
    _downloads(resource_map.with_spot(drawn, spot) if spot else drawn, key)


def _chart(drawn: Figure, where: str, key: str, pick: Pick | None, shapes: str | None, height: int | None) -> None:
    chart = cache.kept(where, f"{key}-screen", lambda: draw.draw(drawn, shapes))
    chosen = (  # a new key after each choice, so the same area can be clicked again
        f"{key}-{st.session_state['district']}"
    )

    def clicked() -> None:
        points = st.session_state[chosen]["selection"]["points"]
        if points and (area := _area_of(points[0])):
            pick(area)

    st.plotly_chart(
        chart,
        theme=None,
        key=chosen,
        config=draw.CONFIG,
        alt=drawn.caption.title,
        height=height or "content",
        on_select=clicked if pick else "ignore",
        selection_mode="points",
    )


def _area_of(point: dict) -> str | None:
    named = point.get("customdata") or point.get("location")
    return named[0] if isinstance(named, list) else named


def _web_map(drawn: PlaceMap, where: str, key: str, pick: Pick | None = None, spot: Spot | None = None) -> None:
    from streamlit_folium import st_folium  # imported late: only pages with a map of places need folium

    from pages.render.screen import place_maps

    def clicked() -> None:
        if at := st.session_state[key].get("last_clicked"):
            pick(f"{at['lat']:.5f},{at['lng']:.5f}")
            st.session_state[_CLICKED] = True

    if st.session_state.pop(_CLICKED, False) and not spot:
        st.toast("押した所は計算できません。地図の上の説明をご覧ください。")
    made = cache.kept(where, f"{key}-web", lambda: place_maps.draw(drawn))
    over = place_maps.pointed_at(spot) if spot else None
    st_folium(
        place_maps.shared(made) if spot else made,
        key=key,
        height=620,
        use_container_width=True,
        returned_objects=["last_clicked"] if pick else [],
        feature_group_to_add=over,
        on_change=clicked if pick else None,
    )


def _downloads(drawn: Figure, key: str) -> None:
    with st.popover("この図を保存する"):
        for number, item in enumerate(downloads.for_download(drawn)):
            st.download_button(
                item.label,
                item.make,
                file_name=item.name,
                mime=item.mime,
                key=f"{key}-save-{number}",
                on_click="ignore",
            )


def plain_table(frame: pd.DataFrame) -> None:
    """A table of words."""
    table = Sheet(Caption("", "", ""), frame, frame, words=frozenset(frame.columns))
    st.html(f'<div class="sheet-frame">{_sheet_html(table).replace("sheet", "sheet prose", 1)}</div>')


def definition(entry: Definition) -> None:
    """One figure's meaning: what it is, how it is computed, where the rule was read, what it does not say."""
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in entry.lines)
    st.html(
        f'<div class="definition"><h3>{escape(entry.label)}</h3><p>{escape(entry.sentence)}</p><dl>{lines}</dl></div>'
    )


def sheet(make: Callable[[], Sheet], view: View, key: str, without: Sequence[str] = ()) -> None:
    """A table with its title and source, and its CSV (as shown, never more); `without`: answers of the page it does not
    depend on."""
    where = selection.where(without)
    table = cache.kept(where, key, make)
    _table(
        table,
        view,
        key,
        cache.kept(where, f"{key}-html", lambda: f'<div class="sheet-frame">{_sheet_html(table)}</div>'),
    )


def listing(make: Callable[[], Listing], view: View, key: str) -> None:
    """A list under headings that open and close, with its CSV; what nobody confirmed for a year is faded."""
    listed = cache.kept(selection.where(), key, make)
    opened = " open" if listed.open else ""
    groups = "".join(
        f"<details{opened}><summary>{escape(heading)}</summary><div"
        f' class="items">{"".join(map(_entry, entries))}</div></details>'
        for heading, entries in listed.groups
    )
    how = "" if listed.open else '<div class="figure-under">見出しを押すと、中の一覧が開きます。</div>'
    _table(listed.sheet, view, key, how + groups)


def _entry(entry: Entry) -> str:
    lines = "".join(f"<span>{escape(line)}</span>" for line in entry.lines)
    return f"<div{' class=faded' if entry.faded else ''}><b>{escape(entry.name)}</b>{lines}</div>"


def case(told: Case) -> None:
    """One case: its title, what is known in short, four headed parts, and its picture where its people agreed."""
    short = "".join(f"<span>{escape(text)}</span>" for text in told.short)
    parts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in told.parts)
    remark = f'<p class="figure-under">{escape(told.remark)}</p>' if told.remark else ""
    with st.container(border=True):
        beside = st.columns((3, 2), gap="medium") if told.picture else (st.container(), None)
        beside[0].html(
            f'<div class="case"><h3>{escape(told.title)}</h3><div'
            f' class="short">{short}</div><dl>{parts}</dl>{remark}</div>'
        )
        if told.picture:
            beside[1].image(told.picture, alt=f"写真：{told.title}", width="stretch")


def _table(table: Sheet, view: View, key: str, shown: str) -> None:
    caption = table.caption
    st.html(
        f'<div class="figure-title">{escape(caption.title)}</div>{shown}<div'
        f' class="figure-under">{wording.foot_html(caption)}</div>'
    )
    _csvs(table, view, key)


def as_csv(make: Callable[[], Sheet], view: View, key: str) -> None:
    """The CSV of a table that stands above as a figure."""
    _csvs(cache.kept(selection.where(), key, make), view, key)


def _csvs(table: Sheet, view: View, key: str) -> None:
    with st.container(horizontal=True):
        _csv("CSVで保存する（Excel用）", table.data, table, view, f"{key}-csv", "")
        if table.rows is not None:
            _csv("集計用のCSV（縦長）", table.rows, table, view, f"{key}-long", "_集計用")


def _csv(label: str, frame: pd.DataFrame, table: Sheet, view: View, key: str, ending: str) -> None:
    caption = table.caption
    st.download_button(
        label,
        lambda: csv_export.to_csv(
            frame,
            source=caption.source,
            as_of=caption.as_of,
            sharing="・".join(caption.stamps),
            invented=view.city.invented and wording.INVENTED in caption.stamps,
        ),
        file_name=f"{caption.file_stem}{ending}.csv",
        mime="text/csv",
        key=key,
        on_click="ignore",
    )


def _sheet_html(table: Sheet) -> str:
    words = ["words" if name in table.words else "" for name in table.shown.columns]
    head = "".join(
        f'<th class="{kind}">{escape(str(name))}' for name, kind in zip(table.shown.columns, words, strict=True)
    )
    rows = []
    for label, cells in zip(table.shown.index, table.shown.itertuples(index=False), strict=True):
        opened = '<tr class="whole">' if label in table.emphasis else "<tr>"
        rows.append(
            opened
            + "".join(
                f'<td class="{kind}">{escape(str(cell))}' if kind else f"<td>{escape(str(cell))}"
                for cell, kind in zip(cells, words, strict=True)
            )
        )
    return f'<table class="sheet"><thead><tr>{head}</thead><tbody>{"".join(rows)}</tbody></table>'
