"""The form by which a rate is added to 困りごとの推計, and the list from which it is taken away again."""

from __future__ import annotations

import streamlit as st

from analysis.indicators import estimates
from data.made import added_rates
from pages.figures.view import View
from pages.parts import put, saving
from pages.parts.markdown import plain
from pages.topics.estimates import rate_text

FIELDS = ("group", "base", "low", "high", "source")
_WRONG, _DONE = "rate-wrong", "rate-done"
HELP = (
    "人数そのものではなく、「どんな人が、もとになる人の何％いるか」を加えます。個人の名前は書かないでください。"
    "加えたものは、この市の画面を見る人みんなに出ます。"
)


def add(view: View) -> None:
    """Ask for a rate; what is wrong with it is said all at once, and nothing that was written is lost."""
    with st.form("rate-form", enter_to_submit=False):
        left, right = st.columns(2)
        left.text_input("推計する人", key=_key("group"), placeholder="例：買い物に困っている高齢者")
        right.selectbox("もとになる人数", list(added_rates.BASES), key=_key("base"), format_func=added_rates.BASES.get)
        left.text_input("低いほうの割合（%）", key=_key("low"), placeholder="例：8")
        right.text_input("高いほうの割合（%）　同じときは空けておく", key=_key("high"), placeholder="例：10")
        st.text_input("割合の出典（必ず書いてください）", key=_key("source"), placeholder="例：○○省「○○調査」2022年")
        st.form_submit_button("推計に加える", on_click=_submitted, args=(view,))
    if wrong := st.session_state.pop(_WRONG, None):
        st.error(
            "加えられませんでした。次のところを直してください。\n"
            + "\n".join(f"- {plain(sentence)}" for sentence in wrong)
        )
    if done := st.session_state.pop(_DONE, ""):
        st.success(done)


def unreadable(view: View) -> bool:
    """Whether the rates that were added cannot be read, and say so: the published ones stand without them."""
    return saving.say_unreadable(added_rates.own_rates, view.city)


def added(view: View) -> None:
    """What was added for this city, each with a button that takes it away."""
    for rate in added_rates.own_rates(view.city):
        words, button = st.columns((5, 1), vertical_alignment="center")
        with words:
            put.note(f"{rate.group}：{added_rates.BASES[rate.base]}の{rate_text(rate.low, rate.high)}（{rate.source}）")
        button.button("消す", key=f"rate-remove-{rate.key}", on_click=_removed, args=(view, rate.key), width="stretch")


def _key(field: str) -> str:
    return f"rate-{field}"


def _submitted(view: View) -> None:
    if wrong := saving.tried(added_rates.own_rates, view.city):
        st.session_state[_WRONG] = wrong
        return
    known = [*estimates.published_rates(), *added_rates.own_rates(view.city)]
    rate, wrong = added_rates.rate_of(*(st.session_state[_key(field)] for field in FIELDS), known)
    wrong = wrong or saving.tried(added_rates.add_rate, view.city, rate)
    if wrong:
        st.session_state[_WRONG] = wrong
        return
    st.session_state[_DONE] = (
        "加えました。上の表に出ています。"  # Streamlit reads Markdown here, so nobody's words are repeated
    )
    for field in ("group", "low", "high", "source"):
        st.session_state[_key(field)] = ""


def _removed(view: View, key: str) -> None:
    if wrong := saving.tried(added_rates.remove_rate, view.city, key):
        st.session_state[_WRONG] = wrong
