"""Rows of single persons: read only with officials' access, kept apart from the city, never repeated in a message."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.__main__ import main
from data.files.extract import Options
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import individuals, recognise
from data.store import individuals as restricted
from data.store.city import CITY_FILE, open_city

HEAD = ["地区", "年代", "性別", "要介護度", "利用", "利用回数", "基準日"]
LINES = [
    ["八幡", "80代", "女", "要支援１", "通所の入浴", "週2回", "2026-04-01"],
    ["豊岡", "83", "男", "要支援２", "訪問の掃除と買い物", "週3回・週2回", "2026-04-01"],
    ["", "７０", "", "", "配食", "", "2026-04-01"],
]


def book(folder: Path, rows: list[list[str]], name: str = "個人別.xlsx") -> Path:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return folder / name


@pytest.fixture
def officials(monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")


def refusal(path: Path) -> list[str]:
    with opened(path) as file, pytest.raises(Refused) as refused:
        individuals.read(file, Options())
    return [problem.sentence() for problem in refused.value.problems]


def test_the_published_list_is_there_for_officials_alone(monkeypatch, officials, cities_dir):
    rows = restricted.individuals(open_city("takasaki"))
    assert len(rows) == 16
    monkeypatch.delenv("INTERNAL_ACCESS")
    with pytest.raises(PermissionError, match="INTERNAL_ACCESS"):
        restricted.individuals(open_city("takasaki"))


def test_a_list_is_read(tmp_path, officials):
    with opened(book(tmp_path, [HEAD, *LINES])) as file:
        assert recognise(file) is individuals
        piece = individuals.read(file, Options())
    rows = piece.tables["individuals"]
    assert rows["decade"].tolist() == ["80", "80", "70"]
    assert rows["sex"].fillna("").tolist() == ["女", "男", ""]
    assert rows["frequency"].fillna("").tolist() == ["週2回", "週3回・週2回", ""]
    assert rows["row"].tolist() == [2, 3, 4]  # as the user sees them in Excel


def test_an_import_goes_to_its_own_folder_and_nowhere_else(tmp_path, officials, cities_dir, capsys):
    path = book(tmp_path, [HEAD, *LINES])
    assert main(["import", "takasaki", str(path), "--report", "json"]) == 0
    said = capsys.readouterr()
    out = said.out + said.err
    assert json.loads(said.out)["city"] == "takasaki"
    assert not any(cell in out for cell in ("入浴", "買い物", "配食", "要支援", "週2回", "80"))
    assert not (cities_dir / "takasaki").exists()  # no revision, no copy of the city
    assert [item.relative_to(cities_dir.parent).as_posix() for item in cities_dir.parent.rglob("*.parquet")] == [
        "restricted/takasaki/individuals.parquet"
    ]
    rows = restricted.individuals(open_city("takasaki"))
    assert rows["area_code"].tolist() == ["takasaki/八幡", "takasaki/豊岡", "takasaki"]
    assert set(rows["source_id"]) == {"個人別"}
    assert rows["row"].tolist() == [1, 2, 3]


def test_imports_add_and_the_same_list_replaces(tmp_path, officials, cities_dir, capsys):
    assert main(["import", "takasaki", str(book(tmp_path, [HEAD, *LINES]))]) == 0
    assert "入れ替え" not in capsys.readouterr().out
    assert main(["import", "takasaki", str(book(tmp_path, [HEAD, *LINES[:2]]))]) == 0
    assert "個人別の利用 3行を、今回の2行に入れ替えました。" in capsys.readouterr().out
    assert len(restricted.individuals(open_city("takasaki"))) == 2
    assert main(["import", "takasaki", str(book(tmp_path, [HEAD, LINES[2]], "個人別 その2.xlsx"))]) == 0
    assert len(restricted.individuals(open_city("takasaki"))) == 3
    assert main(["import", "takasaki", str(book(tmp_path, [HEAD, LINES[2]], "個人別 その2.xlsx")), "--replace"]) == 0
    assert len(restricted.individuals(open_city("takasaki"))) == 1


def test_beside_other_files_the_city_gets_none_of_it(tmp_path, officials, cities_dir, small_city):
    path = book(tmp_path, [HEAD, ["東地区", *LINES[0][1:]]])
    assert main(
        [
            "import",
            "small",
            str(small_city.boundary()),
            str(small_city.register()),
            str(small_city.membership()),
            str(path),
        ]
    ) in (0, 1)
    city = open_city("small")
    written = b"".join(item.read_bytes() for item in (cities_dir / "small").rglob("*") if item.is_file())
    assert "入浴".encode() not in written and "individuals" not in {
        item.stem for item in (cities_dir / "small").rglob("*")
    }
    assert (
        "個人別" not in (cities_dir / "small" / CITY_FILE).read_text(encoding="utf-8") + city.table("sources").to_csv()
    )
    assert restricted.individuals(city)["area_code"].tolist() == ["small/東地区"]
    # a later import of the city leaves them as they are
    assert main(["import", "small", str(small_city.register())]) in (0, 1)
    assert len(restricted.individuals(city)) == 1


def test_without_the_setting_nothing_is_read(tmp_path, monkeypatch, cities_dir, capsys):
    monkeypatch.delenv("INTERNAL_ACCESS", raising=False)
    path = book(tmp_path, [HEAD, *LINES])
    for command in (
        ["import", "takasaki", str(path)],
        ["check", str(path)],
        ["import", "takasaki", "--individuals", str(path)],
    ):
        assert main(command) == 2
        assert "職員用の設定（環境変数 INTERNAL_ACCESS）がある端末だけで読めます" in capsys.readouterr().err
    assert not list(cities_dir.parent.rglob("individuals.parquet"))


def test_a_city_that_is_not_there_yet(tmp_path, officials, cities_dir, capsys):
    assert main(["import", "nowhere", str(book(tmp_path, [HEAD, *LINES]))]) == 2
    assert "先に、区域や人口などの市のデータを取り込んでください" in capsys.readouterr().err


def test_real_people_are_not_put_into_the_invented_city(tmp_path, officials, cities_dir, capsys):
    assert main(["import", "sample", str(book(tmp_path, [HEAD, *LINES]))]) == 2
    assert "架空の見本" in capsys.readouterr().err


@pytest.mark.parametrize(
    "naming",
    [
        "氏名",
        "利用者",
        "利用者氏名",
        "フリガナ",
        "住所",
        "電話番号",
        "生年月日",
        "被保険者番号",
        "個人番号",
        "緊急連絡先",
        "Name",
        "E-mail",
        "名前",
    ],
)
def test_a_column_that_names_someone_is_refused_by_its_name(tmp_path, officials, naming):
    path = book(tmp_path, [["豊岡地区の一覧"], [*HEAD, naming], [*LINES[0], "山田花子 027-000-1111"]])
    with opened(path) as file:
        assert recognise(file) is individuals
    said = refusal(path)
    assert len(said) == 1
    assert f"2行目・列「{naming}」" in said[0].replace("Ｎ", "N")
    assert "個人がわかる列があります" in said[0] and "この列を消し" in said[0]
    assert "山田" not in said[0] and "027" not in said[0]


@pytest.mark.parametrize(
    "head",
    [["氏名", "要介護度", "住所"], ["被保険者番号", "生年月日", "利用サービス"], ["氏名", "性別", "年齢", "介護度"]],
)
def test_lists_of_people_are_known_even_without_the_usual_columns(tmp_path, officials, head):
    path = book(tmp_path, [head, ["山田花子"] * len(head)])
    with opened(path) as file:
        assert recognise(file) is individuals
    assert all("個人がわかる列" in sentence and "山田" not in sentence for sentence in refusal(path))


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        (1, "山田花子さん", "年代として読めません"),
        (1, "180", "年代として読めません"),
        (2, "山田花子", "知らない言葉です"),
        (6, "山田花子の誕生日", "日付として読めません"),
        (4, "山田花子 027-321-1111", "電話番号のような数字があります"),
        (0, "山田花子宅", "この行の区域（地区など）が、この市にありません"),
    ],
)
def test_no_message_repeats_a_person_s_cell(tmp_path, officials, cities_dir, capsys, column, cell, why):
    lines = [list(line) for line in LINES]
    lines[1][column] = cell
    for report in ("text", "json"):
        assert main(["import", "takasaki", str(book(tmp_path, [HEAD, *lines])), "--report", report]) == 2
        said = "".join(capsys.readouterr())
        assert why in said
        assert "3行目" in said
        assert "山田" not in said and "321" not in said and "値「" not in said
    assert not list(cities_dir.parent.rglob("individuals.parquet"))


def test_no_reason_repeats_a_day_that_may_be_a_birthday(tmp_path, officials, cities_dir, capsys):
    lines = [list(line) for line in LINES]
    lines[1][6] = "昭和70年3月21日"
    assert main(["import", "takasaki", str(book(tmp_path, [HEAD, *lines]))]) == 2
    said = "".join(capsys.readouterr())
    assert "3行目・列「基準日」: 日付として読めません。" in said and "昭和" not in said and "平成" not in said


def test_named_as_such_even_a_broken_file_repeats_nothing(tmp_path, officials, cities_dir, capsys):
    path = tmp_path / "list.csv"
    path.write_bytes("年代,性別,要介護度\n80,女,縺山田花子\n".encode())
    assert main(["import", "takasaki", "--individuals", str(path)]) == 2
    said = "".join(capsys.readouterr())
    assert "文字が壊れています" in said and "山田" not in said


@pytest.mark.parametrize(
    "line",
    [
        ["山田花子", "80代", "女性", "週2回"],
        ["山田花子", "８０", "男", "通所"],
        ["山田花子", "83", "要介護２", "配食"],
        ["山田花子", "八幡", "090-1234-5678", ""],
        ["緊急連絡先", "曜日", "担当", "山田花子"],
    ],
)
@pytest.mark.parametrize("report", ["text", "json"])
def test_a_list_that_nobody_knows_and_nobody_named_is_not_quoted(tmp_path, officials, cities_dir, capsys, line, report):
    """Without a line of headings no reader knows it: what to do is said, not what stands in it."""
    path = book(tmp_path, [["豊岡の記録"], line, ["鈴木太郎", *line[1:]]], "記録.xlsx")
    for command in (["import", "takasaki", str(path), "--report", report], ["check", str(path)]):
        assert main(command) == 2
        said = "".join(capsys.readouterr())
        assert "見分けられません" in said and "--individuals" in said and "見出しの行を付け" in said
        assert not any(cell in said for cell in ("山田", "鈴木", "80代", "週2回", "090"))


def test_an_unknown_table_of_places_is_still_quoted(tmp_path, cities_dir, capsys):
    assert main(["check", str(book(tmp_path, [["あれこれ", "それこれ"], ["01101001000", "12"]], "何か.xlsx"))]) == 2
    assert "値「あれこれ、それこれ」" in capsys.readouterr().err


def test_headings_of_further_columns_are_counted_not_named(tmp_path, officials, cities_dir, capsys):
    """A column may be headed by a person's name."""
    path = book(tmp_path, [[*HEAD, "山田花子", "鈴木太郎", "空の列"], [*LINES[0], "○", "×", ""]])
    assert main(["import", "takasaki", str(path)]) == 0
    said = "".join(capsys.readouterr())
    assert "使わなかった列が2列あります" in said and "山田" not in said and "鈴木" not in said
    twice = book(tmp_path, [[*HEAD, "山田花子", "山田花子"], [*LINES[0], "○", "×"]], "二度.xlsx")
    assert main(["import", "takasaki", str(twice)]) == 2
    said = "".join(capsys.readouterr())
    assert "同じ見出しが二つ以上あります" in said and "山田" not in said


def test_tables_of_counts_are_no_lists_of_people(tmp_path):
    for head in (
        ["地区", "性別", "要介護度", "年齢区分", "認定者数"],
        ["町丁名", "性別", "年齢", "人口"],
        ["名称", "住所", "電話番号", "種類"],
    ):
        with opened(book(tmp_path, [head, ["1"] * len(head)])) as file:
            assert not individuals.recognises(file)


def test_the_store_of_a_city_refuses_the_table(tmp_path):
    from data.store.write import write_city

    with pytest.raises(ValueError, match="restricted tables"):
        write_city(tmp_path / "x", {"title": "x"}, {"individuals": pd.DataFrame()}, "r1")


def test_a_list_of_one_cities_folder_is_not_seen_from_another_beside_it(officials, cities_dir, monkeypatch):
    practice = cities_dir.parent / "practice"
    rows = restricted.individuals(open_city("takasaki")).head(2)
    restricted.write_individuals(cities_dir / "takasaki", rows)
    assert len(restricted.individuals(open_city("takasaki"))) == 2
    assert (cities_dir.parent / "restricted" / "takasaki" / "individuals.parquet").is_file()
    monkeypatch.setenv("CITIES_DIR", str(practice))
    assert len(restricted.individuals(open_city("takasaki"))) == 16  # those embedded
    restricted.write_individuals(practice / "takasaki", rows.head(1))
    assert (cities_dir.parent / "practice-restricted" / "takasaki" / "individuals.parquet").is_file()
