"""Cases in finished words: search, a district's own, one from a similar district, the CSV."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.store.city import open_city
from pages import queries
from pages.figures.view import View
from pages.topics import cases


@pytest.fixture
def view(cities_dir) -> View:
    return View(open_city("sample"), "", "", "council")


@pytest.fixture
def table(view) -> pd.DataFrame:
    return queries.cases(view)


def titles(found: pd.DataFrame) -> list[str]:
    return found["title"].tolist()


def test_four_headed_parts_and_what_is_known_in_short(view, table):
    told = next(one for one in cases.of_place(view, table) if one.title == "移動販売の日に縁台を並べる")
    assert [heading for heading, _ in told.parts] == ["目的", "経緯", "様子", "今後"]
    assert told.short == ("柊岡", "2024年9月6日", "移動販売", "困りごと：買い物", "毎週1回")
    assert told.picture and told.picture.startswith(b"\x89PNG") and told.remark == ""


def test_what_a_case_does_not_say_is_not_in_the_source(view, table):
    bare = table.head(1).assign(history=pd.NA, need=pd.NA, numbers=pd.NA, date=pd.NA, kind="祭り")
    told = cases.of_place(view, bare)[0]
    assert dict(told.parts)["経緯"] == "資料になし"
    assert told.short == (bare["district"].iloc[0], "祭り")


def test_found_by_kind_need_and_words(table):
    assert titles(cases.choose(table, ["mimamori"], [])) == titles(table[table["kind"] == "mimamori"]) != []
    assert titles(cases.choose(table, [], ["買い物"])) == titles(table[table["need"] == "買い物"]) != []
    assert titles(cases.choose(table, ["mimamori"], ["買い物"])) == []
    assert titles(cases.choose(table, [], [], "ゴミだし　坂")) == ["坂の団地の「朝のついで便」"]
    assert titles(cases.choose(table, [], [], "将棋")) == ["男性が来るようになった将棋のサロン"]
    assert titles(cases.choose(table, [], [], "３０食")) == [
        "畑の野菜で作る月二回のお弁当"
    ]  # 1回30食, whatever the width
    assert titles(cases.choose(table, [], [], ".*")) == []
    assert len(cases.choose(table, list(cases.kinds(table)), list(cases.needs(table)), " ")) == len(table) == 12


def test_a_district_has_its_own_and_one_from_a_similar_district(view, table):
    codes = table.drop_duplicates("district").set_index("district")["district_code"]
    own = cases.of_district(view, table, codes["柊岡"])
    assert [case.title for case in own] == ["移動販売の日に縁台を並べる"]
    assert cases.of_district(view, table, "99201-D01") == []
    similar = cases.from_similar(view, table, ["99201-D01", codes["露瀬"], codes["柊岡"]])
    assert similar.title == "坂の途中の公園体操"
    assert cases.from_similar(view, table, ["99201-D01"]) is None


def test_the_csv_has_the_four_parts_consent_and_source(view, table):
    sheet = cases.sheet(view, table)
    assert {"目的", "経緯", "様子", "今後", "数・人数", "掲載の同意", "出典"} <= set(sheet.data.columns)
    assert sheet.data.set_index("題名")["掲載の同意"].dropna().to_dict() == {"黄色い旗の朝": "掲載の同意なし"}
    assert sheet.data["出典"].str.contains("協議体の記録").all()
    agreed = cases.sheet(view, table[table["title"] != "黄色い旗の朝"]).data
    assert "掲載の同意" not in agreed and "今後" in agreed  # nothing to say in any line


def test_no_case_is_said_in_words(view, table):
    assert cases.sentences_for("琴橋", table.head(0), table.head(0)) == ("琴橋の事例は「資料になし」です。",)
    assert cases.sentences_for("市", table, table.head(0))[1] == cases.NOTHING_FITS
    assert queries.cases(replace(view, city=open_city("takasaki"))).empty
