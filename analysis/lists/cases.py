"""Cases (事例) as a level of sharing may see them, and their pictures."""

from __future__ import annotations

import pandas as pd

from data.store import access, pictures
from data.store.city import City
from data.text.contacts import without_contacts

NO_CONSENT = "掲載の同意なし"
WRITTEN = ["kind", "need", "title", "purpose", "history", "scene", "future", "numbers"]


def shown_cases(city: City, sharing: str) -> pd.DataFrame:
    """The cases in the city's order of districts, the latest first within one; columns of data.store.schema `cases`,
    and `remark`.

    公開用 has only those whose people agreed to have them published. The others stand in 協議体限り and 庁内用 without
    their picture, `remark` says why, and outside 庁内用 without `numbers`: how many took part may say who. Telephone
    numbers leave 庁内用 nowhere. Raises PermissionError for 庁内用 without the setting (data.store.access).
    """
    access.require(sharing)
    found = city.table("cases")
    agreed = found["consent"].fillna(False).astype(bool)
    found = found.assign(
        picture=found["picture"].where(agreed), remark=pd.Series(NO_CONSENT, found.index, dtype="string").mask(agreed)
    )
    if sharing == "public":
        found = found[agreed]
    if sharing != "internal":
        found = found.assign(**{column: without_contacts(found[column]) for column in WRITTEN}).assign(
            numbers=lambda rows: rows["numbers"].where(agreed)
        )
    order = city.table("areas").drop_duplicates("area_code").set_index("area_code")["order"]
    return (
        found.assign(order=found["area_code"].map(order))
        .sort_values("date", ascending=False, kind="stable")
        .sort_values("order", kind="stable")
        .drop(columns="order")
        .reset_index(drop=True)
    )


def picture(city: City, case: pd.Series) -> bytes | None:
    """The picture of a row of `shown_cases`; None where there is none, or none that may be shown."""
    name, agreed = case["picture"], case["consent"]
    return pictures.read(city.folder, name) if pd.notna(agreed) and bool(agreed) and isinstance(name, str) else None
