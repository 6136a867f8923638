"""What the files hold, one after the other, into the city being put together: areas, membership, rows, sources."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from data.files.extract import Extract
from data.files.file_names import speaking_of
from data.files.problems import Problem, Refused
from data.ingest.area_join import join_areas
from data.ingest.boundaries import add_boundaries
from data.ingest.draft import Draft
from data.ingest.membership import add_membership
from data.ingest.report import FileReport
from data.ingest.source_lines import put_source
from data.ingest.source_versions import Origin, counted, origin_of
from data.ingest.table_rows import add_rows, forget_unsaid
from data.store.schema import TABLES


def join_extracts(draft: Draft, extracts: Sequence[Extract]) -> list[FileReport]:
    """Every extract into the draft, with the report of each.

    Raises Refused with what all extracts cannot be joined for; of boundaries that cannot be taken at once, because all
    others stand on them.
    """
    refused: list[Problem] = []
    files: dict[int, FileReport] = {}
    for place in _joining_order(draft, extracts):
        try:
            with speaking_of(extracts[place].path.name, extracts[place].shown, draft.report.problems):
                files[place] = _add(draft, extracts[place])
        except Refused as found:
            refused += found.problems
            if extracts[place].kind == "boundaries":
                break
    if refused:
        raise Refused(refused)
    draft.report.files[:] = [files[place] for place in range(len(extracts))]
    return draft.report.files.copy()


def _joining_order(draft: Draft, extracts: Sequence[Extract]) -> list[int]:
    """Places of the extracts in the order they are joined in: as they were read.

    But who belongs to whom comes before people whose areas only a larger area tells apart (two 材木町 in two 学区): who
    lies in it must be known by then. Not where the people bring the areas, because there are no polygons.
    """
    people = [place for place, extract in enumerate(extracts) if "population" in extract.tables]
    shapes = (
        any(extract.kind == "boundaries" for extract in extracts)
        or draft.areas.geom_type.isin(["Polygon", "MultiPolygon"]).any()
    )
    if not shapes or not any(
        extracts[place].tables["population"]["area"].str.contains("/").fillna(False).any() for place in people
    ):
        return list(range(len(extracts)))
    return sorted(
        range(len(extracts)),
        key=lambda place: (extracts[place].kind != "boundaries", "membership" not in extracts[place].tables),
    )


def _add(draft: Draft, extract: Extract) -> FileReport:
    """One extract into the draft: its areas, its membership, its rows joined to areas, its source."""
    file = FileReport(extract.shown, extract.kind, extract.label)
    draft.report.files.append(file)
    of_shapes = "areas" in extract.tables and "geometry" in extract.tables["areas"]
    origin = origin_of(draft, extract, {}) if of_shapes else None
    if origin:
        put_source(draft, extract, origin, file)
    rows: dict[str, pd.DataFrame] = {}
    for name, frame in extract.tables.items():
        if name == "areas" and of_shapes:
            add_boundaries(draft, extract, file)
        elif name == "membership":
            add_membership(draft, extract, file)
        elif name == "base":
            add_rows(draft, name, frame, extract)
            file.rows += len(frame)
        elif name != "areas" and len(frame):
            rows[name] = join_areas(draft, name, frame, extract, file)
            file.rows += len(frame)
    origin = origin or origin_of(
        draft, extract, {name: frame for name, frame in rows.items() if "source_id" in TABLES[name].columns}
    )
    draft.shown[origin.checksum] = extract.shown
    before = _lists_that_go(draft, origin.gone)
    forget_unsaid(draft, extract, origin.gone)
    for name, frame in rows.items():
        draft.brought[id(extract), name] = _with_source(frame, name, origin.ids)
        add_rows(draft, name, draft.brought[id(extract), name], extract, origin.gone)
    if not of_shapes:
        put_source(draft, extract, origin, file, rows)
    _say_replaced(draft, extract, origin, before)
    draft.fresh |= set(file.source_ids)
    return file


def _lists_that_go(draft: Draft, sources: Collection[str]) -> list[str]:
    """Lists of places that will go, in words with how many places each has."""
    table = draft.tables.get("resources", TABLES["resources"].empty())
    held = table["source_id"].value_counts()
    return [counted(draft, source, int(held[source]), "件") for source in sorted(sources) if source in held.index]


def _say_replaced(draft: Draft, extract: Extract, origin: Origin, before: list[str]) -> None:
    """Which list of places came for which, with how many places before and after."""
    table = extract.tables.get("resources")
    if table is None:
        return
    now = counted(draft, next(iter(origin.ids.values())), len(table), "件")
    draft.report.replaced += [f"{words} を {now} に入れ替えました。" for words in before]


def _with_source(frame: pd.DataFrame, name: str, ids: dict[str, str]) -> pd.DataFrame:
    if "source_id" not in TABLES[name].columns:
        return frame
    only = next(iter(ids.values()))
    return frame.assign(source_id=frame["as_of"].astype("str").map(ids).fillna(only) if "as_of" in frame else only)
