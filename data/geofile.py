"""Files with shapes: fields, encoding and reference system found, broken ones refused, invalid polygons mended.

The way to read shapes for every reader: fields(opened) to recognise, read_shapes(opened, problems) to read.
"""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from data.letters import LONGEST_NAME, cleaned
from data.problems import Problem, Refused
from data.schema import STORED_CRS
from data.tabular import Opened

JAPAN = (122.0, 20.0, 154.5, 46.5)  # degrees: lon, lat of the south-west and north-east corner


def fields(opened: Opened) -> list[str]:
    """Names of the file's fields; empty where it cannot be opened (reading it then says why)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a TopoJSON has several layers: the first one, of areas, is meant
            return list(pyogrio.read_info(opened.file)["fields"])
    except Exception:  # GDAL raises many kinds for a broken file
        return []


def geometry_type(opened: Opened) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return str(pyogrio.read_info(opened.file)["geometry_type"])
    except Exception:  # as above
        return ""


def read_shapes(opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    """The shapes in EPSG:6668 with `row` (1 = the first feature), text fields as str.

    A missing reference system is assumed (a warning) only where the coordinates can be degrees in Japan. Raises Refused for a file that is
    cut off or broken, has no shapes, or whose coordinates cannot be placed.
    """
    if opened.suffix == ".shp":
        _refuse_broken_shapefile(opened)
    encoding = _dbf_encoding(opened.file) if opened.suffix == ".shp" else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shapes = gpd.read_file(opened.file, encoding=encoding) if encoding else gpd.read_file(opened.file)
    except Exception:  # GDAL raises many kinds for a broken file
        raise Refused([opened.problem("refuse", "図形のファイルとして開けません。途中で切れているか、壊れています。", "もう一度ダウンロードするか、作り直してください。")]) from None
    if not isinstance(shapes, gpd.GeoDataFrame) or shapes.empty or shapes.geometry.isna().all():
        raise Refused([opened.problem("refuse", "図形が一つもありません。", "境界の入ったファイルを指定してください。")])
    _refuse_garbled(shapes, opened)
    _clean(shapes, opened, problems)
    shapes["row"] = range(1, len(shapes) + 1)
    return _mended(_placed(shapes, opened, problems), opened, problems)


def _refuse_broken_shapefile(opened: Opened) -> None:
    path = opened.file
    missing = [suffix for suffix in (".dbf", ".shx") if not _beside(path, suffix)]
    if missing:
        raise Refused([opened.problem("refuse", f"シェープファイルの一部（{'、'.join(missing)}）がありません。", "同じ名前の .shp .dbf .shx .prj を、同じフォルダに置いてください。")])
    with path.open("rb") as file:
        head = file.read(100)
    stated = struct.unpack(">i", head[24:28])[0] * 2 if len(head) == 100 else -1
    dbf = _beside(path, ".dbf")
    with dbf.open("rb") as file:
        table = file.read(12)
    rows, start, width = struct.unpack("<IHH", table[4:12]) if len(table) == 12 else (1, 0, 2**16)
    if stated != path.stat().st_size or dbf.stat().st_size < start + rows * width:
        raise Refused([opened.problem("refuse", "シェープファイルが途中で切れています。", "もう一度ダウンロードするか、コピーし直してください。")])


def _beside(path: Path, suffix: str) -> Path | None:
    return next((other for other in (path.with_suffix(suffix), path.with_suffix(suffix.upper())) if other.is_file()), None)


def _dbf_encoding(path: Path) -> str:
    """cp932 or UTF-8, by what the .dbf holds: its .cpg is usually absent and copies saved again are UTF-8."""
    content = _beside(path, ".dbf").read_bytes()
    start, width = struct.unpack("<HH", content[8:12])
    for encoding in ("utf-8", "cp932"):
        try:
            for place in range(start, len(content) - width + 1, width):
                content[place: place + width].decode(encoding)
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
                raise Refused([opened.problem("refuse", "文字が壊れています（文字化け）。元の文字に戻せません。", "文字化けする前の元のファイルから作り直してください。",
                                              row=int(shapes.index.get_loc(bad.index[0])) + 1, column=str(column), value=bad.iloc[0][:20])])


def _clean(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> None:
    """Take letters that no text may hold out of the texts, and cut what is too long for a name, which is told."""
    for column in shapes.columns.drop(shapes.geometry.name):
        texts = [cleaned(value).strip() if isinstance(value, str) else value for value in shapes[column]]
        long = [place for place, text in enumerate(texts) if isinstance(text, str) and len(text) > LONGEST_NAME]
        for place in long:
            problems.append(opened.problem("warn", f"{len(texts[place]):,}字あります。長すぎるため、はじめの{LONGEST_NAME}字だけを読みました。", "短く書き直してください。", row=place + 1, column=str(column), value=f"{texts[place][:20]}…"))
            texts[place] = texts[place][:LONGEST_NAME]
        if any(isinstance(text, str) for text in texts):
            shapes[column] = texts


def _placed(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    west, south, east, north = shapes.total_bounds
    looks_like_degrees = JAPAN[0] <= west and east <= JAPAN[2] and JAPAN[1] <= south and north <= JAPAN[3]
    # GDAL says WGS 84 for a GeoJSON that states nothing: the format's rule, which Japanese makers of files mean as JGD2011.
    if shapes.crs is None:
        if not looks_like_degrees:
            raise Refused([opened.problem("refuse", "座標の測地系・座標系（CRS）が書かれておらず、緯度経度でもありません。", "e-Stat などで「世界測地系緯度経度」を選ぶか、.prj を同じフォルダに置いてください。")])
        problems.append(opened.problem("warn", "測地系が書かれていません。世界測地系（JGD2011）の緯度経度とみなしました。"))
        shapes = shapes.set_crs(STORED_CRS)
    shapes = shapes.to_crs(STORED_CRS)
    west, south, east, north = shapes.total_bounds
    if not (JAPAN[0] <= west and east <= JAPAN[2] and JAPAN[1] <= south and north <= JAPAN[3]):
        swapped = JAPAN[1] <= west and east <= JAPAN[3] and JAPAN[0] <= south and north <= JAPAN[2]
        if not swapped:
            raise Refused([opened.problem("refuse", f"図形が日本の外にあります（東経{west:.3f}～{east:.3f}、北緯{south:.3f}～{north:.3f}）。", "座標系（.prj）を確かめてください。")])
        problems.append(opened.problem("warn", "緯度と経度が逆に入っています。入れ替えて読みました。"))
        shapes = shapes.set_geometry(shapely.transform(shapes.geometry.array, lambda xy: xy[:, ::-1]), crs=STORED_CRS)
    return shapes


def _mended(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    shapes = shapes.set_geometry(shapely.force_2d(shapes.geometry.array), crs=STORED_CRS)
    areal = shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    bad = areal & ~shapes.is_valid
    if bad.any():
        first = shapes.index[bad][0]
        problems.append(opened.problem("warn", f"形の正しくない図形{int(bad.sum())}件を直して読みました。", row=int(shapes.at[first, "row"])))
        mended = shapely.make_valid(shapes.geometry.array[bad.to_numpy()], method="structure", keep_collapsed=False)
        shapes.loc[bad, shapes.geometry.name] = gpd.GeoSeries(mended, index=shapes.index[bad], crs=STORED_CRS)
    return shapes
