"""Maps for paper: areas shaded by a value, and places with their signs, on the city's own ground."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib import patheffects
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure as Sheet
from matplotlib.legend_handler import HandlerLine2D
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.text import Text

from analysis.vocabulary import KINDS
from pages.figures import cartography, measures, theme
from pages.figures.description import AreaMap, BaseMap, PlaceMap
from pages.figures.paper import EDGE, SMALL, TEXT, WIDTH, axes, inches, ink
from pages.figures.paper_charts import Box, Painter

TALLEST = 6.6  # inches: with title and notes a map still fits on an A4 page
HALO = [patheffects.withStroke(linewidth=2.6, foreground=theme.PAPER)]
SHAPES = {"walk": "o", "served": "s", "area": "D", "line": "^", "enrolment": "^"}
STRIP = 0.34  # below the map: scale bar and north
KEY_ROW, KEY_SPACE = 0.29, 0.62  # inches: height of a row of the key; what an entry takes besides its words
GAPS_LABEL = "まだ歩いて行ける場所がない所"


def area_map(figure: AreaMap, grey: bool) -> tuple[float, Painter]:
    areas = cartography.shaped(figure.areas)
    keys = _keys(figure, areas, grey)
    box = cartography.map_extent(figure)
    high = min(TALLEST, (WIDTH - 2 * EDGE) / cartography.aspect(box))

    def paint(sheet: Sheet, place: Box) -> None:
        made = _ground(sheet, place, box, high)
        if areas is not None:
            whole, points = cartography.by_shape(areas)
            _polygons(made, whole, figure, grey)
            _points(made, points, figure, grey)
        _lines(made, figure.base, box, grey)
        _outlines(made, figure.base.outlines)
        if areas is not None and figure.selected is not None:
            _selected(made, areas[areas["area_code"] == figure.selected])
        _marks(made, figure.base.places, box)
        names, bold = cartography.names_to_write(figure, box, high * 72, SMALL)
        below = areas is not None and cartography.are_points(areas) and not bold
        for row in names.itertuples():
            made.annotate(row.name, (row.lon, row.lat), xytext=(0, -8 if below else 0), textcoords="offset points", ha="center", va="top" if below else "center", fontsize=SMALL,
                          fontweight="bold" if bold else "normal", color=theme.INK, path_effects=HALO, zorder=8)
        _scale_and_north(sheet, place, box, high)
        _legend(sheet, place, keys, figure.value_label)

    return high + STRIP + 0.1 + KEY_ROW * (len(key_rows(keys)) + 1), paint


def key_rows(keys: list) -> list[list[tuple[object, float]]]:
    """The entries of a key flowing from left to right: rows of (entry, place from the left in inches)."""
    rows: list[list[tuple[object, float]]] = [[]]
    reached = 0.0
    for key in keys:
        wide = inches(key.get_label(), TEXT) + KEY_SPACE
        if rows[-1] and reached + wide > WIDTH - 2 * EDGE + 0.2:
            rows.append([])
            reached = 0.0
        rows[-1].append((key, reached))
        reached += wide
    return rows


def _legend(sheet: Sheet, place: Box, keys: list, title: str) -> None:
    rows = key_rows(keys)
    whole = sheet.get_figheight()
    top = place[1] + KEY_ROW * (len(rows) + 1)
    sheet.text(place[0] / WIDTH, (top - KEY_ROW / 2) / whole, title, fontsize=TEXT, color=theme.INK, va="center")
    for number, row in enumerate(rows):
        for key, left in row:
            sheet.legend(handles=[key], loc="center left", bbox_to_anchor=((place[0] + left) / WIDTH, (top - KEY_ROW * (number + 1.5)) / whole), frameon=False, fontsize=TEXT, borderpad=0,
                         borderaxespad=0, handlelength=1.9, handleheight=1.2, handletextpad=0.5, labelcolor=theme.INK, handler_map={_SignKey: _SignHandler()})


def _keys(figure: AreaMap, areas: gpd.GeoDataFrame | None, grey: bool) -> list:
    keys: list = [Patch(facecolor=ink(colour, grey), edgecolor=theme.HATCH, linewidth=0.6, label=label)
                  for label, colour in zip(figure.classes.labels, theme.shades(len(figure.classes.labels)), strict=True)]
    for words in measures.states_shown(areas) if areas is not None else ():
        keys.append(Patch(facecolor=theme.MISSING, edgecolor=theme.HATCH, hatch="////", linewidth=0.6, label=words))
    return keys + _base_keys(figure.base, grey)


def _base_keys(base: BaseMap, grey: bool) -> list:
    layers = set(base.lines["layer"]) if base.lines is not None else set()
    marks = set(base.places["layer"]) if base.places is not None else set()
    lines = [Line2D([], [], color=ink(colour, grey), linewidth=width, linestyle="--" if dashed else "-", label=theme.LINE_LABELS[layer])
             for layer, (colour, width, dashed) in theme.LINES.items() if layer in layers]
    return lines + [Line2D([], [], linestyle="", marker=_MARKS[layer], markersize=6, markerfacecolor="white", markeredgecolor=theme.INK, label=label)
                    for layer, label in theme.PLACE_LABELS.items() if layer in marks]


_MARKS = {"station": "s", "school": "D", "hall": "^"}


def _ground(sheet: Sheet, place: Box, box: cartography.Extent, high: float):
    """Axes in degrees whose sides have the ground's proportions, in the top of the place."""
    wide = high * cartography.aspect(box)
    made = axes(sheet, place[0] + (place[2] - wide) / 2, place[1] + place[3] - high, wide, high)
    made.set_xlim(box[0], box[2])
    made.set_ylim(box[1], box[3])
    made.set_xticks([])
    made.set_yticks([])
    return made


def outline_path(shape) -> Path:
    """A polygon with its holes as one path."""
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shape)))
    return Path.make_compound_path(*(Path(shapely.get_coordinates(ring), closed=True) for ring in rings))


def _fill(made, shapes, **look) -> None:
    made.add_collection(PathCollection([outline_path(shape) for shape in shapes], **look), autolim=False)


def _polygons(made, areas: gpd.GeoDataFrame, figure: AreaMap, grey: bool) -> None:
    known = np.asarray(measures.area_classes(areas, figure.classes))
    edge = 0.9 if len(areas) < 150 else 0.35
    for number, colour in enumerate(theme.shades(len(figure.classes.labels))):
        if (known == number).any():
            _fill(made, areas.geometry[known == number], facecolor=ink(colour, grey), edgecolor=theme.EDGE, linewidth=edge, zorder=1)
    if (known < 0).any():
        _fill(made, areas.geometry[known < 0], facecolor=theme.MISSING, edgecolor=theme.HATCH, hatch="////", linewidth=edge, zorder=1, gid="missing")


def _points(made, areas: gpd.GeoDataFrame, figure: AreaMap, grey: bool) -> None:
    known = np.asarray(measures.area_classes(areas, figure.classes))
    colours = (theme.MISSING, *theme.shades(len(figure.classes.labels)))
    size = 90 if len(areas) < 80 else 45
    made.scatter(areas.geometry.x, areas.geometry.y, s=size, c=[ink(colours[number + 1], grey) for number in known], edgecolors=theme.OUTLINE, linewidths=0.7, zorder=5)
    gone = areas[known < 0]
    made.scatter(gone.geometry.x, gone.geometry.y, s=size * 0.6, marker="x", c=theme.HATCH, linewidths=1, zorder=5.1, gid="missing")


def _strokes(made, shapes, **look) -> None:
    parts = shapely.get_parts(np.asarray(list(shapes), dtype=object))
    made.add_collection(LineCollection([shapely.get_coordinates(part) for part in parts], **look), autolim=False)


def _lines(made, base: BaseMap, box: cartography.Extent, grey: bool) -> None:
    for number, (_, shapes, colour, width, dashed) in enumerate(cartography.ways(base.lines, box)):
        _strokes(made, shapes, colors="white", linewidths=width * 0.7 + 1.0, zorder=3 + number / 50)
        _strokes(made, shapes, colors=ink(colour, grey), linewidths=width * 0.7, linestyles=(0, (4, 2.5)) if dashed else "solid", zorder=3.01 + number / 50)


def _outlines(made, outlines: gpd.GeoDataFrame | None) -> None:
    there = cartography.shaped(outlines)
    if there is not None:
        _strokes(made, there.geometry.boundary, colors=theme.OUTLINE, linewidths=1.0, zorder=4)


def _selected(made, chosen: gpd.GeoDataFrame) -> None:
    if len(chosen) and cartography.are_points(chosen):
        made.scatter(chosen.geometry.x, chosen.geometry.y, s=240, facecolors="none", edgecolors=theme.SELECTED, linewidths=2.4, zorder=6)
    elif len(chosen):
        _strokes(made, chosen.geometry.boundary, colors="white", linewidths=4.2, zorder=6)
        _strokes(made, chosen.geometry.boundary, colors=theme.SELECTED, linewidths=2.4, zorder=6.1)


def _marks(made, places: gpd.GeoDataFrame | None, box: cartography.Extent) -> None:
    """Stations with their names, schools and halls by their marks."""
    there = cartography.shaped(places)
    if there is None:
        return
    there = there.cx[box[0] : box[2], box[1] : box[3]]
    for layer, mark in _MARKS.items():
        part = there[there["layer"] == layer]
        made.scatter(part.geometry.x, part.geometry.y, s=24, marker=mark, c="white", edgecolors=theme.INK, linewidths=1.1, zorder=7)
        for row in part.itertuples() if layer == "station" else ():
            made.annotate(row.name, (row.geometry.x, row.geometry.y), xytext=(6, -1), textcoords="offset points", va="center", fontsize=8.5, color=theme.MUTED, path_effects=HALO, zorder=7.5)


def _scale_and_north(sheet: Sheet, place: Box, box: cartography.Extent, high: float) -> None:
    """In the strip below the map, so that they cover nothing."""
    metres, degrees = cartography.scale_bar(box)
    made = axes(sheet, place[0], place[1] + place[3] - high - STRIP, place[2], STRIP)
    made.set_xlim(0, place[2])
    made.set_ylim(0, STRIP)
    made.set_axis_off()
    length = degrees / (box[2] - box[0]) * high * cartography.aspect(box)
    made.plot([0.02, 0.02, 0.02 + length, 0.02 + length], [0.17, 0.1, 0.1, 0.17], color=theme.INK, linewidth=1.6)
    made.text(length + 0.1, 0.12, cartography.metres_text(metres), fontsize=SMALL, color=theme.INK, va="center")
    made.annotate("", (place[2] - 0.12, 0.3), (place[2] - 0.12, 0.02), arrowprops={"arrowstyle": "-|>", "color": theme.INK, "linewidth": 1.4})
    made.text(place[2] - 0.24, 0.14, "北", fontsize=SMALL, color=theme.INK, ha="right", va="center")


def place_map(figure: PlaceMap, grey: bool) -> tuple[float, Painter]:
    there = figure.places.dropna(subset=["lat", "lon"])
    outlines = cartography.shaped(figure.base.outlines)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(there["lon"], there["lat"]), crs="EPSG:6668")
    box = cartography.extent([outlines if outlines is not None else points, figure.gaps])
    size = 13.0 if len(there) <= 60 else 10.5 if len(there) <= 250 else 8.5  # points across
    keys = _place_keys(figure, grey)
    high = min(TALLEST, (WIDTH - 2 * EDGE) / cartography.aspect(box))

    def paint(sheet: Sheet, place: Box) -> None:
        made = _ground(sheet, place, box, high)
        if cartography.shaped(figure.reach) is not None:
            _fill(made, cartography.shaped(figure.reach).geometry, facecolor=ink("#D3E8F5", grey), edgecolor=ink("#0072B2", grey), linewidth=0.6, zorder=1)
        if cartography.shaped(figure.gaps) is not None:
            _fill(made, cartography.shaped(figure.gaps).geometry, facecolor="none", edgecolor="#555555", hatch="////", linewidth=1.0, linestyle="--", zorder=2, gid="gaps")
        _lines(made, figure.base, box, grey)
        _outlines(made, outlines)
        names = cartography.names(outlines, box, high * 72, SMALL, slack=1.7)
        for row in names.itertuples():
            made.text(row.lon, row.lat, row.name, ha="center", va="center", fontsize=SMALL, fontweight="bold", color=theme.OUTLINE, path_effects=HALO, zorder=4.5)
        _marks(made, figure.base.places, box)
        _signs(made, there, box, high, size, grey)
        _scale_and_north(sheet, place, box, high)
        _legend(sheet, place, keys, "（ ）内はか所数。重なる印は少しずらしてあります。")

    return high + STRIP + 0.1 + KEY_ROW * (len(key_rows(keys)) + 1), paint


def apart(at: np.ndarray, gap: float, rounds: int = 40) -> np.ndarray:
    """Points (in points of type) moved just far enough that no two stand closer than `gap`, as far as `rounds` steps allow."""
    at = at + np.random.default_rng(0).normal(0, 0.01, at.shape)  # so that two at one spot know which way to go
    for _ in range(rounds):
        apart_by = at[:, None, :] - at[None, :, :]
        far = np.hypot(apart_by[..., 0], apart_by[..., 1])
        np.fill_diagonal(far, np.inf)
        if (far >= gap).all():
            break
        push = np.clip(gap - far, 0, None) / 2 / far
        at = at + (apart_by * push[..., None]).sum(axis=1) * 0.7
    return at


def _signs(made, places: pd.DataFrame, box: cartography.Extent, high: float, size: float, grey: bool) -> None:
    per_degree = high * 72 / (box[3] - box[1])
    scale = np.array([cartography.squeeze(box) * per_degree, per_degree])
    at = apart(places[["lon", "lat"]].to_numpy(dtype=float) * scale, size * 0.95) / scale
    faded = places["faded"].fillna(False).to_numpy(dtype=bool) if "faded" in places else np.zeros(len(places), bool)
    for key in dict.fromkeys(places["kind"]):
        kind = KINDS[key]
        for pale in (False, True):
            chosen = (places["kind"].to_numpy() == key) & (faded == pale)
            made.scatter(at[chosen, 0], at[chosen, 1], s=(size * (0.86 if kind.reach == "area" else 1)) ** 2, marker=SHAPES[kind.reach], c="white" if grey else kind.colour,
                         edgecolors=theme.INK if grey else "white", linewidths=0.8, alpha=0.5 if pale else 1, zorder=10)
            for x, y in at[chosen]:
                made.text(x, y, kind.sign, ha="center", va="center_baseline", fontsize=size * 0.62, fontweight="bold", color=theme.INK if grey else "white", alpha=0.6 if pale else 1, zorder=11)


class _SignKey(Line2D):
    """A kind's entry in the key: its shape with its sign inside."""

    def __init__(self, key: str, label: str, grey: bool) -> None:
        kind = KINDS[key]
        super().__init__([], [], linestyle="", marker=SHAPES[kind.reach], markersize=11 if kind.reach == "area" else 13, markerfacecolor="white" if grey else kind.colour,
                         markeredgecolor=theme.INK if grey else "white", label=label)
        self.sign, self.sign_colour = kind.sign, theme.INK if grey else "white"


class _SignHandler(HandlerLine2D):
    def create_artists(self, legend, handle, xdescent, ydescent, width, height, fontsize, trans):
        shape = super().create_artists(legend, handle, xdescent, ydescent, width, height, fontsize, trans)
        sign = Text((width - xdescent) / 2, (height - ydescent) / 2, handle.sign, ha="center", va="center_baseline", fontsize=8.5, fontweight="bold", color=handle.sign_colour, transform=trans)
        return [*shape, sign]


def _place_keys(figure: PlaceMap, grey: bool) -> list:
    from pages.figures.web_map import counts

    keys: list = [_SignKey(key, f"{KINDS[key].label}（{count}）", grey) for key, count in counts(figure)]
    reach = cartography.shaped(figure.reach)
    keys += [Patch(facecolor=ink("#D3E8F5", grey), edgecolor=ink("#0072B2", grey), linewidth=0.6, label=label) for label in (dict.fromkeys(reach["label"]) if reach is not None else ())]
    if cartography.shaped(figure.gaps) is not None:
        keys.append(Patch(facecolor="none", edgecolor="#555555", hatch="////", linewidth=1, linestyle="--", label=GAPS_LABEL))
    return keys + _base_keys(figure.base, grey)
