"""An import joins, adds, replaces and undoes; what it assumed and could not find is in its report."""

from __future__ import annotations

import json
import zipfile

import geopandas as gpd
import pandas as pd
import pytest
import shapely.affinity

from data.__main__ import main
from data.commands.import_files import import_city
from data.commands.shown_totals import examine
from data.files.problems import Refused
from data.ingest import import_city as ingest
from data.ingest.options import GivenFile, ImportOptions
from data.store.city import open_city
from data.store.write import name_revision


@pytest.fixture
def run(tmp_path):
    """run(file, ...) imports into the city `kaku`; returns its report and the city."""
    cities = tmp_path / "cities"

    def run(*files, name="kaku", **wishes):
        report = import_city(
            name,
            [file if isinstance(file, GivenFile) else GivenFile(file) for file in files],
            ImportOptions(cities=cities, **wishes),
            lambda words: None,
        )
        return report, open_city(name, cities)

    return run


def persons(city) -> dict[str, int]:
    table = city.table("population")
    return table[table["sex"] == "all"].groupby("source_id")["persons"].sum().to_dict()


def said(report, severity: str = "warn") -> str:
    return "\n".join(problem.sentence() for problem in report.problems if problem.severity == severity)


def test_boundaries_register_and_districts_become_a_city(run, small_city):
    report, city = run(small_city.membership(), small_city.register(), small_city.boundary())
    areas = city.table("areas").set_index("area_code")
    assert report.exit_code == 0
    assert report.areas == {"small_area": 6, "district": 2, "city": 1}
    assert (city.title, city.city_code, city.prefecture, city.zone) == ("架空市", "27999", "大阪府", 6674)
    assert persons(city) == {"register-2024-09-30": small_city.total}
    above = dict(zip(city.table("membership")["area_code"], city.table("membership")["parent_code"], strict=True))
    assert above == {code: f"kaku/{'東' if place < 3 else '西'}地区" for place, code in enumerate(small_city.codes)} | {
        "kaku/東地区": "kaku",
        "kaku/西地区": "kaku",
    }
    metric = areas.to_crs(city.zone).area
    assert metric["kaku/東地区"] == pytest.approx(metric[list(small_city.codes[:3])].sum(), rel=1e-6)
    assert metric["kaku"] == pytest.approx(metric[list(small_city.codes)].sum(), rel=1e-6)
    assert set(city.table("shapes")["area_code"]) == set(areas.index)
    assert not city.invented_districts and city.notes == ()


def test_what_is_about_to_be_written_is_examined_and_nobody_can_forget_it(small_city, tmp_path):
    files, cities = [GivenFile(small_city.boundary()), GivenFile(small_city.register())], ImportOptions(cities=tmp_path)
    with pytest.raises(TypeError, match="examine"):
        ingest.import_city("kaku", files, cities, lambda words: None)
    seen = []

    def looked_at(draft, zone, extracts, reports):
        seen.append((len(draft.areas), zone, [extract.kind for extract in extracts], [one.kind for one in reports]))
        examine(draft, zone, extracts, reports)

    ingest.import_city("kaku", files, cities, lambda words: None, examine=looked_at)
    assert seen == [(7, 6674, ["boundaries", "population"], ["boundaries", "population"])]


def test_without_districts_small_areas_lie_in_the_city(run, small_city):
    _, city = run(small_city.boundary(), small_city.register())
    assert set(city.table("membership")["parent_code"]) == {"kaku"}
    assert len(city.table("membership")) == 6


def test_order_of_areas_is_that_of_their_codes_then_districts_by_number(run, small_city):
    rows = [
        ["KEY_CODE", "地区"],
        *([code, f"第{number}地区"] for code, number in zip(small_city.codes, (10, 10, 2, 2, 1, 1), strict=True)),
    ]
    _, city = run(small_city.boundary(), small_city.write("districts.csv", rows))
    areas = city.table("areas").sort_values("order")
    assert areas["name"].tolist() == [*small_city.names, "第1地区", "第2地区", "第10地区", "架空市"]


def test_names_are_joined_after_normalising_and_the_report_counts_it(run, small_city):
    rows = small_city.register_rows()
    for line, name in zip(
        rows[2:], ("架空町一丁目", "架空町２丁目", "夢見町", "霞が丘1丁目", "霞ヶ丘 二丁目", "雲井"), strict=True
    ):
        line[0] = name
    report, city = run(small_city.boundary(), small_city.write("register.csv", rows))
    file = report.files[1]
    assert file.matched == {"code": 0, "name": 2, "normalised": 4}
    assert persons(city)["register-2024-09-30"] == small_city.total
    assert "表記をそろえて 4" in report.words()


def test_unmatched_names_are_left_out_and_told_with_their_people(run, small_city):
    rows = small_city.register_rows()
    rows[4][0] = "幻町"
    report, city = run(small_city.boundary(), small_city.write("register.csv", rows))
    assert persons(city)["register-2024-09-30"] == small_city.total - sum(small_city.people(3))
    assert report.files[1].unmatched == ["幻町"] and report.files[1].unmatched_persons == sum(small_city.people(3))
    assert "「幻町」5行目" in said(report) and f"{sum(small_city.people(3)):,}人分" in said(report)
    assert report.exit_code == 1


def test_two_areas_of_one_name_are_never_chosen_between(run, small_city):
    shapes = small_city.shapes()
    shapes.loc[1, "S_NAME"] = "架空町１丁目"
    shapes.to_file(small_city.folder / "twice.geojson")
    rows = small_city.register_rows()
    rows[2][0] = "架空町1丁目"
    report, _ = run(small_city.folder / "twice.geojson", small_city.write("register.csv", rows))
    assert "架空町1丁目" in report.files[1].unmatched
    assert "同じ名前の区域が2つあり" in said(report)


def test_an_import_adds_and_the_same_date_replaces(run, small_city):
    run(small_city.boundary(), small_city.register())
    rows = small_city.register_rows()
    rows[0][0] = "令和7年9月30日現在"
    later = small_city.write("later.csv", rows)
    _, city = run(later)
    assert persons(city) == {"register-2024-09-30": small_city.total, "register-2025-09-30": small_city.total}
    rows[2][3], rows[2][2] = str(small_city.people(1)[0] + 1), str(sum(small_city.people(1)) + 1)
    report, city = run(small_city.write("later.csv", rows))
    assert persons(city) == {"register-2024-09-30": small_city.total, "register-2025-09-30": small_city.total + 1}
    assert any("（2025年9月30日）" in line and "register" not in line.split("を、")[0] for line in report.replaced)
    assert city.table("sources")["source_id"].is_unique
    assert city.table("population").duplicated(["area_code", "as_of", "source_id", "sex", "age_from"]).sum() == 0


def test_replace_starts_afresh_and_undo_is_naming_the_revision_before(run, small_city):
    first, city = run(small_city.boundary(), small_city.register(), small_city.membership())
    second, again = run(small_city.boundary(), replace=True)
    assert persons(again) == {} and second.areas == {"small_area": 6, "city": 1}
    assert (city.folder / first.revision).is_dir() and first.revision != second.revision
    name_revision(city.folder, {"title": "架空市", "zone": 6674, "revision": first.revision})
    assert persons(open_city("kaku", city.folder.parent)) == {"register-2024-09-30": small_city.total}


def test_a_city_known_by_names_takes_codes_and_polygons_later(run, small_city):
    report, city = run(small_city.register(), small_city.membership())
    assert set(city.table("areas").query("level == 'small_area'")["area_code"]) == {
        f"kaku/{name}" for name in small_city.names
    }
    assert report.files[0].created == 6
    report, city = run(small_city.boundary())
    assert set(city.table("population")["area_code"]) == set(small_city.codes)
    assert persons(city) == {"register-2024-09-30": small_city.total}
    assert set(city.table("membership")["area_code"]) == {*small_city.codes, "kaku/東地区", "kaku/西地区"}
    assert report.polygons == {"small_area": 6, "district": 2, "city": 1}
    assert "6件に" in "".join(report.replaced)


def test_a_city_known_by_names_takes_new_names_of_later_tables(run, small_city):
    rows = small_city.register_rows()
    run(small_city.write("first_20240930.csv", rows[:-1]))
    rows[0][0] = "令和7年9月30日現在"
    report, city = run(small_city.write("second_20250930.csv", rows))
    assert (
        report.areas == {"small_area": 6, "city": 1} and report.files[0].created == 1 and not report.files[0].unmatched
    )
    assert persons(city)["register-2025-09-30"] == small_city.total


def test_a_zone_that_was_chosen_stays(run, small_city):
    assert run(small_city.boundary(), zone=6675)[1].zone == 6675
    assert run(small_city.register())[1].zone == 6675
    with pytest.raises(Refused, match="平面直角座標系ではありません"):
        run(small_city.register(), zone=3857)


@pytest.mark.parametrize("invented", [True, False])
def test_an_embedded_city_is_added_to_unless_it_is_invented(run, small_city, tmp_path, monkeypatch, invented):
    report, city = run(small_city.boundary())
    city.folder.rename(tmp_path / "embedded")
    monkeypatch.setattr("data.store.city.EMBEDDED", tmp_path / "with_it")
    (tmp_path / "with_it").mkdir()
    (tmp_path / "embedded").rename(tmp_path / "with_it" / "kaku")
    name_revision(
        tmp_path / "with_it" / "kaku",
        {"title": "架空市", "zone": 6674, "invented": invented, "revision": report.revision},
    )
    if invented:
        with pytest.raises(Refused, match="架空の見本"):
            run(small_city.register())
        return
    _, city = run(small_city.register())
    assert city.folder == tmp_path / "cities" / "kaku"
    assert persons(city) == {"register-2024-09-30": small_city.total} and len(city.table("areas")) == 7


def test_without_files_nothing_is_done(run, tmp_path):
    with pytest.raises(Refused, match="読むファイルがありません"):
        run()
    assert not (tmp_path / "cities").exists()


def test_newer_boundaries_replace_older_ones(run, small_city):
    run(small_city.boundary(), small_city.register())
    shapes = small_city.shapes(
        {"27999009001": "新町", **dict(zip(small_city.codes[1:], small_city.names[1:], strict=True))}
    )
    shapes.to_file(small_city.folder / "newer.geojson")
    report, city = run(small_city.folder / "newer.geojson")
    assert "27999009001" in set(city.table("areas")["area_code"]) and "27999001001" not in set(
        city.table("areas")["area_code"]
    )
    assert persons(city)["register-2024-09-30"] == small_city.total - sum(small_city.people(1))
    assert "新しい境界にない区域1件" in said(report)
    assert (city.table("sources")["kind"] == "boundary").sum() == 1


def test_wards_of_a_designated_city_come_together_in_one_import(run, small_city):
    paths = []
    for ward, code in (("北区", "27127"), ("南区", "27128")):
        shapes = small_city.shapes().assign(CITY_NAME=f"架空市{ward}")
        shapes["KEY_CODE"] = shapes["KEY_CODE"].str.replace("27999", code)
        if ward == "南区":
            shapes = shapes.set_geometry(shapes.translate(0, -0.02), crs=shapes.crs)
        shapes.to_file(small_city.folder / f"{code}.geojson")
        paths.append(small_city.folder / f"{code}.geojson")
    report, city = run(*paths)
    assert report.areas == {"small_area": 12, "行政区": 2, "city": 1} and city.title == "架空市"
    rows = small_city.register_rows()
    wards = [
        ["区", *row] if place == 1 else [ward, *row]
        for ward in ("北区", "南区")
        for place, row in enumerate(rows)
        if ward == "北区" or place > 1
    ]
    report, city = run(small_city.write("wards_20240930.csv", [["令和6年9月30日現在"], *wards[1:]]))
    table = city.table("population").groupby(city.table("population")["area_code"].str[:5])["persons"].sum()
    assert table.to_dict() == {"27127": small_city.total, "27128": small_city.total}, (
        "a name that stands in both wards is told apart by the ward"
    )
    assert report.exit_code == 0


def test_split_areas_keep_their_weights(run, small_city):
    rows = [
        ["KEY_CODE", "地区", "割合"],
        [small_city.codes[0], "東", "0.25"],
        [small_city.codes[0], "西", "0.75"],
        [small_city.codes[1], "東", ""],
    ]
    _, city = run(small_city.boundary(), small_city.write("split.csv", rows))
    table = city.table("membership").set_index(["area_code", "parent_code"])["weight"]
    assert (
        table[small_city.codes[0], "kaku/東"] == 0.25
        and table[small_city.codes[0], "kaku/西"] == 0.75
        and table[small_city.codes[1], "kaku/東"] == 1
    )


def test_a_new_membership_replaces_the_old_and_empty_districts_go(run, small_city):
    run(small_city.boundary(), small_city.membership())
    rows = [["KEY_CODE", "地区"], *([code, "中央地区"] for code in small_city.codes)]
    report, city = run(small_city.write("new.csv", rows))
    assert city.table("areas").query("level == 'district'")["name"].tolist() == ["中央地区"]
    assert set(city.table("membership").query("area_code in @small_city.codes")["parent_code"]) == {"kaku/中央地区"}
    assert any("所属" in line for line in report.replaced)


def test_associations_without_polygons_come_with_their_first_table(run, small_city):
    needs = [
        ["地区", "町内会", "期間", "世帯数", "見守り", "買い物", "通院"],
        ["東地区", "一区", "2024-04/2025-03", "100", "3", "5", "1"],
        ["西地区", "一区", "2024-04/2025-03", "80", "2", "0", "4"],
    ]
    report, city = run(
        small_city.boundary(), small_city.membership(), GivenFile(small_city.write("needs.csv", needs), "needs")
    )
    areas = city.table("areas").query("level == 'neighbourhood'")
    assert set(areas["area_code"]) == {"kaku/東地区/一区", "kaku/西地区/一区"}
    table = city.table("needs").set_index(["area_code", "need"])["persons"]
    assert table["kaku/東地区/一区", "買い物"] == 5 and table["kaku/西地区/一区", "通院"] == 4
    assert any("町内会・自治会 2件" in line for line in report.assumed)


@pytest.mark.parametrize("new", [2, 3])
def test_a_table_brings_a_new_level_only_where_more_than_half_of_its_names_are_not_known(run, small_city, new):
    """Two names are towns of the city: of four, half are not known and left out as slips; of five, more than half."""
    names = [*small_city.names[:2], *["一区", "二区", "三区"][:new]]
    rows = [["地区", "町内会", "期間", "世帯数", "見守り", "買い物", "通院"]]
    rows += [["東地区", name, "2024-04/2025-03", "100", "3", "5", "1"] for name in names]
    _, city = run(
        small_city.boundary(), small_city.membership(), GivenFile(small_city.write("needs.csv", rows), "needs")
    )
    found = city.table("areas").query("level == 'neighbourhood'")["name"].tolist()
    assert found == ([] if new == 2 else ["一区", "二区", "三区"])


def test_a_table_of_the_citys_total_only(run, small_city):
    labels = [f"{low}-{low + 4}歳の" for low in range(0, 85, 5)] + ["85歳以上の"]
    header = [
        "全国地方公共団体コード",
        "地域コード",
        "地方公共団体名",
        "調査年月日",
        "地域名",
        "総人口",
        "男性",
        "女性",
        *(f"{label}{sex}" for label in labels for sex in ("男性", "女性")),
        "世帯数",
        "備考",
    ]
    report, city = run(
        small_city.write(
            "total.csv", [header, ["132071", "", "昭島市", "2025-01-01", "", "36", "18", "18", *["1"] * 36, "9", ""]]
        )
    )
    assert city.table("areas")["level"].tolist() == ["city"]
    assert set(city.table("population")["area_code"]) == {"kaku"} and city.title == "昭島市" and city.zone == 6677


@pytest.mark.parametrize(
    ("name", "district", "wish"),
    [
        ("districts_made_up.csv", "東地区", False),
        ("districts.csv", "検証01地区", False),
        ("districts.csv", "東地区", True),
    ],
)
def test_districts_that_were_made_up_are_marked(run, small_city, name, district, wish):
    rows = [["KEY_CODE", "地区"], *([code, district] for code in small_city.codes)]
    report, city = run(small_city.boundary(), small_city.write(name, rows), districts_made_up=wish)
    assert city.invented_districts and not city.invented
    assert city.notes == ("地区は試すために作ったもので、市の地区ではありません。",)
    assert report.assumed == ["地区は試すために作ったもので、市の地区ではありません。"]
    _, city = run(small_city.register())
    assert city.invented_districts and len(city.notes) == 1, "a later import keeps the mark"
    _, city = run(small_city.membership())
    assert not city.invented_districts, "the city's own districts take it away"


def test_a_table_in_a_zip(run, small_city, tmp_path):
    with zipfile.ZipFile(tmp_path / "register.zip", "w") as archive:
        archive.write(small_city.register(), "register.csv")
        archive.writestr("__MACOSX/._register.csv", "x")
    report, city = run(small_city.boundary(), tmp_path / "register.zip")
    assert persons(city) == {"register-2024-09-30": small_city.total}
    assert report.files[1].file == "register.zip"


def test_a_failure_while_writing_leaves_the_city_as_it_was(run, small_city, monkeypatch):
    report, city = run(small_city.boundary())
    monkeypatch.setattr(
        gpd.GeoDataFrame, "to_parquet", lambda *args, **kwargs: (_ for _ in ()).throw(OSError("disk full"))
    )
    with pytest.raises(OSError, match="disk full"):
        run(small_city.register())
    monkeypatch.undo()
    assert [path.name for path in city.folder.iterdir() if path.is_dir()] == [report.revision]
    assert open_city("kaku", city.folder.parent).revision == report.revision


def test_the_command_takes_kinds_by_option_and_reports_for_programs(small_city, cities_dir, capsys):
    files = [
        "--boundaries",
        str(small_city.boundary()),
        "--population",
        str(small_city.register()),
        "--as",
        f"membership={small_city.membership()}",
    ]
    assert main(["import", "kaku", *files, "--report", "json", "--zone", "6675", "--title", "かくう市"]) == 0
    out = capsys.readouterr()
    told = json.loads(out.out)
    assert told["exit_code"] == 0 and told["zone"] == 6675 and told["title"] == "かくう市"
    assert [(file["file"], file["areas"], sum(file["matched"].values())) for file in told["files"]] == [
        ("r2ka27999.geojson", 6, 6),
        ("register.csv", 6, 6),
        ("membership.csv", 6, 6),
    ]
    assert "読んでいます: register.csv" in out.err
    assert main(["list"]) == 0
    assert "kaku\tかくう市" in capsys.readouterr().out
    assert main(["import", "kaku", "--as", "nothing=x.csv"]) == 2
    assert "種類=ファイル" in capsys.readouterr().err


def test_figures_of_an_imported_city_by_the_command(small_city, cities_dir, capsys):
    assert main(["import", "kaku", str(small_city.boundary()), str(small_city.register())]) == 0
    capsys.readouterr()
    assert (
        main(["figures", "kaku", "--indicator", "ageing_rate,over85_rate", "--level", "city", "--format", "json"]) == 0
    )
    told = {row["indicator"]: row for row in json.loads(capsys.readouterr().out)}
    old = sum(sum(small_city.people(number)[13:]) for number in range(1, 7))
    assert told["ageing_rate"]["value"] == pytest.approx(old / small_city.total)
    assert told["ageing_rate"]["as_of"] == "2024-09-30"
    assert told["over85_rate"]["numerator"] == sum(small_city.people(number)[17] for number in range(1, 7))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["figures", "nowhere", "--indicator", "ageing_rate", "--level", "city"], "nowhere"),
        (["figures", "kaku", "--indicator", "nothing", "--level", "city"], "nothing"),
        (["figures", "kaku", "--indicator", "ageing_rate", "--level", "nothing"], "nothing"),
        (["figures", "kaku", "--indicator", "ageing_rate", "--level", "city", "--internal"], "庁内用"),
        (["template", "nothing", "x.xlsx"], "nothing"),
    ],
)
def test_what_does_not_exist_or_is_not_allowed_is_said_in_words(
    small_city, cities_dir, capsys, arguments, words, monkeypatch
):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    main(["import", "kaku", str(small_city.boundary()), str(small_city.register())])
    capsys.readouterr()
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert words in said.err and "Traceback" not in said.err and said.out == ""


def test_distances_and_groups_may_be_several(small_city, cities_dir, capsys):
    rows = [
        ["名称", "種類", "区域", "緯度", "経度", "曜日・時間"],
        ["一丁目サロン", "サロン", small_city.names[0], "34.672", "135.576", "毎週火曜 10:00～11:30"],
        ["外のサロン", "サロン", "", "34.9", "135.9", "毎週火曜 10:00～11:30"],
    ]
    assert (
        main(
            [
                "import",
                "kaku",
                str(small_city.boundary()),
                str(small_city.register()),
                "--resources",
                str(small_city.write("salons.csv", rows)),
            ]
        )
        == 1
    )
    out = capsys.readouterr().out
    assert "地域資源 2件（市の区域の中 1、位置も区域も分からない 0、市の外なので外した 1）" in out
    assert (
        main(
            [
                "figures",
                "kaku",
                "--indicator",
                "coverage",
                "--level",
                "city",
                "--kind",
                "salon",
                "--distance",
                "300,500",
                "--group",
                "65+,total",
                "--format",
                "json",
            ]
        )
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert {(row["distance_m"], row["group"]) for row in told} == {
        (300, "65+"),
        (300, "total"),
        (500, "65+"),
        (500, "total"),
    }


@pytest.mark.parametrize(
    ("code", "title", "factor", "size"),
    [
        ("27999", "架空市", 1, "city"),
        ("27999", "架空市", 100, "core"),
        ("27128", "架空市", 1, "designated"),
        ("27399", "架空町", 1, "town"),
    ],
)
def test_the_citys_size_is_known_from_its_code_name_and_people(run, small_city, code, title, factor, size):
    shapes = small_city.shapes().assign(CITY_NAME=title)
    shapes["KEY_CODE"] = shapes["KEY_CODE"].str.replace("27999", code)
    shapes.to_file(small_city.folder / "sized.geojson")
    rows = small_city.register_rows()
    rows = [*rows[:2], *([row[0], row[1], "", *(str(int(cell) * factor) for cell in row[3:])] for row in rows[2:])]
    assert run(small_city.folder / "sized.geojson", small_city.write("sized.csv", rows))[1].size_class == size


def test_refused_files_make_no_city(run, small_city, tmp_path):
    rows = small_city.register_rows()
    rows[2][3] = "-1"
    with pytest.raises(Refused):
        run(small_city.boundary(), small_city.write("register.csv", rows))
    assert not (tmp_path / "cities").exists()


def test_frames_are_typed_as_the_schema_says(run, small_city):
    _, city = run(small_city.boundary(), small_city.register(), small_city.membership())
    table = city.table("population")
    assert table["persons"].dtype == "Int64" and table["age_to"].isna().sum() == 6
    assert set(table["state"]) == {"ok"}
    assert pd.Series(city.table("areas")["area_code"]).is_unique


@pytest.mark.parametrize("shift", [-0.5, -0.1, 0.3])
def test_areas_drawn_over_their_neighbours_are_imported_and_no_ground_counts_twice(small_city, tmp_path, shift):
    """One of six areas beside one another is moved by a part of its width: over a neighbour, a gap on the other
    side."""
    shapes = small_city.shapes()
    shapes.loc[3, "geometry"] = shapely.affinity.translate(shapes.loc[3, "geometry"], 0.004 * shift)
    path = small_city.folder / "r2ka27999.geojson"
    shapes.to_file(path)
    rows = [
        ["KEY_CODE", "S_NAME", "district"],
        *([code, name, "地区"] for code, name in zip(small_city.codes, small_city.names, strict=True)),
    ]
    import_city(
        "kaku",
        [GivenFile(path), GivenFile(small_city.register()), GivenFile(small_city.write("m.csv", rows))],
        ImportOptions(cities=tmp_path / "cities"),
        lambda words: None,
    )
    areas = open_city("kaku", tmp_path / "cities").table("areas").to_crs(6674)
    towns = areas[areas["level"] == "small_area"].union_all()
    for level in ("district", "city"):
        whole = areas[areas["level"] == level].geometry.item()
        assert whole.is_valid and whole.area == pytest.approx(towns.area, rel=1e-3)
