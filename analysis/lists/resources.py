"""The list of resources as a level of sharing may see it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from analysis.counts.sharing_rules import may_publish
from analysis.methods.levels import WHOLLY
from data.store import citations
from data.store.city import City
from data.text import private_homes
from data.text.contacts import without_contacts
from data.vocabulary import KINDS

_COUNTS = ["participants", "watched_households"]  # people using a service: small ones would say who
_PLACE = ["place", "address", "lat", "lon", "area_code"]
_WRITTEN = ["name", "place", "address", "schedule", "route", "fee", "booking", "lift", "operator", "note"]
_SENTENCES = ["schedule", "route", "fee", "booking", "lift", "operator"]
PRIVATE = "（個人宅のため、場所は載せていません）"
AT_HOME = "（個人宅が書かれているため、載せていません）"


def shown_resources(city: City, sharing: str) -> pd.DataFrame:
    """Resources that run today, without what may not leave 庁内用.

    公開用 leaves out what its people did not agree to publish (`may_publish`). Outside 庁内用 a private home opened as
    a salon loses its place, the name of who runs it and a name of its own that leads to the door; it is one too where
    nobody answered 個人宅 and the line says so itself (data.text.private_homes). Telephone numbers and other contacts
    that are not public are gone wherever they are written, and so are numbers of people that use a service (figures
    come from analysis.indicators.values, protected). A remark may hold such numbers, and whatever other columns a
    list had: it leaves 庁内用 only where a public document printed it. Columns as data.store.schema `resources`, and
    `area`: the neighbourhood (else the small area) it is known by, missing where only the district is known;
    `serves`: the names of the areas it reaches, in one text.
    """
    found = city.table("resources")
    found = found[~(found["ended"] < date.today().isoformat()).fillna(False)].reset_index(drop=True)
    if sharing == "public":
        found = found[may_publish(found)].reset_index(drop=True)
    if sharing != "internal":
        found = _for_outside(found, citations.published(city.table("sources")))
    return found.assign(
        area=found["area_code"].map(_area_names(city)).astype("string"),
        serves=found["resource_id"].map(_served_names(city)).astype("string"),
    )


def _for_outside(found: pd.DataFrame, published: set[str]) -> pd.DataFrame:
    """The rows without what only officials may see."""
    found[_COUNTS] = pd.NA
    printed = found["source_id"].isin(published).to_numpy(bool)
    home = pd.Series(private_homes.homes(found), index=found.index)
    named = pd.Series(private_homes.names_itself(found), index=found.index)
    open_ = found["private_home"].notna() & ~found["private_home"].fillna(False)
    found.loc[home & named, "name"] = found["kind"].map({key: f"{kind.label}（個人宅）" for key, kind in KINDS.items()})
    found.loc[home, _PLACE] = pd.NA
    found.loc[home, "place"] = PRIVATE
    found.loc[home, "operator"] = pd.NA
    found.loc[home | ~printed, "note"] = pd.NA
    for column in _SENTENCES:  # 「雨の日は山田宅」: a home is none the less one because it stands under another heading
        said = np.array([private_homes.told_home(text) for text in found[column]], bool)
        found.loc[said & (home | ~open_) & ~printed, column] = AT_HOME
    own_number = ~found["contact_public"].fillna(False).astype(bool)
    found.loc[own_number, "contact"] = pd.NA
    for column in _WRITTEN:
        found.loc[own_number, column] = without_contacts(found.loc[own_number, column], addresses=column == "address")
    return found


def _area_names(city: City) -> dict[str, str]:
    """Area below the districts -> its name, for a small area that of the neighbourhood it wholly lies in."""
    areas = city.table("areas").set_index("area_code")
    names = areas.loc[areas["level"].isin(["small_area", "neighbourhood"]), "name"]
    hoods = areas.loc[areas["level"] == "neighbourhood", "name"]
    links = city.table("membership")
    links = links[
        (links["weight"].fillna(1.0) >= WHOLLY)
        & links["parent_code"].isin(hoods.index)
        & links["area_code"].isin(names.index)
    ]
    return names.to_dict() | dict(zip(links["area_code"], links["parent_code"].map(hoods), strict=True))


def _served_names(city: City) -> dict[str, str]:
    served = city.table("served")
    names = served["area_code"].map(city.table("areas").set_index("area_code")["name"]).dropna()
    return names.groupby(served["resource_id"]).agg(lambda found: "、".join(dict.fromkeys(found))).to_dict()
