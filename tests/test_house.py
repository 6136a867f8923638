"""The house keeps its shape: imports run one way, page scripts stay short and clean."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = [
    "dashboard",
    "pages",
    "pages.parts",
    "pages.book",
    "pages.queries",
    "pages.figures",
    "data",
    "analysis",
]  # each may import what stands to its right
HEAVY = {"pandas", "numpy", "plotly", "folium", "geopandas", "matplotlib"}
SOURCES = [path for folder in ("analysis", "data", "pages") for path in sorted((ROOT / folder).rglob("*.py"))] + [
    ROOT / "dashboard.py"
]
PAGES = [
    path for path in sorted((ROOT / "pages").glob("*/*.py")) if path.parent.name in ("see", "think", "tell", "keep")
]


def imported(path: Path) -> set[str]:
    """Every module a file names in an import, with the names taken from it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = (
                set() if node.module == "pages" else {node.module}
            )  # "from pages import queries" takes a layer, not the scripts
            found |= whole | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def layer(module: str) -> str | None:
    """The layer of the house a module belongs to, or None for a library."""
    return max((name for name in ORDER if module == name or module.startswith(f"{name}.")), key=len, default=None)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_run_one_way(path):
    own = layer(".".join(path.relative_to(ROOT).with_suffix("").parts))
    wrong = {
        module for module in imported(path) if (theirs := layer(module)) and ORDER.index(theirs) < ORDER.index(own)
    }
    assert not wrong, f"{path.name} is in {own} and must not import {wrong}"


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in SOURCES
        if layer(".".join(path.relative_to(ROOT).parts)) in ("analysis", "data", "pages.figures", "pages.queries")
    ],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_only_the_pages_know_streamlit(path):
    assert not {module for module in imported(path) if module.split(".")[0].startswith("streamlit")}


def test_there_are_pages_to_check():
    assert {path.stem for path in PAGES} >= {
        "overview",
        "ageing",
        "needs",
        "resources",
        "coverage",
        "district",
        "definitions",
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_reads_like_a_table_of_contents(path):
    text = path.read_text(encoding="utf-8")
    assert sum(isinstance(node, ast.stmt) for node in ast.walk(ast.parse(text))) <= 60
    assert not {module.split(".")[0] for module in imported(path)} & HEAVY
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def test_no_page_script_stands_directly_in_the_folder():
    """After a restart Streamlit would run it for a bookmark without dashboard.py."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_no_file_is_named_for_nothing():
    assert not {path.name for path in SOURCES} & {"utils.py", "helpers.py", "common.py", "misc.py"}
