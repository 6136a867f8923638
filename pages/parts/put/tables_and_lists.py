"""Tables and lists with their title, source and CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import pandas as pd
import streamlit as st

from data.store import csv_export
from pages.figures import wording
from pages.figures.description import Caption
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.parts import cache, selection
from pages.topics.resource_list import Entry, Listing


def plain_table(frame: pd.DataFrame) -> None:
    """A table of words."""
    table = Sheet(Caption("", "", ""), frame, frame, words=frozenset(frame.columns))
    st.html(f'<div class="sheet-frame">{_sheet_html(table).replace("sheet", "sheet prose", 1)}</div>')


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
