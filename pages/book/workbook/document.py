"""The data book as a workbook of Excel: a first sheet that says what it is, then one sheet a section, with tables,
native charts and maps.

Long tables stand on sheets of their own, where headings repeat on every printed page. The same book gives the same
bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import xlsxwriter
from xlsxwriter.theme import THEME_XML_2007
from xlsxwriter.utility import xl_rowcol_to_cell

from pages.book import chart_data
from pages.book.book import Book, Case, Note, Part, Quote, Section, TalkSheet
from pages.book.workbook import charts
from pages.book.workbook import tables as workbook_tables
from pages.book.workbook.page import (
    BORDER,
    LINE,
    Page,
    Styles,
    leave_room,
    put_chart,
    put_link,
    put_picture,
    put_table,
    put_text,
    widths_of,
)
from pages.figures import measures, theme, wording
from pages.figures.description import AreaMap, Bars, Caption, Lines, PlaceMap, Pyramid, Shades, TileMap
from pages.figures.tables import Sheet
from pages.render.paper import draw

FIRST, EMPTY = "はじめに", "表示できる資料がありません"
MAPS = (AreaMap, TileMap, PlaceMap)
DOTS = 170  # an inch of a map
LONG = 25  # rows; a longer table stands on a sheet of its own
CREATED = datetime(2026, 1, 1)  # the date of making would make two equal books differ
SMALL = {"font_size": 10, "font_color": theme.MUTED}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": theme.FONT, "font_size": 11, "font_family": 2, "font_charset": 128},
}


@dataclass(frozen=True)
class Leaf:
    """A worksheet to write: its name, heading, sentences and parts; further: names of the sheets its long tables stand
    on."""

    name: str
    title: str
    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
    further: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        return (
            len(self.parts) == 1
            and not self.sentences
            and isinstance(self.parts[0], Sheet)
            and len(self.parts[0].data) > LONG
        )


def render(book: Book) -> bytes:
    """The workbook as a file's content."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as made:
        made.use_custom_theme(io.StringIO(_theme()))
        made.set_properties(
            {
                "title": book.title,
                "subject": f"{book.city} {book.district}",
                "comments": "　".join(book.stamps),
                "created": CREATED,
            }
        )
        styles, leaves = Styles(made), leaves_of(book.sections)
        _first(book, leaves, styles)
        for leaf in leaves:
            _leaf(book, leaf, styles)
    return content.getvalue()


def leaves_of(sections: Sequence[Section]) -> list[Leaf]:
    """Worksheets in the order of the book: one a section, followed by its long tables."""
    taken, found = {FIRST.lower()}, []
    for section in sections:
        name = sheet_name(section.title, taken)
        alone = len(section.parts) == 1 and not section.sentences
        long = [] if alone else [part for part in section.parts if isinstance(part, Sheet) and len(part.data) > LONG]
        tables = [Leaf(sheet_name(part.caption.title, taken), part.caption.title, (), (part,)) for part in long]
        found += [
            Leaf(
                name,
                section.title,
                section.sentences,
                tuple(part for part in section.parts if not any(part is one for one in long)),
                tuple(leaf.name for leaf in tables),
            ),
            *tables,
        ]
    return found


def sheet_name(title: str, taken: set[str]) -> str:
    """A name Excel accepts (31 letters, none of []:*?/\\, no apostrophe at an end, not History), not yet in `taken`, to
    which it is added."""
    clean = re.sub(r"\s+", " ", re.sub(r"[\[\]:*?/\\\x00-\x1f\x7f：＊？／￥［］]", " ", title)).strip(" '") or "シート"
    name, number = _within(clean, 31), 2
    while name.lower() in taken or name.lower() == "history":
        ending = f" {number}"
        name, number = _within(clean, 31 - len(ending)) + ending, number + 1
    taken.add(name.lower())
    return name


def _within(text: str, most: int) -> str:
    """No more than `most` letters, as Excel counts them (UTF-16)."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore").strip(" '")


def _theme() -> str:
    """Excel's own theme with our type for Japanese; what has no type of its own (charts) takes it from here."""
    latin = re.sub(r'<a:latin typeface="(?:Cambria|Calibri)"', f'<a:latin typeface="{theme.FONT}"', THEME_XML_2007)
    return re.sub(
        r'<a:ea typeface=""',
        f'<a:ea typeface="{theme.FONT}"',
        re.sub(r'script="Jpan" typeface="[^"]*"', 'script="Jpan" typeface="游ゴシック"', latin),
    )


def _first(book: Book, leaves: Sequence[Leaf], styles: Styles) -> None:
    page = Page(styles.book.add_worksheet(FIRST), styles, widths_of(()))
    put_text(page, book.title, bold=True, font_size=20)
    put_text(page, "　".join(filter(None, (f"{book.city} {book.district}", *book.stamps))), bold=True, font_size=12)
    put_text(page, f"数字の時点：{book.dates}")
    level = [stamp for stamp in book.stamps if stamp in wording.SHARING_STAMPS.values()]
    if level:
        put_text(page, f"この資料を見てよい人：{'、'.join(level)}")
    page.row += 1
    for sentence in book.sentences:
        put_text(page, sentence, font_size=14)
    _heading(page, "この中にあるシート")
    for leaf in leaves:
        put_link(
            page,
            leaf.title if leaf.title.startswith(leaf.name) else f"{leaf.title}（シート「{leaf.name}」）",
            leaf.name,
        )
    _heading(page, "出典")
    for source in book.sources or ("資料になし",):
        put_text(page, source)
    if book.cover is not None:
        page.row += 1
        (
            _map(page, book.cover) if isinstance(book.cover, MAPS) else _part(page, book.cover)
        )  # a map's values stand in its section
    _print(page, book, repeated=(0, 1))


def _leaf(book: Book, leaf: Leaf, styles: Styles) -> None:
    tables = [table for part in leaf.parts if (table := workbook_tables.of(part)) is not None]
    page = Page(styles.book.add_worksheet(leaf.name), styles, widths_of(tables))
    put_text(page, leaf.title, bold=True, font_size=16)
    put_text(page, "　".join((f"{book.city} {book.district}", *_stamps(book, leaf))), bold=True)
    if leaf.long:
        put_text(page, wording.source_line(leaf.parts[0].caption), **SMALL)
        heading = page.row
        put_table(page, tables[0], f"Table_{page.sheet.index}")
        if leaf.parts[0].caption.note:
            put_text(page, leaf.parts[0].caption.note, **SMALL)
        page.sheet.freeze_panes(heading + 1, 1)
        _print(page, book, repeated=(heading, heading))
        return
    for sentence in leaf.sentences:
        put_text(page, sentence, font_size=12)
    for part in leaf.parts:
        page.row += 1
        _part(page, part)
    for name in leaf.further:
        page.row += 1
        put_link(page, f"表はシート「{name}」にあります", name)
    page.sheet.freeze_panes(2, 0)
    _print(page, book, repeated=(0, 1))


def _stamps(book: Book, leaf: Leaf) -> list[str]:
    """The book's stamps and those of the sheet's own figures (目安)."""
    return list(
        dict.fromkeys(
            [
                *book.stamps,
                *(
                    stamp
                    for part in leaf.parts
                    if (caption := getattr(part, "caption", None))
                    for stamp in caption.stamps
                ),
            ]
        )
    )


def _part(page: Page, part: Part) -> None:
    """A part below what is written so far."""
    match part:
        case Quote():
            _heading(page, part.name)
            put_text(page, f"「{part.text}」", font_size=14, bold=True)
        case Note():
            for sentence in part.sentences:
                put_text(page, sentence)
        case Case():
            _case(page, part)
        case TalkSheet():
            _talk(page, part)
        case Bars() | Lines() | Pyramid():
            _heading(page, part.caption.title)
            _charted(page, part)
            _caption(page, part.caption)
        case AreaMap() | TileMap() | PlaceMap():
            _heading(page, part.caption.title)
            _map(page, part)
            _table(page, part)
            _caption(page, part.caption)
        case _:
            if caption := getattr(part, "caption", None):
                _heading(page, caption.title)
            _table(page, part)
            if caption:
                _caption(page, caption)


def _map(page: Page, figure: AreaMap | TileMap | PlaceMap) -> None:
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
    table = workbook_tables.of(part)
    if table is None or not table.headings:
        return page.row, page.row
    first, last = put_table(page, table, f"Table_{page.sheet.index}_{page.row}")
    if isinstance(part, Shades) and table.rows:
        _shade(page, part, first)
    return first, last


def _shade(page: Page, figure: Shades, first: int) -> None:
    """Colours by class that follow when a number is changed, and their key."""
    rules, cells = workbook_tables.shade_rules(figure), workbook_tables.shaded_cells(figure)
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
        page.sheet.write_string(page.row, 0, words, page.styles(text_wrap=True, **workbook_tables.GONE, **BORDER))
        page.row += 1


def _case(page: Page, case: Case) -> None:
    _heading(page, case.title)
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


def _heading(page: Page, text: str) -> None:
    put_text(page, text, bold=True, font_size=13, font_color=theme.BAR_EMPHASIS)


def _caption(page: Page, caption: Caption) -> None:
    """Stamps, note, source and date, below what they speak of."""
    for text in ("　".join(caption.stamps), caption.note, wording.source_line(caption)):
        if text:
            put_text(page, text, **SMALL)


def _print(page: Page, book: Book, repeated: tuple[int, int]) -> None:
    """A4, as wide as the paper; district and stamps above, the page's number below."""
    sheet = page.sheet
    sheet.set_paper(9)
    if sum(page.widths) > 120:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
    sheet.repeat_rows(*repeated)
    sheet.hide_gridlines(2)
    kind = f'&"{theme.FONT},Regular"&9 '
    left, right = (
        wording.shortened(text, limit).replace("&", "&&")
        for text, limit in ((f"{book.city} {book.district}", 40), ("　".join(book.stamps), 60))
    )
    sheet.set_header(f"&L{kind}{left}&R{kind}{right}")
    sheet.set_footer(f"&L{kind}{wording.shortened(book.title, 40).replace('&', '&&')}&R{kind}&P / &N")
