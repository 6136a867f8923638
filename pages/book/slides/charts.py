"""Native charts of PowerPoint with letters of 18 points: what does not fit is left out by rows, and said.

The workbook inside a chart is our own: text stays text, a gap stays empty.
"""

from __future__ import annotations

import pandas as pd
from lxml import etree
from pptx.chart.chart import Chart
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.util import Inches, Pt

from pages.book import chart_data
from pages.book.chart_data import Plotted
from pages.book.office import EMPTY
from pages.book.slides.chart_values import for_pptx, shown, workbook
from pages.book.slides.page import described, high, put, rgb, typed
from pages.book.slides.template import MESSAGE, TEXT
from pages.book.workbook.charts import bar_colours, upper_of
from pages.figures import measures, theme
from pages.figures.description import Bars, Lines, Pyramid
from pages.render.paper import layout

Place = tuple[float, float, float, float]
DASHES = (MSO_LINE.SOLID, MSO_LINE.DASH, MSO_LINE.ROUND_DOT, MSO_LINE.DASH_DOT, MSO_LINE.LONG_DASH)
MARKS = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.PLUS,
)


def put_chart(slide: Slide, place: Place, figure: Bars | Lines | Pyramid) -> None:
    """The chart of a figure in a place of the slide, with a key to its signs and what was left out below it."""
    whole = chart_data.of(figure)
    data, said = shown(figure, whole, place[3])
    x, y, wide, tall = place
    if not _known(data):
        put(slide, place, [EMPTY, *_reasons(whole)], MESSAGE, colour=theme.MUTED, space=8)
        return
    below = high(said, TEXT, wide) if said else 0.0
    if said:
        put(slide, (x, y + tall - below, wide, below), said, TEXT, colour=theme.MUTED)
    kind = {
        Bars: XL_CHART_TYPE.BAR_STACKED if isinstance(figure, Bars) and figure.stacked else XL_CHART_TYPE.BAR_CLUSTERED,
        Lines: XL_CHART_TYPE.LINE_MARKERS,
        Pyramid: XL_CHART_TYPE.BAR_STACKED,
    }[type(figure)]
    frame = slide.shapes.add_chart(kind, *map(Inches, (x, y, wide, tall - below - 0.05)), for_pptx(data))
    frame.chart.part.chart_workbook.update_from_xlsx_blob(workbook(data))
    described(frame, chart_data.alternative(figure.caption.title, whole))
    chart = frame.chart
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(TEXT), theme.FONT, rgb(theme.INK)
    chart.has_title = False
    {Bars: _bars, Lines: _lines, Pyramid: _pyramid}[type(figure)](chart, figure, data, (wide, tall - below))
    _type(chart)


def _reasons(data: Plotted) -> list[str]:
    """Why there is nothing to draw."""
    return ["、".join(dict.fromkeys(filter(None, data.remarks)))] if any(data.remarks) else []


def _bars(chart: Chart, figure: Bars, data: Plotted, size: tuple[float, float]) -> None:
    several = len(data.series) > 1
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100 if figure.stacked else 0
    colours = theme.series_colours(len(data.series), figure.stacked) if several else ()
    for place, series in enumerate(plot.series):
        series.invert_if_negative = False
        for number, colour in enumerate([] if several else bar_colours(data)):
            _filled(series.points[number].format, colour)
        if several:
            _filled(series.format, colours[place])
        labels = _labels(series, data.number_format)
        if figure.stacked and several:
            labels.font.color.rgb = rgb(theme.on(colours[place]))
        else:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
    _categories(chart.category_axis)
    chart.category_axis.reverse_order = True
    _values(chart, 0.0)
    chart.value_axis.visible = False  # every bar says its value
    chart.value_axis.has_major_gridlines = False
    if not figure.stacked:
        chart.value_axis.maximum_scale = measures.longest(_frame(data)) * 1.15
    _legend(chart, several)


def _lines(chart: Chart, figure: Lines, data: Plotted, size: tuple[float, float]) -> None:
    upper = upper_of(data)
    for place, series in enumerate(chart.plots[0].series):
        colour = theme.SERIES[place % len(theme.SERIES)]
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width, series.format.line.dash_style = (
            rgb(colour),
            Pt(3.5),
            DASHES[place],
        )
        series.marker.style, series.marker.size = MARKS[place], 11
        _filled(series.marker.format, colour)
        if len(data.series) <= 2:
            _labels(series, data.number_format).position = (
                XL_LABEL_POSITION.ABOVE if place == upper else XL_LABEL_POSITION.BELOW
            )
    _categories(
        chart.category_axis,
        max(1, -(-int(sum(layout.inches(label, TEXT) + 0.25 for label in data.labels) * 100) // int(size[0] * 85))),
    )
    low, top = measures.spread(figure.rows["value"])
    _values(chart, low)
    chart.value_axis.maximum_scale = top
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = (
        data.number_format,
        False,
    )
    _legend(chart, True)


def _pyramid(chart: Chart, figure: Pyramid, data: Plotted, size: tuple[float, float]) -> None:
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 15, 100
    for place, series in enumerate(plot.series):
        pale, dark = theme.SEX[("male", "female")[place] if figure.by_sex else "persons"]
        series.invert_if_negative = False
        _filled(series.format, dark)
        for number in range(len(data.labels)):
            _filled(series.points[number].format, dark if number in data.strong else pale)
    _categories(chart.category_axis, max(1, -(-len(data.labels) // max(1, int((size[1] - 1.2) / 0.33)))))
    far = measures.longest(_frame(data).abs())
    step = measures.round_step(far)
    end = step * -(-far // step)
    _values(chart, -end if figure.by_sex else 0)
    chart.value_axis.maximum_scale, chart.value_axis.major_unit = end, step
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = (
        data.number_format,
        False,
    )
    _legend(chart, figure.by_sex)


def _frame(data: Plotted) -> pd.DataFrame:
    return pd.DataFrame({number: values for number, (_, values) in enumerate(data.series)}, dtype="Float64")


def _known(data: Plotted) -> bool:
    return any(value is not None for _, values in data.series for value in values)


def _filled(look, colour: str) -> None:
    look.fill.solid()
    look.fill.fore_color.rgb = rgb(colour)


def _labels(series, number_format: str):
    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, number_format, False
    labels.font.size, labels.font.color.rgb = Pt(TEXT), rgb(theme.INK)
    return labels


def _categories(axis, every: int = 1) -> None:
    """Labels at the edge, also beside negative bars; every so manieth is written, so that they keep their size."""
    axis.tick_label_position, axis.major_tick_mark, axis.has_major_gridlines = (
        XL_TICK_LABEL_POSITION.LOW,
        XL_TICK_MARK.NONE,
        False,
    )
    axis.format.line.color.rgb, axis.tick_labels.font.size = rgb(theme.MUTED), Pt(TEXT)
    skip = etree.Element(qn("c:tickLblSkip"), val=str(every))
    axis._element.insert_element_before(skip, "c:tickMarkSkip", "c:noMultiLvlLbl", "c:extLst")


def _values(chart: Chart, low: float) -> None:
    axis = chart.value_axis
    axis.minimum_scale, axis.major_tick_mark = low, XL_TICK_MARK.NONE
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(theme.GRID)
    axis.format.line.fill.background()
    axis.tick_labels.font.size = Pt(TEXT)


def _legend(chart: Chart, wanted: bool) -> None:
    chart.has_legend = wanted
    if wanted:
        chart.legend.position, chart.legend.include_in_layout, chart.legend.font.size = (
            XL_LEGEND_POSITION.TOP,
            False,
            Pt(TEXT),
        )


def _type(chart: Chart) -> None:
    """Our type for Latin and Japanese letters wherever the chart speaks of letters; a missing value is a gap."""
    for name in ("a:defRPr", "a:rPr"):
        for properties in chart._chartSpace.iter(qn(name)):
            typed(properties)
    blank = chart._chartSpace.chart.find(qn("c:dispBlanksAs"))
    if blank is None:
        raise ValueError("python-pptx wrote no dispBlanksAs")
    blank.set("val", "gap")
