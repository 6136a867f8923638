"""Areas that are known by name only, without polygon or code."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.ingest.draft import Draft, stacked_areas
from data.ingest.report import FileReport
from data.store.schema import STORED_CRS


def add_named_areas(
    draft: Draft, rows: pd.DataFrame, level: str, file: FileReport, points: pd.DataFrame | None = None
) -> list[str]:
    """Areas known by name only, code = path of names (Draft.codes); `points` (area, lat, lon) gives them a place to
    stand. The codes, row by row."""
    paths = (rows["within"].fillna("").map(lambda name: f"{name}/" if name else "") if "within" in rows else "") + rows[
        "area"
    ]
    names = rows["area"].str.rsplit("/", n=1).str[-1]
    placed = pd.DataFrame({"area": [], "lon": [], "lat": []}) if points is None else points
    code_of = draft.codes(dict.fromkeys([*paths, *placed["area"]]), level)
    codes = [code_of[path] for path in paths]
    new = pd.DataFrame({"area_code": codes, "name": names.to_numpy(), "level": level}).drop_duplicates("area_code")
    new = new[~new["area_code"].isin(draft.areas["area_code"])]
    lonlat = (
        placed.set_index(pd.Index([code_of[area] for area in placed["area"]]))[["lon", "lat"]]
        .reindex(new["area_code"])
        .astype(float)
    )
    geometry = gpd.points_from_xy(lonlat["lon"], lonlat["lat"], crs=STORED_CRS)
    start = 0 if draft.areas.empty else int(draft.areas["order"].max()) + 1
    shaped = gpd.GeoDataFrame(new.assign(order=range(start, start + len(new))), geometry=geometry, crs=STORED_CRS)
    shaped.loc[shaped.geometry.is_empty | shaped.geometry.x.isna(), "geometry"] = None  # a point of NaN is not "empty"
    draft.tables["areas"] = stacked_areas(draft.areas, shaped)
    file.created += len(new)
    return codes
