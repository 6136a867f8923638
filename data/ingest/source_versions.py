"""Which stored source a file is the newer state of. Told by what it says and who publishes it, never by what the file
is called.

A register, a census or the boundaries of a year are known by their date. Of anything else (a list of places, a table of
needs) the stored source that says mostly the same is the one it takes the place of; every other one stays beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.ingest.draft import Draft
from data.ingest.table_rows import keys_of
from data.store import citations
from data.store.schema import TABLES
from data.text.plain_text import plain_text
from data.vocabulary import KINDS

BY_DATE = ("register", "census")
OF_SMALLER, OF_LARGER = (
    1 / 2,
    1 / 3,
)  # a newer state has most of the smaller list in common, and may have grown (or shrunk) to three times

MANY_GONE = 1 / 4  # of the lines of a list that is replaced: said from there on


@dataclass(frozen=True)
class Origin:
    """ids: source_id by date ("" where the extract has none); gone: the stored sources it takes the place of; title: as
    it is to be cited."""

    ids: dict[str, str]
    gone: frozenset[str]
    title: str
    checksum: str


def origin_of(draft: Draft, extract: Extract, tables: Mapping[str, pd.DataFrame]) -> Origin:
    """Where an extract's rows belong among the stored sources; `tables` are those of its tables that name a source,
    joined to areas.

    Raises Refused for one content given twice in one import, and for a source the user names (`--instead-of`) that is
    not there.
    """
    checksum = hashlib.sha256(extract.path.read_bytes()).hexdigest()
    kind, title = str(extract.source["kind"]), str(extract.source.get("title", ""))
    dates = _dates(extract)
    if kind in BY_DATE:
        return Origin({date: f"{kind}-{_dated(date)}" for date in dates}, frozenset(), title, checksum)
    rows = {
        date: {
            name: frame[frame["as_of"].astype("str") == date] if "as_of" in frame and len(dates) > 1 else frame
            for name, frame in tables.items()
        }
        for date in dates
    }
    if not any(map(len, tables.values())):
        ids = {date: _id(kind, date, title) for date in dates}
        return Origin(ids, frozenset(ids.values()) - draft.fresh, title, checksum)
    known = _alike(draft, kind)
    _refuse_same_content(draft, extract, checksum)
    ids, gone = {}, set()
    for date in dates:
        same = known[(known["checksum"] == checksum) & (known["as_of"].fillna("") == date)]["source_id"].tolist()
        before = _said(draft, extract, known) or same[:1] or _successor_to(draft, extract, known, rows[date])
        gone |= {*before, *same}
        base = _id(kind, date, title)
        taken = set(_sources(draft)["source_id"]) - gone | set(ids.values())
        ids[date] = (
            base if _official(extract) or base not in taken else same[0] if same else _id(kind, date, title + checksum)
        )
        if same and not _official(extract):
            ids[date] = same[0]
    taken_over = frozenset(gone - draft.fresh)
    if not draft.instead_of:
        _say_gone(draft, extract, known[known["source_id"].isin(taken_over)], tables)
    _say_older(draft, extract, known[known["source_id"].isin(taken_over)], dates[-1])
    _say_what_stays(draft, extract, known[~known["source_id"].isin(taken_over)], title, dates)
    return Origin(ids, taken_over, _title(draft, extract, title, taken_over, tables), checksum)


def _dates(extract: Extract) -> list[str]:
    frames = [frame for frame in extract.tables.values() if "as_of" in frame]
    return sorted({str(date) for frame in frames for date in frame["as_of"].dropna().unique()}) or [
        str(extract.source.get("as_of") or "")
    ]


def _dated(date: str) -> str:
    return date.replace("/", "_") or "undated"


def _id(kind: str, date: str, words: str) -> str:
    return f"{kind}-{_dated(date)}-{hashlib.sha256(words.encode()).hexdigest()[:6]}"


def _sources(draft: Draft) -> pd.DataFrame:
    return draft.tables.get("sources", TABLES["sources"].empty())


def _alike(draft: Draft, kind: str) -> pd.DataFrame:
    """Stored sources that a file of this kind may be the newer state of: not what this import brought, and no public
    document of an embedded city."""
    sources = _sources(draft)
    return sources[
        (sources["kind"] == kind)
        & ~sources["source_id"].isin(draft.fresh)
        & ~sources["source_id"].isin(citations.published(sources))
    ]


def _official(extract: Extract) -> bool:
    """A data set that its reader knows by name (a ministry's), whose files are parts of one source; a city's own list
    has only its file's name."""
    publisher = extract.source.get("publisher")
    return (
        bool(publisher)
        and publisher != extract.source.get("city_title")
        and extract.path.stem not in str(extract.source.get("title", ""))
    )


def _refuse_same_content(draft: Draft, extract: Extract, checksum: str) -> None:
    sources = _sources(draft)
    again = sources[
        sources["source_id"].isin(draft.fresh)
        & (sources["kind"] == extract.source["kind"])
        & (sources["checksum"] == checksum)
    ]
    if len(again):
        raise Refused(
            [
                Problem(
                    "refuse",
                    extract.path.name,
                    f"同時に指定した「{draft.shown.get(checksum, again.iloc[0]['file_name'])}」と、"
                    "中身がまったく同じです。",
                    "どちらか一つのファイルだけを指定してください。",
                )
            ]
        )


def _said(draft: Draft, extract: Extract, known: pd.DataFrame) -> list[str]:
    """The source that the user names as the one to be replaced, by its number or its title."""
    if not draft.instead_of:
        return []
    found = known[(known["source_id"] == draft.instead_of) | (known["title"] == draft.instead_of)]["source_id"].tolist()
    if len(found) != 1:
        there = "、".join(f"{row.source_id}＝{row.title}" for row in known.itertuples()) or "なし"
        raise Refused(
            [
                Problem(
                    "refuse",
                    extract.path.name,
                    f"--instead-of の「{draft.instead_of}」にあたる、"
                    f"入れ替えられる出典が{'二つ以上あります' if found else 'ありません'}。",
                    f"出典の番号を書いてください。あるもの: {there}",
                )
            ]
        )
    return found


def _successor_to(draft: Draft, extract: Extract, known: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """The stored source that says mostly the same as these rows, if any: the one with most in common."""
    publisher, title = extract.source.get("publisher"), str(extract.source.get("title", ""))
    if draft.beside:
        return []
    theirs = known["publisher"]
    known = known[theirs.isna() | (theirs == publisher)] if publisher else known
    common, before, now = _overlap(draft, known, tables)
    found = pd.DataFrame({"common": common, "smaller": before.clip(upper=now), "larger": before.clip(lower=now)}).query(
        "common > 0"
    )
    # A name somebody chose (not data.xlsx) that is the same again weighs in where exactly half is.
    named = found.index.isin(known.loc[(known["title"] == title) & (title == extract.path.stem), "source_id"])
    enough = (found["common"] > OF_SMALLER * found["smaller"]) | (
        named & (found["common"] == OF_SMALLER * found["smaller"])
    )
    found = found[enough & (found["common"] >= OF_LARGER * found["larger"])]
    return [str(found["common"].idxmax())] if len(found) else []


def _overlap(draft: Draft, known: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> tuple[pd.Series, pd.Series, int]:
    """Rows in common with each of the stored sources, rows of each, and rows here: over all tables that name a
    source."""
    common, before, now = pd.Series(dtype=float), pd.Series(dtype=float), 0
    for name, rows in tables.items():
        new = keys_of(name, rows, "source_id").unique()
        now += len(new)
        present = draft.tables.get(name, TABLES[name].empty())
        present = present[present["source_id"].isin(known["source_id"])]
        if present.empty:
            continue
        shared = keys_of(name, present, "source_id").isin(new)
        if name == "resources":
            shared |= _renumbered(present, shared, rows[~rows["resource_id"].isin(present["resource_id"])], draft.areas)
        sources = present["source_id"].astype(str)
        common = common.add(pd.Series(shared, index=present.index).groupby(sources).sum(), fill_value=0)
        before = before.add(sources.value_counts(), fill_value=0)
    return common, before, now


def _renumbered(present: pd.DataFrame, shared: pd.Series, new: pd.DataFrame, areas: pd.DataFrame) -> pd.Series:
    """Places whose address was put right have another identity: known by kind and name, where one place alone bears it
    on both sides, in one area."""

    def named(rows: pd.DataFrame) -> pd.Series:
        return rows["kind"].astype(str) + "|" + rows["name"].fillna("").astype(str).map(plain_text)

    theirs, ours = named(present), named(new)
    of_source = present["source_id"].astype(str) + "|" + theirs
    alone = ~ours.duplicated(keep=False)
    where = pd.Series(new.loc[alone, "area_code"].astype(object).to_numpy(), index=ours[alone])
    there, here = present["area_code"].astype(object), theirs.map(where)
    level = areas.drop_duplicates("area_code").set_index("area_code")["level"].astype(object)
    elsewhere = there.notna() & here.notna() & (there != here) & (there.map(level) == here.map(level))
    return theirs.isin(set(where.index)) & ~of_source.duplicated(keep=False) & ~shared & ~elsewhere


def _say_gone(draft: Draft, extract: Extract, replaced: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> None:
    """A list that lacks many of the lines of the one it takes the place of may be a part of it only (one
    district's)."""
    common, before, _ = _overlap(draft, replaced, tables)
    for source in replaced.itertuples():
        rows = int(before.get(source.source_id, 0))
        missing = rows - int(common.get(source.source_id, 0))
        if missing > MANY_GONE * rows:
            draft.report.problems.append(
                Problem(
                    "warn",
                    extract.path.name,
                    f"入れ替えた「{citations.title(_sources(draft), source.source_id)}」の{rows:,}"
                    f"件のうち{missing:,}件が、"
                    "このファイルにありません。その分はなくなりました。",
                    "一部だけを書き出した一覧なら、前のファイルをもう一度読んでください（両方を並べるときは、"
                    "あとのファイルに --beside を付けます）。",
                )
            )


def _say_older(draft: Draft, extract: Extract, replaced: pd.DataFrame, date: str) -> None:
    """A list that takes the place of a newer one is most likely the wrong file."""
    for before in replaced[replaced["as_of"].fillna("") > date].itertuples() if date else ():
        draft.report.problems.append(
            Problem(
                "warn",
                extract.path.name,
                f"入れ替えた「{before.title}」（{citations.date_words(before.as_of)}）より古いもの（{citations.date_words(date)}）です。",
                "新しいほうを使うときは、新しいファイルをもう一度読んでください。",
            )
        )


def _say_what_stays(draft: Draft, extract: Extract, others: pd.DataFrame, title: str, dates: list[str]) -> None:
    """A list under the name of another, with other rows: it stands beside it, and how to replace that one is said."""
    others = others[(others["file_name"] == extract.path.name) | (others["title"] == title)]
    if "resources" not in extract.tables:  # a table of another year is another table
        others = others[others["as_of"].fillna("").isin(dates)]
    if others.empty:
        return
    chosen = title == extract.path.stem  # a name that somebody gave it, and not "data"
    names = "、".join(f"「{name}」" for name in others["title"].tail(3)) + (
        f"など{len(others)}件" if len(others) > 3 else ""
    )
    draft.report.problems.append(
        Problem(
            "warn" if chosen else "info",
            extract.path.name,
            f"前に読んだ同じ名前の{names}とは、書かれているものの重なりが少ないため、別の資料として加えました。"
            "前のものも残っています。",
            "前のものの新しい版なら、「--instead-of"
            f" {others['source_id'].iloc[-1]}」のように前のものの番号か題を付けて、"
            "このファイルだけをもう一度読んでください。",
        )
    )


def _title(draft: Draft, extract: Extract, title: str, gone: frozenset[str], tables: Mapping[str, pd.DataFrame]) -> str:
    """The title, with the kind of place or a number where another source that stays bears it already: sources must be
    told apart by readers."""
    if _official(extract):
        return title
    sources = _sources(draft)
    stay = set(sources.loc[~sources["source_id"].isin(gone), "title"].dropna())
    kinds = tables["resources"]["kind"].dropna().value_counts().index if len(tables.get("resources", ())) else []
    word = f"・{KINDS[kinds[0]].label}" if len(kinds) and kinds[0] in KINDS else ""
    found = (f"{title}{word}{f'・{number}' if number > 1 else ''}" for number in range(1, len(stay) + 3))
    return title if title not in stay else next(name for name in found if name not in stay)


def counted(draft: Draft, source_id: str, rows: int, unit: str) -> str:
    """「A」（2024年、52件） of a source as its owner knows it."""
    sources = _sources(draft)
    row = sources[sources["source_id"] == source_id]
    when = row["as_of"].dropna()
    date = f"{citations.date_words(when.iloc[0])}、" if len(when) and when.iloc[0] else ""
    return f"「{citations.title(sources, source_id).replace('「', '『').replace('」', '』')}」（{date}{rows:,}{unit}）"
