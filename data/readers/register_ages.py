"""住民基本台帳の町丁別・年齢別人口, as cities publish it: one line an area, one column an age band.

The header is wherever it is (line breaks and full-width digits in it), the date in a header cell, a title or the file's
name; lines of totals are taken out and compared. Columns of sums (年少人口, 老年人口, 「65歳以上」 beside its parts)
are left aside.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from data.files.age_bands import (
    SUPPRESSED_MARKS,
    Band,
    band_of,
    compare_with_stated,
    dashes_as_zero,
    finest,
    long_population,
    missing_ages,
    with_both_sexes,
)
from data.files.cells import counts, frame_below, header_row, headings, known_header, renamed
from data.files.extract import Extract, Options
from data.files.headed_table import said_again
from data.files.opened import Opened
from data.files.problems import Problem, Problems, Refused
from data.files.residents_columns import name_columns, with_area
from data.files.sheet import Sheet
from data.files.table_date import ASK, Dating, lines_above
from data.text.plain_text import plain_text

KIND = "population"
LABEL = "住民基本台帳 町丁別・年齢別人口"

FEWEST_BANDS = 4
ZERO = ("-", "―")
# A sheet of men or of women is named so; 男山, 乙女, 女川 and 男鹿 are places.
_SEX_OF_SHEET = re.compile(
    r"(?:^|[^一-龠々ぁ-んァ-ヶ]|人口|階級|別)(男女|男|女)(?:性|子)?(?:の?人口|の部|計|別)?(?![一-龠々ぁ-んァ-ヶ])"
)
SEX_KEYS = {"男": "male", "女": "female", "計": "all", "総数": "all", "男女計": "all", "合計": "all"}
_TOTAL = re.compile(
    r"^(?:全市|市|総|合|区|全区|町|全町|村|全体の?)?(?:合計|総計|総数|計|全体)$|^(?:全市|市全体|全域|市計|市内?合計|全市計)$"
)
_SUBTOTAL = re.compile(
    r"\(?(?:小計|大字計|町計|字計|区計|地区計|支所計|中計)\)?$|.+\((?:計|合計)\)$|.{2,}(?:合計|総計)$"
)


def recognises(opened: Opened) -> bool:
    return any(_header(sheet) is not None for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Extract:
    """Population by age (by sex where it is given) and households of every area, as the file names it.

    Raises Refused for a missing age band, repeated areas, a date that is nowhere, and counts that are no numbers.
    """
    sheets = [_one_line_header(sheet) for sheet in opened.sheets if _header(sheet) is not None]
    if not sheets:
        raise Refused(
            [
                opened.problem(
                    "refuse",
                    "年齢階級（０～４歳など）の見出しが見つかりません。",
                    "町丁を行に、年齢階級を列に並べた表にしてください。",
                )
            ]
        )
    problems: list[Problem] = Problems()
    dating = Dating(opened, options.as_of, problems)
    extracts = [_read_sheet(sheet, dating, problems) for sheet in sheets]
    if any(problem.severity == "refuse" for problem in problems):
        raise Refused(problems)
    population = with_both_sexes(pd.concat([population for population, _, _ in extracts], ignore_index=True))
    _refuse_same_in_two_sheets(population, opened)
    households = pd.concat([households for _, households, _ in extracts], ignore_index=True)
    households = households.drop_duplicates(["area", "as_of"]) if len(households) else households
    dates = sorted(population["as_of"].dropna().unique())
    source = {"kind": "register", "title": "住民基本台帳 町丁別・年齢別人口", "as_of": dates[-1] if dates else None}
    tables = {"population": population} | ({"households": households} if len(households) else {})
    return Extract(KIND, opened.path, tables, source, problems, {"population": extracts[0][2]}, dating.assumed)


def _refuse_same_in_two_sheets(population: pd.DataFrame, opened: Opened) -> None:
    twice = population[population.duplicated(["area", "as_of", "sex", "age_from"])]
    if len(twice):
        line = twice.iloc[0]
        raise Refused(
            [
                opened.problem(
                    "refuse",
                    "同じ区域・同じ日付の人口が二つのシートにあります。",
                    "一つのシートだけにするか、シートの名前に日付や「男」「女」を入れてください。",
                    sheet=str(line["sheet"]),
                    row=int(line["row"]),
                    value=str(line["area_name"]),
                )
            ]
        )


def _header(sheet: Sheet) -> int | None:
    return header_row(
        sheet,
        lambda names: (
            len({(b.age_from, b.age_to) for name in names if (b := band_of(name)) and b.age_from is not None})
            >= FEWEST_BANDS
        ),
    )


def _one_line_header(sheet: Sheet) -> Sheet:
    """A header over two lines put into one: ages above and 男 女 計 below, or 町名 and 世帯数 in cells merged with the
    line above."""
    index = known_header(_header(sheet))
    if index:
        upper, header = sheet.rows[index - 1], sheet.rows[index]
        merged = [cell or (upper[place] if place < len(upper) else "") for place, cell in enumerate(header)]
        sheet = Sheet(sheet.file, sheet.name, [*sheet.rows[:index], merged, *sheet.rows[index + 1 :]])
    below = headings(sheet.rows[index + 1]) if len(sheet.rows) > index + 1 else []
    if sum(cell in SEX_KEYS or cell in ("男性", "女性") for cell in below) < FEWEST_BANDS:
        return sheet
    above, last = headings(sheet.rows[index]), ""
    joined = []
    for place in range(max(len(above), len(below))):
        last = above[place] if place < len(above) and above[place] else last
        under = below[place] if place < len(below) else ""
        joined.append(
            f"{last}{under}" if band_of(last) and under else (above[place] if place < len(above) else "") or under
        )
    return Sheet(sheet.file, sheet.name, [*sheet.rows[:index], joined, [""], *sheet.rows[index + 2 :]])


def _read_sheet(
    sheet: Sheet, dating: Dating, problems: list[Problem]
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, float]]:
    index = known_header(_header(sheet))
    as_of = _date(sheet, index, dating)
    frame = with_area(frame_below(renamed(sheet, index, name_columns(sheet, index)), index, written=sheet.rows[index]))
    bands = _of_sheets_sex(_bands(frame, sheet, index, problems), sheet)
    columns = [band.column for band in bands]
    frame, totals = _without_totals(frame, columns, sheet, problems)
    if frame.empty:
        raise Refused(
            [
                *problems,
                sheet.problem(
                    "refuse", "区域の行が一つもありません。", "中身のあるファイルを指定してください。", index + 2
                ),
            ]
        )
    _refuse_repeated(frame, sheet, problems)
    frame = frame.assign(as_of=as_of)
    dashes_as_zero(frame, columns, sheet, problems)
    population = _population(frame, bands, sheet, problems)
    if "sex" not in frame:
        compare_with_stated(frame, "people", population, sheet, problems)
    return population, _households(frame, sheet, problems), _stated(totals, frame, bands, sheet)


def _date(sheet: Sheet, index: int, dating: Dating) -> str | None:
    """The day in a title, a header cell or the sheet's name, else from outside the table; refused where there is
    none."""
    refused = len(dating.problems)
    texts = [(cell, row) for cell, row in lines_above(sheet, index + 2) if len(cell) < 60]
    cells, name = [pair for pair in texts if pair[1]], [pair for pair in texts if not pair[1]]
    stated = dating.stated(sheet, cells, whole_first=True) or dating.stated(sheet, name)
    dating.inside({stated} if stated else ())
    if stated or any(problem.severity == "refuse" for problem in dating.problems[refused:]):
        return stated
    if not (found := dating.outside()):
        dating.problems.append(
            sheet.problem("refuse", "いつの人口か（基準日）がどこにも書かれていません。", ASK, index + 1)
        )
    return found


def _bands(frame: pd.DataFrame, sheet: Sheet, index: int, problems: list[Problem]) -> list[Band]:
    bands = finest([found for name in frame.columns if (found := band_of(name))])
    if missing := missing_ages(bands):
        problems.append(
            sheet.problem(
                "refuse",
                f"年齢の列が足りません（{'、'.join(missing)}）。",
                "0歳から最後の「○歳以上」まで、すべての年齢階級の列を入れてください。",
                index + 1,
            )
        )
    return bands


def _of_sheets_sex(bands: list[Band], sheet: Sheet) -> list[Band]:
    """A workbook may have a sheet for men and one for women: then the sheet's name says what its columns do not."""
    found = _SEX_OF_SHEET.search(plain_text(sheet.name))
    sex = {"男": "male", "女": "female"}.get(found[1], "all") if found else "all"
    return [replace(band, sex=sex) for band in bands] if all(band.sex == "all" for band in bands) else bands


def _without_totals(
    frame: pd.DataFrame, columns: list[str], sheet: Sheet, problems: list[Problem]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frame without lines of totals, remarks under the table and lines without a name; the grand totals apart."""
    names = frame["area_name"].map(plain_text)
    grand = names.str.match(_TOTAL)
    part = ~grand & names.str.contains(_SUBTOTAL)
    if "ward" in frame:
        part |= ~grand & ((names == "") | (names == frame["ward"].map(plain_text))) & (frame["ward"] != "")
    blank = (frame[columns] == "").all(axis=1)
    nameless = ~grand & ~part & ~blank & (names == "")
    for _, line in frame[nameless].iterrows():
        problems.append(
            sheet.problem(
                "refuse",
                "地域の名前がない行に人数があります。",
                "名前を入れるか、合計の行なら「合計」と書いてください。",
                int(line["row"]),
            )
        )
    if (grand | part).any():
        said = "、".join(frame.loc[grand | part, "area_name"].head(3))
        problems.append(
            sheet.problem(
                "warn",
                f"合計の行を{int((grand | part).sum())}行除きました（{said}）。",
                "",
                int(frame.loc[grand | part, "row"].iloc[0]),
            )
        )
    return frame[~grand & ~part & ~blank].reset_index(drop=True), frame[grand]


def _refuse_repeated(frame: pd.DataFrame, sheet: Sheet, problems: list[Problem]) -> None:
    keys = [name for name in ("area", "sex") if name in frame]
    for _, line in said_again(frame, keys).iterrows():
        problems.append(
            sheet.problem(
                "refuse",
                f"同じ地域の行が二つ以上あります（{line['first']}行目にもあります）。",
                "重なった行を消すか、区や大字を付けて区別してください。",
                int(line["row"]),
                value=line["area_name"],
            )
        )


def _population(frame: pd.DataFrame, bands: list[Band], sheet: Sheet, problems: list[Problem]) -> pd.DataFrame:
    if "sex" not in frame:
        return long_population(frame, bands, sheet.file, problems, zero=ZERO)
    parts = [
        long_population(
            lines.reset_index(drop=True),
            [Band(b.column, SEX_KEYS[word], b.age_from, b.age_to) for b in bands],
            sheet.file,
            problems,
            zero=ZERO,
        )
        for word, lines in frame.groupby("sex")
        if word in SEX_KEYS
    ]
    return with_both_sexes(pd.concat(parts, ignore_index=True))


def _households(frame: pd.DataFrame, sheet: Sheet, problems: list[Problem]) -> pd.DataFrame:
    if "households" not in frame:
        return pd.DataFrame()
    lines = frame[frame["sex"].isin(["計", "総数", "男女計", "合計"])] if "sex" in frame else frame
    number = counts(lines, "households", sheet.file, problems, missing=("", *SUPPRESSED_MARKS))
    return lines[["area", "area_name", "beside", "as_of", "row", "sheet"]].assign(
        kind="total", households=number, state=number.isna().map({True: "not_in_source", False: "ok"})
    )


def _stated(totals: pd.DataFrame, frame: pd.DataFrame, bands: list[Band], sheet: Sheet) -> dict[str, float]:
    """What the file's own grand total says, where it has one."""
    if totals.empty or "sex" in frame:
        return {}
    line = totals.tail(1)
    ignored: list[Problem] = []
    said: dict[str, float] = {}
    for key, label in (("people", "人口総数"), ("households", "世帯数")):
        if key in line:
            value = counts(line, key, sheet.file, ignored).iloc[0]
            said |= {} if pd.isna(value) else {label: float(value)}
    added = [counts(line, band.column, sheet.file, ignored).iloc[0] for band in bands if band.sex == bands[0].sex]
    return said or ({} if any(map(pd.isna, added)) else {"人口総数": float(sum(added))})
