"""The house keeps its shape: imports run one way, no two modules lean on each other, a folder says what lives there,
page scripts stay short and clean, and the two tools that hold layout and types find nothing.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each row may use the rows below it; rooms of one row do not know each other.
ORDER = (
    ("data.__main__", "data.commands", "data.cities", "pages.book.__main__"),  # the roof: it may use everything
    ("dashboard",),
    ("pages.see", "pages.think", "pages.tell", "pages.keep"),
    ("pages.parts",),
    ("pages.book",),
    ("pages.render", "pages.topics", "pages.queries"),
    ("pages.figures",),
    ("analysis.siting",),
    ("analysis.indicators", "analysis.lists"),
    ("analysis.counts",),
    ("analysis.methods",),
    ("data.ingest",),
    ("data.readers",),
    ("data.files",),
    ("data.made",),
    ("data.store",),
    ("data.text",),
    ("data.vocabulary",),
)
ROW = {room: row for row, rooms in enumerate(ORDER) for room in rooms}
# Reading a city's files is a house of its own: whoever asks a city knows nothing of it.
OF_FILES = ("data.ingest", "data.readers", "data.files")
HEAVY = {"pandas", "numpy", "plotly", "folium", "geopandas", "matplotlib"}
SOURCES = [path for folder in ("analysis", "data", "pages") for path in sorted((ROOT / folder).rglob("*.py"))] + [
    ROOT / "dashboard.py"
]
PAGES = [path for room in ORDER[2] for path in sorted((ROOT / room.replace(".", "/")).glob("*.py"))]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in SOURCES}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> set[str]:
    """Every module that an import names, also inside functions; of our own the very module that is meant."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in whole if name in MODULES} or {node.module}
    return found


def room_of(module: str) -> str | None:
    """The room a module belongs to, or None for a library and for the empty halls (data, analysis)."""
    return max((room for room in ROW if module == room or module.startswith(f"{room}.")), key=len, default=None)


def forbidden(own: str, theirs: str) -> bool:
    """Whether a module of one room must not use one of another."""
    if own == theirs or ROW[own] == 0:
        return False
    if own == "analysis.methods":
        return theirs != "data.vocabulary"
    return ROW[theirs] <= ROW[own] or (theirs in OF_FILES and not own.startswith("data."))


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module):
    own = room_of(module)
    if own is None:
        assert (
            not MODULES[module]
            .read_text(encoding="utf-8")
            .replace(ast.get_docstring(tree_of(MODULES[module])) or "", "")
            .strip('" \n')
        )
        return
    theirs = {name: room_of(name) for name in imported(tree_of(MODULES[module]))}
    wrong = {name for name, room in theirs.items() if room and forbidden(own, room)}
    assert not wrong, f"{module} is in {own} and must not import {wrong}"


@pytest.mark.parametrize("module", MODULES)
def test_an_import_names_what_it_means(module):
    """Else the order could be broken unseen: by a dot or a string for a name, a whole floor (`import data`) for a room,
    or a folder beside the floors."""
    tree = tree_of(MODULES[module])
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    hidden = {"__import__", "exec", "eval"} & called | {"importlib", "imp", "runpy"} & tops(tree)
    assert not hidden or module == "data.readers", f"{module} imports by {hidden}"
    own = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or path.is_dir()}
    roomless = {name for name in imported(tree) if name.split(".")[0] in own and room_of(name) is None}
    assert not roomless, f"{module} must not import {roomless}: no room has it"


def tops(tree: ast.AST) -> set[str]:
    return {name.split(".")[0] for name in imported(tree)}


def test_no_module_leans_on_itself_through_others():
    """No import circle anywhere: taking away whatever imports nothing of what is left leaves nothing."""
    left = {module: imported(tree_of(path)) & set(MODULES) - {module} for module, path in MODULES.items()}
    while free := [module for module, theirs in left.items() if not theirs & set(left)]:
        for module in free:
            del left[module]
    assert not left, f"these import each other in a circle, or one that does: {sorted(left)}"


@pytest.mark.parametrize("module", MODULES)
def test_no_import_is_for_types_alone(module):
    """It would hide a circle."""
    blocks = [
        node
        for node in ast.walk(tree_of(MODULES[module]))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    assert not {name for block in blocks for name in imported(block) if room_of(name)}


@pytest.mark.parametrize(
    "module", [name for name in MODULES if (room_of(name) or "").split(".")[0] in ("data", "analysis")]
)
def test_who_computes_knows_no_streamlit(module):
    assert not {name for name in imported(tree_of(MODULES[module])) if name.split(".")[0].startswith("streamlit")}


@pytest.mark.parametrize("room", ["pages.figures", "pages.topics", "pages.queries", "pages.render", "pages.book"])
def test_only_scripts_and_parts_know_streamlit(room):
    for module, path in MODULES.items():
        if module.startswith(room):
            assert not {name for name in imported(tree_of(path)) if name.split(".")[0].startswith("streamlit")}, module


FOLDERS = sorted(
    {path.parent for path in SOURCES} - {ROOT, ROOT / "pages"} - {ROOT / room.replace(".", "/") for room in ORDER[2]}
)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_a_folder_says_what_lives_there(folder):
    assert len(ast.get_docstring(tree_of(folder / "__init__.py")) or "") > 40


@pytest.mark.parametrize("module", [name for name in MODULES if MODULES[name].stat().st_size])
def test_a_file_says_what_it_is(module):
    assert ast.get_docstring(tree_of(MODULES[module]))


def test_there_are_pages_to_check():
    assert {path.stem for path in PAGES} >= {"overview", "ageing", "needs", "resources", "coverage", "district"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_reads_like_a_table_of_contents(path):
    tree = tree_of(path)
    assert sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) <= 60
    assert not {module.split(".")[0] for module in imported(tree)} & HEAVY
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def test_no_page_script_stands_directly_in_the_folder():
    """After a restart Streamlit would run it for a bookmark without dashboard.py."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_data_and_analysis_have_rooms_and_no_heap():
    flat = {path.name for folder in ("data", "analysis") for path in (ROOT / folder).glob("*.py")}
    assert flat <= {"__init__.py", "__main__.py", "vocabulary.py"}


def test_no_file_is_named_for_nothing():
    assert not {path.name for path in SOURCES} & {"utils.py", "helpers.py", "common.py", "misc.py", "base.py"}


def said_by(*command: str) -> str:
    """What a tool has to say, empty where it is content."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_layout_and_lines_are_as_the_tool_has_them():
    assert not said_by("ruff", "check", "--quiet", "--no-cache")
    assert not said_by("ruff", "format", "--check", "--quiet", "--no-cache")


def test_types_fit():
    """Also that CityCounts answers everything an indicator may ask (analysis.methods.amounts.Counts)."""
    assert not said_by("mypy")
