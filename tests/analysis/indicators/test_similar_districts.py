"""似た地区 of a city: from protected figures alone, with what differs; none where too little is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.indicators import similar_districts, values
from data.store.city import open_city
from tests.tiny_city import DAY, area_table, bands, parents, stored

SMALL = [f"a{i}" for i in range(6)]
SOURCES = pd.DataFrame(
    [("register", "register", "台帳", DAY), ("hh", "households", "世帯の表", DAY)],
    columns=["source_id", "kind", "title", "as_of"],
)


def city_of(folder, people: dict[str, tuple[int, int, int, int]], alone: dict[str, int] | None = None):
    homes = [
        (code, DAY, "hh", kind, number)
        for code in people
        for kind, number in (("total", 100), ("single_elderly", (alone or {}).get(code, 30)))
    ]
    return stored(
        folder,
        {
            "areas": area_table(
                small_area={code: f"{code}丁目" for code in people},
                district={f"d{code[1:]}": f"第{code[1:]}" for code in people},
                city={"c": "試市"},
            ),
            "membership": parents(
                *[pair for code in people for pair in ((code, f"d{code[1:]}"), (f"d{code[1:]}", "c"))]
            ),
            "population": sum((bands(code, *numbers) for code, numbers in people.items()), []),
            "sources": SOURCES,
            "households": pd.DataFrame(homes, columns=["area_code", "as_of", "source_id", "kind", "households"]),
        },
    )


PEOPLE = {
    "a0": (20, 100, 40, 40),
    "a1": (60, 200, 20, 10),
    "a2": (21, 100, 40, 40),
    "a3": (20, 104, 41, 39),
    "a4": (10, 50, 60, 90),
    "a5": (24, 120, 44, 44),
}


def test_the_nearest_stand_first_and_what_differs_is_named(tmp_path):
    found = similar_districts.similar(city_of(tmp_path, PEOPLE), "d0")
    assert found["area_code"].tolist() == ["d2", "d3", "d5"]
    assert found["area_name"].tolist() == ["第2", "第3", "第5"]
    assert (found["distance"].diff().dropna() >= 0).all()
    assert set(found["alike"]) | set(found["differs"]) <= set(similar_districts.FEATURES)
    assert found.set_index("area_code").at["d5", "differs"] in (
        "household_size",
        "density",
    )  # more people on as much ground, in as many households


def test_as_computed_from_the_tables_by_hand(tmp_path):
    """A second way to the features: from the numbers put in, one square kilometre each."""
    city = city_of(tmp_path, PEOPLE)
    # 公開用 does not tell where people live alone of a district that is one small area.
    rows = similar_districts.profiles(city, "council").pivot(index="area_code", columns="feature", values="value")
    for code, numbers in PEOPLE.items():
        row = rows.loc[f"d{code[1:]}"]
        np.testing.assert_allclose(
            row[["0-14", "15-64", "65-74", "75+"]].astype(float), np.array(numbers) / sum(numbers)
        )
        assert row["density"] == pytest.approx(sum(numbers), rel=1e-6)
        assert row["household_size"] == pytest.approx(sum(numbers) / 100)
        assert row["single_elderly_rate"] == pytest.approx(30 / sum(numbers[2:]))
    compared = similar_districts.compared(similar_districts.profiles(city, "council"))[
        "density"
    ]  # twice as many is twice as many anywhere
    assert compared.tolist() == pytest.approx([np.log(sum(numbers)) for numbers in PEOPLE.values()], rel=1e-6)


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_what_is_hidden_changes_no_likeness(tmp_path, sharing):
    found = []
    for name, alone in (("one", {"a0": 1, "a1": 2}), ("other", {"a0": 2, "a1": 1})):
        city = city_of(tmp_path / name, PEOPLE, {code: 30 for code in PEOPLE} | alone)
        hidden = values.figures(city, ["single_elderly_rate"], "district", sharing=sharing).set_index("area_code")
        assert (hidden.loc[["d0", "d1"], "state"] == "suppressed").all()
        rows = similar_districts.profiles(city, sharing)
        assert (
            rows.loc[(rows["feature"] == "single_elderly_rate") & rows["area_code"].isin(["d0", "d1"]), "value"]
            .isna()
            .all()
        )
        found.append(
            pd.concat(
                [rows, *(similar_districts.similar(city, f"d{number}", sharing) for number in range(6))]
            ).reset_index(drop=True)
        )
    pd.testing.assert_frame_equal(*found)


def test_fewer_than_four_districts_give_none(tmp_path):
    city = city_of(tmp_path, {code: PEOPLE[code] for code in SMALL[:3]})
    assert similar_districts.similar(city, "d0").empty
    assert list(similar_districts.similar(city, "d0").columns) == list(similar_districts.COLUMNS)


def test_takasaki_has_figures_of_one_district_only():
    assert similar_districts.similar(open_city("takasaki"), "takasaki/八幡").empty
    assert similar_districts.similar(open_city("takasaki"), "takasaki/豊岡").empty


def test_every_district_of_the_sample_has_three_others():
    city = open_city("sample")
    codes = similar_districts.profiles(city)["area_code"].unique()
    for code in codes:
        found = similar_districts.similar(city, code)
        assert len(set(found["area_code"]) - {code}) == 3


def test_a_code_that_is_no_district():
    with pytest.raises(KeyError, match="no district of that code"):
        similar_districts.similar(open_city("sample"), "nowhere")


def test_how_near_several_lie(tmp_path):
    rows = similar_districts.profiles(city_of(tmp_path, PEOPLE))
    gaps = similar_districts.likeness_of(rows, ["d0", "d2", "d5"])
    table = similar_districts.compared(rows)
    expected = max(abs(table.at["d0", "0-14"] - table.at[other, "0-14"]) for other in ("d2", "d5")) / table["0-14"].std(
        ddof=0
    )
    assert gaps["0-14"] == pytest.approx(expected)
