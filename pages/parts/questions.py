"""The questions a page asks its user. Each answer is text, stands in the address and comes back with the page.

Streamlit forgets a widget's value once its page is left; the answer is therefore kept beside it, under its own name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.parts.markdown import plain
from pages.parts.selection import KEPT

BETWEEN = ","


def one(key: str, label: str, options: Mapping[str, str], default: str | None = None) -> str:
    """One of a few options, as buttons; an answer that no longer fits falls back to the default."""
    widget = _recall(key, options, default if default in options else next(iter(options)))
    return _keep(
        key,
        st.segmented_control(
            plain(label),
            list(options),
            key=widget,
            format_func=lambda option: plain(options[option]),
            required=True,
            wrap=True,
        ),
    )


def one_of_many(key: str, label: str, options: Mapping[str, str]) -> str:
    """One of many options, as a list to open."""
    widget = _recall(key, options, next(iter(options)))
    return _keep(key, st.selectbox(plain(label), list(options), key=widget, format_func=options.get))


def several(key: str, label: str, options: Mapping[str, str]) -> Sequence[str]:
    """Any of the options, as buttons; none chosen means all."""
    widget = _recall_several(key, options)
    chosen = st.pills(
        plain(label),
        list(options),
        key=widget,
        format_func=lambda option: plain(options[option]),
        selection_mode="multi",
    )
    _keep(key, BETWEEN.join(map(_written, chosen)))
    return chosen or list(options)


def any_of_many(key: str, label: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """Any of many options, as a list to open and pick from; none chosen means none."""
    widget = _recall_several(key, options)
    chosen = st.multiselect(plain(label), list(options), key=widget, format_func=options.get, placeholder="選ばない")
    _keep(key, BETWEEN.join(map(_written, chosen)))
    return tuple(chosen)


def told(key: str) -> str:
    """What was answered in another way than by a question: a click on a map (see tell)."""
    return _keep(
        key, st.session_state[KEPT + key] if KEPT + key in st.session_state else st.query_params.get(key) or ""
    )


def tell(key: str, answer: str) -> None:
    """Answer for the user, before the page runs again; "" takes the answer back."""
    st.session_state[KEPT + key] = answer


def words(key: str, label: str) -> str:
    """Free words to look for."""
    widget = f"ask-{key}"
    st.session_state.setdefault(widget, st.session_state.get(KEPT + key) or st.query_params.get(key) or "")
    return _keep(key, st.text_input(plain(label), key=widget, max_chars=60).strip())


def _recall(key: str, options: Mapping[str, str], default: str) -> str:
    """Set the widget's value from its last answer or the address; the widget's key."""
    widget = f"ask-{key}"
    known = st.session_state.get(widget) or st.session_state.get(KEPT + key) or st.query_params.get(key)
    st.session_state[widget] = known if known in options else default
    return widget


def _recall_several(key: str, options: Mapping[str, str]) -> str:
    """The same for any number of answers."""
    widget = f"ask-{key}"
    if widget not in st.session_state:
        known = {_written(name): name for name in options}
        st.session_state[widget] = [
            known.get(name)
            for name in (st.session_state.get(KEPT + key) or st.query_params.get(key) or "").split(BETWEEN)
        ]
    st.session_state[widget] = [name for name in st.session_state[widget] if name in options]
    return widget


def _written(name: str) -> str:
    """An option's name among others in the address: it may hold what stands between them."""
    return name.replace(BETWEEN, "，")


def _keep(key: str, answer: str) -> str:
    st.session_state[KEPT + key] = answer
    if answer and st.query_params.get(key) != answer:
        st.query_params[key] = answer
    if not answer and key in st.query_params:
        del st.query_params[key]
    return answer
