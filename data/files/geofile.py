"""Files with shapes: fields, encoding and reference system found, broken ones refused, invalid polygons mended.

The way to read shapes for every reader: fields(opened) to recognise, read_shapes(opened, problems) to read. What GDAL
may see at all is said in data/files/map_file_safety.py: `opened.map` is the copy that it gets.
"""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from data.files import map_file_safety
from data.files.opened import Opened
from data.files.problems import Problem, Refused
from data.store.plane_zones import prefecture_name, within_any_prefecture, within_prefecture
from data.store.schema import STORED_CRS
from data.text.letters import LONGEST_NAME, cleaned

JAPAN = (122.0, 20.0, 154.5, 46.5)  # degrees: lon, lat of the south-west and north-east corner
NAMES = ("S_NAME", "MOJI", "name", "Name", "NAME", "名称", "町丁名", "町名", "地域名", "自治会名", "町内会名")
SAME = 0.99  # share of two shapes that lies in both, from which on they are one shape
MOVED = 0.2  # degrees, some 20 km, between a shape and where its line says its middle is
FLAT = 1e-11  # square degrees, some 0.1 m²: nothing lies within
LARGEST_BESIDE = 2**20  # bytes of a file that explains a map (attributes.csv, config.yml)
_GRIDS = re.compile(r"PARAMETERFILE|nadgrids|geoidgrids|EXTENSION\[|https?:|\bgrids=", re.I)


def fields(opened: Opened) -> list[str]:
    """Names of the file's fields; empty where it cannot be opened (reading it then says why)."""
    return [str(name) for name in _info(opened.map).get("fields", ())] if opened.map else []


def geometry_type(opened: Opened) -> str:
    """Of the layer as GDAL calls it ("Polygon", "Unknown" where it is mixed); of a KML, which never says it, that of
    most of its first shapes.
    """
    found = str(_info(opened.map).get("geometry_type", "")) if opened.map else ""
    return _of_most_shapes(opened.map) if found == "Unknown" and opened.suffix == ".kml" else found


@lru_cache(maxsize=64)
def _of_most_shapes(path: Path) -> str:
    try:
        return str(pyogrio.read_dataframe(path, columns=[], max_features=100).geom_type.mode().get(0, "Unknown"))
    except Exception:  # as below
        return "Unknown"


@lru_cache(maxsize=64)
def _info(path: Path) -> dict[str, object]:
    """What GDAL says of a map (the path is a copy's, never used twice); nothing where it cannot be opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a TopoJSON has several layers: the first one, of areas, is meant
            found = pyogrio.read_info(path)
    except Exception:  # GDAL raises many kinds for a broken file
        return {}
    return found if found["driver"] in map_file_safety.DRIVERS[path.suffix] else {}


def beside(opened: Opened, name: str) -> Path | None:
    """A small file in the folder of the map that explains it (attributes.csv);

    None where there is none, or where it is a link to elsewhere.
    """
    path = opened.file.parent / name
    if not path.is_file() or path.stat().st_size > LARGEST_BESIDE:
        return None
    return path if path.resolve().parent == opened.file.resolve().parent or not path.is_symlink() else None


def read_shapes(opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    """The shapes in EPSG:6668 with `row` (1 = the first feature), text fields as str.

    A missing reference system is assumed (a warning) only where the coordinates can be degrees in Japan. An areal shape
    without area has no geometry (see say_without_shape). Raises Refused for a file that is cut off or broken, has no
    shapes or too many, or whose coordinates cannot be placed; shapes outside Japan are named.
    """
    info = _info(opened.map)
    if not info:
        raise Refused([_broken(opened)])
    map_file_safety.refuse_many(int(info["features"] or 0), 0, opened.path.name)
    _say_layers(opened, problems)
    encoding = _dbf_encoding(opened.map) if opened.suffix == ".shp" else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shapes = gpd.read_file(opened.map, encoding=encoding) if encoding else gpd.read_file(opened.map)
    except Exception:  # GDAL raises many kinds for a broken file
        raise Refused([_broken(opened)]) from None
    if not isinstance(shapes, gpd.GeoDataFrame) or shapes.empty or shapes.geometry.isna().all():
        raise Refused(
            [opened.problem("refuse", "図形が一つもありません。", "境界の入ったファイルを指定してください。")]
        )
    map_file_safety.refuse_many(
        len(shapes), int(shapely.get_num_coordinates(shapes.geometry.array).sum()), opened.path.name
    )
    _refuse_garbled(shapes, opened)
    _clean(shapes, opened, problems)
    shapes["row"] = range(1, len(shapes) + 1)
    return _mended(_placed(shapes, opened, problems), opened, problems)


def _broken(opened: Opened) -> Problem:
    return opened.problem(
        "refuse",
        "図形のファイルとして開けません。途中で切れているか、壊れています。",
        "もう一度ダウンロードするか、作り直してください。",
    )


def _say_layers(opened: Opened, problems: list[Problem]) -> None:
    """GeoPackage and KML may hold several maps, of which the first is read (of a TopoJSON's objects the first is the
    areas).
    """
    if opened.suffix not in (".gpkg", ".kml"):
        return
    names = [str(name) for name, kind in pyogrio.list_layers(opened.map) if kind]
    if len(names) > 1:
        problems.append(
            opened.problem(
                "warn",
                f"レイヤー（地図の層）が{len(names)}つあります（{'、'.join(names[:5])}）。"
                f"はじめの「{names[0]}」だけを読みました。",
                "ほかの層を読むときは、その層だけを別のファイルに保存してください。",
            )
        )


def names_of(shapes: gpd.GeoDataFrame) -> pd.Series:
    """What each shape is called, for messages; "" where nothing says it."""
    field = next((name for name in NAMES if name in shapes), None)
    return (
        shapes[field].astype("string").fillna("").str.strip()
        if field
        else pd.Series("", index=shapes.index, dtype="string")
    )


def has_area(shapes: gpd.GeoDataFrame) -> pd.Series:
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
        said = shapes.loc[middle.index, ["X_CODE", "Y_CODE"]].apply(pd.to_numeric, errors="coerce")
        known = said["X_CODE"].between(JAPAN[0], JAPAN[2]) & said["Y_CODE"].between(JAPAN[1], JAPAN[3])
        moved = known & (np.hypot(middle.x - said["X_CODE"], middle.y - said["Y_CODE"]) > MOVED)
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


def unknown(opened: Opened, shapes: gpd.GeoDataFrame) -> Problem:
    """What to say of a map that no reader knows (`shapes`: as read)."""
    shown = "、".join(
        name
        for name in fields(opened)
        if name
        not in (
            "id",
            "timestamp",
            "begin",
            "end",
            "altitudeMode",
            "tessellate",
            "extrude",
            "visibility",
            "drawOrder",
            "icon",
        )
    )[:60]
    kind = str(shapes.geom_type.mode().get(0, ""))
    what = "地点" if "Point" in kind else "線" if "Line" in kind else "面" if "Polygon" in kind else "図形"
    known = (
        "町丁・字の境界（KEY_CODE と S_NAME の欄）、自治会・町内会の境界（「自治会名」などの欄）、道路・川・鉄道、"
        "人口メッシュ・建物"
    )
    mend = (
        "場所の一覧（サロンなど）は、名称・種別・住所・緯度・経度の列のある CSV か Excel にしてください。"
        if what == "地点"
        else "欄の名前を確かめるか、「--as 種類=ファイル」で種類を指定してください。"
    )
    return opened.problem(
        "refuse",
        f"{what}の入った地図のファイルですが、何の地図か見分けられません。読める地図: {known}。",
        mend,
        value=shown,
    )


def _dbf_encoding(path: Path) -> str:
    """cp932 or UTF-8, by what the .dbf holds: its .cpg is usually absent and copies saved again are UTF-8."""
    content = map_file_safety.beside(path, ".dbf").read_bytes()
    start, width = struct.unpack("<HH", content[8:12])
    for encoding in ("utf-8", "cp932"):
        try:
            for place in range(start, len(content) - width + 1, width):
                content[place : place + width].decode(encoding)
            return encoding
        except UnicodeDecodeError:
            continue
    return "cp932"


def _refuse_garbled(shapes: gpd.GeoDataFrame, opened: Opened) -> None:
    for column in shapes.columns.drop(shapes.geometry.name):
        if shapes[column].dtype.kind in "OTU" or str(shapes[column].dtype) in ("str", "string"):
            text = shapes[column].dropna().astype(str)
            bad = text[text.str.contains("\ufffd|縺|繧|繝", regex=True)]
            if len(bad):
                raise Refused(
                    [
                        opened.problem(
                            "refuse",
                            "文字が壊れています（文字化け）。元の文字に戻せません。",
                            "文字化けする前の元のファイルから作り直してください。",
                            row=int(shapes.index.get_loc(bad.index[0])) + 1,
                            column=str(column),
                            value=bad.iloc[0][:20],
                        )
                    ]
                )


def _clean(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> None:
    """Take letters that no text may hold out of the texts, and cut what is too long for a name, which is told."""
    for column in shapes.columns.drop(shapes.geometry.name):
        texts = [cleaned(value).strip() if isinstance(value, str) else value for value in shapes[column]]
        long = [place for place, text in enumerate(texts) if isinstance(text, str) and len(text) > LONGEST_NAME]
        for place in long:
            problems.append(
                opened.problem(
                    "warn",
                    f"{len(texts[place]):,}字あります。長すぎるため、はじめの{LONGEST_NAME}字だけを読みました。",
                    "短く書き直してください。",
                    row=place + 1,
                    column=str(column),
                    value=f"{texts[place][:20]}…",
                )
            )
            texts[place] = texts[place][:LONGEST_NAME]
        if any(isinstance(text, str) for text in texts):
            shapes[column] = texts


def _placed(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    # GDAL says WGS 84 for a GeoJSON that states nothing: the format's rule, which Japanese makers of files mean as
    # JGD2011.
    if shapes.crs is None:
        if _in_japan(shapes).mean() <= 0.5:
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
    inside = _in_japan(shapes)
    if inside.all():
        return shapes
    swapped = shapes.set_geometry(shapely.transform(shapes.geometry.array, lambda xy: xy[:, ::-1]), crs=STORED_CRS)
    if _in_japan(swapped).all():
        problems.append(opened.problem("warn", "緯度と経度が逆に入っています。入れ替えて読みました。"))
        return swapped
    raise Refused([*problems, *_outside(shapes[~inside], opened, nothing_inside=not inside.any())])


def _in_japan(shapes: gpd.GeoDataFrame) -> pd.Series:
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


def _mended(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
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
