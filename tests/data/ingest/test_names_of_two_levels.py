"""A district, a town, an association and a school area may share a name: each has a code of its own, and the city
opens."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.counts.loaded_city import load_city
from analysis.indicators.plain_counts import counts
from analysis.indicators.values import figures
from data.store.write import write_city
from tests.tiny_city import area_table, stored

TOWNS = ("中央一丁目", "中央二丁目", "本町", "大字北野", "緑町", "港町", "東町")


CITY = "t8"  # what the fixture `run` calls the city


def register(small_city, towns=TOWNS, name: str = "reg.csv"):
    header = [
        "町名",
        "世帯数",
        "総数",
        *(f"{low}～{high}歳" if high else f"{low}歳以上" for low, high in small_city.bands),
    ]
    return small_city.write(
        name, [["令和7年4月1日現在"], header, *([town, "80", "180", *["10"] * 18] for town in towns)]
    )


def districts(small_city, *columns: str, of: dict[str, str] | None = None, name: str = "d.csv"):
    given = of or dict(zip(TOWNS, ("本町",) * 5 + ("東町",) * 2, strict=True))
    return small_city.write(
        name,
        [
            ["町名", *(columns or ("地区",))],
            *([town, *([parent] * max(len(columns), 1))] for town, parent in given.items()),
        ],
    )


def persons(city, level: str) -> dict[str, float]:
    rows = counts(city, level, ["population"])
    return dict(zip(rows["area_code"], rows["value"], strict=True))


def test_a_district_named_as_a_town_in_a_city_without_polygons(run, small_city):
    report, city = run(register(small_city), districts(small_city))
    assert report.areas == {"small_area": 7, "district": 2, "city": 1}
    assert persons(city, "district") == {"t8/地区:本町": 900, "t8/地区:東町": 360}
    assert persons(city, "city") == {"t8": 1260} and persons(city, "small_area")["t8/本町"] == 180
    assert figures(city, ["ageing_rate"], "district")["area_name"].tolist() == ["本町", "東町"]
    assert load_city(city).areas.index.is_unique


def test_the_same_files_again_find_the_same_codes(run, small_city):
    run(register(small_city), districts(small_city))
    report, city = run(register(small_city), districts(small_city))
    assert report.areas == {"small_area": 7, "district": 2, "city": 1}
    assert persons(city, "district") == {"t8/地区:本町": 900, "t8/地区:東町": 360}
    _, city = run(districts(small_city))
    assert persons(city, "district") == {"t8/地区:本町": 900, "t8/地区:東町": 360}


@pytest.mark.long
def test_names_that_are_not_shared_keep_their_plain_codes(run, small_city):
    _, city = run(register(small_city), districts(small_city, of=dict.fromkeys(TOWNS, "北地区")))
    assert persons(city, "district") == {"t8/北地区": 1260}


def test_all_levels_may_share_one_name(run, small_city):
    _, city = run(register(small_city), districts(small_city, "地区", "小学校区", "日常生活圏域"))
    for level, label in (("district", "地区"), ("小学校区", "小学校区"), ("日常生活圏域", "日常生活圏域")):
        assert persons(city, level) == {f"t8/{label}:本町": 900, f"t8/{label}:東町": 360}
    assert persons(city, "city") == {"t8": 1260}
    _, city = run(register(small_city), districts(small_city, "地区", "小学校区", "日常生活圏域"))
    assert persons(city, "小学校区") == {"t8/小学校区:本町": 900, "t8/小学校区:東町": 360}


@pytest.mark.long
def test_a_school_area_named_as_a_district(run, small_city):
    _, city = run(register(small_city), districts(small_city, "地区", "小学校区", of=dict.fromkeys(TOWNS, "中央")))
    assert persons(city, "district") == {"t8/中央": 1260} and persons(city, "小学校区") == {"t8/小学校区:中央": 1260}


def test_a_town_named_as_the_city_is_a_town_and_the_citys_total_is_none(run, small_city):
    towns = (*TOWNS[:2], "港市", "本町")
    _, city = run(register(small_city, towns), name="minato", title="港市")
    assert persons(city, "small_area") == dict.fromkeys(
        ("minato/中央一丁目", "minato/中央二丁目", "minato/港市", "minato/本町"), 180
    )
    assert persons(city, "city") == {"minato": 720}
    rows = [
        ["令和7年4月1日現在"],
        ["町名", "総数", *(f"{low}～{high}歳" if high else f"{low}歳以上" for low, high in small_city.bands)],
        *([town, "180", *["10"] * 18] for town in TOWNS[:2]),
        ["港市", "360", *["20"] * 18],
    ]
    _, city = run(small_city.write("total.csv", rows), name="minato2", title="港市")
    assert set(persons(city, "small_area")) == {"minato2/中央一丁目", "minato2/中央二丁目"} and persons(
        city, "city"
    ) == {"minato2": 360}


def test_an_association_named_as_its_district(run, small_city):
    run(register(small_city), districts(small_city))
    rows = [
        ["地区", "町内会", "期間", "世帯数", "買い物", "通院", "ゴミだし", "対象人数"],
        *(
            [district, name, "2024-04/2025-03", "50", "20", "21", "22", "30"]
            for district, name in (("本町", "本町会館前"), ("本町", "東町"), ("東町", "東町"), ("東町", "新東町"))
        ),
    ]
    _, city = run(small_city.write("needs.csv", rows))
    table = city.table("needs")
    areas = city.table("areas").set_index("area_code")
    assert areas.index.is_unique and areas.loc[table["area_code"].unique(), "level"].eq("neighbourhood").all()
    assert table[table["need"] == "買い物"]["persons"].sum() == 80


def test_a_table_of_districts_is_read_as_such_where_towns_bear_the_same_names(run, small_city):
    run(register(small_city), districts(small_city))
    rows = [["地区", "協議体名", "目指す地域像"], ["本町", "本町の会", "安心"], ["東町", "東町の会", "安全"]]
    _, city = run(small_city.write("councils.csv", rows))
    assert city.table("councils")["area_code"].tolist() == ["t8/地区:本町", "t8/地区:東町"]
    rows = [
        ["地区", "期間", "買い物", "通院", "ゴミだし", "対象人数"],
        *([name, "2024-04/2025-03", "20", "21", "22", "30"] for name in ("本町", "東町")),
    ]
    _, city = run(small_city.write("needs.csv", rows))
    assert set(city.table("needs")["area_code"]) == {"t8/地区:本町", "t8/地区:東町"}


def test_names_that_two_levels_share_wholly_are_told(run, small_city):
    run(register(small_city), districts(small_city))
    rows = [
        ["区域", "基準日", "年齢区分", "介護度", "認定者数", "第1号被保険者数"],
        *([name, "2025-04-01", "65歳以上", "計", "10", "40"] for name in ("本町", "東町")),
    ]
    report, city = run(small_city.write("care.csv", rows))
    assert city.table("care")["area_code"].tolist() == ["t8/本町", "t8/東町"]
    told = "\n".join(problem.sentence() for problem in report.problems if problem.severity == "warn")
    assert "care.csv" in told and "町丁・字" in told and "地区" in told


def test_one_district_spelled_in_two_ways_is_one_and_that_is_said(run, small_city):
    of = dict(zip(TOWNS, ("東ヶ丘",) * 3 + ("東ケ丘",) * 4, strict=True))
    report, city = run(register(small_city), districts(small_city, of=of))
    assert persons(city, "district") == {"t8/東ヶ丘": 1260}
    assert any(
        "東ケ丘" in problem.sentence() and "東ヶ丘" in problem.sentence()
        for problem in report.problems
        if problem.severity == "warn"
    )


def test_areas_with_one_code_are_never_stored(tmp_path):
    areas = area_table(small_area={"a0": "本町"}, district={"d": "本町"})
    twice = pd.concat([areas, areas.tail(1)], ignore_index=True)
    with pytest.raises(ValueError, match="codes of their own"):
        stored(tmp_path, {"areas": twice})
    assert not (tmp_path / "tiny" / "city.toml").exists() and not list(
        (tmp_path / "tiny").glob("r1*") if (tmp_path / "tiny").exists() else []
    )
    write_city(tmp_path / "sound", {"title": "試市", "zone": 6677}, {"areas": areas}, "r1")
