"""One bad city, file or setting breaks only itself: it gets a plain word where it is used, and every other city
opens."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from analysis.siting import plans
from data.__main__ import main
from data.commands.import_files import import_city
from data.files.problems import Refused
from data.ingest.options import GivenFile, ImportOptions
from data.made import added_rates, json_store
from data.store import access, individuals
from data.store.city import City, CityNotFound, TableUnreadable, folders, open_city
from data.store.city_file import CityUnreadable
from data.store.disk_errors import disk_words
from pages.book.__main__ import main as books
from tests.tiny_city import area_table, bands, parents, stored

TEXT = 'title = "試市"\nzone = 6677\nrevision = "r1"\n'
DAMAGED = {  # what city.toml holds -> what is said of it
    "empty": (b"", "何も書かれていません"),
    "blank": (b" \r\n\t\n", "何も書かれていません"),
    "zeros": (b"\0" * 64, "書き方が壊れています"),
    "cp932": (TEXT.encode("cp932"), "文字コードが UTF-8 ではありません"),
    "utf16": (TEXT.encode("utf-16"), "UTF-16"),
    "utf16be": (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
    "cut": (TEXT[:9].encode(), "書き方が壊れています"),
    "json": (b'{"title": "x"}', "書き方が壊れています"),
    "twice": ((TEXT + "zone = 6678\n").encode(), "書き方が壊れています"),
    "deep": (b"a = " + b"[" * 5000, "書き方が壊れています"),
    "no title": (b'zone = 6677\nrevision = "r1"', "title（市の名前）が書かれていません"),
    "empty title": (b'title = " "\nrevision = "r1"', "title の値が正しくありません"),
    "title a number": (b'title = 5\nrevision = "r1"', "title の値が正しくありません（5）"),
    "title a list": (b'title = ["x"]\nrevision = "r1"', "title の値が正しくありません"),
    "no revision": ('title = "試市"'.encode(), "revision（使う版）が書かれていません"),
    "revision gone": (TEXT.replace("r1", "r2").encode(), "フォルダ「r2」がありません（あるもの: r1）"),
    "revision above": (TEXT.replace("r1", "../tiny/r1").encode(), "revision の値が正しくありません"),
    "revision here": (TEXT.replace("r1", ".").encode(), "revision の値"),
    "revision up": (TEXT.replace("r1", "..").encode(), "revision の値"),
    "revision below": (TEXT.replace("r1", "r1/x").encode(), "revision の値"),
    "revision of windows": (TEXT.replace("r1", r"..\\x").encode(), "revision の値"),
    "revision absolute": (TEXT.replace("r1", "/etc").encode(), "revision の値"),
    "revision a drive": (TEXT.replace("r1", "C:r1").encode(), "revision の値"),
    "revision a day": (TEXT.replace('"r1"', "2025-04-01").encode(), "revision の値"),
    "revision empty": (TEXT.replace("r1", "").encode(), "revision の値"),
    **{
        f"zone {value}": (TEXT.replace("6677", value).encode(), "zone の値が正しくありません")
        for value in ("4326", "0", "-1", "6677.0", '"6677"', "true", "6688", "99999999999999999999")
    },
    **{
        f"{key} = {value}": (f"{TEXT}{key} = {value}\n".encode(), f"{key} の値が正しくありません")
        for key, value in (
            ("invented", '"false"'),
            ("invented", "0"),
            ("invented_districts", '"no"'),
            ("notes", '"x"'),
            ("notes", "[1]"),
            ("words", '"x"'),
            ("thinly_settled", '"300"'),
            ("thinly_settled", "-1"),
            ("thinly_settled", "true"),
            ("size_class", '"huge"'),
            ("size_class", "[]"),
            ("city_code", "27227"),
            ("prefecture", "1"),
            ("dates", "2015-04-01"),
            ("thresholds", "9"),
        )
    },
    "a word that is none": (f"{TEXT}[words]\ncouncil = 3\n".encode(), "words の値"),
    **{
        f"thresholds {key} = {value}": (f"{TEXT}[thresholds]\n{key} = {value}\n".encode(), "thresholds の")
        for key, value in (
            ("public", "0"),
            ("public", "-1"),
            ("public", '"9"'),
            ("public", "8"),
            ("public", "9.0"),
            ("public", "true"),
            ("public", "nan"),
            ("public", "99999999999999999999"),
            ("council", "1"),
            ("council", "0"),
            ("council", "10"),
            ("internal", "1"),
            ("internal", "false"),
        )
    },
    "thresholds of nobody": (f"{TEXT}[thresholds]\npubic = 20\n".encode(), "知らない公開の範囲「pubic」"),
}


def tiny(folder: Path, name: str = "tiny", **more) -> City:
    areas = area_table(
        small_area={f"a{i}": f"{i + 1}丁目" for i in range(4)}, district={"d0": "東", "d1": "西"}, city={"c": "試市"}
    )
    members = parents(*[(f"a{i}", f"d{i // 2}") for i in range(4)], ("d0", "c"), ("d1", "c"))
    return stored(
        folder,
        {
            "areas": areas,
            "membership": members,
            "population": sum((bands(f"a{i}", 10, 50, 20, 20) for i in range(4)), []),
        },
        name,
        **more,
    )


def damage(city: City, content: bytes) -> None:
    (city.folder / "city.toml").write_bytes(content)


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_city_is_named_and_the_others_open(case, cities_dir):
    content, said = DAMAGED[case]
    tiny(cities_dir, "good")
    damage(tiny(cities_dir, "bad"), content)
    with pytest.raises(CityUnreadable) as found:
        open_city("bad")
    words = str(found.value)
    assert (
        words.startswith("市「bad」のデータが読めません。")
        and said in words
        and "--replace" in words
        and "ほかの市は、そのまま使えます" in words
    )
    assert set(folders()) == {"good", "bad", "sample", "takasaki"}
    assert all(open_city(name).title for name in ("good", "sample", "takasaki"))


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        f"{TEXT}unknown_setting = 3\n".encode(),
        f"{TEXT}[thresholds]\npublic = 20\ncouncil = 9\ninternal = 0\n".encode(),
        f'{TEXT}name = "x"\nfolder = "/etc"\nstamp = 5\n'.encode(),
    ],
)
def test_what_is_no_damage_opens(content, cities_dir):
    city = tiny(cities_dir)
    damage(city, content)
    opened = open_city("tiny")
    assert (opened.title, opened.zone, opened.name, opened.folder) == ("試市", 6677, "tiny", city.folder)
    assert len(opened.table("areas")) == 7


def test_a_city_may_hide_more_and_never_less(cities_dir):
    damage(tiny(cities_dir), f"{TEXT}[thresholds]\npublic = 20\n".encode())
    assert [open_city("tiny").threshold(sharing) for sharing in ("public", "council", "internal")] == [20, 2, 0]
    made_by_hand = City("x", "x", cities_dir, "r1", thresholds={"public": 0, "council": -1, "internal": 0})
    assert [made_by_hand.threshold(sharing) for sharing in ("public", "council", "internal")] == [9, 2, 0]


def test_a_folder_called_city_toml(cities_dir):
    city = tiny(cities_dir, "bad")
    (city.folder / "city.toml").unlink()
    (city.folder / "city.toml").mkdir()
    with pytest.raises(CityUnreadable, match="フォルダになっています"):
        open_city("bad")


def test_a_city_that_may_not_be_read(cities_dir, monkeypatch):
    city = tiny(cities_dir, "bad")
    whole = Path.read_bytes
    monkeypatch.setattr(
        Path,
        "read_bytes",
        lambda path: (
            (_ for _ in ()).throw(PermissionError(13, "no")) if path == city.folder / "city.toml" else whole(path)
        ),
    )
    with pytest.raises(CityUnreadable, match="読む権限がありません"):
        open_city("bad")


def test_a_folder_that_may_not_be_entered_is_named_not_left_out(cities_dir, monkeypatch):
    city = tiny(cities_dir, "bad")
    whole = Path.lstat
    monkeypatch.setattr(
        Path,
        "lstat",
        lambda path: (_ for _ in ()).throw(PermissionError(13, "no")) if path.parent == city.folder else whole(path),
    )
    assert "bad" in folders()


@pytest.mark.parametrize("where", ["a file", "nothing", "unreadable"])
def test_a_cities_folder_that_is_none_leaves_the_embedded_cities(where, tmp_path, monkeypatch):
    root = tmp_path / "cities"
    if where == "a file":
        root.write_text("x", encoding="utf-8")
    if where == "unreadable":
        root.mkdir()
        whole = Path.iterdir
        monkeypatch.setattr(
            Path,
            "iterdir",
            lambda path: (_ for _ in ()).throw(PermissionError(13, "no")) if path == root else whole(path),
        )
    assert set(folders(root)) == {"sample", "takasaki"}


@pytest.mark.parametrize("name", ["..", "../cities/tiny", "/etc", "tiny/r1", r"..\tiny", "", ".", "tiny\0", "C:", "~"])
def test_a_name_with_a_path_in_it_is_no_city(name, cities_dir):
    tiny(cities_dir)
    with pytest.raises(CityNotFound):
        open_city(name)


FILES = {"empty": b"", "text": b"no table", "zeros": b"\0" * 400, "cut": None, "half a magic": b"PAR1"}


@pytest.mark.parametrize("how", [*FILES, "gone", "folder", "another table"])
@pytest.mark.parametrize("table", ["areas", "population", "membership"])
def test_a_damaged_table_is_named(table, how, cities_dir):
    city = tiny(cities_dir)
    path = city.folder / "r1" / f"{table}.parquet"
    whole = path.read_bytes()
    path.unlink()
    if how == "folder":
        path.mkdir()
    elif how == "another table":
        shutil.copy(city.folder / "r1" / f"{'membership' if table != 'membership' else 'population'}.parquet", path)
    elif how != "gone":
        path.write_bytes(FILES[how] if FILES[how] is not None else whole[: len(whole) // 2])
    with pytest.raises(TableUnreadable, match=rf"市「tiny」.*{table}\.parquet.*--replace"):
        open_city("tiny").table(table)
    assert open_city("tiny").table("needs").empty, "a table the city never had is none, and no fault"


def test_a_table_of_a_city_stored_before_its_tables_were_noted(cities_dir):
    city = tiny(cities_dir)
    (city.folder / "r1" / "tables.json").unlink()
    (city.folder / "r1" / "population.parquet").unlink()
    assert open_city("tiny").table("population").empty and not open_city("tiny").has("population")


def test_commands_name_the_bad_city_and_go_on_with_the_others(cities_dir, capsys, tmp_path):
    tiny(cities_dir, "good")
    damage(tiny(cities_dir, "bad"), b"")
    assert main(["list"]) == 1
    told = capsys.readouterr()
    assert "good\t試市" in told.out and "bad\t（読めません）" in told.out and "何も書かれていません" in told.err
    asked = ["--indicator", "ageing_rate", "--level", "city"]
    assert main(["figures", "bad", *asked]) == 2
    assert "市「bad」のデータが読めません" in capsys.readouterr().err
    assert main(["figures", "good", *asked]) == 0
    assert books(["bad", "--all", "--out", str(tmp_path / "out")]) == 2
    assert "市「bad」のデータが読めません" in capsys.readouterr().err and not (tmp_path / "out").exists()


def test_a_revision_that_goes_while_the_city_is_open_is_named(cities_dir):
    city = tiny(cities_dir)
    shutil.rmtree(city.folder / "r1")
    with pytest.raises(TableUnreadable, match="版のフォルダがなくなっています"):
        city.table("population")


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (OSError(28, "No space left on device"), "ディスクの空きが足りない"),
        (PermissionError(13, "Permission denied", "/x"), "権限がない"),
        (OSError(30, "Read-only file system", "/x"), "権限がない"),
        (FileExistsError(17, "File exists", "/x"), "読み書きができませんでした"),
        (PermissionError("庁内用の数値を表示するには"), "庁内用の数値を表示するには"),
    ],
)
def test_what_the_disk_refuses_is_said_in_words(failed, said):
    words = disk_words(failed)
    assert said in words and not any(english in words for english in ("space", "denied", "exists", "Read-only"))


def test_commands_name_the_damaged_table(cities_dir, capsys, tmp_path):
    city = tiny(cities_dir)
    (city.folder / "r1" / "population.parquet").write_bytes(b"")
    assert main(["figures", "tiny", "--indicator", "ageing_rate", "--level", "city"]) == 2
    assert "年齢別人口の表" in capsys.readouterr().err
    assert books(["tiny", "--district", "東", "--out", str(tmp_path / "out")]) == 2
    assert "年齢別人口の表" in capsys.readouterr().err


@pytest.mark.parametrize("damaged", ["city.toml", "areas.parquet", "revision"])
def test_an_import_into_a_damaged_city_is_refused_with_a_word_and_replace_heals_it(damaged, small_city, cities_dir):
    def run(**wishes):
        return import_city(
            "kaku",
            [GivenFile(small_city.boundary()), GivenFile(small_city.register())],
            ImportOptions(cities=cities_dir, **wishes),
            lambda words: None,
        )

    city = cities_dir / "kaku"
    revision = run().revision
    if damaged == "revision":
        shutil.rmtree(city / revision)
    else:
        (city / damaged if damaged == "city.toml" else city / revision / damaged).write_bytes(b"")
    before = sorted(path.relative_to(city).as_posix() for path in city.rglob("*"))
    with pytest.raises(Refused, match="市「kaku」のデータが読めません"):
        run()
    assert sorted(path.relative_to(city).as_posix() for path in city.rglob("*")) == before
    assert open_city("kaku", cities_dir).revision if damaged == "areas.parquet" else True
    healed = run(replace=True)
    assert (
        open_city("kaku", cities_dir).revision == healed.revision
        and len(open_city("kaku", cities_dir).table("areas")) == 7
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b'"text"',
        b"[1]",
        b'[{"group": "x"}]',
        b"{}x",
        b"[[]]",
        b'{"a": 1}',
        b"7",
        b"null",
        b'[{"group":"x","base":"65+","low":"a","high":0.2,"source":"s","key":"k"}]',
        b'[{"group":"x","base":"nobody","low":0.1,"high":0.2,"source":"s","key":"k"}]',
    ],
)
def test_damaged_entries_of_people_are_named_and_stay_as_they_are(content, cities_dir):
    city = tiny(cities_dir)
    folder = json_store.folder_of(city)
    folder.mkdir(parents=True)
    for store, read in (("rates", lambda: added_rates.own_rates(city)), ("plans", lambda: plans.plans(city, "public"))):
        path = folder / f"{store}.json"
        path.write_bytes(content)
        with pytest.raises(json_store.MadeUnreadable, match=rf"{store}\.json.*別の場所へ移すと"):
            read()
        with pytest.raises(json_store.MadeUnreadable):
            read()
        assert path.read_bytes() == content


def test_a_damaged_table_of_single_persons_is_named(cities_dir, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")
    city = tiny(cities_dir)
    folder = individuals.folder_of(city.folder)
    folder.mkdir(parents=True)
    (folder / individuals.FILE).write_bytes(b"x")
    with pytest.raises(TableUnreadable, match="個人別の利用の表"):
        individuals.individuals(city)


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        *[(value, True) for value in ("1", "true", "TRUE", "True", "yes", "Yes", "on", "ON", " 1 ", "\ttrue\n")],
        *[
            (value, False)
            for value in (
                "",
                "0",
                "false",
                "False",
                "no",
                "off",
                "OFF",
                "2",
                "10",
                "01",
                "ture",
                "y",
                "t",
                "enabled",
                "１",
                "ｔｒｕｅ",
                "はい",
                "none",
                "null",
                "1;",
                "true false",
                "-1",
                "disable",
                " ",
            )
        ],
    ],
)
def test_the_access_setting_is_on_for_a_clear_yes_only(value, allowed, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", value)
    assert access.internal_allowed() is allowed


def test_without_the_access_setting_it_is_off(monkeypatch):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    assert access.internal_allowed() is False
    assert "INTERNAL_ACCESS" not in os.environ


@pytest.mark.parametrize(
    ("table", "spoilt"),
    [
        ("areas", lambda frame: frame.assign(area_code=None)),
        ("areas", lambda frame: frame.assign(level=None)),
        ("areas", lambda frame: frame.assign(name=3)),
        ("areas", lambda frame: frame.assign(area_code=frame["area_code"].iloc[0])),
        ("areas", lambda frame: frame.drop(columns="name")),
        ("population", lambda frame: frame.assign(area_code=None)),
        ("population", lambda frame: frame.assign(source_id=None)),
        ("population", lambda frame: frame.assign(persons="多い")),
    ],
)
def test_a_table_that_opens_and_says_what_cannot_be_is_named_too(table, spoilt, cities_dir):
    city = tiny(cities_dir)
    path = city.folder / "r1" / f"{table}.parquet"
    spoilt(gpd.read_parquet(path) if table == "areas" else pd.read_parquet(path)).to_parquet(path)
    with pytest.raises(TableUnreadable, match=rf"市「tiny」.*{table}\.parquet.*--replace"):
        open_city("tiny", cities_dir).table(table)
