"""An import from beginning to end: read every file, refuse together, join, finish, write one new revision."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

import pandas as pd

from data.city import CITY_FILE, City, cities_dir, open_city
from data.finishing import finish
from data.geofile import read_shapes
from data.joining import Matched
from data.locating import clip_base, locate_resources
from data.merging import Draft, add_boundaries, add_membership, add_named_areas, add_rows, note_matches
from data.piece import Options, Piece
from data.problems import Problem, Refused
from data.readers import recognise
from data.report import FileReport, Report
from data.schema import TABLES
from data.store import write_city
from data.tabular import Opened, opened
from data.zones import prefecture_name

# Areas first, then who belongs to whom, then what is counted in them.
ORDER = ("boundaries", "population", "census", "membership")
NEW_LEVEL_SHARE = 0.5  # fewer names than this share found: the file speaks of areas the city does not have yet


@dataclass(frozen=True)
class Given:
    """A file on the command line; `kind` where the user says it."""

    path: Path
    kind: str | None = None


@dataclass(frozen=True)
class Wishes:
    """What the user asks of an import besides the files."""

    replace: bool = False
    zone: int | None = None
    blank: str | None = None
    resource_kind: str | None = None
    title: str | None = None
    districts_made_up: bool = False
    cities: Path | None = None
    city_codes: tuple[str, ...] = ()


Say = Callable[[str], None]


def read_pieces(given: Sequence[Given], options: Options, say: Say = print) -> list[Piece]:
    """Every file read, boundaries first because they say which city it is.

    Raises Refused with the problems of all files together.
    """
    refused: list[Problem] = []
    with ExitStack() as stack:
        known = [found for one in given if (found := _recognised(one, stack, refused, say))]
        # One file twice, or two files of which one would silently replace the other, is the user's slip.
        known.sort(key=lambda pair: ORDER.index(pair[1].KIND) if pair[1].KIND in ORDER else len(ORDER))
        pieces: list[Piece] = []
        for file, reader in known:
            say(f"読んでいます: {file.path.name}（{reader.LABEL}）")
            try:
                piece = reader.read(file, options)
            except Refused as found:
                refused += [problem for problem in found.problems if problem.severity == "refuse"]
                continue
            piece.label = reader.LABEL
            pieces.append(piece)
            if codes := piece.source.get("city_codes"):
                options = replace(options, city_codes=tuple(dict.fromkeys((*options.city_codes, *codes))))
    if refused:
        raise Refused(refused)
    return pieces


def _recognised(one: Given, stack: ExitStack, refused: list[Problem], say: Say):
    try:
        file = stack.enter_context(opened(one.path))
    except Refused as found:
        refused += found.problems
        return None
    reader = recognise(file, one.kind)
    if reader is None:
        try:
            if file.is_geo:
                read_shapes(file, [])  # a broken file is known by no reader: say that it is broken
            refused.append(_unknown(file))
        except Refused as found:
            refused += found.problems
        return None
    return file, reader


def _unknown(file: Opened) -> Problem:
    seen = next((row for sheet in file.sheets for row in sheet.rows if sum(map(bool, row)) > 1), [])
    return file.problem("refuse", "何のファイルか見分けられません。", "「--as 種類=ファイル」で種類を指定するか、見出しを確かめてください（ひな形: python -m data template 種類 出力.xlsx）。",
                        value="、".join(cell.replace("\n", "") for cell in seen if cell)[:60])


def import_city(name: str, given: Sequence[Given], wishes: Wishes = Wishes(), say: Say = print) -> Report:
    """Read the files into the city `name`: a new revision beside the old ones, then city.toml.

    Raises Refused (nothing stored is changed) with every problem of every file.
    """
    if not re.fullmatch(r"[^\W_][\w\-]*", name):
        raise Refused([Problem("refuse", name, "市の名前に使えない文字があります。", "higashiosaka のように、文字・数字・ハイフンだけの名前にしてください。")])
    root = cities_dir(wishes.cities)
    present = open_city(name, root) if (root / name / CITY_FILE).is_file() else None
    kept = present if present and not wishes.replace else None
    codes = wishes.city_codes or _codes(kept)
    options = Options(blank=wishes.blank, zone=wishes.zone, city_codes=codes, resource_kind=wishes.resource_kind)
    pieces = read_pieces(given, options, say)
    _refuse_another_city(pieces, kept)
    draft = Draft(name, _title(name, pieces, wishes, kept), _tables(kept), Report(name, "", "", "", 0))
    draft.report.problems += [problem for piece in pieces for problem in piece.problems]
    say("区域を結び付けています")
    for piece in pieces:
        _add(draft, piece)
    settings = _settings(draft, pieces, wishes, kept)
    _warn_of_years(draft, pieces)
    say("地図の形を整えています")
    finish(draft, settings, wishes.zone)
    _locate(draft, pieces, settings)
    if "base" in draft.tables:
        draft.tables["base"] = clip_base(draft.tables["base"], draft.areas, int(settings["zone"]))
    revision = _revision(root / name)
    _complete(draft, settings, revision, root / name)
    say("書き込んでいます")
    write_city(root / name, settings, draft.tables, revision)
    return draft.report


def _refuse_another_city(pieces: Sequence[Piece], kept: City | None) -> None:
    """The files of another city must not be mixed into this one (the wards of a designated city, whose third digit is 1, are one city)."""
    if kept is None or not kept.city_code:
        return
    wrong = []
    for piece in pieces:
        others = [code for code in piece.source.get("city_codes", ()) if code != kept.city_code and not code[2] == kept.city_code[2] == "1"]
        if others:
            wrong.append(Problem("refuse", piece.path.name, f"{kept.title}（{kept.city_code}）ではない市区町村（{'、'.join(others[:3])}）のファイルです。",
                                 "市の名前（import の次の言葉）を変えるか、--replace で作り直してください。"))
    if wrong:
        raise Refused(wrong)


def _codes(city: City | None) -> tuple[str, ...]:
    """The 5-digit codes of a city that is there already, from its areas."""
    if city is None:
        return ()
    codes = city.table("areas")["area_code"].astype("str")
    numbered = codes[codes.str.fullmatch(r"\d{9}|\d{11}")].str[:5]
    return tuple(dict.fromkeys(numbered)) or ((city.city_code,) if city.city_code else ())


def _tables(city: City | None) -> dict[str, pd.DataFrame]:
    return {name: city.table(name) for name, table in TABLES.items() if city.has(name) and not table.restricted} if city else {}


def _title(name: str, pieces: Sequence[Piece], wishes: Wishes, kept: City | None) -> str:
    said = next((str(piece.source["city_title"]) for piece in pieces if piece.source.get("city_title")), None)
    return wishes.title or (kept.title if kept and kept.title != name else None) or said or name


def _add(draft: Draft, piece: Piece) -> None:
    """One piece into the draft: its areas, its membership, its rows joined to areas, its source."""
    file = FileReport(piece.path.name, piece.kind, piece.label)
    draft.report.files.append(file)
    ids = _sources(draft, piece)
    file.source_ids = sorted(set(ids.values()))
    for name, frame in piece.tables.items():
        if name == "areas" and "geometry" in frame:
            add_boundaries(draft, piece, file)
        elif name == "membership":
            add_membership(draft, piece, file)
        elif name == "base":
            add_rows(draft, name, frame, piece)
            file.rows += len(frame)
        elif name != "areas" and len(frame):
            rows = _with_source(frame, name, ids)
            add_rows(draft, name, _joined(draft, name, rows, piece, file), piece)
            file.rows += len(frame)
    draft.fresh |= set(file.source_ids)
    _compare_totals(draft, piece, file)


def _sources(draft: Draft, piece: Piece) -> dict[str, str]:
    """source_id by date ("" where a table has none); a register or census is known by its date, others by their title too."""
    frames = [frame for frame in piece.tables.values() if "as_of" in frame]
    dates = sorted({str(date) for frame in frames for date in frame["as_of"].dropna().unique()}) or [str(piece.source.get("as_of") or "")]
    ids = {}
    checksum = hashlib.sha256(piece.path.read_bytes()).hexdigest()
    said = {key: value for key, value in piece.source.items() if key in TABLES["sources"].columns}
    rows = []
    for date in dates:
        kind, title = str(said["kind"]), str(said.get("title", ""))
        end = "" if kind in ("register", "census") else f"-{hashlib.sha256(title.encode()).hexdigest()[:6]}"
        ids[date] = f"{kind}-{date.replace('/', '_') or 'undated'}{end}"
        rows.append(said | {"source_id": ids[date], "as_of": date or None, "file_name": piece.path.name, "checksum": checksum, "retrieved": datetime.now(timezone.utc).date().isoformat()})
    add_rows(draft, "sources", TABLES["sources"].fit(pd.DataFrame(rows)), piece)
    return ids


def _with_source(frame: pd.DataFrame, name: str, ids: dict[str, str]) -> pd.DataFrame:
    if "source_id" not in TABLES[name].columns:
        return frame
    only = next(iter(ids.values()))
    return frame.assign(source_id=frame["as_of"].astype("str").map(ids).fillna(only) if "as_of" in frame else only)


def _joined(draft: Draft, name: str, frame: pd.DataFrame, piece: Piece, file: FileReport) -> pd.DataFrame:
    """The rows with area_code instead of `area`; rows of areas that are not found are left out, and said."""
    if "area" not in frame:
        return frame
    if name == "population" and not draft.areas["level"].isin(["small_area", "neighbourhood"]).any():
        areas = frame[frame["area"] != draft.title].drop_duplicates("area")
        add_named_areas(draft, areas, "small_area", file, piece.tables.get("areas"))
    matched = draft.gazetteer().match(frame)
    if name in ("resources", "served"):
        _found_elsewhere(draft, matched)
    elif "within" in frame and len(matched.lost) > NEW_LEVEL_SHARE * (len(matched.lost) + len(matched.codes)):
        matched = _with_new_level(draft, frame, matched, file)
    within = frame["within"].fillna("").astype("str") if "within" in frame else pd.Series("", index=frame.index)
    keys = pd.Series(list(zip(frame["area"].fillna("").astype("str"), within, strict=True)), index=frame.index)
    code = keys.map(matched.codes)
    if name == "merges":
        return frame.assign(area_code=code, into_code=frame["into"]).dropna(subset=["area_code"])
    # People of suppressed areas may be counted in a row that is no area of its own (a 大字 above its 丁目).
    receivers = set(piece.tables["merges"]["into"]) if "merges" in piece.tables else set()
    kept_as_is = frame["area"].isin(receivers) & code.isna()
    code = code.mask(kept_as_is, frame["area"])
    matched.lost = {key: why for key, why in matched.lost.items() if key[0] not in receivers}
    if name in ("resources", "served"):
        note_matches(file, matched)
        _say_lost(draft, name, frame[code.isna() & frame["area"].notna()], matched, piece, file)
        return frame.assign(area_code=code) if name == "resources" else frame.assign(area_code=code).dropna(subset=["area_code"])
    if name in ("population", "households") and file.areas and name == "households":
        matched = Matched()  # the same areas as the file's population: said once
    else:
        note_matches(file, matched)
        _say_lost(draft, name, frame[code.isna()], matched, piece, file)
    if name == "population":
        _note_population(frame.assign(area_code=code).dropna(subset=["area_code"]), draft, file)
    return frame.assign(area_code=code).dropna(subset=["area_code"]).drop(columns=["area"])


def _found_elsewhere(draft: Draft, matched: Matched) -> None:
    """A list of resources names areas, it does not make them; a team may serve an area outside the district it belongs to."""
    if not matched.lost:
        return
    again = draft.gazetteer().match(pd.DataFrame({"area": [area for area, within in matched.lost if within]}, dtype="str"))
    for area, within in [key for key in matched.lost if (key[0], "") in again.codes and key[1]]:
        matched.codes[area, within] = again.codes[area, ""]
        matched.how["name"] += 1
        del matched.lost[area, within]


def _with_new_level(draft: Draft, frame: pd.DataFrame, matched: Matched, file: FileReport) -> Matched:
    """A city's first table of associations brings the associations: areas without polygons, under the district they are written in."""
    gazetteer = draft.gazetteer()
    named = frame[frame["within"].notna() & (frame["within"] != "")].drop_duplicates(["area", "within"])
    districts = gazetteer.match(pd.DataFrame({"area": named["within"].drop_duplicates()}), ("district",))
    known = named[named["within"].isin({area for area, _ in districts.codes})]
    known = known[[(area, within) in matched.lost for area, within in zip(known["area"], known["within"], strict=True)]]
    if known.empty:
        return matched
    add_named_areas(draft, known, "neighbourhood", file)
    belongs = pd.DataFrame({"area_code": [draft.code(f"{within}/{area}") for area, within in zip(known["area"], known["within"], strict=True)],
                            "parent_code": [districts.codes[within, ""] for within in known["within"]], "weight": 1.0, "basis": "counted"})
    present = draft.tables.get("membership", TABLES["membership"].empty())
    draft.tables["membership"] = pd.concat([present, belongs], ignore_index=True)
    draft.report.assumed.append(f"{file.file}: 境界のない町内会・自治会 {len(known):,}件を、書かれた地区の中の区域として加えました。")
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
    named = "、".join(f"「{line.get('area_name') or line['area']}」{int(line['row'])}行目" if "row" in lost else f"「{line['area']}」" for _, line in first.iterrows())
    reasons = "、".join(dict.fromkeys(matched.lost.values()))
    more = f" ほか{len(matched.lost) - 5}件" if len(matched.lost) > 5 else ""
    what = {"resources": "区域なしで読みました", "served": "届く区域から外しました"}.get(name, "外しました")
    draft.report.problems.append(Problem("warn", piece.path.name, f"市の区域と結び付かなかった{len(matched.lost):,}件を{what}（{people}{reasons}）: {named}{more}。",
                                         "区域の名前かコード、または境界の年を確かめてください。"))


def _warn_of_years(draft: Draft, pieces: Sequence[Piece]) -> None:
    """Census tables fit the polygons of the same census only: areas are split, joined and renamed in between."""
    sources = draft.tables.get("sources", TABLES["sources"].empty())
    years = sources.loc[(sources["kind"] == "boundary") & sources["title"].str.contains("国勢調査"), "as_of"].dropna().str[:4]
    for piece in pieces:
        as_of = str(piece.source.get("as_of") or "")[:4]
        if piece.kind == "census" and len(years) and as_of not in set(years):
            draft.report.problems.append(Problem("warn", piece.path.name, f"境界は{years.iloc[-1]}年、統計は{as_of}年の国勢調査で、年が違います。", f"{as_of}年の境界を使うと、分かれた区域や変わった区域も結び付きます。"))


def _note_population(rows: pd.DataFrame, draft: Draft, file: FileReport) -> None:
    everyone = rows[rows["sex"] == "all"]
    file.dates = sorted(everyone["as_of"].dropna().unique())
    file.persons = {str(date): int(number) for date, number in everyone.groupby("as_of")["persons"].sum().items()}
    names = rows["area_name"] if "area_name" in rows else rows["area"]
    file.suppressed = list(dict.fromkeys(names[rows["state"] == "suppressed"]))
    file.merged = list(dict.fromkeys(names[rows["state"] == "merged"]))


def _compare_totals(draft: Draft, piece: Piece, file: FileReport) -> None:
    """The file's own totals beside what its rows add up to; a difference is a warning."""
    for table, said in piece.totals.items():
        frame = piece.tables.get(table)
        for what, stated in said.items():
            added = None
            if table == "population" and what == "人口総数":
                added = float(frame.loc[frame["sex"] == "all", "persons"].sum())
            elif what == "世帯数" and "households" in piece.tables:
                added = float(piece.tables["households"]["households"].sum())
            elif table == "areas":
                added = stated
            file.totals[what] = {"file": stated, "read": added}
            if added is not None and added != stated:
                draft.report.problems.append(Problem("warn", piece.path.name, f"資料の{what}の合計（{stated:,.0f}）と足し上げ（{added:,.0f}）が{added - stated:+,.0f}違います。", "元の表を確かめてください。"))


def _settings(draft: Draft, pieces: Sequence[Piece], wishes: Wishes, kept: City | None) -> dict[str, object]:
    """What city.toml will say."""
    codes = [code for piece in pieces for code in piece.source.get("city_codes", ())]
    code = codes[0] if codes else kept.city_code if kept else ""
    said = next((str(piece.source["prefecture"]) for piece in pieces if piece.source.get("prefecture")), "")
    settings = {"title": draft.title, "city_code": code, "prefecture": said or prefecture_name(code) or (kept.prefecture if kept else "")}
    if kept:
        extra = {"words": kept.words, "thresholds": kept.thresholds, "size_class": kept.size_class, "invented": kept.invented}
        settings = extra | settings
    notes = list(kept.notes) if kept else []
    made_up = wishes.districts_made_up or any(_looks_made_up(piece) for piece in pieces)
    if made_up or (kept and kept.invented_districts and not any("membership" in piece.tables for piece in pieces)):
        settings["invented_districts"] = True
        note = "地区は試すために作ったもので、市の地区ではありません。"
        notes += [] if note in notes else [note]
        if made_up:
            draft.report.assumed.append(note)
    return settings | {"notes": notes}


def _looks_made_up(piece: Piece) -> bool:
    rows = piece.tables.get("membership")
    return rows is not None and ("made_up" in piece.path.stem or "検証" in piece.path.stem or rows["parent"].str.contains("検証").any())


def _locate(draft: Draft, pieces: Sequence[Piece], settings: dict[str, object]) -> None:
    """Resources of this import find the area they stand in; supports served by name find their areas."""
    files = {}
    for file in draft.report.files:
        files |= dict.fromkeys(file.source_ids, file.file)
    table = draft.tables.get("resources")
    for piece in pieces:
        if "resources" not in piece.tables:
            continue
        ids = {source for source, file in files.items() if file == piece.path.name}
        mine = table["source_id"].isin(ids)
        located, problems = locate_resources(table[mine], draft.areas, int(settings["zone"]), piece.path.name)
        draft.report.problems += problems
        table = pd.concat([table[~mine], located], ignore_index=True)
        file = next(file for file in draft.report.files if file.file == piece.path.name)
        file.resources = {"read": int(mine.sum()), "inside": int(located["area_code"].notna().sum()),
                          "without_place": int((located["area_code"].isna() & located["lat"].isna()).sum()), "outside": int(mine.sum()) - len(located)}
    if table is not None:
        draft.tables["resources"] = table


def _revision(folder: Path) -> str:
    stem = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S")
    return next(name for number in range(1000) if not (folder / (name := f"{stem}-{number}" if number else stem)).exists())


def _complete(draft: Draft, settings: dict[str, object], revision: str, folder: Path) -> None:
    report = draft.report
    report.title, report.revision, report.folder, report.zone = draft.title, revision, str(folder), int(settings["zone"])
    areas = draft.areas
    report.areas = {str(level): int(number) for level, number in areas["level"].value_counts(sort=False).items()}
    areal = areas.geom_type.isin(["Polygon", "MultiPolygon"])
    report.polygons = {level: int((areal & (areas["level"] == level)).sum()) for level in report.areas}
