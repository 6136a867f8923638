"""Lines and age pyramids of the data book, drawn from their descriptions with the same limits and words as on screen
and paper."""

from __future__ import annotations

import math

import pandas as pd

from pages.book.pdf.axis import tick_text, ticks
from pages.book.pdf.bars import TALLEST
from pages.book.pdf.drawing import POINTS, Drawing, Swatch, key, key_high
from pages.figures import measures, theme, wording
from pages.figures.description import Lines, Pyramid
from pages.render.paper import charts
from pages.render.paper.layout import Layout, lines_of, widest

LINE_DASHES = (None, (6.0, 2.6), (1.6, 2.0), (6.0, 2.0, 1.6, 2.0), (9.0, 3.0), (9.0, 3.0, 2.0, 3.0), None)


def lines(figure: Lines, layout: Layout) -> Drawing:
    """One line a series; names and last values at the ends, reasons of gaps above the axis."""
    rows, whens, parts = measures.lines_by_series(figure.rows)
    low, top = measures.spread(rows["value"])
    said = [
        line
        for text in (figure.value_label, measures.axis_start(low, figure.percent))
        if text
        for line in lines_of(text, layout.small, layout.room)
    ]
    ends = {name: charts.end_words(name, part, layout) for name, part in parts.items()}
    swatches = _line_key(parts, layout)
    above = len(said) * layout.small * 1.4 + 3
    head = above + key_high(swatches, layout) + 12
    tall = max(layout.room * POINTS * (0.62 if layout.narrow else 0.3), len(parts) * layout.text * 1.5 + 14)
    left, right = layout.text * 3.6, widest(ends.values(), layout.text) * POINTS + 14
    room = layout.room * POINTS - left - right
    drawing = Drawing(layout.room * POINTS, head + tall + layout.text * 2)
    for number, line in enumerate(said):
        drawing.text(0, (number + 0.5) * layout.small * 1.4, line, layout.small)
    key(drawing, swatches, above, layout)

    def at(place: float, value: float) -> tuple[float, float]:
        return left + (place + 0.3) / (len(whens) - 0.6) * room, head + (top - value) / (top - low) * tall

    for tick in ticks(low, top, 6):
        y = at(0, tick)[1]
        drawing.line([(left, y), (left + room, y)], theme.GRID if not layout.grey else "#B8B8B8", 0.6)
        drawing.text(left - 5, y, tick_text(tick, figure.percent), layout.small, "right")
    drawing.line([at(-0.3, low), (left + room, head + tall)], theme.MUTED, 0.8)
    step = -(-len(whens) // max(1, int(room / (widest(whens, layout.text) * POINTS + 6))))
    for place in range((len(whens) - 1) % step, len(whens), step):
        drawing.text(at(place, low)[0], head + tall + layout.text, whens[place], layout.text, "center")
    _strokes(drawing, parts, at, layout)
    heights = measures.end_heights(
        {name: part["value"] for name, part in parts.items()}, (top - low) * layout.text * 1.3 / tall, top
    )
    for name, height in heights.items():
        drawing.text(
            at(len(whens) - 1, 0)[0] + 10, at(0, height)[1], ends[name], layout.text, bold=list(parts).index(name) == 0
        )
    _gone(drawing, rows, whens, at(0, low)[1], lambda place: at(place, low)[0], layout)
    return drawing


def _line_key(parts: dict[str, pd.DataFrame], layout: Layout) -> list[Swatch]:
    if not layout.narrow or len(parts) < 2:
        return []
    return [
        Swatch(
            name,
            _colour(number, layout),
            mark=charts.MARKS[number % len(charts.MARKS)],
            dash=LINE_DASHES[number % len(LINE_DASHES)],
        )
        for number, name in enumerate(parts)
    ]


def _colour(number: int, layout: Layout) -> str:
    palette = charts.GREYS if layout.grey else theme.SERIES
    return palette[number % len(palette)]


def _strokes(drawing: Drawing, parts: dict[str, pd.DataFrame], at, layout: Layout) -> None:
    """Lines that stop where a value is missing, with marks; with values where there is room, on the outer side of the
    middle of all lines."""
    spacing = at(1, 0)[0] - at(0, 0)[0]
    written = (
        len(parts) <= 3
        and widest((text for part in parts.values() for text in part["text"][part["value"].notna()]), layout.small)
        * POINTS
        < spacing * 0.95
    )
    if written:
        _values(drawing, parts, at, layout)  # below the lines, which they must not cut
    for number, part in enumerate(parts.values()):
        colour, mark = _colour(number, layout), charts.MARKS[number % len(charts.MARKS)]
        values = part["value"].astype("Float64").astype(float).tolist()
        run: list[tuple[float, float]] = []
        for place, value in enumerate([*values, math.nan]):
            if math.isnan(value):
                drawing.line(run, colour, 2.0, LINE_DASHES[number % len(LINE_DASHES)])
                run = []
            else:
                run.append(at(place, value))
        for place, value in enumerate(values):
            if math.isnan(value):
                continue
            drawing.mark(*at(place, value), mark, 6.5, theme.PAPER if layout.grey and number % 2 else colour, colour)


def _values(drawing: Drawing, parts: dict[str, pd.DataFrame], at, layout: Layout) -> None:
    """Each value but the last on the outer side of the middle of all lines, and on the side its line does not go to."""
    middle = pd.concat([part["value"].astype(float) for part in parts.values()], axis=1).mean(axis=1).to_numpy()
    for part in parts.values():
        values = part["value"].astype("Float64").astype(float).tolist()
        for place, (value, after) in enumerate(zip(values[:-1], values[1:], strict=True)):
            if math.isnan(value):
                continue
            (x, y), above = at(place, value), value >= middle[place]
            left = not math.isnan(after) and (after > value) == above
            drawing.text(
                x + (6 if left else -6),
                y + (-10 if above else 10),
                str(part["text"].iloc[place]),
                layout.small,
                "center" if math.isnan(after) else "right" if left else "left",
                behind=True,
            )


def _gone(drawing: Drawing, rows: pd.DataFrame, whens: list[str], bottom: float, across, layout: Layout) -> None:
    several = rows["series"].nunique() > 1
    for when, part in rows[rows["value"].isna()].groupby("when", sort=False):
        place = whens.index(when)
        side = "left" if place == 0 else "right" if place == len(whens) - 1 else "center"
        for number, row in enumerate(reversed(list(part.itertuples()))):
            words = f"{row.series + '：' if several else ''}{row.text}"
            drawing.text(
                across(place),
                bottom - 7 - number * layout.small * 1.3,
                words,
                layout.small,
                side,
                colour=theme.INK if layout.grey else theme.MUTED,
                behind=True,
            )


def pyramid(figure: Pyramid, layout: Layout) -> Drawing:
    """Men to the left and women to the right of the ages between them; one side where sexes are not told apart."""
    ages = list(figure.rows["age"].astype(str))
    sides = (("male", "男性", -1), ("female", "女性", 1)) if figure.by_sex else (("persons", "人口", 1),)
    first = ages.index(figure.older_from) if figure.older_from in ages else len(ages)
    band = min(layout.small * 1.55, TALLEST / max(len(ages), 1))
    top, tall, whole = layout.text * 1.9, len(ages) * band, layout.room * POINTS
    drawing = Drawing(whole, top + tall + layout.text * 2.6)
    middle = widest(ages, layout.small) * POINTS + 12
    far = measures.longest(figure.rows[[name for name, _, _ in sides]])
    words = widest([f"{far:,.0f}"], layout.small) * POINTS + 6
    centre = whole / 2 if figure.by_sex else middle / 2
    room = (whole - middle) / len(sides) - words
    scale = room / far
    for tick in ticks(0, far, max(2, min(4, int(room / (words + 4))))):
        for _, _, sign in sides:
            x = centre + sign * (middle / 2 + tick * scale)
            drawing.line([(x, top), (x, top + tall)], theme.GRID if not layout.grey else "#B8B8B8", 0.6)
            drawing.text(x, top + tall + layout.text * 0.8, f"{tick:,.0f}", layout.small, "center")
    drawing.text(
        centre if figure.by_sex else middle + room / 2,
        top + tall + layout.text * 2.0,
        "人数（人）",
        layout.small,
        "center",
    )
    if first < len(ages):
        y = top + (len(ages) - first) * band
        drawing.line([(0, y), (whole, y)], theme.INK, 0.9, (1.5, 1.8))
        if not layout.narrow:  # there it would cover a value
            drawing.text(whole, y - layout.small * 0.75, charts.OLDER, layout.small, "right", behind=True)
    for _, said, sign in sides:
        drawing.text(
            centre + sign * (middle + room) / 2, top - layout.text * 0.9, said, layout.text, "center", bold=True
        )
    for place, row in enumerate(figure.rows.to_dict("records")):
        y = top + (len(ages) - place - 0.5) * band
        drawing.text(centre, y, ages[place], layout.small, "center", behind=False)
        for name, _, sign in sides:
            _half(
                drawing,
                row[name],
                (centre + sign * middle / 2, y, sign * scale),
                band * 0.84,
                layout.ink(theme.SEX[name][place >= first]),
                layout,
            )
    return drawing


def _half(
    drawing: Drawing, value: object, where: tuple[float, float, float], thick: float, fill: str, layout: Layout
) -> None:
    start, y, scale = where
    gone = pd.isna(value)
    end = start + (0.0 if gone else float(value)) * scale
    drawing.area(min(start, end), y - thick / 2, abs(end - start), thick, fill, edge=theme.INK if layout.grey else "")
    words = wording.value_text(None if gone else float(value), "persons").removesuffix("人")
    drawing.text(
        end + math.copysign(3, scale),
        y,
        words,
        layout.small,
        "left" if scale > 0 else "right",
        colour=theme.MUTED if gone and not layout.grey else theme.INK,
        behind=True,
    )
