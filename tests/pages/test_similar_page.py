"""似た地区 as it is opened: asked for a district, three others, what they do as this level of sharing may see it, no
ranking."""

from __future__ import annotations

import pytest

from analysis.indicators import similar_districts
from analysis.lists.cases import shown_cases
from analysis.lists.councils import SINCE
from data.store.city import open_city
from pages import queries
from pages.figures.view import View
from pages.topics import resident_activities
from pages.topics import similar_districts as topic
from tests.pages.test_pages import opened, words

PAGE, DISTRICT = "think/similar", "99201-D05"


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def test_it_asks_for_a_district():
    app = opened(PAGE)
    assert "見たい地区を押してください" in words(app)
    assert len([button for button in app.button if button.key.startswith("choose-")]) == 26


def test_three_stand_beside_the_district_in_order():
    said = words(opened(PAGE, district=DISTRICT))
    names = similar_districts.similar(open_city("sample"), DISTRICT)["area_name"]
    assert "と似ているのは、" + "、".join(f"{name}地区" for name in names) + "です" in said
    assert "順位ではありません" in said
    for word in ("1位", "2位", "ランキング", "劣", "優れ", "下位", "上位"):
        assert word not in said


def test_too_few_districts_are_worded():
    said = words(opened(PAGE, city="takasaki", district="takasaki/八幡"))
    assert "値がわかる地区が4つ以上必要です" in said and "資料になし" in said


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_the_table_has_each_figure_with_its_unit(sharing):
    view = View(open_city("sample"), DISTRICT, "霞野・笛原", sharing)
    table = topic.side_by_side(view, queries.similar(view), queries.profiles(view)).shown
    assert len(table.columns) == 6 and len(table) == len(similar_districts.FEATURES)
    endings = {"人口": "人", "世帯数": "世帯", "75歳以上の割合": " %", "1世帯あたりの人数": "人"}
    for label, unit in endings.items():
        row = table[table["ことがら"] == label].iloc[0]
        assert all(str(cell).endswith(unit) for cell in row.iloc[1:5])
    assert table.loc["population", "似かた"] == table.loc["households", "似かた"] == "（参考）"  # shown, not compared
    assert set(table["似かた"]) <= {"近い", "少し違う", "違う", "（参考）"}


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_cases_and_resources_as_the_level_may_see_them(sharing):
    city = open_city("sample")
    seen = set(shown_cases(city, sharing)["title"])
    everything = set(city.table("cases")["title"])
    districts = [code for code in similar_districts.profiles(city)["area_code"].unique()]
    told = []
    for code in districts:
        view = View(city, code, dict(city.table("areas")[["area_code", "name"]].to_numpy())[code], sharing)
        alike = queries.similar(view)
        found = topic.cases_of(queries.cases(view), alike)
        assert set(found["district_code"]) <= set(alike["area_code"])
        told += found["title"].tolist()
        counted = topic.resources_by_kind(view, alike, queries.resources(view.whole_city())).data
        own = queries.resources(view)
        assert counted.drop(columns="種類").iloc[:, 0].sum() == len(own)
    assert set(told) <= seen
    assert told
    assert sharing != "public" or not (everything - seen) & set(told)


def test_what_began_is_what_the_councils_page_counts():
    view = View(open_city("sample"), "99201-D06", "鈴越", "public")
    table = topic.efforts(
        view, queries.similar(view), queries.council_record(view.whole_city()), queries.resources(view.whole_city())
    ).shown
    began = queries.begun(view)
    since = resident_activities.third_tier(began)["began"].eq(SINCE).sum()
    assert (
        table.loc["始まった支え合い", "鈴越地区"].startswith(f"{since}件：") and since < began["began"].eq(SINCE).sum()
    )  # clinics and halls began too
