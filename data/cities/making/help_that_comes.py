"""Help that comes to people or fetches them: vans, watch teams, helpers, buses and taxis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from data.cities.making.book import Book
from data.vocabulary import WEEKDAYS

VANS = (
    ("絹渡つゆくさ便", "絹渡商店会（架空）"),
    ("鈴越まわり便", "鈴越生協（架空）"),
    ("琴橋朝市号", "琴橋朝市（架空）"),
)
VAN_LIKELY = {"hill": 2.4, "estate": 1.9, "farm": 1.6}  # rounds go where shops are far; elsewhere 0.35
WITHOUT_WATCH_TEAM = ("萌野", "鼓平", "鹿木戸")
# kind: how many, districts that have one in any case (cases.toml tells of them), names, fee, what is done
HELP = {
    "daily_support": (
        18,
        ("小夜岡", "星待"),
        ("お助け隊", "ちょこっと手助けの会", "暮らしの応援団"),
        "１回200円",
        "ゴミ出し・電球の交換・草むしりなど",
    ),
    "shopping_support": (
        8,
        ("楡本",),
        ("買い物付き添いの会", "買い物お届けの会"),
        "実費",
        "付き添い、または品物の届け",
    ),
    "meal_delivery": (8, ("兎平",), ("配食の会", "お弁当の会"), "１食450円", "手渡しで届け、声をかけます"),
}
BUS: dict[str, Any] = {
    "schedule": "月・水・金曜日 １日３便",
    "weekdays": "月水金",
    "time_from": "08:30",
    "time_to": "16:30",
    "times_per_month": 12,
    "fee": "１回100円",
    "booking": "申し込みはいりません",
    "note": "手を挙げれば道のどこでも乗り降りできます。",
}
TAXI: dict[str, Any] = {
    "schedule": "平日 8:30～16:00",
    "weekdays": "月火水木金",
    "time_from": "08:30",
    "time_to": "16:00",
    "times_per_month": 20,
    "fee": "１回300円",
    "booking": "前の日の午後４時までに電話",
    "lift": "車いすのまま乗れる車あり",
    "note": "自宅から駅・医院・店まで。",
}


def add_help(book: Book, neighbourhoods: pd.DataFrame) -> None:
    """Write all of it into the book. `neighbourhoods`: area_code, base, district (number), single (households of 65+
    living alone)."""
    _vans(book)
    _watching(book, neighbourhoods)
    _helpers(book, neighbourhoods)
    _rides(book, neighbourhoods)


def _vans(book: Book) -> None:
    """Twelve rounds, each in a few neighbouring districts' towns; the stops follow each other from west to east."""
    rng, small = book.rng, book.small
    likely = small["older"].to_numpy() * small["sort"].map(VAN_LIKELY).fillna(0.35).to_numpy()
    drawn = small["district"].iloc[book.pick(len(small), likely)]
    told = drawn[drawn == book.district_names.index("柊岡")]  # a case in cases.toml tells of this round
    starts = pd.concat([told, drawn]).drop_duplicates().index[:12]  # every round begins in another district
    for number, first in enumerate(starts):
        van, operator = VANS[number % len(VANS)]
        away = np.linalg.norm(small[["x", "y"]].to_numpy() - small[["x", "y"]].to_numpy()[first], axis=1)
        near = np.argsort(away, kind="stable")[:26]
        stops = np.unique(rng.choice(near, 5, replace=False, p=likely[near] / likely[near].sum()))
        stops = stops[np.argsort(small["x"].to_numpy()[stops], kind="stable")]
        day, minute = WEEKDAYS[number % 6], 600
        district = book.district_names[small["district"].iloc[first]].split("・")[0]
        route = book.unique(f"{van} {day}曜{district}コース", f"{van} {day}曜{district}第二コース")
        for area in stops:
            stay = int(rng.integers(3, 6)) * 5
            clock = [f"{m // 60:02d}:{m % 60:02d}" for m in (minute, minute + stay)]
            town = small["town_name"].iloc[area]
            where = ["集会所前", "公園前", "駐車場", "バス停前"][rng.integers(0, 4)]
            book.add(
                "mobile_sales",
                book.unique(
                    f"{van}（{town}{where}）", f"{van}（{small['name'].iloc[area]}{where}）", f"{van}（{town}）"
                ),
                book.places.in_area(int(area)),
                [book.code_of(area)],
                place=f"{town}{where}",
                route=route,
                operator=operator,
                schedule=f"毎週{day}曜日 {clock[0]}～{clock[1]}",
                weekdays=day,
                time_from=clock[0],
                time_to=clock[1],
                times_per_month=4,
                eligibility="all",
                fee="品物の代金だけ",
                booking="申し込みはいりません",
            )
            minute += stay + int(rng.integers(3, 7)) * 5


def _watching(book: Book, neighbourhoods: pd.DataFrame) -> None:
    """A watch team in most districts; it serves one to three of their neighbourhoods, seldom all."""
    rng = book.rng
    for district, own in neighbourhoods.groupby("district"):
        for team in range(0 if book.district_names[district] in WITHOUT_WATCH_TEAM else 2 if district % 5 == 1 else 1):
            served = own.iloc[team::2].iloc[: int(rng.integers(1, 4))]
            name = book.unique(f"{book.district_names[district]}見守り隊", f"{book.district_names[district]}声かけの会")
            book.add(
                "mimamori",
                name,
                None,
                list(served["area_code"]),
                watched_households=int(served["single"].sum() * rng.uniform(0.12, 0.38)),
                schedule="月１～２回の訪問と、ふだんの声かけ",
                operator="町内会と民生委員",
                eligibility="all",
                fee="無料",
                note="新聞・牛乳の配達店とも連絡を取り合っています。" if rng.random() < 0.3 else pd.NA,
            )


def _helpers(book: Book, neighbourhoods: pd.DataFrame) -> None:
    """Help at home, with shopping and with meals, for named neighbourhoods."""
    rng = book.rng
    for kind, (count, sure, names, fee, note) in HELP.items():
        known = [int(np.flatnonzero(neighbourhoods["district"] == book.district_names.index(name))[0]) for name in sure]
        drawn = [int(n) for n in rng.permutation(len(neighbourhoods)) if n not in known]
        for start in (known + drawn)[:count]:
            own = neighbourhoods.iloc[start]
            same = neighbourhoods[neighbourhoods["district"] == own["district"]]
            district = book.district_names[own["district"]]
            if kind != "meal_delivery":  # helpers go next door, lunch boxes through the whole district
                same = same[same.index >= own.name].iloc[: int(rng.integers(1, 3))]
            book.add(
                kind,
                book.unique(*(f"{district}{name}" for name in names), f"{own['base']}{names[0]}"),
                None,
                list(same["area_code"]),
                fee=fee,
                note=note,
                eligibility="all",
                booking="電話で申し込み",
                operator=["支え合いサポーターの会", "地区社協", "有志の会"][rng.integers(0, 3)],
                schedule="月～金曜日",
                weekdays="月火水木金",
                contact_public=kind == "meal_delivery",
            )


def _rides(book: Book, neighbourhoods: pd.DataFrame) -> None:
    """A bus one may board anywhere, a shared taxi from door to door, and neighbours who drive."""
    rng = book.rng
    for layer, name, home, facts in (
        ("line", "雲渡フリー乗降バス", "雲渡", BUS),
        ("zone", "葛越・楓尾 予約型乗合タクシー", "葛越", TAXI),
    ):
        code = neighbourhoods.loc[neighbourhoods["district"] == book.district_names.index(home), "area_code"].iloc[0]
        number = book.add(
            "transport_support", name, None, eligibility="all", operator="ささゆり市（架空）", area_code=code, **facts
        )
        book.shapes.append((layer, name, number))
    for start in rng.choice(len(neighbourhoods), 7, replace=False):
        own = neighbourhoods.iloc[start]
        name = book.unique(f"{book.district_names[own['district']]}送迎の会", f"{own['base']}送迎の会")
        book.add(
            "transport_support",
            name,
            None,
            [own["area_code"]],
            schedule="週１回 買い物と通院",
            times_per_month=4,
            eligibility="members" if rng.random() < 0.4 else "all",
            fee="ガソリン代の実費",
            booking="２日前までに電話",
            operator="有志の会",
            contact_public=False,
        )
