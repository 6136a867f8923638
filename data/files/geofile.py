"""Files with shapes: fields, encoding and reference system found, broken ones refused, invalid polygons mended.

The way to read shapes for every reader: fields(opened) to recognise, read_shapes(opened, problems) to read. What GDAL
may see at all is said in data/files/map_file_safety.py: `opened.map` is the copy that it gets.
"""

from __future__ import annotations

import struct
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from data.files import map_file_safety
from data.files.map_limits import refuse_many
from data.files.map_positions import placed
from data.files.map_shapes import mended
from data.files.opened import Opened
from data.files.problems import Problem, Refused
from data.text.letters import LONGEST_NAME, cleaned

LARGEST_BESIDE = 2**20  # bytes of a file that explains a map (attributes.csv, config.yml)


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
def _info(path: Path) -> dict[str, Any]:
    """What GDAL says of a map (the path is a copy's, never used twice); nothing where it cannot be opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a TopoJSON has several layers: the first one, of areas, is meant
            found = pyogrio.read_info(path)
    except Exception:  # GDAL raises many kinds for a broken file
        return {}
    return found if found["driver"] in map_file_safety.DRIVERS[path.suffix] else {}


def explaining_file(opened: Opened, name: str) -> Path | None:
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
    info = _info(opened.map) if opened.map else {}
    if opened.map is None or not info:
        raise Refused([_broken(opened)])
    refuse_many(int(info["features"] or 0), 0, opened.path.name)
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
    refuse_many(len(shapes), int(shapely.get_num_coordinates(shapes.geometry.array).sum()), opened.path.name)
    _refuse_garbled(shapes, opened)
    _clean(shapes, opened, problems)
    shapes["row"] = range(1, len(shapes) + 1)
    return mended(placed(shapes, opened, problems), opened, problems)


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
    content = path.with_suffix(".dbf").read_bytes()
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
