"""Charts for paper. Each function gives the height it needs in inches and a function that paints it into a box of that height."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib.figure import Figure as Sheet
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pages.figures import measures, theme, wording
from pages.figures.description import Bars, Lines, Pyramid, Shades
from pages.figures.paper import LINE, SMALL, TEXT, axes, inches, ink, lines_of

Box = tuple[float, float, float, float]
Painter = Callable[[Sheet, Box], None]
HALO = [patheffects.withStroke(linewidth=2.5, foreground=theme.PAPER)]
HATCHES = ("", "///", "...", "xxx", "---", "\\\\\\", "+++")
DASHES = ("-", "--", ":", "-.", (0, (8, 3)), (0, (8, 3, 2, 3)), "-")
MARKS = ("o", "s", "^", "D", "P", "X", "*")
LABEL = 2.1  # inches a label may take before it breaks into two lines
OLDER = "65歳以上 ↑"
COLUMN = 46  # rows of bars that one column holds; more go into a second one


def bars(figure: Bars, grey: bool) -> tuple[float, Painter]:
    labels = list(dict.fromkeys(figure.rows["label"].astype(str)))
    series = list(dict.fromkeys(figure.rows["series"].astype(str))) if "series" in figure.rows else [""]
    columns = 1 if len(labels) <= COLUMN else 2
    rows = max(1, -(-len(labels) // columns))
    ticks = {label: lines_of(label, TEXT, LABEL / columns) for label in labels}
    lines = max(map(len, ticks.values()), default=1)
    band = max(0.27 if figure.stacked or len(series) == 1 else 0.19 * len(series) + 0.1, lines * TEXT * 1.25 / 72 + 0.06)
    top = 0.28 * measures.rows_of_labels(figure.references) + (0.34 if len(series) > 1 else 0)
    high = rows * band + top + 0.55

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, _ = box
        part = wide / columns
        left = max((inches(line, TEXT) for said in ticks.values() for line in said), default=0) + 0.12
        room = part - left - 0.1
        far = measures.farthest(figure)
        words = max((inches(str(text), TEXT) for text in figure.rows["text"][figure.rows["value"].notna()]), default=0) + 0.1
        reach = far * 1.02 if figure.stacked else far / max(0.3, 1 - words / room)
        for column in range(columns):
            some = {label: "\n".join(ticks[label]) for label in labels[column * rows : (column + 1) * rows]}
            made = axes(sheet, x + column * part + left, y + 0.55 + (rows - max(1, len(some))) * band, room, max(1, len(some)) * band)
            _bars(made, figure, some, series, grey)
            made.set_xlim(0, reach)
            value_axis(made.xaxis, figure.percent, 5 if columns == 1 else 3)
            _references(made, figure)
        if len(series) > 1:
            keys = [Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=name) for name, (colour, hatch) in zip(series, _looks(len(series), figure.stacked, grey), strict=True)]
            sheet.legend(handles=keys, loc="upper left", bbox_to_anchor=(x / sheet.get_figwidth(), (y + high) / sheet.get_figheight()), ncols=4, frameon=False, fontsize=TEXT,
                         borderaxespad=0, handlelength=1.6, columnspacing=1.4)

    return high, paint


def _looks(count: int, stacked: bool, grey: bool) -> list[tuple[str, str]]:
    colours = theme.series_colours(count, stacked)
    if not stacked and grey:
        colours = theme.SERIES_GREY * -(-count // len(theme.SERIES_GREY))
    return [(ink(colour, grey), "" if stacked else HATCHES[place % len(HATCHES)]) for place, colour in zip(range(count), colours, strict=False)]


def _bars(made, figure: Bars, labels: dict[str, str], series: list[str], grey: bool) -> None:
    """The bars of some labels (label -> as it is written, in lines) from the top."""
    rows = figure.rows[figure.rows["label"].astype(str).isin(labels)]
    places = rows["label"].astype(str).map({label: place for place, label in enumerate(labels)}).to_numpy()
    thick = 0.72 if figure.stacked or len(series) == 1 else 0.8 / len(series)
    ends = np.zeros(len(labels))
    far = measures.farthest(figure)
    looks = _looks(len(series), figure.stacked, grey)
    for number, name in enumerate(series):
        chosen = (rows["series"].astype(str) == name).to_numpy() if "series" in rows else np.ones(len(rows), bool)
        shift = 0 if figure.stacked or len(series) == 1 else (number - (len(series) - 1) / 2) * thick
        for place, (_, row) in zip(places[chosen], rows[chosen].iterrows(), strict=True):
            strong = len(series) == 1 and bool(pd.notna(row.get("emphasis")) and row["emphasis"])
            colour = looks[number][0] if len(series) > 1 else ink(theme.BAR_EMPHASIS if strong else theme.BAR, grey)
            _bar(made, place + shift, thick, row, ends[place] if figure.stacked else 0.0, colour, looks[number][1] if len(series) > 1 else "", far, figure.stacked)
            if figure.stacked and pd.notna(row["value"]):
                ends[place] += float(row["value"])
    made.set_ylim(max(len(labels), 1) - 0.5, -0.5)
    made.set_yticks(range(len(labels)), list(labels.values()))
    made.set_xlabel(figure.value_label, fontsize=TEXT, color=theme.INK)


def _bar(made, place: float, thick: float, row: pd.Series, start: float, colour: str, hatch: str, far: float, stacked: bool) -> None:
    text = str(row["text"])
    if pd.isna(row["value"]):
        made.text(start + far * 0.01, place, text, va="center", fontsize=SMALL, color=theme.MUTED, gid="missing")
        return
    value = float(row["value"])
    made.barh(place, value, thick, left=start, color=colour, hatch=hatch, edgecolor="white", linewidth=0.6 if stacked or hatch else 0)
    if not stacked:
        made.text(value + far * 0.012, place, text, va="center", fontsize=TEXT, color=theme.INK, zorder=5, bbox={"facecolor": theme.PAPER, "edgecolor": "none", "pad": 0.6})
    elif value > far * 0.09:
        made.text(start + value / 2, place, text, va="center", ha="center", fontsize=SMALL, color=theme.on(colour))


def _references(made, figure: Bars) -> None:
    for reference, side, row in measures.reference_labels(figure.references, made.get_xlim()[1]):
        made.axvline(reference.value, color=theme.INK, linewidth=1.3, linestyle=(0, (4, 3)), zorder=0.8, clip_on=False)
        made.annotate(f"{reference.label} {reference.text}", (reference.value, 1), xycoords=("data", "axes fraction"), xytext=(4 if side == "left" else -4, 4 + 20 * row),
                      textcoords="offset points", ha=side, va="bottom", fontsize=TEXT, color=theme.INK)


def value_axis(axis, percent: bool, ticks: int = 5) -> None:
    """Light lines, round figures, % where the value is a share."""
    axis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value * 100:g}%" if percent else f"{value:,.10g}"))
    axis.grid(True, color=theme.GRID, linewidth=0.8)


def lines(figure: Lines, grey: bool) -> tuple[float, Painter]:
    rows = figure.rows.assign(when=figure.rows["when"].astype(str), series=figure.rows["series"].astype(str))
    whens, parts = list(dict.fromkeys(rows["when"])), {name: part.drop_duplicates("when").set_index("when") for name, part in rows.groupby("series", sort=False)}
    parts = {name: part.reindex(whens) for name, part in parts.items()}
    high = max(3.4, len(parts) * 0.24 + 1.0)

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, _ = box
        right = max((inches(measures.end_words(name, part), TEXT) for name, part in parts.items()), default=0) + 0.25
        made = axes(sheet, x + 0.6, y + 0.35, wide - 0.6 - right, high - 0.75)
        low, top = measures.spread(rows["value"])
        made.set_ylim(low, top)
        made.set_xlim(-0.3, len(whens) - 0.9)
        made.set_xticks(range(len(whens)), whens)
        value_axis(made.yaxis, figure.percent, 7)
        sheet.text(x / sheet.get_figwidth(), (y + high - 0.1) / sheet.get_figheight(), figure.value_label, fontsize=TEXT, color=theme.INK, va="center")
        ends = measures.end_heights({name: part["value"] for name, part in parts.items()}, (top - low) / max(13, len(parts) * 1.05), top)
        for place, (name, part) in enumerate(parts.items()):
            _line(made, name, part, place, len(parts) <= 3, grey)
            if name in ends:
                made.annotate(measures.end_words(name, part), (len(whens) - 1, ends[name]), xytext=(10, 0), textcoords="offset points", va="center", fontsize=TEXT, color=theme.INK, annotation_clip=False)
        _gone(made, rows, whens, low)

    return high, paint


def _line(made, name: str, part: pd.DataFrame, place: int, with_texts: bool, grey: bool) -> None:
    palette = theme.SERIES_GREY if grey else theme.SERIES
    values = part["value"].astype("Float64").astype(float).to_numpy()
    made.plot(range(len(values)), values, color=palette[place % len(palette)], linestyle=DASHES[(place + place // len(DASHES)) % len(DASHES)], marker=MARKS[place % len(MARKS)], linewidth=2.4, markersize=8,
              label=name, clip_on=False, zorder=3)
    for number, (value, text) in enumerate(zip(values[:-1], part["text"], strict=False)):
        if with_texts and value == value:
            made.annotate(str(text), (number, value), xytext=(0, 9 if place % 2 == 0 else -9), textcoords="offset points", ha="center", va="bottom" if place % 2 == 0 else "top",
                          fontsize=TEXT, color=theme.INK, path_effects=HALO, zorder=5)


def _gone(made, rows: pd.DataFrame, whens: list[str], low: float) -> None:
    several = rows["series"].nunique() > 1
    for when, part in rows[rows["value"].isna()].groupby("when", sort=False):
        words = "\n".join(f"{row.series + '：' if several else ''}{row.text}" for row in part.itertuples())
        made.annotate(words, (whens.index(when), low), xytext=(0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=SMALL, color=theme.MUTED, gid="missing")


def pyramid(figure: Pyramid, grey: bool) -> tuple[float, Painter]:
    rows, ages = figure.rows, list(figure.rows["age"].astype(str))
    sides = (("male", "男性", -1), ("female", "女性", 1)) if figure.by_sex else (("persons", "人口", 1),)
    high = len(ages) * 0.215 + 0.9

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, _ = box
        left = max(inches(age, SMALL) for age in ages) + 0.12
        made = axes(sheet, x + left, y + 0.55, wide - left - inches(OLDER, SMALL) - 0.05, high - 0.9)
        far = measures.longest(rows[[key for key, _, _ in sides]])
        for key, words, sign in sides:
            _side(made, rows[key].astype("Float64"), theme.SEX[key], sign, ages.index(figure.older_from), grey)
            made.annotate(words, (sign * far * 0.5, 1), xycoords=("data", "axes fraction"), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=TEXT + 1, fontweight="bold", color=theme.INK)
        made.set_ylim(-0.5, len(ages) - 0.5)
        made.set_xlim(-far * 1.25 if figure.by_sex else 0, far * 1.25)
        made.set_yticks(range(len(ages)), ages, fontsize=SMALL)
        value_axis(made.xaxis, False)
        made.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,.0f}"))
        made.set_xlabel("人数（人）", fontsize=TEXT, color=theme.INK)
        made.axhline(ages.index(figure.older_from) - 0.5, color=theme.INK, linewidth=1, linestyle=":")
        made.annotate(OLDER, (1.01, ages.index(figure.older_from) - 0.5), xycoords=("axes fraction", "data"), ha="left", va="center", fontsize=SMALL, color=theme.INK)

    return high, paint


def _side(made, values: pd.Series, colours: tuple[str, str], sign: int, older: int, grey: bool) -> None:
    far = float(values.max()) if values.notna().any() else 1.0
    for place, value in enumerate(values):
        gone = pd.isna(value)
        text = wording.value_text(None if gone else float(value), "persons").removesuffix("人")
        length = 0.0 if gone else float(value)
        made.barh(place, sign * length, 0.84, color=ink(colours[place >= older], grey), edgecolor="white", linewidth=0.4)
        made.text(sign * (length + far * 0.015), place, text, ha="left" if sign > 0 else "right", va="center", fontsize=SMALL, color=theme.MUTED if gone else theme.INK, path_effects=HALO)


def shades(figure: Shades, grey: bool) -> tuple[float, Painter]:
    known, colours = measures.cell_classes(figure.values, figure.states, figure.classes)
    texts, keys = wording.cells(figure.texts, figure.states)
    rows, columns = figure.values.shape
    heads = [wording.head(str(name)) for name in figure.values.columns]
    size = SMALL if columns <= 9 else 9.0
    top = max((len(head) for head in heads), default=1) * size * LINE / 72 + 0.08
    names = [lines_of(str(name), SMALL, LABEL) for name in figure.values.index]
    row_high = max(0.3, max(map(len, names), default=1) * SMALL * 1.25 / 72 + 0.06)
    below = lines_of("　".join([figure.value_label, *keys]), SMALL, 6.4)
    high = top + rows * row_high + len(below) * SMALL * LINE / 72 + 0.12

    def paint(sheet: Sheet, box: Box) -> None:
        x, y, wide, _ = box
        left = max((inches(line, SMALL) for lines in names for line in lines), default=0) + 0.1
        made = axes(sheet, x + left, y + high - top - rows * row_high, wide - left, rows * row_high)
        made.set_xlim(-0.5, columns - 0.5)
        made.set_ylim(max(rows, 1) - 0.5, -0.5)
        for row in range(rows):
            for column in range(columns):
                number = known[row][column]
                colour = ink(colours[number + 1], grey)
                made.add_patch(Rectangle((column - 0.48, row - 0.47), 0.96, 0.94, facecolor=colour, edgecolor=theme.HATCH if number < 0 else "none", linewidth=0, hatch="////" if number < 0 else None))
                made.text(column, row, texts[row][column], ha="center", va="center", fontsize=size, color=theme.on(colour), path_effects=HALO if number < 0 else None)
        made.set_yticks(range(rows), ["\n".join(lines) for lines in names], fontsize=SMALL)
        made.xaxis.tick_top()
        made.set_xticks(range(columns), ["\n".join(head) for head in heads], fontsize=size)
        for number, line in enumerate(below):
            sheet.text(x / sheet.get_figwidth(), (y + (len(below) - number) * SMALL * LINE / 72 - 0.1) / sheet.get_figheight(), line, fontsize=SMALL, color=theme.INK, va="center")

    return high, paint
