"""Boundaries of associations (自治会・町内会・自主防災会) as cities publish them: shapefiles whose field names say
nothing (SAFIELD000 …) with an attributes.csv beside them that explains the fields, or any polygons with a field that
names an association."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.files.dates import iso_date
from data.files.extract import Extract, Options
from data.files.geofile import explaining_file, fields, geometry_type, read_shapes
from data.files.map_positions import refuse_elsewhere
from data.files.map_shapes import same_shapes, say_without_shape
from data.files.opened import Opened
from data.files.opened import opened as open_given
from data.files.possible_dates import impossible
from data.files.problems import Problem, Problems, Refused
from data.text.plain_text import plain_text

KIND = "boundaries"
LABEL = "自治会・町内会などの境界"

ASSOCIATION = re.compile(r"自治会|町内会|防災会|町会|行政区|自治区|区会")
EXPLAINED = "attributes.csv"


def recognises(opened: Opened) -> bool:
    if not opened.is_geo or "Polygon" not in geometry_type(opened):
        return False
    names = fields(opened)
    if any(name in ("KEY_CODE", "KEYCODE") for name in names):
        return False
    return any(name.startswith("SAFIELD") for name in names) or any(
        ASSOCIATION.search(plain_text(name)) for name in names
    )


def read(opened: Opened, options: Options) -> Extract:
    """Areas of level neighbourhood with `path` (layer/name, the code they will get), name, geometry in EPSG:6668.

    Raises Refused for a broken file, one whose name field cannot be told, and shapes without a name.
    """
    problems: list[Problem] = Problems()
    shapes = read_shapes(opened, problems)
    field = _name_field(opened, [str(name) for name in shapes.columns if name not in ("geometry", "row")])
    if field is None:
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse",
                    "どの列が名前か分かりません。",
                    f"列を説明する {EXPLAINED} を同じフォルダに置くか、列名を「自治会名」にしてください。",
                    value="、".join(fields(opened)[:8]),
                ),
            ]
        )
    shapes["name"] = shapes[field].astype("str").where(shapes[field].notna(), "").str.strip()
    for _, line in shapes[shapes["name"] == ""].iterrows():
        problems.append(
            opened.problem(
                "refuse",
                "名前のない区域があります。",
                "名前を入れるか、その図形を消してください。",
                row=int(line["row"]),
                column=field,
            )
        )
    if any(problem.severity == "refuse" for problem in problems):
        raise Refused(problems)
    shapes = say_without_shape(shapes, opened, problems, "name")
    refuse_elsewhere(shapes, opened, city_codes=options.city_codes)
    layer = _layer(opened)
    areas = _one_row_an_area(shapes[["name", "row", "geometry"]], opened, problems).assign(level="neighbourhood")
    areas["path"] = [f"{layer}/{name.replace('/', '／')}" for name in areas["name"]]
    updated = [
        date
        for value in shapes.get("SAUPDATE", pd.Series(dtype=object)).dropna()
        if (date := iso_date(value)) and not impossible(date)
    ]
    source = {"kind": "boundary", "title": layer, "as_of": max(updated, default=None)}
    return Extract(KIND, opened.path, {"areas": areas}, source, problems)


def _name_field(opened: Opened, names: list[str]) -> str | None:
    """The field that names the areas: flagged in attributes.csv, else explained there or named as an association."""
    explained = _explained(explaining_file(opened, EXPLAINED))
    flagged = [name for name, _, flag in explained if flag == "1" and name in names]
    named = [
        name for name, words, _ in explained if name in names and (ASSOCIATION.search(words) or words.endswith("名称"))
    ]
    own = [
        name for name in names if ASSOCIATION.search(plain_text(name)) or plain_text(name) in ("名称", "name", "NAME")
    ]
    own += (
        [name for name in names if name.startswith("SAFIELD")]
        if len([name for name in names if name.startswith("SAFIELD")]) == 1
        else []
    )
    return next(iter(flagged + named + own), None)


def _explained(path: Path | None) -> list[tuple[str, str, str]]:
    """(field, its meaning, flag) of attributes.csv; nothing where there is none or it cannot be read."""
    if path is None:
        return []
    try:
        with open_given(path) as explained:
            rows = explained.sheets[0].rows[1:]
    except Refused:
        return []
    return [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows if len(row) > 1]


def _layer(opened: Opened) -> str:
    """What the layer is called: config.yml's name, else the file's."""
    config = explaining_file(opened, "config.yml")
    if config and (
        found := re.search(r"^name:\s*(.+?)\s*$", config.read_text(encoding="utf-8", errors="replace"), re.M)
    ):
        return found[1]
    return opened.file.stem


def _one_row_an_area(shapes: gpd.GeoDataFrame, opened: Opened, problems: list[Problem]) -> gpd.GeoDataFrame:
    twice = shapes["name"].duplicated()
    if twice.any():
        problems.append(
            opened.problem(
                "warn",
                f"同じ名前の図形{int(twice.sum())}件を、一つの区域にまとめました。",
                "別の区域なら、名前を分けてください。",
                row=int(shapes.loc[twice, "row"].iloc[0]),
                value=shapes.loc[twice, "name"].iloc[0],
            )
        )
        shapes = shapes.dissolve("name", aggfunc={"row": "first"}, sort=False).reset_index()
    problems += (
        opened.problem(
            "warn",
            f"「{shapes.at[one, 'name']}」（{shapes.at[one, 'row']}行目）と同じ形です。中にある場所や人が、"
            "どちらの区域のものか分かりません。",
            "別の区域なら形を直し、同じ区域なら名前を一つにしてください。",
            row=int(shapes.at[other, "row"]),
            value=shapes.at[other, "name"],
        )
        for one, other in same_shapes(shapes)
    )
    return shapes.reset_index(drop=True)
