"""Charts for the screen: bars, lines and age pyramids, as plotly figures."""

from __future__ import annotations

import html

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages.figures import measures, theme, wording
from pages.figures.description import Bars, Caption, Lines, Pyramid

LONGEST = 30  # full-width letters of a bar's name
ROW = 38  # height of one bar or row in pixels: a line of 18 px type with air


def plain(text: object) -> str:
    """Text for plotly, which reads a little HTML: names from files must not become markup."""
    return html.escape(str(text), quote=False)


def together(traces: list[dict], layout: dict) -> go.Figure:
    """A figure of traces and a layout in plotly's own words.

    plotly looks every property up in its schema unless told not to: 40 ms a figure instead of 1; a test does that
    instead.
    """
    return go.Figure({"data": traces, "layout": layout}, _validate=False)


def layout(caption: Caption, height: int, **more: object) -> dict:
    """What every figure on screen shares; the stamps stand in its top right corner, the title and the source on the
    page round it."""
    font = {"family": theme.FONT_STACK, "size": theme.TEXT, "color": theme.INK}
    stamps = {
        "text": plain("　".join(caption.stamps)),
        "font": font | {"color": theme.MUTED},
        "xref": "container",
        "yref": "container",
        "x": 0.99,
        "xanchor": "right",
        "y": 1,
        "yanchor": "top",
        "pad": {"t": 8},
    }
    shared = {
        "height": height,
        "font": font,
        "paper_bgcolor": theme.PAPER,
        "plot_bgcolor": theme.PAPER,
        "separators": ".,",
        "autosize": True,
        "margin": {"l": 10, "r": 20, "t": 44, "b": 10},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "template": {},  # plotly's own adds three kilobytes a figure and nothing that is not said here
        "hoverlabel": {"font": font, "bgcolor": "#FFFFFF", "bordercolor": theme.MUTED, "align": "left"},
        "title": stamps,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.0,
            "yanchor": "bottom",
            "font": font,
            "itemclick": False,
            "itemdoubleclick": False,
            "traceorder": "normal",
        },
    }
    return shared | more


def words(text: str, **more: object) -> dict:
    """Words at a place of a chart."""
    return {"text": text, "showarrow": False} | more


def axis(title: str = "", percent: bool = False, **more: object) -> dict:
    """An axis with light lines and large figures."""
    return {
        "title": {"text": plain(title), "font": {"size": theme.TEXT}, "standoff": 12},
        "tickfont": {"size": theme.TEXT},
        "gridcolor": theme.GRID,
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        "fixedrange": True,
        "tickformat": ".0%" if percent else ",",
        "ticklabelstandoff": 6,
    } | more


def bars(figure: Bars) -> go.Figure:
    """Horizontal bars from the top in the order given, each with its text; what is missing has words and no bar."""
    labels, far = list(dict.fromkeys(figure.rows["label"].astype(str))), measures.farthest(figure)
    traces = _bars(figure, far)
    series = max(1, len(traces)) if "series" in figure.rows else 1
    bands = len(labels) * (1 if figure.stacked else series)
    top = 50 + 30 * measures.rows_of_labels(figure.references, far) + (44 if series > 1 else 0)
    lines, names = _references(figure, far)
    return together(
        traces,
        layout(
            figure.caption,
            max(220, bands * ROW + len(labels) * 4 + top + 70),
            barmode="stack" if figure.stacked else "group",
            bargap=0.28,
            showlegend=series > 1,
            margin={"l": 10, "r": 20, "t": top, "b": 10},
            shapes=lines,
            annotations=names,
            **({"uniformtext": {"mode": "hide", "minsize": theme.TEXT}} if figure.stacked else {}),
            xaxis=axis(
                figure.value_label,
                figure.percent,
                range=[0, far * (1.0 if figure.stacked else 1.2)],
                layer="below traces",
                **_by_ones(figure, far),
            ),
            yaxis=axis(
                range=[len(labels) - 0.5, -0.5],
                type="category",
                categoryorder="array",
                categoryarray=[plain(label) for label in labels],
                showgrid=False,
                tickformat=None,
                **_cut(labels),
            ),
        ),
    )


def _cut(labels: list[str]) -> dict:
    """Ticks where a label would leave the bars no room: its beginning; the whole stands in the hint."""
    if all(wording.width(label) <= LONGEST for label in labels):
        return {}
    return {
        "tickvals": [plain(label) for label in labels],
        "ticktext": [plain(wording.shortened(label, LONGEST)) for label in labels],
    }


def _by_ones(figure: Bars, far: float) -> dict:
    """Few whole counts have a tick each: left to itself plotly divides them into halves."""
    return {"tick0": 0, "dtick": 1} if far <= 10 and measures.whole(figure) else {}


def _bars(figure: Bars, far: float) -> list[dict]:
    rows = figure.rows
    series = list(dict.fromkeys(rows["series"].astype(str))) if "series" in rows else []
    colours = theme.series_colours(len(series), figure.stacked)
    if len(series) > 1:
        patterns = (
            [""] * len(series)
            if figure.stacked
            else [theme.PATTERNS[place % len(theme.PATTERNS)] for place in range(len(series))]
        )
        return [
            _bar(rows[rows["series"].astype(str) == name], name, [colour] * len(rows), pattern, figure.stacked)
            for name, colour, pattern in zip(series, colours, patterns, strict=False)
        ]
    strong = rows["emphasis"].fillna(False) if "emphasis" in rows else [False] * len(rows)
    column = bool(figure.references) and not figure.stacked
    bar = _bar(rows, "", [theme.BAR_EMPHASIS if own else theme.BAR for own in strong], "", figure.stacked, column)
    return [bar, _values(rows, far * 1.2)] if column else [bar]


def _references(figure: Bars, far: float) -> tuple[list[dict], list[dict]]:
    """Dashed lines and their names above; two share a row, one to the left of its line and one to the right."""
    placed = measures.reference_labels(figure.references, far)
    lines = [_across(x=reference.value, width=2, dash="dash", layer="below") for reference, _, _ in placed]
    names = [
        words(
            plain(f"{reference.label} {reference.text}"),
            x=reference.value,
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor=side,
            font={"size": theme.TEXT},
            name="reference",
            yshift=30 * row,
            xshift=4 if side == "left" else -4,
        )
        for reference, side, row in placed
    ]
    return lines, names


def _across(width: float, dash: str, x: float | None = None, y: float | None = None, **more: object) -> dict:
    """A line over the whole chart: upright at `x` or level at `y`."""
    ends = (
        {"x0": 0, "x1": 1, "xref": "x domain", "y0": y, "y1": y, "yref": "y"}
        if x is None
        else {"x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
    )
    return {"type": "line", "line": {"color": theme.INK, "width": width, "dash": dash}} | ends | more


def _values(rows: pd.DataFrame, at: float) -> dict:
    """The values in a column at the right, where no reference line crosses them."""
    known = rows[rows["value"].notna()]
    return {
        "type": "scatter",
        "x": [at] * len(known),
        "y": known["label"].map(plain).tolist(),
        "text": [plain(text) for text in known["text"]],
        "mode": "text",
        "textposition": "middle left",
        "name": "values",
        "textfont": {"size": theme.TEXT, "color": theme.INK},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _bar(part: pd.DataFrame, name: str, colours: list[str], pattern: str, stacked: bool, column: bool = False) -> dict:
    missing = part["value"].isna()
    texts = [plain(text) for text in part["text"]]
    inks = [
        theme.MUTED if gone else theme.on(colour) if stacked else theme.INK
        for gone, colour in zip(missing, colours, strict=False)
    ]
    return {
        "type": "bar",
        "y": part["label"].map(plain).tolist(),
        "x": _numbers(part["value"].fillna(0)),
        "name": plain(name),
        "orientation": "h",
        "marker": {
            "color": colours[0] if len(set(colours)) == 1 else colours,
            "line": {"width": 1 if stacked else 0, "color": "#FFFFFF"},
            "pattern": {"shape": pattern, "fgcolor": "#FFFFFF", "size": 8, "solidity": 0.3, "fillmode": "overlay"},
        },
        "text": (
            texts
            if stacked
            else [
                f" <i>{text}</i>" if gone else "" if column else f" {text}"
                for text, gone in zip(texts, missing, strict=True)
            ]
        ),
        "textposition": "inside" if stacked else "outside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": theme.TEXT, "color": inks} | ({} if stacked else {"shadow": theme.HALO}),
        "cliponaxis": False,
        "customdata": part["label"].astype(str).tolist(),
        "hovertext": [
            f"{plain(label)}{'・' + plain(name) if name else ''}：{text}"
            for label, text in zip(part["label"], texts, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _numbers(values: pd.Series) -> np.ndarray:
    """Values as plotly reads them: missing ones are not numbers."""
    return values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def lines(figure: Lines) -> go.Figure:
    """One line a series, named at its end; a date without a value breaks the line and says why."""
    rows = figure.rows.assign(when=figure.rows["when"].astype(str), series=figure.rows["series"].astype(str))
    whens, parts = list(dict.fromkeys(rows["when"])), dict(list(rows.groupby("series", sort=False)))
    low, high = measures.spread(rows["value"])
    heights = measures.end_heights(
        {name: part["value"] for name, part in parts.items()}, (high - low) / max(13, len(parts) * 1.05), high
    )
    parts = {name: part.drop_duplicates("when").set_index("when").reindex(whens) for name, part in parts.items()}
    ends = {name: measures.end_words(name, part) for name, part in parts.items() if name in heights}
    room = max((wording.width(text) * theme.TEXT for text in ends.values()), default=0.0)
    return together(
        [_line(part, name, place, len(parts) <= 3) for place, (name, part) in enumerate(parts.items())],
        layout(
            figure.caption,
            max(520, len(parts) * 32 + 140),
            margin={"l": 10, "r": int(room) + 30, "t": 90, "b": 10},
            xaxis=axis(
                type="category",
                categoryorder="array",
                categoryarray=whens,
                showgrid=False,
                tickformat=None,
                range=[-0.3, len(whens) - 0.9],
            ),
            yaxis=axis(
                "",
                figure.percent,
                range=[low, high],
                **({"tickformat": ".1%"} if figure.percent and high - low < 0.05 else {}),
            ),
            annotations=[
                *(
                    words(plain(text), x=len(whens) - 1, y=heights[name], xanchor="left", xshift=16, name="series")
                    for name, text in ends.items()
                ),
                words(
                    plain(figure.value_label),
                    x=0,
                    xref="paper",
                    xanchor="left",
                    y=1,
                    yref="paper",
                    yanchor="bottom",
                    yshift=10,
                    name="value label",
                ),
                *(
                    [
                        words(
                            measures.axis_start(low, figure.percent),
                            x=1,
                            xref="paper",
                            xanchor="right",
                            y=1,
                            yref="paper",
                            yanchor="bottom",
                            yshift=10,
                            name="axis start",
                        )
                    ]
                    if low
                    else []
                ),
                *_gone(rows, low),
            ],
        ),
    )


def _line(part: pd.DataFrame, name: str, place: int, with_texts: bool) -> dict:
    colour = theme.SERIES[place % len(theme.SERIES)]
    texts = ["" if gone else plain(text) for text, gone in zip(part["text"], part["value"].isna(), strict=True)]
    return {
        "type": "scatter",
        "x": part.index.tolist(),
        "y": _numbers(part["value"]),
        "name": plain(name),
        "mode": "lines+markers+text" if with_texts else "lines+markers",
        "text": [*texts[:-1], ""],
        "textposition": "top center" if place % 2 == 0 else "bottom center",
        "textfont": {"size": theme.TEXT, "shadow": theme.HALO},
        "connectgaps": False,
        "cliponaxis": False,
        "marker": {"size": 13, "symbol": theme.MARKS[place % len(theme.MARKS)], "color": colour},
        "line": {
            "color": colour,
            "width": 4,
            "dash": theme.DASHES[(place + place // len(theme.DASHES)) % len(theme.DASHES)],
        },
        "hovertext": [f"{plain(name)}・{when}：{text}" for when, text in zip(part.index, texts, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _gone(rows: pd.DataFrame, low: float) -> list[dict]:
    """Words for the values that are missing, just above the axis."""
    several, font, found = rows["series"].nunique() > 1, {"size": theme.TEXT, "color": theme.MUTED}, []
    for when, part in rows[rows["value"].isna()].groupby("when", sort=False):
        text = "<br>".join(
            f"<i>{plain(row.series) + '：' if several else ''}{plain(row.text)}</i>" for row in part.itertuples()
        )
        found.append(words(text, x=when, y=low, yanchor="bottom", name="missing", font=font))
    return found


def pyramid(figure: Pyramid) -> go.Figure:
    """Ages from young (below) to old (above); 65 and over stands out."""
    rows, ages = figure.rows, list(figure.rows["age"].astype(str))
    first = ages.index(figure.older_from)
    older = [place >= first for place in range(len(ages))]
    sides = (("male", "男性", -1), ("female", "女性", 1)) if figure.by_sex else (("persons", "人口", 1),)
    far = measures.longest(rows[[key for key, _, _ in sides]])
    step = measures.round_step(far)
    ticks = [step * place for place in range(-int(far // step), int(far // step) + 1) if figure.by_sex or place >= 0]
    return together(
        [_side(rows, key, name, sign, older) for key, name, sign in sides],
        layout(
            figure.caption,
            len(ages) * 30 + 150,
            barmode="overlay",
            bargap=0.14,
            margin={"l": 10, "r": 116, "t": 84, "b": 10},
            xaxis=axis(
                "人数（人）",
                range=[-far * 1.3 if figure.by_sex else 0, far * 1.3],
                tickvals=ticks,
                ticktext=[f"{abs(tick):,}" for tick in ticks],
            ),
            yaxis=axis(
                type="category",
                categoryorder="array",
                categoryarray=[plain(age) for age in ages],
                showgrid=False,
                tickformat=None,
                dtick=1,
            ),
            shapes=[_across(y=first - 0.5, width=1.5, dash="dot")],
            annotations=[
                *(
                    words(
                        f"<b>{name}</b>",
                        x=sign * far * 0.5,
                        y=1,
                        yref="paper",
                        yanchor="bottom",
                        font={"size": theme.LARGE},
                        name="sex",
                    )
                    for _, name, sign in sides
                ),
                words(
                    "65歳以上 ↑",
                    x=1,
                    xref="paper",
                    xanchor="left",
                    xshift=4,
                    y=first - 0.5,
                    yanchor="middle",
                    name="older",
                ),
            ],
        ),
    )


def _side(rows: pd.DataFrame, key: str, name: str, sign: int, older: list[bool]) -> dict:
    pale, dark = theme.SEX[key]
    values = rows[key].astype("Float64")
    texts = [wording.value_text(None if pd.isna(value) else float(value), "persons") for value in values]
    return {
        "type": "bar",
        "y": rows["age"].map(plain).tolist(),
        "x": _numbers(values.fillna(0) * sign),
        "orientation": "h",
        "name": name,
        "marker": {"color": [dark if old else pale for old in older], "line": {"width": 0.5, "color": "#E5ECF6"}},
        "text": [f" {text.removesuffix('人')} " for text in texts],
        "textposition": "outside",
        "textfont": {"size": theme.TEXT, "shadow": theme.HALO},
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": [f"{plain(age)}・{name}：{text}" for age, text in zip(rows["age"], texts, strict=True)],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
