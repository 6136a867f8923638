"""Files with shapes, made safe before GDAL sees them.

GDAL knows some sixty formats, many of which are no data but point to other files or to the network, and it tries all of
them whatever a file's name ends in. Here it keeps five drivers, the file is looked at first (its first bytes, and what
each format can point elsewhere with), and GDAL gets a copy alone in a folder: it can find no other file and no name
that it would take for an address.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
from pathlib import Path

os.environ["PROJ_NETWORK"] = "OFF"  # before PROJ is loaded: shift grids are never fetched

import pyogrio

# pyogrio registers all drivers and offers no choice; GDAL drops those of GDAL_SKIP when asked again
from pyogrio._ogr import _register_drivers

from data.files import file_signature
from data.files.geopackage_safety import check_geopackage
from data.files.map_json_safety import check_json
from data.files.map_limits import GIVEN, LARGEST, MIB, refuse_many
from data.files.problems import refuse

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
        {part: found for part in BESIDE if (found := part_of_shapefile(path, part))} if suffix == ".shp" else {}
    )
    for part in parts.values():
        _refuse_link(part, path, shown)
    size = sum(part.stat().st_size for part in parts.values())
    if size > LARGEST[suffix]:
        refuse(
            shown,
            f"ファイルが大きすぎます（{size / MIB:,.0f} MB）。"
            f"{NAMES[suffix]}は {LARGEST[suffix] // MIB} MB まで読めます。",
            "市区町村の分だけを取り出したファイルにしてください。",
        )
    _refuse_open_elsewhere(path, shown)
    for ending, file in parts.items():
        shutil.copyfile(file, folder / f"map{ending}")
    made = folder / f"map{suffix}"  # looked at where it cannot change any more
    {
        file_signature.SHAPEFILE: _check_shapefile,
        file_signature.JSON: check_json,
        file_signature.SQLITE: check_geopackage,
        file_signature.KML: _check_kml,
    }[KINDS[suffix]](made, shown)
    return made


def part_of_shapefile(path: Path, suffix: str) -> Path | None:
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
    missing = [suffix for suffix in (".dbf", ".shx") if not part_of_shapefile(path, suffix)]
    if missing:
        refuse(
            shown,
            f"シェープファイルの一部（{'、'.join(missing)}）がありません。",
            "同じ名前の .shp .dbf .shx .prj を、同じフォルダに置いてください。",
        )
    with path.open("rb") as file:
        head = file.read(100)
    stated = struct.unpack(">i", head[24:28])[0] * 2 if len(head) == 100 else -1
    dbf, shx = path.with_suffix(".dbf"), path.with_suffix(".shx")
    with dbf.open("rb") as file:
        table = file.read(12)
    rows, start, width = struct.unpack("<IHH", table[4:12]) if len(table) == 12 else (1, 0, 2**16)
    if stated != path.stat().st_size or dbf.stat().st_size < start + rows * width:
        refuse(shown, "シェープファイルが途中で切れています。", "もう一度ダウンロードするか、コピーし直してください。")
    refuse_many(max(rows, (shx.stat().st_size - 100) // 8), path.stat().st_size // 16, shown)
    if prj := part_of_shapefile(path, ".prj"):
        if prj.stat().st_size > 2**16 or not re.match(rb"(?:\xef\xbb\xbf)?\s*[A-Z_]+\d*\s*\[", prj.read_bytes()):
            refuse(
                shown,
                "座標系のファイル（.prj）の中身が、座標系ではありません。",
                "元の .prj を同じフォルダに置いてください。",
            )


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
