"""Tile maps for the screen, as plotly figures: each square is a bar, which the browser scales, hatches and lets be
clicked."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.figures import measures, theme
from pages.figures.description import TileMap
from pages.figures.tile_map import lines_in, reasons, size, value_in
from pages.render.screen.chart_frame import class_colours, class_keys, class_legend, layout, plain, together

SQUARE, LEGEND = 98, 96  # pixels: a square where there is room for it, the key below
SIDE = 0.95  # of a square, the rest is the gap to the next
FAINT = "#D2CFC7"  # hatching that names can be read on


def tile_map(figure: TileMap) -> go.Figure:
    """Squares in the key's colours; what a click gives back is the area's code."""
    high, wide = size(figure.areas)
    off = {"visible": False, "fixedrange": True, "constrain": "domain"}
    return together(
        [
            _squares(figure),
            _words(figure.areas, figure),
            *class_keys(figure.classes, reasons(figure.areas), "square-x", _key),
        ],
        layout(
            figure.caption,
            high * SQUARE + LEGEND + 44,
            margin={"l": 0, "r": 0, "t": 44, "b": LEGEND},
            clickmode="event+select",
            barmode="overlay",
            showlegend=True,
            xaxis=off | {"range": [-0.5, wide - 0.5]},
            yaxis=off | {"range": [high - 0.5, -0.5], "scaleanchor": "x"},
            legend=class_legend(figure.value_label),
        ),
    )


def _squares(figure: TileMap) -> dict:
    areas, colours = figure.areas, class_colours(figure.classes)
    known, chosen = measures.area_classes(areas, figure.classes), (areas["area_code"] == figure.selected).tolist()
    return {
        "type": "bar",
        "name": "areas",
        "x": areas["column"].tolist(),
        "base": (areas["row"] - SIDE / 2).tolist(),
        "y": [SIDE] * len(areas),
        "width": SIDE,
        "showlegend": False,
        "marker": {
            "color": [colours[number + 1] for number in known],
            "line": {
                "color": [theme.SELECTED if own else theme.HATCH for own in chosen],
                "width": [5 if own else 1 for own in chosen],
            },
            "pattern": {
                "shape": ["/" if number < 0 else "" for number in known],
                "fgcolor": FAINT,
                "size": 9,
                "solidity": 0.15,
                "fillmode": "overlay",
            },
        },
        "customdata": areas["area_code"].astype(str).tolist(),
        "hovertext": [plain(text).replace("\n", "<br>") for text in areas["hover"]],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def _words(areas: pd.DataFrame, figure: TileMap) -> dict:
    """Name and value in the middle of each square."""
    known, colours = measures.area_classes(areas, figure.classes), class_colours(figure.classes)
    inks = [theme.INK if number < 0 else theme.on(colours[number + 1]) for number in known]
    texts = [
        "<br>".join([*map(plain, lines_in(name)), f"<b>{plain(value_in(text, state))}</b>"])
        for name, text, state in zip(areas["name"].astype(str), areas["text"], areas["state"], strict=True)
    ]
    return {
        "type": "scatter",
        "name": "names",
        "x": areas["column"].tolist(),
        "y": areas["row"].tolist(),
        "mode": "text",
        "text": texts,
        "textposition": "middle center",
        "textfont": {"size": theme.TEXT, "color": inks},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _key(name: str, marker: dict) -> dict:
    return {
        "type": "scatter",
        "name": name,
        "x": [None],
        "y": [None],
        "mode": "markers",
        "showlegend": True,
        "hoverinfo": "skip",
        "marker": marker,
    }
