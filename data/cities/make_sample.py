"""Makes the invented city `sample` (架空) and stores it: python -m data.cities.make_sample

Everything is drawn from one seed, so that every run gives the same city. No name, figure or place is real.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.cities.making import (
    area_tables,
    councils,
    drawing,
    ground,
    help_that_comes,
    households,
    needs,
    people,
    places_to_go,
)
from data.cities.making.areas import CITY_CODE, CITY_NAME, Grown, grow_areas, shapes, to_degrees
from data.cities.making.book import Book
from data.cities.making.fitting import fitted
from data.cities.making.land import make_land
from data.store import pictures
from data.store.schema import STORED_CRS
from data.store.write import write_city

HERE = Path(__file__).parent
SEED = 20250401
REVISION = "2025-04-01"
SETTINGS = {
    "title": CITY_NAME,
    "invented": True,
    "zone": 6677,
    "city_code": CITY_CODE,
    "prefecture": "架空の県",
    "size_class": "core",
    "words": {
        "support_centre": "高齢者あんしんセンター",
        "supporter": "地域支え合いサポーター",
        "council": "協議体",
        "district": "地区",
    },
    "notes": [
        "この市は架空です。人口・地名・団体・場所はすべて作りもので、実在のものとは関わりがありません。",
        "場所は海の上に置いてあります。実際の町の位置ではありません。",
    ],
}


def make() -> dict[str, pd.DataFrame]:
    """All tables of the city, typed as data.store.schema says; areas and base carry geometry (EPSG:6668)."""
    districts = pd.read_csv(HERE / "making" / "districts.csv")
    land = make_land(districts, _draw("land"))
    grown = grow_areas(land, districts, _draw("areas"))
    polygons = shapes(land, grown)
    codes = {name: f"{CITY_CODE}-D{n:02d}" for n, name in enumerate(districts["name"], 1)}
    population = people.make_people(grown.small, districts, _draw("people"))
    older = people.older_people(population)
    homes = households.make_households(older, grown.small.set_index("area_code")["sort"], _draw("households"))
    care = households.make_care(older, _draw("care"))
    small = grown.small.assign(
        older=_latest(older.drop(columns="persons").sum(axis=1), grown),
        single=_latest(homes[homes["kind"] == "single_elderly"].set_index(["as_of", "area_code"])["households"], grown),
        certified=_latest(care[care["level"] == "all"].set_index(["as_of", "area_code"])["certified"], grown),
    )
    hoods = area_tables.neighbourhoods(small)
    areas = area_tables.areas(small, hoods, districts.assign(area_code=list(codes.values())), polygons)
    places = ground.Places(land, grown, _draw("places"))
    base = ground.make_ground(land, grown, districts, shapely.union_all(land.cells), places)
    book = Book(small, places, list(hoods["area_code"]), list(districts["name"]), _draw("resources"))
    places_to_go.add_places(book, base[base["layer"] == "hall"])
    help_that_comes.add_help(book, hoods)
    table = _placed(pd.DataFrame(book.rows), areas)
    council = councils.make_councils(codes)
    tables = {
        "areas": areas,
        "membership": area_tables.membership(small, hoods, list(codes.values())),
        "population": population,
        "households": homes,
        "care": care,
        "needs": needs.make_needs(hoods, _draw("needs")),
        "service_use": needs.make_service_use(hoods, _draw("service_use")),
        "resources": table,
        "served": pd.DataFrame(book.served),
        "councils": council,
        "activities": councils.make_activities(council, CITY_CODE, _draw("activities")),
        "supporters": councils.make_supporters(districts.assign(area_code=list(codes.values())), _draw("supporters")),
        "cases": councils.make_cases(codes),
        "base": _base(base, book, areas, codes),
        "sources": _sources(),
    }
    return {name: fitted(name, frame) for name, frame in tables.items()}


def _draw(concern: str) -> np.random.Generator:
    """A generator of its own for every concern: changing one leaves the others as they were."""
    return np.random.default_rng([SEED, *concern.encode()])


def _latest(values: pd.Series, grown: Grown) -> np.ndarray:
    return values.xs(people.DATES[-1], level="as_of").loc[grown.small["area_code"]].to_numpy()


def _placed(table: pd.DataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Longitude, latitude and the small area of every resource that stands somewhere."""
    known = table["x"].notna().to_numpy()
    points = np.full(len(table), None, dtype=object)
    points[known] = to_degrees(shapely.points(table.loc[known, ["x", "y"]].to_numpy()))
    small = areas[areas["level"] == "small_area"]
    place, area = shapely.STRtree(small.geometry.to_numpy()).query_nearest(points[known], all_matches=False)
    table.loc[known, "area_code"] = small["area_code"].to_numpy()[area]
    table.loc[known, "lon"], table.loc[known, "lat"] = shapely.get_x(points[known]), shapely.get_y(points[known])
    names = small.set_index("area_code")["name"]
    number = 100 + 7 * np.arange(len(table)) % 900
    table["address"] = ("ささゆり市" + table["area_code"].map(names) + number.astype(str) + "番地").where(
        known & ~table["private_home"]
    )
    table["position_basis"] = (
        table.get("position_basis", pd.Series(pd.NA, index=table.index)).fillna("given").where(known)
    )
    return table


def _base(base: pd.DataFrame, book: Book, areas: gpd.GeoDataFrame, codes: dict[str, str]) -> gpd.GeoDataFrame:
    """The ground in degrees, with the line and the zone that reach door to door."""
    shaped = base.assign(geometry=to_degrees(base["geometry"].to_numpy()))
    road = shaped.loc[shaped["name"] == "ささゆり街道", "geometry"].iloc[0]
    by_code = areas.set_index("area_code").geometry
    hills = shapely.union_all([by_code[codes[name]] for name in ("雲渡", "鹿木戸", "霧窪")])
    geometry = {
        "line": shapely.line_merge(shapely.intersection(road, hills)),
        "zone": shapely.orient_polygons(
            shapely.union_all([by_code[codes[name]] for name in ("葛越", "楓尾")]), exterior_cw=True
        ),
    }
    extra = pd.DataFrame(
        [(layer, name, 1, number, geometry[layer]) for layer, name, number in book.shapes],
        columns=["layer", "name", "rank", "resource_id", "geometry"],
    )
    return gpd.GeoDataFrame(pd.concat([shaped, extra], ignore_index=True), geometry="geometry", crs=STORED_CRS)


def _sources() -> pd.DataFrame:
    rows = [(f"register-{date[:4]}", "register", "架空データ（住民基本台帳の形）", date) for date in people.DATES]
    rows += [
        (f"households-{date[:4]}", "households", "架空データ（高齢者世帯の集計の形）", date) for date in people.DATES
    ]
    rows += [(f"care-{date[:4]}", "care", "架空データ（要介護等認定の集計の形）", date) for date in people.DATES]
    rows += [
        (f"needs-{period[-7:-3]}", "needs", "架空データ（総合相談・実態把握の集計の形）", period)
        for period in needs.PERIODS
    ]
    rows += [
        ("service-use-2025", "service_use", "架空データ（サービス利用の集計の形）", needs.USE_DATE),
        ("resources-2026", "resources", "架空データ（地域資源一覧の形）", "2026-10-15"),
        ("councils-2025", "councils", "架空データ（協議体の記録の形）", "2025-03-31"),
        ("boundary-2025", "boundary", "架空データ（町丁・字と町内会の境界の形）", people.DATES[-1]),
    ]
    return pd.DataFrame(rows, columns=["source_id", "kind", "title", "as_of"]).assign(
        publisher=CITY_NAME, licence="作りもののデータです。自由にお使いください。"
    )


def main() -> None:
    folder = HERE / "sample"
    shutil.rmtree(folder / REVISION, ignore_errors=True)
    pictures.store(folder, {"mobile-sales.png": drawing.mobile_sales()})
    write_city(folder, SETTINGS, make(), REVISION)
    print(f"{CITY_NAME}: {folder}")


if __name__ == "__main__":
    main()
