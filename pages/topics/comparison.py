"""A district's figures beside the whole city's and, where it publishes them under the same definition, the nation's."""

from __future__ import annotations

import pandas as pd

from analysis.indicators.national import national
from analysis.indicators.registry import INDICATORS
from pages.figures import captions, tables, wording
from pages.figures.compose import name_of, text_of
from pages.figures.tables import Sheet
from pages.figures.view import View

NOTE = "時点が違う値には、その時点を書いています。数え方が同じ全国の値が公表されていない項目は「―」です。"
UNPUBLISHED = "―"


def sheet(view: View, own: pd.DataFrame, whole: pd.DataFrame) -> Sheet | None:
    """One line a figure that a source has for the district: its value and date, the city's, the nation's. own, whole:
    rows of analysis.indicators.values, one an indicator.

    None where no source has any of them.
    """
    own = own[own["state"] != "not_in_source"]
    if own.empty:
        return None
    city = whole.set_index("indicator", drop=False)
    lines = [(row, city.loc[row["indicator"]], _national(row["indicator"])) for _, row in own.iterrows()]
    shown = pd.DataFrame(
        [
            {
                "項目": name_of(row),
                view.place: text_of(row),
                "時点": _date(row["as_of"]),
                "市全体": _dated(all_of_it, row["as_of"]),
                "全国": UNPUBLISHED if nation is None else f"{nation['value']} %（{_date(nation['as_of'])}）",
            }
            for row, all_of_it, nation in lines
        ]
    )
    data = pd.DataFrame(
        [
            {
                "項目": name_of(row),
                view.place: row["value"],
                "時点": _date(row["as_of"]),
                "市全体": all_of_it["value"],
                "全国": None if nation is None else float(nation["value"]) / 100,
            }
            for row, all_of_it, nation in lines
        ]
    )
    rows = pd.concat([own, whole[whole["indicator"].isin(own["indicator"])]], ignore_index=True)
    made = captions.caption(view, f"{view.place}と市全体・全国", rows, "市全体・全国とならべる", note=NOTE)
    nations = [f"{nation['publisher']}（{_date(nation['as_of'])}）" for _, _, nation in lines if nation is not None]
    caption = captions.plain(
        view,
        made.title,
        [*rows["source"], *nations],
        [],
        made.note,
        "市全体・全国とならべる",
        estimated=wording.ESTIMATED in made.stamps,
    )
    return Sheet(caption, shown, data, tables.for_csv(rows), words=frozenset({"項目", "時点"}))


def _national(indicator: str) -> pd.Series | None:
    item = INDICATORS[indicator].national
    return national(item) if item else None


def _date(written: object) -> str:
    if not isinstance(written, str) or not written:
        return ""
    return wording.national_date(written)


def _dated(row: pd.Series, beside: object) -> str:
    known = pd.notna(row["value"]) and row["as_of"] != beside
    return text_of(row) + (f"（{_date(row['as_of'])}）" if known and _date(row["as_of"]) else "")
