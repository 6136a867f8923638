"""Whose home a place is, told by its own words where nobody ticked 個人宅; and words that only look like a home."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.text.private_homes import guessed, homes, names_itself, says_home

PLACES = (
    """
山田賢三宅|健三宅|吉住宅|魚住宅|山田安宅|山田（宅）|山田(方)|見本（みほん）宅|嫁の実家|民家（山田）|じたく
山田宅|山田様宅|見本花子宅|見本 花子 宅|山田　宅|会長宅|代表者宅|世話人宅|自宅|代表者自宅|個人宅|私宅|拙宅|お宅|個人のお宅|山田さんのお宅|山田様方|山田さん方|本町1-1 山田方|山田方|山田氏方|山田邸|山田さん邸|山田さんの家|山田さん家
山田さんち|山田さんのうち|山田家|会長の家|代表さんの家|個人の家|三宅さん宅|三宅宅|大宅宅|安宅さん宅|たなか宅|タナカ宅|Smith宅|山田宅前|鈴木様方の前|山田様方駐車場|山田宅駐車場|山田宅横|会員宅（持ち回り）|山田さん|見本様|山田さんの縁側|鈴木さんの庭|見本様の離れ|民生委員宅
本町1-1（山田宅）|ハイツ本町203号|本町マンション 305号室|個人住宅|居宅|邸宅|実家|見本先生宅|町内会長宅|当番の家|ヤマダサン宅|山田さんガレージ|山田さん宅2階|住宅山田宅|鈴木宅車庫|サトウ方|佐藤さんのリビング|佐藤様方の離れ|佐藤家の庭|お住まい
""".replace("\n", "|")  # noqa: E501
    .strip("|")
    .split("|")
)
NAMES = "サロン本町一丁目二番三号|サロン本町123の4|サロン本町1234-5|荒本一丁目3-12-5のお茶会|本町12番地サロン|本町3番5号の会|見本宅サロン|お茶会（山田様方）|本町12-5|山田さん宅のお茶会".split(  # noqa: E501
    "|"
)
FRIENDS = (
    """
市営住宅集会所|県営住宅|本町住宅|団地集会所|住宅団地|社宅集会所|宅老所ひなた|宅幼老所|宅配センター|宅地|分譲宅地|帰宅支援ステーション|在宅介護支援センター|在宅|居宅介護支援事業所|居宅サービス|大宅町集会所|大宅|三宅公民館|三宅町|三宅|安宅集会所|安宅|宅部公民館
宅間集会所|宅建会館|新宅町会館|北方公民館|枚方市|西方集会所|南方会館|直方市|行方市|夕方|どなたでもの方|女性の方|65歳以上の方|親方|地方合同庁舎|みんなの家|いこいの家|老人憩の家|老人いこいの家|子どもの家|古民家カフェ|空き家|民家|農家レストラン|家族会館|家庭教室
実家の茶の間|旧山田邸|旧岩崎邸庭園|官邸|公邸|八百屋さん|パン屋さん|観音様|八幡様|お地蔵様|お寺さん|お宮さん|公民館201号室|第2会議室|市営住宅3号棟集会室|本町会館2階|住宅展示場|住宅公園|公団住宅集会所|老人ホーム|グループホーム|高齢者住宅|サービス付き高齢者向け住宅
鶴ヶ丘団地12号棟|コミュニティセンター101|小方|緒方集会所|生方町|土方町会館|みなさんのうち|おばあちゃんの家|お客様相談室|皆様|個人のお店
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
FRIENDLY_NAMES = "市立附属三宅リハビリ広場|三番町サロン|一番会|本町1-3サロン|上三宅サロン|3-2町内会サロン|本町1-2区サロン|第3-1サロン|1・2丁目サロン|本町3丁目の会|10:00の会|シニア65+|12-3月の会|さんさんサロン|ほほえみの家|三宅地区サロン|サロン（2025-04-01から）|会館（℡23-4567）".split(  # noqa: E501
    "|"
)
ADDRESSES = (
    "本町1-1|試験市本町1丁目2-3|本町3-12-5|八幡町123|大字金井1234-5|緑町2"
    " 緑町住宅集会所|三宅1-1|枚方市本町1|東方1-2|西方12|本町1-1 西方会館|大宅2-3".split("|")
)


def test_there_are_enough_of_them():
    assert len(PLACES) + len(NAMES) >= 60 and len(FRIENDS) + len(FRIENDLY_NAMES) >= 80


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_somebodys_home(place):
    assert says_home("お茶会", place, "本町1-1")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_to_the_door(name):
    assert says_home(name, None, None) and names_itself(pd.DataFrame({"name": [name]})).all()


@pytest.mark.parametrize("address", ["本町1-1 山田方", "試験市本町1丁目1-1 山田様方", "本町1-1 鈴木宅"])
def test_an_address_that_names_whose_home_it_is(address):
    assert says_home("お茶会", None, address)


@pytest.mark.parametrize("place", FRIENDS)
def test_words_that_only_look_like_a_home(place):
    assert not says_home("みどり会", place, None)


@pytest.mark.parametrize("name", FRIENDLY_NAMES)
def test_names_that_only_look_like_an_address(name):
    assert not says_home(name, None, None)


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_alone_is_no_home(address):
    assert not says_home("みどり会", "会館", address)


def test_an_answer_counts_and_clinics_are_none():
    rows = pd.DataFrame(
        {
            "kind": ["salon", "salon", "salon", "salon", "clinic", "mobile_sales"],
            "name": "会",
            "place": ["山田宅", "山田宅", "山田宅", "会館", "山田邸", "山田宅前"],
            "address": pd.NA,
            "private_home": pd.array([pd.NA, False, True, True, pd.NA, pd.NA], dtype="boolean"),
        }
    )
    np.testing.assert_array_equal(homes(rows), [True, False, True, True, False, True])
    np.testing.assert_array_equal(guessed(rows), [True, True, True, False, True, True])
