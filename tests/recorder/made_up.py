"""The files of a small invented city, as officials may hand them in, to be imported one after another.

Kinds, weekdays and dates are written in odd words. The lines are as wide as such lists are.
"""

# ruff: noqa: E501

from __future__ import annotations

import json
from pathlib import Path

AREAS = {
    "27999001001": "架空町一丁目",
    "27999001002": "架空町二丁目",
    "279990020": "夢見町",
    "27999003001": "霞ケ丘一丁目",
    "27999003002": "霞ケ丘二丁目",
    "279990040": "大字雲井",
}
BANDS = [*(f"{start}～{start + 4}歳" for start in range(0, 85, 5)), "85歳以上"]
STEP = 0.004
RESOURCES = """名称,種類,地区,町内会,場所,緯度,経度,曜日・時間,対象,連絡先,連絡先の公開,掲載の同意,定員,開始日,終了日,確認日,対象区域,ひとこと
さくらサロン,サロン,東地区,架空町一丁目,公民館,34.672,135.576,毎週火曜 10:00～11:30,どなたでも,027-000-0001,いいえ,はい,２０人,平成27年4月,,令和7年4月1日,,靴を脱ぐ
もみじの会,通いの場,東地区,架空町二丁目,集会所,34.672,135.580,第1・3水曜 午後1時半～3時,会員のみ,027-000-0002,はい,はい,12,2019/5/1,,2025-04-01,,
ひだまり,居場所,西地区,霞ケ丘一丁目,田中様方,34.672,135.588,月・水・金 9時～16時,75歳以上,,,いいえ,,R1.6,,2023年3月,,
朝の体操,ラジオ体操,東地区,夢見町,公園,34.672,135.584,毎日 6:30,どなたでも,,,はい,,昭和60年,,,,雨天中止
まわり号,移動販売車,西地区,,駐車場,34.672,135.592,毎週木曜 14:00,,,,はい,,2020-10,,2025-02-10,霞ケ丘一丁目、霞ケ丘二丁目,
むかしのサロン,サロン,西地区,霞ケ丘二丁目,会館,34.672,135.592,毎月第2土曜,どなたでも,,,はい,10,2010-04,2021-03,,,閉じた
見守り隊,見守り,東地区,,,,,毎週月曜,,,,はい,,2018,,,架空町一丁目、架空町二丁目,
なにかの会,よりあい,東地区,夢見町,蔵,34.6725,135.584,ときどき,どなたでも,,,未定,,,,,,
雲井公民館,集会所,西地区,大字雲井,,,,,,,,,30,,,,,
おでかけ便,送迎,西地区,,,,,平日 9時～12時,会員のみ,,,はい,8,2022.4,,2025/3/31,西地区,
みどり弁当,配食,東地区,,,,,火～土,,090-0000-0000,いいえ,はい,,,,,東地区,
架空内科,医院,東地区,架空町一丁目,,34.673,135.577,,,,,,,,,,,
"""
CARE_SITES = """都道府県コード又は市町村コード,No,都道府県名,市区町村名,事業所名,事業所名カナ,サービスの種類,住所,方書（ビル名等）,緯度,経度,電話番号,FAX番号,法人番号,法人の名称,事業所番号,利用可能曜日,利用可能曜日特記事項,定員,URL,備考
279994,2790000001,大阪府,架空市,デイサービス架空,デイサービスカクウ,通所介護,架空町一丁目1-1,,34.6721,135.5762,06-0000-0001,,,社会福祉法人架空会,2790000001,"平日,土曜日",,25,,
279994,2790000002,大阪府,架空市,ヘルパー夢見,ヘルパーユメミ,訪問介護,夢見町2,,34.6722,135.5842,06-0000-0002,,,株式会社夢見,2790000002,"平日,土曜日,日曜日,祝日",年末年始休み,,,
279994,2790000003,大阪府,架空市,グループホーム霞,グループホームカスミ,認知症対応型共同生活介護,霞ケ丘一丁目3,,34.6723,135.5882,06-0000-0003,,,医療法人霞会,2790000003,平日,,9,,
"""
NEEDS = """地区,町内会,期間,世帯数,居場所・運動,見守り,買い物,通院,移動手段,調理・弁当,掃除,入浴,ゴミだし,住環境,布団干し,床屋,対象人数
東地区,架空町一丁目,2024-04/2025-03,70,3,2,11,4,,0,1,0,2,1,0,0,15
東地区,架空町二丁目,2024-04/2025-03,140,1,0,2,1,0,0,0,0,0,0,0,0,3
東地区,夢見町,2024-04/2025-03,210,12,14,20,6,9,2,3,1,5,0,0,1,31
西地区,霞ケ丘一丁目,2024-04/2025-03,280,0,0,0,0,0,0,0,0,0,0,0,0,0
西地区,霞ケ丘二丁目,2024-04/2025-03,350,10,1,12,3,2,1,0,0,1,0,0,0,19
西地区,大字雲井,2024-04/2025-03,420,5,4,3,2,1,0,0,0,0,0,0,0,11
"""
HOUSEHOLDS = [
    (number, kind, count)
    for number in range(1, 7)
    for kind, count in (
        ("総世帯", 70 * number),
        ("高齢者のひとり暮らし", 3 * number * number),
        ("高齢夫婦", 5 * number),
    )
]


def write_files(folder: Path) -> list[list[Path]]:
    """Write them; the files of each import, one after another."""
    folder.mkdir(parents=True)
    names = list(AREAS.values())
    resources = (
        RESOURCES.replace("もみじの会", "もみじ会")
        .replace("毎週火曜 10:00", "毎週金曜 10:30")
        .replace("みどり弁当", "あおば弁当")
    )
    register = ["令和6年9月30日現在", ",".join(["町丁名", "世帯数", "総数", *BANDS])]
    for number, name in enumerate(names, 1):
        people = [10 * number + place for place in range(len(BANDS))]
        register.append(",".join(map(str, [name, number * 70, sum(people), *people])))
    households = [
        "区域,基準日,種類,年齢,世帯数",
        *(f"{names[number - 1]},2024-10-01,{kind},65,{count}" for number, kind, count in HOUSEHOLDS),
    ]
    membership = [
        "KEY_CODE,S_NAME,district",
        *(f"{code},{name},{'東地区' if place < 3 else '西地区'}" for place, (code, name) in enumerate(AREAS.items())),
    ]
    return [
        [_shapes(folder), _text(folder, "register.csv", register), _text(folder, "membership.csv", membership)],
        [
            _text(folder, "resources.csv", RESOURCES.splitlines()),
            _text(folder, "households.csv", households),
            _text(folder, "needs.csv", NEEDS.splitlines()),
        ],
        [_text(folder, "care_sites.csv", CARE_SITES.splitlines())],
        [_text(folder, "resources_of_the_next_year.csv", resources.splitlines(), "cp932")],
    ]


def _text(folder: Path, name: str, lines: list[str], encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def _shapes(folder: Path) -> Path:
    """Six squares side by side, as e-Stat gives areas."""
    features = []
    for number, (code, name) in enumerate(AREAS.items(), 1):
        west, east, south, north = 135.57 + number * STEP, 135.57 + (number + 1) * STEP, 34.67, 34.67 + STEP
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        said = {
            "KEY_CODE": code,
            "PREF_NAME": "大阪府",
            "CITY_NAME": "架空市",
            "S_NAME": name,
            "HCODE": 8101,
            "JINKO": 100 * number,
            "SETAI": 10,
        }
        features.append({"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": [ring]}})
    path = folder / "r2ka27999.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::6668"}}
    path.write_text(
        json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}, ensure_ascii=False),
        encoding="utf-8",
    )
    return path
