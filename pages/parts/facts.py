"""What pages ask for, in one line each: rows for the view, the areas to draw them on, the dates there are.

Everything passes through parts.cache and, in data.figures, through disclosure; a page never meets a table itself.
"""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

from analysis.vocabulary import LEVELS
from data import citation, councils
from data import estimates as estimating
from data import figures as source
from data import restricted
from data.councils import Record
from data.estimates import Rate
from pages.figures.description import BaseMap
from pages.parts import cache, shapes_file
from pages.parts.selection import Selection, district_names

BELOW = ("district", "neighbourhood", "small_area")
HEADLINE_COUNTS = ("population", "65+", "75+", "households")


def levels(view: Selection) -> dict[str, str]:
    """The levels this city has below the whole city, coarse first, with the words for them."""
    return {level: LEVELS[level] for level in BELOW if len(cache.areas(view.city, level))}


def levels_below(view: Selection, indicators: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """The levels inside the chosen district of which any of the figures is known, with their rows."""
    found = {level: rows(view, indicators, level, within=True) for level in levels(view) if level != "district"}
    return {level: part for level, part in found.items() if part["value"].notna().any()}


def levels_with(view: Selection, table: str) -> dict[str, str]:
    """The levels for which a table can say something: its own and those above, coarse first."""
    present = set(cache.table(view.city, table)["area_code"])
    at = [level for level in levels(view) if present & set(cache.areas(view.city, level)["area_code"])]
    if not at:
        return {}
    finest = max(BELOW.index(level) for level in at)
    return {level: label for level, label in levels(view).items() if BELOW.index(level) <= finest}


def coarsest(view: Selection) -> str:
    """The level a first look uses: districts, or the next one the city has."""
    return next(iter(levels(view)), "city")


def rows(view: Selection, indicators: str | tuple[str, ...], level: str, within: bool = False, **options: str | None) -> pd.DataFrame:
    """Rows of figures as this view may see them; `within` keeps those inside the chosen district."""
    keys = (indicators,) if isinstance(indicators, str) else tuple(indicators)
    found = cache.figures(view.city, keys, level, view.sharing, **options)
    return inside(view, level, found) if within else found


def whole(view: Selection, indicators: str | tuple[str, ...], **options: str | None) -> pd.DataFrame:
    """The city's own rows."""
    return rows(view, indicators, "city", **options)


def place_rows(view: Selection, indicators: str | tuple[str, ...], **options: str | None) -> pd.DataFrame:
    """The rows of the chosen district, or of the whole city."""
    if not view.district:
        return whole(view, indicators, **options)
    found = rows(view, indicators, "district", **options)
    return found[found["area_code"] == view.district]


def place_row(view: Selection, indicator: str, **options: str | None) -> pd.Series:
    """The first row of the chosen district, or of the whole city."""
    return place_rows(view, indicator, **options).iloc[0]


def counts(view: Selection, names: tuple[str, ...] = HEADLINE_COUNTS) -> pd.DataFrame:
    """Plain counts of the chosen district, or of the whole city."""
    found = cache.counts(view.city, "district" if view.district else "city", names, view.sharing)
    return found[found["area_code"] == view.district] if view.district else found


def series_labels(view: Selection) -> dict[str, str]:
    """The dates and sources of the city's age tables, newest first: "date|source" -> words."""
    found = {f"{as_of}|{source_id}": label for as_of, source_id, label, _ in cache.dates(view.city)}
    first = "|".join(source.default_source(view.city) or ())
    return {first: found[first]} | found if first in found else found


def series(chosen: str) -> dict[str, str]:
    """The options for data.figures that a choice of series_labels stands for."""
    as_of, _, source_id = chosen.partition("|")
    return {"as_of": as_of, "source": source_id}


def both_denominators(view: Selection, measure: str, chosen: dict[str, str]) -> tuple[pd.Series, pd.Series]:
    """The place's row with people of unknown age out of and in the denominator."""
    return tuple(place_row(view, measure, **chosen | {"unknown_age": way}) for way in ("exclude", "include"))


def structure(view: Selection, as_of: str | None = None, source: str | None = None, **_: str) -> pd.DataFrame:
    """Persons by five-year band of the chosen district, or of the whole city."""
    return cache.structure(view.city, place_code(view), as_of, source)


def over_time(view: Selection, indicator: str, source: str | None = None, unknown_age: str = "exclude", **_: str) -> pd.DataFrame:
    """Rows over the dates of one kind of source: the chosen district and the whole city."""
    codes = dict.fromkeys((place_code(view), city_code(view)))
    return pd.concat([cache.series(view.city, indicator, code, view.sharing, source=source, unknown_age=unknown_age) for code in codes], ignore_index=True)


def city_code(view: Selection) -> str:
    """The area code of the whole city."""
    return whole(view, "ageing_rate")["area_code"].iloc[0]


def place_code(view: Selection) -> str:
    """The area code of the chosen district, or of the whole city."""
    return view.district or city_code(view)


def areas(view: Selection, level: str, within: bool = False) -> gpd.GeoDataFrame:
    """The areas of a level with shapes for the screen; `within` keeps those inside the chosen district."""
    found = cache.areas(view.city, level)
    return inside(view, level, found) if within else found


def has_shapes(view: Selection, level: str) -> bool:
    """Whether the areas of a level are known as polygons or points."""
    return bool(cache.areas(view.city, level).geometry.notna().any())


def tiles(view: Selection, level: str) -> pd.DataFrame:
    """Rough places (row, column) of the areas of a level, for a tile map; empty where the city says nothing of them."""
    found = cache.table(view.city, "tiles")
    return found[found["area_code"].isin(cache.areas(view.city, level)["area_code"])]


def shapes(view: Selection, level: str) -> str | None:
    """The address the browser fetches the shapes of a level from; None: they travel inside the figure."""
    return shapes_file.address(f"{view.city.name}-{view.city.revision}-{level}", cache.geojson(view.city, level))


def base(view: Selection, level: str) -> BaseMap:
    """What a shaded map needs to be recognised: main roads, rivers, railways and stations; district boundaries over finer areas."""
    lines, places = cache.base(view.city)
    outlines = cache.areas(view.city, "district")
    if view.district:  # the map then shows this district alone
        outlines = outlines[outlines["area_code"] == view.district]
    main = lines[(lines["layer"] != "road") | (lines["rank"] == 1)]
    return BaseMap(main, places[places["layer"] == "station"], outlines if level != "district" and len(outlines) else None)


def ground(view: Selection) -> BaseMap:
    """What a map of places needs: all roads and landmarks, the districts outlined; of a chosen district its neighbourhoods."""
    lines, places = cache.base(view.city)
    if view.district:
        return BaseMap(lines, places, _finest_outlines(view))
    outlines = next((found for level in BELOW if len(found := cache.areas(view.city, level))), None)
    return BaseMap(lines, places, outlines if outlines is not None and outlines.geometry.notna().any() else None)


def _finest_outlines(view: Selection) -> gpd.GeoDataFrame | None:
    for level in ("neighbourhood", "small_area"):
        outlines = areas(view, level, within=True)
        if len(outlines):
            return outlines
    return cache.areas(view.city, "district").query("area_code == @view.district")


def gaps(view: Selection, **options: str) -> gpd.GeoDataFrame:
    """Areas with the persons that have no place in reach, shaped for the screen; `mostly_beyond`: half of them or more."""
    found = cache.gaps(view.city, view.sharing, **options)
    level = source.points_level(view.city)
    shaped = areas(view, level)[["area_code", "name", "geometry"]].merge(found, on="area_code")
    kept = inside(view, level, shaped)
    return kept.assign(mostly_beyond=kept["share_outside"].fillna(0) >= 0.5)


def resources(view: Selection) -> pd.DataFrame:
    """The resources of the chosen district, or of the city, as this view may see them; with `source` and `source_as_of` to cite."""
    found = cache.shown_resources(view.city, view.sharing)
    names, districts = district_names(view.city), _districts(view)
    if view.district:
        found = found[found["area_code"].map(districts) == view.district]
    rank = {name: number for number, name in enumerate(names.values())}
    found = found.assign(district=found["area_code"].map(districts).map(names).astype("string")).sort_values("district", key=lambda column: column.map(rank), kind="stable")
    return _cited(view, found)


def cases(view: Selection) -> pd.DataFrame:
    """The cases of the whole city as this view may see them (data.cases), with `district_code`, `district`, `source` and `source_as_of`."""
    found = cache.shown_cases(view.city, view.sharing)
    codes = found["area_code"].map(_districts(view))
    return _cited(view, found.assign(district_code=codes, district=codes.map(district_names(view.city))))


def _districts(view: Selection) -> dict[str, str]:
    """Area code -> code of its district."""
    return {area: code for code in district_names(view.city) if code for area in (*cache.inside(view.city, code), code)}


def _cited(view: Selection, found: pd.DataFrame) -> pd.DataFrame:
    sources = cache.table(view.city, "sources")
    titles = {source_id: citation.title(sources, source_id) for source_id in found["source_id"].dropna().unique()}
    dates = sources.set_index("source_id")["as_of"]
    return found.assign(source=found["source_id"].map(titles).astype("string"), source_as_of=found["source_id"].map(dates).astype("string"))


def kinds_of_need(view: Selection, table: str = "needs") -> list[str]:
    """The needs, or services, that this city's table has (the words data.figures takes as `kind`)."""
    return source.kinds_of_need(view.city, table)


def needs_of_place(view: Selection) -> pd.DataFrame:
    """How many persons the centres know of by need, of the chosen district or the city; no rows where the source does not speak of it."""
    kinds = tuple(kinds_of_need(view))
    found = place_rows(view, "need_persons", kind=kinds) if kinds else pd.DataFrame()
    return found if len(found) and (found["state"] != "not_in_source").any() else found.iloc[:0]


def in_source(view: Selection, table: str) -> dict[str, str]:
    """The districts (code -> name) that a table speaks of, with a line of their own or of an area inside them."""
    present = set(cache.table(view.city, table)["area_code"])
    return {code: name for code, name in district_names(view.city).items() if code and present & {code, *cache.inside(view.city, code)}}


def number_of_districts(view: Selection) -> int:
    """How many districts the city has."""
    return len(cache.areas(view.city, "district"))


def place_rows_in_source(view: Selection, indicators: tuple[str, ...], districts: Collection[str], **options: str | None) -> pd.DataFrame:
    """The rows of the chosen district, or of the whole city; of the districts in the source, where it has only some of them."""
    if view.district or not districts or len(districts) == number_of_districts(view):
        return place_rows(view, indicators, **options)
    return of_districts(view, districts, rows(view, indicators, "district", **options))


def of_districts(view: Selection, districts: Collection[str], rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of these districts and of the areas inside them; all rows where these are all the districts there are, or none."""
    if not districts or len(districts) == number_of_districts(view):
        return rows
    return rows[rows["area_code"].isin({code for district in districts for code in (district, *cache.inside(view.city, district))})]


def remarks(view: Selection, table: str) -> list[str]:
    """What documents say against themselves or leave open about a table, each with its document; of a chosen district its own."""
    found, names = cache.table(view.city, "remarks").query("subject == @table"), cache.areas(view.city, "district").set_index("area_code")["name"]
    if view.district:
        found = found[(found["area_code"] == view.district).fillna(False) | ~found["area_code"].isin(names.index)]
    said = [f"{names.get(row.area_code, '') + '：' if row.area_code in names.index else ''}{row.remark}（{citation.title(sources(view), row.source_id)}）"
            for row in found.fillna({"area_code": ""}).itertuples()]
    return list(dict.fromkeys(said))


def vision(view: Selection) -> str:
    """The district's 目指す地域像, or nothing."""
    found = cache.table(view.city, "councils").query("area_code == @view.district")["vision"].dropna()
    return found.iloc[0] if len(found) else ""


def similar(view: Selection, number: int = 3) -> pd.DataFrame:
    """The districts most alike to the chosen one (data.similar)."""
    return cache.similar(view.city, view.district, view.sharing, number)


def profiles(view: Selection) -> pd.DataFrame:
    """What districts are compared by, every district (data.similar)."""
    return cache.profiles(view.city, view.sharing)


def listed(view: Selection, table: str) -> pd.DataFrame:
    """A table that holds nothing to protect (councils, activities), with `source` and `source_as_of` to cite."""
    return _cited(view, cache.table(view.city, table))


def council_record(view: Selection) -> Record:
    """What is known of the councils (data.councils) of the city, or of the chosen district alone."""
    found = cache.council_record(view.city, view.sharing)
    return found.of(view.district) if view.district else found


def begun(view: Selection) -> pd.DataFrame:
    """The resources of the chosen district, or of the city, with whether they began before its council or since."""
    return councils.begun(resources(view), cache.council_record(view.city, view.sharing).councils)


def published_everywhere(view: Selection) -> pd.DataFrame:
    """What public documents print of the city, its districts and other municipalities."""
    return _published(view)


def individuals(view: Selection) -> pd.DataFrame:
    """Rows of single persons of the chosen district, or of the city, with `area_name` and `document`; read anew each time and kept nowhere.

    Raises PermissionError without the access setting (data.restricted).
    """
    found = restricted.individuals(view.city)
    if view.district:
        found = found[found["area_code"].isin({view.district, *cache.inside(view.city, view.district)})]
    names = view.city.table("areas").drop_duplicates("area_code").set_index("area_code")["name"]
    return found.assign(area_name=found["area_code"].map(names).fillna(view.place), document=[citation.title(sources(view), source_id) for source_id in found["source_id"]])


def rates(view: Selection) -> tuple[list[Rate], str]:
    """The rates of 困りごとの推計, published and added, and a text that changes with them."""
    found = [*estimating.published_rates(), *estimating.own_rates(view.city)]
    return found, estimating.version(found)


def estimates(view: Selection, chosen: list[Rate]) -> pd.DataFrame:
    """The estimates (data.estimates) for the chosen district, or for the whole city."""
    if not view.district:
        return estimating.estimates(view.city, "city", chosen, view.sharing)
    return estimates_by_district(view, chosen).query("area_code == @view.district")


def estimates_by_district(view: Selection, chosen: list[Rate]) -> pd.DataFrame:
    """The estimates for every district; no rows in a city without districts."""
    if "district" not in levels(view):
        return estimating.estimates(view.city, "city", chosen, view.sharing).iloc[:0]
    return estimating.estimates(view.city, "district", chosen, view.sharing)


def published(view: Selection, *items: str) -> pd.DataFrame:
    """What public documents print of the chosen district, or of the city and its districts (`items`: only of these): the table with `source` to cite."""
    found = _published(view)
    found = found[found["item"].isin(items)] if items else found
    return found[found["area_code"] == view.district] if view.district else found[found["area_code"].notna()]


def published_elsewhere(view: Selection) -> pd.DataFrame:
    """What public documents print of other municipalities."""
    found = _published(view)
    return found[found["area_code"].isna()]


def _published(view: Selection) -> pd.DataFrame:
    found, documents = cache.table(view.city, "published"), cache.table(view.city, "sources")
    cited = {source_id: citation.dated(documents, source_id) for source_id in found["source_id"].dropna().unique()}
    return found.assign(source=found["source_id"].map(cited), place=found["place"].replace(view.city.title, view.city_name))


def sources(view: Selection) -> pd.DataFrame:
    """The sources of the city's tables."""
    return cache.table(view.city, "sources")


def inside(view: Selection, level: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Those of the rows that lie inside the chosen district; districts themselves stay whole, to be seen beside one another."""
    if not view.district or level not in ("neighbourhood", "small_area"):
        return rows
    return rows[rows["area_code"].isin(cache.inside(view.city, view.district))]
