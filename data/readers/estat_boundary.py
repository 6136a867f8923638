"""町丁・字の境界: e-Stat 統計GIS (r2ka…, h27ka… as shapefile, GeoJSON or GeoPackage) and CODH's TopoJSON made from it.

A 町丁 in several parts has one row a part (KIGO_E E1, E2 …) with one KEY_CODE; only E1 carries people. Water (HCODE
8154) is left out.
"""

from __future__ import annotations

import re

import geopandas as gpd
import pandas as pd

from data.files.eras import era_year
from data.files.extract import Extract, Options
from data.files.geofile import fields, geometry_type, read_shapes
from data.files.map_positions import refuse_elsewhere
from data.files.map_shapes import same_shapes, say_without_shape
from data.files.opened import Opened
from data.files.problems import Problem, Problems, Refused

KIND = "boundaries"
LABEL = "町丁・字の境界（e-Stat）"

WATER = "8154"
NAMES = ("S_NAME", "MOJI", "name", "名称", "町丁名", "町名", "地域名")
CODES = ("KEY_CODE", "key_code", "KEYCODE", "area_code")
CODE = re.compile(r"\d{9}|\d{11}")


def recognises(opened: Opened) -> bool:
    if not opened.is_geo:
        return False
    there = fields(opened)
    return any(code in there for code in CODES) and "Point" not in geometry_type(opened)


def read(opened: Opened, options: Options) -> Extract:
    """Areas of level small_area with area_code (KEY_CODE), name, geometry in EPSG:6668, and the census count of people
    (`jinko`).

    Raises Refused for a broken file, one without codes or names, and areas without a code.
    """
    problems: list[Problem] = Problems()
    shapes = read_shapes(opened, problems)
    code = next((name for name in CODES if name in shapes), None)
    name = next((name for name in NAMES if name in shapes), None)
    if code is None or name is None:
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse",
                    "区域のコード（KEY_CODE）または名前（S_NAME）の列がありません。",
                    "e-Stat の境界データを加工せずに指定してください。",
                    value="、".join(map(str, shapes.columns[:8])),
                ),
            ]
        )
    shapes = shapes.assign(
        area_code=shapes[code].astype("str").fillna("").str.strip(),
        name=shapes[name].astype("str").fillna("").str.strip(),
    )
    if "HCODE" in shapes:
        shapes = shapes[shapes["HCODE"].astype("str").str.removesuffix(".0") != WATER]
    for _, line in shapes[~shapes["area_code"].str.fullmatch(CODE)].iterrows():
        problems.append(
            opened.problem(
                "refuse",
                "区域のコード（KEY_CODE）が9桁または11桁の数字ではありません。",
                "コードを文字として保存した、元のファイルを指定してください。",
                row=int(line["row"]),
                column=code,
                value=line["area_code"],
            )
        )
    if any(problem.severity == "refuse" for problem in problems):
        raise Refused(problems)
    shapes = _of_city(shapes, opened, options)
    _refuse_one_code_for_two(shapes, opened, code)
    shapes = say_without_shape(shapes, opened, problems, "area_code")
    refuse_elsewhere(shapes, opened, shapes["area_code"])
    shapes = _without_lines_twice(shapes, opened, problems)
    areas = _one_row_an_area(shapes)
    city = areas["area_code"].str[:5]
    source = _source(opened, areas) | {
        "city_codes": tuple(dict.fromkeys(city)),
        **_place(shapes[shapes["area_code"].str[:5].isin(city)]),
    }
    totals = {"国勢調査の人口（JINKO）": float(areas["jinko"].sum())} if "jinko" in areas else {}
    return Extract(KIND, opened.path, {"areas": areas}, source, problems, {"areas": totals})


def _of_city(shapes: gpd.GeoDataFrame, opened: Opened, options: Options) -> gpd.GeoDataFrame:
    """The city's shapes out of a prefecture's file; the wards of one designated city (third digit 1) stay together."""
    codes = shapes["area_code"].str[:5]
    there = set(codes)
    if len(there) == 1 or all(code[2] == "1" for code in there) and _place(shapes)["city_title"]:
        return shapes
    wanted = there & set(options.city_codes)
    if not wanted:
        raise Refused(
            [
                opened.problem(
                    "refuse",
                    f"{len(there)}市区町村の境界です。どの市区町村を読むのか分かりません。",
                    "市区町村ごとの境界データにするか、--code で市区町村コード5桁を指定してください。",
                )
            ]
        )
    return shapes[codes.isin(wanted)].reset_index(drop=True)


def _refuse_one_code_for_two(shapes: gpd.GeoDataFrame, opened: Opened, code: str) -> None:
    """Parts of one area share code and name; one code with two names would melt two areas together."""
    names = shapes.groupby("area_code")["name"].agg(lambda found: list(dict.fromkeys(filter(None, found))))
    refused = [
        opened.problem(
            "refuse",
            f"同じコードに名前が二つあります（{'、'.join(found[:3])}）。",
            "コードを直すか、元の境界データを指定してください。",
            column=code,
            value=str(key),
            row=int(shapes.loc[(shapes["area_code"] == key) & (shapes["name"] == found[1]), "row"].iloc[0]),
        )
        for key, found in names.items()
        if len(found) > 1
    ]
    if refused:
        raise Refused(refused)


def _without_lines_twice(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    """One shape twice: of one area the second line is left out (its people would count twice), of two areas it is
    refused.
    """
    pairs = same_shapes(shapes)
    twice = [(one, other) for one, other in pairs if shapes.at[one, "area_code"] == shapes.at[other, "area_code"]]
    refused = [
        opened.problem(
            "refuse",
            f"「{shapes.at[one, 'name']}」（{shapes.at[one, 'row']}行目）と同じ形です。二つの区域が同じ所にあると、"
            "場所や人がどちらのものか分かりません。",
            "どちらかの形を直すか、消してください。",
            row=int(shapes.at[other, "row"]),
            value=shapes.at[other, "name"],
        )
        for one, other in pairs
        if (one, other) not in set(twice)
    ]
    if refused:
        raise Refused([*problems, *refused])
    problems += (
        opened.problem(
            "warn",
            f"{shapes.at[one, 'row']}行目と同じ区域の同じ形です。二重に数えないよう、この行を外しました。",
            "元の境界データを確かめてください。",
            row=int(shapes.at[other, "row"]),
            value=shapes.at[other, "name"],
        )
        for one, other in twice
    )
    return shapes.drop(index=list({other for _, other in twice}))


def _one_row_an_area(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    kept = shapes[["area_code", "name", "row", "geometry"]].copy()
    if "CITY_NAME" in shapes:
        kept["ward"] = shapes["CITY_NAME"].astype("str").str.extract(r"市(.+区)$", expand=False).fillna("")
    if "JINKO" in shapes:
        kept["jinko"] = pd.to_numeric(shapes["JINKO"], errors="coerce")
    if kept["area_code"].duplicated().any():
        how = {name: "first" for name in ("name", "row", "ward") if name in kept} | (
            {"jinko": "sum"} if "jinko" in kept else {}
        )
        kept = kept.dissolve("area_code", aggfunc=how, sort=False).reset_index()
        kept.loc[kept.geometry.is_empty, "geometry"] = None  # no shape at all, not an empty one
    kept["name"] = kept["name"].where(kept["name"] != "", "（名前なし）")
    return kept.sort_values("area_code").reset_index(drop=True).assign(level="small_area")


def _place(shapes: gpd.GeoDataFrame) -> dict[str, object]:
    """The city's title and prefecture as the file names them (a designated city's wards share the part before 区)."""
    titles = shapes["CITY_NAME"].dropna().unique() if "CITY_NAME" in shapes else []
    shared = {(re.match(r".+?市(?=.+区$)", name) or [""])[0] for name in titles}
    title = titles[0] if len(titles) == 1 else shared.pop() if len(shared) == 1 else ""
    prefectures = shapes["PREF_NAME"].dropna().unique() if "PREF_NAME" in shapes else []
    return {"city_title": title, "prefecture": prefectures[0] if len(prefectures) else ""}


def _source(opened: Opened, areas: gpd.GeoDataFrame) -> dict[str, object]:
    there = fields(opened)
    era = next(
        (found for name in there if (found := re.match(r"([HR])(\d{1,2})KA", name))), None
    )  # H27KA27_ID, R2KAxx: the census that drew them
    year = int(era[2]) + {"H": 1988, "R": 2018}[era[1]] if era else None
    as_of = f"{year}-10-01" if year else None
    census = f"{era_year(year) if year else ''}国勢調査"
    codh = "（CODH 加工のTopoJSON）" if opened.suffix in (".topojson",) else ""
    return {
        "kind": "boundary",
        "title": f"{census} 町丁・字等境界データ{codh}",
        "publisher": "総務省統計局（e-Stat 統計GIS）",
        "as_of": as_of,
        "licence": "政府標準利用規約（出典の記載が必要）",
    }
