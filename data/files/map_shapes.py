"""Shapes as a map must have them: mended, with an area, no two the same."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.files.opened import Opened
from data.files.problems import Problem, Refused
from data.store.schema import STORED_CRS

NAMES = ("S_NAME", "MOJI", "name", "Name", "NAME", "名称", "町丁名", "町名", "地域名", "自治会名", "町内会名")
SAME = 0.99  # share of two shapes that lies in both, from which on they are one shape
FLAT = 1e-11  # square degrees, some 0.1 m²: nothing lies within


def names_of(shapes: gpd.GeoDataFrame) -> pd.Series:
    """What each shape is called, for messages; "" where nothing says it."""
    field = next((name for name in NAMES if name in shapes), None)
    return (
        shapes[field].astype("string").fillna("").str.strip()
        if field
        else pd.Series("", index=shapes.index, dtype="string")
    )


def has_area(shapes: gpd.GeoDataFrame) -> pd.Series:
    """Which shapes are areas."""
    return shapes.geom_type.isin(["Polygon", "MultiPolygon"]) & ~shapes.geometry.is_empty


def say_without_shape(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem], area: str) -> gpd.GeoDataFrame:
    """Each line that has no areal shape is said, by row and name; the shapes without those lines' geometry.

    A point stays where its area (column `area`) has nothing else: it says at least where the area is. Raises Refused
    where no line has a shape.
    """
    without = ~has_area(shapes)
    bare = shapes[without]
    if len(bare) == len(shapes):
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse",
                    "面の形が一つもありません（線か点か、つぶれた形です）。",
                    "面（ポリゴン）の入った境界データを指定してください。",
                ),
            ]
        )
    problems += (
        opened.problem(
            "warn",
            "面の形がない区域です（線か点か、つぶれた形か、空です）。地図に色が付かず、中にある場所も数えられません。",
            "面の形の入った境界データを指定してください。",
            row=int(row),
            value=name,
        )
        for row, name in zip(bare["row"], bare["name"] if "name" in bare else names_of(bare), strict=True)
    )
    alone = (shapes.geom_type == "Point") & ~shapes[area].isin(shapes.loc[~without, area])
    geometry = shapes.geometry.mask(without & ~alone, None)
    return shapes.set_geometry(geometry)


def same_shapes(shapes: gpd.GeoDataFrame) -> list[tuple[int, int]]:
    """Index labels of every two areas that are one shape (at least 99 % of each lies in the other), the earlier
    first."""
    areal = shapes[has_area(shapes)]
    if len(areal) < 2:
        return []
    geometry, bounds = areal.geometry.array, areal.bounds.to_numpy()
    first, second = areal.sindex.query(geometry)
    first, second = first[first < second], second[first < second]
    areas = shapely.area(np.asarray(geometry))
    both = np.minimum(bounds[first, 2:], bounds[second, 2:]) - np.maximum(bounds[first, :2], bounds[second, :2])
    box = np.prod(bounds[:, 2:] - bounds[:, :2], axis=1)
    close = (np.prod(np.maximum(both, 0), axis=1) >= 0.9 * np.maximum(box[first], box[second])) & (
        np.minimum(areas[first], areas[second]) >= SAME * np.maximum(areas[first], areas[second])
    )
    first, second = first[close], second[close]
    shared = shapely.area(shapely.intersection(np.asarray(geometry)[first], np.asarray(geometry)[second]))
    same = shared >= SAME * np.maximum(areas[first], areas[second])
    return [(areal.index[one], areal.index[other]) for one, other in zip(first[same], second[same], strict=True)]


def mended(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    """The shapes without heights, crossed outlines mended (told), areas without area taken away."""
    shapes = shapes.set_geometry(shapely.force_2d(shapes.geometry.array), crs=STORED_CRS)
    mixed = shapes.geom_type == "GeometryCollection"
    if mixed.any():  # KML's MultiGeometry: its areal parts are meant
        shapes = shapes.set_geometry(shapes.geometry.where(~mixed, shapes.geometry.map(_areal_parts)))
    areal = shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    bad = areal & ~shapes.is_valid
    mended = shapely.make_valid(shapes.geometry.array[bad.to_numpy()], method="structure", keep_collapsed=False)
    shapes.loc[bad, shapes.geometry.name] = gpd.GeoSeries(mended, index=shapes.index[bad], crs=STORED_CRS)
    flat = areal & (shapely.area(shapes.geometry.array) < FLAT)
    shapes = shapes.set_geometry(shapes.geometry.mask(flat, None))  # named where areas are needed
    if (bad & ~flat).any():
        first = shapes.index[bad & ~flat][0]
        problems.append(
            opened.problem(
                "warn",
                f"形の正しくない図形{int((bad & ~flat).sum())}件を直して読みました。",
                row=int(shapes.at[first, "row"]),
            )
        )
    return shapes


def _areal_parts(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    if shape is None or shape.geom_type != "GeometryCollection":
        return shape
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if parts else shape
