"""A walking network as a table: one line a stretch of street or path, with its two ends, its length and its slope (an
official's CSV)."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from data.files.column_headings import column, knows
from data.files.coordinates import LATITUDES, LONGITUDES
from data.files.extract import Extract, Options
from data.files.headed_table import Table
from data.files.opened import Opened
from data.files.path_lengths import refuse_other_units
from data.files.read_table import read_table
from data.store.plane_zones import zone_of
from data.store.schema import STORED_CRS, TABLES

KIND = "network"
LABEL = "歩く道（起点・終点・長さ・勾配）"

COLUMNS = (
    column("from_node", "起点 起点番号 始点 from u", needed=True),
    column("to_node", "終点 終点番号 to v", needed=True),
    column("metres", "長さ 長さ(m) 延長 距離 length", needed=True),
    column("slope_percent", "勾配 勾配(%) 傾き slope"),
    column("from_lat", "起点緯度 始点緯度"),
    column("from_lon", "起点経度 始点経度"),
    column("to_lat", "終点緯度"),
    column("to_lon", "終点経度"),
    column("from_x", "起点X 始点X"),
    column("from_y", "起点Y 始点Y"),
    column("to_x", "終点X"),
    column("to_y", "終点Y"),
)
_DEGREES, _METRES = ("from_lat", "from_lon", "to_lat", "to_lon"), ("from_x", "from_y", "to_x", "to_y")
_FAR = 5e6  # metres from the zone's origin


def recognises(opened: Opened) -> bool:
    return any(knows(sheet, COLUMNS, 5, _DEGREES + _METRES) for sheet in opened.sheets[:1])


def read(opened: Opened, options: Options) -> Extract:
    """Table `network`: ends by name with lat and lon, metres, slope_percent (the rise from the first end to the second;
    missing = not known).

    X (east) and Y (north) in metres of the city's zone serve too, with --zone. Raises Refused for lines without ends,
    length or position, a node said at two places, slopes above 100 %, and lengths that cannot be metres.
    """
    table = read_table(opened.sheets[0], COLUMNS)
    rows = pd.DataFrame(
        {
            "from_node": table.required("from_node"),
            "to_node": table.required("to_node"),
            "metres": table.numbers("metres", 0, 1e5),
            "slope_percent": table.numbers("slope_percent", -100, 100),
        }
    )
    for index in rows.index[rows["metres"].isna() & (table.frame["metres"] == "")]:
        table.say("refuse", "長さがありません。", "道に沿った長さをメートルで入れてください。", index, "metres")
    rows = rows.assign(**_ends(table, options))
    table.finish()
    _refuse_two_places(table, rows)
    _say_other_units(table, rows)
    table.finish()
    if level := int(rows["slope_percent"].isna().sum()):
        table.say("info", f"勾配のない{level:,}本は、平らな道として数えます。")
    return Extract(
        KIND,
        opened.path,
        {"network": TABLES["network"].fit(rows).assign(row=table.frame["row"], sheet=table.frame["sheet"])},
        {"kind": KIND, "title": opened.path.stem},
        table.problems,
    )


def _ends(table: Table, options: Options) -> dict[str, pd.Series]:
    """lat and lon of both ends; from metres in the zone where there are no degrees."""
    if all(table.has(key) for key in _DEGREES):
        found = {key: table.numbers(key, *(LATITUDES if key.endswith("lat") else LONGITUDES)) for key in _DEGREES}
    elif all(table.has(key) for key in _METRES) and options.zone:
        metres = {key: table.numbers(key, -_FAR, _FAR) for key in _METRES}
        found = {}
        for end in ("from", "to"):
            points = gpd.GeoSeries.from_xy(
                *(metres[f"{end}_{axis}"].to_numpy(float, na_value=np.nan) for axis in "xy"), crs=options.zone
            ).to_crs(STORED_CRS)
            found |= {
                f"{end}_lat": pd.Series(points.y.to_numpy(), table.frame.index),
                f"{end}_lon": pd.Series(points.x.to_numpy(), table.frame.index),
            }
    else:
        table.say(
            "refuse",
            "道の両端の位置が分かりません。",
            "起点緯度・起点経度・終点緯度・終点経度の列を作るか、起点X・起点Y・終点X・終点Y（メートル）の列と"
            " --zone（平面直角座標系のコード）を指定してください。",
        )
        return dict.fromkeys(_DEGREES, pd.Series(pd.NA, table.frame.index, dtype="Float64"))
    lacking = pd.DataFrame(found).isna().any(axis=1)
    for index in lacking.index[
        lacking & (table.frame[list(_DEGREES if table.has("from_lat") else _METRES)] == "").any(axis=1)
    ]:
        table.say("refuse", "端の位置が空欄です。", "位置を入れるか、行を消してください。", index, "from_node")
    return found


def _refuse_two_places(table: Table, rows: pd.DataFrame) -> None:
    ends = pd.concat(
        [
            rows[[f"{end}_node", f"{end}_lat", f"{end}_lon"]].set_axis(["node", "lat", "lon"], axis=1)
            for end in ("from", "to")
        ]
    )
    spread = ends.groupby("node")[["lat", "lon"]].agg(lambda values: values.max() - values.min())
    for node in spread.index[(spread > 1e-4).any(axis=1)][:5]:  # some 10 metres
        table.say(
            "refuse", f"「{node}」の位置が、行によって違います。", "同じ端は同じ位置にしてください。", None, "from_node"
        )


def _say_other_units(table: Table, rows: pd.DataFrame) -> None:
    """Lengths that are no metres are refused here, where the file can still be mended: calculations take them as
    they are."""
    if any(problem.severity == "refuse" for problem in table.problems):
        return
    nodes = (
        pd.concat(
            [
                rows[[f"{end}_node", f"{end}_lat", f"{end}_lon"]].set_axis(["node", "lat", "lon"], axis=1)
                for end in ("from", "to")
            ]
        )
        .drop_duplicates("node")
        .set_index("node")
    )
    zone = zone_of("", float(nodes["lon"].mean()), float(nodes["lat"].mean()))
    metres = gpd.GeoSeries.from_xy(nodes["lon"].astype(float), nodes["lat"].astype(float), crs=STORED_CRS).to_crs(zone)
    start, end = (nodes.index.get_indexer(rows[f"{name}_node"]) for name in ("from", "to"))
    try:
        refuse_other_units(
            np.column_stack([metres.x, metres.y]),
            start,
            end,
            rows["metres"].to_numpy(float),
            rows["slope_percent"].to_numpy(float, na_value=np.nan),
        )
    except ValueError as wrong:
        table.say("refuse", str(wrong), "", None, "metres")
