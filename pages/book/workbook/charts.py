"""Native charts of Excel, drawn from the table above them: change a number there and the chart follows."""

from __future__ import annotations

from pages.book.chart_data import Plotted
from pages.book.workbook.page import Page, span
from pages.figures import measures, theme
from pages.figures.description import Bars, Lines, Pyramid

FONT = {"name": theme.FONT, "size": 11, "color": theme.INK}
REFERENCE = "#6B7680"
SYMBOLS = ("circle", "square", "triangle", "diamond", "plus", "x", "star")
DASHES = ("solid", "dash", "round_dot", "dash_dot", "long_dash", "long_dash_dot", "solid")


def high_of(figure: Bars | Lines | Pyramid, data: Plotted) -> int:
    """Pixels that leave every label room."""
    if isinstance(figure, Lines):
        return 420
    if isinstance(figure, Pyramid):
        return 150 + 22 * len(data.labels)
    bands = len(data.labels) * (1 if figure.stacked else len(data.series))
    return 150 + max(bands, 3) * (24 if len(data.series) > 1 else 27)


def of(figure: Bars | Lines | Pyramid, data: Plotted, page: Page, rows: tuple[int, int]):
    """The chart of a table whose cells stand in `rows`, first and last."""
    match figure:
        case Bars():
            return _bars(figure, data, page, rows)
        case Lines():
            return _lines(figure, data, page, rows)
        case Pyramid():
            return _pyramid(figure, data, page, rows)
    raise TypeError(f"{type(figure).__name__} has no chart of Excel")


def _bars(figure: Bars, data: Plotted, page: Page, rows: tuple[int, int]):
    several = len(data.series) > 1
    chart = page.styles.book.add_chart({"type": "bar", "subtype": "stacked"} if figure.stacked else {"type": "bar"})
    colours = theme.series_colours(len(data.series), figure.stacked) if several else (theme.BAR,)
    for place, (_, values) in enumerate(data.series):
        points = [] if several else [{"fill": {"color": colour}} for colour in bar_colours(data)]
        ink = theme.on(colours[place]) if figure.stacked and several else theme.INK
        chart.add_series(
            _series(page, data, rows, place)
            | {
                "fill": {"color": colours[place]},
                "gap": 45,
                **({"points": points} if points else {}),
                "data_labels": {
                    "value": True,
                    "num_format": data.number_format,
                    "font": FONT | {"color": ink},
                    **({} if figure.stacked else {"position": "outside_end"}),
                    **_custom(data, values, several),
                },
            }
        )
    _frame(chart, figure.caption.title, several)
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": FONT,
            "line": {"color": theme.MUTED},
            "major_tick_mark": "none",
            "interval_unit": 1,
        }
    )
    chart.set_x_axis(
        {
            "min": 0,
            "name": figure.value_label,
            "name_font": FONT | {"bold": False},
            "num_font": FONT,
            "num_format": data.number_format,
            "major_gridlines": {"visible": True, "line": {"color": theme.GRID}},
            "label_position": "high",
            "line": {"none": True},
        }
    )
    return chart


def bar_colours(data: Plotted) -> list[str]:
    """One colour a bar: the chosen area strong, what it is compared with grey."""
    first = len(data.labels) - data.references
    return [
        REFERENCE if number >= first else theme.BAR_EMPHASIS if number in data.strong else theme.BAR
        for number in range(len(data.labels))
    ]


def _custom(data: Plotted, values: tuple[float | None, ...], several: bool) -> dict:
    """Words such as 合算 at a bar in place of its bare number."""
    if several or not any(remark and value is not None for remark, value in zip(data.remarks, values, strict=True)):
        return {}
    return {
        "custom": [
            {"value": remark} if remark and value is not None and not remark.startswith("=") else None
            for remark, value in zip(data.remarks, values, strict=True)
        ]
    }


def _lines(figure: Lines, data: Plotted, page: Page, rows: tuple[int, int]):
    chart = page.styles.book.add_chart({"type": "line"})
    upper = upper_of(data)
    for place in range(len(data.series)):
        colour = theme.SERIES[place % len(theme.SERIES)]
        labels = (
            {
                "data_labels": {
                    "value": True,
                    "num_format": data.number_format,
                    "position": "above" if place == upper else "below",
                    "font": FONT,
                }
            }
            if len(data.series) <= 2
            else {}
        )
        chart.add_series(
            _series(page, data, rows, place)
            | labels
            | {
                "line": {"color": colour, "width": 2.5, "dash_type": DASHES[place % len(DASHES)]},
                "marker": {
                    "type": SYMBOLS[place % len(SYMBOLS)],
                    "size": 8,
                    "fill": {"color": colour},
                    "border": {"color": colour},
                },
            }
        )
    low, _ = measures.spread(figure.rows["value"])
    _frame(chart, figure.caption.title, True)
    chart.set_x_axis({"num_font": FONT, "line": {"color": theme.MUTED}, "label_position": "low"})
    chart.set_y_axis(
        {
            "min": low,
            "name": figure.value_label,
            "name_font": FONT | {"bold": False},
            "num_font": FONT,
            "num_format": data.number_format,
            "major_gridlines": {"visible": True, "line": {"color": theme.GRID}},
            "line": {"none": True},
        }
    )
    return chart


def upper_of(data: Plotted) -> int:
    """The line whose values are written above it: the one that lies highest, as a rule."""
    means = [
        sum(known) / len(known) if (known := [value for value in values if value is not None]) else 0.0
        for _, values in data.series
    ]
    return means.index(max(means)) if means else 0


def _pyramid(figure: Pyramid, data: Plotted, page: Page, rows: tuple[int, int]):
    """Bars to both sides: men to the left, as negative numbers written without a sign."""
    chart = page.styles.book.add_chart({"type": "bar", "subtype": "stacked"})
    unsigned = f"{data.number_format};{data.number_format}"
    for place, (_, values) in enumerate(data.series):
        pale, dark = theme.SEX[("male", "female")[place] if figure.by_sex else "persons"]
        mirrored = figure.by_sex and place == 0
        drawn = tuple(None if value is None else -value for value in values) if mirrored else values
        column = len(data.series) + 1 + any(data.remarks) if mirrored else place + 1
        chart.add_series(
            _series(page, data, rows, place)
            | {
                "values": span(page.sheet.name, *rows, column),
                "values_data": list(drawn),
                "fill": {"color": dark},
                "gap": 15,
                "overlap": 100,
                "points": [
                    {"fill": {"color": dark if number in data.strong else pale}} for number in range(len(data.labels))
                ],
            }
        )
    _frame(chart, figure.caption.title, figure.by_sex)
    chart.set_y_axis(
        {
            "num_font": FONT,
            "label_position": "low",
            "line": {"color": theme.MUTED},
            "major_tick_mark": "none",
            "interval_unit": 1,
        }
    )
    far = measures.longest(figure.rows[[key for key in ("male", "female", "persons") if key in figure.rows]])
    step = measures.round_step(far)
    ends = {"min": -step * -(-far // step), "max": step * -(-far // step)} if figure.by_sex else {"min": 0}
    chart.set_x_axis(
        ends
        | {
            "name": "人数（人）　濃い色は65歳以上",
            "name_font": FONT | {"bold": False},
            "num_font": FONT,
            "num_format": unsigned,
            "major_unit": step,
            "major_gridlines": {"visible": True, "line": {"color": theme.GRID}},
            "line": {"none": True},
        }
    )
    return chart


def _series(page: Page, data: Plotted, rows: tuple[int, int], place: int) -> dict:
    """Where a series stands in the sheet, and its values: a gap is None, not the 0 that XlsxWriter would take an empty
    cell for."""
    name, values = data.series[place]
    sheet = page.sheet.name
    return {
        "name": [sheet, rows[0] - 1, place + 1],
        "name_data": [name],
        "categories": span(sheet, *rows, 0),
        "categories_data": list(data.labels),
        "values": span(sheet, *rows, place + 1),
        "values_data": list(values),
    }


def _frame(chart, title: str, legend: bool) -> None:
    chart.set_title({"name": title.lstrip("="), "name_font": FONT | {"size": 12, "bold": True}, "overlay": False})
    chart.set_legend({"position": "top", "font": FONT} if legend else {"none": True})
    chart.show_blanks_as("gap")
    chart.set_chartarea({"border": {"color": theme.GRID}, "fill": {"color": theme.PAPER}})
