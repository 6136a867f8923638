"""The people of every small area at three dates, by five-year age and sex: one age profile a sort of housing, aged like
a real cohort."""

from __future__ import annotations

import numpy as np
import pandas as pd

DATES = ("2015-04-01", "2020-04-01", "2025-04-01")
AGES = np.arange(0, 105, 5)  # 0-4 ... 95-99, 100+
SEXES = ("male", "female")

# Shape of the city's ages at the first date (any unit), and the share of men in each age.
START = np.array([44, 46, 48, 50, 50, 56, 64, 73, 84, 75, 59.5, 52.5, 56, 61, 48.5, 41, 32.5, 20.3, 9, 2.6, 0.45])
MEN = np.array(
    [
        0.512,
        0.512,
        0.512,
        0.512,
        0.512,
        0.512,
        0.51,
        0.51,
        0.508,
        0.505,
        0.5,
        0.497,
        0.492,
        0.482,
        0.468,
        0.445,
        0.4,
        0.33,
        0.245,
        0.175,
        0.13,
    ]
)
# Share still alive five years on, by age at the start.
ALIVE = {
    "male": np.array(
        [
            0.999,
            0.999,
            0.999,
            0.998,
            0.997,
            0.997,
            0.996,
            0.995,
            0.993,
            0.989,
            0.981,
            0.97,
            0.952,
            0.925,
            0.886,
            0.82,
            0.705,
            0.53,
            0.335,
            0.19,
            0.10,
        ]
    ),
    "female": np.array(
        [
            0.999,
            0.999,
            0.999,
            0.999,
            0.999,
            0.998,
            0.998,
            0.997,
            0.996,
            0.994,
            0.99,
            0.985,
            0.978,
            0.966,
            0.945,
            0.905,
            0.825,
            0.68,
            0.475,
            0.28,
            0.15,
        ]
    ),
}
CHILDREN_PER_WOMAN = 0.31  # 0-4 for each woman of 20-39

# sort of housing: bumps (middle age, width, how much more or less) on the city's profile at the first date
BUMPS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "centre": ((27, 8, 0.45), (80, 10, 0.22), (7, 8, -0.2)),
    "town": ((75, 13, 0.28), (12, 12, -0.1)),
    "suburb": ((42, 9, 0.12), (75, 12, -0.13)),
    "estate": ((59, 7, 1.25), (29, 6, 0.2), (80, 9, -0.45), (42, 6, -0.3)),
    "new": ((37, 6, 0.7), (6, 6, 0.75), (72, 16, -0.6)),
    "farm": ((73, 14, 0.12), (26, 7, -0.15)),
    "hill": ((82, 13, 0.85), (66, 9, 0.35), (6, 11, -0.5), (30, 10, -0.42)),
}
# People who move in (or out) over five years at 15-24, 25-34 and 35-44 of the age at the end.
MOVES = {
    "centre": (0.14, 0.11, 0),
    "town": (0.02, 0.05, 0.02),
    "suburb": (0.05, 0.08, 0.04),
    "estate": (-0.1, -0.16, 0),
    "new": (0.04, 0.19, 0.14),
    "farm": (0.01, 0.05, 0.04),
    "hill": (-0.18, -0.22, -0.02),
}


def age_profile(sort: str, shift: float = 0.0) -> np.ndarray:
    """The profile of a sort of housing at the first date; `shift` moves an estate's age by years."""
    middle = AGES + 2.5
    return START * np.prod(
        [1 + more * np.exp(-(((middle - at - shift) / wide) ** 2)) for at, wide, more in BUMPS[sort]], axis=0
    )


def five_years_on(men: np.ndarray, women: np.ndarray, sorts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Both sexes (areas x ages) five years later: alive, moved, and children born to the women of 20-39."""
    moves = np.array([MOVES[sort] for sort in sorts])
    grown = []
    for sex, persons in zip(SEXES, (men, women), strict=True):
        older = np.zeros_like(persons)
        alive = persons * ALIVE[sex]
        older[:, 1:] = alive[:, :-1]
        older[:, -1] += alive[:, -1]
        for column, ages in enumerate(((3, 4), (5, 6), (7, 8))):
            older[:, ages] *= 1 + moves[:, [column]]
        grown.append(older)
    born = grown[1][:, 4:8].sum(axis=1) * CHILDREN_PER_WOMAN
    grown[0][:, 0], grown[1][:, 0] = born * MEN[0], born * (1 - MEN[0])
    return grown[0], grown[1]


def make_people(small: pd.DataFrame, districts: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The population table's rows (male, female, all): every district has its planned number of people at the last
    date."""
    sorts = small["sort"]
    opened = rng.uniform(-3, 3, small["town"].max() + 1)[
        small["town"]
    ]  # an estate's houses were all sold within a few years
    shift = np.where(sorts == "estate", opened, 0.0)
    profile = np.array([age_profile(sort, years) for sort, years in zip(sorts, shift, strict=True)])
    profile = profile / profile.sum(axis=1, keepdims=True) * rng.lognormal(0, 0.09, profile.shape)
    profile = profile * np.exp(
        rng.normal(0, 0.13, (len(small), 1)) * (AGES + 2.5 - 45) / 30
    )  # some streets are simply older than others
    size = (
        small["mass"].to_numpy()
        * rng.lognormal(0, 0.25, len(small))
        * sorts.map({"new": 1.1, "estate": 1.25}).fillna(1).to_numpy()
    )
    men, women = profile * MEN * size[:, None], profile * (1 - MEN) * size[:, None]
    dates = [(men, women)]
    for _ in DATES[1:]:
        dates.append(five_years_on(*dates[-1], sorts))
    reached = np.bincount(small["district"], (dates[-1][0] + dates[-1][1]).sum(axis=1))
    scale = (districts["people"].to_numpy() * 370_000 / districts["people"].sum() / reached)[small["district"]][:, None]
    frames = [
        _rows(small["area_code"], as_of, *(_whole(persons * scale, rng) for persons in both))
        for as_of, both in zip(DATES, dates, strict=True)
    ]
    return pd.concat(frames, ignore_index=True)


def _whole(expected: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Whole persons: rounded up with the chance of the part that is left over."""
    return np.floor(np.round(expected, 6) + rng.random(expected.shape)).astype(int)


def _rows(codes: pd.Series, as_of: str, men: np.ndarray, women: np.ndarray) -> pd.DataFrame:
    frames = []
    for sex, persons in (("all", men + women), ("male", men), ("female", women)):
        frames.append(
            pd.DataFrame(
                {
                    "area_code": np.repeat(codes.to_numpy(), len(AGES)),
                    "as_of": as_of,
                    "source_id": f"register-{as_of[:4]}",
                    "sex": sex,
                    "age_from": np.tile(AGES, len(codes)),
                    "age_to": pd.array(np.tile([*(AGES[:-1] + 4), None], len(codes)), dtype="Int64"),
                    "persons": persons.ravel(),
                    "state": "ok",
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def older_people(population: pd.DataFrame) -> pd.DataFrame:
    """One row a small area and date: persons of all ages, and of 65-69, 70-74 ... 100+ as columns named by their first
    age."""
    everyone = population[population["sex"] == "all"]
    wide = everyone.pivot(index=["as_of", "area_code"], columns="age_from", values="persons").astype(int)
    older = wide[[age for age in wide.columns if age >= 65]].copy()
    older.insert(0, "persons", wide.sum(axis=1))
    return older
