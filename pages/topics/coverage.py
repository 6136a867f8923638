"""What the page 歩いて行ける範囲 says and draws."""

from __future__ import annotations

from collections.abc import Iterable

import geopandas as gpd
import pandas as pd

from analysis.indicators.national import national
from data.vocabulary import COUNTED, DISTANCES, GROUP_LABELS, KINDS, OFTEN, PARTS_OF_DAY, SINGLE, TOLD, WEEKDAYS
from pages.figures import captions, sentences, wording
from pages.figures.compose import text_of
from pages.figures.description import BaseMap, PlaceMap
from pages.figures.tables import Card
from pages.figures.view import View
from pages.topics import resource_map

BOTH = "salon+mobile_sales"
GOING = ("salon", "mobile_sales")
WALKED_TO = tuple(key for key in TOLD if KINDS[key].walked_to)
DISTANCE_LABELS = {str(step): f"{step}m" for step in DISTANCES}
ALL_DISTANCES = ",".join(DISTANCE_LABELS)
DISTANCE_HEADINGS = {step: f"{step}m以内" for step in DISTANCES}
BY_MEANS = {
    "coverage_line": "路線に乗れる",
    "coverage_zone": "家まで乗り物が来る",
    "coverage_served": "来てもらえる",
    "coverage_any": "どれかが届く",
}
OTHER_MEANS = tuple(BY_MEANS)
ANY_TIME, ANY_DAY, USUAL = "", "", ""
DAYS = {ANY_DAY: "どの曜日でも"} | {day: f"{day}曜" for day in WEEKDAYS}
PARTS = {ANY_TIME: "いつでも"} | {part: part for part in PARTS_OF_DAY}
HOW_OFTEN = {USUAL: "ふつうの決まり"} | OFTEN
RULE = (
    "「ふつうの決まり」は、通いの場などは月1回以上、移動販売は週1回以上です。曜日や時間帯を選ぶと、"
    "それが資料で分からない所は数えません（何か所かは図の下に書きます）。"
)
MEASURED = {"straight": "", "detour": "道のりの見込み（直線×1.3）で", "network": "歩く道で"}
CAVEATS = {
    "detour": "道のりを直線の1.3倍と見込んで数えています。川や坂は含まれないため、実際の道のりとは違います。",
    "network": "歩く道に沿って、上り坂は遠いものとして数えています。信号や歩道の有無は含まれません。",
}
OTHER_WAYS = (
    "家がまばらな地区では、歩いて行ける人の割合だけで判断しないでください。移動販売や見守りのように、"
    "町内まで届く支援があります。"
)
MIMAMORI_NOTE = (
    "一覧に登録のある見守りの団体が届けている世帯です。民生委員や近所どうしの見守りは含みません。「登録なし」は、"
    "だれも見守っていないという意味ではありません。"
)
COMMISSIONERS = {
    "designated": "commissioner_households_designated",
    "core": "commissioner_households_core",
    "city": "commissioner_households_city",
    "town": "commissioner_households_town",
}


def kinds(present: Iterable[str]) -> dict[str, str]:
    """Where to: salons and van stops together and apart, then the other kinds of place this city has."""
    known = [key for key in WALKED_TO if key in set(present)]
    together = {BOTH: "通いの場か移動販売"} if set(GOING) <= set(known) else {}
    return together | {key: KINDS[key].label for key in known}


def options(kind: str, distance: str, group: str, way: str, day: str, part: str, often: str) -> dict[str, str]:
    """What was asked, as analysis.indicators.values takes it; what was left open is left out."""
    asked = {"way": way if way != "straight" else "", "when": "-".join(filter(None, (day, part))), "often": often}
    return {"kind": kind, "distance": distance, "group": group} | {
        key: answer for key, answer in asked.items() if answer
    }


def where_to(options: dict[str, str]) -> str:
    """The words for the chosen kind, and for when and how often it has to be there."""
    day, _, part = (
        options.get("when", "").rpartition("-")
        if options.get("when", "") not in DAYS
        else (options.get("when", ""), "", "")
    )
    when = f"{DAYS[day] if day else ''}{'の' if day and part else ''}{part}に開く" if day or part else ""
    often = f"{OFTEN[options['often']]}の" if options.get("often") else ""
    return when + often + ("通いの場か移動販売" if options["kind"] == BOTH else KINDS[options["kind"]].label)


def known_ways(rows: pd.DataFrame) -> bool:
    """Whether anything is known of help that arrives without a walk."""
    return bool(rows.loc[rows["indicator"] != "coverage", "value"].notna().any())


def groups(sharing: str) -> dict[str, str]:
    """Whom to count. Where people live alone is not mapped in 公開用: it would guide a burglar."""
    return {key: label for key, label in GROUP_LABELS.items() if key != SINGLE or sharing != "public"}


def title(options: dict[str, str]) -> str:
    return f"{_within(options)}に{where_to(options)}がある人の割合（{GROUP_LABELS[options['group']]}）"


def _within(options: dict[str, str]) -> str:
    return f"{MEASURED[options.get('way', 'straight')]}{DISTANCE_LABELS[options['distance']]}以内"


def sentence(
    row: pd.Series,
    place: str,
    options: dict[str, str],
    others: pd.DataFrame | None = None,
    density: float | None = None,
) -> str:
    """Who can walk there, in share and words, and how many persons cannot yet.

    density: persons a km2 of a place in which homes lie far apart; the other means (others: rows of OTHER_MEANS) then
    stand in the same sentence.
    """
    if row["state"] not in COUNTED and pd.notna(row["value"]):
        return (
            f"{place}は区域の形（地図）がないため、歩いて行ける人の割合を算定できません。"
            f"町丁の代表点のまわりに住むとみなした目安では、{wording.value_text(row['value'], 'share')}です。"
        )
    who, where, within = GROUP_LABELS[options["group"]], where_to(options), _within(options)
    if pd.isna(row["value"]):
        return f"{place}で{where}まで歩いて行ける人の割合は「{text_of(row)}」です。"
    beyond, whole = _beyond(row, options), text_of(row)
    if density is not None and others is not None and len(parts := _means(others)):
        return (
            f"{place}（1km²に約{density:,.0f}人で、"
            f"家がまばらです）の{who}のうち、{within}に{where}がある人は{whole}、{'、'.join(parts)}です。{beyond}"
        )
    if row["value"] == 0:
        return f"{place}の{who}のうち、{within}に{where}がある人は、資料ではまだいません（{whole}）。"
    return (
        f"{place}の{who}のうち、{within}に{where}がある人は{whole}、{wording.of_ten(float(row['value']))}です。{beyond}"
    )


def _beyond(row: pd.Series, options: dict[str, str]) -> str:
    """How many persons have no such place yet; nothing where that is nobody."""
    left = row["denominator"] - row["numerator"]
    if left < 0.5:
        return ""
    asked = {"way", "when", "often"} & set(options)  # a long question is not said twice
    return (
        f"{wording.about(left)}には、まだありません。"
        if asked
        else f"{wording.about(left)}は、{_within(options)}に{where_to(options)}がありません。"
    )


def _means(others: pd.DataFrame) -> list[str]:
    """「路線に乗れる人は48.7 %」 ..., of the means that reach anybody (the table has the others too)."""
    return [
        f"{BY_MEANS[row['indicator']]}人は{'合わせて' if row['indicator'] == 'coverage_any' else ''}{text_of(row)}"
        for _, row in others.iterrows()
        if pd.notna(row["value"]) and (row["value"] > 0 or row["indicator"] == "coverage_any")
    ]


def other_ways(others: pd.DataFrame, options: dict[str, str] | None = None) -> str:
    """What comes to people, or takes them, beside a walk; and how many are reached by none of it. Nothing where nothing
    is known of it."""
    known = others[others["value"].notna()]
    together = known[known["indicator"] == "coverage_any"]
    if len(known) == len(together) or together.empty:
        return ""
    if not (known.loc[known["indicator"] != "coverage_any", "value"] > 0).any():
        asked = "選んだ曜日・時間帯・回数では、" if {"when", "often"} & set(options or {}) else ""
        return f"歩くほかの届き方（路線、送迎、町内に来る支援）は、{asked}資料ではここにはまだありません。"
    row = together.iloc[0]
    left = row["denominator"] - row["numerator"]
    rest = f"資料にある届き方がまだどれもない人は、{wording.about(left)}です。" if left >= 0.5 else ""
    return f"歩くほかに、{'、'.join(_means(known))}です。{rest}"


def settled(density: float | None, others: pd.DataFrame) -> str:
    """Of a place in which homes lie far apart (density: persons a km2): the other means, so that a walk never stands
    alone; nothing elsewhere."""
    if density is None:
        return ""
    return (
        f"1km²に約{density:,.0f}人で、家がまばらな所です。歩いて行ける人の数だけで決めないでください。"
        f"{other_ways(others)}"
    )


def seats(options: dict[str, str]) -> dict[str, str]:
    """The same question of those places that have seats for so many; nothing where none is asked about."""
    kinds = [kind for kind in options["kind"].split("+") if KINDS[kind].function == "集まる"]
    return options | {"kind": "+".join(kinds)} if kinds else {}


def caveat(options: dict[str, str], placed: list[str]) -> str:
    """What the share does not say: the walk itself, and where in their area people live."""
    return CAVEATS.get(options.get("way", ""), sentences.WALK_CAVEAT) + where_people_live(placed)


def where_people_live(placed: list[str]) -> str:
    """How people are placed inside their areas (queries.settlement.people_placed), with the error to expect."""
    return f"人の置き方は、{'・'.join(placed)}です。ずれの大きさは目安（仮想データでの検証）です。" if placed else ""


def thin(names: list[str], limit: int) -> str:
    """Districts in which homes lie far apart (below so many persons a km2), by name; nothing where there are none."""
    return (
        f"家がまばらな地区（1km²に{limit}人より少ない所。本市設定）：{'、'.join(names)}。"
        "歩いて行ける人の割合だけでなく、下の表のほかの届き方と並べて見てください。"
        if names
        else ""
    )


def by_means(walked: pd.DataFrame, others: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Rows of walking reach (a distance each) and of the other means together, with the column `means` and its
    headings."""
    headings = {str(step): words for step, words in DISTANCE_HEADINGS.items()} | BY_MEANS
    distance = walked["distance_m"].astype(int).astype(str)
    if (
        others.loc[others["indicator"] != "coverage_any", "value"].isna().all()
    ):  # together with nothing: the same figure again
        others, headings = (
            others[others["indicator"] != "coverage_any"],
            {key: words for key, words in headings.items() if key != "coverage_any"},
        )
    return (
        pd.concat([walked.assign(means=distance), others.assign(means=others["indicator"])], ignore_index=True),
        headings,
    )


def cards(rows: pd.DataFrame, others: pd.DataFrame | None = None) -> list[Card]:
    """One card a distance, and one for any means together where others are known."""
    found = [
        Card(f"{row['distance_m']}m以内", text_of(row), _persons(row), bool(pd.notna(row["value"])))
        for _, row in rows.iterrows()
    ]
    if others is None or others.loc[others["indicator"] != "coverage_any", "value"].isna().all():
        return found
    together = others[others["indicator"] == "coverage_any"].iloc[0]
    return [*found, Card("どれかが届く人", text_of(together), _persons(together), bool(pd.notna(together["value"])))]


def _persons(row: pd.Series) -> tuple[str, ...]:
    if pd.isna(row["numerator"]):
        return ()
    return (
        f"ある人 {wording.about(row['numerator'])}",
        f"ない人 {wording.about(row['denominator'] - row['numerator'])}",
    )


def gap_map(
    view: View, gaps: gpd.GeoDataFrame, resources: pd.DataFrame, base: BaseMap, options: dict[str, str]
) -> PlaceMap:
    """Places on the map and the small areas where at least half of the people have none in reach."""
    shown = resource_map.choose(resources, options["kind"].split("+"), ())
    name = f"{_within(options)}に{where_to(options)}がまだない所（{view.place}・{GROUP_LABELS[options['group']]}）"
    caption = captions.plain(
        view,
        name,
        gaps["source"],
        gaps["as_of"],
        f"斜線は、住む人の半分以上にとって、{MEASURED[options.get('way', 'straight')] or '直線で'}"
        "この距離のなかに場所がない町丁です。",
        "まだ歩いて行ける場所がない所",
        estimated=bool((gaps["basis"] == "estimated").any()),
    )
    beyond = gaps[gaps["mostly_beyond"] & gaps.geom_type.isin(("Polygon", "MultiPolygon"))]
    return resource_map.drawn(shown, caption, base, gaps=beyond if len(beyond) else None)


def mimamori_sentences(row: pd.Series, place: str, size_class: str) -> tuple[str, ...]:
    """Households watched against people living alone, and the commissioners' band to stand beside it."""
    band = national(COMMISSIONERS[size_class])
    beside = (
        "（参考）民生委員は、"
        f"1人でおよそ{band['value'].replace('-', '～')}世帯を受け持ちます（国の目安、{band['as_of']}年）。"
    )
    if row["state"] == "not_listed":  # not the same as nobody watched over
        return (
            (
                f"{place}の65歳以上のひとり暮らし{row['denominator']:,.0f}世帯に届く見守りの団体は、"
                "一覧に登録がありません。だれも見守っていないという意味ではありません。"
            ),
            beside,
        )
    if pd.isna(row["value"]):
        return (f"{place}の見守りの割合は「{text_of(row)}」です。", beside)
    return (
        (
            f"{place}では、"
            f"65歳以上のひとり暮らし{row['denominator']:,.0f}世帯のうち、{row['numerator']:,.0f}世帯（{text_of(row)}）が見守られています。"
        ),
        beside,
    )
