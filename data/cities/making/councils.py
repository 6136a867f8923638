"""Councils of the 26 districts: when they were set up, what they aim at, what they did, who helps, and their cases."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
SOURCE = "councils-2025"
# (month, kind, title, remark)
YEAR = (
    (6, "定例会", "今年度の進め方", "昨年度の困りごとの一覧を見直しました。"),
    (9, "勉強会", "地図で見る地域資源", "歩いて行ける場所がない所に印をつけました。"),
    (11, "交流会", "近くの地区との情報交換", "となりの地区の取り組みを聞きました。"),
    (2, "定例会", "一年のまとめと来年度の案", "続けることと新しく試すことを分けました。"),
)


def make_councils(codes: dict[str, str]) -> pd.DataFrame:
    """One council a district; `codes` gives the area code of a district's name."""
    table = pd.read_csv(HERE / "councils.csv", dtype=str)
    return table.assign(area_code=table["district"].map(codes), name=table["district"] + "地区協議体", source_id=SOURCE)


def make_activities(councils: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Meetings of the last two fiscal years; a few did not take place."""
    rows = []
    for council in councils.itertuples(index=False):
        for year in (2023, 2024):
            for month, kind, title, remark in YEAR:
                if rng.random() < 0.12:
                    continue
                invited = int(rng.integers(16, 42))
                rows.append(
                    {
                        "activity_id": f"A{len(rows) + 1:04d}",
                        "area_code": council.area_code,
                        "date": f"{year + (month < 4)}-{month:02d}-{rng.integers(3, 27):02d}",
                        "kind": kind,
                        "title": title,
                        "invited": invited,
                        "participants": int(invited * rng.uniform(0.55, 0.95)),
                        "remark": remark,
                        "source_id": SOURCE,
                    }
                )
    return pd.DataFrame(rows)


def make_supporters(districts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Registered supporters at the end of three fiscal years and those trained in each. `districts`: area_code, people."""
    registered = rng.integers(3, 26, len(districts)) + (districts["people"].to_numpy() / 400).astype(int)
    frames = []
    for year in (2023, 2024, 2025):
        trained = rng.binomial(np.maximum(2, registered // 2), 0.4)
        frames.append(
            pd.DataFrame(
                {"area_code": districts["area_code"], "date": f"{year}-03-31", "registered": registered, "trained": trained, "source_id": SOURCE}
            )
        )
        registered = registered + rng.binomial(trained, 0.6)
    return pd.concat(frames, ignore_index=True)


def make_cases(codes: dict[str, str]) -> pd.DataFrame:
    """The cases as written in cases.toml; people agreed to have them published where it says nothing else."""
    cases = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]
    table = pd.DataFrame(cases)
    return table.assign(
        case_id=[f"C{n:03d}" for n in range(1, len(table) + 1)], area_code=table["district"].map(codes), consent=table["consent"].fillna(True).astype(bool), source_id=SOURCE
    )
