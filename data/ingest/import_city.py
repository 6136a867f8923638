"""An import from beginning to end: read every file, refuse together, join, finish, write one new revision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from data.files.extract import Extract, Options
from data.files.problems import Problem, Refused
from data.ingest.city_settings import settings, title
from data.ingest.district_geometry import finish
from data.ingest.draft import WARD_LEVEL, Draft
from data.ingest.individuals import join_individuals, kept_apart
from data.ingest.join_extracts import join_extracts
from data.ingest.locate import cut_to_city, locate_all
from data.ingest.options import AS_USUAL, GivenFile, ImportOptions
from data.ingest.people_lists import kind_of, report_without_contacts, told_without_contacts
from data.ingest.pictures import collect_pictures
from data.ingest.read_files import Say, read_extracts
from data.ingest.refusals import refuse_another_city, refuse_instead_of, refuse_options
from data.ingest.report import FileReport, Report
from data.ingest.table_rows import forget_emptied
from data.ingest.totals_and_years import warn_of_years
from data.made import json_store
from data.store import individuals, pictures, write
from data.store.city import City, cities_dir, folders, open_city
from data.store.city_file import Unreadable
from data.store.locks import Busy, alone
from data.store.schema import TABLES

# What the house above asks of the city that is about to be written, and of what its files say of themselves: called
# with the draft, the EPSG code of its zone, the extracts and the report of each; it adds to the draft's report.
Examine = Callable[[Draft, int, Sequence[Extract], Sequence[FileReport]], None]


def import_city(
    name: str, given: Sequence[GivenFile], options: ImportOptions = AS_USUAL, say: Say = print, *, examine: Examine
) -> Report:
    """Read the files into the city `name`: a new revision beside the old ones, then city.toml.

    One import of a city at a time, whichever process: what is read is joined to the revision that is in force then, not
    to the one that was when reading began. `examine` is called once with what is about to be written; whoever imports
    does so by data.commands.import_files, which passes it. Raises Refused (nothing stored is changed) with every
    problem of every file, OSError where the disk does not take it.
    """
    root = cities_dir(options.cities)
    try:
        kept = _kept(name, root, given, options)
        codes = options.city_codes or _codes(kept)
        personal, extracts = kept_apart(read_extracts(given, _reading_options(options, codes), say))
        with alone(root / name, say):
            for tidy in (write.tidy, pictures.tidy, individuals.tidy, json_store.tidy):
                tidy(root / name)
            kept = _kept(name, root, given, options)
            if (now := options.city_codes or _codes(kept)) != codes:  # meanwhile another import said which city it is
                personal, extracts = kept_apart(read_extracts(given, _reading_options(options, now), say))
            try:
                return report_without_contacts(
                    _imported(name, personal, extracts, kept, root, options, say, examine), extracts
                )
            except Refused as found:
                raise Refused(
                    [told_without_contacts(kind_of(problem.file, extracts), problem) for problem in found.problems]
                ) from None
    except (Busy, Unreadable) as said:
        raise Refused([Problem("refuse", name, str(said))]) from None


def _reading_options(options: ImportOptions, codes: tuple[str, ...]) -> Options:
    return Options(
        blank=options.blank,
        zone=options.zone,
        city_codes=codes,
        resource_kind=options.resource_kind,
        published_list=options.published_list,
        as_of=options.as_of,
    )


def _kept(name: str, root: Path, given: Sequence[GivenFile], options: ImportOptions) -> City | None:
    """The city as it stands, to be added to; None for a new one, and where all is made anew (which also heals a damaged
    one).

    Raises Refused for what cannot be done to it.
    """
    try:
        present = open_city(name, root) if name in folders(root) else None
    except Unreadable as damaged:
        refuse_options(name, given, options, None)
        if not options.replace:
            raise Refused([Problem("refuse", name, str(damaged))]) from None
        present = None
    refuse_options(name, given, options, present)
    return None if options.replace else present


def _imported(
    name: str,
    personal: list[Extract],
    extracts: list[Extract],
    kept: City | None,
    root: Path,
    options: ImportOptions,
    say: Say,
    examine: Examine,
) -> Report:
    """What was read, joined to the city as it stands and written. For the holder of the city's lock."""
    if personal and not extracts:
        return _only_personal(name, personal, root, options.replace)
    refuse_another_city(extracts, kept)
    refuse_instead_of(extracts, options)
    taken = collect_pictures(extracts)
    draft = Draft(
        name,
        title(name, extracts, options, kept),
        _tables(kept),
        Report(name, "", "", "", 0),
        instead_of=options.instead_of,
        beside=options.beside,
    )
    draft.report.problems += [problem for extract in extracts for problem in extract.problems]
    draft.report.assumed += [line for extract in extracts for line in extract.assumed]
    say("区域を結び付けています")
    files = join_extracts(draft, extracts)
    forget_emptied(draft)
    said = settings(draft, extracts, options, kept)
    _tell_wards(draft, extracts)
    warn_of_years(draft, extracts)
    say("地図の形を整えています")
    placed = kept is not None and bool(kept.table("areas").geometry.notna().any() or draft.areas.geometry.isna().all())
    finish(draft, said, options.zone or (kept.zone if kept and placed else None))
    locate_all(draft, list(zip(extracts, files, strict=True)), int(said["zone"]))
    cut_to_city(draft.tables, draft.areas, int(said["zone"]))
    examine(draft, int(said["zone"]), extracts, files)
    people = join_individuals(draft, personal)
    revision = write.new_revision()
    _complete(draft, int(said["zone"]), revision, root / name)
    say("書き込んでいます")
    with individuals.keeping(root / name, people, options.replace) as replaced:
        pictures.store(root / name, taken)
        write.write_city(root / name, said, draft.tables, revision)
    draft.report.replaced += replaced
    return draft.report


def _only_personal(name: str, extracts: Sequence[Extract], root: Path, replace: bool) -> Report:
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
    with individuals.keeping(root / name, join_individuals(draft, extracts), replace) as replaced:
        draft.report.replaced += replaced
    _complete(draft, present.zone, present.revision, present.folder)
    return draft.report


def _tell_wards(draft: Draft, extracts: Sequence[Extract]) -> None:
    """Of a designated city often some wards only are read: 市全体 is then these, under the name of the whole city."""
    wards = draft.areas[draft.areas["level"] == WARD_LEVEL]["name"].astype(str).tolist()
    if wards and any("ward" in extract.tables.get("areas", ()) for extract in extracts):
        named = "、".join(wards)
        draft.report.assumed.append(
            f"行政区は{len(wards)}つ（{named}）です。「市全体」の数は、この{len(wards)}つだけを合わせたものです。"
            "市の全部の区でなければ、「--title"
            f" {draft.title}（{'・'.join(wards[:3])}{'など' if len(wards) > 3 else ''}）」のように名前を付けると、"
            "取り違えられません。"
        )


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


def _complete(draft: Draft, zone: int, revision: str, folder: Path) -> None:
    report = draft.report
    report.title, report.revision, report.folder, report.zone = draft.title, revision, str(folder), zone
    areas = draft.areas
    report.areas = {str(level): int(number) for level, number in areas["level"].value_counts(sort=False).items()}
    areal = areas.geom_type.isin(["Polygon", "MultiPolygon"])
    report.polygons = {level: int((areal & (areas["level"] == level)).sum()) for level in report.areas}
