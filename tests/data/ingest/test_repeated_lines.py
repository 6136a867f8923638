"""Two lines of a file that come to one area of the city are added up and named, or refused: none is lost, in no
table."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from analysis.indicators.plain_counts import counts
from analysis.indicators.values import figures
from data.files import possible_dates
from data.files.problems import Refused
from data.ingest.repeated_lines import added_up
from data.store.schema import TABLES

CODE, WHOLE, PART = "279990040", "大字雲井", "雲井"  # one polygon under two names


def said(report) -> str:
    return "\n".join(problem.sentence() for problem in report.problems if problem.severity == "warn")


def register(small_city, *names: str, sixth: list[int] | None = None) -> list[list[str]]:
    """The register with the sixth area's line (630 and more people) written once for each of `names`, with its
    numbers."""
    rows = small_city.register_rows()
    last = rows.pop()
    return [*rows, *([name, *last[1:]] for name in names)]


def persons(city, code: str = CODE) -> int:
    table = city.table("population")
    return int(table[(table["area_code"] == code) & (table["sex"] == "all")]["persons"].sum())


def test_people_and_households_of_two_parts_add_up_and_both_lines_are_named(run, small_city):
    report, city = run(small_city.boundary(), small_city.write("register.csv", register(small_city, PART, WHOLE)))
    one = sum(small_city.people(6))
    assert persons(city) == 2 * one and counts(city, "city", ["population"])["value"].item() == small_city.total + one
    assert counts(city, "small_area", ["households"]).set_index("area_code").at[CODE, "value"] == 84
    table = city.table("population")
    assert not table.duplicated(["area_code", "as_of", "source_id", "sex", "age_from"]).any()
    told = said(report)
    assert f"「{PART}」（8行目）と「{WHOLE}」（9行目）" in told and f"{2 * one:,}人" in told
    assert told.count("足して読みました") == 1, "once for people and households of one file"


@pytest.mark.parametrize("again", ["大字雲井", "大字 雲井", "架空市大字雲井"])
def test_one_name_written_twice_is_a_repeated_line(run, small_city, again):
    with pytest.raises(Refused) as refused:
        run(small_city.boundary(), small_city.write("register.csv", register(small_city, WHOLE, again)))
    assert "9行目" in str(refused.value) and "8行目" in str(refused.value)


@pytest.mark.long
def test_men_and_women_in_lines_of_their_own(run, small_city):
    rows = small_city.register_rows()
    header, lines = rows[1], register(small_city, PART, WHOLE)[2:]
    sexed = [[line[0], sex, line[1], *line[2:]] for line in lines for sex in ("男", "女")]
    _, city = run(
        small_city.boundary(), small_city.write("register.csv", [rows[0], [header[0], "性別", *header[1:]], *sexed])
    )
    table = city.table("population")
    mine = table[table["area_code"] == CODE].groupby("sex")["persons"].sum()
    one = sum(small_city.people(6))
    assert mine.to_dict() == {"all": 4 * one, "female": 2 * one, "male": 2 * one}


def test_a_part_that_is_hidden_hides_the_sum(run, small_city):
    rows = register(small_city, PART, WHOLE)
    rows[-2] = [PART, "x", "x", *["x"] * (len(rows[-2]) - 3)]
    report, city = run(small_city.boundary(), small_city.write("register.csv", rows))
    row = counts(city, "small_area", ["population"]).set_index("area_code").loc[CODE]
    assert row["state"] == "suppressed" and pd.isna(row["value"])
    assert PART in said(report)
    assert report.files[1].persons == {"2024-09-30": small_city.total - sum(small_city.people(6))}, (
        "the people that are shown"
    )


def test_one_of_three_lines_that_is_the_sum_of_the_others_is_a_total(run, small_city):
    rows = register(small_city, PART, WHOLE, f"{WHOLE}（番地）")
    rows[-1] = [rows[-1][0], *(str(2 * int(cell)) for cell in rows[-1][1:])]
    with pytest.raises(Refused, match="合計の行") as refused:
        run(small_city.boundary(), small_city.write("register.csv", rows))
    assert all(f"{number}行目" in str(refused.value) for number in (8, 9, 10))


def needs_rows(small_city, *names: str) -> list[list[str]]:
    rows = [["町丁名", "期間", "世帯数", "買い物", "ゴミだし", "通院", "対象人数"]]
    rows += [[name, "2024-04/2025-03", "100", "20", "11", "12", "25"] for name in small_city.names[:5]]
    return rows + [[name, "2024-04/2025-03", "100", "20", "30", "12", "40"] for name in names]


def test_needs_add_up_and_a_state_stays_one(run, small_city):
    report, city = run(
        small_city.boundary(), small_city.register(), small_city.write("needs.csv", needs_rows(small_city, PART, WHOLE))
    )
    for word, number in (("ゴミだし", 55 + 60), ("買い物", 100 + 40), ("total", 125 + 80)):
        assert figures(city, ["need_persons"], "city", kind=word, sharing="internal")["value"].item() == number
    assert "ゴミだし 60" in said(report) and f"「{PART}」（7行目）と「{WHOLE}」（8行目）" in said(report)
    rows = needs_rows(small_city, PART, WHOLE)
    rows[-1][3] = "未調査"
    _, city = run(small_city.boundary(), small_city.register(), small_city.write("needs.csv", rows), name="other")
    found = figures(city, ["need_persons"], "small_area", kind="買い物", sharing="internal").set_index("area_code")
    assert found.at[CODE, "state"] == "not_surveyed" and pd.isna(found.at[CODE, "value"])
    assert figures(city, ["need_persons"], "city", kind="ゴミだし", sharing="internal")["value"].item() == 115


def test_services_households_care_and_survey_add_up(run, small_city):
    names = (*small_city.names[:5], PART, WHOLE)
    files = [
        small_city.write(
            "homes.csv",
            [
                ["町丁名", "基準日", "世帯の種類", "世帯数"],
                *([name, "2024-09-30", "高齢者のひとり暮らし", "12"] for name in names),
            ],
        ),
        small_city.write(
            "care.csv",
            [
                ["町丁名", "基準日", "年齢区分", "介護度", "認定者数", "第1号被保険者数"],
                *([name, "2024-09-30", "65歳以上", "計", "10", "40"] for name in names),
            ],
        ),
        small_city.write(
            "survey.csv",
            [
                ["町丁名", "基準日", "設問", "回答数", "該当者数"],
                *([name, "2024-09-30", "転倒", "50", "20"] for name in names),
            ],
        ),
        small_city.write(
            "supporters.csv", [["町丁名", "日付", "登録者数"], *([name, "2024-09-30", "3"] for name in names)]
        ),
        small_city.write(
            "uses.csv",
            [
                ["町丁名", "時点", "サービス", "項目", "人数"],
                *([name, "2024-09-30", "介護保険", "通所", "15"] for name in names),
            ],
        ),
    ]
    report, city = run(small_city.boundary(), small_city.register(), *files)
    assert counts(city, "city", ["single_elderly"], sharing="internal")["value"].item() == 84
    care = figures(city, ["care_certification_rate"], "city", sharing="internal")
    assert (care["numerator"].item(), care["denominator"].item()) == (70, 280)
    survey = city.table("survey").set_index("area_code")
    assert survey.loc[CODE, ["respondents", "persons"]].tolist() == [100, 40]
    assert city.table("supporters").set_index("area_code").at[CODE, "registered"] == 6
    assert figures(city, ["need_persons"], "city", kind="介護保険・通所", sharing="internal")["value"].item() == 105
    for file in files:
        assert f"「{file.name}」" in said(report)


def test_households_of_every_kind_add_up_and_the_report_names_the_kinds(run, small_city):
    """総世帯 has no age limit: a key that is missing joins no line away."""
    kinds = (("総世帯", 80), ("高齢者のひとり暮らし", 12))
    rows = [
        [name, "2024-09-30", kind, str(number)]
        for name in (*small_city.names[:5], PART, WHOLE)
        for kind, number in kinds
    ]
    report, city = run(
        small_city.boundary(), small_city.write("homes.csv", [["町丁名", "基準日", "世帯の種類", "世帯数"], *rows])
    )
    assert counts(city, "city", ["households", "single_elderly"], sharing="internal")["value"].tolist() == [560, 84]
    assert "総世帯 160、高齢者のひとり暮らし 24" in said(report)


def test_people_of_unknown_age_add_up_too(run, small_city):
    rows = register(small_city, PART, WHOLE)
    rows = [rows[0], [*rows[1], "年齢不詳"], *([*line[:2], str(int(line[2]) + 3), *line[3:], "3"] for line in rows[2:])]
    _, city = run(small_city.boundary(), small_city.write("register.csv", rows))
    assert persons(city) == 2 * sum(small_city.people(6)) + 6


def test_what_one_part_does_not_say_is_not_known_of_the_whole(run, small_city):
    """A sum of one part would pass for the sum of both."""
    names = (*small_city.names[:5], PART, WHOLE)
    items = [
        [name, "2024-04/2025-03", item, "20"]
        for name in names
        for item in ("買い物", "ゴミだし")
        if (name, item) != (WHOLE, "ゴミだし")
    ]
    homes = [
        [name, "2024-09-30", kind, "12"]
        for name in names
        for kind in ("総世帯", "高齢夫婦")
        if (name, kind) != (PART, "高齢夫婦")
    ]
    report, city = run(
        small_city.boundary(),
        small_city.register(),
        small_city.write("needs.csv", [["町丁名", "期間", "項目", "人数"], *items]),
        small_city.write("homes.csv", [["町丁名", "基準日", "世帯の種類", "世帯数"], *homes]),
    )
    needs = {
        item: (
            figures(city, ["need_persons"], "small_area", kind=item, sharing="internal")
            .set_index("area_code")
            .loc[CODE]
        )
        for item in ("買い物", "ゴミだし")
    }
    assert needs["買い物"]["value"] == 40
    assert needs["ゴミだし"]["state"] == "not_in_source" and pd.isna(needs["ゴミだし"]["value"])
    couples = counts(city, "small_area", ["elderly_couple"], sharing="internal").set_index("area_code")
    assert couples.at[CODE, "state"] == "not_in_source" and couples.loc[couples.index != CODE, "value"].eq(12).all()
    assert "分からない数" in said(report)


def test_parts_that_say_different_things_of_one_area_do_not_pass_for_the_whole(run, small_city):
    names = small_city.names[:5]
    rows = [[name, "2024-04/2025-03", item, "20"] for name in names for item in ("買い物", "ゴミだし")]
    rows += [[PART, "2024-04/2025-03", "買い物", "20"], [WHOLE, "2024-04/2025-03", "ゴミだし", "20"]]
    _, city = run(
        small_city.boundary(),
        small_city.register(),
        small_city.write("needs.csv", [["町丁名", "期間", "項目", "人数"], *rows]),
    )
    found = [
        figures(city, ["need_persons"], "small_area", kind=item, sharing="internal")
        .set_index("area_code")
        .at[CODE, "state"]
        for item in ("買い物", "ゴミだし")
    ]
    assert found == ["not_in_source", "not_in_source"]


def test_a_part_in_one_line_and_a_part_by_sex_give_the_city_its_people(run, small_city):
    """Men and women are added up for each area that has only these two, whatever another line of the file has."""
    rows = small_city.register_rows()
    header, lines = rows[1], register(small_city, PART, WHOLE)[2:]
    sexed = [[line[0], sex, *line[2:]] for line in lines[:-1] for sex in ("男", "女")] + [
        [lines[-1][0], "計", *lines[-1][2:]]
    ]
    report, city = run(
        small_city.boundary(), small_city.write("register.csv", [rows[0], [header[0], "性別", *header[2:]], *sexed])
    )
    one = sum(small_city.people(6))
    assert counts(city, "city", ["population"])["value"].item() == 2 * small_city.total + one
    table = city.table("population")
    assert table[(table["area_code"] == CODE) & (table["sex"] == "male")]["persons"].isna().all(), (
        "of one part nobody knows the men"
    )
    assert report.files[1].persons == {"2024-09-30": 2 * small_city.total + one}


def test_the_people_of_the_report_are_counted_once_beside_lines_of_districts(run, small_city):
    rows = small_city.register_rows()
    lines = [
        [
            "東地区",
            "0",
            "0",
            *(
                str(sum(small_city.people(number)[band] for number in (1, 2, 3)))
                for band in range(len(small_city.bands))
            ),
        ]
    ]
    run(small_city.boundary(), small_city.register(), small_city.membership())
    report, city = run(small_city.write("register.csv", [*rows, *lines]))
    assert (
        report.files[0].persons
        == {"2024-09-30": small_city.total}
        == {"2024-09-30": counts(city, "city", ["population"])["value"].item()}
    )


@pytest.mark.parametrize(
    ("days", "factor", "told"),
    [
        ("令和6年10月31日現在", 1.5, True),
        ("令和6年8月31日現在", 0.5, True),
        ("令和6年10月31日現在", 1.1, False),
        ("令和10年1月1日現在", 1.5, False),
    ],
)
def test_an_area_with_many_more_people_than_a_month_ago_is_named(run, small_city, monkeypatch, days, factor, told):
    monkeypatch.setattr(possible_dates, "today", lambda: datetime.date(2029, 1, 1))
    rows = small_city.register_rows()
    run(small_city.boundary(), small_city.register())
    bands = [int(number * factor) for number in small_city.people(6)]
    rows[0], rows[-1] = [days], [WHOLE, "42", str(sum(bands)), *map(str, bands)]
    report, _ = run(small_city.write("newer.csv", rows))
    words = f"「{WHOLE}」 {sum(small_city.people(6)):,}人→{sum(bands):,}人"
    assert (words in said(report)) is told and (said(report).count("大きく違う区域が1件") == 1) is told


@pytest.mark.parametrize(("before", "after", "told"), [(1500, 1800, True), (1500, 1799, False), (2000, 2399, False)])
def test_a_fifth_and_three_hundred_people_are_many_more(run, small_city, before, after, told):
    rows = small_city.register_rows()
    for day, number in (("令和6年9月30日現在", before), ("令和6年10月31日現在", after)):
        rows[0], rows[-1] = [day], [WHOLE, "42", str(number), str(number), *["0"] * 17]
        report, _ = run(small_city.write(f"{number}.csv", rows), *([small_city.boundary()] if number == before else []))
    assert (f"「{WHOLE}」 {before:,}人→{after:,}人" in said(report)) is told


def test_two_councils_of_one_area_are_refused(run, small_city):
    rows = [["区域", "協議体名", "目指す地域像"], [PART, "甲の会", "安心"], [WHOLE, "乙の会", "安全"]]
    with pytest.raises(Refused) as refused:
        run(small_city.boundary(), small_city.register(), small_city.write("councils.csv", rows))
    assert "2行目" in str(refused.value) and "3行目" in str(refused.value)


def district_rows(small_city, *last: list[str]) -> list[list[str]]:
    return [
        ["町丁名", "地区"],
        *([name, "東地区" if place < 3 else "西地区"] for place, name in enumerate(small_city.names[:5])),
        *last,
    ]


def test_one_area_in_two_districts_is_refused_and_in_one_is_taken_once(run, small_city):
    with pytest.raises(Refused) as refused:
        run(
            small_city.boundary(),
            small_city.register(),
            small_city.write("d.csv", district_rows(small_city, [PART, "東地区"], [WHOLE, "西地区"])),
        )
    assert all(words in str(refused.value) for words in ("7行目", "8行目", "東地区", "西地区", PART, WHOLE))
    report, city = run(
        small_city.boundary(),
        small_city.register(),
        small_city.write("d.csv", district_rows(small_city, [PART, "西地区"], [WHOLE, "西 地区"])),
    )
    links = city.table("membership")
    assert links[links["area_code"] == CODE]["parent_code"].tolist() == ["kaku/西地区"]
    assert "7行目" in said(report) and "8行目" in said(report)
    assert counts(city, "district", ["population"])["value"].sum() == small_city.total


def test_a_split_of_an_area_still_is_one_and_parts_that_are_no_whole_are_named(run, small_city):
    rows = [
        ["町丁名", "地区", "割合"],
        *([name, "東地区", ""] for name in small_city.names[:5]),
        [WHOLE, "東地区", "0.37"],
        [WHOLE, "西地区", "0.63"],
    ]
    report, city = run(small_city.boundary(), small_city.register(), small_city.write("d.csv", rows))
    assert "割合" not in said(report) and counts(city, "district", ["population"])["value"].sum() == pytest.approx(
        small_city.total
    )
    rows[-1][2] = "0.5"
    report, city = run(small_city.boundary(), small_city.register(), small_city.write("d.csv", rows), name="part")
    assert f"{WHOLE} 0.87" in said(report)
    assert counts(city, "city", ["population"])["value"].item() == small_city.total


def test_areas_known_by_name_that_are_one_polygon_add_up_when_it_comes(run, small_city):
    report, city = run(small_city.write("register.csv", register(small_city, PART, WHOLE)))
    assert len(city.table("areas").query("level == 'small_area'")) == 7, "without polygons 雲井 and 大字雲井 are two"
    assert "足して" not in said(report)
    report, city = run(small_city.boundary())
    assert persons(city) == 2 * sum(small_city.people(6)) and city.table("areas")["area_code"].is_unique
    assert PART in said(report) and WHOLE in said(report) and "足しました" in said(report)
    assert counts(city, "city", ["population"])["value"].item() == small_city.total + sum(small_city.people(6))


@pytest.mark.long
def test_areas_known_by_name_in_two_districts_are_refused_when_they_become_one(run, small_city):
    run(
        small_city.write("register.csv", register(small_city, PART, WHOLE)),
        small_city.write("d.csv", district_rows(small_city, [PART, "東地区"], [WHOLE, "西地区"])),
    )
    with pytest.raises(Refused, match=PART):
        run(small_city.boundary())


def test_several_dates_and_sources_of_an_area_are_no_repeated_lines(run, small_city):
    first, second = (register(small_city, WHOLE) for _ in range(2))
    second[0] = ["令和5年9月30日現在"]
    report, city = run(
        small_city.boundary(), small_city.write("register1.csv", first), small_city.write("register2.csv", second)
    )
    assert "足して" not in said(report) and persons(city) == 2 * sum(small_city.people(6))
    assert counts(city, "city", ["population"])["value"].item() == small_city.total


def test_a_sum_is_unknown_where_one_part_is():
    rows = pd.DataFrame(
        {
            "area_code": CODE,
            "level": ["all", "all", "care1", "care1"],
            "certified": [5, 7, 2, 3],
            "insured": [100, None, 30, 40],
            "as_of": "2025-04-01",
            "state": "ok",
        }
    )
    found = added_up(TABLES["care"].fit(rows), "care").set_index("level")
    assert found["certified"].tolist() == [12, 5]
    assert pd.isna(found.at["all", "insured"]) and found.at["care1", "insured"] == 70
