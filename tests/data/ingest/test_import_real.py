"""Real published files, read end to end: the answers are those of real-data/MANIFEST.md, reached here by ways of their
own."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.commands.import_files import import_city
from data.files.extract import Options
from data.files.opened import opened
from data.ingest.options import GivenFile, ImportOptions
from data.readers import estat_ages
from data.store.city import open_city
from tests.benchmarks.bench_import import FILES as HIGASHIOSAKA

TAKAMATSU = ("201910", "202010", "202310", "202410", "202507", "202510")


def quiet(words: str) -> None:
    pass


def imported(name: str, files: list[Path], cities: Path, **wishes):
    report = import_city(name, [GivenFile(path) for path in files], ImportOptions(cities=cities, **wishes), quiet)
    return report, open_city(name, cities)


def people(city, source: str, sex: str = "all") -> pd.DataFrame:
    table = city.table("population")
    return table[(table["source_id"] == source) & (table["sex"] == sex)]


def share(table: pd.DataFrame, age: int) -> float:
    return 100 * table.loc[table["age_from"] >= age, "persons"].sum() / table["persons"].sum()


def test_every_area_of_the_register_is_joined_and_its_total_is_the_files_own(higashiosaka, real_data):
    report, city = higashiosaka
    register = people(city, "register-2024-09-30")
    sheet = openpyxl.load_workbook(real_data / "higashiosaka" / HIGASHIOSAKA[1]).active
    stated = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "全市合計")
    assert register["area_code"].nunique() == 500
    assert set(register["area_code"]) == set(city.table("areas").query("level == 'small_area'")["area_code"])
    assert register["persons"].sum() == stated[2] == 478_187
    assert register.groupby("age_from")["persons"].sum().tolist() == list(stated[5:26])
    assert city.table("households")["households"].sum() == stated[1] == 250_995
    file = next(file for file in report.files if file.file == HIGASHIOSAKA[1])
    assert file.totals["人口総数"] == {"file": 478_187, "read": 478_187}
    assert not file.unmatched


@pytest.mark.parametrize(("age", "percent"), [(65, 27.94), (75, 17.04), (85, 4.95)])
def test_shares_of_older_people_are_the_known_ones(higashiosaka, age, percent):
    assert share(people(higashiosaka[1], "register-2024-09-30"), age) == pytest.approx(percent, abs=0.005)


def test_census_with_age_unknown_in_and_out_of_the_denominator(higashiosaka):
    census = people(higashiosaka[1], "census-2020-10-01")
    known = census[census["age_from"].notna()]
    assert census["persons"].sum() == 493_940
    assert census.loc[census["age_from"] >= 65, "persons"].sum() == 135_791
    assert share(census, 65) == pytest.approx(27.49, abs=0.005)
    assert share(known, 65) == pytest.approx(28.79, abs=0.005)
    assert not (census["age_from"] == 85).any(), "T001082 ends at 75+: 85+ is not in the source, never 0"


def test_men_and_women_add_up_to_all_in_every_area_and_band(higashiosaka):
    city = higashiosaka[1]
    table = pd.concat([people(city, "census-2020-10-01", sex) for sex in ("all", "male", "female")])
    wide = (
        table.assign(age_from=table["age_from"].fillna(-1))
        .pivot(index=["area_code", "age_from"], columns="sex", values="persons")
        .dropna()
    )
    assert (wide["male"] + wide["female"] == wide["all"]).all()


def test_suppressed_areas_are_shown_so_and_their_receivers_are_merged(higashiosaka):
    report, city = higashiosaka
    census = people(city, "census-2020-10-01")
    suppressed = census[census["state"] == "suppressed"]
    merges = city.table("merges")
    assert suppressed["area_code"].nunique() == len(merges) == 12
    assert suppressed["persons"].isna().all()
    assert set(merges["area_code"]) == set(suppressed["area_code"])
    assert set(merges["into_code"]) == set(census.loc[census["state"] == "merged", "area_code"])
    assert dict(zip(merges["area_code"], merges["into_code"], strict=True))["27227118001"] == "272271180", (
        "本庄中一丁目 is counted in 本庄中"
    )
    file = next(file for file in report.files if file.kind == "census")
    assert len(file.suppressed) == 12


def test_city_and_districts_are_the_union_of_their_parts(higashiosaka):
    report, city = higashiosaka
    areas = city.table("areas").to_crs(city.zone).set_index("area_code")
    small = areas[areas["level"] == "small_area"].area.sum()
    assert report.areas == {"small_area": 500, "district": 26, "city": 1} == report.polygons
    assert areas[areas["level"] == "district"].area.sum() == pytest.approx(small, rel=1e-6)
    assert areas.at["higashiosaka", "geometry"].area == pytest.approx(small, rel=1e-6)
    assert areas.at["higashiosaka", "name"] == "東大阪市"
    assert city.zone == 6674
    membership = city.table("membership")
    assert set(membership.loc[membership["area_code"].str.startswith("higashiosaka/"), "parent_code"]) == {
        "higashiosaka"
    }


def test_districts_made_up_for_trying_are_called_so(higashiosaka):
    _, city = higashiosaka
    assert city.invented_districts
    assert not city.invented
    assert any("地区は試すために作ったもので、市の地区ではありません" in note for note in city.notes)
    names = city.table("areas").query("level == 'district'").sort_values("order")["name"].tolist()
    assert names == sorted(names)
    assert names[0] == "検証01地区"


def test_shapes_for_the_screen_are_light_clockwise_and_cover_the_same_ground(higashiosaka):
    _, city = higashiosaka
    shapes = city.table("shapes").set_index("area_code")
    areas = city.table("areas").set_index("area_code")
    small = shapes.loc[areas.index[areas["level"] == "small_area"]]
    assert len(small) == 500
    assert len(small.to_json().encode()) < 600_000
    assert not any(polygon.exterior.is_ccw for polygon in shapes.geometry.explode())
    assert shapes.is_valid.all()
    drawn, real = small.to_crs(city.zone).union_all(), areas.loc[small.index].to_crs(city.zone).union_all()
    assert drawn.symmetric_difference(real).area / real.area < 0.005


def test_warnings_name_the_assumed_reference_system_and_the_line_of_totals(higashiosaka):
    report = higashiosaka[0]
    said = [problem.sentence() for problem in report.problems if problem.severity == "warn"]
    assert report.exit_code == 1
    assert len(said) == 2
    assert "r2ka27227.topojson" in said[0] and "JGD2011" in said[0]
    assert "503行目" in said[1] and "全市合計" in said[1]


def test_polygons_of_2015_tell_how_many_people_found_none(real_data, tmp_path):
    folder = real_data / "higashiosaka"
    report, city = imported(
        "older", [folder / "h27" / "東大阪市.shp", folder / HIGASHIOSAKA[1], folder / HIGASHIOSAKA[2]], tmp_path
    )
    register, census = report.files[1], report.files[2]
    assert register.unmatched == ["上石切町一丁目", "上石切町二丁目"]
    assert register.unmatched_persons / 478_187 == pytest.approx(0.005, abs=0.0005)
    assert census.unmatched_persons / 493_940 == pytest.approx(0.005, abs=0.0005)
    assert register.matched["normalised"] > 400, "新喜多１丁目 and 新喜多一丁目 are one place"
    assert people(city, "census-2020-10-01")["persons"].sum() + census.unmatched_persons == 493_940
    said = "\n".join(problem.sentence() for problem in report.problems)
    assert "2015年" in said and "2020年" in said and "年が違います" in said
    assert "2,413人分" in said
    assert "年が9年離れています" in said
    assert register.absent == ["上石切町"] * 3


def test_the_exact_sum_holds_for_every_municipality_of_the_prefecture(real_data):
    """Each of the 72: our summands add up to the row of the municipality (HYOSYO 1), band by band, read here with csv
    alone."""
    with (real_data / "higashiosaka" / HIGASHIOSAKA[2]).open(encoding="cp932", newline="") as file:
        lines = list(csv.reader(file))[2:]
    stated = {
        line[0]: [0 if cell == "-" else int(cell) for cell in (line[7], *line[8:23], line[26])]
        for line in lines
        if line[1] == "1"
    }
    assert len(stated) == 72
    with opened(real_data / "higashiosaka" / HIGASHIOSAKA[2]) as whole:
        piece = estat_ages.read(whole, Options(city_codes=tuple(stated)))
    table = piece.tables["population"]
    everyone = table[table["sex"] == "all"].assign(city=lambda frame: frame["area"].str[:5])
    sums = everyone.groupby("city")["persons"].sum()
    assert {city: total[0] for city, total in stated.items()} == sums.astype(int).to_dict()
    bands = everyone.dropna(subset=["age_from"]).pivot_table(
        index="city", columns="age_from", values="persons", aggfunc="sum"
    )
    assert bands.astype(int).to_numpy().tolist() == [stated[city][1:] for city in bands.index]


@pytest.fixture(scope="module")
def takamatsu(real_data, tmp_path_factory):
    cities = tmp_path_factory.mktemp("cities")
    return imported("takamatsu", [real_data / "takamatsu" / f"0066_{month}.xlsx" for month in TAKAMATSU], cities)


def test_six_dates_of_a_city_known_by_names_and_points(takamatsu):
    report, city = takamatsu
    areas = city.table("areas")
    small = areas[areas["level"] == "small_area"]
    assert len(small) == 235
    assert set(small.geom_type) == {"Point"}
    assert "takamatsu/塩屋町" in set(small["area_code"])
    assert sorted(city.table("population")["as_of"].unique()) == [
        "2019-10-01",
        "2020-10-01",
        "2023-10-01",
        "2024-10-01",
        "2025-07-01",
        "2025-10-01",
    ]
    assert city.title == "高松市" and city.city_code == "37201" and city.zone == 6672
    assert report.exit_code == 1


def test_the_area_whose_bands_do_not_add_up_is_named(takamatsu):
    said = [problem for problem in takamatsu[0].problems if problem.severity == "warn"]
    assert [(problem.file, problem.row, problem.value) for problem in said] == [("0066_202507.xlsx", 160, "仏生山町")]
    assert "8,558" in said[0].why and "8,559" in said[0].why


def test_older_people_are_as_many_as_the_insured_of_the_city(takamatsu, real_data):
    sheet = openpyxl.load_workbook(real_data / "takamatsu" / "number_of_primary_insured.xlsx").active
    insured = {str(row[2]): int(row[3]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    table = takamatsu[1].table("population").query("sex == 'all' and age_from >= 65").groupby("as_of")["persons"].sum()
    for as_of, stated in (("2019-10-01", "10/1/2019"), ("2024-10-01", "10/1/2024"), ("2025-10-01", "10/1/2025")):
        assert table[as_of] == pytest.approx(insured[stated], rel=0.002)


def test_association_areas_of_two_kinds_lie_beside_one_another(real_data, tmp_path):
    folder = real_data / "yaizu"
    report, city = imported(
        "yaizu",
        [folder / "自治会区域" / "自治会区域.shp", folder / "自主防災会境界" / "自主防災会区域更新.shp"],
        tmp_path,
    )
    areas = city.table("areas").query("level == 'neighbourhood'")
    kinds = areas["area_code"].str.split("/").str[1].value_counts().to_dict()
    assert kinds == {"自治会区域": 35, "自主防災会境界": 78}
    assert "高新田自治会" in set(areas["name"]) and "藤守第2自主防災会" in set(areas["name"])
    assert areas.is_valid.all()
    assert city.zone == 6676
    assert any("形の正しくない図形1件を直して" in problem.why and problem.row == 27 for problem in report.problems)


def test_care_sites_of_the_city_lie_inside_it(higashiosaka, real_data):
    _, city = higashiosaka
    report, city = imported("higashiosaka", [real_data / "care_sites" / "care_sites_9cities.csv"], city.folder.parent)
    assert report.files[0].resources == {"read": 198, "inside": 198, "without_place": 0, "outside": 0}
    assert city.table("resources")["area_code"].str.fullmatch(r"27227\d+").all()
    assert people(city, "register-2024-09-30")["persons"].sum() == 478_187, "an import adds"
