"""Teams by area: whole, in part, two and more, none, and teams that name nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.lists import mimamori_teams
from tests.tiny_city import DAY, area_table, parents, stored

SMALL = {f"a{i}": f"{i + 1}丁目" for i in range(4)}


def city(folder, teams: dict[str, list[str]], **more):
    listed = pd.DataFrame(
        [
            {"resource_id": name, "kind": "mimamori", "name": name, "source_id": "list", "publish": True}
            | more.get(name, {})
            for name in teams
        ]
    )
    served = pd.DataFrame(
        [(name, area, "given") for name, areas in teams.items() for area in areas],
        columns=["resource_id", "area_code", "basis"],
    )
    members = parents(*[(code, f"d{number // 2}") for number, code in enumerate(SMALL)], ("d0", "c"), ("d1", "c"))
    return stored(
        folder,
        {
            "areas": area_table(small_area=SMALL, district={"d0": "東", "d1": "西"}, city={"c": "試市"}),
            "membership": members,
            "resources": listed,
            "served": served,
            "sources": pd.DataFrame(
                [("list", "resources", "一覧", DAY), ("older", "resources", "前の一覧", "2020-04-01")],
                columns=["source_id", "kind", "title", "as_of"],
            ),
        },
    )


def test_areas_named_twice_once_in_part_and_not_at_all(tmp_path):
    made = city(tmp_path, {"甲": ["a0", "a1"], "乙": ["d0"], "丙": ["a2"]})
    found = mimamori_teams.teams(made, "small_area").set_index("area_code")
    assert found["teams"].tolist() == [2, 2, 1, 0]
    assert found.at["a0", "names"] == ("甲", "乙") and found.at["a3", "names"] == ()
    above = mimamori_teams.teams(made, "district").set_index("area_code")
    assert (
        above["teams"].tolist() == [1, 0] and above.at["d0", "parts"] == ("甲",) and above.at["d1", "parts"] == ("丙",)
    )


def test_a_team_without_areas_counts_where_it_stands_or_is_told_apart(tmp_path):
    made = city(tmp_path, {"甲": [], "乙": []}, 甲={"area_code": "a1"})
    assert mimamori_teams.teams(made, "small_area")["teams"].tolist() == [0, 1, 0, 0]
    assert mimamori_teams.unplaced(made) == ["乙"]


def test_where_no_list_names_a_team_nothing_is_said_of_any_area(tmp_path):
    assert mimamori_teams.teams(city(tmp_path, {"甲": []}), "small_area").empty


def test_what_may_not_be_published_is_no_team_in_public(tmp_path):
    made = city(tmp_path, {"甲": ["a0"], "乙": ["a0"]}, 乙={"publish": False})
    assert (
        mimamori_teams.teams(made, "small_area")["teams"].iloc[0] == 1
        and mimamori_teams.teams(made, "small_area", "council")["teams"].iloc[0] == 2
    )


def test_an_unknown_level_is_named_with_those_there_are(tmp_path):
    with pytest.raises(ValueError, match="small_area、district、city"):
        mimamori_teams.teams(city(tmp_path, {"甲": ["a0"]}), "neighbourhood")


def test_of_several_lists_the_newest_gives_the_date(tmp_path):
    found = mimamori_teams.teams(city(tmp_path, {"甲": ["a0"], "乙": ["a1"]}, 乙={"source_id": "older"}), "small_area")
    assert set(found["as_of"]) == {DAY}
    assert all("前の一覧" in source for source in found["source"])
