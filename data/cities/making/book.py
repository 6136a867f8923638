"""The book resources are written into: their rows, the areas they serve, and their lines and zones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.cities.making.ground import Places
from data.vocabulary import WEEKDAYS

LAST_CHECK = pd.Timestamp("2026-10-15")


@dataclass
class Book:
    """Resources as they are written down: rows of the table, served areas, and lines and zones for the base map.

    small: the small areas (Grown.small with older, persons of 65+); neighbourhood_codes and district_names in their
    order.
    """

    small: pd.DataFrame
    places: Places
    neighbourhood_codes: list[str]
    district_names: list[str]
    rng: np.random.Generator
    rows: list[dict] = field(default_factory=list)
    served: list[dict] = field(default_factory=list)
    shapes: list[tuple] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(
        self, kind: str, name: str, at: tuple[float, float] | None, served: list[str] | None = None, **facts: object
    ) -> str:
        """One resource; its number is its identity. A confirmed date, a telephone and consent are drawn unless
        given."""
        number = f"R{len(self.rows) + 1:04d}"
        late = self.rng.random() < 0.24
        days = int(self.rng.integers(400, 900) if late else self.rng.integers(0, 330))
        facts = {
            "started": f"{self.rng.integers(2006, 2024)}-{self.rng.integers(1, 13):02d}",
            "last_confirmed": str((LAST_CHECK - pd.Timedelta(days=days)).date()),
            "contact": f"0XX-000-{self.rng.integers(1000, 9999)}",
            "contact_public": True,
            "publish": True,
            "private_home": False,
            "area_code": served[0] if served else pd.NA,  # where it belongs, as long as no place says it better
        } | facts
        at = at or (np.nan, np.nan)
        self.rows.append(
            {"resource_id": number, "source_id": "resources-2026", "kind": kind, "name": name, "x": at[0], "y": at[1]}
            | facts
        )
        self.served += [
            {"resource_id": number, "area_code": code, "basis": "団体からの聞き取り"} for code in served or []
        ]
        return number

    def unique(self, *candidates: str) -> str:
        """The first of these names that nothing else bears."""
        name = next((c for c in candidates if c not in self.names), None)
        if name is None:
            name = next(
                f"{candidates[-1]}（{n}か所目）"
                for n in range(2, 99)
                if f"{candidates[-1]}（{n}か所目）" not in self.names
            )
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

    def main_area(self, district: str) -> int:
        """The small area (row) of a district where most older people live."""
        return int(self.small.loc[self.small["district"] == self.district_names.index(district), "older"].idxmax())

    def code_of(self, area: int) -> str:
        """The code of the neighbourhood a small area (row) lies in."""
        return self.neighbourhood_codes[self.small["neighbourhood"].iloc[area]]


def timetable(rng: np.random.Generator, often: np.ndarray) -> dict:
    """Weekday, times and how often, worded as a newsletter would. `often`: chances of weekly, twice a month,
    monthly."""
    day = WEEKDAYS[rng.integers(0, 5)]
    times, words = [
        (4, f"毎週{day}曜日"),
        (2, f"第{'１・３' if rng.random() < 0.5 else '２・４'}{day}曜日"),
        (1, f"第{'１２３４'[rng.integers(0, 4)]}{day}曜日"),
    ][rng.choice(3, p=often)]
    start, end = [("10:00", "11:30"), ("9:30", "11:00"), ("13:30", "15:00"), ("10:00", "12:00"), ("13:00", "15:00")][
        rng.integers(0, 5)
    ]
    return {
        "schedule": f"{words} {start}～{end}",
        "weekdays": day,
        "time_from": start.zfill(5),
        "time_to": end,
        "times_per_month": times,
    }
