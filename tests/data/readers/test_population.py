"""Readers of population tables on small invented files in the layouts that cities and e-Stat publish."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from data.files.extract import Options
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import estat_ages, recognise, register_ages, standard_population

BANDS = [(start, start + 4) for start in range(0, 85, 5)] + [(85, None)]
FULL = str.maketrans("0123456789", "０１２３４５６７８９")


def read(path, **options):
    with opened(path) as file:
        reader = recognise(file)
        return reader, reader.read(file, Options(**options))


def people(piece, area: str, sex: str = "all", as_of: str | None = None) -> dict:
    table = piece.tables["population"]
    rows = table[(table["area"] == area) & (table["sex"] == sex) & ((table["as_of"] == as_of) if as_of else True)]
    return {
        None if value is None or value != value else int(value): persons
        for value, persons in zip(
            rows["age_from"].astype(object).where(rows["age_from"].notna(), None), rows["persons"], strict=True
        )
    }


def warnings(piece) -> list[str]:
    return [problem.sentence() for problem in piece.problems if problem.severity == "warn"]


# --- registers ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_read_in_silence(small_city, encoding):
    reader, piece = read(small_city.register(f"register_{encoding}.csv", encoding))
    assert reader is register_ages
    assert piece.problems == []
    assert piece.tables["population"]["persons"].sum() == small_city.total
    assert list(people(piece, "夢見町").values()) == small_city.people(3)
    assert piece.tables["households"]["households"].tolist() == [7, 14, 21, 28, 35, 42]
    assert piece.source["as_of"] == "2024-09-30"


def test_the_layout_of_higashiosaka(small_city, tmp_path):
    """A date as the heading of the names, line breaks and full-width digits in headings, the date again above, a total
    at the bottom."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "5歳階級一覧表"
    sheet.append([None] * 10 + ["令和6年9月30日現在"])
    sheet.append(
        [
            "令和６年９月３0日現在",
            "世帯数",
            "人口総数",
            "男",
            "女",
            *(
                (
                    f"{str(low).translate(FULL)}歳\n　～{str(high).translate(FULL)}歳"
                    if high
                    else f"{str(low).translate(FULL)}歳\n　　以上"
                )
                for low, high in BANDS
            ),
        ]
    )
    for number, name in enumerate(small_city.names, 1):
        bands = small_city.people(number)
        sheet.append([name, number, sum(bands), 1, 2, *bands])
    sums = [sum(column) for column in zip(*(small_city.people(number) for number in range(1, 7)), strict=True)]
    sheet.append(["全市合計", 21, sum(sums) + 1, 6, 12, *sums])
    book.save(tmp_path / "町目別.xlsx")
    reader, piece = read(tmp_path / "町目別.xlsx")
    assert reader is register_ages
    assert piece.tables["population"]["persons"].sum() == small_city.total
    assert piece.totals["population"] == {"人口総数": small_city.total + 1, "世帯数": 21}
    assert set(piece.tables["population"]["as_of"]) == {"2024-09-30"}
    assert [("9行目" in said, "全市合計" in said) for said in warnings(piece)] == [(True, True)]


def test_the_layout_of_sapporo(small_city):
    """Wards, sums of three age groups among the bands, spaces in headings, x for small numbers, lines of totals in
    between."""
    header = [
        "区",
        "区分",
        "人口",
        "年少人口",
        "0～ 4歳",
        "5～ 9",
        "10～14",
        "生産年齢  人    口",
        *(f"{low}～{low + 4}歳" for low in range(15, 65, 5)),
        "老年人口",
        "65～69歳",
        *(f"{low}～{low + 4}" for low in range(70, 100, 5)),
        "100歳  以上",
    ]
    bands = list(range(1, 22))

    def line(ward: str, name: str, values: list) -> list[str]:
        number = [value if isinstance(value, int) else 0 for value in values]
        return [
            ward,
            name,
            str(sum(number)),
            str(sum(number[:3])),
            *map(str, values[:3]),
            str(sum(number[3:13])),
            *map(str, values[3:13]),
            str(sum(number[13:])),
            *map(str, values[13:]),
        ]

    rows = [
        ["令和6年1月1日現在"],
        header,
        line("北区", "", [3 * value for value in bands]),
        line("北区", "北１条", bands),
        line("北区", "北２条", ["x"] * 21),
        line("東区", "東区", bands),
        line("東区", "北１条", bands),
        ["合計", "", *line("", "", [4 * value for value in bands])[2:]],
    ]
    _, piece = read(small_city.write("sapporo.csv", rows))
    table = piece.tables["population"]
    assert set(table["area"]) == {"北区/北１条", "北区/北２条", "東区/北１条"}
    assert list(people(piece, "東区/北１条").values()) == bands
    hidden = table[table["area"] == "北区/北２条"]
    assert hidden["persons"].isna().all() and set(hidden["state"]) == {"suppressed"}


def test_single_years_of_age_with_sums_of_each_town(small_city):
    header = ["町名", "計", *(f"{age}歳" for age in range(100)), "100歳以上"]
    ages = [age % 7 for age in range(101)]
    rows = [
        ["R6.4.1"],
        header,
        ["一番町一丁目", str(sum(ages)), *map(str, ages)],
        ["一番町（大字計）", str(sum(ages)), *map(str, ages)],
        ["二木", str(sum(ages)), *map(str, ages)],
    ]
    _, piece = read(small_city.write("sendai.csv", rows))
    assert set(piece.tables["population"]["area"]) == {"一番町一丁目", "二木"}
    assert people(piece, "二木")[64] == 64 % 7
    assert piece.tables["population"]["persons"].sum() == 2 * sum(ages)


def test_men_and_women_below_one_another_and_headings_over_two_lines(small_city):
    bands = [f"{low}～{high}歳" if high else f"{low}歳以上" for low, high in BANDS]
    below = [["町名", "男女", *bands]]
    for name in ("架空町一丁目", "夢見町"):
        below += [[name, "計", *["3"] * 18], [name, "男", *["1"] * 18], [name, "女", *["2"] * 18]]
    _, piece = read(small_city.write("below_20240930.csv", below))
    assert piece.tables["population"].groupby("sex")["persons"].sum().to_dict() == {
        "all": 108,
        "male": 36,
        "female": 72,
    }
    beside = [
        ["町名", *(cell for band in bands for cell in (band, "", ""))],
        ["", *["計", "男", "女"] * 18],
        ["夢見町", *["3", "1", "2"] * 18],
    ]
    _, piece = read(small_city.write("beside_20240930.csv", beside))
    assert piece.tables["population"].groupby("sex")["persons"].sum().to_dict() == {"all": 54, "male": 18, "female": 36}


def test_headings_in_cells_merged_with_the_line_above(small_city):
    rows = small_city.register_rows()
    upper = [*rows[1][:3], "年齢", *[""] * 17]
    _, piece = read(small_city.write("merged.csv", [rows[0], upper, ["", "", "", *rows[1][3:]], *rows[2:]]))
    assert piece.tables["population"]["persons"].sum() == small_city.total
    assert piece.tables["households"]["households"].sum() == 7 * 21
    assert piece.problems == []


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([int(cell) if cell.isdecimal() else cell for cell in row])
    book.save(path)
    return path


def test_sheets_of_men_and_women_are_not_counted_twice(small_city, tmp_path):
    rows = small_city.register_rows()
    double = [
        [cell if place < 2 or not cell.isdecimal() else str(2 * int(cell)) for place, cell in enumerate(row)]
        for row in rows
    ]
    _, piece = read(workbook(tmp_path / "sexes.xlsx", 総数=double, 男=rows, 女=rows))
    assert piece.tables["population"].groupby("sex")["persons"].sum().to_dict() == {
        "all": 2 * small_city.total,
        "male": small_city.total,
        "female": small_city.total,
    }
    assert len(piece.tables["households"]) == 6
    _, piece = read(workbook(tmp_path / "two.xlsx", 男=rows, 女=rows))
    assert piece.tables["population"].query("sex == 'all'")["persons"].sum() == 2 * small_city.total


def test_sheets_of_several_dates_stand_beside_one_another(small_city, tmp_path):
    rows = small_city.register_rows()
    _, piece = read(workbook(tmp_path / "dates.xlsx", **{"R6.9": rows[1:], "R7.9": rows[1:]}))
    assert piece.tables["population"].groupby("as_of")["persons"].sum().to_dict() == {
        "2024-09": small_city.total,
        "2025-09": small_city.total,
    }
    with pytest.raises(Refused, match="二つのシート"):
        read(workbook(tmp_path / "same.xlsx", 北=rows, 南=rows))


def test_the_date_of_the_figures_goes_before_that_of_the_printing(small_city):
    rows = small_city.register_rows()
    _, piece = read(small_city.write("printed.csv", [["作成日 令和6年10月15日"], *rows]))
    assert set(piece.tables["population"]["as_of"]) == {"2024-09-30"}


def test_full_width_digits_and_thousands_are_silent_but_blanks_and_dashes_are_told(small_city):
    rows = small_city.register_rows()
    rows[2][3:6] = ["１２", '"1,011"', " 12 "]
    rows[2][2] = ""
    rows[3][3] = ""
    rows[3][2] = ""
    rows[4][4] = "-"
    rows[4][2] = ""
    _, piece = read(small_city.write("marks.csv", rows))
    assert list(people(piece, "架空町一丁目").values())[:3] == [12, 1011, 12]
    assert people(piece, "架空町二丁目")[0] is not None and str(people(piece, "架空町二丁目")[0]) == "<NA>", (
        "an empty cell is not 0"
    )
    assert people(piece, "夢見町")[5] == 0
    said = warnings(piece)
    assert len(said) == 2
    assert "「-」1か所を0人" in said[0] and "5行目" in said[0]
    assert "空欄1か所" in said[1] and "4行目" in said[1] and "0～4歳" in said[1]


def test_bands_that_do_not_add_up_are_named_with_their_line(small_city):
    rows = small_city.register_rows()
    rows[4][2] = "9999"
    _, piece = read(small_city.write("sums.csv", rows))
    (said,) = warnings(piece)
    assert "5行目" in said and "夢見町" in said and "9,999" in said


# --- the standard data set ---


def standard_rows(small_city, new: bool = False) -> list[list[str]]:
    front = (
        ["全国地方公共団体コード", "地域コード", "地方公共団体名"]
        if new
        else ["都道府県コード又は市区町村コード", "地域コード", "都道府県名", "市区町村名"]
    )
    labels = [f"{low}-{high}歳の" if high else f"{low}歳以上の" for low, high in BANDS]
    header = [
        *front,
        "調査年月日",
        "地域名",
        "総人口",
        "男性",
        "女性",
        *(f"{label}{sex}" for label in labels for sex in ("男性", "女性")),
        "世帯数",
        "備考",
    ]
    rows = [header]
    for number, name in enumerate(small_city.names, 1):
        men, women = small_city.people(number), small_city.people(number + 10)
        place = ["279994", "", "架空市"] if new else ["279994", "", "大阪府", "架空市"]
        rows.append(
            [
                *place,
                "2024-10-01",
                name,
                str(sum(men) + sum(women)),
                str(sum(men)),
                str(sum(women)),
                *(str(value) for pair in zip(men, women, strict=True) for value in pair),
                "5",
                "",
            ]
        )
    return rows


@pytest.mark.parametrize("new", [False, True])
def test_old_and_new_standard_layout(small_city, new):
    reader, piece = read(small_city.write("279994_population_20241001.csv", standard_rows(small_city, new)))
    assert reader is standard_population
    assert len(standard_rows(small_city, new)[0]) == (46 if new else 47), (
        "the number of columns that the standards name"
    )
    assert list(people(piece, "夢見町", "male").values()) == small_city.people(3)
    assert list(people(piece, "夢見町", "female").values()) == small_city.people(13)
    assert list(people(piece, "夢見町").values()) == [
        a + b for a, b in zip(small_city.people(3), small_city.people(13), strict=True)
    ]
    assert piece.source["city_title"] == "架空市" and piece.source["city_codes"] == ("27999",)
    assert piece.problems == []


def test_meguro_age_unknown_before_households_and_a_key_code_at_the_end(small_city):
    rows = standard_rows(small_city)
    rows = [
        [
            *row[:-2],
            *(("不詳者の男性", "不詳者の女性") if place == 0 else ("2", "3")),
            *row[-2:],
            "KEY_CODE" if place == 0 else small_city.codes[place - 1],
        ]
        for place, row in enumerate(rows)
    ]
    rows = [[*row[:6], row[6] if place == 0 else str(int(row[6]) + 5), *row[7:]] for place, row in enumerate(rows)]
    _, piece = read(small_city.write("meguro.csv", rows))
    assert people(piece, small_city.codes[0])[None] == 5
    assert set(piece.tables["population"]["area"]) == set(small_city.codes)
    assert piece.problems == []


def test_akishima_totals_of_the_city_only_to_a_hundred_on_several_dates(small_city):
    labels = [f"{low}-{low + 4}歳の" for low in range(0, 100, 5)] + ["100歳以上の", "年齢不詳の"]
    header = [
        "都道府県コード又は市区町村コード",
        "地域コード",
        "都道府県名",
        "市区町村名",
        "調査年月日",
        "地域名",
        "総人口",
        "男性",
        "女性",
        *(f"{label}{sex}" for label in labels for sex in ("男性", "女性")),
        "世帯数",
        "備考",
    ]
    rows = [
        header,
        *(
            ["132071", "", "東京都", "昭島市", date, "", "66", "22", "44", *["1", "2"] * 22, "9", ""]
            for date in ("2025/1/1", "2024/1/1", "R5.1.1")
        ),
    ]
    _, piece = read(small_city.write("akishima.csv", rows, "cp932"))
    table = piece.tables["population"]
    assert set(table["area"]) == {"昭島市"}
    assert table[table["sex"] == "all"].groupby("as_of")["persons"].sum().to_dict() == {
        "2023-01-01": 66,
        "2024-01-01": 66,
        "2025-01-01": 66,
    }
    assert people(piece, "昭島市", as_of="2025-01-01")[None] == 3
    assert piece.problems == []


def test_urasoe_without_code_columns_dated_by_the_files_name(small_city):
    rows = [row[5:] for row in standard_rows(small_city)]
    _, piece = read(small_city.write("202301opendata.csv", rows, "cp932"))
    assert set(piece.tables["population"]["as_of"]) == {"2023-01"}
    assert set(piece.tables["population"]["area"]) == set(small_city.names)


def test_takamatsu_english_keys_points_and_american_dates(small_city, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        [
            "#property",
            "prefCode",
            "regionCode",
            "prefName",
            "cityName",
            "surveyDate",
            "regionName",
            "totalPopulation",
            "male",
            "woman",
            *(f"{sex}{number}" for number in range(1, 19) for sex in ("man", "woman")),
            "numberOfHouseholds",
            "note",
            "location",
        ]
    )
    places = ["34.34,134.05", "134.06,34.35", "0,0", "", "34.36,134.07", "34.37,134.08"]
    for number, (name, place) in enumerate(zip(small_city.names, places, strict=True), 1):
        values = [value for value in small_city.people(number) for _ in (1, 2)]
        sheet.append(
            [
                str(number),
                37999,
                None,
                "香川県",
                "架空市",
                "10/1/2019",
                name,
                sum(values),
                1,
                1,
                *values,
                7,
                None,
                place,
            ]
        )
    book.save(tmp_path / "0066.xlsx")
    reader, piece = read(tmp_path / "0066.xlsx")
    assert reader is standard_population
    assert set(piece.tables["population"]["as_of"]) == {"2019-10-01"}
    assert people(piece, "架空町一丁目", "female") == dict(
        zip([low for low, _ in BANDS], small_city.people(1), strict=True)
    )
    points = piece.tables["areas"].set_index("area")
    assert (points.at["架空町二丁目", "lat"], points.at["架空町二丁目", "lon"]) == (34.35, 134.06), (
        "swapped ones are put right"
    )
    assert set(points.index) == set(small_city.names) - {"夢見町", "霞ケ丘一丁目"}
    assert sum("入れ替えて" in said or "日本の外" in said for said in warnings(piece)) == 2


def test_stacked_dates_and_a_date_that_is_none(small_city):
    rows = standard_rows(small_city)
    later = [[*row[:4], "令和７年１０月１日", *row[5:]] for row in rows[1:]]
    _, piece = read(small_city.write("stacked.csv", [*rows, *later]))
    assert piece.tables["population"].groupby("as_of")["persons"].sum().nunique() == 1
    later[2][4] = "いつか"
    with pytest.raises(Refused) as caught:
        read(small_city.write("stacked.csv", [*rows, *later]))
    assert [(problem.row, problem.column, problem.value) for problem in caught.value.problems] == [
        (10, "調査年月日", "いつか")
    ]


# --- the census ---


def gis_rows(small_city) -> list[list[str]]:
    """T001082 with a suppressed 丁目 counted in its 大字 (夢見町), and one counted in its neighbour; another city
    below."""
    groups = [
        "総数、年齢「不詳」含む",
        *(f"総数{low}～{low + 4}歳" for low in range(0, 75, 5)),
        "総数１５歳未満",
        "総数１５～６４歳",
        "総数６５歳以上",
        "総数７５歳以上",
    ]
    labels = [
        label.replace("総数", sex, 1) if sex != "総数" else label for sex in ("総数", "男", "女") for label in groups
    ]
    labels = [
        (
            label.translate(FULL)
            if place % 20
            else label.replace(sex, f"{sex}総数", 1)
            if (sex := label[0]) in "男女"
            else label
        )
        for place, label in enumerate(labels)
    ]
    codes = [
        "KEY_CODE",
        "HYOSYO",
        "CITYNAME",
        "NAME",
        "HTKSYORI",
        "HTKSAKI",
        "GASSAN",
        *(f"T001082{number:03}" for number in range(1, 61)),
    ]

    def values(number: int | None) -> list[str]:
        if number is None:
            return ["X"] * 60
        cells = []
        for part in (2, 1, 1):
            bands = [number * part] * 15
            old = 5 * number * part
            cells += [sum(bands) + old + 3 * part, *bands, sum(bands[:3]), sum(bands[3:13]), sum(bands[13:]) + old, old]
        return [str(cell) if cell else "-" for cell in cells]

    def line(
        code: str, level: int, name: str, number: int | None, htk: str = "0", into: str = "", gathered: str = ""
    ) -> list[str]:
        return [code, str(level), "架空市", name, htk, into, gathered, *values(number)]

    return [
        codes,
        [""] * 7 + labels,
        line("27999", 1, "", 11),
        line("279990010", 3, "架空町", 3),
        line("27999001001", 4, "架空町一丁目", 3, "1", "", "001002"),
        line("27999001002", 4, "架空町二丁目", None, "2", "001001"),
        line("279990020", 3, "霞ケ丘", 2, "1", "", "002001;002002"),
        line("27999002001", 4, "霞ケ丘一丁目", None, "2", "0020"),
        line("27999002002", 4, "霞ケ丘二丁目", None, "2", "0020"),
        line("279990030", 2, "夢見町", 0),
        line("279990040", 2, "雲井", 6),
        ["27998", "1", "隣市", *line("", 1, "", 1)[3:]],
        ["279980010", "2", "隣市", *line("", 2, "隣町", 1)[3:]],
    ]


def test_census_by_the_exact_sum_with_suppressed_and_merged_areas(small_city):
    path = small_city.write("tblT001082C27.txt", gis_rows(small_city), "cp932")
    reader, piece = read(path, city_codes=("27999",))
    assert reader is estat_ages
    table = piece.tables["population"]
    everyone = table[table["sex"] == "all"].groupby("area")["persons"].sum(min_count=1)
    assert everyone["27999001001"] == 3 * 2 * 20 + 6
    assert everyone["279990020"] == 2 * 2 * 20 + 6, "a 大字 that received its 丁目 counts"
    assert "279990010" not in everyone, "a 大字 whose 丁目 are shown does not count again"
    assert everyone["279990030"] == 6, "「-」 is nobody; the rest is age unknown"
    assert everyone[["27999001002", "27999002001", "27999002002"]].isna().all()
    assert people(piece, "279990040") == {**dict.fromkeys(range(0, 75, 5), 12), 75: 60, None: 6}
    assert dict(zip(piece.tables["merges"]["area"], piece.tables["merges"]["into"], strict=True)) == {
        "27999001002": "27999001001",
        "27999002001": "279990020",
        "27999002002": "279990020",
    }
    states = table.drop_duplicates("area").set_index("area")["state"].to_dict()
    assert states == {
        "27999001001": "merged",
        "27999001002": "suppressed",
        "279990020": "merged",
        "27999002001": "suppressed",
        "27999002002": "suppressed",
        "279990030": "ok",
        "279990040": "ok",
    }
    assert piece.source["as_of"] == "2020-10-01"


def test_a_prefectures_census_needs_to_know_the_city(small_city):
    path = small_city.write("tblT001082C27.txt", gis_rows(small_city), "cp932")
    with pytest.raises(Refused, match="2市区町村の表"):
        read(path)
    with pytest.raises(Refused, match="27997"):
        read(path, city_codes=("27997",))


def test_census_counts_that_are_no_numbers_are_named_with_their_label(small_city):
    rows = gis_rows(small_city)
    rows[4][8] = "三"
    with pytest.raises(Refused) as caught:
        read(small_city.write("tblT001082C27.txt", rows, "cp932"), city_codes=("27999",))
    problem = caught.value.problems[0]
    assert (problem.row, problem.column, problem.value) == (5, "総数０～４歳", "三")


def test_the_file_layout_of_the_census_to_a_hundred(small_city):
    """Four lines of preamble, a line number in front, 総数 男 女 below one another, two nameless columns at the end."""
    bands = [f"{low}～{low + 4}歳" for low in range(0, 100, 5)] + ["100歳以上"]
    header = [
        "5",
        "男女",
        "市区町村コード",
        "町丁字コード",
        "地域階層レベル",
        "秘匿処理",
        "秘匿先情報",
        "合算地域",
        "都道府県名",
        "市区町村名",
        "大字・町名",
        "字・丁目名",
        "総数",
        *bands,
        "年齢「不詳」",
        "（再掲）15歳未満",
        "（再掲）15～64歳",
        "（再掲）65歳以上",
        "（再掲）75歳以上",
        "（再掲）85歳以上",
        "（再掲）20～69歳",
        "-",
        "-",
    ]
    rows = [
        ["1", "令和2年国勢調査 小地域集計"],
        ["2", "第3表 年齢（5歳階級），男女別人口"],
        ["3", "注"],
        ["4", "", "", "総年齢"],
        header,
    ]
    places = [
        ("-", "1", "", "", "-", "-", 6),
        ("0010", "3", "", "", "架空町", "-", 2),
        ("001001", "4", "合算地域あり", "", "架空町", "一丁目", 2),
        ("001002", "4", "秘匿地域", "001001", "架空町", "二丁目", None),
        ("0020", "2", "", "", "夢見町", "-", 4),
    ]
    for sex, part in (("総数", 2), ("男", 1), ("女", 1)):
        for code, level, htk, into, town, block, number in places:
            cells = (
                ["X"] * 23
                if number is None
                else [str(21 * number * part + part), *[str(number * part)] * 21, str(part)]
            )
            gathered = "001002" if htk == "合算地域あり" else "-"
            rows.append(
                [
                    str(len(rows) + 1),
                    sex,
                    "27999",
                    code,
                    level,
                    htk,
                    into or "-",
                    gathered,
                    "大阪府",
                    "架空市",
                    town,
                    block,
                    *cells,
                    *["0"] * 6,
                    "1",
                    "2",
                ]
            )
    reader, piece = read(small_city.write("h03_27.csv", rows, "cp932"))
    assert reader is estat_ages
    assert people(piece, "279990020")[85] == 8 and people(piece, "279990020")[100] == 8
    assert people(piece, "279990020", "male")[None] == 1
    assert piece.tables["population"][piece.tables["population"]["sex"] == "all"]["persons"].sum() == 21 * 2 * 6 + 4
    assert piece.totals["population"]["人口総数"] == 21 * 2 * 6 + 2
    assert dict(zip(piece.tables["merges"]["area"], piece.tables["merges"]["into"], strict=True)) == {
        "27999001002": "27999001001"
    }
    assert piece.source["as_of"] == "2020-10-01" and "令和2年国勢調査" in piece.source["title"]


@pytest.mark.parametrize(("cells", "points"), [(("34.30", "134.0"), 2), (("", ""), 0), (("34.30,134.0", ""), 2)])
def test_a_position_taken_apart_at_its_comma_is_read_and_an_empty_column_is_no_fault(tmp_path, cells, points):
    """高松 2020年9月: `location` stands in two cells, the second without a heading."""
    ages = [f"{sex}{number}" for number in range(1, 19) for sex in ("man", "woman")]
    head = ["surveyDate", "cityName", "regionName", "totalPopulation", *ages, "location", ""]
    rows = [["2020/09/01", "試験市", name, "360", *["10"] * 36, *cells] for name in ("甲町", "乙町")]
    path = tmp_path / "data.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    _, piece = read(path)
    population = piece.tables["population"]
    assert population.loc[population["sex"] == "all", "persons"].sum() == 720
    assert len(piece.tables["areas"]) == points if points else not len(piece.tables.get("areas", []))
    if points:
        assert piece.tables["areas"][["lat", "lon"]].iloc[0].tolist() == [34.3, 134.0]


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("男", "male"),
        ("女", "female"),
        ("男性", "male"),
        ("女子", "female"),
        ("R7.4男", "male"),
        ("年齢別（女）", "female"),
        ("人口男", "male"),
        ("男人口", "male"),
        ("女_20250401", "female"),
        ("男女", "all"),
        ("男女別", "all"),
        ("男山", "all"),
        ("乙女", "all"),
        ("女川", "all"),
        ("男鹿地区", "all"),
        ("長男沢", "all"),
        ("女満別", "all"),
        ("おとめ女塚", "all"),
    ],
)
def test_a_sheet_is_of_men_or_women_only_where_its_name_says_so(name, sex):
    found = register_ages._SEX_OF_SHEET.search(name)
    assert ({"男": "male", "女": "female"}.get(found[1], "all") if found else "all") == sex
