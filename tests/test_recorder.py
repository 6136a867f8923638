"""The recorder: two records of the same code are equal, and a changed number is named."""

from __future__ import annotations

import shutil

import pytest

from tests.recorder.__main__ import main


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """Two records of one indicator of the embedded city."""
    folder = tmp_path_factory.mktemp("records")
    for name in ("before", "after"):
        assert (
            main(["record", str(folder / name), "--city", "sample", "--part", "figures", "--indicator", "ageing_rate"])
            == 0
        )
    return folder / "before", folder / "after"


def compared(first, second, capsys) -> tuple[int, str]:
    code = main(["compare", str(first), str(second)])
    return code, capsys.readouterr().out


def test_two_records_of_one_program_are_equal(recorded, capsys):
    assert compared(*recorded, capsys) == (0, "Nothing differs.\n")
    text = (recorded[0] / "sample" / "figures" / "public-district.txt").read_text(encoding="utf-8")
    assert "## district --indicator ageing_rate\n" in text and ",99201-D05,霞野・笛原,district,2025-04-01," in text


def test_a_changed_number_is_named(recorded, capsys):
    before, after = recorded
    file = after / "sample" / "figures" / "council-city.txt"
    whole = file.read_text(encoding="utf-8")
    number = next(line for line in whole.splitlines() if line.startswith("ageing_rate,")).split(",")[5]
    file.write_text(whole.replace(f",{number},", f",{number}1,", 1), encoding="utf-8", newline="\n")
    try:
        code, said = compared(before, after, capsys)
    finally:
        file.write_text(whole, encoding="utf-8", newline="\n")
    assert code == 1
    assert said.startswith("sample/figures/council-city · city --indicator ageing_rate\n") and f",{number}1," in said


def test_a_section_that_is_gone_is_named(recorded, capsys):
    before, after = recorded
    file = after / "sample" / "figures" / "refused.txt"
    whole = file.read_text(encoding="utf-8")
    file.write_text("", encoding="utf-8")
    try:
        code, said = compared(before, after, capsys)
    finally:
        file.write_text(whole, encoding="utf-8", newline="\n")
    assert code == 1 and f"only in {before}" in said


def test_a_part_that_one_record_lacks_is_said_and_not_compared(recorded, tmp_path, capsys):
    shutil.copytree(recorded[0], tmp_path / "more")
    (tmp_path / "more" / "sample" / "books").mkdir()
    (tmp_path / "more" / "sample" / "books" / "public-pdf.txt").write_text("## page 1\n", encoding="utf-8")
    assert main(["compare", str(tmp_path / "more"), str(recorded[1])]) == 0
    assert capsys.readouterr().err.startswith("sample/books: ")


def test_half_a_record_is_not_compared(recorded, tmp_path, capsys):
    assert compared(recorded[0], tmp_path, capsys)[0] == 2
