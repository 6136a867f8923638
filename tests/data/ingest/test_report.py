"""What an import and a check say to somebody who is no programmer: files told apart, one advice once, what to do
next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.__main__ import main
from data.files.file_names import shown_names
from data.files.problems import Problem, sentences

HALLS = [
    ["市区町村コード", "市区町村名", "名称", "緯度", "経度"],
    ["27999", "架空市", "東公民館", "34.672", "135.576"],
    ["27999", "架空市", "西公民館", "34.673", "135.577"],
]
CLINICS = [
    ["市区町村コード", "市区町村名", "名称", "緯度", "経度", "診療科目"],
    ["27999", "架空市", "北医院", "34.672", "135.576", "内科"],
]
FAR = [
    HALLS[0],
    ["27999", "架空市", "遠い公民館", "34.34", "134.05"],
    ["27999", "架空市", "もっと遠い公民館", "34.30", "133.90"],
]


def written(small_city, folder: str, rows: list[list[str]], name: str = "data.csv") -> str:
    (small_city.folder / folder).mkdir(exist_ok=True)
    return str(small_city.write(f"{folder}/{name}", rows))


def test_an_advice_for_several_is_said_once():
    alike = [
        Problem("info", name, "種類を分けました。", "違うときは指定してください。") for name in ("あ.csv", "い.csv")
    ]
    said = sentences(
        [
            *alike,
            Problem("info", "う.csv", "ほか。", "べつ。"),
            Problem("info", "え.csv", "何もない。"),
            Problem("info", "お.csv", "何もない。"),
        ]
    )
    assert said == [
        "ファイル「あ.csv」: 種類を分けました。",
        "ファイル「い.csv」: 種類を分けました。\n    → 2件とも: 違うときは指定してください。",
        "ファイル「う.csv」: ほか。 → べつ。",
        "ファイル「え.csv」: 何もない。",
        "ファイル「お.csv」: 何もない。",
    ]


@pytest.mark.parametrize(
    ("paths", "shown"),
    [
        (["a/x.csv", "b/y.csv"], ["x.csv", "y.csv"]),
        (["a/data.csv", "b/data.csv", "c/other.csv"], ["a/data.csv", "b/data.csv", "other.csv"]),
        (["p/a/data.csv", "q/a/data.csv", "q/b/data.csv"], ["p/a/data.csv", "q/a/data.csv", "b/data.csv"]),
        (["data.csv", "a/data.csv"], ["data.csv", "a/data.csv"]),
        (["a/data.csv", "a/data.csv"], ["data.csv", "data.csv"]),
    ],
)
def test_files_of_one_name_are_told_apart_by_their_folders(paths, shown):
    names = shown_names(map(Path, paths))
    assert [names[Path(path)] for path in paths] == shown


def test_lists_of_one_name_are_told_apart_everywhere(small_city, cities_dir, capsys):
    files = [written(small_city, "halls", HALLS), written(small_city, "clinics", CLINICS)]
    assert main(["import", "kaku", str(small_city.boundary()), str(small_city.register()), *files]) in (0, 1)
    said = capsys.readouterr()
    for text in (said.out, said.err):
        assert "halls/data.csv" in text and "clinics/data.csv" in text
        assert not re.search(r"(?<!halls/)(?<!clinics/)data\.csv", text)
    assert said.out.count("--resource-kind") == 1, "one advice for both lists"
    main(["check", *files])
    out = capsys.readouterr().out
    assert "halls/data.csv: " in out and not re.search(r"(?<!halls/)(?<!clinics/)data\.csv", out)


def test_one_content_twice_names_both_files(small_city, cities_dir, capsys):
    files = [written(small_city, folder, HALLS) for folder in ("one", "two")]
    assert main(["import", "kaku", str(small_city.boundary()), str(small_city.register()), *files]) == 2
    assert "「two/data.csv」: 同時に指定した「one/data.csv」と、中身がまったく同じです" in capsys.readouterr().err


def test_a_refusal_names_which_of_them(small_city, cities_dir, capsys):
    files = [written(small_city, "halls", HALLS), written(small_city, "broken", [["あれ", "これ"], ["1", "2"]])]
    assert main(["check", *files]) == 2
    assert "ファイル「broken/data.csv」" in capsys.readouterr().err


def test_a_check_speaks_japanese_and_says_what_next(small_city, capsys):
    main(["check", str(small_city.boundary()), str(small_city.register())])
    out = capsys.readouterr().out
    assert "区域 " in out and "年齢別人口 " in out
    assert not re.search(r"\b(areas|population|households|membership|resources|merges)\b", out)
    assert "まだ何も書き込んでいません" in out and "import" in out.splitlines()[-1]


def test_an_import_says_what_next(small_city, cities_dir, capsys):
    code = main(["import", "kaku", str(small_city.boundary()), str(small_city.register())])
    out = capsys.readouterr().out
    steps = out.partition("次にすること:")[2]
    assert "streamlit run dashboard.py" in steps and "左の「市」で「" in steps
    assert ("「注意」（" in steps) == (code == 1)


def test_a_list_of_another_city_changes_nothing(small_city, cities_dir, capsys):
    assert main(["import", "kaku", str(small_city.boundary()), str(small_city.register())]) in (0, 1)
    before = sorted(path.name for path in (cities_dir / "kaku").iterdir())
    capsys.readouterr()
    assert main(["import", "kaku", written(small_city, "far", FAR)]) == 2
    said = capsys.readouterr().err
    assert (
        "載っている2件の位置が、すべて市の外です（いちばん近い「遠い公民館」2行目でも" in said
        and "市の名前（import の次の言葉）" in said
    )
    assert sorted(path.name for path in (cities_dir / "kaku").iterdir()) == before


def test_all_lists_of_another_city_are_named_also_beside_places_that_are_there(small_city, cities_dir, capsys):
    assert main(
        ["import", "kaku", str(small_city.boundary()), str(small_city.register()), written(small_city, "halls", HALLS)]
    ) in (0, 1)
    capsys.readouterr()
    assert (
        main(["import", "kaku", written(small_city, "far", FAR), written(small_city, "farther", [FAR[0], FAR[2]])]) == 2
    )
    said = capsys.readouterr().err
    assert (
        "（2件）" in said
        and "「遠い公民館」2行目でも" in said
        and "ファイル「farther/data.csv」" in said
        and ".0行目" not in said
    )


def test_a_folder_of_a_shapefile_is_answered_with_the_file_to_name(tmp_path, capsys):
    folder = tmp_path / "自治会区域"
    folder.mkdir()
    (folder / "区域.shp").write_bytes(b"x")
    (folder / "区域.dbf").write_bytes(b"x")
    assert main(["check", str(folder)]) == 2
    assert "自治会区域/区域.shp" in capsys.readouterr().err
    (tmp_path / "空").mkdir()
    assert main(["check", str(tmp_path / "空")]) == 2
    assert "中のファイルを一つずつ指定してください。" in capsys.readouterr().err


def test_associations_of_two_kinds_in_one_place_are_said(real_data, cities_dir, capsys):
    folder = real_data / "yaizu"
    assert main(["import", "yaizu", str(folder / "自治会区域/自治会区域.shp")]) == 1
    assert "重なっています" not in capsys.readouterr().out
    again = main(["import", "yaizu", str(folder / "自主防災会境界/自主防災会区域更新.shp")])
    assert again == 1 and "前からある町内会・自治会の区域と同じ所に重なっています" in capsys.readouterr().out


def test_some_wards_of_a_city_are_said_to_be_no_more(real_data, cities_dir, capsys):
    files = [str(real_data / "osaka" / f"大阪市{ward}.shp") for ward in ("北区", "天王寺区")]
    assert main(["import", "osaka", *files]) in (0, 1)
    out = capsys.readouterr().out
    assert "行政区は2つ（" in out and "この2つだけを合わせたものです" in out and "--title 大阪市（" in out


def test_a_list_of_kinds_nobody_can_tell_is_told_so_once(small_city, capsys):
    rows = [
        HALLS[0],
        ["27999", "架空市", "ひだまり", "34.672", "135.576"],
        ["27999", "架空市", "こもれび", "34.673", "135.577"],
    ]
    assert main(["check", written(small_city, "lists", rows)]) == 1
    out = capsys.readouterr().out
    assert "「種類不明」として載せ" in out and "種類を分けて読みました" not in out
