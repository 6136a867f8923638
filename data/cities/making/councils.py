"""Councils of the 26 districts: when they were set up, what they aim at, what they did, who helps, and their cases."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
SOURCE = "councils-2025"
AUDIENCE = "区長、民生委員、住民、支え合いサポーター"
# (month, kind, title, remark, homework, what became of it by the next meeting)
YEAR = (
    (
        6,
        "定例会",
        "今年度の進め方",
        "昨年度の困りごとの一覧を見直しました。",
        "近所で「あったらいいな」を一つずつ聞いてくる",
        "聞いた声を地図に書き込みました。",
    ),
    (
        9,
        "勉強会",
        "地図で見る地域資源",
        "歩いて行ける場所がない所に印をつけました。",
        "空いている集会所の曜日を町内会に確かめる",
        "水曜の午前なら借りられることがわかりました。",
    ),
    (
        11,
        "交流会",
        "近くの地区との情報交換",
        "となりの地区の取り組みを聞きました。",
        "となりの地区のサロンを二人以上で見に行く",
        "四人で見に行き、次の会議で話しました。",
    ),
    (2, "定例会", "一年のまとめと来年度の案", "続けることと新しく試すことを分けました。", "", ""),
)
# What was agreed on in February, district by district in turn.
FEBRUARY = (
    ("来年度に試すことを一人一つ考えてくる", "出た案の中から、坂の下の休み場所を試すことにしました。"),
    ("移動販売の停まる場所を、班長に聞いてみる", "集会所の前なら停められるとの返事でした。"),
    ("ごみ出しを手伝える人を、班ごとに一人さがす", "六人が手を挙げ、二つの班で始めました。"),
    ("サロンに来なくなった方に、声をかけてみる", "三人のうち二人が、また来るようになりました。"),
    ("空き家の持ち主に、縁側を借りられるか聞く", "すぐには難しく、秋にもう一度聞くことになりました。"),
)
# Meetings of the whole city: date, words in its place, kind, title, audience, invited, participants, councils taking
# part.
WHOLE_CITY = (
    ("2023-10-22", None, "フォーラム", "支え合い市民フォーラム", "市民", None, 380, None),
    ("2024-05-14", None, "勉強会", "区長・民生委員の勉強会", "区長180人、民生委員240人", 420, 265, None),
    ("2024-07-09", None, "交流会", "第1回 協議体の交流会", "協議体の代表", None, None, 15),
    ("2024-12-10", None, "交流会", "第2回 協議体の交流会", "協議体の代表", None, None, 22),
    (None, "2月ごろ（年の記載なし）", "説明会", "新しい区長への説明会", "区長", None, None, None),
)


def make_councils(codes: dict[str, str]) -> pd.DataFrame:
    """One council a district; `codes` gives the area code of a district's name."""
    table = pd.read_csv(HERE / "councils.csv", dtype=str)
    return table.assign(area_code=table["district"].map(codes), name=table["district"] + "地区協議体", source_id=SOURCE)


def make_activities(councils: pd.DataFrame, city_code: str, rng: np.random.Generator) -> pd.DataFrame:
    """Meetings of the last two fiscal years with their homework, a few of which did not take place; and meetings of the
    whole city."""
    rows: list[dict[str, Any]] = []
    for number, council in enumerate(councils.itertuples(index=False)):
        for year in (2023, 2024):
            for month, kind, title, remark, homework, outcome in YEAR:
                if rng.random() < 0.12:
                    continue
                invited = int(rng.integers(16, 42))
                agreed, became = (homework, outcome) if homework else FEBRUARY[(number + year) % len(FEBRUARY)]
                rows.append(
                    {
                        "activity_id": f"A{len(rows) + 1:04d}",
                        "area_code": council.area_code,
                        "date": f"{year + (month < 4)}-{month:02d}-{rng.integers(3, 27):02d}",
                        "kind": kind,
                        "title": title,
                        "invited": invited,
                        "participants": int(invited * rng.uniform(0.55, 0.95)),
                        "audience": AUDIENCE,
                        "homework": agreed,
                        # The last meetings wait for the next one, except where a district has written down what came of
                        # it since.
                        "outcome": became if (year, month) != (2024, 2) or number % 3 == 0 else None,
                        "remark": remark,
                        "source_id": SOURCE,
                    }
                )
    columns = ("date", "date_words", "kind", "title", "audience", "invited", "participants", "councils")
    whole = pd.DataFrame(WHOLE_CITY, columns=columns).assign(
        activity_id=[f"A9{n:03d}" for n in range(1, len(WHOLE_CITY) + 1)], area_code=city_code, source_id=SOURCE
    )
    return pd.concat([pd.DataFrame(rows), whole], ignore_index=True)


def make_supporters(districts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Registered supporters at the end of three fiscal years and those trained in each. `districts`: area_code,
    people."""
    registered = rng.integers(3, 26, len(districts)) + (districts["people"].to_numpy() / 400).astype(int)
    frames = []
    for year in (2023, 2024, 2025):
        trained = rng.binomial(np.maximum(2, registered // 2), 0.4)
        frames.append(
            pd.DataFrame(
                {
                    "area_code": districts["area_code"],
                    "date": f"{year}-03-31",
                    "registered": registered,
                    "trained": trained,
                    "source_id": SOURCE,
                }
            )
        )
        registered = registered + rng.binomial(trained, 0.6)
    return pd.concat(frames, ignore_index=True)


def make_cases(codes: dict[str, str]) -> pd.DataFrame:
    """The cases as written in cases.toml; people agreed to have them published where it says nothing else."""
    cases = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
    table = pd.DataFrame(cases)
    return table.assign(
        case_id=[f"C{n:03d}" for n in range(1, len(table) + 1)],
        area_code=table["district"].map(codes),
        consent=table["consent"].fillna(True).astype(bool),
        source_id=SOURCE,
    )
