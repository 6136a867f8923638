"""What the page 困りごと says and lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from analysis.indicators.registry import INDICATORS, shown_on
from data.vocabulary import COUNTED, NEEDS, SERVICE_TOTAL, SERVICES, TOTAL, TOTAL_LABEL
from pages.figures import captions, tables, wording
from pages.figures.description import Caption
from pages.figures.view import View

TABLES = {"needs": "困りごと", "service_use": "サービスの利用"}
TOTALS = {"needs": TOTAL, "service_use": SERVICE_TOTAL}
WHOM = {"needs": "困りごとのある人", "service_use": "サービスの利用者"}
MEASURES = {key: INDICATORS[key].short for key in shown_on("needs")}
_PRINTED = (*NEEDS, *(f"{group}・{use}" for group, use in SERVICES))
_PARTLY = "一部の町丁・町内会だけの表のため"
_NAMED = 3  # districts said one by one, where the whole city is not in the source


def columns(present: Iterable[str]) -> dict[str, str]:
    """Needs or services with their headings, in the order of the source tables, the city's own after them, 実人数
    last."""
    present = list(present)
    known = [kind for kind in _PRINTED if kind in present]
    own = [kind for kind in present if kind not in _PRINTED and kind not in TOTALS.values()]
    return {kind: kind for kind in (*known, *own)} | {
        total: TOTAL_LABEL for total in TOTALS.values() if total in present
    }


def first_level(levels: Mapping[str, str], districts: Mapping[str, str]) -> str:
    """The level to look at first: districts where the source has more than two of them to see beside one another, else
    the areas inside."""
    return next((level for level in levels if level != "district" or len(districts) > 2), next(iter(levels)))


def measures_with(rows: pd.DataFrame) -> dict[str, str]:
    """The measures that can say something here: an area without households has no 100世帯あたり."""
    said = set(rows.loc[rows["state"].isin([*COUNTED, "suppressed"]), "indicator"])
    return {key: label for key, label in MEASURES.items() if key in said} or dict(list(MEASURES.items())[:1])


def kinds_with(rows: pd.DataFrame, kinds: Mapping[str, str]) -> dict[str, str]:
    """Of the columns those that the source has for any of these areas."""
    said = set(rows.loc[rows["state"] != "not_in_source", "kind"])
    return {kind: heading for kind, heading in kinds.items() if kind in said}


def subject(what: str, measure: str) -> str:
    """「困りごと　相談で把握した人数」, 「買い物　相談で把握した人数・100世帯あたり」."""
    return f"{what}　相談で把握した人数" + (f"・{MEASURES[measure]}" if measure != "need_persons" else "")


def sentences_for(
    place: str,
    table: str,
    rows: pd.DataFrame,
    districts: Mapping[str, str],
    number: int,
    district: str = "",
    elsewhere: Iterable[str] = (),
) -> tuple[str, ...]:
    """How many people the centres know of, per how many households, and which districts the source covers.

    rows: the totals of the place (need_persons, need_density_households), or of the districts in the source where it
    lacks the others; districts: those in the source, of `number` that there are; district: the code of the one chosen;
    elsewhere: the other tables it is in.
    """
    covered = _covered(districts, number)
    if district and districts and district not in districts:
        others = "」「".join(TABLES[other] for other in elsewhere)
        pointed = f"「{others}」の表にはあります。上の「見る表」で選んでください。" if others else ""
        return (f"この地区は、{TABLES[table]}の表にありません。{pointed}", covered)
    places = rows["area_code"].unique()
    rows = rows.assign(area_name=rows["area_name"].where(rows["level"] != "city", place))
    told = [_told(table, rows[rows["area_code"] == code]) for code in places] if len(places) <= _NAMED else []
    return (*told, covered)


def untold(district: str, partly: bool) -> str:
    """What stands where a district has no number of any need; partly: the table knows some areas inside it."""
    if partly:
        return f"{district}は、{_PARTLY}、地区の合計は資料にありません。「困りごと」の画面で見られます。"
    return f"{district}の困りごとの表は、資料にありません。"


def _covered(districts: Mapping[str, str], number: int) -> str:
    if not districts or len(districts) == number:
        return ""
    named = (
        "と".join(_district(name) for name in districts.values())
        if len(districts) <= _NAMED
        else f"{len(districts)}地区"
    )
    return f"資料にあるのは、{number}地区のうち{named}だけです。ほかの地区のことは、資料にありません。"


def _told(table: str, rows: pd.DataFrame) -> str:
    by_measure = rows.set_index("indicator")
    persons, place = by_measure.loc["need_persons"], rows["area_name"].iloc[0]
    if persons["state"] == "not_surveyed":
        return (
            f"{place}には調べていない所があるため、合計は示していません。わかっている所は、下の表と地図で見られます。"
        )
    if pd.isna(persons["value"]):
        if persons["state"] == "not_in_source" and persons["source"]:  # the table has a total of some areas inside
            return (
                f"{place}は、{_PARTLY}、{'市' if persons['level'] == 'city' else '地区'}の合計は出せません。"
                "わかっている所は、下の表と地図で見られます。"
            )
        if persons["state"] == "not_in_source":
            return (
                f"{place}の、{WHOM[table]}の実人数（重なりを除いた人数）は、この表にありません。"
                "項目ごとの人数があれば、下の表と地図で見られます。"
            )
        return f"{place}の、{WHOM[table]}の合計は「{wording.value_text(None, 'persons', persons['state'])}」です。"
    density = by_measure.loc["need_density_households", "value"]
    per = f"100世帯あたり{density:.2f}人です。" if pd.notna(density) else ""
    return f"{place}で、相談などで把握した{WHOM[table]}は{persons['value']:,.0f}人です。{per}"


def mostly_hidden(rows: pd.DataFrame, level_label: str) -> str:
    """Where most cells are hidden the table tells little: what to do instead."""
    if (rows["state"] == "suppressed").mean() < 0.6:
        return ""
    return (
        f"この公開の範囲では、{level_label}ごとの人数はほとんど示せません。地区ごとに見るか、"
        "会議では「協議体限り」にしてください。"
    )


def with_districts(rows: pd.DataFrame, above: pd.DataFrame) -> pd.DataFrame:
    """Areas, and below them the districts they lie in, as the source has them (nothing is added up over cells that are
    lost)."""
    return (
        pd.concat(
            [rows, above.assign(area_name=[f"{_district(name)}全体" for name in above["area_name"]])], ignore_index=True
        )
        if len(above)
        else rows
    )


def _district(name: str) -> str:
    return f"{name.removesuffix('地区')}地区"


def caption(view: View, title: str, rows: pd.DataFrame, form: str, remarks: Iterable[str] = ()) -> Caption:
    """The caption of a table of needs, with what its document says against itself."""
    made = captions.caption(view, title, rows, form)
    return replace(made, note=" ".join([made.note, *remarks]))


def sheet(rows: pd.DataFrame, caption: Caption, kinds: Mapping[str, str], emphasis: str = "") -> tables.Sheet:
    """The table with shades as values for the CSV."""
    return tables.of_rows(rows.assign(unit=rows["unit"].replace("persons", "count")), caption, "kind", kinds, emphasis)
