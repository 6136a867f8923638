"""Which levels of a city tell more closely than its districts where something is: by how large their areas are, not by
their names."""

from __future__ import annotations

import pandas as pd

from analysis.methods.levels import WHOLLY
from data.vocabulary import LEVELS

DISTRICT, CITY = "district", "city"
# persons: an area that nobody divides further and that holds as many leads to no door (本市設定; no official rule)
LARGE = 1_000
_BELOW_DISTRICTS = tuple(LEVELS)[: tuple(LEVELS).index(DISTRICT)]


def closer_than_districts(areas: pd.DataFrame, above: pd.DataFrame, base: str, persons: pd.Series) -> frozenset[str]:
    """Levels whose numbers, alone or set beside others, tell of areas smaller than a district.

    areas: area_code, level. above: area_code, parent_code, weight (analysis.methods.levels.ancestors). base: the
    level that is counted. persons: by area_code, where known. One level takes the districts' place: 地区 where there
    is one, else the one of the largest areas; it must be large (most of its areas made of two or more of the base, or
    holding LARGE persons). Other levels stay open only where they are made of whole districts: the difference between
    two divisions that cross is a piece of a district.
    """
    level_of = areas.set_index("area_code")["level"].astype(object)
    levels = [level for level in dict.fromkeys(level_of) if level != CITY]
    up = above.assign(level=above["parent_code"].map(level_of), below=above["area_code"].map(level_of))
    up = up[up["weight"] > 0]
    reference = _districts(levels, level_of, up, base, persons)
    if reference is None:
        return frozenset(levels)
    return frozenset(level for level in levels if level != reference and not _of_whole(level, reference, up, base))


def as_large_as_a_district(areas: pd.DataFrame, above: pd.DataFrame, base: str) -> frozenset[str]:
    """Areas, none of the base level, that hold just what a district holds: whoever reads the district's number has
    theirs."""
    level_of = areas.set_index("area_code")["level"].astype(object)
    inside = above[(above["area_code"].map(level_of) == base) & (above["weight"] >= WHOLLY)]
    held = inside.groupby("parent_code")["area_code"].agg(frozenset)
    districts = set(held[held.index.map(level_of) == DISTRICT])
    return frozenset(code for code, parts in held.items() if parts in districts and level_of[code] != base)


def _districts(levels: list[str], level_of: pd.Series, up: pd.DataFrame, base: str, persons: pd.Series) -> str | None:
    """The level that stands for districts; None where none is large enough."""
    known = persons.groupby(level_of).median()
    asked = (
        [DISTRICT]
        if DISTRICT in levels
        else sorted(
            (level for level in levels if level not in _BELOW_DISTRICTS),
            key=lambda level: (-known.get(level, 0.0), level),
        )
    )
    if not asked:
        return None
    level = asked[0]
    inside = up[(up["level"] == level) & (up["below"] == base)].groupby("parent_code").size()
    counted = inside.reindex(level_of.index[level_of == level], fill_value=0)
    large = counted.median() >= 2 or known.get(level, 0.0) >= LARGE
    return level if large or (level == base == DISTRICT and level not in known) else None


def _of_whole(level: str, districts: str, up: pd.DataFrame, base: str) -> bool:
    """Whether every area of the level consists of whole districts."""
    if level in _BELOW_DISTRICTS or level == base:
        return False
    into = up[(up["level"] == level) & (up["below"] == base)]
    if (into["weight"] < WHOLLY).any() or into["area_code"].duplicated().any():
        return False
    if base == districts:
        return len(into) > 0
    of = up[(up["level"] == districts) & (up["below"] == base)]
    if (of["weight"] < WHOLLY).any():
        of = of.sort_values("weight").drop_duplicates(
            "area_code", keep="last"
        )  # what lies in two districts lies in neither wholly
    both = of[["area_code", "parent_code"]].merge(
        into[["area_code", "parent_code"]], on="area_code", how="outer", suffixes=("", "_of")
    )
    both = both.astype(object).fillna("")
    return (
        bool((both.groupby("parent_code")["parent_code_of"].nunique() == 1).all())
        and not (both["parent_code"] == "").any()
    )
