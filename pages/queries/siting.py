"""What pages ask about further places (analysis.siting.best_places, analysis.siting.plans)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import geopandas as gpd
import pandas as pd

import pages.queries.memory as memory
from analysis.counts import positions
from analysis.methods.siting import Siting
from analysis.siting import best_places, candidates, plans, waiting_people
from analysis.siting.best_places import Outcome, TooFew, Tried
from analysis.siting.plans import Plan
from analysis.siting.waiting_people import People, Question
from data.store.city import City
from data.store.schema import STORED_CRS
from pages.figures.view import View
from pages.queries.areas import levels
from pages.queries.lists import resources
from pages.queries.memory import remembered

_BESIDE = 0.012  # degrees, somewhat more than a kilometre
_people = remembered(24)(waiting_people.people)
_existing = remembered(24)(waiting_people.existing)


@remembered(24)
def _candidates(city: City, source: str, district: str, sharing: str, day: str) -> pd.DataFrame:
    return candidates.candidates(city, source, district, sharing)


@remembered(8)
def _step(city: City, district: str) -> float:
    return candidates.grid_step(city, district)


def question(view: View, kind: str, group: str, distance: str, way: str = "straight") -> Question:
    """What is asked, for the people of the chosen district or of the city."""
    return Question(kind, group, int(distance), view.district, way)


def people(view: View, asked: Question) -> People | str:
    """The people as points; or what the city lacks for it (analysis.siting.waiting_people.Lacking)."""
    try:
        return _people(view.city, asked, view.sharing)
    except waiting_people.Lacking as lacking:
        return lacking.what


def possible_places(view: View, source: str) -> pd.DataFrame:
    """Where a place could be, inside the chosen district or the city (analysis.siting.candidates.candidates)."""
    return _candidates(view.city, source, view.district, view.sharing, date.today().isoformat())


def grid_step(view: View) -> float:
    """Metres between the points of the grid."""
    return _step(view.city, view.district)


def tried(view: View, here: People, spot: str) -> Tried | None:
    """What a place at "lat,lon" would change; None where that is no position in the city."""
    lat, _, lon = spot.partition(",")
    try:
        return best_places.tried(view.city, here, float(lat), float(lon))
    except ValueError:
        return None


def searching(
    here: People, among: pd.DataFrame, number: int, fixed: tuple[str, ...], forbidden: tuple[str, ...]
) -> Iterator[Siting]:
    """Better and better choices of so many candidates, the last one proven the best."""
    return best_places.improving_choices(here, among, max(number, len(fixed)), fixed, forbidden)


def needed(
    here: People, among: pd.DataFrame, share: float, fixed: tuple[str, ...], forbidden: tuple[str, ...]
) -> tuple[int, int] | float:
    """How many places are needed at least and how many suffice; or, where all candidates together do not, the share
    they reach."""
    try:
        return best_places.needed(here, among, share, fixed, forbidden)
    except TooFew as said:
        return said.most


def existing(view: View, asked: Question) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """The places that count today as this view may see them, and all that lies in reach of those open to everyone
    (label, planned, geometry)."""
    counted, shown = _existing(view.city, asked), resources(view.whole_city())
    shown = shown[shown["resource_id"].isin(counted["resource_id"]) & _round_about(view, shown)]
    open_ = shown[shown["resource_id"].isin(counted.loc[counted["open"], "resource_id"]) & shown["lat"].notna()]
    return shown, reach(view, open_, asked, f"いまある場所から{asked.distance}m以内", planned=False)


def _round_about(view: View, shown: pd.DataFrame) -> pd.Series:
    """Which places lie in the chosen district or a kilometre or so round it: as many as its map can show."""
    here = memory.areas(view.city, "district").query("area_code == @view.district")
    if here.geometry.isna().all():
        return pd.Series(True, shown.index)
    west, south, east, north = here.total_bounds
    return (
        (shown["lon"].between(west - _BESIDE, east + _BESIDE) & shown["lat"].between(south - _BESIDE, north + _BESIDE))
        .fillna(False)
        .astype(bool)
    )


def reach(view: View, chosen: pd.DataFrame, asked: Question, label: str, planned: bool = True) -> gpd.GeoDataFrame:
    """All that lies in reach of places (lat, lon), as one shape."""
    return gpd.GeoDataFrame(
        {"label": [label], "planned": [planned]},
        geometry=[positions.circles(view.city, chosen, asked.straight)],
        crs=STORED_CRS,
    )


def outcome(here: People, among: pd.DataFrame, found: Siting) -> Outcome:
    """What a choice means in persons (analysis.siting.best_places.outcome)."""
    return best_places.outcome(here, among, found)


def on_map(view: View, asked: Question, result: Outcome) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """The places that count today, and what lies in reach of them and of those of a result."""
    shown, around = existing(view, asked)
    return shown, pd.concat(
        [around, reach(view, result.places, asked, f"新しい場所から{asked.distance}m以内")], ignore_index=True
    )


def by_area(view: View, result: Outcome) -> tuple[str, pd.DataFrame]:
    """Persons reached before and after by district, or (inside a district, or where the city has none) by the areas
    people are counted in; and the level."""
    level = "district" if not view.district and "district" in levels(view) else waiting_people.points_level(view.city)
    return level, best_places.by_level(view.city, level, result.areas).query("persons > 0")


def kept_plans(view: View) -> list[Plan]:
    """The plans kept for the city that this view may see."""
    return plans.plans(view.city, view.sharing)


def whole(asked: Question) -> Question:
    """The same question for the people of the whole city."""
    return replace(asked, district="")


def plan_result(view: View, plan: Plan) -> tuple[Outcome, pd.DataFrame] | None:
    """What a plan means for the whole city today: its outcome, and the rows of the city and of its districts; None
    where the city now lacks something."""
    here = people(view, whole(plan.question))
    if isinstance(here, str):
        return None
    result = best_places.outcome_of_places(view.city, here, plan.table())
    parts = [
        best_places.by_level(view.city, level, result.areas)
        for level in ("city", "district")
        if level == "city" or "district" in levels(view)
    ]
    everyone = parts[0].assign(persons=result.everyone)
    return result, pd.concat([everyone, *parts[1:]], ignore_index=True)
