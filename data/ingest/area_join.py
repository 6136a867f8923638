"""Rows of an extract joined to the city's areas, with what was not found, what was hidden and what does not add up."""

from __future__ import annotations

import pandas as pd

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.ingest.draft import Draft, note_matches
from data.ingest.gazetteer import Matched
from data.ingest.named_areas import add_named_areas
from data.ingest.repeated_lines import lines_together
from data.ingest.report import FileReport
from data.ingest.totals_and_years import note_population, tell_jumps
from data.store.schema import TABLES
from data.vocabulary import LEVELS

NEW_LEVEL_SHARE = 0.5  # fewer names than this share found: the file speaks of areas the city does not have yet


def join_areas(draft: Draft, name: str, frame: pd.DataFrame, extract: Extract, file: FileReport) -> pd.DataFrame:
    """The rows with area_code instead of `area`; rows of areas that are not found are left out, and said."""
    if "area" not in frame:
        return frame
    if name == "population" and not draft.areas["level"].isin(["small_area", "neighbourhood"]).any():
        areas = frame[(frame["area"] != draft.title) | _is_a_town(frame, draft.title)].drop_duplicates("area")
        add_named_areas(draft, areas, "small_area", file, extract.tables.get("areas"))
    matched = draft.gazetteer().match(frame)
    if (
        name == "population"
        and matched.lost
        and (matched.codes or file.created)
        and not draft.areas.geom_type.isin(["Polygon", "MultiPolygon"]).any()
    ):
        # A city known by names only: a name that a later table brings is a new area, there is nothing it could miss.
        new = frame[frame["area"].isin({area for area, _ in matched.lost})].drop_duplicates("area")
        add_named_areas(draft, new, "small_area", file, extract.tables.get("areas"))
        matched = draft.gazetteer().match(frame)
    if "population" not in extract.tables:  # a register is of the finest areas
        _say_either(draft, matched, file)
    if name in ("resources", "served"):
        _found_elsewhere(draft, matched)
    elif "within" in frame and len(matched.lost) > NEW_LEVEL_SHARE * (len(matched.lost) + len(matched.codes)):
        matched = _with_new_level(draft, frame, matched, file)
    named = [
        frame[name].fillna("").astype("str").to_numpy(object) if name in frame else [""] * len(frame)
        for name in ("area", "within")
    ]
    keys = pd.Series(list(zip(*named, strict=True)), index=frame.index)
    code = keys.map(matched.codes)
    if name == "merges":
        return _one_line_an_area(
            draft, name, frame.assign(area_code=code, into_code=frame["into"]).dropna(subset=["area_code"]), extract
        )
    # People of suppressed areas may be counted in a row that is no area of its own (a 大字 above its 丁目).
    receivers = set(extract.tables["merges"]["into"]) if "merges" in extract.tables else set()
    kept_as_is = frame["area"].isin(receivers) & code.isna()
    code = code.mask(kept_as_is, frame["area"])
    matched.lost = {key: why for key, why in matched.lost.items() if key[0] not in receivers}
    if name in ("resources", "served"):
        note_matches(file, matched)
        _say_lost(draft, name, frame[code.isna() & frame["area"].notna()], matched, extract, file)
        return (
            frame.assign(area_code=code)
            if name == "resources"
            else frame.assign(area_code=code).dropna(subset=["area_code"])
        )
    if name in ("population", "households") and file.areas and name == "households":
        matched = Matched()  # the same areas as the file's population: said once
    else:
        note_matches(file, matched)
        _say_lost(draft, name, frame[code.isna()], matched, extract, file)
    rows = frame.assign(area_code=code).dropna(subset=["area_code"])
    once = _one_line_an_area(draft, name, rows, extract).drop(columns=["area"])
    if name == "population":
        note_population(rows, draft, file, once)
        if extract.source["kind"] == "register":
            tell_jumps(draft, once, file)
    return once


def _is_a_town(frame: pd.DataFrame, title: str) -> bool:
    """Whether the line that bears the city's name is one of its towns and not its total: beside others, and not their
    sum."""
    people = frame[frame["sex"] == "all"].groupby(["as_of", "area"])["persons"].sum().reset_index()
    mine = people["area"] == title
    others = people[~mine].groupby("as_of")["persons"].sum()
    return bool(
        mine.any()
        and len(others)
        and (people[mine].set_index("as_of")["persons"] != others.reindex(people.loc[mine, "as_of"])).all()
    )


def _one_line_an_area(draft: Draft, name: str, rows: pd.DataFrame, extract: Extract) -> pd.DataFrame:
    """Lines that come to one area added up, and that said (once for a file that counts people and households); raises
    Refused for what does not add up."""
    once, said = lines_together(rows, name, extract, draft.areas)
    if name != "households" or len(extract.tables) == 1:
        draft.report.problems += said
    return once


def _say_either(draft: Draft, matched: Matched, file: FileReport) -> None:
    """Names that are names of two levels: which one was taken, once a file."""
    if not matched.either:
        return
    _, taken, other = matched.either[0]
    one, two = LEVELS.get(taken, taken), LEVELS.get(other, other)
    named = "、".join(f"「{name}」" for name, *_ in matched.either[:5]) + (
        f" ほか{len(matched.either) - 5}件" if len(matched.either) > 5 else ""
    )
    problem = Problem(
        "warn",
        file.file,
        f"この表の名前は{one}にも{two}にもあります（{named}）。{one}として読みました。",
        f"{two}の表なら、名前の列の見出しを「{two}」にするか、区域のコードを書いてください。",
    )
    if problem not in draft.report.problems:
        draft.report.problems.append(problem)


def _found_elsewhere(draft: Draft, matched: Matched) -> None:
    """A list of resources names areas, it does not make them; a team may serve an area outside the district it belongs
    to."""
    if not matched.lost:
        return
    again = draft.gazetteer().match(
        pd.DataFrame({"area": [area for area, within in matched.lost if within]}, dtype="str")
    )
    for area, within in [key for key in matched.lost if (key[0], "") in again.codes and key[1]]:
        matched.codes[area, within] = again.codes[area, ""]
        matched.how["name"] += 1
        del matched.lost[area, within]


def _with_new_level(draft: Draft, frame: pd.DataFrame, matched: Matched, file: FileReport) -> Matched:
    """A city's first table of associations brings the associations: areas without polygons, under the district they are
    written in."""
    gazetteer = draft.gazetteer()
    named = frame[frame["within"].notna() & (frame["within"] != "")].drop_duplicates(["area", "within"])
    districts = gazetteer.match(pd.DataFrame({"area": named["within"].drop_duplicates()}), ("district",))
    known = named[named["within"].isin({area for area, _ in districts.codes})]
    known = known[[(area, within) in matched.lost for area, within in zip(known["area"], known["within"], strict=True)]]
    if known.empty:
        return matched
    codes = add_named_areas(draft, known, "neighbourhood", file)
    belongs = pd.DataFrame(
        {
            "area_code": codes,
            "parent_code": [districts.codes[within, ""] for within in known["within"]],
            "weight": 1.0,
            "basis": "counted",
        }
    )
    present = draft.tables.get("membership", TABLES["membership"].empty())
    draft.tables["membership"] = pd.concat([present, belongs], ignore_index=True)
    draft.report.assumed.append(
        f"{file.file}: 境界のない町内会・自治会 {len(known):,}件を、書かれた地区の中の区域として加えました。"
    )
    return draft.gazetteer().match(frame)


def _say_lost(
    draft: Draft, name: str, lost: pd.DataFrame, matched: Matched, extract: Extract, file: FileReport
) -> None:
    if not matched.lost:
        return
    people = ""
    if name == "population":
        by_date = lost[lost["sex"] == "all"].groupby("as_of")["persons"].sum()
        file.unmatched_persons = int(by_date.iloc[-1]) if len(by_date) else 0
        people = f"{file.unmatched_persons:,}人分。"
    first = lost.drop_duplicates("area").head(5)
    named = "、".join(
        f"「{line.get('area_name') or line['area']}」{int(line['row'])}行目" if "row" in lost else f"「{line['area']}」"
        for _, line in first.iterrows()
    )
    reasons = "、".join(dict.fromkeys(matched.lost.values()))
    more = f" ほか{len(matched.lost) - 5}件" if len(matched.lost) > 5 else ""
    if name not in ("resources", "served") and not matched.codes:
        raise Refused(
            [
                Problem(
                    "refuse",
                    extract.path.name,
                    f"市の区域と一つも結び付きません（{reasons}）: {named}{more}。",
                    "この市のファイルか、区域の名前かコード、または境界の年を確かめてください。",
                )
            ]
        )
    what = {"resources": "区域なしで読みました", "served": "届く区域から外しました"}.get(name, "外しました")
    sheets = list(lost["sheet"].dropna().unique()) if "sheet" in lost else []
    draft.report.problems.append(
        Problem(
            "warn",
            extract.path.name,
            f"市の区域と結び付かなかった{len(matched.lost):,}件を{what}（{people}{reasons}）: {named}{more}。",
            "区域の名前かコード、または境界の年を確かめてください。",
            sheet=str(sheets[0]) if len(sheets) == 1 else "",
        )
    )
