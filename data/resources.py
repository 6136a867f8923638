"""The list of resources as a level of sharing may see it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.city import City

_COUNTS = ["participants", "watched_households"]  # people using a service: small ones would say who
_PLACE = ["place", "address", "lat", "lon", "area_code"]
PRIVATE = "（個人宅のため、場所は載せていません）"


def shown_resources(city: City, sharing: str) -> pd.DataFrame:
    """Resources that run today, without what may not leave 庁内用 (definitions.md, "Disclosure").

    公開用 leaves out what its people did not agree to publish. Outside 庁内用 a private home opened as a salon loses its
    place, a telephone number that is not public is gone, and so are numbers of people that use a service (figures come from
    data.figures, protected). Columns as data.schema `resources`.
    """
    found = city.table("resources")
    found = found[~(found["ended"] < date.today().isoformat()).fillna(False)].reset_index(drop=True)
    if sharing == "internal":
        return found
    if sharing == "public":
        found = found[found["publish"].fillna(True)].reset_index(drop=True)
    found[_COUNTS] = pd.NA
    home = found["private_home"].fillna(False).astype(bool)
    found.loc[home, _PLACE] = pd.NA
    found.loc[home, "place"] = PRIVATE
    found.loc[home, "note"] = pd.NA
    found.loc[~found["contact_public"].fillna(False).astype(bool), "contact"] = pd.NA
    return found
