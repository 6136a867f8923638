"""What a data book of a real view holds: the figures that analysis.indicators.values gives, nothing that must not be
shown, no empty chapter."""

from __future__ import annotations

import io
import re
from functools import cache

import pypdf
import pytest

from analysis.indicators.values import figures
from data.store.city import City, open_city
from pages import queries
from pages.book import contents, formats
from pages.book.book import Book, Note, TalkSheet
from pages.book.pdf import document as pdf
from pages.figures.description import Shades
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics import freshness

SHARES = (
    "ageing_rate",
    "late_elderly_rate",
    "over85_rate",
    "single_elderly_rate",
    "elderly_couple_rate",
    "care_certification_rate",
)
TOWN, HILL, LONG_NAME = "99201-D05", "雲渡", "霞野・笛原"
# Districts tried: every how many-th. All of them take minutes and have been made by the benchmark.
EVERY = {"public": 2, "council": 6}


def views(city: City, sharing: str = "public") -> dict[str, View]:
    return {view.district_name: view for view in formats.views(View(city, "", "", sharing))}


def tried(name: str, sharing: str) -> list[str]:
    """The districts of an embedded city whose books are looked at."""
    return list(views(open_city(name), sharing))[:: EVERY[sharing]]


@cache
def book_of(name: str, district: str, sharing: str = "public") -> Book:
    return contents.book(views(open_city(name), sharing)[district])


def text(content: bytes) -> str:
    """All words of a PDF without spaces and line breaks."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages))


def section(book: Book, key: str):
    return next(found for found in book.sections if found.key == key)


@pytest.mark.parametrize(("name", "district"), [("sample", HILL), ("sample", LONG_NAME), ("takasaki", "八幡")])
def test_the_figures_are_those_of_the_command_line(name, district):
    """Written down here once more: shares to one place, counts with commas."""
    said = text(pdf.render(book_of(name, district)))
    city, number = open_city(name), 0
    for row in (
        figures(city, SHARES, "district", sharing="public")
        .query("area_name == @district and value.notna()")
        .itertuples()
    ):
        assert f"{row.value * 100:.1f}%" in said, row.indicator
        number += 1
    needs = figures(
        city, ["need_persons"], "district", kind=tuple(queries.kinds_of_need(views(city)[district])), sharing="public"
    ).query("area_name == @district and value.notna()")
    assert all(f"{value:,.0f}人" in said for value in needs["value"])
    assert number >= (1 if name == "takasaki" else 6) and len(needs) > 3


def test_what_is_printed_of_hachiman_stands_in_its_book():
    said = text(pdf.render(book_of("takasaki", "八幡")))
    assert all(
        words in said
        for words in (
            "14,212人",
            "29.9%",
            "動ける人がお互いに見守る交流のあるまち",
            "約150人",
            "194人",
            "判読不可",
            "みんなで支え合うまちづくり",
        )
    )
    assert "架空" not in said


def test_what_a_card_says_is_not_said_again_among_what_is_printed():
    """Of 八幡 documents print its people and its ageing rate, and both stand on cards."""
    cards, *others = section(book_of("takasaki", "八幡"), "people").parts
    assert [card.name for card in cards.items] == ["人口", "高齢化率"]
    assert not any(isinstance(part, Sheet) for part in others)


def test_a_district_without_data_says_so_once_and_has_no_empty_chapter():
    book = book_of("takasaki", "片岡")
    assert [found.key for found in book.sections] == ["lacking", "talk"]
    assert section(book, "lacking").parts == (
        Note(
            (
                (
                    "目指す地域像と、いましていること、人口と年齢、世帯と介護、困りごと・あったらいいな、地域資源、"
                    "歩いて行ける範囲と、まだ場所がない所、町内会・町丁ごとの値、市全体・全国とならべる、この地区の事例"
                ),
            )
        ),
    )
    assert len(pypdf.PdfReader(io.BytesIO(pdf.render(book))).pages) == 3


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_every_chapter_has_parts_and_every_district_its_book(sharing):
    for name in ("sample", "takasaki"):
        for district in tried(name, sharing):
            book = book_of(name, district, sharing)
            assert all(found.parts for found in book.sections), district
            assert len(book.sentences) == 3 and all(book.sentences)
            titles = [part.caption.title for found in book.sections for part in found.parts if hasattr(part, "caption")]
            assert len(set(titles)) == len(titles), "a table or figure stands twice"
            assert ("架空" in "".join(book.stamps)) == (name == "sample")


def test_a_table_of_neighbourhoods_that_is_nearly_all_hidden_is_left_out_and_that_is_said():
    public, council = (section(book_of("sample", HILL, sharing), "needs").parts for sharing in ("public", "council"))
    assert not any(isinstance(part, Shades) for part in public)
    assert any(
        "ほとんど示せません" in sentence for part in public if isinstance(part, Note) for sentence in part.sentences
    )
    assert any(isinstance(part, Shades) for part in council)


def test_only_words_that_the_book_uses_are_defined():
    meant = dict(section(book_of("sample", HILL), "definitions").parts[0].items)
    assert {"高齢化率", "歩いて行ける人の割合", "少人数のため表示しません", "未調査"} <= set(meant)
    assert not {"老年化指数", "従属人口指数", "判読不可", "席のゆとり（65歳以上1,000人あたり・月）"} & set(meant)
    meant = dict(section(book_of("takasaki", "八幡"), "definitions").parts[0].items)
    assert "判読不可" in meant and "少人数のため表示しません" not in meant and "ひとり暮らしの高齢者の割合" in meant


def test_sources_are_named_once_with_all_their_dates_in_order():
    found = book_of("sample", HILL).sources
    assert (
        "ささゆり市（架空）「架空データ（住民基本台帳の形）」（2015年4月1日現在、2020年4月1日現在、2025年4月1日現在）"
        in found
    )
    assert len({source.split("」")[0] for source in found}) == len(found)
    assert any(source.startswith("内閣府") for source in found) and not any("※" in source for source in found)


def test_the_list_of_resources_names_neither_the_district_nor_empty_columns():
    listed = [part for part in section(book_of("takasaki", "八幡"), "resources").parts if isinstance(part, Sheet)][-1]
    assert list(listed.shown) == ["名称", "種類", "場所"] and len(listed.shown) == 8


def test_what_nobody_confirmed_for_a_year_is_marked_in_the_list():
    view = views(open_city("sample"))[HILL]
    listed = [part for part in section(book_of("sample", HILL), "resources").parts if isinstance(part, Sheet)][-1]
    old = freshness.of(queries.resources(view)).eq("old").to_numpy()
    assert (
        0 < old.sum() < len(old)
        and list(listed.shown["確認日"].str.endswith("※")) == list(old)
        and listed.caption.note.startswith("※＝")
    )


def test_the_sheet_to_talk_over_is_a_page_of_its_own():
    pages = [
        re.sub(r"\s+", "", page.extract_text())
        for page in pypdf.PdfReader(io.BytesIO(pdf.render(book_of("sample", HILL)))).pages
    ]
    own = [
        page
        for page in pages
        if all(question in page for question in section(book_of("sample", HILL), "talk").parts[0].questions)
    ]
    assert len(own) == 1 and "ことばの意味" not in own[0]


def test_the_edition_for_copying_is_short_and_asks_the_same_questions():
    made = contents.short(book_of("sample", HILL))
    asked = [part for found in made.sections for part in found.parts if isinstance(part, TalkSheet)]
    assert made.cover is None and asked[0].questions == section(book_of("sample", HILL), "talk").parts[0].questions
    assert "出典" in text(pdf.render(made, "short"))  # at each figure


@pytest.mark.parametrize("sharing", ["public", "council"])
@pytest.mark.parametrize("name", ["sample", "takasaki"])
def test_the_edition_for_copying_has_four_pages_at_most(name, sharing):
    for district in tried(name, sharing):
        made = contents.short(book_of(name, district, sharing))
        assert len(pypdf.PdfReader(io.BytesIO(pdf.render(made, "short"))).pages) <= 4, district


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_so_has_that_of_the_districts_of_a_real_city_from_the_largest_to_the_smallest(higashiosaka, every):
    _, city = higashiosaka
    areas = city.table("membership")["parent_code"].value_counts()  # 35 ... 6; tables of up to 10 stay in
    found = sorted(views(city).values(), key=lambda view: -areas[view.district])
    assert len(found) == 26
    for view in found[::every]:
        book = contents.book(view)
        assert len(pypdf.PdfReader(io.BytesIO(pdf.render(contents.short(book), "short"))).pages) <= 4
        assert "地区は試すために作ったもの" in book.stamps and contents.blank(view) is not None


def test_the_blank_map_is_of_the_district_with_the_source_of_its_boundaries():
    view = views(open_city("sample"))[HILL]
    said = text(pdf.blank_map(contents.blank(view)))
    assert "雲渡地区の白地図" in said and "境界の形" in said and "架空のデータです" in said
    assert contents.blank(views(open_city("takasaki"))["八幡"]) is None
