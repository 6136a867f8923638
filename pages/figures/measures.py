"""What a drawing needs to know of its numbers: classes, limits of axes, places of labels. The same for screen and
paper."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from data.vocabulary import COUNTED, STATES
from pages.figures import theme, wording
from pages.figures.description import Bars, Classes, Reference

LONGEST_NAME = 14  # full-width letters of a name written beside its line
BEGINS = 0.62  # of the largest value: a name that begins farther right is cut off on a small screen


def class_of(value: float, edges: tuple[float, ...]) -> int:
    """The class a value falls in: each is [low, high), the last closed; values beyond the ends take the end class."""
    for place, high in enumerate(edges[1:-1]):
        if value < high:
            return place
    return len(edges) - 2


def area_classes(areas: pd.DataFrame, classes: Classes) -> list[int]:
    """The class of each area; -1 where its state is not ok or its value is missing: never the lowest class."""
    states = areas["state"].fillna("ok")
    return [
        class_of(float(value), classes.edges) if state in COUNTED and value == value else -1
        for value, state in zip(areas["value"].astype(float), states, strict=True)
    ]


def states_shown(areas: pd.DataFrame) -> list[str]:
    """The words of the states without a value that occur, in the vocabulary's order."""
    states = set(areas["state"].fillna("ok"))
    unexplained = bool((areas["state"].fillna("ok").isin(COUNTED) & areas["value"].isna()).any())
    return [
        words
        for key, words in STATES.items()
        if key not in COUNTED and (key in states or (key == "not_in_source" and unexplained))
    ]


def cell_classes(
    values: pd.DataFrame, states: pd.DataFrame, classes: Classes | None
) -> tuple[list[list[int]], tuple[str, ...]]:
    """The class of each cell (-1 where it has no value to show) and the colours from -1 up."""
    classes = classes_or_steps(values, classes)
    shown = values.notna() & states.fillna("ok").isin(COUNTED)
    known = [
        [class_of(float(value), classes.edges) if there else -1 for value, there in zip(row, flags, strict=True)]
        for row, flags in zip(values.to_numpy(), shown.to_numpy(), strict=True)
    ]
    return known, (theme.MISSING, *theme.shades(len(classes.labels)))


def classes_or_steps(values: pd.DataFrame, classes: Classes | None) -> Classes:
    """The classes of a shaded table; without any, five equal steps from zero."""
    if classes is not None:
        return classes
    top = float(values.max(axis=None)) if values.notna().any(axis=None) else 1.0
    return Classes(tuple(top * step / 5 for step in range(6)), ("",) * 5)


def round_step(far: float) -> int:
    """A round distance between two or three ticks from 0 to `far`."""
    power = 10 ** math.floor(math.log10(max(far / 2, 1)))
    return int(max(step * power for step in (1, 2, 5) if step * power <= max(far / 2, 1)))


def farthest(figure: Bars) -> float:
    """The largest value to leave room for: of the bars (or of their sums) and of what they are compared with."""
    rows = figure.rows
    values = rows.groupby("label")["value"].sum() if figure.stacked else rows["value"]
    ends = [float(value) for value in values.dropna()] + [reference.value for reference in figure.references]
    return max(ends, default=1.0) or 1.0


def whole(figure: Bars) -> bool:
    """Whether all bars are whole counts, which have no ticks between 0 and 1."""
    return not figure.percent and all(
        value.is_integer() for value in figure.rows["value"].dropna().astype(float).tolist()
    )


def longest(counts: pd.DataFrame) -> float:
    """The largest count of all columns; 1 where there is none."""
    top = counts.astype("Float64").max().max()
    return float(top) if pd.notna(top) and top > 0 else 1.0


def spread(values: pd.Series) -> tuple[float, float]:
    """Limits of a value axis: from zero unless all values lie far above it; then from a round value below them, see
    axis_start."""
    known = values.dropna().astype(float)
    if known.empty:
        return 0.0, 1.0
    span = float(known.max() - known.min()) or abs(float(known.max())) or 1.0
    low = 0.0 if known.min() < span * 2 else _round_below(float(known.min()) - span * 0.2, span / 2)
    return low, float(known.max()) + span * 0.25


def _round_below(value: float, widest: float) -> float:
    """The value rounded down to a multiple of 1, 2 or 5 times a power of ten that is no wider than `widest`."""
    power = 10 ** math.floor(math.log10(widest))
    step = max(part * power for part in (1, 2, 5) if part * power <= widest)
    return float(f"{math.floor(value / step) * step:.10g}")


def axis_start(low: float, percent: bool) -> str:
    """What is said inside a chart whose value axis begins at `low` (a share where `percent`); nothing where that is
    zero."""
    if low == 0:
        return ""
    return f"縦の目もりは{low * 100:g} %から始まります。" if percent else f"縦の目もりは{low:,.10g}から始まります。"


def lines_by_series(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str], dict[str, pd.DataFrame]]:
    """The rows of lines with their dates (when) and names (series) as text; the dates in order; and each series as one
    row a date, empty where there is none."""
    rows = rows.assign(when=rows["when"].astype(str), series=rows["series"].astype(str))
    whens = list(dict.fromkeys(rows["when"]))
    return (
        rows,
        whens,
        {
            name: part.drop_duplicates("when").set_index("when").reindex(whens)
            for name, part in rows.groupby("series", sort=False)
        },
    )


def end_heights(series: dict[str, pd.Series], gap: float, high: float = math.inf) -> dict[str, float]:
    """Where to write each series' name: beside its last value, moved apart by at least `gap` and, as far as that
    allows, below `high`."""
    last = {name: float(values.dropna().iloc[-1]) for name, values in series.items() if values.notna().any()}
    order = sorted(last, key=last.get)
    placed: dict[str, float] = {}
    floor = -math.inf
    for name in order:
        placed[name] = floor = max(last[name], floor + gap)
    for name in reversed(order):
        placed[name] = min(placed[name], high)
        high = placed[name] - gap
    return placed


def end_words(name: str, part: pd.DataFrame) -> str:
    """A series' name, cut where it would leave the lines no room, with its value where the line reaches the last
    date."""
    short = wording.shortened(name, LONGEST_NAME)
    return short if pd.isna(part["value"].iloc[-1]) else f"{short} {part['text'].iloc[-1]}"


def rows_of_labels(references: Sequence[Reference], far: float) -> int:
    """Lines of type above a chart that the names of its references take."""
    return max((row + 1 for _, _, row in reference_labels(references, far)), default=0)


def reference_labels(references: Sequence[Reference], far: float) -> list[tuple[Reference, str, int]]:
    """Each reference, from low to high, with the side of its name that touches its line and the row the name stands in.

    Two share a row: the lower one's name ends at its line, the higher one's begins there; near the chart's right end,
    where it would be cut off, it ends there too, in a row of its own.
    """
    ordered = sorted(references, key=lambda reference: reference.value)
    placed: list[tuple[Reference, str, int]] = []
    for reference in ordered:
        _, before, row = placed[-1] if placed else (None, "left", -1)
        if before == "right" and reference.value <= far * BEGINS:
            placed.append((reference, "left", row))
        else:
            placed.append(
                (reference, "left" if reference is ordered[-1] and reference.value <= far * 0.5 else "right", row + 1)
            )
    return placed
