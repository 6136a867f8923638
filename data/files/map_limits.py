"""How much of a map is read."""

from __future__ import annotations

from data.files.problems import refuse

MIB = 2**20
MOST_SHAPES = 400_000
MOST_VERTICES = 8_000_000
GIVEN = "QGIS などで開き、「GeoJSON」「シェープファイル」「GeoPackage」のどれかで保存し直してください。"
# Bytes that are read in less than 1 GB of memory: GDAL takes some 2 bytes for one of GeoJSON, 6 of KML, 20 of TopoJSON.
LARGEST = {
    ".shp": 200 * MIB,
    ".geojson": 200 * MIB,
    ".json": 200 * MIB,
    ".topojson": 32 * MIB,
    ".gpkg": 200 * MIB,
    ".kml": 90 * MIB,
}
LARGEST_TOPOLOGY = LARGEST[".topojson"]


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
