"""Where a private home opened as a salon stands never leaves 庁内用: distances asked for again and again do not lead to
its door."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from analysis.counts.loaded_city import load_city
from analysis.counts.positions import positions
from analysis.counts.sharing_rules import SharingRules
from analysis.indicators import unreached
from analysis.indicators.values import figures
from analysis.lists import mobile_sales_rounds
from analysis.lists.resources import shown_resources
from analysis.siting import best_places, candidates, waiting_people
from analysis.siting.waiting_people import Question
from data.store.city import City
from tests.tiny_city import DAY, ZONE, area_table, at, bands, parents, stored

DISTANCES = "300,500,800"
LEVELS = ("small_area", "neighbourhood", "district", "city")
OUTSIDE = SharingRules()
MIDDLE = (1500.0, 500.0)  # of the second square


def town(folder, name: str, x: float, y: float, tables: dict | None = None, **home) -> City:
    small = [f"a{number}" for number in range(3)]
    place = {"kind": "salon", "times_per_month": 4, "private_home": True, "publish": True} | at(x, y)
    streets = [
        (
            f"{row} {column}",
            f"{row + down} {column + 1 - down}",
            (column * 250, row * 250),
            ((column + 1 - down) * 250, (row + down) * 250),
        )
        for row in range(5)
        for column in range(13)
        for down in (0, 1)
        if row + down < 5 and column + 1 - down < 13
    ]
    network = [
        {
            "from_node": one,
            "to_node": other,
            **{f"from_{k}": v for k, v in at(*here).items()},
            **{f"to_{k}": v for k, v in at(*there).items()},
            "metres": 250.0,
        }
        for one, other, here, there in streets
    ]
    return stored(
        folder,
        {
            "areas": area_table(
                small_area={code: code for code in small},
                neighbourhood={"n0": "東町"},
                district={"d0": "東"},
                city={"c": "試市"},
            ),
            "membership": parents(
                *[(code, "d0") for code in small], ("a0", "n0"), ("a1", "n0"), ("n0", "d0"), ("d0", "c")
            ),
            "population": sum((bands(code, 10, 60, 90, 70) for code in small), []),
            "households": pd.DataFrame(
                [
                    (code, DAY, "hh", kind, number)
                    for code in small
                    for kind, number in (("total", 200), ("single_elderly", 30))
                ],
                columns=["area_code", "as_of", "source_id", "kind", "households"],
            ),
            "resources": pd.DataFrame(
                [
                    place | {"resource_id": "h", "capacity": 10} | home,
                    place | {"resource_id": "m", "eligibility": "members", "area_code": "a1"} | home,
                    place | {"resource_id": "v", "kind": "mobile_sales", "route": "一号"} | home,
                ]
            ),
            "network": pd.DataFrame(network),
        }
        | (tables or {}),
        name,
    )


def told(city: City, sharing: str) -> list:
    """Everything that measures from places, at one level of sharing."""
    keys = ["coverage", "coverage_any", *(["supply_access"] if sharing == "internal" else [])]
    rows = [
        figures(
            city,
            keys,
            level,
            kind=kind,
            distance=DISTANCES,
            way="straight,detour,network",
            group=group,
            sharing=sharing,
        )
        for level, group in (*((level, "65+") for level in LEVELS), ("district", "single"))
        for kind in ("salon", "mobile_sales")
    ]
    rows += [
        figures(
            city,
            ["mobile_sales_served_households", "resources_per_1000_elderly"],
            level,
            distance=DISTANCES,
            sharing=sharing,
        )
        for level in LEVELS
    ]
    rows.append(unreached.unreached(city, "salon", 300, sharing=sharing))
    rows.append(mobile_sales_rounds.rounds(city, sharing).stops.astype(str))
    for way in ("straight", "detour", "network"):
        here = waiting_people.people(city, Question("salon", "65+", 300, way=way), sharing)
        rows += [pd.DataFrame({"reached": here.reached}), best_places.tried(city, here, **at(1400, 400)).areas]
    return rows


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_homes_that_differ_only_inside_their_area_look_the_same(tmp_path, sharing):
    one, other = (
        told(town(tmp_path, name, *spot), sharing)
        for name, spot in (("one", (1020.0, 40.0)), ("other", (1930.0, 880.0)))
    )
    for seen, same in zip(one, other, strict=True):
        pd.testing.assert_frame_equal(seen, same)
    assert (one[0]["value"] > 0).any() and (one[-2]["reached"] > 0).any()  # they count, from the middle of their area
    assert "個人宅の2か所は区域の中ほどから測る" in one[0]["source"].iloc[0]


def test_officials_measure_from_the_door(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    one, other = (
        told(town(tmp_path, name, *spot), "internal")
        for name, spot in (("one", (1020.0, 40.0)), ("other", (1930.0, 880.0)))
    )
    assert not one[0]["value"].equals(other[0]["value"]) and not one[-2]["reached"].equals(other[-2]["reached"])
    assert "個人宅" not in one[0]["source"].iloc[0]
    with monkeypatch.context() as outside:
        outside.delenv("INTERNAL_ACCESS")
        with pytest.raises(PermissionError):
            waiting_people.people(town(tmp_path, "third", 1020.0, 40.0), Question("salon", "65+", 300), "internal")


def test_only_private_homes_are_moved(tmp_path):
    made = load_city(town(tmp_path, "open", 1020.0, 40.0, private_home=False))
    np.testing.assert_allclose(positions(made, OUTSIDE), np.tile([1020.0, 40.0], (3, 1)), atol=0.01)
    made = load_city(town(tmp_path, "home", 1020.0, 40.0))
    np.testing.assert_allclose(positions(made, OUTSIDE), np.tile(MIDDLE, (3, 1)), atol=0.01)
    np.testing.assert_allclose(
        positions(made, SharingRules(exact_homes=True)), np.tile([1020.0, 40.0], (3, 1)), atol=0.01
    )


def test_a_home_in_no_known_area_is_not_placed_and_that_is_said(tmp_path):
    city = town(tmp_path, "beside", 1500.0, -300.0, area_code="d0")
    assert np.isnan(positions(load_city(city), OUTSIDE)).all()
    assert figures(city, ["coverage"], "city", kind="salon")["state"].tolist() == ["not_in_source"]
    beside_it = town(tmp_path, "two", 1500.0, -300.0, area_code="d0").table("resources")
    hall = beside_it.iloc[:1].assign(resource_id="o", private_home=False, **at(500, 500))
    city = town(tmp_path, "three", 1500.0, -300.0, tables={"resources": pd.concat([beside_it, hall])})
    row = figures(city, ["coverage"], "city", kind="salon").iloc[0]
    assert row["value"] > 0 and "区域の分からない個人宅2か所を除く" in row["source"]


# --- an attack: somebody who may ask whatever pages offer moves a hidden place about in a copy of the city and looks
# for what changes ---------------------

SPOTS = [
    (1010.0, 30.0),
    (1960.0, 940.0),
    (1480.0, 480.0),
]  # all in the second square, on both sides of a school's limit
KINDS_ASKED = "salon,ibasho,exercise,hall,mobile_sales"
HIDDEN = {  # one place a kind, each hidden for another reason
    "ticked": {"kind": "salon", "name": "会", "private_home": True, "publish": True},
    "says so itself": {"kind": "ibasho", "name": "お茶会", "place": "山田宅", "publish": True},
    "an address in its name": {"kind": "exercise", "name": "二丁目3-12-5の体操", "publish": True},
    "a stop before a home": {
        "kind": "mobile_sales",
        "name": "まわり号",
        "place": "鈴木様方の前",
        "route": "一号",
        "publish": True,
        "times_per_month": 4,
    },
}
NOT_AGREED = {
    "not agreed": {"kind": "hall", "name": "班の集会所", "publish": False},
    "never asked": {"kind": "exercise", "name": "朝の体操", "publish": None, "eligibility": "members"},
}


def attacked(folder, spot: tuple[float, float], sharing: str) -> City:
    """Three squares with two schools across the second one, an open shop, and every hidden place at `spot`."""
    hidden = HIDDEN | (NOT_AGREED if sharing == "public" else {})
    rows = [
        {
            "resource_id": f"h{number}",
            "private_home": None,
            "times_per_month": 4,
            "weekdays": "月火",
            "time_from": "09:00",
            "capacity": 10,
            "participants": 12,
        }
        | place
        | at(*spot)
        for number, place in enumerate(hidden.values())
    ]
    rows.append(
        {"resource_id": "open", "kind": "shop", "name": "商店", "publish": True, "private_home": False, **at(500, 500)}
    )
    areas = area_table(
        small_area={f"a{number}": f"{number}丁目" for number in range(3)}, district={"d0": "東"}, city={"c": "試市"}
    )
    schools = gpd.GeoDataFrame(
        {"area_code": ["s0", "s1"], "level": "小学校区", "name": ["西小", "東小"], "order": [90, 91]},
        geometry=gpd.GeoSeries([box(0, 0, 1500, 1000), box(1500, 0, 3000, 1000)], crs=ZONE),
    )
    return stored(
        folder,
        {
            "areas": gpd.GeoDataFrame(pd.concat([areas, schools], ignore_index=True), geometry="geometry", crs=ZONE),
            "membership": pd.concat(
                [
                    parents(*[(f"a{number}", "d0") for number in range(3)], ("d0", "c"), ("a0", "s0"), ("a2", "s1")),
                    pd.DataFrame(
                        [("a1", "s0", 0.5), ("a1", "s1", 0.5)], columns=["area_code", "parent_code", "weight"]
                    ),
                ]
            ),
            "population": sum((bands(f"a{number}", 10, 60, 90, 70) for number in range(3)), []),
            "resources": pd.DataFrame(rows),
        },
        f"{sharing} {spot[0]:.0f} {spot[1]:.0f}",
    )


def answers(city: City, sharing: str) -> list[pd.DataFrame]:
    """Everything offered at this level of sharing that a place could be found by."""
    levels = ("small_area", "小学校区", "district", "city")
    asked = {"kind": KINDS_ASKED, "sharing": sharing}
    rows = [
        figures(city, ["coverage"], "small_area", distance="300,500,800", **asked),
        figures(city, ["coverage"], "小学校区", distance=300, **asked),
    ]
    rows += [
        figures(
            city,
            ["coverage_any"],
            "small_area",
            way="detour",
            when="月-午前",
            often=4,
            kind="salon+exercise",
            group="75+",
            sharing=sharing,
        )
    ]
    rows += [figures(city, ["resources_per_1000_elderly"], level, **asked) for level in levels]
    rows += [
        figures(city, ["salon_participation_rate"], "小学校区", sharing=sharing),
        unreached.unreached(city, "ibasho+exercise", 300, level="小学校区", sharing=sharing),
    ]
    rows += [
        shown_resources(city, sharing).astype(str),
        candidates.candidates(city, candidates.HALLS, sharing=sharing),
        mobile_sales_rounds.rounds(city, sharing).stops.astype(str),
    ]
    here = waiting_people.people(city, Question("salon+ibasho+exercise+hall", "65+", 300), sharing)
    rows += [pd.DataFrame({"reached": here.reached})] + [
        best_places.tried(city, here, **at(x, y)).areas for x, y in ((1100, 100), (1900, 900))
    ]
    return rows


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_nobody_finds_a_hidden_place_by_asking(tmp_path, sharing):
    first, *others = (answers(attacked(tmp_path, spot, sharing), sharing) for spot in SPOTS)
    for found in others:  # every spot of its area would give the same answers: asking leaves all of them possible
        for seen, same in zip(first, found, strict=True):
            pd.testing.assert_frame_equal(seen, same)
    assert first[0].loc[first[0]["kind"] == "exercise", "value"].gt(0).any()  # they count all the same
    said = first[0].set_index("kind")["source"]
    assert (
        "個人宅の1か所は区域の中ほどから測る" in said["salon"].iloc[0]
        and "個人宅の1か所は区域の中ほどから測る" in said["mobile_sales"].iloc[0]
    )
    assert ("掲載の同意がない1か所は区域の中ほどから測る" in said["hall"].iloc[0]) == (sharing == "public")


def test_the_attack_would_find_them_from_the_true_point(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    one, other = (answers(attacked(tmp_path, spot, "internal"), "internal") for spot in SPOTS[:2])
    assert sum(not seen.equals(same) for seen, same in zip(one, other, strict=True)) > 6


def test_the_middle_of_an_area_is_one_point_for_all(tmp_path):
    made = load_city(attacked(tmp_path, SPOTS[0], "public"))
    there = positions(made, SharingRules(consent=True))[:6]
    np.testing.assert_allclose(there, np.tile(MIDDLE, (6, 1)), atol=0.01)
