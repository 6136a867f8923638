"""Bars for paper: the height they need in inches and a function that paints them into a box of that height."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Sheet
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pages.figures import measures, theme
from pages.figures.description import Bars, Reference
from pages.render.paper import legends
from pages.render.paper.layout import Layout, axes, inches, lines_of, nothing, widest

Box = tuple[float, float, float, float]
Painter = Callable[[Sheet, Box], None]
HATCHES = ("", "///", "...", "xxx", "---", "\\\\\\", "+++")
COLUMN = 46  # rows of bars that one column of an A4 page holds; more go into a second one
PAPER_BEHIND = {"facecolor": theme.PAPER, "edgecolor": "none", "pad": 0.6}


@dataclass(frozen=True)
class Plan:
    """Measures of a figure of bars, in inches: labels as they are written, bands, columns, and where the value axis
    ends."""

    ticks: dict[str, str]
    series: list[str]
    parts: list[dict[str, float]]  # for each column its labels with the heights of their bands
    band: float  # of a label of one line
    left: float
    room: float
    reach: float
    column: bool  # values stand in a column at the right, where no reference line crosses them
    references: list[
        tuple[Reference, float, str, int]
    ]  # with the place of its name from the axis' start, its side and its row


def bars(figure: Bars, layout: Layout) -> tuple[float, Painter]:
    if figure.rows.empty:
        return nothing(layout)
    plan = planned(figure, layout)
    keys = _keys(plan.series, figure, layout) if len(plan.series) > 1 else []
    line = layout.text * 1.7 / 72
    above = line * (1 + max((row for *_, row in plan.references), default=-1)) + legends.high_of(keys, layout) + 0.04
    below = (layout.text * 3.4) / 72
    tallest = max(sum(part.values()) for part in plan.parts)
    high = tallest + above + below

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, _ = box
        for column, part in enumerate(plan.parts):
            tall = sum(part.values())
            ax = axes(
                sheet,
                x + column * wide / len(plan.parts) + plan.left,
                y + below + tallest - tall,
                plan.room,
                tall,
                layout.text,
            )
            _bars(ax, figure, part, plan, layout)
            ax.set_xlim(0, plan.reach)
            ax.set_xlabel(figure.value_label, fontsize=layout.text, color=theme.INK, labelpad=2)
            value_axis(ax.xaxis, figure.percent, 5 if plan.room > 4 else 3, measures.whole(figure))
            _references(ax, plan, tall, line, layout)
        legends.put(sheet, x, y + high, keys, layout)

    return high, paint


def planned(figure: Bars, layout: Layout, most: int = COLUMN) -> Plan:
    """Where everything stands, in two columns where there are more than `most` rows; data books draw from the same
    plan."""
    labels = list(dict.fromkeys(figure.rows["label"].astype(str)))
    series = list(dict.fromkeys(figure.rows["series"].astype(str))) if "series" in figure.rows else [""]
    columns = 1 if len(labels) <= most or layout.narrow else 2
    part = layout.room / columns
    ticks = _ticks(labels, part, layout)
    left = widest((line for said in ticks.values() for line in said), layout.text) + 0.08
    room = part - left - 0.06
    words = widest(figure.rows["text"][figure.rows["value"].notna()], layout.text) + 0.1
    far = measures.farthest(figure)
    reach = far * 1.02 if figure.stacked else far / max(0.3, 1 - words / room)
    gone = figure.rows[figure.rows["value"].isna()]
    needed = {label: len(lines) for label, lines in ticks.items()}
    for label, text in zip(gone["label"].astype(str), gone["text"].astype(str), strict=True):
        needed[label] = max(needed[label], len(lines_of(text, layout.small, room - 0.1)))
    one = layout.text * 1.72 / 72
    band = one if figure.stacked or len(series) == 1 else one * 0.74 * len(series) + 0.08
    bands = {label: max(band, lines * layout.text * 1.25 / 72 + 0.05) for label, lines in needed.items()}
    rows = -(-len(labels) // columns)
    parts = [{label: bands[label] for label in labels[start : start + rows]} for start in range(0, len(labels), rows)]
    return Plan(
        {label: "\n".join(lines) for label, lines in ticks.items()},
        series,
        parts,
        band,
        left,
        room,
        reach,
        bool(figure.references) and not figure.stacked,
        _placed(figure, layout, left, room, reach),
    )


def _ticks(labels: list[str], part: float, layout: Layout) -> dict[str, list[str]]:
    """Labels in lines: in a third of the width, or in as much more as it takes to need no more than two lines."""
    for share in (0.33, 0.4, 0.47):
        ticks = {label: lines_of(label, layout.text, part * share) for label in labels}
        if max(map(len, ticks.values())) <= 2:
            break
    return ticks


def _placed(
    figure: Bars, layout: Layout, left: float, room: float, reach: float
) -> list[tuple[Reference, float, str, int]]:
    """Where the names of the references stand: at their lines where they fit, in the lowest row where they touch no
    other."""
    found, taken = [], []
    for reference, side, _ in measures.reference_labels(figure.references, reach):
        wide, at = inches(f"{reference.label} {reference.text}", layout.text), reference.value / reach * room
        begins = {"left": at + 0.05, "right": at - 0.05 - wide}
        choices = [begins[side], begins["right" if side == "left" else "left"], max(-left, min(at, room - wide))]
        inside = [start for start in choices if -left <= start and start + wide <= room + 0.06] or [-left]
        row, start = next(
            (row, start)
            for row in range(len(figure.references))
            for start in inside
            if not any(row == other and start < end + 0.1 and begin < start + wide + 0.1 for other, begin, end in taken)
        )
        taken.append((row, start, start + wide))
        found.append((reference, start, "left", row))
    return found


def _keys(series: list[str], figure: Bars, layout: Layout) -> list[Patch]:
    return [
        Patch(facecolor=colour, hatch=hatch, edgecolor=edge, label=name)
        for name, (colour, hatch, edge) in zip(series, looks(len(series), figure.stacked, layout), strict=True)
    ]


def looks(count: int, stacked: bool, layout: Layout) -> list[tuple[str, str, str]]:
    """Colour, hatch and edge of each series, the same in data books."""
    if stacked and layout.grey:
        colours = layout.shades(min(count, 6)) * -(-count // 6)
        return [(colour, "", theme.INK) for colour in colours[:count]]
    colours = (
        theme.series_colours(count, stacked)
        if stacked or not layout.grey
        else theme.SERIES_GREY * -(-count // len(theme.SERIES_GREY))
    )
    return [
        (colour, "" if stacked else HATCHES[place % len(HATCHES)], "white")
        for place, colour in zip(range(count), colours, strict=False)
    ]


def _bars(ax, figure: Bars, part: dict[str, float], plan: Plan, layout: Layout) -> None:
    """The bars of some labels (with the heights of their bands) from the top; the axis downwards is in inches."""
    rows = figure.rows[figure.rows["label"].astype(str).isin(part)]
    middles = np.cumsum(list(part.values())) - np.array(list(part.values())) / 2
    order = rows["label"].astype(str).map({label: place for place, label in enumerate(part)}).to_numpy()
    single = figure.stacked or len(plan.series) == 1
    thick = plan.band * (0.72 if single else 0.8 / len(plan.series))
    ends = np.zeros(len(part))
    shown = looks(len(plan.series), figure.stacked, layout)
    for number, name in enumerate(plan.series):
        chosen = (rows["series"].astype(str) == name).to_numpy() if "series" in rows else np.ones(len(rows), bool)
        shift = 0 if single else (number - (len(plan.series) - 1) / 2) * thick
        for place, (_, row) in zip(order[chosen], rows[chosen].iterrows(), strict=True):
            strong = len(plan.series) == 1 and bool(pd.notna(row.get("emphasis")) and row["emphasis"])
            look = (
                shown[number]
                if len(plan.series) > 1
                else (layout.ink(theme.BAR_EMPHASIS if strong else theme.BAR), "", "white")
            )
            _bar(
                ax,
                (middles[place] + shift, thick),
                row,
                ends[place] if figure.stacked else 0.0,
                look,
                figure.stacked,
                plan,
                layout,
            )
            if figure.stacked and pd.notna(row["value"]):
                ends[place] += float(row["value"])
    ax.set_ylim(sum(part.values()), 0)
    ax.set_yticks(middles, [plan.ticks[label] for label in part])


def _bar(
    ax,
    band: tuple[float, float],
    row: pd.Series,
    start: float,
    look: tuple[str, str, str],
    stacked: bool,
    plan: Plan,
    layout: Layout,
) -> None:
    place, thick = band
    inch = plan.reach / plan.room
    if pd.isna(row["value"]):
        words = "\n".join(lines_of(str(row["text"]), layout.small, plan.room - 0.1))
        ax.text(
            start + 0.05 * inch,
            place,
            words,
            va="center",
            fontsize=layout.small,
            color=theme.INK if layout.grey else theme.MUTED,
            gid="missing",
            zorder=5,
            bbox=PAPER_BEHIND,
        )
        return
    text, value, (colour, hatch, edge) = str(row["text"]), float(row["value"]), look
    ax.barh(
        place,
        value,
        thick,
        left=start,
        color=colour,
        hatch=hatch,
        edgecolor=edge,
        linewidth=0.6 if stacked or hatch else 0,
    )
    if plan.column:
        ax.text(
            plan.reach,
            place,
            text,
            va="center",
            ha="right",
            fontsize=layout.text,
            color=theme.INK,
            zorder=5,
            bbox=PAPER_BEHIND,
        )
    elif not stacked:
        ax.text(
            value + 0.05 * inch,
            place,
            text,
            va="center",
            fontsize=layout.text,
            color=theme.INK,
            zorder=5,
            bbox=PAPER_BEHIND,
        )
    elif value > (inches(text, layout.small) + 0.06) * inch:
        ax.text(
            start + value / 2, place, text, va="center", ha="center", fontsize=layout.small, color=layout.on(colour)
        )


def _references(ax, plan: Plan, tall: float, line: float, layout: Layout) -> None:
    """Dashed lines up to the rows of their names."""
    for reference, start, side, row in plan.references:
        ax.plot(
            [reference.value] * 2,
            [0, 1 + (row + 0.8) * line / tall],
            transform=ax.get_xaxis_transform(),
            color=theme.INK,
            linewidth=1.2,
            linestyle=(0, (4, 3)),
            zorder=0.8,
            clip_on=False,
        )
        ax.text(
            start / plan.room,
            1 + (row + 0.5) * line / tall,
            f"{reference.label} {reference.text}",
            transform=ax.transAxes,
            ha=side,
            va="center",
            fontsize=layout.text,
            color=theme.INK,
            zorder=6,
            bbox=PAPER_BEHIND | {"pad": 0.4},
        )


def value_axis(axis, percent: bool, ticks: int = 5, whole: bool = False) -> None:
    """Light lines, round figures, % where the value is a share, no halves where they are whole counts."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10], integer=whole))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g}%" if percent else f"{value:,.10g}"))
    axis.grid(True, color=theme.GRID, linewidth=0.8)
