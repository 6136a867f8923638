"""Some 400 local resources of every kind, where such things stand in a real city, and what they serve."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from analysis.vocabulary import WEEKDAYS
from data.cities.making.areas import Grown
from data.cities.making.ground import Places

# How likely a place is where people of 65+ are equally many: help is thinnest in the hills and on estates.
LIKELY = {"centre": 1.15, "town": 1.3, "suburb": 1.0, "estate": 0.6, "new": 0.7, "farm": 0.8, "hill": 0.75}
SALON_WORDS = ("ひだまりサロン", "お茶のみサロン", "ふれあいサロン", "いきいきサロン", "なごみの会", "ほほえみサロン", "おしゃべりの会", "ほっとサロン", "にこにこ会", "花みずきの会", "長寿サロン",
               "歌声サロン", "手芸の会", "囲碁将棋の会")
IBASHO_WORDS = ("みんなの居場所", "縁側", "まちの茶の間", "寄り道カフェ", "ふらっと")
EXERCISE_WORDS = ("健康体操教室", "いきいき体操", "ころばん体操の会", "ラジオ体操会", "グラウンドゴルフ会")
VANS = (("つゆくさ便", "みのり商店（架空）"), ("ぬくもり便", "すずかけ生協（架空）"), ("とことこ号", "丸ささストア（架空）"))
LAST_CHECK = pd.Timestamp("2026-10-15")


@dataclass
class Book:
    """Resources as they are written down: rows of the table, served areas, and lines and zones for the base map."""

    small: pd.DataFrame
    places: Places
    neighbourhood_codes: list[str]
    district_names: list[str]
    rng: np.random.Generator
    rows: list[dict] = field(default_factory=list)
    served: list[dict] = field(default_factory=list)
    shapes: list[tuple] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(self, kind: str, name: str, at: tuple[float, float] | None, served: list[str] | None = None, **facts: object) -> str:
        """One resource; its number is its identity. A confirmed date, a telephone and consent are drawn unless given."""
        number = f"R{len(self.rows) + 1:04d}"
        late = self.rng.random() < 0.24
        days = int(self.rng.integers(400, 900) if late else self.rng.integers(0, 330))
        facts = {"started": f"{self.rng.integers(2006, 2025)}-{self.rng.integers(1, 13):02d}", "last_confirmed": str((LAST_CHECK - pd.Timedelta(days=days)).date()),
                 "contact": f"0XX-000-{self.rng.integers(1000, 9999)}", "contact_public": True, "publish": True, "private_home": False} | facts
        at = at or (np.nan, np.nan)
        self.rows.append({"resource_id": number, "source_id": "resources-2026", "kind": kind, "name": name, "x": at[0], "y": at[1]} | facts)
        self.served += [{"resource_id": number, "area_code": code, "basis": "団体からの聞き取り"} for code in served or []]
        return number

    def unique(self, *candidates: str) -> str:
        name = next((c for c in candidates if c not in self.names), None)
        if name is None:
            name = next(f"{candidates[-1]}（{n}か所目）" for n in range(2, 99) if f"{candidates[-1]}（{n}か所目）" not in self.names)
        self.names.add(name)
        return name

    def pick(self, count: int, weight: np.ndarray) -> np.ndarray:
        """Rows of small areas drawn by weight, none twice."""
        return self.rng.choice(len(self.small), count, replace=False, p=weight / weight.sum())

    def pick_apart(self, count: int, weight: np.ndarray) -> list[int]:
        """As `pick`, but where there is one already, the areas touching it seldom get the next."""
        left, picked = weight.astype(float).copy(), []
        for _ in range(count):
            picked.append(int(self.rng.choice(len(left), p=left / left.sum())))
            left[self.places.grown.touching[[picked[-1]]].indices] *= 0.3
            left[picked[-1]] = 0
        return picked

    def code_of(self, area: int) -> str:
        return self.neighbourhood_codes[self.small["neighbourhood"].iloc[area]]


def make_resources(grown: Grown, small: pd.DataFrame, places: Places, halls: pd.DataFrame, neighbourhoods: pd.DataFrame, district_names: list[str],
                   rng: np.random.Generator) -> Book:
    """`small` adds older (65+) to grown.small; `halls`: name, geometry (metres), one a neighbourhood in their order;
    `neighbourhoods`: area_code, name, district, older, single, sort."""
    book = Book(small, places, list(neighbourhoods["area_code"]), district_names, rng)
    likely = small["older"].to_numpy() * small["sort"].map(LIKELY).to_numpy()
    _salons(book, likely, halls)
    _gatherings(book, likely, halls)
    _vans(book, small["older"].to_numpy() * small["sort"].map({"hill": 2.4, "estate": 1.9, "farm": 1.6}).fillna(0.35).to_numpy())
    _watching(book, neighbourhoods)
    _help(book, neighbourhoods)
    _rides(book, neighbourhoods)
    _sites(book)
    for name, at in zip(halls["name"].iloc[::3], halls["geometry"].iloc[::3], strict=True):
        book.add("hall", name, (at.x, at.y), capacity=int(rng.integers(3, 13)) * 10, operator="町内会", lift="段差あり" if rng.random() < 0.4 else "手すり・スロープあり",
                 booking="町内会に申し込み", place=name, eligibility="all", position_basis="given")
    return book


def timetable(rng: np.random.Generator, often: np.ndarray) -> dict:
    """Weekday, times and how often, worded as a newsletter would. `often`: chances of weekly, twice a month, monthly."""
    day = WEEKDAYS[rng.integers(0, 5)]
    times, words = [(4, f"毎週{day}曜日"), (2, f"第{'１・３' if rng.random() < 0.5 else '２・４'}{day}曜日"), (1, f"第{'１２３４'[rng.integers(0, 4)]}{day}曜日")][
        rng.choice(3, p=often)]
    start, end = [("10:00", "11:30"), ("9:30", "11:00"), ("13:30", "15:00"), ("10:00", "12:00"), ("13:00", "15:00")][rng.integers(0, 5)]
    return {"schedule": f"{words} {start}～{end}", "weekdays": day, "time_from": start.zfill(5), "time_to": end, "times_per_month": times}


def _salons(book: Book, likely: np.ndarray, halls: pd.DataFrame) -> None:
    rng = book.rng
    for area in book.pick_apart(146, likely):
        own = book.small.iloc[area]
        home, at_hall = rng.random() < 0.08, rng.random() < 0.3
        hall = halls.iloc[own["neighbourhood"]]
        at = (hall["geometry"].x, hall["geometry"].y) if at_hall and not home else book.places.in_area(int(area))
        words = rng.permutation(SALON_WORDS)
        members = rng.random() < 0.3 and not home
        book.add("salon", book.unique(*(f"{own['base']}{word}" for word in words)), at, [book.code_of(area)] if members else None,
                 place="個人のお宅" if home else hall["name"] if at_hall else f"{own['town_name']}の集まり場所", private_home=home, publish=not home, contact_public=not home,
                 eligibility="members" if members else "women" if rng.random() < 0.03 else "75+" if rng.random() < 0.03 else "all",
                 participants=int(np.clip(rng.lognormal(3.46, 0.42), 9, 140)), capacity=int(rng.integers(3, 9)) * 5, fee=["無料", "１回100円", "１回200円", "実費"][rng.integers(0, 4)],
                 position_basis="given" if at_hall else ["given", "address", "representative"][rng.choice(3, p=[0.5, 0.4, 0.1])],
                 booking="申し込みはいりません", operator="町内会" if members else ["地域のボランティア", "支え合いサポーターの会", "長寿会", "民生委員の有志"][rng.integers(0, 4)],
                 **timetable(rng, np.array([0.2, 0.36, 0.44])))


def _gatherings(book: Book, likely: np.ndarray, halls: pd.DataFrame) -> None:
    rng = book.rng
    for kind, count, words in (("ibasho", 22, IBASHO_WORDS), ("exercise", 28, EXERCISE_WORDS)):
        for area in book.pick(count, likely):
            own = book.small.iloc[area]
            hall = halls.iloc[own["neighbourhood"]]
            home = kind == "ibasho" and rng.random() < 0.25
            at_hall = kind == "exercise" and rng.random() < 0.6
            at = (hall["geometry"].x, hall["geometry"].y) if at_hall else book.places.in_area(int(area))
            place = hall["name"] if at_hall else "個人のお宅" if home else f"{own['town_name']}の空き家" if kind == "ibasho" else f"{own['town_name']}の公園"
            book.add(kind, book.unique(*(f"{own['base']}{word}" for word in rng.permutation(words))), at, place=place, private_home=home, publish=not home,
                     contact_public=not home, eligibility="all", participants=int(np.clip(rng.lognormal(3.3, 0.4), 8, 90)), fee="無料" if kind == "exercise" else "飲み物代100円",
                     booking="申し込みはいりません", operator="地域のボランティア", **timetable(rng, np.array([0.65, 0.25, 0.10])))


def _vans(book: Book, likely: np.ndarray) -> None:
    """Twelve rounds, each in a few neighbouring districts' towns; the stops follow each other from west to east."""
    rng, small = book.rng, book.small
    drawn = small["district"].iloc[book.pick(len(small), likely)]
    starts = drawn.drop_duplicates().index[:12]  # every round begins in another district
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
            book.add("mobile_sales", book.unique(f"{van}（{town}{where}）", f"{van}（{small['name'].iloc[area]}{where}）", f"{van}（{town}）"), book.places.in_area(int(area)),
                     [book.code_of(area)], place=f"{town}{where}", route=route, operator=operator, schedule=f"毎週{day}曜日 {clock[0]}～{clock[1]}", weekdays=day, time_from=clock[0],
                     time_to=clock[1], times_per_month=4, eligibility="all", fee="品物の代金だけ", booking="申し込みはいりません")
            minute += stay + int(rng.integers(3, 7)) * 5


def _watching(book: Book, neighbourhoods: pd.DataFrame) -> None:
    """A watch team in most districts; it serves one to three of their neighbourhoods, seldom all."""
    rng = book.rng
    for district, own in neighbourhoods.groupby("district"):
        for team in range(0 if district in (7, 17, 23) else 2 if district % 5 == 1 else 1):
            served = own.iloc[team::2].iloc[: int(rng.integers(1, 4))]
            name = book.unique(f"{book.district_names[district]}見守り隊", f"{book.district_names[district]}声かけの会")
            book.add("mimamori", name, None, list(served["area_code"]), watched_households=int(served["single"].sum() * rng.uniform(0.12, 0.38)), schedule="月１～２回の訪問と、ふだんの声かけ",
                     operator="町内会と民生委員", eligibility="all", fee="無料", note="新聞・牛乳の配達店とも連絡を取り合っています。" if rng.random() < 0.3 else pd.NA)


def _help(book: Book, neighbourhoods: pd.DataFrame) -> None:
    rng = book.rng
    words = {"daily_support": (18, ("お助け隊", "ちょこっと手助けの会", "暮らしの応援団"), "１回200円", "ゴミ出し・電球の交換・草むしりなど"),
             "shopping_support": (8, ("買い物付き添いの会", "買い物お届けの会"), "実費", "付き添い、または品物の届け"),
             "meal_delivery": (8, ("配食の会", "お弁当の会"), "１食450円", "手渡しで届け、声をかけます")}
    for kind, (count, names, fee, note) in words.items():
        for start in rng.choice(len(neighbourhoods), count, replace=False):
            own = neighbourhoods.iloc[start]
            same = neighbourhoods[neighbourhoods["district"] == own["district"]]
            district = book.district_names[own["district"]]
            served = list(same["area_code"]) if kind == "meal_delivery" else list(same["area_code"].loc[same.index >= own.name].iloc[: int(rng.integers(1, 3))])
            book.add(kind, book.unique(*(f"{district}{name}" for name in names), f"{own['base']}{names[0]}"), None, served, fee=fee, note=note, eligibility="all",
                     booking="電話で申し込み", operator=["支え合いサポーターの会", "地区社協", "有志の会"][rng.integers(0, 3)], schedule="月～金曜日", weekdays="月火水木金",
                     contact_public=kind == "meal_delivery")


def _rides(book: Book, neighbourhoods: pd.DataFrame) -> None:
    rng = book.rng
    book.shapes.append(("line", "雲渡フリー乗降バス", book.add(
        "transport_support", "雲渡フリー乗降バス", None, schedule="月・水・金曜日 １日３便", weekdays="月水金", time_from="08:30", time_to="16:30", times_per_month=12, eligibility="all", fee="１回100円",
        booking="申し込みはいりません", operator="ささゆり市（架空）", note="手を挙げれば道のどこでも乗り降りできます。")))
    book.shapes.append(("zone", "葛越・楓尾 予約型乗合タクシー", book.add(
        "transport_support", "葛越・楓尾 予約型乗合タクシー", None, schedule="平日 8:30～16:00", weekdays="月火水木金", time_from="08:30", time_to="16:00", times_per_month=20, eligibility="all",
        fee="１回300円", booking="前の日の午後４時までに電話", lift="車いすのまま乗れる車あり", operator="ささゆり市（架空）", note="自宅から駅・医院・店まで。")))
    for start in rng.choice(len(neighbourhoods), 7, replace=False):
        own = neighbourhoods.iloc[start]
        name = book.unique(f"{book.district_names[own['district']]}送迎の会", f"{own['base']}送迎の会")
        book.add("transport_support", name, None, [own["area_code"]], schedule="週１回 買い物と通院", times_per_month=4, eligibility="members" if rng.random() < 0.4 else "all", fee="ガソリン代の実費",
                 booking="２日前までに電話", operator="有志の会", contact_public=False)


def _sites(book: Book) -> None:
    """Shops and surgeries keep to the busy streets; care sites also to the edges, where ground is cheap."""
    busy = book.small["older"].to_numpy() * book.small["sort"].map({"centre": 1.6, "town": 1.4, "suburb": 1.0, "new": 1.2, "estate": 0.4, "farm": 0.5, "hill": 0.18}).to_numpy()
    edge = book.small["older"].to_numpy() * book.small["sort"].map({"centre": 0.7, "farm": 1.4, "hill": 0.8}).fillna(1.0).to_numpy()
    for kind, count, weight, words in (("shop", 28, busy, ("スーパー", "食料品店", "ストア", "商店")), ("clinic", 28, busy, ("内科医院", "クリニック", "整形外科", "歯科医院")),
                                       ("care_site", 28, edge, ("デイサービス", "訪問介護", "居宅介護支援", "小規模多機能ホーム"))):
        for area in book.pick(count, weight):
            own = book.small.iloc[area]
            name = book.unique(*(f"{own['base']}{word}" for word in book.rng.permutation(words)))
            book.add(kind, name, book.places.in_area(int(area)), place=own["name"], schedule="年中無休" if kind == "shop" else "月～土曜日" if kind == "clinic" else "月～金曜日",
                     weekdays={"shop": "月火水木金土日", "clinic": "月火水木金土", "care_site": "月火水木金"}[kind], position_basis="address", operator=f"{name}（架空）",
                     capacity=int(book.rng.integers(2, 8)) * 5 if kind == "care_site" and "デイ" in name else pd.NA, eligibility="all")
