"""Lines and age pyramids for paper. Each function gives the height it needs in inches and a function that paints it
into a box of that height."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from pages.figures import measures, theme, wording
from pages.figures.description import Lines, Pyramid
from pages.render.paper import legends
from pages.render.paper.bars import Box, Painter, value_axis
from pages.render.paper.layout import HALO, LINE, Layout, axes, inches, lines_of, nothing, widest

DASHES = ("-", "--", ":", "-.", (0, (8, 3)), (0, (8, 3, 2, 3)), "-")
MARKS = ("o", "s", "^", "D", "P", "X", "*")
GREYS = ("#000000", "#5A5A5A")  # lines of one colour differ by dash and mark; paler ones break up in print
OLDER = "65歳以上 ↑"


def lines(figure: Lines, layout: Layout) -> tuple[float, Painter]:
    if figure.rows.empty:
        return nothing(layout)
    rows, whens, parts = measures.lines_by_series(figure.rows)
    low, top = measures.spread(rows["value"])
    # In a narrow picture names at the lines' ends would leave the lines no room: they stand in a key.
    keys = (
        [Line2D([], [], **_look(place, layout), label=name) for place, name in enumerate(parts)]
        if layout.narrow and len(parts) > 1
        else []
    )
    said = [
        line
        for text in (figure.value_label, measures.axis_start(low, figure.percent))
        if text
        for line in lines_of(text, layout.text, layout.room)
    ]
    ends = {name: end_words(name, part, layout) for name, part in parts.items()}
    head, foot = legends.high_of(keys, layout) + len(said) * layout.text * LINE / 72 + 0.1, layout.text * 2 / 72
    tall = max(layout.room * 0.42, len(parts) * layout.text * 1.45 / 72 + 0.2)

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, high = box
        legends.put(sheet, x, y + high, keys, layout)
        for number, line in enumerate(reversed(said)):
            sheet.text(
                x / sheet.get_figwidth(),
                (y + foot + tall + 0.1 + (number + 0.5) * layout.text * LINE / 72) / sheet.get_figheight(),
                line,
                fontsize=layout.text,
                color=theme.INK,
                va="center",
            )
        left, right = layout.text * 3.6 / 72, widest(ends.values(), layout.text) + 0.2
        ax = axes(sheet, x + left, y + foot, wide - left - right, tall, layout.text)
        ax.set_ylim(low, top)
        ax.set_xlim(-0.3, len(whens) - 0.9)
        step = -(-len(whens) // max(1, int((wide - left - right) / (widest(whens, layout.text) + 0.08))))
        shown = range((len(whens) - 1) % step, len(whens), step)  # the last date is always named
        ax.set_xticks(list(shown), [whens[place] for place in shown])
        value_axis(ax.yaxis, figure.percent, 7)
        heights = measures.end_heights(
            {name: part["value"] for name, part in parts.items()}, (top - low) * layout.text * 1.3 / 72 / tall, top
        )
        middle = pd.concat([part["value"].astype(float) for part in parts.values()], axis=1).mean(axis=1).to_numpy()
        for place, (name, part) in enumerate(parts.items()):
            _line(ax, part, place, middle if len(parts) <= (2 if layout.narrow else 3) else None, layout)
            if name in heights:
                ax.annotate(
                    ends[name],
                    (len(whens) - 1, heights[name]),
                    xytext=(9, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=layout.text,
                    color=theme.INK,
                    annotation_clip=False,
                )
        _gone(ax, rows, whens, low, layout)

    return head + tall + foot, paint


def end_words(name: str, part: pd.DataFrame, layout: Layout) -> str:
    """What stands at the end of a line: in a narrow chart its name is in the key."""
    if not layout.narrow:
        return measures.end_words(name, part)
    return "" if pd.isna(part["value"].iloc[-1]) else str(part["text"].iloc[-1])


def _look(place: int, layout: Layout) -> dict:
    palette = GREYS if layout.grey else theme.SERIES
    colour = palette[place % len(palette)]
    return {
        "color": colour,
        "linestyle": DASHES[(place + place // len(DASHES)) % len(DASHES)],
        "marker": MARKS[place % len(MARKS)],
        "linewidth": 1.6 if layout.narrow else 2.4,
        "markersize": 6 if layout.narrow else 8,
        "markerfacecolor": "white" if layout.grey and place % 2 else colour,
    }


def _line(ax, part: pd.DataFrame, place: int, middle: np.ndarray | None, layout: Layout) -> None:
    """A line with its marks; where the `middle` of all lines is given, with its values on the outer side of it."""
    values = part["value"].astype("Float64").astype(float).to_numpy()
    ax.plot(range(len(values)), values, clip_on=False, zorder=3, **_look(place, layout))
    for number, (value, text) in enumerate(zip(values[:-1], part["text"], strict=False)):
        if middle is not None and not np.isnan(value):
            above = value >= middle[number]
            ax.annotate(
                str(text),
                (number, value),
                xytext=(0, 7 if above else -7),
                textcoords="offset points",
                ha="center",
                va="bottom" if above else "top",
                fontsize=layout.text,
                color=theme.INK,
                path_effects=HALO,
                zorder=5,
            )


def _gone(ax, rows: pd.DataFrame, whens: list[str], low: float, layout: Layout) -> None:
    several = rows["series"].nunique() > 1
    for when, part in rows[rows["value"].isna()].groupby("when", sort=False):
        place = whens.index(when)
        words = [f"{row.series + '：' if several else ''}{row.text}" for row in part.itertuples()]
        side = "left" if place == 0 else "right" if place == len(whens) - 1 else "center"
        ax.annotate(
            "\n".join(words),
            (place, low),
            xytext=(0, 3),
            textcoords="offset points",
            ha=side,
            va="bottom",
            fontsize=layout.small,
            color=theme.INK if layout.grey else theme.MUTED,
            path_effects=HALO,
            gid="missing",
        )


def pyramid(figure: Pyramid, layout: Layout) -> tuple[float, Painter]:
    rows, ages = figure.rows, list(figure.rows["age"].astype(str))
    if not ages:
        return nothing(layout)
    sides = (("male", "男性", -1), ("female", "女性", 1)) if figure.by_sex else (("persons", "人口", 1),)
    first = ages.index(figure.older_from) if figure.older_from in ages else len(ages)
    above, below = layout.text * 1.9 / 72, layout.text * 3.4 / 72
    tall = len(ages) * layout.small * 1.55 / 72
    high = tall + above + below

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, _ = box
        left = widest(ages, layout.small) + 0.1
        room = wide - left - inches(OLDER, layout.small) - 0.05
        ax = axes(sheet, x + left, y + below, room, tall, layout.text)
        far = measures.longest(rows[[key for key, _, _ in sides]])
        for key, words, sign in sides:
            _side(ax, rows[key].astype("Float64"), theme.SEX[key], sign, first, layout)
            ax.annotate(
                words,
                (sign * far * 0.5, 1),
                xycoords=("data", "axes fraction"),
                xytext=(0, 4),
                textcoords="offset points",
                ha="center",
                fontsize=layout.text,
                fontweight="bold",
                color=theme.INK,
            )
        ax.set_ylim(-0.5, len(ages) - 0.5)
        reach = far / max(0.3, 1 - (inches(f"{far:,.0f}", layout.small) + 0.1) / (room / len(sides)))
        ax.set_xlim(-reach if figure.by_sex else 0, reach)
        ax.set_yticks(range(len(ages)), ages, fontsize=layout.small)
        value_axis(ax.xaxis, False, 4 if layout.narrow else 6)
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,.0f}"))
        ax.set_xlabel("人数（人）", fontsize=layout.text, color=theme.INK, labelpad=2)
        if first < len(ages):
            ax.axhline(first - 0.5, color=theme.INK, linewidth=1, linestyle=":")
            ax.annotate(
                OLDER,
                (1.01, first - 0.5),
                xycoords=("axes fraction", "data"),
                ha="left",
                va="center",
                fontsize=layout.small,
                color=theme.INK,
            )

    return high, paint


def _side(ax, values: pd.Series, colours: tuple[str, str], sign: int, older: int, layout: Layout) -> None:
    far = float(values.max()) if values.notna().any() else 1.0
    for place, value in enumerate(values):
        gone = pd.isna(value)
        text = wording.value_text(None if gone else float(value), "persons").removesuffix("人")
        length = 0.0 if gone else float(value)
        ax.barh(
            place,
            sign * length,
            0.84,
            color=layout.ink(colours[place >= older]),
            edgecolor=theme.INK if layout.grey else "white",
            linewidth=0.4,
        )
        ax.text(
            sign * (length + far * 0.025),
            place,
            text,
            ha="left" if sign > 0 else "right",
            va="center",
            fontsize=layout.small,
            color=theme.MUTED if gone else theme.INK,
            path_effects=HALO,
        )
