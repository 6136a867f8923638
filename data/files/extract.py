"""What a reader makes of one file, before it is joined with the city's areas.

A reader is a module of data/readers/ with
    KIND: str           the name given to `--as KIND=FILE`
    LABEL: str          what a user calls such a file
    recognises(opened) -> bool            opened: data.files.opened.Opened (path, file, sheets of text cells)
    read(opened, options) -> Extract      raises data.files.problems.Refused with every problem found in the file
The list of readers is data/readers/__init__.py READERS, asked in that order.

In an extract, an area is named as the file names it: tables that belong to areas carry `area` (code or name, as in the
file, text) instead of `area_code`; data/ingest/gazetteer.py finds the area it means and reports what it could not find.
Rows also carry `row` and `sheet` (where they stood) so that a later problem can still be shown to the user.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from data.files.dates import asked_day
from data.files.problems import Problem, Problems


@dataclass(frozen=True)
class Options:
    """What the command line says about how to read: `blank` for empty cells of needs tables, zone and the city's code
    where known."""

    blank: str | None = None  # "zero" | "unknown" | None (unknown, with a warning)
    zone: int | None = None
    city_codes: tuple[str, ...] = ()  # 5-digit codes of the city (several for a designated city's wards), where known
    resource_kind: str | None = None  # kind for facility lists that do not say it themselves
    published_list: bool = False  # a list without a column for consent is public already
    as_of: str | None = None  # the date of tables that name none (--as-of), ISO text

    def __post_init__(self) -> None:
        """Raises LookupError, in words, for an `as_of` that is no day."""
        object.__setattr__(self, "as_of", asked_day(self.as_of))


@dataclass
class Extract:
    """Frames by table name (data.store.schema.TABLES), their source, what was noticed, and the totals the file
    itself states.

    totals: table name -> {what: number} as printed in the file (「全市合計」), for the report to compare with.
    """

    kind: str
    path: Path
    tables: dict[str, pd.DataFrame]
    # A row of `sources`: title, publisher, as_of, licence ... (source_id, file_name, checksum are added on import).
    source: dict[str, Any]
    problems: list[Problem] = field(default_factory=Problems)
    totals: dict[str, dict[str, float]] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)  # what was decided here for want of the file's word, one line each
    # Filled in where files are read (data/ingest/read_files.py): the file's name, with its folder where several files
    # of one import have that name, and the reader's LABEL.
    shown: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        self.shown = self.shown or Path(self.path).name
        if not isinstance(self.problems, Problems):
            self.problems = Problems(self.problems)
