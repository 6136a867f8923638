"""Areas of the invented city: districts, neighbourhoods, towns and small areas, each grown from whole cells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from data.cities.making.land import ORIGIN, Land, relax
from data.store.schema import STORED_CRS

CITY_CODE = "99201"  # 99 is no prefecture
CITY_NAME, CITY_READING = "ささゆり市（架空）", "ささゆりし"
PLANE = "EPSG:6677"
NUMERALS = "一二三四五六七八九十"
NUMERAL_READINGS = ("いっ", "に", "さん", "よん", "ご", "ろく", "なな", "はっ", "きゅう", "じゅっ")
HILLS = ("hill",)


@dataclass(frozen=True)
class Grown:
    """Cells' small area (n,), and one row a small area.

    small: area_code, name, reading, district, neighbourhood, town (numbers), base, sort (kind of housing), settled, x,
    y.
    """

    area_of_cell: np.ndarray
    small: pd.DataFrame
    touching: csr_array  # metres between the middles of small areas that touch


def grow(links: csr_array, seeds: np.ndarray) -> np.ndarray:
    """Each node's seed (as a number into `seeds`) by cheapest way: every part is in one piece."""
    _, _, source = dijkstra(links, indices=seeds, min_only=True, return_predecessors=True)
    order = np.full(links.shape[0], -1)
    order[seeds] = np.arange(len(seeds))
    return order[source]


def inside_only(links: csr_array, parent: np.ndarray) -> csr_array:
    """The links whose two ends have the same parent."""
    pairs = links.tocoo()
    same = parent[pairs.row] == parent[pairs.col]
    return coo_array((pairs.data[same], (pairs.row[same], pairs.col[same])), shape=links.shape).tocsr()


def divide(
    points: np.ndarray,
    weight: np.ndarray,
    links: csr_array,
    parent: np.ndarray,
    counts: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Divide every parent into `counts[parent]` parts in one piece each; parts are numbered parent by parent, from its
    middle outward."""
    seeds = []
    for number, count in enumerate(counts):
        own = np.flatnonzero(parent == number)
        start = points[rng.choice(own, count, replace=False, p=weight[own] / weight[own].sum())]
        middles = relax(start, points[own], weight[own], 8)
        middle = np.average(points[own], axis=0, weights=weight[own])
        seeds.append(
            own[_distinct(points[own], middles[np.argsort(np.linalg.norm(middles - middle, axis=1), kind="stable")])]
        )
    return grow(inside_only(links, parent), np.concatenate(seeds))


def _distinct(points: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The nearest point to each wanted place, none twice."""
    taken: list[int] = []
    for place in wanted:
        near = cKDTree(points).query(place, k=min(len(points), len(wanted)))[1]
        taken.append(next(int(i) for i in np.atleast_1d(near) if int(i) not in taken))
    return np.array(taken)


def bordering(links: csr_array, label: np.ndarray, points: np.ndarray) -> csr_array:
    """Links between labels whose cells touch, as long as their middles are apart; across a river as dear as before."""
    pairs = links.tocoo()
    apart = label[pairs.row] != label[pairs.col]
    frame = pd.DataFrame({"a": label[pairs.row[apart]], "b": label[pairs.col[apart]], "cost": pairs.data[apart]})
    least = frame.groupby(["a", "b"], as_index=False)["cost"].min()
    length = np.linalg.norm(points[least["a"]] - points[least["b"]], axis=1)
    return coo_array(
        (length + np.where(least["cost"] > 2500, 5000, 0), (least["a"], least["b"])), shape=(len(points), len(points))
    ).tocsr()


def grow_areas(land: Land, districts: pd.DataFrame, rng: np.random.Generator) -> Grown:
    """Districts from their centres, small areas in districts, neighbourhoods and named towns from small areas."""
    district = grow(land.links, _distinct(land.centres, districts[["x", "y"]].to_numpy() * 1000))
    weight = land.size * (land.settled + 0.03) ** 1.1  # people, roughly: small areas are small where many live
    area = divide(land.centres, weight, land.links, district, districts["small_areas"].to_numpy(), rng)
    count = area.max() + 1
    mass = np.bincount(area, weight, count)
    points = np.stack([np.bincount(area, weight * land.centres[:, axis], count) / mass for axis in (0, 1)], axis=1)
    of_area = np.zeros(count, dtype=int)
    of_area[area] = district
    links = bordering(land.links, area, points)
    neighbourhood = divide(points, mass, links, of_area, districts["neighbourhoods"].to_numpy(), rng)
    in_each = np.bincount(neighbourhood)
    hilly = districts["sort"].isin(HILLS).to_numpy()[of_area[np.unique(neighbourhood, return_index=True)[1]]]
    towns = np.where(hilly, in_each, np.maximum(1, np.round(in_each / 2.9))).astype(int)
    town = divide(points, mass, links, neighbourhood, towns, rng)
    small = pd.DataFrame(
        {
            "district": of_area,
            "neighbourhood": neighbourhood,
            "town": town,
            "x": points[:, 0],
            "y": points[:, 1],
            "mass": mass,
            "ground": np.bincount(area, land.size, count),
        }
    )
    return _in_order(area, small, links, districts, rng)


def _in_order(
    area: np.ndarray, small: pd.DataFrame, links: csr_array, districts: pd.DataFrame, rng: np.random.Generator
) -> Grown:
    """Name the towns, number the 丁目, and put small areas in the order of their codes."""
    towns = _towns(small, districts, rng)
    small = (
        small.assign(cell=np.arange(len(small)))
        .sort_values(["district", "neighbourhood", "town", "cell"], kind="stable")
        .reset_index(drop=True)
    )
    small = small.join(towns, on="town")
    number = small.groupby("town").cumcount()
    many = small.groupby("town")["town"].transform("size") > 1
    small["area_code"] = (
        CITY_CODE
        + (small["town_order"] * 10).map("{:04d}".format)
        + np.where(many, (number + 1).map("{:02d}".format), "")
    )
    small["name"] = small["town_name"] + np.where(many, number.map(lambda n: NUMERALS[n] + "丁目"), "")
    small["reading"] = small["town_reading"] + np.where(
        many, number.map(lambda n: NUMERAL_READINGS[n] + "ちょうめ"), ""
    )
    was = small["cell"].to_numpy()
    place = np.empty(len(small), dtype=int)
    place[was] = np.arange(len(small))
    return Grown(place[area], small.drop(columns="cell"), links[was][:, was])


def _towns(small: pd.DataFrame, districts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row a town: base, name, reading, sort of housing and order. Estates are the outer towns, new quarters those
    next to them."""
    towns = small.groupby("town").agg(
        {"district": "first", "neighbourhood": "first", "x": "mean", "y": "mean", "ground": "mean"}
    )
    middle = small.groupby("district")[["x", "y"]].mean()
    away = np.linalg.norm(towns[["x", "y"]].to_numpy() - middle.loc[towns["district"]].to_numpy(), axis=1)
    outer = pd.Series(-away / towns["ground"].to_numpy() ** 0.7, index=towns.index)  # far out and closely built
    rank = outer.groupby(towns["district"]).rank(method="first").astype(int)
    of = districts.loc[towns["district"]].set_index(towns.index)
    towns["sort"] = np.select(
        [rank <= of["estates"], rank <= of["estates"] + of["new"], (of["foot"] == 1) & (rank <= of["estates"] + 2)],
        ["estate", "new", "hill"],
        of["sort"],
    )
    towns = towns.sort_values(["district", "neighbourhood"], kind="stable")
    towns["town_order"] = np.arange(1, len(towns) + 1)
    return _named(towns, rng)


def _named(towns: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    names = pd.read_csv(Path(__file__).parent / "names.csv", dtype=str)
    kind = towns["sort"].map({"estate": "estate", "new": "plain", "hill": "hill", "farm": "plain"}).fillna("town")
    piles = {sort: list(rng.permutation(group.index.to_numpy())) for sort, group in names.groupby("sort")}
    turn = {
        "town": ("town", "plain"),
        "plain": ("plain", "town", "hill"),
        "hill": ("hill", "plain"),
        "estate": ("estate",),
    }
    picked = [piles[next(pile for pile in turn[k] if piles[pile])].pop() for k in kind]
    towns["base"], towns["base_reading"] = names["name"].to_numpy()[picked], names["reading"].to_numpy()[picked]
    plain = kind.isin(("hill", "estate"))  # a hamlet and an estate go by their bare name
    towns["town_name"] = towns["base"] + np.where(plain, "", "町")
    towns["town_reading"] = towns["base_reading"] + np.where(plain, "", "まち")
    return towns[["base", "base_reading", "town_name", "town_reading", "sort", "town_order"]]


def shapes(land: Land, grown: Grown, tolerance: float = 35.0) -> np.ndarray:
    """Polygons of the small areas in longitude and latitude: no gap, no overlap, every shared vertex exactly equal."""
    whole = [shapely.coverage_union_all(land.cells[grown.area_of_cell == i]) for i in range(len(grown.small))]
    return to_degrees(shapely.coverage_simplify(np.array(whole), tolerance))


def to_degrees(geometry: np.ndarray) -> np.ndarray:
    """From metres counted from ORIGIN to longitude and latitude rounded to a millionth of a degree (0.1 m), rings
    clockwise."""
    placed = shapely.transform(geometry, lambda points: points + np.array(ORIGIN))
    degrees = gpd.GeoSeries(placed, crs=PLANE).to_crs(STORED_CRS).to_numpy()
    return shapely.orient_polygons(shapely.transform(degrees, lambda points: np.round(points, 6)), exterior_cw=True)
