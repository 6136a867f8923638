"""Horizontal bars for the screen, as plotly figures."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.figures import measures, theme, wording
from pages.figures.description import Bars
from pages.render.screen.chart_frame import ROW, across, axis, layout, numbers, plain, together, words

LONGEST = 30  # full-width letters of a bar's name


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
    lines = [across(x=reference.value, width=2, dash="dash", layer="below") for reference, _, _ in placed]
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
        "x": numbers(part["value"].fillna(0)),
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
