"""Two 材木町 of one ward are told apart by a further column (学区, 区, 地区 ...) where a table has one; else they are
refused or left out, and that is said."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely.geometry import box

from analysis.indicators.plain_counts import counts
from analysis.indicators.values import figures
from data.files.problems import Refused

# KEY_CODE: name, 学区, 区; two 材木町 in 下京区, a third in 中京区
AREAS = {
    "26106001000": ("材木町", "有隣学区", "下京区"),
    "26106002000": ("材木町", "植柳学区", "下京区"),
    "26106003000": ("本町", "植柳学区", "下京区"),
    "26104001000": ("材木町", "立誠学区", "中京区"),
}
BANDS = [*(f"{low}～{low + 4}歳" for low in range(0, 85, 5)), "85歳以上"]


CITY = "kyo"  # what the fixture `run` calls the city


@pytest.fixture
def city(run, small_city):
    """The city with its schools' areas, and files for it."""
    rows = [
        {
            "KEY_CODE": code,
            "PREF_NAME": "京都府",
            "CITY_NAME": f"京都市{ward}",
            "S_NAME": name,
            "HCODE": 8101,
            "R2KAxx": number,
            "JINKO": 1,
            "SETAI": 1,
            "geometry": box(135.7 + number * 0.01, 35.0, 135.71 + number * 0.01, 35.01),
        }
        for number, (code, (name, _, ward)) in enumerate(AREAS.items())
    ]
    gpd.GeoDataFrame(rows, crs="EPSG:6668").to_file(small_city.folder / "r2ka26.geojson")
    schools = small_city.write(
        "schools.csv",
        [["KEY_CODE", "S_NAME", "小学校区"], *([code, name, school] for code, (name, school, _) in AREAS.items())],
    )
    run(small_city.folder / "r2ka26.geojson", schools)
    return small_city


def register(folder, *headings: str, pick=lambda name, school, ward: (school,)):
    rows = [
        [name, *pick(name, school, ward), *[str(number)] * 18]
        for number, (name, school, ward) in enumerate(AREAS.values(), 1)
    ]
    return folder.write("reg.csv", [["令和7年4月1日現在"], ["町名", *headings, *BANDS], *rows])


def persons(city) -> list[float]:
    return counts(city, "small_area", ["population"]).set_index("area_code")["value"].reindex(AREAS).tolist()


@pytest.mark.parametrize(
    ("headings", "pick"),
    [
        (("学区",), lambda name, school, ward: (school,)),
        (("小学校区名",), lambda name, school, ward: (school.removesuffix("学区"),)),  # 有隣 for 有隣学区
        pytest.param(("区", "学区"), lambda name, school, ward: (ward, school), marks=pytest.mark.long),
        (("校区", "行政区名"), lambda name, school, ward: (school, ward)),
        # a name the city does not know says nothing
        pytest.param(("地区", "支所"), lambda name, school, ward: (school, "どこか支所"), marks=pytest.mark.long),
    ],
)
def test_a_register(run, city, headings, pick):
    report, found = run(register(city, *headings, pick=pick))
    assert persons(found) == [18, 36, 54, 72] and counts(found, "city", ["population"])["value"].item() == 180
    assert not report.files[0].unmatched


def test_without_such_a_column_repeated_names_are_refused_as_before(run, city):
    with pytest.raises(Refused, match="同じ地域の行"):
        run(register(city, pick=lambda name, school, ward: ()))


def test_a_column_that_says_too_little_leaves_them_out_with_the_reason(run, city):
    rows = [
        ["町名", "区", "基準日", "年齢区分", "介護度", "認定者数", "第1号被保険者数"],
        ["本町", "下京区", "2025-04-01", "65歳以上", "計", "12", "40"],
        ["材木町", "下京区", "2025-04-01", "65歳以上", "計", "13", "40"],
        ["材木町", "中京区", "2025-04-01", "65歳以上", "計", "14", "40"],
    ]
    report, found = run(city.write("care.csv", rows))
    told = "\n".join(problem.sentence() for problem in report.problems)
    assert "どれか決められません" in told and "「材木町」3行目" in told
    assert dict(zip(found.table("care")["area_code"], found.table("care")["certified"], strict=True)) == {
        "26106003000": 12,
        "26104001000": 14,
    }


def test_one_line_of_a_name_that_the_city_has_thrice(run, city):
    rows = [
        ["町名", "学区", "基準日", "年齢区分", "介護度", "認定者数", "第1号被保険者数"],
        ["材木町", "植柳学区", "2025-04-01", "65歳以上", "計", "12", "40"],
        ["本町", "植柳学区", "2025-04-01", "65歳以上", "計", "13", "40"],
    ]
    _, found = run(city.write("care.csv", rows))
    assert dict(zip(found.table("care")["area_code"], found.table("care")["certified"], strict=True)) == {
        "26106002000": 12,
        "26106003000": 13,
    }


def test_needs_wide_and_long(run, city):
    run(register(city, "学区"))
    lines = [
        [name, school, "2024-04/2025-03", str(10 + number), "20", "30", "40"]
        for number, (name, school, _) in enumerate(AREAS.values())
    ]
    _, found = run(
        city.write("needs.csv", [["町名", "学区", "期間", "買い物", "通院", "ゴミだし", "対象人数"], *lines])
    )
    rows = figures(found, ["need_persons"], "small_area", kind="買い物", sharing="internal").set_index("area_code")
    assert rows["value"].reindex(AREAS).tolist() == [10, 11, 12, 13]
    lines = [
        [name, school, "2023-04/2024-03", item, str(20 + number)]
        for number, (name, school, _) in enumerate(AREAS.values())
        for item in ("買い物", "通院")
    ]
    _, found = run(city.write("long.csv", [["町名", "学区", "期間", "項目", "人数"], *lines]))
    rows = figures(
        found, ["need_persons"], "small_area", kind="通院", as_of="2023-04/2024-03", sharing="internal"
    ).set_index("area_code")
    assert rows["value"].reindex(AREAS).tolist() == [20, 21, 22, 23]


@pytest.mark.long
def test_households_by_kind(run, city):
    lines = [
        [name, school, "2025-04-01", kind, str(number)]
        for number, (name, school, _) in enumerate(AREAS.values(), 30)
        for kind in ("総世帯", "高齢者のひとり暮らし")
    ]
    _, found = run(
        register(city, "学区"), city.write("homes.csv", [["町名", "学区", "基準日", "世帯の種類", "世帯数"], *lines])
    )
    assert counts(found, "small_area", ["single_elderly"], sharing="internal").set_index("area_code")["value"].reindex(
        AREAS
    ).tolist() == [30, 31, 32, 33]


def membership(found, level: str) -> dict[str, str]:
    areas = found.table("areas").set_index("area_code")
    links = found.table("membership")
    return {
        row.area_code: areas.at[row.parent_code, "name"]
        for row in links.itertuples()
        if areas["level"].get(row.parent_code) == level
    }


def test_districts_by_name_with_the_schools_beside(run, city):
    rows = [
        ["町名", "小学校区", "地区"],
        *(
            [name, school, f"{ward}{'東' if number < 1 else '西'}地区"]
            for number, (name, school, ward) in enumerate(AREAS.values())
        ),
    ]
    report, found = run(city.write("d.csv", rows))
    assert membership(found, "district") == dict(
        zip(AREAS, ("下京区東地区", "下京区西地区", "下京区西地区", "中京区西地区"), strict=True)
    )
    assert membership(found, "小学校区") == {code: school for code, (_, school, _) in AREAS.items()}, (
        "the schools stay as they were"
    )
    assert not report.files[0].unmatched
    rows[1][2], rows[2][2] = rows[2][2], rows[1][2]  # they change districts
    _, found = run(city.write("d.csv", rows))
    assert membership(found, "district")["26106001000"] == "下京区西地区"


def test_a_split_area_of_a_name_that_stands_twice(run, city):
    rows = [
        ["町名", "区", "地区", "割合"],
        ["材木町", "中京区", "東地区", "0.4"],
        ["材木町", "中京区", "西地区", "0.6"],
        ["材木町", "下京区", "西地区", ""],
        ["本町", "下京区", "西地区", ""],
    ]
    report, found = run(city.write("d.csv", rows))
    links = found.table("membership").set_index(["area_code", "parent_code"])["weight"]
    assert (
        links["26104001000", "kyo/東地区"],
        links["26104001000", "kyo/西地区"],
        links["26106003000", "kyo/西地区"],
    ) == (0.4, 0.6, 1.0)
    assert report.files[0].unmatched == ["下京区/材木町"], "two of that name in 下京区"


def test_a_city_known_by_names_only(run, small_city):
    _, found = run(register(small_city, "学区"))
    areas = found.table("areas").query("level == 'small_area'").set_index("area_code")
    assert areas["name"].to_dict() == {
        "kyo/有隣学区/材木町": "材木町",
        "kyo/植柳学区/材木町": "材木町",
        "kyo/本町": "本町",
        "kyo/立誠学区/材木町": "材木町",
    }
    assert counts(found, "city", ["population"])["value"].item() == 180
    assert counts(found, "small_area", ["population"])["value"].tolist() == [18, 36, 54, 72]
    report, found = run(register(small_city, "学区"))
    assert (
        counts(found, "small_area", ["population"])["value"].tolist() == [18, 36, 54, 72]
        and not report.files[0].unmatched
    )


@pytest.mark.long
def test_the_standard_data_set(run, city):
    header = [
        "全国地方公共団体コード",
        "地方公共団体名",
        "調査年月日",
        "学区",
        "地域名",
        "総人口",
        "男性",
        "女性",
        *(
            f"{low}{sex}"
            for low in [*(f"{start}-{start + 4}歳の" for start in range(0, 85, 5)), "85歳以上の"]
            for sex in ("男性", "女性")
        ),
        "世帯数",
        "備考",
    ]
    rows = [
        [
            "261009",
            "京都市",
            date,
            school,
            name,
            str(36 * number),
            str(18 * number),
            str(18 * number),
            *[str(number)] * 36,
            "9",
            "",
        ]
        for date in ("2024-10-01", "2025-10-01")
        for number, (name, school, _) in enumerate(AREAS.values(), 1)
    ]
    report, found = run(city.write("261009_population_20251001.csv", [header, *rows]))
    assert persons(found) == [36, 72, 108, 144] and not report.files[0].unmatched


def test_a_column_about_something_else_loses_no_line(run, city):
    """「会場の区」 differs from line to line of one area and is no name of the city's: it says nothing of where the
    area lies."""
    rows = [
        ["町名", "会場の区", "日付", "案内数", "参加者数"],
        ["本町", "あおば区", "2025-04-01", "10", "5"],
        ["本町", "みどり区", "2025-05-01", "10", "6"],
    ]
    report, found = run(city.write("activities.csv", rows))
    assert found.table("activities")["area_code"].tolist() == ["26106003000"] * 2 and not report.files[0].unmatched


def test_two_lines_of_one_polygon_that_a_column_tells_apart_add_up_and_are_named(run, city):
    rows = [
        ["町名", "町内会連合区", "基準日", "年齢区分", "介護度", "認定者数", "第1号被保険者数"],
        ["本町", "北区", "2025-04-01", "65歳以上", "計", "12", "40"],
        ["本町", "南区", "2025-04-01", "65歳以上", "計", "13", "41"],
    ]
    report, found = run(city.write("care.csv", rows))
    assert found.table("care")["certified"].tolist() == [25] and found.table("care")["insured"].tolist() == [81]
    told = "\n".join(problem.sentence() for problem in report.problems)
    assert "「北区の本町」（2行目）と「南区の本町」（3行目）" in told


@pytest.mark.parametrize("short", [False, True])
def test_the_register_and_who_belongs_to_which_school_in_one_import(run, city, short):
    """The very first import has both: the register's 学区 are those that the other file brings."""
    shapes = city.folder / "r2ka26.geojson"
    people = register(city, "学区", pick=lambda name, school, ward: (school.removesuffix("学区") if short else school,))
    schools = city.folder / "schools.csv"
    report, found = run(shapes, people, schools, name="new")
    assert persons(found) == [18, 36, 54, 72] and not any(file.unmatched for file in report.files)
    assert [file.file for file in report.files] == ["r2ka26.geojson", "reg.csv", "schools.csv"], (
        "the report keeps the usual order"
    )
