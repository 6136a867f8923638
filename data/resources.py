"""The list of resources as a level of sharing may see it."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from data.city import City

_COUNTS = ["participants", "watched_households"]  # people using a service: small ones would say who
_PLACE = ["place", "address", "lat", "lon", "area_code"]
_WRITTEN = ["name", "place", "address", "schedule", "route", "fee", "booking", "lift", "operator", "note"]
_WHOLLY = 1 - 1e-9
PRIVATE = "（個人宅のため、場所は載せていません）"
NO_NUMBER = "（電話番号は載せていません）"
# Ten or eleven digits from 0 on, in any width and with whatever people put between them; a time, a price or a date is none.
_BETWEEN = r"[-‐-―−－ー・.．()（）\s]*"
_TELEPHONE = re.compile(rf"(?<!\d)[(（]?[0０](?:{_BETWEEN}\d){{9,10}}(?!\d)")


def shown_resources(city: City, sharing: str) -> pd.DataFrame:
    """Resources that run today, without what may not leave 庁内用 (definitions.md, "Disclosure").

    公開用 leaves out what its people did not agree to publish. Outside 庁内用 a private home opened as a salon loses its
    place and the name of who runs it, a telephone number that is not public is gone wherever it is written, and so are numbers
    of people that use a service (figures come from data.figures, protected). A remark may hold such numbers, and whatever other
    columns a list had: it leaves 庁内用 only where a public document printed it.
    Columns as data.schema `resources`, and `area`: the neighbourhood (else the small area) it is known by, missing where only the
    district is known; `serves`: the names of the areas it reaches, in one text.
    """
    found = city.table("resources")
    found = found[~(found["ended"] < date.today().isoformat()).fillna(False)].reset_index(drop=True)
    if sharing == "public":
        found = found[found["publish"].fillna(True)].reset_index(drop=True)
    if sharing != "internal":
        found = _for_outside(found, _published(city))
    return found.assign(area=found["area_code"].map(_area_names(city)).astype("string"), serves=found["resource_id"].map(_served_names(city)).astype("string"))


def _for_outside(found: pd.DataFrame, published: set[str]) -> pd.DataFrame:
    """The rows without what only officials may see."""
    found[_COUNTS] = pd.NA
    home = found["private_home"].fillna(False).astype(bool)
    found.loc[home, _PLACE] = pd.NA
    found.loc[home, "place"] = PRIVATE
    found.loc[home, "operator"] = pd.NA
    found.loc[home | ~found["source_id"].isin(published), "note"] = pd.NA
    own_number = ~found["contact_public"].fillna(False).astype(bool)
    found.loc[own_number, "contact"] = pd.NA
    for column in _WRITTEN:
        found.loc[own_number, column] = without_numbers(found.loc[own_number, column])
    return found


def without_numbers(texts: pd.Series) -> pd.Series:
    """Texts with every telephone number replaced by words."""
    return texts.str.replace(_TELEPHONE, NO_NUMBER, regex=True)


def _published(city: City) -> set[str]:
    sources = city.table("sources")
    return set(sources.loc[sources["published"].fillna(False).astype(bool), "source_id"])


def _area_names(city: City) -> dict[str, str]:
    """Area below the districts -> its name, for a small area that of the neighbourhood it wholly lies in."""
    areas = city.table("areas").set_index("area_code")
    names = areas.loc[areas["level"].isin(["small_area", "neighbourhood"]), "name"]
    hoods = areas.loc[areas["level"] == "neighbourhood", "name"]
    links = city.table("membership")
    links = links[(links["weight"].fillna(1.0) >= _WHOLLY) & links["parent_code"].isin(hoods.index) & links["area_code"].isin(names.index)]
    return names.to_dict() | dict(zip(links["area_code"], links["parent_code"].map(hoods), strict=True))


def _served_names(city: City) -> dict[str, str]:
    served = city.table("served")
    names = served["area_code"].map(city.table("areas").set_index("area_code")["name"]).dropna()
    return names.groupby(served["resource_id"]).agg(lambda found: "、".join(dict.fromkeys(found))).to_dict()
