"""What the page 移動販売の回り方 says and draws: one round, stop by stop."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from analysis.lists.mobile_sales_rounds import METRES, NO_DAY, NOT_WEEKLY, UNSAID, Rounds
from data.vocabulary import WEEKDAYS
from pages.figures import captions, wording
from pages.figures.description import BaseMap, Caption, PlaceMap
from pages.figures.tables import Card, Sheet
from pages.figures.view import View
from pages.topics import resource_map

WHY = {NO_DAY: "曜日の記載なし", NOT_WEEKLY: "毎週ではない", UNSAID: "回数の記載なし"}
NO_STOPS = (
    "この市の資料には、移動販売の停留場所（場所・曜日・時刻）の記載がありません。資料にあるのは、届く町内会だけです。"
)
NO_PEOPLE = "年齢別の人口か区域の形（地図）が資料にないため、近くに住む人の数は「資料になし」です。"
CAVEAT = (
    f"{METRES}mは直線距離で、実際の道のりや坂は含まれません。住んでいる人の数で、利用している人の数ではありません。"
)
COUNTED = (
    f"65歳以上の人は、停留場所から直線{METRES}m以内に住む人の目安（推計）で、2か所以上が近い人は、"
    "いちばん近い所だけに数えています。"
    "「ほかの移動販売がない人」は、その停留場所がなくなると、歩いて行ける移動販売がなくなる人です。"
)


def of_place(place: str, rounds: int) -> str:
    """How many rounds there are to choose from."""
    return f"{place}を回る移動販売は{rounds}便あります（下に一覧）。" if rounds > 1 else ""


def sentences_for(route: str, stops: pd.DataFrame) -> tuple[str, ...]:
    """Where a round goes and who lives near it; for how many it is the only van, and how long they wait."""
    days = "・".join(
        day for day in WEEKDAYS if any(day in (visit[0] or "") for visits in stops["visits"] for visit in visits)
    )
    when = f"{days}曜に" if days else "（曜日の記載なし）"
    first = (
        f"「{route}」は、{when}{len(stops)}か所を回ります。"
        if days
        else f"「{route}」{when}は、{len(stops)}か所を回ります。"
    )
    if stops["persons"].isna().all():
        return (first + NO_PEOPLE, _waits(stops), _unsaid(stops))
    return (
        f"{first}停留場所から{METRES}m以内には、65歳以上の人が{wording.about(stops['persons'].sum())}住んでいます。",
        (
            f"そのうち{wording.about(stops['only'].sum())}は、歩いて行ける移動販売が、"
            f"この便の停留場所一つだけです。{_waits(stops)}"
        ),
        _unsaid(stops),
    )


def _waits(stops: pd.DataFrame) -> str:
    known = stops["gap"].dropna()
    if known.empty:
        return ""
    return (
        f"次に来るまで、いちばん長くて{known.max()}日あきます。"
        if known.nunique() > 1
        else f"次に来るまで、どこも{'最長で' if known.max() < 7 else ''}{known.max()}日あきます。"
    )


def _unsaid(stops: pd.DataFrame) -> str:
    """What the list does not say; it is not guessed."""
    no_day, no_time = (sum(any(not visit[part] for visit in visits) for visits in stops["visits"]) for part in (0, 1))
    spots = int(stops["lat"].isna().sum())
    said = [
        words
        for number, words in (
            (no_day, f"曜日の記載がない停留場所が{no_day}か所"),
            (no_time, f"時刻の記載がない停留場所が{no_time}か所"),
            (spots, f"位置の記載がない停留場所が{spots}か所"),
        )
        if number
    ]
    return f"{'、'.join(said)}あります。" if said else ""


def visit_text(visit: tuple) -> str:
    """「月 10:00～10:15」; what the list does not say is said, beside its own words where it has any."""
    weekdays, begins, ends, written = visit
    if not weekdays:
        return f"{WHY[NO_DAY]}" + (f"（{written}）" if written else "")
    time = f" {begins}～{ends or ''}" if begins else "（時刻の記載なし）"
    return "・".join(weekdays) + time


def gap_text(row: pd.Series) -> str:
    """「7日」, or why it is not known."""
    return f"{row['gap']}日" if pd.notna(row["gap"]) else WHY[row["why"]]


def near_text(row: pd.Series) -> str:
    """Other rounds that stop within reach, with the days between visits of all together."""
    if not row["near"]:
        return "―"
    return f"{'、'.join(row['near'])}" + (f"（合わせると最長{row['near_gap']}日）" if pd.notna(row["near_gap"]) else "")


def cards(stops: pd.DataFrame) -> list[Card]:
    """Stops, people near them, people for whom it is the only van, days between visits."""
    waits = stops["gap"].dropna()
    persons, only = (stops[column].sum(min_count=1) for column in ("persons", "only"))
    return [
        Card("停留場所", f"{len(stops)}か所"),
        Card(
            f"{METRES}m以内の65歳以上",
            wording.about(persons).removeprefix("約"),
            (wording.ESTIMATED,),
            bool(pd.notna(persons)),
        ),
        Card(
            "ほかの移動販売がない人", wording.about(only).removeprefix("約"), (wording.ESTIMATED,), bool(pd.notna(only))
        ),
        Card(
            "次に来るまで",
            f"最長{waits.max()}日" if len(waits) else "資料になし",
            ("毎週来る曜日から計算",) if len(waits) else (),
            bool(len(waits)),
        ),
    ]


def _caption(view: View, rounds: Rounds, title: str, name: str, note: str) -> Caption:
    return captions.plain(
        view,
        title,
        [rounds.source],
        [rounds.as_of],
        " ".join(filter(None, [note, rounds.note and f"{rounds.note}。"])),
        name,
        estimated=bool(rounds.note),
    )


def the_map(
    view: View,
    rounds: Rounds,
    route: str,
    stops: pd.DataFrame,
    others: pd.DataFrame,
    reach: gpd.GeoDataFrame,
    base: BaseMap,
) -> PlaceMap:
    """The stops with their numbers in order, what lies in reach of them, and the stops of other vans nearby."""
    placed = stops[stops["lat"].notna()]
    spots = pd.DataFrame(
        {
            "sign": placed["number"].astype(str),
            "name": placed["name"].astype(str),
            "lat": placed["lat"].astype(float),
            "lon": placed["lon"].astype(float),
            "popup": [
                {
                    "曜日・時刻": "、".join(map(visit_text, row["visits"])),
                    "町丁": str(row["area_name"] or ""),
                    f"{METRES}m以内の65歳以上": wording.about(row["persons"]),
                    "ほかの移動販売がない人": wording.about(row["only"]),
                    "次に来るまで": gap_text(row),
                }
                for _, row in placed.iterrows()
            ],
        }
    )
    caption = _caption(
        view,
        rounds,
        f"{route}の停留場所（番号は回る順）",
        f"移動販売・{route}・地図",
        f"うすく塗った所は、停留場所から直線{METRES}m以内です。番号のない印は、ほかの便の停留場所です。",
    )
    return resource_map.drawn(
        others,
        caption,
        base,
        reach=reach if len(reach) else None,
        spots=spots,
        spots_label=f"{route}の停留場所"[:40],
        cluster=False,
    )


def sheet(view: View, rounds: Rounds, route: str, stops: pd.DataFrame) -> Sheet:
    """One line a stop, in order of weekday and time."""
    data = pd.DataFrame(
        {
            "番号": stops["number"],
            "曜日・時刻": ["、".join(map(visit_text, visits)) for visits in stops["visits"]],
            "停留場所": stops["name"].astype(str),
            "町丁": stops["area_name"].fillna("").astype(str),
            "地区": stops["district"].astype(str),
            f"{METRES}m以内の65歳以上": stops["persons"].round(),
            "この便のほかの停留場所がない人": stops["only_route"].round(),
            "ほかの移動販売がない人": stops["only"].round(),
            "次に来るまで": [gap_text(row) for _, row in stops.iterrows()],
            f"{METRES}m以内に来るほかの便": [near_text(row) for _, row in stops.iterrows()],
        }
    )
    people = [name for name in data if data[name].dtype == float]
    alone = [f"{METRES}m以内に来るほかの便"] if stops["near"].map(len).eq(0).all() else []
    shown = (
        data.assign(停留場所=data["番号"].astype(str) + "　" + data["停留場所"])
        .drop(columns=["番号", "この便のほかの停留場所がない人", "地区", "町丁", *alone])
        .assign(**{name: data[name].map(wording.about) for name in people if name != "この便のほかの停留場所がない人"})
        .astype(str)
    )
    data = data.assign(
        **{name: [int(value) if value == value else "資料になし" for value in data[name]] for name in people}
    )
    note = COUNTED + (f"停留場所から{METRES}m以内に来るほかの便は、ありません。" if alone else "")
    shown = shown[["停留場所", *shown.columns.drop("停留場所")]]
    return Sheet(
        _caption(view, rounds, f"{route}の停留場所ごとの表", f"移動販売・{route}・表", note),
        shown,
        data,
        words=frozenset(shown.columns) - {*people},
    )


def overview(view: View, rounds: Rounds, routes: tuple[str, ...]) -> Sheet:
    """One line a round: its days, how many stops, who lives near them."""
    parts = [rounds.stops[rounds.stops["route"] == route] for route in routes]
    days = [
        "・".join(
            day for day in WEEKDAYS if any(day in (visit[0] or "") for visits in part["visits"] for visit in visits)
        )
        or WHY[NO_DAY]
        for part in parts
    ]
    persons, only = ([part[column].sum(min_count=1) for part in parts] for column in ("persons", "only"))
    heads = f"{METRES}m以内の65歳以上", "ほかの移動販売がない人"
    data = pd.DataFrame(
        {"便": routes, "曜日": days, "停留場所": [len(part) for part in parts], heads[0]: persons, heads[1]: only}
    )
    shown = data.assign(
        **{
            "停留場所": [f"{len(part)}か所" for part in parts],
            heads[0]: list(map(wording.about, persons)),
            heads[1]: list(map(wording.about, only)),
        }
    )
    data = data.assign(
        **{head: [round(value) if value == value else "資料になし" for value in data[head]] for head in heads}
    )
    return Sheet(
        _caption(view, rounds, f"移動販売の便の一覧（{view.place}・{len(routes)}便）", "移動販売・便の一覧", COUNTED),
        shown,
        data,
        words=frozenset({"便", "曜日"}),
    )
