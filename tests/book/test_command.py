"""python -m pages.book: what it makes, what it says, how it ends."""

from __future__ import annotations

import pytest

from pages.book import __main__ as command
from pages.book import batch, formats
from tests.book.test_formats import hostile
from tests.tiny_city import area_table, stored

LABELS = 8  # forms


@pytest.fixture(autouse=True)
def _no_other_cities(cities_dir):
    """Only the embedded cities."""


def run(*words: object) -> int:
    return command.main([str(word) for word in words])


def test_one_district_in_every_form(tmp_path, capsys):
    assert (
        run("sample", "--district", "雲渡地区", "--out", tmp_path / "本" / "棚", "--format", ",".join(formats.FORMATS))
        == 0
    )
    found = sorted(path.name for path in (tmp_path / "本" / "棚").iterdir())
    assert len(found) == LABELS and all(
        name.startswith("ささゆり市（架空）_雲渡地区_地区データブック_2025-04-01_公開用") for name in found
    )
    said = capsys.readouterr()
    assert "1／1　雲渡地区：8つのファイル" in said.err and "1地区のうち1地区、8つのファイル" in said.out


def test_all_districts_by_two_processes(tmp_path, capfd):
    """More than are made without them; the city is another folder's, which each process has to find."""
    hostile(tmp_path, {f"d{number}": f"地区{number}" for number in range(5)})
    assert run("tiny", "--all", "--out", tmp_path / "out", "--cities-dir", tmp_path, "--sharing", "council") == 0
    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len(found) == 5 and all(name.endswith("協議体限り.pdf") for name in found)
    assert "5／5" in capfd.readouterr().err


def test_what_cannot_be_made_is_told_and_the_rest_is_made(tmp_path, capsys):
    assert run("takasaki", "--district", "八幡", "--out", tmp_path, "--format", "short,map") == 1
    assert (
        "八幡地区は区域の形（地図）が、この市のデータにはまだないため、白地図を作れません。" in capsys.readouterr().err
    )
    assert [path.suffix for path in tmp_path.iterdir() if path.is_file()] == [".pdf"]
    assert run("takasaki", "--district", "八幡", "--out", tmp_path / "none", "--format", "map") == 2
    assert "ファイルは一つも作れませんでした。" in capsys.readouterr().out


def test_a_file_that_is_open_elsewhere_is_told(tmp_path, monkeypatch, capsys):
    def locked(*_):
        raise PermissionError(13, "denied")

    monkeypatch.setattr(batch, "_write", locked)
    assert run("takasaki", "--district", "片岡", "--out", tmp_path) == 2
    assert "開いていたら閉じてください" in capsys.readouterr().err


def test_a_fault_of_the_program_is_told_and_leaves_no_half_file(tmp_path, monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setitem(formats.FORMATS, "pdf", formats.Format("pdf", "", "", "pdf", "", broken))
    assert run("takasaki", "--district", "片岡", "--out", tmp_path / "out", "--format", "pdf,short") == 1
    said = capsys.readouterr().err
    assert (
        "片岡地区：プログラムの中で思わぬことが起き" in said and "RuntimeError" in said and "secret detail" not in said
    )
    assert len(list((tmp_path / "out").iterdir())) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere", "--all"), "「nowhere」という名前の市のデータはありません"),
        (("sample", "--district", "どこか"), "「どこか」という地区はありません。あるもの: 琴橋"),
        (("sample", "--all", "--format", "pdf,docx"), "--format に「docx」は使えません。使えるもの: pdf、short"),
        (("sample", "--all", "--format", ","), "--format に作るものを書いてください"),
        (("sample", "--all", "--sharing", "internal"), "環境変数 INTERNAL_ACCESS"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_nothing_is_made(tmp_path, monkeypatch, capsys, words, said):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    assert run(*words, "--out", tmp_path / "out") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("sample", "--all", "--out", tmp_path / "file") == 2
    assert "作れないか、書き込めません" in capsys.readouterr().err


def test_a_city_without_districts_is_said(tmp_path, capsys):
    stored(tmp_path, {"areas": area_table(small_area={"a0": "一丁目"}, city={"c": "試市"})}, "plain")
    assert run("plain", "--all", "--out", tmp_path / "out", "--cities-dir", tmp_path) == 2
    assert "地区の区分が、この市のデータにはまだないため" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [((), "次のどれか一つを書いてください: --all --district"), (("--all", "--district", "雲渡"), "一緒に使えません")],
)
def test_a_command_that_cannot_be_understood(tmp_path, capsys, words, said):
    with pytest.raises(SystemExit) as ended:
        run("sample", "--out", tmp_path, *words)
    assert ended.value.code == 2 and said in capsys.readouterr().err


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path):
    (tmp_path / "冊子.pdf").mkdir()
    with pytest.raises(OSError):
        batch._write(tmp_path / "冊子.pdf", b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["冊子.pdf"]
