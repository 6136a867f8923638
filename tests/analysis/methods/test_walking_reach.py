import geopandas as gpd
import numpy as np
import pytest
from pyproj import Geod, Transformer
from shapely.geometry import Point, box

from analysis.methods import population_points, walking_reach

ZONE = 6677


def naive_share(points, sites, distance, weight, area, areas):
    """The plain way: every person asks every place."""
    reached, everyone = [0.0] * areas, [0.0] * areas
    for (x, y), part, number in zip(points, weight, area, strict=True):
        everyone[number] += part
        if any((x - sx) ** 2 + (y - sy) ** 2 <= distance**2 for sx, sy in sites):
            reached[number] += part
    return np.array([r / e if e else np.nan for r, e in zip(reached, everyone, strict=True)])


def some_city(seed: int, areas: int = 12, sites: int = 9):
    random = np.random.default_rng(seed)
    corners = random.uniform(0, 4000, (areas, 2))
    shapes = gpd.GeoSeries(
        [box(x, y, x + random.uniform(200, 900), y + random.uniform(200, 900)) for x, y in corners], crs=ZONE
    )
    return shapes, random.uniform(0, 5000, (sites, 2))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("distance", [300, 500, 800])
def test_the_fast_way_equals_the_plain_way(seed, distance):
    shapes, sites = some_city(seed)
    xy, area, weight = population_points.spread(shapes)
    fast = walking_reach.share_within(
        walking_reach.nearest_metres(xy, sites, ZONE), distance, weight, area, len(shapes)
    )
    np.testing.assert_allclose(fast, naive_share(xy, sites, distance, weight, area, len(shapes)), rtol=0, atol=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_points_agree_with_polygons(seed):
    shapes, sites = some_city(seed, areas=60, sites=30)
    xy, area, weight = population_points.spread(shapes)
    fast = walking_reach.share_within(walking_reach.nearest_metres(xy, sites, ZONE), 500, weight, area, len(shapes))
    exact = walking_reach.share_within_polygons(shapes, gpd.GeoSeries.from_xy(*sites.T, crs=ZONE), 500)
    assert np.abs(fast - exact).max() < 0.06  # 60 points an area
    assert abs(fast.mean() - exact.mean()) < 0.005


@pytest.mark.parametrize("seed", range(5))
def test_more_places_and_more_metres_never_reach_fewer(seed):
    shapes, sites = some_city(seed)
    xy, area, weight = population_points.spread(shapes)
    before = np.zeros(len(shapes))
    for number in range(1, len(sites) + 1):
        now = walking_reach.share_within(
            walking_reach.nearest_metres(xy, sites[:number], ZONE), 500, weight, area, len(shapes)
        )
        assert (now >= before - 1e-12).all()
        before = now
    metres = walking_reach.nearest_metres(xy, sites, ZONE)
    by_distance = [
        walking_reach.share_within(metres, distance, weight, area, len(shapes))
        for distance in (100, 300, 500, 800, 9000)
    ]
    assert (np.diff(by_distance, axis=0) >= 0).all()
    assert (by_distance[-1] == 1).all()


def test_a_limit_counts_as_reached_and_no_place_reaches_nobody():
    metres = walking_reach.nearest_metres(np.array([[0, 0], [501, 0]]), np.array([[500.0, 0]]), ZONE, within=500)
    assert walking_reach.share_within(metres, 500, np.ones(2), np.zeros(2, int), 2)[0] == 1.0
    assert np.isnan(
        walking_reach.share_within(metres, 500, np.ones(2), np.zeros(2, int), 2)[1]
    )  # an area without points
    assert np.isinf(walking_reach.nearest_metres(np.zeros((3, 2)), np.empty((0, 2)), ZONE)).all()
    assert np.isinf(walking_reach.nearest_metres(np.array([[0, 501.0]]), np.zeros((1, 2)), ZONE, within=500))[0]


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        (6668, "緯度・経度"),
        (4326, "緯度・経度"),
        (3857, "実際の距離ではありません"),
        (3395, "実際の距離ではありません"),
        (2225, "メートルではありません"),
        (None, "座標系が分からない"),
    ],
)
def test_other_than_metric_coordinates_are_refused(crs, words):
    with pytest.raises(ValueError, match=words):
        walking_reach.nearest_metres(np.zeros((1, 2)), np.zeros((1, 2)), crs)
    with pytest.raises(ValueError, match=words):
        population_points.spread(gpd.GeoSeries([box(0, 0, 1, 1)], crs=crs))
    with pytest.raises(ValueError, match=words):
        walking_reach.share_within_polygons(
            gpd.GeoSeries([box(0, 0, 1, 1)], crs=crs), gpd.GeoSeries([Point(0, 0)], crs=crs), 5
        )


@pytest.mark.parametrize("zone", range(6669, 6688))
def test_every_plane_rectangular_zone_and_utm_are_accepted(zone):
    walking_reach.require_metric(zone)
    walking_reach.require_metric(32654)


def test_800_metres_of_web_mercator_are_650_at_36_degrees():
    to_degrees = Transformer.from_crs(3857, 4326, always_xy=True)
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(139.0, 36.0)
    true = Geod(ellps="GRS80").inv(*to_degrees.transform(x, y), *to_degrees.transform(x + 800, y))[2]
    assert 640 < true < 655
    # The zone says the same distance within a metre.
    here, there = (
        Transformer.from_crs(4326, ZONE).transform(lat, lon)
        for lon, lat in [to_degrees.transform(x, y), to_degrees.transform(x + 800, y)]
    )
    assert np.hypot(*np.subtract(here, there)) == pytest.approx(true, abs=1)


def test_sites_and_areas_in_two_crs_are_refused():
    with pytest.raises(ValueError, match="one CRS"):
        walking_reach.share_within_polygons(
            gpd.GeoSeries([box(0, 0, 1, 1)], crs=ZONE), gpd.GeoSeries([Point(0, 0)], crs=6674), 5
        )
