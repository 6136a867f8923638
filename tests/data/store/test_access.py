"""庁内用 is on only where the officials' machine says so, however it writes it."""

from __future__ import annotations

import pytest

from data.store import access


@pytest.mark.parametrize("written", ["1", " 1 ", "TRUE", "Yes", "on\n"])
def test_what_switches_it_on(monkeypatch, written):
    monkeypatch.setenv("INTERNAL_ACCESS", written)
    assert access.internal_allowed()
    access.require("internal")


@pytest.mark.parametrize("written", ["", "0", "false", "no", "off", "ture", "11", "はい"])
def test_anything_else_leaves_it_off(monkeypatch, written):
    monkeypatch.setenv("INTERNAL_ACCESS", written)
    assert not access.internal_allowed()
    access.require("council")
    with pytest.raises(PermissionError, match="INTERNAL_ACCESS"):
        access.require("internal")


def test_a_level_that_does_not_exist_is_no_level():
    with pytest.raises(ValueError, match="intern"):
        access.require("intern")
