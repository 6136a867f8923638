"""Rows of a table in a city being put together: which of those that stood there they replace."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import pandas as pd

from data.files.extract import Extract
from data.ingest.draft import BETWEEN_FILES, Draft, refuse_twice, sources_named
from data.store.schema import STORED_CRS, TABLES, WITH_GEOMETRY

# What the city itself keeps: a file that says the same again, under whatever name, is the newer state of it. (A
# register and a census of one date are two sources that stand side by side.)
RENEWED = ("resources", "needs", "service_use", "care", "survey", "councils", "activities", "supporters", "cases")


def add_rows(draft: Draft, name: str, rows: pd.DataFrame, extract: Extract, gone: Collection[str] = ()) -> None:
    """Rows of one table, after those that stood there; rows of the sources in `gone`, which the extract is the newer
    state of, are replaced."""
    present = draft.tables.get(name)
    if present is not None and "source_id" in rows:
        again = set(rows["source_id"]) & draft.fresh
        if again and name != "resources":
            key = list(TABLES[name].key)
            twice = pd.MultiIndex.from_frame(rows[key]).isin(
                pd.MultiIndex.from_frame(present.loc[present["source_id"].isin(again), key])
            )
            refuse_twice(rows.loc[twice, "area_name" if "area_name" in rows else key[0]], extract, TABLES[name].label)
        old = _replaced(draft, name, present, rows, gone)
        if name == "resources":
            _forget_served(draft, present.loc[old, "resource_id"])
        if "remarks" in draft.tables:  # said of the lines that go
            said = draft.tables["remarks"]
            draft.tables["remarks"] = said[
                ~((said["subject"] == name) & said["source_id"].isin(present.loc[old, "source_id"]))
            ]
        if name == "resources":  # which list came for which is said by the import itself, with their numbers
            if (also := old & ~present["source_id"].isin(gone)).any():
                draft.report.replaced.append(
                    f"{TABLES[name].label} {int(also.sum()):,}"
                    f"件（{sources_named(draft, present.loc[also, 'source_id'])}）は"
                    f" {extract.path.name} にもあるため、そちらのものにしました（二重には数えません）。"
                )
        elif old.any():
            draft.report.replaced.append(
                f"{TABLES[name].label}"
                f" {int(old.sum()):,}行（{sources_named(draft, present.loc[old, 'source_id'])}）を、{extract.path.name}"
                " のものに入れ替えました。"
            )
        draft.lost |= set(present.loc[old, "source_id"].astype(str))
        present = present[~old]
    elif present is not None and name == "base":
        present = present[~present["layer"].isin(rows["layer"].unique())]
    elif present is not None:
        key = list(TABLES[name].key)
        present = present[~pd.MultiIndex.from_frame(present[key]).isin(pd.MultiIndex.from_frame(rows[key]))]
    stacked = (
        rows
        if present is None or present.empty
        else pd.concat([pd.DataFrame(present), pd.DataFrame(rows)], ignore_index=True)
    )
    draft.tables[name] = (
        gpd.GeoDataFrame(stacked, geometry="geometry", crs=STORED_CRS) if name in WITH_GEOMETRY else stacked
    )


def _replaced(draft: Draft, name: str, present: pd.DataFrame, rows: pd.DataFrame, gone: Collection[str]) -> pd.Series:
    """Which of the rows that stand there go."""

    def same(*without: str) -> pd.Series:
        return pd.Series(keys_of(name, present, *without).isin(keys_of(name, rows, *without)), index=present.index)

    old = present["source_id"].isin(gone)
    again = set(rows["source_id"]) - draft.fresh
    if by_date := {source for source in again if source.startswith(("register-", "census-"))}:
        stands = present["source_id"].isin(by_date)
        if "area_code" in rows and _of_several_files(draft, by_date):
            old |= stands & present["area_code"].isin(rows["area_code"])
        else:
            old |= stands & _of_these_wards(present, rows) & (not _completes(draft, present[stands], rows))
    if again - by_date:  # a part of a source that is known by its name: what it says again
        old |= present["source_id"].isin(again - by_date) & same()
    return (
        old | same("source_id") if name in RENEWED else old
    )  # a place, a council, a case keeps its identity from file to file: the newer file speaks for it


def _of_several_files(draft: Draft, ids: set[str]) -> bool:
    """Whether a source was put together from several files: one of them, read again, speaks for its own areas only."""
    sources = draft.tables.get("sources", TABLES["sources"].empty())
    return bool(sources.loc[sources["source_id"].isin(ids), "file_name"].fillna("").str.contains(BETWEEN_FILES).any())


def _completes(draft: Draft, present: pd.DataFrame, rows: pd.DataFrame) -> bool:
    """Whether a table speaks of other areas of the same level: a register that branch offices hand in one by one is one
    source."""
    if "area_code" not in rows or present.empty:
        return False
    theirs, ours = set(present["area_code"]), set(rows["area_code"])
    levels = draft.areas.set_index("area_code")["level"]
    return not theirs & ours and bool(
        set(levels.reindex(list(theirs)).dropna()) & set(levels.reindex(list(ours)).dropna())
    )


def keys_of(name: str, rows: pd.DataFrame, *without: str) -> pd.MultiIndex:
    """What tells the rows of a table apart (its key), `without` some of it; columns that a reader leaves out are
    missing."""
    types = {
        column: kind
        for column, kind in TABLES[name].columns.items()
        if column in TABLES[name].key and column not in without
    }
    return pd.MultiIndex.from_frame(pd.DataFrame(rows).reindex(columns=list(types)).astype(types))


def _of_these_wards(present: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Rows of the wards that the new rows speak of; of a city that is no designated one all rows (a ward's code has 1
    as its third digit)."""
    if "area_code" not in rows:
        return pd.Series(True, index=present.index)
    wards = set(_ward(rows["area_code"]).dropna())
    theirs = _ward(present["area_code"])
    return theirs.isna() | theirs.isin(wards) if wards else pd.Series(True, index=present.index)


def _ward(codes: pd.Series) -> pd.Series:
    codes = codes.astype("string")
    return codes.str[:5].where(codes.str.fullmatch(r"\d{2}1\d{6}(\d{2})?").fillna(False))


def forget_emptied(draft: Draft) -> None:
    """Sources all of whose rows went in this import: nothing stands on them any more."""
    held = {
        str(source)
        for name, table in draft.tables.items()
        if name not in ("sources", "remarks") and "source_id" in table
        for source in table["source_id"].dropna().unique()
    }
    sources = draft.tables.get("sources")
    if sources is not None and (empty := draft.lost - held - draft.fresh):
        draft.tables["sources"] = sources[~sources["source_id"].isin(empty)].reset_index(drop=True)


def _forget_served(draft: Draft, resources: pd.Series) -> None:
    if "served" in draft.tables:
        served = draft.tables["served"]
        draft.tables["served"] = served[~served["resource_id"].isin(resources)]


def forget_unsaid(draft: Draft, extract: Extract, ids: Collection[str]) -> None:
    """Rows that an earlier import of the same file (kind, title and date) brought, in tables that it no longer has.

    An emptied sheet of cases takes its cases and pictures away. Registers and censuses are known by their date alone,
    so that another file of theirs may say something else: they stay.
    """
    again = {source for source in ids if not source.startswith(("register-", "census-"))} - draft.fresh
    for name, table in draft.tables.items():
        if name in extract.tables or name == "sources" or "source_id" not in table:
            continue
        old = table["source_id"].isin(again)
        if old.any():
            draft.tables[name] = table[~old].reset_index(drop=True)
            draft.report.replaced.append(
                f"{TABLES[name].label} {int(old.sum()):,}行を消しました。"
                f"前の {extract.path.name} にはあり、今回はなかったものです。"
            )
