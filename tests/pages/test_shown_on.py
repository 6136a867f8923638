"""Where an indicator stands is said in its entry (`shown`), by pages and chapters that exist, and is followed."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analysis.indicators.registry import INDICATORS

ROOT = Path(__file__).parents[2]
PLACES = {place for entry in INDICATORS.values() for place in entry.shown}


def said_to(name: str, *files: Path) -> set[str]:
    """What a function is called with first, as text, in the files."""
    return {
        node.args[0].value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        if node.args and isinstance(node.args[0], ast.Constant)
    }


def test_every_place_is_a_page_or_a_chapter_that_asks_for_its_indicators():
    pages = {path.stem for room in ("see", "think", "tell", "keep") for path in (ROOT / "pages" / room).glob("*.py")}
    chapters = {f"book.{key}" for key in said_to("Section", ROOT / "pages" / "book" / "chapters.py")}
    assert (
        pages >= {"overview", "district"} and chapters >= {"book.people", "book.reach"} and PLACES <= pages | chapters
    )
    assert said_to("shown_on", *(ROOT / "pages").rglob("*.py")) == PLACES


def test_an_indicator_is_shown_where_its_entry_says(monkeypatch):
    again = replace(INDICATORS["support_ratio"], key="again", label="試しに加えた指標", shown=("overview",))
    assert again.label not in words_of_overview()
    monkeypatch.setitem(INDICATORS, "again", again)
    assert again.label in words_of_overview()


def words_of_overview() -> str:
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    assert not app.exception
    return "\n".join(str(part.proto) for part in app.get("html"))
