"""The marks of places on a paper map, moved apart or gathered where they crowd."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.vocabulary import KINDS
from pages.figures import theme
from pages.figures.description import PlaceMap
from pages.render.paper import ground
from pages.render.paper.layout import LEAST, SIGN, Layout
from pages.render.paper.legends import DOTTED, SHAPES

CROWDED = 0.06  # of the map covered by marks (some 80 on a page): beyond that they hide one another and the names


def put_dots(names: ground.Names, places: pd.DataFrame, layout: Layout) -> None:
    """Every place as a small dot in the colour of its kind."""
    for kind, part in places.groupby("kind", sort=False):
        x, y = names.at(part["lon"].to_numpy(float), part["lat"].to_numpy(float))
        names.ax.scatter(
            x / names.wide,
            y / names.high,
            s=14,
            marker=SHAPES[KINDS[kind].reach],
            c=theme.PAPER if layout.grey else KINDS[kind].colour,
            edgecolors=theme.INK if layout.grey else theme.PAPER,
            linewidths=0.6,
            transform=names.ax.transAxes,
            zorder=6,
        )


def put_spots(names: ground.Names, figure: PlaceMap, layout: Layout) -> None:
    """Places only thought of, each with its number, above everything else."""
    if figure.spots is None:
        return
    for row in figure.spots.itertuples():
        x, y = names.at(row.lon, row.lat)
        names.taken.append((x - SIGN / 120, y - SIGN / 120, x + SIGN / 120, y + SIGN / 120))
        _mark(names, x, y, SIGN * 1.15, ("s", theme.INK, row.sign, False), layout)


def are_faded(places: pd.DataFrame) -> np.ndarray:
    return places["faded"].fillna(False).to_numpy(dtype=bool) if "faded" in places else np.zeros(len(places), bool)


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


def put_signs(names: ground.Names, places: pd.DataFrame, crowded: bool, layout: Layout) -> None:
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
    faded = are_faded(places)
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
    transform = names.ax.transAxes
    names.ax.scatter(
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
    names.ax.text(
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
