"""Tables of several hands together - a printed document beside a centre's own table, two centres with lists of their
own - give nothing back."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.indicators.values import figures
from data.store.city import City
from tests.tiny_city import area_table, bands, parents, stored

PERIOD = "2015-04/2017-04"
LEVELS = ("small_area", "neighbourhood", "district", "city")
SECRETS = {"public": (3, 8), "council": (1, 2)}
NEIGHBOURHOODS = {
    "n0": ("a0", "a2"),
    "n1": ("a1", "a3"),
    "n2": ("a4",),
}  # the first two hold a printed and a counted area each
DISTRICTS = {"d0": ("a0", "a1"), "d1": ("a2", "a3", "a4")}


def needs_city(folder: Path, name: str, rows: list[tuple], published: tuple[str, ...] = ()) -> City:
    """rows: area, source, need, persons, basis."""
    table = pd.DataFrame(rows, columns=["area_code", "source_id", "need", "persons", "basis"]).assign(
        period=PERIOD, state="ok"
    )
    small = [f"a{number}" for number in range(5)]
    return stored(
        folder,
        {
            "areas": area_table(
                small_area={code: code for code in small},
                neighbourhood={code: code for code in NEIGHBOURHOODS},
                district={"d0": "東", "d1": "西"},
                city={"c": "試市"},
            ),
            "membership": parents(
                *[(code, parent) for parent, inside in (NEIGHBOURHOODS | DISTRICTS).items() for code in inside],
                ("d0", "c"),
                ("d1", "c"),
            ),
            "population": sum((bands(code, 20, 100, 70, 60) for code in small), []),
            "needs": table,
            "sources": pd.DataFrame(
                [(source, "needs", source, source in published) for source in dict.fromkeys(table["source_id"])],
                columns=["source_id", "kind", "title", "published"],
            ),
        },
        name,
    )


def shown(city: City, kind: str, sharing: str) -> pd.DataFrame:
    return pd.concat(
        [figures(city, ["need_persons"], level, kind=kind, sharing=sharing) for level in LEVELS], ignore_index=True
    )


@pytest.mark.parametrize("sharing", SECRETS)
def test_printed_areas_do_not_make_their_sum_with_counted_ones_public(tmp_path, sharing):
    seen = []
    for name, secret in (("one", SECRETS[sharing]), ("other", SECRETS[sharing][::-1])):
        rows = [(code, "document", "買い物", number, "printed") for code, number in (("a0", 2), ("a1", 30))]
        rows += [
            (code, "centre", "買い物", number, "counted")
            for code, number in zip(("a2", "a3", "a4"), (*secret, 30), strict=True)
        ]
        seen.append(shown(needs_city(tmp_path, name, rows, ("document",)), "買い物", sharing))
    pd.testing.assert_frame_equal(*seen)
    by_area = seen[0].set_index("area_code")
    assert by_area.loc[["a0", "a1", "d0"], "numerator"].tolist() == [
        2,
        30,
        32,
    ]  # printed, and the sum of what is printed
    assert by_area.loc[["a0", "d0", "c"], "basis"].tolist() == ["printed", "printed", "counted"]


def test_a_centres_shorter_list_does_not_give_back_what_it_asks(tmp_path):
    """Of 12 persons 10 want the one thing the west asks for, so 2 want the other; what the east asks besides, the
    west's persons are no part of."""
    rows = [
        (code, "east", need, number, "counted")
        for code in ("a0", "a1")
        for need, number in (("total", 40), ("買い物", 30), ("通院", 20))
    ]
    rows += [
        (code, "west", need, number, "counted")
        for code, numbers in (("a2", (12, 10, 2)), ("a3", (40, 30, 20)), ("a4", (50, 40, 20)))
        for need, number in zip(("total", "買い物", "草むしり"), numbers, strict=True)
    ]
    found = shown(needs_city(tmp_path, "lists", rows), "total,買い物,草むしり,通院", "council").set_index(
        ["kind", "area_code"]
    )
    assert found.loc[("草むしり", "a2"), "state"] == "suppressed"
    assert "suppressed" in set(found.loc[[("買い物", "a2"), ("total", "a2")], "state"])
    assert found.loc[("買い物", "a4"), "value"] == 40  # not everything goes
