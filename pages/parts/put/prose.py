"""What a page says: its title, sentences, headings and notes; what is missing; cases and definitions; a district to
choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.figures.view import View
from pages.parts import selection
from pages.parts.markdown import plain
from pages.queries import district_names
from pages.topics import missing_tables
from pages.topics.cases import Case
from pages.topics.definitions import Definition


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


def definition(entry: Definition) -> None:
    """One figure's meaning: what it is, how it is computed, where the rule was read, what it does not say."""
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in entry.lines)
    st.html(
        f'<div class="definition"><h3>{escape(entry.label)}</h3><p>{escape(entry.sentence)}</p><dl>{lines}</dl></div>'
    )


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
