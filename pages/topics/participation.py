"""Who took part in what councils do: exchanges of councils, people invited and taking part, the towns of before."""

from __future__ import annotations

import pandas as pd

from analysis.lists.councils import Record
from pages.figures import captions
from pages.figures.description import Bars
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics.council_words import NOT_SAID, people, said

MOST_BARS = 12  # more meetings than this are a table, not a figure
TOWNS = "旧市内などは、合併前の市町村の区域です。いまの地区とは分け方が違うため、地区ごとの数ではありません。"
EXCHANGE = "一回の交流会に参加した協議体の数です。"


def exchange(record: Record) -> pd.DataFrame:
    """Activities of which it is known how many councils took part."""
    return record.activities.dropna(subset=["councils"])


def exchange_bars(view: View, record: Record, remarks: list[str]) -> Bars:
    """How many councils came together, meeting by meeting; those without a year in the document's own order."""
    rows = _in_time(exchange(record).head(MOST_BARS))
    drawn = pd.DataFrame(
        {
            "label": [f"{said(row.title)}　{said(row.when)}" for row in rows.itertuples()],
            "value": rows["councils"].astype(float).to_numpy(),
            "state": "ok",
            "emphasis": False,
            "text": [f"{number}協議体" for number in rows["councils"]],
        }
    )
    return Bars(
        captions.plain(
            view, f"協議体どうしの交流会（{view.place}）", rows["source"], (), " ".join([EXCHANGE, *remarks]), "交流会"
        ),
        drawn,
        "参加した協議体の数",
    )


def _in_time(activities: pd.DataFrame) -> pd.DataFrame:
    """The earliest at the top, as years are read in the figure above them; those without a date stay in the document's
    order."""
    return activities.sort_values("date", kind="stable", na_position="last")


def invited(record: Record) -> pd.DataFrame:
    """The latest activities of which both numbers are known: invited and taking part; those of the whole city where
    there are any."""
    known = record.activities.dropna(subset=["invited", "participants"])
    whole = known[known["level"] == "city"]
    return (
        (whole if len(whole) else known).head(MOST_BARS)
        if len(whole) or known["area_code"].nunique() == 1
        else known.iloc[:0]
    )


def invited_bars(view: View, record: Record) -> Bars:
    """Invited and taking part, side by side."""
    rows = _in_time(invited(record))
    parts = [
        pd.DataFrame(
            {
                "label": [f"{said(row.title)}　{said(row.when)}" for row in rows.itertuples()],
                "series": name,
                "value": rows[column].astype(float).to_numpy(),
                "state": "ok",
                "text": [people(number) for number in rows[column]],
            }
        )
        for column, name in (("invited", "案内した人"), ("participants", "参加した人"))
    ]
    drawn = pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)
    return Bars(
        captions.plain(
            view,
            f"案内した人と参加した人（{view.place}）",
            rows["source"],
            (),
            "両方の人数が資料にある会議だけを示しています。",
            "案内と参加",
        ),
        drawn,
        "人数（人）",
    )


def towns_sentences(record: Record) -> tuple[str, ...]:
    """The whole as the document prints it beside what the towns add up to; and what the towns are."""
    towns = record.by_town
    whole = record.activities.merge(towns[["title", "date"]].drop_duplicates(), on=["title", "date"]).dropna(
        subset=["participants"]
    )
    whole = whole[whole["level"] == "city"]
    if whole.empty:
        return (TOWNS,)
    printed, added = int(whole.iloc[0]["participants"]), int(towns["participants"].sum())
    if towns["participants"].isna().any():
        compared = "区域ごとの人数に資料にないものがあるため、足した数とは比べていません。"
    else:
        compared = (
            "区域ごとの人数を足した数と合っています。"
            if printed == added
            else f"区域ごとの人数を足すと{added:,}人で、合いません。資料のまま示しています。"
        )
    audience = f"（{whole.iloc[0]['audience']}）" if pd.notna(whole.iloc[0]["audience"]) else ""
    return (f"資料にある全体の参加者は{printed:,}人{audience}です。{compared}", TOWNS)


def towns_bars(view: View, record: Record) -> Bars:
    """Participants by the towns of before, in the document's order."""
    rows = record.by_town
    drawn = pd.DataFrame(
        {
            "label": rows["area_name"],
            "value": rows["participants"].astype("Float64"),
            "text": [people(number) for number in rows["participants"]],
            "state": ["not_in_source" if pd.isna(number) else "ok" for number in rows["participants"]],
            "emphasis": False,
        }
    )
    return Bars(_towns_caption(view, record, "図"), drawn, "参加した人（人）")


def towns_sheet(view: View, record: Record) -> Sheet:
    """The same for the CSV; the printed whole stands apart from the towns, in the note."""
    rows = record.by_town
    data = pd.DataFrame(
        {
            "合併前の市町村": rows["area_name"],
            "いつ": rows["when"],
            "題名": rows["title"],
            "参加": rows["participants"],
            "資料": rows["source"],
        }
    )
    return Sheet(_towns_caption(view, record, "表"), data.astype("string").fillna(NOT_SAID), data)


def _towns_caption(view: View, record: Record, form: str):
    first = record.by_town.iloc[0]
    return captions.plain(
        view,
        f"{said(first['title'])}　参加した人（合併前の市町村ごと、{said(first['when'])}）",
        record.by_town["source"],
        (),
        " ".join(towns_sentences(record)),
        f"説明会・{form}",
    )
