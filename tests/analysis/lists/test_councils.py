"""Councils: years counted from dates, what is said of a date that tells nothing, what may leave officials' view."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.lists import councils
from analysis.lists.councils import BEFORE, SINCE, UNCLEAR, UNKNOWN
from data.store.city import open_city
from data.text.contacts import NO_NUMBER
from pages import queries
from pages.figures.view import View
from tests.tiny_city import area_table, parents, stored

DISTRICTS = {"d0": "東", "d1": "西", "d2": "南", "d3": "北"}


def city_of(folder, published: bool = False, **tables):
    areas = area_table(district=DISTRICTS, city={"c": "試市"}, former_town={"t0": "旧市内", "t1": "山村"})
    sources = pd.DataFrame(
        [("s", "councils", "記録", "市", "2025-03-31", published)],
        columns=["source_id", "kind", "title", "publisher", "as_of", "published"],
    )
    made = {name: pd.DataFrame(rows).assign(source_id="s") for name, rows in tables.items()}
    return stored(
        folder,
        {"areas": areas, "membership": parents(*[(code, "c") for code in DISTRICTS]), "sources": sources, **made},
    )


@pytest.mark.parametrize(
    ("date", "words", "year"),
    [
        ("2024-04-01", None, 2024),
        ("2024-03-31", None, 2023),
        ("2024-03", None, 2023),
        ("2025-07-10/2025-07-15", None, 2025),
        ("2025", None, None),
        ("2025", "2025年夏", 2025),
        ("2025", "2025年冬", None),
        (None, "5月18日（年の記載なし）", None),
        (None, None, None),
    ],
)
def test_fiscal_year(date, words, year):
    assert councils.fiscal_year(date, words) == year


@pytest.mark.parametrize(
    ("started", "set_up", "which"),
    [
        ("2016-05", "2016-06", BEFORE),
        ("2016-06", "2016-06", SINCE),
        ("2016-07-01", "2016-06", SINCE),
        ("2015", "2016-06", BEFORE),
        ("2016", "2016-06", UNCLEAR),
        ("2016-06-03", "2016-06", UNCLEAR),
        ("2020-01", None, UNCLEAR),
        (None, "2016-06", UNKNOWN),
        (None, None, UNKNOWN),
        ("", "2016-06", UNKNOWN),
    ],
)
def test_before_or_since_the_council(started, set_up, which):
    assert councils.began(started, set_up) == which


def test_councils_counted_from_their_dates_leave_nobody_out(tmp_path):
    city = city_of(
        tmp_path,
        councils=[
            {"area_code": "d0", "set_up": "2016-06"},
            {"area_code": "d1", "set_up": "2019-03-31"},
            {"area_code": "d2", "set_up": None},
        ],
    )
    record = councils.record(city, "public")
    years = record.years
    assert years["fiscal_year"].tolist() == [2016, 2017, 2018]
    assert years["started"].tolist() == [1, 0, 1] and years["cumulative"].tolist() == [1, 1, 2]
    assert set(years["districts"]) == {4} and years["own"].all() and record.undated == 1
    assert record.councils["area_name"].tolist() == ["東", "西", "南", "北"]


def test_printed_years_are_taken_as_they_are():
    record = councils.record(open_city("takasaki"), "public")
    own = record.years[record.years["own"]]
    assert list(zip(own["fiscal_year"], own["started"], own["cumulative"], own["districts"], strict=True)) == [
        (2015, 6, 6, 26),
        (2016, 14, 20, 26),
        (2017, 6, 26, 26),
    ]
    other = record.years[~record.years["own"].astype(bool)]
    assert list(zip(other["place"], other["fiscal_year"], other["cumulative"], other["districts"], strict=True)) == [
        ("宇都宮市", 2023, 36, 39),
        ("宇都宮市", 2024, 38, 39),
    ]
    assert record.undated == 0


def test_the_whole_citys_row_and_the_towns_are_never_together():
    record = councils.record(open_city("takasaki"), "public")
    assert set(record.by_town["level"]) == {"former_town"} and record.by_town["participants"].sum() == 323
    assert "former_town" not in set(record.activities["level"])
    whole = record.activities[record.activities["title"].str.contains("説明会")]
    assert whole["participants"].tolist() == [323] and whole["area_name"].tolist() == ["市全体"]


ACTIVITIES = [
    {
        "activity_id": "1",
        "area_code": "d0",
        "date": "2024-05-01",
        "title": "春の会",
        "invited": 40,
        "participants": 10,
        "homework": "聞いてくる",
        "outcome": "電話 027-123-4567 に聞いた",
        "remark": "秘密",
    },
    {
        "activity_id": "2",
        "area_code": "d0",
        "date": "2025-02-01",
        "title": "冬の会",
        "invited": None,
        "participants": 12,
    },
    {
        "activity_id": "3",
        "area_code": "d1",
        "date": "2023-06-01",
        "title": "前の会",
        "invited": 0,
        "participants": 3,
        "homework": "二つめ",
    },
    {
        "activity_id": "4",
        "area_code": "c",
        "date": None,
        "date_words": "5月18日（年の記載なし）",
        "title": "交流会",
        "councils": 7,
    },
    {
        "activity_id": "5",
        "area_code": "d1",
        "date": "2022-06-01",
        "title": "古い会",
        "homework": "一つめ",
        "outcome": "済み",
    },
]


def test_meetings_homework_and_shares(tmp_path):
    record = councils.record(city_of(tmp_path, activities=ACTIVITIES), "public")
    assert record.activities["title"].tolist() == [
        "冬の会",
        "春の会",
        "前の会",
        "古い会",
        "交流会",
    ]  # newest first, no date last
    assert record.activities["share"].fillna(-1).tolist() == [
        -1,
        0.25,
        -1,
        -1,
        -1,
    ]  # only where both are known and somebody was invited
    by_name = record.councils.set_index("area_name")
    assert record.year == 2024
    assert by_name["meetings"].fillna(-1).to_dict() == {
        "東": 2,
        "西": -1,
        "南": -1,
        "北": -1,
    }  # not recorded is not none
    assert by_name.at["西", "latest_title"] == "前の会" and pd.isna(by_name.at["南", "latest_title"])
    assert record.homework["homework"].tolist() == ["聞いてくる", "二つめ"] and pd.isna(
        record.homework.iloc[1]["outcome"]
    )
    own = record.of("d1")
    assert (
        own.activities["title"].tolist() == ["前の会", "古い会"]
        and own.homework["homework"].tolist() == ["二つめ"]
        and len(own.councils) == 1
    )


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_numbers_and_remarks_stay_with_officials(tmp_path, monkeypatch, sharing):
    city = city_of(tmp_path, activities=ACTIVITIES)
    told = councils.record(city, sharing).activities.to_csv()
    assert "027" not in told and NO_NUMBER in told and "秘密" not in told
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert "027-123-4567" in councils.record(city, "internal").activities.to_csv()
    assert "秘密" in councils.record(city, "internal").activities.to_csv()


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_numbers_stay_with_officials_wherever_they_are_written(tmp_path, monkeypatch, sharing):
    """Also in what a council strives for, and where pages ask (pages.queries)."""
    number = "027-123-4567"
    city = city_of(
        tmp_path,
        activities=[
            {
                "activity_id": "1",
                "area_code": "d0",
                "date": "2024-05-01",
                "date_words": f"春 {number}",
                "kind": f"会 {number}",
                "title": "春の会",
                "remark": f"秘密 {number}",
            }
        ],
        councils=[
            {
                "area_code": "d0",
                "name": f"東の会 {number}",
                "stage": f"話し合い {number}",
                "vision": f"お茶の間のあるまち {number}",
            }
        ],
    )
    for view in (View(city, "d0", "東", sharing), View(city, "", "", sharing)):
        record = queries.council_record(view)
        assert len(record.activities) == len(record.councils.dropna(subset=["vision"])) == 1
        assert number not in record.activities.to_csv() + record.councils.to_csv() + queries.vision(view)
    assert queries.vision(View(city, "d0", "東", sharing)) == f"お茶の間のあるまち {NO_NUMBER}"
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert number in queries.vision(View(city, "d0", "東", "internal"))


def test_a_public_documents_remark_may_be_shown(tmp_path):
    assert (
        "秘密"
        in councils.record(city_of(tmp_path, published=True, activities=ACTIVITIES), "public").activities.to_csv()
    )


def test_officials_view_needs_the_setting(tmp_path, monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    with pytest.raises(PermissionError):
        councils.record(city_of(tmp_path), "internal")


def test_supporters_latest_first_and_a_city_without_anything(tmp_path):
    rows = [
        {"area_code": "d1", "date": f"{year}-03-31", "registered": number}
        for year, number in ((2023, 5), (2025, 9), (2024, 7))
    ]
    record = councils.record(city_of(tmp_path / "some", supporters=rows), "public")
    assert record.supporters["registered"].tolist() == [9, 7, 5] and not record.empty
    assert record.councils.set_index("area_name").loc["西", ["registered", "registered_when"]].tolist() == [
        9,
        "2025年3月31日",
    ]
    assert councils.record(city_of(tmp_path / "none"), "public").empty


def test_what_began_since(tmp_path):
    found = pd.DataFrame({"area_name": ["東", "西"], "set_up": ["2016-06", None]})
    resources = pd.DataFrame(
        {"district": ["東", "東", "西", "東", None], "started": ["2010-01", "2020-01", "2020-01", None, "2020-01"]}
    )
    assert councils.begun(resources, found)["began"].tolist() == [BEFORE, SINCE, UNCLEAR, UNKNOWN, UNCLEAR]
