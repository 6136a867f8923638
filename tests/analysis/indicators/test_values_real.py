"""Figures of real cities, imported from their published files; the answers are those of real-data/MANIFEST.md."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest

from analysis.counts.loaded_city import load_city
from analysis.indicators import time_series
from analysis.indicators.values import figures
from analysis.methods import walking_reach
from data.commands.import_files import import_city
from data.ingest.options import GivenFile, ImportOptions
from data.store.city import City, open_city

CENSUS = "2020-10-01"


def imported(name: str, files: list, cities) -> City:
    import_city(name, [GivenFile(path) for path in files], ImportOptions(cities=cities), lambda words: None)
    return open_city(name, cities)


@pytest.fixture(scope="module")
def higashiosaka(real_data, tmp_path_factory) -> City:
    folder = real_data / "higashiosaka"
    names = ("r2ka27227.topojson", "町目別20240930.xlsx", "tblT001082C27.csv", "districts_made_up.csv")
    files = [folder / name for name in names] + [real_data / "care_sites" / "care_sites_9cities.csv"]
    return imported("higashiosaka", files, tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="module")
def takamatsu(real_data, tmp_path_factory) -> City:
    folder = real_data / "takamatsu"
    files = [*sorted(folder.glob("0066_*.xlsx")), folder / "community_center.xlsx"]
    return imported("takamatsu", files, tmp_path_factory.mktemp("cities"))


@pytest.mark.parametrize(
    ("key", "percent"), [("ageing_rate", 27.94), ("late_elderly_rate", 17.04), ("over85_rate", 4.95)]
)
def test_register(higashiosaka, key, percent):
    row = figures(higashiosaka, [key], "city").iloc[0]
    assert round(100 * row["value"], 2) == percent
    assert (row["denominator"], row["state"], row["as_of"]) == (478_187, "ok", "2024-09-30")
    for level, number in (("small_area", 500), ("district", 26)):
        rows = figures(higashiosaka, [key], level)
        assert len(rows) == number
        assert (rows["numerator"].sum(), rows["denominator"].sum()) == (row["numerator"], 478_187)


@pytest.mark.parametrize(("unknown_age", "percent"), [("include", 27.49), ("exclude", 28.79)])
def test_census_with_and_without_unknown_age(higashiosaka, unknown_age, percent):
    row = figures(higashiosaka, ["ageing_rate"], "city", as_of=CENSUS, unknown_age=unknown_age).iloc[0]
    assert round(100 * row["value"], 2) == percent
    assert (row["numerator"], row["state"]) == (135_791, "ok")


def test_census_ends_with_75_and_over_and_keeps_its_suppressed_areas(higashiosaka):
    assert figures(higashiosaka, ["over85_rate"], "city", as_of=CENSUS)["state"].item() == "not_in_source"
    rows = figures(higashiosaka, ["ageing_rate"], "small_area", as_of=CENSUS)
    assert (rows["state"] == "suppressed").sum() == 12
    assert rows.loc[rows["state"] == "suppressed", ["numerator", "value"]].isna().all(axis=None)
    # Eight receivers, of which one (本庄中 as a whole) is no area of the map.
    assert (rows["state"] == "merged").sum() == 7
    districts = figures(higashiosaka, ["ageing_rate"], "district", as_of=CENSUS)
    assert districts["numerator"].sum() == 135_791  # nobody is lost between levels
    assert set(districts["state"]) == {"ok", "merged"}


def test_coverage_by_care_sites_beside_polygons(higashiosaka):
    made = load_city(higashiosaka)
    rows = figures(higashiosaka, ["coverage"], "small_area", kind="care_site", distance=300)
    sites = gpd.GeoSeries.from_xy(*made.table("resources")[["lon", "lat"]].astype(float).to_numpy().T, crs=6668).to_crs(
        6674
    )
    assert len(sites) == 198
    exact = walking_reach.share_within_polygons(made.shapes.reindex(rows["area_code"]), sites, 300)
    people = rows["denominator"].to_numpy(float)
    assert np.nanmean(np.abs(rows["value"].to_numpy(float) - exact)) < 0.015
    assert (
        abs(
            figures(higashiosaka, ["coverage"], "city", kind="care_site", distance=300)["value"].item()
            - np.average(exact, weights=people)
        )
        < 0.003
    )
    assert set(figures(higashiosaka, ["coverage"], "city")["state"]) == {"not_in_source"}  # no salons in these files


def test_coverage_of_the_census_loses_nobody_that_was_merged(higashiosaka, monkeypatch):
    monkeypatch.setenv("INTERNAL_ACCESS", "1")  # a distance of one's own is for officials
    whole = figures(
        higashiosaka, ["coverage"], "city", as_of=CENSUS, kind="care_site", distance="500,99999", sharing="internal"
    ).set_index("distance_m")
    assert set(whole["state"]) == {"ok"}
    assert whole.loc[99999, "numerator"] == pytest.approx(135_791)
    assert 0.5 < whole.loc[500, "value"] < 1


def test_every_date_of_takamatsu(takamatsu):
    rows = time_series.series(takamatsu, "ageing_rate", [load_city(takamatsu).codes("city")[0]])
    assert rows["as_of"].tolist() == [
        "2019-10-01",
        "2020-09-01",
        "2020-10-01",
        "2023-10-01",
        "2024-10-01",
        "2025-07-01",
        "2025-10-01",
        "2026-01-01",
        "2026-02-01",
    ]
    assert rows["value"].iloc[:7].is_monotonic_increasing  # then 120,321 of 415,796, and 120,254 of 415,718
    assert rows["value"].iloc[6:8].tolist() == pytest.approx([120_321 / 415_796, 120_254 / 415_718])
    assert set(rows["state"]) == {"ok"}


def test_takamatsu_has_points_only(takamatsu):
    for level in ("small_area", "city"):
        rows = figures(takamatsu, ["coverage"], level, kind="hall")
        assert set(rows["state"]) == {"not_in_source"}
        assert set(rows["basis"]) == {"estimated"}
        assert "算定できません" in rows["source"].iloc[0]
    assert rows["value"].between(0, 1).all()
