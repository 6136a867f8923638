"""The questions a page asks its user. Each answer is a string, stands in the address and comes back with the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st


def one(key: str, label: str, options: Mapping[str, str], default: str | None = None) -> str:
    """One of a few options, as buttons; an answer that no longer fits falls back to the default."""
    names = list(options)
    fallback = default if default in options else names[0]
    if st.session_state.get(key) not in (None, *names):
        del st.session_state[key]
    return st.segmented_control(label, names, default=fallback, key=key, format_func=options.get, bind="query-params", required=True)


def one_of_many(key: str, label: str, options: Mapping[str, str]) -> str:
    """One of many options, as a list to open."""
    names = list(options)
    if st.session_state.get(key) not in (None, *names):
        del st.session_state[key]
    return st.selectbox(label, names, key=key, format_func=options.get, bind="query-params")


def several(key: str, label: str, options: Mapping[str, str], empty: str = "すべて") -> Sequence[str]:
    """Any of the options; none chosen means all."""
    chosen = st.multiselect(label, list(options), key=key, format_func=options.get, placeholder=empty, bind="query-params")
    return chosen or list(options)
