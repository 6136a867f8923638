"""The readers, one module a file format, asked in this order which of them knows a file.

A reader has KIND, LABEL, recognises(opened) and read(opened, options) (data.files.extract); a new format is one module
and one line here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from data.files.extract import Extract, Options
from data.files.opened import Opened


class Reader(Protocol):
    KIND: str
    LABEL: str

    def recognises(self, opened: Opened) -> bool: ...

    def read(self, opened: Opened, options: Options) -> Extract: ...


# Strict formats first: a national layout is known for certain, a city's own sheet only by its headings.
READERS: tuple[str, ...] = (
    "estat_ages",
    "care_sites",
    "kayoinoba",
    "standard_population",
    "association_boundary",
    "estat_boundary",
    "demand_taxi",
    "population_points",
    "base_layers",
    "individuals",
    "walking_network",
    "membership",
    "survey",
    "care",
    "households",
    "needs_table",
    "councils",
    "standard_facilities",
    "resources_table",
    "register_ages",  # knows a header by ages, which any numbers may look like
)


def readers() -> tuple[Reader, ...]:
    """The modules of READERS."""
    return tuple(import_module(f"data.readers.{name}") for name in READERS)


def reader_of_kind(kind: str) -> tuple[Reader, ...]:
    """The readers of a kind (`--as KIND=FILE`): one format is known by several layouts."""
    return tuple(reader for reader in readers() if reader.KIND == kind)


def recognise(opened: Opened, kind: str | None = None) -> Reader | None:
    """The reader that knows this file, among those of `kind` where it is given; None if no reader does.

    With `kind` given and no reader that knows it, the last one of the kind (the least strict) reads it all the same:
    its refusal says what is missing.
    """
    candidates = reader_of_kind(kind) if kind else readers()
    found = next((reader for reader in candidates if reader.recognises(opened)), None)
    return found or (candidates[-1] if kind and candidates else None)
