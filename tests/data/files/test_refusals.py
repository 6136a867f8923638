"""Every refusal: what is said, where, what to do about it; all files' problems at once; and nothing stored is
changed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import box

from data.__main__ import main
from data.commands.import_files import import_city
from data.files.archive import LARGEST_UNPACKED
from data.files.opened import LARGEST_TABLE
from data.files.problems import Problem, Refused
from data.files.sheet import MOST_ROWS, Sheet
from data.ingest.closest_template import closest_template
from data.ingest.options import GivenFile, ImportOptions
from data.vocabulary import NEEDS

BAD = Path(__file__).parents[2] / "bad"
CITY = "kaku"


def quiet(words: str) -> None:
    pass


def refused(*files: Path, cities: Path, kind: str | None = None) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        import_city(CITY, [GivenFile(path, kind) for path in files], ImportOptions(cities=cities), quiet)
    return caught.value.problems


def checksum(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# file: (words of the reason, row, column, value, words of what to do); None where nothing is to be said.
CASES = {
    "replacement_character.csv": ("文字化け", 4, "", "架\ufffd町二丁目", "元のファイル"),
    "garbled.csv": ("文字化け", 3, "", "譫ｶ遨ｺ", "元のファイル"),
    "garbled_names.geojson": ("文字化け", 1, "S_NAME", "譫ｶ遨ｺ", "元のファイル"),
    "mixed_encodings.csv": ("文字コードが混ざっている", 4, "", "", "CSV UTF-8"),
    "empty.csv": ("ファイルが空です", None, "", "", "中身のあるファイル"),
    "only_blanks.csv": ("ファイルが空です", None, "", "", "中身のあるファイル"),
    "empty_sheets.xlsx": ("どのシートも空です", None, "", "", "中身のあるファイル"),
    "header_only.csv": ("データがありません", 2, "", "", "中身のあるファイル"),
    "no_header.csv": ("見分けられません", None, "", "架空町一丁目", "見出しを確かめて"),
    "unknown_table.csv": ("見分けられません", None, "", "品目、単価、個数", "--as"),
    "repeated_header.csv": ("同じ見出し", 2, "0~4歳", "", "違う名前に"),
    "missing_band.csv": ("65～69歳がありません", 2, "", "", "すべての年齢階級"),
    "negative.csv": ("負の数", 4, "10～14歳", "-12", "0以上の整数"),
    "negative_on_second_sheet.xlsx": ("負の数", 4, "10～14歳", "-12", "0以上の整数"),
    "repeated_area.csv": ("同じ地域の行", 6, "", "架空町二丁目", "重なった行を消す"),
    "nameless_line.csv": ("名前がない行", 6, "", "", "名前を入れる"),
    "comma_in_number.csv": ("より多い22列", 4, "", "37", "カンマを取って"),
    "no_date.csv": ("基準日", 1, "", "", "ファイル名に"),
    "cut_off.csv": ("途中で切れています", 5, "", "", "もう一度ダウンロード"),
    "cut_off_quote.csv": ("引用符", 6, "", "", "もう一度ダウンロード"),
    "cut_off.xlsx": ("途中で切れているか、壊れています", None, "", "", "保存し直して"),
    "cut_off.zip": ("途中で切れているか、壊れています", None, "", "", "もう一度ダウンロード"),
    "cut_off.geojson": ("途中で切れているか、壊れています", None, "", "", "もう一度ダウンロード"),
    "archive_in_archive.zip": ("さらに圧縮ファイル（inner.zip）", None, "", "", "取り出してから"),
    "two_tables.zip": ("ファイルが2つあります", None, "", "", "一つの表"),
    "nothing_to_read.zip": ("読めるファイルがありません", None, "", "", "一つの表"),
    "protected.xlsx": ("パスワード", None, "", "", "パスワードを外して"),
    "old_format.xls": ("古い形式の Excel", None, "", "", ".xlsx"),
    "web_page.xls": ("ウェブページ", None, "", "", ".xlsx"),
    "web_page.csv": ("ウェブページ", None, "", "", ".xlsx"),
    "really_a_workbook.csv": ("名前の終わりが「.csv」", None, "", "", "名前の終わり"),
    "no_shapes.geojson": ("図形が一つもありません", None, "", "", "境界の入ったファイル"),
    "broken_codes.geojson": ("9桁または11桁", 1, "KEY_CODE", "2.7999E+10", "元のファイル"),
    "two_cities.geojson": ("2市区町村の境界", None, "", "", "--code"),
    "membership_without_parent.csv": ("前の行にもあります", 3, "地区", "東地区", "消して"),
}


def test_every_bad_file_has_a_case():
    """Files of readers tested elsewhere stand in folders of their own."""
    assert {path.name for path in BAD.iterdir() if path.is_file() and not path.name.startswith(".")} - set(CASES) <= {
        "not_numbers.csv"
    }


@pytest.mark.parametrize("name", CASES)
def test_refusal_says_where_what_and_what_to_do(name, tmp_path):
    why, row, column, value, what_to_do = CASES[name]
    problems = refused(BAD / name, cities=tmp_path)
    assert len(problems) == 1
    problem = problems[0]
    assert problem.severity == "refuse"
    assert problem.file == name
    assert why in problem.why
    assert (problem.row, problem.column) == (row, column)
    assert problem.value.startswith(value) if value else True
    assert what_to_do in problem.what_to_do
    assert name in problem.sentence() and (f"{row}行目" in problem.sentence() if row else True)
    assert list(tmp_path.iterdir()) == []


def test_the_sheet_is_named_too(tmp_path):
    assert refused(BAD / "negative_on_second_sheet.xlsx", cities=tmp_path)[0].sheet == "年齢別"


def test_all_cells_that_are_no_numbers_are_told_at_once(tmp_path):
    problems = refused(BAD / "not_numbers.csv", cities=tmp_path)
    assert {(problem.row, problem.column, problem.value) for problem in problems} == {
        (3, "15～19歳", "約30"),
        (5, "25～29歳", "12.5"),
        (4, "世帯数", "#REF!"),
    }
    assert any("小数" in problem.why for problem in problems)


def test_problems_of_all_files_come_together_and_the_stored_city_stays_as_it_was(small_city, tmp_path):
    cities = tmp_path / "cities"
    import_city(
        CITY, [GivenFile(small_city.boundary()), GivenFile(small_city.register())], ImportOptions(cities=cities), quiet
    )
    before = checksum(cities)
    bad = [
        path for path in BAD.iterdir() if path.is_file() and path.name not in ("two_cities.geojson", ".gitattributes")
    ]  # the stored city's code tells the two apart
    problems = refused(small_city.membership(), *bad, cities=cities)
    assert {problem.file for problem in problems} == {path.name for path in bad}
    assert checksum(cities) == before


def test_command_ends_with_2_and_says_it_in_words_and_for_programs(tmp_path, capsys):
    assert main(["import", CITY, str(BAD / "negative.csv"), str(BAD / "empty.csv"), "--cities-dir", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "何も書き込みませんでした（2件）" in said.err and "4行目・列「10～14歳」・値「-12」" in said.err
    assert main(["import", CITY, str(BAD / "negative.csv"), "--cities-dir", str(tmp_path), "--report", "json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["exit_code"] == 2
    assert told["problems"][0] | {"row": 4, "value": "-12", "severity": "refuse"} == told["problems"][0]


@pytest.mark.parametrize("name", ["negative.csv", "web_page.xls"])
def test_check_finds_the_same(name, tmp_path, capsys):
    assert main(["check", str(BAD / name)]) == 2
    assert CASES[name][0] in capsys.readouterr().err


def test_a_remark_below_the_table_is_no_cut_off_line(small_city, tmp_path):
    path = small_city.register()
    path.write_bytes(path.read_bytes() + "※外国人を含む".encode())
    report = import_city(CITY, [GivenFile(path)], ImportOptions(cities=tmp_path / "cities"), quiet)
    assert report.exit_code == 0


def test_text_in_other_encodings_or_lost_is_refused(small_city, tmp_path):
    text = small_city.register().read_text(encoding="utf-8").replace("～", "-")
    for name, content, why in (
        ("euc.csv", text.encode("euc_jp"), "文字コード"),
        ("jis.csv", text.encode("iso2022_jp"), "文字化け"),
        ("marks.csv", text.encode("ascii", "replace"), "「?」に置き換わって"),
        ("latin.csv", text.encode().decode("latin-1").encode(), "文字化け"),
        ("cut_in_a_letter.csv", text.encode("utf-16")[:-31], "文字コード"),
        ("zeros.csv", text.encode() + bytes(2), "文字化け"),
    ):
        (small_city.folder / name).write_bytes(content)
        assert why in refused(small_city.folder / name, cities=tmp_path / "cities")[0].why, name


def test_missing_file(tmp_path):
    assert "見つかりません" in refused(tmp_path / "nowhere.csv", cities=tmp_path)[0].why


def test_a_kind_given_by_hand_says_what_that_kind_needs(tmp_path):
    assert "年齢階級" in refused(BAD / "unknown_table.csv", cities=tmp_path, kind="population")[0].why
    assert (
        "KEY_CODE" in refused(BAD / "unknown_table.csv", cities=tmp_path, kind="census")[0].why
        or "e-Stat" in refused(BAD / "unknown_table.csv", cities=tmp_path, kind="census")[0].what_to_do
    )


def test_far_too_large_files_are_refused_before_they_are_read(tmp_path):
    wide = tmp_path / "large_20240930.csv"
    with wide.open("wb") as file:
        file.truncate(LARGEST_TABLE + 1)
    assert "大きすぎます" in refused(wide, cities=tmp_path / "cities")[0].why
    long = tmp_path / "long_20240930.csv"
    long.write_bytes(b"1,\n" * (MOST_ROWS + 1))
    assert "行が多すぎます" in refused(long, cities=tmp_path / "cities")[0].why


@pytest.mark.parametrize(("name", "inside"), [("bomb.zip", "data.csv"), ("bomb.xlsx", "xl/worksheets/sheet1.xml")])
def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(name, inside, tmp_path):
    path = tmp_path / name
    zeros = bytes(2**20)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(inside, "w", force_zip64=True) as member,
    ):
        for _ in range(LARGEST_UNPACKED // 2**20 + 1):
            member.write(zeros)
    assert path.stat().st_size < 2**23
    assert "大きすぎます" in refused(path, cities=tmp_path / "cities")[0].why


def test_files_of_a_shapefile_that_are_missing_or_cut_off(small_city, tmp_path):
    path = small_city.boundary("r2ka27999.shp")
    whole = path.read_bytes()
    path.write_bytes(whole[:-60])
    assert "途中で切れています" in refused(path, cities=tmp_path / "cities")[0].why
    path.write_bytes(whole)
    path.with_suffix(".dbf").unlink()
    assert ".dbf" in refused(path, cities=tmp_path / "cities")[0].why


def test_plane_coordinates_without_a_reference_system_are_refused(small_city, tmp_path):
    path = small_city.boundary("r2ka27999.shp", crs="EPSG:6674")
    path.with_suffix(".prj").unlink()
    problem = refused(path, cities=tmp_path / "cities")[0]
    assert "CRS" in problem.why and ".prj" in problem.what_to_do


def test_shapes_outside_japan_are_refused(tmp_path):
    path = tmp_path / "paris.geojson"
    gpd.GeoDataFrame(
        {"KEY_CODE": ["27999001001"], "S_NAME": ["架空町"]}, geometry=[box(2.3, 48.8, 2.4, 48.9)], crs="EPSG:4326"
    ).to_file(path)
    assert "日本の外" in refused(path, cities=tmp_path / "cities")[0].why


def test_another_citys_boundary_is_not_mixed_in(small_city, tmp_path):
    cities = tmp_path / "cities"
    import_city(CITY, [GivenFile(small_city.boundary())], ImportOptions(cities=cities), quiet)
    other = small_city.shapes()
    other["KEY_CODE"] = other["KEY_CODE"].str.replace("27999", "27998")
    other.to_file(small_city.folder / "other.geojson")
    assert "ではない市区町村" in refused(small_city.folder / "other.geojson", cities=cities)[0].why


def test_one_register_in_two_files_at_once_is_refused(small_city, tmp_path):
    problems = refused(small_city.register("a.csv"), small_city.register("b.csv"), cities=tmp_path / "cities")
    assert problems[0].file == "b.csv" and "別のファイルにも" in problems[0].why
    assert not [
        path for path in (tmp_path / "cities").iterdir() if path.is_dir()
    ]  # the lock stands beside the city that never was


@pytest.mark.parametrize("name", ["../escape", "a/b", "", ".hidden", "con:"])
def test_names_that_are_no_folder_are_refused(name, small_city, tmp_path):
    with pytest.raises(Refused, match="市の名前"):
        import_city(name, [GivenFile(small_city.register())], ImportOptions(cities=tmp_path / "cities"), quiet)


SLIGHTLY_WRONG = "{area},期間,いばしょ,見守り活動,お買い物,ごみ捨て\n架空町１丁目,2024-04/2025-03,12,11,15,3\n"


@pytest.mark.parametrize("area", ["町内会", "自治会の名"])
def test_slightly_wrong_headings_are_answered_with_the_headings_known(tmp_path, capsys, area):
    path = tmp_path / "表.csv"
    path.write_text(SLIGHTLY_WRONG.format(area=area), encoding="utf-8")
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().err
    assert "見分けられません。「困りごと」の表に近いようですが、見出しが違います。「困りごと」の表の見出し: " in said
    assert all(need in said for need in (*NEEDS, "対象人数"))
    assert main(["check", "--needs", str(path)]) == 2
    said = capsys.readouterr().err
    assert all(need in said for need in NEEDS) and "使える見出し: " in said


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("名前・名称,種別,曜日,所在地の住所,連絡先", "地域資源"),
        ("町内会名,基準の日,回答の数,調査項目", "調査"),
        ("品目,単価,個数", None),
        ("種類,単価,数量", None),  # one heading alike is chance
    ],
)
def test_the_nearest_kind_of_table(line, kind):
    found = closest_template([Sheet("表.csv", "", [line.split(","), ["1"] * 5])])
    assert (found[0] if found else None) == kind
