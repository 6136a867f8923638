"""The list of resources as a level of sharing may see it."""

from __future__ import annotations

import pandas as pd

from data.city import City

_PLACE = ["place", "address", "lat", "lon", "area_code"]
PRIVATE = "（個人宅のため、場所は載せていません）"


def shown_resources(city: City, sharing: str) -> pd.DataFrame:
    """Resources that run today, without what may not leave 庁内用 (definitions.md, "Disclosure").

    公開用 leaves out what its people did not agree to publish. Outside 庁内用 a private home opened as a salon loses its
    place, and a telephone number that is not public is gone. Columns as data.schema `resources`.
    """
    found = city.table("resources")
    found = found[found["ended"].isna()].reset_index(drop=True)
    if sharing == "internal":
        return found
    if sharing == "public":
        found = found[found["publish"].fillna(True)].reset_index(drop=True)
    home = found["private_home"].fillna(False).astype(bool)
    found.loc[home, _PLACE] = pd.NA
    found.loc[home, "place"] = PRIVATE
    found.loc[home, "note"] = pd.NA
    found.loc[~found["contact_public"].fillna(False).astype(bool), "contact"] = pd.NA
    return found
