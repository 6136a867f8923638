"""Help that arrives without a walk, as 歩いて行ける範囲 shows it: vans, the ways beside one another, lists of who
comes, watching-over."""

from __future__ import annotations

from collections.abc import Mapping

from pages import facts
from pages.facts import View
from pages.figures import captions, coverage, resource_list, served, sheets
from pages.parts import areas, put


def vans(view: View, levels: Mapping[str, str]) -> None:
    """Households that a van reaches, in sentences and by area."""
    resources, row = facts.resources(view.whole_city()), facts.place_row(view, served.VAN)
    spoken = served.wholes(row, facts.rows(view, served.VAN, facts.coarsest(view)))
    reached = facts.rows(view, served.VAN, served.level(row, view.district, levels), within=True)
    put.section("移動販売が届く世帯")
    put.lead(*served.sentences_for(view.place, row, reached, spoken))
    if served.told(reached).any():
        put.sheet(
            lambda: served.sheet(view, reached, spoken, resources[resources["kind"] == "mobile_sales"]),
            view,
            "coverage-van",
        )


def beside(view: View, group: str | None) -> None:
    """For a group: walking reach, its sum with the other means, vans and watching-over by the city's coarsest areas;
    then the list of those who come."""
    level = facts.coarsest(view)
    if facts.series_labels(view):
        rows = facts.rows(view, coverage.WAYS, level, group=group)
        put.sheet(
            lambda: sheets.of_rows(
                rows,
                captions.caption(
                    areas.shown(view, level),
                    areas.titled(view, "歩いて行ける人・届く世帯・見守り", level),
                    rows,
                    "届き方",
                ),
                emphasis=view.district,
            ),
            view,
            "coverage-other",
        )
    others = served.others(facts.resources(view))
    if len(others):
        put.listing(lambda: resource_list.listing(view, others, "function", served.OTHERS), view, "coverage-others")


def watching(view: View) -> None:
    """Households watched over beside people living alone."""
    level = facts.coarsest(view)
    put.section(
        "見守り", *coverage.mimamori_sentences(facts.place_row(view, "mimamori_rate"), view.place, view.city.size_class)
    )
    areas.bars(
        view,
        facts.rows(view, "mimamori_rate", level),
        facts.whole(view, "mimamori_rate").iloc[0],
        level,
        "見守りの割合",
        "coverage-mimamori",
    )
    put.note(coverage.MIMAMORI_NOTE)
