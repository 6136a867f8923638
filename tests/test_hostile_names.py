"""A name is text, everywhere: a city whose every text is hostile, through every page, every file to save and every
book.

The short form draws each page twice and one district's books; the long one (pytest -m long) puts every text into the
districts' names too, and saves everything that any page offers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import warnings
import zipfile
from html.parser import HTMLParser
from types import SimpleNamespace
from xml.etree import ElementTree

import openpyxl
import pptx
import pypdf
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from data.store import csv_export
from data.text.contacts import hide
from pages.book import contents, formats
from pages.figures import wording
from pages.figures.description import PlaceMap
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.parts import cache, frame, markdown
from pages.render import downloads
from pages.render.paper.layout import printable
from pages.render.screen import map_scripts, place_maps
from pages.topics.resource_list import Listing
from tests import hostile
from tests.pages.test_pages import PAGES, opened

DISTRICT = hostile.KEPT[0]
TAGS = set(
    "p br span div nav b ol li a blockquote table thead tbody tr th td dl dt dd h3 details summary i strong".split()
)
ATTRIBUTES = {"class", "href", "style", "title", "open"}
STARTS = range(
    0, len(hostile.SHOWN), len(hostile.KEPT) + 1
)  # with these each text is once the name of a district or of the city


class _Markup(HTMLParser):
    """What a browser would make of some HTML: its elements, their attributes, its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.words = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        assert all(value.startswith("#") for name, value in attrs if name == "href")
        assert all(
            re.fullmatch(r"[\w :;#.,%()-]*", value) for name, value in attrs if name in ("style", "class") and value
        )

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data!r}")

    def handle_data(self, data):
        self.words.append(data)


def _flat(text: str) -> str:
    return re.sub(r"\s", "", text)


# Pages


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """The folder of cities, with the hostile one in it."""
    folder = tmp_path_factory.mktemp("hostile") / "cities"
    return SimpleNamespace(folder=folder, city=hostile.city(folder))


@pytest.fixture
def made(monkeypatch) -> dict[str, object]:
    """What the pages opened so far made to show, by its key."""
    found: dict[str, object] = {}
    monkeypatch.setattr(cache, "kept", lambda where, key, make: found.setdefault(f"{where}-{key}", make()))
    return found


def _check_page(app: AppTest) -> str:
    """The page's words, after a look at everything on it that reads anything but plain text."""
    assert not app.error and not app.exception
    words = [
        _check_html(part.proto.body)
        for part in app.get("html")
        if part.proto.body != frame.CLOSE_ENGLISH_BOX and "stMainBlockContainer" not in part.proto.body
    ]
    for label in _markdown(app):
        _check_markdown(label)
    for chart in app.get("plotly_chart"):
        _check_plotly(json.loads(chart.proto.spec))
    for component in app.get("component_instance"):
        _check_map(json.loads(component.proto.json_args))
    whole = "\n".join(words)
    assert hostile.PRODUCT not in whole + str(app.get("component_instance")) and "\x07" not in whole
    return whole


def _check_html(html: str) -> str:
    seen = _Markup(html)
    assert seen.tags <= TAGS and seen.attributes <= ATTRIBUTES
    return "".join(seen.words)


def _markdown(app: AppTest) -> list[str]:
    """What the page gives Streamlit to be read as Markdown and may hold somebody's words."""
    found = [part.value for kind in ("title", "header", "info", "success") for part in app.get(kind)]
    found += (
        [button.label for button in app.button]
        + [part.label for part in app.expander]
        + [part.proto.label for part in app.get("page_link")]
    )
    groups = app.get("button_group")
    return (
        found
        + [part.proto.label for part in groups]
        + [option.content for part in groups for option in part.proto.options]
    )


def _check_markdown(label: str) -> None:
    left = re.sub(r"\\[!-/:-@\[-`{-~]", "", label)
    assert not re.search(r"[`*_\[\]<>$:~#&{}@\\|!]", left), label
    assert not re.search(r"[:<>=~\-@/][!-~]", label.replace("\\", "")), label  # what is replaced in the finished text


def _check_plotly(spec: object, key: str = "") -> None:
    """Texts of a chart hold no markup but our own, and hints are no templates."""
    if isinstance(spec, dict):
        for name, inside in spec.items():
            if name not in ("geojson", "customdata", "locations", "featureidkey"):
                _check_plotly(inside, name)
    elif isinstance(spec, list):
        for inside in spec:
            _check_plotly(inside, key)
    elif isinstance(spec, str) and key == "hovertemplate":
        assert spec == "%{hovertext}<extra></extra>"
    elif isinstance(spec, str):
        assert _Markup(spec).tags <= {"b", "i", "br"}, spec


def _check_map(sent: dict) -> None:
    for text in filter(None, (sent["script"], sent["feature_group"])):
        assert not re.search(
            r"\{\{|\{%|</|<!--|<img|map_div2",
            text.replace(_our_own("web_map.js"), "").replace(_our_own("web_spot.js"), ""),
        )


def _our_own(name: str) -> str:
    return (map_scripts.HERE / name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize(
    ("page", "district"),
    [
        *((page, "") for page in PAGES),
        *((page, DISTRICT) for page in ("see/district", "tell/district_book", "keep/councils", "think/similar")),
    ],
)
def test_every_page_shows_every_text_as_it_is(page, district, tiny, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(tiny.folder))
    words = _check_page(
        opened(
            page,
            city="tiny",
            district=district,
            sharing="council",
            **({"look": "list"} if page == "see/resources" else {}),
        )
    )
    assert tiny.city.title in words  # beside the stamps
    if page == "see/resources" and not district:
        names = tiny.city.table("resources")["name"]
        assert len(names) > 40 and [name for name in names if name not in words] == []
    if page == "tell/cases" and not district:
        told = tiny.city.table("cases")
        assert [
            text
            for column in ("title", "purpose", "scene")
            for text in map(hide, told[column].dropna())
            if text not in words
        ] == []


def test_the_spot_on_the_map_and_what_is_beside_it(tiny, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(tiny.folder))
    at = tiny.city.table("resources").dropna(subset=["lat"]).iloc[0]
    app = opened("think/next_place", city="tiny", candidates="halls", spot=f"{at['lat']:.5f},{at['lon']:.5f}")
    _check_page(app)
    (sent,) = [json.loads(part.proto.json_args) for part in app.get("component_instance")]
    lines = json.JSONDecoder().raw_decode(sent["feature_group"][sent["feature_group"].index('{"at":') :])[0]["lines"]
    assert any(name in lines[0] for name in tiny.city.table("areas")["name"])


@pytest.mark.parametrize(
    "text",
    [
        "{{7777*7}}</script><img src=x onerror=window.hacked=1>,[a](b) $x$ :smile: \\ (.*)+$ @x",
        "99201-D02' or 1=1 --,../../etc,nan",
    ],
)
def test_the_address_is_text_too(text, tiny, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(tiny.folder))
    _check_page(opened("see/resources", city=text, district=text))
    for page, keys in (
        ("see/resources", ("district", "sharing", "kinds", "days", "fresh", "look")),
        ("tell/cases", ("words", "kinds", "needs")),
        ("think/next_place", ("kind", "group", "distance", "candidates", "number", "way", "fixed", "spot", "share")),
    ):
        _check_page(opened(page, **{"city": "tiny"} | dict.fromkeys(keys, text)))


def test_what_is_typed_into_a_form_comes_back_as_text(tiny, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(tiny.folder))
    text = "{{7777*7}}<img src=x>*a*"
    app = opened("think/next_place", city="tiny", candidates="halls")
    app.text_input(key="plan-name").set_value(text + "\u202e\x07")
    next(button for button in app.button if button.label == "この案を残す").click().run()
    assert text in _check_page(app)


# What is saved


def _check_csv(content: bytes) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(tuple("=+-@\t\r＝＋－＠")) or re.fullmatch(r"[-+]?[\d,.]+%?", cell), cell
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f]", cell)
    return rows


def _check_saved(name: str, content: bytes) -> str:
    """A file's name fits every system, and its content opens; its words where it is a book."""
    assert (
        re.fullmatch(r'[^<>:"/\\|?*\x00-\x1f]+\.(png|svg|html|csv|pdf|xlsx|pptx)', name)
        and len(name.encode()) < 250
        and not name.startswith((".", "-", "~"))
    )
    match name.rsplit(".", 1)[-1]:
        case "png":
            Image.open(io.BytesIO(content)).verify()
        case "svg":
            seen = {element.tag.rsplit("}", 1)[-1] for element in ElementTree.fromstring(content).iter()}
            assert not seen & {"script", "foreignObject", "image", "a"}
        case "html":
            page = content.decode("utf-8")
            assert page.count("<title>") == page.count("<body>") == page.count("</head>") == 1 and not re.search(
                r"<img src|<svg/onload|<b onmouse", page
            )
            json.JSONDecoder().raw_decode(page[page.index('{"markers":') :])
        case "xlsx":
            return _check_workbook(content)
        case "pptx":
            return _check_slides(content)
        case "pdf":
            return _check_pdf(content)
    return ""


def _check_workbook(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or "vba" in name.lower()]
        assert not [
            name for name in parts.namelist() if name.endswith(".rels") and b'TargetMode="External"' in parts.read(name)
        ]
    book, found = openpyxl.load_workbook(io.BytesIO(content)), []
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type != "f", cell.value
            assert cell.hyperlink is None or cell.hyperlink.target is None
            found.append(str(cell.value))
    return "\n".join(found)


def _check_slides(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:  # the numbers behind a chart, which PowerPoint opens in Excel
        for name in [name for name in parts.namelist() if name.endswith(".xlsx")]:
            _check_workbook(parts.read(name))
    deck = pptx.Presentation(io.BytesIO(content))
    for slide in deck.slides:
        assert not [link for link in slide.part.rels.values() if link.is_external]
    return "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)


def _check_pdf(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert "/OpenAction" not in root and "/AA" not in root and "/JavaScript" not in root.get("/Names", {})
    for page in reader.pages:
        for annotation in page.get("/Annots") or []:
            action = annotation.get_object().get("/A")
            assert action is None or action.get_object()["/S"] == "/GoTo"
    return _flat(unicodedata.normalize("NFKC", reader.pages[0].extract_text()))


def _save(found: dict[str, object], only: bool) -> int:
    """Save what pages made in all its forms (`only`: one figure of each kind); how many files."""
    saved, kinds = 0, set()
    for thing in found.values():
        thing = thing.sheet if isinstance(thing, Listing) else thing
        if isinstance(thing, Sheet):
            for frame_ in (thing.data, thing.rows):
                if frame_ is not None:
                    _check_csv(
                        csv_export.to_csv(
                            frame_, source=thing.caption.source, as_of=thing.caption.as_of, sharing="公開用"
                        )
                    )
            _check_saved(f"{thing.caption.file_stem}.csv", b"")
            saved += 1
        elif hasattr(thing, "caption") and not (only and type(thing) in kinds):
            kinds.add(type(thing))
            for item in downloads.for_download(thing)[3 if only else 0 :]:
                _check_saved(item.name, item.make())
                saved += 1
    return saved


def test_what_pages_offer_to_save_opens_and_holds_the_texts(tiny, made, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(tiny.folder))
    monkeypatch.setattr(warnings, "warn", lambda *_, **__: None)  # letters that the type lacks
    for page in ("see/needs", "see/resources", "keep/councils", "see/coverage"):
        opened(page, city="tiny", sharing="council")
    opened("see/resources", city="tiny", sharing="council", look="list")
    assert _save(made, only=True) > 12
    listed = next(thing for key, thing in made.items() if key.endswith("resources-list")).sheet
    rows = _check_csv(csv_export.to_csv(listed.data))
    cells = {cell.removeprefix("'") for row in rows for cell in row}
    shown = tiny.city.table("resources")
    for column in ("name", "fee", "schedule"):
        assert [text for text in shown[column].dropna() if text.removeprefix("'") not in cells] == []
    places = next(thing for thing in made.values() if isinstance(thing, PlaceMap))
    data = place_maps._data(places)
    assert {marker["name"] for marker in data["markers"]} == set(shown.loc[shown["lat"].notna(), "name"]) - set(
        shown.loc[shown["private_home"].fillna(False), "name"]
    )


def _books(city, district: str, keys=tuple(formats.FORMATS)) -> None:
    """One district's books in these forms, each opened again."""
    (view,) = formats.views(View(city, "", "", "council"), {district})
    book = contents.book(view)
    for made in (formats.FORMATS[key] for key in keys):
        name = formats.file_name(view, book, made)
        words = _check_saved(name, made.make(view, book))
        assert hostile.PRODUCT not in words
        if name.endswith(".pdf"):
            assert _flat(unicodedata.normalize("NFKC", printable(view.district_name)))[:24] in words or "分割" in name
        else:
            assert wording.shortened(view.district_name, 10).rstrip("…") in words


def test_a_district_s_books_open_in_every_form(tiny):
    _books(tiny.city, DISTRICT, ("pdf", "short", "xlsx", "pptx"))


def test_the_city_is_as_hostile_as_it_should_be(tiny):
    """Every text of the table stands somewhere, and what an import takes out is out."""
    said = "\n".join(
        text
        for table, columns in hostile.WORDS.items()
        for column in columns.split()
        for text in tiny.city.table(table)[column].dropna()
    )
    assert [text for text in hostile.SHOWN if text not in said] == []
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b\ud800-\udfff]", said)
    assert markdown.plain("*a*") == r"\*a\*"


# The long form


@pytest.mark.long
@pytest.mark.parametrize("start", STARTS)
def test_every_text_in_every_place(start, tmp_path, made, monkeypatch):
    monkeypatch.setenv("CITIES_DIR", str(tmp_path / "cities"))
    monkeypatch.setattr(warnings, "warn", lambda *_, **__: None)
    city = hostile.city(tmp_path / "cities", start=start)
    for page in PAGES:
        for district in ("", *hostile.KEPT):
            assert city.title in _check_page(opened(page, city="tiny", district=district, sharing="council"))
    opened("see/resources", city="tiny", sharing="council", look="list")
    assert _save(made, only=False) > 100
    for district in hostile.KEPT:
        _books(city, district)
