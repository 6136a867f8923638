"""Horizontal bars of the data book, with the same plan, limits and words as on paper."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pages.book.pdf.axis import tick_text, ticks
from pages.book.pdf.drawing import POINTS, Drawing, Swatch, key, key_high
from pages.figures import theme
from pages.figures.description import Bars
from pages.render.paper.bars import Plan, looks, planned
from pages.render.paper.layout import Layout, lines_of, widest

TALLEST = 560.0  # points: with its title and notes a chart still fits on a page
ROWS = 34  # rows of bars in a column
DASH = (4.0, 3.0)


def bars(figure: Bars, layout: Layout) -> list[Drawing]:
    """One drawing, or several on the same scale where there are more rows than a page holds."""
    plan = planned(figure, layout, ROWS)
    columns, bands = len(plan.parts), {label: high for part in plan.parts for label, high in part.items()}
    pieces = 1
    while max(map(_tall, parts := _parts(bands, pieces * columns))) > TALLEST and pieces * columns < len(bands):
        pieces += 1
    rows: dict[str, list[dict]] = {}
    for row in figure.rows.to_dict("records"):
        rows.setdefault(str(row["label"]), []).append(row)
    return [
        _bars(figure, rows, replace(plan, parts=parts[start : start + columns]), columns, layout)
        for start in range(0, len(parts), columns)
    ]


def _parts(bands: dict[str, float], count: int) -> list[dict[str, float]]:
    """Labels with their heights in at most `count` parts of as many rows each."""
    rows = list(bands.items())
    each = -(-len(rows) // count)
    return [dict(rows[start : start + each]) for start in range(0, len(rows), each)]


def _tall(part: dict[str, float]) -> float:
    return sum(part.values()) * POINTS


def _bars(figure: Bars, rows: dict[str, list[dict]], plan: Plan, columns: int, layout: Layout) -> Drawing:
    styles = looks(len(plan.series), figure.stacked, layout)
    swatches = (
        [Swatch(name, fill, hatch) for name, (fill, hatch, _) in zip(plan.series, styles, strict=True)]
        if len(plan.series) > 1
        else []
    )
    line = layout.text * 1.7
    names = line * (1 + max((row for *_, row in plan.references), default=-1))
    top = key_high(swatches, layout) + names + 3
    tall = max(map(_tall, plan.parts))
    drawing = Drawing(layout.room * POINTS, top + tall + layout.text * 3.1)
    key(drawing, swatches, 0, layout)
    for number, part in enumerate(plan.parts):
        left = (number * layout.room / columns + plan.left) * POINTS
        high = _tall(part)
        scale = plan.room * POINTS / plan.reach
        _axis(drawing, (left, top, plan.reach, scale), high, figure, layout)
        for reference, start, _, row in plan.references:
            at = left + reference.value * scale
            drawing.line([(at, top - (row + 0.85) * line), (at, top + high)], theme.INK, 1.0, DASH)
            drawing.text(
                left + start * POINTS,
                top - (row + 0.5) * line,
                f"{reference.label} {reference.text}",
                layout.text,
                behind=True,
            )
        _rows(
            drawing,
            figure.stacked,
            {label: rows[label] for label in part},
            part,
            plan,
            (left, top, scale),
            styles,
            layout,
        )
    return drawing


def _axis(
    drawing: Drawing, where: tuple[float, float, float, float], high: float, figure: Bars, layout: Layout
) -> None:
    left, top, reach, scale = where
    for tick in ticks(0, reach, 5 if reach * scale > 4 * POINTS else 3):
        x = left + tick * scale
        drawing.line([(x, top), (x, top + high)], theme.GRID if not layout.grey else "#B8B8B8", 0.6)
        drawing.text(x, top + high + layout.text * 0.8, tick_text(tick, figure.percent), layout.small, "center")
    drawing.line([(left, top), (left, top + high)], theme.MUTED, 0.8)
    drawing.text(left + reach * scale / 2, top + high + layout.text * 2.1, figure.value_label, layout.small, "center")


def _rows(
    drawing: Drawing,
    stacked: bool,
    by_label: dict[str, list[dict]],
    part: dict[str, float],
    plan: Plan,
    where: tuple[float, float, float],
    looks: list,
    layout: Layout,
) -> None:
    left, y, scale = where
    single = stacked or len(plan.series) == 1
    thick = plan.band * POINTS * (0.68 if single else 0.8 / len(plan.series))
    for label, band in part.items():
        middle, reached = y + band * POINTS / 2, left
        rows = by_label[label]
        strong = any(pd.notna(row.get("emphasis")) and bool(row["emphasis"]) for row in rows)
        for number, words in enumerate(lines := plan.ticks[label].split("\n")):
            drawing.text(
                left - 5,
                middle + (number - (len(lines) - 1) / 2) * layout.text * 1.2,
                words,
                layout.text,
                "right",
                bold=strong and len(plan.series) == 1,
            )
        for row in rows:
            number = plan.series.index(str(row["series"])) if "series" in row else 0
            shift = 0 if single else (number - (len(plan.series) - 1) / 2) * thick
            look = (
                looks[number]
                if len(plan.series) > 1
                else (layout.ink(theme.BAR_EMPHASIS if strong else theme.BAR), "", theme.PAPER)
            )
            reached = _bar(
                drawing,
                (reached if stacked else left, middle + shift, thick),
                row,
                (left, scale),
                look,
                plan,
                layout,
                stacked,
            )
        y += band * POINTS


def _bar(
    drawing: Drawing,
    place: tuple[float, float, float],
    row: dict,
    axis: tuple[float, float],
    look: tuple[str, str, str],
    plan: Plan,
    layout: Layout,
    stacked: bool,
) -> float:
    """One bar with its words; where it ends."""
    start, middle, thick = place
    left, scale = axis
    text = str(row["text"])
    if pd.isna(row["value"]):
        lines = lines_of(text, layout.small, plan.room - 0.1)
        for number, words in enumerate(lines):
            drawing.text(
                start + 4,
                middle + (number - (len(lines) - 1) / 2) * layout.small * 1.2,
                words,
                layout.small,
                colour=theme.INK if layout.grey else theme.MUTED,
                behind=True,
            )
        return start
    wide, (fill, hatch, _) = float(row["value"]) * scale, look
    drawing.area(
        start,
        middle - thick / 2,
        wide,
        thick,
        fill,
        hatch,
        (theme.INK if layout.grey else theme.PAPER) if stacked else "",
    )
    if plan.column:
        drawing.text(left + plan.room * POINTS, middle, text, layout.text, "right", behind=True)
    elif not stacked:
        drawing.text(start + wide + 3.5, middle, text, layout.text, behind=True)
    elif wide > widest([text], layout.small) * POINTS + 4:
        drawing.text(start + wide / 2, middle, text, layout.small, "center", colour=layout.on(fill))
    return start + wide
