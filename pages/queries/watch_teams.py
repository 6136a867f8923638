"""What the page 見守り asks: teams that watch over their neighbours, area by area, and how many people take part."""

from __future__ import annotations

from datetime import date

import pandas as pd

import pages.queries.values as values
from analysis.lists import mimamori_teams
from data.store.city import City
from data.vocabulary import SHARING
from pages.figures.view import View
from pages.queries.areas import city_code, levels
from pages.queries.memory import remembered


@remembered(32)
def _teams(city: City, level: str, sharing: str, day: str) -> pd.DataFrame:
    return mimamori_teams.teams(city, level, sharing)


def teams(view: View, level: str) -> pd.DataFrame:
    """The watch teams that name each area of a level (analysis.lists.mimamori_teams), of the whole city."""
    return _teams(view.city, level, view.sharing, date.today().isoformat())


def teams_level(view: View) -> str:
    """The level on which teams name whole areas: neighbourhoods where any does, else the coarsest."""
    found = levels(view)
    named = [
        level
        for level in ("neighbourhood", "small_area", "district")
        if level in found and (teams(view, level)["teams"] > 0).any()
    ]
    return next(iter(named), next(iter(found), "city"))


def unplaced_teams(view: View) -> list[str]:
    """The names of the teams that name no area."""
    return mimamori_teams.unplaced(view.city, view.sharing)


def only_examples(view: View) -> bool:
    """Whether the teams known are examples out of public documents."""
    return mimamori_teams.only_examples(view.city)


def number_of_teams(view: View) -> int:
    """How many teams name the chosen district or something in it; of the city all. A number of teams is no secret, and
    households watched are those of all."""
    found = _teams(
        view.city,
        "district" if view.district else "city",
        max(view.sharing, "council", key=list(SHARING).index),
        date.today().isoformat(),
    )
    row = found[found["area_code"] == (view.district or city_code(view))]
    return len(row["names"].iloc[0]) + len(row["parts"].iloc[0]) if len(row) else 0


def watchers(view: View) -> pd.Series:
    """The row whose numerator is how many people take part in watching (protected as everywhere)."""
    return values.place_row(view, "salon_participation_rate", kind=mimamori_teams.KIND)
