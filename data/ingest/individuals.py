"""Rows about single persons in an import: kept apart from the city's tables, joined to its areas by name."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.ingest.draft import Draft
from data.ingest.report import FileReport
from data.store.individuals import TABLE

KEPT_APART = "市のデータとは別の、庁内用の場所に保存しました。画面「個人別の利用」（庁内用）だけで見られます。"


def kept_apart(extracts: Sequence[Extract]) -> tuple[list[Extract], list[Extract]]:
    """The extracts that hold rows of single persons, and the others."""
    personal = [extract for extract in extracts if TABLE.name in extract.tables]
    return personal, [extract for extract in extracts if TABLE.name not in extract.tables]


def join_individuals(draft: Draft, extracts: Sequence[Extract]) -> pd.DataFrame:
    """Rows of the extracts with the codes of the draft's areas; the file's name is their source. The report tells of
    the file, of no row.

    A row without an area belongs to the whole city. Raises Refused, naming line numbers alone, for areas the city does
    not have.
    """
    refused: list[Problem] = []
    parts = []
    for extract in extracts:
        rows = extract.tables[TABLE.name]
        found = draft.gazetteer().match(rows)
        keys = list(zip(rows["area"].fillna("").astype(str), rows["within"].fillna("").astype(str), strict=True))
        refused += [
            Problem(
                "refuse",
                extract.path.name,
                "この行の区域（地区など）が、この市にありません。",
                "区域の名前を確かめてください。",
                row=int(line),
            )
            for line, key in zip(rows["row"], keys, strict=True)
            if key in found.lost
        ]
        codes = [found.codes.get(key, draft.name) for key in keys]
        parts.append(
            TABLE.fit(rows.assign(area_code=codes, row=range(1, len(rows) + 1), source_id=extract.source["title"]))
        )
        draft.report.files.append(FileReport(extract.path.name, extract.kind, extract.label))
        draft.report.assumed += extract.assumed
        draft.report.problems += [*extract.problems, Problem("info", extract.path.name, KEPT_APART)]
    if refused:
        raise Refused(refused)
    return pd.concat(parts, ignore_index=True) if parts else TABLE.empty()
