"""地域・年齢別人口 of the 推奨データセット (2017-2022), the 自治体標準オープンデータセット (2023-) and their known
deviations.

Deviations read: English keys (man1 … woman18, with a point in `location`), ages to 100+, age unknown, KEY_CODE behind
備考, several dates stacked, no code columns at all, the city's total only.
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
)
from data.files.cells import counts, frame_below, header_row, known_header, renamed
from data.files.cells import headings as cleaned
from data.files.dates import read_date
from data.files.extract import Extract, Options
from data.files.headed_table import named_above, said_again, told_apart
from data.files.municipal_codes import city_code
from data.files.opened import Opened
from data.files.possible_dates import impossible
from data.files.problems import Problem, Problems, Refused
from data.files.sheet import Sheet
from data.files.table_date import ASK, Dating
from data.files.table_words import ABOVE
from data.text.plain_text import plain_text

KIND = "population"
LABEL = "地域・年齢別人口（標準オープンデータセット）"

KEYS = {
    "city_code": (
        "都道府県コード又は市区町村コード",
        "都道府県コード又は市町村コード",
        "全国地方公共団体コード",
        "市区町村コード",
        "prefCode",
        "localgov_code",
    ),
    "key_code": ("KEY_CODE",),
    "region_code": ("地域コード", "regionCode"),
    "prefecture": ("都道府県名", "prefName"),
    "city": ("市区町村名", "地方公共団体名", "cityName", "localgov_name"),
    "date": ("調査年月日", "surveyDate", "基準日"),
    "area_name": ("地域名", "regionName"),
    "total": ("総人口", "totalPopulation"),
    "households": ("世帯数", "numberOfHouseholds"),
    "location": ("location",),
    "lat": ("緯度", "latitude"),
    "lon": ("経度", "longitude"),
}
_ENGLISH = re.compile(r"(man|woman)(\d{1,2})")
_BY_SEX = re.compile(r"歳(?:以上)?の?[男女]性?$|[男女]性?.*歳")
_TOTAL = re.compile(r"(?:全市|市|総|合|全)?(?:合計|総計|総数|計|市全体|全体)")
JAPAN = (20.0, 46.5, 122.0, 154.5)  # lat from, to, lon from, to


def recognises(opened: Opened) -> bool:
    return any(_header(sheet) is not None for sheet in opened.sheets)


def read(opened: Opened, options: Options) -> Extract:
    """Population by age and sex of every area and date, households, and the areas' points where the file has them.

    Raises Refused for a missing band, a date that cannot be read, repeated areas, several cities of which none is known
    to be meant, and counts that are no numbers.
    """
    sheet = next((sheet for sheet in opened.sheets if _header(sheet) is not None), None)
    if sheet is None:
        raise Refused(
            [
                opened.problem(
                    "refuse",
                    "「0-4歳の男性」などの見出しが見つかりません。",
                    "標準データセットの見出しの行を消さずに指定してください。",
                )
            ]
        )
    problems: list[Problem] = Problems()
    dating = Dating(opened, options.as_of, problems)
    index = known_header(_header(sheet))
    sheet = _with_whole_location(sheet, index)
    frame = frame_below(_with_keys(sheet, index), index, written=sheet.rows[index])
    frame, title, code = _of_one_city(frame, sheet, options)
    frame = _with_areas(_with_dates(frame, sheet, dating), title, sheet, problems)
    bands = _bands([name for name in frame.columns if name not in KEYS])
    if missing := missing_ages(bands):
        problems.append(
            sheet.problem(
                "refuse",
                f"年齢の列が足りません（{'、'.join(missing)}）。",
                "標準データセットの年齢階級の列をすべて入れてください。",
                index + 1,
            )
        )
    _refuse_repeated(frame, sheet, problems)
    frame, totals = _without_totals(frame, title, sheet, problems)
    dashes_as_zero(frame, [band.column for band in bands], sheet, problems)
    population = long_population(frame, bands, sheet.file, problems, zero=("-",))
    compare_with_stated(frame, "total", population, sheet, problems)
    tables = {"population": population} | _households(frame, sheet, problems) | _points(frame, sheet, problems)
    if any(problem.severity == "refuse" for problem in problems):
        raise Refused(problems)
    prefecture = next((name for name in frame.get("prefecture", []) if name), "")
    source = {
        "kind": "register",
        "title": "地域・年齢別人口",
        "publisher": title,
        "as_of": frame["as_of"].max(),
        "city_title": title,
        "prefecture": prefecture,
        "city_codes": (code,) if code else (),
    }
    return Extract(KIND, opened.path, tables, source, problems, _stated(totals, frame, sheet), dating.assumed)


def _header(sheet: Sheet) -> int | None:
    def known(names: list[str]) -> bool:
        english = {
            (sex, int(number))
            for name in names
            if (found := _ENGLISH.fullmatch(name))
            for sex, number in [found.groups()]
        }
        if len(english) >= 8:
            return True
        by_sex = [band for name in names if _BY_SEX.search(name) and (band := band_of(name)) and band.sex != "all"]
        return len(by_sex) >= 8 and any(_key(name) in ("area_name", "date", "city") for name in names)

    return header_row(sheet, known)


def _key(heading: str) -> str | None:
    plain = re.sub(r"^\d+\.", "", heading)
    return next((key for key, words in KEYS.items() if plain in words), None)


def _with_keys(sheet: Sheet, index: int) -> Sheet:
    """The sheet with the headings we know renamed to their keys (the first of a kind; a repeated one stays and is
    refused)."""
    places: dict[str, int] = {}
    for place, name in enumerate(cleaned(sheet.rows[index])):
        if key := _key(name):
            places.setdefault(key, place)
    return renamed(sheet, index, places)


def _with_whole_location(sheet: Sheet, index: int) -> Sheet:
    """A position that a spreadsheet has taken apart at its comma stands together again: `location` and a column without
    a heading."""
    names = [plain_text(name) for name in sheet.rows[index]]
    if "location" not in names or (second := names.index("location") + 1) >= len(names) or names[second]:
        return sheet
    first = second - 1
    joined = [
        (
            [*row[:first], f"{row[first]},{row[second]}", "", *row[second + 1 :]]
            if len(row) > second and row[second]
            else row
        )
        for row in sheet.rows[index + 1 :]
    ]
    return replace(sheet, rows=[*sheet.rows[: index + 1], *joined])


def _bands(names: list[str]) -> list[Band]:
    english = [(name, found[1], int(found[2])) for name in names if (found := _ENGLISH.fullmatch(name))]
    if english:
        last = max(number for _, _, number in english)
        return [
            Band(name, {"man": "male", "woman": "female"}[sex], 5 * (n - 1), None if n == last else 5 * n - 1)
            for name, sex, n in english
        ]
    bands = [band for name in names if (band := band_of(name))]
    return [band for band in finest(bands) if band.sex != "all"]


def _of_one_city(frame: pd.DataFrame, sheet: Sheet, options: Options) -> tuple[pd.DataFrame, str, str]:
    """Rows of one city, its title and its code ("" where the file does not say)."""
    codes = frame["city_code"].map(city_code) if "city_code" in frame else pd.Series("", index=frame.index)
    there = [code for code in dict.fromkeys(codes) if code]
    if len(there) > 1:
        wanted = [code for code in there if code in options.city_codes]
        if len(wanted) != 1:
            raise Refused(
                [
                    sheet.problem(
                        "refuse",
                        f"{len(there)}市区町村の表です。どの市区町村を読むのか分かりません。",
                        "一つの市区町村の行だけにするか、境界のファイルも一緒に指定してください。",
                    )
                ]
            )
        frame, there = frame[codes == wanted[0]].reset_index(drop=True), wanted
    titles = [name for name in dict.fromkeys(frame["city"]) if name] if "city" in frame else []
    title = re.sub(r"^.+?[都道府県](?=.+[市区町村]$)", "", plain_text(titles[0])) if len(titles) == 1 else ""
    return frame, title, there[0] if there else ""


def _with_dates(frame: pd.DataFrame, sheet: Sheet, dating: Dating) -> pd.DataFrame:
    """With `as_of` from 調査年月日; lines without one have the date from outside the table. What is no day that people
    can be counted of is refused."""
    written = frame["date"] if "date" in frame else pd.Series("", index=frame.index)
    column = frame.attrs.get("written", {}).get("date", "調査年月日")
    read = {text: read_date(text) for text in written.unique() if text}
    dates = {text: reading.iso for text, reading in read.items()}
    for text, reading in read.items():
        row = int(frame.loc[written == text, "row"].iloc[0])
        why = reading.why or (f"日付として読めません（{said}）。" if (said := impossible(reading.iso or "")) else "")
        if why:
            dating.problems.append(sheet.problem("refuse", why, reading.what_to_do, row, column, text))
        elif reading.note:
            dating.problems.append(sheet.problem("warn", reading.note, "元号を確かめてください。", row, column, text))
    dating.american(read.values())
    dating.inside({iso for iso in dates.values() if iso and not impossible(iso)})
    if (written == "").any():
        dates[""] = dating.outside()
        if dates[""] is None:
            row = int(frame.loc[written == "", "row"].iloc[0])
            dating.problems.append(
                sheet.problem("refuse", "いつの人口か（調査年月日）が書かれていません。", ASK, row, column)
            )
    return frame.assign(as_of=written.map(dates))


def _with_areas(frame: pd.DataFrame, title: str, sheet: Sheet, problems: list[Problem]) -> pd.DataFrame:
    """With `area`: KEY_CODE, else the name; a line without a name is the city's total."""
    if "area_name" not in frame:
        problems.append(sheet.problem("refuse", "見出し「地域名」がありません。", "見出しの行を確かめてください。"))
        return frame.assign(area="", area_name="")
    name = frame["area_name"].where(frame["area_name"] != "", title or "市全体")
    code = frame["key_code"] if "key_code" in frame else pd.Series("", index=frame.index)
    beside = named_above(
        frame,
        [
            column
            for column in frame.columns
            if column not in KEYS and ABOVE.search(plain_text(column)) and band_of(column) is None
        ],
    )
    above = told_apart(name, frame["as_of"].fillna(""), beside.mask(code != "", ""))  # of one date a name stands once
    above = [within.partition("/")[2] if "/" in within else "" for within in above]
    return frame.assign(
        area=code.where(
            code != "", [f"{within}/{one}" if within else one for within, one in zip(above, name, strict=True)]
        ),
        area_name=name,
        beside=beside,
    )


def _refuse_repeated(frame: pd.DataFrame, sheet: Sheet, problems: list[Problem]) -> None:
    for _, line in said_again(frame, ["area", "as_of"]).iterrows():
        problems.append(
            sheet.problem(
                "refuse",
                f"同じ地域・同じ日付の行が二つ以上あります（{line['first']}行目にもあります）。",
                "重なった行を消してください。",
                int(line["row"]),
                "地域名",
                line["area_name"],
            )
        )


def _without_totals(
    frame: pd.DataFrame, title: str, sheet: Sheet, problems: list[Problem]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Lines of the city's total apart, unless the file holds nothing else."""
    names = frame["area_name"].map(plain_text)
    total = names.str.fullmatch(_TOTAL) | (names == (title or "市全体"))
    if total.all():
        return frame.assign(area=title or "市全体"), frame.iloc[:0]
    if total.any():
        problems.append(
            sheet.problem(
                "warn",
                f"合計の行を{int(total.sum())}行除きました。",
                "",
                int(frame.loc[total, "row"].iloc[0]),
                value=names[total].iloc[0],
            )
        )
    return frame[~total].reset_index(drop=True), frame[total]


def _households(frame: pd.DataFrame, sheet: Sheet, problems: list[Problem]) -> dict[str, pd.DataFrame]:
    if "households" not in frame:
        return {}
    number = counts(frame, "households", sheet.file, problems, zero=("-",), missing=("", *SUPPRESSED_MARKS))
    kept = frame[["area", "area_name", "beside", "as_of", "row", "sheet"]]
    return {
        "households": kept.assign(
            kind="total", households=number, state=number.isna().map({True: "not_in_source", False: "ok"})
        )
    }


def _points(frame: pd.DataFrame, sheet: Sheet, problems: list[Problem]) -> dict[str, pd.DataFrame]:
    """The areas' points from `location` ("lat,lon") or 緯度・経度; swapped ones are put right, absurd ones left out,
    both with a warning."""
    if "location" in frame:
        pair = frame["location"].str.split(",", n=1, expand=True).reindex(columns=[0, 1]).astype("string")
        lat, lon = (pd.to_numeric(pair[place].str.strip(), errors="coerce") for place in (0, 1))
    elif {"lat", "lon"} <= set(frame.columns):
        lat, lon = pd.to_numeric(frame["lat"], errors="coerce"), pd.to_numeric(frame["lon"], errors="coerce")
    else:
        return {}
    swapped = lat.between(*JAPAN[2:]) & lon.between(*JAPAN[:2])
    lat, lon = lat.where(~swapped, lon), lon.where(~swapped, lat)
    good = lat.between(*JAPAN[:2]) & lon.between(*JAPAN[2:])
    for said, wrong in (
        ("緯度と経度が逆です。入れ替えて読みました", swapped),
        ("日本の外の位置です。位置なしとして読みました", ~good & lat.notna()),
    ):
        if wrong.any():
            first = wrong[wrong].index[0]
            problems.append(
                sheet.problem(
                    "warn",
                    f"{said}（{int(wrong.sum())}件）。",
                    "緯度・経度を確かめてください。",
                    int(frame.at[first, "row"]),
                    value=frame.at[first, "area_name"],
                )
            )
    points = frame.assign(lat=lat, lon=lon)[good].drop_duplicates("area")
    return {"areas": points[["area", "lat", "lon"]]}


def _stated(totals: pd.DataFrame, frame: pd.DataFrame, sheet: Sheet) -> dict[str, dict[str, float]]:
    if totals.empty or "total" not in totals or frame["as_of"].nunique() > 1:
        return {}
    stated = counts(totals.tail(1), "total", sheet.file, []).iloc[0]
    return {} if pd.isna(stated) else {"population": {"人口総数": float(stated)}}
