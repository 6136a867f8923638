"""What pages share: shapes as a file, answers kept, results kept apart, lists without what may not leave."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from data.store.city import open_city
from pages import queries
from pages.figures import classes, compose
from pages.figures.view import View
from pages.parts import cache, shapes_file
from pages.queries import memory
from pages.render.screen import draw


@pytest.fixture
def view(cities_dir):
    return View(open_city("sample"), "", "", "public")


def test_without_a_server_shapes_travel_inside_the_figure(view):
    """Trap 9: the file is a convenience; where it fails the map is drawn all the same."""
    from pages.figures import captions

    assert shapes_file.address("anything", b"{}") is None
    rows = queries.rows(view, "ageing_rate", "district")
    drawn = draw.draw(
        compose.area_map(
            rows, queries.areas(view, "district"), captions.caption(view, "地図", rows), queries.base(view, "district")
        ),
        None,
    )
    shaded = next(trace for trace in json.loads(drawn.to_json())["data"] if trace["type"] == "choropleth")
    assert len(shaded["geojson"]["features"]) == 26


def test_shapes_are_small_enough_to_travel(view):
    sent = memory.geojson(view.city, "small_area")
    assert len(json.loads(sent)["features"]) == len(queries.areas(view, "small_area"))
    assert len(sent) < 600_000


def test_what_is_kept_for_one_level_of_sharing_is_not_shown_to_another():
    assert cache.kept("('overview', 'public')", "figure", lambda: "hidden") == "hidden"
    assert cache.kept("('overview', 'internal')", "figure", lambda: "all") == "all"
    assert cache.kept("('overview', 'public')", "figure", lambda: "wrong") == "hidden"


def test_within_a_district_only_its_own_areas_are_listed(view):
    district = queries.areas(view, "district")["area_code"].iloc[4]
    inner = View(view.city, district, "", "public")
    own = set(view.city.table("membership").query("parent_code == @district")["area_code"])
    rows = queries.rows(inner, "ageing_rate", "small_area", within=True)
    assert 0 < len(rows) < len(queries.rows(view, "ageing_rate", "small_area"))
    assert set(rows["area_code"]) <= own
    assert set(queries.resources(inner)["area_code"]) <= own | {district}


@pytest.mark.parametrize("sharing", ["public", "council"])
def test_the_list_of_resources_keeps_homes_and_helpers_to_itself(view, sharing):
    everything = view.city.table("resources").set_index("resource_id")
    shown = queries.resources(View(view.city, "", "", sharing)).set_index("resource_id")
    homes = everything.index[everything["private_home"].fillna(False)]
    assert len(homes)
    assert shown.reindex(homes)[["address", "lat", "lon", "area_code"]].isna().all().all()
    secret = everything.index[~everything["contact_public"].fillna(False) & everything["contact"].notna()]
    assert len(secret)
    assert shown.reindex(secret)["contact"].isna().all()
    assert shown[["participants", "watched_households"]].isna().all().all()
    if sharing == "public":
        assert not set(everything.index[~everything["publish"].fillna(True)]) & set(shown.index)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (
            [0.21, 0.23, 0.24, 0.25, 0.26, 0.28, 0.29, 0.33, 0.45, 0.47],
            ["22.5 %未満", "22.5～25 %", "25～27.5 %", "27.5～30 %", "30～40 %", "40 %以上"],
        ),  # sixths at 23.5, 25, 27, 29, 39 %
        ([0.3, 0.3], ["30.0 %"]),
        ([None, None], ["値なし"]),
    ],
)
def test_classes_are_round_and_hold_every_value(values, labels):
    found = classes.classes_of(pd.Series(values, dtype="Float64"), "share")
    assert list(found.labels) == labels
    assert len(found.edges) == len(found.labels) + 1
    known = [value for value in values if value is not None]
    assert not known or (found.edges[0] <= min(known) and max(known) <= found.edges[-1])
