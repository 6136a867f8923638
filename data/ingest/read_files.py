"""Every given file read by the reader that knows it, all refusals told together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace

from data.files.extract import Extract, Options
from data.files.file_names import renamed, shown_names, speaking_of
from data.files.geofile import read_shapes, unknown
from data.files.opened import Opened, opened
from data.files.personal_data import may_list_persons
from data.files.problems import Problem, Problems, Refused, contacts_hidden
from data.ingest.closest_template import closest_template
from data.ingest.options import GivenFile
from data.ingest.people_lists import told_without_contacts
from data.readers import recognise
from data.store import individuals

# The city's areas first, then who belongs to whom; tables of districts and associations need both.
OF_SHAPES = ("boundaries", "base", "resources", "people")  # kinds a file of shapes may have; the others are tables
ORDER = ("boundaries", "population", "census", "membership")
Say = Callable[[str], None]


def read_extracts(given: Sequence[GivenFile], options: Options, say: Say = print) -> list[Extract]:
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
        extracts: list[Extract] = []
        for file, reader in known:
            name, as_shown = file.path.name, shown.get(file.path, file.path.name)
            say(f"読んでいます: {as_shown}（{reader.LABEL}）")
            try:
                with speaking_of(name, as_shown, Problems()):
                    extract = reader.read(file, options)
            except Refused as found:
                refused += [
                    told_without_contacts(reader.KIND, problem)
                    for problem in found.problems
                    if problem.severity == "refuse"
                ]
                continue
            extract.problems[:] = [
                renamed(told_without_contacts(reader.KIND, problem), name, as_shown) for problem in extract.problems
            ]
            extract.assumed = [
                as_shown + line[len(name) :] if line.startswith(f"{name}: ") else line for line in extract.assumed
            ]
            extract.label, extract.shown = reader.LABEL, as_shown
            if file.hidden:
                extract.problems.append(
                    Problem(
                        "info",
                        as_shown,
                        f"表示されていないシート（{'、'.join(file.hidden)}）は読みませんでした。",
                        "読むときは、Excel で再表示して保存してください。",
                    )
                )
            extracts.append(extract)
            if codes := extract.source.get("city_codes"):
                options = replace(options, city_codes=tuple(dict.fromkeys((*options.city_codes, *codes))))
    if refused:
        private = {
            shown[one.path] for one in given if one.kind == individuals.TABLE.name
        }  # of these no cell is repeated
        raise Refused([replace(problem, value="") if problem.file in private else problem for problem in refused])
    return extracts


def _recognised(one: GivenFile, stack: ExitStack, refused: list[Problem], say: Say):
    try:
        file = stack.enter_context(opened(one.path))
    except Refused as found:
        refused += found.problems
        return None
    reader = recognise(file, one.kind)
    if reader is None:
        try:
            # A broken map is known by no reader: read_shapes says that it is broken.
            refused.append(contacts_hidden(unknown(file, read_shapes(file, [])) if file.is_geo else _unknown(file)))
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
    near = closest_template(file.sheets)
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
