"""What one finds one's way by: roads, rivers, railways, stations, schools, halls; and places for resources to stand
at."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree

from data.cities.making.areas import Grown
from data.cities.making.land import Land

# Main roads: name and the districts they join, by their middle.
MAIN_ROADS = {
    "ささゆり街道": ("穂原", "萌野", "琴橋", "絹渡", "露瀬", "霧窪", "雲渡", "鹿木戸"),
    "ささゆりバイパス": ("鼓平", "楡本", "鶫島", "穂原", "綿井", "蓮原", "蛍戸"),
    "鈴越通り": ("鼓平", "雁淵", "琴橋", "鈴越", "蛍戸"),
    "小夜岡通り": ("琴橋", "機宮", "小夜岡", "楓尾", "葛越"),
    "柊岡通り": ("霞野・笛原", "雁淵", "紅坂", "柊岡", "胡桃瀬"),
    "兎平通り": ("紅坂", "兎平", "胡桃瀬"),
    "星待通り": ("霞野・笛原", "星待", "鈴越", "小夜岡"),
    "萌野通り": ("星待", "萌野", "綿井"),
    "葛越峠道": ("霧窪", "葛越"),
}
# Lines and the districts they stop in, each where the line passes nearest to the district's middle.
STATIONS = {
    "ささゆり本線": ("穂原", "萌野", "琴橋", "雁淵", "紅坂", "鼓平"),
    "霧窪線": ("機宮", "露瀬", "霧窪", "雲渡"),
}


class Places:
    """Draws points where people live: a cell of an area by its share of people, and a little aside from its middle."""

    def __init__(self, land: Land, grown: Grown, rng: np.random.Generator):
        self.land, self.grown, self.rng = land, grown, rng
        self.weight = land.size * (land.settled + 0.02) ** 1.5

    def among(self, cells: np.ndarray) -> tuple[float, float]:
        """One point among these cells (numbers)."""
        share = self.weight[cells] / self.weight[cells].sum()
        cell = cells[self.rng.choice(len(cells), p=share)]
        aside = self.rng.uniform(-0.25, 0.25, 2) * np.sqrt(self.land.size[cell])
        return tuple(np.round(self.land.centres[cell] + aside, 1))

    def in_area(self, area: int) -> tuple[float, float]:
        return self.among(np.flatnonzero(self.grown.area_of_cell == area))


def make_ground(
    land: Land, grown: Grown, districts: pd.DataFrame, edge: shapely.Polygon, places: Places
) -> pd.DataFrame:
    """Base rows in metres: layer, name, rank, geometry. `edge` is the city's outline; rivers and railways end a little
    beyond."""
    rows = [
        (line.layer, line.name, 1, shapely.intersection(line.geometry, shapely.buffer(edge, 200)))
        for line in land.lines.itertuples(index=False)
    ]
    rows += _roads(land, grown, districts)
    lines = land.lines.set_index("name")["geometry"]
    middle = {
        name: shapely.Point(x * 1000, y * 1000) for name, x, y in districts[["name", "x", "y"]].itertuples(index=False)
    }
    stops = [(lines[line], name) for line, names in STATIONS.items() for name in names]
    rows += [("station", f"{name}駅", 1, line.interpolate(line.project(middle[name]))) for line, name in stops]
    rows += _schools(grown, districts, places) + _halls(grown, places)
    return pd.DataFrame(rows, columns=["layer", "name", "rank", "geometry"])


def _roads(land: Land, grown: Grown, districts: pd.DataFrame) -> list[tuple]:
    middles = districts[["x", "y"]].to_numpy() * 1000
    cell = {
        name: int(np.linalg.norm(land.centres - at, axis=1).argmin())
        for name, at in zip(districts["name"], middles, strict=True)
    }
    rows = []
    for name, along in MAIN_ROADS.items():
        pieces = [_path(land, cell[a], cell[b]) for a, b in zip(along[:-1], along[1:], strict=True)]
        rows.append(("road", name, 1, _line(land, np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])]))))
    return rows + _streets(land, grown, districts)


def _streets(land: Land, grown: Grown, districts: pd.DataFrame) -> list[tuple]:
    """Streets of every district: each small area is joined to the three nearest it touches, and all of them to the
    whole."""
    ends = np.array(
        [int(np.linalg.norm(land.centres - at, axis=1).argmin()) for at in grown.small[["x", "y"]].to_numpy()]
    )
    before = dijkstra(land.links, indices=ends, return_predecessors=True)[1]
    tree = minimum_spanning_tree(grown.touching).tocoo()
    joined = set(zip(tree.row.tolist(), tree.col.tolist(), strict=True))
    for area in range(len(ends)):
        near = grown.touching[[area]].tocoo()
        joined |= {(area, int(other)) for other in near.col[np.argsort(near.data, kind="stable")[:3]]}
    steps: dict[int, set] = {number: set() for number in range(len(districts))}
    for start, end in sorted(joined):
        cell, own = int(ends[end]), steps[int(grown.small["district"].iloc[start])]
        while cell != ends[start]:
            last = int(before[start, cell])
            own.add((min(last, cell), max(last, cell)))
            cell = last
    return [("road", f"{name}の市道", 2, _web(land, steps[number])) for number, name in enumerate(districts["name"])]


def _path(land: Land, start: int, end: int) -> np.ndarray:
    before = dijkstra(land.links, indices=start, return_predecessors=True)[1]
    way = [end]
    while way[-1] != start:
        way.append(int(before[way[-1]]))
    return np.array(way[::-1])


def _line(land: Land, way: np.ndarray) -> shapely.LineString:
    return shapely.simplify(shapely.LineString(land.centres[way]), 60)


def _web(land: Land, steps: set[tuple[int, int]]) -> shapely.Geometry:
    """Steps from cell to cell as lines, each once."""
    return shapely.simplify(shapely.line_merge(shapely.multilinestrings(land.centres[np.array(sorted(steps))])), 60)


def _schools(grown: Grown, districts: pd.DataFrame, places: Places) -> list[tuple]:
    rows = []
    for number, district in enumerate(districts.itertuples(index=False)):
        own = grown.small.index[grown.small["district"] == number].to_numpy()
        first = district.name.split("・")[0]
        names = [f"{first}小学校", *(f"{first}{where}小学校" for where in ("東", "西"))][
            : 1 + (district.people > 6000) + (district.people > 18_000)
        ]
        names += [f"{first}中学校"] if district.people > 6000 or district.name == "雲渡" else []
        for name, area in zip(names, places.rng.choice(own, len(names), replace=False), strict=True):
            rows.append(("school", name, 1 if "小" in name else 2, shapely.Point(places.in_area(int(area)))))
    return rows


def _halls(grown: Grown, places: Places) -> list[tuple]:
    """One hall a neighbourhood, at the most central town of it."""
    rows, taken = [], set()
    for _, own in grown.small.groupby("neighbourhood"):
        base = own["base"].mode().iloc[0]
        word = (
            "集会所"
            if own["sort"].mode().iloc[0] in ("estate", "new")
            else "公会堂"
            if own["sort"].mode().iloc[0] == "hill"
            else "町民会館"
        )
        name = next(n for n in (f"{base}{word}", f"{base}第二{word}", f"{base}第三{word}") if n not in taken)
        taken.add(name)
        rows.append(("hall", name, 1, shapely.Point(places.in_area(int(own.index[own["base"] == base][0])))))
    return rows
