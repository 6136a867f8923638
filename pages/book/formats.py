"""The forms a data book is handed out in: what each is called, its file, and how it is made of a view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from pages import queries
from pages.book import contents
from pages.book.book import Book
from pages.figures import wording
from pages.figures.view import View
from pages.topics import missing_tables


@dataclass(frozen=True)
class Format:
    """key: as on the command line; piece: what its file's name adds; make: the content, from the view and its book."""

    key: str
    label: str
    piece: str
    ending: str
    mime: str
    make: Callable[[View, Book], bytes]


class NoBoundary(LookupError):
    """A blank map was asked for where no boundary is known."""


def _full(_: View, book: Book) -> bytes:
    from pages.book.pdf import document as pdf

    return pdf.render(book)


def _short(_: View, book: Book) -> bytes:
    from pages.book.pdf import document as pdf

    return pdf.render(contents.short(book), "short")


def _workbook(_: View, book: Book) -> bytes:
    from pages.book.workbook import document as workbook

    return workbook.render(book)


def _slides(_: View, book: Book) -> bytes:
    from pages.book.slides import presentation

    return presentation.render(book)


def _blank(view: View, _: Book) -> bytes:
    from pages.book.pdf import document as pdf

    if (figure := contents.blank(view)) is None:
        raise NoBoundary(f"{view.district_label}は{missing_tables.said('areas', '白地図を作れません。')}")
    return pdf.blank_map(figure)


def _poster(size: str, tiled: bool) -> Callable[[View, Book], bytes]:
    def make(_: View, book: Book) -> bytes:
        from pages.book.pdf import document as pdf

        return pdf.poster(replace(book, cover=contents.places_of(book) or book.cover), size, tiled)

    return make


PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    form.key: form
    for form in (
        Format("pdf", "冊子（PDF・A4）", "", "pdf", PDF, _full),
        Format("short", "コピー用の冊子（PDF・白黒4ページまで）", "白黒", "pdf", PDF, _short),
        Format("xlsx", "表とグラフ（Excel）", "", "xlsx", f"{OFFICE}spreadsheetml.sheet", _workbook),
        Format("pptx", "スライド（PowerPoint）", "", "pptx", f"{OFFICE}presentationml.presentation", _slides),
        Format("map", "書き込み用の白地図（PDF・A3）", "白地図", "pdf", PDF, _blank),
        Format("poster", "掲示用のポスター（PDF・A1）", "ポスターA1", "pdf", PDF, _poster("A1", False)),
        Format("poster-a2", "掲示用のポスター（PDF・A2）", "ポスターA2", "pdf", PDF, _poster("A2", False)),
        Format(
            "poster-tiles",
            "ポスターをA3の紙に分けたもの（PDF・つなぐとA1）",
            "ポスターA3分割",
            "pdf",
            PDF,
            _poster("A1", True),
        ),
    )
}


def available(view: View) -> list[Format]:
    """The forms that can be made of the chosen district."""
    return [form for form in FORMATS.values() if form.key != "map" or contents.blank(view) is not None]


def file_name(view: View, book: Book, form: Format) -> str:
    """Safe on Windows too, and no two districts of a city share one: the second of a name has a number."""
    second = _same_before(view)
    return "_".join(filter(None, (book.file_stem, form.piece, str(second + 1) if second else ""))) + f".{form.ending}"


def _same_before(view: View) -> int:
    """How many districts before this one would have a file of the same name, whatever the case of its letters."""
    before, own = 0, _piece(view.district_name)
    for code, name in queries.district_names(view.city).items():
        if code == view.district:
            return before
        before += bool(code) and _piece(name) == own
    return before


def _piece(name: str) -> str:
    return wording.file_stem("", f"{name.removesuffix('地区')}地区", "", "").casefold()


def views(view: View, codes: Iterable[str] | None = None) -> list[View]:
    """A view of each district of the city (or of those named), in the city's own order."""
    names = queries.district_names(view.city)
    return [
        replace(view, district=code, district_name=name)
        for code, name in names.items()
        if code and (codes is None or code in codes)
    ]


def files(view: View, keys: Iterable[str]) -> list[tuple[str, bytes]]:
    """(name, content) of the district's book in each form; NoBoundary where there is no blank map of it."""
    book = contents.book(view)
    return [(file_name(view, book, FORMATS[key]), FORMATS[key].make(view, book)) for key in keys]
