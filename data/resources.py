"""The list of resources as a level of sharing may see it."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from data.city import City

_COUNTS = ["participants", "watched_households"]  # people using a service: small ones would say who
_PLACE = ["place", "address", "lat", "lon", "area_code"]
_WRITTEN = ["name", "place", "address", "schedule", "route", "fee", "booking", "lift", "operator", "note"]
PRIVATE = "（個人宅のため、場所は載せていません）"
NO_NUMBER = "（電話番号は載せていません）"
# Ten or eleven digits from 0 on, in any width and with whatever people put between them; a time, a price or a date is none.
_BETWEEN = r"[-‐-―−－ー・.．()（）\s]*"
_TELEPHONE = re.compile(rf"(?<!\d)[(（]?[0０](?:{_BETWEEN}\d){{9,10}}(?!\d)")


def shown_resources(city: City, sharing: str) -> pd.DataFrame:
    """Resources that run today, without what may not leave 庁内用 (definitions.md, "Disclosure").

    公開用 leaves out what its people did not agree to publish. Outside 庁内用 a private home opened as a salon loses its
    place and the name of who runs it, a telephone number that is not public is gone wherever it is written, and so are numbers
    of people that use a service (figures come from data.figures, protected). Columns as data.schema `resources`.
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
    found.loc[home, ["note", "operator"]] = pd.NA
    own_number = ~found["contact_public"].fillna(False).astype(bool)
    found.loc[own_number, "contact"] = pd.NA
    for column in _WRITTEN:
        found.loc[own_number, column] = found.loc[own_number, column].str.replace(_TELEPHONE, NO_NUMBER, regex=True)
    return found
