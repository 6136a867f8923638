"""What tests of pages share: everything that a page made to show, by its key."""

from __future__ import annotations

import pytest

from pages.parts import cache


@pytest.fixture
def made(monkeypatch) -> dict[str, object]:
    """What the page last opened made to show, by its key; made anew each time, nothing comes out of a cache."""
    found: dict[str, object] = {}

    def kept(where: str, key: str, _make):
        found[key] = _make()
        return found[key]

    monkeypatch.setattr(cache, "kept", kept)
    return found
