"""Watch teams area by area: which of them name it. Households watched and people living alone are figures
(analysis.indicators.values, mimamori_rate), protected there."""

from __future__ import annotations

import pandas as pd

from analysis.counts import resource_counts
from analysis.counts.loaded_city import load_city
from analysis.counts.served_areas import areas_served
from analysis.lists import resources
from analysis.methods import mimamori
from data.store import access, citations
from data.store.city import City

KIND = "mimamori"
COLUMNS = ("area_code", "area_name", "teams", "names", "parts", "source", "as_of")


def teams(city: City, level: str, sharing: str = "public") -> pd.DataFrame:
    """COLUMNS for every area of a level in the city's own order: how many teams name all of it, their names, and the
    names of those that name a part only.

    No rows where no list names any team: nobody is then known to be without one. Teams that name no area are left out
    (`unplaced`). ValueError for a level the city does not have, PermissionError as analysis.indicators.values.
    """
    access.require(sharing)
    loaded = load_city(city)
    if level not in loaded.level_names:
        raise ValueError(f"「{level}」という区域の段階はこの市にありません。あるもの: {'、'.join(loaded.level_names)}")
    listed, served = _named(city, sharing)
    if served.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    found = mimamori.named_by(served, loaded.above, loaded.codes(level))
    found = found.assign(name=found["resource_id"].map(dict(zip(listed["resource_id"], listed["name"], strict=True))))
    codes = loaded.codes(level)
    by_area = {wholly: part.groupby("area_code")["name"].agg(tuple) for wholly, part in found.groupby("wholly")}
    whole, parts = (
        [by_area[wholly].get(code, ()) if wholly in by_area else () for code in codes] for wholly in (True, False)
    )
    table = loaded.table("sources")
    source_ids = tuple(dict.fromkeys(listed["source_id"].dropna()))
    dates = table.set_index("source_id")["as_of"].reindex(list(source_ids)).dropna()
    return pd.DataFrame(
        {
            "area_code": codes,
            "area_name": loaded.names(level),
            "teams": [len(names) for names in whole],
            "names": whole,
            "parts": parts,
            "source": citations.cite(table, [("", source_ids, "")]),
            "as_of": max(dates, default=""),
        }
    )


def unplaced(city: City, sharing: str = "public") -> list[str]:
    """The names of the teams that name no area."""
    access.require(sharing)
    listed, served = _named(city, sharing)
    return listed.loc[~listed["resource_id"].isin(served["resource_id"]), "name"].tolist()


def only_examples(city: City) -> bool:
    """Whether the teams known come out of public documents alone, which tell of some and list not all of them."""
    return resource_counts.only_examples(load_city(city), KIND)


def _named(city: City, sharing: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The teams, and the areas each names (else the one it stands in)."""
    listed = resources.shown_resources(city, sharing)
    listed = listed[listed["kind"] == KIND]
    return listed, areas_served(load_city(city), listed).drop_duplicates()
