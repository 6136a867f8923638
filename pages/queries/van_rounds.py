"""What the page 移動販売の回り方 asks: the rounds of a city's vans, their stops and who lives near them."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd

import pages.queries.memory as memory
from analysis.counts import positions
from analysis.lists import mobile_sales_rounds
from analysis.lists.mobile_sales_rounds import Rounds
from data.store.city import City
from data.store.schema import STORED_CRS
from pages.figures.description import BaseMap
from pages.figures.view import View
from pages.queries.areas import areas, districts_of_areas, ground
from pages.queries.lists import resources
from pages.queries.memory import remembered


@remembered(16)
def _rounds(city: City, sharing: str, day: str) -> Rounds:
    return mobile_sales_rounds.rounds(city, sharing)


def rounds(view: View) -> Rounds:
    """The rounds of the city's vans (analysis.lists.mobile_sales_rounds) as of today."""
    return _rounds(view.city, view.sharing, date.today().isoformat())


def routes(view: View) -> tuple[str, ...]:
    """The rounds with a stop in the chosen district, or all of the city's, in the order of the list."""
    stops = rounds(view).stops
    if view.district:
        stops = stops[stops["area_code"].map(districts_of_areas(view.city)) == view.district]
    return tuple(dict.fromkeys(stops["route"]))


def stops(view: View, route: str) -> pd.DataFrame:
    """The stops of one round in order, with `district`, the name of the one each stands in."""
    found = rounds(view).stops.query("route == @route")
    names = memory.areas(view.city, "district").set_index("area_code")["name"]
    return found.assign(
        district=found["area_code"].map(districts_of_areas(view.city)).map(names).astype(object).fillna("")
    ).reset_index(drop=True)


def around(view: View, stops: pd.DataFrame) -> gpd.GeoDataFrame:
    """All that lies in reach of the stops, as one shape; no row where none of them has a position."""
    placed = stops[stops["lat"].notna()]
    shapes = [positions.circles(view.city, placed, mobile_sales_rounds.METRES)] if len(placed) else []
    return gpd.GeoDataFrame(
        {"label": [f"停留場所から{mobile_sales_rounds.METRES}m以内"] * len(shapes)}, geometry=shapes, crs=STORED_CRS
    )


def other_stops(view: View, stops: pd.DataFrame) -> pd.DataFrame:
    """The stops of other vans in the list of resources that stand in the same districts."""
    found = resources(view.whole_city())
    own, districts = {one for ids in stops["resource_ids"] for one in ids}, districts_of_areas(view.city)
    there = set(stops["area_code"].map(districts).dropna())
    found = found[(found["kind"] == mobile_sales_rounds.KIND) & ~found["resource_id"].isin(own)]
    return found[found["area_code"].map(districts).isin(there)] if there else found


def ground_of_round(view: View, stops: pd.DataFrame) -> BaseMap:
    """The ground of a map of one round: the districts it stops in."""
    base, outlines = ground(view.whole_city()), areas(view, "district")
    there = outlines[
        outlines["area_code"].isin(set(stops["area_code"].map(districts_of_areas(view.city)).dropna()))
        & outlines.geometry.notna()
    ]
    return BaseMap(base.lines, base.places, there) if len(there) else base


def on_map(view: View, stops: pd.DataFrame) -> tuple[pd.DataFrame, gpd.GeoDataFrame, BaseMap]:
    """What the map of one round shows besides its stops: other vans' stops, what lies in reach, the ground."""
    return other_stops(view, stops), around(view, stops), ground_of_round(view, stops)
