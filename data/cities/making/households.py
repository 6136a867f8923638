"""Households and certified care of every small area, drawn from the ages of its people."""

from __future__ import annotations

import numpy as np
import pandas as pd

PERSONS_PER_HOUSEHOLD = {
    "centre": 1.98,
    "town": 2.25,
    "suburb": 2.26,
    "estate": 2.2,
    "new": 2.62,
    "farm": 2.5,
    "hill": 2.36,
}
ALONE = {"centre": 1.28, "town": 1.05, "suburb": 1.0, "estate": 1.02, "new": 0.85, "farm": 0.78, "hill": 1.08}
ALONE_BY_AGE = np.array([0.145, 0.15, 0.17, 0.20, 0.22, 0.21, 0.17, 0.14])  # of persons 65-69 ... 100+
ALONE_BY_DATE = {"2015-04-01": 0.84, "2020-04-01": 0.93, "2025-04-01": 1.02}
CERTIFIED_BY_AGE = np.array([0.026, 0.052, 0.112, 0.245, 0.46, 0.70, 0.85, 0.93])
LEVELS = {
    "要支援１": 0.145,
    "要支援２": 0.14,
    "要介護１": 0.205,
    "要介護２": 0.17,
    "要介護３": 0.13,
    "要介護４": 0.12,
    "要介護５": 0.09,
}
CERTIFIED_SHARE = 0.16  # of 65+ in the whole city at the last date


def make_households(older: pd.DataFrame, sorts: pd.Series, rng: np.random.Generator) -> pd.DataFrame:
    """Households by kind. `older` as people.older_people gives it, `sorts` the housing by area_code."""
    frames = []
    for as_of, people in older.groupby(level="as_of"):
        people = people.droplevel("as_of")
        sort = sorts[people.index]
        persons = people["persons"].to_numpy()
        ages = people.drop(columns="persons").to_numpy()
        size = (
            sort.map(PERSONS_PER_HOUSEHOLD).to_numpy()
            * (1 - 0.006 * (int(as_of[:4]) - 2025))
            * rng.normal(1, 0.03, len(sort))
        )
        every = np.maximum(1, np.round(persons / size)).astype(int)
        alone = rng.binomial(
            ages, np.clip(ALONE_BY_AGE * ALONE_BY_DATE[as_of] * sort.map(ALONE).to_numpy()[:, None], 0, 0.6)
        ).sum(axis=1)
        old = ages.sum(axis=1)
        couples = rng.binomial(np.maximum(0, (old - alone) // 2), np.where(sort == "estate", 0.47, 0.4))
        others = rng.binomial(np.maximum(0, old - alone - 2 * couples) // 2, 0.03)
        counts = {
            "total": (every, persons),
            "single_elderly": (alone, alone),
            "elderly_couple": (couples, 2 * couples),
            "elderly_only": (alone + couples + others, alone + 2 * couples + 2 * others),
        }
        frames += [
            pd.DataFrame(
                {
                    "area_code": people.index,
                    "as_of": as_of,
                    "source_id": f"households-{as_of[:4]}",
                    "kind": kind,
                    "households": households,
                    "persons": heads,
                    "age_limit": pd.array([None if kind == "total" else 65] * len(people), dtype="Int64"),
                    "state": "ok",
                }
            )
            for kind, (households, heads) in counts.items()
        ]
    return pd.concat(frames, ignore_index=True)


def make_care(older: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Certified persons of 65 and over, all levels and by level; insured are the registered persons of 65 and over."""
    last = older.xs(older.index.get_level_values("as_of").max(), level="as_of").drop(columns="persons").to_numpy()
    rates = CERTIFIED_BY_AGE * CERTIFIED_SHARE / ((last * CERTIFIED_BY_AGE).sum() / last.sum())
    frames = []
    for as_of, people in older.groupby(level="as_of"):
        ages = people.drop(columns="persons").to_numpy()
        certified = rng.binomial(ages, np.clip(rates, 0, 0.98)).sum(axis=1)
        levels = rng.multinomial(certified, list(LEVELS.values()))
        for level, count in [("all", certified), *zip(LEVELS, levels.T, strict=True)]:
            frames.append(
                pd.DataFrame(
                    {
                        "area_code": people.index.get_level_values("area_code"),
                        "as_of": as_of,
                        "source_id": f"care-{as_of[:4]}",
                        "age_group": "65+",
                        "level": level,
                        "certified": count,
                        "insured": ages.sum(axis=1),
                        "state": "ok",
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)
