"""Resources as a map and as a list, from the list a level of sharing may see (data.resources)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.vocabulary import KINDS
from pages.figures import captions, wording
from pages.figures.captions import View
from pages.figures.description import BaseMap, Caption, PlaceMap
from pages.figures.sheets import Sheet

STALE_MONTHS = 12
GATHERINGS = ("salon", "ibasho", "exercise")  # who may come is a question only there
ELIGIBILITY = {"all": "だれでも", "members": "会員・町内の人", "women": "女性", "men": "男性", "75+": "75歳以上"}
COLUMNS = {
    "kind": "種類", "name": "名称", "place": "場所", "schedule": "曜日・時間", "eligibility": "対象", "fee": "費用", "booking": "申込み", "lift": "送迎",
    "contact": "連絡先", "operator": "担い手", "last_confirmed": "確認日", "district": "地区",
}


def choose(resources: pd.DataFrame, kinds: Sequence[str], days: Sequence[str]) -> pd.DataFrame:
    """Those of the kinds, and on any of the weekdays (all seven or none chosen: whatever the day, also unknown ones)."""
    kept = resources[resources["kind"].isin(kinds)]
    if 0 < len(days) < 7:
        kept = kept[kept["weekdays"].fillna("").map(lambda written: any(day in written for day in days))]
    return kept


def sentences_for(place: str, everything: pd.DataFrame, chosen: pd.DataFrame) -> tuple[str, ...]:
    """How many there are, how many of them were asked for, and how many of those have no place on the map."""
    total = f"{place}には、{len(everything):,}件の地域資源が登録されています。"
    if chosen.empty:
        return (total, "選んだ種類と曜日に当てはまるものは、登録がありません。種類か曜日を減らしてください。")
    asked = f"そのうち、選んだものは{len(chosen):,}件です。" if len(chosen) < len(everything) else ""
    unplaced = int(chosen["lat"].isna().sum())
    return (total + asked, f"地図に位置を示せないものが{unplaced}件あります（下の一覧には載っています）。" if unplaced else "")


def place_map(view: View, resources: pd.DataFrame, base: BaseMap) -> PlaceMap:
    """All of them on the map, faded where nobody has confirmed them for a year."""
    note = f"確認日から{STALE_MONTHS}か月を過ぎたものは、薄い印（印刷用の図では点線の輪）で示しています。" if _faded(resources).any() else ""
    caption = captions.plain(view, f"地域資源の地図（{view.place}）", resources["source"], resources["source_as_of"], note, "地域資源の地図")
    return drawn(resources, caption, base)


def drawn(resources: pd.DataFrame, caption: Caption, base: BaseMap, **layers) -> PlaceMap:
    """The placed ones as markers with their pop-ups."""
    placed = resources[resources["lat"].notna()]
    markers = pd.DataFrame({
        "kind": placed["kind"], "name": placed["name"], "lat": placed["lat"].astype(float), "lon": placed["lon"].astype(float),
        "popup": [_popup(row) for row in placed.to_dict("records")], "faded": _faded(placed),
    })
    return PlaceMap(caption, markers.reset_index(drop=True), base, **layers)


def sheet(view: View, resources: pd.DataFrame) -> Sheet:
    """The list; empty cells are what the source does not say."""
    caption = captions.plain(view, f"地域資源の一覧（{view.place}・{len(resources):,}件）", resources["source"], resources["source_as_of"], "空欄は、資料に書かれていない項目です。", "地域資源の一覧")
    data = _worded(resources)[["district", *(key for key in COLUMNS if key != "district")]].rename(columns=COLUMNS)
    shown = data[["名称", "種類", "地区", "場所", "曜日・時間", "対象"]].astype("string").fillna("")
    return Sheet(caption, shown, data, words=frozenset(shown.columns))


def _worded(resources: pd.DataFrame) -> pd.DataFrame:
    return resources.assign(
        kind=resources["kind"].map({key: kind.label for key, kind in KINDS.items()}),
        eligibility=resources["eligibility"].map(ELIGIBILITY).fillna(resources["eligibility"]).where(resources["kind"].isin(GATHERINGS)),
    )


def _popup(row: dict) -> dict[str, str]:
    words = row | {"kind": KINDS[row["kind"]].label, "eligibility": ELIGIBILITY.get(row["eligibility"], row["eligibility"]),
                   "last_confirmed": wording.date_text(row["last_confirmed"]) if isinstance(row["last_confirmed"], str) else None}
    return {label: str(words[key]) for key, label in COLUMNS.items() if key not in ("name", "kind", "district") and isinstance(words[key], str) and words[key]}


def _faded(resources: pd.DataFrame) -> pd.Series:
    confirmed = pd.to_datetime(resources["last_confirmed"], errors="coerce")
    return confirmed < pd.Timestamp.now() - pd.DateOffset(months=STALE_MONTHS)
