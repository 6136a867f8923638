"""Which area lies in which, in a city being put together: parents made, contradictions refused, leftovers told."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.ingest.draft import CITY_LEVEL, NAMED, Draft, note_matches, stacked_areas
from data.ingest.gazetteer import KEY_CODE, Gazetteer, Matched
from data.ingest.named_areas import add_named_areas
from data.ingest.report import FileReport
from data.store.schema import STORED_CRS, TABLES
from data.text.plain_text import normal_name
from data.vocabulary import LEVELS


def add_membership(draft: Draft, extract: Extract, file: FileReport) -> None:
    """Which area lies in which; parents that are not there yet become areas. The membership of a level that stood
    before is replaced."""
    rows = extract.tables["membership"]
    if not draft.areas["level"].isin(["small_area", "neighbourhood"]).any():
        if rows["area"].astype("str").str.fullmatch(KEY_CODE.pattern).any():
            raise Refused(
                [
                    Problem(
                        "refuse",
                        extract.path.name,
                        "この表のコードの区域（町丁・字）が、まだありません。",
                        "境界のファイル（--boundaries）も一緒に指定してください。",
                    )
                ]
            )
        add_named_areas(draft, rows, "small_area", file)
    gazetteer = draft.gazetteer()
    matched = gazetteer.match(rows)
    _found_by_parent(gazetteer, rows, matched)
    note_matches(file, matched)
    named = "、".join(area for area, _ in list(matched.lost)[:5])
    if matched.lost and not matched.codes:
        raise Refused(
            [
                Problem(
                    "refuse",
                    extract.path.name,
                    f"市の区域と一つも結び付きません（{named}）。いまの地区を消さないよう、読みません。",
                    "この市の表か、区域の名前かコードを確かめてください。",
                )
            ]
        )
    if matched.lost:
        draft.report.problems.append(
            Problem(
                "warn",
                extract.path.name,
                f"市の区域と結び付かなかった{len(matched.lost):,}件を外しました（{named}）。",
                "区域の名前かコードを確かめてください。",
            )
        )
    within = rows["within"].fillna("").astype("str") if "within" in rows else pd.Series("", index=rows.index)
    codes = pd.Series(
        [matched.codes.get(key) for key in zip(rows["area"].astype("str"), within, strict=True)],
        index=rows.index,
        dtype=object,
    )
    for level, lines in rows.assign(area_code=codes).groupby("level", sort=False):
        replace_membership(draft, str(level), lines.dropna(subset=["area_code"]), extract)
    file.rows = len(rows)


def _found_by_parent(gazetteer: Gazetteer, rows: pd.DataFrame, matched: Matched) -> None:
    """Of two areas of one name that nothing else tells apart, the one that lay in the named parent before is meant."""
    if not matched.lost or "within" not in rows:
        return
    lost = rows[
        [
            (area, within) in matched.lost
            for area, within in zip(rows["area"].astype("str"), rows["within"].fillna("").astype("str"), strict=True)
        ]
    ]
    again = gazetteer.match(lost.assign(within=lost["parent"], beside=""))
    for area, within, parent in (
        lost[["area", "within", "parent"]]
        .fillna("")
        .astype("str")
        .drop_duplicates(["area", "within"])
        .itertuples(index=False)
    ):
        if (area, parent) in again.codes:
            matched.codes[area, within] = again.codes[area, parent]
            matched.how["name"] += 1
            matched.lost.pop((area, within))


def replace_membership(
    draft: Draft, level: str, lines: pd.DataFrame, extract: Extract, only_these: bool = False
) -> None:
    """The lines as membership of `level`, instead of all that stood before (`only_these`: of what stood for these
    areas)."""
    parents = _parents(draft, lines, level, extract)
    new = lines.assign(parent_code=lines["parent"].map(parents))
    if not only_these:
        _refuse_contradictions(draft, new, level, extract)
        _say_remainders(draft, new, level, extract)
    new = new.drop_duplicates(["area_code", "parent_code"])[list(TABLES["membership"].columns)]
    present = draft.tables.get("membership", TABLES["membership"].empty())
    of_level = set(draft.areas.loc[draft.areas["level"] == level, "area_code"])
    old = present["parent_code"].isin(of_level) & (present["area_code"].isin(new["area_code"]) | (not only_these))
    if old.any() and not only_these:
        draft.report.replaced.append(f"区域の所属 {int(old.sum()):,}件を、{extract.path.name} のものに入れ替えました。")
    draft.tables["membership"] = pd.concat([part for part in (present[~old], new) if len(part)], ignore_index=True)
    if not only_these:
        _say_left_over(draft, present[old], new, extract)
    _drop_empty_parents(draft, level)


def _refuse_contradictions(draft: Draft, lines: pd.DataFrame, level: str, extract: Extract) -> None:
    """Lines that come to one area: with the same parents they are one, and that is said; with others, or a pair written
    twice, they are refused."""
    names = draft.areas.drop_duplicates("area_code").set_index("area_code")["name"]
    refused, said = [], []
    for code, of_area in lines[lines["area_code"].duplicated(keep=False)].groupby("area_code", sort=False):
        parents = {
            area: frozenset(zip(part["parent_code"], part["weight"].astype(float), strict=True))
            for area, part in of_area.groupby("area", sort=False)
        }
        whole = of_area.drop_duplicates("parent_code")["weight"].astype(float).sum()
        twice = (
            of_area.duplicated([*(["area", "within"] if "within" in of_area else ["area"]), "parent_code"]).any()
            or len(parents) == 1
            and whole > 1 + 1e-4
        )
        if len(parents) == 1 and not twice:  # an area that is split
            continue
        text = "と".join(f"「{line.area}」（{int(line.row)}行目: {line.parent}）" for line in of_area.itertuples())
        where: dict[str, Any] = {"sheet": str(of_area["sheet"].iloc[0] or ""), "row": int(of_area["row"].iloc[-1])}
        if twice or len(set(parents.values())) > 1:
            refused.append(
                Problem(
                    "refuse",
                    extract.path.name,
                    f"{text}は、地図の同じ区域「{names.get(code, code)}」です。"
                    f"どちらの{LEVELS.get(level, level)}に入るか決められません。",
                    "一つの行にするか、二つに分かれる区域なら、同じ名前で「割合」を書いて2行にしてください。",
                    **where,
                )
            )
        else:
            said.append(
                Problem(
                    "warn",
                    extract.path.name,
                    f"{text}は、地図の同じ区域「{names.get(code, code)}」です。{LEVELS.get(level, level)}が同じなので、"
                    "一つとして読みました。",
                    **where,
                )
            )
    if refused:
        raise Refused(refused)
    draft.report.problems += said[:NAMED]
    if len(said) > NAMED:
        draft.report.problems.append(
            Problem(
                "warn",
                extract.path.name,
                f"地図の同じ区域になる行を一つとして読んだ区域が、ほかに{len(said) - NAMED}件あります。",
            )
        )


def _say_remainders(draft: Draft, lines: pd.DataFrame, level: str, extract: Extract) -> None:
    """Areas whose parts do not make a whole: the rest of their people stands in no area of that level, but in the
    city."""
    once = lines.drop_duplicates(["area_code", "parent_code"])
    placed = once.groupby("area_code", sort=False)["weight"].sum()
    placed = placed[placed < 1 - 1e-4]
    if len(placed):
        names = draft.areas.drop_duplicates("area_code").set_index("area_code")["name"].reindex(placed.index)
        named = "、".join(
            f"{name} {share:g}" for name, share in zip(names.head(NAMED), placed.head(NAMED), strict=True)
        ) + (f" ほか{len(placed) - NAMED}件" if len(placed) > NAMED else "")
        draft.report.problems.append(
            Problem(
                "warn",
                extract.path.name,
                f"割合の合計が1にならない区域が{len(placed):,}件あります（{named}）。残りの人は、"
                f"どの{LEVELS.get(level, level)}にも入らず、市全体にだけ入ります。",
                "二つに分かれる区域の割合は、合計1にしてください。",
            )
        )


def _say_left_over(draft: Draft, before: pd.DataFrame, now: pd.DataFrame, extract: Extract) -> None:
    """Areas that had a parent and have none in the newer table: they are in no district from here on."""
    areas = draft.areas
    left = areas[areas["area_code"].isin(set(before["area_code"]) - set(now["area_code"]))]["name"]
    if len(left):
        named = "、".join(left.astype(str).head(5)) + (f" ほか{len(left) - 5}件" if len(left) > 5 else "")
        draft.report.problems.append(
            Problem(
                "warn",
                extract.path.name,
                f"前の表にあった区域{len(left):,}件がこの表になく、どこにも属さなくなりました（{named}）。",
                "市の全部の区域を一つの表に入れてください。",
            )
        )


def _parents(draft: Draft, rows: pd.DataFrame, level: str, extract: Extract) -> dict[str, str]:
    """Code of every parent named, new areas made for those that are not there; one name spelled in two ways is one
    area, and that is said."""
    there = draft.areas[draft.areas["level"] == level]
    known = {normal_name(name, draft.title): code for name, code in zip(there["name"], there["area_code"], strict=True)}
    names = rows["parent"].drop_duplicates()
    first = {normal_name(name, draft.title): name for name in names[::-1]}
    fresh = [name for key, name in dict(reversed(first.items())).items() if key not in known]
    if same := [
        f"「{name}」は「{first[normal_name(name, draft.title)]}」"
        for name in names
        if first[normal_name(name, draft.title)] != name
    ]:
        named = "、".join(same[:NAMED]) + (f" ほか{len(same) - NAMED}件" if len(same) > NAMED else "")
        draft.report.problems.append(
            Problem(
                "warn",
                extract.path.name,
                f"書き方の違う同じ名前の{LEVELS.get(level, level)}を、一つとして読みました（{named}と同じ）。",
                "別のものなら、名前を変えて区別してください。",
            )
        )
    ordered = sorted(fresh, key=_natural) if all(re.search(r"\d", name) for name in fresh) else fresh
    readings = dict(zip(rows["parent"], rows["reading"], strict=True)) if "reading" in rows else {}
    start = 0 if draft.areas.empty else int(draft.areas["order"].max()) + 1
    codes = draft.codes(ordered, level)
    new = pd.DataFrame(
        {
            "area_code": [codes[name] for name in ordered],
            "level": level,
            "name": ordered,
            "reading": [readings.get(name) for name in ordered],
            "order": range(start, start + len(ordered)),
            "geometry": None,
        }
    )
    if len(new):
        draft.tables["areas"] = stacked_areas(draft.areas, gpd.GeoDataFrame(new, geometry="geometry", crs=STORED_CRS))
    of_key = known | {normal_name(name, draft.title): codes[name] for name in ordered}
    return {name: of_key[normal_name(name, draft.title)] for name in names}


def _natural(name: str) -> tuple[str, int]:
    """What stands before the number of a name, and the number."""
    before, number = re.split(r"(\d+)", name, maxsplit=1)[:2]
    return before, int(number)


def _drop_empty_parents(draft: Draft, level: str) -> None:
    held = set(draft.tables["membership"]["parent_code"])
    areas = draft.areas
    empty = (areas["level"] == level) & ~areas["area_code"].isin(held)
    if empty.any() and level != CITY_LEVEL:
        draft.tables["areas"] = areas[~empty].reset_index(drop=True)
