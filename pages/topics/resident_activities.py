"""What residents run themselves (第3層), by whether it began before their council or since."""

from __future__ import annotations

import pandas as pd

from analysis.lists.councils import BEFORE, SINCE, UNCLEAR, UNKNOWN, Record
from data.vocabulary import KINDS
from pages.figures import captions, wording
from pages.figures.description import Bars
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics.council_words import NOT_SAID, date

BEGAN = {
    BEFORE: "協議体より前から",
    SINCE: "協議体ができてから",
    UNCLEAR: "協議体との前後がわからない",
    UNKNOWN: "始まった時期の記録なし",
}
THIRD_TIER = tuple(key for key, kind in KINDS.items() if kind.third_tier)
THIRD = (
    "住民の支え合いの活動（第3層）を、始まった日が協議体の設立より前か後かで分けたものです。"
    "店・医院・介護の事業所・集会所は含みません。協議体のはたらきで始まったとは限りません。"
)
NOTHING_BEGAN = "第3層の活動は、資料（地域資源の一覧）にありません。"


def third_tier(begun: pd.DataFrame) -> pd.DataFrame:
    """What residents run themselves, of resources with `began` (analysis.lists.councils.begun); the stops of one van
    are one activity."""
    rows = begun[begun["kind"].isin(THIRD_TIER)]
    at_stops = rows["kind"].map(lambda kind: KINDS[kind].stops).astype(bool)
    vans = rows[at_stops].assign(van=lambda stops: stops["route"].fillna(stops["name"]))
    each = vans.groupby(["van", "district", "began"], dropna=False, sort=False)
    first = vans[~vans.duplicated(["van", "district", "began"])]
    places = ["、".join(dict.fromkeys(stops["place"].dropna())) for _, stops in each]
    rest = rows[~at_stops]
    return (
        pd.concat([rest, first.assign(place=places).drop(columns="van")]).sort_index(kind="stable")
        if len(vans)
        else rows
    )


def began_sentences(begun: pd.DataFrame) -> tuple[str, ...]:
    """How many there were before the council, how many began since, and of how many that is not known."""
    counts = third_tier(begun)["began"].value_counts()
    parts = [f"「{label}」が{counts[key]:,}件" for key, label in BEGAN.items() if key in counts]
    return (f"支え合いの活動（第3層）は、{'、'.join(parts)}です。", THIRD)


def began_bars(view: View, begun: pd.DataFrame) -> Bars:
    """Kinds of what residents run, split by whether it began before the council or since."""
    rows = third_tier(begun)
    counts = rows.groupby(["kind", "began"]).size()
    drawn = pd.DataFrame(
        [
            {
                "label": KINDS[kind].label,
                "series": label,
                "value": float(counts.get((kind, key), 0)),
                "text": str(counts.get((kind, key), "")),
                "state": "ok",
            }
            for kind in THIRD_TIER
            if (rows["kind"] == kind).any()
            for key, label in BEGAN.items()
            if (rows["began"] == key).any()
        ]
    )
    return Bars(_began_caption(view, rows, "種類ごと"), drawn, "件数", stacked=True)


def began_by_district(view: View, begun: pd.DataFrame, record: Record) -> Sheet:
    """Districts down, how many began before the council and since across."""
    rows = third_tier(begun)
    counts = rows.groupby(["district", "began"]).size().unstack(fill_value=0).reindex(columns=list(BEGAN), fill_value=0)
    counts = counts.loc[:, counts.any()].reindex(record.councils["area_name"], fill_value=0).rename(columns=BEGAN)
    data = counts.reset_index(drop=True)
    data.insert(0, "地区", record.councils["area_name"].to_numpy())
    data.insert(1, "協議体の設立", [date(written) for written in record.councils["set_up"]])
    return Sheet(
        _began_caption(view, rows, "地区ごと"), data.astype("string"), data, words=frozenset({"地区", "協議体の設立"})
    )


def began_list(view: View, begun: pd.DataFrame) -> Sheet:
    """What residents run in one district, with when it began; the newest first, those without a date last."""
    rows = third_tier(begun).sort_values("started", ascending=False, na_position="last", kind="stable")
    data = pd.DataFrame(
        {
            "名称": rows["name"],
            "場所": rows["place"],
            "種類": [KINDS[kind].label for kind in rows["kind"]],
            "始まった時期": [date(written) for written in rows["started"]],
            "協議体との前後": rows["began"].map(BEGAN),
        }
    ).reset_index(drop=True)
    return Sheet(
        _began_caption(view, rows, "一覧"), data.astype("string").fillna(NOT_SAID), data, words=frozenset(data.columns)
    )


def _began_caption(view: View, rows: pd.DataFrame, form: str):
    when = sorted(set(rows["source_as_of"].dropna()))
    dated = f"一覧は{'、'.join(wording.date_text(day) for day in when)}のものです。" if when else ""
    alone = (
        f"どれも「{BEGAN[rows['began'].iloc[0]]}」です。" if rows["began"].nunique() == 1 else ""
    )  # one colour has no key
    return captions.plain(
        view,
        f"活動のひろがり（{view.place}・{form}）",
        rows["source"],
        (),
        f"{alone}{dated}終わったものは数えていません。",
        f"活動のひろがり・{form}",
    )
