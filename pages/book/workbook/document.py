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

import xlsxwriter
from xlsxwriter.theme import THEME_XML_2007

from pages.book.book import Book, Part, Section
from pages.book.office import CREATED
from pages.book.workbook import tables
from pages.book.workbook.page import Page, Styles, put_link, put_table, put_text, widths_of
from pages.book.workbook.parts import MAPS, SMALL, put_heading, put_map, put_part
from pages.figures import theme, wording
from pages.figures.tables import Sheet

FIRST = "はじめに"
LONG = 25  # rows; a longer table stands on a sheet of its own
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
    with xlsxwriter.Workbook(content, OPTIONS) as workbook:
        workbook.use_custom_theme(io.StringIO(_theme()))
        workbook.set_properties(
            {
                "title": book.title,
                "subject": f"{book.city} {book.district}",
                "comments": "　".join(book.stamps),
                "created": CREATED,
            }
        )
        styles, leaves = Styles(workbook), leaves_of(book.sections)
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
        further = [Leaf(sheet_name(part.caption.title, taken), part.caption.title, (), (part,)) for part in long]
        found += [
            Leaf(
                name,
                section.title,
                section.sentences,
                tuple(part for part in section.parts if not any(part is one for one in long)),
                tuple(leaf.name for leaf in further),
            ),
            *further,
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
    put_heading(page, "この中にあるシート")
    for leaf in leaves:
        put_link(
            page,
            leaf.title if leaf.title.startswith(leaf.name) else f"{leaf.title}（シート「{leaf.name}」）",
            leaf.name,
        )
    put_heading(page, "出典")
    for source in book.sources or ("資料になし",):
        put_text(page, source)
    if book.cover is not None:
        page.row += 1
        (
            put_map(page, book.cover) if isinstance(book.cover, MAPS) else put_part(page, book.cover)
        )  # a map's values stand in its section
    _print(page, book, repeated=(0, 1))


def _leaf(book: Book, leaf: Leaf, styles: Styles) -> None:
    own = [table for part in leaf.parts if (table := tables.of(part)) is not None]
    page = Page(styles.book.add_worksheet(leaf.name), styles, widths_of(own))
    put_text(page, leaf.title, bold=True, font_size=16)
    put_text(page, "　".join((f"{book.city} {book.district}", *_stamps(book, leaf))), bold=True)
    if leaf.long:
        put_text(page, wording.source_line(leaf.parts[0].caption), **SMALL)
        heading = page.row
        put_table(page, own[0], f"Table_{page.sheet.index}")
        if leaf.parts[0].caption.note:
            put_text(page, leaf.parts[0].caption.note, **SMALL)
        page.sheet.freeze_panes(heading + 1, 1)
        _print(page, book, repeated=(heading, heading))
        return
    for sentence in leaf.sentences:
        put_text(page, sentence, font_size=12)
    for part in leaf.parts:
        page.row += 1
        put_part(page, part)
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
