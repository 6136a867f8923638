"""Finished things of a page - figures, tables, drawn charts - kept between its runs. What they are made of is kept by
pages.queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


@st.cache_resource(max_entries=300, show_spinner=False)
def kept(where: str, key: str, _make: Callable[[], T]) -> T:
    """What `_make` gives, made once for a place in the dashboard (selection.where) and a key of the page."""
    return _make()
