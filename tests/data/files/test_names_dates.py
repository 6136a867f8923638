"""Names and dates as offices write them."""

from __future__ import annotations

import datetime

import pytest

from data.files.dates import iso_date, read_period, search
from data.files.municipal_codes import check_digit, city_code
from data.text.plain_text import normal_name


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("令和６年９月３0日", "2024-09-30"),
        ("R6.9.30", "2024-09-30"),
        ("R06/09/30", "2024-09-30"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("昭和60年10月1日", "1985-10-01"),
        ("S60.10.1", "1985-10-01"),
        ("2024/9/30", "2024-09-30"),
        ("2024-09-30", "2024-09-30"),
        ("２０２４．９．３０", "2024-09-30"),
        ("10/1/2019", "2019-10-01"),
        ("20240930", "2024-09-30"),
        ("45565", "2024-09-30"),
        ("2024年9月末", "2024-09-30"),
        ("令和6年2月末日", "2024-02-29"),
        ("2024年9月", "2024-09"),
        ("202409", "2024-09"),
        ("平成27年", "2015"),
        ("2020", "2020"),
        (datetime.datetime(2024, 10, 1), "2024-10-01"),
        ("2024-10-01 00:00", "2024-10-01"),
        ("令和六年九月", "2024-09"),
    ],
)
def test_dates_become_iso_text(written, iso):
    assert iso_date(written) == iso


@pytest.mark.parametrize(
    "written", ["", None, "九月", "2024/13/1", "2024/2/30", "25/13/2019", "120093", "町目", "0", "-"]
)
def test_what_is_no_date_is_none(written):
    assert iso_date(written) is None


def test_dates_are_found_inside_longer_texts():
    assert search("町目別20240930.xlsx").iso == "2024-09-30"
    assert search("131105_population_20211001.csv").iso == "2021-10-01"
    assert search("202301opendata.csv").iso == "2023-01"
    assert search("令和６年９月３０日現在（外国人を含む）").iso == "2024-09-30"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("平成27年4月～平成29年4月", "2015-04/2017-04"),
        ("H27.4-H29.4", "2015-04/2017-04"),
        ("2015-04/2017-04", "2015-04/2017-04"),
        ("2024年4月1日から2025年3月31日まで", "2024-04-01/2025-03-31"),
        ("2024-09-30", "2024-09-30"),
    ],
)
def test_periods(written, iso):
    assert read_period(written).iso == iso


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新喜多一丁目", "新喜多１丁目"),
        ("新喜多一丁目", "新喜多1丁目"),
        ("若江二十一丁目", "若江21丁目"),
        ("北五条東２丁目", "北５条東２丁目"),
        ("宮ケ丘（番地）", "宮ヶ丘"),
        ("霞が丘", "霞ケ丘"),
        ("大字横地", "横地"),
        ("髙井町", "高井町"),
        ("山﨑町", "山崎町"),
        ("東大阪市善根寺町", "善根寺町"),
        ("大阪府東大阪市善根寺町", "善根寺町"),
        ("善根寺町　一丁目", "善根寺町一丁目"),
        ("井の頭", "井ノ頭"),
        ("牟礼町大字原", "牟礼町原"),
        ("濵町", "浜町"),
        ("第三町内会", "第3町内会"),
    ],
)
def test_spellings_of_one_area_are_one_key(one, other):
    assert normal_name(one, "東大阪市") == normal_name(other, "東大阪市")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新喜多一丁目", "新喜多十一丁目"),
        ("本町", "東本町"),
        ("がけ下", "ケケ下"),
        ("三田", "3田"),
        ("字", ""),
        ("八幡１", "八幡２"),
        ("東大阪市", ""),
    ],
)
def test_different_areas_stay_different(one, other):
    assert normal_name(one, "東大阪市") != normal_name(other, "東大阪市")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("092011", "09201"),
        ("92011", "09201"),
        ("09201", "09201"),
        ("9201", "09201"),
        ("37201", "37201"),
        ("272272", "27227"),
        ("２７２２７２", "27227"),
        ("27", ""),
        ("", ""),
        ("abc", ""),
    ],
)
def test_codes_of_municipalities(written, code):
    assert city_code(written) == code


def test_check_digits_of_published_codes():
    assert [check_digit(five) for five in ("10202", "09201", "27227", "13110", "22212")] == ["4", "1", "2", "5", "7"]
