"""Needs and use of services, neighbourhood by neighbourhood: people who reached the support centre, hence few and
uneven."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.vocabulary import NEEDS, SERVICES, TOTAL

PERIODS = ("2018-04/2020-03", "2023-04/2025-03")
USE_DATE = "2025-03-31"
# Of the persons known to have a need, the share with each (in the order of NEEDS): in town, and in the hills.
IN_TOWN = np.array([0.36, 0.30, 0.31, 0.18, 0.19, 0.22, 0.30, 0.17, 0.24, 0.08, 0.06, 0.05])
IN_HILLS = np.array([0.24, 0.34, 0.55, 0.42, 0.46, 0.22, 0.22, 0.15, 0.20, 0.11, 0.04, 0.09])
USES = np.array([0.62, 0.36, 0.30, 0.17, 0.42, 0.14, 0.22, 0.12, 0.05])  # in the order of SERVICES
NOT_SURVEYED = (57, 81)  # neighbourhoods whose tables have not been handed in yet
SILENT = 64  # a neighbourhood where nobody has reached the centre: a true zero, unlike the two above


def make_needs(neighbourhoods: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Persons by need and period. `neighbourhoods`: area_code, older (persons of 65+), hilly."""
    frames = []
    for period, reached in zip(PERIODS, (0.010, 0.0135), strict=True):
        expected = neighbourhoods["older"].to_numpy() * reached * rng.lognormal(-0.08, 0.45, len(neighbourhoods))
        persons = np.minimum(rng.poisson(expected), 46)
        persons[SILENT] = 0
        wanted = rng.binomial(
            persons[:, None], np.where(neighbourhoods["hilly"].to_numpy()[:, None], IN_HILLS, IN_TOWN)
        )
        counts = _each_has_one(persons, wanted)
        frames.append(
            _long(
                neighbourhoods["area_code"], {TOTAL: persons} | dict(zip(NEEDS, counts.T, strict=True)), "need"
            ).assign(period=period, source_id=f"needs-{period[-7:-3]}")
        )
    table = pd.concat(frames, ignore_index=True)
    missing = table["area_code"].isin(neighbourhoods["area_code"].iloc[list(NOT_SURVEYED)]) & (
        table["period"] == PERIODS[-1]
    )
    table["persons"] = table["persons"].astype("Int64").mask(missing)
    return table.assign(state=np.where(missing, "not_surveyed", "ok"), basis="counted")


def make_service_use(neighbourhoods: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Persons by service (item is 「通所・リハビリ」 and so on, or "total"). `neighbourhoods`: area_code, certified."""
    persons = rng.binomial(
        neighbourhoods["certified"], np.clip(rng.normal(0.085, 0.025, len(neighbourhoods)), 0.02, 0.2)
    )
    counts = _each_has_one(persons, rng.binomial(persons[:, None], USES))
    items = {TOTAL: persons} | dict(zip(("・".join(service) for service in SERVICES), counts.T, strict=True))
    return _long(neighbourhoods["area_code"], items, "item").assign(
        as_of=USE_DATE, source_id="service-use-2025", state="ok", basis="counted"
    )


def _each_has_one(persons: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Counts by item that can be true: nobody is counted among `persons` without any item."""
    lacking = np.maximum(0, persons - counts.sum(axis=1))
    counts[:, 0] = np.minimum(persons, counts[:, 0] + lacking)
    return counts


def _long(codes: pd.Series, columns: dict[str, np.ndarray], name: str) -> pd.DataFrame:
    wide = pd.DataFrame(columns, index=pd.Index(codes, name="area_code"))
    return wide.reset_index().melt(id_vars="area_code", var_name=name, value_name="persons")
