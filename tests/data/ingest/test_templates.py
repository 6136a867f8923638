"""Every template is empty as written, is recognised by one reader, and a filled one is read back as it was filled
in."""

from __future__ import annotations

import openpyxl
import pytest

from data.files.extract import Options
from data.files.opened import opened
from data.files.problems import Refused
from data.ingest.template_sheets import TEMPLATES
from data.ingest.templates import write_template
from data.readers import recognise


@pytest.fixture(autouse=True)
def _officials(monkeypatch):
    """Lists of single persons are read only where officials' access is set."""
    monkeypatch.setenv("INTERNAL_ACCESS", "1")


def fill(path, lines: int = 2) -> None:
    """Make the example a line of its own, `lines` times (with 東地区, 東地区2 ... as areas)."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:-1]:
        example = [cell.value for cell in sheet[2]]
        example[0] = str(example[0]).removeprefix("例）")
        for place in range(lines):
            for column, value in enumerate(example, 1):
                named = column == 1 or sheet.cell(1, column).value in ("区域", "名称", "題名")
                sheet.cell(3 + place, column, f"{value}{place + 1}" if named and value not in (None, "") else value)
    book.save(path)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_an_unfilled_template_is_recognised_and_holds_no_data(kind, tmp_path):
    with opened(write_template(kind, tmp_path / "ひな形.xlsx")) as file:
        reader = recognise(file)
        assert reader.KIND == {"service_use": "needs"}.get(kind, kind)
        with pytest.raises(Refused, match="見出しの下にデータがありません"):
            reader.read(file, Options())


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_filled_template_is_read_without_a_warning_and_without_its_example(kind, tmp_path):
    path = write_template(kind, tmp_path / "ひな形.xlsx")
    fill(path)
    with opened(path) as file:
        piece = recognise(file).read(file, Options())
    assert [problem.sentence() for problem in piece.problems if problem.severity != "info"] == []
    assert any("「例）」で始まる2行目は、見本として外しました" in problem.why for problem in piece.problems)
    expected = {
        "membership": {"membership": 2},
        "households": {"households": 2},
        "care": {"care": 2},
        "needs": {"needs": 26, "households": 2},
        "service_use": {"service_use": 20},
        "survey": {"survey": 2},
        "individuals": {"individuals": 2},
        "resources": {"resources": 2, "served": 4},
        "network": {"network": 2},
        "councils": {"councils": 2, "activities": 2, "supporters": 2, "cases": 2},
    }
    assert {name: len(table) for name, table in piece.tables.items()} == expected[kind]
    for table in piece.tables.values():
        assert not table["row"].isin([1, 2]).any()


def test_what_was_filled_in_comes_back(tmp_path):
    path = write_template("resources", tmp_path / "資源.xlsx")
    fill(path, 1)
    with opened(path) as file:
        line = recognise(file).read(file, Options()).tables["resources"].iloc[0].dropna().to_dict()
    assert {
        key: line[key]
        for key in (
            "name",
            "kind",
            "area",
            "weekdays",
            "times_per_month",
            "eligibility",
            "contact_public",
            "publish",
            "private_home",
            "capacity",
            "started",
            "row",
        )
    } == {
        "name": "みどりサロン1",
        "kind": "salon",
        "area": "みどり町１丁目1",
        "weekdays": "火",
        "times_per_month": 4,
        "eligibility": "all",
        "contact_public": False,
        "publish": True,
        "private_home": False,
        "capacity": 20,
        "started": "2019-05",
        "row": 3,
    }


def test_every_choice_offered_is_understood(tmp_path):
    """Each word of every drop-down list is put into its column and read back without a refusal."""
    for kind, sheets in TEMPLATES.items():
        for sheet in sheets:
            for field in (field for field in sheet.fields if field.choices):
                path = write_template(kind, tmp_path / f"{kind}.xlsx")
                fill(path, len(field.choices))
                book = openpyxl.load_workbook(path)
                page = book[sheet.name]
                column = next(cell.column for cell in page[1] if cell.value == field.heading)
                for place, word in enumerate(field.choices):
                    page.cell(3 + place, column, word)
                book.save(path)
                with opened(path) as file:
                    recognise(file).read(file, Options())


def test_lists_text_cells_and_explanation(tmp_path):
    book = openpyxl.load_workbook(write_template("resources", tmp_path / "a.xlsx"))
    page = book["地域資源"]
    lists = [validation.formula1 for validation in page.data_validations.dataValidation]
    assert any("サロン・通いの場" in words for words in lists) and any("はい,いいえ" in words for words in lists)
    contact = next(cell for cell in page[1] if cell.value == "連絡先")
    assert (
        page.column_dimensions[contact.column_letter].number_format == "@"
        or page.cell(2, contact.column).number_format == "@"
    )
    explanation = "\n".join(str(cell.value) for row in book["書き方"].iter_rows() for cell in row)
    assert "見本です" in explanation and all(cell.value in explanation for cell in page[1])


def test_an_unknown_kind_names_those_there_are(tmp_path):
    with pytest.raises(LookupError, match="「x」のひな形はありません。あるもの: membership、"):
        write_template("x", tmp_path / "a.xlsx")


def test_homework_and_words_for_a_date_stand_in_the_template(tmp_path):
    path = write_template("councils", tmp_path / "協議体.xlsx")
    fill(path, 1)
    book = openpyxl.load_workbook(path)
    page = book["活動"]
    places = {cell.value: cell.column for cell in page[1]}
    page.cell(3, places["日付"]).value = None
    page.cell(3, places["日付の言葉"], "2025年夏")
    page.cell(3, places["宿題のその後"], "借りられた")
    book.save(path)
    with opened(path) as file:
        line = recognise(file).read(file, Options()).tables["activities"].iloc[0].dropna().to_dict()
    assert {
        key: line.get(key)
        for key in ("date", "date_words", "audience", "homework", "outcome", "invited", "participants")
    } == {
        "date": None,
        "date_words": "2025年夏",
        "audience": "住民、民生委員",
        "homework": "空いている集会所を聞いてくる",
        "outcome": "借りられた",
        "invited": 20,
        "participants": 15,
    }
