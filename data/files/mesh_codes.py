"""Codes of the standard grid (地域メッシュコード, JIS X 0410): which cell a code means."""

from __future__ import annotations

import re

from data.vocabulary import MESH_CELLS

KINDS = {8: "mesh1km", 9: "mesh500", 10: "mesh250"}
_CODE = re.compile(r"[3-6]\d[2-5]\d[0-7][0-7]\d\d[1-4]{0,2}")


def is_code(text: str) -> bool:
    """Whether it is the code of a cell of 1 km, 500 m or 250 m in Japan."""
    return bool(_CODE.fullmatch(text))


def middle(code: str) -> tuple[float, float, str]:
    """Latitude and longitude (degrees) of the cell's middle and its kind (a key of MESH_CELLS). Raises ValueError for a
    code that is none.

    First mesh 40' x 1 degree, second 1/8, third 1/10 of it (30" x 45", 1 km), then halves: 1 south-west, 2 south-east,
    3 north-west, 4 north-east.
    """
    if not is_code(code):
        raise ValueError(f"「{code}」は地域メッシュコードではありません。")
    lat = int(code[:2]) / 1.5 + int(code[4]) / 12 + int(code[6]) / 120
    lon = int(code[2:4]) + 100 + int(code[5]) / 8 + int(code[7]) / 80
    kind = KINDS[len(code)]
    for place, quarter in enumerate(code[8:]):
        height, width = MESH_CELLS[KINDS[9 + place]]
        lat, lon = lat + (int(quarter) - 1) // 2 * height, lon + (int(quarter) - 1) % 2 * width
    height, width = MESH_CELLS[kind]
    return lat + height / 2, lon + width / 2, kind
