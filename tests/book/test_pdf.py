"""Data books as PDF: what is in the book can be found in the file, on tagged pages that all say whose they are."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache

import pypdf
import pytest

from pages.book.book import Cards, Case, Note, Quote, Section, TalkSheet
from pages.book.pdf import document, tables
from pages.figures.tables import Card
from tests.book import pdf_books


@cache
def rendered(name: str, edition: str = "full") -> bytes:
    return document.render(
        {"full": pdf_books.full_book, "empty": pdf_books.empty_book, "large": pdf_books.large_book}[name](), edition
    )


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def pages(content: bytes) -> list[str]:
    """The words of each page without spaces and line breaks."""
    return [re.sub(r"\s+", "", page.extract_text()) for page in read(content).pages]


def fonts(reader: pypdf.PdfReader) -> dict[str, dict]:
    """Every font that a page or a picture on it uses, with its descriptor."""
    found: dict[str, dict] = {}

    def gather(resources) -> None:
        for font in (resources.get("/Font") or {}).values():
            for child in font.get_object().get("/DescendantFonts", [font]):
                found[font.get_object()["/BaseFont"]] = child.get_object()["/FontDescriptor"].get_object()
        for form in (resources.get("/XObject") or {}).values():
            if "/Resources" in form.get_object():
                gather(form.get_object()["/Resources"].get_object())

    for page in reader.pages:
        gather(page["/Resources"].get_object())
    return found


ALL = pytest.mark.parametrize(
    ("name", "edition"), [("full", "full"), ("full", "short"), ("empty", "full"), ("large", "full")]
)


@ALL
def test_every_font_is_the_house_type_and_embedded(name, edition):
    found = fonts(read(rendered(name, edition)))
    assert found and all("BIZUDPGothic" in font for font in found)
    assert all(
        any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")) for descriptor in found.values()
    )


@ALL
def test_the_file_is_tagged_and_says_that_it_can_be_read_aloud(name, edition):
    root = read(rendered(name, edition)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "ja-JP" and "/StructTreeRoot" in root
    assert re.search(rb"pdfuaid:part(>|=.)1", root["/Metadata"].get_object().get_data())


@ALL
def test_every_page_bears_the_district_the_stamps_and_its_number(name, edition):
    words = pages(rendered(name, edition))
    district = "八幡地区" if name == "full" else pdf_books.LONG + "地区"
    for number, page in enumerate(words, 1):
        assert district in page and all(stamp in page for stamp in pdf_books.STAMPS)
        assert f"{number}／{len(words)}" in page


def test_headings_sentences_figures_and_names_are_found():
    book, text = pdf_books.full_book(), "".join(pages(rendered("full")))
    wanted = [
        book.title,
        *book.sentences,
        *(section.title for section in book.sections),
        *(sentence for section in book.sections for sentence in section.sentences),
        *book.sources,
    ]
    wanted += [
        "年齢の構成（八幡地区）",
        "だれもが顔なじみで",
        "移動販売を呼んだ八幡の半年",
        "12,345人",
        "上並榎町南部第二十三区自治会連合協議会",
        "出典：架空市「住民基本台帳」（2025年4月1日現在）",
        "少人数のため表示しません",
        "判読不可",
    ]
    assert [words for words in wanted if re.sub(r"\s+", "", words) not in text] == []


def test_the_contents_name_the_page_of_each_section():
    words, titles = pages(rendered("full")), [*(section.title for section in pdf_books.full_book().sections), "出典"]
    for number, title in enumerate(titles, 1):
        found = re.search(rf"{number}{title}\.+(\d+?)(?={number + 1}|{titles[0]}|1{titles[0]})", words[1])
        assert found and f"{number}{title}" in words[int(found[1]) - 1]
    assert [item.title for item in read(rendered("full")).outline] == [
        f"{number} {title}" for number, title in enumerate(titles, 1)
    ]


def test_signs_of_markup_come_out_as_they_are():
    """In a name, a title, a sentence, a card, a case and a source."""
    hostile = pdf_books.HOSTILE
    book = replace(
        pdf_books.empty_book(),
        district=hostile,
        sentences=(hostile,),
        sources=(hostile,),
        sections=(
            Section(
                "x",
                hostile,
                (hostile,),
                (
                    Note((hostile,)),
                    Quote(hostile, hostile),
                    Cards((Card(hostile, hostile, (hostile,)),)),
                    Case(hostile, hostile, ((hostile, hostile),), None, hostile),
                    TalkSheet((hostile,)),
                ),
            ),
        ),
    )
    text = "".join(pages(document.render(book)))
    assert text.count(re.sub(r"\s+", "", hostile)) >= 15


def test_alternative_text_is_the_title_and_the_note():
    def kids(node):
        node = node.get_object()
        yield node
        for kid in node.get("/K", []) if isinstance(node.get("/K"), list) else [node["/K"]] if "/K" in node else []:
            if isinstance(kid.get_object() if hasattr(kid, "get_object") else kid, dict):
                yield from kids(kid)

    found = [
        node["/Alt"] for node in kids(read(rendered("full")).trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in node
    ]
    assert (
        "年齢の構成（八幡地区）。5歳ごとの人数です。濃い色は65歳以上です。" in found
        and "移動販売を呼んだ八幡の半年の写真" in found
    )


def test_title_author_date_and_bytes_stay_the_same():
    content = document.render(pdf_books.full_book())
    told = read(content).metadata
    assert (told.title, told.author, told.creation_date.date().isoformat()) == (
        "八幡地区 地区データブック",
        "架空市",
        "2025-04-01",
    )
    assert content == rendered("full")
    assert read(rendered("empty")).metadata.get("/CreationDate") is None


def test_a_book_without_figures_and_dates_is_whole():
    text = "".join(pages(rendered("empty")))
    assert "この地区の人口は、資料にありません。" in text and "図1" not in text and "出典" not in text


def test_60_neighbourhoods_and_300_resources_are_all_there_under_repeated_headings():
    words = pages(rendered("large"))
    text = "".join(words)
    assert all(f"サロン第{number}" in text for number in range(1, 301) if number != 3)
    assert all(f"町内会{number}" in text for number in range(1, 61) if number not in (4, 6))
    listing = [page for page in words if len(re.findall(r"サロン第\d", page)) > 1]
    assert len(listing) > 5 and all("曜日・時間" in page and "確認した日" in page for page in listing)


@ALL
def test_nothing_stands_outside_the_page(name, edition):
    for page in read(rendered(name, edition)).pages:
        wide, high = float(page.mediabox.width), float(page.mediabox.height)
        assert (round(wide), round(high)) == (595, 842)
        places: list[tuple[float, float]] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, font, size, places=places: (
                places.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5])) if text.strip() else None
            )
        )
        assert all(0 <= x <= wide and 0 <= y <= high for x, y in places)


def test_notes_and_sources_never_stand_alone_on_a_page():
    """After the header a page goes on with a heading, a figure or rows, never with what belongs under the last page's
    figure."""
    for name in ("full", "large"):
        for page in pages(rendered(name))[2:]:
            assert not re.match(
                r"^(八幡地区|" + pdf_books.LONG + r"地区)架空市架空のデータです公開用(出典：|＊＝|確認した日は)", page
            )


def test_long_sentences_stay_on_the_cover():
    long = tuple(
        f"{number}つ目の文です。" + "歩いて行ける所にサロン・通いの場がまだない町内会があります。" * 4
        for number in range(1, 4)
    )
    words = pages(document.render(replace(pdf_books.full_book(), sentences=long)))
    assert all(sentence in words[0] for sentence in long) and "もくじ" in words[1]


def test_an_unknown_edition_is_refused():
    with pytest.raises(ValueError, match="full or short"):
        document.render(pdf_books.empty_book(), "long")


def test_the_short_edition_uses_no_colour():
    """Colour operators in page content and in pictures; greys have three equal parts or are set as grey."""
    for page in read(rendered("full", "short")).pages:
        streams = [page.get_contents().get_data()] + [
            form.get_object().get_data()
            for form in (page["/Resources"].get("/XObject") or {}).values()
            if form.get_object()["/Subtype"] == "/Form"
        ]
        for stream in streams:
            for red, green, blue in re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", stream):
                assert abs(float(red) - float(green)) < 0.02 and abs(float(green) - float(blue)) < 0.02


def test_the_edition_for_copying_has_four_pages_at_most():
    words = pages(document.render(pdf_books.short_book(), "short"))
    assert len(words) <= 4 and "来年までに、一つだけ始めるとしたら何ですか。" in "".join(words)


def test_a_tile_map_is_a_figure_too(tile_map):
    """Areas without shapes: drawn as on paper, its key found by a search."""
    text = "".join(pages(document.render(replace(pdf_books.empty_book(), cover=tile_map))))
    assert tile_map.caption.title in text and re.sub(r"\s", "", tile_map.classes.labels[0]) in text


def test_a_picture_that_cannot_be_read_is_left_out():
    case = Case("会", "", (("目的", "集う"),), b"not a picture")
    book = replace(pdf_books.empty_book(), sections=(Section("cases", "事例", (), (case,)),))
    assert "集う" in "".join(pages(document.render(book)))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("2025年4月1日現在", "2025-04-01"),
        ("2024年10月、2023年12月31日と2024年2月29日", "2024-02-29"),
        ("令和7年", None),
        ("2025年13月1日", None),
    ],
)
def test_the_date_said_in_words(words, wanted):
    found = document.spoken_date(words)
    assert (found.isoformat() if found else None) == wanted


def test_a_table_too_wide_is_split_and_every_piece_begins_with_the_first_column():
    assert tables._split([50, 30, 30], 120) == [[0, 1, 2]]
    assert tables._split([50, 30, 30, 30, 30], 120) == [[0, 1, 2], [0, 3, 4]]
    assert tables._split([50, 30, 30, 30, 30], 100) == [[0, 1], [0, 2], [0, 3], [0, 4]]
