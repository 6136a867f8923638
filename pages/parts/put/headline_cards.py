"""Headline figures: side by side, or under one another beside a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

import streamlit as st

from pages.figures.tables import Card


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
