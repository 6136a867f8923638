"""Charts for the screen: bars, lines, age pyramids and shaded tables, as plotly figures."""

from __future__ import annotations

import html

import pandas as pd
import plotly.graph_objects as go

from pages.figures import cartography, theme
from pages.figures.description import Bars, Caption, Lines, Pyramid, Shades

ROW = 38  # height of one bar or row in pixels: a line of 18 px type with air


def plain(text: object) -> str:
    """Text for plotly, which reads a little HTML: names from files must not become markup."""
    return html.escape(str(text), quote=False)


def layout(caption: Caption, height: int, **more: object) -> dict:
    """What every figure on screen shares; the stamps stand in its top right corner, the title and the source on the page round it."""
    font = {"family": theme.FONT_STACK, "size": theme.TEXT, "color": theme.INK}
    stamps = {
        "text": plain("　".join(caption.stamps)), "font": font | {"color": theme.MUTED}, "xref": "container", "yref": "container", "x": 0.99, "xanchor": "right",
        "y": 1, "yanchor": "top", "pad": {"t": 8},
    }
    shared = {
        "height": height, "font": font, "paper_bgcolor": theme.PAPER, "plot_bgcolor": theme.PAPER, "separators": ".,", "autosize": True,
        "margin": {"l": 10, "r": 20, "t": 44, "b": 10}, "showlegend": False, "dragmode": False,
        "hoverlabel": {"font": font, "bgcolor": "#FFFFFF", "bordercolor": theme.MUTED, "align": "left"},
        "title": stamps,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.0, "yanchor": "bottom", "font": font, "itemclick": False, "itemdoubleclick": False,
                   "traceorder": "normal"},
    }
    return shared | more


def axis(title: str = "", percent: bool = False, **more: object) -> dict:
    """An axis with light lines and large figures."""
    return {
        "title": {"text": plain(title), "font": {"size": theme.TEXT}, "standoff": 12}, "tickfont": {"size": theme.TEXT}, "gridcolor": theme.GRID, "zeroline": False,
        "automargin": True, "fixedrange": True, "tickformat": ".0%" if percent else ",", "ticklabelstandoff": 6,
    } | more


def bars(figure: Bars) -> go.Figure:
    """Horizontal bars from the top in the order given, each with its text; what is missing has words and no bar."""
    rows = figure.rows
    labels = list(dict.fromkeys(rows["label"].astype(str)))
    many = "series" in rows and rows["series"].nunique() > 1
    drawn = go.Figure()
    for place, (name, part) in enumerate(rows.groupby("series", sort=False) if many else [("", rows)]):
        drawn.add_trace(_bar(part, str(name), place if many else None, figure))
    bands = len(labels) * (rows["series"].nunique() if many and not figure.stacked else 1)
    top = 44 + (34 if figure.references else 0) + (40 if many else 0)
    far = _far(figure)
    drawn.update_layout(**layout(
        figure.caption, max(220, bands * ROW + len(labels) * 4 + top + 76), barmode="stack" if figure.stacked else "group", bargap=0.28, showlegend=many,
        margin={"l": 10, "r": 20, "t": top, "b": 10},
        xaxis=axis(figure.value_label, figure.percent, range=[0, far * (1.0 if figure.stacked else 1.18)], layer="below traces"),
        yaxis=axis(autorange="reversed", type="category", categoryorder="array", categoryarray=labels, showgrid=False, tickformat=None),
    ))
    for reference in figure.references:
        drawn.add_vline(x=reference.value, line={"color": theme.INK, "width": 2, "dash": "dash"}, layer="above")
        drawn.add_annotation(
            x=reference.value, y=1, yref="paper", yanchor="bottom", showarrow=False, text=plain(f"{reference.label} {reference.text}"),
            font={"size": theme.TEXT}, name="reference",
        )
    return drawn


def _far(figure: Bars) -> float:
    rows = figure.rows
    values = rows.groupby("label")["value"].sum() if figure.stacked else rows["value"]
    ends = [float(value) for value in values.dropna()] + [reference.value for reference in figure.references]
    return max(ends, default=1.0) or 1.0


def _bar(part: pd.DataFrame, name: str, place: int | None, figure: Bars) -> go.Bar:
    emphasis = part["emphasis"].fillna(False) if "emphasis" in part else pd.Series(False, index=part.index)
    colours = [theme.BAR_EMPHASIS if strong else theme.BAR for strong in emphasis] if place is None else theme.SERIES[place % len(theme.SERIES)]
    missing = part["value"].isna()
    texts = [plain(text) for text in part["text"]]
    return go.Bar(
        y=part["label"].astype(str), x=part["value"].astype("Float64").fillna(0).astype(float), name=plain(name), orientation="h",
        marker={"color": colours, "line": {"width": 0}, "pattern": {"shape": theme.PATTERNS[place] if place else "", "fgcolor": "#FFFFFF", "size": 7, "solidity": 0.25}},
        text=[f"<i>{text}</i>" if gone else text for text, gone in zip(texts, missing, strict=True)],
        textposition="inside" if figure.stacked else "outside", insidetextanchor="middle", textangle=0, constraintext="none",
        textfont={"size": theme.TEXT, "color": [theme.MUTED if gone else theme.on(theme.SERIES[place or 0]) if figure.stacked else theme.INK for gone in missing]},
        cliponaxis=False, customdata=part["label"].astype(str), hovertext=[f"{plain(label)}{'・' + plain(name) if name else ''}：{text}" for label, text in zip(part["label"], texts, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>",
    )
