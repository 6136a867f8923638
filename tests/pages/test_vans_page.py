"""移動販売の回り方 and 見守り as they are opened: rounds in order, what the list does not say, teams that overlap or
are not listed."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.indicators.values import figures
from analysis.lists import mobile_sales_rounds
from data.store.city import open_city
from pages.figures.view import View
from pages.queries import van_rounds
from pages.topics import mimamori, mobile_sales
from tests.analysis.lists.test_rounds_of_a_city import city, stop, weekly
from tests.pages.test_pages import opened, said_by


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def test_one_round_stands_by_time_on_the_map_and_in_the_table(made):
    said = said_by(opened("see/vans", route="琴橋朝市号 水曜雲渡コース"))
    stops = mobile_sales_rounds.rounds(open_city("sample")).stops.query("route == '琴橋朝市号 水曜雲渡コース'")
    assert (
        f"水曜に{len(stops)}か所を回ります" in said
        and f"約{int(stops['persons'].sum() / 10 + 0.5) * 10:,}人" in said
        and "利用している人の数ではありません" in said
    )
    figure, table = (made[f"vans-{part}-琴橋朝市号 水曜雲渡コース"] for part in ("map", "stops"))
    assert (
        figure.spots["sign"].tolist() == [str(number) for number in range(1, len(stops) + 1)]
        and figure.spots["name"].tolist() == stops["name"].tolist()
    )
    assert (
        table.data["曜日・時刻"].tolist() == sorted(table.data["曜日・時刻"])
        and table.data["曜日・時刻"].iloc[0] == "水 10:00～10:25"
    )
    assert set(table.data["次に来るまで"]) == {"7日"} and "目安（推計）" in table.caption.stamps
    assert not set(figure.places["name"]) & {name for name in stops["name"]}


def test_a_district_has_the_rounds_that_stop_in_it():
    view = View(open_city("sample"), "99201-D23", "雲渡", "public")
    assert van_rounds.routes(view) == ("琴橋朝市号 水曜雲渡コース",)
    assert len(van_rounds.routes(view.whole_city())) == 12


def test_days_times_and_places_that_the_list_does_not_say_are_said(cities_dir, made):
    unsaid = {"schedule": "お昼ごろ"}
    written = city(
        cities_dir,
        stop(0, "便", 600, **weekly("月")),
        stop(1, "便", 1800, **unsaid),
        stop(2, "便", 2600, **weekly("月", None)),
        stop(3, "便", None, weekdays="月", times_per_month=2.0),
    )
    said = said_by(opened("see/vans", city=written.name))
    assert (
        "曜日の記載がない停留場所が1か所、時刻の記載がない停留場所が3か所、位置の記載がない停留場所が1か所あります"
        in said
    )
    table = made["vans-stops-便"].data.set_index("停留場所")
    assert (
        table.loc["停1", "曜日・時刻"] == "曜日の記載なし（お昼ごろ）"
        and table.loc["停1", "次に来るまで"] == "曜日の記載なし"
    )
    assert (
        table.loc["停2", "曜日・時刻"] == "月（時刻の記載なし）" and table.loc["停3", "次に来るまで"] == "毎週ではない"
    )
    assert table.loc["停3", "500m以内の65歳以上"] == "資料になし"


def test_a_city_without_ages_has_rounds_without_people(cities_dir, made):
    written = city(cities_dir, stop(0, "便", 600, **weekly("月")), ages=False)
    assert "近くに住む人の数は「資料になし」" in said_by(opened("see/vans", city=written.name))
    assert made["vans-stops-便"].shown["500m以内の65歳以上"].tolist() == ["資料になし"]


def test_several_vans_near_one_stop_are_named_with_the_days_of_all():
    row = pd.Series({"near": ("西の便",), "near_gap": 4, "gap": 7, "why": ""})
    assert mobile_sales.near_text(row) == "西の便（合わせると最長4日）" and mobile_sales.gap_text(row) == "7日"


def test_a_city_that_knows_served_neighbourhoods_only_shows_them(made):
    said = said_by(opened("see/vans", city="takasaki", district="takasaki/八幡"))
    assert "停留場所（場所・曜日・時刻）の記載がありません" in said and "2,250世帯（44.2 %）" in said
    assert made["vans-served"].shown["区域"].tolist()[0] == "金井淵"


def test_areas_without_a_team_are_not_listed_which_is_not_nothing(made):
    said = said_by(opened("see/watching", district="99201-D23", sharing="council"))
    shown = made["watching-table"].shown.set_index("区域")
    assert set(shown["見守りの団体"]) == {"1団体（雲渡見守り隊）", "登録なし"}
    assert "0世帯" not in shown.to_numpy().ravel() and "だれも見守っていないという意味ではありません" in said
    row = (
        figures(open_city("sample"), ["mimamori_rate"], "district", sharing="council")
        .query("area_code == '99201-D23'")
        .iloc[0]
    )
    assert f"{row['numerator']:,.0f}世帯" in said and "170～360世帯" in said and "見守る人の数は「資料になし」" in said


def test_a_district_without_a_team_has_no_nought_where_nobody_counted_who_lives_alone(made):
    opened("see/watching", city="takasaki", watched="district")
    table = made["watching-table"]
    assert "0世帯" not in table.shown.to_numpy().ravel() and not (table.data == 0).any(axis=None)
    assert (table.shown["見守りの団体"] == "登録なし").sum() == 25


def test_where_people_live_alone_is_listed_nowhere_in_public(made):
    opened("see/watching", district="99201-D23", sharing="public")
    assert not [name for name in made["watching-table"].data if "ひとり暮らし" in name]
    assert "65歳以上のひとり暮らし" in made["watching-table"].caption.note


def test_overlaps_and_parts_are_told_in_words():
    teams = pd.DataFrame({"area_code": list("abcd"), "teams": [2, 1, 0, 0], "parts": [(), (), ("丙",), ()]})
    first, second = mimamori.sentences_for("試市", teams, "neighbourhood", ["丁"])
    assert (
        first == "試市の4つの町内会・自治会のうち、見守りの団体が区域として挙げているのは2つです。そのうち1つは、"
        "二つ以上の団体が重なって見守っています。一部だけが挙がっているのは1つです。"
    )
    assert second.startswith("残りの1つは「登録なし」です") and "見守る区域の記載がない団体が1あります（丁）" in second


def test_an_area_of_which_teams_name_a_part_is_not_shaded_as_one_that_nobody_names(made):
    said = said_by(opened("see/watching", watched="district"))
    shaped, table = made["watching-map"].areas.set_index("area_code"), made["watching-table"].shown
    labels, edges = made["watching-map"].classes.labels, made["watching-map"].classes.edges
    shades = {
        code: labels[max(index for index in range(len(labels)) if edges[index] <= value)]
        for code, value in shaped["value"].items()
    }
    assert shades["99201-D01"] == shaped.at["99201-D01", "text"] == "一部のみ" and table.at[
        "99201-D01", "見守りの団体"
    ].startswith("一部のみ（琴橋見守り隊")
    assert shades["99201-D25"] == shaped.at["99201-D25", "text"] == "登録なし"
    assert "見守りの団体が区域の全体を挙げている所は、一覧にありません。一部だけが挙がっているのは" in said


def test_no_team_on_the_list_is_not_said_as_nought_households():
    said = said_by(opened("see/watching", district="99201-D25", sharing="council"))
    assert (
        "0世帯" not in re.sub(r"\d0世帯", "", said)
        and "に届く見守りの団体は、一覧に登録がありません。だれも見守っていないという意味ではありません。" in said
    )


def test_households_per_watcher_where_the_watchers_are_counted_else_per_team():
    rate = pd.Series({"numerator": 90.0})
    watchers = pd.Series({"numerator": 30.0})
    none = pd.Series({"numerator": float("nan")})
    assert mimamori.per_watcher(rate, watchers, 2) == "見守る人は30人で、1人あたり約3世帯です。"
    assert "2団体で1団体あたり約45世帯" in mimamori.per_watcher(rate, none, 2) and "資料になし" in mimamori.per_watcher(
        rate, none, 2
    )
    assert "団体は一つで、約90世帯です" in mimamori.per_watcher(rate, none, 1)
    assert "算出不可" in mimamori.per_watcher(none, watchers, 2)


def test_a_city_without_any_list_says_that_nothing_is_known(cities_dir):
    written = city(cities_dir, stop(0, "便", 600, **weekly("月")))
    app = opened("see/watching", city=written.name)
    assert [box.value for box in app.info] == [
        "見守りの団体の一覧が、この市のデータにはまだありません。だれも見守っていないという意味ではありません。"
    ]
    assert "登録なし" not in said_by(app)
