"""What the page まだ歩いて行ける場所がない所 says and draws: persons, area by area in the city's own order. No place is
blamed."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from data.vocabulary import COUNTED, GROUP_LABELS, KINDS, LEVELS, SINGLE, STATES
from pages.figures import captions, wording
from pages.figures.classes import classes_of
from pages.figures.compose import NOT_LISTED, text_of
from pages.figures.description import AreaMap, BaseMap, Caption
from pages.figures.tables import MARKS, Card, Sheet
from pages.figures.view import View
from pages.topics import coverage, missing_tables

TITLE = "まだ歩いて行ける場所がない所"
NOBODY_COUNTED = "何人に歩いて行ける場所がないかは「資料になし」です。"
LEAD_ON = "どこで始めると何人に届くかを、「もう一か所つくるなら」で見る"
STARTS = (
    "人数の多い少ないは、住む人の数や広さにもよります。足りない所を決めるためではなく、"
    "どこで始めると何人に届くかを話し合うための図です。"
)
BESIDE_NOTE = (
    "困りごとの数は「相談で把握した人数」で、困っている人の総数ではありません。少ない所は、"
    "声が届いていないかもしれません。場所の数は、その区域のなかにある数です（となりの区域の場所へ行ける人もいます）。"
)
WHAT = {"need": "把握した人数", "places": "区域内の場所", "reach": "歩いて行ける人"}


def where(options: Mapping[str, str]) -> str:
    """「500m以内に通いの場」."""
    return coverage.title(dict(options)).split("がある人の割合")[0]


def sentences_for(
    place: str,
    rows: pd.DataFrame,
    fine: pd.DataFrame,
    options: Mapping[str, str],
    none: pd.DataFrame,
    density: float | None = None,
) -> tuple[str, ...]:
    """How many persons of 65 and older have no place in reach, and in how many of the areas half of them live.

    rows: the place's own by group (queries.out_of_reach.of_place); fine: its areas, of 65+; none: its row of those whom
    no means reaches, if anything is known of it; density: persons a km2 of a place in which homes lie far apart.
    """
    by_group, what = rows.set_index("group"), where(options)
    older = by_group.loc["65+"]
    if older["state"] not in COUNTED:
        about = (
            f"町丁の代表点のまわりに住むとみなした目安では、{wording.about(older['outside'])}です。"
            if pd.notna(older["outside"])
            else ""
        )
        return (
            f"{place}で{what}がまだない人の数は「{STATES[older['state']] or STATES['not_in_source']}」です。{about}",
        )
    if older["outside"] < 0.5:
        return (f"{place}の65歳以上の人には、みな{what}があります。",)
    oldest = by_group["outside"].get("75+", np.nan)
    also = f"（75歳以上では{wording.about(oldest)}）" if pd.notna(oldest) else ""
    settled = f"（1km²に約{density:,.0f}人で、家がまばらです）" if density is not None else ""
    first = (
        f"{place}{settled}の65歳以上の{wording.about(older['denominator'])}のうち、"
        f"{wording.about(older['outside'])}{also}は、{what}がまだありません。"
    )
    return (first + _by_other_means(none), _half(fine))


def _by_other_means(none: pd.DataFrame) -> str:
    if none.empty or pd.isna(none["outside"].iloc[0]):
        return ""
    return (
        "乗り物や、町内まで来る支援も合わせると、"
        f"資料にある届き方がまだどれもない人は{wording.about(none['outside'].iloc[0])}です。"
    )


def _half(fine: pd.DataFrame) -> str:
    """In how many areas half of the persons live: where a few places could reach many."""
    counts = np.sort(fine["outside"].dropna().to_numpy(float))[::-1]
    if len(counts) < 3 or counts.sum() < 1:
        return ""
    number = int(np.searchsorted(np.cumsum(counts), counts.sum() / 2) + 1)
    label = LEVELS[fine["level"].iloc[0]]
    return (
        f"歩いて行ける場所がまだない65歳以上の人の半分は、{len(counts)}の{label}のうち"
        f"{number}{'つ' if number < 10 else ''}に住んでいます。"
    )


def cards(rows: pd.DataFrame) -> list[Card]:
    """One card a group of people."""
    return [
        Card(
            f"{GROUP_LABELS[row['group']]}（人）",
            f"{wording.rounded(row['outside']):,}" if pd.notna(row["outside"]) else text(row),
            _share(row),
            bool(pd.notna(row["outside"])),
        )
        for _, row in rows.iterrows()
    ]


def _share(row: pd.Series) -> tuple[str, ...]:
    if pd.isna(row["outside"]) or not row["denominator"]:
        return ()
    return (
        f"{wording.about(row['denominator'])}の{wording.value_text(row['outside'] / row['denominator'], 'share')}",
        wording.ESTIMATED,
    )


def text(row: pd.Series) -> str:
    """The persons of one row in words, or why they are not shown."""
    if row["state"] not in COUNTED:
        return f"目安 {wording.about(row['outside'])}" if pd.notna(row["outside"]) else STATES[row["state"]]
    return wording.about(row["outside"]) if pd.notna(row["outside"]) else STATES["not_in_source"]


def titled(view: View, options: Mapping[str, str], level: str, what: str = "") -> str:
    return f"{where(options)}がまだない人{what}（{view.place}・{LEVELS[level]}ごと）"


def _caption(view: View, title: str, rows: pd.DataFrame, name: str, note: str = "") -> Caption:
    estimated = bool((rows["basis"] == "estimated").any())
    return captions.plain(view, title, rows["source"], rows["as_of"], note, f"{TITLE}・{name}", estimated)


def area_map(
    view: View,
    rows: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    options: Mapping[str, str],
    level: str,
    base: BaseMap,
    scale: pd.Series,
) -> AreaMap:
    """Areas shaded by the persons of the asked group who have no place in reach; classes are cut from `scale`, the
    whole city's, so that a shade means the same everywhere."""
    texts = [text(row) for _, row in rows.iterrows()]
    hovers = [
        f"{row.area_name}\n{said}" + (f"\n{wording.about(row.denominator)}のうち" if pd.notna(row.outside) else "")
        for row, said in zip(rows.itertuples(), texts, strict=True)
    ]
    drawn = rows.assign(value=rows["outside"], text=texts, hover=hovers)[
        ["area_code", "value", "text", "state", "hover"]
    ]
    shaped = areas[["area_code", "name", "geometry"]].merge(drawn, on="area_code")
    who = GROUP_LABELS[options["group"]]
    caption = _caption(view, titled(view, options, level, f"・{who}"), rows, f"地図・{LEVELS[level]}ごと", STARTS)
    return AreaMap(
        caption,
        shaped,
        f"{TITLE}の人（{who}・人）",
        classes_of(scale.round(), "persons"),
        None,
        base,
        label_areas=len(shaped) <= 60,
    )


def sheet(view: View, rows: pd.DataFrame, none: pd.DataFrame, options: Mapping[str, str], level: str) -> Sheet:
    """Areas down, the persons without a place in reach by group across, side by side; and those whom no means reaches.

    rows: all groups; none: rows of coverage_any for 65+, empty where nothing is known of other means.
    """
    order = rows["area_code"].drop_duplicates()
    names = rows.drop_duplicates("area_code").set_index("area_code")["area_name"]
    shown, data, marks = pd.DataFrame({"区域": names}), pd.DataFrame({"区域": names}), set()
    for group in rows["group"].drop_duplicates():
        _column(
            rows[rows["group"] == group].set_index("area_code").reindex(order),
            GROUP_LABELS[group].replace("65歳以上のひとり暮らし", "ひとり暮らし（65歳以上）"),
            shown,
            data,
            marks,
        )
    older = rows[rows["group"] == "65+"].set_index("area_code").reindex(order)
    shares = [wording.value_text(1 - value, "share") if pd.notna(value) else "―" for value in older["value"]]
    shown["65歳以上のうち"], data["65歳以上のうち（%）"] = shares, (100 * (1 - older["value"])).round(1)
    if len(none):
        _column(none.set_index("area_code").reindex(order), "どの届き方もない（65歳以上）", shown, data, marks)
    note = "　".join([*(f"{MARKS[state]}＝{STATES[state]}" for state in MARKS if state in marks), *_notes(rows, none)])
    return Sheet(
        _caption(view, titled(view, options, level), rows, f"人数・{LEVELS[level]}ごと", note),
        shown,
        data,
        words=frozenset({"区域"}),
    )


def _column(rows: pd.DataFrame, heading: str, shown: pd.DataFrame, data: pd.DataFrame, marks: set[str]) -> None:
    known, state = rows["outside"].notna(), rows["state"].where(rows["state"].notna(), "not_in_source")
    marks |= set(state[~known])
    shown[heading] = [
        f"{wording.rounded(value):,}" if there else MARKS.get(why, STATES["not_in_source"])
        for value, there, why in zip(rows["outside"], known, state, strict=True)
    ]
    data[heading] = [
        int(round(value)) if there else STATES[why]
        for value, there, why in zip(rows["outside"], known, state, strict=True)
    ]


def _notes(rows: pd.DataFrame, none: pd.DataFrame) -> list[str]:
    found = (
        ["単位は人です（目安のため、100人以上は10人きざみ）。"]
        + [
            "「どの届き方もない」は、歩いて行けず、路線にも乗れず、家の前までの乗り物も、"
            "町内まで来る支援もない人です（資料にある届き方だけを数えます）。"
        ]
        if len(none)
        else []
    )
    return (
        [*found, "ひとり暮らしの人数は、示してよい人数だけから計算した目安です。"]
        if (rows["group"] == SINGLE).any()
        else found
    )


def beside_sheet(
    view: View, rows: pd.DataFrame, kinds: Mapping[str, tuple[str, ...]], level: str, distance: str
) -> Sheet:
    """Need beside supply: areas down; for each need the people known to have it, the places there and the share in
    reach across.

    rows: queries.out_of_reach.need_beside_supply; kinds: need -> kinds of place that answer it.
    """
    order = rows["area_code"].drop_duplicates()
    names = rows.drop_duplicates("area_code").set_index("area_code")["area_name"]
    shown, data, marks, lacking = pd.DataFrame({"区域": names}), pd.DataFrame({"区域": names}), set(), []
    for (need, what), part in rows.groupby(["need", "what"], sort=False):
        part, heading = part.set_index("area_code").reindex(order), f"{need}：{WHAT[what]}"
        if part["value"].isna().all() and (part["state"] == "not_in_source").all():
            lacking.append(heading)
            continue
        marks |= set(part.loc[part["value"].isna(), "state"])
        listed = part["value"].where(
            (what != "places") | (part["value"] > 0)
        )  # nothing on the list is no proof that there is nothing
        shown[heading] = [
            (
                text_of(row)
                if pd.notna(value)
                else NOT_LISTED
                if pd.notna(row["value"])
                else MARKS.get(row["state"], STATES[row["state"]])
            )
            for value, (_, row) in zip(listed, part.iterrows(), strict=True)
        ]
        scale, places = (100, 1) if what == "reach" else (1, 0)
        data[heading + ("（%）" if what == "reach" else "")] = [
            _plain(scale * value, places) if pd.notna(value) else NOT_LISTED if pd.notna(known) else STATES[state]
            for value, known, state in zip(listed, part["value"], part["state"], strict=True)
        ]
    said = [
        f"「{need}」の場所は{'・'.join(KINDS[kind].label for kind in found)}、"
        f"歩いて行ける人は{distance}m以内に場所がある65歳以上の人の割合です。"
        for need, found in kinds.items()
        if found
    ]
    note = "　".join(
        [
            *(f"{MARKS[state]}＝{STATES[state]}" for state in MARKS if state in marks),
            *([f"資料にないため載せていない項目：{'、'.join(lacking)}。"] if lacking else []),
            *said,
            BESIDE_NOTE,
        ]
    )
    return Sheet(
        _caption(
            view,
            f"困りごとと、いまある場所（{view.place}・{LEVELS[level]}ごと）",
            rows,
            f"困りごとと場所・{LEVELS[level]}ごと",
            note,
        ),
        shown,
        data,
        words=frozenset({"区域"}),
    )


def _plain(value: float, places: int) -> float | int:
    return round(value, places) if places else int(round(value))


def no_map(rows: pd.DataFrame) -> str:
    """Why there is no map of persons."""
    if rows["outside"].notna().any():
        return f"{missing_tables.said('areas', '地図では示せません。')}下の表に目安を示します。"
    words = "、".join(STATES[state] or STATES["not_in_source"] for state in rows["state"].unique())
    return f"示せる値がありません（{words}）。"
