"""Maps of places for paper: single marks with their signs where there are few, numbers by district where there are
many."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.figure import Figure as Sheet
from matplotlib.patches import Patch, Rectangle

from data.vocabulary import KINDS
from pages.figures import cartography, theme
from pages.figures.description import PlaceMap
from pages.render.paper import ground, legends
from pages.render.paper.bars import Box, Painter
from pages.render.paper.layout import LEAST, SIGN, Layout, nothing, widest
from pages.render.paper.legends import DOTTED, SHAPES, SignKey, SpotKey
from pages.render.screen.place_maps import counts

GAPS_LABEL = "まだ歩いて行ける場所がない所"
CROWDED = 0.06  # of the map covered by marks (some 80 on a page): beyond that they hide one another and the names
TOO_FAR = 0.15  # of the map's width: a number further from its district would not be looked for there
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
    labels = _labels(there, points, outlines, box, (wide, high), HIDDEN[shaded]) if crowded and not dots else None
    base = ground.shown_of(
        figure.base, box, crowded or layout.narrow, frozenset({"hall"} & set(there["kind"]))
    )  # halls are not shown twice
    title = DOTS if dots else GATHERED if crowded else SINGLE if len(there) else ""
    if labels is not None:
        title = COUNTED + (ONLY_SOME if len(labels[0]) < len(outlines) else "") + _outside(there, points, outlines)
    keys = _keys(figure, there, crowded, layout) + ground.keys_of(base, layout)

    def paint(sheet: Sheet, place: Box) -> None:
        made = ground.ground(sheet, place, box, high)
        _fills(made, figure, layout)
        ground.ways(made, base, box, layout)
        ground.outlines(made, outlines)
        names = ground.Names(made, box, high)
        _spots(names, figure, layout)
        if dots:
            _dots(names, there, layout)
        elif labels is not None:
            _write(names, labels)
        else:
            _signs(names, there, crowded, layout)
        if labels is None or labels[0][0][0].isdigit():  # else the names stand with the numbers
            _names(names, outlines, layout, must=not crowded)
        ground.marks(names, base.places, [] if outlines is None else list(outlines["name"].astype(str)), layout)
        ground.scale_and_north(sheet, place, box, high, layout)
        legends.put(sheet, place[0], place[1] + legends.high_of(keys, layout, title), keys, layout, title)

    return high + ground.strip_high(layout) + 0.06 + legends.high_of(keys, layout, title), paint


def _fills(made, figure: PlaceMap, layout: Layout) -> None:
    reach, gaps = cartography.shaped(figure.reach), cartography.shaped(figure.gaps)
    if reach is not None:
        for planned, part in reach.groupby(_planned(reach)):
            ground.fill(made, part.geometry, zorder=1.1 if planned else 1, **_look(planned, layout))
    if gaps is not None:
        ground.fill(
            made,
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


def _dots(names: ground.Names, places: pd.DataFrame, layout: Layout) -> None:
    """Every place as a small dot in the colour of its kind."""
    for kind, part in places.groupby("kind", sort=False):
        x, y = names.at(part["lon"].to_numpy(float), part["lat"].to_numpy(float))
        names.made.scatter(
            x / names.wide,
            y / names.high,
            s=14,
            marker=SHAPES[KINDS[kind].reach],
            c=theme.PAPER if layout.grey else KINDS[kind].colour,
            edgecolors=theme.INK if layout.grey else theme.PAPER,
            linewidths=0.6,
            transform=names.made.transAxes,
            zorder=6,
        )


def _spots(names: ground.Names, figure: PlaceMap, layout: Layout) -> None:
    """Places only thought of, each with its number, above everything else."""
    if figure.spots is None:
        return
    for row in figure.spots.itertuples():
        x, y = names.at(row.lon, row.lat)
        names.taken.append((x - SIGN / 120, y - SIGN / 120, x + SIGN / 120, y + SIGN / 120))
        _mark(names, x, y, SIGN * 1.15, ("s", theme.INK, row.sign, False), layout)


def _keys(figure: PlaceMap, there: pd.DataFrame, crowded: bool, layout: Layout) -> list:
    keys: list = [SignKey(key, f"{KINDS[key].label}（{count}）", layout) for key, count in counts(figure)]
    if not crowded and _faded(there).any():
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


def _faded(places: pd.DataFrame) -> np.ndarray:
    return places["faded"].fillna(False).to_numpy(dtype=bool) if "faded" in places else np.zeros(len(places), bool)


def districts_of(points: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> np.ndarray:
    """For each point the row of the first outline it lies in; -1 outside all of them."""
    point, outline = outlines.sindex.query(points.geometry.to_numpy(), predicate="intersects")
    found = np.full(len(points), len(outlines))
    np.minimum.at(found, point, outline)
    return np.where(found == len(outlines), -1, found)


def _outside(there: pd.DataFrame, points: gpd.GeoDataFrame, outlines: gpd.GeoDataFrame) -> str:
    beyond = int((districts_of(points, outlines) < 0).sum())
    stale = int(_faded(there).sum())
    return (f"ほかに、どの地区にも入らない所が{beyond}か所あります。" if beyond else "") + (
        f"最近の確認がない{stale}か所を含みます。" if stale else ""
    )


Labels = tuple[
    list[list[str]], np.ndarray, np.ndarray, np.ndarray
]  # lines of each, anchors, centres and sizes in inches


def _labels(
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


def _write(names: ground.Names, labels: Labels) -> None:
    """Numbers on white, tied to their district by a line where they had to move out of it."""
    made, whole = names.made, np.array([names.wide, names.high])
    for said, anchor, centre, size in zip(*labels, strict=True):
        if (np.abs(anchor - centre) > size / 2).any():
            made.plot(
                *np.column_stack([anchor, centre]) / whole[:, None],
                transform=made.transAxes,
                color=theme.INK,
                linewidth=0.8,
                zorder=9,
            )
            made.plot(
                *(anchor / whole)[:, None],
                transform=made.transAxes,
                color=theme.INK,
                marker="o",
                markersize=3,
                zorder=9,
            )
        corner = (centre - size / 2) / whole
        made.add_patch(
            Rectangle(
                corner,
                *(size / whole),
                transform=made.transAxes,
                facecolor=theme.PAPER,
                edgecolor=theme.INK,
                linewidth=0.5,
                zorder=10,
            )
        )
        names.taken.append((*(centre - size / 2), *(centre + size / 2)))
        for number, line in enumerate(said):
            y = centre[1] + size[1] / 2 - 0.03 - (number + 0.5) * LEAST * 1.22 / 72
            made.text(
                centre[0] / names.wide,
                y / names.high,
                line,
                transform=made.transAxes,
                ha="center",
                va="center",
                fontsize=LEAST,
                fontweight="bold" if number == 0 else "normal",
                color=theme.INK,
                zorder=11,
            )


def apart(at: np.ndarray, gap: float, rounds: int = 40) -> np.ndarray:
    """Points (in points of type) moved just far enough that no two stand closer than `gap`, as far as `rounds` steps
    allow."""
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


def gathered(at: np.ndarray, gap: float, most: int) -> list[np.ndarray]:
    """The rows of points that share a cell of a grid, its cells `gap` wide or as much wider as it takes to have at most
    `most`."""
    while True:
        _, cell = np.unique(np.floor(at / gap), axis=0, return_inverse=True)
        if cell.max(initial=0) < most:
            return [np.flatnonzero(cell.ravel() == number) for number in range(cell.max(initial=-1) + 1)]
        gap *= 1.25


def _signs(names: ground.Names, places: pd.DataFrame, crowded: bool, layout: Layout) -> None:
    """Every place by its mark; where they crowd, those near one another by one mark with their number."""
    at = np.column_stack(names.at(places["lon"].to_numpy(float), places["lat"].to_numpy(float))) * 72
    most = int(CROWDED * 2 * names.wide * names.high / (SIGN / 72) ** 2)
    groups = (
        gathered(at, 11.3, max(most, 1)) if crowded else [np.array([row]) for row in range(len(places))]
    )  # 11.3 pt: 4 mm
    if not groups:
        return
    size = SIGN * (1.15 if crowded else 1)
    middles = np.clip(
        apart(np.array([at[group].mean(axis=0) for group in groups]), size * 0.97) / 72,
        size / 144,
        np.array([names.wide, names.high]) - size / 144,
    )
    faded = _faded(places)
    for (x, y), group in zip(middles, groups, strict=True):
        names.taken.append((x - size / 144, y - size / 144, x + size / 144, y + size / 144))
        kind = KINDS[places["kind"].iloc[group[0]]]
        look = (
            ("o", theme.PAPER, str(len(group)), False)
            if len(group) > 1
            else (SHAPES[kind.reach], kind.colour, kind.sign, bool(faded[group[0]]))
        )
        _mark(names, x, y, size * (0.86 if look[0] == "D" else 1), look, layout)


def _mark(
    names: ground.Names, x: float, y: float, size: float, look: tuple[str, str, str, bool], layout: Layout
) -> None:
    """One mark with its sign; a dotted outline where nobody has confirmed the place of late."""
    shape, colour, sign, faded = look
    open_ = layout.grey or faded or colour == theme.PAPER
    edge = theme.INK if layout.grey or colour == theme.PAPER else colour if faded else theme.PAPER
    transform = names.made.transAxes
    names.made.scatter(
        [x / names.wide],
        [y / names.high],
        s=size**2,
        marker=shape,
        c=theme.PAPER if open_ else colour,
        edgecolors=edge,
        linewidths=1.2 if open_ else 0.8,
        linestyles=DOTTED if faded else "solid",
        transform=transform,
        zorder=10,
        gid="faded" if faded else None,
    )
    names.made.text(
        x / names.wide,
        y / names.high,
        sign,
        transform=transform,
        ha="center",
        va="center_baseline",
        fontsize=LEAST,
        fontweight="bold",
        color=theme.INK if open_ else theme.PAPER,
        zorder=11,
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
