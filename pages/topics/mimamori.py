"""What the page 見守り says and draws: households watched, teams that name an area, areas that none names
(「登録なし」, which is not 0)."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.vocabulary import COUNTED, LEVELS, STATES
from pages.figures import captions, wording
from pages.figures.compose import NOT_LISTED
from pages.figures.description import AreaMap, BaseMap, Caption, Classes
from pages.figures.tables import MARKS, Sheet
from pages.figures.view import View
from pages.topics.coverage import MIMAMORI_NOTE

RATE = "mimamori_rate"
PART = "一部のみ"
CLASSES = Classes((0, 1, 2, 3, 4), (NOT_LISTED, PART, "1団体", "2団体以上"))
EXAMPLES = "公表資料に載っている団体だけを示しています。ほかの所に見守りがあるかどうかは、資料にありません。"
NOT_ALIKE = "団体と民生委員1人を、そのままくらべることはできません"
LACKING = "だれも見守っていないという意味ではありません。"  # no list names any team


def sentences_for(place: str, teams: pd.DataFrame, level: str, unplaced: list[str]) -> tuple[str, ...]:
    """How many areas teams name, how many are named by two or more, and of how many nothing is on the list."""
    label, named, several = LEVELS[level], int((teams["teams"] > 0).sum()), int((teams["teams"] > 1).sum())
    part = int(((teams["teams"] == 0) & (teams["parts"].str.len() > 0)).sum())
    none = len(teams) - named - part
    several_said = (
        f"そのうち{_number(several)}は、二つ以上の団体が重なって見守っています。"
        if several
        else "二つ以上の団体が重なる所はありません。"
        if named
        else ""
    )
    partly = f"一部だけが挙がっているのは{_number(part)}です。" if part else ""
    lost = (
        f"見守る区域の記載がない団体が{len(unplaced)}あります"
        f"（{'、'.join(unplaced[:3])}{'など' if len(unplaced) > 3 else ''}）。"
        if unplaced
        else ""
    )
    whole = (
        f"見守りの団体が区域として挙げているのは{_number(named)}です。"
        if named
        else "見守りの団体が区域の全体を挙げている所は、一覧にありません。"
    )
    return (
        f"{place}の{_number(len(teams))}の{label}のうち、{whole}{several_said}{partly}",
        (
            f"{'残りの' if named or part else ''}{_number(none)}は「{NOT_LISTED}」です。"
            "だれも見守っていないという意味ではありません。"
            if none
            else ""
        )
        + lost,
    )


def _number(areas: int) -> str:
    """「3つ」「12」: as areas are counted aloud."""
    return f"{areas}つ" if areas < 10 else f"{areas}"


def per_watcher(rate: pd.Series, watchers: pd.Series, teams: int) -> str:
    """Households watched per watcher, else per team, to stand beside the commissioners' band; what is not known is
    said."""
    watched, people = rate["numerator"], watchers["numerator"]
    if pd.isna(watched):
        return "見守る人1人あたりの世帯数は、見守られている世帯の数を示せないため「算出不可」です。"
    if pd.notna(people) and people > 0:
        return f"見守る人は{people:,.0f}人で、1人あたり約{watched / people:,.0f}世帯です。"
    shared = "団体は一つで、" if teams == 1 else f"団体で割ると、{teams}団体で1団体あたり"
    each = f"{shared}約{watched / teams:,.0f}世帯です（{NOT_ALIKE}）。" if teams and watched > 0 else ""
    return f"見守る人の数は「{STATES['not_in_source']}」です。{each}"


def _caption(
    view: View, teams: pd.DataFrame, title: str, name: str, note: str, rows: pd.DataFrame | None = None
) -> Caption:
    found = teams if rows is None else pd.concat([teams[["source", "as_of"]], rows[["source", "as_of"]]])
    return captions.plain(view, title, found["source"], found["as_of"], note, name)


def area_map(view: View, teams: pd.DataFrame, areas: gpd.GeoDataFrame, level: str, base: BaseMap) -> AreaMap:
    """Areas by the number of teams that name all of them; one of which teams name a part only is not one that nobody
    names."""
    shade = (teams["teams"].clip(upper=2) + 1).where(teams["teams"] > 0, (teams["parts"].str.len() > 0).astype(int))
    texts = list(map(teams_text, teams["teams"], teams["parts"]))
    hovers = [
        "\n".join([row.area_name, text, *row.names, *(f"{name}（一部）" for name in row.parts)])
        for row, text in zip(teams.itertuples(), texts, strict=True)
    ]
    drawn = pd.DataFrame(
        {"area_code": teams["area_code"], "value": shade.astype(float), "text": texts, "state": "ok", "hover": hovers}
    )
    shaped = areas[["area_code", "name", "geometry"]].merge(drawn, on="area_code")
    caption = _caption(
        view,
        teams,
        f"見守りの団体が挙げている区域（{view.place}・{LEVELS[level]}ごと）",
        f"見守り・地図・{LEVELS[level]}ごと",
        MIMAMORI_NOTE,
    )
    return AreaMap(caption, shaped, "区域として挙げている団体", CLASSES, None, base, label_areas=len(shaped) <= 60)


def teams_text(number: int, parts: tuple) -> str:
    """「2団体」, 「一部のみ」, 「登録なし」."""
    return f"{number}団体" if number else PART if parts else NOT_LISTED


def sheet(view: View, teams: pd.DataFrame, rates: pd.DataFrame, level: str) -> Sheet:
    """Areas down: the teams that name each, households watched, people living alone, the share.

    rates: rows of mimamori_rate of the same areas; columns that hold nothing to show are left out and said.
    """
    by_area = rates.set_index("area_code").reindex(teams["area_code"])
    names = [
        "、".join([*whole, *(f"{name}（一部）" for name in parts)])
        for whole, parts in zip(teams["names"], teams["parts"], strict=True)
    ]
    counted = list(map(teams_text, teams["teams"], teams["parts"]))
    shown = pd.DataFrame(
        {
            "区域": teams["area_name"].tolist(),
            "見守りの団体": [
                f"{number}（{named}）" if named else number for number, named in zip(counted, names, strict=True)
            ],
        },
        index=teams["area_code"],
    )
    data = pd.DataFrame(
        {"区域": teams["area_name"].tolist(), "団体の数": counted, "団体の名前": names}, index=teams["area_code"]
    )
    left_out, marks = [], set()
    for heading, column in (
        ("見守られている世帯", "numerator"),
        ("65歳以上のひとり暮らし", "denominator"),
        ("見守りの割合", "value"),
    ):
        values, state = by_area[column].astype(float), by_area["state"].fillna("not_in_source")
        unnamed = pd.Series([text == NOT_LISTED for text in counted], by_area.index) & (state == "not_in_source")
        unlisted = ((state == "not_listed") | unnamed) & (column != "denominator")
        if (values.isna() | unlisted).all():
            left_out.append(heading)
            continue
        why = state.where(~state.isin(COUNTED), "not_in_source")
        marks |= set(why[values.isna() & ~unlisted])
        unit = "share" if column == "value" else "households"
        shown[heading] = [
            (
                NOT_LISTED
                if none
                else MARKS.get(reason, STATES[reason])
                if value != value
                else wording.value_text(value, unit)
            )
            for value, none, reason in zip(values, unlisted, why, strict=True)
        ]
        data[heading + ("（%）" if column == "value" else "")] = [
            (
                NOT_LISTED
                if none
                else STATES[reason]
                if value != value
                else round(value * 100, 1)
                if column == "value"
                else int(value)
            )
            for value, none, reason in zip(values, unlisted, why, strict=True)
        ]
    said = [f"{MARKS[state]}＝{STATES[state]}" for state in MARKS if state in marks]
    said += [f"示せる値がないため載せていない項目：{'、'.join(left_out)}。"] if left_out else []
    note = "　".join([*said, MIMAMORI_NOTE])
    return Sheet(
        _caption(
            view,
            teams,
            f"見守りの団体と世帯（{view.place}・{LEVELS[level]}ごと）",
            f"見守り・表・{LEVELS[level]}ごと",
            note,
            rates,
        ),
        shown,
        data,
        words=frozenset({"区域", "見守りの団体"}),
    )
