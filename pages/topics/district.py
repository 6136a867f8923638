"""What the page 地区のすがた says: what the district has and does, what its people ask for, and what could be done."""

from __future__ import annotations

import pandas as pd

from data.vocabulary import ANSWERS, KINDS, LEVELS, SERVICE_TOTAL, TOTAL
from pages.figures import captions, compose, tables, wording
from pages.figures.compose import text_of, texts_of
from pages.figures.description import Bars, Lines
from pages.figures.tables import Sheet
from pages.figures.view import View

# What is named first, with the word it is counted by.
COUNTED = {key: kind.named_first for key, kind in KINDS.items() if kind.named_first}
NOTHING_YET = "登録なし"
EXAMPLE = "年齢の構成や世帯が近い地区で生まれた例です（事例のある地区のうち、いちばん近い地区）。"
TALK = (
    "みなさんで話し合うためのたたき台です。「ここにある支え」は地域資源の一覧から数えたもので、"
    "一覧にない支え合いもあるかもしれません。"
)


def sentences_for(name: str, resources: pd.DataFrame) -> tuple[str, ...]:
    """What there is, by what is named first."""
    counted = resources["kind"].value_counts()
    there = "、".join(f"{words}{counted[key]}{unit}" for key, (words, unit) in COUNTED.items() if key in counted)
    if resources.empty:
        return (f"{name}の地域資源は、資料にありません。",)
    all_of_them = f"{len(resources):,}件の地域資源があります。"
    others = "など、" if not resources["kind"].isin(list(COUNTED)).all() else "、合わせて"
    return (f"{name}には、{there}{others}{all_of_them}" if there else f"{name}には、{all_of_them}",)


def older(rows: pd.DataFrame) -> str:
    """How old its people are, in words."""
    ageing = rows[rows["indicator"] == "ageing_rate"].iloc[0]
    if pd.isna(ageing["value"]):
        return f"高齢化率は「{text_of(ageing)}」です。"
    dated = wording.as_of_text(ageing["as_of"])
    return f"65歳以上は{text_of(ageing)}、{wording.of_ten(float(ageing['value']))}です（{dated}）。"


def talk(asked: bool, example: bool) -> str:
    """What to talk over next, with what there is to start from."""
    start = (
        "上の表や例"
        if asked and example
        else "上の表"
        if asked
        else "上の例"
        if example
        else "いま、みなさんがしていること"
    )
    return (
        f"話し合いのたねに：{start}から、もう少しでできそうなことを一つ選び、だれと、どこで始めるかを話してみましょう。"
    )


def asked(view: View, rows: pd.DataFrame, what: str = "困りごと") -> Bars:
    """What people ask for: one bar a need (or service), in the order of the source table. rows: the district's
    `need_persons`, one a kind."""
    needs = rows[~rows["kind"].isin([TOTAL, SERVICE_TOTAL])]
    caption = captions.caption(view, f"相談で把握した{what}（{view.place}）", rows, f"{what}ごと")
    drawn = pd.DataFrame(
        {
            "label": needs["kind"],
            "value": needs["value"],
            "text": texts_of(needs),
            "state": needs["state"],
            "emphasis": False,
        }
    )
    return Bars(caption, drawn.reset_index(drop=True), "相談で把握した人数（人）")


def over_time(view: View, dates: pd.DataFrame) -> Lines:
    """The ageing rate of the district and of the city over their dates."""
    return compose.lines(dates, captions.caption(view, f"高齢化率の移り変わり（{view.place}）", dates, "移り変わり"))


def inside(view: View, level: str, rows: pd.DataFrame) -> Sheet:
    """The figures of the areas of a level inside the district."""
    return tables.of_rows(
        rows, captions.caption(view, f"{LEVELS[level]}ごとの値（{view.place}）", rows, f"ほか・{LEVELS[level]}ごと")
    )


def could_be_done(view: View, rows: pd.DataFrame, resources: pd.DataFrame, cases: pd.DataFrame) -> Sheet:
    """Beside each need what the district has for it and what was tried elsewhere: for talking, not a judgement.

    rows: as for `asked`; resources: the district's as they may be shown; cases: those of the whole city that may be
    shown (need, title, district).
    """
    needs = rows[(rows["kind"] != TOTAL) & rows["kind"].isin(list(ANSWERS))]
    cases = cases.dropna(subset=["need"])  # one that names no need stands beside none
    counted = resources["kind"].value_counts()
    elsewhere = cases.groupby("need")[["title", "district"]].apply(
        lambda found: "　".join(f"{title}（{district}）" for title, district in found.head(2).itertuples(index=False))
    )
    lines = pd.DataFrame(
        {
            "困りごと・あったらいいな": needs["kind"],
            "相談で把握した人": texts_of(needs),
            "ここにある支え": [_there(counted, ANSWERS[need]) for need in needs["kind"]],
            "地区で生まれた例": needs["kind"].map(elsewhere).fillna("") if len(cases) else "",
        }
    ).reset_index(drop=True)
    if not len(cases):
        lines = lines.drop(columns="地区で生まれた例")
    sources = [*rows["source"], *resources["source"].dropna().unique()]
    caption = captions.plain(
        view, f"困りごとと、ここにある支え（{view.place}）", sources, rows["as_of"], TALK, "困りごとと支え"
    )
    return Sheet(caption, lines, lines, words=frozenset(lines.columns) - {"相談で把握した人"})


def _there(counted: pd.Series, kinds: tuple[str, ...]) -> str:
    found = "、".join(f"{KINDS[kind].label} {counted[kind]}" for kind in kinds if kind in counted)
    return found or NOTHING_YET
