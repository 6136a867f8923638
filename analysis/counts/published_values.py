"""Figures that a public document prints without the counts they are made of: they stand where the city's tables say
nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.counts.loaded_city import LoadedCity
from analysis.methods.amounts import Amounts
from data.store import citations
from data.vocabulary import TOTAL

# Names of protected counts (analysis.counts.area_counts) -> the items that documents print them as
# (analysis.indicators.plain_counts.COUNTS, registry).
_ITEMS = {"single": ("single_elderly",), "certified": ("certified",), TOTAL: ("in_need", "need_persons")}
_NOTHING = ["numerator", "denominator", "lower", "upper"]


def dates(loaded: LoadedCity) -> set[str]:
    """The dates that documents print figures of."""
    return set(loaded.table("published")["as_of"].dropna()) - {""}


def with_printed(loaded: LoadedCity, rows: pd.DataFrame, as_of: str | None, source: str | None) -> pd.DataFrame:
    """Rows of one indicator or count (analysis.indicators.values), those not_in_source with the printed figure of the
    area where there is one.

    Only in the same unit and, where a date or a source was asked for, of that one; else the latest. The row then has no
    numerator and no denominator, basis "printed", and the date and source of the document.
    """
    lacking = rows["state"] == "not_in_source"
    if not lacking.any():
        return rows
    said = loaded.table("published")
    said = said[
        (said["item"] == rows["indicator"].iloc[0])
        & (said["unit"] == rows["unit"].iloc[0])
        & said["area_code"].isin(rows.loc[lacking, "area_code"])
    ]
    if as_of or source:
        said = said[(said["as_of"] == as_of if as_of else True) & (said["source_id"] == source if source else True)]
    said = said.sort_values("as_of", kind="stable").drop_duplicates("area_code", keep="last").set_index("area_code")
    fits = lacking & rows["area_code"].isin(said.index)
    if not fits.any():
        return rows
    found, out = said.loc[rows.loc[fits, "area_code"]], rows.copy()
    cited = [
        citations.cite(loaded.table("sources"), [(row.as_of, (row.source_id,), _note(row.note, row.printed))])
        for row in found.itertuples()
    ]
    out.loc[fits, _NOTHING] = np.nan
    out.loc[fits, "value"] = found["value"].to_numpy(float)
    for column, cells in {
        "as_of": found["as_of"],
        "source_id": found["source_id"],
        "source": cited,
        "state": "ok",
        "basis": "printed",
    }.items():
        out[column] = out[column].astype(object)
        out.loc[fits, column] = cells if isinstance(cells, str) else list(cells)
    return out


def printed_alike(loaded: LoadedCity, item: str, codes: pd.Index, amounts: Amounts) -> np.ndarray:
    """For every area whether a document prints this very count of the protected `item` for that day: then everyone
    knows it."""
    said = loaded.table("published")
    said = said[
        said["item"].isin(_ITEMS.get(item, ()))
        & said["area_code"].isin(codes)
        & said["as_of"].map(lambda date: _same_day(date, amounts.as_of)).astype(bool)
    ]
    found = np.zeros(len(codes), bool)
    for code, value in zip(said["area_code"], said["value"], strict=True):
        place = codes.get_loc(code)
        found[place] |= bool(amounts.count[place] == value)
    return found


def _same_day(one: object, other: str) -> bool:
    """Whether two dates can be one: 「2025-04」 may be 2025-04-01."""
    return isinstance(one, str) and bool(one) and bool(other) and (one.startswith(other) or other.startswith(one))


def _note(note: object, printed: str) -> str:
    return f"資料の記載は「{note}{printed}」" if isinstance(note, str) and note else ""
