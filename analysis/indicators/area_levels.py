"""Which areas belong together, for whoever shows figures of them."""

from __future__ import annotations

from analysis.counts import need_kinds
from analysis.counts.loaded_city import load_city
from data.store.city import City


def kinds_of_need(city: City, table: str = "needs") -> list[str]:
    """The words (`kind`) for what the city's table `needs` or `service_use` holds."""
    return need_kinds.kinds_in(load_city(city), table)


def areas_within(city: City, area_code: str) -> list[str]:
    """Codes of the areas that belong to an area, also through areas between."""
    above = load_city(city).above
    return above.loc[above["parent_code"] == area_code, "area_code"].tolist()


def points_level(city: City) -> str:
    """The level whose areas people are counted in, and spread over for reach."""
    return load_city(city).points_level
