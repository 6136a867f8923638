"""Who is reached without a walk to the place: along a line, inside an area with rides from the door, in neighbourhoods
that help comes to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from analysis.counts import population_points
from analysis.counts.active_resources import active_of_kinds
from analysis.counts.area_counts import AreaCounts
from analysis.counts.loaded_city import LoadedCity
from analysis.counts.served_areas import areas_served
from analysis.counts.walk_distance import Whom, home, open_to
from analysis.methods import levels
from analysis.methods.amounts import Choice
from data.vocabulary import DETOUR, KINDS

_RIDES = tuple(key for key, kind in KINDS.items() if kind.rides)
_WHOLE_PLACES = (
    "district",
    "former_town",
    "city",
)  # too large to say that something comes to one's neighbourhood there


def rows(counts: AreaCounts, choice: Choice, means: str) -> tuple[pd.DataFrame, str]:
    """The resources of one of the means (line, zone, served), and what has to be said of them.

    Rides serve whatever one wants to reach; help that comes counts where it does the same (はたらき) as the kinds asked
    about.
    """
    return counts.city.keep(
        ("arriving rows", means, choice.kind, choice.when, choice.often, counts.as_of if counts.asked else ""),
        lambda: _rows(counts, choice, means),
    )


def _rows(counts: AreaCounts, choice: Choice, means: str) -> tuple[pd.DataFrame, str]:
    kinds = _RIDES if means != "served" else _helping(choice.kind)
    if not kinds:
        return counts.city.table("resources").iloc[:0], ""
    found, note = active_of_kinds(counts, "+".join(kinds), choice.when, choice.often)
    lines, zones = (found["resource_id"].isin(list(_drawn(counts.city, layer))) for layer in ("line", "zone"))
    if means == "line":
        return found[lines], note
    in_areas = found["resource_id"].isin(_areas(counts, found, near=means == "served")["resource_id"])
    return found[in_areas if means == "served" else zones | (~lines & in_areas)], note


def is_listed(counts: AreaCounts, choice: Choice, means: str) -> bool:
    """Whether the city's data name any resource of these means at all, at whatever time."""
    return len(rows(counts, Choice(choice.kind), means)[0]) > 0


def reached(counts: AreaCounts, choice: Choice, means: str, whom: Whom) -> np.ndarray:
    """For each point of population the part (0-1) of such people there who are reached; NaN where a part of their area
    is served and nobody knows which."""

    def make():
        found, _ = rows(counts, choice, means)
        members = (found["eligibility"].fillna("") == "members").to_numpy(bool)
        found = found[open_to(found, whom) | members]
        if means == "served":
            return _in_areas(counts, _areas(counts, found, near=True)["area_code"])
        drawn = _drawn(counts.city, means)
        parts = [
            _theirs(
                counts,
                found.loc[index],
                _near(counts.city, resource_id, choice)
                if means == "line"
                else _inside(counts.city, drawn[resource_id]),
            )
            for index, resource_id in found["resource_id"].items()
            if resource_id in drawn
        ]
        if means == "zone":
            parts.append(_in_areas(counts, _areas(counts, found[~found["resource_id"].isin(drawn)])["area_code"]))
        return np.maximum.reduce([np.zeros(len(population_points.points(counts.city)[0])), *parts])

    of_distance = (choice.distance, choice.way) if means == "line" else ()
    return counts.city.keep(
        (
            "arriving",
            means,
            choice.kind,
            choice.when,
            choice.often,
            whom,
            *of_distance,
            counts.rules.exact_homes,
            counts.rules.consent,
            counts.as_of if counts.asked else "",
        ),
        make,
    )


def _inside(loaded: LoadedCity, zone: shapely.Geometry) -> np.ndarray:
    shapely.prepare(zone)
    return shapely.intersects_xy(zone, population_points.points(loaded)[0]).astype(float)


def _theirs(counts: AreaCounts, resource: pd.Series, there: np.ndarray) -> np.ndarray:
    """What a resource reaches, cut to its members' areas where it is for members only."""
    return (
        there * home(counts, resource.name)[population_points.points(counts.city)[1]]
        if str(resource["eligibility"]) == "members"
        else there
    )


def _helping(kind: str) -> tuple[str, ...]:
    functions = {KINDS[one].function for one in kind.split("+") if one in KINDS}
    return tuple(
        key
        for key, one in KINDS.items()
        if one.function in functions and one.reach in ("served", "area", "enrolment") and key not in _RIDES
    )


def _drawn(loaded: LoadedCity, layer: str) -> dict[str, shapely.Geometry]:
    """Lines or zones in metres by the resource that they belong to."""

    def make():
        base = loaded.table("base")
        base = base[(base["layer"] == layer) & base["resource_id"].notna()].to_crs(loaded.zone)
        return {
            resource_id: shapely.union_all(part.geometry.array) for resource_id, part in base.groupby("resource_id")
        }

    return loaded.keep(("drawn", layer), make)


def _near(loaded: LoadedCity, resource_id: str, choice: Choice) -> np.ndarray:
    """1 where the line is no farther than the distance (along a network too it counts as straight x 1.3: the line has
    no stops to walk to)."""

    def make():
        line = _drawn(loaded, "line")[resource_id]
        shapely.prepare(line)
        return shapely.distance(shapely.points(population_points.points(loaded)[0]), line)

    metres = loaded.keep(("metres to line", resource_id), make)
    return (metres * (1.0 if choice.way == "straight" else DETOUR) <= choice.metres).astype(float)


def _areas(counts: AreaCounts, found: pd.DataFrame, near: bool = False) -> pd.DataFrame:
    """resource_id, area_code of the areas that resources name (else stand in); near: of those known by no more than a
    district, none."""
    areas = areas_served(counts.city, found)
    named = set(counts.city.table("served")["resource_id"])
    large = areas["area_code"].map(counts.city.areas["level"]).isin(_WHOLE_PLACES)
    return areas[~large | areas["resource_id"].isin(named)] if near else areas


def _in_areas(counts: AreaCounts, named: pd.Series) -> np.ndarray:
    """For each point 1 where its area lies wholly in a named one, the part where it lies partly, 1 inside the polygon
    of a named part of it."""
    loaded, named = counts.city, pd.Index(named.unique())
    codes, (xy, area, *_) = loaded.codes(loaded.points_level), population_points.points(loaded)
    share = codes.isin(named).astype(float)
    above = levels.part_inside(loaded.above, named, loaded.areas["level"])
    share = np.maximum(share, above.reindex(codes).fillna(0.0).to_numpy())
    part = share[area]
    below = loaded.above[loaded.above["area_code"].isin(named) & loaded.above["parent_code"].isin(codes[share < 1])]
    for code, parent in below[["area_code", "parent_code"]].itertuples(index=False):
        shape, inside = loaded.shapes.get(code), np.flatnonzero(area == codes.get_loc(parent))
        if shape is not None and shape.geom_type in ("Polygon", "MultiPolygon"):
            part[inside] = np.fmax(part[inside], shapely.intersects_xy(shape, xy[inside]))
        else:
            part[inside] = np.where(part[inside] == 1, 1.0, np.nan)
    return part
