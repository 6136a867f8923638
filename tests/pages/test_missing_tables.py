"""What a city may lack: every table that a page asks for is named once, with a command that the import understands."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from data.store.schema import TABLES
from pages.topics import missing_tables, next_place
from pages.topics.missing_tables import MISSING

PAGES = Path(__file__).parent.parent.parent / "pages"
NEEDS_OF_A_LIST = {"walked_to", "mobile_sales", "mimamori", "positions"}
# Tables whose lack no page says by itself, and why.
UNSAID = {
    **dict.fromkeys(("shapes", "merges", "sources"), "made by every import"),
    **dict.fromkeys(("tiles", "published", "remarks"), "only where documents have it; nothing is said in its place"),
    **dict.fromkeys(("households", "care", "people_points", "base"), "the figure or the map says so itself"),
    **dict.fromkeys(("service_use",), "a second table beside the needs"),
    **dict.fromkeys(("council_years", "activities", "supporters"), "they come with the councils"),
    "survey": "no page reads it yet",
}
ASKED = {"missing": 1, "missing_list": 1, "said": 0, "kept_back": 0, "command": 1}


def asked_for() -> set[str]:
    """The tables that code in pages/ names when it says that one is missing."""
    found = set()
    for path in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if owner in ("put", "missing_tables") and (at := ASKED.get(node.func.attr)) is not None:
                word = node.args[at]
                found |= {word.value} if isinstance(word, ast.Constant) else set()
    return found | {table for table, *_ in next_place.LACKING.values()}


def test_every_option_is_one_of_the_import(capsys):
    from data.__main__ import main

    with pytest.raises(SystemExit):
        main(["import", "--help"])
    known = set(capsys.readouterr().out.split())
    assert {missing.option for missing in MISSING.values()} <= known


def test_every_table_that_may_be_missing_is_named():
    assert set(TABLES) | NEEDS_OF_A_LIST == set(MISSING) | set(UNSAID)
    assert not set(MISSING) & set(UNSAID)


def test_pages_ask_for_tables_that_are_named():
    asked = asked_for()
    assert asked <= set(MISSING)
    assert {"population", "needs", "councils", "cases", "membership", "walked_to", "resources", "areas"} <= asked


def test_the_sentence_says_what_cannot_be_done_without_it():
    assert missing_tables.said("areas") == "区域の形（地図）が、この市のデータにはまだありません。"
    assert missing_tables.said("areas", "地図では示せません。") == (
        "区域の形（地図）が、この市のデータにはまだないため、地図では示せません。"
    )
    assert missing_tables.command("city", "needs") == "python -m data import city --needs 表のファイル"


def test_nobody_writes_such_a_sentence_anew():
    own = PAGES / "topics" / "missing_tables.py"
    texts = {path: path.read_text(encoding="utf-8") for path in PAGES.rglob("*.py") if path != own}
    assert not [path.name for path, text in texts.items() if "が、この市のデータにはまだ" in text]
