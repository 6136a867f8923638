"""The pictures that imported cases name: taken from beside the table, where the people shown agreed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem
from data.store.pictures import LARGEST, made_small

HOW = "表と同じフォルダに置き、列「写真」にはファイル名だけ（例：写真1.jpg）を書いてください。"


def collect_pictures(extracts: Sequence[Extract]) -> dict[str, bytes]:
    """The pictures that cases of the extracts name and whose people agreed: name to store under -> bytes.

    The extracts' cases then name what is stored; a picture without consent, or that is not there, is dropped and said.
    """
    found: dict[str, bytes] = {}
    for extract in extracts:
        cases = extract.tables.get("cases")
        if cases is None:
            continue
        stored = []
        for case in cases.to_dict("records"):
            name = case["picture"] if isinstance(case["picture"], str) and case["picture"] else None
            taken = _picture_of(extract, case, name) if name else None
            stored.append(taken[0] if taken else None)
            found |= dict([taken] if taken else [])
        extract.tables["cases"] = cases.assign(picture=stored)
    return found


def _picture_of(extract: Extract, case: dict, name: str) -> tuple[str, bytes] | None:
    """Name to store under and bytes, or None with a problem said."""

    def say(why: str, fix: str) -> None:
        extract.problems.append(
            Problem(
                "warn",
                extract.path.name,
                why,
                fix,
                row=case.get("row"),
                sheet=case.get("sheet") or "",
                column="写真",
                value=name,
            )
        )

    if pd.isna(case["consent"]) or not case["consent"]:
        say(
            "掲載の同意が「はい」でないため、写真は取り込みませんでした。",
            "同意を得たら「はい」と書いて、もう一度取り込んでください。",
        )
        return None
    path = extract.path.parent / name
    if Path(name).name != name or "\\" in name or not path.is_file():
        say("写真のファイルがありません。写真なしで取り込みました。", HOW)
        return None
    small = made_small(path.read_bytes()) if path.stat().st_size <= LARGEST else None
    if small is None:
        say(
            "写真として読めません（JPEG か PNG で、大きすぎないもの）。写真なしで取り込みました。",
            "JPEG か PNG で保存し直してください。",
        )
        return None
    ending, data = small
    return hashlib.sha256(data).hexdigest()[:16] + ending, data
