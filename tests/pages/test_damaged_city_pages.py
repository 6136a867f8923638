"""A damaged city, table or file of entries on the screen: named where it is used, every other city opens."""

from __future__ import annotations

import json

import pytest

from data.made import json_store
from data.store import pictures
from tests.data.store.test_damaged_cities import damage, tiny
from tests.data.store.test_pictures import photograph
from tests.pages.test_pages import PAGES, opened, words
from tests.tiny_city import stored

APOLOGY = "申し訳ありません"


def titles(app) -> list[str]:
    return app.sidebar.selectbox[0].options


def test_a_bad_city_stands_in_the_list_and_the_others_open(cities_dir):
    tiny(cities_dir, "good")
    damage(tiny(cities_dir, "bad"), b"")
    app = opened("see/overview", city="good")
    assert not app.error and app.session_state["city"] == "good"
    assert "（読めません）bad" in titles(app)


@pytest.mark.parametrize("page", PAGES)
def test_choosing_a_bad_city_gives_the_sentence_on_every_page_and_another_can_be_chosen(page, cities_dir):
    damage(tiny(cities_dir, "bad"), b"\x83\x65")
    app = opened(page, city="bad")
    assert [APOLOGY in box.value for box in app.error] == [False] and "市「bad」のデータが読めません" in app.error[
        0
    ].value
    assert app.session_state["city"] == "bad" and not app.exception and not app.title
    assert [code.value for code in app.code] == ["python -m data import bad ファイル… --replace"]
    app.sidebar.selectbox[0].set_value("sample").run()
    assert not app.error and app.title[0].value == PAGES[page]


@pytest.mark.parametrize(
    ("table", "page", "breaks"),
    [("areas", "see/overview", True), ("population", "see/ageing", True), ("population", "keep/councils", False)],
)
def test_a_damaged_table_is_said_on_the_pages_that_use_it(table, page, breaks, cities_dir):
    city = tiny(cities_dir)
    (city.folder / "r1" / f"{table}.parquet").write_bytes(b"x")
    app = opened(page, city="tiny")
    assert not app.exception and bool(app.error) is breaks
    assert all(APOLOGY not in box.value and "の表" in box.value for box in app.error)
    app.sidebar.selectbox[0].set_value("sample").run()
    assert not app.error


@pytest.mark.parametrize("name", ["../cities/tiny", "..", "/etc", "tiny/r1", "%2e%2e", r"..\tiny"])
def test_a_path_in_the_address_reaches_no_file(name, cities_dir):
    tiny(cities_dir)
    app = opened("see/overview", city=name)
    assert not app.error and app.session_state["city"] == "sample"


@pytest.mark.parametrize("content", ["", "{", "[1]", json.dumps([{"group": "x"}])])
def test_damaged_entries_are_said_beside_what_does_not_need_them(content, cities_dir):
    city = tiny(cities_dir)
    for name in ("rates", "plans"):
        path = json_store.folder_of(city) / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    app = opened("think/estimates", city="tiny")
    assert len(app.error) == 1 and "画面で加えて保存した内容が読めません" in app.error[0].value and not app.exception
    assert app.title[0].value == "困りごとの推計" and "半田市" in words(app)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nrest", b"\xff\xd8\xffrest", photograph(40, 20)[:-200]])
def test_a_damaged_picture_is_said_beside_its_case(content, cities_dir):
    import pandas as pd

    city = tiny(cities_dir)
    cases = pd.DataFrame(
        [("1", "d0", "東の会", "a.png", True)], columns=["case_id", "area_code", "title", "picture", "consent"]
    )
    stored(cities_dir, {"areas": city.table("areas"), "cases": cases}, "other")
    pictures.store(cities_dir / "other", {"a.png": content})
    app = opened("tell/cases", city="other")
    assert (
        not app.error
        and not app.exception
        and "写真のファイルが壊れているため" in words(app)
        and "東の会" in words(app)
    )


def test_an_entry_that_cannot_be_saved_is_said_beside_the_form(cities_dir, monkeypatch):
    from data.store import write

    tiny(cities_dir)
    app = opened("think/estimates", city="tiny")
    for key, value in (("group", "試す人"), ("low", "8"), ("source", "試し")):
        next(field for field in app.text_input if field.key == f"rate-{key}").set_value(value)
    monkeypatch.setattr(
        write, "write_whole", lambda path, content: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    next(button for button in app.button if button.label == "推計に加える").click()
    app.run()
    assert not app.exception and "ディスクの空きが足りない" in app.error[0].value
    assert next(field for field in app.text_input if field.key == "rate-group").value == "試す人", (
        "what was written stays"
    )
