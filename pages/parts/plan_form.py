"""Plans for further places: keeping one by name, comparing two or three, taking one away."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analysis.siting import plans
from analysis.siting.best_places import Outcome
from analysis.siting.plans import Plan
from analysis.siting.waiting_people import Question
from pages.figures.description import Spot
from pages.figures.view import View
from pages.parts import put, saving
from pages.parts.markdown import plain
from pages.queries import district_names, siting
from pages.topics import plan_comparison

_NAME, _WITH, _WRONG, _DONE = "plan-name", "plan-with-spot", "plan-wrong", "plan-done"
MOST = 3
HELP = (
    "いまの案に名前をつけて残すと、あとで並べてくらべられます。残した案は、この市の画面を見る人に出ます。"
    "個人の名前は書かないでください。"
)


def keep(view: View, asked: Question, result: Outcome, spot: Spot | None) -> None:
    """Ask for a name and keep the places shown, and on wish the one pointed at."""
    with st.form("plan-form", enter_to_submit=False):
        st.text_input("案の名前", key=_NAME, placeholder="例：会館3か所の案")
        if spot:
            st.checkbox("試した場所も案に入れる", key=_WITH)
        st.form_submit_button("この案を残す", on_click=_submitted, args=(view, asked, result, spot))
    if wrong := st.session_state.pop(_WRONG, None):
        st.error(
            "残せませんでした。次のところを直してください。\n" + "\n".join(f"- {plain(sentence)}" for sentence in wrong)
        )
    if done := st.session_state.pop(_DONE, ""):
        st.success(done)


def kept(view: View) -> None:
    """The plans there are, each with a button that takes it away; two or three of them side by side."""
    if saving.say_unreadable(siting.kept_plans, view):
        return
    found, names = siting.kept_plans(view), district_names(view.city)
    for plan in found:
        words, button = st.columns((5, 1), vertical_alignment="center")
        with words:
            put.note(plan_comparison.about(plan, names, view.city.revision))
        button.button("消す", key=f"plan-remove-{plan.key}", on_click=_removed, args=(view, plan.key), width="stretch")
    if not found:
        put.note("残した案は、まだありません。")
    elif len(found) > 1:
        by_key = {plan.key: plan for plan in found}
        chosen = st.multiselect(
            f"くらべる案（{MOST}つまで）",
            list(by_key),
            default=list(by_key)[-2:],
            format_func=lambda key: by_key[key].name,
            max_selections=MOST,
            placeholder="選ばない",
            key=f"plan-compare-{len(found)}",
        )
        _compare(view, [by_key[key] for key in chosen])


def _compare(view: View, chosen: list[Plan]) -> None:
    worked = {plan.name: (plan, *result) for plan in chosen if (result := siting.plan_result(view, plan))}
    if worked:
        sources = [siting.people(view.whole_city(), siting.whole(plan.question)).source for plan, *_ in worked.values()]
        put.sheet(
            lambda: plan_comparison.compared(view.whole_city(), worked, sources),
            view.whole_city(),
            f"plans-{'-'.join(plan.key for plan in chosen)}",
        )
    if len(worked) < len(chosen):
        put.note("いまの市のデータでは計算できない案があります。")


def _submitted(view: View, asked: Question, result: Outcome, spot: Spot | None) -> None:
    if wrong := saving.tried(plans.plans, view.city, view.sharing):
        st.session_state[_WRONG] = wrong
        return
    name, wrong = plans.name_of(st.session_state[_NAME], view.city)
    places = [
        {"name": str(row.name_), "lat": float(row.lat), "lon": float(row.lon)}
        for row in result.places.rename(columns={"name": "name_"}).itertuples()
    ]
    if spot and st.session_state.get(_WITH):
        places.append({"name": spot.name, "lat": spot.lat, "lon": spot.lon})
    wrong += [] if places else ["場所のない案は残せません。"]
    wrong = wrong or saving.tried(
        plans.keep,
        view.city,
        Plan(name, asked, tuple(places), date.today().isoformat(), view.city.revision, view.sharing),
    )
    if wrong:
        st.session_state[_WRONG] = wrong
        return
    st.session_state[_DONE], st.session_state[_NAME] = "残しました。下の一覧に出ています。", ""


def _removed(view: View, key: str) -> None:
    if wrong := saving.tried(plans.remove, view.city, key):
        st.session_state[_WRONG] = wrong
