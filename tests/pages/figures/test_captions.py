"""What a caption has to say of how its values are known: counted ones nothing, the others in words or with a stamp."""

from __future__ import annotations

from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest

from analysis.indicators.values import COLUMNS
from data.store.city import open_city
from data.store.schema import TABLES
from pages.figures import captions
from pages.figures.description import BaseMap
from pages.topics import coverage

VIEW = SimpleNamespace(city=open_city("sample"), sharing="public", place="市全体")


def rows(*bases: str) -> pd.DataFrame:
    given = {"indicator": "need_density_households", "source": "相談の表（2025年3月現在）", "as_of": "2025-03"}
    return pd.DataFrame([given | {"basis": basis} for basis in bases], columns=list(COLUMNS))


@pytest.mark.parametrize(("basis", "words"), [("printed", "資料の記載のとおり"), ("inferred", "推定した値")])
def test_printed_and_inferred_values_are_marked(basis, words):
    assert words in captions.caption(VIEW, "題", rows("counted", basis)).note
    assert words not in captions.caption(VIEW, "題", rows("counted")).note


def test_estimates_carry_a_stamp_on_maps_of_places_too():
    assert "目安（推計）" in captions.caption(VIEW, "題", rows("estimated")).stamps
    gaps = gpd.GeoDataFrame(
        {"source": ["人口"], "as_of": ["2025-04-01"], "basis": ["estimated"], "mostly_beyond": [False]},
        geometry=[None],
        crs="EPSG:6668",
    )
    places = pd.DataFrame(
        columns=[*TABLES["resources"].columns, "area", "serves", "district", "source", "source_as_of"]
    )
    drawn = coverage.gap_map(VIEW, gaps, places, BaseMap(), {"kind": "salon", "distance": "500", "group": "65+"})
    assert "目安（推計）" in drawn.caption.stamps
