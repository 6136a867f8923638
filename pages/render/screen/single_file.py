"""A map of places as one HTML file that opens without a network: scripts and letters inside it."""

from __future__ import annotations

import base64
import html
import io
import re

from pages.figures import theme, wording
from pages.figures.description import PlaceMap
from pages.render.screen.map_scripts import HERE, SCRIPTS, STYLES, VENDOR
from pages.render.screen.place_maps import draw

SHEET_STYLE = (HERE / "web_sheet.css").read_text(encoding="utf-8").replace("FONT_STACK", theme.FONT_STACK)


def to_single_file(figure: PlaceMap) -> bytes:
    """One HTML file that opens with a double click and no internet: scripts, styles and the letters it needs are
    inside.

    What is looked for in the page stands in no text of a city: those in its data are written by number, those round it
    are set in last.
    """
    caption = figure.caption
    stamps = "".join(f"<strong>{html.escape(stamp)}</strong>" for stamp in caption.stamps)
    head = f'<header class="sheet"><div>{stamps}</div><h1>{html.escape(caption.title)}</h1></header>'
    foot = f'<footer class="sheet">{wording.foot_html(caption)}</footer>'
    page = draw(figure, images="").get_root().render()
    for name in SCRIPTS:
        page = page.replace(f'<script src="{VENDOR}{name}"></script>', f"<script>{_vendored(name)}</script>")
    for name in STYLES:
        page = page.replace(f'<link rel="stylesheet" href="{VENDOR}{name}"/>', f"<style>{_vendored(name)}</style>")
    page = re.sub(r"@font-face\{[^}]*\}", "", page).replace(
        "</head>", f"<style>{_own_letters(page + head + foot)}</style></head>", 1
    )
    page = (
        page.replace("</body>", f"{foot}</body>", 1)
        .replace("<body>", f"<body>{head}", 1)
        .replace("<html>", '<html lang="ja">', 1)
    )
    return page.replace(
        "<head>", f"<head><title>{html.escape(caption.title)}</title><style>{SHEET_STYLE}</style>", 1
    ).encode("utf-8")


def _vendored(name: str) -> str:
    """A script or style of static/vendor/ without addresses: links and pictures that this map does not use."""
    text = (theme.STATIC / "vendor" / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"url\(images/[^)]*\)", "none", text).replace("https://leafletjs.com", "")


def _own_letters(text: str) -> str:
    """Styles holding the two fonts, cut down to the letters of `text`."""
    from fontTools import subset  # comes with matplotlib

    faces = []
    for weight, file in ((400, theme.REGULAR), (700, theme.BOLD)):
        options = subset.Options(
            flavor="woff", layout_features=["kern", "palt"], hinting=False, drop_tables=["meta", "vhea", "vmtx"]
        )
        font = subset.load_font(str(file), options)
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(set(text)) + "0123456789")
        cutter.subset(font)
        content = io.BytesIO()
        font.flavor = "woff"
        font.save(content)
        inside = base64.b64encode(content.getvalue()).decode("ascii")
        faces.append(
            f"@font-face{{font-family:'{theme.FONT}';font-weight:{weight};src:url(data:font/woff;base64,{inside})"
            " format('woff')}"
        )
    return "".join(faces)
