"""What an import says of itself is what pages will show: totals, levels that do not add up, tables that contradict each
other."""

from __future__ import annotations

import pytest

from analysis.indicators.plain_counts import counts
from analysis.methods import levels


def register(small_city, total: int | None = None, lines=slice(None), name: str = "register.csv"):
    rows = small_city.register_rows()
    ages = [str(sum(int(row[place]) for row in rows[2:])) for place in range(3, len(rows[1]))]
    line = [
        "全市合計",
        str(sum(int(row[1]) for row in rows[2:])),
        str(small_city.total if total is None else total),
        *ages,
    ]
    return small_city.write(name, [*rows[:2], *rows[2:][lines], line])


def two_levels(small_city):
    rows = [
        ["KEY_CODE", "地区", "日常生活圏域"],
        *([code, f"{'東西'[place % 2]}地区", f"第{place % 3}圏域"] for place, code in enumerate(small_city.codes)),
    ]
    return small_city.write("levels.csv", rows)


def told(report, severity: str = "warn") -> str:
    return "\n".join(problem.sentence() for problem in report.problems if problem.severity == severity)


def test_levels_side_by_side_leave_the_city_as_it_is_and_the_report_says_so(run, small_city):
    report, city = run(small_city.boundary(), register(small_city), two_levels(small_city))
    assert report.files[1].totals["人口総数"] == {"file": small_city.total, "read": small_city.total}
    assert report.files[1].totals["世帯数"] == {"file": 147, "read": 147}
    for level in ("city", "district", "日常生活圏域", "small_area"):
        assert counts(city, level, ["population"])["value"].sum() == small_city.total
    assert "（一致）" in report.words() and "足しても" not in report.words()
    areas = counts(city, "city", ["area"])["value"].item()
    assert counts(city, "small_area", ["area"])["value"].sum() == pytest.approx(areas, rel=1e-3)


def test_the_report_agrees_only_with_what_pages_show(run, small_city, monkeypatch):
    """A fault in the sum over levels shows in the report of the very import: it is no sum of its own."""
    sound = levels.ancestors

    def doubled(areas, membership):
        found = sound(areas, membership)
        return found.assign(weight=found["weight"].mask(found["parent_code"] == "kaku", 2.0))

    monkeypatch.setattr("analysis.methods.levels.ancestors", doubled)
    report, city = run(small_city.boundary(), register(small_city), two_levels(small_city))
    assert counts(city, "city", ["population"])["value"].item() == 2 * small_city.total
    assert report.files[1].totals["人口総数"] == {"file": small_city.total, "read": 2 * small_city.total}
    assert (
        "（一致）" not in report.words()
        and f"差 +{small_city.total:,}" in report.words()
        and "違います" in told(report)
    )


def test_a_lost_line_takes_the_agreement_away(run, small_city):
    rows = small_city.register_rows()
    rows[4][0] = "幻町"
    line = [
        "全市合計",
        "147",
        str(small_city.total),
        *(str(sum(int(row[place]) for row in rows[2:])) for place in range(3, len(rows[1]))),
    ]
    report, _ = run(small_city.boundary(), small_city.write("register.csv", [*rows, line]))
    lost = sum(small_city.people(3))
    assert report.files[1].totals["人口総数"] == {"file": small_city.total, "read": small_city.total - lost}
    assert f"差 -{lost:,}" in report.words()


def test_the_boundaries_own_count_is_not_said_to_agree(run, small_city):
    report, _ = run(small_city.boundary())
    assert report.files[0].totals == {"国勢調査の人口（JINKO）": {"file": small_city.total, "read": None}}
    assert f"資料の合計 {small_city.total:,}（比べる数はありません）" in report.words() and "一致" not in report.words()


def test_areas_that_lie_in_no_district_are_named_with_their_people(run, small_city):
    rows = [["KEY_CODE", "地区"], *([code, "東地区"] for code in small_city.codes[:4])]
    report, city = run(small_city.boundary(), register(small_city), small_city.write("d.csv", rows))
    people = sum(small_city.people(5)) + sum(small_city.people(6))
    assert all(
        words in told(report)
        for words in (
            "地区の数を足しても、市全体になりません（足りません）",
            *small_city.names[4:],
            f"{people:,}人",
            "「d.csv」",
        )
    )
    assert (
        counts(city, "city", ["population"])["value"].item()
        == small_city.total
        == counts(city, "district", ["population"])["value"].sum() + people
    )
    report, _ = run(register(small_city))
    assert "市全体になりません" in told(report, "info") and "市全体になりません" not in told(report)


@pytest.mark.long
def test_a_level_that_covers_a_part_of_the_city(run, small_city):
    rows = [
        ["KEY_CODE", "地区", "支所"],
        *(
            [code, f"{'東西'[place % 2]}地区", "山の支所" if place < 2 else ""]
            for place, code in enumerate(small_city.codes)
        ),
    ]
    report, city = run(small_city.boundary(), register(small_city), small_city.write("d.csv", rows))
    assert "支所地域の数を足しても" in told(report) and "地区の数を足しても、" not in told(report).replace(
        "支所地域", ""
    )
    assert counts(city, "支所地域", ["population"])["value"].tolist() == [
        sum(small_city.people(1)) + sum(small_city.people(2))
    ]
    assert (
        counts(city, "city", ["population"])["value"].item()
        == counts(city, "district", ["population"])["value"].sum()
        == small_city.total
    )


def homes(
    small_city, name: str, *numbers: int, kinds: tuple[str, ...] = ("高齢者のひとり暮らし",), day: str = "2024-09-30"
):
    rows = [
        ["区域コード", "基準日", "世帯の種類", "世帯数"],
        *(
            [code, day, kind, str(number)]
            for code, number in zip(small_city.codes, numbers, strict=True)
            for kind in kinds
        ),
    ]
    return small_city.write(name, rows)


def test_tables_of_one_day_that_contradict_each_other_are_named_with_the_one_that_counts(run, small_city):
    report, city = run(
        small_city.boundary(),
        register(small_city),
        homes(small_city, "世帯.csv", *[20] * 6, kinds=("総世帯", "高齢者のひとり暮らし")),
        homes(small_city, "民生委員.csv", 20, 31, 32, 33, 34, 35),
    )
    assert counts(city, "small_area", ["single_elderly"], sharing="internal")["value"].tolist() == [
        20,
        31,
        32,
        33,
        34,
        35,
    ]
    assert counts(city, "small_area", ["households"])["value"].tolist() == [7, 14, 21, 28, 35, 42]
    single = next(problem.sentence() for problem in report.problems if "5件" in problem.why and "同じ日" in problem.why)
    assert (
        f"{small_city.names[1]}: 民生委員（2024年9月30日） 31、世帯（2024年9月30日） 20" in single
        and "「民生委員（2024年9月30日）」の数を使います" in single
    )
    total = next(problem.sentence() for problem in report.problems if "6件" in problem.why and "同じ日" in problem.why)
    assert (
        f"{small_city.names[0]}: 住民基本台帳" in total
        and "住民基本台帳 町丁別・年齢別人口（2024年9月30日）」の数を使います" in total
    )


@pytest.mark.long
def test_tables_that_say_the_same_or_of_other_days_contradict_nothing(run, small_city):
    report, _ = run(
        small_city.boundary(),
        register(small_city),
        homes(small_city, "世帯.csv", *[20] * 6),
        homes(small_city, "民生委員.csv", *[20] * 6),
        homes(small_city, "去年.csv", *[30] * 6, day="2023-09-30"),
    )
    assert "同じ日" not in told(report)


def test_a_centres_own_total_is_compared_with_its_own_areas(run, small_city):
    def table(name, places, total):
        rows = [
            ["町丁名", "期間", "買い物", "通院", "ゴミだし", "対象人数"],
            *([small_city.names[place], "2024-04/2025-03", "20", "21", "22", "30"] for place in places),
        ]
        return small_city.write(
            name, [*rows, ["合計", "", str(total), str(21 * len(places)), str(22 * len(places)), str(30 * len(places))]]
        )

    report, _ = run(
        small_city.boundary(),
        register(small_city),
        table("東センター.csv", range(3), 60),
        table("西センター.csv", range(3, 6), 61),
    )
    east, west = (next(file for file in report.files if file.file == f"{name}センター.csv") for name in "東西")
    assert east.totals["買い物"] == {"file": 60, "read": 60} and west.totals["買い物"] == {"file": 61, "read": 60}
    assert told(report).count("「買い物」は、合計の行では61") == 1 and "資料の買い物" not in told(report), (
        "said once, by the reader"
    )


def test_ways_up_that_lead_to_different_areas_are_named_with_the_one_that_counts(run, small_city):
    run(
        small_city.boundary(),
        register(small_city),
        small_city.write(
            "assoc.csv",
            [["KEY_CODE", "町内会"], *([code, f"{place // 2}区会"] for place, code in enumerate(small_city.codes))],
        ),
    )
    report, city = run(
        small_city.write(
            "d1.csv", [["区域", "地区"], *([f"{place}区会", f"{'東西西'[place]}地区"] for place in range(3))]
        )
    )
    assert "通り道" not in told(report) and counts(city, "district", ["population"])["value"].sum() == small_city.total
    rows = [
        ["区域", "地区"],
        *([f"{place}区会", f"{'東西西'[place]}地区"] for place in range(3)),
        [small_city.names[1], "西地区"],
    ]
    report, city = run(small_city.write("d2.csv", rows))
    assert f"「{small_city.names[1]}」は「0区会」を通ると「東地区」ですが、「西地区」" in told(report)
    assert counts(city, "district", ["population"])["value"].tolist() == [
        sum(small_city.people(1)),
        small_city.total - sum(small_city.people(1)),
    ]
    assert counts(city, "city", ["population"])["value"].item() == small_city.total
