"""地域資源, 歩いて行ける範囲 and 事例集 on the city of published facts: every published row is on the page, with its
document and its date."""

from __future__ import annotations

import csv
import html

import pytest

from tests.pages.test_pages import ROOT, opened, words

PUBLISHED = ROOT / "data" / "published" / "takasaki_resources_named.csv"
DETAILS = {
    "subsidised older people's gathering place (高齢者居場所補助事業)": ["高齢者居場所補助事業"],
    "run by local supporters; a person with dementia takes part": ["サポーターが運営", "認知症の方も参加"],
    "run by local supporters with a physiotherapist": ["サポーター", "理学療法士"],
    "monthly, with Iwahana; 20 took part": ["月1回", "岩鼻", "20人"],
    "mutual help including transport": ["移動も含めた助け合い"],
    "": [],
}
KINDS = {
    "salon": "サロン・通いの場",
    "exercise": "体操・運動",
    "mobile_sales": "移動販売",
    "ibasho": "居場所",
    "transport_support": "移動の支援",
    "mimamori": "見守り",
    "mutual_help": "生活の手伝い",
}
DOCUMENTS = {
    "セミナー資料": ("「みんなで支え合うまちづくり」第131回市町村職員を対象とするセミナー資料", "2018年1月22日"),
    "通信": ("高崎市生活支援コーディネーター通信 第33号", "2025年8月"),
}


def rows() -> list[dict[str, str]]:
    """The published rows, supporters left aside: they belong to another page."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] != "supporters"]


def entries(**address: str) -> list[str]:
    """Each entry of the list on the page, as text."""
    app = opened("see/resources", city="takasaki", **address)
    assert not app.exception and not app.error
    listed = next(part.proto.body for part in app.get("html") if "<details" in part.proto.body)
    return [html.unescape(entry) for entry in listed.split("<b>")[1:]]


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


@pytest.mark.parametrize("grouping", ["function", "area"])
def test_every_published_resource_is_an_entry_of_its_own(grouping):
    found = entries(grouping=grouping)
    assert len(found) == len(rows()) == 14
    for row in rows():
        document, date = next(words for part, words in DOCUMENTS.items() if part in row["source"])
        expected = [
            f"{row['name']}</b>",
            KINDS[row["kind"]],
            row["district"],
            row["place"],
            *DETAILS[row["detail"]],
            f"確認日の記録なし（資料：{date}）",
        ]
        assert sum(all(part in entry for part in expected) for entry in found) == 1, (row, found)
        assert document in found[-1]  # under the list


def test_every_published_resource_is_in_the_list_s_file():
    from data.store.city import open_city
    from pages import queries
    from pages.figures.view import View
    from pages.topics import resource_list

    view = View(open_city("takasaki"), "", "", "public")
    table = (
        resource_list.listing(view, queries.resources(view), "function")
        .sheet.data.fillna("")
        .astype(str)
        .agg(" ".join, axis=1)
        .tolist()
    )
    for row in rows():
        document, _ = next(words for part, words in DOCUMENTS.items() if part in row["source"])
        expected = [row["name"], KINDS[row["kind"]], row["district"], row["place"], *DETAILS[row["detail"]], document]
        assert sum(all(part in line for part in expected) for line in table) == 1, row


def test_a_district_lists_its_own_by_neighbourhood_and_no_map_stands_empty():
    app = opened("see/resources", city="takasaki", district="takasaki/八幡", grouping="area")
    said = words(app)
    for heading in ("下大島（1件）", "金井淵（1件）", "八幡（町内会・町丁の記載なし）（2件）"):
        assert f"<summary>{heading}</summary>" in said
    assert "緯度・経度が資料にないため、地図には示せません" in said
    assert not app.get("iframe") and not app.get("component_instance")


def test_the_sample_city_opens_with_its_map_and_has_the_list_beside_it():
    assert "<details" not in words(opened("see/resources"))
    assert "<details" in words(opened("see/resources", look="list"))
    old = words(opened("see/resources", look="list", fresh="old"))
    assert "class=faded" in old and "12か月以内に確認（" not in old


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_walking_reach_is_worded_and_served_areas_are_shown(sharing):
    app = opened("see/coverage", city="takasaki", district="takasaki/八幡", sharing=sharing)
    assert not app.exception and not app.error
    said = words(app)
    assert "年齢別の人口と、区域の形（地図）と、場所の緯度・経度が要ります" in said
    for part in (
        "5,092世帯のうち2,250世帯（44.2 %）",
        "金井淵<td>530<td>530",
        "1,240",
        "2018年1月22日の資料の記載",
        "八幡の見守りの割合は「資料になし」です",
    ):
        assert part in said, part
    assert any("年齢別の人口が、この市のデータにはまだありません" in box.value for box in app.info)


def test_teams_that_watch_are_listed_where_no_rate_is_known():
    said = words(opened("see/coverage", city="takasaki", district="takasaki/佐野"))
    assert (
        "さのワンパトロール" in said and "佐野助け合い隊" in said and "佐野の見守りの割合は「資料になし」です" in said
    )


def test_a_city_without_cases_says_so():
    app = opened("tell/cases", city="takasaki")
    assert any(
        "事例（目的・経緯・様子・今後を書いた記録）が、この市のデータにはまだありません。" in box.value
        for box in app.info
    )


def test_a_city_without_districts_lists_its_places_all_the_same(cities_dir):
    from tests.pages.test_cities_that_lack import only_points

    only_points(cities_dir)
    said = words(opened("see/resources", city="city", look="list", grouping="area"))
    assert "地区が分からないもの・載せていないもの（3件）" in said and "場所0" in said
