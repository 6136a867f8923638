"""歩いて行ける範囲: the questions of time and way change what is said; thinly settled districts never show walking
reach alone."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from pages.topics import coverage
from tests.pages.test_pages import opened


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def lead(app) -> str:
    """The sentences at the top and the caveat under them."""
    parts = [part.proto.body for part in app.get("html")]
    first = next(number for number, body in enumerate(parts) if 'class="lead"' in body)
    return " ".join(
        re.sub(r"<[^>]+>", "", body) for body in [*(body for body in parts if 'class="lead"' in body), parts[first + 1]]
    )


def test_the_top_says_what_it_shows_with_its_caveat():
    said = lead(opened("see/coverage", city="sample"))
    assert re.search(r"ささゆり市の65歳以上のうち、500m以内に通いの場か移動販売がある人は\d+\.\d %", said)
    assert "歩くほかに、路線に乗れる人は" in said and "どれかが届く人は合わせて" in said
    assert "直線距離で数えています。実際の道のりや坂は含まれない" in said
    assert "人の置き方は、区域の形のなかに均等（区域ごとに7ポイントほどのずれ）です" in said


def test_when_how_often_and_by_which_way_are_said_and_change_the_share():
    plain, asked = (
        lead(opened("see/coverage", city="sample", **options))
        for options in ({}, {"day": "月", "part": "午前", "often": "4", "way": "detour"})
    )
    assert "道のりの見込み（直線×1.3）で500m以内に月曜の午前に開く週1回以上の通いの場か移動販売がある人は" in asked
    share = [float(re.search(r"ある人は(\d+\.\d) %", text)[1]) for text in (plain, asked)]
    assert share[1] < share[0]
    assert "道のりを直線の1.3倍と見込んで" in asked


def test_a_thinly_settled_district_has_the_other_means_in_the_same_sentence_and_card():
    app = opened("see/coverage", city="sample", district="99201-D23")
    first = lead(app).split("。")[0]
    assert re.search(
        r"^雲渡（1km²に約\d+人で、家がまばらです）の65歳以上のうち、"
        r".*ある人は.*路線に乗れる人は.*来てもらえる人は.*どれかが届く人は合わせて",
        first.strip(),
    )
    assert any("どれかが届く人" in part.proto.body for part in app.get("html") if "cards" in part.proto.body)


def test_where_nobody_can_walk_it_is_said_in_a_sentence_and_other_ways_are_those_of_the_day_asked_for():
    app = opened("see/coverage", city="sample", kind="mobile_sales", day="日")
    said = lead(app)
    assert (
        "500m以内に日曜に開く移動販売がある人は、資料ではまだいません（0.0 %）。" in said and "いませんです" not in said
    )
    assert (
        "歩くほかの届き方（路線、送迎、町内に来る支援）は、選んだ曜日・時間帯・回数では、資料ではここにはまだありません。"
        in said
    )
    assert not any("約0人" in part.proto.body for part in app.get("html") if "cards" in part.proto.body)


def test_where_everybody_can_walk_nobody_is_said_to_be_left():
    row = pd.Series(
        {
            "value": 1.0,
            "numerator": 300.0,
            "denominator": 300.0,
            "unit": "share",
            "state": "ok",
            "basis": "estimated",
            "indicator": "coverage",
        }
    )
    options = {"kind": "salon", "distance": "500", "group": "65+"}
    assert (
        coverage.sentence(row, "試市", options)
        == "試市の65歳以上のうち、500m以内にサロン・通いの場がある人は100.0 %、全員です。"
    )


def test_the_whole_city_names_its_thinly_settled_districts():
    notes = " ".join(part.proto.body for part in opened("see/coverage", city="sample").get("html"))
    assert "家がまばらな地区（1km²に300人より少ない所。本市設定）：胡桃瀬、雲渡、葛越、鹿木戸、兎平。" in notes


def test_a_town_district_says_walking_and_the_rest_in_two_sentences():
    said = lead(opened("see/coverage", city="sample", district="99201-D01"))
    assert "家がまばら" not in said
    assert "歩くほかの届き方（路線、送迎、町内に来る支援）は、資料ではここにはまだありません。" in said


def test_the_network_is_offered_only_where_there_is_one():
    app = opened("see/coverage", city="sample", way="network")
    assert not app.exception and "直線距離で数えています" in lead(app)


def test_room_is_for_officials_and_for_places_where_people_gather():
    assert coverage.seats({"kind": "salon+mobile_sales", "distance": "500"}) == {"kind": "salon", "distance": "500"}
    assert coverage.seats({"kind": "care_site", "distance": "500"}) == {}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "サロン・通いの場"),
        ({"when": "月-午前"}, "月曜の午前に開くサロン・通いの場"),
        ({"when": "水"}, "水曜に開くサロン・通いの場"),
        ({"when": "午後", "often": "1"}, "午後に開く月1回以上のサロン・通いの場"),
    ],
)
def test_the_place_asked_for_in_words(options, words):
    assert coverage.where_to({"kind": "salon"} | options) == words
