"""What the page 困りごと says of a table that covers the city, some districts, or one; and what it offers to choose."""

from __future__ import annotations

import pandas as pd
import pytest

from data.vocabulary import SERVICE_TOTAL, TOTAL
from pages.figures import compose, measures, wording
from pages.figures.classes import classes_of
from pages.figures.description import Caption
from pages.topics import needs

DENSITY = "need_density_households"


def row(
    code: str,
    value: float | None,
    indicator: str = "need_persons",
    state: str = "ok",
    level: str = "district",
    kind: str = TOTAL,
    basis: str = "printed",
) -> dict:
    unit = "persons" if indicator == "need_persons" else "per_100"
    return {
        "indicator": indicator,
        "area_code": code,
        "area_name": code,
        "level": level,
        "value": value,
        "numerator": value,
        "denominator": None,
        "unit": unit,
        "state": state,
        "basis": basis,
        "kind": kind,
        "source": "資料",
        "as_of": "2017-04-01",
        "distance_m": None,
        "group": None,
    }


def totals(
    code: str, persons: float | None, density: float | None, state: str = "ok", level: str = "district"
) -> list[dict]:
    return [
        row(code, persons, state=state, level=level),
        row(code, density, DENSITY, "ok" if density is not None else "not_in_source", level),
    ]


def test_a_district_is_told_by_its_own_numbers():
    said = needs.sentences_for("八幡", "needs", pd.DataFrame(totals("八幡", 194, 3.8099)), {"y": "八幡"}, 26, "y")
    assert said == (
        "八幡で、相談などで把握した困りごとのある人は194人です。100世帯あたり3.81人です。",
        "資料にあるのは、26地区のうち八幡地区だけです。ほかの地区のことは、資料にありません。",
    )


def test_where_the_source_covers_some_districts_they_are_told_one_by_one():
    rows = pd.DataFrame(totals("八幡", 102, 2.003) + totals("豊岡", 81, None))
    said = needs.sentences_for("高崎市", "service_use", rows, {"y": "八幡", "t": "豊岡"}, 26)
    assert said[:2] == (
        "八幡で、相談などで把握したサービスの利用者は102人です。100世帯あたり2.00人です。",
        "豊岡で、相談などで把握したサービスの利用者は81人です。",
    )
    assert "26地区のうち八幡地区と豊岡地区だけです" in said[2]


def test_a_district_that_the_source_does_not_have_is_told_so():
    rows = pd.DataFrame(totals("箕郷", None, None, "not_in_source"))
    assert (
        needs.sentences_for("箕郷", "needs", rows, {"y": "八幡"}, 26, "m")[0]
        == "この地区は、困りごとの表にありません。"
    )
    pointed = needs.sentences_for("箕郷", "needs", rows, {"y": "八幡"}, 26, "m", ["service_use"])[0]
    assert (
        pointed
        == "この地区は、困りごとの表にありません。「サービスの利用」の表にはあります。上の「見る表」で選んでください。"
    )


def test_a_whole_city_and_what_is_not_known_of_it():
    whole = {"a": "東", "b": "西"}
    assert needs.sentences_for(
        "試市", "needs", pd.DataFrame(totals("試市（架空）", 50, 1.5, level="city")), whole, 2
    ) == ("試市で、相談などで把握した困りごとのある人は50人です。100世帯あたり1.50人です。", "")
    assert needs.sentences_for(
        "試市", "needs", pd.DataFrame(totals("c", None, None, "not_surveyed", "city")), whole, 2
    )[0].startswith("試市には調べていない所がある")
    assert (
        "「判読不可」です"
        in needs.sentences_for("試市", "needs", pd.DataFrame(totals("c", None, None, "unreadable", "city")), whole, 2)[
            0
        ]
    )


def test_a_total_that_the_table_does_not_have_is_not_said_to_be_lacking_for_another_reason():
    rows = pd.DataFrame(totals("東", None, None, "not_in_source"))
    assert (
        needs.sentences_for("東", "needs", rows, {"a": "東"}, 1, "a")[0]
        == "東は、一部の町丁・町内会だけの表のため、地区の合計は出せません。わかっている所は、下の表と地図で見られます。"  # noqa: E501
    )
    assert (
        "実人数（重なりを除いた人数）は、この表にありません"
        in needs.sentences_for("東", "needs", rows.assign(source=""), {"a": "東"}, 1, "a")[0]
    )
    assert needs.sentences_for("試市", "needs", rows.assign(level="city"), {}, 0)[0].startswith(
        "試市は、一部の町丁・町内会だけの表のため、市の合計は出せません。"
    )


def test_only_measures_that_say_something_are_offered():
    rows = pd.DataFrame(
        [
            row("a", 3.0),
            row("a", None, DENSITY, "unreadable"),
            row("a", None, "need_density_elderly", "suppressed"),
            row("a", None, "need_density_area", "not_in_source"),
        ]
    )
    assert list(needs.measures_with(rows)) == ["need_persons", "need_density_elderly"]
    assert list(needs.measures_with(rows[:0])) == ["need_persons"]


def test_only_columns_that_the_source_has_here():
    rows = pd.DataFrame(
        [
            row("a", 3.0, kind="通所・入浴"),
            row("a", None, kind="訪問・掃除", state="unreadable"),
            row("a", None, kind="訪問・移動介助", state="not_in_source"),
        ]
    )
    kinds = needs.columns(["訪問・移動介助", SERVICE_TOTAL, "訪問・掃除", "通所・入浴"])
    assert list(kinds) == ["通所・入浴", "訪問・掃除", "訪問・移動介助", SERVICE_TOTAL]
    assert list(needs.kinds_with(rows, kinds)) == ["通所・入浴", "訪問・掃除"]


@pytest.mark.parametrize(
    ("levels", "districts", "first"),
    [
        (("district", "neighbourhood"), "ab", "neighbourhood"),
        (("district", "neighbourhood"), "abc", "district"),
        (("district",), "a", "district"),
        (("small_area",), "", "small_area"),
    ],
)
def test_districts_come_first_where_there_are_some_to_see_beside_one_another(levels, districts, first):
    assert needs.first_level(dict.fromkeys(levels, ""), dict.fromkeys(districts, "")) == first


def test_districts_stand_below_their_areas_without_a_shade():
    rows = pd.DataFrame(
        [
            row("一", 3.0, kind="買い物", level="neighbourhood", basis="inferred"),
            row("一", 5.0, level="neighbourhood"),
            row("二", None, kind="買い物", state="unreadable"),
            row("二", 9.0),
        ]
    )
    listed = needs.with_districts(rows, pd.DataFrame([row("八幡地区", 39.0, kind="買い物"), row("八幡地区", 194.0)]))
    made = compose.shades(listed, Caption("", "", ""), needs.columns(["買い物", TOTAL]), "", rows, ["八幡地区"])
    assert list(made.values.index) == ["一", "二", "八幡地区全体"] and made.wholes == {"八幡地区全体"}
    assert made.texts["買い物"].tolist() == ["(3)", "判読不可", "39"]  # nobody adds up over what is lost
    assert made.classes.edges[-1] == 3  # the district would drown the areas


@pytest.mark.parametrize(
    ("values", "unit", "labels"),
    [
        ([13, 12, 14, 13, None], "persons", ("12人", "13人", "14人")),
        ([0.3, 0.2411, 0.2412], "share", ("24.1 %", "30.0 %")),
        ([0, 0, 40, 7, 3], "persons", ("0人", "3人", "7人", "40人")),
    ],
)
def test_few_different_values_are_a_class_each(values, unit, labels):
    made = classes_of(pd.Series(values, dtype="Float64"), unit)
    assert made.labels == labels and len(made.edges) == len(labels) + 1
    for value in filter(None, values):
        assert made.labels[measures.class_of(value, made.edges)] == wording.value_text(value, unit)


@pytest.mark.parametrize(
    ("counts", "first"),
    [
        ([0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 12, 13], "2人未満"),
        ([0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5], "0人"),
        ([0, 1], None),
    ],
)
def test_classes_of_people_are_whole_numbers(counts, first):
    made = classes_of(pd.Series(counts), "persons")
    assert all(edge == int(edge) for edge in made.edges)
    if first:
        assert made.labels[0] == first and made.labels[-1].endswith("人以上")
    spans = [label.removesuffix("人").split("～") for label in made.labels[1:-1]]
    starts, ends = [int(span[0]) for span in spans], [int(span[-1]) for span in spans]
    assert starts[1:] == [end + 1 for end in ends[:-1]]


def test_a_number_of_people_has_no_line_of_the_whole_city_beside_it():
    assert compose.references(pd.Series(row("c", 500.0)), "市全体", "need_persons") == ()
    assert len(compose.references(pd.Series(row("c", 5.0, DENSITY)), "市全体", DENSITY)) == 1


def test_where_nearly_all_areas_have_the_lowest_value_the_others_are_still_told_apart():
    made = classes_of(pd.Series([0.0] * 22 + [0.002, 0.04, 0.205, 0.269]), "share")
    assert made.labels == ("5 %未満", "5～10 %", "10～20 %", "20～25 %", "25 %以上")
    assert len(made.edges) == len(made.labels) + 1
    assert classes_of(pd.Series([0.0] * 40 + [1, 2, 3, 4, 9]), "persons").labels[0] == "2人未満"
