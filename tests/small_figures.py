"""Small descriptions of every figure, with a value of each kind of state, drawn by every test of drawing."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from pages.figures.description import (
    AreaMap,
    Bars,
    BaseMap,
    Caption,
    Classes,
    Lines,
    PlaceMap,
    Pyramid,
    Reference,
    Shades,
    TileMap,
)

CAPTION = Caption(
    "65歳以上の人は、八幡地区で10人に約3人です",
    "架空市「住民基本台帳」",
    "2025年4月1日現在",
    ("架空のデータです", "協議体限り"),
    "高齢化率は、65歳以上の人が人口全体に占める割合です。",
    "架空市_全市_高齢化率_2025-04-01",
)
CLASSES = Classes((0.0, 0.25, 0.30, 0.50), ("25 %未満", "25～30 %", "30 %以上"))
SUPPRESSED, NOT_SURVEYED = "少人数のため表示しません", "未調査"


def _squares() -> gpd.GeoDataFrame:
    """Four squares in a row, some 4.5 km each; the third is suppressed and the fourth not surveyed."""
    return gpd.GeoDataFrame(
        {
            "area_code": ["01", "02", "03", "04"],
            "name": ["八幡", "金井<淵", "町屋", "倉賀野"],
            "value": pd.array([0.241, 0.30, None, None], dtype="Float64"),
            "text": ["24.1 %", "30.0 %", SUPPRESSED, NOT_SURVEYED],
            "state": ["ok", "ok", "suppressed", "not_surveyed"],
            "hover": ["八幡\n24.1 %", "金井<淵\n30.0 %", f"町屋\n{SUPPRESSED}", f"倉賀野\n{NOT_SURVEYED}"],
        },
        geometry=[box(139.0 + 0.05 * place, 36.0, 139.05 + 0.05 * place, 36.08) for place in range(4)],
        crs="EPSG:6668",
    )


@pytest.fixture
def base() -> BaseMap:
    lines = gpd.GeoDataFrame(
        {"layer": ["river", "railway", "road"], "name": ["烏川", "信越線", "国道"], "rank": [1, 1, 2]},
        geometry=[
            LineString([(138.9, 36.02), (139.3, 36.03)]),
            LineString([(139.1, 35.9), (139.1, 36.2)]),
            LineString([(139.0, 36.05), (139.2, 36.05)]),
        ],
        crs="EPSG:6668",
    )
    places = gpd.GeoDataFrame(
        {"layer": ["station", "school"], "name": ["群馬八幡", "第一小"]},
        geometry=[Point(139.1, 36.04), Point(139.02, 36.06)],
        crs="EPSG:6668",
    )
    return BaseMap(lines, places, _squares()[["area_code", "name", "geometry"]])


@pytest.fixture
def area_map(base) -> AreaMap:
    return AreaMap(CAPTION, _squares(), "高齢化率（%）", CLASSES, selected="01", base=base)


@pytest.fixture
def point_map(area_map) -> AreaMap:
    areas = area_map.areas.set_geometry(area_map.areas.representative_point())
    return AreaMap(CAPTION, areas, "高齢化率（%）", CLASSES, selected="02")


@pytest.fixture
def tile_map(area_map) -> TileMap:
    """The same four areas: two in the north, one left out between the others in the south."""
    areas = pd.DataFrame(area_map.areas.drop(columns="geometry")).assign(row=[0, 0, 1, 1], column=[0, 1, 0, 2])
    return TileMap(CAPTION, areas, "高齢化率（%）", CLASSES, selected="01")


@pytest.fixture
def bars() -> Bars:
    rows = pd.DataFrame(
        {
            "label": ["八幡", "金井<淵", "町屋", "倉賀野"],
            "value": pd.array([0.241, 0.30, None, None], dtype="Float64"),
            "text": ["24.1 %", "30.0 %", SUPPRESSED, NOT_SURVEYED],
            "state": ["ok", "ok", "suppressed", "not_surveyed"],
            "emphasis": [True, False, False, False],
        }
    )
    return Bars(
        CAPTION,
        rows,
        "高齢化率（%）",
        (Reference("市全体", 0.279, "27.9 %"), Reference("全国", 0.291, "29.1 %")),
        percent=True,
    )


@pytest.fixture
def stacked() -> Bars:
    rows = pd.DataFrame(
        [
            {
                "label": label,
                "series": series,
                "value": value,
                "text": f"{value * 100:.1f} %",
                "state": "ok",
                "emphasis": False,
            }
            for label in ("八幡", "町屋")
            for series, value in (("65～74歳", 0.12), ("75歳以上", 0.15))
        ]
    )
    return Bars(CAPTION, rows, "割合（%）", stacked=True, percent=True)


@pytest.fixture
def lines() -> Lines:
    rows = pd.DataFrame(
        [
            {"series": "八幡", "when": "2015年", "value": 0.20, "text": "20.0 %", "state": "ok"},
            {"series": "八幡", "when": "2020年", "value": None, "text": NOT_SURVEYED, "state": "not_surveyed"},
            {"series": "八幡", "when": "2025年", "value": 0.24, "text": "24.0 %", "state": "ok"},
            {"series": "市全体", "when": "2015年", "value": 0.21, "text": "21.0 %", "state": "ok"},
            {"series": "市全体", "when": "2020年", "value": 0.235, "text": "23.5 %", "state": "ok"},
            {"series": "市全体", "when": "2025年", "value": 0.2405, "text": "24.1 %", "state": "ok"},
        ]
    )
    return Lines(CAPTION, rows, "高齢化率（%）", percent=True)


@pytest.fixture
def pyramid() -> Pyramid:
    return Pyramid(
        CAPTION,
        pd.DataFrame(
            {"age": ["60～64歳", "65～69歳", "70歳以上"], "male": [1200, 1100, 900], "female": [1250, 1180, 1400]}
        ),
        True,
        "65～69歳",
    )


@pytest.fixture
def shades() -> Shades:
    rows, columns = ["八幡", "町屋"], ["買い物", "居場所・運動"]
    return Shades(
        CAPTION,
        pd.DataFrame([[5.8, None], [0.0, None]], rows, columns, dtype=float),
        pd.DataFrame([["5.8人", SUPPRESSED], ["0.0人", NOT_SURVEYED]], rows, columns),
        pd.DataFrame([["ok", "suppressed"], ["ok", "not_surveyed"]], rows, columns),
        "困りごとの密度（100世帯あたり）",
        Classes((0, 2, 4, 6), ("2人未満", "2～4人", "4人以上")),
    )


@pytest.fixture
def place_map(base) -> PlaceMap:
    places = pd.DataFrame(
        {
            "kind": ["salon", "salon", "mobile_sales"],
            "name": ["<script>alert(1)</script>`${alert(2)}`", "ふれあい髙橋サロン", "まごころ号"],
            "lat": [36.04, 36.05, 36.06],
            "lon": [139.02, 139.03, 139.12],
            "popup": [{"場所": "</script><img src=x onerror=alert(3)>"}, {"曜日・時間": "毎週火曜 10時～12時"}, {}],
            "faded": [False, True, False],
        }
    )
    reach = gpd.GeoDataFrame(
        {"label": ["歩いて行ける範囲（500 m）"]}, geometry=[Point(139.02, 36.04).buffer(0.005)], crs="EPSG:6668"
    )
    return PlaceMap(CAPTION, places, base, reach, base.outlines.iloc[[3]])


@pytest.fixture
def every_figure(bars, stacked, lines, pyramid, shades, area_map, point_map, tile_map, place_map) -> dict:
    return {
        "bars": bars,
        "stacked": stacked,
        "lines": lines,
        "pyramid": pyramid,
        "shades": shades,
        "area_map": area_map,
        "point_map": point_map,
        "tile_map": tile_map,
        "place_map": place_map,
    }


FIGURES = ("bars", "stacked", "lines", "pyramid", "shades", "area_map", "point_map", "tile_map", "place_map")
