"""What the user asks of an import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class GivenFile:
    """A file on the command line; `kind` where the user says it."""

    path: Path
    kind: str | None = None


@dataclass(frozen=True)
class ImportOptions:
    """What the user asks of an import besides the files."""

    replace: bool = False
    zone: int | None = None
    blank: str | None = None
    resource_kind: str | None = None
    title: str | None = None
    districts_made_up: bool = False
    cities: Path | None = None
    city_codes: tuple[str, ...] = ()
    as_of: str | None = None
    published_list: bool = False
    instead_of: str = ""  # source_id or title of the source that the (one) file is the newer state of
    beside: bool = False  # a list replaces no other, however much they have in common


AS_USUAL = ImportOptions()
