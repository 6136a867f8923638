"""Plans for further places side by side."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.siting.best_places import Outcome
from analysis.siting.plans import Plan
from data.vocabulary import GROUP_LABELS
from pages.figures import captions, wording
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics import next_place

NOTE = "どの案も、いまの市のデータで計算し直した目安（推計）です。「いま」は新しい場所がないときの人数です。"
CHANGED = "残したあとで、市のデータが新しくなっています。"


def about(plan: Plan, names: Mapping[str, str], revision: str) -> str:
    """What a plan is, in one line."""
    inside = f"・{names.get(plan.question.district, '')}" if plan.question.district else ""
    changed = CHANGED if plan.revision != revision else ""
    where = "、".join(place["name"] for place in plan.places[:3]) + (
        f"ほか{len(plan.places) - 3}か所" if len(plan.places) > 3 else ""
    )
    return (
        f"{plan.name}：{len(plan.places)}か所（{where}）。{_conditions(plan)}{inside}。"
        f"{wording.date_text(plan.kept)}に残しました。{changed}"
    )


def _conditions(plan: Plan) -> str:
    """For whom and what: 「65歳以上・500m以内に通いの場」."""
    return f"{GROUP_LABELS[plan.question.group]}・{next_place.what(plan.question)}"


def compared(view: View, results: Mapping[str, tuple[Plan, Outcome, pd.DataFrame]], sources: list[str]) -> Sheet:
    """Persons reached and their share under each plan, the city first, then district by district in the city's
    order."""
    first = next(iter(results.values()))[2]
    shown = data = pd.DataFrame({"区域": first["area_name"].astype(str).to_numpy()}, index=first["area_code"])
    same = (
        len(
            {
                (plan.question.kind, plan.question.group, plan.question.distance, plan.question.way)
                for plan, *_ in results.values()
            }
        )
        == 1
    )
    for number, (name, (_, _, rows)) in enumerate(results.items()):
        rows = rows.set_index("area_code").reindex(first["area_code"])
        if number == 0 or not same:
            today = "いま" if same else f"いま（{name}の条件）"
            shown = shown.assign(**{today: _worded(rows, "before")}) if same else shown
            data = data.assign(**{f"{today}・人": rows["before"].round(0), f"{today}・%": _share(rows, "before")})
        shown = shown.assign(
            **{name: _worded(rows, "after"), f"増える人（{name}）": (rows["after"] - rows["before"]).map(wording.about)}
        )
        data = data.assign(
            **{
                f"{name}・人": rows["after"].round(0),
                f"{name}・%": _share(rows, "after"),
                f"{name}・増える人": (rows["after"] - rows["before"]).round(0),
            }
        )
    stands = f"条件：{_conditions(next(iter(results.values()))[0])}。" if same else "案によって、対象や距離が違います。"
    caption = captions.plain(
        view,
        f"案をくらべる（{'・'.join(results)}）",
        sources,
        [],
        f"{stands}{NOTE}{next_place.SHORT}",
        "もう一か所・案の比較",
        estimated=True,
    )
    return Sheet(caption, shown, data, words=frozenset({"区域"}), emphasis=frozenset({first["area_code"].iloc[0]}))


def _worded(rows: pd.DataFrame, column: str) -> list[str]:
    return [
        f"{wording.about(part)}（{next_place.share(part, whole)}）"
        for part, whole in zip(rows[column], rows["persons"], strict=True)
    ]


def _share(rows: pd.DataFrame, column: str) -> pd.Series:
    return (100 * rows[column] / rows["persons"].where(rows["persons"] > 0)).round(1)
