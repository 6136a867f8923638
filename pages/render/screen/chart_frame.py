"""What every plotly chart shares: its layout and stamps, axes, words at a place, lines across, names without markup."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from pages.figures import theme
from pages.figures.description import Caption, Classes

ROW = 38  # height of one bar or row in pixels: a line of 18 px type with air


def plain(text: object) -> str:
    """Text for plotly, which reads a little HTML: names from files must not become markup."""
    return html.escape(str(text), quote=False)


def class_colours(classes: Classes) -> tuple[str, ...]:
    """The colour of what has no value, then those of the classes from light to dark."""
    return (theme.MISSING, *theme.shades(len(classes.labels)))


def class_legend(title: str) -> dict:
    """Where the key of a shaded map stands: below it, a title above its entries, nothing to switch off."""
    return {
        "title": {"text": plain(title), "font": {"size": theme.TEXT}, "side": "top"},
        "font": {"size": theme.TEXT},
        "orientation": "h",
        "itemclick": False,
        "itemdoubleclick": False,
        "x": 0.02,
        "xanchor": "left",
        "y": 0,
        "yanchor": "top",
        "traceorder": "normal",
    }


def class_keys(classes: Classes, reasons: Iterable[str], crossed: str, key: Callable[..., dict]) -> list[dict]:
    """One entry a class, and one for each reason why an area has no value, marked by `crossed`; `key` makes a trace of
    an entry's words and its marker."""
    missing, *colours = class_colours(classes)
    marked = [(label, "square", colour) for label, colour in zip(classes.labels, colours, strict=True)]
    marked += [(words, crossed, missing) for words in reasons]
    return [
        key(
            plain(words),
            marker={"size": 22, "symbol": symbol, "color": colour, "line": {"color": theme.HATCH, "width": 1}},
        )
        for words, symbol, colour in marked
    ]


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


def across(width: float, dash: str, x: float | None = None, y: float | None = None, **more: object) -> dict:
    """A line over the whole chart: upright at `x` or level at `y`."""
    ends = (
        {"x0": 0, "x1": 1, "xref": "x domain", "y0": y, "y1": y, "yref": "y"}
        if x is None
        else {"x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "y domain"}
    )
    return {"type": "line", "line": {"color": theme.INK, "width": width, "dash": dash}} | ends | more


def numbers(values: pd.Series) -> np.ndarray:
    """Values as plotly reads them: missing ones are not numbers."""
    return values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
