"""What a reader asked of an indicator, as choices the calculations understand: every combination, each option
checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from analysis.counts.loaded_city import LoadedCity
from analysis.indicators.entry import Indicator
from analysis.methods.amounts import Choice
from data.vocabulary import DISTANCES, PARTS_OF_DAY, WAYS, WEEKDAYS

Several = str | int | float | Sequence[str] | None  # one value, several as text with commas, or a sequence of them


@dataclass(frozen=True)
class Asked:
    """What a reader asked for; None for the indicator's own default."""

    kind: Several = None
    distance: Several = None
    group: Several = None
    unknown_age: str = "exclude"
    way: Several = None
    when: Several = None
    often: Several = None


def choices(loaded: LoadedCity, entry: Indicator, asked: Asked, sharing: str) -> Iterator[Choice]:
    """What was asked for (Asked), where the indicator takes it, else its defaults.

    Raises ValueError for a distance, a way, a time or a frequency that is none, and for the network where the city has
    none. Outside 庁内用 distances are the steps that pages offer: any number of metres, asked one after another, would
    draw a circle round a door.
    """
    options = (
        _several(entry, "kind", asked.kind, entry.kind),
        _several(entry, "distance", asked.distance, entry.distance),
        _several(entry, "group", asked.group, entry.group),
        _several(entry, "way", asked.way, "straight"),
        _several(entry, "when", asked.when, None),
        _several(entry, "often", asked.often, None),
    )
    for kind, distance, group, way, when, often in product(*options):
        yield Choice(
            kind or "",
            _metres(distance, sharing),
            group or "",
            asked.unknown_age,
            _way(loaded, way),
            _time(when),
            _times(often),
        )


def is_usual(entry: Indicator, choice: Choice) -> bool:
    """Whether it is the indicator as it stands, without a reader's own choice."""
    return (choice.kind, choice.distance, choice.group, choice.way, choice.when, choice.often) == (
        entry.kind or "",
        entry.distance,
        entry.group or "",
        "straight",
        None,
        None,
    )


def choice_columns(entry: Indicator, choice: Choice) -> dict[str, object]:
    """The columns of analysis.indicators.values that tell the choice."""
    return {
        "kind": choice.kind or None,
        "distance_m": choice.distance,
        "group": choice.group or None,
        "way": choice.way if "way" in entry.options else None,
        "when": choice.when,
        "often": choice.often,
    }


def _several(entry: Indicator, name: str, given, default) -> list:
    if name not in entry.options or given in (None, ""):
        return [default]
    parts = (
        str(given).split(",") if isinstance(given, str | int | float) else given
    )  # a name may hold a comma: then it comes in a sequence
    return [part.strip() for part in map(str, parts) if part.strip()]


def _metres(given, sharing: str) -> int | None:
    if given is None:
        return None
    if not str(given).isdecimal() or int(given) <= 0:
        raise ValueError(f"距離は正の整数（メートル）で指定してください（{given}）。")
    return offered(int(given), sharing)


def offered(metres: int, sharing: str) -> int:
    """The distance, where this level of sharing may ask for it; else ValueError with those it may."""
    if sharing != "internal" and metres not in DISTANCES:
        steps = "、".join(f"{step}" for step in DISTANCES)
        raise ValueError(f"{metres} m では数えられません。庁内用のほかで選べる距離は、{steps}（メートル）です。")
    return metres


def _way(loaded: LoadedCity, given: str) -> str:
    if given not in WAYS:
        raise ValueError(f"「{given}」という距離の測り方はありません。あるもの: {'、'.join(WAYS)}")
    if given == "network" and loaded.table("network").empty:
        raise ValueError(
            "この市のデータには歩く道の表がないため、道のり（network）では測れません。straight か detour を"
            "指定してください。"
        )
    return given


def _time(given: str | None) -> str | None:
    """「月-午前」, 「月」 or 「午前」."""
    if given is None:
        return None
    day, _, part = given.rpartition("-") if given not in WEEKDAYS else (given, "", "")
    if (day and day not in WEEKDAYS) or (part and part not in PARTS_OF_DAY):
        raise ValueError(
            f"「{given}」という曜日・時間帯は読めません。「月-午前」「水」「午後」のように、{'・'.join(WEEKDAYS)} と"
            f" {'・'.join(PARTS_OF_DAY)} で指定してください。"
        )
    return given


def _times(given) -> float | None:
    if given is None:
        return None
    try:
        number = float(given)
    except ValueError:
        number = 0.0
    if not 0 < number <= 31:
        raise ValueError(
            f"回数は、月に何回以上かを1から31までの数で指定してください（{given}）。毎週は4、毎月は1です。"
        )
    return number
