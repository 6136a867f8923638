"""The frame round every page: sidebar, stamps, and a worded answer when something breaks."""

from __future__ import annotations

import logging
import traceback
from html import escape
from pathlib import Path

import streamlit as st

from data.store.city_file import Unreadable
from pages.figures import wording
from pages.figures.view import View
from pages.parts import selection
from pages.parts.markdown import plain

PRODUCT = "支え合い地図帳"
ABOUT_PERSONS = "restricted"  # the address of 個人別の利用
# The first visitor after a start who opens a bookmarked page gets Streamlit's English "Page not found" over the right
# page: with a folder named pages/ it looks there before dashboard.py has said which pages there are. Nothing on our
# side runs early enough to prevent it, so the box (the only one without our own elements in it) is closed as it
# appears.
CLOSE_ENGLISH_BOX = """<script>
(() => {
  const close = () => document.querySelectorAll("section[role=dialog]").forEach((box) => {
    if (!box.querySelector("[data-testid]")) box.querySelector("button[aria-label=Close]")?.click();
  });
  const watch = new MutationObserver(close);
  watch.observe(document.body, { childList: true, subtree: true });
  close();
  setTimeout(() => watch.disconnect(), 8000);
})();
</script>"""
SHARING_HELP = (
    "公開用：広報やホームページに載せられる形です。少ない人数を隠します。"
    "協議体限り：会議で投影・配付する形です。1～2人だけを隠します。庁内用は、職員用の設定がある端末だけに出ます。"
)
STYLE = Path(__file__).with_name("style.css")


def run(pages: dict[str, list]) -> None:
    """Draw the frame and run the page asked for."""
    st.set_page_config(page_title=PRODUCT, page_icon="🗾", layout="wide", initial_sidebar_state="expanded")
    page = st.navigation(pages, expanded=True)
    st.html(STYLE)
    if "page" not in st.session_state:
        st.html(CLOSE_ENGLISH_BOX, unsafe_allow_javascript=True)
    try:
        selection.recall(page.url_path)
        _sidebar()
        selection.write_address()
        _stamps(selection.current())
        page.run()
    except Unreadable as damaged:  # one city, one file: said, and everything else stays usable
        st.error(plain(str(damaged)))
        if "--replace" in str(damaged):
            st.code(
                f"python -m data import {st.session_state['city']} ファイル… --replace", language=None
            )  # to copy: the box holds joiners
    except Exception as broken:
        _log(page.url_path, broken)
        st.error(
            "申し訳ありません。この画面を作る途中で問題が起きました。左の「市」や「地区」を選び直すか、"
            "画面を開き直してください。続くときは、画面を起動した窓に出た記録を担当者に渡してください。"
        )


def _log(page: str, broken: Exception) -> None:
    """The fault in the program's log; of the page with rows of single persons only its kind and place, for its message
    may quote a cell."""
    log = logging.getLogger(__name__)
    if page == ABOUT_PERSONS:
        log.error("page %s: %s\n%s", page, type(broken).__name__, "".join(traceback.format_tb(broken.__traceback__)))
    else:
        log.error("page %s", page, exc_info=broken)


def _sidebar() -> None:
    with st.sidebar:
        titles = selection.city_titles()
        st.selectbox("市", list(titles), key="city", format_func=titles.get)
        districts = selection.districts()
        st.selectbox("地区", list(districts), key="district", format_func=districts.get)
        levels = selection.sharing_levels()
        st.radio("だれに見せますか", list(levels), key="sharing", format_func=levels.get, help=SHARING_HELP)


def _stamps(view: View) -> None:
    stamps = wording.stamps(view.sharing, invented=view.city.invented, invented_districts=view.city.invented_districts)
    shown = "".join(f'<span class="stamp">{escape(text)}</span>' for text in stamps)
    st.html(
        f'<div class="stamps">{shown}<span'
        f' class="place">{escape(view.city.title)}　{escape(view.district_name)}</span></div>'
    )
    if view.city.dates:
        st.html(f'<div class="dates">{escape(view.city.dates)}</div>')
