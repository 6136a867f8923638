"""What the user has chosen: city, district, sharing level. Strings in session_state, and the same in the address.

The city is opened once a run: every part of a page is drawn from that one revision, also where an import ends
meanwhile. The address is written on every run (a bound widget would lose its part of it on a page change), so a reload,
a new tab and a link sent to a colleague open the same view.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import streamlit as st

from data.store import access
from data.store.city import City, CityNotFound, folders, open_city
from data.store.city_file import Unreadable
from data.vocabulary import SHARING
from pages.figures.view import WHOLE_CITY, View
from pages.queries.areas import district_names
from pages.queries.memory import key_of

DEFAULTS = {"city": "sample", "district": "", "sharing": "public"}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
KEPT = "kept-"  # prefix of a page's own answers (parts.questions)
UNREADABLE = "（読めません）"
_CITY = "city-of-run"  # the opened city, or why it cannot be opened


def recall(page: str) -> None:
    """Fill session_state from the address (first run), and mend what does not fit the city or the access setting.

    On a page change the answers to the last page's questions leave the address; they are kept for when it is opened
    again.
    """
    if st.session_state.setdefault("page", page) != page:
        st.session_state["page"] = page
        for key in set(st.query_params) - set(DEFAULTS):
            del st.query_params[key]
    for key, default in DEFAULTS.items():
        st.session_state.setdefault(key, st.query_params.get(key, default))
    if st.session_state["city"] not in folders():
        st.session_state["city"] = DEFAULTS["city"]
    if st.session_state["sharing"] not in sharing_levels():
        st.session_state["sharing"] = DEFAULTS["sharing"]
    try:
        st.session_state[_CITY] = open_city(st.session_state["city"])
    except CityNotFound:  # taken away this instant
        st.session_state["city"] = DEFAULTS["city"]
        st.session_state[_CITY] = open_city(DEFAULTS["city"])
    except Unreadable as damaged:
        st.session_state[_CITY] = damaged
    if st.session_state["district"] not in districts():
        st.session_state["district"] = WHOLE_CITY


def city() -> City:
    """The city as it stood when this run began.

    Raises data.store.city_file.Unreadable, whose words are for the reader, where it cannot be opened.
    """
    opened = st.session_state.get(_CITY)
    if isinstance(opened, Unreadable):
        raise opened
    return opened if opened and opened.name == st.session_state["city"] else open_city(st.session_state["city"])


def districts() -> dict[str, str]:
    """The districts to choose from, the whole city first; that alone where the city cannot be read."""
    try:
        return district_names(city())
    except Unreadable:
        return {WHOLE_CITY: "市全体"}


def current() -> View:
    """The selection in force.

    Raises data.store.city_file.Unreadable as city() does.
    """
    here = city()
    district = st.session_state["district"]
    name = district_names(here)[district] if district else ""
    return View(here, district, name, st.session_state["sharing"])


def write_address() -> None:
    """Put the selection into the address."""
    for key in DEFAULTS:
        if st.query_params.get(key) != st.session_state[key]:
            st.query_params[key] = st.session_state[key]


def where(without: Sequence[str] = ()) -> str:
    """Everything that what is drawn depends on, as one text: page, city and revision, the address, the day (freshness
    fades).

    `without` names answers in the address that do not matter to it.
    """
    asked = sorted(
        (key, value) for key in st.query_params if key not in without for value in st.query_params.get_all(key)
    )
    return repr((st.session_state["page"], key_of(city()), asked, date.today().isoformat()))


def choose_district(area_code: str) -> None:
    """Select a district as the list does (used by maps)."""
    st.session_state["district"] = area_code


def city_titles() -> dict[str, str]:
    """Every city by name with its title; two of the same title are told apart by their names, one that cannot be read
    is marked so."""
    titles = {name: _title(name) for name in folders()}
    twice = {title for title, times in Counter(titles.values()).items() if times > 1}
    return {name: f"{title}（{name}）" if title in twice else title for name, title in titles.items()}


def _title(name: str) -> str:
    try:
        return open_city(name).title
    except Unreadable:
        return f"{UNREADABLE}{name}"  # first: a long name is cut off at its end


def sharing_levels() -> dict[str, str]:
    """The levels this PC may choose: 庁内用 only where the access setting allows it, and never once others can reach
    the dashboard."""
    alone = (st.get_option("server.address") or "") in LOOPBACK
    return {key: label for key, label in SHARING.items() if key != "internal" or (alone and access.internal_allowed())}
