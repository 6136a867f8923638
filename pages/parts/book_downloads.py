"""Data books to save: one district's in each form, and all districts' at once, made beside the page so that it stays
usable.

Everything is held in memory: nothing is written to disk, and what was made goes with the visit.
"""

from __future__ import annotations

import io
import logging
import threading
import weakref
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from pages.book import contents, formats
from pages.book.book import Book
from pages.figures import wording
from pages.figures.view import View
from pages.parts import cache, put, selection
from pages.parts.markdown import plain
from pages.queries import memory

ZIP = "application/zip"
_STATE = "books-of-all"
_ONE = threading.Lock()  # one district is made at a time, whoever asked: memory, and drawing is not made for more
FAILED = (
    "作る途中で思わぬことが起き、やめました。もう一度押しても同じときは、"
    "画面を起動した窓に出た記録を担当者に渡してください。"
)


@dataclass
class _Making:
    """Every district's books for one visitor. key: what was asked; `content` is the zip once it is whole."""

    key: tuple
    total: int
    done: int = 0
    district: str = ""
    content: bytes | None = None
    failed: bool = False
    cancelled: threading.Event = field(default_factory=threading.Event)

    @property
    def running(self) -> bool:
        return self.content is None and not self.failed and not self.cancelled.is_set()


def others() -> dict[str, str]:
    """The forms beside the book itself."""
    return {key: form.label for key, form in formats.FORMATS.items() if key != "pdf"}


def of_district(view: View) -> None:
    """What is inside the chosen district's book, and a button for each form of it; it is made when it is asked for."""
    book = cache.kept(selection.where(("forms",)), "book", lambda: contents.book(view))
    put.lead(*book.sentences)
    st.html(
        '<div class="contents"><b>入っているもの</b><ol>'
        + "".join(f"<li>{escape(section.title)}</li>" for section in book.sections)
        + "<li>出典</li></ol></div>"
    )
    with put.questions():
        for form in formats.available(view):
            st.download_button(
                form.label,
                _making_one(view, book, form),
                file_name=formats.file_name(view, book, form),
                mime=form.mime,
                key=f"book-{form.key}",
                on_click="ignore",
            )


def _making_one(view: View, book: Book, form: formats.Format) -> Callable[[], bytes]:
    def make() -> bytes:
        with _ONE:
            return form.make(view, book)

    return make


def of_all(view: View, keys: Sequence[str]) -> None:
    """Make the books of all districts in these forms as one zip, with progress, a way to stop, and the zip to save."""
    key = (memory.key_of(view.city), view.sharing, tuple(keys))
    making: _Making | None = st.session_state.get(_STATE)
    if (
        making is not None and making.key != key
    ):  # another city, or who may see it: what was made for others is not offered here
        _stop()
        making = None
    views = formats.views(view)
    if making is None or making.cancelled.is_set() or making.failed:
        if making is not None and making.failed:
            st.error(FAILED)
        st.button(
            f"{len(views)}地区の分をまとめて作る",
            key="books-begin",
            on_click=_begin,
            args=(key, views, tuple(keys)),
            disabled=not keys,
        )
    elif making.running:
        _progress()
    else:
        stem = wording.file_stem(view.city.title, contents.TITLE, f"{len(views)}地区", "")
        put.note(f"{len(views)}地区の分ができました。下のボタンで保存してください。")
        st.download_button(
            "まとめたファイル（zip）を保存する",
            making.content,
            file_name=f"{stem}_{wording.safe(wording.SHARING_STAMPS[view.sharing])}.zip",
            mime=ZIP,
            key="books-zip",
            on_click="ignore",
        )
        st.button("消して、作り直す", key="books-again", on_click=_stop)


@st.fragment(run_every=1.0)
def _progress() -> None:
    """How far it is, a look a second; the whole page runs again once it is over."""
    making: _Making | None = st.session_state.get(_STATE)
    if making is None or not making.running:
        st.rerun()
    st.progress(
        making.done / making.total,
        text=f"{making.total}地区のうち{making.done}地区ができました。"
        + (f"いま、{plain(making.district)}を作っています。" if making.district else ""),
    )
    put.note("できるまで、ほかの画面を見ていてもかまいません。")
    st.button("やめる", key="books-stop", on_click=_stop)


def _begin(key: tuple, views: Sequence[View], keys: Sequence[str]) -> None:
    making = st.session_state[_STATE] = _Making(key, len(views))
    threading.Thread(target=_make, args=(weakref.ref(making), views, keys), daemon=True, name="books").start()


def _stop() -> None:
    """Stop what is being made, and let go of what was made."""
    if making := st.session_state.pop(_STATE, None):
        making.cancelled.set()


def _make(asked: weakref.ref[_Making], views: Sequence[View], keys: Sequence[str]) -> None:
    """Fill the zip district by district, until it is whole, stopped, or the visit is over (nobody holds `asked` any
    more)."""
    content = io.BytesIO()
    try:
        with zipfile.ZipFile(content, "w") as packed:
            for view in views:
                with _ONE:
                    if (making := asked()) is None or making.cancelled.is_set():
                        return
                    making.district = view.district_label
                    del making
                    _pack(packed, view, keys)
                if making := asked():
                    making.done += 1
        if making := asked():
            making.content = content.getvalue()
    except Exception as broken:  # a thread's fault reaches nobody else
        logging.getLogger(__name__).error("books", exc_info=broken)
        if making := asked():
            making.failed = True


def _pack(packed: zipfile.ZipFile, view: View, keys: Sequence[str]) -> None:
    possible = {form.key for form in formats.available(view)}
    for name, content in formats.files(view, [key for key in keys if key in possible]):
        packed.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
