"""The values a slide's chart is drawn from: what of them a slide has room for, and the workbook inside it that can be
edited."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import xlsxwriter
from pptx.chart.data import CategoryChartData

from pages.book.chart_data import Plotted
from pages.book.office import CREATED
from pages.book.slides.page import REST, told_apart
from pages.figures import measures, theme, wording
from pages.figures.description import Bars, Lines, Pyramid

BAND = 0.4  # inches a bar takes with its label
MOST_LINES, LONGEST_LABEL, LONGEST_SERIES = 5, 16, 12  # series of lines; full-width letters


def shown(figure: Bars | Lines | Pyramid, data: Plotted, tall: float) -> tuple[Plotted, list[str]]:
    """What of a chart fits with large letters, and the words below it: signs, what was left out."""
    said: list[str] = []
    if isinstance(figure, Bars):
        bands = 1 if figure.stacked else len(data.series)
        data, left = _first(
            data,
            max(2, int((tall - 0.75 - (0.45 if len(data.series) > 1 else 0)) / (BAND if bands == 1 else 0.34 * bands))),
        )
        said += [REST.format(left)] if left else []
    if isinstance(figure, Lines) and len(data.series) > MOST_LINES:
        said.append(REST.format(len(data.series) - MOST_LINES))
        data = replace(data, series=data.series[:MOST_LINES])
    data, signs = _signed(data)
    start = (
        measures.axis_start(measures.spread(figure.rows["value"])[0], figure.percent)
        if isinstance(figure, Lines) and len(figure.rows)
        else ""
    )
    if isinstance(figure, Pyramid):
        data = _mirrored(data) if figure.by_sex else data
        start = "濃い色は65歳以上です（単位：人）"
    elif isinstance(figure, Bars):
        start = figure.value_label
    return data, ["　".join(filter(None, [start, *signs, *said]))] if start or signs or said else []


def _first(data: Plotted, most: int) -> tuple[Plotted, int]:
    """The first rows of the city's order, always with those that stand out and those to compare with."""
    count = len(data.labels)
    if count <= most:
        return data, 0
    must = [number for number in range(count) if number in data.strong or number >= count - data.references][-most:]
    rest = [number for number in range(count) if number not in must][: most - len(must)]
    kept = sorted([*must, *rest])

    def take(values: tuple) -> tuple:
        return tuple(values[number] for number in kept)

    strong = frozenset(place for place, number in enumerate(kept) if number in data.strong)
    return replace(
        data,
        labels=take(data.labels),
        series=tuple((name, take(values)) for name, values in data.series),
        remarks=take(data.remarks),
        strong=strong,
    ), count - len(kept)


def _signed(data: Plotted) -> tuple[Plotted, list[str]]:
    """Words in place of a number become a sign at the label, explained once below."""
    signs: dict[str, str] = {}
    labels = []
    for label, remark in zip(told_apart(data.labels, LONGEST_LABEL), data.remarks, strict=True):
        words = re.sub(r"\s*-?\d[\d,.]*\s?%?", "", remark).strip("（） ") if remark else ""
        sign = signs.setdefault(words, wording.SIGNS[len(signs) % len(wording.SIGNS)]) if words else ""
        labels.append(" ".join(filter(None, (label, sign))))
    series = tuple(
        (wording.shortened(name, LONGEST_SERIES) if len(data.series) > 1 else name, values)
        for name, values in data.series
    )
    return replace(data, labels=tuple(labels), series=series), [f"{sign} {words}" for words, sign in signs.items()]


def _mirrored(data: Plotted) -> Plotted:
    """Men to the left, as negative numbers written without a sign."""
    (name, values), *others = data.series
    left = tuple(None if value is None else -value for value in values)
    return replace(data, series=((name, left), *others), number_format=f"{data.number_format};{data.number_format}")


def for_pptx(data: Plotted) -> CategoryChartData:
    chart = CategoryChartData(number_format=data.number_format)
    chart.categories = data.labels
    for name, values in data.series:
        chart.add_series(name, values)
    return chart


def workbook(data: Plotted) -> bytes:
    """The numbers behind a chart, where python-pptx looks for them; text as text and gaps empty."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(
        content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("Sheet1")
        words = book.add_format({"font_name": theme.FONT})
        number = book.add_format({"font_name": theme.FONT, "num_format": data.number_format})
        sheet.set_column(0, 0, 30)
        for row, label in enumerate(data.labels, 1):
            sheet.write_string(row, 0, label, words)
        for column, (name, values) in enumerate(data.series, 1):
            sheet.write_string(0, column, name, words)
            for row, value in enumerate(values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, number)
    return content.getvalue()
