"""Resources as a map and as a list, from the list a level of sharing may see (analysis.lists.resources)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from data.vocabulary import KINDS
from pages.figures import captions
from pages.figures.description import BaseMap, Caption, PlaceMap, Spot
from pages.figures.tables import Sheet
from pages.figures.view import View
from pages.topics import freshness

# Who may come is a question only there.
GATHERINGS = tuple(key for key, kind in KINDS.items() if kind.function == "集まる")
ELIGIBILITY = {"all": "だれでも", "members": "会員・町内の人", "women": "女性", "men": "男性", "75+": "75歳以上"}
COLUMNS = {
    "district": "地区",
    "function": "はたらき",
    "kind": "種類",
    "name": "名称",
    "area": "町内会・町丁",
    "place": "場所",
    "schedule": "曜日・時間",
    "eligibility": "対象",
    "fee": "費用",
    "booking": "申込み",
    "lift": "送迎",
    "serves": "届く所",
    "contact": "連絡先",
    "operator": "担い手",
    "note": "備考",
    "last_confirmed": "確認日",
    "freshness": "情報の新しさ",
    "source": "出典",
}
NONE_HERE = "{place}には、一覧に載っている地域資源がありません（登録なし）。活動がないという意味ではありません。"
IN_POPUP = ("place", "schedule", "eligibility", "fee", "booking", "lift", "contact", "operator", "note", "freshness")


def choose(
    resources: pd.DataFrame, kinds: Sequence[str], days: Sequence[str], fresh: Sequence[str] = ()
) -> pd.DataFrame:
    """Those of the kinds, on any of the weekdays (all seven or none chosen: whatever the day, also unknown ones), and
    as fresh (none: all)."""
    kept = resources[resources["kind"].isin(kinds)]
    if fresh:
        kept = kept[freshness.of(kept).isin(fresh)]
    if 0 < len(days) < 7:
        kept = kept[kept["weekdays"].fillna("").map(lambda written: any(day in written for day in days))]
    return kept


def sentences_for(place: str, everything: pd.DataFrame, chosen: pd.DataFrame) -> tuple[str, ...]:
    """How many there are, how many of them were asked for, and how fresh those are."""
    total = f"{place}には、{len(everything):,}件の地域資源が登録されています。"
    if chosen.empty:
        return (
            total,
            "選んだことに当てはまるものは、登録がありません。選ぶ種類を増やすか、曜日や新しさを選ばないでください。",
        )
    asked = f"そのうち、選んだものは{len(chosen):,}件です。" if len(chosen) < len(everything) else ""
    return (total + asked, freshness.sentence(chosen))


def unplaced(resources: pd.DataFrame) -> str:
    """How many of them have no place on the map."""
    number = int(resources["lat"].isna().sum())
    return f"地図に位置を示せないものが{number}件あります（「一覧」には載っています）。" if number else ""


def place_map(view: View, resources: pd.DataFrame, base: BaseMap) -> PlaceMap:
    """All of them on the map, faded where nobody has confirmed them for a year."""
    note = (
        f"確認日から{freshness.MONTHS}か月を過ぎたものは、薄い印（印刷用の図では点線の輪）で示しています。"
        if _faded(resources).any()
        else ""
    )
    caption = captions.plain(
        view, f"地域資源の地図（{view.place}）", resources["source"], resources["source_as_of"], note, "地域資源の地図"
    )
    return drawn(resources, caption, base)


def drawn(resources: pd.DataFrame, caption: Caption, base: BaseMap, **layers) -> PlaceMap:
    """The placed ones as markers with their pop-ups."""
    placed = resources[resources["lat"].notna()]
    markers = pd.DataFrame(
        {
            "kind": placed["kind"],
            "name": placed["name"],
            "lat": placed["lat"].astype(float),
            "lon": placed["lon"].astype(float),
            "popup": [_popup(row) for row in worded(placed).to_dict("records")],
            "faded": _faded(placed).astype(bool),
        }
    )
    return PlaceMap(caption, markers.reset_index(drop=True), base, **layers)


def with_spot(figure: PlaceMap, spot: Spot) -> PlaceMap:
    """The map with the spot somebody points at among the places only thought of (for pictures and files)."""
    there = pd.DataFrame([{"sign": "試", "name": spot.name, "lat": spot.lat, "lon": spot.lon, "popup": spot.popup}])
    point = gpd.GeoSeries.from_xy([spot.lon], [spot.lat], crs="EPSG:6668")
    circle = (
        point.to_crs(point.estimate_utm_crs()).buffer(spot.metres).to_crs(point.crs)
    )  # for drawing: metres there are good to 0.04 %
    around = gpd.GeoDataFrame(
        {"label": ["試した場所から行ける範囲"], "planned": [True]}, geometry=circle.to_numpy(), crs=point.crs
    )
    layers = (
        pd.concat([part for part in pair if part is not None], ignore_index=True)
        for pair in ((figure.spots, there), (figure.reach, around))
    )
    return replace(figure, **dict(zip(("spots", "reach"), layers, strict=True)))


def sheet(view: View, resources: pd.DataFrame, title: str = "地域資源の一覧") -> Sheet:
    """The list; empty cells are what the source does not say."""
    caption = captions.plain(
        view,
        f"{title}（{view.place}・{len(resources):,}件）",
        resources["source"],
        resources["source_as_of"],
        "空欄は、資料に書かれていない項目です。",
        title,
    )
    data = worded(resources)[list(COLUMNS)].rename(columns=COLUMNS)
    shown = (
        data[["名称", "種類", "地区", "場所", "曜日・時間", "対象", "情報の新しさ"]]
        .assign(場所=data["場所"].fillna(data["町内会・町丁"]))
        .astype("string")
        .fillna("")
    )
    return Sheet(caption, shown, data, words=frozenset(shown.columns))


def worded(resources: pd.DataFrame) -> pd.DataFrame:
    """The rows with kind, はたらき, who may come and freshness in words."""
    return resources.assign(
        kind=resources["kind"].map({key: kind.label for key, kind in KINDS.items()}),
        function=resources["kind"].map({key: kind.function for key, kind in KINDS.items()}),
        eligibility=resources["eligibility"]
        .map(ELIGIBILITY)
        .fillna(resources["eligibility"])
        .where(resources["kind"].isin(GATHERINGS)),
        freshness=freshness.words(resources),
    )


def _popup(row: dict) -> dict[str, str]:
    return {COLUMNS[key]: row[key] for key in IN_POPUP if isinstance(row[key], str) and row[key]}


def _faded(resources: pd.DataFrame) -> pd.Series:
    return freshness.of(resources) == "old"
