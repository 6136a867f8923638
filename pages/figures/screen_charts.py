"""Charts for the screen: bars, lines, age pyramids and shaded tables, as plotly figures."""

from __future__ import annotations

import html

import pandas as pd
import plotly.graph_objects as go

from pages.figures import measures, theme, wording
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
        "title": {"text": plain(title), "font": {"size": theme.TEXT}, "standoff": 12}, "tickfont": {"size": theme.TEXT}, "gridcolor": theme.GRID, "zeroline": False, "ticks": "",
        "automargin": True, "fixedrange": True, "tickformat": ".0%" if percent else ",", "ticklabelstandoff": 6,
    } | more


def bars(figure: Bars) -> go.Figure:
    """Horizontal bars from the top in the order given, each with its text; what is missing has words and no bar."""
    rows = figure.rows
    labels = list(dict.fromkeys(rows["label"].astype(str)))
    series = list(dict.fromkeys(rows["series"].astype(str))) if "series" in rows else []
    colours = theme.series_colours(len(series), figure.stacked)
    drawn = go.Figure()
    if len(series) > 1:
        for place, name in enumerate(series):
            pattern = "" if figure.stacked else theme.PATTERNS[place % len(theme.PATTERNS)]
            drawn.add_trace(_bar(rows[rows["series"].astype(str) == name], name, [colours[place]] * len(rows), pattern, figure.stacked))
    else:
        strong = rows["emphasis"].fillna(False) if "emphasis" in rows else [False] * len(rows)
        column = bool(figure.references) and not figure.stacked
        drawn.add_trace(_bar(rows, "", [theme.BAR_EMPHASIS if own else theme.BAR for own in strong], "", figure.stacked, column))
        if column:
            drawn.add_trace(_values(rows, measures.farthest(figure) * 1.2))
    bands = len(labels) * (1 if figure.stacked else max(1, len(series)))
    top = 50 + 30 * measures.rows_of_labels(figure.references) + (44 if len(series) > 1 else 0)
    far = measures.farthest(figure)
    drawn.update_layout(**layout(
        figure.caption, max(220, bands * ROW + len(labels) * 4 + top + 70), barmode="stack" if figure.stacked else "group", bargap=0.28, showlegend=len(series) > 1,
        margin={"l": 10, "r": 20, "t": top, "b": 10}, uniformtext={"mode": "hide", "minsize": theme.TEXT} if figure.stacked else None,
        xaxis=axis(figure.value_label, figure.percent, range=[0, far * (1.0 if figure.stacked else 1.2)], layer="below traces"),
        yaxis=axis(range=[len(labels) - 0.5, -0.5], type="category", categoryorder="array", categoryarray=labels, showgrid=False, tickformat=None),
    ))
    _references(drawn, figure, far)
    return drawn


def _references(drawn: go.Figure, figure: Bars, far: float) -> None:
    """Dashed lines with their names above; two share a row, one to the left of its line and one to the right."""
    for reference, side, row in measures.reference_labels(figure.references, far):
        drawn.add_vline(x=reference.value, line={"color": theme.INK, "width": 2, "dash": "dash"}, layer="below")
        drawn.add_annotation(
            x=reference.value, y=1, yref="paper", yanchor="bottom", xanchor=side, showarrow=False, text=plain(f"{reference.label} {reference.text}"),
            font={"size": theme.TEXT}, name="reference", yshift=30 * row, xshift=4 if side == "left" else -4,
        )


def _values(rows: pd.DataFrame, at: float) -> go.Scatter:
    """The values in a column at the right, where no reference line crosses them."""
    known = rows[rows["value"].notna()]
    return go.Scatter(
        x=[at] * len(known), y=known["label"].astype(str), text=[plain(text) for text in known["text"]], mode="text", textposition="middle left", name="values",
        textfont={"size": theme.TEXT, "color": theme.INK}, hoverinfo="skip", cliponaxis=False,
    )


def _bar(part: pd.DataFrame, name: str, colours: list[str], pattern: str, stacked: bool, column: bool = False) -> go.Bar:
    missing = part["value"].isna()
    texts = [plain(text) for text in part["text"]]
    inks = [theme.MUTED if gone else theme.on(colour) if stacked else theme.INK for gone, colour in zip(missing, colours, strict=False)]
    return go.Bar(
        y=part["label"].astype(str), x=part["value"].astype("Float64").fillna(0).astype(float), name=plain(name), orientation="h",
        marker={"color": colours[0] if len(set(colours)) == 1 else colours, "line": {"width": 1 if stacked else 0, "color": "#FFFFFF"}, "pattern": {"shape": pattern, "fgcolor": "#FFFFFF", "size": 8, "solidity": 0.3}},
        text=texts if stacked else [f" <i>{text}</i>" if gone else "" if column else f" {text}" for text, gone in zip(texts, missing, strict=True)],
        textposition="inside" if stacked else "outside", insidetextanchor="middle", textangle=0, constraintext="none",
        textfont={"size": theme.TEXT, "color": inks} | ({} if stacked else {"shadow": theme.HALO}), cliponaxis=False, customdata=part["label"].astype(str),
        hovertext=[f"{plain(label)}{'・' + plain(name) if name else ''}：{text}" for label, text in zip(part["label"], texts, strict=True)],
        hovertemplate="%{hovertext}<extra></extra>", selected={"marker": {"opacity": 1}}, unselected={"marker": {"opacity": 1}},
    )


def lines(figure: Lines) -> go.Figure:
    """One line a series, named at its end; a date without a value breaks the line and says why."""
    rows = figure.rows.assign(when=figure.rows["when"].astype(str), series=figure.rows["series"].astype(str))
    whens, parts = list(dict.fromkeys(rows["when"])), dict(list(rows.groupby("series", sort=False)))
    low, high = measures.spread(rows["value"])
    ends = measures.end_heights({name: part["value"] for name, part in parts.items()}, (high - low) / max(13, len(parts) * 1.05), high)
    drawn, room = go.Figure(), 0.0
    for place, (name, part) in enumerate(parts.items()):
        part = part.drop_duplicates("when").set_index("when").reindex(whens)
        drawn.add_trace(_line(part, name, place, len(parts) <= 3))
        if name in ends:
            words = measures.end_words(name, part)
            room = max(room, wording.width(words) * theme.TEXT)
            drawn.add_annotation(x=len(whens) - 1, y=ends[name], text=plain(words), xanchor="left", xshift=16, showarrow=False, name="series")
    drawn.update_layout(**layout(
        figure.caption, max(520, len(parts) * 32 + 140), margin={"l": 10, "r": int(room) + 30, "t": 90, "b": 10}, hovermode="closest",
        xaxis=axis(type="category", categoryorder="array", categoryarray=whens, showgrid=False, tickformat=None, range=[-0.3, len(whens) - 0.9]),
        yaxis=axis("", figure.percent, range=[low, high]),
    ))
    drawn.add_annotation(x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", yshift=10, showarrow=False, text=plain(figure.value_label), name="value label")
    _gone(drawn, rows, low)
    return drawn


def _line(part: pd.DataFrame, name: str, place: int, with_texts: bool) -> go.Scatter:
    colour = theme.SERIES[place % len(theme.SERIES)]
    texts = ["" if gone else plain(text) for text, gone in zip(part["text"], part["value"].isna(), strict=True)]
    return go.Scatter(
        x=part.index, y=part["value"].astype("Float64").astype(float), name=plain(name), mode="lines+markers+text" if with_texts else "lines+markers", text=[*texts[:-1], ""],
        textposition="top center" if place % 2 == 0 else "bottom center", textfont={"size": theme.TEXT, "shadow": theme.HALO}, connectgaps=False, cliponaxis=False,
        line={"color": colour, "width": 4, "dash": theme.DASHES[(place + place // len(theme.DASHES)) % len(theme.DASHES)]}, marker={"size": 13, "symbol": theme.MARKS[place % len(theme.MARKS)], "color": colour},
        hovertext=[f"{plain(name)}・{when}：{text}" for when, text in zip(part.index, texts, strict=True)], hovertemplate="%{hovertext}<extra></extra>",
    )


def _gone(drawn: go.Figure, rows: pd.DataFrame, low: float) -> None:
    """Words for the values that are missing, just above the axis."""
    several = rows["series"].nunique() > 1
    for when, part in rows[rows["value"].isna()].groupby("when", sort=False):
        words = "<br>".join(f"<i>{plain(row.series) + '：' if several else ''}{plain(row.text)}</i>" for row in part.itertuples())
        drawn.add_annotation(x=when, y=low, yanchor="bottom", showarrow=False, text=words, name="missing", font={"size": theme.TEXT, "color": theme.MUTED})


def pyramid(figure: Pyramid) -> go.Figure:
    """Ages from young (below) to old (above); 65 and over stands out."""
    rows, ages = figure.rows, list(figure.rows["age"].astype(str))
    older = [place >= ages.index(figure.older_from) for place in range(len(ages))]
    sides = (("male", "男性", -1), ("female", "女性", 1)) if figure.by_sex else (("persons", "人口", 1),)
    far = measures.longest(rows[[key for key, _, _ in sides]])
    drawn = go.Figure([_side(rows, key, words, sign, older) for key, words, sign in sides])
    step = measures.round_step(far)
    ticks = [step * place for place in range(-int(far // step), int(far // step) + 1) if figure.by_sex or place >= 0]
    drawn.update_layout(**layout(
        figure.caption, len(ages) * 30 + 150, barmode="overlay", bargap=0.14, margin={"l": 10, "r": 116, "t": 84, "b": 10},
        xaxis=axis("人数（人）", range=[-far * 1.3 if figure.by_sex else 0, far * 1.3], tickvals=ticks, ticktext=[f"{abs(tick):,}" for tick in ticks]),
        yaxis=axis(type="category", categoryorder="array", categoryarray=ages, showgrid=False, tickformat=None, dtick=1),
    ))
    for key, words, sign in sides:
        drawn.add_annotation(x=sign * far * 0.5, y=1, yref="paper", yanchor="bottom", showarrow=False, text=f"<b>{words}</b>", font={"size": theme.LARGE}, name="sex")
    drawn.add_hline(y=ages.index(figure.older_from) - 0.5, line={"color": theme.INK, "width": 1.5, "dash": "dot"})
    drawn.add_annotation(x=1, xref="paper", xanchor="left", xshift=4, y=ages.index(figure.older_from) - 0.5, yanchor="middle", showarrow=False, text="65歳以上 ↑", name="older")
    return drawn


def _side(rows: pd.DataFrame, key: str, words: str, sign: int, older: list[bool]) -> go.Bar:
    pale, dark = theme.SEX[key]
    values = rows[key].astype("Float64")
    texts = [wording.value_text(None if pd.isna(value) else float(value), "persons") for value in values]
    return go.Bar(
        y=rows["age"].astype(str), x=(values.fillna(0) * sign).astype(float), orientation="h", name=words, marker={"color": [dark if old else pale for old in older]},
        text=[f" {text.removesuffix('人')} " for text in texts], textposition="outside", textfont={"size": theme.TEXT, "shadow": theme.HALO}, textangle=0, constraintext="none", cliponaxis=False,
        hovertext=[f"{plain(age)}・{words}：{text}" for age, text in zip(rows["age"], texts, strict=True)], hovertemplate="%{hovertext}<extra></extra>",
    )


def shades(figure: Shades) -> go.Figure:
    """A table whose cells are shaded by class; a cell without a value is hatched and holds its reason, or a sign explained below."""
    rows, columns = figure.values.shape
    known, colours = measures.cell_classes(figure.values, figure.states, figure.classes)
    texts, keys = wording.cells(figure.texts, figure.states)
    steps = [step for place, colour in enumerate(colours) for step in ((place / len(colours), colour), ((place + 1) / len(colours), colour))]
    heads = ["<br>".join(plain(line) for line in wording.head(str(name))) for name in figure.values.columns]
    drawn = go.Figure(go.Heatmap(
        z=known, x=list(range(columns)), y=list(range(rows)), zmin=-1.5, zmax=len(colours) - 1.5, colorscale=steps, showscale=False, xgap=2, ygap=2,
        customdata=[[plain(f"{name}・{head}：{figure.texts.iat[row, column]}") for column, head in enumerate(figure.values.columns)] for row, name in enumerate(figure.values.index)],
        hovertemplate="%{customdata}<extra></extra>",
    ))
    _hatched_cells(drawn, known)
    drawn.add_trace(go.Scatter(
        x=list(range(columns)) * rows, y=[row for row in range(rows) for _ in range(columns)], mode="text", name="cells", hoverinfo="skip",
        text=[plain(text) for line in texts for text in line],
        textfont={"size": theme.TEXT, "color": [theme.on(colours[number + 1]) for line in known for number in line], "shadow": [theme.HALO if number < 0 else "none" for line in known for number in line]},
    ))
    below = "　".join([figure.value_label, *keys])
    drawn.update_layout(**layout(
        figure.caption, rows * 44 + 200, margin={"l": 10, "r": 10, "t": 50, "b": 50},
        xaxis=axis(side="top", tickvals=list(range(columns)), ticktext=heads, showgrid=False, tickangle=0, range=[-0.5, columns - 0.5]),
        yaxis=axis(tickvals=list(range(rows)), ticktext=[plain(name) for name in figure.values.index], showgrid=False, range=[rows - 0.5, -0.5]),
    ))
    drawn.add_annotation(x=0, xref="paper", xanchor="left", y=0, yref="paper", yanchor="top", yshift=-8, showarrow=False, text=plain(below), name="key")
    return drawn


def _hatched_cells(drawn: go.Figure, known: list[list[int]]) -> None:
    x: list[float | None] = []
    y: list[float | None] = []
    for row, cells in enumerate(known):
        for column, number in enumerate(cells):
            for shift in (-0.3, 0.0, 0.3) if number < 0 else ():
                x += [column + shift - 0.15, column + shift + 0.15, None]
                y += [row + 0.44, row - 0.44, None]
    if x:
        drawn.add_trace(go.Scatter(x=x, y=y, mode="lines", line={"color": theme.HATCH, "width": 1}, hoverinfo="skip", name="hatch"))
