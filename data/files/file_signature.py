"""What a file seems to be by its first bytes, whatever its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

START = 4096  # bytes looked at


@dataclass(frozen=True)
class Seeming:
    """`kind` for the program, `words` for its owner (「GeoPackage」). `kind` is "text" where the bytes say nothing."""

    kind: str
    words: str = ""


SHAPEFILE, SQLITE, KML, JSON, TEXT = "shapefile", "sqlite", "kml", "json", "text"
_BY_BYTES = (
    (b"PK\x03\x04", Seeming("zip", "圧縮ファイル（ZIP または Excel）")),
    (b"PK\x05\x06", Seeming("zip", "空の圧縮ファイル（ZIP）")),
    (b"\xd0\xcf\x11\xe0", Seeming("ole", "古い形式の Excel など")),
    (b"\x00\x00\x27\x0a", Seeming(SHAPEFILE, "シェープファイル")),
    (b"SQLite format 3\x00", Seeming(SQLITE, "GeoPackage などのデータベース（SQLite）")),
    (b"%PDF", Seeming("pdf", "PDF")),
    (b"\x89PNG", Seeming("picture", "画像（PNG）")),
    (b"\xff\xd8\xff", Seeming("picture", "画像（JPEG）")),
    (b"GIF8", Seeming("picture", "画像（GIF）")),
    (b"II*\x00", Seeming("picture", "画像（TIFF）")),
    (b"MM\x00*", Seeming("picture", "画像（TIFF）")),
    (b"BM", Seeming("bmp", "画像（BMP）")),
    (b"RIFF", Seeming("media", "画像か音声")),
    (b"\x1f\x8b", Seeming("archive", "圧縮ファイル（gzip）")),
    (b"BZh", Seeming("archive", "圧縮ファイル（bzip2）")),
    (b"\xfd7zXZ", Seeming("archive", "圧縮ファイル（xz）")),
    (b"Rar!", Seeming("archive", "圧縮ファイル（RAR）")),
    (b"7z\xbc\xaf", Seeming("archive", "圧縮ファイル（7-Zip）")),
    (b"\x28\xb5\x2f\xfd", Seeming("archive", "圧縮ファイル（zstd）")),
    (b"fgb\x03fgb", Seeming("map", "FlatGeobuf")),
    (b"PAR1", Seeming("map", "Parquet")),
    (b"\x89HDF", Seeming("map", "HDF")),
    (b"CDF\x01", Seeming("map", "NetCDF")),
    (b"MZ", Seeming("program", "プログラム")),
    (b"\x7fELF", Seeming("program", "プログラム")),
    (b"{\\rtf", Seeming("rtf", "ワープロの文書（RTF）")),
)
_NEEDS_ZEROS = (
    "bmp",
    "media",
    "map",
    "program",
)  # letters that a table may begin with too: only with binary bytes behind them
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)")
_BESIDE = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.S | re.I)
# Of XML, JSON and text: what only points to other files or to the network, which GDAL would follow.
_POINTS_ELSEWHERE = re.compile(r"vrt|layer$|dataset|service|wfs|wms|wcs|wmts|gdal", re.I)
_XML = {
    "kml": Seeming(KML, "KML"),
    "html": Seeming("html", "ウェブページ（HTML）"),
    "gpx": Seeming("xml", "GPX"),
    "svg": Seeming("xml", "画像（SVG）"),
    "featurecollection": Seeming("xml", "GML"),
    "workbook": Seeming("xml", "Excel の XML"),
    "gmx": Seeming("xml", "GML"),
    "dataset": Seeming("xml", "XML（GML など）"),
}
ELSEWHERE = Seeming("elsewhere", "ほかのファイルや通信先を指す設定ファイル（仮想形式）")
ADDRESS = Seeming("address", "ほかのファイルや通信先の名前（仮想形式）")  # of a table it is only a line of text
_CLEAR = re.compile(
    r"<(?:\?xml|!)|<([A-Za-z][\w.-]*:)?[A-Za-z][\w.-]*(?:\s+[\w:.-]+\s*=|\s*/>|\s*>\s*<)|<(?:html|table|head|meta)\b",
    re.I | re.A,
)
_GEOJSON = re.compile(
    r"[\"']type[\"']\s*:\s*[\"'](?:Feature|FeatureCollection|GeometryCollection|(?:Multi)?(?:Point|LineString|"
    r"Polygon))[\"']",
    re.I,
)
_ADDRESS = re.compile(
    r"/?vsi\w*[/:]|(?:https?|ftp|file)://|[A-Za-z0-9_]{2,20}:(?:/|\\|https?:|\")|(?:WFS|PG|MYSQL|OCI|MSSQL|ODBC|"
    r"MVT|ES|GTFS|CSV|OAPIF\w*|PLSCENES|DODS|GEOJSON|GPKG|SQLITE|VRT):",
    re.I,
)


def seems(path: Path) -> Seeming:
    """What the file's first bytes say. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return of_bytes(file.read(START))


def of_bytes(start: bytes) -> Seeming:
    for magic, seeming in _BY_BYTES:
        if start.startswith(magic) and (seeming.kind not in _NEEDS_ZEROS or b"\x00" in start[:64]):
            return seeming
    text = _text(start).lstrip("\ufeff\x00 \t\r\n\f\v\u3000\x1a")
    if _CLEAR.match(text):
        return _xml(text)
    if re.match(r"[{\[]\s*[\"'{\[}\]/]", text):
        return _json(text)
    if _ADDRESS.match(text):
        return ADDRESS
    return Seeming(TEXT, "文字のファイル（CSV など）")


def _text(start: bytes) -> str:
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "")
    if not encoding and start[:64].count(0) > 8:
        encoding = "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be"
    return start.decode(encoding or "latin-1", "replace")


def _xml(text: str) -> Seeming:
    root = _ROOT.search(_BESIDE.sub(" ", text))
    name = root[1].lower() if root else ""
    if name in _XML and not (name == "dataset" and "gdal" in text.lower()):
        return _XML[name]
    if _POINTS_ELSEWHERE.search(name):
        return ELSEWHERE
    return Seeming("xml", f"XML（{root[1][:30]}）" if root else "XML")


def _json(text: str) -> Seeming:
    if re.search(r"[\"']type[\"']\s*:\s*[\"']gdal_", text, re.I):
        return ELSEWHERE
    if re.search(r"[\"']type[\"']\s*:\s*[\"']Topology[\"']", text, re.I):
        return Seeming(JSON, "TopoJSON")
    if _GEOJSON.search(text):
        return Seeming(JSON, "GeoJSON")
    if "esri" in text.lower() or re.search(r"[\"'](?:rings|paths|spatialReference)[\"']\s*:", text):
        return Seeming("esri", "ESRI の JSON")
    return Seeming(JSON, "JSON")
