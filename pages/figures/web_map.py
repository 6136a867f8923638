"""A map of places to move about in, as folium; it fetches nothing from outside and can be kept as one file.

All markers, lines and the key are drawn by one small script from data, not by one folium object each: a city's
400 places then take milliseconds, and every text passes through one escape.
"""

from __future__ import annotations

import base64
import copy
import html
import io
import json
import re
from pathlib import Path

import folium
import pandas as pd
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from analysis.vocabulary import KINDS
from pages.figures import cartography, theme, wording
from pages.figures.description import PlaceMap, Spot

VENDOR = "/app/static/vendor/"
SCRIPTS = ("leaflet.js", "leaflet.markercluster.js")
STYLES = ("leaflet.css", "MarkerCluster.css")
HERE = Path(__file__).parent


class Ground(JSCSSMixin, MacroElement):
    """Everything on the map: what is drawn is data, how it is drawn is web_map.js and web_map.css."""

    _template = Template(
        """
        {% macro header(this, kwargs) %}<style>{{ this.style }}</style>{% endmacro %}
        {% macro script(this, kwargs) %}
        ({{ this.code }})({{ this._parent.get_name() }}, {{ this.data }}, {{ this.images }});
        {% endmacro %}
        """
    )

    def __init__(self, data: dict, style: str, images: str) -> None:
        super().__init__()
        self._name = "Ground"
        self.data, self.style, self.images = script_json(data), style, script_json(images)
        self.code = (HERE / "web_map.js").read_text(encoding="utf-8").strip().rstrip(";")


def script_json(value: object) -> str:
    """JSON that may stand inside a script of a page: no text in it can end the script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def draw(figure: PlaceMap, vendor: str = VENDOR) -> folium.Map:
    """The map for st_folium. `vendor` is the address of static/vendor/, with a slash at both ends."""
    box = cartography.extent([figure.base.outlines, figure.gaps] if cartography.shaped(figure.base.outlines) is not None else [_points(figure), figure.gaps])
    drawn = folium.Map(location=[(box[1] + box[3]) / 2, (box[0] + box[2]) / 2], tiles=None, zoom_start=13, scroll_wheel_zoom=False, attribution_control=False, font_size="18px", zoom_snap=0.25)
    drawn.options.update(max_zoom=18, min_zoom=9)
    drawn.default_js = [(name, vendor + name) for name in SCRIPTS]
    drawn.default_css = [(name, vendor + name) for name in STYLES]
    Ground(_data(figure) | {"bounds": [[box[1], box[0]], [box[3], box[2]]]}, _style(f"{vendor}../fonts/"), f"{vendor}images/").add_to(drawn)
    return drawn


def pointed_at(spot: Spot) -> folium.FeatureGroup:
    """A spot that somebody points at, with its reach: laid over a map that is already on the screen, which need not be drawn again."""
    group = folium.FeatureGroup(name="tried")
    folium.Circle((spot.lat, spot.lon), radius=spot.metres, color="#1F2933", weight=3, dash_array="2 6", fill=True, fill_color="#E69F00", fill_opacity=0.3, interactive=False).add_to(group)
    mark = folium.DivIcon(html='<div class="place-spot tried">試</div>', icon_size=(36, 36), icon_anchor=(18, 18), class_name="")
    said = "<br>".join(html.escape(text) for text in (spot.name, *(f"{label}：{text}" for label, text in spot.popup.items())))
    folium.Marker((spot.lat, spot.lon), icon=mark, tooltip=folium.Tooltip(said, permanent=True, direction="bottom", offset=(0, 14))).add_to(group)
    return group


def shared(drawn: folium.Map) -> folium.Map:
    """The same map, to lay something over: what is laid over it does not stay on the one that others are shown."""
    mine = copy.copy(drawn)
    mine._children = drawn._children.copy()
    return mine


def to_single_file(figure: PlaceMap) -> bytes:
    """One HTML file that opens with a double click and no internet: scripts, styles and the letters it needs are inside."""
    page = draw(figure).get_root().render().replace(f'"{VENDOR}images/"', '""')
    for name in SCRIPTS:
        page = page.replace(f'<script src="{VENDOR}{name}"></script>', f"<script>{_vendored(name)}</script>")
    for name in STYLES:
        page = page.replace(f'<link rel="stylesheet" href="{VENDOR}{name}"/>', f"<style>{_vendored(name)}</style>")
    caption = figure.caption
    stamps = "".join(f"<strong>{html.escape(stamp)}</strong>" for stamp in caption.stamps)
    head = f'<header class="sheet"><div>{stamps}</div><h1>{html.escape(caption.title)}</h1></header>'
    foot = f'<footer class="sheet">{wording.foot_html(caption)}</footer>'
    page = page.replace("<body>", f"<body>{head}", 1).replace("</body>", f"{foot}</body>", 1).replace("<html>", '<html lang="ja">', 1)
    page = page.replace("<head>", f"<head><title>{html.escape(caption.title)}</title><style>{SHEET_STYLE}</style>", 1)
    faces = re.compile(r"@font-face\{[^}]*\}")
    return faces.sub("", page).replace("</head>", f"<style>{_own_letters(page)}</style></head>", 1).encode("utf-8")


SHEET_STYLE = (HERE / "web_sheet.css").read_text(encoding="utf-8").replace("FONT_STACK", theme.FONT_STACK)


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
        options = subset.Options(flavor="woff", layout_features=["kern", "palt"], hinting=False, drop_tables=["meta", "vhea", "vmtx"])
        font = subset.load_font(str(file), options)
        cutter = subset.Subsetter(options)
        cutter.populate(text="".join(set(text)) + "0123456789")
        cutter.subset(font)
        content = io.BytesIO()
        font.flavor = "woff"
        font.save(content)
        inside = base64.b64encode(content.getvalue()).decode("ascii")
        faces.append(f"@font-face{{font-family:'{theme.FONT}';font-weight:{weight};src:url(data:font/woff;base64,{inside}) format('woff')}}")
    return "".join(faces)


def _style(fonts: str) -> str:
    faces = "".join(
        f"@font-face{{font-family:'{theme.FONT}';font-weight:{weight};src:url('{fonts}{file.stem}.woff2') format('woff2')}}"
        for weight, file in ((400, theme.REGULAR), (700, theme.BOLD))
    )
    return faces + (HERE / "web_map.css").read_text(encoding="utf-8").replace("FONT_STACK", theme.FONT_STACK)


def _points(figure: PlaceMap):
    import geopandas as gpd

    there = figure.places.dropna(subset=["lat", "lon"])
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(there["lon"], there["lat"]), crs="EPSG:6668")


def popup(place: pd.Series, kind: str = "") -> str:
    """A place's pop-up as HTML; every text escaped."""
    lines = "".join(f"<dt>{html.escape(str(label))}</dt><dd>{html.escape(str(text))}</dd>" for label, text in (place["popup"] or {}).items() if text)
    return f"<b>{html.escape(str(place['name']))}</b><p>{html.escape(kind or KINDS[place['kind']].label)}</p><dl>{lines}</dl>"


def counts(figure: PlaceMap) -> list[tuple[str, int]]:
    """The kinds on the map with their numbers of places on it, in the vocabulary's order."""
    found = figure.places.loc[figure.places["lat"].notna() & figure.places["lon"].notna(), "kind"].value_counts()
    return [(key, int(found[key])) for key in KINDS if key in found]


def _geo(frame, simplify: float = 0.0) -> dict | None:
    there = cartography.shaped(frame)
    if there is None:
        return None
    shapes = there.geometry.simplify(simplify) if simplify else there.geometry
    plain = there.drop(columns=there.geometry.name).set_geometry(shapes.set_precision(1e-5, mode="pointwise"))
    keep = [name for name in ("name", "layer", "label", "rank", "planned") if name in plain]
    return json.loads(plain[[*keep, plain.geometry.name]].to_json(drop_id=True))


def _data(figure: PlaceMap) -> dict:
    there = figure.places.dropna(subset=["lat", "lon"])
    faded = there["faded"].fillna(False) if "faded" in there else pd.Series(False, index=there.index)
    markers = [
        {"kind": place["kind"], "at": [round(float(place["lat"]), 6), round(float(place["lon"]), 6)], "name": html.escape(str(place["name"])),
         "popup": popup(place), "faded": bool(pale)}
        for (_, place), pale in zip(there.iterrows(), faded, strict=True)
    ]
    base, caption = figure.base, figure.caption
    return {
        "markers": markers, "cluster": figure.cluster,
        "kinds": [{"key": key, "label": html.escape(KINDS[key].label), "sign": KINDS[key].sign, "colour": KINDS[key].colour, "reach": KINDS[key].reach, "count": count}
                  for key, count in counts(figure)],
        "lines": _geo(base.lines), "line_styles": {layer: {"colour": colour, "width": width, "dashed": dashed} for layer, (colour, width, dashed) in theme.LINES.items()},
        "line_labels": theme.LINE_LABELS, "places": _geo(base.places), "place_labels": theme.PLACE_LABELS, "outlines": _geo(base.outlines),
        "names": cartography.names(base.outlines, cartography.extent([base.outlines]), 600, theme.TEXT, slack=2).assign(
            name=lambda found: found["name"].map(html.escape))[["name", "lat", "lon"]].to_dict("records") if cartography.shaped(base.outlines) is not None else [],
        "spots": [] if figure.spots is None else [
            {"at": [float(spot["lat"]), float(spot["lon"])], "sign": html.escape(spot["sign"]), "name": html.escape(spot["name"]), "popup": popup(spot, figure.spots_label)}
            for _, spot in figure.spots.iterrows()],
        "pointing": figure.spots is not None, "spots_label": html.escape(figure.spots_label),
        "reach": _geo(figure.reach), "gaps": _geo(figure.gaps), "gaps_label": "まだ歩いて行ける場所がない所",
        "outline_colour": theme.OUTLINE, "title": html.escape(caption.title), "source": html.escape(wording.source_line(caption)), "note": html.escape(caption.note),
        "stamps": [html.escape(stamp) for stamp in caption.stamps],
    }
