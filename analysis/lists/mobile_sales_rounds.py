"""The rounds of mobile sales: their stops in order, who lives nearest to each, what is lost without one, and how long
it waits between visits.

Only people of 65 and older are counted, so nothing is protected; which stops there are comes from
analysis.lists.resources and the sharing level.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.counts import population_points
from analysis.counts.loaded_city import LoadedCity, load_city
from analysis.counts.positions import area_of_points, in_metres
from analysis.counts.source_choice import counts_for
from analysis.lists import resources
from analysis.methods import mobile_sales_rounds
from analysis.methods.near_pairs import pairs_within
from data.store import access, citations
from data.store.city import City
from data.vocabulary import WEEKDAYS, WEEKS_A_MONTH

KIND, GROUP, METRES = "mobile_sales", "65+", 500  # 500 m, weekly (ours)
UNNAMED = "便の名前の記載がない停留場所"
NO_DAY, NOT_WEEKLY, UNSAID = "no_day", "not_weekly", "unsaid"  # why the days between visits are not known
COLUMNS = (
    "route",
    "number",
    "name",
    "area_code",
    "area_name",
    "lat",
    "lon",
    "visits",
    "persons",
    "only_route",
    "only",
    "gap",
    "why",
    "near",
    "near_gap",
    "resource_ids",
)


@dataclass(frozen=True)
class Rounds:
    """Every stop of every round a sharing level may see, with what stands behind the numbers of people.

    stops: COLUMNS, round by round, in each by weekday and time. number from 1 within the round; visits: tuples
    (weekdays, from, to, as written), None where the list does not say; persons: of 65 and older whose nearest stop of
    the round this is (within METRES); only_route, only: those who have no other stop of the round, of any round; gap:
    most days between weekly visits, missing with `why`; near: other rounds that stop within METRES, near_gap: the gap
    of all together. Numbers of people are missing where a stop has no position or the city no ages on a map. unplaced:
    stops without a position.
    """

    stops: pd.DataFrame
    source: str
    as_of: str
    note: str


def rounds(city: City, sharing: str = "public") -> Rounds:
    """The rounds of the city's vans; no stops where no list names any. PermissionError as
    analysis.indicators.values."""
    access.require(sharing)
    loaded = load_city(city)
    listed = resources.shown_resources(city, sharing)
    listed = listed[(listed["kind"] == KIND) & (listed["route"].notna() | listed["lat"].notna())]
    if listed.empty:
        return Rounds(pd.DataFrame(columns=list(COLUMNS)), "", "", "")
    visits = listed.assign(route=listed["route"].fillna(UNNAMED).astype(object), **in_metres(loaded, listed))
    visits[["x", "y"]] = visits[["x", "y"]].where(visits["lat"].notna() & visits["lon"].notna())
    stops = _stops(loaded, visits)
    points, persons, as_of, people = _people(loaded)
    stops = _with_people(stops, points, persons, loaded.zone)
    stops = _with_days(stops, loaded.zone).astype({name: object for name in ("visits", "why", "near")})
    cited = citations.cite(
        loaded.table("sources"), [(as_of, tuple(dict.fromkeys([*people, *listed["source_id"].dropna()])), "")]
    )
    return Rounds(stops[list(COLUMNS)], cited, as_of, population_points.note(loaded) if persons is not None else "")


def _stops(loaded: LoadedCity, visits: pd.DataFrame) -> pd.DataFrame:
    """One row a stop: the visits of one round to one spot (to one name, where the spot is not known)."""
    spot = [
        f"{x:.0f} {y:.0f}" if x == x else f"{name}"
        for x, y, name in zip(visits["x"], visits["y"], visits["place"].fillna(visits["name"]), strict=True)
    ]
    rows = [_stop(part) for _, part in visits.assign(spot=spot).groupby(["route", "spot"], sort=False)]
    stops = pd.DataFrame(rows)
    area, placed = np.full(len(stops), -1), stops["x"].notna().to_numpy()
    if placed.any():
        area[placed] = area_of_points(loaded, stops.loc[placed, ["x", "y"]].to_numpy(float))
    codes = loaded.codes(loaded.points_level)
    stops["area_code"] = [
        code if isinstance(code, str) and code else codes[one] if one >= 0 else None
        for code, one in zip(stops["area_code"], area, strict=True)
    ]
    stops["area_name"] = stops["area_code"].map(loaded.areas["name"].to_dict())
    twice = stops.duplicated(["route", "place"], keep=False) & stops["area_name"].notna()
    stops["name"] = stops["place"].where(~twice, stops["place"] + "（" + stops["area_name"].astype(str) + "）")
    first = {route: number for number, route in enumerate(dict.fromkeys(stops["route"]))}
    stops = (
        stops.assign(_route=stops["route"].map(first))
        .sort_values(["_route", "when"], kind="stable")
        .reset_index(drop=True)
    )
    return stops.assign(number=stops.groupby("route", sort=False).cumcount() + 1)


def _stop(visits: pd.DataFrame) -> dict[str, object]:
    rows = sorted(
        visits[["weekdays", "time_from", "time_to", "schedule"]]
        .astype(object)
        .where(lambda cells: cells.notna() & (cells != ""), None)
        .itertuples(index=False, name=None),
        key=_when,
    )
    weekly = visits[visits["times_per_month"].astype(float) >= WEEKS_A_MONTH * visits["weekdays"].fillna("").str.len()]
    days = frozenset(WEEKDAYS.index(day) for day in "".join(weekly["weekdays"].dropna()) if day in WEEKDAYS)
    dated = visits[visits["weekdays"].fillna("") != ""]
    why = "" if days else NO_DAY if dated.empty else UNSAID if dated["times_per_month"].isna().any() else NOT_WEEKLY
    one = visits.iloc[0]
    full = one["name"] if pd.notna(one["name"]) else one["route"]
    return {
        "route": one["route"],
        "place": one["place"] if pd.notna(one["place"]) else full,
        "area_code": one["area_code"],
        "lat": float(one["lat"]) if pd.notna(one["lat"]) else np.nan,
        "lon": float(one["lon"]) if pd.notna(one["lon"]) else np.nan,
        "x": one["x"],
        "y": one["y"],
        "visits": tuple(rows),
        "when": _when(rows[0]),
        "days": days,
        "why": why,
        "resource_ids": tuple(visits["resource_id"]),
    }


def _when(visit: tuple) -> tuple[int, str]:
    """To sort by: weekday, time; what the list does not say comes last."""
    weekdays, begins = visit[0] or "", visit[1]
    return min((WEEKDAYS.index(day) for day in weekdays if day in WEEKDAYS), default=len(WEEKDAYS)), (
        str(begins).zfill(5) if begins else "99:99"
    )


def _people(loaded: LoadedCity) -> tuple[np.ndarray, np.ndarray | None, str, tuple[str, ...]]:
    """Points, persons of the group at each (None in a city without ages on a map), their date and sources."""
    counts = counts_for(loaded, ("population", "resources", "areas"), loaded.points_level, None, None)
    if not counts.population or not len(population_points.points(loaded)[0]):
        return np.empty((0, 2)), None, "", ()
    xy, area, weight, *_ = population_points.points(loaded)
    amounts = counts.group(GROUP)
    if np.isnan(amounts.count).all():
        return xy, None, "", ()
    return xy, np.nan_to_num(amounts.count)[area] * weight, amounts.as_of, amounts.source_ids


def _with_people(stops: pd.DataFrame, points: np.ndarray, persons: np.ndarray | None, zone: int) -> pd.DataFrame:
    stops = stops.assign(persons=np.nan, only_route=np.nan, only=np.nan)
    placed = stops["x"].notna()
    if persons is None:
        return stops
    for _, part in stops[placed].groupby("route", sort=False):
        here = part[["x", "y"]].to_numpy(float)
        others = stops.loc[placed & ~stops.index.isin(part.index), ["x", "y"]].to_numpy(float)
        stops.loc[part.index, "persons"] = mobile_sales_rounds.at_nearest(points, persons, here, METRES, zone)
        stops.loc[part.index, "only_route"] = mobile_sales_rounds.only_here(points, persons, here, METRES, zone)
        stops.loc[part.index, "only"] = mobile_sales_rounds.only_here(points, persons, here, METRES, zone, others)
    return stops


def _with_days(stops: pd.DataFrame, zone: int) -> pd.DataFrame:
    placed = np.flatnonzero(stops["x"].notna())
    xy = stops.iloc[placed][["x", "y"]].to_numpy(float)
    one, other, _ = pairs_within(xy, xy, METRES, zone)
    beside: dict[int, list[int]] = {}
    for a, b in zip(placed[one], placed[other], strict=True):
        if stops["route"].iat[a] != stops["route"].iat[b]:
            beside.setdefault(int(a), []).append(int(b))
    near_routes = [
        tuple(dict.fromkeys(stops["route"].iat[b] for b in sorted(beside.get(a, ())))) for a in range(len(stops))
    ]
    together = [days.union(*(stops["days"].iat[b] for b in beside.get(a, ()))) for a, days in enumerate(stops["days"])]
    gaps, near_gaps = (
        pd.Series([mobile_sales_rounds.longest_gap(days) for days in found], dtype="Int64", index=stops.index)
        for found in (stops["days"], together)
    )
    return stops.assign(gap=gaps, near=near_routes, near_gap=near_gaps.where([bool(names) for names in near_routes]))
