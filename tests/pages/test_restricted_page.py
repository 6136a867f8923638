"""個人別の利用: there only for officials, shown only in 庁内用, and nothing of a row anywhere else - no other page,
cache, log or address."""

from __future__ import annotations

import logging

import pandas as pd
import pytest

from data.store import individuals
from data.store.city import open_city
from pages.parts import cache
from pages.topics import individuals as topic
from tests.pages.test_pages import PAGES, ROOT, opened, words
from tests.pages.test_two_truths import told

PAGE = "keep/restricted"
PRINTED = ROOT / "data" / "published" / "toyooka_individual_use.csv"


@pytest.fixture
def officials(monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")


def titles(app) -> list[str]:
    return [title.value for title in app.title]


def test_without_the_setting_there_is_no_such_page(monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    app = opened(PAGE, city="takasaki", sharing="internal")
    assert "個人別の利用" not in titles(app)
    assert "週2回" not in words(app)


def test_once_others_can_reach_the_dashboard_there_is_no_such_page(officials):
    from streamlit import config

    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    try:
        assert "個人別の利用" not in titles(opened(PAGE, city="takasaki", sharing="internal"))
    finally:
        config.set_option("server.address", before)


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_another_level_shows_what_to_choose_and_reads_nothing(officials, monkeypatch, sharing):
    monkeypatch.setattr(individuals, "individuals", lambda city: pytest.fail("a row was read"))
    app = opened(PAGE, city="takasaki", sharing=sharing)
    assert titles(app) == ["個人別の利用"]
    assert "「庁内用」を選んだときだけ表示します" in words(app)
    assert not app.error


def test_officials_see_the_list_as_printed(officials):
    app = opened(PAGE, city="takasaki", sharing="internal")
    said = words(app)
    printed = pd.read_csv(PRINTED, dtype=str, encoding="utf-8")
    for row in printed.itertuples():
        assert row.rest_of_row_as_printed in said
    assert said.count("<tr><td") >= len(printed)
    assert printed["source"].iloc[0].split("（")[0] in said and "2017年4月1日現在" in said
    assert "判読不可" in said and "庁内用・取扱注意" in said and "豊岡" in said
    assert not app.error and not app.exception


def test_the_counts_are_those_of_the_printed_list(officials):
    """A second way: from the file, in plain loops."""
    printed = pd.read_csv(PRINTED, dtype=str, encoding="utf-8")
    rows = individuals.individuals(open_city("takasaki"))
    pairs: dict[str, int] = {}
    marks: dict[str, int] = {}
    for text in printed["rest_of_row_as_printed"]:
        often = "と".join(sorted(part for part in text.split() if part != "〇"))
        pairs[often] = pairs.get(often, 0) + 1
        marks[f"{text.count('〇')}個"] = marks.get(f"{text.count('〇')}個", 0) + 1

    def counted(table: pd.DataFrame) -> dict[str, int]:
        return {name: int(number.removesuffix("人")) for name, number in table.itertuples(index=False)}

    assert counted(topic.combinations(rows)) == pairs
    assert counted(topic.marks(rows)) == marks
    assert (
        counted(topic.levels(rows)) == printed["care_level"].value_counts().to_dict() == {"要支援": 8, "事業対象者": 8}
    )
    assert counted(topic.frequencies(rows)) == {
        often: int(printed["rest_of_row_as_printed"].str.contains(often).sum()) for often in ("週1回", "週2回", "週3回")
    }
    table = topic.decades(rows).set_index("年代")
    for (decade, sex), number in printed.groupby(["age_decade", "sex"]).size().items():
        assert table.at[f"{decade}代", sex] == f"{number}人"


def test_a_district_shows_its_own_rows(officials):
    assert "16人の一覧" in words(opened(PAGE, city="takasaki", sharing="internal", district="takasaki/豊岡"))
    assert "登録がありません" in words(opened(PAGE, city="takasaki", sharing="internal", district="takasaki/八幡"))


def test_a_city_without_a_list_says_how_to_bring_one_in(officials, cities_dir):
    said = words(opened(PAGE, city="sample", sharing="internal"))
    assert "登録がありません" in said and "python -m data import sample --individuals" in said


def test_nothing_can_be_saved_and_nothing_is_kept(officials, monkeypatch):
    made: list[str] = []
    kept = cache.kept
    monkeypatch.setattr(cache, "kept", lambda where, key, make: made.append(key) or kept(where, key, make))
    app = opened(PAGE, city="takasaki", sharing="internal")
    assert made == []
    assert not app.get("download_button")
    assert "豊岡" not in str(dict(app.query_params)) and "週" not in str(dict(app.query_params))


SECRET = ["ひみつの通所", "ひみつの訪問"]


@pytest.fixture
def secrets(cities_dir, officials):
    """A list of 豊岡 whose words stand nowhere else."""
    rows = pd.DataFrame(
        {
            "area_code": "takasaki/豊岡",
            "as_of": "2026-04-01",
            "row": [1, 2],
            "decade": ["80", "70"],
            "sex": ["女", "男"],
            "care_level": "ひみつ区分",
            "uses": SECRET,
            "frequency": ["週6回", None],
            "source_id": "ひみつの一覧",
        }
    )
    individuals.write_individuals(cities_dir / "takasaki", rows)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("sharing", ["public", "internal"])
def test_no_other_page_tells_anything_of_a_row(secrets, monkeypatch, page, sharing):
    made: list[object] = []

    def kept(where: str, key: str, _make):
        made.append(_make())
        return made[-1]

    monkeypatch.setattr(cache, "kept", kept)
    for district in ("", "takasaki/豊岡"):
        app = opened(page, city="takasaki", sharing=sharing, district=district)
        assert app.session_state["sharing"] == sharing
        said = "\n".join(
            [
                words(app),
                str(dict(app.query_params)),
                *(str(part.proto) for kind in ("markdown", "info", "caption", "code") for part in app.get(kind)),
                *map(told, made),
            ]
        )
        assert "ひみつ" not in said and "週6回" not in said


def test_not_even_the_log_of_a_broken_page_tells_of_a_row(secrets, monkeypatch, caplog):
    assert all(
        text in words(opened(PAGE, city="takasaki", sharing="internal")) for text in SECRET
    )  # so the test can fail

    def broken(rows):
        return int(rows["uses"].iloc[0])  # a fault whose message would quote a cell

    monkeypatch.setattr(topic, "combinations", broken)
    with caplog.at_level(logging.DEBUG):
        app = opened(PAGE, city="takasaki", sharing="internal")
    assert "申し訳ありません" in app.error[0].value
    assert "ひみつ" not in caplog.text
    assert (
        "page restricted: ValueError" in caplog.text and "restricted.py" in caplog.text
    )  # what went wrong and where is there
