"""An import from beginning to end: read every file, refuse together, join, finish, write one new revision."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data import contacts, kinds, pictures, restricted
from data.city import City, cities_dir, folders, open_city
from data.finishing import finish
from data.geofile import read_shapes, unknown
from data.letters import all_cleaned, cleaned
from data.locating import cut_to_city, locate_resources
from data.merging import Draft, add_boundaries, add_membership, add_rows
from data.naming import may_list_persons
from data.nearest import nearest
from data.piece import Options, Piece
from data.problems import Problem, Refused
from data.readers import recognise
from data.report import FileReport, Report
from data.rows import forget_unsaid, joined, warn_of_years
from data.schema import TABLES
from data.settings import settings, title
from data.shown import compare_totals, prepared_draft, tell_chains_apart, tell_contradictions, tell_levels_apart
from data.store import write_city
from data.tabular import Opened, opened
from data.wishes import Given, Wishes
from data.zones import ZONES

# The city's areas first, then who belongs to whom; tables of districts and associations need both.
OF_SHAPES = ("boundaries", "base", "resources", "people")  # kinds a file of shapes may have; the others are tables
OF_PEOPLE = ("resources", "councils")  # lists that people write in their own words
ORDER = ("boundaries", "population", "census", "membership")


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
                refused += [_told(reader.KIND, problem) for problem in found.problems if problem.severity == "refuse"]
                continue
            piece.problems[:] = [_told(reader.KIND, problem) for problem in piece.problems]
            piece.label = reader.LABEL
            if file.hidden:
                piece.problems.append(file.problem("info", f"表示されていないシート（{'、'.join(file.hidden)}）は読みませんでした。", "読むときは、Excel で再表示して保存してください。"))
            pieces.append(piece)
            if codes := piece.source.get("city_codes"):
                options = replace(options, city_codes=tuple(dict.fromkeys((*options.city_codes, *codes))))
    if refused:
        private = {one.path.name for one in given if one.kind == restricted.TABLE.name}  # of these no cell is repeated
        raise Refused([replace(problem, value="") if problem.file in private else problem for problem in refused])
    return pieces


def _told(kind: str, problem: Problem) -> Problem:
    """Lists in people's own words hold telephone numbers in any cell: of these no report repeats one."""
    return contacts.in_problem(problem) if kind in OF_PEOPLE else problem


def _recognised(one: Given, stack: ExitStack, refused: list[Problem], say: Say):
    try:
        file = stack.enter_context(opened(one.path))
    except Refused as found:
        refused += found.problems
        return None
    reader = recognise(file, one.kind)
    if reader is None:
        try:
            # A broken map is known by no reader: read_shapes says that it is broken.
            refused.append(contacts.in_problem(unknown(file, read_shapes(file, [])) if file.is_geo else _unknown(file)))
        except Refused as found:
            refused += found.problems
        return None
    if file.is_geo and reader.KIND not in OF_SHAPES:
        refused.append(file.problem("refuse", f"図形のファイルで、「{reader.LABEL}」ではありません。", "種類の指定（--as や --boundaries など）とファイルの組み合わせを確かめてください。"))
        return None
    return file, reader


def _unknown(file: Opened) -> Problem:
    seen = next((row for sheet in file.sheets for row in sheet.rows if sum(map(bool, row)) > 1), [])
    near = nearest(file.sheets)
    alike = f"「{near[0]}」の表に近いようですが、見出しが違います。「{near[0]}」の表の見出し: {'、'.join(near[1])}。" if near else ""
    if may_list_persons(file.sheets):  # of persons nothing is repeated, on screen or in a file
        return file.problem("refuse", f"何のファイルか見分けられません。一人ひとりのことを書いた表かもしれないので、書かれていることはここに示しません。{alike}",
                            "個人別の利用の一覧なら、見出しの行を付け、名前などの列を消してから「--individuals ファイル」で指定してください。ほかの表なら「--as 種類=ファイル」で種類を指定するか、見出しを確かめてください（ひな形: python -m data template 種類 出力.xlsx）。")
    return file.problem("refuse", f"何のファイルか見分けられません。{alike}", "「--as 種類=ファイル」で種類を指定するか、見出しを確かめてください（ひな形: python -m data template 種類 出力.xlsx）。",
                        value="、".join(cell.replace("\n", "") for cell in seen if cell)[:60])


def import_city(name: str, given: Sequence[Given], wishes: Wishes = Wishes(), say: Say = print) -> Report:
    """Read the files into the city `name`: a new revision beside the old ones, then city.toml.

    Raises Refused (nothing stored is changed) with every problem of every file.
    """
    root = cities_dir(wishes.cities)
    present = open_city(name, root) if name in folders(root) else None
    _refuse_wishes(name, given, wishes, present)
    kept = present if present and not wishes.replace else None
    codes = wishes.city_codes or _codes(kept)
    options = Options(
        blank=wishes.blank, zone=wishes.zone, city_codes=codes, resource_kind=wishes.resource_kind,
        published_list=wishes.published_list, as_of=wishes.as_of,
    )
    personal, pieces = restricted.apart(read_pieces(given, options, say))
    if personal and not pieces:
        return _only_personal(name, present, personal, root, wishes.replace)
    _refuse_another_city(pieces, kept)
    taken = pictures.collect(pieces)
    draft = Draft(name, title(name, pieces, wishes, kept), _tables(kept), Report(name, "", "", "", 0))
    draft.report.problems += [problem for piece in pieces for problem in piece.problems]
    draft.report.assumed += [line for piece in pieces for line in piece.assumed]
    say("区域を結び付けています")
    _add_all(draft, pieces)
    said = settings(draft, pieces, wishes, kept)
    warn_of_years(draft, pieces)
    say("地図の形を整えています")
    placed = kept is not None and bool(kept.table("areas").geometry.notna().any() or draft.areas.geometry.isna().all())
    finish(draft, said, wishes.zone or (kept.zone if kept and placed else None))
    _locate(draft, pieces, int(said["zone"]))
    cut_to_city(draft.tables, draft.areas, int(said["zone"]))
    _compare(draft, pieces, int(said["zone"]))
    people = restricted.joined(draft, personal)
    revision = _revision(root / name)
    _complete(draft, int(said["zone"]), revision, root / name)
    say("書き込んでいます")
    pictures.store(root / name, taken)
    write_city(root / name, said, draft.tables, revision)
    draft.report.replaced += restricted.keep(root / name, people, wishes.replace)
    return draft.report


def _only_personal(name: str, present: City | None, pieces: Sequence[Piece], root: Path, replace: bool) -> Report:
    """Rows of single persons alone: kept apart, the city's folder is not touched."""
    if present is None:
        raise Refused([Problem("refuse", name, "この名前の市のデータが、まだありません。", "先に、区域や人口などの市のデータを取り込んでください。")])
    draft = Draft(name, present.title, _tables(present), Report(name, "", "", "", 0))
    draft.report.replaced += restricted.keep(root / name, restricted.joined(draft, pieces), replace)
    _complete(draft, present.zone, present.revision, present.folder)
    return draft.report


def _refuse_wishes(name: str, given: Sequence[Given], wishes: Wishes, present: City | None) -> None:
    problems = []
    if not re.fullmatch(r"[^\W_][\w\-]*", name):
        problems.append(Problem("refuse", name, "市の名前に使えない文字があります。", "higashiosaka のように、文字・数字・ハイフンだけの名前にしてください。"))
    if not given:
        problems.append(Problem("refuse", name, "読むファイルがありません。", "ファイルを一つ以上指定してください。"))
    if wishes.zone is not None and wishes.zone not in ZONES:
        problems.append(Problem("refuse", name, f"座標系 {wishes.zone} は平面直角座標系ではありません。", f"{ZONES[0]}（1系）から {ZONES[-1]}（19系）までのEPSGコードを指定してください。"))
    if present and present.invented:
        problems.append(Problem("refuse", name, f"「{name}」は架空の見本（{present.title}）の名前です。実在の市のファイルは加えられません。", "別の名前にしてください。"))
    if problems:
        raise Refused(problems)


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


def _add_all(draft: Draft, pieces: Sequence[Piece]) -> None:
    """Every piece into the draft.

    Raises Refused with what all pieces cannot be joined for; of boundaries that cannot be taken at once, because all others stand on them.
    """
    refused: list[Problem] = []
    for piece in pieces:
        try:
            _add(draft, piece)
        except Refused as found:
            refused += found.problems
            if piece.kind == "boundaries":
                break
    if refused:
        raise Refused(refused)


def _add(draft: Draft, piece: Piece) -> None:
    """One piece into the draft: its areas, its membership, its rows joined to areas, its source."""
    file = FileReport(piece.path.name, piece.kind, piece.label)
    draft.report.files.append(file)
    ids = _sources(draft, piece)
    file.source_ids = sorted(set(ids.values()))
    forget_unsaid(draft, piece, file.source_ids)
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
            draft.brought[id(piece), name] = joined(draft, name, rows, piece, file)
            add_rows(draft, name, draft.brought[id(piece), name], piece)
            file.rows += len(frame)
    draft.fresh |= set(file.source_ids)


def _compare(draft: Draft, pieces: Sequence[Piece], zone: int) -> None:
    """What the files say of themselves beside what pages will show."""
    made = prepared_draft(draft, zone)
    for piece, file in zip(pieces, draft.report.files, strict=True):
        compare_totals(draft, made, piece, file)
    tell_levels_apart(draft, made, pieces)
    tell_chains_apart(draft, made, pieces)
    tell_contradictions(draft, made, pieces)


def _sources(draft: Draft, piece: Piece) -> dict[str, str]:
    """source_id by date ("" where a table has none); a register or census is known by its date, others by their title too."""
    frames = [frame for frame in piece.tables.values() if "as_of" in frame]
    dates = sorted({str(date) for frame in frames for date in frame["as_of"].dropna().unique()}) or [str(piece.source.get("as_of") or "")]
    ids = {}
    checksum = hashlib.sha256(piece.path.read_bytes()).hexdigest()
    said = {key: all_cleaned(value) for key, value in piece.source.items() if key in TABLES["sources"].columns}
    rows = []
    for date in dates:
        kind, title = str(said["kind"]), str(said.get("title", ""))
        end = "" if kind in ("register", "census") else f"-{hashlib.sha256(title.encode()).hexdigest()[:6]}"
        ids[date] = f"{kind}-{date.replace('/', '_') or 'undated'}{end}"
        rows.append(
            said
            | {
                "source_id": ids[date],
                "as_of": date or None,
                "file_name": cleaned(piece.path.name),
                "checksum": checksum,
                "retrieved": datetime.now(UTC).date().isoformat(),
            }
        )
    add_rows(draft, "sources", TABLES["sources"].fit(pd.DataFrame(rows)), piece)
    return ids


def _with_source(frame: pd.DataFrame, name: str, ids: dict[str, str]) -> pd.DataFrame:
    if "source_id" not in TABLES[name].columns:
        return frame
    only = next(iter(ids.values()))
    return frame.assign(source_id=frame["as_of"].astype("str").map(ids).fillna(only) if "as_of" in frame else only)


def _locate(draft: Draft, pieces: Sequence[Piece], zone: int) -> None:
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
        located, problems = locate_resources(table[mine], draft.areas, zone, piece.path.name)
        draft.report.problems += map(contacts.in_problem, problems)
        table = pd.concat([table[~mine], located], ignore_index=True)
        file = next(file for file in draft.report.files if file.file == piece.path.name)
        file.resources = {
            "read": int(mine.sum()),
            "inside": int(located["area_code"].notna().sum()),
            "without_place": int((located["area_code"].isna() & located["lat"].isna()).sum()),
            "outside": int(mine.sum()) - len(located),
        }
        file.kinds = kinds.counted(located["kind"])
    if table is not None:
        draft.tables["resources"] = table


def _revision(folder: Path) -> str:
    stem = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    return next(name for number in range(1000) if not (folder / (name := f"{stem}-{number}" if number else stem)).exists())


def _complete(draft: Draft, zone: int, revision: str, folder: Path) -> None:
    report = draft.report
    report.title, report.revision, report.folder, report.zone = draft.title, revision, str(folder), zone
    areas = draft.areas
    report.areas = {str(level): int(number) for level, number in areas["level"].value_counts(sort=False).items()}
    areal = areas.geom_type.isin(["Polygon", "MultiPolygon"])
    report.polygons = {level: int((areal & (areas["level"] == level)).sum()) for level in report.areas}
