"""Maps of places for paper: single marks with their signs where there are few, numbers by district where there are
many."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Sheet
from matplotlib.patches import Patch

from data.vocabulary import KINDS
from pages.figures import cartography, theme
from pages.figures.description import PlaceMap
from pages.render.paper import ground, legends
from pages.render.paper.bars import Box, Painter
from pages.render.paper.layout import SIGN, Layout, nothing
from pages.render.paper.legends import DOTTED, SignKey, SpotKey
from pages.render.paper.place_numbers import districts_of, numbers_of_districts, write_numbers
from pages.render.paper.place_signs import CROWDED, are_faded, put_dots, put_signs, put_spots
from pages.render.screen.place_maps import counts

GAPS_LABEL = "まだ歩いて行ける場所がない所"
HIDDEN = {False: 0.35, True: 0.15}  # of the map that numbers may cover, and where what lies below them is the message
SINGLE = "（ ）内はか所数。重なる印は少しずらしてあります。"
GATHERED = "（ ）内はか所数。数字だけの印は、近い所どうしをまとめた数です。"
DOTS = "（ ）内はか所数。いまある場所は、小さい点で示しています。"
COUNTED = "（ ）内はか所数。地図の数字は、地区の中のか所数です。"
ONLY_SOME = "数字のない地区には、登録がありません。"


def place_map(figure: PlaceMap, layout: Layout) -> tuple[float, Painter]:
    there = figure.places.dropna(subset=["lat", "lon"]).reset_index(drop=True)
    outlines = cartography.shaped(figure.base.outlines)
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(there["lon"], there["lat"]), crs="EPSG:6668")
    if (
        there.empty
        and outlines is None
        and cartography.shaped(figure.reach) is None
        and cartography.shaped(figure.gaps) is None
    ):
        return nothing(layout)
    box = cartography.extent(
        [outlines if outlines is not None else points, figure.reach if outlines is None else None, figure.gaps]
    )
    high = ground.tall_of(box, layout)
    wide = high * cartography.aspect(box)
    crowded = len(there) * (SIGN / 72) ** 2 > CROWDED * wide * high
    shaded = cartography.shaped(figure.reach) is not None or cartography.shaped(figure.gaps) is not None
    dots = crowded and figure.spots is not None  # what is only thought of is the matter; those there are stand back
    labels = (
        numbers_of_districts(there, points, outlines, box, (wide, high), HIDDEN[shaded])
        if crowded and not dots
        else None
    )
    base = ground.shown_of(
        figure.base, box, crowded or layout.narrow, frozenset({"hall"} & set(there["kind"]))
    )  # halls are not shown twice
    title = DOTS if dots else GATHERED if crowded else SINGLE if len(there) else ""
    if labels is not None:
        title = COUNTED + (ONLY_SOME if len(labels[0]) < len(outlines) else "") + _outside(there, points, outlines)
    keys = _keys(figure, there, crowded, layout) + ground.keys_of(base, layout)

    def paint(sheet: Sheet, place: Box) -> None:
        ax = ground.ground(sheet, place, box, high)
        _fills(ax, figure, layout)
        ground.ways(ax, base, box, layout)
        ground.outlines(ax, outlines)
        names = ground.Names(ax, box, high)
        put_spots(names, figure, layout)
        if dots:
            put_dots(names, there, layout)
        elif labels is not None:
            write_numbers(names, labels)
        else:
            put_signs(names, there, crowded, layout)
        if labels is None or labels[0][0][0].isdigit():  # else the names stand with the numbers
            _names(names, outlines, layout, must=not crowded)
        ground.marks(names, base.places, [] if outlines is None else list(outlines["name"].astype(str)), layout)
        ground.scale_and_north(sheet, place, box, high, layout)
        legends.put(sheet, place[0], place[1] + legends.high_of(keys, layout, title), keys, layout, title)

    return high + ground.strip_high(layout) + 0.06 + legends.high_of(keys, layout, title), paint


def _fills(ax, figure: PlaceMap, layout: Layout) -> None:
    reach, gaps = cartography.shaped(figure.reach), cartography.shaped(figure.gaps)
    if reach is not None:
        for planned, part in reach.groupby(_planned(reach)):
            ground.fill(ax, part.geometry, zorder=1.1 if planned else 1, **_look(planned, layout))
    if gaps is not None:
        ground.fill(
            ax,
            gaps.geometry,
            facecolor="none",
            edgecolor="#555555",
            hatch="////",
            linewidth=1.0,
            linestyle="--",
            zorder=2,
            gid="gaps",
        )


def _planned(reach: gpd.GeoDataFrame) -> np.ndarray:
    return reach["planned"].to_numpy(bool) if "planned" in reach else np.zeros(len(reach), bool)


def _look(planned: bool, layout: Layout) -> dict[str, object]:
    """Reach of what is there, and of what is only thought of."""
    if planned:
        return {
            "facecolor": layout.ink("#F6DDA8"),
            "edgecolor": layout.ink("#B65A00"),
            "linewidth": 1.2,
            "linestyle": "--",
        }
    return {"facecolor": layout.ink("#D3E8F5"), "edgecolor": layout.ink("#0072B2"), "linewidth": 0.6}


def _keys(figure: PlaceMap, there: pd.DataFrame, crowded: bool, layout: Layout) -> list:
    keys: list = [SignKey(key, f"{KINDS[key].label}（{count}）", layout) for key, count in counts(figure)]
    if not crowded and are_faded(there).any():
        keys.append(
            Patch(
                facecolor="white",
                edgecolor=theme.INK,
                linestyle=DOTTED,
                linewidth=1.1,
                label="点線の印：最近の確認がない所",
            )
        )
    reach = cartography.shaped(figure.reach)
    if figure.spots is not None and len(figure.spots):
        keys.append(SpotKey(figure.spots["sign"].iloc[0], figure.spots_label, layout))
    keys += [
        Patch(**_look(planned, layout), label=label)
        for label, planned in (
            dict(zip(reach["label"], _planned(reach), strict=True)) if reach is not None else {}
        ).items()
    ]
    if cartography.shaped(figure.gaps) is not None:
        keys.append(
            Patch(facecolor="none", edgecolor="#555555", hatch="////", linewidth=1, linestyle="--", label=GAPS_LABEL)
        )
    return keys


def _outside(there: pd.DataFrame, points: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> str:
    beyond = int((districts_of(points, outlines) < 0).sum())
    stale = int(are_faded(there).sum())
    return (f"ほかに、どの地区にも入らない所が{beyond}か所あります。" if beyond else "") + (
        f"最近の確認がない{stale}か所を含みます。" if stale else ""
    )


def _names(names: ground.Names, outlines: gpd.GeoDataFrame | None, layout: Layout, must: bool) -> None:
    """Names of the outlines near their middle where no mark is; where there is no such place over the marks, or (unless
    they `must`) not at all."""
    found = cartography.names(outlines, names.box, names.high * 72, layout.small, slack=1.7)
    step, far = (
        layout.small * 1.2 / 72,
        (3 if must else 2),
    )  # beside a mere number a name further away would seem another's
    for row in found.itertuples():
        x, y = names.at(row.lon, row.lat)
        shifts = sorted(
            ((dx * step, dy * step) for dx in range(-far, far + 1) for dy in range(-far, far + 1)),
            key=lambda shift: np.hypot(*shift),
        )
        look = {"fontweight": "bold", "color": theme.INK, "zorder": 12}
        if not any(names.put(x + dx, y + dy, row.name, layout.small, **look) for dx, dy in shifts) and must:
            names.put(x, y, row.name, layout.small, must=True, **look)
