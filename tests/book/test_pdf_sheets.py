"""The blank map for a table and the posters."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from pages.book.pdf import document, maps
from pages.figures.description import BaseMap
from tests.book import pdf_books
from tests.book.test_pdf import fonts, pages, read

MM = 72 / 25.4


@pytest.mark.parametrize("figure", [pdf_books.area_map(12), pdf_books.place_map(40)], ids=["areas", "places"])
def test_the_blank_map_is_a3_and_shows_ground_but_no_value(figure):
    content = document.blank_map(
        replace(figure, caption=replace(figure.caption, title="八幡地区 白地図", note="書き込み用です。"))
    )
    (page,), (text,) = read(content).pages, pages(content)
    assert (round(page.mediabox.width / MM), round(page.mediabox.height / MM)) == (420, 297)
    assert all(
        words in text
        for words in (
            "八幡地区白地図",
            "架空のデータです",
            "公開用",
            "出典：架空市",
            "km",
            "北",
            "道路",
            "川",
            "鉄道",
            "駅",
            "学校",
            "集会所・会館",
            "日付",
        )
    )
    assert "%" not in text and "サロン" not in text and "少人数" not in text
    assert all("BIZUDPGothic" in font for font in fonts(read(content)))


def test_a_blank_map_fills_the_paper_whatever_the_shape_of_the_district():
    for count in (2, 12, 60):
        made = maps.blank(pdf_books.area_map(count), 15.6, 9.6)
        assert (made["wide"], made["high"]) == (pytest.approx(15.6 * 72, abs=0.1), pytest.approx(9.6 * 72, abs=0.1))


def test_a_blank_map_without_boundaries_is_refused():
    with pytest.raises(ValueError, match="needs boundaries"):
        document.blank_map(replace(pdf_books.place_map(3), base=BaseMap()))


@pytest.mark.parametrize(
    ("size", "tiled", "wanted"),
    [
        ("A1", False, [(594, 841)]),
        ("A2", False, [(420, 594)]),
        ("A1", True, [(297, 420)] * 4),
        ("A2", True, [(420, 297)] * 2),
    ],
)
def test_posters_have_their_size_and_tiles_are_a3(size, tiled, wanted):
    content = document.poster(pdf_books.full_book(), size, tiled)
    assert [
        (round(page.mediabox.width / MM), round(page.mediabox.height / MM)) for page in read(content).pages
    ] == wanted
    text = "".join(pages(content))
    assert all(
        re.sub(r"\s", "", words) in text
        for words in (
            "八幡地区",
            *pdf_books.full_book().sentences,
            "12,345人",
            "年齢の構成（八幡地区）",
            *pdf_books.STAMPS,
        )
    )
    assert ("4枚" if size == "A1" else "2枚") in text or not tiled


def test_a_poster_of_an_empty_district_and_of_a_large_one():
    assert "この地区の資料は、まだありません。" in pages(document.poster(pdf_books.empty_book(), "A2"))[0]
    assert len(pages(document.poster(pdf_books.large_book(), "A2"))) == 1


def test_an_unknown_size_is_refused():
    with pytest.raises(ValueError, match="A1 or A2"):
        document.poster(pdf_books.empty_book(), "A4")


def test_letters_of_maps_stay_letters():
    """So that a search finds the words of the key."""
    assert "30 %以上" in maps.picture(pdf_books.area_map(8), document.PAGE)["svg"]
