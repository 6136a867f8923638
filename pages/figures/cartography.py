"""What every map needs, whoever draws it: extent, lines as coordinates, hatching, places for names, a scale bar."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from pages.figures import theme, wording
from pages.figures.description import AreaMap

METRES_PER_DEGREE = 111_320  # of latitude; good to 0.6 %, enough for layout, never for measuring
Extent = tuple[float, float, float, float]


def shaped(areas: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame | None:
    """The rows that have a shape to draw; None where there are none."""
    if areas is None or areas.empty:
        return None
    shapes = areas.geometry.to_numpy()
    there = areas[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    return None if there.empty else there


def are_points(areas: gpd.GeoDataFrame) -> bool:
    """Whether all areas are known as points only (no polygons)."""
    return bool(areas.geom_type.isin(["Point", "MultiPoint"]).all())


def by_shape(areas: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Those with polygons, and those known as points only (as one point each)."""
    points = areas.geom_type.isin(["Point", "MultiPoint"]).to_numpy()
    return areas[~points], areas[points].set_geometry(
        shapely.centroid(areas.geometry.to_numpy()[points]), crs=areas.crs
    )


def extent(frames: Iterable[gpd.GeoDataFrame | None], margin: float = 0.03) -> Extent:
    """West, south, east, north round everything given, with a margin; at least some 500 m across."""
    boxes = [frame.total_bounds for frame in frames if shaped(frame) is not None]
    if not boxes:
        return 138.0, 35.0, 139.0, 36.0
    west, south, east, north = (
        *np.min([box[:2] for box in boxes], axis=0),
        *np.max([box[2:] for box in boxes], axis=0),
    )
    wide = max((east - west) * margin, 0.003)
    high = max((north - south) * margin, 0.003)
    return west - wide, south - high, east + wide, north + high


def map_extent(figure: AreaMap) -> Extent:
    """The extent of an area map; points get room for their names."""
    areas = shaped(figure.areas)
    return extent([areas, figure.base.outlines], 0.09 if areas is not None and are_points(areas) else 0.03)


def squeeze(box: Extent) -> float:
    """How much shorter a degree of longitude is than one of latitude in the middle of the map."""
    return math.cos(math.radians((box[1] + box[3]) / 2))


def aspect(box: Extent) -> float:
    """Width over height of the extent on the ground."""
    return (box[2] - box[0]) * squeeze(box) / (box[3] - box[1])


def traces(shapes: Iterable[BaseGeometry], tolerance: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes of all lines and boundaries, with a gap (nan) between pieces.

    Single precision (1.5 m) keeps what a page sends small; `tolerance` in degrees leaves out corners that would not be
    seen.
    """
    pieces = _pieces(shapes)
    if tolerance:
        pieces = shapely.simplify(pieces, tolerance)
    xy, piece = shapely.get_coordinates(pieces, return_index=True)
    ends = np.flatnonzero(np.diff(piece)) + 1
    xy = np.insert(xy, ends, np.nan, axis=0).astype("float32")
    return xy[:, 0], xy[:, 1]


def _pieces(shapes: Iterable[BaseGeometry]) -> np.ndarray:
    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
    parts = shapely.get_parts(parts)  # collections of multi-parts
    polygons = shapely.get_type_id(parts) == 3
    rings = shapely.get_rings(parts[polygons])
    lines = parts[np.isin(shapely.get_type_id(parts), (1, 2))]
    return np.concatenate([lines, rings])


def hatching(shapes: Iterable[BaseGeometry], box: Extent, lines: int = 90) -> BaseGeometry:
    """Slanting lines inside the shapes, about `lines` of them over the whole extent: a fill that needs no colour."""
    west, south, east, north = box
    high, slant = north - south, (north - south) / squeeze(box)
    starts = np.linspace(west - slant, east, lines)
    strokes = shapely.linestrings([[(x, south), (x + slant, south + high)] for x in starts])
    inside = shapely.union_all(shapely.make_valid(np.asarray(list(shapes), dtype=object)))
    return shapely.intersection(shapely.multilinestrings(strokes), inside)


def clipped(lines: gpd.GeoDataFrame | None, box: Extent) -> gpd.GeoDataFrame | None:
    """Lines cut to the extent."""
    if shaped(lines) is None:
        return None
    cut = lines.set_geometry(shapely.clip_by_rect(lines.geometry.to_numpy(), *box), crs=lines.crs)
    return shaped(cut)


def ways(lines: gpd.GeoDataFrame | None, box: Extent) -> list[tuple[str, gpd.GeoSeries, str, float, bool]]:
    """Roads, rivers, railways inside the extent in the order to draw them: layer, shapes, colour, width on screen,
    dashed. Small roads are thinner."""
    cut = clipped(lines, box)
    if cut is None:
        return []
    minor = pd.to_numeric(cut["rank"], errors="coerce").gt(1).to_numpy() if "rank" in cut else np.zeros(len(cut), bool)
    found = []
    for layer, (colour, wide, dashed) in theme.LINES.items():
        for small in (True, False):
            part = cut.geometry[(cut["layer"] == layer).to_numpy() & (minor == small)]
            if len(part):
                found.append((layer, part, colour, wide * (0.5 if small else 1), dashed))
    return found


def geojson(areas: gpd.GeoDataFrame) -> str:
    """The shapes as GeoJSON for the browser: `id` and property area_code, rings clockwise (else the outside is filled),
    5 decimals (1 m)."""
    there = shaped(areas)
    if there is None:
        return '{"type":"FeatureCollection","features":[]}'
    shapes = shapely.set_precision(there.geometry.to_numpy(), 1e-5, mode="pointwise")
    shapes = shapely.orient_polygons(shapely.force_2d(shapes), exterior_cw=True)
    features = [
        {"type": "Feature", "id": code, "properties": {"area_code": code}, "geometry": json.loads(shape)}
        for code, shape in zip(there["area_code"].astype(str), shapely.to_geojson(shapes), strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def shortly_named(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The areas without the 「地区」 that all their names end with: on a small map it takes room and tells nothing."""
    names = areas["name"].astype(str)
    return (
        areas.assign(name=names.str.removesuffix("地区"))
        if len(names) > 1 and (names.str.endswith("地区") & (names != "地区")).all()
        else areas
    )


def names(areas: gpd.GeoDataFrame, box: Extent, high: float, letter: float, slack: float = 1.35) -> pd.DataFrame:
    """Where names can be written without touching each other: columns name, lon, lat, area_code.

    `high` is the height of the map and `letter` the size of a letter in one unit (pixels, points). A name may be
    `slack` times as wide as its area. Larger areas choose first.
    """
    there = shaped(areas)
    if there is None:
        return pd.DataFrame(columns=["area_code", "name", "lon", "lat"])
    per_degree = high / (box[3] - box[1])
    texts, codes, free = there["name"].astype(str).tolist(), there["area_code"].astype(str).tolist(), are_points(there)
    points = shapely.point_on_surface(_largest(there.geometry.to_numpy()))
    bounds = shapely.bounds(there.geometry.to_numpy())
    found, taken = [], []
    for place in np.argsort(-shapely.area(there.geometry.to_numpy()), kind="stable"):
        name = texts[place]
        wide = wording.width(name) * letter
        x, y = points[place].x * squeeze(box) * per_degree, points[place].y * per_degree
        room = (bounds[place, 2] - bounds[place, 0]) * squeeze(box) * per_degree
        frame = (x - wide / 2, y - letter * 0.6, x + wide / 2, y + letter * 0.6)
        if (free or wide <= room * slack) and not any(touch(frame, other) for other in taken):
            taken.append(frame)
            found.append((codes[place], name, points[place].x, points[place].y))
    return pd.DataFrame(found, columns=["area_code", "name", "lon", "lat"])


def names_to_write(figure: AreaMap, box: Extent, high: float, letter: float) -> tuple[pd.DataFrame, bool]:
    """The names of the areas; where they are not wanted or most do not fit, those of the outlines, to be written bold
    (True)."""
    found = names(figure.areas if figure.label_areas else None, box, high, letter)
    if shaped(figure.base.outlines) is None or len(found) * 2 >= len(figure.areas):
        return found, False
    return names(figure.base.outlines, box, high, letter, slack=1.7), True


def _largest(shapes: np.ndarray) -> np.ndarray:
    """The largest piece of each shape: the one a name belongs in."""
    return np.asarray([max(shapely.get_parts(shape), key=shapely.area) for shape in shapes], dtype=object)


def touch(one: Extent, other: Extent) -> bool:
    """Whether two rectangles have ground in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def scale_bar(box: Extent) -> tuple[int, float]:
    """A round length in metres of about a quarter of the map's width, and the same in degrees of longitude."""
    metres = (box[2] - box[0]) * squeeze(box) * METRES_PER_DEGREE
    power = 10 ** math.floor(math.log10(metres / 4))
    length = max(step * power for step in (1, 2, 5) if step * power <= metres / 4)
    return int(length), length / METRES_PER_DEGREE / squeeze(box)


def metres_text(metres: int) -> str:
    return f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
