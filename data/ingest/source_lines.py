"""The lines that an imported file puts into the city's table of sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pandas as pd

from data.files.extract import Extract
from data.ingest.draft import BETWEEN_FILES, Draft
from data.ingest.report import FileReport
from data.ingest.source_versions import BY_DATE, Origin
from data.store.schema import TABLES
from data.text.letters import all_cleaned, cleaned


def put_source(
    draft: Draft, extract: Extract, origin: Origin, file: FileReport, rows_put: Mapping[str, pd.DataFrame] | None = None
) -> None:
    """The extract's lines of the table of sources. A source of several files stands once, with the names of all of
    them."""
    file.source_ids = sorted(set(origin.ids.values()))
    said = {key: all_cleaned(value) for key, value in extract.source.items() if key in TABLES["sources"].columns} | {
        "title": cleaned(origin.title)
    }
    stored = draft.tables.get("sources", TABLES["sources"].empty())
    rows = []
    for date, source_id in origin.ids.items():
        there = stored.loc[stored["source_id"] == source_id, "file_name"].dropna()
        if rows_put is None:
            others = _other_wards_stay(draft, extract)
        else:
            others = said["kind"] in BY_DATE and _other_areas_stay(draft, source_id, rows_put)
        adds_up = (
            others
            or source_id in draft.fresh
            or (said["kind"] not in ("boundary", *BY_DATE) and source_id not in origin.gone)
        )
        names = [*(there.iloc[0].split(BETWEEN_FILES) if len(there) and adds_up else ()), cleaned(extract.path.name)]
        rows.append(
            said
            | {
                "source_id": source_id,
                "as_of": date or None,
                "file_name": BETWEEN_FILES.join(dict.fromkeys(names)),
                "checksum": origin.checksum,
                "retrieved": datetime.now(UTC).date().isoformat(),
            }
        )
    stays = stored[~stored["source_id"].isin([*origin.ids.values(), *_without_rows(draft, origin)])]
    draft.tables["sources"] = TABLES["sources"].fit(
        pd.concat(
            [
                part
                for part in (stays, TABLES["sources"].fit(pd.DataFrame(rows).drop_duplicates("source_id")))
                if len(part)
            ]
        )
    )


def _other_wards_stay(draft: Draft, extract: Extract) -> bool:
    """Whether these are boundaries of some wards of a city that has others already: both files are one source."""
    new = extract.tables.get("areas")
    if new is None or "area_code" not in new:
        return False
    there = draft.areas["area_code"].astype("string")
    return bool(
        set(there[there.str.fullmatch(r"\d{9}|\d{11}").fillna(False)].str[:5])
        - set(new["area_code"].astype(str).str[:5])
    )


def _other_areas_stay(draft: Draft, source_id: str, rows_put: Mapping[str, pd.DataFrame]) -> bool:
    """Whether a register or census of several files holds other areas than this file's."""
    for name, rows in rows_put.items():
        table = draft.tables.get(name)
        if table is not None and "area_code" in rows and "source_id" in table:
            return bool(set(table.loc[table["source_id"] == source_id, "area_code"]) - set(rows["area_code"]))
    return False


def _without_rows(draft: Draft, origin: Origin) -> set[str]:
    """Sources that the extract took the place of, of which no row is left."""
    return {
        source
        for source in origin.gone
        if not any(
            (table["source_id"] == source).any()
            for name, table in draft.tables.items()
            if name not in ("sources", "remarks") and "source_id" in table
        )
    }
