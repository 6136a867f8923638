"""A search that may take long: its progress in words, a button to stop it, and the best found so far with what is
proven of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import streamlit as st

from analysis.methods.siting import Siting
from pages.parts import put
from pages.topics import next_place

PATIENCE = 60.0  # seconds of one search before it stops by itself and asks
QUIET = 0.7  # seconds before anything is said of it
_STATE = "search"


@dataclass
class _Search:
    """One search of one visitor: a run of the page that breaks off (a button, another page) does not lose it."""

    key: str
    answers: Iterator[Siting]
    best: Siting | None = None
    stopped: bool = False

    @property
    def over(self) -> bool:
        return self.best is not None and (self.stopped or self.best.proven)


def best(key: str, begin: Callable[[], Iterator[Siting]]) -> Siting:
    """The best choice for the question `key`; stopped by the user or after a minute, the best so far."""
    search = st.session_state.get(_STATE)
    if search is None or search.key != key:
        search = st.session_state[_STATE] = _Search(key, begin())
    box = st.empty()
    if not search.over:
        _go_on(search, box)
        box.empty()
    return search.best


def more(found: Siting) -> None:
    """A button to go on with a search that was stopped."""
    if not found.proven:
        st.button("もっとよい選び方を探す", key="search-more", on_click=_set, args=(False,))


def _go_on(search: _Search, box) -> None:
    begun, said = time.monotonic(), None
    for found in search.answers:
        search.best, spent = found, time.monotonic() - begun
        if found.proven or spent > PATIENCE:
            break
        if spent > QUIET:
            said = said or _offer(box)
            with said:
                put.lead(next_place.searching(found.gained, found.most - found.gained, spent))
    search.stopped = not search.best.proven


def _offer(box):
    with box.container():
        said = st.empty()
        st.button("ここで止めて、いまの案を見る", key="search-stop", on_click=_set, args=(True,))
    return said


def _set(stopped: bool) -> None:
    st.session_state[_STATE].stopped = stopped
