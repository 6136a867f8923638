"""Where the shapes of a map lie: brought to longitude and latitude, refused outside Japan or far off."""

from __future__ import annotations

import re
from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.files.map_shapes import has_area, names_of
from data.files.opened import Opened
from data.files.problems import Problem, Refused
from data.store.plane_zones import prefecture_name, within_any_prefecture, within_prefecture
from data.store.schema import STORED_CRS

JAPAN = (122.0, 20.0, 154.5, 46.5)  # degrees: lon, lat of the south-west and north-east corner
MOVED = 0.2  # degrees, some 20 km, between a shape and where its line says its middle is
_GRIDS = re.compile(r"PARAMETERFILE|nadgrids|geoidgrids|EXTENSION\[|https?:|\bgrids=", re.I)


def refuse_elsewhere(
    shapes: gpd.GeoDataFrame, opened: Opened, codes: pd.Series | None = None, city_codes: Collection[str] = ()
) -> None:
    """Raise Refused for areas that do not lie where they belong: coordinates of another zone than the .prj says.

    `codes` (e-Stat, the first two digits are the prefecture) say it line by line, X_CODE and Y_CODE say each line's
    middle; without codes the city's (`city_codes`) serve, and at least it must be land.
    """
    middle = shapes[has_area(shapes)].geometry.representative_point()
    away = pd.Series("", index=middle.index, dtype="str")
    for index, lon, lat in zip(middle.index, middle.x, middle.y, strict=True):
        ours = [code[:2] for code in (city_codes if codes is None else (str(codes[index]),)) if prefecture_name(code)]
        if ours and not any(within_prefecture(int(number), lon, lat) for number in ours):
            away[index] = f"{prefecture_name(ours[0])}の外"
        elif not ours and not within_any_prefecture(lon, lat):
            away[index] = "陸地から離れた所"
    if {"X_CODE", "Y_CODE"} <= set(shapes.columns):
        written = shapes.loc[middle.index, ["X_CODE", "Y_CODE"]].apply(pd.to_numeric, errors="coerce")
        known = written["X_CODE"].between(JAPAN[0], JAPAN[2]) & written["Y_CODE"].between(JAPAN[1], JAPAN[3])
        moved = known & (np.hypot(middle.x - written["X_CODE"], middle.y - written["Y_CODE"]) > MOVED)
        away = away.mask(moved & (away == ""), "この行に書かれた中心（X_CODE、Y_CODE）から離れた所")
    away = away[away != ""]
    if away.empty:
        return
    mend = "座標の系（平面直角座標系の何系か）と .prj が合っているか確かめ、元の境界データを指定してください。"
    names, row = names_of(shapes), shapes["row"]

    def said(index: object, where: str, whose: str, then: str) -> Problem:
        why = f"{where}（{whose}東経{middle.x[index]:.2f}、北緯{middle.y[index]:.2f}）{then}"
        return opened.problem("refuse", why, mend, row=int(row[index]), value=names[index])

    found = [said(index, f"この図形が{where}", "", "にあります。") for index, where in away.items()]
    if len(away) == len(middle) > 1:  # one cause, said once
        first = away.index[0]
        guess = (
            "別の座標系の座標のようです。"
            if codes is not None
            else "遠く離れています。別の市のファイルか、別の座標系の座標ではありませんか。"
        )
        found = [said(first, f"図形がどれも、{away[first]}", "はじめの図形は", f"にあり、{guess}")]
    raise Refused(found)


def placed(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    """The shapes in longitude and latitude (STORED_CRS). Raises Refused where nobody can say where they lie."""
    # GDAL says WGS 84 for a GeoJSON that states nothing: the format's rule, which Japanese makers of files mean as
    # JGD2011.
    if shapes.crs is None:
        if in_japan(shapes).mean() <= 0.5:
            raise Refused(
                [
                    opened.problem(
                        "refuse",
                        "座標の測地系・座標系（CRS）が書かれておらず、緯度経度でもありません。",
                        "e-Stat などで「世界測地系緯度経度」を選ぶか、.prj を同じフォルダに置いてください。",
                    )
                ]
            )
        problems.append(
            opened.problem("warn", "測地系が書かれていません。世界測地系（JGD2011）の緯度経度とみなしました。")
        )
        shapes = shapes.set_crs(STORED_CRS)
    if _GRIDS.search(shapes.crs.to_wkt()):
        raise Refused(
            [
                opened.problem(
                    "refuse",
                    "座標系が、ほかのファイル（補正の表）を必要とする書き方です。",
                    "世界測地系（JGD2011）の緯度経度で保存し直してください。",
                )
            ]
        )
    shapes = shapes.to_crs(STORED_CRS)
    inside = in_japan(shapes)
    if inside.all():
        return shapes
    swapped = shapes.set_geometry(shapely.transform(shapes.geometry.array, lambda xy: xy[:, ::-1]), crs=STORED_CRS)
    if in_japan(swapped).all():
        problems.append(opened.problem("warn", "緯度と経度が逆に入っています。入れ替えて読みました。"))
        return swapped
    raise Refused([*problems, *_outside(shapes[~inside], opened, nothing_inside=not inside.any())])


def in_japan(shapes: gpd.GeoDataFrame) -> pd.Series:
    """Whether each shape lies within Japan's corner points; shapes without any point do."""
    bounds = shapes.bounds
    inside = (
        (bounds["minx"] >= JAPAN[0])
        & (bounds["maxx"] <= JAPAN[2])
        & (bounds["miny"] >= JAPAN[1])
        & (bounds["maxy"] <= JAPAN[3])
    )
    return inside | shapes.geometry.isna() | shapes.geometry.is_empty


def _outside(shapes: gpd.GeoDataFrame, opened: Opened, nothing_inside: bool) -> list[Problem]:
    def corners(west: float, south: float, east: float, north: float) -> str:
        if not (np.abs([west, south, east, north]) <= 360).all():  # infinite or not a number too
            return "座標が緯度経度の範囲にありません"
        return f"東経{west:.3f}～{east:.3f}、北緯{south:.3f}～{north:.3f}"

    if nothing_inside:
        return [
            opened.problem(
                "refuse",
                f"図形が日本の外にあります（{corners(*shapes.total_bounds)}）。",
                "座標系（.prj）を確かめてください。",
                row=int(shapes["row"].iloc[0]),
                value=names_of(shapes).iloc[0],
            )
        ]
    return [
        opened.problem(
            "refuse",
            f"この図形が日本の外にあります（{corners(*box)}）。",
            "座標を直すか、この図形を消してください。",
            row=int(row),
            value=name,
        )
        for box, row, name in zip(shapes.bounds.to_numpy(), shapes["row"], names_of(shapes), strict=True)
    ]
