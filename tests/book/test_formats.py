"""Every form of a data book: the same bytes whatever is hidden, 架空 where due, names from files as they are, file
names that Windows takes."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pypdf
import pytest

from data.store.city import open_city
from pages.book import contents, formats
from pages.figures.view import View
from tests.book.pdf_books import HOSTILE
from tests.pages.test_two_truths import SECRET, SMALL, city_with
from tests.tiny_city import area_table, bands, parents, stored

ALL = tuple(formats.FORMATS)


def words(name: str, content: bytes) -> str:
    """All text of a file of any form, without spaces."""
    if name.endswith(".pdf"):
        found = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found = "".join(
                unescape(re.sub(r"<[^>]*>", " ", packed.read(part).decode()))
                for part in packed.namelist()
                if part.endswith(".xml")
            )
    return re.sub(r"\s+", "", found)


def made(view: View) -> dict[str, bytes]:
    return dict(formats.files(view, [one.key for one in formats.available(view)]))


def one_of(city, district: str = "", sharing: str = "public") -> View:
    return next(view for view in formats.views(View(city, "", "", sharing)) if district in ("", view.district_name))


def test_every_form_of_the_invented_city_says_so_and_none_of_a_real_one():
    for name, files in (
        ("sample", made(one_of(open_city("sample"), "雲渡"))),
        ("takasaki", made(one_of(open_city("takasaki"), "八幡"))),
    ):
        assert len(files) == (8 if name == "sample" else 7)
        said = [words(*file) for file in files.items()]
        assert all(("架空" in text) == (name == "sample") for text in said)
        assert all("公開用" in text for text in said)


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_what_is_hidden_changes_no_byte_of_any_form(tmp_path, sharing):
    books = []
    for name, secret in (("one", SECRET[sharing]), ("other", SECRET[sharing][::-1])):
        city_with(tmp_path / name, secret)
        books.append(made(one_of(open_city("two", tmp_path / name), "東", sharing)))
    assert books[0].keys() == books[1].keys() and len(books[0]) >= 7
    for name in books[0]:
        if books[0][name] != books[1][name]:
            assert words(name, books[0][name]) == words(name, books[1][name])
        assert books[0][name] == books[1][name], name


def test_officials_see_the_difference(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    seen = []
    for name, secret in (("one", (3, 8)), ("other", (8, 3))):
        city_with(tmp_path / name, secret)
        seen.append(
            words("a.pdf", formats.files(one_of(open_city("two", tmp_path / name), "東", "internal"), ["pdf"])[0][1])
        )
    assert seen[0] != seen[1] and all("庁内用・取扱注意" in said for said in seen)


def test_the_books_for_officials_need_the_access_setting(monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    with pytest.raises(PermissionError, match="職員用の設定"):
        contents.book(one_of(open_city("sample"), "雲渡", "internal"))


def hostile(tmp_path, names: dict[str, str]):
    return stored(
        tmp_path,
        {
            "areas": area_table(small_area={code: f"{code}丁目" for code in SMALL}, district=names, city={"c": "試市"}),
            "membership": parents(
                *[(code, list(names)[number % len(names)]) for number, code in enumerate(SMALL)],
                *[(code, "c") for code in names],
            ),
            "population": sum((bands(code, 20, 100, 70, 60) for code in SMALL), []),
        },
    )


def test_signs_of_markup_and_formulas_stay_a_name_in_every_form(tmp_path):
    city = hostile(tmp_path, {"d0": HOSTILE, "d1": "=1+1"})
    for view, name in zip(formats.views(View(city, "", "", "public")), (HOSTILE, "=1+1"), strict=True):
        for file, content in made(view).items():
            assert re.sub(r"\s+", "", name) in words(file, content), file


def test_no_two_files_share_a_name_and_windows_takes_them_all(tmp_path):
    city = hostile(
        tmp_path,
        {
            "d0": "A/B",
            "d1": "a:b",
            "d2": "CON",
            "d3": "とても長い名前の地区" * 12 + "い",
            "d4": "とても長い名前の地区" * 12 + "ろ",
            "d5": "南地区",
        },
    )
    found = [
        formats.file_name(view, contents.book(view), form)
        for view in formats.views(View(city, "", "", "public"))
        for form in formats.FORMATS.values()
    ]
    assert len({name.casefold() for name in found}) == len(found) == 48
    assert all(not re.search(r'[<>:"/\\|?*\x00-\x1f]', name) and len(name.encode()) < 255 for name in found)
