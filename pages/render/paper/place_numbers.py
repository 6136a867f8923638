"""How many places lie in each district, written into it on a paper map: numbers by kind where there is room."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.patches import Rectangle

from data.vocabulary import KINDS
from pages.figures import cartography, theme
from pages.render.paper import ground
from pages.render.paper.layout import LEAST, widest

TOO_FAR = 0.15  # of the map's width: a number further from its district would not be looked for there


def districts_of(points: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> np.ndarray:
    """For each point the row of the first outline it lies in; -1 outside all of them."""
    point, outline = outlines.sindex.query(points.geometry.to_numpy(), predicate="intersects")
    found = np.full(len(points), len(outlines))
    np.minimum.at(found, point, outline)
    return np.where(found == len(outlines), -1, found)


Labels = tuple[
    list[list[str]], np.ndarray, np.ndarray, np.ndarray
]  # lines of each, anchors, centres and sizes in inches


def numbers_of_districts(
    there: pd.DataFrame,
    points: gpd.GeoDataFrame,
    outlines: gpd.GeoDataFrame | None,
    box,
    size: tuple[float, float],
    most: float,
) -> Labels | None:
    """What stands in each district: numbers by kind if there is room, else the whole number; None where not even that
    can be placed. They cover at most the part `most` of the map."""
    if outlines is None or len(outlines) < 2 or cartography.are_points(outlines):
        return None
    names, inside = list(outlines["name"].astype(str)), districts_of(points, outlines)
    kinds = [key for key in KINDS if key in set(there["kind"])]
    table = np.array(
        [[((inside == row) & (there["kind"] == key)).sum() for key in kinds] for row in range(len(outlines))]
    )
    spots = shapely.point_on_surface(outlines.geometry.to_numpy())
    anchors = np.column_stack(
        [
            (shapely.get_x(spots) - box[0]) / (box[2] - box[0]) * size[0],
            (shapely.get_y(spots) - box[1]) / (box[3] - box[1]) * size[1],
        ]
    )
    for lines in _choices(names, table, kinds):
        kept = np.array([bool(said) for said in lines])
        lines = [said for said in lines if said]
        sizes = np.array(
            [(widest(said, LEAST, bold=True) + 0.08, len(said) * LEAST * 1.22 / 72 + 0.06) for said in lines]
        )
        fits = bool(lines) and sizes.prod(axis=1).sum() <= most * size[0] * size[1]
        centres = pushed_apart(anchors[kept], sizes, size) if fits else None
        if centres is not None and np.hypot(*(centres - anchors[kept]).T).max() <= TOO_FAR * size[0]:
            return lines, anchors[kept], centres, sizes
    return None


def _choices(names: list[str], table: np.ndarray, kinds: list[str]) -> list[list[list[str]]]:
    """What could stand in the districts, from the fullest to the shortest: lines of each district, none where there is
    nothing to say."""
    totals = [int(total) for total in table.sum(axis=1)]
    short = [name.removesuffix("地区") for name in names]
    return [
        *([_by_kind(short, table, kinds, across) for across in (2, 3, 4)] if len(kinds) > 1 else []),
        [[name, str(total)] for name, total in zip(short, totals, strict=True)],
        [[f"{name}：{total}"] for name, total in zip(short, totals, strict=True)],
        [[name, str(total)] if total else [] for name, total in zip(short, totals, strict=True)],
        [[str(total)] if total else [] for total in totals],
    ]


def _by_kind(names: list[str], table: np.ndarray, kinds: list[str], across: int) -> list[list[str]]:
    """The name, then 「サ5 居2」 with `across` kinds a line."""
    lines = []
    for name, row in zip(names, table, strict=True):
        said = [f"{KINDS[key].sign}{count}" for key, count in zip(kinds, row, strict=True) if count]
        lines.append([name, *(" ".join(said[start : start + across]) for start in range(0, len(said), across))])
    return lines


def pushed_apart(
    anchors: np.ndarray, sizes: np.ndarray, within: tuple[float, float], gap: float = 0.03
) -> np.ndarray | None:
    """Centres of rectangles near their anchors (n x 2, as sizes) that touch neither each other nor the rim; None where
    that fails."""
    low, high = sizes / 2 + 0.02, np.asarray(within) - sizes / 2 - 0.02
    if (low > high).any():
        return None
    at = np.clip(anchors + np.random.default_rng(0).normal(0, 1e-4, anchors.shape), low, high)
    need = (sizes[:, None] + sizes[None]) / 2 + gap
    for _ in range(20_000 // len(at)):  # many rectangles that still touch by then will not fit
        between = at[:, None] - at[None]
        over = need - np.abs(between)
        over[np.arange(len(at)), np.arange(len(at))] = -1
        touching = (over > 1e-6).all(axis=2)
        if not touching.any():
            return at
        along = over.argmin(axis=2)[..., None] == np.arange(2)  # the shorter way out
        push = np.where(along & touching[..., None], over * np.where(between < 0, -1, 1), 0)
        at = np.clip(at + push.sum(axis=1) * 0.4, low, high)
    return None


def write_numbers(names: ground.Names, labels: Labels) -> None:
    """Numbers on white, tied to their district by a line where they had to move out of it."""
    ax, whole = names.ax, np.array([names.wide, names.high])
    for said, anchor, centre, size in zip(*labels, strict=True):
        if (np.abs(anchor - centre) > size / 2).any():
            ax.plot(
                *np.column_stack([anchor, centre]) / whole[:, None],
                transform=ax.transAxes,
                color=theme.INK,
                linewidth=0.8,
                zorder=9,
            )
            ax.plot(
                *(anchor / whole)[:, None], transform=ax.transAxes, color=theme.INK, marker="o", markersize=3, zorder=9
            )
        corner = (centre - size / 2) / whole
        ax.add_patch(
            Rectangle(
                corner,
                *(size / whole),
                transform=ax.transAxes,
                facecolor=theme.PAPER,
                edgecolor=theme.INK,
                linewidth=0.5,
                zorder=10,
            )
        )
        names.taken.append((*(centre - size / 2), *(centre + size / 2)))
        for number, line in enumerate(said):
            y = centre[1] + size[1] / 2 - 0.03 - (number + 0.5) * LEAST * 1.22 / 72
            ax.text(
                centre[0] / names.wide,
                y / names.high,
                line,
                transform=ax.transAxes,
                ha="center",
                va="center",
                fontsize=LEAST,
                fontweight="bold" if number == 0 else "normal",
                color=theme.INK,
                zorder=11,
            )
