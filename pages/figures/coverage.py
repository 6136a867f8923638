"""What the page 歩いて行ける範囲 says and draws."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from analysis.amounts import COUNTED
from analysis.vocabulary import DISTANCES as STEPS
from analysis.vocabulary import GROUP_LABELS, KINDS, SINGLE
from data.nation import national
from pages.figures import captions, places, wording
from pages.figures.captions import View
from pages.figures.compose import text_of
from pages.figures.description import BaseMap, PlaceMap
from pages.figures.sheets import Card

BOTH = "salon+mobile_sales"
GOING = ("salon", "mobile_sales")
DISTANCES = {str(step): f"{step}m" for step in STEPS}
ALL_DISTANCES = ",".join(DISTANCES)
DISTANCE_HEADINGS = {step: f"{step}m以内" for step in STEPS}
WAYS = ("coverage", "mobile_sales_served_households", "mimamori_rate")
OTHER_WAYS = "家がまばらな地区では、歩いて行ける人の割合だけで判断しないでください。移動販売や見守りのように、町内まで届く支援があります。"
MIMAMORI_NOTE = "一覧に登録のある見守りの団体が届けている世帯です。民生委員や近所どうしの見守りは含みません。「登録なし」は、だれも見守っていないという意味ではありません。"
COMMISSIONERS = {"designated": "commissioner_households_designated", "core": "commissioner_households_core",
                 "city": "commissioner_households_city", "town": "commissioner_households_town"}


def kinds(present: Iterable[str]) -> dict[str, str]:
    """Where to: salons and van stops together and apart, then the other kinds of place this city has."""
    known = [key for key, kind in KINDS.items() if key in set(present) and (kind.reach == "walk" or key == "mobile_sales")]
    together = {BOTH: "通いの場か移動販売"} if set(GOING) <= set(known) else {}
    return together | {key: KINDS[key].label for key in known}


def where_to(options: dict[str, str]) -> str:
    """The words for the chosen kind."""
    return "通いの場か移動販売" if options["kind"] == BOTH else KINDS[options["kind"]].label


def known_ways(rows: pd.DataFrame) -> bool:
    """Whether anything is known of help that arrives without a walk."""
    return bool(rows.loc[rows["indicator"] != "coverage", "value"].notna().any())


def groups(sharing: str) -> dict[str, str]:
    """Whom to count. Where people live alone is not mapped in 公開用: it would guide a burglar."""
    return {key: label for key, label in GROUP_LABELS.items() if key != SINGLE or sharing != "public"}


def title(options: dict[str, str]) -> str:
    return f"{DISTANCES[options['distance']]}以内に{where_to(options)}がある人の割合（{GROUP_LABELS[options['group']]}）"


def sentence(row: pd.Series, place: str, options: dict[str, str]) -> str:
    """Who can walk there, in share and words, and how many persons cannot yet."""
    if row["state"] not in COUNTED and pd.notna(row["value"]):
        return (f"{place}は区域の形（地図）がないため、歩いて行ける人の割合を算定できません。"
                f"町丁の代表点のまわりに住むとみなした目安では、{wording.value_text(row['value'], 'share')}です。")
    who, where = GROUP_LABELS[options["group"]], where_to(options)
    if pd.isna(row["value"]):
        return f"{place}で{where}まで歩いて行ける人の割合は「{text_of(row)}」です。"
    return (f"{place}の{who}のうち、{options['distance']}m以内に{where}がある人は{text_of(row)}、{wording.of_ten(float(row['value']))}です。"
            f"{wording.about(row['denominator'] - row['numerator'])}は、{options['distance']}m以内に{where}がありません。")


def cards(rows: pd.DataFrame) -> list[Card]:
    """One card a distance."""
    return [Card(f"{row['distance_m']}m以内", text_of(row), _persons(row), bool(pd.notna(row["value"]))) for _, row in rows.iterrows()]


def _persons(row: pd.Series) -> tuple[str, ...]:
    if pd.isna(row["numerator"]):
        return ()
    return (f"ある人 {wording.about(row['numerator'])}", f"ない人 {wording.about(row['denominator'] - row['numerator'])}")


def gap_map(view: View, gaps: gpd.GeoDataFrame, resources: pd.DataFrame, base: BaseMap, options: dict[str, str]) -> PlaceMap:
    """Places on the map and the small areas where at least half of the people have none in reach."""
    shown = places.choose(resources, options["kind"].split("+"), ())
    name = f"{options['distance']}m以内に{where_to(options)}がまだない所（{view.place}・{GROUP_LABELS[options['group']]}）"
    caption = captions.plain(
        view, name, gaps["source"], gaps["as_of"], "斜線は、住む人の半分以上にとって、直線でこの距離のなかに場所がない町丁です。", "まだ歩いて行ける場所がない所",
        estimated=bool((gaps["basis"] == "estimated").any()),
    )
    beyond = gaps[gaps["mostly_beyond"] & gaps.geom_type.isin(("Polygon", "MultiPolygon"))]
    return places.drawn(shown, caption, base, gaps=beyond if len(beyond) else None)


def mimamori_sentences(row: pd.Series, place: str, size_class: str) -> tuple[str, ...]:
    """Households watched against people living alone, and the commissioners' band to stand beside it."""
    band = national(COMMISSIONERS[size_class])
    beside = f"（参考）民生委員は、1人でおよそ{band['value'].replace('-', '～')}世帯を受け持ちます（国の目安、{band['as_of']}年）。"
    if pd.isna(row["value"]):
        return (f"{place}の見守りの割合は「{text_of(row)}」です。", beside)
    return (f"{place}では、65歳以上のひとり暮らし{row['denominator']:,.0f}世帯のうち、{row['numerator']:,.0f}世帯（{text_of(row)}）が見守られています。", beside)
