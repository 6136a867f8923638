"""地区データブック: what a district's book holds and its buttons; all districts as one zip, made beside the page."""

from __future__ import annotations

import io
import threading
import zipfile

import pytest

from pages.parts import book_downloads
from tests.pages.test_pages import opened, words
from tests.tiny_city import area_table, bands, stored

PAGE = "tell/district_book"
PATIENT = 600  # seconds that end a test that hangs; no result hangs on it


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def downloads(app) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def finished(app):
    """The page once the books are whole."""
    _ended()
    return app.run()


def _ended() -> None:
    """Wait until nobody makes books any more."""
    for thread in threading.enumerate():
        if thread.name == "books":
            thread.join(PATIENT)


def test_a_district_s_book_is_told_and_offered_in_every_form():
    app = opened(PAGE, district="99201-D05")
    assert "入っているもの" in words(app) and "話し合いのシート" in words(app) and "人口は19,683人です。" in words(app)
    assert len(downloads(app)) == 8 and any("PowerPoint" in label for label in downloads(app))
    assert "26地区の分をまとめて作る" in labels(app)


def test_a_city_without_boundaries_has_no_blank_map():
    app = opened(PAGE, city="takasaki", district="takasaki/八幡")
    assert len(downloads(app)) == 7 and not any("白地図" in label for label in downloads(app))


def test_a_city_without_districts_is_worded(cities_dir):
    stored(
        cities_dir,
        {"areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"}), "population": bands("a0", 1, 2, 3, 4)},
        "plain",
    )
    app = opened(PAGE, city="plain")
    assert "地区の区分が、この市のデータにはまだないため" in app.info[0].value and not app.button


def test_all_districts_as_one_zip_and_then_made_anew():
    app = opened(PAGE, city="takasaki")
    app.button(key="books-begin").click().run()
    app = finished(app)
    assert not app.error and downloads(app) == ["まとめたファイル（zip）を保存する"]
    with zipfile.ZipFile(io.BytesIO(app.session_state[book_downloads._STATE].content)) as packed:
        assert packed.testzip() is None and len(packed.namelist()) == 26
        assert all(packed.read(name).startswith(b"%PDF") and name.endswith("公開用.pdf") for name in packed.namelist())
    app.button(key="books-again").click().run()
    assert book_downloads._STATE not in app.session_state and "26地区の分をまとめて作る" in labels(app)


def test_what_was_made_for_the_council_is_not_offered_to_the_public(monkeypatch):
    monkeypatch.setattr(book_downloads.formats, "files", lambda view, _: [(f"{view.district_name}.pdf", b"%PDF")])
    app = opened(PAGE, city="takasaki", sharing="council")
    app.button(key="books-begin").click().run()
    app = finished(app)
    assert downloads(app)
    app.radio(key="sharing").set_value("public").run()
    assert not downloads(app) and book_downloads._STATE not in app.session_state


def test_it_can_be_stopped(monkeypatch, request):
    begun, go_on = threading.Event(), threading.Event()
    request.addfinalizer(go_on.set)

    def slow(*_):
        begun.set()
        go_on.wait(PATIENT)
        return []

    monkeypatch.setattr(book_downloads.formats, "files", slow)
    app = opened(PAGE, city="takasaki")
    app.button(key="books-begin").click().run()
    assert begun.wait(PATIENT) and "やめる" in labels(app)
    making = app.session_state[book_downloads._STATE]
    app.button(key="books-stop").click().run()
    go_on.set()
    assert making.cancelled.is_set() and "26地区の分をまとめて作る" in labels(app)
    _ended()
    assert making.content is None and making.done <= 1


def test_a_fault_is_worded(monkeypatch):
    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(book_downloads.formats, "files", broken)
    app = opened(PAGE, city="takasaki")
    app.button(key="books-begin").click().run()
    app = finished(app)
    assert (
        book_downloads.FAILED in app.error[0].value
        and "secret" not in words(app)
        and "26地区の分をまとめて作る" in labels(app)
    )


def test_it_ends_with_the_visit(monkeypatch):
    """Nobody holds what is made: the work stops by itself."""
    import weakref

    made: list[int] = []
    monkeypatch.setattr(book_downloads, "_pack", lambda *_: made.append(1))
    view = type("View", (), {"district_label": "地区"})()
    making = book_downloads._Making((), 3)
    held = weakref.ref(making)
    book_downloads._make(held, [view] * 3, ("pdf",))
    assert len(made) == 3 and making.content is not None
    del making
    book_downloads._make(held, [view] * 3, ("pdf",))
    assert len(made) == 3
