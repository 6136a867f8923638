"""What a GeoJSON or TopoJSON must not hold before a library may read it."""

from __future__ import annotations

import mmap
import re
from contextlib import closing
from json import JSONDecodeError, JSONDecoder
from pathlib import Path

import numpy as np

from data.files.map_limits import GIVEN, LARGEST_TOPOLOGY, MIB, refuse_many
from data.files.problems import refuse

DEEPEST = 100  # of arrays and objects in JSON: GeoJSON needs ten
_CRS_KEY = re.compile(rb"""(["'])crs\1\s*[:/]\s*""", re.I)
_HIDDEN_LETTER = re.compile(
    rb"\\u00(?:4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])", re.I
)  # no program writes the letters A-Z as \u0041
_CRS_NAME = re.compile(r"(?:urn:ogc:def:crs:)?(?:EPSG|OGC|ESRI|JGD|CRS|WGS|IAU)[\w:.,\- /()]{0,80}|", re.I)


def check_json(path: Path, shown: str) -> None:
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
