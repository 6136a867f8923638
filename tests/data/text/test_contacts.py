"""Telephone numbers, mail addresses and names in social networks in every notation, and what stays readable beside
them."""

from __future__ import annotations

import pandas as pd
import pytest

from data.files.problems import Problem, contacts_hidden
from data.store import citations
from data.text.contacts import NO_CONTACT, NO_NUMBER, hide, hide_in_title, without_contacts

NUMBERS = (
    """
027-323-1234|０２７－３２３－１２３４|(027)323-1234|027(323)1234|027.323.1234|027/323/1234|0270001234|℡ 027‐323‐1234|027‑323‑1234|027−323−1234|027―323―1234|027─323─1234
090-0000-0000|090/0000/0000|090~0000~0000|090〜0000〜0000|090～0000～0000|090 0000 0000|090　0000　0000|09000000000|０９０００００００００|（０９０）００００ー００００|０９０．００００．００００|090・1234・5678
090…1234…5678|090_1234_5678|090:1234:5678|090,1234,5678|090の1234の5678|090-12-34-56-78|090 － 1234 － 5678|090--1234--5678|見本(090ｰ1234ｰ5678)|027-32-31-234|090(1234)-5678|090 1234-5678|090－0000－00 00|0 9 0 1 2 3 4 5 6 7 8|0-9-0-1-2-3-4-5-6-7-8|0⃣9⃣0⃣1⃣2⃣3⃣4⃣5⃣6⃣7⃣8⃣|⓪⑨⓪-①②③④-⑤⑥⑦⑧
+81-90-0000-0000|+81 90 0000 0000|+81 (0)90 0000 0000|+81(0)27-323-1234|＋８１－９０－００００－００００|0081-90-0000-0000|81-90-0000-0000|+819000000000|9000000000|8012345678|270001234|90-0000-0000|27-323-1234
23-4567|323-1234|３２３－１２３４|23ー4567|323～1234|323 - 1234|23(4567)|(23)4567|323.1234|23/4567|23の4567|23局4567番|3231234|234567|2-1234|12-3456|00-0001|000-0001|見本さん323-1234へ|見本3231234|323 1234
℡23-4567|TEL23-4567|ＴＥＬ：２３－４５６７|Tel. 23 4567|☎23-4567|☎ 234567|📞323-1234|T:23-4567|電話 23-4567|電話：323ー1234|電話(323)1234|電話番号は 4567|電話（自宅）323-1234|電話・FAX 323-1234|TEL&FAX 323-1234|携帯 0000-0000|携帯→090 1234 5678
内線12|内線：1234|（内線 12）|内線番号12|FAX 027-323-1235|Fax.323-1235|ファックス323-1235|〇九〇-一二三四-五六七八|〇九〇（一二三四）五六七八|〇九〇一二三四五六七八|二三-四五六七|電話 二三局四五六七番|三二三の一二三四
0120-123-456|0120-12-3456|0800-123-4567|0570-000-123|050-1234-5678|03-1234-5678|03(1234)5678|04992-2-1234|0980-12-3456|027-323-1234/1235|090-1234-5678 090-2222-3333|0270-23-4567/090-1111-2222|23-4567、23-4568|本町一090-1234-5678|323-1234,323-5678|内線は12番
090、1234、5678|090。1234。5678|090；1234；5678|027、323、1234|090-1234(代)5678|027-323（呼）1234
""".replace("\n", "|")  # noqa: E501
    .strip("|")
    .split("|")
)
INNOCENT = (
    """
10:00～11:30|9:00-17:00|10：00－11：30|1000～1130|0900-1130|2000-2100|13:30～15:00（第2・4）|8:10～8:20、9:10～9:20|12:00 13:30 15:00|10時～11時30分|午後1時半～3時|7:00-9:00 15:00-18:00|電話予約 10:00～17:00|電話受付 9:00-17:00
2025-04-01|2025/04/01|2025.4.1|2025年4月1日|令和7年4月1日|R7.4.1|H30-10-1|2025-04-01～2026-03-31|2025/04/01 ~ 2025/06/30|04/01/2025|20250401|202504|2019-2025|1990～2005年|5月18日|3月10日～12日|12/29～1/3休み|4/1 10:00～|二〇二五年四月一日|十一月三日
1,000円|1,500円～2,000円|500-1000円|30分0円|月100円|¥1000-2000|会費3000円|年会費 1200円 年10回|10:00～11:30 1000円|電話 1,000円|100000円|定員20名|20～30人|100～1500人|65歳以上|75+|60代 70代 80代|100人中 30人
本町1-1|3-12-5|本町3丁目12-5|本町3丁目12番5号|みどり町1-2-3|八幡町123-4|大字金井1234-5|1234番地の5|1-2-3-405|A棟 12-34|〒370-0001|〒370-0001 高崎市本町1-1|〒３７０－０００１|〒3700001|郵便番号370-0001|101号室|2階 201号室|二丁目三番五号|八幡一・二丁目
01-02-03-04-05|8:30 9:30 10:30 11:30|10-12-14-16時|毎月5、10、15、20、25日|第2・4火曜|第1.3.5土曜|第1-4土曜|1・2丁目|週2回 月8回|国道17号|県道10号 5km|バス路線 12-3|800m以内|電話で3日前まで|要電話|連絡網あり|昭和40年代|4-5月|36度19分|8/13～8/15・12/29～1/4は休み|令和7（2025）年|36.3219,139.0033|乙1234番地|10名×2回|1部 10:00-11:00 2部 11:15-12:15|9/1・9/15・9/29
""".replace("\n", "|")  # noqa: E501
    .strip("|")
    .split("|")
)
CONTACTS = (
    """
abc@example.com|ａｂｃ＠ｅｘａｍｐｌｅ．ｃｏｍ|abc(at)example.com|abc [at] example [dot] com|abc[アット]example.com|abcアットマークexample.com|abc（アット）example．com|abc☆example.com|abc at example.com|abc@docomo|abc..d@docomo.ne.jp|abc@例え.jp
LINE:abc|LINE ID abc|ライン ID abc|ラインID：abc|ＬＩＮＥ　ＩＤ：ａｂｃ|LINEはabc|LINE「abc」|らいんID abc|カカオトーク abc|Skype abc|インスタ @abc|@abc|Instagram: abc.d|X:@abc|Twitter（abc_d）|Facebook abc.d|ID:abc
https://line.me/ti/p/abc|http://example.com/~abc/|www.abc.jp|ｈｔｔｐｓ：／／abc．ｊｐ|line.me/ti/p/abc|lit.link/abc
abc @ example.com|abc@ドコモ|abc@|abc＊docomo.ne.jp|abcあっとexampleどっとjp|LINE登録はabc1|LINE検索 abc1|LINEで abc1|ライン友だち追加 abc1|Xは abc|IDはabc|LINEのお名前は abc1
""".replace("\n", "|")  # noqa: E501
    .strip("|")
    .split("|")
)
HARMLESS = (
    "電話、LINE、メール、SMSで|LINEで申し込めます。"
    "ABC公民館|LINE・Zoomで参加可|13時@公民館|サロンA@会館|Zoom@公民館|LINE可、10:00～12:00|オンライン"
    " Zoom|ホットライン|LINE可|LINEで申込|LINE Pay可|メール可|メールで申込|Aコース|B1F|NPO法人|No.1|Wi-Fiあり|Cafe"
    " はなみずき|DVD鑑賞|ABCサロン|3B体操|ガイドライン ABC|IDカード|X線|スマホ教室（LINE）|Q&A|M's cafe|A.B.C".split(
        "|"
    )
)


def test_there_are_enough_of_them():
    assert len(NUMBERS) >= 100 and len(INNOCENT) >= 80 and len(CONTACTS) >= 30


@pytest.mark.parametrize("text", NUMBERS)
def test_no_digit_of_a_number_stays(text):
    found = hide(f"会場は会館。{text}")
    assert NO_NUMBER in found and not any(letter.isdigit() or letter in "〇二三四五六七八九" for letter in found), found
    assert found.startswith("会場は会館。")


@pytest.mark.parametrize(
    "before",
    [
        "定員12 ",
        "会費100円、年12 ",
        "第5 ",
        "3-",
        "班15・",
        "12/",
        "本町1-1 ",
        "2025 ",
        "10:00-11:30 ",
        "1 ",
        "令和7年4月 ",
    ],
)
@pytest.mark.parametrize(
    "number",
    ["090-7195-8195", "090の7195の8195", "０９０・７１９５・８１９５", "090 7195 8195", "027-323-8195", "0270-23-8195"],
)
def test_a_number_that_stands_before_it_takes_none_of_its_digits(before, number):
    found = hide(before + number)
    assert NO_NUMBER in found and "8195" not in found.translate(str.maketrans("０１２３４５６７８９", "0123456789")), (
        found
    )


@pytest.mark.parametrize("text", INNOCENT)
@pytest.mark.parametrize("around", ["{}", "会場 {} です", "{}（会館）"])
def test_times_dates_prices_and_addresses_stay(text, around):
    assert hide(around.format(text)) == around.format(text)


@pytest.mark.parametrize("text", CONTACTS)
def test_mail_addresses_and_names_in_networks_go(text):
    found = hide(f"申込は {text} まで")
    assert NO_CONTACT in found and "abc" not in found.lower() and "ａｂｃ" not in found and found.endswith("まで"), (
        found
    )


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_only_look_like_them_stay(text):
    assert hide(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("松山市祝谷6-1248", "松山市祝谷6-1248"),
        ("宝木町1-2589村井クリニック", "宝木町1-2589村井クリニック"),
        ("宝木町２－２５７０－１２", "宝木町２－２５７０－１２"),
        ("本町1-1 23-4567", f"本町1-1 {NO_NUMBER}"),
        ("祝谷6-1248 ℡2-1234", f"祝谷6-1248 ℡{NO_NUMBER}"),
        ("本町23-4567", f"本町{NO_NUMBER}"),
        ("本町1-1 2-1234", f"本町1-1 {NO_NUMBER}"),
    ],
)
def test_in_an_address_a_house_number_of_four_digits_stays(text, left):
    assert hide(text, address=True) == left


def test_a_column_keeps_what_is_missing_and_a_problem_loses_what_it_quotes():
    assert without_contacts(pd.Series(["23-4567へ", pd.NA, "会館"], dtype="string")).fillna("-").tolist() == [
        f"{NO_NUMBER}へ",
        "-",
        "会館",
    ]
    told = contacts_hidden(
        Problem(
            "info",
            "表.csv",
            "読めない1件は、文のまま載せます: 3行目「℡23-4567」。",
            "直してください。",
            value="090-0000-0000",
        )
    ).sentence()
    assert "4567" not in told and "0000" not in told and "読めない1件" in told and "3行目" in told


@pytest.mark.parametrize(
    "title",
    [
        "サロン一覧（090-7195-8195）",
        "一覧_0901234195",
        "名簿 ℡23-8195",
        "list abc@example.jp",
        "一覧０２７－３２３－８１９５",
    ],
)
def test_a_source_called_after_its_file_tells_no_number(title):
    told = citations.title(pd.DataFrame({"source_id": ["s"], "publisher": [None], "title": [title]}), "s")
    assert told != title and not {"8195", "4195", "８１９５", "abc"} & {
        told[place : place + size] for place in range(len(told)) for size in (3, 4)
    }


@pytest.mark.parametrize(
    "title",
    [
        "0066_202409",
        "population_131105_20211001",
        "町目別20240930",
        "r2ka27227",
        "tblT001082C27",
        "122127_20250401",
        "令和7年度サロン一覧（5-1234）",
        "A002005212020DDSWC27227-JGD2011",
        "2024-09-30",
        "jigyosho_150",
    ],
)
def test_codes_and_dates_in_a_title_stay(title):
    assert hide_in_title(title) == title
