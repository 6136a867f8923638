"""Slips of an official at the command line: nothing is lost for one, and what is said is Japanese and never a
traceback."""

from __future__ import annotations

import json

import openpyxl
import pandas as pd
import pytest

from data.__main__ import main
from data.commands.import_files import import_city
from data.files.problems import Refused
from data.ingest.options import GivenFile, ImportOptions
from data.store.citations import cite
from data.store.city import open_city


@pytest.fixture
def run(tmp_path, capsys):
    """run("import", "kaku", file, ...) -> exit code and what was said on both streams."""

    def run(*words) -> tuple[int, str]:
        folder = (
            ["--cities-dir", str(tmp_path / "cities")] if words and words[0] in ("import", "figures", "list") else []
        )
        try:
            code = main([*map(str, words), *folder])
        except SystemExit as stopped:
            code = stopped.code
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out + said.err

    return run


@pytest.fixture
def city(run, small_city, tmp_path):
    """The small city imported with districts; a way to open it."""
    assert run("import", "kaku", small_city.boundary(), small_city.register(), small_city.membership())[0] == 0
    return lambda: open_city("kaku", tmp_path / "cities")


def test_files_may_stand_after_an_option(run, small_city):
    code, said = run(
        "import", "kaku", "--title", "名付け市", small_city.boundary(), "--zone", "6674", small_city.register()
    )
    assert code == 0 and "名付け市" in said and "register.csv" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import"], "足りないものがあります: 市の名前"),
        (["import", "kaku", "--zone", "abc"], "「--zone」には数を書いてください（あったもの: abc）"),
        (["import", "kaku", "--blank", "maybe"], "「--blank」に「maybe」は使えません"),
        (["import", "kaku", "a.csv", "--nosuch"], "知らない指定です: --nosuch"),
        (["import", "kaku", "--title"], "「--title」のあとに値がありません"),
        (["nosuch"], "「命令」に「nosuch」は使えません"),
        (["check"], "確かめるファイルがありません"),
        (["import", "kaku", "--as", "nosuch=a.csv"], "membership、survey、care"),
    ],
)
def test_a_command_that_is_not_understood(run, words, said):
    code, found = run(*words)
    assert code == 2 and said in found and "error:" not in found


def test_a_fault_of_the_program_is_said_in_words(run, monkeypatch, small_city):
    def broken(*given):
        raise ZeroDivisionError

    monkeypatch.setattr("data.commands.import_files.import_city", broken)
    code, said = run("import", "kaku", small_city.register())
    assert code == 2 and "思わぬこと" in said and "ZeroDivisionError" in said and "test_slips.py" in said


def test_a_template_never_overwrites(run, tmp_path):
    out = tmp_path / "needs.xlsx"
    assert run("template", "needs", out)[0] == 0
    before = out.read_bytes()
    for target, said in (
        (out, "もうあります"),
        (tmp_path / "needs.csv", ".xlsx"),
        (tmp_path / "nowhere" / "a.xlsx", "フォルダ"),
    ):
        code, found = run("template", "needs", target)
        assert code == 2 and said in found
    assert out.read_bytes() == before


def test_a_membership_that_matches_nothing_keeps_the_districts(run, city, small_city):
    code, said = run("import", "kaku", small_city.write("other.csv", [["区域", "地区"], ["よその町", "南地区"]]))
    assert code == 2 and "一つも結び付きません" in said and "よその町" in said
    assert len(city().table("membership").query("parent_code.str.endswith('地区')")) == 6


def test_a_membership_that_forgets_areas_says_so(run, city, small_city):
    code, said = run("import", "kaku", small_city.write("part.csv", [["区域", "地区"], ["夢見町", "東地区"]]))
    assert code == 1 and "区域5件がこの表になく" in said


def test_a_membership_with_codes_may_come_first(run, small_city):
    code, said = run("import", "kaku", small_city.membership())
    assert code == 2 and "境界" in said
    assert run("import", "kaku", small_city.boundary(), small_city.membership())[0] == 0


@pytest.mark.parametrize(
    "rows",
    [
        [["区域", "基準日", "世帯の種類", "年齢の区切り", "世帯数"], ["よその町", "2025-04-01", "総世帯", "65", "9"]],
        [
            ["区域", "基準日", "年齢区分", "要介護度", "認定者数", "被保険者数"],
            ["よその町", "2025-04-01", "65歳以上", "計", "9", "90"],
        ],
        [["区域", "期間", "買い物", "通院", "掃除", "見守り"], ["よその町", "2025-04", "1", "2", "3", "4"]],
    ],
)
def test_a_table_of_another_city_is_refused(run, city, small_city, rows):
    before = city().revision
    code, said = run("import", "kaku", small_city.write("other.csv", rows))
    assert code == 2 and "一つも結び付きません" in said and "よその町" in said and city().revision == before


def test_a_register_of_another_city_is_refused(run, city, small_city):
    rows = small_city.register_rows()
    code, said = run(
        "import",
        "kaku",
        small_city.write("other.csv", [*rows[:2], *[["よその" + row[0], *row[1:]] for row in rows[2:]]]),
    )
    assert code == 2 and "一つも結び付きません" in said


def test_a_register_that_loses_areas_is_told(run, city, small_city):
    rows = small_city.register_rows()
    code, said = run("import", "kaku", small_city.write("register.csv", rows[:-1]))
    assert code == 1 and "ほかの資料では人がいる区域1件" in said and "大字雲井" in said


def test_areas_far_from_the_city_are_refused(run, city, small_city):
    shapes = small_city.shapes()[["S_NAME", "geometry"]].rename(columns={"S_NAME": "自治会名"})
    shapes["geometry"] = shapes.geometry.translate(3, 0)
    shapes.to_file(small_city.folder / "よその自治会.geojson")
    code, said = run("import", "kaku", small_city.folder / "よその自治会.geojson")
    assert code == 2 and "遠く離れています" in said


def test_a_file_of_shapes_is_no_table(run, city, small_city):
    for kind in ("membership", "population", "needs", "care", "councils", "survey", "households", "census"):
        code, said = run("import", "kaku", "--as", f"{kind}={small_city.boundary()}")
        assert code == 2 and "図形のファイルで" in said, kind


def test_one_code_with_two_names_is_refused(small_city, tmp_path):
    shapes = small_city.shapes()
    shapes.loc[1, "KEY_CODE"] = shapes.loc[0, "KEY_CODE"]
    shapes.to_file(path := small_city.folder / "r2ka27999.geojson")
    with pytest.raises(Refused) as refused:
        import_city("kaku", [GivenFile(path)], ImportOptions(cities=tmp_path / "cities"), lambda words: None)
    problem = refused.value.problems[0]
    assert (problem.column, problem.value, problem.row) == (
        "KEY_CODE",
        "27999001001",
        2,
    ) and "架空町一丁目、架空町二丁目" in problem.why


def test_an_area_without_a_shape_is_told(run, small_city):
    made = json.loads(small_city.boundary().read_text(encoding="utf-8"))
    made["features"][4]["geometry"] = None
    (small_city.folder / "r2ka27999.geojson").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    code, said = run("import", "kaku", small_city.folder / "r2ka27999.geojson")
    assert code == 1, said
    assert "5行目・値「霞ケ丘二丁目」: 面の形がない区域です" in said


def test_what_goes_with_areas_that_newer_boundaries_lack(run, city, small_city):
    shapes = small_city.shapes()
    shapes[shapes["KEY_CODE"] != "279990040"].to_file(path := small_city.folder / "r2ka27999.geojson")
    code, said = run("import", "kaku", path)
    assert code == 1 and "大字雲井" in said and f"（2024年9月30日） の{sum(small_city.people(6)):,}人" in said


def test_each_service_of_care_sites_is_a_list_of_its_own(run, city, small_city):
    heading = [
        "都道府県コード又は市町村コード",
        "No",
        "都道府県名",
        "市区町村名",
        "事業所名",
        "サービスの種類",
        "住所",
        "緯度",
        "経度",
        "事業所番号",
    ]
    for number, service in enumerate(("訪問介護", "通所介護"), 1):
        row = [
            "279994",
            "1",
            "大阪府",
            "架空市",
            f"事業所{number}",
            service,
            "架空町1",
            "34.672",
            "135.576",
            f"27{number}",
        ]
        code, said = run("import", "kaku", small_city.write(f"jigyosho_{number}.csv", [heading, row]))
        assert code == 0 and "入れ替えた" not in said
    assert set(city().table("resources")["name"]) == {"事業所1", "事業所2"}


def test_a_list_without_a_date_does_not_borrow_one():
    sources = pd.DataFrame(
        {
            "source_id": ["r", "p"],
            "kind": ["resources", "register"],
            "title": ["施設一覧", "住民基本台帳"],
            "publisher": [None, None],
            "as_of": [None, "2025-04-01"],
        }
    )
    assert (
        cite(sources, [("2025-04-01", ("p", "r"), "")])
        == "住民基本台帳（2025年4月1日現在）、施設一覧（基準日の記載なし）"
    )
    assert (
        cite(sources.assign(as_of=["2024-10-01", "2025-04-01"]), [("2025-04-01", ("r",), "")])
        == "施設一覧（2024年10月1日現在）"
    )


def test_semicolons_between_cells(run, city, small_city):
    path = small_city.folder / "semicolons.csv"
    path.write_text("\n".join(";".join(row) for row in small_city.register_rows()) + "\n", encoding="utf-8")
    assert run("import", "kaku", path)[0] == 0


def test_a_hidden_sheet_is_left_out_and_named(run, city, small_city):
    book = openpyxl.Workbook()
    book.active.title = "人口"
    old = book.create_sheet("旧データ")
    old.sheet_state = "hidden"
    for row in small_city.register_rows():
        book["人口"].append(row)
        old.append(row)
    book.save(path := small_city.folder / "人口.xlsx")
    code, said = run("import", "kaku", path)
    assert code == 0 and "表示されていないシート（旧データ）は読みませんでした" in said


def test_polygons_of_another_year_under_tables_that_are_there(run, city, small_city):
    assert (
        run(
            "import", "kaku", small_city.write("r2023.csv", [["平成22年9月30日現在"], *small_city.register_rows()[1:]])
        )[0]
        == 1
    )
    code, said = run("import", "kaku", small_city.boundary())
    assert code == 1 and "境界（2020年の国勢調査）と人口（2010年）の年が10年離れています" in said


def test_a_file_name_in_english_is_no_title(run, city, small_city):
    rows = [["区域", "基準日", "世帯の種類", "年齢の区切り", "世帯数"], ["夢見町", "2025-04-01", "総世帯", "65", "9"]]
    run("import", "kaku", small_city.write("hh.csv", rows))
    assert "世帯の表（hh）" in set(city().table("sources")["title"])
