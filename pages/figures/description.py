"""What a figure shows, said once. pages.render.screen and pages.render.paper draw the same description.

A description holds finished values and finished words: nothing is computed, hidden or rounded after this point,
so the picture in a newsletter and the chart on the projector cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd


@dataclass(frozen=True)
class Caption:
    """The words round a figure; all of them stand inside every exported picture."""

    title: str  # what the figure says or shows, Japanese
    source: str  # 出典, with publisher
    as_of: str  # 「2025年4月1日現在」
    stamps: tuple[str, ...] = ()  # 架空のデータ, 公開用, 目安（推計） ...
    note: str = ""  # definition and caveats, one or two sentences
    file_stem: str = "figure"  # city_district_indicator_date, see wording.file_stem


@dataclass(frozen=True)
class Reference:
    """A value to compare with, drawn as a dashed line and named: the city, the nation."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Classes:
    """Classes of a shaded map or table: `edges` has one entry more than `labels`; each class is [low, high), the last
    closed."""

    edges: tuple[float, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Bars:
    """Horizontal bars in the city's own order.

    rows: label (str), value (float, missing where state is not ok), text (str, what is written at the bar: the value or
    the state's words), state (str), emphasis (bool), and series (str) where there are several bars a label.
    """

    caption: Caption
    rows: pd.DataFrame
    value_label: str  # axis title with unit, 「高齢化率（%）」
    references: tuple[Reference, ...] = ()
    stacked: bool = False
    percent: bool = False  # value is a share (0-1), shown as %


@dataclass(frozen=True)
class Lines:
    """One line a series over dates. rows: series, when (label, in order), value, text, state."""

    caption: Caption
    rows: pd.DataFrame
    value_label: str
    percent: bool = False


@dataclass(frozen=True)
class Pyramid:
    """Age structure. rows: age (label, young first), male, female; or age and persons where there is no sex.
    older_from: first label of 65+."""

    caption: Caption
    rows: pd.DataFrame
    by_sex: bool
    older_from: str


@dataclass(frozen=True)
class Shades:
    """A table with shades. rows/columns in the city's order; `values` (float) sets the shade, `texts` is what stands in
    the cell, `states` hatches it."""

    caption: Caption
    values: pd.DataFrame
    texts: pd.DataFrame
    states: pd.DataFrame
    value_label: str
    classes: Classes | None = None
    plain: frozenset[str] = frozenset()  # columns without a shade: totals, which would drown the rest
    emphasis: frozenset[str] = frozenset()  # rows set bold: the chosen district
    wholes: frozenset[str] = frozenset()  # rows bold and without a shade: a district below the areas inside it


@dataclass(frozen=True)
class BaseMap:
    """Own ground for every map: `lines` and `places` from the city's base table, `outlines` the boundaries drawn over
    it.

    lines: layer (road, river, railway), name, rank, geometry. places: layer (station, school, hall), name, geometry
    (points). outlines: area_code, name, geometry, of the level above the one shown. All in EPSG:6668.
    """

    lines: gpd.GeoDataFrame | None = None
    places: gpd.GeoDataFrame | None = None
    outlines: gpd.GeoDataFrame | None = None


@dataclass(frozen=True)
class AreaMap:
    """Areas shaded by a value. areas: area_code, name, geometry (EPSG:6668), value, text, state, hover (str, finished).

    An area whose state is not ok is hatched or grey and named in the legend, never shaded as 0.
    Where areas are points (no polygons) they are drawn as shaded circles. `selected` is outlined boldly.
    """

    caption: Caption
    areas: gpd.GeoDataFrame
    value_label: str
    classes: Classes
    selected: str | None = None
    base: BaseMap = field(default_factory=BaseMap)
    label_areas: bool = True  # write names into areas where they fit


@dataclass(frozen=True)
class TileMap:
    """Areas that have no shape, one square each, roughly where they lie. areas: area_code, name, row (0 in the north),
    column (0 in the west), value, text, state, hover (str, finished).

    An area whose state is not ok is hatched and named in the key, never shaded as 0. `selected` is outlined boldly.
    """

    caption: Caption
    areas: pd.DataFrame
    value_label: str
    classes: Classes
    selected: str | None = None


@dataclass(frozen=True)
class Spot:
    """A spot that somebody points at on a map of places, and its reach in metres. popup: dict label -> text."""

    lat: float
    lon: float
    metres: float
    name: str
    popup: dict[str, str]


@dataclass(frozen=True)
class PlaceMap:
    """Resources on the map, one marker each.

    places: kind (vocabulary.KINDS), name, lat, lon, popup (dict label -> text, plain text: renderers escape), faded
    (bool). reach: polygons to shade lightly (walking reach, zones, served areas) with columns label, geometry and,
    where some of it is only thought of, planned (bool); may be None. gaps: areas still without a place in walking
    reach, hatched: area_code, name, geometry; may be None. spots: places only thought of, each with its sign (a
    number): sign, name, lat, lon, popup (as of places); may be None.
    """

    caption: Caption
    places: pd.DataFrame
    base: BaseMap = field(default_factory=BaseMap)
    reach: gpd.GeoDataFrame | None = None
    gaps: gpd.GeoDataFrame | None = None
    cluster: bool = True
    spots: pd.DataFrame | None = None
    spots_label: str = "新しくつくる場所（たたき台）"


Figure = Bars | Lines | Pyramid | Shades | AreaMap | TileMap | PlaceMap
