"""The lists of a view: resources, cases, councils, what documents print, remarks and sources, as its level of sharing
may see them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

import pages.queries.memory as memory
from analysis.lists import councils
from analysis.lists.councils import Record
from data.store import citations, individuals
from pages.figures.view import View
from pages.queries.areas import district_names, districts_of_areas


def resources(view: View) -> pd.DataFrame:
    """The resources of the chosen district, or of the city, as this view may see them; with `source` and `source_as_of`
    to cite."""
    found = memory.resources(view.city, view.sharing)
    names, districts = district_names(view.city), districts_of_areas(view.city)
    if view.district:
        found = found[found["area_code"].map(districts) == view.district]
    rank = {name: number for number, name in enumerate(names.values())}
    found = found.assign(district=found["area_code"].map(districts).map(names).astype("string")).sort_values(
        "district", key=lambda column: column.map(rank), kind="stable"
    )
    return _cited(view, found)


def kept_back(view: View, kinds: Collection[str] = ()) -> bool:
    """Whether the city's list holds places (of these kinds) of which this level of sharing may show none, for want of
    consent."""
    present, shown = (memory.resources(view.city, sharing)["kind"] for sharing in ("council", view.sharing))
    return any(kind in set(present) - set(shown) for kind in kinds or set(present))


def cases(view: View) -> pd.DataFrame:
    """The cases of the whole city as this view may see them (analysis.lists.cases), with `district_code`,
    `district`, `source` and `source_as_of`."""
    found = memory.cases(view.city, view.sharing)
    codes = found["area_code"].map(districts_of_areas(view.city))
    return _cited(view, found.assign(district_code=codes, district=codes.map(district_names(view.city))))


def _cited(view: View, found: pd.DataFrame) -> pd.DataFrame:
    sources = memory.table(view.city, "sources")
    titles = {source_id: citations.title(sources, source_id) for source_id in found["source_id"].dropna().unique()}
    dates = sources.set_index("source_id")["as_of"]
    return found.assign(
        source=found["source_id"].map(titles).astype("string"),
        source_as_of=found["source_id"].map(dates).astype("string"),
    )


def remarks(view: View, table: str) -> list[str]:
    """What documents say against themselves or leave open about a table, each with its document; of a chosen district
    its own."""
    found = memory.table(view.city, "remarks").query("subject == @table")
    names = memory.areas(view.city, "district").set_index("area_code")["name"]
    if view.district:
        found = found[(found["area_code"] == view.district).fillna(False) | ~found["area_code"].isin(names.index)]
    said = []
    for row in found.fillna({"area_code": ""}).itertuples():
        whose = f"{names[row.area_code]}：" if row.area_code in names.index else ""
        said.append(f"{whose}{row.remark}（{citations.title(sources(view), row.source_id)}）")
    return list(dict.fromkeys(said))


def vision(view: View) -> str:
    """The district's 目指す地域像, or nothing."""
    found = (
        memory.council_record(view.city, view.sharing).councils.query("area_code == @view.district")["vision"].dropna()
    )
    return found.iloc[0] if len(found) else ""


def council_record(view: View) -> Record:
    """What is known of the councils (analysis.lists.councils) of the city, or of the chosen district alone."""
    found = memory.council_record(view.city, view.sharing)
    return found.of(view.district) if view.district else found


def begun(view: View) -> pd.DataFrame:
    """The resources of the chosen district, or of the city, with whether they began before its council or since."""
    return councils.begun(resources(view), memory.council_record(view.city, view.sharing).councils)


def single_persons(view: View) -> pd.DataFrame:
    """Rows of single persons of the chosen district, or of the city, with `area_name` and `document`; read anew each
    time and kept nowhere.

    Raises PermissionError without the access setting (data.store.individuals).
    """
    found = individuals.individuals(view.city)
    if view.district:
        found = found[found["area_code"].isin({view.district, *memory.inside(view.city, view.district)})]
    names = view.city.table("areas").drop_duplicates("area_code").set_index("area_code")["name"]
    return found.assign(
        area_name=found["area_code"].map(names).fillna(view.place),
        document=[citations.title(sources(view), source_id) for source_id in found["source_id"]],
    )


def published(view: View, *items: str) -> pd.DataFrame:
    """What public documents print of the chosen district, or of the city and its districts (`items`: only of these):
    the table with `source` to cite."""
    found = _published(view)
    found = found[found["item"].isin(items)] if items else found
    return found[found["area_code"] == view.district] if view.district else found[found["area_code"].notna()]


def published_elsewhere(view: View) -> pd.DataFrame:
    """What public documents print of other municipalities."""
    found = _published(view)
    return found[found["area_code"].isna()]


def published_everywhere(view: View) -> pd.DataFrame:
    """What public documents print of the city, its districts and other municipalities."""
    return _published(view)


def _published(view: View) -> pd.DataFrame:
    found, documents = memory.table(view.city, "published"), memory.table(view.city, "sources")
    cited = {source_id: citations.dated(documents, source_id) for source_id in found["source_id"].dropna().unique()}
    return found.assign(
        source=found["source_id"].map(cited), place=found["place"].replace(view.city.title, view.city_name)
    )


def sources(view: View) -> pd.DataFrame:
    """The sources of the city's tables."""
    return memory.table(view.city, "sources")
