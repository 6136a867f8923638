"""What public documents print of a city, its districts and other municipalities, as tables: as printed, with date and
document."""

from __future__ import annotations

import pandas as pd

from data.vocabulary import PUBLISHED
from pages.figures import captions, wording
from pages.figures.tables import Sheet
from pages.figures.view import View

AS_PRINTED = "資料に載っている数を、そのまま示しています。この地図帳で計算した値ではありません。"
NOT_TO_RANK = (
    "時点も数え方も資料ごとに違うため、多い少ないを比べたり、順位をつけたりするものではありません。表にない項目は、"
    "資料にありません。"
)
ABOUT = "約"
NO_DATE = "資料に記載なし"


def sheet(view: View, rows: pd.DataFrame) -> Sheet:
    """What documents print of the city and its districts, or of one district (`rows`: queries.published)."""
    return _sheet(view, rows, f"公表資料の値（{view.place}）", "区域", AS_PRINTED)


def elsewhere(view: View, rows: pd.DataFrame) -> Sheet:
    """What documents print of other municipalities, place by place (`rows`: queries.published_elsewhere)."""
    return _sheet(view, rows, "ほかの市区町村（研修資料などから）", "市区町村", f"{AS_PRINTED}{NOT_TO_RANK}")


def _sheet(view: View, rows: pd.DataFrame, title: str, whose: str, note: str) -> Sheet:
    """Several documents are numbered in the table and named under it; the CSV names each in its row."""
    lines, documents = rows.to_dict("records"), list(dict.fromkeys(rows["source"]))
    shown = pd.DataFrame(
        {
            whose: [row["place"] for row in lines],
            "項目": [PUBLISHED[row["item"]][0] for row in lines],
            "値": [printed(row) for row in lines],
            "時点": [when(row) for row in lines],
        }
    )
    units = [PUBLISHED[row["item"]][1].strip() for row in lines]
    data = shown.assign(数=rows["printed"].to_numpy(), 単位=units, 資料=rows["source"].to_numpy())
    if len(documents) > 1:
        shown["資料"] = [f"資料{documents.index(row['source']) + 1}" for row in lines]
        note += " " + "　".join(f"資料{number}＝{document}" for number, document in enumerate(documents, 1))
    caption = captions.plain(view, title, documents, [row["as_of"] for row in lines if not _covers(row)], note, title)
    return Sheet(caption, shown, data, words=frozenset(shown.columns) - {"値"})


def printed(row: dict) -> str:
    """The figure as the document has it, with its unit: 「374,707人」「27.03 %」「約460 km²」."""
    number = row["printed"]
    number = f"{int(number):,}" if number.isascii() and number.isdecimal() else number
    return f"{ABOUT if _said(row) == ABOUT else ''}{number}{PUBLISHED[row['item']][1]}"


def when(row: dict) -> str:
    """The date of a figure, or the time that the document says it covers."""
    if not isinstance(row["as_of"], str) or not row["as_of"]:
        return NO_DATE
    covers = _covers(row)
    return f"{wording.date_text(row['as_of'])}（{covers}）" if covers else wording.as_of_text(row["as_of"])


def _covers(row: dict) -> str:
    """The time a figure was counted over, where the document says so; no day then."""
    return _said(row).removeprefix(ABOUT)


def _said(row: dict) -> str:
    return row["note"] if isinstance(row["note"], str) else ""
