"""e-Stat 国勢調査 小地域の年齢別人口: 統計GIS の T001082 (one line of codes, one of labels) and the 「ファイル」 layout
(h03_…).

Rows nest: HYOSYO 1 city, 2 町・大字 without 丁目, 3 大字 with 丁目 below, 4 丁目. The people of a city are, exactly,
Σ rows of HYOSYO 2 or 4 + Σ rows of HYOSYO 3 with HTKSYORI 1 (a 大字 that received its suppressed 丁目).
"""

from __future__ import annotations

import re

import pandas as pd

from data.files.age_bands import Band, band_of, finest, long_population, missing_ages
from data.files.cells import counts, frame_below, header_row, headings, known_header
from data.files.census_year import census_day, census_in, census_name
from data.files.extract import Extract, Options
from data.files.opened import Opened
from data.files.problems import Problem, Problems, Refused
from data.files.sheet import Sheet
from data.files.table_date import Dating

KIND = "census"
LABEL = "国勢調査 小地域の年齢別人口（e-Stat）"

GIS = ("KEY_CODE", "HYOSYO", "CITYNAME", "NAME", "HTKSYORI", "HTKSAKI", "GASSAN")
# Numbers of the age tables of the small areas, as the 統計GIS download gives them; the file itself names no year.
GIS_TABLES = {
    "T001082": "2020-10-01",
    "T000849": "2015-10-01",
    "T000573": "2010-10-01",
    "T000051": "2005-10-01",
    "T000002": "2000-10-01",
}
FILE = ("市区町村コード", "町丁字コード", "地域階層レベル", "秘匿処理", "秘匿先情報", "合算地域")
FILE_STATES = {"": "0", "合算地域あり": "1", "秘匿地域": "2"}


def recognises(opened: Opened) -> bool:
    return any(_layout(sheet) for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Extract:
    """Population by age of the small areas of one city, with the suppressed areas and where their people are counted.

    Raises Refused when the file holds several cities and it is not known which is meant, when the city is not in it, or
    when a count is no number.
    """
    sheet = next((sheet for sheet in opened.sheets if _layout(sheet)), None)
    if sheet is None:
        raise Refused(
            [
                opened.problem(
                    "refuse",
                    "国勢調査の小地域集計（年齢別）の見出しが見つかりません。",
                    "e-Stat の T001082 などのファイルを、加工せずに指定してください。",
                )
            ]
        )
    problems: list[Problem] = Problems()
    dating = Dating(opened, options.as_of, problems)
    rows, bands, as_of, title = (_read_gis if _layout(sheet) == "gis" else _read_file)(sheet, dating)
    rows = _of_city(rows, sheet, options)
    if missing := missing_ages(bands):
        problems.append(
            sheet.problem(
                "refuse",
                f"年齢の列が足りません（{'、'.join(missing)}）。",
                "年齢5歳階級のすべての列がある表を指定してください。",
            )
        )
    _refuse_repeated(rows, sheet, problems)
    rows["state"] = rows["htk"].map({"1": "merged"}).fillna("ok")
    summands = rows["hyosyo"].isin(["2", "4"]) | (rows["hyosyo"] == "3") & (rows["htk"] == "1")
    population = long_population(rows[summands], bands, sheet.file, problems, zero=("-",))
    population = pd.concat(
        [population, _unknown_age(rows[summands], population, bands, sheet.file, problems)], ignore_index=True
    )
    if any(problem.severity == "refuse" for problem in problems):
        raise Refused(problems)
    city = rows[rows["hyosyo"] == "1"]
    totals = {"人口総数": float(counts(city, "total", sheet.file, problems, zero=("-",)).sum())} if len(city) else {}
    source = {
        "kind": "census",
        "title": title,
        "publisher": "総務省統計局",
        "as_of": as_of,
        "licence": "政府標準利用規約（出典の記載が必要）",
    }
    tables = {"population": population.assign(as_of=as_of), "merges": _merges(rows).assign(as_of=as_of)}
    return Extract(KIND, opened.path, tables, source, problems, {"population": totals}, dating.assumed)


def _layout(sheet: Sheet) -> str | None:
    if sheet.rows and headings(sheet.rows[0])[:7] == list(GIS):
        return "gis" if any(band_of(label) for label in sheet.rows[1][7:]) else None
    return "file" if _file_header(sheet) is not None else None


def _file_header(sheet: Sheet) -> int | None:
    return header_row(sheet, lambda names: set(FILE) <= set(names) and any(band_of(name) for name in names))


def _read_gis(sheet: Sheet, dating: Dating) -> tuple[pd.DataFrame, list[Band], str, str]:
    codes = headings(sheet.rows[0])
    frame = frame_below(
        sheet,
        0,
        GIS,
        first=2,
        written=[label or code for code, label in zip(sheet.rows[0], sheet.rows[1], strict=False)],
    )
    labels = dict(zip(codes, sheet.rows[1], strict=False))
    # The file repeats no heading in its first line; the second one only explains it.
    bands = [
        Band(code, found.sex, found.age_from, found.age_to)
        for code in codes[7:]
        if (found := band_of(labels.get(code, "")))
    ]
    frame = frame.rename(
        columns={
            "KEY_CODE": "area",
            "NAME": "area_name",
            "HYOSYO": "hyosyo",
            "HTKSYORI": "htk",
            "HTKSAKI": "into",
            "GASSAN": "from",
            "CITYNAME": "city_name",
        }
    )
    first_all = next(code for code in codes[7:] if "総数" in labels[code] and band_of(labels[code]) is None)
    frame["total"], frame["city"] = frame[first_all], frame["area"].str[:5]
    for sex, mark in (("male", "男"), ("female", "女")):
        column = next(
            (
                code
                for code in codes[7:]
                if labels[code].startswith(mark) and "総数" in labels[code] and band_of(labels[code]) is None
            ),
            None,
        )
        frame[f"total_{sex}"] = frame[column] if column else ""
    table = re.match(r"T\d{6}", codes[7])
    said = GIS_TABLES.get(table[0] if table else "") or census_in(" ".join([*sheet.rows[0], *sheet.rows[1]]))
    as_of = census_day(said, sheet, dating, f"表の番号（{codes[7][:7]}）から、何年の国勢調査か分かりません。")
    return frame, finest(bands), as_of, f"{census_name(as_of)} 小地域集計 年齢別（5歳階級）、男女別人口"


def _read_file(sheet: Sheet, dating: Dating) -> tuple[pd.DataFrame, list[Band], str, str]:
    index = known_header(_file_header(sheet))
    names = headings(sheet.rows[index])
    # Column 1 is a line number whose heading is a number; the last two headings are "-" (総年齢, 平均年齢).
    clean = Sheet(
        sheet.file,
        sheet.name,
        [*sheet.rows[:index], ["" if name == "-" else name for name in names], *sheet.rows[index + 1 :]],
    )
    frame = frame_below(clean, index, FILE)
    place = "字・丁目名" if "字・丁目名" in frame else FILE[1]
    small = frame["町丁字コード"].where(frame["町丁字コード"] != "-", "")
    frame = frame.assign(
        city=frame["市区町村コード"],
        area=frame["市区町村コード"] + small,
        city_name=frame.get("市区町村名", ""),
        hyosyo=frame["地域階層レベル"],
        htk=frame["秘匿処理"].map(FILE_STATES).fillna("0"),
        into=frame["秘匿先情報"].str.replace("-", ""),
        total=frame["総数"],
        area_name=(frame.get("大字・町名", "") + frame[place]).str.replace("-", ""),
    )
    frame["from"] = frame["合算地域"].str.replace("-", "")
    bands = finest([found for name in names if (found := band_of(name))])
    said = census_in(" ".join(" ".join(row) for row in sheet.rows[:index]))
    as_of = census_day(said, sheet, dating, "何年の国勢調査か書かれていません。")
    wide, wide_bands = _widen(frame, bands)
    return wide, wide_bands, as_of, f"{census_name(as_of)} 小地域集計 年齢（5歳階級）、男女別人口"


def _widen(frame: pd.DataFrame, bands: list[Band]) -> tuple[pd.DataFrame, list[Band]]:
    """総数, 男 and 女 stand one below the other: one row an area, with the three side by side."""
    sexes = {"all": "総数", "male": "男", "female": "女"}
    wide, wide_bands = frame[frame["男女"] == "総数"].copy(), []
    for sex, word in sexes.items():
        part = frame[frame["男女"] == word].drop_duplicates("area").set_index("area")
        if part.empty:
            continue
        for band in bands:
            wide[f"{sex} {band.column}"] = wide["area"].map(part[band.column])
            wide_bands.append(Band(f"{sex} {band.column}", sex, band.age_from, band.age_to))
    return wide.fillna(""), wide_bands


def _of_city(rows: pd.DataFrame, sheet: Sheet, options: Options) -> pd.DataFrame:
    there = dict(zip(rows["city"], rows["city_name"], strict=True))
    wanted = set(options.city_codes) or (set(there) if len(there) == 1 else set())
    if not wanted:
        raise Refused(
            [
                sheet.problem(
                    "refuse",
                    f"{len(there)}市区町村の表です。どの市区町村を読むのか分かりません。",
                    "境界のファイル（--boundaries）も一緒に指定してください。",
                )
            ]
        )
    if not wanted & set(there):
        raise Refused(
            [
                sheet.problem(
                    "refuse",
                    f"市区町村コード {'、'.join(sorted(wanted))} の行がありません（あるもの:"
                    f" {'、'.join(list(there)[:3])} など）。",
                    "市区町村または都道府県の合った表を指定してください。",
                )
            ]
        )
    return rows[rows["city"].isin(wanted)].reset_index(drop=True)


def _refuse_repeated(rows: pd.DataFrame, sheet: Sheet, problems: list[Problem]) -> None:
    for _, line in rows[rows["area"].duplicated()].iterrows():
        problems.append(
            sheet.problem(
                "refuse",
                "同じ地域コードの行が二つ以上あります。",
                "重なった行を消してください。",
                int(line["row"]),
                "KEY_CODE",
                line["area"],
            )
        )


def _unknown_age(
    rows: pd.DataFrame, population: pd.DataFrame, bands: list[Band], file: str, problems: list[Problem]
) -> pd.DataFrame:
    """Age unknown = the stated total less the bands, where the table has no column of its own for it (T001082)."""
    if any(band.age_from is None for band in bands):
        return population.iloc[:0]
    parts = []
    for sex in dict.fromkeys(band.sex for band in bands):
        column = "total" if sex == "all" else f"total_{sex}"
        if column not in rows or (rows[column] == "").all():
            continue
        total = counts(rows, column, file, problems, zero=("-",), missing=("", "X"))
        known = population[population["sex"] == sex].groupby("area")["persons"].sum(min_count=1)
        rest = total - rows["area"].map(known).astype("Int64")
        part = rows[["area", "area_name", "row", "sheet", "state"]].assign(
            sex=sex, age_from=pd.NA, age_to=pd.NA, persons=rest
        )
        part.loc[total.isna(), "state"] = "suppressed"
        for _, line in part[rest.fillna(0) < 0].iterrows():
            problems.append(
                Problem(
                    "warn",
                    file,
                    f"年齢別の合計が総数より{-line['persons']}人多くなっています。",
                    "",
                    line["sheet"],
                    line["row"],
                    "",
                    line["area"],
                )
            )
        part["persons"] = rest.clip(lower=0)
        parts.append(part)
    return (
        pd.concat(parts, ignore_index=True).astype({"age_from": "Int64", "age_to": "Int64"})
        if parts
        else population.iloc[:0]
    )


def _merges(rows: pd.DataFrame) -> pd.DataFrame:
    """Suppressed areas and the area their people are counted in; codes in HTKSAKI leave the city's five digits out."""
    hidden = rows[(rows["htk"] == "2") & rows["hyosyo"].isin(["2", "4"])]
    return pd.DataFrame(
        {
            "area": hidden["area"],
            "area_name": hidden["area_name"],
            "into": hidden["city"] + hidden["into"],
            "row": hidden["row"],
            "sheet": hidden["sheet"],
        }
    )
