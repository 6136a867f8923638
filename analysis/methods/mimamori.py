"""Which teams watch over which areas by name: how many name an area, and how many name a part of it only."""

from __future__ import annotations

import pandas as pd

from analysis.methods.levels import WHOLLY


def named_by(served: pd.DataFrame, above: pd.DataFrame, codes: pd.Index) -> pd.DataFrame:
    """area_code, resource_id, wholly: one row for each of `codes` and each team that names it.

    served: resource_id, area_code (areas as the teams name them). above: area_code, parent_code, weight
    (analysis.methods.levels.ancestors). A team names an area wholly where it names the area itself or one that the
    area lies in, in part where it names an area inside it or one across its border.
    """
    wanted = codes.astype(object)
    itself = served[served["area_code"].isin(wanted)].assign(wholly=True)
    up = above[above["area_code"].isin(wanted)].rename(columns={"area_code": "here", "parent_code": "area_code"})
    over = served.merge(up, on="area_code")
    over = over.assign(wholly=over["weight"] >= WHOLLY, area_code=over["here"])
    below = served.merge(above[above["parent_code"].isin(wanted)], on="area_code")
    below = below.assign(wholly=False, area_code=below["parent_code"])
    found = pd.concat(
        [part[["area_code", "resource_id", "wholly"]] for part in (itself, over, below)], ignore_index=True
    )
    found = (
        found.astype({"wholly": bool}).groupby(["area_code", "resource_id"], sort=False, as_index=False)["wholly"].any()
    )
    rank = {code: number for number, code in enumerate(wanted)}
    return found.sort_values("area_code", key=lambda column: column.map(rank), kind="stable").reset_index(drop=True)
