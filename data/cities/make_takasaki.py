"""Makes the city `takasaki` 高崎市（公表資料） from data/published and stores it: python -m data.cities.make_takasaki

Nothing is computed, filled in or guessed: what the documents do not say is absent. The documents' English working words
are put back into Japanese here, in one place.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.cities.making.fitting import fitted
from data.store.individuals import write_individuals
from data.store.schema import STORED_CRS
from data.store.write import write_city
from data.vocabulary import TOTAL

HERE = Path(__file__).parent
PUBLISHED = HERE.parent / "published"
NAME, TITLE = "takasaki", "高崎市（公表資料）"
REVISION = "2025-08"
WHOLE = "(district total)"  # stands in the column of neighbourhoods: a printed sum, not an area
SETTINGS = {
    "title": TITLE,
    "zone": 6677,
    "size_class": "core",
    "dates": "2015～2017年と2025年の公表資料の値です。いまの値ではありません。",
    "words": {
        "support_centre": "高齢者あんしんセンター",
        "supporter": "地域支え合いサポーター",
        "council": "協議体",
        "district": "地区",
    },
    "notes": [
        "公表された資料に載っている値だけを収めています。資料にない値は「資料になし」と示します。",
        "地区の並べ方（位置）はおおよそで、資料の値ではありません。",
    ],
}
SEMINAR = "高崎市「みんなで支え合うまちづくり」第131回市町村職員を対象とするセミナー資料（2018-01-22）"
NEWSLETTER = "高崎市生活支援コーディネーター通信 第33号（2025年8月）"
UTSUNOMIYA = "宇都宮市「生活支援体制整備事業の取組状況について」（2025-02-20）"
TRAINING = "地域共生社会実現のための人材育成研修 資料（令和2年度社会福祉推進事業）"
# title as printed: source_id, title as cited, publisher, date of the document
SOURCES = {
    SEMINAR: (
        "seminar-2018",
        "「みんなで支え合うまちづくり」第131回市町村職員を対象とするセミナー資料",
        "高崎市",
        "2018-01-22",
    ),
    NEWSLETTER: ("newsletter-33", "高崎市生活支援コーディネーター通信 第33号", "高崎市", "2025-08"),
    UTSUNOMIYA: ("utsunomiya-2025", "「生活支援体制整備事業の取組状況について」", "宇都宮市", "2025-02-20"),
    TRAINING: ("training-2020", "地域共生社会実現のための人材育成研修 資料（令和2年度社会福祉推進事業）", "", ""),
}
SERVICES = {"day": "通所", "home": "訪問"}
ITEMS = {
    "population": ("population", "persons"),
    "households": ("households", "households"),
    "population_65_and_over": ("65+", "persons"),
    "ageing_rate": ("ageing_rate", "share"),
    "care_certification_rate": ("care_certification_rate", "share"),
    "area": ("area", "km2"),
    "primary_schools": ("primary_schools", "places"),
    "junior_high_schools": ("junior_high_schools", "places"),
    "second_tier_councils": ("second_tier_councils", "places"),
    "council meetings and activities": ("council_activities", "times"),
    "second-tier areas (district federations of neighbourhood associations)": ("second_tier_areas", "places"),
}
NOTES = {"km2 (about)": "約", "about": "約"}
# event as transcribed: kind, title, area (a district's name, or "" for the whole city), remark
EVENTS = {
    "citizens forum": ("フォーラム", "市民フォーラム", "", "およそ450人が参加"),
    "ward heads and welfare commissioners study meeting": ("勉強会", "区長・民生委員の勉強会", "", ""),
    "city hall study meeting": ("勉強会", "市役所内の勉強会", "", ""),
    "supporter training, Yahata district": ("養成研修", "地域支え合いサポーター養成研修", "八幡", ""),
    "ward heads and welfare commissioners briefing (4 sessions)": ("説明会", "区長・民生委員への説明会（4回）", "", ""),
    "Fureai no Ba Apita, joint Iwahana and Yanaka districts": (
        "居場所",
        "ふれあいの場アピタ（岩鼻・矢中の合同）",
        "中居・矢中",
        "岩鼻地区と合同",
    ),
    "council study meeting, Sano district": ("勉強会", "協議体の勉強会", "佐野", ""),
}
AUDIENCES = {
    "citizens": "市民",
    "city staff of all departments": "市の全部署の職員",
    "residents": "住民",
    "ward heads": "区長",
    "welfare commissioners": "民生委員",
}
DATES = {"2025 summer": ("2025", "2025年夏")}
DETAILS = {
    "subsidised older people's gathering place (高齢者居場所補助事業)": "高齢者居場所補助事業",
    "run by local supporters; a person with dementia takes part": "地域のサポーターが運営。認知症の方も参加",
    "run by local supporters with a physiotherapist": "地域のサポーターと理学療法士が運営",
    "about 150 registered (2025)": "約150人",
    "monthly, with Iwahana; 20 took part": "月1回。岩鼻地区と合同。20人が参加",
    "mutual help including transport": "移動も含めた助け合い",
}
KINDS = {"mutual_help": "daily_support"}  # the source's word: the product's kind
MONTHLY = {"ふれあいの場アピタ": ("月1回", 1.0)}
ALSO_SERVED = {"ふれあいの場アピタ": ("岩鼻",)}
REMARKS = {
    "yahata_needs": (
        "needs",
        "八幡",
        "印刷された表では、困りごとごとの合計を足すと283、町内会ごとの合計を足すと282で、合いません。資料のまま示しています。",
    ),
    "takasaki_council_setup": (
        "council_years",
        "",
        "同じ資料の別のページでは、年度ごとの数が6（翌年度から7）、13、6となっています。どちらも合わせて26です。",
    ),
    "takasaki_exchange_meetings": ("exchange", "", "交流会の年は、資料に書かれていません。"),
}


def make() -> dict[str, pd.DataFrame]:
    """All tables of the city, typed as data.store.schema says; no area has a geometry. `individuals` is restricted:
    store it apart."""
    tables = {
        "areas": _areas(),
        "membership": _membership(),
        "tiles": _tiles(),
        "households": _households(),
        "needs": _needs(),
        "service_use": _service_use(),
        "resources": _resources(),
        "served": _served(),
        "councils": _councils(),
        "council_years": _council_years(),
        "activities": _activities(),
        "supporters": _supporters(),
        "published": _published(),
        "remarks": _remarks(),
        "sources": _sources(),
        "individuals": _individuals(),
    }
    return {name: fitted(name, frame) for name, frame in tables.items()}


def _read(name: str) -> pd.DataFrame:
    table = pd.read_csv(PUBLISHED / f"{name}.csv", dtype="string", encoding="utf-8")
    return table.assign(source_id=table["source"].map({title: entry[0] for title, entry in SOURCES.items()}))


def _code(*names: str) -> str:
    return "/".join((NAME, *names))


def _codes(table: pd.DataFrame) -> pd.Series:
    """The area code of each row's neighbourhood, or of its district where the row is the printed total."""
    return pd.Series(
        [
            _code(district, *([] if hood == WHOLE else [hood]))
            for district, hood in zip(table["district"], table["neighbourhood"], strict=True)
        ],
        table.index,
    )


def _neighbourhoods() -> pd.DataFrame:
    found = pd.concat([_read("yahata_needs"), _read("toyooka_service_use")])[
        ["district", "neighbourhood"]
    ].drop_duplicates()
    return found[found["neighbourhood"] != WHOLE]


def _areas() -> gpd.GeoDataFrame:
    hoods = _neighbourhoods()
    rows = [
        (NAME, "city", TITLE),
        *((_code("旧", town), "former_town", town) for town in _read("takasaki_briefing_2025_by_area")["area"]),
        *((_code(district), "district", district) for district in _read("takasaki_districts")["district"]),
        *((_code(district, hood), "neighbourhood", hood) for district, hood in hoods.itertuples(index=False)),
    ]
    table = pd.DataFrame(rows, columns=["area_code", "level", "name"]).assign(order=range(len(rows)))
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries([None] * len(table), crs=STORED_CRS), crs=STORED_CRS)


def _membership() -> pd.DataFrame:
    pairs = [(_code(district, hood), _code(district)) for district, hood in _neighbourhoods().itertuples(index=False)]
    pairs += [(_code(district), NAME) for district in _read("takasaki_districts")["district"]]
    return pd.DataFrame(pairs, columns=["area_code", "parent_code"]).assign(weight=1.0, basis="given")


def _tiles() -> pd.DataFrame:
    table = _read("takasaki_districts")
    return pd.DataFrame(
        {
            "area_code": table["district"].map(_code),
            "row": table["tile_row"].astype(int),
            "column": table["tile_column"].astype(int),
        }
    )


def _households() -> pd.DataFrame:
    table = _read("yahata_needs").drop_duplicates(["district", "neighbourhood"])
    return pd.DataFrame(
        {
            "area_code": _codes(table),
            "as_of": table["period"],
            "source_id": table["source_id"],
            "kind": "total",
            "households": table["households"].astype(int),
            "state": "ok",
        }
    )


def _cells(table: pd.DataFrame, item: pd.Series, persons: str) -> pd.DataFrame:
    """One row a cell, and the printed number of persons of each area as the item "total"."""
    status = table["cell_status"]
    cells = pd.DataFrame(
        {
            "area_code": _codes(table),
            "item": item,
            "persons": table[persons].astype("Int64"),
            "source_id": table["source_id"],
            "state": status.where(status == "unreadable", "ok"),
            "basis": status.where(status == "inferred", "printed"),
        }
    )
    areas = ~cells["area_code"].duplicated()
    totals = cells[areas].assign(
        item=TOTAL, persons=table.loc[areas, "persons_in_neighbourhood"].astype("Int64"), state="ok", basis="printed"
    )
    return pd.concat([totals, cells], ignore_index=True)


def _needs() -> pd.DataFrame:
    table = _read("yahata_needs")
    return (
        _cells(table, table["need"], "persons_with_need")
        .rename(columns={"item": "need"})
        .assign(period=table["period"].iloc[0])
    )


def _service_use() -> pd.DataFrame:
    tables = [_read(name) for name in ("yahata_service_use", "toyooka_service_use")]
    return pd.concat(
        [
            _cells(table, table["service"].map(SERVICES) + "・" + table["use"], "persons_using").assign(
                as_of=table["as_of"].iloc[0]
            )
            for table in tables
        ],
        ignore_index=True,
    )


def _named() -> pd.DataFrame:
    table = _read("takasaki_resources_named")
    return table.assign(resource_id=[f"takasaki-{number:02d}" for number in range(1, len(table) + 1)])


def _places(table: pd.DataFrame) -> list[str]:
    """The neighbourhood where it is one of ours, else the district."""
    known = set(_areas()["area_code"])
    return [
        code if pd.notna(place) and (code := _code(district, place)) in known else _code(district)
        for district, place in zip(table["district"], table["place"], strict=True)
    ]


def _resources() -> pd.DataFrame:
    table = _named().query("kind != 'supporters'")
    times = table["name"].map(MONTHLY)
    return pd.DataFrame(
        {
            "resource_id": table["resource_id"],
            "source_id": table["source_id"],
            "kind": table["kind"].replace(KINDS),
            "name": table["name"],
            "place": table["place"],
            "area_code": _places(table),
            "schedule": times.str[0],
            "times_per_month": times.str[1],
            "publish": True,
            "note": table["detail"].map(DETAILS),
        }
    )


def _served() -> pd.DataFrame:
    """Vans serve the neighbourhood they are named for; what two districts run together serves both."""
    table = _resources()
    vans = table[table["kind"] == "mobile_sales"]
    also = [(row.resource_id, _code(name)) for row in table.itertuples() for name in ALSO_SERVED.get(row.name, ())]
    pairs = [*zip(vans["resource_id"], vans["area_code"], strict=True), *also]
    return pd.DataFrame(pairs, columns=["resource_id", "area_code"]).assign(basis="given")


def _councils() -> pd.DataFrame:
    table = _read("takasaki_districts")
    return pd.DataFrame(
        {"area_code": table["district"].map(_code), "vision": table["vision"], "source_id": table["source_id"]}
    )


def _council_years() -> pd.DataFrame:
    both = pd.concat(
        [
            _read("takasaki_council_setup").assign(place=TITLE),
            _read("utsunomiya_council_setup").assign(place="宇都宮市"),
        ]
    )
    note = both["note"].map(
        {
            "cumulative derived: 38 at 2025-01-31 less the 2 of fiscal 2024": (
                "2025年1月31日現在の38から、2024年度の2を引いた数"
            ),
            "as of 2025-01-31": "2025年1月31日現在",
        }
    )
    return pd.DataFrame(
        {
            "place": both["place"],
            "fiscal_year": both["fiscal_year"].astype(int),
            "started": both["districts_started"].astype(int),
            "cumulative": both["councils_cumulative"].astype(int),
            "districts": both["districts_total"].astype(int),
            "note": note,
            "source_id": both["source_id"],
        }
    )


def _activities() -> pd.DataFrame:
    meetings = pd.DataFrame([_event(row) for row in _read("takasaki_meetings").to_dict("records")])
    exchange = _read("takasaki_exchange_meetings")
    months = exchange["month_day"].str.extract(r"(\d+)-(\d+)").astype(int)
    exchange = pd.DataFrame(
        {
            "area_code": NAME,
            "date_words": [f"{month}月{day}日（年の記載なし）" for month, day in months.itertuples(index=False)],
            "kind": "交流会",
            "title": "第" + exchange["session"] + "回 協議体の交流会",
            "councils": exchange["councils_taking_part"].astype(int),
            "source_id": exchange["source_id"],
        }
    )
    towns = _read("takasaki_briefing_2025_by_area")
    towns = pd.DataFrame(
        {
            "area_code": [_code("旧", town) for town in towns["area"]],
            "date": "2025-07-10/2025-07-15",
            "kind": "説明会",
            "title": "区長・民生委員への説明会（4回）",
            "participants": towns["participants"].astype(int),
            "source_id": towns["source_id"],
        }
    )
    table = pd.concat([meetings, exchange, towns], ignore_index=True)
    return table.assign(activity_id=[f"takasaki-{number:02d}" for number in range(1, len(table) + 1)])


def _event(row: dict) -> dict:
    kind, title, district, remark = EVENTS[row["event"]]
    date, words = DATES.get(row["date"], (row["date"], None))
    return {
        "area_code": _code(district) if district else NAME,
        "date": date,
        "date_words": words,
        "kind": kind,
        "title": title,
        "audience": _audience(row["audience"]),
        "invited": _number(row["invited"]),
        "participants": _number(row["participants"]),
        "remark": remark or None,
        "source_id": row["source_id"],
    }


def _audience(written: str) -> str:
    found = [re.split(r" (?=\d+$)", part, maxsplit=1) for part in written.split(", ")]
    return "、".join(AUDIENCES[name] + "".join(f"{persons}人" for persons in number) for name, *number in found)


def _number(written) -> int | None:
    return None if pd.isna(written) else int(written)


def _supporters() -> pd.DataFrame:
    table = _named().query("kind == 'supporters'")
    count = table["detail"].str.extract(r"about (\d+) registered \((\d{4})\)")
    return pd.DataFrame(
        {
            "area_code": table["district"].map(_code),
            "date": count[1],
            "registered": count[0].astype(int),
            "note": table["detail"].map(DETAILS),
            "source_id": table["source_id"],
        }
    )


def _published() -> pd.DataFrame:
    """Printed values of the city, its districts, Utsunomiya and the municipalities of the training course."""
    city = _read("takasaki_city").assign(place=TITLE, area_code=NAME)
    beside = (
        _read("utsunomiya_activity")
        .assign(place="宇都宮市")
        .rename(columns={"period": "as_of"})
        .replace({"as_of": {"fiscal 2023": "2024-03"}})
    )
    rows = [
        _printed(
            row["place"],
            row.get("area_code"),
            *ITEMS[row["item"]],
            row["value"],
            row["as_of"],
            row["source_id"],
            NOTES.get(row["unit"]),
        )
        for row in [*city.to_dict("records"), *beside.to_dict("records")]
    ]
    rows[-2]["note"] = "2023年度の1年間"
    for row in _read("takasaki_districts").dropna(subset=["population"]).to_dict("records"):
        rows += [
            _printed(row["district"], _code(row["district"]), item, unit, row[column], row["as_of"], row["source_id"])
            for item, unit, column in (
                ("population", "persons", "population"),
                ("ageing_rate", "share", "ageing_rate_percent"),
            )
        ]
    columns = {
        "population": "population",
        "area_km2": "area",
        "ageing_rate_percent": "ageing_rate",
        "primary_schools": "primary_schools",
        "junior_high_schools": "junior_high_schools",
    }
    for row in _read("municipality_profiles").to_dict("records"):
        for column, item in columns.items():
            if pd.notna(row[column]):
                about, _, value = row[column].rpartition(" ")
                rows.append(
                    _printed(
                        row["municipality"], None, *ITEMS[item], value, row["as_of"], row["source_id"], NOTES.get(about)
                    )
                )
    return pd.DataFrame(rows)


def _printed(
    place: str,
    area_code: str | None,
    item: str,
    unit: str,
    value: str,
    as_of: str,
    source_id: str,
    note: str | None = None,
) -> dict:
    number = float(value) / 100 if unit == "share" else float(value)
    return {
        "item": item,
        "place": place,
        "area_code": area_code,
        "as_of": as_of if pd.notna(as_of) else "",
        "value": number,
        "printed": value,
        "unit": unit,
        "note": note,
        "source_id": source_id,
    }


def _remarks() -> pd.DataFrame:
    table = _read("remarks")
    said = [REMARKS[subject] for subject in table["subject"]]
    return pd.DataFrame(
        {
            "subject": [one[0] for one in said],
            "area_code": [_code(one[1]) if one[1] else NAME for one in said],
            "remark": [one[2] for one in said],
            "source_id": table["source_id"],
        }
    )


def _individuals() -> pd.DataFrame:
    table = _read("toyooka_individual_use")
    printed = table["rest_of_row_as_printed"]
    often = printed.str.findall(r"週\d+回").str.join("・")
    return pd.DataFrame(
        {
            "area_code": _code("豊岡"),
            "as_of": table["as_of"],
            "row": table["no"].astype(int),
            "decade": table["age_decade"],
            "sex": table["sex"],
            "care_level": table["care_level"],
            "uses": printed,
            "frequency": often,
            "source_id": table["source_id"],
        }
    )


def _sources() -> pd.DataFrame:
    rows = [
        (source_id, "published", title, publisher or None, as_of or None)
        for source_id, title, publisher, as_of in SOURCES.values()
    ]
    return pd.DataFrame(rows, columns=["source_id", "kind", "title", "publisher", "as_of"]).assign(published=True)


def main() -> None:
    folder, tables = HERE / NAME, make()
    shutil.rmtree(folder, ignore_errors=True)
    write_individuals(folder, tables.pop("individuals"))
    write_city(folder, SETTINGS, tables, REVISION)
    print(f"{TITLE}: {folder}")


if __name__ == "__main__":
    main()
