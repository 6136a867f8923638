"""What pages will show of a city that is being put together, beside what its files say of themselves: worked out before
it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.counts.area_counts import AreaCounts
from analysis.counts.loaded_city import LoadedCity
from analysis.counts.need_kinds import TABLES as OF_NEEDS
from analysis.counts.source_choice import counts_for
from analysis.counts.source_priority import in_order
from analysis.counts.table_rows import leaf_counts
from data.files.extract import Extract
from data.files.file_names import speaking_of
from data.files.problems import Problem, Severity
from data.ingest.draft import CITY_LEVEL, NAMED, Draft
from data.ingest.report import FileReport
from data.store import citations
from data.store.city import City
from data.store.schema import TABLES, WITH_GEOMETRY
from data.vocabulary import HOUSEHOLD_KINDS, LEVELS, TOTAL


@dataclass(frozen=True)
class Unwritten(City):
    """A city whose tables are still in memory."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        given = self.tables.get(name)
        if given is None or name in WITH_GEOMETRY:
            return TABLES[name].empty() if given is None else given
        return TABLES[name].fit(given)

    def has(self, name: str) -> bool:
        return name in self.tables


def examine(draft: Draft, zone: int, extracts: Sequence[Extract], files: Sequence[FileReport]) -> None:
    """What the files say of themselves beside what pages will show."""
    loaded = loaded_draft(draft, zone)
    for extract, file in zip(extracts, files, strict=True):
        with speaking_of(extract.path.name, extract.shown, draft.report.problems):
            compare_totals(draft, loaded, extract, file)
    tell_levels_apart(draft, loaded, extracts)
    tell_chains_apart(draft, loaded, extracts)
    tell_contradictions(draft, loaded, extracts)


def loaded_draft(draft: Draft, zone: int) -> LoadedCity:
    """The draft as figures see a city."""
    return LoadedCity(Unwritten(draft.name, draft.title, Path(), "", zone=zone, tables=draft.tables))


def compare_totals(draft: Draft, loaded: LoadedCity, extract: Extract, file: FileReport) -> None:
    """The file's own totals beside the city's number as pages make it of the file's areas; a difference is a
    warning."""
    for table, said in extract.totals.items():
        for what, stated in said.items():
            if table == "areas":  # the boundaries' own count is not kept, there is nothing to compare it with
                file.totals[what] = {"file": stated, "read": None}
                continue
            leaf = _leaf(draft, extract, table, what)
            read = None if leaf is None else _of_city(loaded, *leaf)
            if read is None and table in OF_NEEDS:
                continue
            file.totals[what] = {"file": stated, "read": read}
            if (
                read is not None
                and read != stated
                and not (table in OF_NEEDS and _told_by_reader(extract, table, what, stated))
            ):
                draft.report.problems.append(
                    Problem(
                        "warn",
                        extract.path.name,
                        f"資料の{what}の合計（{stated:,.0f}）と足し上げ（{read:,.0f}）が{read - stated:+,.0f}"
                        "違います。",
                        "元の表を確かめてください。",
                    )
                )


def _leaf(draft: Draft, extract: Extract, table: str, what: str) -> tuple[pd.DataFrame, str, str, str] | None:
    """Counts of the file's areas that a printed total is about (leaf_counts), their table, date and source; None where
    there are none or of several dates."""
    name = "households" if what == "世帯数" else table
    if (rows := draft.brought.get((id(extract), name))) is None or not len(rows):
        return None
    date, column = ("as_of", "persons") if name not in OF_NEEDS else (OF_NEEDS[name][0], "persons")
    if rows[date].nunique() != 1:
        return None
    if name == "households":
        rows, column = rows[rows["kind"] == "total"], "households"
    elif name == "population":
        rows = _one_an_area(rows[rows["sex"] == "all"])
    else:
        item = rows[OF_NEEDS[name][1]]
        rows = (
            _one_an_area(rows[item != TOTAL], whole=True)
            if what == "計"
            else rows[item == (TOTAL if what == "対象人数" else what)]
        )
    return (
        (leaf_counts(rows, column), name, str(rows[date].iloc[0]), str(rows["source_id"].iloc[0]))
        if len(rows)
        else None
    )


def _one_an_area(rows: pd.DataFrame, whole: bool = False) -> pd.DataFrame:
    """Persons of all rows of each area; of ages that one hides, the others (whole: then unknown)."""
    first = rows.drop_duplicates("area_code")
    people = rows.groupby("area_code")["persons"].sum(min_count=1)
    if whole:
        people = people.mask(rows["persons"].isna().groupby(rows["area_code"]).any())
    persons = people.reindex(first["area_code"]).to_numpy()
    return first.assign(persons=pd.array(persons, dtype="Int64"), state=first["state"].mask(pd.notna(persons), "ok"))


def _of_city(loaded: LoadedCity, leaf: pd.DataFrame, table: str, as_of: str, source_id: str) -> float | None:
    """The city's number of these areas, as pages make it; of a part of the city (one centre's areas) what these come
    to. None where a need of one is unknown."""
    city = AreaCounts(loaded, CITY_LEVEL, as_of, None)
    amount = city.rolled_up(leaf, table, as_of, source_id)
    if len(amount.count) == 1 and not np.isnan(amount.count[0]):
        return float(amount.count[0])
    if table in OF_NEEDS and leaf["count"].isna().any():
        return None
    base = loaded.base_level(leaf.index)
    mine = leaf[leaf.index.isin(loaded.codes(base))]
    link = loaded.links(
        pd.Index(mine.index, dtype=object), CITY_LEVEL, ("part", as_of, source_id, table, tuple(mine.index))
    )
    return float((link.weight.T @ np.nan_to_num(mine["count"].to_numpy(float))).sum())


def _told_by_reader(extract: Extract, table: str, what: str, stated: float) -> bool:
    """Whether the lines of the file differ from their total already: their reader, who knows the empty cells, has said
    so."""
    frame = extract.tables[table]
    names = frame[OF_NEEDS[table][1]]
    if what == "世帯数":
        numbers = (
            extract.tables["households"]["households"] if "households" in extract.tables else pd.Series(dtype="Int64")
        )
    else:
        numbers = frame.loc[
            names != TOTAL if what == "計" else names == (TOTAL if what == "対象人数" else what), "persons"
        ]
    return float(numbers.sum()) != stated


def tell_levels_apart(draft: Draft, loaded: LoadedCity, extracts: Sequence[Extract]) -> None:
    """Say of each level above the finest which areas lie in none of it or in several: its numbers then do not add up to
    the city's.

    A warning where the import brings who belongs to whom, a reminder where it brings people.
    """
    of = next(
        (extract for kind in ("membership", "population") for extract in extracts if kind in extract.tables), None
    )
    if of is None:
        return
    severity: Severity = "warn" if "membership" in of.tables else "info"
    base = loaded.points_level if len(loaded.table("population")) else loaded.level_names[0]
    codes, names = loaded.codes(base), loaded.names(base)
    people = _people(loaded, base)
    for level in loaded.level_names:
        if level in (base, CITY_LEVEL):
            continue
        placed = np.asarray(loaded.links(codes, level, base).weight.sum(axis=1)).ravel()
        if not (placed > 0).any():
            continue  # areas known by name only, of which nobody said what lies in them
        label = LEVELS.get(level, level)
        for wrong, why, what in (
            (placed < 1 - 1e-4, f"どの{label}にも入らない（一部だけ入るものを含む）", "足りません"),
            (placed > 1 + 1e-4, f"二つ以上の{label}に重なって入る", "多くなります"),
        ):
            wrong = wrong & (people != 0) if people is not None else wrong  # an area without people is missed by nobody
            if wrong.any():
                named = "、".join(map(str, names[wrong][:NAMED])) + (
                    f" ほか{int(wrong.sum()) - NAMED}件" if wrong.sum() > NAMED else ""
                )
                count = f"、{np.nansum(people[wrong]):,.0f}人" if people is not None else ""
                draft.report.problems.append(
                    Problem(
                        severity,
                        of.path.name,
                        f"{label}の数を足しても、"
                        f"市全体になりません（{what}）。"
                        f"{why}{LEVELS.get(base, base)}が{int(wrong.sum()):,}件あります（{named}{count}）。"
                        "市全体には、どれも一度だけ入っています。",
                        "所属の表に漏れや重なりがあれば、"
                        f"直してもう一度読んでください。{label}が市の一部だけのものなら、このままでかまいません。",
                    )
                )


def tell_chains_apart(draft: Draft, loaded: LoadedCity, extracts: Sequence[Extract]) -> None:
    """Say which areas come to different larger areas by different ways up (町丁 -> 町内会 -> 地区, 町丁 -> 地区), and
    which way counts."""
    of = next((extract for extract in extracts if "membership" in extract.tables), None)
    if of is None:
        return
    level, names = loaded.areas["level"].to_dict(), loaded.areas["name"].astype(str).to_dict()
    above = loaded.above[loaded.above["parent_code"].map(level) != CITY_LEVEL]
    direct = loaded.table("membership")[["area_code", "parent_code"]].astype(object)
    over = direct.merge(above.rename(columns={"area_code": "parent_code", "parent_code": "over"}), on="parent_code")
    counted = set(zip(above["area_code"], above["parent_code"], strict=True))
    other = over[
        np.array(
            [pair not in counted and pair[0] != pair[1] for pair in zip(over["area_code"], over["over"], strict=True)],
            bool,
        )
    ]
    for upper, lines in other.groupby(other["over"].map(level), sort=False):
        used = (
            above[above["area_code"].isin(lines["area_code"]) & (above["parent_code"].map(level) == upper)]
            .groupby("area_code")["parent_code"]
            .agg(lambda codes: "・".join(names[code] for code in codes))
        )
        lines = lines.drop_duplicates("area_code")
        shown = [
            f"「{names[row.area_code]}」は「{names[row.parent_code]}」を通ると「{names[row.over]}」ですが、"
            f"「{used[row.area_code]}」"
            for row in lines.head(NAMED).itertuples()
        ]
        more = f" ほか{len(lines) - NAMED}件" if len(lines) > NAMED else ""
        draft.report.problems.append(
            Problem(
                "warn",
                of.path.name,
                f"{LEVELS.get(upper, upper)}が通り道によって違う区域が{len(lines):,}件あります。直接書かれた所属、"
                f"それがなければ全体が入る通り道で数えます（{'、'.join(shown)}{more}に数えます）。",
                "所属の表を確かめてください。",
            )
        )


def _people(loaded: LoadedCity, base: str) -> np.ndarray | None:
    """Persons of each area of a level by the newest register or census, missing where not known; None without one."""
    counts = counts_for(loaded, ("population",), base, None, None)
    if counts.population is None:
        return None
    return counts.persons(unknown_age="include").count


def tell_contradictions(draft: Draft, loaded: LoadedCity, extracts: Sequence[Extract]) -> None:
    """Say where two tables of one day count the households of one area differently, and which of them counts
    (analysis.counts.source_priority)."""
    told = set()
    for extract in extracts:
        brought = draft.brought.get((id(extract), "households"))
        for date, kind in (
            brought[["as_of", "kind"]].drop_duplicates().itertuples(index=False) if brought is not None else ()
        ):
            if (date, kind) not in told and (why := _contradiction(loaded, str(date), str(kind))):
                draft.report.problems.append(
                    Problem(
                        "warn",
                        extract.path.name,
                        why,
                        "同じ日の数はどちらかにそろえるか、正しい方の表だけを読んでください。",
                    )
                )
            told.add((date, kind))


def _contradiction(loaded: LoadedCity, date: str, kind: str) -> str:
    rows, sources = loaded.table("households"), loaded.table("sources")
    rows = rows[(rows["as_of"] == date) & (rows["kind"] == kind)]
    rows = rows[(rows["age_limit"] == rows["age_limit"].min()).fillna(True)]
    rows = rows.assign(number=rows["households"].fillna(rows["persons"])).dropna(subset=["number"])
    numbers = rows.groupby("area_code", sort=False)["number"].agg(["nunique", "size"])
    several = numbers.index[numbers["nunique"] > 1]
    if not len(several):
        return ""
    rows = rows[rows["area_code"].isin(several)]
    order = [
        source for source in in_order(rows["source_id"], sources, "households") if source in set(rows["source_id"])
    ]
    titles = {source: citations.dated(sources, source) for source in order}
    names = loaded.areas["name"].reindex(several).astype(str)
    by = rows.set_index(["area_code", "source_id"])["number"]
    shown = [
        f"{name}: "
        + "、".join(f"{titles[source]} {int(by[code, source]):,}" for source in order if (code, source) in by.index)
        for code, name in names.head(3).items()
    ]
    more = f" ほか{len(several) - 3}件" if len(several) > 3 else ""
    return (
        f"{HOUSEHOLD_KINDS[kind].label if kind in HOUSEHOLD_KINDS else kind}の数が、"
        f"同じ日（{date}）の表で違う区域が{len(several):,}件あります（{'／'.join(shown)}{more}）。"
        f"「{titles[order[0]]}」の数を使います。"
    )
