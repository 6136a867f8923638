"""Lines over time and age pyramids for the screen, as plotly figures."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from pages.figures import measures, theme, wording
from pages.figures.description import Lines, Pyramid
from pages.render.screen.chart_frame import across, axis, layout, numbers, plain, together, words


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
        "y": numbers(part["value"]),
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
            shapes=[across(y=first - 0.5, width=1.5, dash="dot")],
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
        "x": numbers(values.fillna(0) * sign),
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
