"""The numbers of a chart as a grid, for the charts of Excel and PowerPoint: one row a label, one column a series, a gap
where there is no value.

A number has the digits it is shown with, no more; words that are not a plain number (未調査, 合算, 目安) stand in a
column of remarks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from pages.figures import cartography
from pages.figures.description import AreaMap, Bars, Lines, PlaceMap, Pyramid, TileMap

HIDDEN = ("suppressed", "unreadable", "not_surveyed", "no_denominator")  # never a number, whatever a description holds
SEXES = {"male": "男性", "female": "女性", "persons": "人口"}
_PLAIN = re.compile(r"-?[\d,]+(?:\.(\d+))?\s?(?:%|人|世帯|か所|件|回|m|km²)?")


@dataclass(frozen=True)
class Plotted:
    """heading: of the labels' column; series: (name, values, None for a gap); remarks: one a label, "" where the
    numbers say all.

    strong: numbers of the rows that stand out; references: how many of the last rows are there to compare with.
    """

    heading: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    remarks: tuple[str, ...]
    number_format: str
    strong: frozenset[int] = frozenset()
    references: int = 0


def of(figure: Bars | Lines | Pyramid) -> Plotted:
    """The grid behind a chart."""
    match figure:
        case Bars():
            return _bars(figure)
        case Lines():
            return _lines(figure)
        case Pyramid():
            return _pyramid(figure)
    raise TypeError(f"{type(figure).__name__} is not plotted")


def of_areas(figure: AreaMap | TileMap) -> Plotted:
    """The values of a shaded map, area by area."""
    rows = figure.areas.assign(label=figure.areas["name"])
    return _single(
        rows,
        "区域",
        figure.value_label,
        percent="%" in figure.value_label,
        strong=figure.areas["area_code"] == figure.selected,
    )


def can_be_drawn(figure: AreaMap | TileMap | PlaceMap) -> bool:
    """Whether there is anything to draw a map of; pages of paper set words in its place."""
    if isinstance(figure, PlaceMap):
        layers = (figure.base.outlines, figure.reach, figure.gaps)
        return bool(figure.places["lat"].notna().any()) or any(
            cartography.shaped(layer) is not None for layer in layers
        )
    return len(figure.areas) > 0 and (isinstance(figure, TileMap) or cartography.shaped(figure.areas) is not None)


def _bars(figure: Bars) -> Plotted:
    if "series" in figure.rows and figure.rows["series"].nunique() > 1:
        return _several(figure.rows.rename(columns={"label": "row"}), "区域", figure.percent)
    strong = (
        figure.rows["emphasis"].fillna(False).astype(bool)
        if "emphasis" in figure.rows
        else pd.Series(False, figure.rows.index)
    )
    beside = pd.DataFrame(
        [{"label": item.label, "value": item.value, "text": item.text, "state": "ok"} for item in figure.references]
    )
    rows = pd.concat(
        [figure.rows[["label", "value", "text", "state"]].astype({"value": "Float64"}), beside], ignore_index=True
    )
    return _single(rows, "区域", figure.value_label, figure.percent, strong, len(figure.references))


def _single(
    rows: pd.DataFrame, heading: str, name: str, percent: bool, strong: pd.Series, references: int = 0
) -> Plotted:
    texts = rows["text"].fillna("").astype(str).tolist()
    decimals = decimals_of(texts)
    values = _values(rows, decimals, percent)
    remarks = tuple(
        "" if value is not None and _PLAIN.fullmatch(text) else text for value, text in zip(values, texts, strict=True)
    )
    return Plotted(
        heading,
        tuple(rows["label"].astype(str)),
        ((name, values),),
        remarks,
        format_of(decimals, percent),
        frozenset(number for number, own in enumerate(strong) if own),
        references,
    )


def _lines(figure: Lines) -> Plotted:
    return _several(figure.rows.rename(columns={"when": "row"}), "時点", figure.percent)


def _several(rows: pd.DataFrame, heading: str, percent: bool) -> Plotted:
    """One column a series; a remark names the series it speaks of."""
    rows = rows.assign(
        row=rows["row"].astype(str), series=rows["series"].astype(str), text=rows["text"].fillna("").astype(str)
    )
    decimals = decimals_of(rows["text"])
    labels = list(dict.fromkeys(rows["row"]))
    names = list(dict.fromkeys(rows["series"]))
    cells = dict(
        zip(
            zip(rows["row"], rows["series"], strict=True),
            zip(_values(rows, decimals, percent), rows["text"], strict=True),
            strict=True,
        )
    )
    series = tuple((name, tuple(cells.get((label, name), (None, ""))[0] for label in labels)) for name in names)
    remarks = [
        "、".join(
            f"{name}：{cells[label, name][1]}"
            for name in names
            if (label, name) in cells and (cells[label, name][0] is None or not _PLAIN.fullmatch(cells[label, name][1]))
        )
        for label in labels
    ]
    return Plotted(heading, tuple(labels), series, tuple(remarks), format_of(decimals, percent))


def _pyramid(figure: Pyramid) -> Plotted:
    """Ages from young to old; counts as they are."""
    rows, ages = figure.rows, figure.rows["age"].astype(str).tolist()
    keys = [key for key in (("male", "female") if figure.by_sex else ("persons",))]
    series = tuple(
        (SEXES[key], tuple(None if pd.isna(value) else float(value) for value in rows[key].astype("Float64")))
        for key in keys
    )
    remarks = tuple(
        "資料になし" if any(values[number] is None for _, values in series) else "" for number in range(len(ages))
    )
    older = ages.index(figure.older_from) if figure.older_from in ages else len(ages)
    return Plotted("年齢", tuple(ages), series, remarks, "#,##0", frozenset(range(older, len(ages))))


def _values(rows: pd.DataFrame, decimals: int, percent: bool) -> tuple[float | None, ...]:
    """None where there is nothing to show."""
    shown = rows["value"].astype("Float64").mask(rows["state"].isin(HIDDEN))
    return tuple(None if pd.isna(value) else rounded(float(value), decimals, percent) for value in shown)


def rounded(value: float, decimals: int, percent: bool) -> float:
    """As it is shown: a share is rounded as a percentage, as wording.value_text writes it."""
    return round(round(value * 100, decimals) / 100, decimals + 2) if percent else round(value, decimals)


def decimals_of(texts: Sequence[str]) -> int:
    """The most digits behind the point that any text shows."""
    return max(
        (len(found[1] or "") for text in texts if (found := re.search(r"\d(?:\.(\d+))?(?![\d,.])", text))), default=0
    )


def format_of(decimals: int, percent: bool) -> str:
    """The number format of Excel."""
    return ("0" if percent else "#,##0") + (f".{'0' * decimals}" if decimals else "") + ("%" if percent else "")


def alternative(figure_title: str, data: Plotted | None = None) -> str:
    """What a chart says to those who cannot see it: its title and its first values."""
    if data is None or not data.labels:
        return figure_title
    said = []
    for place, label in enumerate(data.labels[:12]):
        words = [
            (
                f"{name} {written(values[place], data.number_format)}"
                if len(data.series) > 1
                else written(values[place], data.number_format)
            )
            for name, values in data.series
            if values[place] is not None
        ]
        said.append(f"{label} {'、'.join(words) or data.remarks[place]}")
    return f"{figure_title}。{'。'.join(said)}" + ("。ほか" if len(data.labels) > 12 else "。")


def written(value: float, number_format: str) -> str:
    """A number as Excel would write it in one of the formats made here."""
    percent = number_format.endswith("%")
    decimals = len(number_format.partition(".")[2].rstrip("%"))
    return f"{value * 100 if percent else value:,.{decimals}f}" + ("%" if percent else "")
