"""A source is told by its content and publisher: lists stay beside each other, a newer state replaces its own and no
other, files of one source are one source."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest
from shapely.affinity import translate

from data.commands.import_files import import_city
from data.files.problems import Refused
from data.ingest.options import GivenFile, ImportOptions
from data.store import citations
from data.store.city import open_city
from data.store.write import write_city
from tests.pages.test_pages import PAGES, opened
from tests.small_city import SmallCity
from tests.tiny_city import area_table, bands, stored

HEAD = ["名称", "種類", "所在地", "緯度", "経度", "曜日・時間"]


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    """Boundaries and people, read once; each test works on a copy."""
    folder = tmp_path_factory.mktemp("base")
    small = SmallCity(folder)
    import_city(
        "kaku",
        [GivenFile(small.boundary()), GivenFile(small.register())],
        ImportOptions(cities=folder / "cities"),
        lambda words: None,
    )
    return folder / "cities"


@pytest.fixture
def run(base, cities_dir):
    def run(*files: Path, **wishes):
        report = import_city(
            "kaku", [GivenFile(file) for file in files], ImportOptions(cities=cities_dir, **wishes), lambda words: None
        )
        city = open_city("kaku", cities_dir)
        assert city.table("sources")["source_id"].is_unique and city.table("resources")["resource_id"].is_unique
        assert set(city.table("resources")["source_id"]) <= set(city.table("sources")["source_id"])
        return report, city

    shutil.copytree(base, cities_dir)
    return run


def listed(folder: Path, names: list[str], kind: str = "サロン", file: str = "data.csv", **changed: str) -> Path:
    """A list in the one layout all lists here have, each in a folder of its own."""
    place = folder / f"{len(list(folder.iterdir())):03d}"
    place.mkdir()
    with (place / file).open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(
            [
                HEAD,
                *(
                    [
                        name,
                        kind,
                        changed.get(name, f"架空町{number}"),
                        "34.672",
                        f"{135.5745 + number / 10000:.5f}",
                        "毎週火曜 10:00～11:30",
                    ]
                    for number, name in enumerate(names)
                ),
            ]
        )
    return place / file


def named(stem: str, number: int = 6) -> list[str]:
    return [f"{stem}{place}番" for place in range(number)]


def sizes(city) -> list[int]:
    return sorted(city.table("resources")["source_id"].value_counts().tolist())


def test_twelve_lists_of_one_name_and_layout_are_twelve_lists(run, small_city):
    for number in range(12):  # more than ten: the last digits of their names come round again
        report, city = run(
            listed(small_city.folder, named(f"{number}の会", 4 + number), "サロン" if number % 2 else "体操教室")
        )
    assert sum("--instead-of" in problem.sentence() for problem in report.problems) == 1
    assert sizes(city) == list(range(4, 16))
    lists = city.table("sources").query("kind == 'resources'")
    assert len(lists) == 12 and lists["title"].is_unique, "a reader can tell them apart"


def test_lists_of_one_name_in_one_import_stay_apart_and_each_file_has_its_own_report(run, small_city):
    report, city = run(*(listed(small_city.folder, named(f"{number}の会", 3 + number)) for number in range(3)))
    assert sizes(city) == [3, 4, 5] and [file.resources["read"] for file in report.files] == [3, 4, 5]


@pytest.mark.parametrize("file", ["data.csv", "another.csv", "サロン一覧.csv"])
def test_the_same_list_again_is_the_same_source(run, small_city, file):
    _, first = run(listed(small_city.folder, named("会")))
    _, again = run(listed(small_city.folder, named("会"), file=file))
    assert sizes(again) == [6] and len(again.table("sources")) == len(first.table("sources"))


@pytest.mark.parametrize(
    ("how", "file"),
    [
        ("two renamed", "data.csv"),
        ("two renamed", "2025年のサロン.csv"),
        ("two moved", "data.csv"),
        ("two gone", "data.csv"),
        ("two more", "other.csv"),
        ("grown", "data.csv"),
    ],
)
def test_a_newer_state_replaces_its_own_list_and_says_so(run, small_city, file, how):
    run(listed(small_city.folder, named("ほかの会", 5)))
    _, before = run(listed(small_city.folder, named("会")))
    names = {
        "two renamed": [*named("会")[:4], "新しい会", "別の会"],
        "two gone": named("会")[:4],
        "two more": named("会", 8),
        "grown": named("会", 15),
    }.get(how, named("会"))
    moved = {"会0番": "移った先", "会5番": "移った先"} if how == "two moved" else {}
    report, city = run(listed(small_city.folder, names, file=file, **moved))
    assert sizes(city) == sorted([5, len(names)])
    mine = city.table("resources").query("name.str.startswith('ほかの会') == False")
    assert set(mine["name"]) == set(names)
    said = [line for line in report.replaced if "件）を 「" in line.replace("） を", "）を")]
    assert len(said) == 1 and "6件" in said[0] and f"{len(names)}件" in said[0] and "ほか" not in said[0]
    assert len(city.table("sources")) == len(before.table("sources")), "the list it came for is no source any more"


@pytest.mark.parametrize("common", [1, 2])
def test_a_list_with_a_place_in_common_stays_beside_and_the_place_counts_once(run, small_city, common):
    run(listed(small_city.folder, named("会")))
    report, city = run(listed(small_city.folder, [*named("会")[:common], *named("別の会", 6 - common)]))
    names = city.table("resources")["name"]
    assert len(names) == 12 - common and names.is_unique
    assert sizes(city) == [6 - common, 6]
    assert any(f"地域資源 {common}件" in line and "二重には数えません" in line for line in report.replaced)
    assert any("--instead-of" in problem.sentence() for problem in report.problems)


@pytest.mark.parametrize("size", [1, 3])
def test_a_part_of_a_large_list_does_not_take_its_place(run, small_city, size):
    run(listed(small_city.folder, named("会", 20)))
    _, city = run(listed(small_city.folder, named("会", 20)[:size]))
    assert len(city.table("resources")) == 20


def test_another_kind_at_the_same_places_is_another_list(run, small_city):
    run(listed(small_city.folder, named("会"), "サロン"))
    _, city = run(listed(small_city.folder, named("会"), "体操教室"))
    assert sizes(city) == [6, 6]


def test_places_that_all_bear_one_name_are_not_taken_for_each_other(run, small_city):
    run(listed(small_city.folder, ["集会所"] * 4, 集会所="東"))
    _, city = run(listed(small_city.folder, ["集会所"] * 4, 集会所="西"))
    assert sizes(city) == [4, 4]


def by_area(folder: Path, names: list[str], areas: list[str], place: str = "集会所") -> Path:
    """A list that says where its places are by area alone."""
    file = folder / f"{len(list(folder.iterdir())):03d}.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(
            [
                ["名称", "種類", "区域", "場所"],
                *([name, "サロン", area, place] for name, area in zip(names, areas, strict=True)),
            ]
        )
    return file


@pytest.mark.parametrize("names", [["第1サロン", "第2サロン"], ["サロン", "サロン"]])
def test_places_of_one_name_in_other_areas_are_other_places(run, small_city, names):
    towns = SmallCity.names
    run(by_area(small_city.folder, names, towns[:2]))
    report, city = run(by_area(small_city.folder, names, towns[2:4]))
    assert sizes(city) == [2, 2] and city.table("resources")["area_code"].nunique() == 4
    assert not report.replaced
    if names[0] != names[1]:  # its own newer state all the same
        assert sizes(run(by_area(small_city.folder, names, towns[2:4], place="新しい会館"))[1]) == [2, 2]


def test_places_of_one_name_at_other_points_are_other_places(run, small_city):
    lists = [
        small_city.write(
            f"{number}.csv",
            [
                ["名称", "種類", "場所", "緯度", "経度"],
                *(["会", "サロン", "集会所", "34.672", f"{135.5745 + place / 1000:.4f}"] for place in places),
            ],
        )
        for number, places in enumerate(([0, 2], [4, 6]))
    ]
    run(lists[0])
    _, city = run(lists[1])
    assert sizes(city) == [2, 2]


@pytest.mark.parametrize(("left", "said"), [(11, False), (6, True)])
def test_a_list_that_lacks_much_of_the_one_it_replaces_is_said_to(run, small_city, left, said):
    run(listed(small_city.folder, named("会", 12)))
    report, city = run(listed(small_city.folder, named("会", 12)[:left]))
    assert sizes(city) == [left]
    assert (
        any(f"12件のうち{12 - left}件が、このファイルにありません" in problem.sentence() for problem in report.problems)
        == said
    )


def test_what_the_user_says_goes(run, small_city):
    run(listed(small_city.folder, named("会")))
    _, city = run(listed(small_city.folder, named("別の会", 4)))
    first = city.table("resources").query("name == '会0番'")["source_id"].iloc[0]
    _, city = run(listed(small_city.folder, named("全部新しい", 3)), instead_of=first)
    assert sizes(city) == [3, 4] and not city.table("resources")["name"].isin(named("会")).any()
    _, city = run(listed(small_city.folder, named("全部新しい", 4)), beside=True)
    assert len(city.table("resources")) == 8
    with pytest.raises(Refused, match="--instead-of の「nothing」にあたる、入れ替えられる出典がありません。.*あるもの"):
        run(listed(small_city.folder, named("x", 3)), instead_of="nothing")
    with pytest.raises(Refused, match="ファイル一つだけ"):
        run(listed(small_city.folder, named("x", 3)), listed(small_city.folder, named("y", 3)), instead_of=first)


def test_the_same_content_twice_in_one_import_is_refused(run, small_city):
    with pytest.raises(Refused, match="中身がまったく同じ"):
        run(listed(small_city.folder, named("会")), listed(small_city.folder, named("会"), file="copy.csv"))


def test_an_old_table_read_after_a_newer_one_does_not_bring_its_lines_twice(run, small_city):
    old, new = listed(small_city.folder, named("会")), listed(small_city.folder, named("会", 7))
    for file in (old, new, old, new, old):
        _, city = run(file)
    assert sizes(city) == [6]


def needs(folder: Path, areas: dict[str, int], period: str = "2024-04/2025-03") -> Path:
    place = folder / f"{len(list(folder.iterdir())):03d}"
    place.mkdir()
    with (place / "data.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(
            [
                ["町名", "期間", "居場所・運動", "見守り", "買い物"],
                *([name, period, number, number + 1, number + 2] for name, number in areas.items()),
            ]
        )
    return place / "data.csv"


def test_tables_of_two_centres_stay_two_and_a_corrected_one_replaces_its_own(run, small_city):
    east, west = (dict.fromkeys(small_city.names[:3], 11), dict.fromkeys(small_city.names[3:], 21))
    run(needs(small_city.folder, east))
    _, city = run(needs(small_city.folder, west))
    assert len(city.table("needs")) == 18
    _, city = run(needs(small_city.folder, east | {small_city.names[0]: 31}))
    table = city.table("needs").query("need == '居場所・運動'").set_index("area_code")["persons"]
    assert table.tolist().count(11) == 2 and table[small_city.codes[0]] == 31 and table.tolist().count(21) == 3
    assert (city.table("sources")["kind"] == "needs").sum() == 2
    report, city = run(needs(small_city.folder, east, "2025-04/2026-03"))
    assert not any("--instead-of" in problem.sentence() for problem in report.problems), (
        "a table of another year is nobody's slip"
    )
    assert len(city.table("needs")) == 27 and (city.table("sources")["kind"] == "needs").sum() == 3, (
        "another period is another source"
    )


def ward(small_city, code: str, name: str, shift: float) -> Path:
    shapes = small_city.shapes().assign(CITY_NAME=f"架空市{name}")
    shapes["KEY_CODE"], shapes["S_NAME"] = shapes["KEY_CODE"].str.replace("27999", code), name[0] + shapes["S_NAME"]
    shapes["geometry"] = [translate(shape, 0, shift) for shape in shapes.geometry]
    shapes.to_file(small_city.folder / f"{code}.geojson")
    return small_city.folder / f"{code}.geojson"


def register_of(small_city, ward: str, date: str = "令和6年9月30日現在") -> Path:
    rows = small_city.register_rows()
    return small_city.write(f"{ward}.csv", [[date], rows[1], *([ward[0] + row[0], *row[1:]] for row in rows[2:])])


def test_files_of_one_source_are_one_source_and_every_page_opens(small_city, cities_dir):
    paths = [ward(small_city, "27127", "北区", 0), ward(small_city, "27128", "南区", -0.02)]
    import_city("osaka", [GivenFile(path) for path in paths], ImportOptions(cities=cities_dir), lambda words: None)
    for name in ("北区", "南区"):  # the second ward's register completes the first's
        report = import_city(
            "osaka", [GivenFile(register_of(small_city, name))], ImportOptions(cities=cities_dir), lambda words: None
        )
    city = open_city("osaka", cities_dir)
    sources = city.table("sources").set_index("kind")
    assert (
        sources.index.tolist() == ["boundary", "register"]
        and sources.loc["boundary", "file_name"] == "27127.geojson、27128.geojson"
    )
    people = city.table("population").query("sex == 'all'")
    assert people.groupby(people["area_code"].str[:5])["persons"].sum().to_dict() == {
        "27127": small_city.total,
        "27128": small_city.total,
    }
    assert not report.replaced
    report = import_city(
        "osaka", [GivenFile(register_of(small_city, "北区"))], ImportOptions(cities=cities_dir), lambda words: None
    )
    assert open_city("osaka", cities_dir).table("population").query("sex == 'all'")[
        "persons"
    ].sum() == 2 * small_city.total and "北区.csv" in "".join(report.replaced)
    for page in ("see/overview", "keep/definitions"):
        app = opened(page, city="osaka")
        assert not app.error and not app.exception and app.title[0].value == PAGES[page]


def test_registers_of_branch_offices_complete_each_other_and_a_corrected_one_replaces(run, small_city, cities_dir):
    shutil.rmtree(cities_dir)
    import_city("kaku", [GivenFile(small_city.boundary())], ImportOptions(cities=cities_dir), lambda words: None)
    rows = small_city.register_rows()
    east, west = (
        small_city.write(f"{name}.csv", [*rows[:2], *part])
        for name, part in (("東支所", rows[2:5]), ("西支所", rows[5:]))
    )
    run(east)
    report, city = run(west)
    assert city.table("population").query("sex == 'all'")["persons"].sum() == small_city.total and not report.replaced
    assert city.table("sources").set_index("kind")["file_name"]["register"] == "東支所.csv、西支所.csv"
    report, city = run(west)
    assert city.table("population").query("sex == 'all'")["persons"].sum() == small_city.total, (
        "one office's file speaks for its own areas"
    )
    assert any("年齢別人口" in line and "西支所.csv のものに入れ替えました" in line for line in report.replaced)
    report, city = run(small_city.register())
    assert city.table("population").query("sex == 'all'")["persons"].sum() == small_city.total
    assert city.table("sources").set_index("kind")["file_name"]["register"] == "register.csv"


def test_a_city_stored_with_a_source_twice_opens(cities_dir):
    sources = pd.DataFrame(
        [("register", "register", "台帳", "2025-04-01")] * 2, columns=["source_id", "kind", "title", "as_of"]
    )
    areas = area_table(small_area={"a0": "一", "a1": "二"}, city={"c": "試市"})
    with pytest.raises(ValueError, match="twice"):
        write_city(cities_dir / "x", {"title": "x"}, {"sources": sources}, "r1")
    city = stored(cities_dir, {"areas": areas, "population": bands("a0", 10, 50, 20, 20) + bands("a1", 10, 50, 20, 20)})
    sources.to_parquet(city.folder / "r1" / "sources.parquet")
    assert len(city.table("sources")) == 1
    assert citations.cite(city.table("sources"), [("2025-04-01", ("register",), "")]) == "台帳（2025年4月1日現在）"
    app = opened("see/overview", city="tiny")
    assert not app.error


@pytest.mark.parametrize("together", [True, pytest.param(False, marks=pytest.mark.long)])
def test_four_real_lists_called_data_are_four(real_data, cities_dir, together):
    folder = real_data / "takamatsu"
    lists = sorted((folder / "lists").glob("*/data.xlsx"))
    groups = [lists] if together else [[path] for path in lists]
    import_city("tk", [GivenFile(folder / "0066_202510.xlsx")], ImportOptions(cities=cities_dir), lambda words: None)
    for group in groups:
        import_city("tk", [GivenFile(path) for path in group], ImportOptions(cities=cities_dir), lambda words: None)
    city = open_city("tk", cities_dir)
    assert (
        len(lists) == 4
        and (city.table("sources")["kind"] == "resources").sum() == 4
        and city.table("sources")["source_id"].is_unique
    )
    assert city.table("resources")["source_id"].nunique() == 4 and len(city.table("resources")) >= 700


def test_a_list_older_than_the_one_it_replaces_is_said_to_be_so(run, small_city):
    def dated(day: str, names: list[str]) -> Path:
        path = listed(small_city.folder, names)
        rows = list(csv.reader(path.open(encoding="utf-8-sig")))
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows([[*rows[0], "最終確認日"], *([*row, day] for row in rows[1:])])
        return path

    run(dated("2025-04-01", named("会")))
    report, _ = run(dated("2024-04-01", named("会", 5)))
    assert any("2025年4月1日）より古いもの（2024年4月1日）です" in problem.sentence() for problem in report.problems)
    assert any(
        "（2025年4月1日、6件） を" in line and "（2024年4月1日、5件） に入れ替えました" in line
        for line in report.replaced
    )
    report, _ = run(dated("2026-04-01", named("会")))
    assert not any("より古いもの" in problem.sentence() for problem in report.problems)


@pytest.mark.parametrize("name", ["con", "NUL", "Com1", "a" * 51, "KAKU", "../kaku", "kaku/r1", ".kaku"])
def test_a_name_that_could_be_another_folder_is_refused(run, small_city, cities_dir, name):
    with pytest.raises(Refused):
        import_city(name, [GivenFile(small_city.register())], ImportOptions(cities=cities_dir), lambda words: None)
    assert [path.name for path in cities_dir.iterdir() if path.is_dir()] == ["kaku"]
