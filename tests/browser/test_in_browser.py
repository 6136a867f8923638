"""The dashboard as its users meet it: in a browser that can reach nothing but this machine.

Set SCREENSHOTS to a folder to keep a picture of every page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.browser.conftest import open_browser, settle, still

pytestmark = pytest.mark.browser
PAGES = (
    "overview",
    "ageing",
    "needs",
    "resources",
    "coverage",
    "district",
    "district_book",
    "cases",
    "councils",
    "definitions",
    "estimates",
    "similar",
    "next_place",
    "gaps",
    "vans",
    "watching",
)
DISTRICT = "99201-D05"
PLACES = ".place-sign, .place-cluster"  # what web_map draws for a resource, and for several close together
SIZES = ((1280, 720), (1024, 768))
# Streamlit looks for its own health address under a page's name first; both answer from this machine.
PROBE = re.compile(r"/(_stcore/(health|host-config))$")


@pytest.fixture(scope="module")
def browser(app, chromium):
    """One browser for all tests of this module; the root is opened first, as `streamlit run` does."""
    with open_browser(chromium) as (context, watch):
        page = context.new_page()
        page.goto(app.address)
        settle(page)
        yield context, watch


@pytest.fixture
def tab(browser):
    """A fresh tab and an empty list of troubles."""
    context, watch = browser
    for noted in (watch.outside, watch.failed, watch.console):
        noted.clear()
    page = context.new_page()
    page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
    yield page, watch
    page.close()


def go(page, app, name: str, **address: str) -> None:
    """Open a page by its address and wait for it."""
    asked = "&".join(f"{key}={value}" for key, value in address.items())
    page.goto(f"{app.address}/{'' if name == 'overview' else name}{'?' + asked if asked else ''}")
    settle(page)


def troubles(watch) -> list[str]:
    """What went wrong, without Streamlit's own look for its health address under a page's name."""
    failed = [line for line in watch.failed if not PROBE.search(line)]
    probed = len(watch.failed) - len(failed)
    console = [line for line in watch.console if "404" not in line] + [line for line in watch.console if "404" in line][
        probed:
    ]
    return [*watch.outside, *failed, *console]


WIDER = """() => { const main = document.querySelector("[data-testid=stMain]"); return main.scrollWidth - main.clientWidth; }"""  # noqa: E501
SMALL = """() => [...document.querySelectorAll('[data-testid=stAppViewContainer] *')].filter(e => e.offsetParent !== null || e.ownerSVGElement)
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !['STYLE', 'SCRIPT', 'TITLE'].includes(e.tagName))
    .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 30)]).filter(([size]) => size < 18)"""  # noqa: E501
SHAPES = """() => [...document.querySelectorAll('.choroplethlayer')].map(layer =>
    [...layer.querySelectorAll('path')].filter(p => p.getBBox().width > 1).length)"""
NAMES_OF_FORMS = {"CSV", "PNG", "SVG", "HTML", "PDF", "Excel", "Word", "PowerPoint", "zip"}
WITH_SHADES, WITH_PLACES = ("overview", "ageing", "needs", "coverage"), ("resources", "coverage", "district")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_for_a_district(tab, app, name):
    """One visit: nobody outside is asked, nothing complains, all of it can be read, all maps are really drawn."""
    page, watch = tab
    go(page, app, name, district=DISTRICT)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)  # on another screen charts and maps are drawn again
        page.wait_for_function(f"() => ({WIDER})() <= 1")
        assert page.locator("h1").first.inner_text().strip()
        assert "架空のデータです" in page.locator(".stamps").inner_text()
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"))
    if name in WITH_PLACES:
        places = page.frame_locator("iframe[title*=folium]").first.locator(PLACES)
        places.first.wait_for()
        assert places.count() >= 3
    assert page.evaluate(SMALL) == [], "smaller than 18 pixels"
    assert page.locator(".modebar-btn").count() == 0, "offers a picture without its source"
    assert english(page) <= NAMES_OF_FORMS
    assert troubles(watch) == []


def english(page) -> set[str]:
    """The words in Latin letters that are seen on a page."""
    page.add_style_tag(
        content="[data-testid=stIconMaterial] { display: none !important; }"
    )  # icons are words to a program
    said = page.inner_text("[data-testid=stAppViewContainer]")
    said = re.sub(r"\S+\.(?:jp|com)\b\S*", "", said)  # where a document was read
    return set(re.findall(r"[A-Za-z]{3,}", said))


@pytest.mark.parametrize("name", WITH_SHADES)
def test_shaded_maps_are_really_drawn(tab, app, name):
    page, watch = tab
    go(page, app, name)
    page.wait_for_selector(".choroplethlayer path", state="attached")
    assert max(page.evaluate(SHAPES)) >= 26
    assert page.locator(".modebar-btn").count() == 0
    assert troubles(watch) == []


def test_a_click_on_a_place_opens_what_is_known_of_it_though_the_map_is_half_out_of_sight(tab, app):
    page, watch = tab
    go(page, app, "resources", district="99201-D23")
    frame = page.frame_locator("iframe[title*=folium]").first
    sign = frame.locator(".leaflet-marker-pane .place-sign").nth(2)
    sign.wait_for()
    page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTo(0, 400)")
    box = still(page, sign)
    held = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.up()
    frame.locator(".leaflet-popup").wait_for()
    assert "曜日・時間" in frame.locator(".leaflet-popup").inner_text()
    assert page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop") == held
    assert troubles(watch) == []


def test_shapes_travel_as_a_file_of_this_server(tab, app):
    page, _ = tab
    asked = []
    page.on("response", lambda answer: asked.append((answer.url, answer.status)) if "/media/" in answer.url else None)
    go(page, app, "ageing", level="small_area")
    page.wait_for_selector(".choroplethlayer path", state="attached")
    assert any(url.endswith(".json") and status == 200 for url, status in asked), asked


def inside_a_shape(page) -> list[float]:
    """A place in the window that lies inside the biggest shape of the first map."""
    return page.evaluate(
        """() => { const size = (path) => { const r = path.getBoundingClientRect(); return r.width * r.height; };
           const path = [...document.querySelectorAll('.choroplethlayer path')].sort((a, b) => size(b) - size(a))[0];
           const box = path.getBoundingClientRect(), back = path.getScreenCTM().inverse();
           for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) for (const other of [0.5, 0.4, 0.6, 0.3, 0.7]) {
             const at = new DOMPoint(box.x + box.width * part, box.y + box.height * other);
             if (path.isPointInFill(at.matrixTransform(back))) return [at.x, at.y];
           } }"""
    )


def click_what_is_under(page, x: float, y: float) -> None:
    """A click on a chart: plotly looks for what is under the mouse before it takes one."""
    page.mouse.move(x - 5, y - 5)
    page.mouse.move(x, y)
    page.wait_for_selector(".hoverlayer .hovertext", state="attached")
    page.mouse.click(x, y)


def test_a_click_on_the_map_selects_the_district_as_the_list_does(tab, app):
    page, watch = tab
    go(page, app, "overview")
    page.wait_for_selector(".choroplethlayer path", state="attached")
    page.evaluate("(y) => document.querySelector('[data-testid=stMain]').scrollBy(0, y - 350)", inside_a_shape(page)[1])
    still(page, page.locator(".choroplethlayer").first)
    click_what_is_under(page, *inside_a_shape(page))
    page.wait_for_url(re.compile("district=99201-D"))
    settle(page)
    chosen = page.locator(".stamps .place").inner_text().split()[-1]
    assert page.locator("[data-testid=stSidebar] input[value]").nth(1).input_value() == chosen
    assert troubles(watch) == []


def test_a_click_on_the_map_tries_a_place_there(tab, app):
    page, watch = tab
    go(page, app, "next_place", district="99201-D05", kind="salon")
    frame = page.frame_locator("iframe[title*=folium]").first
    frame.locator(".place-spot").first.wait_for()
    page.locator("iframe[title*=folium]").first.scroll_into_view_if_needed()
    box = still(page, page.locator("iframe[title*=folium]").first)
    still(page, frame.locator(".place-spot").first)  # the map fits itself beside its key
    page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.55)
    page.wait_for_function(
        "() => [...document.querySelectorAll('p.lead')].some((said) => said.innerText.includes('試した場所（'))"
    )
    frame.locator(".place-spot.tried").wait_for()
    assert "spot=36." in page.url
    assert troubles(watch) == []


def middle_of_square(page, name: str) -> list[float]:
    """The middle of a district's square on a tile map, in the window, scrolled to where it can be clicked."""
    return page.evaluate(
        """(name) => { const words = [...document.querySelectorAll('.scatterlayer text')].find(e => e.textContent.startsWith(name));
           words.scrollIntoView({ block: 'center' }); const r = words.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }""",  # noqa: E501
        name,
    )


def test_a_click_on_a_square_selects_the_district_too(tab, app):
    page, watch = tab
    go(page, app, "overview", city="takasaki")
    page.wait_for_selector(".barlayer path", state="attached")
    for name in ("豊岡", "八幡"):
        middle_of_square(page, name)
        still(page, page.locator(".scatterlayer text").first)
        click_what_is_under(page, *middle_of_square(page, name))
        page.wait_for_function(
            "(name) => document.querySelector('.stamps .place').innerText.trim().endsWith(name)", arg=name
        )
        settle(page)
        assert page.locator(".stamps .place").inner_text().split()[-1] == name
    assert troubles(watch) == []


def test_contents_jump_to_their_section(tab, app):
    page, watch = tab
    go(page, app, "definitions")
    assert page.locator("#nation").bounding_box()["y"] > SIZES[0][1]
    page.locator(".contents a").last.click()
    page.wait_for_function(
        "() => { const y = document.querySelector('#nation').getBoundingClientRect().y; return 0 <= y && y < innerHeight; }"  # noqa: E501
    )
    assert troubles(watch) == []


def test_selection_stays_over_page_change_reload_and_new_tab(tab, app):
    page, _ = tab
    go(page, app, "overview", district=DISTRICT, sharing="council")
    name = page.locator(".stamps .place").inner_text().split()[-1]
    page.get_by_role("link", name="高齢化").click()
    page.wait_for_url("**/ageing**")
    settle(page)
    for again in (lambda: None, page.reload):
        again()
        settle(page)
        assert f"district={DISTRICT}" in page.url
        assert "sharing=council" in page.url
        assert name in page.locator(".stamps").inner_text()
        assert "協議体限り" in page.locator(".stamps").inner_text()
    other = page.context.new_page()
    other.goto(page.url)
    settle(other)
    assert name in other.locator(".stamps").inner_text()
    assert "高齢化" in other.locator("h1").inner_text()
    other.close()


def test_a_pages_answers_stand_in_the_address(tab, app):
    page, _ = tab
    go(page, app, "ageing", level="small_area", measure="late_elderly_rate")
    assert "75歳以上の割合" in page.locator(".figure-title").first.inner_text()
    assert "町丁" in page.locator(".figure-title").first.inner_text()
    page.reload()
    settle(page)
    assert "75歳以上の割合" in page.locator(".figure-title").first.inner_text()


def test_pictures_and_tables_can_be_taken_away(tab, app):
    page, watch = tab
    go(page, app, "ageing")
    page.get_by_role("button", name="この図を保存する").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("PNG・カラー")).first.click()
    picture = Path(waiting.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert re.match(r"ささゆり市.*高齢化率.*2025-04-01_公開用\.png", waiting.value.suggested_filename)
    page.keyboard.press("Escape")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("CSVで保存")).first.click()
    table = Path(waiting.value.path()).read_bytes()
    assert table.startswith(b"\xef\xbb\xbf")
    assert "架空のデータ" in table.decode("utf-8-sig")
    assert troubles(watch) == []


def test_the_saved_map_opens_without_any_server(tab, app, tmp_path):
    page, watch = tab
    go(page, app, "resources", district=DISTRICT)
    page.get_by_role("button", name="この図を保存する").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("HTML")).first.click()
    saved = tmp_path / "map.html"
    waiting.value.save_as(saved)
    page.goto(saved.as_uri())
    page.wait_for_selector(PLACES)
    assert "架空のデータです" in page.inner_text("body")
    assert troubles(watch) == []
