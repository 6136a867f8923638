"""Where one more place would help in a city: people as points, candidates, the best of them, and what one place more changes.

Whoever is reached already is counted as on 歩いて行ける範囲 (data.figures, "coverage"); a new place is taken to be open to everyone.
Only age groups are counted here, so nothing is protected; where a place stands comes from data.resources and the sharing level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis import ages, population_points, reach, siting
from analysis.amounts import Choice
from analysis.siting import Siting, TooFew
from analysis.vocabulary import AGE_GROUPS
from data import citation, resources
from data.choosing import facts_for
from data.city import City
from data.facts import CityFacts
from data.prepared import Prepared, prepared
from data.reaching import metres
from data.schema import STORED_CRS
from data.sites import known, of_kinds, positions

HALLS, GRID = "halls", "grid"
GRID_METRES, GRID_POINTS = 250.0, 4_000  # of the grid: its step, and about how many points it may have before the step grows
_BESIDE = 50.0  # metres: boundaries are drawn coarsely (data.locating)
_NEAR_POINT = 1_000.0  # metres: as far as people are taken to live from an area known only as a point
_SAME_HALL = 300.0  # metres: a hall of the map and one of the list with one name and this near are one
NO_AGES, NO_SHAPES, NO_LIST, NO_POSITIONS = "ages", "shapes", "list", "positions"

__all__ = ["GRID", "HALLS", "Lacking", "Outcome", "People", "Question", "TooFew", "Tried", "candidates", "needed", "outcome", "people", "searching", "tried", "with_places"]


class Lacking(ValueError):
    """What a city lacks for this question: `what` is NO_AGES, NO_SHAPES, NO_LIST or NO_POSITIONS."""

    def __init__(self, what: str):
        self.what = what
        super().__init__(what)


@dataclass(frozen=True)
class Question:
    """Kinds joined by "+", a group of vocabulary.AGE_GROUPS, metres in a straight line, and the district whose people count ("" = all)."""

    kind: str
    group: str
    distance: int
    district: str = ""


@dataclass(frozen=True)
class People:
    """People as points: xy (metres, EPSG `zone`), area (number in `codes`), persons, already (reached today).

    unplaced: persons whom no point stands for (their area has no shape); they are left in every result. estimated: areas known only as points.
    """

    xy: np.ndarray
    area: np.ndarray
    persons: np.ndarray
    already: np.ndarray
    codes: pd.Index
    names: np.ndarray
    zone: int
    distance: int
    unplaced: float
    as_of: str
    source: str
    estimated: bool

    @property
    def everyone(self) -> float:
        return float(self.persons.sum()) + self.unplaced


@dataclass(frozen=True)
class Outcome:
    """places: number (from 1), key, name, area_name, lat, lon, adds, gains (tuple of (area's name, persons), most first); areas: area_code, area_name,
    persons, before, after; and persons in all, reached before, gained, left, and by how many the best choice could at most be better (0: proven)."""

    places: pd.DataFrame
    areas: pd.DataFrame
    everyone: float
    before: float
    gained: float
    left: float
    gap: float


@dataclass(frozen=True)
class Tried:
    """One place that someone points at: where it lies, and persons gained by area (area_name, persons; only areas that gain)."""

    area_name: str
    gained: float
    areas: pd.DataFrame


def people(city: City, question: Question) -> People:
    """The people of the question as points. Raises Lacking, and ValueError for a kind, group or district that does not exist."""
    made = prepared(city)
    facts = facts_for(made, ("population", "resources", "areas"), "city", None, None, 0)
    count, unknown = _persons(facts, question)
    if not known(facts, question.kind):
        raise Lacking(NO_LIST)
    rows, _ = of_kinds(facts, question.kind)
    if len(rows) and np.isnan(positions(made)[rows.index]).any(axis=1).all():
        raise Lacking(NO_POSITIONS)
    xy, area, weight, rough = made.points
    if not len(xy):
        raise Lacking(NO_SHAPES)
    persons = count[area] * weight
    choice = Choice(question.kind, question.distance, question.group)
    already, here = metres(facts, choice) <= choice.distance, persons > 0
    amounts = facts.group(question.group)
    cited = citation.cite(made.table("sources"), [(amounts.as_of, tuple(dict.fromkeys([*amounts.source_ids, *rows["source_id"].dropna()])), "")])
    return People(xy[here], area[here], persons[here], already[here], made.codes(made.points_level), made.names(made.points_level), made.city.zone,
                  question.distance, max(unknown - float(persons.sum()), 0.0), amounts.as_of, cited, bool(rough[area[here]].any()))


def _persons(facts: CityFacts, question: Question) -> tuple[np.ndarray, float]:
    """Persons of the group that each area of the points' level has inside the district, and persons of the place in all."""
    made, level = facts.city, facts.city.points_level
    codes = made.codes(level)
    amounts = facts.at(level).group(question.group)
    if not facts.population or np.isnan(amounts.count).all():
        raise Lacking(NO_AGES)
    count = np.nan_to_num(amounts.count) + _strays(facts, question.group, codes)
    at, place = ("district", _district(made, question.district)) if question.district else ("city", 0)
    if question.district:
        count = count * made.links(codes, "district", ("points", level)).weight[:, [place]].toarray().ravel()
    return count, float(np.nan_to_num(facts.at(at).group(question.group).count[place]))


def _district(made: Prepared, code: str) -> int:
    place = int(made.codes("district").get_indexer([code])[0])
    if place < 0:
        raise ValueError(f"「{code}」という地区はこの市にありません。")
    return place


def _strays(facts: CityFacts, group: str, codes: pd.Index) -> np.ndarray:
    """People whom the source counts under a code that is no area of the map: in equal parts where those counted there live (as data.reaching does)."""
    found, merges = np.zeros(len(codes)), facts.city.merges(*facts.population)
    merges = merges[~merges["into_code"].isin(facts.city.areas.index) & merges["area_code"].isin(codes)]
    if len(merges):
        counted = ages.persons(facts.city.age_table(*facts.population), *AGE_GROUPS[group])["count"]
        each = merges["into_code"].map(counted).fillna(0) / merges.groupby("into_code")["into_code"].transform("size")
        np.add.at(found, codes.get_indexer(merges["area_code"]), each.to_numpy(float))
    return found


# Where a place could be.

def candidates(city: City, source: str, district: str = "", sharing: str = "public") -> pd.DataFrame:
    """key (unique, without a comma), name, area_name, lat, lon, x, y of every candidate inside the city or the district, in the city's own order.

    source: HALLS (the list's halls that this sharing level may see, and those of the map) or GRID. Raises ValueError for another source,
    PermissionError as data.figures does.
    """
    made = prepared(city)
    if source not in (HALLS, GRID):
        raise ValueError(f"「{source}」という候補の選び方はありません。")
    found = _halls(city, made, sharing) if source == HALLS else _grid(made, district)
    area = standing(made, found[["x", "y"]].to_numpy(float))
    inside = area >= 0
    if district:
        level = made.points_level
        part = made.links(made.codes(level), "district", ("points", level)).weight[:, [_district(made, district)]].toarray().ravel()
        inside &= np.where(inside, part[area], 0) > 0
    found, area = found[inside], area[inside]
    found = found.assign(area_name=made.names(made.points_level)[area], order=area).sort_values("order", kind="stable").reset_index(drop=True)
    found["name"] = found["name"].fillna(found["area_name"].astype(str) + "のあたり")
    return found.assign(key=_keys(found))[["key", "name", "area_name", "lat", "lon", "x", "y"]]


def _halls(city: City, made: Prepared, sharing: str) -> pd.DataFrame:
    listed = resources.shown_resources(city, sharing)
    listed = listed[(listed["kind"] == "hall") & listed["lat"].notna() & listed["lon"].notna()]
    base = made.table("base")
    base = base[(base["layer"] == "hall") & (base.geom_type == "Point")]
    both = pd.concat([pd.DataFrame({"name": listed["name"].astype(object), "lat": listed["lat"].astype(float), "lon": listed["lon"].astype(float)}),
                      pd.DataFrame({"name": base["name"].astype(object), "lat": base.geometry.y, "lon": base.geometry.x})], ignore_index=True)
    both = both.assign(**_metres(made, both))
    twice = [any(np.hypot(row.x - first.x, row.y - first.y) <= _SAME_HALL for first in group[: number])
             for _, named in both.groupby("name", sort=False, dropna=False) for group in [list(named.itertuples())] for number, row in enumerate(group)]
    order = [index for _, named in both.groupby("name", sort=False, dropna=False) for index in named.index]
    return both.drop(index=[index for index, again in zip(order, twice, strict=True) if again])


def _grid(made: Prepared, district: str) -> pd.DataFrame:
    """Points at equal distances over the areas where anybody is counted."""
    level = made.points_level
    shapes = made.shapes.reindex(made.codes(level))
    if district:
        part = made.links(made.codes(level), "district", ("points", level)).weight[:, [_district(made, district)]].toarray().ravel()
        shapes = shapes[part > 0]
    shapes = shapes[shapes.geom_type.isin(["Polygon", "MultiPolygon"])]
    step = max(GRID_METRES, (shapes.area.sum() / GRID_POINTS) ** 0.5)
    west, south, east, north = shapes.total_bounds if len(shapes) else (0, 0, 0, 0)
    x, y = (part.ravel() for part in np.meshgrid(np.arange(west + step / 2, east, step), np.arange(north - step / 2, south, -step)))
    here = np.unique(shapely.STRtree(shapes.to_numpy()).query(shapely.points(x, y), predicate="intersects")[0]) if len(x) else np.empty(0, int)
    degrees = gpd.GeoSeries.from_xy(x[here], y[here], crs=made.city.zone).to_crs(STORED_CRS)
    return pd.DataFrame({"name": np.full(len(here), None, object), "lat": degrees.y, "lon": degrees.x, "x": x[here], "y": y[here]})


def grid_step(city: City, district: str = "") -> float:
    """Metres between neighbours of the grid."""
    made = prepared(city)
    found = _grid(made, district)
    return float(np.diff(np.unique(found["x"].round(3)))[:1].sum())


def _keys(found: pd.DataFrame) -> list[str]:
    """Names, with their area and a number where two have one name."""
    seen: dict[str, int] = {}
    keys = []
    for name in found["name"].astype(str).str.replace(",", "、"):
        seen[name] = seen.get(name, 0) + 1
        keys.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return keys


def _metres(made: Prepared, places: pd.DataFrame) -> dict[str, np.ndarray]:
    points = gpd.GeoSeries.from_xy(places["lon"].astype(float), places["lat"].astype(float), crs=STORED_CRS).to_crs(made.city.zone)
    return {"x": points.x.to_numpy(), "y": points.y.to_numpy()}


def standing(made: Prepared, xy: np.ndarray) -> np.ndarray:
    """For points in metres the number of the area (of the points' level) they lie in or right beside, -1 outside the city."""
    def make():
        shapes = made.shapes.reindex(made.codes(made.points_level)).to_numpy()
        there = np.array([shape is not None and not shape.is_empty for shape in shapes], bool)
        return shapely.STRtree(shapes[there]), np.flatnonzero(there)
    tree, numbers = made.keep("tree of areas", make)
    far = _NEAR_POINT if not any(shape.geom_type in ("Polygon", "MultiPolygon") for shape in tree.geometries) else _BESIDE
    found = np.full(len(xy), -1)
    if len(numbers) and len(xy):
        point, area = tree.query_nearest(shapely.points(xy), max_distance=far, all_matches=True)
        found[point[::-1]] = numbers[area[::-1]]  # on a shared border the first area in order
    return found


# What they change.

def searching(people: People, places: pd.DataFrame, number: int, fixed: Sequence[str] = (), forbidden: Sequence[str] = (), slice_seconds: float = 0.5) -> Iterator[Siting]:
    """Better and better choices of `number` of the candidates (analysis.siting.improving); fixed and forbidden are keys of candidates."""
    return siting.improving(_reached(people, places), people.persons, number, people.already, _rows(places, fixed), _rows(places, forbidden), slice_seconds)


def needed(people: People, places: pd.DataFrame, share: float, fixed: Sequence[str] = (), forbidden: Sequence[str] = (), seconds: float = 8.0) -> tuple[int, int]:
    """How many of the candidates are needed at least, and how many surely suffice, for `share` (0-1) of all persons; the same number where it is proven.

    Raises TooFew where all candidates together do not suffice; its `most` is then the share they reach.
    """
    placed = float(people.persons.sum())
    try:
        enough, least = siting.fewest(_reached(people, places), people.persons, share * people.everyone / placed, people.already, _rows(places, fixed), _rows(places, forbidden), seconds)
    except TooFew as said:
        raise TooFew(said.most * placed / people.everyone) from None
    return least, len(enough.chosen)


def outcome(people: People, places: pd.DataFrame, found: Siting, gains: int = 3) -> Outcome:
    """What a choice means in persons, place by place and area by area."""
    by_area = siting.gained_by_area(found, people.persons, people.area, len(people.codes))
    chosen = places.iloc[found.chosen].reset_index(drop=True)
    most = [tuple((people.names[area], float(row[area])) for area in np.argsort(-row, kind="stable")[:gains] if row[area] >= 0.5) for row in by_area]
    chosen = chosen.assign(number=np.arange(1, len(chosen) + 1), adds=found.adds, gains=pd.Series(most, dtype=object, index=chosen.index))
    everyone, before = (np.bincount(people.area, weight, len(people.codes)) for weight in (people.persons, people.persons * people.already))
    areas = pd.DataFrame({"area_code": people.codes, "area_name": people.names, "persons": everyone, "before": before, "after": before + by_area.sum(axis=0)})
    return Outcome(chosen, areas[areas["persons"] > 0].reset_index(drop=True), people.everyone, found.before, found.gained,
                   people.everyone - found.before - found.gained, 0.0 if found.proven else found.most - found.gained)


def with_places(city: City, people: People, places: pd.DataFrame) -> Outcome:
    """What these very places (name, lat, lon), in their order, would change today."""
    made = prepared(city)
    found = places.assign(**_metres(made, places)).reset_index(drop=True)
    area = standing(made, found[["x", "y"]].to_numpy(float))
    found = found.assign(key=found["name"], area_name=[people.names[one] if one >= 0 else "" for one in area])
    (last,) = siting.improving(_reached(people, found), people.persons, len(found), people.already, range(len(found)))
    return outcome(people, found, last)


def tried(city: City, people: People, lat: float, lon: float) -> Tried | None:
    """What one place at this position would change today; None where it lies outside the city."""
    made = prepared(city)
    place = np.array(list(_metres(made, pd.DataFrame({"lat": [lat], "lon": [lon]})).values()), float).reshape(1, 2)
    area = standing(made, place)[0] if np.isfinite(place).all() else -1
    if area < 0:
        return None
    near = (np.abs(people.xy - place) <= people.distance).all(axis=1)  # the square round the circle: few enough to measure
    gained = siting.one_more(people.xy[near], people.persons[near], people.area[near], len(people.codes), np.where(people.already[near], 0.0, np.inf), place[0],
                             people.distance, people.zone)
    more = pd.DataFrame({"area_name": people.names, "persons": gained}).query("persons > 0").sort_values("persons", ascending=False, kind="stable")
    return Tried(people.names[area], float(gained.sum()), more.reset_index(drop=True))


def _reached(people: People, places: pd.DataFrame):
    return siting.within(people.xy, places[["x", "y"]].to_numpy(float), people.distance, people.zone)


def _rows(places: pd.DataFrame, keys: Sequence[str]) -> list[int]:
    return np.flatnonzero(places["key"].isin(list(keys))).tolist()


def by_level(city: City, level: str, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas of an Outcome summed to a level above: area_code, area_name, persons, before, after, in the city's own order."""
    made = prepared(city)
    weight = made.links(made.codes(made.points_level), level, ("points", made.points_level)).weight
    counts = areas.set_index("area_code")[["persons", "before", "after"]].reindex(made.codes(made.points_level)).fillna(0).to_numpy(float)
    summed = pd.DataFrame(weight.T @ counts, columns=["persons", "before", "after"])
    return pd.concat([pd.DataFrame({"area_code": made.codes(level), "area_name": made.names(level)}), summed], axis=1)
