"""The officials' own tables in an import from beginning to end, and small broken ones refused with nothing stored."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from shapely.geometry import LineString

from analysis.indicators.plain_counts import counts
from data.__main__ import main
from data.commands.import_files import import_city
from data.files.problems import Refused
from data.ingest.gazetteer import Gazetteer
from data.ingest.options import GivenFile, ImportOptions
from data.store.city import open_city
from data.store.schema import TABLES

BAD = Path(__file__).parents[2] / "bad" / "own_tables"

# file: (kind or None, every part that must be said)
CASES = {
    "needs.csv": (
        None,
        [
            "2行目・列「居場所・運動」・値「三人」: 数ではありません",
            "2行目・列「見守り」・値「-1」",
            "2行目・列「買い物」・値「2.5」",
            "3行目・列「町内会」・値「一丁目」: 「一丁目」の行が前にもあります",
            "4行目・列「町内会」: どの区域の行か分かりません",
        ],
    ),
    "needs_without_date.csv": (None, ["いつの数字か分かりません。 → 「基準日」の列を作るか"]),
    "households.csv": (
        None,
        [
            "列「基準日」・値「2025-13-01」: 日付として読めません",
            "列「種類」・値「ふたり暮らし」",
            "列「年齢」・値「六十五」",
            "列「世帯数」・値「１０戸」: 数ではありません",
        ],
    ),
    "care.csv": (None, ["列「要介護度」・値「要介護6」", "値「10」: 認定者数が被保険者数（5）より多く"]),
    "survey.csv": (None, ["列「項目」: 空欄です", "値「25」: 該当者数が回答数（20）より多く"]),
    "membership.csv": (None, ["4行目・列「割合」・値「二割」"]),
    "resources_repeated_heading.csv": (None, ["列「電話番号」: 同じ意味の見出しが2つあります: 連絡先、電話番号"]),
    "resources.csv": (
        None,
        ["列「名称」: 空欄です", "列「定員」・値「-1」", "列「開始日」・値「先日」", "列「掲載の同意」・値「たぶん」"],
    ),
    "resources_without_names.csv": ("resources", ["列「名称」: 見出し「名称」がありません"]),
    "facilities.csv": (None, ["2行目・列「名称」: 空欄です"]),
    "activities.csv": (None, ["列「日付」・値「きのう」: 日付として読めません", "列「参加者数」・値「-3」"]),
}


@pytest.mark.parametrize("name", CASES)
def test_broken_tables_are_refused_with_everything_that_is_wrong(name, small_city, tmp_path, capsys):
    kind, parts = CASES[name]
    cities = tmp_path / "cities"
    given = [str(BAD / name)] if kind is None else [f"--{kind}", str(BAD / name)]
    assert main(["import", "kaku", str(small_city.boundary()), *given, "--cities-dir", str(cities)]) == 2
    said = capsys.readouterr().err
    for part in parts:
        assert part in said
    assert f"ファイル「{name}」" in said and not (cities / "kaku").exists()


def test_every_broken_table_has_its_case():
    assert {path.name for path in BAD.iterdir()} == set(CASES)


@pytest.fixture
def city(small_city, tmp_path):
    """The small city with a table of every kind."""
    write = small_city.write
    files = [
        small_city.boundary(),
        small_city.membership(),
        write(
            "困りごと.csv",
            [
                ["地区", "町内会", "期間", "世帯数", "居場所・運動", "見守り", "買い物", "対象人数"],
                ["東地区", "みどり会", "2024-04/2025-03", "530", "4", "8", "11", "20"],
                ["西地区", "みどり会", "2024-04/2025-03", "100", "1", "", "1", "3"],
                ["合計", "", "", "630", "5", "10", "13", "23"],
            ],
        ),
        write(
            "世帯.csv",
            [
                ["町名", "基準日", "種類", "年齢", "世帯数"],
                ["架空町１丁目", "2024-09-30", "ひとり暮らし", "65", "50"],
                ["ない町", "2024-09-30", "ひとり暮らし", "65", "80"],
            ],
            "cp932",
        ),
        write(
            "資源.csv",
            [
                ["名称", "種類", "地区", "町名", "緯度", "経度", "曜日・時間", "対象区域"],
                ["みどりサロン", "サロン", "", "架空町一丁目", "", "", "毎週火曜 10:00～11:30", ""],
                ["見守り隊", "見守り", "東地区", "", "", "", "", "架空町二丁目、霞ヶ丘１丁目、ない町"],
                ["点のある店", "店", "", "", "34.672", "135.576", "毎日", ""],
                ["海の上", "店", "", "", "34.0", "135.0", "", ""],
            ],
        ),
        write(
            "協議体.csv",
            [["地区", "協議体名", "設立日", "目指す地域像"], ["東地区", "東の会", "2018-06", "声をかけ合えるまち"]],
        ),
        write(
            "認定.csv",
            [["地区", "基準日", "要介護度", "認定者数", "被保険者数"], ["東地区", "2024-09-30", "計", "48", "300"]],
        ),
        write(
            "調査.csv",
            [["地区", "調査時期", "項目", "有効回答数", "該当者数"], ["東地区", "2024-12", "閉じこもり", "120", "24"]],
        ),
    ]
    rail = small_city.folder / "rail.geojson"
    gpd.GeoDataFrame(
        {"N02_003": ["みどり線"]}, geometry=[LineString([(135.0, 34.672), (136.0, 34.672)])], crs=6668
    ).to_file(rail)
    report = import_city(
        "kaku",
        [GivenFile(path) for path in (*files, rail)],
        ImportOptions(cities=tmp_path / "cities"),
        lambda words: None,
    )
    return open_city("kaku", tmp_path / "cities"), report


def test_tables_of_every_kind_are_stored_with_their_areas(city):
    stored, _ = city
    needs = stored.table("needs")
    assert set(needs["area_code"]) == {"kaku/東地区/みどり会", "kaku/西地区/みどり会"} and len(needs) == 8
    households = stored.table("households").query("kind == 'single_elderly'")
    assert households[["area_code", "households", "age_limit"]].to_numpy().tolist() == [["27999001001", 50, 65]]
    assert stored.table("councils")[["area_code", "vision"]].to_numpy().tolist() == [
        ["kaku/東地区", "声をかけ合えるまち"]
    ]
    assert stored.table("care")[["area_code", "certified", "insured"]].to_numpy().tolist() == [["kaku/東地区", 48, 300]]
    assert stored.table("survey")[["area_code", "persons", "respondents"]].to_numpy().tolist() == [
        ["kaku/東地区", 24, 120]
    ]


def test_the_report_lists_printed_totals_beside_what_lines_add_up_to_except_where_a_cell_is_unknown(city):
    file = next(file for file in city[1].files if file.file == "困りごと.csv")
    assert file.totals == {
        "世帯数": {"file": 630, "read": 630},
        "居場所・運動": {"file": 5, "read": 5},
        "買い物": {"file": 13, "read": 12},
        "対象人数": {"file": 23, "read": 23},
    }
    assert "買い物: 資料の合計 13、足し上げ 12（差 -1）" in city[1].words()
    assert sum("「買い物」は、合計の行では13ですが" in problem.why for problem in city[1].problems) == 1


def test_resources_stand_in_their_areas_and_those_outside_are_counted(city):
    stored, report = city
    resources = stored.table("resources").set_index("name")
    assert resources["area_code"].to_dict() == {
        "みどりサロン": "27999001001",
        "見守り隊": "kaku/東地区",
        "点のある店": "27999001001",
    }
    assert resources["position_basis"].to_dict() == {
        "みどりサロン": "representative",
        "見守り隊": "representative",
        "点のある店": "given",
    }
    assert 135.574 < resources.at["みどりサロン", "lon"] < 135.578
    assert any("市の外にある1件を外しました: 「海の上」5行目" in problem.why for problem in report.problems)
    assert report.exit_code == 1


def test_served_areas_are_found_in_other_districts_too_and_never_made(city):
    stored, report = city
    assert sorted(stored.table("served")["area_code"]) == ["27999001002", "27999003001"]  # the second lies in 西地区
    assert not stored.table("areas")["name"].isin(["ない町"]).any()
    assert any(
        "「ない町」3行目" in problem.why and "届く区域から外しました" in problem.why for problem in report.problems
    )


def test_ground_is_cut_to_the_city(city):
    stored, _ = city
    base = stored.table("base")
    assert base[["layer", "name"]].to_numpy().tolist() == [["railway", "みどり線"]]
    west, _, east, _ = base.total_bounds
    assert 135.56 < west < 135.574 and 135.598 < east < 135.61


def test_associations_without_polygons_have_no_place(city):
    areas = city[0].table("areas").query("level == 'neighbourhood'")
    assert len(areas) == 2 and areas.geometry.isna().all()


def test_a_code_that_lost_its_leading_zero_in_excel_is_found():
    areas = TABLES["areas"].fit(
        pd.DataFrame({"area_code": ["092010010", "09201002001"], "level": "small_area", "name": ["一", "二"]})
    )
    matched = Gazetteer(areas, pd.DataFrame()).match(pd.DataFrame({"area": ["92010010", "9201002001", "92010099"]}))
    assert matched.codes == {("92010010", ""): "092010010", ("9201002001", ""): "09201002001"} and list(
        matched.lost
    ) == [("92010099", "")]


COUNCILS = [["地区", "協議体名", "設立日", "目指す地域像"], ["東地区", "東の会", "2018-06", "声をかけ合えるまち"]]
TOLD = [
    ["地区", "題名", "目的", "掲載の同意"],
    ["東地区", "居場所", "集まる", "はい"],
    ["ない地区", "見守り", "気づく", "はい"],
]


def _workbook(folder: Path, name: str, sheets: dict[str, list[list[str]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    folder.mkdir(exist_ok=True)
    book.save(folder / name)
    return folder / name


def _import(small_city, path: Path, *others: Path):
    cities = small_city.folder / "cities"
    report = import_city(
        "kaku", [GivenFile(one) for one in (*others, path)], ImportOptions(cities=cities), lambda words: None
    )
    return open_city("kaku", cities), report


def test_a_sheet_that_was_emptied_takes_its_rows_away_and_says_so(small_city):
    """Someone who no longer agrees to be shown is taken out by deleting the line of the case."""
    city, report = _import(
        small_city,
        _workbook(small_city.folder, "協議体.xlsx", {"協議体": COUNCILS, "事例": TOLD}),
        small_city.boundary(),
        small_city.membership(),
    )
    assert city.table("cases")["title"].tolist() == ["居場所"]
    assert any(
        "シート「事例」" in problem.sentence() and "「ない地区」3行目" in problem.sentence()
        for problem in report.problems
    )
    city, report = _import(
        small_city, _workbook(small_city.folder, "協議体.xlsx", {"協議体": COUNCILS, "事例": TOLD[:1]})
    )
    assert city.table("cases").empty and len(city.table("councils")) == 1
    assert any("事例 1行を消しました" in words for words in report.replaced)


def test_a_file_that_was_renamed_does_not_stand_beside_itself(small_city):
    _import(
        small_city,
        _workbook(small_city.folder, "協議体2025.xlsx", {"協議体": COUNCILS, "事例": TOLD}),
        small_city.boundary(),
        small_city.membership(),
    )
    city, report = _import(
        small_city, _workbook(small_city.folder, "協議体2026.xlsx", {"協議体": COUNCILS, "事例": TOLD})
    )
    assert len(city.table("councils")) == 1 and len(city.table("cases")) == 1
    assert (
        "協議体 1行（協議体2025）を、協議体2026.xlsx のものに入れ替えました。" in report.replaced
    )  # its title, not a number of ours


@pytest.mark.parametrize("blank", ["zero", "unknown"])
def test_a_formula_that_was_never_computed_is_no_empty_cell(small_city, blank):
    rows = [["町名", "期間", "居場所・運動", "見守り", "買い物"], ["架空町１丁目", "2024-04/2025-03", "=10+2", 3, 4]]
    with pytest.raises(
        Refused, match="計算されていない式があり、値が分かりません（セル C2）。 → Excel で開いて上書き保存する"
    ):
        import_city(
            "kaku",
            [GivenFile(small_city.boundary()), GivenFile(_workbook(small_city.folder, "困りごと.xlsx", {"表": rows}))],
            ImportOptions(cities=small_city.folder / "cities", blank=blank),
            lambda words: None,
        )


def test_a_formula_with_a_result_is_read(small_city):
    path = small_city.folder / "困りごと.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for place, row in enumerate(
            [["町名", "期間", "居場所・運動", "見守り", "買い物", "備考"], ["架空町１丁目", "2024-04/2025-03"]]
        ):
            sheet.write_row(place, 0, row)
        for place, (formula, result) in enumerate([("=10+2", 12), ("=1-1", 0), ("=2+2", 4), ('=""', "")], 2):
            sheet.write_formula(1, place, formula, None, result)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w") as book:  # as Excel itself writes a formula that gives an empty text
        for name, part in parts.items():
            book.writestr(name, part.replace(b'<c r="F2">', b'<c r="F2" t="str">'))
    city, _ = _import(small_city, path, small_city.boundary())
    assert city.table("needs").set_index("need")["persons"].to_dict() == {"居場所・運動": 12, "見守り": 0, "買い物": 4}


def test_a_corrected_table_of_needs_under_another_name_takes_the_place_of_the_first(small_city):
    def table(name: str, watched: str) -> Path:
        return small_city.write(
            name,
            [
                ["町名", "期間", "居場所・運動", "見守り", "買い物"],
                ["架空町１丁目", "2024-04/2025-03", "12", watched, "15"],
            ],
        )

    _import(small_city, table("困りごと.csv", "11"), small_city.boundary())
    city, report = _import(small_city, table("困りごと（訂正）.csv", "21"))
    assert city.table("needs").set_index("need")["persons"].to_dict() == {
        "居場所・運動": 12,
        "見守り": 21,
        "買い物": 15,
    }
    assert any(words.startswith("困りごと 3行") for words in report.replaced)


def test_the_citys_own_table_is_added_to_the_embedded_city_of_public_documents(tmp_path):
    """Its title says more than its name, and it has no place on the map: the zone stays the one it has (群馬県 is zone
    IX)."""
    path = tmp_path / "活動.csv"
    path.write_text(
        "地区,日付,題名,案内数,参加者数\n高崎市,2025-09-01,交流会,,120\n八幡,2025-09-02,会議,20,15\n", encoding="utf-8"
    )
    report = import_city("takasaki", [GivenFile(path)], ImportOptions(cities=tmp_path / "cities"), lambda words: None)
    city, before = open_city("takasaki", tmp_path / "cities"), open_city("takasaki", tmp_path / "none")
    assert report.exit_code == 0 and city.zone == before.zone == 6677 and not report.assumed
    assert len(city.table("activities")) == len(before.table("activities")) + 2
    assert city.table("activities").query("title == '交流会' and date == '2025-09-01'")["area_code"].tolist() == [
        "takasaki"
    ]


def test_households_written_beside_newer_needs_do_not_hide_those_of_the_register(small_city):
    table = small_city.write(
        "困りごと.csv",
        [
            ["町名", "期間", "世帯数", "居場所・運動", "見守り", "買い物"],
            ["架空町１丁目", "2024-04/2025-03", "100", "12", "11", "15"],
        ],
    )
    city, _ = _import(small_city, table, small_city.boundary(), small_city.membership(), small_city.register())
    whole = counts(city, "city", ["households"]).iloc[0]
    assert (whole["value"], whole["as_of"]) == (7 * sum(range(1, 7)), "2024-09-30")
