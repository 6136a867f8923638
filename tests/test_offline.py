"""The settings that keep the dashboard on its own machine, and no outside address in the code."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
CODE = [path for folder in ("analysis", "data", "pages") for path in sorted((ROOT / folder).rglob("*.py"))] + [
    ROOT / "dashboard.py"
]
LOADS = re.compile(r"(urllib|requests|httpx|aiohttp|socket|ftplib)\b")


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        (
            "browser",
            "serverAddress",
            "127.0.0.1",
        ),  # 1: otherwise an outside service is asked for the address, 20 s each time
        ("browser", "gatherUsageStats", False),  # 2
        ("client", "showErrorLinks", False),  # 7: text here breaks every session
        ("client", "toolbarMode", "minimal"),  # 10
        ("client", "showErrorDetails", "none"),  # 10
        ("client", "disableDataExport", True),  # 10: the table's own download carries no source
        ("server", "address", "127.0.0.1"),  # 12
        ("server", "showEmailPrompt", False),
        ("server", "enableStaticServing", True),
    ],
)
def test_settings(section, key, value):
    assert CONFIG[section][key] == value
    assert type(CONFIG[section][key]) is type(value)


def test_streamlit_knows_every_setting():
    """A misspelt setting is ignored in silence."""
    from streamlit import config

    known = set(config._config_options_template)
    given = {
        f"{section}.{key}"
        for section, values in CONFIG.items()
        for key, value in values.items()
        if not isinstance(value, dict | list)
    }
    assert given <= known, given - known


def test_fonts_come_from_here():
    for face in CONFIG["theme"]["fontFaces"]:
        assert face["url"].startswith("app/static/")
        assert (ROOT / face["url"].removeprefix("app/")).is_file()


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_code_reaches_for_nothing_outside(path):
    text = path.read_text(encoding="utf-8")
    assert ":material/" not in text  # 2: a material icon for the page is fetched from outside
    imports = [line for line in text.splitlines() if re.match(r"\s*(import|from)\s", line) and LOADS.search(line)]
    assert not imports
