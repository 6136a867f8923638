"""What is refused before anything is joined: names of cities, options that do not fit, files of another city."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.files.extract import Extract
from data.files.problems import Problem, Refused
from data.ingest.options import GivenFile, ImportOptions
from data.ingest.source_versions import BY_DATE
from data.store.city import City, folders
from data.store.plane_zones import ZONES

_OF_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # names that no folder may have there


def refuse_instead_of(extracts: Sequence[Extract], options: ImportOptions) -> None:
    """Raise Refused where --instead-of is given for more than one file, or for one that its date tells apart."""
    if options.instead_of and (len(extracts) != 1 or extracts[0].source["kind"] in BY_DATE):
        raise Refused(
            [
                Problem(
                    "refuse",
                    "、".join(extract.path.name for extract in extracts),
                    "--instead-of は、一覧や表のファイル一つだけを読むときに使います。",
                    "そのファイルだけを指定してください（住民基本台帳と国勢調査は、同じ日付のものが入れ替わります）。",
                )
            ]
        )


def refuse_options(name: str, given: Sequence[GivenFile], options: ImportOptions, present: City | None) -> None:
    """Raise Refused for a city's name, files or options that no import can do anything with."""
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
        alike := [other for other in folders(options.cities) if other != name and other.casefold() == name.casefold()]
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
    if options.zone is not None and options.zone not in ZONES:
        problems.append(
            Problem(
                "refuse",
                name,
                f"座標系 {options.zone} は平面直角座標系ではありません。",
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


def refuse_another_city(extracts: Sequence[Extract], kept: City | None) -> None:
    """The files of another city must not be mixed into this one (the wards of a designated city, whose third digit is
    1, are one city)."""
    if kept is None or not kept.city_code:
        return
    wrong = []
    for extract in extracts:
        others = [
            code
            for code in extract.source.get("city_codes", ())
            if code != kept.city_code and not code[2] == kept.city_code[2] == "1"
        ]
        if others:
            wrong.append(
                Problem(
                    "refuse",
                    extract.path.name,
                    f"{kept.title}（{kept.city_code}）ではない市区町村（{'、'.join(others[:3])}）のファイルです。",
                    "市の名前（import の次の言葉）を変えるか、--replace で作り直してください。",
                )
            )
    if wrong:
        raise Refused(wrong)
