"""The one place that puts things on a page: sentences, cards, figures with their downloads, tables with theirs."""

from pages.parts.put.charts_and_maps import figure, map_to_point_at
from pages.parts.put.headline_cards import card_column, cards
from pages.parts.put.prose import (
    case,
    choose_district,
    columns,
    contents,
    definition,
    folded,
    go_on,
    lead,
    missing,
    missing_list,
    note,
    questions,
    quote,
    section,
    stop,
    title,
)
from pages.parts.put.tables_and_lists import as_csv, listing, plain_table, sheet

__all__ = [
    "as_csv",
    "card_column",
    "cards",
    "case",
    "choose_district",
    "columns",
    "contents",
    "definition",
    "figure",
    "folded",
    "go_on",
    "lead",
    "listing",
    "map_to_point_at",
    "missing",
    "missing_list",
    "note",
    "plain_table",
    "questions",
    "quote",
    "section",
    "sheet",
    "stop",
    "title",
]
