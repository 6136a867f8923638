"""A city's tables read once a revision and made ready for calculation. Nothing else reads tables for figures."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from analysis.methods import ages, levels
from data.store.city import City
from data.vocabulary import LEVELS

_CITIES_KEPT = 6
# Uninhabited areas have no row in a register: so many of a parent's areas may be absent from a complete count, and it
# is said.
ABSENT_ALLOWED = {"population": 0.05, "households": 0.05}


class LoadedCity:
    """The tables of one revision, and what is computed from them once: who belongs to whom, persons by age."""

    def __init__(self, city: City):
        self.city = city
        self.zone = city.zone  # EPSG code of the plane that metres are measured in
        self._tables: dict[str, pd.DataFrame] = {}
        self._kept: dict[object, object] = {}

    def table(self, name: str) -> pd.DataFrame:
        if name not in self._tables:
            self._tables[name] = self.city.table(name)
        return self._tables[name]

    def keep(self, key: object, make):
        """What `make()` gives, made once for this revision."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @cached_property
    def areas(self) -> pd.DataFrame:
        """area_code (index), level, name in the city's own order; a city level is added where the table has none."""
        table = pd.DataFrame(self.table("areas").drop(columns="geometry", errors="ignore")).astype(
            {"area_code": object, "level": object}
        )
        if not (table["level"] == "city").any():
            whole = {
                "area_code": self.city.city_code or self.city.name,
                "level": "city",
                "name": self.city.title,
                "order": 0,
            }
            table = pd.concat([table, pd.DataFrame([whole])], ignore_index=True)
        table = table.assign(order=table["order"].astype("Float64").fillna(np.inf)).sort_values("order", kind="stable")
        return table.set_index("area_code", drop=False)

    def codes(self, level: str) -> pd.Index:
        """The areas of a level, in order."""
        return self.keep(
            ("codes", level), lambda: pd.Index(self.areas.index[self.areas["level"] == level], dtype=object)
        )

    def names(self, level: str) -> np.ndarray:
        """The areas' names, in order."""
        return self.keep(("names", level), lambda: self.areas["name"].reindex(self.codes(level)).to_numpy(object))

    @cached_property
    def level_names(self) -> list[str]:
        """The city's levels, finest first."""
        present = list(dict.fromkeys(self.areas["level"]))
        known = [level for level in LEVELS if level in present and level != "city"]
        return [*known, *(level for level in present if level not in LEVELS), "city"]

    @cached_property
    def above(self) -> pd.DataFrame:
        """Every area above each area (analysis.methods.levels.ancestors). A receiver of merged people that is no area
        of the city belongs where its senders belong."""
        found = levels.ancestors(self.areas, self.table("membership"))
        merges = self.table("merges")
        strangers = (
            merges[~merges["into_code"].isin(self.areas.index)][["area_code", "into_code"]]
            .drop_duplicates()
            .astype(object)
        )
        if strangers.empty:
            return found
        senders = strangers.groupby("into_code")["area_code"].transform("size")
        theirs = strangers.assign(part=1 / senders).merge(found, on="area_code")
        theirs = (
            theirs.assign(weight=theirs["weight"] * theirs["part"])
            .groupby(["into_code", "parent_code"], as_index=False)["weight"]
            .sum()
        )
        return pd.concat([found, theirs.rename(columns={"into_code": "area_code"})], ignore_index=True)

    def links(self, children: pd.Index, level: str, key: object) -> levels.Links:
        return self.keep(("links", key, level), lambda: levels.links(self.above, children, self.codes(level)))

    def base_level(self, codes) -> str:
        """The level most of these areas stand on; the finer one where two have as many."""
        place = np.unique(self.areas.index.get_indexer(pd.Index(codes, dtype=object)))
        found = np.bincount(self._level_number[place[place >= 0]], minlength=len(self.level_names))
        return self.level_names[int(found.argmax())]

    @cached_property
    def _level_number(self) -> np.ndarray:
        return self.areas["level"].map({name: number for number, name in enumerate(self.level_names)}).to_numpy(int)

    def merges(self, as_of: str, source_id: str) -> pd.DataFrame:
        """Whose people are counted where, in one source at one date."""

        def make():
            rows = self.table("merges")
            return rows[(rows["as_of"] == as_of) & (rows["source_id"] == source_id)].astype(object)

        return self.keep(("merges", as_of, source_id), make)

    @cached_property
    def shapes(self) -> gpd.GeoSeries:
        """Geometry by area_code in the city's plane-rectangular zone (metres)."""
        table = self.table("areas")
        return gpd.GeoSeries(
            table.geometry.to_numpy(), index=pd.Index(table["area_code"].astype(object)), crs=table.crs
        ).to_crs(self.zone)

    @cached_property
    def population_index(self) -> dict[tuple[str, str, str], np.ndarray]:
        """Rows of `population` by (as_of, source_id, sex)."""
        table = self.table("population")
        return {
            (str(as_of), str(source_id), str(sex)): rows
            for (as_of, source_id, sex), rows in table.groupby(
                ["as_of", "source_id", "sex"], observed=True
            ).indices.items()
        }

    def age_table(self, as_of: str, source_id: str, sex: str = "all") -> ages.AgeTable | None:
        rows = self.population_index.get((as_of, source_id, sex))
        if rows is None:
            return None
        return self.keep(("ages", as_of, source_id, sex), lambda: ages.age_table(self.table("population").iloc[rows]))

    @cached_property
    def points_level(self) -> str:
        """The level whose areas people are spread over: where population stands."""
        return self.base_level(self.table("population")["area_code"])


def load_city(city: City) -> LoadedCity:
    """The city's revision in force, read once."""
    return _load(city.folder, city.revision, city.name, city.title, city.zone, city.city_code, city.stamp)


@lru_cache(maxsize=_CITIES_KEPT)
def _load(folder: Path, revision: str, name: str, title: str, zone: int, city_code: str, stamp: str) -> LoadedCity:
    return LoadedCity(
        City(name=name, title=title, folder=folder, revision=revision, zone=zone, city_code=city_code, stamp=stamp)
    )
