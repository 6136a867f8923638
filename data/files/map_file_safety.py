"""Files with shapes, made safe before GDAL sees them.

GDAL knows some sixty formats, many of which are no data but point to other files or to the network, and it tries all of
them whatever a file's name ends in. Here it keeps five drivers, the file is looked at first (its first bytes, and what
each format can point elsewhere with), and GDAL gets a copy alone in a folder: it can find no other file and no name
that it would take for an address.
"""

from __future__ import annotations

import mmap
import os
import re
import shutil
import sqlite3
import struct
from contextlib import closing
from json import JSONDecodeError, JSONDecoder
from pathlib import Path

os.environ["PROJ_NETWORK"] = "OFF"  # before PROJ is loaded: shift grids are never fetched

import numpy as np  # noqa: E402
import pyogrio  # noqa: E402
from pyogrio._ogr import _register_drivers  # noqa: E402  (pyogrio registers all drivers and offers no choice; GDAL drops those of GDAL_SKIP when asked again)

from data.files import file_signature  # noqa: E402
from data.files.problems import refuse  # noqa: E402

DRIVERS = {
    ".shp": ("ESRI Shapefile",),
    ".geojson": ("GeoJSON", "TopoJSON"),
    ".json": ("GeoJSON", "TopoJSON"),
    ".topojson": ("TopoJSON", "GeoJSON"),
    ".gpkg": ("GPKG",),
    ".kml": ("LIBKML",),
}
KINDS = {
    ".shp": file_signature.SHAPEFILE,
    ".geojson": file_signature.JSON,
    ".json": file_signature.JSON,
    ".topojson": file_signature.JSON,
    ".gpkg": file_signature.SQLITE,
    ".kml": file_signature.KML,
}
NAMES = {
    ".shp": "シェープファイル",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".topojson": "TopoJSON",
    ".gpkg": "GeoPackage",
    ".kml": "KML",
}
BESIDE = (".shx", ".dbf", ".prj", ".cpg")  # of a shapefile, all that is read
# Bytes that are read in less than 1 GB of memory: GDAL takes some 2 bytes for one of GeoJSON, 6 of KML, 20 of TopoJSON.
MIB = 2**20
LARGEST = {
    ".shp": 200 * MIB,
    ".geojson": 200 * MIB,
    ".json": 200 * MIB,
    ".topojson": 32 * MIB,
    ".gpkg": 200 * MIB,
    ".kml": 90 * MIB,
}
LARGEST_TOPOLOGY = LARGEST[".topojson"]
MOST_SHAPES = 400_000
MOST_VERTICES = 8_000_000
DEEPEST = 100  # of arrays and objects in JSON: GeoJSON needs ten
GIVEN = "QGIS などで開き、「GeoJSON」「シェープファイル」「GeoPackage」のどれかで保存し直してください。"

_NEEDED = {name for names in DRIVERS.values() for name in names}
_SETTINGS = {
    "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "http://127.0.0.1:9",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_PAM_ENABLED": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
    "OGR_SQLITE_PRAGMA": "trusted_schema=OFF",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_DRIVER_PATH": "disable",
    "SHAPE_RESTORE_SHX": "NO",
}


def _keep_only_needed_drivers() -> None:
    skipped = [name for name in pyogrio.list_drivers() if name not in _NEEDED]
    pyogrio.set_gdal_config_options(_SETTINGS | {"GDAL_SKIP": ",".join(skipped)})
    _register_drivers()


_keep_only_needed_drivers()


def made_safe(path: Path, shown: str, folder: Path) -> Path:
    """A copy of the map (a shapefile: with the parts that are read) in `folder`, under a name that means nothing to
    GDAL.

    `shown` is the name its owner knows. Raises Refused for what is not what its name says, is too large or points
    elsewhere.
    """
    suffix = path.suffix.lower()
    _refuse_other_formats(path, suffix, shown)
    parts = {suffix: path} | (
        {part: found for part in BESIDE if (found := beside(path, part))} if suffix == ".shp" else {}
    )
    for part in parts.values():
        _refuse_link(part, path, shown)
    size = sum(part.stat().st_size for part in parts.values())
    if size > LARGEST[suffix]:
        refuse(
            shown,
            f"ファイルが大きすぎます（{size / MIB:,.0f} MB）。{NAMES[suffix]}は {LARGEST[suffix] // MIB} MB まで読めます。",
            "市区町村の分だけを取り出したファイルにしてください。",
        )
    _refuse_open_elsewhere(path, shown)
    for part, file in parts.items():
        shutil.copyfile(file, folder / f"map{part}")
    made = folder / f"map{suffix}"  # looked at where it cannot change any more
    {
        file_signature.SHAPEFILE: _check_shapefile,
        file_signature.JSON: _check_json,
        file_signature.SQLITE: _check_geopackage,
        file_signature.KML: _check_kml,
    }[KINDS[suffix]](made, shown)
    return made


def beside(path: Path, suffix: str) -> Path | None:
    """The part of a shapefile with this ending (.dbf or .DBF); None where there is none."""
    return next(
        (other for other in (path.with_suffix(suffix), path.with_suffix(suffix.upper())) if other.is_file()), None
    )


def _refuse_other_formats(path: Path, suffix: str, shown: str) -> None:
    """Raise Refused where the first bytes are not those of the format that the name says."""
    seen = file_signature.seems(path)
    if seen in (file_signature.ELSEWHERE, file_signature.ADDRESS):
        refuse(shown, f"中身は{seen.words}で、地図のデータが入っていません。", GIVEN)
    if seen.kind != KINDS[suffix]:
        refuse(
            shown,
            f"中身は{seen.words}のようですが、名前の終わりが「{suffix}」（{NAMES[suffix]}）です。",
            f"名前の終わりを中身に合わせるか、{GIVEN}",
        )


def _refuse_link(part: Path, path: Path, shown: str) -> None:
    """A part of a shapefile that is a link to a file of another folder is another file."""
    if part != path and part.is_symlink() and part.resolve().parent != path.resolve().parent:
        refuse(
            shown,
            f"シェープファイルの一部（{part.name}）が、ほかのフォルダのファイルを指しています。",
            "同じ名前の .shp .dbf .shx .prj を、同じフォルダに置いてください。",
        )


def _refuse_open_elsewhere(path: Path, shown: str) -> None:
    """Changes of a GeoPackage that is open in QGIS may still stand in a log beside it."""
    log = path.with_name(f"{path.name}-wal")
    if os.path.isfile(log) and log.stat().st_size:  # a name that is too long for the system is nobody's
        refuse(
            shown,
            "ほかのソフト（QGIS など）で開かれたままで、まだ書き込まれていない変更があります。",
            "そのソフトを閉じてから、もう一度指定してください。",
        )


def _check_shapefile(path: Path, shown: str) -> None:
    missing = [suffix for suffix in (".dbf", ".shx") if not beside(path, suffix)]
    if missing:
        refuse(
            shown,
            f"シェープファイルの一部（{'、'.join(missing)}）がありません。",
            "同じ名前の .shp .dbf .shx .prj を、同じフォルダに置いてください。",
        )
    with path.open("rb") as file:
        head = file.read(100)
    stated = struct.unpack(">i", head[24:28])[0] * 2 if len(head) == 100 else -1
    dbf, shx = beside(path, ".dbf"), beside(path, ".shx")
    with dbf.open("rb") as file:
        table = file.read(12)
    rows, start, width = struct.unpack("<IHH", table[4:12]) if len(table) == 12 else (1, 0, 2**16)
    if stated != path.stat().st_size or dbf.stat().st_size < start + rows * width:
        refuse(shown, "シェープファイルが途中で切れています。", "もう一度ダウンロードするか、コピーし直してください。")
    refuse_many(max(rows, (shx.stat().st_size - 100) // 8), path.stat().st_size // 16, shown)
    if prj := beside(path, ".prj"):
        if prj.stat().st_size > 2**16 or not re.match(rb"(?:\xef\xbb\xbf)?\s*[A-Z_]+\d*\s*\[", prj.read_bytes()):
            refuse(
                shown,
                "座標系のファイル（.prj）の中身が、座標系ではありません。",
                "元の .prj を同じフォルダに置いてください。",
            )


def refuse_many(shapes: int, vertices: int, shown: str) -> None:
    """Raise Refused for more shapes or corners than an office PC can hold."""
    if shapes > MOST_SHAPES:
        refuse(
            shown,
            f"図形が多すぎます（{shapes:,}件）。{MOST_SHAPES:,}件まで読めます。",
            "市区町村の分だけを取り出したファイルにしてください。",
        )
    if vertices > MOST_VERTICES:
        refuse(
            shown,
            f"図形の点が多すぎます（約{vertices:,}点）。{MOST_VERTICES:,}点まで読めます。",
            "市区町村の分だけを取り出すか、形を簡単にしたファイルにしてください。",
        )


_CRS_KEY = re.compile(rb"""(["'])crs\1\s*[:/]\s*""", re.I)
_HIDDEN_LETTER = re.compile(
    rb"\\u00(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])", re.I
)  # no program writes the letters A-Z as \u0041
_CRS_NAME = re.compile(r"(?:urn:ogc:def:crs:)?(?:EPSG|OGC|ESRI|JGD|CRS|WGS|IAU)[\w:.,\- /()]{0,80}|", re.I)


def _check_json(path: Path, shown: str) -> None:
    """Nothing in it that GDAL would follow (`crs` as a link), not too deep, and no larger than its kind may be."""
    with path.open("rb") as file, closing(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)) as content:
        if b"\x00" in content[:64]:
            refuse(shown, "文字コードが UTF-8 ではない GeoJSON・TopoJSON は読めません。", GIVEN)
        if len(content) > LARGEST_TOPOLOGY and re.search(rb'"type"\s*:\s*"Topology"', content):
            refuse(
                shown,
                f"ファイルが大きすぎます（{len(content) / MIB:,.0f} MB）。TopoJSON は {LARGEST_TOPOLOGY // MIB} MB"
                " まで読めます。",
                "市区町村の分だけを取り出したファイルにしてください。",
            )
        if _HIDDEN_LETTER.search(content):
            refuse(shown, "英字が符号（\\u0061 など）で書かれていて、中身を確かめられません。", GIVEN)
        for found in _CRS_KEY.finditer(content):
            if not _is_plain_crs(content[found.start() + 5 : found.start() + 5000]):
                refuse(shown, "座標系（crs）が、ほかの場所を指すリンクか、知らない書き方です。", GIVEN)
        deepest, arrays = _brackets(content)
    if deepest > DEEPEST:
        refuse(shown, f"入れ子が深すぎます（{DEEPEST}段まで読めます）。地図のデータではないか、壊れています。", GIVEN)
    refuse_many(0, arrays, shown)


def _is_plain_crs(after: bytes) -> bool:
    """Whether `: value...` after a key `crs` is nothing, a word, or a reference system by its name."""
    text = after.decode("utf-8", "ignore")
    colon = re.match(r"\s*:\s*", text)
    if colon is None:
        return False
    try:
        value, _ = JSONDecoder().raw_decode(text, colon.end())
    except (JSONDecodeError, RecursionError):
        return False
    if value is None or isinstance(value, str | int | float):
        return True
    if not isinstance(value, dict) or {key.lower() for key in value} - {"type", "properties"}:
        return False
    properties = value.get("properties")
    if value.get("type") == "EPSG":
        return (
            isinstance(properties, dict) and set(properties) == {"code"} and isinstance(properties["code"], int | str)
        )
    return (
        value.get("type") == "name"
        and isinstance(properties, dict)
        and set(properties) == {"name"}
        and isinstance(properties["name"], str)
        and bool(_CRS_NAME.fullmatch(properties["name"]))
    )


_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.S)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_LONGEST_TEXT = 16 * MIB


def _brackets(content: mmap.mmap, chunk: int = MIB) -> tuple[int, int]:
    """How deep arrays and objects are nested, and how many arrays there are (brackets within texts left out); stops
    where it is too deep.
    """
    depth = deepest = arrays = place = 0
    left = b""
    while place < len(content) and deepest <= DEEPEST:
        piece = left + content[place : place + chunk]
        place += chunk
        plain = _STRING.sub(b"", piece)
        cut = plain.find(b'"')  # a text that goes on in the next piece
        left = piece[len(piece) - len(plain) + cut :] if cut >= 0 else b""
        if len(left) > _LONGEST_TEXT:
            return DEEPEST + 1, arrays
        found = np.frombuffer((plain[:cut] if cut >= 0 else plain).translate(None, _NOT_BRACKETS), dtype=np.uint8)
        if len(found):
            opening = np.isin(found, (ord("["), ord("{")))
            depths = depth + np.cumsum(np.where(opening, 1, -1))
            depth, deepest = int(depths[-1]), max(deepest, int(depths.max()))
            arrays += int((found == ord("[")).sum())
    return deepest, arrays


def _check_geopackage(path: Path, shown: str) -> None:
    """Only tables with stored values: views, computed columns and virtual tables run what somebody wrote into the
    file."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.execute("PRAGMA trusted_schema=OFF")
            base.execute("PRAGMA cell_size_check=ON")
            made = base.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchmany(20_000)
            tables = [name for kind, name, _ in made if kind == "table"]
            if "gpkg_contents" not in tables:
                refuse(shown, "中身はデータベース（SQLite）ですが、GeoPackage ではありません。", GIVEN)
            layers = [
                row[0]
                for row in base.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'").fetchmany(
                    1000
                )
            ]
            _refuse_computed(base, made, layers, shown)
            rows = sum(
                base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                for name in layers
                if name in tables and '"' not in name
            )
    except sqlite3.Error:
        refuse(
            shown,
            "GeoPackage として開けません。途中で切れているか、壊れています。",
            "もう一度ダウンロードするか、作り直してください。",
        )
    refuse_many(rows, 0, shown)


_VIEWS_OF_THE_STANDARD = {"st_spatial_ref_sys", "spatial_ref_sys", "st_geometry_columns", "geometry_columns"}


def _refuse_computed(base: sqlite3.Connection, made: list[tuple[str, str, str]], layers: list[str], shown: str) -> None:
    for kind, name, words in made:
        virtual = re.match(r"\s*CREATE\s+VIRTUAL\s+TABLE", words, re.I) and not re.search(
            r"\bUSING\s+[\"'`\[]?rtree\b", words, re.I
        )
        if virtual or kind == "view" and (name.lower() not in _VIEWS_OF_THE_STANDARD or name in layers):
            refuse(shown, f"計算される表（{name[:40]}）が入っていて、中身が決まりません。", GIVEN)
    for name in (name for kind, name, _ in made if kind == "table"):
        if '"' not in name and any(column[6] in (2, 3) for column in base.execute(f'PRAGMA table_xinfo("{name}")')):
            refuse(shown, f"計算される列が、表「{name[:40]}」に入っていて、中身が決まりません。", GIVEN)


_LINKS = re.compile(rb"<(?:[\w.-]+:)?NetworkLink\b", re.I)
_PLACEMARK = re.compile(rb"<(?:[\w.-]+:)?Placemark\b", re.I)


def _check_kml(path: Path, shown: str) -> None:
    """No links to other files, no declared entities (they may read files or grow without end), in UTF-8."""
    content = path.read_bytes()
    said = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", content[:400])
    if b"\x00" in content or said and said[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        refuse(shown, "文字コードが UTF-8 ではない KML は読めません。", GIVEN)
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", content, re.I) or re.search(rb"XInclude", content, re.I):
        refuse(shown, "KML の中に、ほかのファイルを読み込む書き方（DOCTYPE など）があります。", GIVEN)
    if _LINKS.search(content):
        refuse(
            shown,
            "KML の中に、ほかの場所のデータを見に行くリンク（NetworkLink）があります。地図そのものが入っていません。",
            "Google マイマップでは、「ネットワークリンクでデータを最新に保つ」を選ばずに KML を書き出してください。",
        )
    if not (places := sum(1 for _ in _PLACEMARK.finditer(content))):
        refuse(shown, "図形が一つもありません。", "境界の入ったファイルを指定してください。")
    refuse_many(places, content.count(b",") // 2, shown)
