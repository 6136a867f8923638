"""From rows of figures (analysis.indicators.values) to descriptions of figures: the same few shapes for every
indicator.

Rows arrive finished: hidden where they must be, in the city's own order. Nothing is ranked here, and nothing judged.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from analysis.indicators.national import national
from analysis.indicators.registry import INDICATORS
from data.vocabulary import GROUP_LABELS, KINDS, SERVICE_TOTAL, STATES, TOTAL
from pages.figures import wording
from pages.figures.classes import classes_of
from pages.figures.description import AreaMap, Bars, BaseMap, Caption, Lines, Pyramid, Reference, Shades

NOT_LISTED = STATES["not_listed"]


def texts_of(rows: pd.DataFrame) -> list[str]:
    """What is written for each row: its value with unit, or the words of its state."""
    return [
        _text(*cell)
        for cell in zip(*(rows[name].tolist() for name in ("value", "unit", "state", "basis")), strict=True)
    ]


def text_of(row: pd.Series) -> str:
    """What is written for one row."""
    return _text(row["value"], row["unit"], row["state"], row["basis"])


def _text(value: float, unit: str, state: str, basis: str) -> str:
    if state == "not_in_source" and basis == "estimated" and pd.notna(value):  # areas known only as points
        return f"目安 {wording.value_text(value, unit)}"
    text = wording.value_text(value, unit, state)
    return (
        f"({text})" if basis == "inferred" and pd.notna(value) else text
    )  # the caption says what the brackets are (captions.HOW_KNOWN)


def name_of(row: pd.Series) -> str:
    """What a figure is of, said whole: for reach also from where, how far and who."""
    label = INDICATORS[row["indicator"]].label
    if row["indicator"] == "resources_per_1000_elderly":
        return f"65歳以上1,000人あたりの{KINDS[row['kind']].label}"
    if row["indicator"] != "coverage":
        return label
    where = "か".join(KINDS[kind].label for kind in row["kind"].split("+"))
    return f"{row['distance_m']:.0f}m以内に{where}がある人の割合（{GROUP_LABELS[row['group']]}）"


def axis_label(indicator: str) -> str:
    """The indicator's name with its unit: 「高齢化率（%）」."""
    entry = INDICATORS[indicator]
    unit = wording.UNITS[entry.unit][1].strip()
    return entry.label + (f"（{unit}）" if unit else "")


def hovers(rows: pd.DataFrame, texts: Sequence[str]) -> list[str]:
    """For each row its area's name, its text and, where they may be shown, the counts behind it."""
    counts = [
        f"\n{top:,.0f} ／ {bottom:,.0f}" if top == top and bottom == bottom else ""
        for top, bottom in zip(
            rows["numerator"].astype(float).tolist(), rows["denominator"].astype(float).tolist(), strict=True
        )
    ]
    return [
        f"{name}\n{text}{count}" for name, text, count in zip(rows["area_name"].tolist(), texts, counts, strict=True)
    ]


def bars(
    rows: pd.DataFrame, caption: Caption, references: Sequence[Reference] = (), emphasis: str = "", series: str = ""
) -> Bars:
    """One bar an area; with `series` (a column of rows) several bars an area."""
    indicator = INDICATORS[rows["indicator"].iloc[0]]
    drawn = pd.DataFrame(
        {
            "label": rows["area_name"],
            "value": rows["value"],
            "text": texts_of(rows),
            "state": rows["state"],
            "emphasis": rows["area_code"] == emphasis,
        }
    )
    if series:
        drawn["series"] = rows[series].to_numpy()
    return Bars(
        caption,
        drawn.reset_index(drop=True),
        axis_label(indicator.key),
        tuple(references),
        percent=indicator.unit == "share",
    )


def references(row: pd.Series, label: str, indicator: str) -> tuple[Reference, ...]:
    """Dashed lines for the city's value and, where the nation publishes one of the same definition, the nation's with
    its date.

    A number of people of the whole city is no measure for one of its areas.
    """
    found = (
        [Reference(label, float(row["value"]), text_of(row))]
        if pd.notna(row["value"]) and row["unit"] != "persons"
        else []
    )
    item = INDICATORS[indicator].national
    if item and (published := national(item)) is not None:
        value, (_, year) = float(published["value"]) / 100, wording.national_year(published["as_of"])
        found.append(Reference(f"全国（{year}）", value, wording.value_text(value, "share")))
    return tuple(found)


def area_map(
    rows: pd.DataFrame,
    areas: gpd.GeoDataFrame,
    caption: Caption,
    base: BaseMap,
    selected: str = "",
    scale: pd.Series | None = None,
) -> AreaMap:
    """Rows laid over their areas; hover says name, value and the counts behind it. `scale`: the values classes are cut
    from, where more than those shown."""
    indicator = INDICATORS[rows["indicator"].iloc[0]]
    texts = texts_of(rows)
    drawn = rows.assign(text=texts, hover=hovers(rows, texts))
    shaped = areas[["area_code", "name", "geometry"]].merge(
        drawn[["area_code", "value", "text", "state", "hover"]], on="area_code", how="inner"
    )
    return AreaMap(
        caption,
        shaped,
        axis_label(indicator.key),
        classes_of(rows["value"] if scale is None else scale, indicator.unit),
        selected or None,
        base,
        label_areas=len(shaped) <= 60,
    )


def lines(rows: pd.DataFrame, caption: Caption) -> Lines:
    """One line an area over the dates of its series."""
    indicator = INDICATORS[rows["indicator"].iloc[0]]
    dates = set(rows["as_of"])
    letters = 4 if len({date[:4] for date in dates}) == len(dates) else 7  # the month too where a year has two dates
    drawn = pd.DataFrame(
        {
            "series": rows["area_name"],
            "when": [wording.date_text(date[:letters]) for date in rows["as_of"]],
            "value": rows["value"],
            "text": texts_of(rows),
            "state": rows["state"],
        }
    )
    if uneven(sorted(dates)):
        caption = replace(
            caption, note=f"{caption.note} 横の目もりの間隔は、年月の長さとは同じではありません。".strip()
        )
    return Lines(caption, drawn, axis_label(indicator.key), percent=indicator.unit == "share")


def uneven(dates: Sequence[str]) -> bool:
    """Whether dates lie so unequally apart that points at equal distances would mislead."""
    apart = pd.to_datetime(pd.Series(dates)).diff().dropna().dt.days
    return bool(len(apart) > 1 and apart.max() > 1.2 * apart.min())


def pyramid(structure: pd.DataFrame, caption: Caption) -> Pyramid:
    """Age structure from analysis.indicators.age_structure.age_structure; without sexes one bar a band."""
    by_sex = bool(structure["male"].notna().any())
    older = next(iter(structure.loc[structure["age_from"] >= 65, "age"]), "")
    columns = {"age": structure["age"]} | (
        {"male": structure["male"], "female": structure["female"]} if by_sex else {"persons": structure["all"]}
    )
    return Pyramid(caption, pd.DataFrame(columns).reset_index(drop=True), by_sex, older)


def shades(
    rows: pd.DataFrame,
    caption: Caption,
    columns: dict[str, str],
    emphasis: str = "",
    scale: pd.DataFrame | None = None,
    wholes: Collection[str] = (),
) -> Shades:
    """A table with shades: areas down, `columns` (kind -> heading) across; persons with any need, and the areas
    `wholes`, carry none."""
    keyed = rows.assign(
        text=texts_of(rows.assign(unit=rows["unit"].replace("persons", "count")))
    )  # 「人」 stands in the key
    order = rows["area_code"].drop_duplicates()
    names = rows.drop_duplicates("area_code")["area_name"].to_numpy()

    def spread(of: str) -> pd.DataFrame:
        wide = keyed.pivot(index="area_code", columns="kind", values=of).reindex(index=order, columns=list(columns))
        return wide.set_axis(names, axis=0).set_axis(list(columns.values()), axis=1)

    indicator = rows["indicator"].iloc[0]
    marked = names[(order == emphasis).to_numpy()]
    whole = rows if scale is None else scale
    totals = [kind for kind in (TOTAL, SERVICE_TOTAL) if kind in columns]
    needs = whole.loc[~whole["kind"].isin(totals), "value"]
    return Shades(
        caption,
        spread("value").astype(float),
        spread("text"),
        spread("state"),
        axis_label(indicator),
        classes_of(needs, INDICATORS[indicator].unit),
        plain=frozenset(columns[kind] for kind in totals),
        emphasis=frozenset(marked),
        wholes=frozenset(names[order.isin(wholes).to_numpy()]),
    )
