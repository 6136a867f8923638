"""The areas of a view: its levels, their shapes for maps, which lie inside the chosen district."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

import pages.queries.memory as memory
from data.store.city import City
from data.vocabulary import LEVELS
from pages.figures.description import BaseMap
from pages.figures.view import WHOLE_CITY, View
from pages.queries.memory import remembered

BELOW = ("district", "neighbourhood", "small_area")


def district_names(city: City) -> dict[str, str]:
    """area_code -> name of the city's districts in its own order, the whole city first."""
    found = memory.areas(city, "district")
    return {WHOLE_CITY: "市全体"} | dict(zip(found["area_code"], found["name"], strict=True))


@remembered(16)
def districts_of_areas(city: City) -> dict[str, str]:
    """Area code -> code of its district, for districts and all areas inside them."""
    return {area: code for code in district_names(city) if code for area in (*memory.inside(city, code), code)}


def levels(view: View) -> dict[str, str]:
    """The levels this city has below the whole city, coarse first, with the words for them."""
    return {level: LEVELS[level] for level in BELOW if len(memory.areas(view.city, level))}


def levels_with(view: View, table: str) -> dict[str, str]:
    """The levels for which a table can say something: its own and those above, coarse first."""
    present = set(memory.table(view.city, table)["area_code"])
    at = [level for level in levels(view) if present & set(memory.areas(view.city, level)["area_code"])]
    if not at:
        return {}
    finest = max(BELOW.index(level) for level in at)
    return {level: label for level, label in levels(view).items() if BELOW.index(level) <= finest}


def coarsest(view: View) -> str:
    """The level a first look uses: districts, or the next one the city has."""
    return next(iter(levels(view)), "city")


def city_code(view: View) -> str:
    """The area code of the whole city."""
    found = memory.areas(view.city, "city")["area_code"]
    return found.iloc[0] if len(found) else view.city.city_code or view.city.name


def place_code(view: View) -> str:
    """The area code of the chosen district, or of the whole city."""
    return view.district or city_code(view)


def areas(view: View, level: str, within: bool = False) -> gpd.GeoDataFrame:
    """The areas of a level with shapes for the screen; `within` keeps those inside the chosen district."""
    found = memory.areas(view.city, level)
    return inside(view, level, found) if within else found


def has_shapes(view: View, level: str) -> bool:
    """Whether the areas of a level are known as polygons or points."""
    return bool(memory.areas(view.city, level).geometry.notna().any())


def tiles(view: View, level: str) -> pd.DataFrame:
    """Rough places (row, column) of the areas of a level, for a tile map; empty where the city says nothing of them."""
    found = memory.table(view.city, "tiles")
    return found[found["area_code"].isin(memory.areas(view.city, level)["area_code"])]


def base(view: View, level: str) -> BaseMap:
    """What a shaded map needs to be recognised: main roads, rivers, railways and stations; district boundaries over
    finer areas."""
    lines, places = memory.base(view.city)
    outlines = memory.areas(view.city, "district")
    if view.district:  # the map then shows this district alone
        outlines = outlines[outlines["area_code"] == view.district]
    main = lines[(lines["layer"] != "road") | (lines["rank"] == 1)]
    return BaseMap(
        main, places[places["layer"] == "station"], outlines if level != "district" and len(outlines) else None
    )


def ground(view: View) -> BaseMap:
    """What a map of places needs: all roads and landmarks, the districts outlined; of a chosen district its
    neighbourhoods."""
    lines, places = memory.base(view.city)
    if view.district:
        return BaseMap(lines, places, _finest_outlines(view))
    outlines = next((found for level in BELOW if len(found := memory.areas(view.city, level))), None)
    return BaseMap(lines, places, outlines if outlines is not None and outlines.geometry.notna().any() else None)


def _finest_outlines(view: View) -> gpd.GeoDataFrame | None:
    for level in ("neighbourhood", "small_area"):
        outlines = areas(view, level, within=True)
        if len(outlines):
            return outlines
    return memory.areas(view.city, "district").query("area_code == @view.district")


def inside(view: View, level: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Those of the rows that lie inside the chosen district; districts themselves stay whole, to be seen beside one
    another."""
    if not view.district or level not in ("neighbourhood", "small_area"):
        return rows
    return rows[rows["area_code"].isin(memory.inside(view.city, view.district))]


def in_source(view: View, table: str) -> dict[str, str]:
    """The districts (code -> name) that a table speaks of, with a line of their own or of an area inside them."""
    present = set(memory.table(view.city, table)["area_code"])
    return {
        code: name
        for code, name in district_names(view.city).items()
        if code and present & {code, *memory.inside(view.city, code)}
    }


def few_districts(view: View, rows: pd.DataFrame, most: int = 3) -> list[str]:
    """The names of the districts whose areas have a value or a reason other than 資料になし, where these are `most` or
    fewer of all."""
    known = rows.loc[rows["state"] != "not_in_source", "area_code"]
    names, of_areas = district_names(view.city), districts_of_areas(view.city)
    found = [name for code, name in names.items() if code and code in set(known.map(of_areas))]
    return found if len(found) <= most and len(found) < number_of_districts(view) else []


def number_of_districts(view: View) -> int:
    """How many districts the city has."""
    return len(memory.areas(view.city, "district"))


def of_districts(view: View, districts: Collection[str], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of these districts and of the areas inside them; all rows where these are all the districts there are,
    or none."""
    if not districts or len(districts) == number_of_districts(view):
        return rows
    return rows[
        rows["area_code"].isin(
            {code for district in districts for code in (district, *memory.inside(view.city, district))}
        )
    ]
