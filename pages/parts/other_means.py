"""Help that arrives without a walk, as 歩いて行ける範囲 shows it: vans, the ways beside one another, lists of who
comes, watching-over."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.indicators.registry import shown_on
from pages import queries
from pages.figures.view import View
from pages.parts import areas, put
from pages.topics import coverage, resource_list, served_areas


def vans(view: View, levels: Mapping[str, str]) -> None:
    """Households that a van reaches, in sentences and by area."""
    resources, row = queries.resources(view.whole_city()), queries.place_row(view, served_areas.VAN)
    spoken = served_areas.wholes(row, queries.rows(view, served_areas.VAN, queries.coarsest(view)))
    reached = queries.rows(view, served_areas.VAN, served_areas.level(row, view.district, levels), within=True)
    put.section("移動販売が届く世帯")
    put.lead(*served_areas.sentences_for(view.place, row, reached, spoken))
    if served_areas.told(reached).any():
        put.sheet(
            lambda: served_areas.sheet(view, reached, spoken, resources[resources["kind"] == "mobile_sales"]),
            view,
            "coverage-van",
        )


def table_and_list(view: View, group: str | None) -> None:
    """For a group: walking reach, its sum with the other means, vans and watching-over by the city's coarsest areas;
    then the list of those who come."""
    level = queries.coarsest(view)
    if queries.series_labels(view):
        rows = queries.rows(view, shown_on("coverage"), level, group=group)
        areas.table(view, rows, level, "歩いて行ける人・届く世帯・見守り", "届き方", "coverage-other")
    others = served_areas.others(queries.resources(view))
    if len(others):
        put.listing(
            lambda: resource_list.listing(view, others, "function", served_areas.OTHERS), view, "coverage-others"
        )


def watching(view: View) -> None:
    """Households watched over beside people living alone."""
    level = queries.coarsest(view)
    put.section(
        "見守り",
        *coverage.mimamori_sentences(queries.place_row(view, "mimamori_rate"), view.place, view.city.size_class),
    )
    areas.bars(
        view,
        queries.rows(view, "mimamori_rate", level),
        queries.whole(view, "mimamori_rate").iloc[0],
        level,
        "見守りの割合",
        "coverage-mimamori",
    )
    put.note(coverage.MIMAMORI_NOTE)
