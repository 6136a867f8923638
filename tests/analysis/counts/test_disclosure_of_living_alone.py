"""公開用 tells nothing of where, below districts, people live alone: neither by zeros, nor through who is in reach, nor
beside a printed number."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.indicators import plain_counts, unreached
from analysis.indicators.values import figures
from data.store.city import City
from tests.tiny_city import DAY, area_table, at, bands, parents, stored

LEVELS = ("small_area", "neighbourhood", "district", "city")
DISTANCES = "300,500,800"


def town(folder, name: str, alone: tuple[int, ...], **more) -> City:
    """Three small areas of the east (two of them one neighbourhood) and, where a fourth number is given, one of the
    west."""
    small = [f"a{number}" for number in range(len(alone))]
    district = {code: "d0" if number < 3 else "d1" for number, code in enumerate(small)}
    names = {"d0": "東", "d1": "西"}
    return stored(
        folder,
        {
            "areas": area_table(
                small_area={code: code for code in small},
                neighbourhood={"n0": "東町", "n1": "西町"},
                district={code: names[code] for code in dict.fromkeys(district.values())},
                city={"c": "試市"},
            ),
            "membership": parents(*district.items(), ("a0", "n0"), ("a1", "n0"), ("a2", "n1")),
            "population": sum((bands(code, 10, 60, 90, 70) for code in small), []),
            "households": pd.DataFrame(
                [
                    (code, DAY, "hh", kind, number)
                    for code, one in zip(small, alone, strict=True)
                    for kind, number in (("total", 200), ("single_elderly", one))
                ],
                columns=["area_code", "as_of", "source_id", "kind", "households"],
            ),
            "resources": pd.DataFrame(
                [
                    {"resource_id": "s", "kind": "salon", "times_per_month": 4, **at(130, 420)},
                    {"resource_id": "v", "kind": "mobile_sales", "times_per_month": 4, **at(1900, 700)},
                ]
            ),
        }
        | more,
        name,
    )


def reached(city: City, sharing: str = "public") -> pd.DataFrame:
    return pd.concat(
        [
            figures(
                city,
                ["coverage", "coverage_any"],
                level,
                kind=kind,
                distance=DISTANCES,
                group="single",
                way="straight,detour",
                sharing=sharing,
            )
            for level in LEVELS
            for kind in ("salon", "mobile_sales", "salon+mobile_sales")
        ],
        ignore_index=True,
    )


def test_large_numbers_swapped_within_a_district_look_the_same_in_public(tmp_path, monkeypatch):
    one, other = town(tmp_path, "one", (30, 40, 50)), town(tmp_path, "other", (50, 40, 30))
    rows = reached(one)
    pd.testing.assert_frame_equal(rows, reached(other))
    assert (rows.loc[rows["level"] == "district", "value"] > 0).any()  # the district's share is worked out all the same
    for level in LEVELS:
        pd.testing.assert_frame_equal(
            unreached.unreached(one, "salon", 800, "single", level=level),
            unreached.unreached(other, "salon", 800, "single", level=level),
        )
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert not reached(one, "internal")["numerator"].equals(reached(other, "internal")["numerator"])


@pytest.mark.parametrize("level", LEVELS[:2])
def test_zeros_do_not_tell_who_has_a_districts_number(tmp_path, level):
    one, other = town(tmp_path, "one", (0, 0, 50)), town(tmp_path, "other", (20, 30, 0))
    seen = [
        pd.concat(
            [
                plain_counts.counts(city, level, ["single_elderly"]),
                *(figures(city, ["single_elderly_rate"], level, kind=kind) for kind in ("persons", "households")),
                figures(city, ["coverage"], level, group="single", distance=DISTANCES),
            ],
            ignore_index=True,
        )
        for city in (one, other)
    ]
    pd.testing.assert_frame_equal(*seen)
    assert (seen[0]["state"] == "suppressed").all() and seen[0]["numerator"].isna().all()
    assert "0人も含め" in seen[0]["source"].iloc[0]
    assert plain_counts.counts(one, "district", ["single_elderly"])["numerator"].tolist() == [50]
    assert 0 in plain_counts.counts(one, level, ["single_elderly"], sharing="council")["numerator"].tolist()


@pytest.mark.parametrize("printed_on", [DAY, "2025-04", "2019-04-01"])
def test_a_number_that_a_document_prints_hides_nothing(tmp_path, printed_on):
    """The west's 4 is hidden, and with it the east's 60: beside the city's 64, in a document or ours, that would give
    it back."""
    document = pd.DataFrame(
        [("single_elderly", "試市", "c", printed_on, 64, "64", "households", "doc")],
        columns=["item", "place", "area_code", "as_of", "value", "printed", "unit", "source_id"],
    )
    city = town(tmp_path, "printed", (20, 20, 20, 4), published=document)
    found = pd.concat(
        [plain_counts.counts(city, level, ["single_elderly"]) for level in ("district", "city")]
    ).set_index("area_code")["state"]
    assert found[found == "suppressed"].index.tolist() == ["d0", "d1"]
