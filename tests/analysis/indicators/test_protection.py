"""An indicator that promises protection keeps it: at every level of sharing, for every way it can be asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.indicators import registry
from analysis.indicators.registry import INDICATORS
from analysis.indicators.values import figures
from analysis.methods.amounts import Amounts, Ratio
from data.store.city import open_city

PROTECTED = [key for key, entry in INDICATORS.items() if entry.protected]


def test_there_are_protected_indicators():
    assert {"single_elderly_rate", "care_certification_rate", "need_persons", "mimamori_rate"} <= set(PROTECTED)


# Of people in reach those living alone are protected; 公開用 offers them nowhere below districts.
ASKED = [(key, "council", "single") for key in PROTECTED if "group" in INDICATORS[key].options] + [
    (key, sharing, None)
    for key in PROTECTED
    if "group" not in INDICATORS[key].options
    for sharing in ("public", "council")
]


@pytest.mark.parametrize(("key", "sharing", "group"), ASKED)
def test_a_promise_of_protection_is_kept(key, sharing, group):
    """Each passes through the disclosure rule, or it would not answer at all; no small count of people comes out."""
    city = open_city("sample")
    for level in ("small_area", "district"):
        rows = figures(city, [key], level, sharing=sharing, group=group)
        small = rows["numerator"].between(1, city.threshold(sharing)) & (rows["basis"] != "estimated")
        assert not small.any(), rows[small]


def test_a_count_that_nobody_decided_on_is_not_shown(monkeypatch):
    """Somebody adds an indicator, writes protected=True and forgets the rest: it must not come out."""

    def careless(counts, choice):
        number = len(counts.city.codes(counts.level))
        found = Amounts(np.full(number, 3.0), np.full(number, "ok", object), np.full(number, "counted", object))
        return Ratio(found)

    entry = replace(INDICATORS["care_certification_rate"], key="careless", function=careless)
    monkeypatch.setitem(registry.INDICATORS, "careless", entry)
    city = open_city("sample")
    with pytest.raises(RuntimeError, match="careless is protected, but its count did not pass"):
        figures(city, ["careless"], "district")
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert figures(city, ["careless"], "district", sharing="internal")["value"].eq(3).all()
    monkeypatch.setitem(registry.INDICATORS, "careless", replace(entry, protected=False))
    assert figures(city, ["careless"], "district")["value"].eq(3).all()
