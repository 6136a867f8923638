"""Every page through dashboard.py, on the embedded city: it draws, says its stamps, and keeps what must not be
shown."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, app_test

ROOT = Path(__file__).parent.parent.parent
PAGES = {
    "see/overview": "市の概況",
    "see/ageing": "高齢化",
    "see/needs": "困りごと・あったらいいな",
    "see/resources": "地域資源",
    "see/coverage": "歩いて行ける範囲",
    "see/district": "地区のすがた",
    "tell/cases": "事例集",
    "tell/district_book": "地区データブック",
    "keep/councils": "協議体の歩み",
    "keep/definitions": "定義と出典",
    "think/estimates": "困りごとの推計",
    "think/similar": "似た地区",
    "think/next_place": "もう一か所つくるなら（たたき台）",
    "think/gaps": "まだ歩いて行ける場所がない所",
    "see/vans": "移動販売の回り方",
    "see/watching": "見守り",
}
# Every AppTest would look through all installed packages for components, and compile the page scripts, anew: once is
# enough for a process, and three fifths of a page's time are saved.
manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)
app_test.ScriptCache = functools.cache(app_test.ScriptCache)


def test_every_page_script_is_opened_by_these_tests():
    """Whoever adds a page adds it to PAGES: then every city, also one that lacks everything, opens it."""
    scripts = {
        f"{folder}/{script.stem}"
        for folder in ("see", "think", "tell", "keep")
        for script in (ROOT / "pages" / folder).glob("*.py")
    }
    assert scripts == {*PAGES, "keep/restricted"}  # restricted: officials alone, test_restricted_page.py


def opened(page: str, **address: str) -> AppTest:
    """A page as an address opens it."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=600)
    for key, value in address.items():
        app.query_params[key] = value
    if page != "see/overview":
        app.switch_page(f"pages/{page}.py")
    return app.run()


def words(app: AppTest) -> str:
    """All text of a page, markup taken as it is."""
    return "\n".join(str(part.proto) for part in app.get("html")) + "\n".join(title.value for title in app.title)


def said_by(app) -> str:
    """The same without markup, of a page that opened without a fault."""
    assert not app.error and not app.exception
    return re.sub(r"<[^>]+>", "", words(app))


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


@pytest.mark.parametrize("page", PAGES)
def test_page_draws_with_its_name_and_stamps(page):
    app = opened(page)
    assert not app.error
    assert not app.exception
    assert app.title[0].value == PAGES[page]
    assert "架空のデータです" in words(app)
    assert "公開用" in words(app)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("sharing", ["public", "council"])
def test_page_draws_for_a_district(page, sharing):
    app = opened(page, district="99201-D05", sharing=sharing)
    assert not app.error
    assert not app.exception
    assert app.session_state["district"] == "99201-D05"
    assert ("協議体限り" if sharing == "council" else "公開用") in words(app)


def test_internal_sharing_needs_the_access_setting(monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    assert opened("see/overview", sharing="internal").session_state["sharing"] == "public"
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert opened("see/overview", sharing="internal").session_state["sharing"] == "internal"


def test_internal_sharing_ends_where_others_can_reach_the_dashboard(monkeypatch):
    from streamlit import config

    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    try:
        assert opened("see/overview", sharing="internal").session_state["sharing"] == "public"
    finally:
        config.set_option("server.address", before)


@pytest.mark.parametrize(
    ("key", "value", "instead"),
    [("city", "nowhere", "sample"), ("district", "no-such", ""), ("sharing", "everyone", "public")],
)
def test_an_address_that_fits_nothing_opens_the_default(key, value, instead):
    app = opened("see/overview", **{key: value})
    assert not app.error
    assert app.session_state[key] == instead


def test_a_page_that_breaks_is_worded_in_japanese(monkeypatch):
    from pages import queries

    def broken(*_, **__):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(queries, "whole", broken)
    app = opened("see/overview")
    assert "申し訳ありません" in app.error[0].value
    assert "secret detail" not in words(app)
