"""Cases at each level of sharing: consent, pictures, telephone numbers."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.lists import cases
from data.store import pictures
from data.store.city import City, open_city
from data.text.contacts import NO_NUMBER
from tests.tiny_city import area_table, stored

HELPER = "090-1234-5678"


@pytest.fixture
def city(tmp_path) -> City:
    rows = [
        {
            "case_id": "1",
            "area_code": "d1",
            "title": "西の会",
            "purpose": f"電話は{HELPER}",
            "date": "2024-05",
            "picture": "a.png",
            "consent": True,
        },
        {
            "case_id": "2",
            "area_code": "d0",
            "title": "東の旧い会",
            "scene": "様子",
            "numbers": "毎回20人ほど",
            "date": "2020",
            "consent": True,
        },
        {
            "case_id": "3",
            "area_code": "d0",
            "title": "東の新しい会",
            "scene": "電話は090-1234-5678",
            "numbers": "利用者2人",
            "date": "2025-01-01",
            "picture": "a.png",
            "consent": False,
        },
        {
            "case_id": "4",
            "area_code": "d0",
            "title": "答えのない会",
            "date": "2022-01-01",
            "picture": "a.png",
            "consent": None,
        },
    ]
    found = stored(
        tmp_path,
        {"areas": area_table(district={"d0": "東", "d1": "西"}, city={"c": "試市"}), "cases": pd.DataFrame(rows)},
    )
    pictures.store(found.folder, {"a.png": b"\x89PNG\r\n\x1a\nrest"})
    return found


def test_public_has_only_what_people_agreed_to(city):
    found = cases.shown_cases(city, "public")
    assert found["title"].tolist() == ["東の旧い会", "西の会"]
    assert found["remark"].isna().all()


def test_the_council_sees_the_text_without_the_picture_and_why(city):
    found = cases.shown_cases(city, "council").set_index("title")
    assert found.index.tolist() == [
        "東の新しい会",
        "答えのない会",
        "東の旧い会",
        "西の会",
    ]  # the city's order, the latest first
    assert found.loc[["東の新しい会", "答えのない会"], "remark"].tolist() == [cases.NO_CONSENT] * 2
    assert found["picture"].dropna().to_dict() == {"西の会": "a.png"}


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_a_telephone_number_stays_with_officials(city, sharing, monkeypatch):
    assert HELPER not in cases.shown_cases(city, sharing).to_csv()
    assert f"電話は{NO_NUMBER}" in cases.shown_cases(city, sharing)["purpose"].dropna().tolist()
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert HELPER in cases.shown_cases(city, "internal").to_csv()


def test_how_many_took_part_without_consent_stays_with_officials(city, monkeypatch):
    found = cases.shown_cases(city, "council").set_index("title")
    assert found["numbers"].dropna().to_dict() == {"東の旧い会": "毎回20人ほど"}
    assert (
        found.at["東の新しい会", "scene"] == f"電話は{NO_NUMBER}"
        and found.at["東の新しい会", "remark"] == cases.NO_CONSENT
    )
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    assert "利用者2人" in cases.shown_cases(city, "internal")["numbers"].tolist()


def test_officials_need_the_setting(city, monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    with pytest.raises(PermissionError, match="職員用の設定"):
        cases.shown_cases(city, "internal")


def test_a_picture_needs_consent_whatever_the_row_says(city):
    row = cases.shown_cases(city, "public").set_index("title").loc["西の会"]
    assert cases.picture(city, row) == b"\x89PNG\r\n\x1a\nrest"
    for answer in (False, pd.NA, None):
        changed = row.astype(object)
        changed["consent"] = answer
        assert cases.picture(city, changed) is None


def test_a_city_without_cases_has_none():
    assert cases.shown_cases(open_city("takasaki"), "public").empty


def test_the_sample_city_has_a_picture_and_a_case_without_consent(cities_dir):
    city = open_city("sample")
    council, public = (cases.shown_cases(city, sharing) for sharing in ("council", "public"))
    assert len(council) - len(public) == 1
    assert [cases.picture(city, row) is not None for _, row in public.iterrows()].count(True) == 1


@pytest.mark.parametrize("column", cases.WRITTEN)
def test_in_no_text_of_a_case_a_number_leaves(column, tmp_path):
    row = {
        "case_id": "1",
        "area_code": "d0",
        "title": "会",
        "consent": True,
        column: "世話人12 ０９０・７１９５・８１９５",
    }
    found = stored(
        tmp_path, {"areas": area_table(district={"d0": "東"}, city={"c": "試市"}), "cases": pd.DataFrame([row])}
    )
    assert NO_NUMBER in cases.shown_cases(found, "public")[column].iloc[0]
    assert "８１９５" not in cases.shown_cases(found, "public").to_csv()
