"""What pages and books ask for, in one line each: rows for a view, lists, areas to draw them on, the dates there are.

Everything passes through data.figures, data.resources and the like, and through disclosure there; a page never meets a table itself.
"""

from pages.facts.lists import (
    begun,
    cases,
    council_record,
    individuals,
    kept_back,
    published,
    published_elsewhere,
    published_everywhere,
    remarks,
    resources,
    sources,
    vision,
)
from pages.facts.numbers import (
    both_denominators,
    counts,
    counts_before,
    estimates,
    estimates_by_district,
    gaps,
    kinds_of_need,
    levels_below,
    needs_of_place,
    over_time,
    place_row,
    place_rows,
    place_rows_in_source,
    profiles,
    rates,
    rows,
    series,
    series_labels,
    similar,
    structure,
    whole,
)
from pages.facts.view import View
from pages.facts.where import (
    areas,
    base,
    city_code,
    coarsest,
    district_names,
    few_districts,
    ground,
    has_shapes,
    in_source,
    inside,
    levels,
    levels_with,
    number_of_districts,
    of_districts,
    place_code,
    tiles,
)

__all__ = [
    "View", "areas", "base", "begun", "both_denominators", "cases", "city_code", "coarsest", "council_record",
    "counts", "counts_before", "district_names", "few_districts", "estimates", "estimates_by_district", "gaps",
    "ground", "has_shapes", "in_source", "individuals", "inside", "kept_back", "kinds_of_need", "levels", "levels_below",
    "levels_with", "needs_of_place", "number_of_districts", "of_districts", "over_time", "place_code", "place_row",
    "place_rows", "place_rows_in_source", "profiles", "published", "published_elsewhere", "published_everywhere",
    "rates", "remarks", "resources", "rows", "series", "series_labels", "similar", "sources", "structure", "tiles",
    "vision", "whole",
]
