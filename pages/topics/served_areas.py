"""Help that reaches named areas instead of a circle: what the page says and lists of vans, watch teams and the like."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from data.vocabulary import KINDS, LEVELS
from pages.figures import captions, tables, wording
from pages.figures.compose import text_of, texts_of
from pages.figures.tables import Sheet
from pages.figures.view import View

VAN = "mobile_sales_served_households"
LISTED, NOT_LISTED = "届く", "挙がっていない"
NOT_SAID = (
    "この割合は、移動販売が来る所の世帯をすべて数えたものです。どの家からも近いという意味でも、"
    "利用している世帯の数でもありません。"
)
OTHERS = "名前を挙げた町内や区域に届く支援"
MAIN = 3  # districts named in a sentence


def level(row: pd.Series, district: str, levels: Mapping[str, str]) -> str:
    """The level listed: the city's coarsest where the city has a value, else (and inside a district) its
    neighbourhoods."""
    coarsest = next(iter(levels), "city")
    return "neighbourhood" if "neighbourhood" in levels and (district or not told(row)) else coarsest


def told(rows: pd.DataFrame | pd.Series) -> pd.Series | bool:
    """Where the data say who is served: with a number, or by naming nobody there."""
    return pd.notna(rows["value"]) | (rows["state"] == "not_listed")


def wholes(row: pd.Series, districts: pd.DataFrame) -> pd.DataFrame:
    """The figures that speak for the place: its own; where it has none, those of the districts that have one."""
    if told(row):
        return row.to_frame().T.astype(districts.dtypes.to_dict())
    return districts[told(districts) & (districts["level"] == "district")]


def sentences_for(place: str, row: pd.Series, rows: pd.DataFrame, spoken: pd.DataFrame) -> tuple[str, ...]:
    """How many of the listed areas a van serves, and of how many households that is.

    row: the place's own figure; rows: its areas; spoken: see `wholes`.
    """
    known = rows[told(rows)]
    names = "、".join(spoken["area_name"].head(MAIN)) + ("など" if len(spoken) > MAIN else "")
    if told(row):
        return (_sentence(place, spoken, known), NOT_SAID)
    unknown = f"{place}の、移動販売が届く世帯の割合は「{text_of(row)}」です。"
    if known.empty or spoken.empty:
        return (unknown,)
    return (
        f"{unknown}世帯数と移動販売の両方が資料にあるのは、{names}だけです。",
        _sentence(names, spoken, known),
        NOT_SAID,
    )


def _sentence(name: str, spoken: pd.DataFrame, known: pd.DataFrame) -> str:
    reached, households = spoken["numerator"].sum(), spoken["denominator"].sum()
    served = int((known["value"] > 0).sum())
    if not served:
        return f"{name}には、移動販売が来る所として資料に挙がっている所がありません。"
    of_areas = (
        f"{len(known)}の{LEVELS[known['level'].iloc[0]]}のうち{served}{'つ' if served < 10 else ''}に移動販売が来ます。"
    )
    share = wording.value_text(reached / households, "share")
    return f"{name}では、{of_areas}来る所の世帯は、{households:,.0f}世帯のうち{reached:,.0f}世帯（{share}）です。"


def sheet(view: View, rows: pd.DataFrame, spoken: pd.DataFrame, vans: pd.DataFrame) -> Sheet:
    """Areas with their households and whether a van is listed for them; the wholes last. vans: the resources of that
    kind."""
    shown = rows[told(rows) | rows["numerator"].notna()]
    label = LEVELS[rows["level"].iloc[0]]
    caption = captions.caption(
        view,
        f"移動販売が届く世帯（{view.place}・{label}ごと）",
        shown if len(shown) else rows,
        f"{label}ごと",
        _note(rows, shown, vans),
    )
    lines = pd.concat([shown, spoken])
    numbers = {"世帯数": lines["denominator"], "届く世帯": lines["numerator"]}
    texts = {heading: [_households(value) for value in column] for heading, column in numbers.items()}
    words = {"区域": lines["area_name"].tolist(), **texts, "移動販売（資料の記載）": _words(lines)}
    values = {"区域": lines["area_name"], **numbers, "移動販売（資料の記載）": _words(lines)}
    table = pd.DataFrame(words, index=lines["area_code"])
    return Sheet(
        caption,
        table,
        pd.DataFrame(values),
        tables.for_csv(lines),
        frozenset({"区域", "移動販売（資料の記載）"}),
        frozenset(spoken["area_code"]),
    )


def _households(value: float) -> str:
    return "―" if pd.isna(value) else f"{value:,.0f}"


def _words(lines: pd.DataFrame) -> list[str]:
    """「届く」 where all of an area is served, 「挙がっていない」 where the document lists no van, else the share."""
    return [
        LISTED if value == 1 else NOT_LISTED if state == "not_listed" else text
        for value, state, text in zip(lines["value"], lines["state"], texts_of(lines), strict=True)
    ]


def _note(rows: pd.DataFrame, shown: pd.DataFrame, vans: pd.DataFrame) -> str:
    dates = "、".join(wording.date_text(date) for date in sorted(set(vans["source_as_of"].dropna())))
    counted = "、".join(wording.date_text(date) for date in sorted(set(shown["as_of"].dropna())))
    when = f"世帯数は{counted}の値、移動販売が来る所は{dates}の資料の記載です。" if dates and counted else ""
    without = len(rows) - len(shown)
    return " ".join(
        filter(
            None,
            [
                when,
                (
                    f"「{NOT_LISTED}」は、移動販売が来る所として資料に挙がっていないという意味です。"
                    if (shown["state"] == "not_listed").any()
                    else ""
                ),
                f"世帯数が資料にない{without}か所は載せていません。" if without else "",
            ],
        )
    )


def others(resources: pd.DataFrame) -> pd.DataFrame:
    """Resources that reach people where they live, but for vans."""
    return resources[resources["kind"].map(lambda kind: KINDS[kind].comes).astype(bool)]


def lacking(series: bool, shapes: bool, places: bool) -> str:
    """What walking reach needs and this city's data do not have."""
    missing = [
        words
        for there, words in ((series, "年齢別の人口"), (shapes, "区域の形（地図）"), (places, "場所の緯度・経度"))
        if not there
    ]
    return (
        f"歩いて行ける人の割合には、{'と、'.join(missing)}が要ります。資料にないため、「資料になし」です。"
        if missing
        else ""
    )
