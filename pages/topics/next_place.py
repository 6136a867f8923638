"""What the page もう一か所つくるなら（たたき台） says and draws. No place is blamed: what is shown is who would gain,
not what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import geopandas as gpd
import pandas as pd

from analysis.siting.best_places import Outcome, Tried
from analysis.siting.candidates import GRID, HALLS
from analysis.siting.waiting_people import NO_AGES, NO_LIST, NO_PATHS, NO_POSITIONS, NO_SHAPES, People, Question
from data.vocabulary import GROUP_LABELS
from pages.figures import captions, wording
from pages.figures.description import BaseMap, PlaceMap, Spot
from pages.figures.tables import Card
from pages.figures.view import View
from pages.topics import coverage, resource_map

GROUPS = {key: GROUP_LABELS[key] for key in ("65+", "75+", "total")}
NUMBERS = {str(number): f"{number}か所" for number in range(1, 11)}
CAVEAT = (
    "計算による「たたき台」です。{}会場や担い手があるかどうかは入っていません（新しい場所は、"
    "だれでも来られるものとします）。いまある場所や活動の良し悪しを示すものではありません。"
)
MEASURED = {
    "straight": "距離は直線で測っていて、実際に歩く道のりや坂、",
    "detour": "距離は直線の1.3倍を道のりの見込みとしていて、実際の道や坂、",
    "network": "距離は歩く道に沿って測っていますが（地図の色の範囲は直線の距離です）、",
}
POINT = "地図の印のない所を押すと、その場所につくった場合に、新しく歩いて行けるようになる人数をすぐに計算します。"
SHORT = (
    "計算による「たたき台」です。人数は、町丁のどこに人が住むかを仮定した目安（推計）で、"
    "実際の道のり・会場・担い手は入っていません。"
)
OUTSIDE = "押した所は、市の外か海・川などのため、計算できません。市の区域の中を押してください。"
LACKING = {
    NO_AGES: ("population",),
    NO_SHAPES: ("areas", "どこに人が住んでいるかが分かりません。"),
    NO_LIST: ("walked_to",),
    NO_PATHS: ("network",),
    NO_POSITIONS: ("positions",),
}


def kinds(present: Iterable[str]) -> dict[str, str]:
    """What could be made: the kinds people walk to, together and apart; halls are where it could be."""
    return {key: label for key, label in coverage.kinds(present).items() if key != "hall"}


def lacking(what: str) -> tuple[str, ...]:
    """What the city lacks for the question, as parts.put.missing takes it: the table, and what is not known without
    it."""
    return LACKING[what]


def sources(halls: int) -> dict[str, str]:
    """Where it could be; halls first where the city has any."""
    return ({HALLS: f"集会所・会館（{halls}か所）"} if halls else {}) | {GRID: "等間隔の地点"}


def of_candidates(source: str, number: int, step: float) -> str:
    """The candidates in a sentence."""
    return f"集会所・会館{number}か所のなか" if source == HALLS else f"約{step:.0f}mおきの{number:,}地点のなか"


def names(candidates: pd.DataFrame, without: Collection[str] = ()) -> dict[str, str]:
    """The candidates by name, to choose from."""
    return {key: key for key in candidates["key"] if key not in without}


def what(asked: Question) -> str:
    """「500m以内に通いの場」."""
    line = {"detour": "（道のりの見込み）", "network": "（歩く道のり）"}.get(asked.way, "")
    return f"{asked.distance}m以内{line}に{coverage.where_to({'kind': asked.kind})}"


def caveat(asked: Question, placed: list[str]) -> str:
    """What the plan is not, with how distances were measured and people placed (queries.settlement.people_placed)."""
    return CAVEAT.format(MEASURED[asked.way]) + coverage.where_people_live(placed)


def share(part: float, whole: float) -> str:
    return wording.value_text(part / whole, "share") if whole else "算出不可"


def sentences_for(place: str, asked: Question, number: int, candidates: str, result: Outcome) -> tuple[str, ...]:
    """What so many more change, for whom, and what stays; how sure it is that no other choice does more."""
    who, made = GROUP_LABELS[asked.group], len(result.places)
    if not made or result.gained < 0.5:
        return (
            (
                f"{place}では、選んだ候補のどこにつくっても、新しく{what(asked)}がある人になる{who}の人はいません。"
                "候補の選び方か距離を変えてみてください。"
            ),
        )
    first = f"（1か所めだけで{wording.about(result.places['adds'].iloc[0])}）" if made > 1 else ""
    return (
        (
            f"{place}で、{candidates}から{made}か所を選んでつくると、{who}の{wording.about(result.gained)}が、"
            f"新しく{what(asked)}がある人になります{first}。"
            f"割合は{share(result.before, result.everyone)}から"
            f"{share(result.before + result.gained, result.everyone)}になります。"
        ),
        f"それでも{wording.about(result.left)}は、{what(asked)}がまだありません。",
        (
            "選んだ候補では、"
            f"これより多くつくっても新しく歩いて行けるようになる人はいないため、{made}か所までの案です。ほかの場所は、"
            "地図を押すか候補を変えて試せます。"
            if made < number
            else ""
        ),
        proof(result),
    )


def proof(result: Outcome) -> str:
    """Whether it is proven that no other choice does more, else by how many it could at most."""
    if result.gap < 0.5:
        return "候補のどの選び方とくらべても、増える人がいちばん多いことを確かめた案です。"
    return f"途中で止めた案です。いちばんよい案との差は、最大で{wording.about(result.gap)}です。"


def searching(best_so_far: float, gap: float, seconds: float) -> str:
    """The progress of a long search."""
    return (
        f"よりよい選び方を探しています（{seconds:.0f}秒）。"
        f"いまの案で新しく歩いて行けるようになる人：{wording.about(best_so_far)}。"
        f"いちばんよい案との差は、最大で{wording.about(gap)}です。"
    )


def cards(result: Outcome) -> list[Card]:
    """Reached today, gained, left: they add up to all."""
    shown = (("いま歩いて行ける人", result.before), ("新しく歩いて行ける人", result.gained), ("まだの人", result.left))
    return [
        Card(
            name,
            wording.about(persons),
            (f"{share(persons, result.everyone)}（全員 {wording.about(result.everyone)}のうち）",),
        )
        for name, persons in shown
    ]


def needed_sentence(asked: Question, percent: str, answer: tuple[int, int] | float) -> str:
    """How many more it takes for so many per cent."""
    goal = f"{GROUP_LABELS[asked.group]}の{percent} %の人に{what(asked)}があるようにするには、"
    if isinstance(answer, float):
        return (
            f"{goal}候補のすべてを使っても足りません（{wording.value_text(answer, 'share')}までです）。"
            "候補の選び方か距離を変えてみてください。"
        )
    least, enough = answer
    if least == enough:
        return f"{goal}あと{enough}か所がいちばん少ない数です（それより少なくては届かないことを確かめました）。"
    return f"{goal}少なくともあと{least}か所、多くてもあと{enough}か所です（時間内に確かめられたところまで）。"


def shares_to_ask(here: People) -> dict[str, str]:
    """Per cents above today's to ask for."""
    today = 100 * float(here.reached.sum()) / here.everyone
    return {"": "選ばない"} | {str(percent): f"{percent} %" for percent in range(5, 101, 5) if percent > today}


def tried_sentences(asked: Question, tried: Tried | None) -> tuple[str, ...]:
    """What the place pointed at would change."""
    if tried is None:
        return (OUTSIDE,)
    if tried.gained < 0.5:
        return (
            f"試した場所（{tried.area_name}のあたり）の近くの人は、すでに{what(asked)}があります。新しく増える人はいません。",
        )
    most = gains_text(tried.areas.head(3).itertuples(index=False, name=None))
    return (
        (
            f"試した場所（{tried.area_name}のあたり）につくると、{GROUP_LABELS[asked.group]}の{wording.about(tried.gained)}が、"
            f"新しく{what(asked)}がある人になります。多い町丁：{most}。"
        ),
    )


def spot(asked: Question, tried: Tried | None, at: str) -> Spot | None:
    """The place pointed at, as it is marked on the map."""
    if tried is None:
        return None
    lat, lon = map(float, at.split(","))
    return Spot(
        lat,
        lon,
        asked.straight,
        f"試した場所（{tried.area_name}のあたり）",
        {"新しく歩いて行ける人": wording.about(tried.gained)},
    )


def gains_text(gains: Iterable[tuple[str, float]]) -> str:
    return "、".join(f"{name} {wording.about(persons)}" for name, persons in gains)


def caption(view: View, asked: Question, here: People, title: str, name: str, note: str = ""):
    said = " ".join(filter(None, [note, SHORT]))
    return captions.plain(
        view,
        f"{title}（{view.place}・{GROUP_LABELS[asked.group]}・{what(asked)}）",
        [here.source],
        [here.as_of],
        said,
        f"もう一か所・{name}",
        estimated=True,
    )


def the_map(
    view: View,
    asked: Question,
    here: People,
    result: Outcome,
    existing: pd.DataFrame,
    reach: gpd.GeoDataFrame,
    base: BaseMap,
) -> PlaceMap:
    """Places there are, the places thought of with their numbers, and what lies in reach of both."""
    chosen = result.places
    spots = pd.DataFrame(
        {
            "sign": chosen["number"].astype(str),
            "name": chosen["name"].astype(str),
            "lat": chosen["lat"],
            "lon": chosen["lon"],
            "popup": [
                {
                    "町丁": row.area_name,
                    "新しく歩いて行ける人": wording.about(row.adds),
                    "増える人が多い町丁": gains_text(row.gains),
                }
                for row in chosen.itertuples()
            ],
        }
    )
    return resource_map.drawn(
        existing,
        caption(view, asked, here, "もう一か所つくるなら（たたき台）", "地図"),
        base,
        reach=reach,
        spots=spots,
        cluster=False,
    )
