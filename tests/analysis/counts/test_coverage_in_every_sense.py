"""Way, time, frequency, eligibility, and reach by other means than a walk: against plain second ways, and never less
for less strict questions."""

from __future__ import annotations

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from analysis.counts import population_points
from analysis.counts.active_resources import _running, open_at
from analysis.counts.loaded_city import load_city
from analysis.indicators.settlement import people_placed, thinly_settled, ways
from analysis.indicators.unreached import unreached
from analysis.indicators.values import figures
from tests.tiny_city import DAY, SIDE, ZONE, area_table, at, bands, parents, stored

SMALL = [f"a{i}" for i in range(6)]
PLACES = [  # resource_id, kind, x, weekdays, from, to, times, eligibility
    ("mon", "salon", 500, "月", "10:00", "11:30", 4.0, "all"),
    ("tue", "salon", 1500, "火", "13:30", "15:00", 1.0, "all"),
    ("long", "salon", 2500, "月水", "10:00", "14:00", 8.0, "all"),
    ("when?", "salon", 3500, None, None, None, None, "all"),
    ("day", "salon", 4500, "月", None, None, 2.0, "all"),
    ("women", "salon", 5500, "月", "10:00", "11:00", 4.0, "women"),
    ("men", "exercise", 5500, "月", "10:00", "11:00", 4.0, "men"),
    ("75", "ibasho", 500, "月", "10:00", "11:00", 4.0, "75+"),
    ("van", "mobile_sales", 2500, "金", "10:00", "10:30", 4.0, "all"),
    ("bus", "transport_support", None, "月", "09:00", "16:00", 20.0, "all"),
    ("taxi", "transport_support", None, None, None, None, None, "all"),
    ("lift", "transport_support", None, None, None, None, None, "members"),
]


def place(resource_id, kind, x, weekdays, begins, ends, times, eligibility):
    where = at(x, 500) if x is not None else {}
    return {
        "resource_id": resource_id,
        "kind": kind,
        "weekdays": weekdays,
        "time_from": begins,
        "time_to": ends,
        "times_per_month": times,
        "eligibility": eligibility,
        "source_id": "list",
        **where,
    }


@pytest.fixture
def city(tmp_path):
    people = []
    for number, code in enumerate(SMALL):
        for sex, part in (("all", 5), ("female", 3), ("male", 2)):
            people += [
                (code, DAY, "register", sex, low, high, count * part)
                for low, high, count in ((0, 14, 4), (15, 64, 20), (65, 74, 6 + number), (75, None, 4))
            ]
    base = gpd.GeoDataFrame(
        {"layer": ["line", "zone"], "name": ["バス", "タクシー"], "resource_id": ["bus", "taxi"]},
        geometry=[LineString([(0, 900), (2000, 900)]), box(3000, 0, 3500, SIDE)],
        crs=ZONE,
    ).to_crs(6668)
    return stored(
        tmp_path,
        {
            "areas": area_table(
                small_area={code: f"{code}丁目" for code in SMALL},
                district={"d0": "東", "d1": "西"},
                city={"c": "試市"},
            ),
            "membership": parents(*[(code, "d0" if code < "a3" else "d1") for code in SMALL], ("d0", "c"), ("d1", "c")),
            "population": people,
            "base": base,
            "resources": pd.DataFrame([place(*one) for one in PLACES]),
            "served": pd.DataFrame([("van", "a4"), ("lift", "a5")], columns=["resource_id", "area_code"]),
        },
    )


def values(city, indicator="coverage", level="small_area", **options):
    return dict(zip(SMALL, figures(city, [indicator], level, **options)["value"], strict=True))


def test_open_then_shut_then_or_not_known():
    rows = pd.DataFrame([place(*one) for one in PLACES]).set_index("resource_id")
    known = {
        when: {
            one: answer for one, answer in open_at(rows, when).items() if one in ("mon", "tue", "long", "when?", "day")
        }
        for when in ("月", "月-午前", "月-午後", "午後")
    }
    assert known["月"] == {"mon": True, "tue": False, "long": True, "when?": pd.NA, "day": True}
    assert known["月-午前"] == {"mon": True, "tue": False, "long": True, "when?": pd.NA, "day": pd.NA}
    assert known["月-午後"] == {"mon": False, "tue": False, "long": True, "when?": pd.NA, "day": pd.NA}
    assert known["午後"] == {"mon": False, "tue": True, "long": True, "when?": pd.NA, "day": pd.NA}


@pytest.mark.parametrize(
    ("begins", "ends", "morning", "afternoon"),
    [
        ("10:00", "12:00", True, False),
        ("10:00", "12:01", True, True),
        ("11:59", "12:00", True, False),
        ("12:00", "13:00", False, True),
        ("12:00", None, False, True),
    ],
)
def test_noon_ends_the_morning_and_begins_the_afternoon(begins, ends, morning, afternoon):
    rows = pd.DataFrame([place("x", "salon", 500, "月", begins, ends, 4.0, "all")])
    assert [open_at(rows, when).item() for when in ("月-午前", "月-午後")] == [morning, afternoon]


def test_who_can_walk_there_on_a_monday_morning(city):
    usual, monday = values(city, kind="salon"), values(city, kind="salon", when="月-午前")
    assert [area for area in SMALL if monday[area] > 0] == ["a0", "a2", "a5"]
    assert usual["a1"] > 0 and usual["a3"] > 0
    row = figures(city, ["coverage"], "city", kind="salon", when="月-午前").iloc[0]
    assert "曜日・時間の分からない2か所を除く" in row["source"] and row["when"] == "月-午前"


def test_how_often_a_place_has_to_be_there(city):
    assert {area for area, value in values(city, kind="salon", often=4).items() if value > 0} == {"a0", "a2", "a5"}
    assert {area for area, value in values(city, kind="salon", often=1).items() if value > 0} == {
        "a0",
        "a1",
        "a2",
        "a4",
        "a5",
    }
    assert "回数の資料がない1か所を除く" in figures(city, ["coverage"], "city", kind="salon", often=1)["source"].iloc[0]
    assert "回数の資料がない1か所を含む" in figures(city, ["coverage"], "city", kind="salon")["source"].iloc[0]


def test_the_detour_is_the_distance_divided(city, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    detour = values(city, kind="salon", way="detour", distance=650, sharing="internal")
    assert detour == values(city, kind="salon", distance=500, sharing="internal")


@pytest.mark.parametrize("indicator", ["coverage", "coverage_line", "coverage_any"])
def test_less_strict_never_covers_less(city, indicator):
    rows = (
        figures(
            city,
            [indicator],
            "small_area",
            kind="salon,salon+mobile_sales",
            distance="300,500,800",
            way="straight,detour",
            often="1,4",
        )
        .set_index(["kind", "distance_m", "way", "often", "area_code"])["value"]
        .unstack()
    )
    for distance, more in ((300, 500), (500, 800)):
        assert (rows.xs(more, level="distance_m") >= rows.xs(distance, level="distance_m") - 1e-12).all(axis=None)
    assert (rows.xs("straight", level="way") >= rows.xs("detour", level="way") - 1e-12).all(axis=None)
    assert (rows.xs(1.0, level="often") >= rows.xs(4.0, level="often") - 1e-12).all(axis=None)
    assert (rows.loc["salon+mobile_sales"] >= rows.loc["salon"] - 1e-12).all(axis=None)


def test_a_place_for_women_counts_women(city):
    circle = values(city, kind="salon")["a1"]  # one salon for everyone in the middle of the square
    assert values(city, kind="salon")["a5"] == pytest.approx(circle * 3 / 5)
    assert values(city, kind="exercise")["a5"] == pytest.approx(circle * 2 / 5)
    assert values(city, kind="salon+exercise")["a5"] == pytest.approx(circle)
    for group, part in (("75+", 1.0), ("65+", 4 / 10), ("total", 4 / 34)):
        assert values(city, kind="ibasho", group=group)["a0"] == pytest.approx(circle * part)


def test_without_sexes_a_place_for_women_counts_for_nobody(tmp_path):
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一"}, city={"c": "市"}),
            "population": bands("a0", 1, 1, 5, 5),
            "resources": pd.DataFrame([place("w", "salon", 500, None, None, None, 4.0, "women")]),
        },
    )
    assert figures(city, ["coverage"], "city")["value"].item() == 0.0


def test_boarding_anywhere_along_a_line_is_the_strip_beside_it(city):
    # Along y = 900 from x = 0 to 2000; a0 and a1 are squares of 1 km: all above y = 400 within 500 m.
    exact = (
        gpd.GeoSeries([box(i * SIDE, 0, (i + 1) * SIDE, SIDE) for i in range(6)])
        .intersection(LineString([(0, 900), (2000, 900)]).buffer(500))
        .area
        / SIDE**2
    )
    assert list(values(city, "coverage_line").values()) == pytest.approx(list(exact), abs=0.05)
    assert set(values(city, "coverage_line", when="日").values()) == {0.0}  # no bus on a Sunday


def test_a_zone_reaches_the_doors_inside_it_and_members_only_their_own(city):
    found = values(city, "coverage_zone")
    assert found["a3"] == pytest.approx(0.5, abs=0.05) and found["a5"] == 1.0  # the members' lift names a5
    assert [found[area] for area in ("a0", "a1", "a2", "a4")] == [0, 0, 0, 0]


def test_served_neighbourhoods_and_only_help_for_the_same_purpose(city):
    assert values(city, "coverage_served")["a4"] == 1.0 and sum(values(city, "coverage_served").values()) == 1.0
    assert (
        figures(city, ["coverage_served"], "city", kind="salon")["state"].item() == "not_in_source"
    )  # no van brings a salon


def test_any_is_each_point_reached_by_any(city):
    made = load_city(city)
    xy, area, weight, *_ = population_points.points(made)
    line, zone = LineString([(0, 900), (2000, 900)]), box(3000, 0, 3500, SIDE)
    walks = [(500, 500), (1500, 500), (2500, 500), (3500, 500), (4500, 500)]
    plain = np.zeros(6)
    for (x, y), number, part in zip(xy, area, weight, strict=True):  # point by point, nothing shared with the program
        reached = (
            any(np.hypot(x - a, y - b) <= 500 for a, b in walks)
            or Point(x, y).distance(line) <= 500
            or zone.covers(Point(x, y))
            or number in (4, 5)
        )
        plain[number] += part * reached
    found = values(city, "coverage_any", kind="salon+mobile_sales")
    assert list(found.values()) == pytest.approx(list(plain))
    every = [values(city, one) for one in ("coverage", "coverage_line", "coverage_zone", "coverage_served")]
    for code in SMALL:
        assert (
            max(one[code] for one in every) <= found[code] + 1e-12 <= min(1.0, sum(one[code] for one in every)) + 1e-9
        )
    assert (
        "数えた届き方: 歩いて行ける・路線の沿線で乗れる・家の前まで乗り物が来る・町内まで来てもらえる"
        in figures(city, ["coverage_any"], "city")["source"].iloc[0]
    )


@pytest.mark.parametrize(
    "indicator", ["coverage", "coverage_line", "coverage_zone", "coverage_served", "coverage_any", "supply_access"]
)
def test_areas_add_up_to_districts_and_the_city(city, indicator, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    small, district, whole = (
        figures(city, [indicator], level, sharing="internal")["numerator"]
        for level in ("small_area", "district", "city")
    )
    assert small.sum() == pytest.approx(district.sum()) == pytest.approx(whole.sum())
    assert small.iloc[:3].sum() == pytest.approx(district.iloc[0])


def test_a_part_served_inside_an_area_is_known_only_with_its_shape(tmp_path):
    tables = {
        "membership": parents(("a0", "n0"), ("a1", "n0")),
        "population": bands("n0", 10, 60, 20, 10),
        "resources": pd.DataFrame([place("v", "mobile_sales", None, None, None, None, 4.0, "all")]),
        "served": pd.DataFrame([("v", "a0")], columns=["resource_id", "area_code"]),
    }
    areas = area_table(small_area={"a0": "一", "a1": "二"}, neighbourhood={"n0": "会"}, city={"c": "市"})
    areas.loc[areas["area_code"] == "n0", "geometry"] = gpd.GeoSeries([box(0, 0, 2 * SIDE, SIDE)], crs=ZONE).values
    known = stored(
        tmp_path,
        {"areas": areas, **{name: list(table) if name == "population" else table for name, table in tables.items()}},
        "shape",
    )
    assert figures(known, ["coverage_served"], "neighbourhood", kind="mobile_sales")["value"].item() == pytest.approx(
        0.5, abs=0.05
    )
    areas = areas.copy()
    areas.loc[areas["level"] == "small_area", "geometry"] = None
    unknown = stored(tmp_path, {"areas": areas, **tables}, "none")
    assert (
        figures(unknown, ["coverage_served"], "neighbourhood", kind="mobile_sales")["state"].item() == "not_in_source"
    )


def test_room_is_for_officials_alone(city, monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    for sharing in ("public", "council"):
        with pytest.raises(PermissionError, match="庁内用だけの指標"):
            figures(city, ["supply_access"], "city", sharing=sharing)


def test_room_is_shared_among_those_who_live_near(tmp_path, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    rows = [
        place("s", "salon", 500, None, None, None, 4.0, "all") | {"capacity": 30},
        place("t", "salon", 1500, None, None, None, None, "all"),
        place("u", "salon", 1500, None, None, None, 4.0, "members"),
    ]
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一", "a1": "二"}, city={"c": "市"}),
            "population": bands("a0", 0, 0, 50, 50) + bands("a1", 0, 0, 100, 100),
            "resources": pd.DataFrame(rows),
        },
    )
    row = figures(city, ["supply_access"], "city", distance=500, sharing="internal").iloc[0]
    # All room is handed out, whoever lives near: (30 x 4 + 20 x 1) visits among 300 persons.
    assert row["numerator"] == pytest.approx(140) and row["value"] == pytest.approx(1000 * 140 / 300)
    assert all(
        words in row["source"]
        for words in (
            "定員の資料がない1か所は20人とみなす",
            "回数の資料がない1か所は月1回とみなす",
            "来る人が限られる1か所を除く",
        )
    )
    near = figures(city, ["supply_access"], "small_area", distance=500, sharing="internal")["value"]
    assert near.tolist() == pytest.approx([1000 * 120 / 100, 1000 * 20 / 200])  # the circles touch, they do not overlap


def test_gaps_take_the_same_questions(city):
    rows = unreached(city, "salon", 500, "65+", way="detour", when="月-午前")
    given = figures(city, ["coverage"], "small_area", kind="salon", way="detour", when="月-午前")
    np.testing.assert_allclose(rows["outside"], given["denominator"] - given["numerator"])
    assert (unreached(city, indicator="coverage_any")["outside"] <= unreached(city)["outside"] + 1e-9).all()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"way": "fly"}, "距離の測り方はありません.*straight、detour、network"),
        ({"when": "月曜"}, "曜日・時間帯は読めません"),
        ({"when": "月-夜"}, "曜日・時間帯は読めません"),
        ({"often": "毎週"}, "毎週は4、毎月は1"),
        ({"often": 0}, "1から31"),
        ({"way": "network"}, "歩く道の表がない"),
    ],
)
def test_what_cannot_be_asked_is_said(city, options, words):
    with pytest.raises(ValueError, match=words):
        figures(city, ["coverage"], "city", **options)


def test_how_a_city_is_settled(city, tmp_path):
    assert thinly_settled(city, "district") == {
        "d0": pytest.approx(175.0, abs=1),
        "d1": pytest.approx(190.0, abs=1),
    }  # 5 x (4 + 20 + 6 + number + 4) persons on a km2
    assert ways(city) == {"straight": "直線距離", "detour": "道のりの見込み（直線×1.3）"}
    assert people_placed(city) == ["区域の形のなかに均等（区域ごとに7ポイントほどのずれ）"]


def test_living_alone_comes_from_shown_counts_only_whatever_the_means(tmp_path):
    """Two cities that differ in hidden counts alone give the same figures for every means, way and time (公開用)."""

    def rows(name, alone):
        homes = pd.DataFrame(
            [(code, DAY, "hh", "single_elderly", number) for code, number in zip(SMALL[:4], alone, strict=True)],
            columns=["area_code", "as_of", "source_id", "kind", "households"],
        )
        made = stored(
            tmp_path,
            {
                "areas": area_table(
                    small_area={code: code for code in SMALL[:4]}, district={"d0": "東"}, city={"c": "市"}
                ),
                "membership": parents(*[(code, "d0") for code in SMALL[:4]], ("d0", "c")),
                "population": sum((bands(code, 10, 60, 40, 40) for code in SMALL[:4]), []),
                "households": homes,
                "resources": pd.DataFrame([place(*one) for one in PLACES]),
                "served": pd.DataFrame([("van", "a3")], columns=["resource_id", "area_code"]),
            },
            name,
        )
        keys = ["coverage", "coverage_zone", "coverage_served", "coverage_any"]
        return pd.concat(
            [
                figures(made, keys, level, group="single", way="straight,detour", when=when, sharing="public")
                for level in ("small_area", "district", "city")
                for when in (None, "月-午前")
            ]
        )

    one, other = rows("one", (3, 8, 40, 50)), rows("other", (8, 3, 40, 50))
    pd.testing.assert_frame_equal(one, other)
    assert one["value"].notna().any()


@pytest.mark.parametrize("indicator", ["coverage", "coverage_any", "resources_per_1000_elderly"])
def test_kinds_together_say_which_of_them_has_no_list(tmp_path, indicator):
    """Nobody in reach of a salon or a van is no 0 where no list of vans was read."""
    tables = {
        "areas": area_table(small_area={"a0": "一", "a1": "二"}, district={"d0": "東", "d1": "西"}, city={"c": "試市"}),
        "membership": parents(("a0", "d0"), ("a1", "d1")),
        "population": bands("a0", 1, 2, 3, 4) + bands("a1", 1, 2, 3, 4),
    }
    salon = {"resource_id": "s", "kind": "salon", "times_per_month": 4, **at(500, 500)}
    alone = stored(tmp_path, tables | {"resources": pd.DataFrame([salon])}, "alone")
    both = stored(
        tmp_path,
        tables | {"resources": pd.DataFrame([salon, salon | {"resource_id": "v", "kind": "mobile_sales"}])},
        "both",
    )
    words = "移動販売は一覧に登録がないため入っていない"
    assert words in figures(alone, [indicator], "district", kind="salon+mobile_sales")["source"].iloc[1]
    assert words not in figures(alone, [indicator], "district", kind="salon")["source"].iloc[1]
    assert words not in figures(both, [indicator], "district", kind="salon+mobile_sales")["source"].iloc[1]


def test_at_a_date_asked_for_a_place_has_begun_and_not_ended():
    rows = pd.DataFrame(
        {
            "started": [None, "2024-04-01", "2024-04-02", None, None],
            "ended": [None, None, None, "2024-04-01", "2024-04-02"],
        },
        dtype="str",
    )
    counts = SimpleNamespace(asked=True, as_of="2024-04-01")
    assert _running(counts, rows).tolist() == [True, True, False, False, True]
