"""What each page shows: all that is sent to the browser, descriptions of figures and tables, the files beside them."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache as once
from unittest.mock import patch

import numpy as np
import streamlit as st
from google.protobuf.json_format import MessageToDict
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pages.parts import cache
from tests.recorder.cities import ROOT, Recorded
from tests.recorder.described import lines
from tests.recorder.written import Record

DASHBOARD = ROOT / "dashboard.py"
PAGE = re.compile(r'st\.Page\("(?P<script>[^"]+)".*?url_path="(?P<address>\w+)"')
SHARING = ("public", "council", "internal")
# Some answers to each page's questions, as an address holds them; one that a city does not offer opens the default.
ANSWERS: dict[str, tuple[dict[str, str], ...]] = {
    "ageing": (
        {"measure": "late_elderly_rate", "level": "small_area"},
        {"measure": "over85_rate", "unknown_age": "include"},
    ),
    "needs": (
        {"table": "service_use", "level": "neighbourhood"},
        {"density": "need_density_households", "need": "買い物"},
        {"density": "need_density_area", "level": "neighbourhood"},
    ),
    "resources": ({"look": "list", "grouping": "area"}, {"look": "list", "kinds": "salon,mobile_sales", "days": "火"}),
    "coverage": (
        {"kind": "shop", "distance": "800", "group": "75+", "level": "small_area"},
        {"way": "detour", "often": "4", "day": "火", "part": "午前"},
        {"kind": "salon", "group": "single", "distance": "300"},
    ),
    "watching": ({"watched": "neighbourhood"}, {"watched": "district"}),
    "gaps": (
        {"kind": "clinic", "distance": "300", "group": "total", "area": "small_area"},
        {"area": "neighbourhood", "sort": "city"},
    ),
    "next_place": (
        {"kind": "mobile_sales", "group": "75+", "distance": "800", "number": "3", "way": "detour"},
        {"candidates": "grid", "number": "2", "spot": "36.35000,139.00000"},
    ),
    "district_book": ({"forms": "short,xlsx"},),
    "cases": ({"words": "買い物"}, {"needs": "見守り"}),
}
BOOKS = (
    "application/pdf",
    "application/vnd",
    "application/zip",
    "image/png",
)  # made elsewhere or drawn from the same description


def pages() -> dict[str, str]:
    """Every page of the dashboard: its address and its script."""
    return {found["address"]: found["script"] for found in PAGE.finditer(DASHBOARD.read_text(encoding="utf-8"))}


def record(city: Recorded, into: Record, only: tuple[str, ...] = ()) -> None:
    """Every page for each level of sharing, of the whole city and of districts, and with some answers."""
    watched = _Watched(into)
    with watched.watching():
        for address, script in pages().items():
            if only and address not in only:
                continue
            for sharing, district, answers in _visits(city, address):
                watched.drawing = sharing == "public" and district == city.districts[0][0] and not answers
                told = _visit(
                    script, {"city": city.name, "district": district, "sharing": sharing} | answers, watched, into
                )
                key = " ".join([district or "市全体", *(f"{name}={answer}" for name, answer in answers.items())])
                into.section(city.name, "pages", f"{address}-{sharing}", key, told)
    if not only and not watched.described:
        raise RuntimeError(
            "no figure was described: pages keep what they make elsewhere now; mend tests/recorder/pages_part.py"
        )


def _visits(city: Recorded, address: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    first, second = (code for code, _ in city.districts)
    if city.name == "made_up":  # the odd words of its lists: where they are hidden, and where they are not
        yield from (("public", first, {}), ("internal", "", {}))
        return
    for sharing in SHARING:
        yield sharing, "", {}
        yield sharing, first, {}
    yield "public", second, {}
    for number, answers in enumerate(ANSWERS.get(address, ())):
        yield SHARING[(number * 2) % 3], "" if number % 2 == 0 else first, answers
        if number == 0:
            yield "internal", second, answers


class _Watched:
    """What pages make while they run: descriptions (pages keep them by a place and a key) and files to save.

    `drawing`: whether pictures are drawn too, which takes long.
    """

    def __init__(self, into: Record) -> None:
        self._into = into
        self._known: dict[tuple[str, str], str] = {}
        self._found: list[str] = []
        self.described = 0
        self.drawing = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        kept, button = cache.kept, st.download_button

        def kept_and_told(where: str, key: str, make: Callable[[], object]) -> object:
            made = kept(where, key, make)
            if (where, key) not in self._known:
                self._known[where, key] = "\n".join(lines(made))
            if text := self._known[where, key]:
                self.described += 1
                self._found.append(f"described {key} {self._into.apart(text)}")
            return made

        def offered(label: str, data: object, *words: object, **options: object) -> bool:
            self._found.append(
                f"file {label}: {options.get('file_name')} {self._content(data, str(options.get('mime')))}"
            )
            return button(label, data, *words, **options)

        # Each visit starts streamlit anew, which then reads through all installed packages: most of a visit's time.
        packages = patch.object(
            manifest_scanner, "scan_component_manifests", once(manifest_scanner.scan_component_manifests)
        )
        with packages, patch.object(cache, "kept", kept_and_told), patch.object(st, "download_button", offered):
            yield

    def _content(self, data: object, mime: str) -> str:
        if mime.startswith(BOOKS) or (not self.drawing and not mime.startswith("text/csv")):
            return ""
        try:
            content = data() if callable(data) else data
        except Exception as broken:  # the page would say so too
            return f"{type(broken).__name__}: {broken}"
        return self._into.apart(content if isinstance(content, str) else content.decode("utf-8"))

    def taken(self) -> list[str]:
        """What was found since it was last asked."""
        found, self._found = self._found, []
        return found


def _visit(script: str, address: dict[str, str], watched: _Watched, into: Record) -> str:
    """A page as an address opens it, element by element."""
    app = AppTest.from_file(str(DASHBOARD), default_timeout=300)
    for key, value in address.items():
        if value:
            app.query_params[key] = value
    app.switch_page(script)
    app.run()
    told = [f"address {json.dumps(dict(app.query_params), ensure_ascii=False, sort_keys=True)}"]
    for part in (app.sidebar, app.main):
        told += [_element(node, into) for node in part if node.proto is not None]
    told += [f"exception {broken.value}" for broken in app.exception]
    return "\n".join([*told, *watched.taken()])


def _element(node: object, into: Record) -> str:
    """What is sent to the browser, in one line; what is long (a chart, a map, a table) by its hash."""
    proto = node.proto
    sent = MessageToDict(proto, preserving_proto_field_name=True) if hasattr(proto, "DESCRIPTOR") else str(proto)
    text = json.dumps(_opened(sent), ensure_ascii=False, sort_keys=True)
    return f"{node.type} {into.short(text)}"


def _opened(value: object) -> object:
    """JSON inside texts opened, and plotly's packed numbers unpacked, so that they can be read."""
    if isinstance(value, dict):
        if set(value) >= {"dtype", "bdata"}:
            numbers = np.frombuffer(base64.b64decode(value["bdata"]), dtype=np.dtype(value["dtype"]))
            return {"dtype": value["dtype"], "numbers": [repr(number) for number in numbers.tolist()]} | (
                {"shape": value["shape"]} if "shape" in value else {}
            )
        return {key: _opened(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_opened(part) for part in value]
    if isinstance(value, str) and value[:1] in "{[" and len(value) > 1:
        try:
            return _opened(json.loads(value))
        except ValueError:
            return value
    return value
