"""What the page 事例集 and a district's page tell of cases (事例), from the list a level of sharing may see
(analysis.lists.cases)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.lists.cases import picture
from data.store import pictures
from data.vocabulary import KINDS, NEEDS
from pages.figures import captions, wording
from pages.figures.tables import Sheet
from pages.figures.view import View

DAMAGED = "写真のファイルが壊れているため、写真は出せません。元の写真を付けて、もう一度取り込んでください。"
PARTS = {"purpose": "目的", "history": "経緯", "scene": "様子", "future": "今後"}
COLUMNS = {
    "title": "題名",
    "district": "地区",
    "date": "時期",
    "kind": "種類",
    "need": "困りごと",
    "numbers": "数・人数",
    **PARTS,
    "remark": "掲載の同意",
    "source": "出典",
}
NOTHING_FITS = "選んだことに当てはまる事例はありません。選ぶものや言葉を減らしてください。"


@dataclass(frozen=True)
class Case:
    """One case in finished words. short: district, date, kind, need, numbers; parts: (heading, text); picture only with
    consent."""

    title: str
    short: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    remark: str
    picture: bytes | None


def of_place(view: View, cases: pd.DataFrame) -> list[Case]:
    """Every row as a case to show."""
    worded = _worded(cases)
    return [
        _case(view, row, words) for (_, row), words in zip(cases.iterrows(), worded.to_dict("records"), strict=True)
    ]


def of_district(view: View, cases: pd.DataFrame, district: str) -> list[Case]:
    """The district's own cases, the latest first; `cases` are those of the city (queries.cases)."""
    return of_place(view, inside(cases, district))


def from_similar(view: View, cases: pd.DataFrame, districts: Sequence[str]) -> Case | None:
    """The latest case of the first of the named districts that has one."""
    own = next((found for district in districts if len(found := inside(cases, district))), None)
    return None if own is None else of_place(view, own.head(1))[0]


def inside(cases: pd.DataFrame, district: str) -> pd.DataFrame:
    """The cases of a district; "" is the whole city."""
    return cases[cases["district_code"] == district] if district else cases


def kinds(cases: pd.DataFrame) -> dict[str, str]:
    """The kinds there are cases of; a city's own word stays as it is written."""
    written = list(dict.fromkeys(cases["kind"].dropna()))
    return {key: KINDS[key].label for key in KINDS if key in written} | {
        word: word for word in written if word not in KINDS
    }


def needs(cases: pd.DataFrame) -> dict[str, str]:
    """The needs that cases began with, in the order of the source tables, a city's own after them."""
    written = list(dict.fromkeys(cases["need"].dropna()))
    return {
        need: need
        for need in (*(need for need in NEEDS if need in written), *(need for need in written if need not in NEEDS))
    }


def choose(cases: pd.DataFrame, of_kinds: Sequence[str], of_needs: Sequence[str], words: str = "") -> pd.DataFrame:
    """Those of the kinds and needs (all or none chosen: also those that say nothing of it) in which every word occurs,
    whatever its width and case."""
    kept = cases
    for column, chosen in (("kind", of_kinds), ("need", of_needs)):
        if 0 < len(chosen) < cases[column].nunique():
            kept = kept[kept[column].isin(chosen)]
    texts = (
        _worded(kept)[list(COLUMNS)].fillna("").agg(" ".join, axis=1).map(_plain) if len(kept) else pd.Series(dtype=str)
    )
    for word in _plain(words).split():
        kept = kept[texts.reindex(kept.index).str.contains(word, regex=False)]
    return kept


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def sentences_for(place: str, everything: pd.DataFrame, chosen: pd.DataFrame) -> tuple[str, ...]:
    """How many there are and how many were asked for."""
    total = f"{place}の事例は{len(everything):,}件です。" if len(everything) else f"{place}の事例は「資料になし」です。"
    if len(chosen) == len(everything):
        return (total,)
    return (total, f"そのうち、選んだものは{len(chosen):,}件です。" if len(chosen) else NOTHING_FITS)


def sheet(view: View, cases: pd.DataFrame) -> Sheet:
    """Every case as a line; the CSV has the four parts."""
    name = "事例の一覧"
    caption = captions.plain(
        view,
        f"{name}（{view.place}・{len(cases):,}件）",
        cases["source"],
        cases["source_as_of"],
        "空欄は、資料に書かれていない項目です。",
        name,
    )
    data = _worded(cases)[list(COLUMNS)].rename(columns=COLUMNS)
    shown = data[["題名", "地区", "時期", "種類"]].fillna("")
    return Sheet(
        caption, shown, data.dropna(axis="columns", how="all") if len(data) else data, words=frozenset(shown.columns)
    )


def _worded(cases: pd.DataFrame) -> pd.DataFrame:
    said = cases.assign(
        kind=cases["kind"].map(kinds(cases)), date=cases["date"].map(wording.date_text, na_action="ignore")
    )
    return said.astype(
        dict.fromkeys(COLUMNS, "string")
    )  # a column of nothing has a type of its own, which takes no text


def _case(view: View, row: pd.Series, words: dict) -> Case:
    said = {key: str(words[key]) for key in COLUMNS if pd.notna(words[key])}
    short = [
        said.get("district"),
        said.get("date"),
        said.get("kind"),
        f"困りごと：{said['need']}" if "need" in said else None,
        said.get("numbers"),
    ]
    parts = tuple((heading, said.get(key, "資料になし")) for key, heading in PARTS.items())
    shown = picture(view.city, row)
    damaged = shown is not None and not pictures.whole(shown)
    remark = "　".join(filter(None, [said.get("remark"), DAMAGED if damaged else ""]))
    return Case(said.get("title", ""), tuple(filter(None, short)), parts, remark, None if damaged else shown)
