"""Resources as calculations see them: active ones, where they stand, which areas they serve."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.counts.area_counts import AreaCounts
from analysis.counts.loaded_city import LoadedCity
from data.vocabulary import KINDS, PARTS_OF_DAY, TOLD, UNKNOWN, WEEKDAYS

# How often a place has to be there to count, times a month: MHLW's survey for 通いの場, ours for vans (weekly).
_LEAST = {kind.key: float(kind.least_a_month) for kind in KINDS.values() if kind.least_a_month is not None}
_NOON = "12:00"


def active_of_kinds(
    counts: AreaCounts, kind: str, when: str | None = None, often: float | None = None
) -> tuple[pd.DataFrame, str]:
    """Active resources of the kinds joined by "+", and what has to be said of them; ValueError for an unknown kind.

    when, often: only those open at that time of the week (analysis.methods.amounts.Choice), so many times a month. A
    place whose day, time or number of times is not known is then left out and said; without `often` each kind has its
    own rule (Kind.least_a_month), and it is counted and said.
    """
    kinds = split_kinds(kind)

    def make():
        rows = counts.city.table("resources").reset_index(drop=True)
        rows = rows[rows["kind"].isin(kinds) & _running(counts, rows)]
        rows, notes = _often_enough(rows, often)
        if when:
            opened = open_at(rows, when)
            notes.append(f"曜日・時間の分からない{int(opened.isna().sum())}か所を除く" if opened.isna().any() else "")
            rows = rows[opened.fillna(False).astype(bool)]
        return rows, "、".join(filter(None, notes))

    return counts.city.keep(("sites", kind, when, often, counts.as_of if counts.asked else ""), make)


def _often_enough(rows: pd.DataFrame, often: float | None) -> tuple[pd.DataFrame, list[str]]:
    times, ruled = (
        rows["times_per_month"].astype(float),
        rows["kind"].isin(_LEAST),
    )  # a shop or a clinic is simply there
    unsaid = int((times.isna() & ruled).sum())
    least = rows["kind"].map(_LEAST).astype(float).fillna(0.0) if often is None else often
    rows = rows[(times >= least) | (times.isna() & ~(ruled & (often is not None)))]
    return rows, [f"回数の資料がない{unsaid}か所を{'含む' if often is None else '除く'}" if unsaid else ""]


def open_at(rows: pd.DataFrame, when: str) -> pd.Series:
    """Whether each place is open then: on the weekday and in the part of the day of 「月-午前」, 「月」 or 「午前」
    (Choice.when); missing where not known."""
    day = next((word for word in WEEKDAYS if when.split("-")[0] == word), None)
    part = next((word for word in PARTS_OF_DAY if when.endswith(word)), None)
    answer = pd.Series(True, index=rows.index, dtype="boolean")
    if day:
        days = rows["weekdays"].astype(object).where(rows["weekdays"].notna() & (rows["weekdays"] != ""))
        answer &= pd.Series([pd.NA if pd.isna(one) else day in one for one in days], index=rows.index, dtype="boolean")
    if part:
        begins, ends = rows["time_from"].astype("string"), rows["time_to"].astype("string")  # ISO times sort as text
        before = (begins < _NOON).astype("boolean")
        after = (begins >= _NOON).astype("boolean") | (ends > _NOON).astype("boolean")
        answer &= before if part == PARTS_OF_DAY[0] else after
    return answer


def note_of_unlisted(loaded: LoadedCity, kind: str) -> str:
    """Words for those of several kinds of which the city lists nothing: what is counted then is without them, which is
    no 0 of theirs."""
    listed, kinds = set(loaded.table("resources")["kind"].dropna()), split_kinds(kind)
    lacking = [KINDS[kind].label for kind in dict.fromkeys(kinds) if kind not in listed]
    return (
        f"{'・'.join(lacking)}は一覧に登録がないため入っていない" if lacking and len(lacking) < len(set(kinds)) else ""
    )


def is_listed(counts: AreaCounts, kind: str) -> bool:
    """Whether the city lists any resource of these kinds; where it lists none, their number is not known to be 0."""
    return bool(counts.city.table("resources")["kind"].isin(split_kinds(kind)).any())


def split_kinds(kind: str) -> list[str]:
    """The kinds joined by "+"; ValueError, naming those that can be counted, for any other."""
    kinds = kind.split("+")
    if UNKNOWN in kinds:
        raise ValueError(
            f"「{KINDS[UNKNOWN].label}」の場所は、何をする所か分からないため数えません。数えられる種類:"
            f" {'、'.join(TOLD)}"
        )
    if unknown := [one for one in kinds if one not in TOLD]:
        raise ValueError(f"「{'、'.join(unknown)}」という種類はありません。あるもの: {'、'.join(TOLD)}")
    return kinds


def _running(counts: AreaCounts, rows: pd.DataFrame) -> pd.Series:
    """Not ended, and at a date that was asked for already begun."""
    ended = rows["ended"].fillna("")
    if not counts.asked:  # an end later than everything the city knows is still to come
        listed = counts.city.table("sources")["as_of"].dropna().str.rsplit("/", n=1).str[-1]
        return (ended == "") | (ended > max([*listed, *(counts.population or ())[:1]], default="9999"))
    return ((ended == "") | (ended > counts.as_of)) & (rows["started"].fillna("") <= counts.as_of)


def as_listed(counts: AreaCounts) -> AreaCounts:
    """Whatever date is asked for, the places of the list itself: it counts people once, and two dates would give back
    what began between."""
    return replace(counts, asked=False)
