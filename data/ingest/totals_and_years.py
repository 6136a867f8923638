"""What a joined table shows to be odd: people that are missing or jumped, years of boundaries that do not fit."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem
from data.ingest.draft import Draft
from data.ingest.report import FileReport
from data.store.citations import date_words
from data.store.schema import TABLES

YEARS_APART = 8  # polygons of one census serve until those of the next are published, some seven years later
SOON = pd.Timedelta(days=400)  # two registers so near each other are compared, area by area
JUMP_SHARE, JUMP_PERSONS = 0.2, 300  # by so much no area of this size grows or shrinks in a year without a reason


def note_population(rows: pd.DataFrame, draft: Draft, file: FileReport, once: pd.DataFrame) -> None:
    """Dates, people and absent areas into the file's report; `once`: the rows with one for each area, whose people are
    those that are shown."""
    everyone = once[once["sex"] == "all"]
    above = draft.tables.get("membership", TABLES["membership"].empty())
    above = above[above["area_code"].isin(everyone["area_code"])]["parent_code"]
    everyone = everyone[
        ~everyone["area_code"].isin(above)
    ]  # a line of a district beside those of its towns counts nobody again
    file.dates = sorted(everyone["as_of"].dropna().unique())
    file.persons = {str(date): int(number) for date, number in everyone.groupby("as_of")["persons"].sum().items()}
    names = rows["area_name"] if "area_name" in rows else rows["area"]
    file.suppressed = list(dict.fromkeys(names[rows["state"] == "suppressed"]))
    absent = draft.areas[
        draft.areas["level"]
        == draft.areas.set_index("area_code")["level"].reindex(rows["area_code"].unique()).mode().get(0)
    ]
    absent = absent[~absent["area_code"].isin(rows["area_code"].unique())]
    file.absent = absent["name"].tolist()
    _say_emptied(draft, absent, file)
    file.merged = list(dict.fromkeys(names[rows["state"] == "merged"]))


def _say_emptied(draft: Draft, absent: pd.DataFrame, file: FileReport) -> None:
    """Areas without a line in this table in which an earlier table has people: most likely lines were lost."""
    earlier = draft.tables.get("population", TABLES["population"].empty())
    earlier = earlier[(earlier["sex"] == "all") & earlier["area_code"].isin(absent["area_code"])]
    people = earlier.groupby(["area_code", "source_id"])["persons"].sum().groupby("area_code").max()
    people = people[people > 0]
    if len(people):
        names = absent.set_index("area_code")["name"].reindex(people.index)
        named = "、".join(names.astype(str).head(5)) + (f" ほか{len(names) - 5}件" if len(names) > 5 else "")
        draft.report.problems.append(
            Problem(
                "warn",
                file.file,
                f"ほかの資料では人がいる区域{len(people):,}件（{int(people.sum()):,}人）の行が、この資料にありません:"
                f" {named}。",
                "抜けた行がないか、元の表を確かめてください。",
            )
        )


def tell_jumps(draft: Draft, once: pd.DataFrame, file: FileReport) -> None:
    """Areas whose people are many more or fewer than in a register of about the same time: a slip of the file, or a
    border that moved."""
    earlier = draft.tables.get("population", TABLES["population"].empty())
    both = pd.concat([earlier[earlier["source_id"].astype("string").str.startswith("register-")], once])
    both = both[both["sex"] == "all"]
    keys = [both["as_of"].astype(object), both["area_code"].astype(object)]
    people = both["persons"].groupby(keys).sum().mask(both["persons"].isna().groupby(keys).any()).unstack()
    name = draft.areas.set_index("area_code")["name"]
    days = pd.to_datetime(people.index.astype(str), format="ISO8601", errors="coerce")
    for date in sorted(once["as_of"].dropna().unique()):
        apart = pd.Series(abs(days - days[people.index.get_loc(date)]), index=people.index).drop(date)
        apart = apart[apart <= SOON]
        if apart.empty:
            continue
        before = people.loc[apart.idxmin()].astype("Float64")
        change = people.loc[date].astype("Float64") - before
        jumped = change[(change.abs() >= JUMP_PERSONS) & (change.abs() >= JUMP_SHARE * before)].dropna()
        if len(jumped):
            named = "、".join(
                f"「{name.get(code, code)}」 {before[code]:,.0f}人→{people.at[date, code]:,.0f}人"
                for code in jumped.index[:5]
            )
            more = f" ほか{len(jumped) - 5}件" if len(jumped) > 5 else ""
            draft.report.problems.append(
                Problem(
                    "warn",
                    file.file,
                    f"{date_words(apart.idxmin())}の人口と大きく違う区域が{len(jumped):,}件あります（{date_words(date)}:"
                    f" {named}{more}）。",
                    "町の境や集計のしかたが変わったのか、数え間違いか、元の表を確かめてください。",
                )
            )


def warn_of_years(draft: Draft, extracts: Sequence[Extract]) -> None:
    """Census tables fit the polygons of the same census only, registers those of about their time: areas are split,
    joined and renamed."""
    sources = draft.tables.get("sources", TABLES["sources"].empty())
    boundaries = sources[(sources["kind"] == "boundary") & sources["title"].str.contains("国勢調査").fillna(False)]
    years = boundaries["as_of"].dropna().str[:4].astype(int)
    if years.empty:
        return
    asked = [(extract.path.name, extract.kind, str(extract.source.get("as_of") or "0")) for extract in extracts]
    if new := [
        extract for extract in extracts if extract.kind == "boundaries"
    ]:  # tables that were there before, under newer or older polygons
        known = sources[sources["kind"].isin(["census", "register"]) & ~sources["source_id"].isin(draft.fresh)]
        asked += [
            (new[0].path.name, "census" if kind == "census" else "population", str(as_of))
            for kind, as_of in zip(known["kind"], known["as_of"].fillna("0"), strict=True)
        ]
    for file, kind, as_of in asked:
        year = int(as_of[:4])
        if kind == "census" and year not in set(years):
            why = f"境界は{years.iloc[-1]}年、統計は{year}年の国勢調査で、年が違います。"
        elif kind == "population" and abs(year - years.iloc[-1]) >= YEARS_APART:
            why = (
                f"境界（{years.iloc[-1]}年の国勢調査）と人口（{year}年）の年が{abs(year - years.iloc[-1])}"
                "年離れています。"
            )
        else:
            continue
        draft.report.problems.append(
            Problem("warn", file, why, "年の近い境界を使うと、分かれた区域や変わった区域も結び付きます。")
        )
