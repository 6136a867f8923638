"""Ground to find one's way on: roads, rivers, railways, stations, schools and halls from 国土数値情報 or OpenStreetMap
files."""

from __future__ import annotations

import ast
import re

import geopandas as gpd
import pandas as pd

from data.files.extract import Extract, Options
from data.files.geofile import fields, read_shapes
from data.files.opened import Opened
from data.files.problems import Problem, Problems, Refused
from data.store.schema import STORED_CRS

KIND = "base"
LABEL = "道路・川・鉄道・目印"

# 国土数値情報: the field that names a thing tells the layer. Lines with a station's name (N02_005) are stations.
LAND_NUMBERS = {
    "N01_002": "road",
    "W05_004": "river",
    "N02_005": "station",
    "S12_001": "station",
    "N02_003": "railway",
    "N05_002": "railway",
    "P29_004": "school",
    "P29_005": "school",
    "P05_003": "hall",
    "P27_005": "hall",
}
OSM_FIELDS = ("highway", "railway", "waterway", "amenity")
BY_FILE_NAME = {
    "road": r"道路|road|edges|highway",
    "river": r"河川|川|river|water",
    "railway": r"鉄道|線路|rail",
    "station": r"駅|station",
    "school": r"学校|小学|中学|school",
    "hall": r"集会|公民館|会館|hall|community",
}
RANKS = {
    "motorway": 1,
    "trunk": 1,
    "primary": 1,
    "secondary": 2,
    "tertiary": 3,
}  # smaller roads would only darken the map
LINES = ("road", "river", "railway")
NAME_FIELDS = ("name", "名称", "name:ja", "路線名", "河川名", "駅名")


def recognises(opened: Opened) -> bool:
    there = fields(opened) if opened.is_geo else []
    return bool(there) and (any(name in there for name in LAND_NUMBERS) or any(name in there for name in OSM_FIELDS))


def read(opened: Opened, options: Options) -> Extract:
    """Table `base`: layer, name, rank (1 main, 3 small; roads only), geometry in EPSG:6668; lines of one name become
    one, places become points.

    Raises Refused where neither the fields nor the file's name say what the layer is.
    """
    problems: list[Problem] = Problems()
    shapes = read_shapes(opened, problems)
    layers = _layers(shapes, opened)
    if layers is None:
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse",
                    "道路・川・鉄道・駅・学校・集会所のどれか分かりません。",
                    "国土数値情報か OpenStreetMap のファイルを使うか、"
                    "ファイル名に「道路」「河川」「鉄道」「駅」「学校」「集会所」のどれかを入れてください。",
                ),
            ]
        )
    base = gpd.GeoDataFrame(
        {
            "layer": layers["layer"],
            "name": layers["name"],
            "rank": layers["rank"],
            "resource_id": pd.array([None] * len(shapes), dtype="string"),
        },
        geometry=shapes.geometry.array,
        crs=STORED_CRS,
    )
    kept = base[base["layer"].notna() & base.geometry.notna() & ~base.geometry.is_empty]
    if len(kept) < len(base):
        problems.append(
            opened.problem(
                "info",
                f"細い道など、地図の目印にしない{len(base) - len(kept):,}件を省き、{len(kept):,}件を読みました。",
            )
        )
    if kept.empty:
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse",
                    "地図に載せる道路・川・鉄道・目印が一つもありません。",
                    "市の範囲の、主な道路などが入ったファイルを指定してください。",
                ),
            ]
        )
    return Extract(KIND, opened.path, {"base": _drawn(kept)}, _source(opened, shapes), problems)


def _source(opened: Opened, shapes: gpd.GeoDataFrame) -> dict[str, object]:
    if any(name in shapes for name in OSM_FIELDS):
        return {
            "kind": KIND,
            "title": "OpenStreetMap",
            "publisher": "© OpenStreetMap contributors",
            "address": "https://www.openstreetmap.org/copyright",
            "licence": "ODbL 1.0",
        }
    if any(name in shapes for name in LAND_NUMBERS):
        return {
            "kind": KIND,
            "title": f"国土数値情報（{opened.path.stem}）",
            "publisher": "国土交通省",
            "address": "https://nlftp.mlit.go.jp/ksj/",
        }
    return {"kind": KIND, "title": opened.path.stem}


def _layers(shapes: gpd.GeoDataFrame, opened: Opened) -> pd.DataFrame | None:
    """layer, name and rank of each shape; layer missing where it is nothing to draw. None where the file says
    nothing."""
    if found := next((name for name in LAND_NUMBERS if name in shapes and shapes[name].map(_is_text).any()), None):
        return _same_layer(shapes, LAND_NUMBERS[found], shapes[found])
    if any(name in shapes for name in OSM_FIELDS):
        return _osm(shapes)
    for layer, words in BY_FILE_NAME.items():
        if re.search(words, opened.path.stem, re.IGNORECASE):
            name = next((name for name in NAME_FIELDS if name in shapes), None)
            return _same_layer(
                shapes, layer, shapes[name] if name else pd.Series(None, index=shapes.index, dtype="object")
            )
    return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(r"[^\d.\s]", value))


def _same_layer(shapes: gpd.GeoDataFrame, layer: str, names: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "layer": pd.Series(layer, index=shapes.index, dtype="string"),
            "name": _plain(names),
            "rank": pd.Series(1, index=shapes.index, dtype="Int64"),
        }
    )


def _osm(shapes: gpd.GeoDataFrame) -> pd.DataFrame:
    def tag(name: str) -> pd.Series:
        return shapes[name].map(_first) if name in shapes else pd.Series("", index=shapes.index)

    highway, railway, waterway, amenity = (tag(name) for name in OSM_FIELDS)
    rank = highway.str.removesuffix("_link").map(RANKS).astype("Int64")
    layer = pd.Series(pd.NA, index=shapes.index, dtype="string")
    layer = layer.mask(rank.notna(), "road").mask(railway.isin(["rail", "light_rail", "subway", "tram"]), "railway")
    layer = layer.mask(waterway.isin(["river", "canal"]), "river").mask(
        railway.isin(["station", "halt", "tram_stop"]), "station"
    )
    layer = layer.mask(amenity == "school", "school").mask(amenity.isin(["community_centre", "townhall"]), "hall")
    names = shapes["name"] if "name" in shapes else pd.Series(None, index=shapes.index, dtype="object")
    return pd.DataFrame({"layer": layer, "name": _plain(names), "rank": rank.fillna(1)})


def _first(value: object) -> str:
    """osmnx writes a list of tags as "['path', 'residential']" or "path,residential": the first one counts."""
    if isinstance(value, (list, tuple)):
        return str(value[0]) if value else ""
    text = "" if pd.isna(value) else str(value)
    if text.startswith("["):
        try:
            return str(ast.literal_eval(text)[0])
        except (ValueError, SyntaxError, IndexError):
            return ""
    return text.split(",")[0].split(";")[0].strip()


def _plain(names: pd.Series) -> pd.Series:
    text = pd.Series([_first(name) for name in names], index=names.index, dtype="string").str.strip()
    return text.mask(text.isin(["", "None", "nan", "名称不明", "-"]))


def _drawn(base: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Lines of one layer, name and rank as one shape; places as points, one a name and spot (a station is a line, a
    school an area in some files)."""
    lines = base[base["layer"].isin(LINES)]
    places = base[~base["layer"].isin(LINES)]
    joined = (
        lines.assign(key=lines["name"].fillna("")).dissolve(["layer", "key", "rank"]).reset_index()
        if len(lines)
        else lines
    )
    spots = places.set_geometry(places.geometry.representative_point()) if len(places) else places
    spots = (
        spots.assign(x=spots.geometry.x.round(3), y=spots.geometry.y.round(3)).drop_duplicates(
            ["layer", "name", "x", "y"]
        )
        if len(spots)
        else spots
    )
    parts = [part[["layer", "name", "rank", "resource_id", "geometry"]] for part in (joined, spots) if len(part)]
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), geometry="geometry", crs=STORED_CRS)
