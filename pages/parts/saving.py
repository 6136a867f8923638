"""Saving what somebody entered: what goes wrong is said beside the form, and what was written stays in it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.store.city_file import Unreadable
from data.store.disk_errors import disk_words
from pages.parts.markdown import plain


def tried(change: Callable[..., object], *given: object) -> list[str]:
    """Make the change; why it could not be made, in words for a list under a form, or nothing."""
    try:
        change(*given)
    except Unreadable as damaged:
        return [plain(str(damaged))]
    except OSError as failed:  # a full disk, a folder that may not be written, somebody else who does not end
        return [plain(disk_words(failed))]
    return []


def say_unreadable(read: Callable[..., object], *given: object) -> bool:
    """Whether what was saved cannot be read, and say so where it is."""
    try:
        read(*given)
    except Unreadable as damaged:
        st.error(plain(str(damaged)))
        return True
    return False
