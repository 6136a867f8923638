"""A map of places to move about in, as folium; it fetches nothing from outside and can be kept as one file.

All markers, lines and the key are drawn by one small script from data, not by one folium object each: a city's
400 places then take milliseconds. folium's elements are templates, and what they render is read as a template once
more; so every text travels as JSON in which nothing can be read as anything else (script_json), and the script sets it
as text.
"""

from __future__ import annotations

import copy
import json

import folium
import pandas as pd

from data.vocabulary import KINDS
from pages.figures import cartography, theme, wording
from pages.figures.description import PlaceMap, Spot
from pages.render.screen.map_scripts import HERE, SCRIPTS, STYLES, VENDOR, Ground, Scripted


def draw(figure: PlaceMap, vendor: str = VENDOR, images: str | None = None) -> folium.Map:
    """The map for st_folium. `vendor` is the address of static/vendor/, with a slash at both ends; `images` that of
    Leaflet's own markers, inside it."""
    box = cartography.extent(
        [figure.base.outlines, figure.gaps]
        if cartography.shaped(figure.base.outlines) is not None
        else [_points(figure), figure.gaps]
    )
    drawn = folium.Map(
        location=[(box[1] + box[3]) / 2, (box[0] + box[2]) / 2],
        tiles=None,
        zoom_start=13,
        scroll_wheel_zoom=False,
        attribution_control=False,
        font_size="18px",
        zoom_snap=0.25,
    )
    drawn.options.update(max_zoom=18, min_zoom=9)
    drawn.default_js = [(name, vendor + name) for name in SCRIPTS]
    drawn.default_css = [(name, vendor + name) for name in STYLES]
    Ground(
        _data(figure) | {"bounds": [[box[1], box[0]], [box[3], box[2]]]},
        _style(f"{vendor}../fonts/"),
        f"{vendor}images/" if images is None else images,
    ).add_to(drawn)
    return drawn


def pointed_at(spot: Spot) -> folium.FeatureGroup:
    """A spot that somebody points at, with its reach: laid over a map that is already on the screen, which need not be
    drawn again."""
    group = folium.FeatureGroup(name="tried")
    lines = [spot.name, *(f"{label}：{text}" for label, text in spot.popup.items())]
    Scripted(
        "Spot", "web_spot.js", {"at": [float(spot.lat), float(spot.lon)], "metres": float(spot.metres), "lines": lines}
    ).add_to(group)
    return group


def shared(drawn: folium.Map) -> folium.Map:
    """The same map, to lay something over: what is laid over it does not stay on the one that others are shown."""
    mine = copy.copy(drawn)
    mine._children = drawn._children.copy()
    return mine


def _style(fonts: str) -> str:
    faces = "".join(
        f"@font-face{{font-family:'{theme.FONT}';font-weight:{weight};src:url('{fonts}{file.stem}.woff2')"
        " format('woff2')}"
        for weight, file in ((400, theme.REGULAR), (700, theme.BOLD))
    )
    return faces + (HERE / "web_map.css").read_text(encoding="utf-8").replace("FONT_STACK", theme.FONT_STACK)


def _points(figure: PlaceMap):
    import geopandas as gpd

    there = figure.places.dropna(subset=["lat", "lon"])
    return gpd.GeoDataFrame(geometry=gpd.points_from_xy(there["lon"], there["lat"]), crs="EPSG:6668")


def popup(place: pd.Series) -> list[list[str]]:
    """What a place's pop-up says: (label, text) of what is known."""
    return [[str(label), str(text)] for label, text in (place["popup"] or {}).items() if text]


def counts(figure: PlaceMap) -> list[tuple[str, int]]:
    """The kinds on the map with their numbers of places on it, in the vocabulary's order."""
    found = figure.places.loc[figure.places["lat"].notna() & figure.places["lon"].notna(), "kind"].value_counts()
    return [(key, int(found[key])) for key in KINDS if key in found]


def _areal(frame):
    """The areas that have a shape: of one known by a point only there is no outline, and Leaflet would set a pin there
    like a place."""
    return None if frame is None else frame[~frame.geom_type.isin(["Point", "MultiPoint"])]


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
        {
            "kind": place["kind"],
            "at": [round(float(place["lat"]), 6), round(float(place["lon"]), 6)],
            "name": str(place["name"]),
            "popup": popup(place),
            "faded": bool(pale),
        }
        for (_, place), pale in zip(there.iterrows(), faded, strict=True)
    ]
    base, caption = figure.base, figure.caption
    return {
        "markers": markers,
        "cluster": figure.cluster,
        "kinds": [
            {
                "key": key,
                "label": KINDS[key].label,
                "sign": KINDS[key].sign,
                "colour": KINDS[key].colour,
                "reach": KINDS[key].reach,
                "count": count,
            }
            for key, count in counts(figure)
        ],
        "lines": _geo(base.lines),
        "line_styles": {
            layer: {"colour": colour, "width": width, "dashed": dashed}
            for layer, (colour, width, dashed) in theme.LINES.items()
        },
        "line_labels": theme.LINE_LABELS,
        "places": _geo(base.places),
        "place_labels": theme.PLACE_LABELS,
        "outlines": _geo(_areal(base.outlines)),
        "names": (
            cartography.names(base.outlines, cartography.extent([base.outlines]), 600, theme.TEXT, slack=2)[
                ["name", "lat", "lon"]
            ].to_dict("records")
            if cartography.shaped(base.outlines) is not None
            else []
        ),
        "spots": (
            []
            if figure.spots is None
            else [
                {
                    "at": [float(spot["lat"]), float(spot["lon"])],
                    "sign": str(spot["sign"]),
                    "name": str(spot["name"]),
                    "popup": popup(spot),
                }
                for _, spot in figure.spots.iterrows()
            ]
        ),
        "pointing": figure.spots is not None,
        "spots_label": figure.spots_label,
        "reach": _geo(figure.reach),
        "gaps": _geo(_areal(figure.gaps)),
        "gaps_label": "まだ歩いて行ける場所がない所",
        "outline_colour": theme.OUTLINE,
        "title": caption.title,
        "source": wording.source_line(caption),
        "note": caption.note,
        "stamps": list(caption.stamps),
    }
