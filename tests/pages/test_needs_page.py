"""困りごと from real tables to the screen: what the documents print, what they lost, and a support centre's own
workbook."""

from __future__ import annotations

import re

import openpyxl
import pandas as pd
import pytest

from data.__main__ import main
from data.store.city import EMBEDDED
from pages.figures.description import Bars, Shades
from pages.figures.tables import Sheet
from pages.parts import cache
from tests.pages.test_pages import opened, words

PUBLISHED = EMBEDDED.parent / "published"
YAHATA, TOYOOKA = "takasaki/八幡", "takasaki/豊岡"


def page(made, **address: str) -> str:
    made.clear()
    app = opened("see/needs", **{"city": "takasaki"} | address)
    assert not app.error and not app.exception
    return re.sub(r"\s+", " ", words(app))


@pytest.mark.parametrize("district", ["", YAHATA])
@pytest.mark.parametrize("sharing", ["public", "council"])
def test_the_needs_of_yahata_stand_as_printed(cities_dir, made, district, sharing):
    text = page(made, district=district, sharing=sharing)
    table: Shades = made["needs-shades"]
    said = pd.read_csv(PUBLISHED / "yahata_needs.csv", encoding="utf-8")
    hoods = said.query("neighbourhood != '(district total)'")
    assert list(table.texts.index) == [*hoods["neighbourhood"].drop_duplicates(), "八幡地区全体"]
    for line in hoods.itertuples():
        expected = {
            "read": f"{line.persons_with_need:.0f}",
            "inferred": f"({line.persons_with_need:.0f})",
            "unreadable": "判読不可",
        }[line.cell_status]
        assert table.texts.at[line.neighbourhood, line.need] == expected
    assert table.texts.loc["八幡地区全体"].tolist() == [*"61 48 39 21 5 32 28 21 7 7 6 8".split(), "194"]
    assert (
        text.count('class="gone" title="判読不可"') + text.count('class=\\"gone\\" title=\\"判読不可\\"')
        == (hoods["cell_status"] == "unreadable").sum()
        == 75
    )
    assert (
        "283" in table.caption.note
        and "282" in table.caption.note
        and "みんなで支え合うまちづくり" in table.caption.note
    )
    assert "推定した値" in table.caption.note and "資料にあるのは、26地区のうち八幡地区だけです" in text
    assert "困りごとのある人は194人です。100世帯あたり3.81人です。" in text and "声が届いていないかもしれません" in text


def test_only_measures_that_the_city_has_are_offered(cities_dir):
    app = opened("see/needs", city="takasaki")
    offered = {part.proto.label: [option.content for option in part.proto.options] for part in app.get("button_group")}
    assert offered["くらべ方"] == ["人数", "100世帯あたり"]
    assert offered["見る表"] == ["困りごと", "サービスの利用"]


def test_service_use_of_both_districts_and_of_one(cities_dir, made):
    text = page(made, table="service_use")
    table: Shades = made["needs-shades"]
    assert len(table.texts) == 22 + 2 and list(table.texts.index[-2:]) == ["八幡地区全体", "豊岡地区全体"]
    assert table.texts.at["八幡地区全体", "実人数"] == "102" and table.texts.at["豊岡地区全体", "実人数"] == "81"
    assert table.states.at["上豊岡1", "訪問・その他"] == "not_in_source"
    assert "サービスの利用者は102人です。100世帯あたり2.00人です。" in text and "サービスの利用者は81人です。" in text
    page(made, table="service_use", district=TOYOOKA)
    table = made["needs-shades"]
    assert (
        len(table.texts) == 11 + 1
        and "訪問・その他" not in table.texts.columns
        and "訪問・移動介助" in table.texts.columns
    )
    assert table.caption.title.startswith("サービスの利用　相談で把握した人数")


def test_density_of_the_persons_in_need(cities_dir, made):
    page(made, density="need_density_households", district=YAHATA, need="total")
    drawn: Shades = made["needs-shades"]
    assert drawn.texts.at["金井淵", "実人数"] == "5.85" and drawn.texts.at["八幡地区全体", "実人数"] == "3.81"


def test_a_lost_cell_has_words_and_no_bar(cities_dir, monkeypatch):
    from pages.render.screen import draw

    seen = []
    monkeypatch.setattr(
        draw, "draw", lambda drawn, shapes=None, _draw=draw.draw: (seen.append(drawn), _draw(drawn, shapes))[1]
    )
    monkeypatch.setattr(cache, "kept", lambda where, key, _make: _make())
    opened("see/needs", city="takasaki", district=YAHATA, need="掃除")
    (bars,) = [drawn for drawn in seen if isinstance(drawn, Bars)]
    rows = bars.rows.set_index("label")
    assert list(rows.index[:3]) == ["金井淵", "上剣崎", "下剣崎"]
    assert rows.loc["金井淵", ["value", "text"]].tolist() == [9, "9人"]
    assert rows.at["上剣崎", "text"] == "(6人)"
    assert rows.at["下剣崎", "text"] == "判読不可" and pd.isna(rows.at["下剣崎", "value"])
    assert not bars.references


def test_the_csv_says_how_each_number_is_known(cities_dir, made):
    page(made, district=YAHATA)
    sheet: Sheet = made["needs-csv"]
    rows = sheet.rows.set_index(["区域", "種類"])
    assert (
        rows.at[("金井淵", "入浴"), "根拠"] == "推定して読み取り"
        and rows.at[("金井淵", "掃除"), "根拠"] == "資料の記載"
    )
    assert rows.at[("金井淵", "床屋"), "状態"] == "判読不可"
    assert sheet.data.set_index("区域").at["金井淵", "床屋"] == "判読不可"


def test_a_district_without_a_line_in_the_source(cities_dir, made):
    text = page(made, district="takasaki/箕郷")
    assert "この地区は、困りごとの表にありません。" in text and "needs-shades" not in made
    page(made, district="takasaki/箕郷", level="district")
    assert list(made["needs-shades"].texts.index) == ["八幡"]  # not 26 lines of 資料になし


# A support centre's own workbook, from the file to the page.


def workbook(path, total: int = 16):
    book = openpyxl.Workbook()
    for line in [
        ["困りごと（2024年4月～2025年3月）"],
        ["地区", "町内会", "世帯数", "居場所・運動", "見守り", "買い物", "対象人数"],
        ["東地区", "みどり会", 530, 14, 18, 21, 30],
        ["東地区", "ひまわり会", 240, 12, None, 16, 15],
        ["西地区", "さくら会", 200, 20, 11, 13, 25],
        ["合計", None, 970, total + 30, 40, 50, 70],
    ]:
        book.active.append(line)
    book.save(path)
    return path


@pytest.fixture
def imported(small_city_files, tmp_path, monkeypatch, capsys):
    def of(**how) -> str:
        cities = tmp_path / "cities"
        blank = ["--blank", how.pop("blank")] if "blank" in how else []
        path = workbook(tmp_path / "困りごと.xlsx", **how)
        assert main(
            [
                "import",
                "centre",
                *map(str, small_city_files),
                str(path),
                *blank,
                "--title",
                "架空市",
                "--cities-dir",
                str(cities),
            ]
        ) in (0, 1)
        monkeypatch.setenv("CITIES_DIR", str(cities))
        return capsys.readouterr().out

    return of


@pytest.fixture
def small_city_files(tmp_path):
    from tests.small_city import SmallCity

    folder = tmp_path / "files"
    folder.mkdir()
    city = SmallCity(folder)
    return [city.boundary(), city.membership()]


def test_a_workbook_of_a_support_centre_stands_on_the_page(imported, made):
    said = imported()
    assert "空欄や「-」が1か所あります" in said and "--blank zero" in said
    page(made, city="centre", sharing="council", level="neighbourhood")
    table: Shades = made["needs-shades"]
    assert list(table.texts.index) == ["みどり会", "ひまわり会", "さくら会", "東地区全体", "西地区全体"]
    assert table.texts.loc["みどり会"].tolist() == ["14", "18", "21", "30"]
    assert table.texts.at["ひまわり会", "見守り"] == table.texts.at["東地区全体", "見守り"] == "資料になし"
    assert table.texts.at["東地区全体", "買い物"] == "37"
    assert "合わない所があります" not in table.caption.note
    page(made, city="centre", sharing="council", level="neighbourhood", density="need_density_households")
    assert made["needs-shades"].texts.at["みどり会", "実人数"] == "5.66"  # 30 / 530


def test_an_empty_cell_may_be_said_to_be_zero(imported, made):
    assert "空欄や「-」" not in imported(blank="zero")
    page(made, city="centre", sharing="council", level="neighbourhood")
    assert made["needs-shades"].texts.at["ひまわり会", "見守り"] == "0"


def test_printed_totals_that_disagree_are_told_under_the_table_without_a_number(imported, made):
    assert "合計の行では47ですが、各行を足すと46" in imported(total=17)
    page(made, city="centre", sharing="public", level="neighbourhood")
    note = made["needs-shades"].caption.note
    assert "合わない所があります" in note and "困りごと" in note and "47" not in note and "46" not in note
    imported(total=16)  # the table again, mended
    page(made, city="centre", sharing="public", level="neighbourhood")
    assert "合わない所があります" not in made["needs-shades"].caption.note


def test_a_table_of_one_area_of_a_district_has_no_number_for_the_district(
    small_city_files, tmp_path, monkeypatch, made
):
    path = tmp_path / "困りごと.csv"
    path.write_text(
        "町名,期間,居場所・運動,見守り,買い物,実人数\n架空町１丁目,2024-04/2025-03,12,11,15,20\n", encoding="utf-8"
    )
    cities = tmp_path / "cities"
    assert main(["import", "centre", *map(str, small_city_files), str(path), "--cities-dir", str(cities)]) in (0, 1)
    monkeypatch.setenv("CITIES_DIR", str(cities))
    text = page(made, city="centre", level="small_area")
    assert (
        "東地区は、一部の町丁・町内会だけの表のため、地区の合計は出せません。" in text
        and "合計は「資料になし」です" not in text
    )
    assert "ほかの単位を選ぶと見られます" in page(made, city="centre", level="district") and "needs-shades" not in made
    page(made, city="centre", level="small_area")
    assert made["needs-shades"].texts.loc["架空町一丁目"].tolist() == ["12", "11", "15", "20"]
    east, west = (
        words(opened("see/district", city="centre", district=f"centre/{name}")) for name in ("東地区", "西地区")
    )
    assert (
        "東地区は、一部の町丁・町内会だけの表のため、地区の合計は資料にありません。「困りごと」の画面で見られます。"
        in east
        and "東地区の困りごとの表は、資料にありません" not in east
    )
    assert "西地区の困りごとの表は、資料にありません。" in west
