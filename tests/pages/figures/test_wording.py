"""Values, dates, states, stamps and file names in words."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.indicators.registry import INDICATORS
from pages.figures import wording
from pages.figures.description import Caption


@pytest.mark.parametrize(
    ("value", "unit", "state", "text"),
    [
        (0.2794, "share", "ok", "27.9 %"),
        (0.0, "share", "ok", "0.0 %"),
        (5.849, "per_100", "ok", "5.85"),
        (2.1349, "ratio", "ok", "2.13人"),
        (370108, "persons", "ok", "370,108人"),
        (48.25, "index", "ok", "48.2"),
        (1.25, "per_1000", "ok", "1.2"),
        (0.281, "share", "merged", "28.1 %（合算）"),
        (None, "share", "suppressed", "少人数のため表示しません"),
        (0.5, "share", "suppressed", "少人数のため表示しません"),
        (None, "persons", "unreadable", "判読不可"),
        (None, "persons", "not_surveyed", "未調査"),
        (None, "share", "no_denominator", "算出不可"),
        (None, "share", "ok", "資料になし"),
        (float("nan"), "share", "merged", "資料になし"),
    ],
)
def test_a_value_has_its_unit_or_the_words_of_its_state(value, unit, state, text):
    assert wording.value_text(value, unit, state) == text


def test_a_missing_value_of_pandas_is_missing_too():
    assert wording.value_text(pd.NA, "share") == "資料になし"


def test_every_unit_of_the_registry_has_words():
    assert {indicator.unit for indicator in INDICATORS.values()} <= wording.UNITS.keys()


@pytest.mark.parametrize(
    ("date", "western", "era"),
    [
        ("2025-04-01", "2025年4月1日", "令和7年4月1日"),
        ("2019-04-30", "2019年4月30日", "平成31年4月30日"),
        ("2019-05-01", "2019年5月1日", "令和元年5月1日"),
        ("1989-01-07", "1989年1月7日", "昭和64年1月7日"),
        ("2020", "2020年", "令和2年"),
        ("2020-10", "2020年10月", "令和2年10月"),
        ("2015-04/2017-04", "2015年4月～2017年4月", "平成27年4月～平成29年4月"),
    ],
)
def test_dates_as_people_write_them(date, western, era):
    assert wording.date_text(date) == western
    assert wording.date_text(date, era=True) == era


def test_a_day_stands_for_itself_and_a_period_is_not_a_moment():
    assert wording.as_of_text("2025-04-01") == "2025年4月1日現在"
    assert wording.as_of_text("2015-04/2017-04") == "2015年4月～2017年4月"


def test_a_date_that_is_none_is_refused():
    with pytest.raises(ValueError, match="not an ISO date"):
        wording.date_text("令和7年")


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "いません"),
        (0.004, "100人に1人より少ない人数"),
        (0.03, "約33人に1人"),
        (0.152, "約7人に1人"),
        (0.225, "約4人に1人"),
        (0.279, "10人に約3人"),
        (0.5, "10人に約5人"),
        (0.94, "10人に約9人"),
        (0.97, "10人のうちほぼ全員"),
        (1.0, "全員"),
    ],
)
def test_a_share_in_words_is_never_nobody_or_everybody_unless_it_is(share, words):
    assert wording.of_ten(share) == words


@pytest.mark.parametrize(
    ("persons", "words"),
    [
        (float("nan"), "資料になし"),
        (0, "0人"),
        (0.4, "0人"),
        (0.5, "約1人"),
        (12.4, "約12人"),
        (98.5, "約99人"),
        (99.4, "約99人"),
        (100, "約100人"),
        (104.9, "約100人"),
        (105, "約110人"),
        (2575, "約2,580人"),
        (2584, "約2,580人"),
        (12345, "約12,350人"),
    ],
)
def test_about_so_many_people(persons, words):
    assert wording.about(persons) == words


def test_national_figures_of_a_day_a_fiscal_year_and_its_end():
    assert wording.national_date("2024-10-01") == "2024年10月1日"
    assert wording.national_date("FY2021") == "2021年度"
    assert wording.national_date("end of FY2025") == "2025年度末"
    assert [wording.national_year(written) for written in ("2024-10-01", "FY2021", "end of FY2025")] == [
        (2024, "2024年"),
        (2021, "2021年度"),
        (2025, "2025年度"),
    ]


def test_a_percentage_is_no_share():
    with pytest.raises(ValueError, match="between 0 and 1"):
        wording.of_ten(27.9)


def test_file_names_stand_on_windows():
    assert wording.file_stem("高崎市", "八幡地区", "高齢化率", "2025-04-01") == "高崎市_八幡地区_高齢化率_2025-04-01"
    stem = wording.file_stem('a<b>:"/\\|?*\n', "CON", "困りごと（100世帯）" * 20, "2015-04/2017-04")
    assert not set(stem) & set('<>:"/\\|?*\n ')
    assert stem.split("_")[1] == "CON-" and stem.endswith("2015-04-2017-04") and len(stem) < 110
    assert wording.file_stem("", "", "", "") == "figure"
    assert wording.file_stem("市", "地区\u202egnp", "率", "") == "市_地区gnp_率"


@pytest.mark.parametrize("name", ["髙﨑🗾" * 60, "あ" * 300, "a" * 300])
def test_file_names_stay_short_enough_in_bytes(name):
    stem = wording.file_stem(name, name, name, "2015-04/2017-04")
    assert len(f"{stem}_白黒.html".encode()) <= 255
    assert "\ufffd" not in stem and stem.endswith("_2015-04-2017-04")


def test_a_long_name_is_shortened_and_says_so():
    assert wording.shortened("八幡地区", 14) == "八幡地区"
    assert wording.shortened("あ" * 20, 14) == "あ" * 13 + "…"
    assert wording.shortened("", 14) == ""


def test_stamps_say_who_it_is_for_and_what_is_invented():
    assert wording.stamps("public") == ("公開用",)
    assert wording.stamps("internal", invented=True, estimated=True) == (
        "架空のデータです",
        "目安（推計）",
        "庁内用・取扱注意",
    )


def test_lines_break_between_phrases_and_hold_every_letter():
    text = "65歳以上の人の割合は、地区によって 18 % から 41 % まで違います"
    lines = wording.wrap(text, 14)
    assert lines == ["65歳以上の人の割合は、", "地区によって 18 % から 41 %", "まで違います"]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_phrase_wider_than_a_line_breaks_inside_but_never_before_punctuation():
    lines = wording.wrap("高崎市八幡地区社会福祉協議会、設立準備室", 6)
    assert all(wording.width(line) <= 7 for line in lines)
    assert not any(line.startswith("、") for line in lines)


def test_long_states_become_signs_explained_once():
    texts = pd.DataFrame([["少人数のため表示しません", "5.8人"], ["少人数のため表示しません", "未調査"]])
    states = pd.DataFrame([["suppressed", "ok"], ["suppressed", "not_surveyed"]])
    shown, keys = wording.cells(texts, states)
    assert shown == [["＊", "5.8人"], ["＊", "未調査"]]
    assert keys == ["＊ 少人数のため表示しません"]


def test_the_foot_of_a_figure_is_escaped():
    foot = wording.foot_html(Caption("t", "<b>市</b>", "2025年4月1日現在", note="a & b"))
    assert foot == "出典：&lt;b&gt;市&lt;/b&gt;（2025年4月1日現在）<br>a &amp; b"


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("CON", "CON-"),
        ("nul.txt", "nul-.txt"),
        ("COM¹", "COM¹-"),
        ("conin$", "conin$-"),
        ("CONSOLE", "CONSOLE"),
        ("../../x", "x"),
        ("C:\\con", "C-con"),
        ("x. .", "x"),
        ("a\tb\nc", "a-b-c"),
        ("exe.\u202efdp", "exe.fdp"),
    ],
)
def test_a_piece_of_a_file_s_name_is_one_everywhere(name, piece):
    assert wording.safe(name) == piece


def test_half_a_letter_does_not_stop_a_file_s_name():
    assert wording.file_stem("試\ud800市", "", "", "") == "試市"


def test_a_word_longer_than_any_line_is_broken_and_a_number_never():
    text = "<script>window.hacked=1</script>"
    lines = wording.wrap(text, 8)
    assert "".join(lines) == text and len(lines) == 3 and max(map(wording.width, lines)) < 9
    assert wording.wrap("2025-04-01", 4) == ["2025-04-01"]
