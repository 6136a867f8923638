"""What further places change: the best of the candidates, how many are needed, and one tried by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from analysis.counts.loaded_city import load_city
from analysis.counts.positions import area_of_points, in_metres
from analysis.methods import network, siting
from analysis.methods.siting import Siting, TooFew
from analysis.siting.waiting_people import People
from data.store.city import City


@dataclass(frozen=True)
class Outcome:
    """places: number (from 1), key, name, area_name, lat, lon, adds, gains (tuple of (area's name, persons), most
    first); areas: area_code, area_name, persons, before, after; and persons in all, reached before, gained, left, and
    by how many the best choice could at most be better (0: proven).
    """

    places: pd.DataFrame
    areas: pd.DataFrame
    everyone: float
    before: float
    gained: float
    left: float
    gap: float


@dataclass(frozen=True)
class Tried:
    """One place that someone points at: where it lies, and persons gained by area (area_name, persons; only areas that
    gain)."""

    area_name: str
    gained: float
    areas: pd.DataFrame


def improving_choices(
    people: People,
    places: pd.DataFrame,
    number: int,
    fixed: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    slice_seconds: float = 0.5,
) -> Iterator[Siting]:
    """Better and better choices of `number` of the candidates (analysis.methods.siting.improving); fixed and
    forbidden are keys of candidates."""
    return siting.improving(
        _reached(people, places),
        people.waiting,
        number,
        None,
        _rows(places, fixed),
        _rows(places, forbidden),
        slice_seconds,
    )


def needed(
    people: People,
    places: pd.DataFrame,
    share: float,
    fixed: Sequence[str] = (),
    forbidden: Sequence[str] = (),
    seconds: float = 8.0,
) -> tuple[int, int]:
    """How many of the candidates are needed at least, and how many surely suffice, for `share` (0-1) of all persons;
    the same number where it is proven.

    Raises TooFew where all candidates together do not suffice; its `most` is then the share they reach.
    """
    waiting, before = float(people.waiting.sum()), float(people.reached.sum())
    wanted = share * people.everyone - before
    if wanted <= 0:
        return len(fixed), len(fixed)
    try:
        enough, least = siting.fewest(
            _reached(people, places),
            people.waiting,
            wanted / waiting if waiting else np.inf,
            None,
            _rows(places, fixed),
            _rows(places, forbidden),
            seconds,
        )
    except TooFew as said:
        raise TooFew((before + said.most * waiting) / people.everyone) from None
    return least, len(enough.chosen)


def outcome(people: People, places: pd.DataFrame, found: Siting, gains: int = 3) -> Outcome:
    """What a choice means in persons, place by place and area by area."""
    by_area = siting.gained_by_area(found, people.waiting, people.area, len(people.codes))
    chosen = places.iloc[found.chosen].reset_index(drop=True)
    most = [
        tuple(
            (people.names[area], float(row[area]))
            for area in np.argsort(-row, kind="stable")[:gains]
            if row[area] >= 0.5
        )
        for row in by_area
    ]
    chosen = chosen.assign(
        number=np.arange(1, len(chosen) + 1), adds=found.adds, gains=pd.Series(most, dtype=object, index=chosen.index)
    )
    everyone, before = (
        np.bincount(people.area, weight, len(people.codes)) for weight in (people.persons, people.reached)
    )
    areas = pd.DataFrame(
        {
            "area_code": people.codes,
            "area_name": people.names,
            "persons": everyone,
            "before": before,
            "after": before + by_area.sum(axis=0),
        }
    )
    return Outcome(
        chosen,
        areas[areas["persons"] > 0].reset_index(drop=True),
        people.everyone,
        float(people.reached.sum()),
        found.gained,
        people.everyone - float(people.reached.sum()) - found.gained,
        0.0 if found.proven else found.most - found.gained,
    )


def outcome_of_places(city: City, people: People, places: pd.DataFrame) -> Outcome:
    """What these very places (name, lat, lon), in their order, would change today."""
    loaded = load_city(city)
    found = places.assign(**in_metres(loaded, places)).reset_index(drop=True)
    area = area_of_points(loaded, found[["x", "y"]].to_numpy(float))
    found = found.assign(key=found["name"], area_name=[people.names[one] if one >= 0 else "" for one in area])
    (last,) = siting.improving(_reached(people, found), people.waiting, len(found), fixed=range(len(found)))
    return outcome(people, found, last)


def tried(city: City, people: People, lat: float, lon: float) -> Tried | None:
    """What one place at this position would change today; None where it lies outside the city."""
    loaded = load_city(city)
    place = np.array(list(in_metres(loaded, pd.DataFrame({"lat": [lat], "lon": [lon]})).values()), float).reshape(1, 2)
    area = area_of_points(loaded, place)[0] if np.isfinite(place).all() else -1
    if area < 0:
        return None
    near = np.flatnonzero(
        (np.abs(people.xy - place) <= people.distance).all(axis=1)
    )  # the square round the circle: few enough to measure
    gained = _gained_round(people, near, place)
    more = (
        pd.DataFrame({"area_name": people.names, "persons": gained})
        .query("persons > 0")
        .sort_values("persons", ascending=False, kind="stable")
    )
    return Tried(people.names[area], float(gained.sum()), more.reset_index(drop=True))


def _gained_round(people: People, near: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Persons by area of those points whom a place would reach."""
    if people.paths is not None:
        found = near[network.within(people.paths, people.xy[near], place, people.distance).indices]
        return np.bincount(people.area[found], people.waiting[found], len(people.codes))
    return siting.one_more(
        people.xy[near],
        people.waiting[near],
        people.area[near],
        len(people.codes),
        np.full(len(near), np.inf),
        place[0],
        people.distance,
        people.zone,
    )


def _reached(people: People, places: pd.DataFrame) -> csr_array:
    where = places[["x", "y"]].to_numpy(float)
    if people.paths is not None:
        return network.within(people.paths, people.xy, where, people.distance)
    return siting.within(people.xy, where, people.distance, people.zone)


def _rows(places: pd.DataFrame, keys: Sequence[str]) -> list[int]:
    return np.flatnonzero(places["key"].isin(list(keys))).tolist()


def by_level(city: City, level: str, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas of an Outcome summed to a level above: area_code, area_name, persons, before, after, in the city's own
    order."""
    loaded = load_city(city)
    weight = loaded.links(loaded.codes(loaded.points_level), level, ("points", loaded.points_level)).weight
    persons = (
        areas.set_index("area_code")[["persons", "before", "after"]]
        .reindex(loaded.codes(loaded.points_level))
        .fillna(0)
        .to_numpy(float)
    )
    summed = pd.DataFrame(weight.T @ persons, columns=["persons", "before", "after"])
    return pd.concat(
        [pd.DataFrame({"area_code": loaded.codes(level), "area_name": loaded.names(level)}), summed], axis=1
    )
