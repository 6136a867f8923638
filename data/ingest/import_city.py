"""An import from beginning to end: read every file, refuse together, join, finish, write one new revision."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data.commands.shown_totals import (
    compare_totals,
    loaded_draft,
    tell_chains_apart,
    tell_contradictions,
    tell_levels_apart,
)
from data.files import resource_kinds
from data.files.extract import Options, Piece
from data.files.file_names import renamed, shown_names, speaking_of
from data.files.geofile import read_shapes, unknown
from data.files.opened import Opened, opened
from data.files.personal_data import may_list_persons
from data.files.problems import Problem, Problems, Refused
from data.ingest.area_join import forget_unsaid, joined, warn_of_years
from data.ingest.city_settings import settings, title
from data.ingest.closest_template import nearest
from data.ingest.district_geometry import finish
from data.ingest.draft import BETWEEN_FILES, WARD_LEVEL, Draft, add_boundaries, add_membership, add_rows, forget_emptied
from data.ingest.locate import cut_to_city, locate_resources
from data.ingest.options import Given, Wishes
from data.ingest.report import FileReport, Report
from data.ingest.source_versions import BY_DATE, Origin, counted, origin_of
from data.made import json_store
from data.readers import recognise
from data.store import individuals, pictures, write
from data.store.city import City, cities_dir, folders, open_city
from data.store.city_file import Unreadable
from data.store.locks import Busy, alone
from data.store.plane_zones import ZONES
from data.store.schema import TABLES
from data.text import contacts
from data.text.letters import all_cleaned, cleaned

# The city's areas first, then who belongs to whom; tables of districts and associations need both.
OF_SHAPES = ("boundaries", "base", "resources", "people")  # kinds a file of shapes may have; the others are tables
OF_PEOPLE = ("resources", "councils")  # lists that people write in their own words
_OF_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # names that no folder may have there
ORDER = ("boundaries", "population", "census", "membership")


Say = Callable[[str], None]


def read_pieces(given: Sequence[Given], options: Options, say: Say = print) -> list[Piece]:
    """Every file read, boundaries first because they say which city it is.

    Raises Refused with the problems of all files together.
    """
    refused: list[Problem] = []
    shown = shown_names(one.path for one in given)
    with ExitStack() as stack:
        known = []
        for one in given:
            troubles: list[Problem] = []
            if found := _recognised(one, stack, troubles, say):
                known.append(found)
            refused += [renamed(problem, one.path.name, shown[one.path]) for problem in troubles]
        # One file twice, or two files of which one would silently replace the other, is the user's slip.
        known.sort(key=lambda pair: ORDER.index(pair[1].KIND) if pair[1].KIND in ORDER else len(ORDER))
        pieces: list[Piece] = []
        for file, reader in known:
            name, as_shown = file.path.name, shown.get(file.path, file.path.name)
            say(f"読んでいます: {as_shown}（{reader.LABEL}）")
            try:
                with speaking_of(name, as_shown, Problems()):
                    piece = reader.read(file, options)
            except Refused as found:
                refused += [_told(reader.KIND, problem) for problem in found.problems if problem.severity == "refuse"]
                continue
            piece.problems[:] = [renamed(_told(reader.KIND, problem), name, as_shown) for problem in piece.problems]
            piece.assumed = [
                as_shown + line[len(name) :] if line.startswith(f"{name}: ") else line for line in piece.assumed
            ]
            piece.label, piece.shown = reader.LABEL, as_shown
            if file.hidden:
                piece.problems.append(
                    Problem(
                        "info",
                        as_shown,
                        f"表示されていないシート（{'、'.join(file.hidden)}）は読みませんでした。",
                        "読むときは、Excel で再表示して保存してください。",
                    )
                )
            pieces.append(piece)
            if codes := piece.source.get("city_codes"):
                options = replace(options, city_codes=tuple(dict.fromkeys((*options.city_codes, *codes))))
    if refused:
        private = {
            shown[one.path] for one in given if one.kind == individuals.TABLE.name
        }  # of these no cell is repeated
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
        refused.append(
            file.problem(
                "refuse",
                f"図形のファイルで、「{reader.LABEL}」ではありません。",
                "種類の指定（--as や --boundaries など）とファイルの組み合わせを確かめてください。",
            )
        )
        return None
    return file, reader


def _unknown(file: Opened) -> Problem:
    seen = next((row for sheet in file.sheets for row in sheet.rows if sum(map(bool, row)) > 1), [])
    near = nearest(file.sheets)
    alike = (
        f"「{near[0]}」の表に近いようですが、見出しが違います。「{near[0]}」の表の見出し: {'、'.join(near[1])}。"
        if near
        else ""
    )
    if may_list_persons(file.sheets):  # of persons nothing is repeated, on screen or in a file
        return file.problem(
            "refuse",
            "何のファイルか見分けられません。一人ひとりのことを書いた表かもしれないので、"
            f"書かれていることはここに示しません。{alike}",
            "個人別の利用の一覧なら、見出しの行を付け、名前などの列を消してから「--individuals"
            " ファイル」で指定してください。ほかの表なら「--as 種類=ファイル」で種類を指定するか、"
            "見出しを確かめてください（ひな形: python -m data template 種類 出力.xlsx）。",
        )
    return file.problem(
        "refuse",
        f"何のファイルか見分けられません。{alike}",
        "「--as 種類=ファイル」で種類を指定するか、見出しを確かめてください（ひな形: python -m data template 種類"
        " 出力.xlsx）。",
        value="、".join(cell.replace("\n", "") for cell in seen if cell)[:60],
    )


def import_city(name: str, given: Sequence[Given], wishes: Wishes = Wishes(), say: Say = print) -> Report:
    """Read the files into the city `name`: a new revision beside the old ones, then city.toml.

    One import of a city at a time, whichever process: what is read is joined to the revision that is in force then, not
    to the one that was when reading began. Raises Refused (nothing stored is changed) with every problem of every file,
    OSError where the disk does not take it.
    """
    root = cities_dir(wishes.cities)
    try:
        kept = _kept(name, root, given, wishes)
        codes = wishes.city_codes or _codes(kept)
        personal, pieces = individuals.apart(read_pieces(given, _options(wishes, codes), say))
        with alone(root / name, say):
            for tidy in (write.tidy, pictures.tidy, individuals.tidy, json_store.tidy):
                tidy(root / name)
            kept = _kept(name, root, given, wishes)
            if (now := wishes.city_codes or _codes(kept)) != codes:  # meanwhile another import said which city it is
                personal, pieces = individuals.apart(read_pieces(given, _options(wishes, now), say))
            try:
                return _without_contacts(_imported(name, personal, pieces, kept, root, wishes, say), pieces)
            except Refused as found:
                raise Refused([_told(_kind_of(problem.file, pieces), problem) for problem in found.problems]) from None
    except (Busy, Unreadable) as said:
        raise Refused([Problem("refuse", name, str(said))]) from None


def _without_contacts(report: Report, pieces: Sequence[Piece]) -> Report:
    """The report with nothing in it that only the joining of such lists to the city's areas quoted."""
    report.problems[:] = [_told(_kind_of(problem.file, pieces), problem) for problem in report.problems]
    for file in report.files:
        if file.kind in OF_PEOPLE:
            file.unmatched = [contacts.hide(name) for name in file.unmatched]
    return report


def _kind_of(file: str, pieces: Sequence[Piece]) -> str:
    """The kind of the piece that was read from a file, one in people's own words first; "" where a problem is about
    none."""
    kinds_ = {piece.kind for piece in pieces if piece.path.name == file}
    return next((kind for kind in OF_PEOPLE if kind in kinds_), min(kinds_, default=""))


def _options(wishes: Wishes, codes: tuple[str, ...]) -> Options:
    return Options(
        blank=wishes.blank,
        zone=wishes.zone,
        city_codes=codes,
        resource_kind=wishes.resource_kind,
        published_list=wishes.published_list,
        as_of=wishes.as_of,
    )


def _kept(name: str, root: Path, given: Sequence[Given], wishes: Wishes) -> City | None:
    """The city as it stands, to be added to; None for a new one, and where all is made anew (which also heals a damaged
    one).

    Raises Refused for what cannot be done to it.
    """
    try:
        present = open_city(name, root) if name in folders(root) else None
    except Unreadable as damaged:
        _refuse_wishes(name, given, wishes, None)
        if not wishes.replace:
            raise Refused([Problem("refuse", name, str(damaged))]) from None
        present = None
    _refuse_wishes(name, given, wishes, present)
    return None if wishes.replace else present


def _imported(
    name: str, personal: list[Piece], pieces: list[Piece], kept: City | None, root: Path, wishes: Wishes, say: Say
) -> Report:
    """What was read, joined to the city as it stands and written. For the holder of the city's lock."""
    if personal and not pieces:
        return _only_personal(name, personal, root, wishes.replace)
    _refuse_another_city(pieces, kept)
    _refuse_instead_of(pieces, wishes)
    taken = pictures.collect(pieces)
    draft = Draft(
        name,
        title(name, pieces, wishes, kept),
        _tables(kept),
        Report(name, "", "", "", 0),
        instead_of=wishes.instead_of,
        beside=wishes.beside,
    )
    draft.report.problems += [problem for piece in pieces for problem in piece.problems]
    draft.report.assumed += [line for piece in pieces for line in piece.assumed]
    say("区域を結び付けています")
    files = _add_all(draft, pieces)
    forget_emptied(draft)
    said = settings(draft, pieces, wishes, kept)
    _tell_wards(draft, pieces)
    warn_of_years(draft, pieces)
    say("地図の形を整えています")
    placed = kept is not None and bool(kept.table("areas").geometry.notna().any() or draft.areas.geometry.isna().all())
    finish(draft, said, wishes.zone or (kept.zone if kept and placed else None))
    _locate(draft, list(zip(pieces, files, strict=True)), int(said["zone"]))
    cut_to_city(draft.tables, draft.areas, int(said["zone"]))
    _compare(draft, pieces, files, int(said["zone"]))
    people = individuals.joined(draft, personal)
    revision = write.new_revision()
    _complete(draft, int(said["zone"]), revision, root / name)
    say("書き込んでいます")
    with individuals.keeping(root / name, people, wishes.replace) as replaced:
        pictures.store(root / name, taken)
        write.write_city(root / name, said, draft.tables, revision)
    draft.report.replaced += replaced
    return draft.report


def _only_personal(name: str, pieces: Sequence[Piece], root: Path, replace: bool) -> Report:
    """Rows of single persons alone: kept apart, the city's folder is not touched (`replace` starts their table afresh,
    not the city)."""
    present = open_city(name, root) if name in folders(root) else None
    if present is None:
        raise Refused(
            [
                Problem(
                    "refuse",
                    name,
                    "この名前の市のデータが、まだありません。",
                    "先に、区域や人口などの市のデータを取り込んでください。",
                )
            ]
        )
    draft = Draft(name, present.title, _tables(present), Report(name, "", "", "", 0))
    with individuals.keeping(root / name, individuals.joined(draft, pieces), replace) as replaced:
        draft.report.replaced += replaced
    _complete(draft, present.zone, present.revision, present.folder)
    return draft.report


def _tell_wards(draft: Draft, pieces: Sequence[Piece]) -> None:
    """Of a designated city often some wards only are read: 市全体 is then these, under the name of the whole city."""
    wards = draft.areas[draft.areas["level"] == WARD_LEVEL]["name"].astype(str).tolist()
    if wards and any("ward" in piece.tables.get("areas", ()) for piece in pieces):
        named = "、".join(wards)
        draft.report.assumed.append(
            f"行政区は{len(wards)}つ（{named}）です。「市全体」の数は、この{len(wards)}つだけを合わせたものです。"
            "市の全部の区でなければ、「--title"
            f" {draft.title}（{'・'.join(wards[:3])}{'など' if len(wards) > 3 else ''}）」のように名前を付けると、"
            "取り違えられません。"
        )


def _refuse_instead_of(pieces: Sequence[Piece], wishes: Wishes) -> None:
    if wishes.instead_of and (len(pieces) != 1 or pieces[0].source["kind"] in BY_DATE):
        raise Refused(
            [
                Problem(
                    "refuse",
                    "、".join(piece.path.name for piece in pieces),
                    "--instead-of は、一覧や表のファイル一つだけを読むときに使います。",
                    "そのファイルだけを指定してください（住民基本台帳と国勢調査は、同じ日付のものが入れ替わります）。",
                )
            ]
        )


def _refuse_wishes(name: str, given: Sequence[Given], wishes: Wishes, present: City | None) -> None:
    problems = []
    if not re.fullmatch(r"[^\W_][\w\-]{0,49}", name) or _OF_WINDOWS.fullmatch(name):
        problems.append(
            Problem(
                "refuse",
                name,
                "市の名前に使えない文字があります。",
                "higashiosaka のように、文字・数字・ハイフンだけの名前（50字まで）にしてください。",
            )
        )
    if present is None and (
        alike := [other for other in folders(wishes.cities) if other != name and other.casefold() == name.casefold()]
    ):
        problems.append(
            Problem(
                "refuse",
                name,
                f"大文字と小文字だけが違う名前の市「{alike[0]}」があります（同じフォルダになる機器があります）。",
                f"加えるなら「{alike[0]}」と書き、別の市なら別の名前にしてください。",
            )
        )
    if not given:
        problems.append(Problem("refuse", name, "読むファイルがありません。", "ファイルを一つ以上指定してください。"))
    if wishes.zone is not None and wishes.zone not in ZONES:
        problems.append(
            Problem(
                "refuse",
                name,
                f"座標系 {wishes.zone} は平面直角座標系ではありません。",
                f"{ZONES[0]}（1系）から {ZONES[-1]}（19系）までのEPSGコードを指定してください。",
            )
        )
    if present and present.invented:
        problems.append(
            Problem(
                "refuse",
                name,
                f"「{name}」は架空の見本（{present.title}）の名前です。実在の市のファイルは加えられません。",
                "別の名前にしてください。",
            )
        )
    if problems:
        raise Refused(problems)


def _refuse_another_city(pieces: Sequence[Piece], kept: City | None) -> None:
    """The files of another city must not be mixed into this one (the wards of a designated city, whose third digit is
    1, are one city)."""
    if kept is None or not kept.city_code:
        return
    wrong = []
    for piece in pieces:
        others = [
            code
            for code in piece.source.get("city_codes", ())
            if code != kept.city_code and not code[2] == kept.city_code[2] == "1"
        ]
        if others:
            wrong.append(
                Problem(
                    "refuse",
                    piece.path.name,
                    f"{kept.title}（{kept.city_code}）ではない市区町村（{'、'.join(others[:3])}）のファイルです。",
                    "市の名前（import の次の言葉）を変えるか、--replace で作り直してください。",
                )
            )
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
    return (
        {name: city.table(name) for name, table in TABLES.items() if city.has(name) and not table.restricted}
        if city
        else {}
    )


def _add_all(draft: Draft, pieces: Sequence[Piece]) -> list[FileReport]:
    """Every piece into the draft, with the report of each.

    Raises Refused with what all pieces cannot be joined for; of boundaries that cannot be taken at once, because all
    others stand on them.
    """
    refused: list[Problem] = []
    files: dict[int, FileReport] = {}
    for place in _joining_order(draft, pieces):
        try:
            with speaking_of(pieces[place].path.name, pieces[place].shown, draft.report.problems):
                files[place] = _add(draft, pieces[place])
        except Refused as found:
            refused += found.problems
            if pieces[place].kind == "boundaries":
                break
    if refused:
        raise Refused(refused)
    draft.report.files[:] = [files[place] for place in range(len(pieces))]
    return draft.report.files.copy()


def _joining_order(draft: Draft, pieces: Sequence[Piece]) -> list[int]:
    """Places of the pieces in the order they are joined in: as they were read.

    But who belongs to whom comes before people whose areas only a larger area tells apart (two 材木町 in two 学区): who
    lies in it must be known by then. Not where the people bring the areas, because there are no polygons.
    """
    people = [place for place, piece in enumerate(pieces) if "population" in piece.tables]
    shapes = (
        any(piece.kind == "boundaries" for piece in pieces)
        or draft.areas.geom_type.isin(["Polygon", "MultiPolygon"]).any()
    )
    if not shapes or not any(
        pieces[place].tables["population"]["area"].str.contains("/").fillna(False).any() for place in people
    ):
        return list(range(len(pieces)))
    return sorted(
        range(len(pieces)),
        key=lambda place: (pieces[place].kind != "boundaries", "membership" not in pieces[place].tables),
    )


def _add(draft: Draft, piece: Piece) -> FileReport:
    """One piece into the draft: its areas, its membership, its rows joined to areas, its source."""
    file = FileReport(piece.shown, piece.kind, piece.label)
    draft.report.files.append(file)
    of_shapes = "areas" in piece.tables and "geometry" in piece.tables["areas"]
    origin = origin_of(draft, piece, {}) if of_shapes else None
    if origin:
        _put_source(draft, piece, origin, file)
    rows: dict[str, pd.DataFrame] = {}
    for name, frame in piece.tables.items():
        if name == "areas" and of_shapes:
            add_boundaries(draft, piece, file)
        elif name == "membership":
            add_membership(draft, piece, file)
        elif name == "base":
            add_rows(draft, name, frame, piece)
            file.rows += len(frame)
        elif name != "areas" and len(frame):
            rows[name] = joined(draft, name, frame, piece, file)
            file.rows += len(frame)
    origin = origin or origin_of(
        draft, piece, {name: frame for name, frame in rows.items() if "source_id" in TABLES[name].columns}
    )
    draft.shown[origin.checksum] = piece.shown
    before = _numbers(draft, origin.gone)
    forget_unsaid(draft, piece, origin.gone)
    for name, frame in rows.items():
        draft.brought[id(piece), name] = _with_source(frame, name, origin.ids)
        add_rows(draft, name, draft.brought[id(piece), name], piece, origin.gone)
    if not of_shapes:
        _put_source(draft, piece, origin, file, rows)
    _say_replaced(draft, piece, origin, before)
    draft.fresh |= set(file.source_ids)
    return file


def _compare(draft: Draft, pieces: Sequence[Piece], files: Sequence[FileReport], zone: int) -> None:
    """What the files say of themselves beside what pages will show."""
    made_ready = loaded_draft(draft, zone)
    for piece, file in zip(pieces, files, strict=True):
        with speaking_of(piece.path.name, piece.shown, draft.report.problems):
            compare_totals(draft, made_ready, piece, file)
    tell_levels_apart(draft, made_ready, pieces)
    tell_chains_apart(draft, made_ready, pieces)
    tell_contradictions(draft, made_ready, pieces)


def _put_source(
    draft: Draft, piece: Piece, origin: Origin, file: FileReport, rows_put: Mapping[str, pd.DataFrame] | None = None
) -> None:
    """The piece's lines of the table of sources. A source of several files stands once, with the names of all of
    them."""
    file.source_ids = sorted(set(origin.ids.values()))
    said = {key: all_cleaned(value) for key, value in piece.source.items() if key in TABLES["sources"].columns} | {
        "title": cleaned(origin.title)
    }
    stored = draft.tables.get("sources", TABLES["sources"].empty())
    rows = []
    for date, source_id in origin.ids.items():
        there = stored.loc[stored["source_id"] == source_id, "file_name"].dropna()
        if rows_put is None:
            others = _other_wards_stay(draft, piece)
        else:
            others = said["kind"] in BY_DATE and _other_areas_stay(draft, source_id, rows_put)
        adds_up = (
            others
            or source_id in draft.fresh
            or (said["kind"] not in ("boundary", *BY_DATE) and source_id not in origin.gone)
        )
        names = [*(there.iloc[0].split(BETWEEN_FILES) if len(there) and adds_up else ()), cleaned(piece.path.name)]
        rows.append(
            said
            | {
                "source_id": source_id,
                "as_of": date or None,
                "file_name": BETWEEN_FILES.join(dict.fromkeys(names)),
                "checksum": origin.checksum,
                "retrieved": datetime.now(UTC).date().isoformat(),
            }
        )
    stays = stored[~stored["source_id"].isin([*origin.ids.values(), *_without_rows(draft, origin)])]
    draft.tables["sources"] = TABLES["sources"].fit(
        pd.concat(
            [
                part
                for part in (stays, TABLES["sources"].fit(pd.DataFrame(rows).drop_duplicates("source_id")))
                if len(part)
            ]
        )
    )


def _other_wards_stay(draft: Draft, piece: Piece) -> bool:
    """Whether these are boundaries of some wards of a city that has others already: both files are one source."""
    new = piece.tables.get("areas")
    if new is None or "area_code" not in new:
        return False
    there = draft.areas["area_code"].astype("string")
    return bool(
        set(there[there.str.fullmatch(r"\d{9}|\d{11}").fillna(False)].str[:5])
        - set(new["area_code"].astype(str).str[:5])
    )


def _other_areas_stay(draft: Draft, source_id: str, rows_put: Mapping[str, pd.DataFrame]) -> bool:
    """Whether a register or census of several files holds other areas than this file's."""
    for name, rows in rows_put.items():
        table = draft.tables.get(name)
        if table is not None and "area_code" in rows and "source_id" in table:
            return bool(set(table.loc[table["source_id"] == source_id, "area_code"]) - set(rows["area_code"]))
    return False


def _without_rows(draft: Draft, origin: Origin) -> set[str]:
    """Sources that the piece took the place of, of which no row is left."""
    return {
        source
        for source in origin.gone
        if not any(
            (table["source_id"] == source).any()
            for name, table in draft.tables.items()
            if name not in ("sources", "remarks") and "source_id" in table
        )
    }


def _numbers(draft: Draft, sources: Collection[str]) -> dict[str, tuple[str, int]]:
    """Lists of places that will go: the words for each and how many places it has."""
    table = draft.tables.get("resources", TABLES["resources"].empty())
    held = table["source_id"].value_counts()
    return {
        source: (counted(draft, source, int(held[source]), "件"), int(held[source]))
        for source in sorted(sources)
        if source in held.index
    }


def _say_replaced(draft: Draft, piece: Piece, origin: Origin, before: dict[str, tuple[str, int]]) -> None:
    """Which list of places came for which, with how many places before and after."""
    table = piece.tables.get("resources")
    if table is None:
        return
    now = counted(draft, next(iter(origin.ids.values())), len(table), "件")
    draft.report.replaced += [f"{words} を {now} に入れ替えました。" for words, _ in before.values()]


def _with_source(frame: pd.DataFrame, name: str, ids: dict[str, str]) -> pd.DataFrame:
    if "source_id" not in TABLES[name].columns:
        return frame
    only = next(iter(ids.values()))
    return frame.assign(source_id=frame["as_of"].astype("str").map(ids).fillna(only) if "as_of" in frame else only)


def _locate(draft: Draft, read: Sequence[tuple[Piece, FileReport]], zone: int) -> None:
    """Resources of this import find the area they stand in; supports served by name find their areas."""
    table, refused = draft.tables.get("resources"), []
    for piece, file in read:
        if "resources" not in piece.tables:
            continue
        mine = table["source_id"].isin(file.source_ids)
        try:
            located, problems = locate_resources(table[mine], draft.areas, zone, piece.shown)
        except Refused as found:
            refused += map(contacts.in_problem, found.problems)
            continue
        draft.report.problems += map(contacts.in_problem, problems)
        table = pd.concat([table[~mine], located], ignore_index=True)
        file.resources = {
            "read": int(mine.sum()),
            "inside": int(located["area_code"].notna().sum()),
            "without_place": int((located["area_code"].isna() & located["lat"].isna()).sum()),
            "outside": int(mine.sum()) - len(located),
        }
        file.kinds = resource_kinds.counted(located["kind"])
    if refused:
        raise Refused(refused)
    if table is not None:
        draft.tables["resources"] = table


def _complete(draft: Draft, zone: int, revision: str, folder: Path) -> None:
    report = draft.report
    report.title, report.revision, report.folder, report.zone = draft.title, revision, str(folder), zone
    areas = draft.areas
    report.areas = {str(level): int(number) for level, number in areas["level"].value_counts(sort=False).items()}
    areal = areas.geom_type.isin(["Polygon", "MultiPolygon"])
    report.polygons = {level: int((areal & (areas["level"] == level)).sum()) for level in report.areas}
