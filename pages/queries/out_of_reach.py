"""What the page まだ歩いて行ける場所がない所 asks: persons without a place in reach, need beside supply, and, for
officials, measures to weigh."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

import pages.queries.memory as memory
import pages.queries.values as values
from analysis.indicators import area_levels
from data.vocabulary import ANSWERS, KINDS, SINGLE, TOTAL
from pages.figures.view import View
from pages.queries.areas import in_source, inside, levels, levels_with, of_districts

GROUPS = ("65+", "75+", "85+", "total")
NEEDS = ("買い物", "居場所・運動")  # the needs that a place to walk to answers
OTHER_MEANS = ("coverage_line", "coverage_zone", "coverage_served")
PLACES = "resources_per_1000_elderly"
CRITERIA = ("beyond", "beyond75", "single", "needs", "ageing")


def groups(view: View) -> tuple[str, ...]:
    """Whom to count side by side; people living alone not in 公開用."""
    return GROUPS if view.sharing == "public" else (*GROUPS, SINGLE)


def areas_asked(view: View) -> dict[str, str]:
    """The levels to look at: all of the city's, inside a district those below."""
    found = levels(view)
    below = {level: label for level, label in found.items() if level != "district"}
    return below if view.district and below else found


def first_level(view: View) -> str:
    """The level to look at first: the coarsest that shows more than two areas beside one another."""
    found = areas_asked(view)
    return next(
        (level for level in found if len(inside(view, level, memory.areas(view.city, level))) > 2),
        next(iter(found), "city"),
    )


def finest(view: View) -> str:
    """The level people are counted in."""
    return area_levels.points_level(view.city)


def persons(view: View, level: str, indicator: str = "coverage", within: bool = True, **options: str) -> pd.DataFrame:
    """Rows of reach with `outside`: the persons without a place in reach, missing where that is not known or not to be
    shown."""
    found = values.rows(view, indicator, level, within, **options)
    return found.assign(outside=(found["denominator"] - found["numerator"]).clip(lower=0.0))


def by_no_means(view: View, level: str, **options: str) -> pd.DataFrame:
    """The same for those whom no means at all reaches, on foot, by a ride or where help comes; no rows where nothing is
    known of other means than a walk."""
    others = values.whole(view, OTHER_MEANS, **options)
    found = persons(view, level, "coverage_any", **options)
    return found if others["value"].notna().any() else found.iloc[:0]


def of_place(view: View, asked: Callable[..., pd.DataFrame] = persons, **options: str) -> pd.DataFrame:
    """The rows of `persons`, or of `by_no_means`, for the chosen district, or for the whole city."""
    found = asked(view, "district" if view.district else "city", **options)
    return found[found["area_code"] == view.district] if view.district else found


def needs_level(view: View) -> str | None:
    """The finest level, as far as neighbourhoods, on which needs are known; None where the city knows none."""
    found = [level for level in levels_with(view, "needs") if level in areas_asked(view)]
    return next((level for level in ("neighbourhood", "small_area", "district") if level in found), None)


def answers(view: View, need: str) -> tuple[str, ...]:
    """The kinds of place this city lists that answer a need and can be walked to."""
    present = set(memory.resources(view.city, view.sharing)["kind"])
    return tuple(kind for kind in ANSWERS[need] if kind in present and KINDS[kind].walked_to)


def need_beside_supply(view: View, level: str, distance: str) -> pd.DataFrame:
    """Rows (columns of analysis.indicators.values, and need, what: need, places or reach) by area: persons known to
    have a need, places that answer it, share in reach of one.

    Only the areas that the table of needs speaks of, in the city's own order.
    """
    known, parts = values.kinds_of_need(view), []
    for need in (need for need in NEEDS if need in known):
        parts.append(values.rows(view, "need_persons", level, kind=(need,)).assign(need=need, what="need"))
        if kinds := "+".join(answers(view, need)):
            places = values.rows(view, PLACES, level, kind=kinds)
            counted = places["numerator"]
            state = places["state"].where(counted.isna(), "ok")
            parts.append(
                places.assign(value=counted, unit="places", state=state, basis="counted", need=need, what="places")
            )
            parts.append(
                values.rows(view, "coverage", level, kind=kinds, distance=distance, group="65+").assign(
                    need=need, what="reach"
                )
            )
    if not parts:
        return pd.DataFrame(columns=["area_code", "need", "what"])
    found = of_districts(view, in_source(view, "needs"), inside(view, level, pd.concat(parts, ignore_index=True)))
    told = found.loc[(found["what"] == "need") & (found["state"] != "not_in_source"), "area_code"]
    return found[found["area_code"].isin(told)].reset_index(drop=True)


def to_weigh(view: View, level: str, **options: str) -> pd.DataFrame:
    """area_code, area_name, source, as_of and a column for each of CRITERIA, in the city's own order; missing where not
    known.

    Raises PermissionError at every other level of sharing than 庁内用: elsewhere nothing is sorted by value.
    """
    if view.sharing != "internal":
        raise PermissionError("並べ替えとおもみ付けは、庁内用だけで使えます。")
    options = {key: value for key, value in options.items() if key != "group"}
    parts = {
        "beyond": persons(view, level, group="65+", **options).assign(value=lambda rows: rows["outside"]),
        "beyond75": persons(view, level, group="75+", **options).assign(value=lambda rows: rows["outside"]),
        "single": inside(view, level, memory.counts(view.city, level, ("single_elderly",), view.sharing)),
        "needs": values.rows(view, "need_density_elderly", level, within=True, kind=(TOTAL,)),
        "ageing": values.rows(view, "ageing_rate", level, within=True),
    }
    first = parts["beyond"].reset_index(drop=True)
    found = first[["area_code", "area_name", "source", "as_of"]]
    return found.assign(
        **{
            key: rows.set_index("area_code")["value"].reindex(found["area_code"]).to_numpy(float)
            for key, rows in parts.items()
        }
    )
