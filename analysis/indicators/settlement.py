"""How a city is settled, as far as reach is concerned: where homes lie far apart, how people are placed, what is known
of its streets."""

from __future__ import annotations

from analysis.counts import population_points, walking_network
from analysis.counts.loaded_city import load_city
from analysis.indicators.plain_counts import counts
from data.store.city import City
from data.vocabulary import WAYS


def persons_per_km2(city: City, level: str) -> dict[str, float]:
    """Persons a km2 by area code, of the areas whose people and ground are known."""
    found = counts(city, level, ("population", "area")).pivot(index="area_code", columns="indicator", values="value")
    return (found["population"] / found["area"]).dropna().to_dict()


def thinly_settled(city: City, level: str) -> dict[str, float]:
    """Persons a km2 by code of the level's areas that have fewer than the city's setting (City.thinly_settled)."""
    return {code: density for code, density in persons_per_km2(city, level).items() if density < city.thinly_settled}


def people_placed(city: City) -> list[str]:
    """How the city's people are placed inside their areas, each way with the error to expect
    (analysis.counts.population_points.words)."""
    return population_points.words(load_city(city))


def ways(city: City) -> dict[str, str]:
    """How distances can be measured in this city: key -> words (vocabulary.WAYS)."""
    return {key: words for key, words in WAYS.items() if key != "network" or walking_network.there(load_city(city))}
