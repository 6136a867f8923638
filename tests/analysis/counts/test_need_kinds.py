"""Needs and use of services through the door: the printed facts, one word for each, and who may see small numbers."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from analysis.indicators.area_levels import kinds_of_need
from analysis.indicators.values import figures
from data.__main__ import main
from data.store.city import EMBEDDED, open_city
from data.vocabulary import NEEDS
from tests.tiny_city import DAY, area_table, bands, parents, stored

PUBLISHED = EMBEDDED.parent / "published"
COLUMNS = (61, 48, 39, 21, 5, 32, 28, 21, 7, 7, 6, 8)  # as printed; together 283, the lines 282


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(PUBLISHED / f"{name}.csv", encoding="utf-8", keep_default_na=True)


@pytest.fixture(scope="module")
def takasaki():
    return open_city("takasaki", EMBEDDED)


def test_printed_density(takasaki):
    rows = figures(takasaki, ["need_density_households"], "neighbourhood").set_index("area_name")
    assert (rows.at["金井淵", "numerator"], rows.at["金井淵", "denominator"], round(rows.at["金井淵", "value"], 2)) == (
        31,
        530,
        5.85,
    )
    district = figures(takasaki, ["need_density_households"], "district").set_index("area_name").loc["八幡"]
    assert (district["numerator"], district["denominator"], round(district["value"], 2)) == (194, 5092, 3.81)
    assert "行がない" not in district["source"]  # its households are printed, not added up


def test_the_denominator_for_older_people_is_everyone_of_65_and_older(tmp_path):
    city = stored(
        tmp_path,
        {
            "areas": area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"}),
            "membership": parents(("a0", "c"), ("a1", "c")),
            "population": bands("a0", 10, 60, 25, 15) + bands("a1", 10, 60, 30, 20),
            "needs": pd.DataFrame(
                [(code, DAY, "doc", "total", number) for code, number in (("a0", 12), ("a1", 15))],
                columns=["area_code", "period", "source_id", "need", "persons"],
            ),
        },
    )
    rows = figures(city, ["need_density_elderly"], "small_area")
    assert rows["denominator"].tolist() == [25 + 15, 30 + 20] and rows["value"].tolist() == [300, 300]


def test_printed_totals_of_the_columns(takasaki):
    rows = figures(takasaki, ["need_persons"], "district", kind=NEEDS).query("area_name == '八幡'")
    assert tuple(rows["value"]) == COLUMNS and sum(COLUMNS) == 283
    assert set(rows["basis"]) == {"printed"} and set(rows["unit"]) == {"persons"} and rows["denominator"].isna().all()


@pytest.mark.parametrize("sharing", ["public", "council"])
@pytest.mark.parametrize(
    ("name", "table", "item", "persons"),
    [
        ("yahata_needs", "needs", "need", "persons_with_need"),
        ("yahata_service_use", "service_use", "use", "persons_using"),
        ("toyooka_service_use", "service_use", "use", "persons_using"),
    ],
)
def test_every_printed_cell_is_shown_as_it_is_read_and_lost_ones_are_said(
    takasaki, name, table, item, persons, sharing
):
    said = read(name).query("neighbourhood != '(district total)'")
    group = {"day": "通所・", "home": "訪問・"}
    said = said.assign(kind=(said["service"].map(group) if "service" in said else "") + said[item])
    rows = figures(
        takasaki, ["need_persons"], "neighbourhood", kind=kinds_of_need(takasaki, table), sharing=sharing
    ).set_index(["area_name", "kind"])
    for line in said.itertuples():
        row, count = rows.loc[line.neighbourhood, line.kind], getattr(line, persons)
        if line.cell_status == "unreadable":
            assert row["state"] == "unreadable" and np.isnan(row["value"])
        else:
            assert (row["state"], row["value"]) == ("ok", count)
            assert row["basis"] == {"read": "printed", "inferred": "inferred"}[line.cell_status]
    total = "total" if table == "needs" else "service_total"
    for line in said.drop_duplicates("neighbourhood").itertuples():
        assert rows.loc[(line.neighbourhood, total), "value"] == line.persons_in_neighbourhood


def test_nothing_is_added_up_over_cells_that_are_lost(takasaki):
    assert set(
        figures(takasaki, ["need_persons"], "city", kind=(*NEEDS, "total", "service_total", "訪問・掃除"))["state"]
    ) <= {"not_in_source", "unreadable"}


def test_a_place_without_households_has_numbers_and_no_density(takasaki):
    rows = (
        figures(takasaki, ["need_persons", "need_density_households"], "district", kind="service_total")
        .query("area_name == '豊岡'")
        .set_index("indicator")
    )
    assert rows.at["need_persons", "value"] == 81
    assert rows.at["need_density_households", "state"] == "not_in_source" and np.isnan(
        rows.at["need_density_households", "value"]
    )


def test_each_word_is_of_one_table_and_dated_by_it(takasaki):
    rows = (
        figures(takasaki, ["need_persons"], "district", kind="total,service_total,入浴,通所・入浴,訪問・入浴")
        .query("area_name == '八幡'")
        .set_index("kind")
    )
    assert rows["as_of"].to_dict() == {"total": "2015-04/2017-04", "入浴": "2015-04/2017-04"} | dict.fromkeys(
        ("service_total", "通所・入浴", "訪問・入浴"), "2017-04-01"
    )
    assert rows["value"].to_dict() == {
        "total": 194,
        "service_total": 102,
        "入浴": 21,
        "通所・入浴": 24,
        "訪問・入浴": 9,
    }
    assert (
        figures(takasaki, ["need_persons"], "district", kind="service_total", as_of="2017-04-01")["value"].notna().sum()
        == 2
    )
    assert "service_total" in kinds_of_need(takasaki, "service_use") and "total" in kinds_of_need(takasaki)


def test_an_unknown_word_is_named_with_all_there_are(takasaki):
    with pytest.raises(
        ValueError,
        match="「散歩」という困りごとはありません。あるもの: total、居場所・運動.*service_total、通所・リハビリ.*訪問・移動介助",  # noqa: E501
    ):
        figures(takasaki, ["need_persons"], "district", kind="散歩")


def test_the_command_line_gives_them(capsys):
    assert (
        main(
            [
                "figures",
                "takasaki",
                "--indicator",
                "need_persons,need_density_households",
                "--level",
                "district",
                "--kind",
                "service_total,通所・リハビリ",
                "--format",
                "json",
            ]
        )
        == 0
    )
    rows = pd.DataFrame(json.loads(capsys.readouterr().out)).query("area_name == '八幡'")
    assert rows.query("indicator == 'need_persons'")["value"].tolist() == [102, 74]
    assert main(["figures", "takasaki", "--indicator", "need_persons", "--level", "district", "--kind", "散歩"]) == 2
    assert "という困りごとはありません" in capsys.readouterr().err


# Small numbers.


def inferred_city(folder, name: str, published: bool | None, basis: str = "inferred", beside: str = "inferred"):
    """Two areas whose numbers, 3 and 30, were inferred from a document."""
    rows = [
        (code, DAY, "doc", item, number, "ok", of)
        for code, number, of in (("a0", 3, basis), ("a1", 30, beside))
        for item in ("total", "通所・入浴")
    ]
    return stored(
        folder,
        {
            "areas": area_table(small_area={"a0": "一丁目", "a1": "二丁目"}, city={"c": "試市"}),
            "membership": parents(("a0", "c"), ("a1", "c")),
            "service_use": pd.DataFrame(
                rows, columns=["area_code", "as_of", "source_id", "item", "persons", "state", "basis"]
            ),
            "sources": pd.DataFrame(
                [("doc", "service_use", "資料", published)], columns=["source_id", "kind", "title", "published"]
            ),
        },
        name,
    )


@pytest.mark.parametrize(
    ("published", "basis", "beside", "shown"),
    [
        (True, "inferred", "inferred", True),
        (True, "printed", "inferred", True),
        (False, "inferred", "inferred", False),
        (None, "inferred", "inferred", False),
        (True, "counted", "inferred", False),
        (True, "estimated", "inferred", False),
        (True, "inferred", "counted", False),
    ],
)
@pytest.mark.parametrize("kind", ["service_total", "通所・入浴"])
def test_inferred_numbers_are_shown_only_where_all_stands_in_a_public_document(
    tmp_path, published, basis, beside, shown, kind
):
    city = inferred_city(tmp_path, "inferred", published, basis, beside)
    row = figures(city, ["need_persons"], "small_area", kind=kind).iloc[0]
    assert (row["state"], row["value"] == 3, row["numerator"] == 3) == (
        ("ok", True, True) if shown else ("suppressed", False, False)
    )


def test_the_same_table_imported_stays_protected(tmp_path, small_city):
    path = small_city.write(
        "サービス.csv",
        [
            ["町内会", "基準日", "サービスの内容", "人数", "状態"],
            *(
                [name, "2017-04-01", "通所・入浴", number, "推定"]
                for name, number in zip(small_city.names, ("3", "30", "40", "50", "60", "70"), strict=True)
            ),
        ],
    )
    assert main(
        ["import", "handed", str(small_city.boundary()), str(path), "--cities-dir", str(tmp_path / "cities")]
    ) in (0, 1)
    city = open_city("handed", tmp_path / "cities")
    table = city.table("service_use")
    assert set(table["basis"]) == {"inferred"} and not city.table("sources")["published"].fillna(False).any()
    rows = figures(city, ["need_persons"], "small_area", kind="通所・入浴")
    assert (
        rows["state"].tolist()[0] == "suppressed" and (rows["state"] == "suppressed").sum() >= 2
    )  # and one more, which the city's sum would give back


def test_a_service_called_as_a_need_has_a_word_of_its_own(tmp_path):
    rows = pd.DataFrame(
        [("a0", DAY, "s", item, 40) for item in ("買い物", "total", "配食")],
        columns=["area_code", "as_of", "source_id", "item", "persons"],
    )
    wants = pd.DataFrame(
        [("a0", "2024", "n", need, 20) for need in ("買い物", "total")],
        columns=["area_code", "period", "source_id", "need", "persons"],
    )
    city = stored(
        tmp_path, {"areas": area_table(small_area={"a0": "一丁目"}), "service_use": rows, "needs": wants}, "words"
    )
    assert kinds_of_need(city, "service_use") == ["サービス・買い物", "service_total", "配食"]
    found = figures(city, ["need_persons"], "small_area", kind="買い物,サービス・買い物,配食,total,service_total")
    assert found["value"].tolist() == [20, 40, 40, 20, 40]


def test_two_centres_hand_in_a_table_each_and_both_are_shown_and_protected(tmp_path):
    rows = [
        (code, "2024", source, need, number)
        for code, source, number in (("a0", "east", 3), ("a1", "east", 30), ("a2", "west", 40), ("a3", "west", 50))
        for need in ("total", "通院")
    ]
    rows += [
        ("a1", "2024", "west", "total", 99),
        ("a3", "2023", "old", "total", 77),
    ]  # said already by the first; of another year
    city = stored(
        tmp_path,
        {
            "areas": area_table(
                small_area={f"a{i}": f"{i}丁目" for i in range(4)}, district={"d": "東", "e": "西"}, city={"c": "試市"}
            ),
            "membership": parents(("a0", "d"), ("a1", "d"), ("a2", "e"), ("a3", "e")),
            "needs": pd.DataFrame(rows, columns=["area_code", "period", "source_id", "need", "persons"]),
            "sources": pd.DataFrame(
                [("east", "needs", "東の表"), ("west", "needs", "西の表")], columns=["source_id", "kind", "title"]
            ),
        },
        "centres",
    )
    districts = figures(city, ["need_persons"], "district")
    assert districts["value"].tolist() == [33, 90] and districts["source_id"].tolist() == ["east;west"] * 2
    assert "東の表" in districts["source"].iloc[0] and "西の表" in districts["source"].iloc[0]
    small = figures(city, ["need_persons"], "small_area", kind="通院")
    assert small["state"].tolist() == ["suppressed", "suppressed", "ok", "ok"] and small["value"].tolist()[2:] == [
        40,
        50,
    ]
