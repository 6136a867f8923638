"""Places people go to: salons, ibasho, exercise, halls, shops, surgeries and care sites."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.cities.making.book import Book, timetable

# How likely a place is where people of 65+ are equally many: help is thinnest in the hills and on estates.
LIKELY = {"centre": 1.15, "town": 1.3, "suburb": 1.0, "estate": 0.5, "new": 0.7, "farm": 0.8, "hill": 0.55}
# Shops and surgeries keep to the busy streets; care sites also go to the edges, where ground is cheap.
BUSY = {"centre": 1.6, "town": 1.4, "suburb": 1.0, "new": 1.2, "estate": 0.4, "farm": 0.5, "hill": 0.18}
EDGE = {"centre": 0.7, "town": 1.0, "suburb": 1.0, "new": 1.0, "estate": 1.0, "farm": 1.4, "hill": 0.8}
HOME = "個人のお宅"
SALONS = (
    "ひだまりサロン",
    "お茶のみサロン",
    "ふれあいサロン",
    "いきいきサロン",
    "なごみの会",
    "ほほえみサロン",
    "おしゃべりの会",
    "ほっとサロン",
    "にこにこ会",
    "花みずきの会",
    "長寿サロン",
    "歌声サロン",
    "手芸の会",
    "囲碁将棋の会",
)
VOLUNTEERS = ("地域のボランティア", "支え合いサポーターの会", "長寿会", "民生委員の有志")
IBASHO = ("みんなの居場所", "縁側", "まちの茶の間", "寄り道カフェ", "ふらっと")
EXERCISE = ("健康体操教室", "いきいき体操", "ころばん体操の会", "ラジオ体操会", "グラウンドゴルフ会")
# kind: how many, where, names, when, weekdays
SITES = {
    "shop": (28, BUSY, ("スーパー", "食料品店", "ストア", "商店"), "年中無休", "月火水木金土日"),
    "clinic": (28, BUSY, ("内科医院", "クリニック", "整形外科", "歯科医院"), "月～土曜日", "月火水木金土"),
    "care_site": (
        28,
        EDGE,
        ("デイサービス", "訪問介護", "居宅介護支援", "小規模多機能ホーム"),
        "月～金曜日",
        "月火水木金",
    ),
}


def add_places(book: Book, halls: pd.DataFrame) -> None:
    """Write all of it into the book. `halls`: name, geometry (metres), one a neighbourhood in their order."""
    _salons(book, halls)
    _ibasho(book)
    _exercise(book, halls)
    _sites(book)
    _halls(book, halls.iloc[::3])


def _older(book: Book, likely: dict[str, float]) -> np.ndarray:
    return book.small["older"].to_numpy() * book.small["sort"].map(likely).to_numpy()


def _salons(book: Book, halls: pd.DataFrame) -> None:
    """Seldom two next to each other; three in ten are for members of their own association only."""
    rng = book.rng
    for area in book.pick_apart(146, _older(book, LIKELY)):
        own, kind = book.small.iloc[area], rng.choice(["home", "hall", "elsewhere"], p=[0.08, 0.28, 0.64])
        hall, home = halls.iloc[own["neighbourhood"]], kind == "home"
        members = rng.random() < 0.3 and not home
        book.add(
            "salon",
            book.unique(*(f"{own['base']}{word}" for word in rng.permutation(SALONS))),
            (hall["geometry"].x, hall["geometry"].y) if kind == "hall" else book.places.in_area(area),
            [book.code_of(area)] if members else None,
            place={"home": HOME, "hall": hall["name"], "elsewhere": f"{own['town_name']}の集まり場所"}[kind],
            **_open_to_all(not home),
            eligibility="members" if members else rng.choice(["all", "women", "75+"], p=[0.94, 0.03, 0.03]),
            participants=int(np.clip(rng.lognormal(3.46, 0.42), 9, 140)),
            capacity=int(rng.integers(3, 9)) * 5,
            fee=rng.choice(["無料", "１回100円", "１回200円", "実費"]),
            position_basis=(
                "given" if kind == "hall" else rng.choice(["given", "address", "representative"], p=[0.5, 0.4, 0.1])
            ),
            operator="町内会" if members else rng.choice(VOLUNTEERS),
            **timetable(rng, np.array([0.2, 0.36, 0.44])),
        )


def _ibasho(book: Book) -> None:
    rng = book.rng
    told = [book.main_area(name) for name in ("機宮", "絹渡")]  # cases.toml tells of them
    for area in [*told, *book.pick(20, _older(book, LIKELY))]:
        own, home = book.small.iloc[area], rng.random() < 0.25
        book.add(
            "ibasho",
            book.unique(*(f"{own['base']}{word}" for word in rng.permutation(IBASHO))),
            book.places.in_area(area),
            place=HOME if home else f"{own['town_name']}の空き家",
            **_open_to_all(not home),
            eligibility="all",
            participants=int(np.clip(rng.lognormal(3.3, 0.4), 8, 90)),
            fee="飲み物代100円",
            operator=rng.choice(VOLUNTEERS),
            **timetable(rng, np.array([0.65, 0.25, 0.10])),
        )


def _exercise(book: Book, halls: pd.DataFrame) -> None:
    rng = book.rng
    for area in book.pick(28, _older(book, LIKELY)):
        own, at_hall = book.small.iloc[area], rng.random() < 0.6
        hall = halls.iloc[own["neighbourhood"]]
        book.add(
            "exercise",
            book.unique(*(f"{own['base']}{word}" for word in rng.permutation(EXERCISE))),
            (hall["geometry"].x, hall["geometry"].y) if at_hall else book.places.in_area(area),
            place=hall["name"] if at_hall else f"{own['town_name']}の公園",
            **_open_to_all(True),
            eligibility="all",
            participants=int(np.clip(rng.lognormal(3.3, 0.4), 8, 90)),
            fee="無料",
            operator=rng.choice(VOLUNTEERS),
            **timetable(rng, np.array([0.65, 0.25, 0.10])),
        )


def _open_to_all(publish: bool) -> dict:
    """A private home is neither published nor rung up by strangers."""
    return {
        "private_home": not publish,
        "publish": publish,
        "contact_public": publish,
        "booking": "申し込みはいりません",
    }


def _sites(book: Book) -> None:
    rng = book.rng
    for kind, (count, where, words, schedule, weekdays) in SITES.items():
        for area in book.pick(count, _older(book, where)):
            own = book.small.iloc[area]
            name = book.unique(*(f"{own['base']}{word}" for word in rng.permutation(words)))
            book.add(
                kind,
                name,
                book.places.in_area(area),
                place=own["name"],
                schedule=schedule,
                weekdays=weekdays,
                position_basis="address",
                operator=f"{name}（架空）",
                capacity=int(rng.integers(2, 8)) * 5 if "デイ" in name else pd.NA,
                eligibility="all",
            )


def _halls(book: Book, halls: pd.DataFrame) -> None:
    """Halls whose association lends them: possible places for a next salon."""
    rng = book.rng
    for name, at in zip(halls["name"], halls["geometry"], strict=True):
        book.add(
            "hall",
            name,
            (at.x, at.y),
            place=name,
            capacity=int(rng.integers(3, 13)) * 10,
            operator="町内会",
            lift=rng.choice(["段差あり", "手すり・スロープあり"], p=[0.4, 0.6]),
            booking="町内会に申し込み",
            eligibility="all",
            position_basis="given",
        )
