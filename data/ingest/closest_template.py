"""Which kind of table a file that no reader knows comes nearest to, so that its owner sees which headings to mend."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from data.files.column_headings import AREA_COLUMNS, SEARCHED, heading
from data.files.sheet import Sheet
from data.ingest.template_sheets import TEMPLATES

_ALIKE = 0.6  # of SequenceMatcher: 「基準の日」 is 「基準日」, 「単価」 is nothing
_LEAST = 2  # headings alike before a kind is named; the names of areas say nothing of the kind
_OF_AREAS = {heading(name) for column in AREA_COLUMNS for name in column.headings}


def closest_template(sheets: Sequence[Sheet]) -> tuple[str, tuple[str, ...]] | None:
    """The name of the template's sheet that has most headings like those of a line of these sheets, with all its
    headings; None where none is near."""
    rows = [{heading(cell) for cell in row} - _OF_AREAS - {""} for sheet in sheets for row in sheet.rows[:SEARCHED]]
    rows = [row for row in rows if len(row) >= _LEAST]
    known = {
        (sheet.name, tuple(field.heading for field in sheet.fields))
        for template in TEMPLATES.values()
        for sheet in template
    }
    scored = sorted(
        (
            (max((_near(row, headings) for row in rows), default=0), -len(headings), name, headings)
            for name, headings in known
        ),
        reverse=True,
    )
    best, _, name, headings = scored[0]
    return (name, headings) if best >= _LEAST else None


def _near(row: set[str], headings: Sequence[str]) -> int:
    """How many of the headings stand in the row, in these or in like words."""
    wanted = {heading(name) for name in headings} - _OF_AREAS
    return sum(any(_alike(name, cell) for cell in row) for name in wanted)


def _alike(name: str, cell: str) -> bool:
    """Long cells are sentences, not headings."""
    if len(cell) > 3 * len(name):
        return False
    return (
        (len(name) > 1 and name in cell)
        or (len(cell) > 1 and cell in name)
        or SequenceMatcher(None, name, cell).ratio() >= _ALIKE
    )
