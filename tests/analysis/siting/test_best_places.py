"""Further places in a city: the same figures as 歩いて行ける範囲, the best of all choices on small cities, people that
always add up."""

from __future__ import annotations

import itertools
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from analysis.indicators.values import figures
from analysis.methods.siting import TooFew
from analysis.siting import best_places, candidates, waiting_people
from analysis.siting.waiting_people import Lacking, Question
from data.store.city import open_city
from tests.tiny_city import DAY, SIDE, area_table, at, bands, parents, stored

SMALL = {f"a{i}": f"{i + 1}丁目" for i in range(6)}
SOURCES = pd.DataFrame(
    [("register", "register", "台帳", DAY), ("list", "resources", "一覧", DAY)],
    columns=["source_id", "kind", "title", "as_of"],
)


def salon(number: int, x: float, y: float, **more) -> dict:
    return {
        "resource_id": f"s{number}",
        "kind": "salon",
        "name": f"会{number}",
        "source_id": "list",
        "times_per_month": 2.0,
        "publish": True,
        **at(x, y),
    } | more


def hall(number: int, x: float, y: float, **more) -> dict:
    return {
        "resource_id": f"h{number}",
        "kind": "hall",
        "name": f"会館{number}",
        "source_id": "list",
        "publish": True,
        **at(x, y),
    } | more


def tiny(folder, places: list[dict], name: str = "tiny", **more):
    """Six squares of 1 km in a row, two districts; more older people the farther east."""
    members = parents(
        *[(code, "d0" if number < 3 else "d1") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c")
    )
    return stored(
        folder,
        {
            "areas": area_table(small_area=SMALL, district={"d0": "東", "d1": "西"}, city={"c": "試市"}),
            "membership": members,
            "resources": pd.DataFrame(places),
            "population": sum(
                (bands(code, 10, 50, 40 + 20 * number, 20 + number) for number, code in enumerate(SMALL)), []
            ),
            "sources": SOURCES,
            **more,
        },
        name,
    )


HALLS = [
    hall(number, x, y)
    for number, (x, y) in enumerate(
        [(300, 500), (1500, 200), (2300, 700), (3600, 500), (4400, 300), (5500, 600), (4700, 500)]
    )
]


def row_of(city, level: str, code: str, **options) -> pd.Series:
    rows = figures(city, ["coverage"], level, **options)
    return rows[rows["area_code"] == code].iloc[0]


def choice(city, question: Question, number: int, source: str = candidates.HALLS, **wishes):
    here = waiting_people.people(city, question)
    among = candidates.candidates(city, source, question.district)
    *_, found = best_places.improving_choices(here, among, number, **wishes)
    assert found.proven
    return here, among, best_places.outcome(here, among, found)


@pytest.mark.parametrize("district", ["", "d1"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_best_of_all_choices_by_coverage_itself(tmp_path, district, number):
    """Every choice is made a city of its own, with the new places in its list, and asked for its coverage."""
    question, there = Question("salon", "65+", 500, district), [salon(0, 800, 500)]
    city = tiny(tmp_path, there + HALLS)
    _, among, found = choice(city, question, number)
    inside = [place for place in HALLS if not district or place["name"] in set(among["name"])]
    assert len(inside) == (4 if district else 7)
    best = 0.0
    for tried in itertools.combinations(inside, number):
        made = tiny(
            tmp_path,
            [
                *there,
                *HALLS,
                *(
                    {**place, "resource_id": f"new{place['resource_id']}", "kind": "salon", "times_per_month": 4.0}
                    for place in tried
                ),
            ],
            "x" + "".join(place["resource_id"] for place in tried) + district,
        )
        best = max(
            best,
            row_of(made, "district" if district else "city", district or "c", kind="salon", distance=500, group="65+")[
                "numerator"
            ],
        )
    assert found.before + found.gained == pytest.approx(best, abs=1e-6)
    assert found.gap == 0


@pytest.mark.parametrize(
    ("kind", "group", "distance", "district"),
    [
        ("salon", "65+", 500, ""),
        ("salon+mobile_sales", "75+", 300, ""),
        ("mobile_sales", "total", 800, "99201-D23"),
        ("salon", "65+", 800, "99201-D05"),
    ],
)
def test_today_equals_coverage_of_the_invented_city_and_people_add_up(kind, group, distance, district):
    city = open_city("sample")
    _, _, found = choice(city, Question(kind, group, distance, district), 2, candidates.GRID)
    row = row_of(
        city, "district" if district else "city", district or "99201", kind=kind, distance=distance, group=group
    )
    assert found.before == pytest.approx(row["numerator"])
    assert found.everyone == pytest.approx(row["denominator"])
    assert found.before + found.gained + found.left == pytest.approx(found.everyone)
    assert found.places["adds"].sum() == pytest.approx(found.gained)
    assert (found.areas["after"] - found.areas["before"]).sum() == pytest.approx(found.gained)
    assert all(found.areas["before"] <= found.areas["after"] + 1e-9) and all(
        found.areas["after"] <= found.areas["persons"] + 1e-9
    )
    if not district:
        districts = best_places.by_level(city, "district", found.areas)
        rows = figures(city, ["coverage"], "district", kind=kind, distance=distance, group=group)
        np.testing.assert_allclose(districts["before"], rows["numerator"], atol=1e-6)
        assert districts["persons"].sum() == pytest.approx(found.everyone)


def test_a_place_tried_gives_what_coverage_gains_when_it_is_added(tmp_path):
    there, spot = [salon(0, 800, 500)], at(1350, 480)
    city = tiny(tmp_path, there)
    here = waiting_people.people(city, Question("salon", "65+", 500))
    tried = best_places.tried(city, here, spot["lat"], spot["lon"])
    after = tiny(tmp_path, [*there, salon(1, 1350, 480)], "after")
    gains = {
        code: (
            row_of(after, "small_area", code, kind="salon", distance=500, group="65+")["numerator"]
            - row_of(city, "small_area", code, kind="salon", distance=500, group="65+")["numerator"]
        )
        for code in SMALL
    }
    assert tried.gained == pytest.approx(sum(gains.values())) and tried.gained > 0
    assert tried.area_name == "2丁目"
    assert dict(zip(tried.areas["area_name"], tried.areas["persons"], strict=True)) == pytest.approx(
        {SMALL[code]: gain for code, gain in gains.items() if gain > 1e-9}
    )


def test_places_that_admit_only_some_count_for_those(tmp_path):
    """A salon for 75+ leaves the others waiting: a place beside it gains them and nobody else."""
    city = tiny(tmp_path, [salon(0, 500, 500, eligibility="75+"), hall(0, 500, 500)])
    _, _, found = choice(city, Question("salon", "65+", 500), 1)
    row = row_of(city, "city", "c", kind="salon", distance=500, group="65+")
    assert found.before == pytest.approx(row["numerator"]) and found.before > 0
    older = row_of(city, "city", "c", kind="salon", distance=500, group="75+")["numerator"]
    everyone = row_of(
        tiny(tmp_path, [salon(0, 500, 500)], "open"), "city", "c", kind="salon", distance=500, group="65+"
    )["numerator"]
    assert found.before == pytest.approx(older) and found.gained == pytest.approx(everyone - older)


def test_a_detour_reaches_less_and_equals_coverage_by_detour(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500), *HALLS])
    _, _, straight = choice(city, Question("salon", "65+", 500), 1)
    _, _, detour = choice(city, Question("salon", "65+", 500, way="detour"), 1)
    assert detour.before < straight.before and detour.gained < straight.gained
    assert detour.before == pytest.approx(
        row_of(city, "city", "c", kind="salon", distance=500, group="65+", way="detour")["numerator"]
    )


def test_fixed_and_forbidden_by_name_and_always_the_same(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500), *HALLS])
    question = Question("salon", "65+", 500)
    _, _, free = choice(city, question, 2)
    worst = next(
        key for key in candidates.candidates(city, candidates.HALLS)["key"] if key not in set(free.places["key"])
    )
    _, _, fixed = choice(city, question, 2, fixed=[worst])
    assert worst in set(fixed.places["key"]) and fixed.gained <= free.gained
    _, _, without = choice(city, question, 2, forbidden=list(free.places["key"]))
    assert not set(without.places["key"]) & set(free.places["key"])
    assert all(choice(city, question, 2)[2].places["key"].tolist() == free.places["key"].tolist() for _ in range(3))


def test_how_many_for_a_share(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500), *HALLS])
    question = Question("salon", "65+", 500)
    here, among, two = choice(city, question, 2)
    share = (two.before + two.gained) / two.everyone
    assert best_places.needed(here, among, share) == (2, 2)
    assert best_places.needed(here, among, share + 0.001) == (3, 3)
    assert best_places.needed(here, among, 0.001) == (0, 0)
    with pytest.raises(TooFew) as said:
        best_places.needed(here, among, 0.99)
    _, _, every = choice(city, question, 7)
    assert said.value.most == pytest.approx((every.before + every.gained) / every.everyone)


def test_a_plan_is_worth_today_what_its_places_are(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500), *HALLS])
    here, _, two = choice(city, Question("salon", "65+", 500), 2)
    again = best_places.outcome_of_places(city, here, two.places[["name", "lat", "lon"]])
    assert again.gained == pytest.approx(two.gained) and again.places["name"].tolist() == two.places["name"].tolist()


def test_far_away_is_none_and_beside_the_border_is_not(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500)])
    here = waiting_people.people(city, Question("salon", "65+", 500))
    assert best_places.tried(city, here, **at(3000, 1500)) is None
    assert best_places.tried(city, here, 0.0, 0.0) is None
    assert best_places.tried(city, here, float("nan"), 139.0) is None
    assert best_places.tried(city, here, **at(3000, 1030)).area_name in ("3丁目", "4丁目")


def test_halls_of_list_and_map_once_and_only_what_the_level_may_see(tmp_path, monkeypatch):
    base = gpd.GeoDataFrame(
        {"layer": ["hall", "hall", "school"], "name": ["会館0", "地図の会館", "学校"], "rank": 1},
        geometry=gpd.points_from_xy(
            *zip(*[(at(x, 500)["lon"], at(x, 500)["lat"]) for x in (310, 2500, 900)], strict=True)
        ),
        crs=6668,
    )
    city = tiny(
        tmp_path,
        [
            salon(0, 800, 500),
            HALLS[0],
            hall(1, 1500, 200, publish=False),
            hall(2, 2300, 700, private_home=True),
            hall(3, 4000, 5000),
        ],
        base=base,
    )
    assert candidates.candidates(city, candidates.HALLS)["key"].tolist() == ["会館0", "地図の会館"]
    assert candidates.candidates(city, candidates.HALLS, "d1").empty
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert set(candidates.candidates(city, candidates.HALLS, sharing="internal")["key"]) == {
        "会館0",
        "会館1",
        "会館2",
        "地図の会館",
    }
    with pytest.raises(ValueError, match="候補の選び方"):
        candidates.candidates(city, "anywhere")


def test_the_grid_covers_the_district_and_nothing_else(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500)])
    whole, west = candidates.candidates(city, candidates.GRID), candidates.candidates(city, candidates.GRID, "d1")
    assert len(whole) == 6 * (SIDE / candidates.GRID_METRES) ** 2 and len(west) == len(whole) / 2
    assert (
        whole["key"].is_unique
        and west["x"].min() > 3 * SIDE
        and candidates.grid_step(city) == pytest.approx(candidates.GRID_METRES)
    )
    assert whole["name"].iloc[0] == "1丁目のあたり"


@pytest.mark.parametrize(
    ("places", "more", "what"),
    [
        ([hall(0, 300, 500)], {}, waiting_people.NO_LIST),
        ([salon(0, 0, 0, lat=None, lon=None)], {}, waiting_people.NO_POSITIONS),
        ([salon(0, 800, 500)], {"population": []}, waiting_people.NO_AGES),
        (
            [salon(0, 800, 500)],
            {
                "areas": (
                    area_table(small_area=SMALL, district={"d0": "東", "d1": "西"}, city={"c": "試市"}).assign(
                        geometry=None
                    )
                )
            },
            waiting_people.NO_SHAPES,
        ),
    ],
)
def test_what_a_city_lacks_is_named(tmp_path, places, more, what):
    with pytest.raises(Lacking) as said:
        waiting_people.people(tiny(tmp_path, places, **more), Question("salon", "65+", 500))
    assert said.value.what == what


def test_metres_that_are_none_are_refused(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500), *HALLS])
    web = stored(
        tmp_path,
        {name: city.table(name) for name in ("areas", "membership", "resources", "sources")}
        | {"population": sum((bands(code, 10, 50, 40, 20) for code in SMALL), [])},
        "web",
    )
    web = replace(web, zone=3857)  # a city.toml that says so is refused (tests/data/store/test_damaged_cities.py)
    with pytest.raises(ValueError, match="約650 m"):
        waiting_people.people(web, Question("salon", "65+", 500))


def test_unknown_words_are_refused(tmp_path):
    city = tiny(tmp_path, [salon(0, 800, 500)])
    with pytest.raises(ValueError, match="という種類はありません"):
        waiting_people.people(city, Question("castle", "65+", 500))
    with pytest.raises(ValueError, match="という地区はこの市にありません"):
        waiting_people.people(city, Question("salon", "65+", 500, "d9"))


def test_along_streets_as_coverage_along_streets(tmp_path):
    """Streets every 100 m east and west, one road across: today, the best place and a place tried equal coverage along
    them."""
    ends = [((x, y), (x + 100, y)) for y in range(50, 1000, 100) for x in range(0, 6000, 100)] + [
        ((3000, y), (3000, y + 100)) for y in range(50, 950, 100)
    ]
    rows = [
        {
            f"{end}_{name}": value
            for end, (x, y) in (("from", start), ("to", stop))
            for name, value in {"node": f"{x}/{y}", **at(x, y)}.items()
        }
        | {"metres": 100.0, "slope_percent": 0.0}
        for start, stop in ends
    ]
    rows = [row | {"edge": str(number), "source_id": "list"} for number, row in enumerate(rows)]
    there = [salon(0, 800, 550)]
    city = tiny(tmp_path, [*there, *HALLS], network=pd.DataFrame(rows))
    here, among, found = choice(city, Question("salon", "65+", 500, way="network"), 1)
    assert found.before == pytest.approx(
        row_of(city, "city", "c", kind="salon", distance=500, group="65+", way="network")["numerator"]
    )
    best = found.places.iloc[0]
    xy = among[among["key"] == best["key"]].iloc[0]
    after = tiny(tmp_path, [*there, *HALLS, salon(1, xy["x"], xy["y"])], "after", network=pd.DataFrame(rows))
    assert found.before + found.gained == pytest.approx(
        row_of(after, "city", "c", kind="salon", distance=500, group="65+", way="network")["numerator"]
    )
    assert best_places.tried(city, here, best["lat"], best["lon"]).gained == pytest.approx(found.gained)
    assert found.gained < choice(city, Question("salon", "65+", 500), 1)[2].gained
    with pytest.raises(Lacking) as said:
        waiting_people.people(tiny(tmp_path, there, "without"), Question("salon", "65+", 500, way="network"))
    assert said.value.what == waiting_people.NO_PATHS
