"""Rows about single persons: kept outside every city's folder, read only where officials' access is set.

An embedded city's lie in data/restricted/<name>/, an imported city's in a folder beside the cities' folder (data.city.beside).
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data import access
from data.city import EMBEDDED, City, beside, cities_dir
from data.merging import Draft
from data.piece import Piece
from data.problems import Problem, Refused
from data.report import FileReport
from data.schema import TABLES

TABLE = TABLES["individuals"]
KEPT_APART = "市のデータとは別の、庁内用の場所に保存しました。画面「個人別の利用」（庁内用）だけで見られます。"


def folder_of(city_folder: Path) -> Path:
    """Where the restricted tables of the city in that folder lie."""
    return beside(city_folder.parent, "restricted") / city_folder.name


def individuals(city: City) -> pd.DataFrame:
    """Rows of single persons (data.schema `individuals`), an empty frame where there are none.

    What was imported for an embedded city comes before what is embedded. Raises PermissionError without the access setting (data.access).
    """
    access.require("internal")
    root = cities_dir() if city.folder.parent == EMBEDDED else city.folder.parent
    stored = [rows for folder in (root / city.name, EMBEDDED / city.name) if len(rows := _stored(folder))]
    return stored[0] if stored else TABLE.empty()


def _stored(city_folder: Path) -> pd.DataFrame:
    path = folder_of(city_folder) / "individuals.parquet"
    return TABLE.fit(pd.read_parquet(path)) if path.is_file() else TABLE.empty()


def write_individuals(city_folder: Path, rows: pd.DataFrame) -> None:
    """Store the rows of single persons of the city in that folder, in one replacement."""
    folder = folder_of(city_folder)
    folder.mkdir(parents=True, exist_ok=True)
    waiting = folder / f".individuals.{uuid.uuid4().hex[:8]}"
    try:
        TABLE.fit(rows).to_parquet(waiting, index=False, compression="zstd")
        os.replace(waiting, folder / "individuals.parquet")
    finally:
        waiting.unlink(missing_ok=True)


def apart(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that hold rows of single persons, and the others."""
    personal = [piece for piece in pieces if TABLE.name in piece.tables]
    return personal, [piece for piece in pieces if TABLE.name not in piece.tables]


def joined(draft: Draft, pieces: Sequence[Piece]) -> pd.DataFrame:
    """Rows of the pieces with the codes of the draft's areas; the file's name is their source. The report tells of the file, of no row.

    A row without an area belongs to the whole city. Raises Refused, naming line numbers alone, for areas the city does not have.
    """
    refused: list[Problem] = []
    parts = []
    for piece in pieces:
        rows = piece.tables[TABLE.name]
        found = draft.gazetteer().match(rows)
        keys = list(zip(rows["area"].fillna("").astype(str), rows["within"].fillna("").astype(str), strict=True))
        refused += [Problem("refuse", piece.path.name, "この行の区域（地区など）が、この市にありません。", "区域の名前を確かめてください。", row=int(line))
                    for line, key in zip(rows["row"], keys, strict=True) if key in found.lost]
        codes = [found.codes.get(key, draft.name) for key in keys]
        parts.append(TABLE.fit(rows.assign(area_code=codes, row=range(1, len(rows) + 1), source_id=piece.source["title"])))
        draft.report.files.append(FileReport(piece.path.name, piece.kind, piece.label))
        draft.report.assumed += piece.assumed
        draft.report.problems += [*piece.problems, Problem("info", piece.path.name, KEPT_APART)]
    if refused:
        raise Refused(refused)
    return pd.concat(parts, ignore_index=True) if parts else TABLE.empty()


def keep(city_folder: Path, rows: pd.DataFrame, replace: bool = False) -> list[str]:
    """Add the rows to those imported before; the same source and date replaces, `replace` starts afresh. No rows change nothing.

    What was replaced is returned in words for the report: numbers of lines, no line.
    """
    if rows.empty:
        return []
    stored = _stored(city_folder)
    before = stored.iloc[:0] if replace else stored
    new = set(zip(rows["source_id"], rows["as_of"], strict=True))
    stays = [pair not in new for pair in zip(before["source_id"], before["as_of"], strict=True)]
    write_individuals(city_folder, pd.concat([before[stays], rows], ignore_index=True))
    gone = len(stored) - sum(stays)
    return [f"{TABLE.label} {gone:,}行を、今回の{len(rows):,}行に入れ替えました。"] if gone else []
