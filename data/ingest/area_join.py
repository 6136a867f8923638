"""Rows of a piece joined to the city's areas, with what was not found, what was hidden and what does not add up."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from data.files.extract import Piece
from data.files.problems import Problem, Refused
from data.ingest.draft import Draft, add_named_areas, note_matches
from data.ingest.gazetteer import Matched
from data.ingest.repeated_lines import lines_together
from data.ingest.report import FileReport
from data.store.citations import date_words
from data.store.schema import TABLES
from data.vocabulary import LEVELS

YEARS_APART = 8  # polygons of one census serve until those of the next are published, some seven years later
SOON = pd.Timedelta(days=400)  # two registers so near each other are compared, area by area
JUMP_SHARE, JUMP_PERSONS = 0.2, 300  # by so much no area of this size grows or shrinks in a year without a reason
NEW_LEVEL_SHARE = 0.5  # fewer names than this share found: the file speaks of areas the city does not have yet


def joined(draft: Draft, name: str, frame: pd.DataFrame, piece: Piece, file: FileReport) -> pd.DataFrame:
    """The rows with area_code instead of `area`; rows of areas that are not found are left out, and said."""
    if "area" not in frame:
        return frame
    if name == "population" and not draft.areas["level"].isin(["small_area", "neighbourhood"]).any():
        areas = frame[(frame["area"] != draft.title) | _is_a_town(frame, draft.title)].drop_duplicates("area")
        add_named_areas(draft, areas, "small_area", file, piece.tables.get("areas"))
    matched = draft.gazetteer().match(frame)
    if (
        name == "population"
        and matched.lost
        and (matched.codes or file.created)
        and not draft.areas.geom_type.isin(["Polygon", "MultiPolygon"]).any()
    ):
        # A city known by names only: a name that a later table brings is a new area, there is nothing it could miss.
        new = frame[frame["area"].isin({area for area, _ in matched.lost})].drop_duplicates("area")
        add_named_areas(draft, new, "small_area", file, piece.tables.get("areas"))
        matched = draft.gazetteer().match(frame)
    if "population" not in piece.tables:  # a register is of the finest areas
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
            draft, name, frame.assign(area_code=code, into_code=frame["into"]).dropna(subset=["area_code"]), piece
        )
    # People of suppressed areas may be counted in a row that is no area of its own (a 大字 above its 丁目).
    receivers = set(piece.tables["merges"]["into"]) if "merges" in piece.tables else set()
    kept_as_is = frame["area"].isin(receivers) & code.isna()
    code = code.mask(kept_as_is, frame["area"])
    matched.lost = {key: why for key, why in matched.lost.items() if key[0] not in receivers}
    if name in ("resources", "served"):
        note_matches(file, matched)
        _say_lost(draft, name, frame[code.isna() & frame["area"].notna()], matched, piece, file)
        return (
            frame.assign(area_code=code)
            if name == "resources"
            else frame.assign(area_code=code).dropna(subset=["area_code"])
        )
    if name in ("population", "households") and file.areas and name == "households":
        matched = Matched()  # the same areas as the file's population: said once
    else:
        note_matches(file, matched)
        _say_lost(draft, name, frame[code.isna()], matched, piece, file)
    rows = frame.assign(area_code=code).dropna(subset=["area_code"])
    once = _one_line_an_area(draft, name, rows, piece).drop(columns=["area"])
    if name == "population":
        _note_population(rows, draft, file, once)
        if piece.source["kind"] == "register":
            _say_jumps(draft, once, file)
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


def _one_line_an_area(draft: Draft, name: str, rows: pd.DataFrame, piece: Piece) -> pd.DataFrame:
    """Lines that come to one area added up, and that said (once for a file that counts people and households); raises
    Refused for what does not add up."""
    once, said = lines_together(rows, name, piece, draft.areas)
    if name != "households" or len(piece.tables) == 1:
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


def _say_lost(draft: Draft, name: str, lost: pd.DataFrame, matched: Matched, piece: Piece, file: FileReport) -> None:
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
                    piece.path.name,
                    f"市の区域と一つも結び付きません（{reasons}）: {named}{more}。",
                    "この市のファイルか、区域の名前かコード、または境界の年を確かめてください。",
                )
            ]
        )
    what = {"resources": "区域なしで読みました", "served": "届く区域から外しました"}.get(name, "外しました")
    sheets = lost["sheet"].dropna().unique() if "sheet" in lost else ()
    draft.report.problems.append(
        Problem(
            "warn",
            piece.path.name,
            f"市の区域と結び付かなかった{len(matched.lost):,}件を{what}（{people}{reasons}）: {named}{more}。",
            "区域の名前かコード、または境界の年を確かめてください。",
            sheet=str(sheets[0]) if len(sheets) == 1 else "",
        )
    )


def forget_unsaid(draft: Draft, piece: Piece, ids: Collection[str]) -> None:
    """Rows that an earlier import of the same file (kind, title and date) brought, in tables that it no longer has.

    An emptied sheet of cases takes its cases and pictures away. Registers and censuses are known by their date alone,
    so that another file of theirs may say something else: they stay.
    """
    again = {source for source in ids if not source.startswith(("register-", "census-"))} - draft.fresh
    for name, table in draft.tables.items():
        if name in piece.tables or name == "sources" or "source_id" not in table:
            continue
        old = table["source_id"].isin(again)
        if old.any():
            draft.tables[name] = table[~old].reset_index(drop=True)
            draft.report.replaced.append(
                f"{TABLES[name].label} {int(old.sum()):,}行を消しました。前の {piece.path.name} にはあり、今回はなかったものです。"
            )


def _note_population(rows: pd.DataFrame, draft: Draft, file: FileReport, once: pd.DataFrame) -> None:
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


def _say_jumps(draft: Draft, once: pd.DataFrame, file: FileReport) -> None:
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


def warn_of_years(draft: Draft, pieces: Sequence[Piece]) -> None:
    """Census tables fit the polygons of the same census only, registers those of about their time: areas are split,
    joined and renamed."""
    sources = draft.tables.get("sources", TABLES["sources"].empty())
    boundaries = sources[(sources["kind"] == "boundary") & sources["title"].str.contains("国勢調査").fillna(False)]
    years = boundaries["as_of"].dropna().str[:4].astype(int)
    if years.empty:
        return
    asked = [(piece.path.name, piece.kind, str(piece.source.get("as_of") or "0")) for piece in pieces]
    if new := [
        piece for piece in pieces if piece.kind == "boundaries"
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
            why = f"境界（{years.iloc[-1]}年の国勢調査）と人口（{year}年）の年が{abs(year - years.iloc[-1])}年離れています。"
        else:
            continue
        draft.report.problems.append(
            Problem("warn", file, why, "年の近い境界を使うと、分かれた区域や変わった区域も結び付きます。")
        )
