"""The tables of もう一か所つくるなら: the places of a plan, and who is left area by area."""

from __future__ import annotations

import pandas as pd

from analysis.siting.best_places import Outcome
from analysis.siting.waiting_people import People, Question
from data.vocabulary import LEVELS
from pages.figures import wording
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics.next_place import caption, gains_text, share


def sheet(view: View, asked: Question, here: People, result: Outcome) -> Sheet:
    """One line a place: where it is, who gains."""
    rows = result.places
    data = pd.DataFrame(
        {
            "番号": rows["number"],
            "場所": rows["name"].astype(str),
            "町丁": rows["area_name"].astype(str),
            "新しく歩いて行ける人（目安）": rows["adds"].round(0).astype(int),
            "増える人が多い町丁": rows["gains"].map(gains_text),
            "緯度": rows["lat"].round(5),
            "経度": rows["lon"].round(5),
        }
    )
    twice = ["町丁"] if (rows["name"] == rows["area_name"] + "のあたり").all() else []
    shown = (
        data.drop(columns=["緯度", "経度", *twice])
        .assign(**{"新しく歩いて行ける人（目安）": rows["adds"].map(wording.about)})
        .astype(str)
    )
    note = "2か所以上から行ける人は、番号の小さい場所に数えています。"
    return Sheet(
        caption(view, asked, here, "つくる場所の案", "場所の案", note),
        shown,
        data,
        words=frozenset({"場所", "町丁", "増える人が多い町丁"}),
    )


def left_sheet(view: View, asked: Question, here: People, level: str, rows: pd.DataFrame) -> Sheet:
    """Who is reached today, who would be, and who would still not be, area by area in the city's order."""
    counts = {
        "全員": rows["persons"],
        "いま歩いて行ける人": rows["before"],
        "新しく歩いて行ける人": rows["after"] - rows["before"],
        "まだの人": rows["persons"] - rows["after"],
    }
    names = pd.DataFrame({"区域": rows["area_name"].astype(str)})
    shown = names.assign(
        **{name: persons.map(wording.about) for name, persons in counts.items()}, 歩いて行ける人の割合=_from_to(rows)
    )
    data = names.assign(**{name: persons.round(0).astype(int) for name, persons in counts.items()}, **_shares(rows))
    note = (
        f"住む所が地図で分からない{wording.about(here.unplaced)}は、この表に入っていません。"
        if here.unplaced >= 0.5
        else ""
    )
    return Sheet(
        caption(
            view, asked, here, f"まだ歩いて行ける場所がない人（{LEVELS[level]}ごと）", f"{LEVELS[level]}ごと", note
        ),
        shown,
        data,
        words=frozenset({"区域"}),
    )


def _from_to(rows: pd.DataFrame) -> list[str]:
    return [
        f"{share(before, persons)} → {share(after, persons)}"
        for persons, before, after in zip(rows["persons"], rows["before"], rows["after"], strict=True)
    ]


def _shares(rows: pd.DataFrame) -> dict[str, pd.Series]:
    whole = rows["persons"].where(rows["persons"] > 0)
    return {
        "いまの割合（%）": (100 * rows["before"] / whole).round(1),
        "案のあとの割合（%）": (100 * rows["after"] / whole).round(1),
    }
