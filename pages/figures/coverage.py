"""What the page 歩いて行ける範囲 says and draws."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from analysis.vocabulary import DISTANCES as STEPS
from analysis.vocabulary import GROUP_LABELS, SINGLE
from data.city import City
from data.nation import national
from pages.figures import captions, places, wording
from pages.figures.compose import text_of
from pages.figures.description import BaseMap, PlaceMap
from pages.figures.sheets import Card

KINDS = {"salon+mobile_sales": "通いの場か移動販売", "salon": "通いの場", "mobile_sales": "移動販売"}
DISTANCES = {str(step): f"{step}m" for step in STEPS}
ALL_DISTANCES = ",".join(DISTANCES)
DISTANCE_HEADINGS = {step: f"{step}m以内" for step in STEPS}
COMMISSIONERS = {"designated": "commissioner_households_designated", "core": "commissioner_households_core",
                 "city": "commissioner_households_city", "town": "commissioner_households_town"}


def groups(sharing: str) -> dict[str, str]:
    """Whom to count. Where people live alone is not mapped in 公開用: it would guide a burglar."""
    return {key: label for key, label in GROUP_LABELS.items() if key != SINGLE or sharing != "public"}


def title(options: dict[str, str]) -> str:
    return f"{DISTANCES[options['distance']]}以内に{KINDS[options['kind']]}がある人の割合（{GROUP_LABELS[options['group']]}）"


def sentence(row: pd.Series, place: str, options: dict[str, str]) -> str:
    """Who can walk there, in share and words, and how many persons cannot yet."""
    who, where = GROUP_LABELS[options["group"]], KINDS[options["kind"]]
    if pd.isna(row["value"]):
        return f"{place}で{where}まで歩いて行ける人の割合は「{text_of(row)}」です。"
    beyond = wording.value_text(row["denominator"] - row["numerator"], "persons")
    return (f"{place}の{who}のうち、{options['distance']}m以内に{where}がある人は{text_of(row)}、{wording.of_ten(float(row['value']))}です。"
            f"およそ{beyond}には、まだ歩いて行ける場所がありません。")


def cards(rows: pd.DataFrame, options: dict[str, str]) -> list[Card]:
    """One card a distance."""
    return [Card(f"{row['distance_m']}m以内", text_of(row), _persons(row), bool(pd.notna(row["value"]))) for _, row in rows.iterrows()]


def _persons(row: pd.Series) -> tuple[str, ...]:
    if pd.isna(row["numerator"]):
        return ()
    return (f"{row['denominator']:,.0f}人のうち {row['numerator']:,.0f}人", f"届かない人 {row['denominator'] - row['numerator']:,.0f}人")


def gap_map(city: City, place: str, sharing: str, gaps: gpd.GeoDataFrame, resources: pd.DataFrame, base: BaseMap, options: dict[str, str]) -> PlaceMap:
    """Places on the map and the small areas where at least half of the people have none in reach."""
    shown = places.choose(resources, options["kind"].split("+"), ())
    name = f"まだ歩いて行ける場所がない所（{GROUP_LABELS[options['group']]}・{options['distance']}m）"
    caption = captions.plain(city, place, sharing, name, gaps["source"], gaps["as_of"], "半分以上の人に、直線でこの距離のなかに場所がない町丁を斜線で示しています。", "まだ歩いて行ける場所がない所")
    return places.drawn(shown, caption, base, gaps=gaps[gaps["mostly_beyond"]])


def mimamori_sentences(row: pd.Series, place: str, size_class: str) -> tuple[str, ...]:
    """Households watched against people living alone, and the commissioners' band to stand beside it."""
    band = national(COMMISSIONERS[size_class])
    beside = f"（参考：民生委員1人が受け持つ世帯の目安は{band['value']}世帯、{band['publisher']}、{band['as_of']}）"
    if pd.isna(row["value"]):
        return (f"{place}の見守りの割合は「{text_of(row)}」です。{beside}",)
    return (f"{place}では、65歳以上のひとり暮らし{row['denominator']:,.0f}世帯のうち、{row['numerator']:,.0f}世帯（{text_of(row)}）が見守られています。", beside)
