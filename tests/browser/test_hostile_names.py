"""A city whose every text is hostile, in a browser: nothing of it runs, all of it is read as it is written, and a page
printed has all its rows."""

from __future__ import annotations

import io
import re
import unicodedata

import pypdf
import pytest

from tests import hostile
from tests.browser.conftest import open_browser, running_app, settle

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shown(chromium, tmp_path_factory):
    """A page in a browser, the address of the app, the city, and what went wrong so far."""
    folder = tmp_path_factory.mktemp("hostile")
    city = hostile.city(folder / "cities")
    with running_app(folder, CITIES_DIR=str(folder / "cities")) as app, open_browser(chromium) as (context, watch):
        page = context.new_page()
        page.on("dialog", lambda dialog: (watch.console.append("a dialog"), dialog.dismiss()))
        page.goto(app.address)  # the first visitor of a bookmarked page gets a box of Streamlit's own
        settle(page)
        yield page, app.address, city, watch


def _open(shown, name: str, **asked: str) -> None:
    page, address, *_ = shown
    page.goto(
        f"{address}/{name}?city=tiny&sharing=council&" + "&".join(f"{key}={value}" for key, value in asked.items())
    )
    settle(page)


def _map(page):
    """The frame of the page's map, once its places are drawn."""
    inside = page.wait_for_selector("iframe[title*=folium]", state="attached").content_frame()
    inside.wait_for_selector(".leaflet-marker-icon", state="attached")
    settle(page)
    return inside


def _untouched(shown) -> bool:
    page, *_, watch = shown
    assert [frame.evaluate("() => window.hacked ?? null") for frame in page.frames] == [None] * len(page.frames)
    return not watch.outside and not [line for line in watch.console if "404" not in line]


def test_a_map_says_every_name_as_it_is_written(shown):
    page, _, city, _ = shown
    places = city.table("resources").dropna(subset=["lat"])
    place = places.iloc[0]
    _open(shown, "next_place", candidates="halls", spot=f"{place['lat']:.5f},{place['lon']:.5f}")
    inside = _map(page)
    assert _untouched(shown)
    tip = inside.locator(".leaflet-tooltip").first.text_content()
    assert re.search("試した場所（(.*)のあたり）", tip)[1] in set(city.table("areas")["name"])
    _open(shown, "resources", look="map")
    inside = _map(page)
    said = inside.evaluate(
        """() => Object.values(map_div._layers).flatMap((layer) => layer.getLayers && layer.getAllChildMarkers === undefined ? layer.getLayers() : [layer])
        .filter((layer) => layer.getPopup && layer.getPopup()).map((layer) => layer.getPopup().getContent().querySelector("b").textContent)"""  # noqa: E501
    )
    known = set(places["name"])
    assert len(set(said)) > 20 and set(said) <= known | set(city.table("resources")["name"])
    assert _untouched(shown)


def test_headings_lists_and_buttons_are_text_and_all_of_a_list_is_printed(shown):
    page, _, city, _ = shown
    _open(shown, "district")
    names = city.table("areas").query("level == 'district'")["name"].tolist()
    buttons = [
        text.replace("\u2060", "")
        for text in page.locator("[data-testid=stMain] [data-testid=stButton] button").all_text_contents()
    ]
    assert buttons == names
    _open(shown, "resources", look="list")
    assert _untouched(shown)
    listed = page.locator(".items > div > b").all_text_contents()
    shown_names = city.table("resources")["name"]
    assert len(listed) > 40 and set(listed) <= set(shown_names)
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    printed = re.sub(r"\s", "", unicodedata.normalize("NFKC", "".join(sheet.extract_text() for sheet in pages)))
    assert [name for name in listed if name.isascii() and re.sub(r"\s", "", name) not in printed] == []
    page.emulate_media(media="print")
    assert page.evaluate(
        "() => [...document.querySelectorAll('.items')].every((box) => box.scrollHeight <= box.clientHeight + 1 &&"
        " box.checkVisibility({ contentVisibilityAuto: true }))"
    )
    page.emulate_media(media="screen")
