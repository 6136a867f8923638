"""Which area a resource stands in, and where one without coordinates is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import geopandas as gpd
import pandas as pd

from data.files import resource_kinds
from data.files.extract import Extract
from data.files.problems import Problem, Refused, contacts_hidden, refuse
from data.ingest.draft import Draft
from data.ingest.report import FileReport
from data.store.schema import STORED_CRS

FINEST_FIRST = ("small_area", "neighbourhood")  # other levels follow, the district and the city last
COARSEST_LAST = ("district", "city")
BESIDE = 50  # metres: boundaries are drawn coarsely; a place this near to the edge stands in the nearest area
FAR = 10_000  # metres: where areas are points only, a place farther than this from all of them is not in the city
SHOWN = 5  # places named in a message


def locate_resources(
    resources: pd.DataFrame, areas: gpd.GeoDataFrame, zone: int, file: str = ""
) -> tuple[pd.DataFrame, list[Problem]]:
    """Resources with area_code filled by point in polygon and positions by representative point.

    resources: table `resources` (lat and lon in degrees; further columns, `row` and `sheet` among them, are kept).
    areas: table `areas` in EPSG:6668. zone: EPSG code of the plane-rectangular zone, for distances in metres. Rows
    whose place lies outside every polygon (by more than 50 m) are left out and counted in a warning. A given area_code
    stays; where its own point lies elsewhere, that is told. A row with an area but no position gets the area's
    representative point, basis "representative"; one with neither stays without.
    """
    rows = resources.reset_index(drop=True).copy()
    known = areas[areas.geometry.notna() & ~areas.geometry.is_empty]
    shapes = known[known.geom_type.isin(["Polygon", "MultiPolygon"])]
    placed = rows["lat"].notna() & rows["lon"].notna()
    points = gpd.GeoSeries(
        gpd.points_from_xy(rows.loc[placed, "lon"].astype(float), rows.loc[placed, "lat"].astype(float)),
        index=rows.index[placed],
        crs=STORED_CRS,
    )
    holding = _areas_holding(points, shapes, zone)
    outside = points[~points.index.isin(holding.index)] if len(shapes) else _far_from_all(points, known, zone)
    if len(outside) and len(outside) == len(rows):
        _refuse_all_outside(rows, outside, shapes if len(shapes) else known, zone, file)
    problems = _outside(rows, outside, shapes if len(shapes) else known, zone, file)
    problems += _elsewhere(rows, points, shapes, file)
    found = rows["area_code"].astype("string").fillna(holding.reindex(rows.index).astype("string"))
    rows["area_code"] = found
    rows = _represented(rows, known)
    return rows.drop(index=outside.index).reset_index(drop=True), problems


def _areas_holding(points: gpd.GeoSeries, shapes: gpd.GeoDataFrame, zone: int) -> pd.Series:
    """Code of the finest area a point lies in (on a shared edge the first in the city's order), else of the nearest
    within 50 m, by the points' index."""
    levels = [*FINEST_FIRST, *sorted(set(shapes["level"]) - {*FINEST_FIRST, *COARSEST_LAST}), *COARSEST_LAST]
    ordered = (
        shapes.assign(rank=shapes["level"].map(levels.index))
        .sort_values(["rank", "order", "area_code"], kind="stable")
        .reset_index(drop=True)
    )
    point, area = ordered.sindex.query(points, predicate="intersects")
    first = pd.Series(area, index=points.index[point]).groupby(level=0).min()
    rest = points[~points.index.isin(first.index)]
    if len(rest) and len(ordered):
        point, area = ordered.to_crs(zone).sindex.nearest(rest.to_crs(zone), return_all=True, max_distance=BESIDE)
        first = pd.concat([first, pd.Series(area, index=rest.index[point]).groupby(level=0).min()])
    return pd.Series(ordered["area_code"].to_numpy()[first.to_numpy(dtype=int)], index=first.index, dtype="object")


def _far_from_all(points: gpd.GeoSeries, known: gpd.GeoDataFrame, zone: int) -> gpd.GeoSeries:
    """A city whose areas are points only: those far from every one of them (nothing can be said of the others)."""
    if known.empty or points.empty:
        return points.iloc[:0]
    return points[_metres_to(points, known, zone) > FAR]


def _metres_to(points: gpd.GeoSeries, shapes: gpd.GeoDataFrame, zone: int) -> pd.Series:
    """Distance to the nearest shape; shape by shape, because the union of real boundaries is not always valid."""
    (place, _), metres = shapes.to_crs(zone).sindex.nearest(points.to_crs(zone), return_all=False, return_distance=True)
    return pd.Series(metres, index=points.index[place])


def _refuse_all_outside(
    rows: pd.DataFrame, outside: gpd.GeoSeries, shapes: gpd.GeoDataFrame, zone: int, file: str
) -> NoReturn:
    """A list of which nothing lies in the city is another city's, or its positions are wrong: nothing of it would be
    kept."""
    metres = _metres_to(outside, shapes, zone)
    nearest = (
        f"いちばん近い「{rows.at[metres.idxmin(), 'name']}」{_line(rows, metres.idxmin())}でも、"
        f"市の外へ約{metres.min() / 1000:,.1f} km"
    )
    refuse(
        file,
        f"載っている{len(rows):,}件の位置が、すべて市の外です（{nearest}）。別の市の一覧ではありませんか。",
        "市の名前（import の次の言葉）とファイルの組み合わせを確かめてください。この市の一覧なら、"
        "緯度・経度を直してください。",
    )


def _outside(
    rows: pd.DataFrame, outside: gpd.GeoSeries, shapes: gpd.GeoDataFrame, zone: int, file: str
) -> list[Problem]:
    if outside.empty:
        return []
    metres = _metres_to(outside, shapes, zone)
    named = [
        f"「{rows.at[index, 'name']}」{_line(rows, index)}（市の外へ約{metres[index] / 1000:,.1f} km）"
        for index in metres.sort_values().index[:SHOWN]
    ]
    more = f" ほか{len(outside) - SHOWN}件" if len(outside) > SHOWN else ""
    return [
        Problem(
            "warn",
            file,
            f"位置が市の外にある{len(outside)}件を外しました: {'、'.join(named)}{more}。",
            "緯度・経度を確かめてください。",
        )
    ]


def _elsewhere(rows: pd.DataFrame, points: gpd.GeoSeries, shapes: gpd.GeoDataFrame, file: str) -> list[Problem]:
    """Rows that name an area (with a polygon) in which their own point does not lie."""
    own = rows.loc[points.index, "area_code"].dropna()
    own = own[own.isin(shapes["area_code"])]
    if own.empty:
        return []
    geometry = gpd.GeoSeries(
        shapes.set_index("area_code").geometry.reindex(own).to_numpy(), index=own.index, crs=STORED_CRS
    )
    apart = own[~geometry.intersects(points.loc[own.index])]
    if apart.empty:
        return []
    named = "、".join(f"「{rows.at[index, 'name']}」{_line(rows, index)}" for index in apart.index[:SHOWN])
    return [
        Problem(
            "info",
            file,
            f"書かれた区域と位置が違う{len(apart)}件は、書かれた区域のものとして数えます: {named}。",
            "区域か緯度・経度を確かめてください。",
        )
    ]


def _line(rows: pd.DataFrame, index: int) -> str:
    return f"{int(rows.at[index, 'row'])}行目" if "row" in rows and pd.notna(rows.at[index, "row"]) else ""


def _represented(rows: pd.DataFrame, known: gpd.GeoDataFrame) -> pd.DataFrame:
    lacking = rows.index[(rows["lat"].isna() | rows["lon"].isna()) & rows["area_code"].isin(known["area_code"])]
    inner = (
        known.drop_duplicates("area_code")
        .set_index("area_code")
        .geometry.representative_point()
        .reindex(rows.loc[lacking, "area_code"])
    )
    rows.loc[lacking, "lat"] = inner.y.to_numpy()
    rows.loc[lacking, "lon"] = inner.x.to_numpy()
    rows.loc[lacking, "position_basis"] = "representative"
    return rows


def clip_base(base: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, zone: int, margin: float = 500) -> gpd.GeoDataFrame:
    """Ground layers cut to the city and `margin` metres around it; unchanged where the city has no polygons. Both in
    EPSG:6668."""
    city = _city(areas, zone, margin)
    if city is None or base.empty:
        return base
    return gpd.clip(base, city, keep_geom_type=True).reset_index(drop=True)


def cut_to_city(tables: dict[str, pd.DataFrame], areas: gpd.GeoDataFrame, zone: int) -> None:
    """The ground, the people and the walking network of `tables` cut to the city and somewhat around it: their files
    cover whole regions."""
    if "base" in tables:
        tables["base"] = clip_base(tables["base"], areas, zone)
    for name, prefix in (("people_points", ""), ("network", "from_")):
        if name in tables and (city := _city(areas, zone, 1_000)) is not None:
            places = gpd.GeoSeries.from_xy(
                tables[name][f"{prefix}lon"].astype(float), tables[name][f"{prefix}lat"].astype(float), crs=STORED_CRS
            )
            tables[name] = tables[name][places.intersects(city.iloc[0]).to_numpy()].reset_index(drop=True)


def _city(areas: gpd.GeoDataFrame, zone: int, margin: float) -> gpd.GeoSeries | None:
    """The city and `margin` metres around it in EPSG:6668; None where it has no polygons."""
    shapes = areas[areas.geom_type.isin(["Polygon", "MultiPolygon"])]
    if shapes.empty:
        return None
    return gpd.GeoSeries(
        [shapes.geometry.to_crs(zone).simplify(margin / 10).buffer(margin).union_all()], crs=zone
    ).to_crs(STORED_CRS)


def locate_all(draft: Draft, read: Sequence[tuple[Extract, FileReport]], zone: int) -> None:
    """Resources of this import find the area they stand in; supports served by name find their areas."""
    table = draft.tables.get("resources")
    refused: list[Problem] = []
    for extract, file in read:
        if table is None or "resources" not in extract.tables:
            continue
        mine = table["source_id"].isin(file.source_ids)
        try:
            located, problems = locate_resources(table[mine], draft.areas, zone, extract.shown)
        except Refused as found:
            refused += map(contacts_hidden, found.problems)
            continue
        draft.report.problems += map(contacts_hidden, problems)
        table = pd.concat([table[~mine], located], ignore_index=True)
        file.resources = {
            "read": int(mine.sum()),
            "inside": int(located["area_code"].notna().sum()),
            "without_place": int((located["area_code"].isna() & located["lat"].isna()).sum()),
            "outside": int(mine.sum()) - len(located),
        }
        file.kinds = resource_kinds.counted(located["kind"])
    if refused:
        raise Refused(refused)
    if table is not None:
        draft.tables["resources"] = table
