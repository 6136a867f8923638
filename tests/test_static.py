"""What is served to the browser and drawn on paper with: complete, as listed, and without any address outside."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

STATIC = Path(__file__).parent.parent / "static"
CONTENTS = json.loads((STATIC / "CONTENTS.json").read_text(encoding="utf-8"))
LISTED = {name: checksum for package in CONTENTS for name, checksum in package["files"].items()}
# Letters of names and offices that ready-made web fonts often lack.
RARE = "髙﨑①㈱ヶ々〆％～、。「」㎡邉邊齋濵德"


def test_every_file_is_listed_with_its_checksum():
    there = {
        path.relative_to(STATIC).as_posix()
        for path in STATIC.rglob("*")
        if path.is_file() and path.name not in ("CONTENTS.json", ".gitattributes")
    }
    assert there == set(LISTED)
    for name, checksum in LISTED.items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == checksum, name


@pytest.mark.parametrize(
    "package", [package for package in CONTENTS if package["licence_file"]], ids=lambda package: package["package"]
)
def test_every_package_names_version_and_licence_and_brings_its_text(package):
    assert package["version"] and package["licence"] and package["origin"]
    text = (STATIC / package["licence_file"]).read_text(encoding="utf-8")
    assert "Copyright" in text and len(text) > 500


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_paper_fonts_hold_the_letters_of_names(weight):
    letters = TTFont(STATIC / "fonts" / f"BIZUDPGothic-{weight}.ttf").getBestCmap()
    assert [letter for letter in RARE if ord(letter) not in letters] == []


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_screen_fonts_hold_every_letter_of_the_paper_fonts(weight):
    path = STATIC / "fonts" / f"BIZUDPGothic-{weight}.woff2"
    assert path.read_bytes()[:4] == b"wOF2"
    pytest.importorskip("brotli", reason="looking into woff2 needs the package brotli")
    assert TTFont(path).getBestCmap().keys() == TTFont(path.with_suffix(".ttf")).getBestCmap().keys()


def test_the_world_map_plotly_asks_for_is_empty_but_whole():
    world = json.loads((STATIC / "topojson" / "world_110m.json").read_text(encoding="utf-8"))
    assert world["type"] == "Topology" and world["arcs"] == []
    assert {"coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"} <= world["objects"].keys()
    assert all(layer == {"type": "GeometryCollection", "geometries": []} for layer in world["objects"].values())


@pytest.mark.parametrize("path", sorted((STATIC / "vendor").glob("*.[jc]s*")), ids=lambda path: path.name)
def test_vendored_scripts_and_styles_load_nothing_from_outside(path: Path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)  # comments may name addresses
    assert "sourceMappingURL" not in text
    # leafletjs.com is a link that only the attribution control shows, which our maps leave out.
    assert set(re.findall(r"https?://[^\s\"'<>)]+", text)) <= {"http://www.w3.org/2000/svg", "https://leafletjs.com"}
    for address in re.findall(r"url\(([^)]+)\)", text):
        assert address.startswith("#") or (path.parent / address.strip("\"'")).is_file(), address
