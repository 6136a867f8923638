"""Plans for further places, kept by name for a city in the store of what people make (data.made.json_store).

A plan holds what was asked and where the places would stand, not the figures: those are computed anew from the city's
data in force.
"""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import asdict, dataclass, field

import pandas as pd

from analysis.siting.waiting_people import Question
from data.made import json_store
from data.store import access
from data.store.city import City
from data.text.letters import cleaned
from data.vocabulary import SHARING

STORE = "plans"
LONGEST = 30
MOST = 50  # plans of one city


@dataclass(frozen=True)
class Plan:
    """A name, the question, the places (dicts name, lat, lon, in order), the day it was kept (ISO), the city's revision
    of that day, and who may see it."""

    name: str
    question: Question
    places: tuple[dict, ...]
    kept: str
    revision: str
    sharing: str
    key: str = field(default="")

    def table(self) -> pd.DataFrame:
        """name, lat, lon of the places."""
        return pd.DataFrame(list(self.places), columns=["name", "lat", "lon"])


def plans(city: City, sharing: str) -> list[Plan]:
    """The plans that a level of sharing may see, oldest first: one kept in 庁内用 may name a place that must not leave
    it.

    Raises PermissionError as analysis.indicators.values does.
    """
    access.require(sharing)
    return [plan for plan in _all(city) if _rank(plan.sharing) <= _rank(sharing)]


def name_of(written: str, city: City) -> tuple[str, list[str]]:
    """The name as it will be kept, and all that is wrong with it, in words."""
    name, known = unicodedata.normalize("NFKC", cleaned(written or "")).strip(), _all(city)
    wrong = [] if name else ["案の名前を書いてください（例：○○地区・3か所の案）。"]
    wrong += [f"案の名前は{LONGEST}字までにしてください。"] if len(name) > LONGEST else []
    wrong += (
        ["同じ名前の案がすでにあります。別の名前にするか、前の案を消してください。"]
        if name in {plan.name for plan in known}
        else []
    )
    wrong += [f"残せる案は{MOST}件までです。いらない案を消してください。"] if len(known) >= MOST else []
    return name, wrong


def keep(city: City, plan: Plan) -> None:
    """Keep one more plan."""
    row = asdict(plan) | {"key": uuid.uuid4().hex, "places": list(plan.places)}
    json_store.change(city, STORE, [], lambda rows: [*rows, row])


def remove(city: City, key: str) -> None:
    """Take a plan away; nothing happens where it is gone already."""
    json_store.change(city, STORE, [], lambda rows: [row for row in rows if row["key"] != key])


def _all(city: City) -> list[Plan]:
    """Raises data.made.json_store.MadeUnreadable."""
    try:
        found = [
            Plan(**row | {"question": Question(**row["question"]), "places": tuple(row["places"])})
            for row in json_store.read(city, STORE, [])
        ]
        if all(map(_whole, found)):
            return found
    except (TypeError, KeyError, ValueError, AttributeError):  # JSON, but not plans
        pass
    raise json_store.unreadable(city, STORE)


def _whole(plan: Plan) -> bool:
    """Whether every part of a stored plan is what it should be; ValueError or TypeError for places that are nowhere."""
    asked = plan.question
    texts = (plan.name, plan.key, plan.kept, plan.revision, asked.kind, asked.group, asked.district, asked.way)
    places = plan.table()
    return (
        all(isinstance(text, str) for text in texts)
        and type(asked.distance) is int
        and asked.distance > 0
        and plan.sharing in SHARING
        and bool(places[["lat", "lon"]].astype(float).notna().all(axis=None))
    )


def _rank(sharing: str) -> int:
    return list(SHARING).index(sharing)
