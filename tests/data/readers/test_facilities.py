"""Published facility lists: old and new layout, English keys, dirty headings; 通いの場; care sites. Then the real
files."""

from __future__ import annotations

import csv
import io

import pytest

from data.files.extract import Extract, Options
from data.files.municipal_codes import municipal_code
from data.files.opened import opened
from data.files.problems import Refused
from data.readers import care_sites, kayoinoba, recognise, standard_facilities

OLD = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,名称_カナ,名称_通称,POIコード,住所,方書,緯度,経度,電話番号,内線番号,法人番号,団体名,利用可能曜日,開始時間,終了時間,利用可能日時特記事項,説明,バリアフリー情報,URL,備考"  # noqa: E501
NEW = "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,名称_英字,所在地_全国地方公共団体コード,町字ID,所在地_連結表記,所在地_都道府県,所在地_市区町村,所在地_町字,所在地_番地以下,建物名等(方書),緯度,経度,高度の種別,高度の値,電話番号,団体名,利用可能曜日,開始時間,終了時間,利用可能時間特記事項,説明,URL,備考"  # noqa: E501
ENGLISH = (
    "localgov_code,id,localgov_name,name,seat_copulative_spell,buillding_name_etc,latitude,longitude,telephone_number"
)
CARE = "都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,高齢者の方と障害者の方が同時一体的に利用できるサービス,介護保険の通常の指定基準を満たしている,障害福祉の通常の指定基準を満たしている,備考"  # noqa: E501
SALONS = "No,都道府県コード,都道府県名,市区町村コード,市区町村名,備考,名称（ふりがな）,名称,郵便番号,所在地（都道府県から番地まで）,所在地（建物名・部屋番号等）,電話番号,対象者,活動内容,運営日（平日）－開始,運営日（平日）－終了,運営日（土曜）－開始,運営日（土曜）－終了,運営日（日曜）－開始,運営日（日曜）－終了,運営日（祝日）－開始,運営日（祝日）－終了,定休日,定員,料金体系,飲食の提供の有無,飲食持ち込みの可否,送迎の有無,対象エリア,総合事業実施の有無,その他,法人番号の有無,法人番号,法人名称（ふりがな）,法人名称,ステータス,緯度,経度"  # noqa: E501


def table(header: str, *lines: dict[str, str]) -> str:
    """A CSV in the layout of `header`, cells by name."""
    out = io.StringIO()
    writer = csv.DictWriter(out, next(csv.reader([header])), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def of(reader, text: str, name: str = "一覧.csv", encoding: str = "utf-8-sig", **options) -> Extract:
        path = tmp_path / name
        path.write_text(text, encoding=encoding, newline="")
        with opened(path) as file:
            assert recognise(file) is reader
            return reader.read(file, Options(**options))

    return of


def line_of(piece: Extract, place: int = 0) -> dict:
    return piece.tables["resources"].iloc[place].dropna().to_dict()


def told(piece: Extract) -> str:
    return "\n".join(problem.sentence() for problem in piece.problems)


def test_old_layout_of_public_facilities(read):
    piece = read(
        standard_facilities,
        table(
            OLD,
            {
                "都道府県コード又は市区町村コード": "102024",
                "NO": "0001",
                "市区町村名": "高崎市",
                "名称": "みどり会館",
                "住所": "高崎市みどり町1",
                "緯度": "36.32",
                "経度": "139.01",
                "電話番号": "027-000-0000",
                "利用可能曜日": "月火水",
                "開始時間": "9:00",
                "終了時間": "17:00",
                "利用可能日時特記事項": "祝日休み",
                "備考": "公民館",
            },
        ),
        encoding="cp932",
    )
    line = line_of(piece)
    assert {
        key: line[key]
        for key in (
            "kind",
            "name",
            "lat",
            "weekdays",
            "time_from",
            "time_to",
            "times_per_month",
            "contact_public",
            "publish",
            "note",
        )
    } == {
        "kind": "hall",
        "name": "みどり会館",
        "lat": 36.32,
        "weekdays": "月火水",
        "time_from": "09:00",
        "time_to": "17:00",
        "times_per_month": 12,
        "contact_public": True,
        "publish": True,
        "note": "公民館",
    }
    assert line["schedule"] == "月火水 9:00～17:00 祝日休み"
    assert "集会所・会館" in told(piece)


def test_new_layout_and_its_address_block(read):
    rows = read(
        standard_facilities,
        table(
            NEW,
            {
                "全国地方公共団体コード": "102024",
                "名称": "a",
                "所在地_連結表記": "群馬県高崎市a町1",
                "緯度": "36.3",
                "経度": "139",
            },
            {
                "全国地方公共団体コード": "102024",
                "名称": "b",
                "所在地_都道府県": "群馬県",
                "所在地_市区町村": "高崎市",
                "所在地_町字": "b町",
                "所在地_番地以下": "2",
                "建物名等(方書)": "2階",
                "緯度": "36.3",
                "経度": "139",
            },
        ),
    ).tables["resources"]
    assert rows["address"].tolist() == ["群馬県高崎市a町1", "群馬県高崎市b町2"] and rows["place"].fillna(
        ""
    ).tolist() == ["", "2階"]


def test_english_names_with_their_misspelling(read):
    line = line_of(
        read(
            standard_facilities,
            table(
                ENGLISH,
                {
                    "localgov_code": "102024",
                    "name": "a",
                    "seat_copulative_spell": "b町1",
                    "buillding_name_etc": "c館",
                    "latitude": "36.3",
                    "longitude": "139",
                },
            ),
        )
    )
    assert (line["name"], line["address"], line["place"]) == ("a", "b町1", "c館")


def test_dirty_headings_numbers_half_width_kana_and_a_second_pair_of_coordinates(read):
    header = "1.全国地方公共団体ｺｰﾄﾞ,2.ID,3.名称,4.所在地_連結表記,5.緯度,6.経度,アドレスマッチング,経度,緯度"
    text = header + "\r\n92011,1,a,b町1,36.5,139.9,5,139.9,36.5\r\n"
    piece = read(standard_facilities, text, city_codes=("09201",))
    assert (line_of(piece)["lat"], line_of(piece)["lon"]) == (36.5, 139.9)


def test_clinics_and_care_providers_are_known_by_their_columns(read):
    clinic = OLD.replace("POIコード", "医療機関の種類").replace("説明", "診療科目")
    assert (
        line_of(
            read(
                standard_facilities,
                table(clinic, {"市区町村名": "x市", "名称": "a医院", "緯度": "36", "経度": "139", "診療科目": "内科"}),
            )
        )["kind"]
        == "clinic"
    )
    provider = OLD.replace("名称,名称_カナ", "介護サービス事業所名称,介護サービス事業所名称_カナ").replace(
        "POIコード", "実施サービス"
    )
    line = line_of(
        read(
            standard_facilities,
            table(provider, {"介護サービス事業所名称": "a", "実施サービス": "通所介護", "緯度": "36", "経度": "139"}),
        )
    )
    assert line["kind"] == "care_site" and "通所介護" in line["note"]


def test_only_the_city_by_code(read):
    text = table(
        OLD,
        *(
            {"都道府県コード又は市区町村コード": code, "市区町村名": name, "名称": name, "緯度": "36", "経度": "139"}
            for code, name in (("102024", "高崎市"), ("092011", "宇都宮市"))
        ),
    )
    piece = read(standard_facilities, text, city_codes=("10202",))
    assert piece.tables["resources"]["name"].tolist() == [
        "高崎市"
    ] and "ほかの市区町村の1行を外し、1行を読みました" in told(piece)
    with pytest.raises(Refused, match="この市区町村（コード 27227）の行がありません"):
        read(standard_facilities, text, city_codes=("27227",))
    assert "2の市区町村が入っています" in told(read(standard_facilities, text))


def test_an_empty_name_is_refused_and_a_bad_position_told(read):
    with pytest.raises(Refused, match="2行目・列「名称」: 空欄です"):
        read(
            standard_facilities, table(OLD, {"都道府県コード又は市区町村コード": "102024", "緯度": "36", "経度": "139"})
        )
    piece = read(standard_facilities, table(OLD, {"市区町村名": "x", "名称": "a", "緯度": "139.0", "経度": "36.3"}))
    assert "入れ替わっている1件" in told(piece) and line_of(piece)["lat"] == 36.3


@pytest.mark.parametrize(
    "text, code",
    [
        ("102024", "102024"),
        ("10202", "102024"),
        ("92011", "092011"),
        ("9201", "092011"),
        ("０９２０１１", "092011"),
        ("011002", "011002"),
        ("", None),
        ("abc", None),
        ("999999", None),
    ],
)
def test_municipal_codes(text, code):
    assert municipal_code(text) == code


# --- 通いの場
# ----------------------------------------------------------------------------------------------------

SALON = {
    "No": "1",
    "市区町村コード": "102024",
    "市区町村名": "高崎市",
    "名称": "みどりの会",
    "所在地（都道府県から番地まで）": "群馬県高崎市みどり町1",
    "対象者": "どなたでも",
    "活動内容": "体操（改行）茶話会",
    "運営日（平日）－開始": "10:00",
    "運営日（平日）－終了": "11:30",
    "定員": "20名",
    "料金体系": "無料",
    "送迎の有無": "0",
    "緯度": "36.32",
    "経度": "139.01",
}


def test_salons_of_the_ministrys_list(read):
    piece = read(kayoinoba, table(SALONS, SALON))
    line = line_of(piece)
    assert {
        key: line[key]
        for key in ("kind", "name", "eligibility", "schedule", "time_from", "time_to", "capacity", "fee", "lift")
    } == {
        "kind": "salon",
        "name": "みどりの会",
        "eligibility": "all",
        "schedule": "平日 10:00～11:30",
        "time_from": "10:00",
        "time_to": "11:30",
        "capacity": 20,
        "fee": "無料",
        "lift": "なし",
    }
    assert "weekdays" not in line and "times_per_month" not in line  # the list does not say which weekdays
    assert "活動内容: 体操 茶話会" in line["note"] and piece.source["publisher"] == "厚生労働省"


def test_salons_hyphens_doubles_zero_positions_and_other_cities(read):
    text = table(
        SALONS,
        SALON,
        SALON | {"No": "2"},
        SALON | {"名称": "位置なしの会", "緯度": "0", "経度": "0"},
        SALON | {"市区町村コード": "092011", "名称": "よその会"},
    ).replace("－", "-")
    piece = read(kayoinoba, text, city_codes=("10202",))
    rows = piece.tables["resources"]
    assert rows["name"].tolist() == ["みどりの会", "位置なしの会"] and rows["lat"].notna().tolist() == [True, False]
    assert rows["resource_id"].is_unique
    assert "1件重なっていたため" in told(piece) and "0の1件" in told(piece)


# --- care sites
# ----------------------------------------------------------------------------------------------------

SITE = {
    "都道府県コード又は市町村コード": "102024",
    "No": "1070000001",
    "市区町村名": "高崎市",
    "事業所名": "デイみどり",
    "サービスの種類": "通所介護",
    "住所": "高崎市みどり町1",
    "緯度": "36.320000000000000",
    "経度": "139.010000000000000",
    "電話番号": "０２７－０００－００００",
    "法人の名称": "みどり会",
    "事業所番号": "1070000001",
    "利用可能曜日": "平日,土曜日,祝日",
    "定員": "0",
}


@pytest.mark.parametrize("header", [CARE, "_file," + CARE])
def test_care_sites_with_and_without_file_column(read, header):
    piece = read(care_sites, table(header, SITE, SITE | {"サービスの種類": "訪問介護"}, SITE), city_codes=("10202",))
    rows = piece.tables["resources"]
    assert len(rows) == 2 and rows["resource_id"].is_unique
    line = line_of(piece)
    assert (line["kind"], line["weekdays"], line["operator"], line["contact"]) == (
        "care_site",
        "月火水木金土",
        "みどり会",
        "０２７－０００－００００",
    )
    assert "capacity" not in line and "サービスの種類: 通所介護" in line["note"]
    assert "1件重なっていた" in told(piece)


@pytest.mark.parametrize("code, sites", [("10202", 221), ("09201", 171), ("27227", 198), ("37201", 234)])
def test_real_care_sites_of_four_cities(real_data, code, sites):
    with opened(real_data / "care_sites/care_sites_9cities.csv") as file:
        assert recognise(file) is care_sites
        piece = care_sites.read(file, Options(city_codes=(code,)))
    rows = piece.tables["resources"]
    assert len(rows) == sites and rows["lat"].notna().all() and rows["resource_id"].is_unique
    assert f"ほかの市区町村の{2136 - sites}行を外し、{sites}行を読みました" in told(piece)


def test_real_file_of_one_service(real_data):
    with opened(real_data / "care_sites/jigyosho_720.csv") as file:
        assert recognise(file) is care_sites


@pytest.mark.parametrize(
    "name, rows, kind",
    [
        ("takamatsu/community_center.xlsx", 52, "hall"),
        ("takamatsu/elderly_wedding_house.xlsx", 10, "ibasho"),
        ("takamatsu/elderly_welfare_center.xlsx", 2, "hall"),
        ("takamatsu/regional_comprehensive_support_center.xlsx", 7, "care_site"),
        ("yaizu/222127_community_center.csv", 9, "hall"),
        ("yaizu/222127_facilities_welfare.csv", 2, "hall"),
    ],
)
def test_real_facility_lists(real_data, name, rows, kind):
    with opened(real_data / name) as file:
        assert recognise(file) is standard_facilities
        piece = standard_facilities.read(file, Options())
    found = piece.tables["resources"]
    assert (
        len(found) == rows
        and set(found["kind"]) == {kind}
        and found["lat"].notna().all()
        and found["resource_id"].is_unique
    )
    assert not [problem for problem in piece.problems if problem.severity != "info"]


def test_real_opening_hours(real_data):
    with opened(real_data / "takamatsu/elderly_wedding_house.xlsx") as file:
        line = line_of(standard_facilities.read(file, Options()))
    assert (line["weekdays"], line["time_from"], line["time_to"]) == ("月火水木金土日", "09:00", "18:00")
    with opened(real_data / "yaizu/222127_community_center.csv") as file:
        line = line_of(standard_facilities.read(file, Options(city_codes=("22212",))))
    assert "【休館日】月曜日" in line["schedule"] and "weekdays" not in line
