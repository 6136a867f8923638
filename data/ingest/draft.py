"""A city being put together: its tables as they will be written, its areas as they are found by name, its report.

An import adds. What replaces what: areas of the same level and origin (boundaries), the membership of a level
(membership), rows of the source that a file is the newer state of (source_versions), and of what a city keeps itself
whatever is said anew (table_rows).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.ingest.gazetteer import Gazetteer
from data.ingest.report import FileReport, Report
from data.store import citations
from data.store.schema import STORED_CRS, TABLES
from data.vocabulary import LEVELS

CITY_LEVEL = "city"
WARD_LEVEL = "行政区"  # of designated cities, whose boundaries come ward by ward
AREA_COLUMNS = ("area_code", "parent_code", "into_code")
NAMED = 10  # areas named one by one in a report
BETWEEN_FILES = "、"  # between the names of the files of one source


@dataclass
class Draft:
    """The tables as they will be written, the city's name (which codes without a number begin with) and the report so
    far."""

    name: str
    title: str
    tables: dict[str, pd.DataFrame]
    report: Report
    fresh: set[str] = field(
        default_factory=set
    )  # source_ids and area codes that this import brought: they add up, they do not replace
    brought: dict[tuple[int, str], pd.DataFrame] = field(
        default_factory=dict
    )  # id of an extract, table: its rows joined to areas
    lost: set[str] = field(default_factory=set)  # source_ids of rows that went: a source without any row left goes too
    shown: dict[str, str] = field(default_factory=dict)  # checksum of a file -> the name it is told by
    instead_of: str = ""  # the source that the user says the file is the newer state of
    beside: bool = False  # the user says that nothing is to be replaced

    @property
    def areas(self) -> gpd.GeoDataFrame:
        return self.tables["areas"] if "areas" in self.tables else no_areas()

    def gazetteer(self) -> Gazetteer:
        city = pd.DataFrame({"area_code": [self.name], "level": [CITY_LEVEL], "name": [self.title]})
        known = pd.DataFrame(self.areas)[["area_code", "level", "name"]]
        return Gazetteer(
            pd.concat([known[known["level"] != CITY_LEVEL], city], ignore_index=True),
            self.tables.get("membership", TABLES["membership"].empty()),
            self.title,
        )

    def code(self, path: str) -> str:
        """The code of an area that has none of its own: its path of names."""
        return f"{self.name}/{path}"

    def codes(self, paths: Iterable[str], level: str) -> dict[str, str]:
        """The code of each area of a level by its path of names.

        A district and a town may share a name: where an area of another level has that code already, this one's says
        its level before its name (`city/地区:本町`). The same file read again finds the same codes.
        """
        levels = dict(zip(self.areas["area_code"], self.areas["level"], strict=True))
        found = {}
        for path in paths:
            *above, name = path.split("/")
            plain, marked = self.code(path), self.code("/".join([*above, f"{LEVELS.get(level, level)}:{name}"]))
            found[path] = marked if levels.get(marked) == level or levels.get(plain, level) != level else plain
        return found


def no_areas() -> gpd.GeoDataFrame:
    """The table of areas without any."""
    return gpd.GeoDataFrame(TABLES["areas"].empty(), geometry=gpd.GeoSeries([], crs=STORED_CRS), crs=STORED_CRS)


def stacked_areas(first: pd.DataFrame, second: pd.DataFrame) -> gpd.GeoDataFrame:
    """Both tables of areas as one, one below the other."""
    columns = [*TABLES["areas"].columns, "geometry"]
    both = [part.reindex(columns=columns) for part in (first, second) if len(part)]
    frame = (
        pd.concat([pd.DataFrame(part) for part in both], ignore_index=True) if both else pd.DataFrame(columns=columns)
    )
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=STORED_CRS)


def sources_named(draft: Draft, ids: pd.Series) -> str:
    """Sources by title and date, as their owner knows them."""
    sources = draft.tables.get("sources", TABLES["sources"].empty())
    return "、".join(dict.fromkeys(citations.dated(sources, source) for source in ids.drop_duplicates().astype(str)))


def refuse_twice(names: pd.Series, extract: Extract, what: str) -> None:
    """Raise Refused where names stand in two files of one import."""
    if len(names):
        raise Refused(
            [
                Problem(
                    "refuse",
                    extract.path.name,
                    f"同じ{what}が、"
                    f"同時に指定した別のファイルにもあります（{'、'.join(map(str, names.drop_duplicates()[:3]))}）。",
                    "どちらか一つのファイルだけを指定してください。",
                )
            ]
        )


def note_matches(file: FileReport, matched) -> None:
    """Put how areas were found into the report of the file."""
    file.areas += len(matched.codes) + len(matched.lost)
    for how, number in matched.how.items():
        file.matched[how] += number
    file.unmatched += [f"{within.strip('/')}/{area}" if within else area for area, within in matched.lost]
