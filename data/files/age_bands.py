"""Age bands: read from headings, chosen so that nobody is counted twice, laid out as rows of the population table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from data.files.cells import counts, mark, without_marks
from data.files.problems import Problem
from data.files.sheet import Sheet
from data.text.plain_text import plain_text

_RANGE = re.compile(r"(?<!\d)(\d{1,3})歳?[~〜\-−–ー―‐から]+(\d{1,3})(?!\d)歳?(未満)?")
_OPEN = re.compile(r"(?<!\d)(\d{1,3})歳?(?:以上|[~〜+]$|歳~$)")
_UNDER = re.compile(r"(?<!\d)(\d{1,3})歳?未満")
_SINGLE = re.compile(r"(?<!\d)(\d{1,3})歳(?!\d|以上|未満|~)")
SUPPRESSED_MARKS = ("X", "x", "Ｘ", "*", "χ")
OPEN_END = 999
MOST_NAMED = 20  # areas named one by one in warnings


@dataclass(frozen=True)
class Band:
    """One column of people: `age_from` None = age unknown, `age_to` None = open."""

    column: str
    sex: str
    age_from: int | None
    age_to: int | None

    def spans(self) -> tuple[int, int]:
        return (self.age_from or 0, OPEN_END if self.age_to is None else self.age_to)


def band_of(heading: str) -> Band | None:
    """The ages and sex a heading names (「総数６５～６９歳」「85歳以上の男性」「年齢「不詳」」); None where it names
    none."""
    text = plain_text(without_marks(heading))
    if "再掲" in text or "平均" in text or "割合" in text or "率" in text:
        return None
    sex = "all" if "男女" in text else "male" if "男" in text else "female" if "女" in text else "all"
    if "不詳" in text and "含" not in text and "総数" not in text.replace("総数年齢", ""):
        return Band(heading, sex, None, None)
    if found := _RANGE.search(text):
        return Band(heading, sex, int(found[1]), int(found[2]) - (1 if found[3] else 0))
    if found := _OPEN.search(text):
        return Band(heading, sex, int(found[1]), None)
    if found := _UNDER.search(text):
        return Band(heading, sex, 0, int(found[1]) - 1)
    if found := _SINGLE.search(text):
        return Band(heading, sex, int(found[1]), int(found[1]))
    return None


def finest(bands: Sequence[Band]) -> list[Band]:
    """Without the bands that others lie inside of (「65歳以上」 beside 「65～69歳」), so that nobody is counted
    twice."""
    chosen = []
    for band in bands:
        low, high = band.spans()
        inside = (other.spans() for other in bands if other.sex == band.sex and other.age_from is not None)
        if band.age_from is None or not any(low <= a and b <= high and (a, b) != (low, high) for a, b in inside):
            chosen.append(band)
    return chosen


def missing_ages(bands: Sequence[Band]) -> list[str]:
    """Words for the ages that no band covers or two bands cover, by sex; empty when all is whole from 0 to open."""
    said = []
    for sex in dict.fromkeys(band.sex for band in bands):
        expected = 0
        for low, high in sorted(band.spans() for band in bands if band.sex == sex and band.age_from is not None):
            if low > expected:
                said.append(f"{expected}～{low - 1}歳がありません")
            elif low < expected:
                said.append(f"{low}歳からの列が重なっています")
            expected = max(expected, high + 1)
        if expected <= OPEN_END:
            said.append(f"{expected}歳以上がありません")
    return list(dict.fromkeys(said))


def long_population(
    frame: pd.DataFrame, bands: Sequence[Band], file: str, problems: list[Problem], *, zero: Sequence[str] = ()
) -> pd.DataFrame:
    """Rows of the population table from a wide frame with `area`, `row`, `sheet` (and `area_name`, `as_of`, `state`
    where it has them).

    Cells with a mark of suppression become missing with state "suppressed". Where only men and women are given, their
    sum is added as "all".
    """
    kept = [name for name in ("area", "area_name", "beside", "as_of", "row", "sheet") if name in frame]
    _tell_blanks(frame, [band.column for band in bands], file, problems)
    parts = []
    for band in bands:
        part = frame[kept].assign(sex=band.sex, age_from=band.age_from, age_to=band.age_to)
        part["persons"] = counts(frame, band.column, file, problems, zero=zero, missing=("", *SUPPRESSED_MARKS))
        hidden = frame[band.column].isin(SUPPRESSED_MARKS) | frame[band.column].map(mark).isin(SUPPRESSED_MARKS)
        part["state"] = "ok"
        if "state" in frame:
            part["state"] = frame["state"]
        part.loc[part["persons"].isna(), "state"] = "not_in_source"
        part.loc[hidden, "state"] = "suppressed"
        parts.append(part)
    long = pd.concat(parts, ignore_index=True).astype({"age_from": "Int64", "age_to": "Int64"})
    return with_both_sexes(long)


def _tell_blanks(frame: pd.DataFrame, columns: Sequence[str], file: str, problems: list[Problem]) -> None:
    """Empty cells are not known, which is not 0; formulas that were never calculated look empty too."""
    blank = frame[list(columns)] == ""
    if blank.to_numpy().any():
        first = blank.any(axis=1).idxmax()
        problems.append(
            Problem(
                "warn",
                file,
                f"人数の空欄{int(blank.to_numpy().sum())}か所を「不明」として読みました（0人ではありません）。",
                "0人なら0を入れてください。",
                str(frame.at[first, "sheet"]),
                int(frame.at[first, "row"]),
                frame.attrs.get("written", {}).get(blank.loc[first].idxmax(), blank.loc[first].idxmax()),
            )
        )


def with_both_sexes(long: pd.DataFrame) -> pd.DataFrame:
    """With rows of sex "all" as the sum of men and women, for every area and date of which the table has only these
    two."""
    keys = [name for name in ("area", "as_of") if name in long]
    only = ~pd.MultiIndex.from_frame(long[keys]).isin(
        pd.MultiIndex.from_frame(long.loc[long["sex"] == "all", keys].drop_duplicates())
    )
    men, women = (long[only & (long["sex"] == sex)] for sex in ("male", "female"))
    if men.empty or women.empty:
        return long
    keys += [name for name in ("age_from",) if name in long]
    both = men.merge(women[[*keys, "persons", "state"]], on=keys, suffixes=("", "_women"))
    both["persons"] += both.pop("persons_women")
    state = both.pop("state_women")
    both["state"] = both["state"].where(both["state"] != "ok", state)
    return pd.concat([both.assign(sex="all"), long], ignore_index=True)


def dashes_as_zero(frame: pd.DataFrame, columns: Sequence[str], sheet: Sheet, problems: list[Problem]) -> None:
    """Say that 「-」 is read as 0, the custom of statistical tables, where a register uses it."""
    dash = frame[list(columns)].map(mark) == "-"
    if dash.to_numpy().any():
        first = dash.any(axis=1).idxmax()
        problems.append(
            sheet.problem(
                "warn",
                f"「-」{int(dash.to_numpy().sum())}か所を0人として読みました。",
                "分からないという意味なら空欄にしてください。",
                int(frame.at[first, "row"]),
            )
        )


def compare_with_stated(
    frame: pd.DataFrame, column: str, population: pd.DataFrame, sheet: Sheet, problems: list[Problem]
) -> None:
    """Warn of every area whose bands do not add up to the total its line states (the first 20 by name)."""
    if column not in frame:
        return
    stated = counts(frame, column, sheet.file, problems, zero=("-",), missing=("", *SUPPRESSED_MARKS))
    added = population[population["sex"] == "all"].groupby(["area", "as_of"])["persons"].sum(min_count=1)
    keys = pd.MultiIndex.from_frame(frame[["area", "as_of"]])
    summed = pd.Series(added.reindex(keys).to_numpy(), index=frame.index, dtype="Int64")
    different = frame.index[(stated != summed).fillna(False)]
    for place in different[:MOST_NAMED]:
        problems.append(
            sheet.problem(
                "warn",
                f"年齢別の合計（{summed[place]:,}人）と総数（{stated[place]:,}人）が合いません。年齢別の数を使います。",
                "元の表を確かめてください。",
                int(frame.at[place, "row"]),
                value=str(frame.at[place, "area_name"]),
            )
        )
    if len(different) > MOST_NAMED:
        problems.append(
            sheet.problem(
                "warn", f"年齢別の合計と総数が合わない区域が、ほかに{len(different) - MOST_NAMED}件あります。"
            )
        )
