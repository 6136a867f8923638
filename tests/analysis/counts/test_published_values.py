"""Figures that a document prints without their counts: taken where the city's tables are silent, as printed, and
nowhere else."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.indicators.plain_counts import counts
from analysis.indicators.time_series import series
from analysis.indicators.values import figures
from data.store.city import EMBEDDED, open_city
from tests.tiny_city import DAY, area_table, bands, parents, stored

PUBLISHED = EMBEDDED.parent / "published"


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(PUBLISHED / f"{name}.csv", dtype="string", encoding="utf-8")


@pytest.fixture(scope="module")
def takasaki():
    return open_city("takasaki", EMBEDDED)


def test_the_citys_printed_figures_are_those_of_the_document(takasaki):
    said = read("takasaki_city").set_index("item")
    rows = figures(takasaki, ["ageing_rate", "care_certification_rate"], "city").set_index("indicator")
    for key in rows.index:
        assert round(100 * rows.at[key, "value"], 2) == float(said.at[key, "value"])
    numbers = counts(takasaki, "city").set_index("indicator")
    for name, item in {
        "population": "population",
        "households": "households",
        "65+": "population_65_and_over",
        "area": "area",
    }.items():
        assert numbers.at[name, "value"] == float(said.at[item, "value"])
    both = pd.concat([rows, numbers.loc[["population", "households", "65+", "area"]]])
    assert (
        set(both["state"]) == {"ok"}
        and set(both["basis"]) == {"printed"}
        and set(both["source_id"]) == {"seminar-2018"}
    )
    assert both[["numerator", "denominator", "lower", "upper"]].isna().all(axis=None)
    assert both["as_of"].tolist() == ["2017-09-30"] * 5 + [""]
    assert both["source"].str.contains("みんなで支え合うまちづくり").all()
    assert both["source"].iloc[0].endswith("（2017年9月30日現在）") and both["source"].iloc[-1].endswith(
        "※資料の記載は「約460」"
    )


def test_a_districts_figures_have_their_own_date_and_the_others_none(takasaki):
    said = read("takasaki_districts").dropna(subset=["population"]).set_index("district")
    assert list(said.index) == ["八幡"]
    rows = figures(takasaki, ["ageing_rate"], "district").set_index("area_name")
    people = counts(takasaki, "district", ["population"]).set_index("area_name")
    assert (rows.at["八幡", "value"], people.at["八幡", "value"]) == (pytest.approx(0.2986), 14212)
    assert rows.at["八幡", "as_of"] == people.at["八幡", "as_of"] == said.at["八幡", "as_of"] == "2017-07-03"
    others = rows.drop("八幡")
    assert (
        len(others) == 25
        and set(others["state"]) == {"not_in_source"}
        and others["value"].isna().all()
        and set(others["source"]) == {""}
    )


def test_only_for_the_date_and_the_source_asked_for(takasaki):
    assert figures(takasaki, ["ageing_rate"], "city", as_of="2017-09-30")["value"].item() == pytest.approx(0.2703)
    assert figures(takasaki, ["ageing_rate"], "district", as_of="2017-09-30")["value"].isna().all()
    assert counts(takasaki, "district", ["population"], as_of="2017-07-03")["value"].dropna().tolist() == [14212]
    assert figures(takasaki, ["ageing_rate"], "city", source="seminar-2018")["value"].notna().all()
    assert figures(takasaki, ["ageing_rate"], "city", source="newsletter-33")["value"].isna().all()
    with pytest.raises(ValueError, match="2016-01-01 の資料はありません"):
        figures(takasaki, ["ageing_rate"], "city", as_of="2016-01-01")
    assert series(takasaki, "ageing_rate", ["takasaki/八幡"])["value"].tolist() == [pytest.approx(0.2986)]


@pytest.fixture
def made(tmp_path):
    def of(published: list[tuple], **tables):
        given = {
            "areas": area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, district={"d": "東"}, city={"c": "試市"}),
            "membership": parents(("a0", "d"), ("a1", "d")),
            "published": pd.DataFrame(
                published, columns=["item", "place", "area_code", "as_of", "value", "printed", "unit", "source_id"]
            ),
            "sources": pd.DataFrame(
                [("doc", "published", "資料", True)], columns=["source_id", "kind", "title", "published"]
            ),
        }
        return stored(tmp_path, given | tables, "printed")

    return of


def test_what_the_citys_own_tables_say_is_never_replaced(made):
    city = made(
        [
            ("ageing_rate", "東", "d", DAY, 0.9, "90", "share", "doc"),
            ("population", "東", "d", DAY, 7, "7", "persons", "doc"),
        ],
        population=bands("a0", 10, 60, 20, 10) + bands("a1", 10, 60, 20, 10),
    )
    assert figures(city, ["ageing_rate"], "district")["value"].tolist() == [0.3]
    assert counts(city, "district", ["population"])["numerator"].tolist() == [200]


def test_the_latest_of_several_and_only_in_the_same_unit_and_for_the_usual_choice(made):
    city = made(
        [
            ("ageing_rate", "市", "c", "2019-04-01", 0.2, "20", "share", "doc"),
            ("ageing_rate", "市", "c", "2021-04-01", 0.3, "30", "share", "doc"),
            ("ageing_rate", "よその市", None, "2024-04-01", 0.5, "50", "share", "doc"),
            ("late_elderly_rate", "市", "c", "2021-04-01", 12, "12", "percent", "doc"),
            ("resources_per_1000_elderly", "市", "c", "2021-04-01", 1.5, "1.5", "per_1000", "doc"),
        ]
    )
    assert figures(city, ["ageing_rate"], "city")[["value", "as_of"]].to_numpy().tolist() == [[0.3, "2021-04-01"]]
    assert figures(city, ["ageing_rate"], "city", as_of="2019-04-01")["value"].tolist() == [0.2]
    assert figures(city, ["ageing_rate"], "small_area")["value"].isna().all()
    assert figures(city, ["late_elderly_rate"], "city")["state"].tolist() == ["not_in_source"]
    assert figures(city, ["resources_per_1000_elderly"], "city")["value"].tolist() == [1.5]
    assert figures(city, ["resources_per_1000_elderly"], "city", kind="ibasho")["value"].isna().all()


def test_a_figure_of_a_document_does_not_stand_for_the_ages_of_another_day(made):
    city = made(
        [("population", "市", "c", "2019-04-01", 500, "500", "persons", "doc")],
        population=bands("a0", 10, 60, 20, 10) + bands("a1", 10, 60, 20, 10),
    )
    rows = figures(city, ["ageing_rate"], "city", as_of="2019-04-01")
    assert rows["state"].tolist() == ["not_in_source"]
    assert counts(city, "city", ["population"], as_of="2019-04-01")["value"].tolist() == [500]


def test_a_hidden_count_stays_hidden_beside_printed_ones(made):
    needs = pd.DataFrame(
        [(code, "2024-04/2025-03", "centre", "total", number) for code, number in (("a0", 4), ("a1", 30))],
        columns=["area_code", "period", "source_id", "need", "persons"],
    )
    city = made([("need_persons", "一丁目", "a0", "2024-04/2025-03", 4, "4", "persons", "doc")], needs=needs)
    assert figures(city, ["need_persons"], "small_area")["state"].tolist()[0] == "suppressed"


@pytest.mark.parametrize("printed", [True, False])
def test_a_printed_count_is_no_cover_for_another(made, printed):
    """4 and 8 hide each other beside the city's 12, unless everyone has read the 4."""
    needs = pd.DataFrame(
        [(code, "2024-04/2025-03", "centre", "total", number) for code, number in (("a0", 4), ("a1", 8))],
        columns=["area_code", "period", "source_id", "need", "persons"],
    )
    document = ("need_persons", "一丁目", "a0", "2024-04/2025-03", 4 if printed else 5, "4", "persons", "doc")
    city = made([document], needs=needs)
    assert figures(city, ["need_persons"], "small_area")["state"].tolist() == ["suppressed"] * 2
    assert figures(city, ["need_persons"], "district")["state"].tolist() == ["suppressed" if printed else "ok"]


@pytest.mark.parametrize(
    ("day", "same"),
    [(DAY, True), ("2025-04", True), ("2025", True), ("2025-05", False), ("2024-04-01", False), ("", False)],
)
def test_a_document_of_a_month_may_be_of_any_day_in_it(made, day, same):
    """4 and 8 of 2025-04-01: where everyone may have read the 4, the city's 12 would give the 8 back."""
    needs = pd.DataFrame(
        [(code, DAY, "centre", "total", number) for code, number in (("a0", 4), ("a1", 8))],
        columns=["area_code", "period", "source_id", "need", "persons"],
    )
    city = made([("need_persons", "一丁目", "a0", day, 4, "4", "persons", "doc")], needs=needs)
    assert figures(city, ["need_persons"], "district")["state"].tolist() == ["suppressed" if same else "ok"]
