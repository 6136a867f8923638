"""Lines of a file that come to one area of the city: added up and named, or refused; none is dropped in silence.

「富岡」 and 「大字富岡」 of a register may be one polygon: two parts of one area, whose people add up. One name written
twice is a repeated line, and so is anything that cannot be added.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.store.schema import TABLES
from data.text.plain_text import plain_text
from data.vocabulary import BASIS_ORDER, COUNTED, HOUSEHOLD_KINDS, SEVERITY, TOTAL, TOTAL_LABEL

# What adds up in each table; in others two lines of one area are refused.
ADDS = {
    "population": ("persons",),
    "households": ("households", "persons"),
    "care": ("certified", "insured"),
    "needs": ("persons",),
    "service_use": ("persons",),
    "survey": ("respondents", "persons"),
    "supporters": ("registered", "trained"),
}
REFUSED = ("councils", "merges")
_BESIDES = {"care": ("insured",), "survey": ("respondents",)}  # numbers that the row's state is not about
_PART = re.compile(r"大字|^字|字(?=.{2,})|\((?:番地|番地のみ|無番地|丁目なし)\)$")
_DATES = ("as_of", "period", "date")
_LABELS = {
    "households": {kind.key: kind.label for kind in HOUSEHOLD_KINDS.values()},
    "care": {"all": "計"},
}  # of words that the tables keep; needs and services keep their own
_TOTALS = {TOTAL: TOTAL_LABEL}
_NAMED = 10


def added_up(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows of the table with one for each key: numbers added up, unknown where one of them is; the worst state and the
    least certain basis."""
    key = _key(rows, name)
    twice = rows.duplicated(key, keep=False)
    if not twice.any():
        return rows
    several, counts = rows[twice], [column for column in ADDS[name] if column in rows]
    groups = several.groupby(key, dropna=False, sort=False)
    once = several.drop_duplicates(key).copy()
    order = groups.ngroup()[once.index].to_numpy()
    for column in counts:
        number = several[column].astype("Float64")
        unknown = number.isna().groupby(groups.ngroup()).any()
        total = number.groupby(groups.ngroup()).sum().mask(unknown)
        once[column] = total.reindex(order).astype("Int64").to_numpy()
    for column, severity in (("state", SEVERITY), ("basis", BASIS_ORDER)):
        if column in rows:
            rank = {word: number for number, word in enumerate(severity)}
            worst = several[column].map(rank).fillna(0).astype(int).groupby(groups.ngroup()).max()
            once[column] = np.array(severity, object)[worst.reindex(order).to_numpy()]
    if "state" in rows:
        governed = [column for column in counts if column not in _BESIDES.get(name, ())]
        once.loc[~once["state"].isin(COUNTED), governed] = pd.NA
    return pd.concat([rows[~twice], once.astype(rows.dtypes[once.columns].to_dict())]).sort_index(kind="stable")


def _key(rows: pd.DataFrame, name: str) -> list[str]:
    return [column for column in TABLES[name].key if column in rows]


def lines_together(
    rows: pd.DataFrame, name: str, extract: Extract, areas: pd.DataFrame
) -> tuple[pd.DataFrame, list[Problem]]:
    """The rows with the lines of one area added up, and what has to be said of it.

    rows: joined, with area_code, and `area`, `within`, `row`, `sheet` as the file has them (those it has). areas:
    area_code, name, level. Raises Refused, naming every line, for one name written twice, for what does not add up
    (councils) and for the whole city said twice.
    """
    if name not in (*ADDS, *REFUSED):
        return rows, []
    rows = _with_absent(rows, name)
    if not rows.duplicated(_key(rows, name)).any():
        return rows, []
    lines = _lines(rows, name)
    label, level = (areas.drop_duplicates("area_code").set_index("area_code")[column] for column in ("name", "level"))
    refused, said = [], []
    for code, of_area in lines.groupby("area_code", sort=False):
        text = "と".join(_line_words(of_area))
        first = of_area.iloc[-1]
        where: dict[str, Any] = {"sheet": _sheet(of_area), "row": _row(first)}
        again = of_area["spelled"].duplicated().any()
        if name in REFUSED or again or level.get(code) == "city" or _is_total(rows, code, name):
            why = f"{text}は、同じ区域「{label.get(code, code)}」の行です。" + (
                "" if again or name in REFUSED else "一つは合計の行かもしれません。"
            )
            refused.append(
                Problem("refuse", extract.path.name, why, "重なった行を消すか、一つにまとめてください。", **where)
            )
        else:
            said.append(
                Problem(
                    "warn",
                    extract.path.name,
                    f"{text}は、地図の同じ区域「{label.get(code, code)}」です。"
                    f"足して読みました（{_sums(rows, code, name)}）。",
                    "別の区域なら、境界のファイルを分けてください。同じ行なら、どちらかを消してください。",
                    **where,
                )
            )
    if refused:
        raise Refused(refused)
    more = (
        [
            Problem(
                "warn",
                extract.path.name,
                f"地図の同じ区域になる行を足して読んだ区域が、ほかに{len(said) - _NAMED}件あります。",
            )
        ]
        if len(said) > _NAMED
        else []
    )
    return added_up(rows, name), [*said[:_NAMED], *more]


def _with_absent(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """With a row of an unknown number for what one part of an area says and another does not: a sum without that part
    would pass for the whole."""
    if name not in ADDS:
        return rows
    dates = [column for column in _DATES if column in rows]
    named = ["area_code", *dates, *(column for column in ("area", "within") if column in rows)]
    written = rows[named].drop_duplicates()
    several = written["area_code"].isin(written.loc[written.duplicated(["area_code", *dates]), "area_code"])
    if not several.any():
        return rows
    mine = rows[rows["area_code"].isin(written.loc[several, "area_code"])]
    blank = pd.Series("", index=mine.index)
    parts = [
        _spelled(*texts)
        for texts in zip(
            *(mine.get(column, blank).fillna("").astype(str) for column in ("area", "within", "area_name")), strict=True
        )
    ]
    mine = mine.assign(part=parts)
    items = [column for column in _key(rows, name) if column not in ("area_code", *dates)]
    of_part = mine.drop_duplicates(["area_code", *dates, "part"]).drop(columns=[*items, "age_to"], errors="ignore")
    wanted = (
        mine[["area_code", *dates, *items, *(["age_to"] if "age_to" in mine else [])]]
        .drop_duplicates(["area_code", *dates, *items])
        .merge(of_part, on=["area_code", *dates])
    )
    keys = ["area_code", *dates, *items, "part"]
    there = pd.MultiIndex.from_frame(mine[keys].astype("string").fillna(""))
    absent = wanted[~pd.MultiIndex.from_frame(wanted[keys].astype("string").fillna("")).isin(there)].drop(
        columns="part"
    )
    if absent.empty:
        return rows
    absent = absent.assign(
        **{column: pd.NA for column in ADDS[name] if column in rows},
        **({"state": "not_in_source"} if "state" in rows else {}),
    )
    return pd.concat([rows, absent[rows.columns].astype(rows.dtypes)], ignore_index=True)


def _lines(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """One row for each area and name in the file that share an area with another: area_code, area, row, sheet,
    spelled."""
    twice = rows.duplicated(_key(rows, name), keep=False)
    lines = rows.loc[
        twice, ["area_code", *(column for column in ("area", "within", "area_name", "row", "sheet") if column in rows)]
    ].astype({"area_code": object})
    lines = lines.assign(
        **{
            column: lines[column].fillna("").astype(str) if column in lines else ""
            for column in ("area", "within", "area_name", "sheet")
        }
    )
    lines["spelled"] = [
        _spelled(area, within, name_)
        for area, within, name_ in zip(lines["area"], lines["within"], lines["area_name"], strict=True)
    ]
    columns = ["area_code", "area", "within", "spelled"]
    # Men and women, items and dates stand in lines of their own; of one of them a name stands once.
    kinds = (
        rows.loc[twice, [column for column in _key(rows, name) if column != "area_code"]]
        .astype("string")
        .fillna("")
        .agg("|".join, axis=1)
    )
    first = lines.assign(kind=kinds)[
        lambda frame: frame["kind"] == frame.groupby("area_code")["kind"].transform("first")
    ]
    return first.drop_duplicates([*columns, *(["row"] if "row" in first else [])])


def _spelled(area: str, within: str, name: str) -> str:
    """What tells two lines of one area apart as two parts of it: 大字 or not, (番地), the area they are written in;
    other ways of writing it do not."""
    written = plain_text(area if not area.isdecimal() or not name else name)
    return f"{plain_text(within)}/{'・'.join(_PART.findall(written))}"


def _line_words(lines: pd.DataFrame) -> list[str]:
    names = [
        (
            f"{line['within'].strip('/')}の{line['area']}"
            if line["within"]
            else line["area_name"]
            if line["area"].isdecimal() and line["area_name"]
            else line["area"]
        )
        for _, line in lines.iterrows()
    ]
    sheet = lines["sheet"].nunique() > 1  # of lines in two sheets each says in which it is
    return [
        f"「{name}」" + (f"（{f'シート「{line.sheet}」・' if sheet else ''}{row}行目）" if (row := _row(line)) else "")
        for name, (_, line) in zip(names, lines.iterrows(), strict=True)
    ]


def _row(line: pd.Series) -> int | None:
    return int(line["row"]) if "row" in line and pd.notna(line["row"]) else None


def _sheet(lines: pd.DataFrame) -> str:
    sheets = [sheet for sheet in lines["sheet"].unique() if sheet]
    return sheets[0] if len(sheets) == 1 else ""


def _is_total(rows: pd.DataFrame, code: str, name: str) -> bool:
    """Whether one of three lines or more is, number by number, the sum of the others."""
    mine = rows["area_code"] == code
    by = [column for column in _key(rows, name) if column != "area_code"]
    wide = (
        rows[mine].pivot_table(
            index="area", columns=by, values=ADDS[name][0], aggfunc="sum", dropna=False, observed=True
        )
        if name in ADDS
        else pd.DataFrame()
    )
    if len(wide) < 3 or not wide.to_numpy(float, na_value=0).any():
        return False
    numbers = np.nan_to_num(wide.to_numpy(float, na_value=np.nan))
    return bool((2 * numbers == numbers.sum(axis=0)).all(axis=1).any())


def _sums(rows: pd.DataFrame, code: str, name: str) -> str:
    """What came together, in words: persons of each line and their sum, or the sums of the first items."""
    mine, column = rows[rows["area_code"] == code], ADDS[name][0]
    item = next((key for key in ("need", "item", "kind", "level") if key in mine and key in TABLES[name].key), None)
    if name == "population":
        mine = mine[mine["sex"] == "all"]
        mine = mine[mine["as_of"] == mine["as_of"].max()]
    if not mine["state"].isin(COUNTED).all() if "state" in mine else mine[column].isna().any():
        return "分からない数と足したものは、分からない数です"
    if item is None:
        return f"合わせて{int(mine[column].sum()):,}{'人' if name != 'survey' else '件'}"
    sums = mine.groupby(item, sort=False)[column].sum().head(3)
    return "、".join(
        f"{(_LABELS.get(name) or _TOTALS).get(what, what)} {int(number):,}" for what, number in sums.items()
    )
