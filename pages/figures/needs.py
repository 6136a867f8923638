"""What the page 困りごと says and lists."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.vocabulary import NEEDS, TOTAL, TOTAL_LABEL
from pages.figures import sheets, wording
from pages.figures.description import Caption

MEASURES = {"need_density_households": "100世帯あたり", "need_density_elderly": "65歳以上1,000人あたり", "need_density_area": "1km²あたり"}


def columns(present: list[str]) -> dict[str, str]:
    """Needs with their headings, in the order of the source tables, the city's own after them, 実人数 last."""
    known = [need for need in NEEDS if need in present]
    own = [need for need in present if need not in NEEDS and need != TOTAL]
    return {need: need for need in (*known, *own)} | ({TOTAL: TOTAL_LABEL} if TOTAL in present else {})


def sentences_for(place: str, row: pd.Series) -> tuple[str, ...]:
    """How many people the centres know of, and per how many households."""
    if row["state"] == "not_surveyed":
        return (f"{place}には調べていない所があるため、合計は示していません。わかっている所は、下の表と地図で見られます。",)
    if pd.isna(row["value"]):
        return (f"{place}の困りごとの密度は「{wording.value_text(None, row['unit'], row['state'])}」です。",)
    return (f"{place}では、相談などで困りごとを把握した人が{row['numerator']:,.0f}人います。100世帯あたり{row['value']:.2f}人です。",)


def mostly_hidden(rows: pd.DataFrame, level_label: str) -> str:
    """Where most cells are hidden the table tells little: what to do instead."""
    if (rows["state"] == "suppressed").mean() < 0.6:
        return ""
    return f"この公開の範囲では、{level_label}ごとの困りごとはほとんど示せません。地区ごとに見るか、会議では「協議体限り」にしてください。"


def sheet(rows: pd.DataFrame, caption: Caption, kinds: dict[str, str], emphasis: str = "") -> sheets.Sheet:
    """Persons by area and need, as they may be shown; the CSV has the densities too."""
    persons = rows.assign(value=rows["numerator"], unit="count")
    return replace(sheets.of_rows(persons, caption, "kind", kinds, emphasis), rows=sheets.for_csv(rows))
