"""What a section holds, put on a worksheet one below the other: tables, native charts, maps as pictures, cases, a sheet
to talk over."""

from __future__ import annotations

import io

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from pages.book import chart_data
from pages.book.book import Case, Note, Part, Quote, TalkSheet
from pages.book.office import EMPTY
from pages.book.workbook import charts, tables
from pages.book.workbook.page import BORDER, LINE, Page, leave_room, put_chart, put_picture, put_table, put_text
from pages.figures import measures, theme, wording
from pages.figures.description import AreaMap, Bars, Caption, Lines, PlaceMap, Pyramid, Shades, TileMap
from pages.render.paper import draw

MAPS = (AreaMap, TileMap, PlaceMap)
DOTS = 170  # an inch of a map
SMALL = {"font_size": 10, "font_color": theme.MUTED}


def put_part(page: Page, part: Part) -> None:
    """A part below what is written so far."""
    match part:
        case Quote():
            put_heading(page, part.name)
            put_text(page, f"「{part.text}」", font_size=14, bold=True)
        case Note():
            for sentence in part.sentences:
                put_text(page, sentence)
        case Case():
            _case(page, part)
        case TalkSheet():
            _talk(page, part)
        case Bars() | Lines() | Pyramid():
            put_heading(page, part.caption.title)
            _charted(page, part)
            _caption(page, part.caption)
        case AreaMap() | TileMap() | PlaceMap():
            put_heading(page, part.caption.title)
            put_map(page, part)
            _table(page, part)
            _caption(page, part.caption)
        case _:
            if caption := getattr(part, "caption", None):
                put_heading(page, caption.title)
            _table(page, part)
            if caption:
                _caption(page, caption)


def put_map(page: Page, figure: AreaMap | TileMap | PlaceMap) -> None:
    """A map as a picture, with its values in words for those who cannot see it."""
    if not chart_data.can_be_drawn(figure):
        put_text(page, EMPTY)
        return
    words = chart_data.alternative(
        figure.caption.title, None if isinstance(figure, PlaceMap) else chart_data.of_areas(figure)
    )
    put_picture(
        page, _drawn(figure), f"{figure.caption.file_stem}.png", f"{words} {wording.source_line(figure.caption)}"
    )


def _drawn(figure: AreaMap | TileMap | PlaceMap) -> bytes:
    """The map as it is drawn for paper, with as many dots as a sheet of a workbook needs."""
    content = io.BytesIO()
    draw.sheet_of(figure).savefig(
        content,
        format="png",
        dpi=DOTS,
        facecolor=theme.PAPER,
        metadata={"Software": None, "Title": figure.caption.title},
        pil_kwargs={"compress_level": 4},
    )
    return content.getvalue()


def _charted(page: Page, figure: Bars | Lines | Pyramid) -> None:
    """A chart and below it the table it is drawn from."""
    data = chart_data.of(figure)
    if not any(value is not None for _, values in data.series for value in values):
        put_text(page, EMPTY)
        if data.labels:
            _table(page, figure)
        return
    high = charts.high_of(figure, data)
    row = leave_room(page, high)
    rows = _table(page, figure)
    put_chart(page, row, charts.of(figure, data, page, rows), high, chart_data.alternative(figure.caption.title, data))
    if isinstance(figure, Lines) and (
        start := measures.axis_start(measures.spread(figure.rows["value"])[0], figure.percent)
    ):
        put_text(page, start, **SMALL)


def _table(page: Page, part: Part) -> tuple[int, int]:
    """The table of a part with its shades; its first and last row."""
    table = tables.of(part)
    if table is None or not table.headings:
        return page.row, page.row
    first, last = put_table(page, table, f"Table_{page.sheet.index}_{page.row}")
    if isinstance(part, Shades) and table.rows:
        _shade(page, part, first)
    return first, last


def _shade(page: Page, figure: Shades, first: int) -> None:
    """Colours by class that follow when a number is changed, and their key."""
    rules, cells = tables.shade_rules(figure), tables.shaded_cells(figure)
    where = " ".join(xl_rowcol_to_cell(first + row, column) for row, column in cells)
    for rule in rules if cells else ():
        look = page.styles.book.add_format({"bg_color": rule["colour"], "font_color": rule["ink"]})
        page.sheet.conditional_format(
            first,
            cells[0][1],
            first,
            cells[0][1],
            {
                "type": "cell",
                "criteria": ">=",
                "value": rule["at_least"],
                "stop_if_true": True,
                "format": look,
                "multi_range": where,
            },
        )
    page.row += 1
    put_text(page, f"色の区分：{figure.value_label}", **SMALL)
    for rule in reversed(rules):
        if rule["label"]:
            page.sheet.write_string(
                page.row, 0, rule["label"], page.styles(bg_color=rule["colour"], font_color=rule["ink"], **BORDER)
            )
            page.row += 1
    states = pd.DataFrame({"state": figure.states.to_numpy().ravel(), "value": figure.values.to_numpy().ravel()})
    for words in measures.states_shown(states):
        page.sheet.write_string(page.row, 0, words, page.styles(text_wrap=True, **tables.GONE, **BORDER))
        page.row += 1


def _case(page: Page, case: Case) -> None:
    put_heading(page, case.title)
    put_text(page, case.under)
    for name, text in case.texts:
        put_text(page, name, bold=True)
        put_text(page, text)
    if case.picture:
        put_picture(page, case.picture, "picture", f"{case.title}の写真")
    if case.source:
        put_text(page, f"出典：{case.source}", **SMALL)


def _talk(page: Page, sheet: TalkSheet) -> None:
    """Questions with empty cells below them to write into."""
    for number, question in enumerate(sheet.questions, 1):
        put_text(page, f"{number}　{question}", bold=True, font_size=13)
        for _ in range(sheet.lines):
            page.sheet.set_row(page.row, LINE * 1.6)
            page.sheet.merge_range(
                page.row,
                0,
                page.row,
                page.across - 1,
                "",
                page.styles(text_wrap=True, bottom=1, bottom_color="#9AA5B1"),
            )
            page.row += 1
        page.row += 1


def put_heading(page: Page, text: str) -> None:
    put_text(page, text, bold=True, font_size=13, font_color=theme.BAR_EMPHASIS)


def _caption(page: Page, caption: Caption) -> None:
    """Stamps, note, source and date, below what they speak of."""
    for text in ("　".join(caption.stamps), caption.note, wording.source_line(caption)):
        if text:
            put_text(page, text, **SMALL)
