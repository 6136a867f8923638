"""Stops of a demand taxi as a shapefile of points whose fields are explained by attributes.csv (original_name,
display_name), as 焼津市 publishes them."""

from __future__ import annotations

import csv
import io

import pandas as pd

from data.files.delimited_text import decode
from data.files.extract import Extract, Options
from data.files.geofile import explaining_file, geometry_type, read_shapes
from data.files.headed_table import Table, each
from data.files.opened import Opened
from data.files.problems import Problem, Problems, Refused
from data.files.resource_list import noted, resources
from data.files.sheet import Sheet
from data.text.plain_text import source_title

KIND = "resources"
LABEL = "デマンドタクシーなどの乗降場所"

FIELDS = "attributes.csv"
NAME, OPERATOR, TELEPHONE, REMARK = "名称", "運行会社", "電話番号（予約）", "そのほか"


def recognises(opened: Opened) -> bool:
    names = _names(opened) if opened.suffix == ".shp" else {}
    return (
        NAME in names.values()
        and any(name.startswith("方面_") or name == OPERATOR for name in names.values())
        and "Point" in geometry_type(opened)
    )


def _names(opened: Opened) -> dict[str, str]:
    """Field of the shapefile -> what it is called, from attributes.csv beside it."""
    path = explaining_file(opened, FIELDS)
    if path is None:
        return {}
    rows = list(csv.reader(io.StringIO(decode(path.read_bytes(), FIELDS), newline="")))
    return {row[0].strip(): row[1].strip() for row in rows[1:] if len(row) > 1}


def read(opened: Opened, options: Options) -> Extract:
    """Table `resources`, kind transport_support: one row a stop, its directions and times as text, each stop at its own
    point."""
    problems: list[Problem] = Problems()
    shapes = read_shapes(opened, problems)
    names = _names(opened)
    if NAME not in names.values() or not (shapes.geom_type == "Point").all():
        raise Refused(
            [
                *problems,
                opened.problem(
                    "refuse",
                    f"乗降場所の点と「{NAME}」の欄が見つかりません。",
                    f"{FIELDS} を同じフォルダに置いてください。",
                ),
            ]
        )
    text = pd.DataFrame(shapes.drop(columns=shapes.geometry.name)).rename(columns=names)
    text = text.loc[:, ~text.columns.duplicated()].astype("string").fillna("")
    frame = text.assign(row=shapes["row"].astype(int), sheet="")
    table = Table(
        Sheet(opened.path.name, "", []), frame.reset_index(drop=True), {name: name for name in text}, 1, problems
    )
    given = {
        key: table.text(name)
        for key, name in {"operator": OPERATOR, "contact": TELEPHONE, "booking": REMARK}.items()
        if name in table.frame
    }
    directions = [name for name in table.frame if name.startswith("方面_") and name.count("_") == 1]
    schedule = noted({}, *(_runs(table, direction) for direction in directions)) if directions else None
    rows = resources(
        table,
        name=table.required(NAME),
        kind=pd.Series(options.resource_kind or "transport_support", index=table.frame.index),
        lat=pd.Series(shapes.geometry.y.to_numpy(), dtype="Float64"),
        lon=pd.Series(shapes.geometry.x.to_numpy(), dtype="Float64"),
        position_basis="given",
        route=table.text(OPERATOR) if OPERATOR in table.frame else None,
        schedule=schedule,
        contact_public=True,
        publish=True,
        **given,
    )
    table.finish()
    return Extract(
        KIND,
        opened.path,
        {"resources": rows},
        {"kind": KIND, "title": source_title(opened.path.stem, "乗降場所")},
        table.problems,
    )


def _runs(table: Table, direction: str) -> pd.Series:
    """「○○行き 8:10〜8:20、9:10〜9:20（土曜運休）」 of one direction; the second field of each run says whether it runs
    on Saturdays."""
    runs = [name for name in table.frame if name.startswith(f"{direction}_") and f"{name}_土曜日運行" in table.frame]
    lines = []
    for _, line in table.frame.iterrows():
        times = [
            line[run] + ("（土曜運休）" if line[f"{run}_土曜日運行"] == "なし" else "") for run in runs if line[run]
        ]
        lines.append(f"{line[direction]} {'、'.join(times)}" if line[direction] and times else None)
    return each(pd.Series(lines, dtype="string"), str)
