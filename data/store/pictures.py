"""Pictures of cases: taken in beside an imported table, made small and without what a camera writes into them, and read
again.

They lie in the folder `pictures` of the city, beside its revisions, named by their content: an import never changes the
picture that an earlier revision shows.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
from PIL import Image, ImageOps, UnidentifiedImageError

from data.store.write import tidy as tidy_halves
from data.store.write import write_whole

FOLDER = "pictures"
FORMATS = {"PNG": ".png", "JPEG": ".jpg"}
_OURS = re.compile(r"[0-9a-f]{16}\.(png|jpg)")
LONGEST = 1200  # pixels of the longer side: as wide as the page
LARGEST = 64 * 2**20  # bytes
MOST_PIXELS = 80_000_000  # larger ones would fill the memory of an office PC


def made_small(data: bytes) -> tuple[str, bytes] | None:
    """The ending and the bytes of a JPEG or PNG picture, upright, no longer than LONGEST, with pixels and nothing else;
    None for anything else."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            kind = opened.format
            upright = ImageOps.exif_transpose(opened)
            upright = upright.convert("RGB" if kind == "JPEG" or not upright.has_transparency_data else "RGBA")
            upright.thumbnail((LONGEST, LONGEST))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    pixels = Image.new(upright.mode, upright.size)  # place and time of a photograph, comments and profiles stay behind
    pixels.paste(upright)
    out = io.BytesIO()
    pixels.save(out, kind, quality=85, optimize=True)
    return FORMATS[str(kind)], out.getvalue()


def store(city_folder: Path, found: dict[str, bytes]) -> None:
    """Write the pictures beside the city's revisions."""
    for name, data in found.items():
        write_whole(city_folder / FOLDER / name, data)


def tidy(city_folder: Path) -> None:
    """Take away what killed imports left: halves, and pictures that no revision's case names. Only for the holder of
    the city's lock."""
    if not (city_folder / FOLDER).is_dir():
        return
    tidy_halves(city_folder / FOLDER)
    named: set[str] = set()
    for cases in city_folder.glob("*/cases.parquet"):
        try:
            named |= set(pd.read_parquet(cases, columns=["picture"])["picture"].dropna())
        except Exception:  # a damaged table: nobody knows what it names, so everything stays
            return
    for path in (city_folder / FOLDER).iterdir():
        if path.name not in named and path.is_file() and _OURS.fullmatch(path.name):
            path.unlink(missing_ok=True)


def whole(data: bytes) -> bool:
    """Whether a stored picture can be drawn."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as opened:
            opened.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return False
    return True


def read(city_folder: Path, name: str) -> bytes | None:
    """The bytes of a stored picture; None where the name leads elsewhere, there is none, or it is no JPEG or PNG."""
    path = city_folder / FOLDER / name
    if (
        Path(name).name != name
        or "\\" in name
        or path.suffix.lower() not in (".jpg", ".jpeg", ".png")
        or not path.is_file()
    ):
        return None
    data = path.read_bytes()
    return data if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) else None
