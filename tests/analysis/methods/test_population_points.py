import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon, box

from analysis.methods import population_points

RAGGED = Polygon([(0, 0), (4000, 10), (4000, 40), (30, 30), (20, 3000), (0, 3000)])
SHAPES = gpd.GeoSeries(
    [
        box(0, 0, 300, 300),
        RAGGED,
        None,
        Point(5, 5),
        MultiPolygon([box(0, 0, 10, 10), box(900, 900, 990, 990)]),
        Polygon(),
    ],
    crs=6677,
)


def test_points_lie_inside_and_there_are_enough():
    xy, area, weight = population_points.spread(SHAPES)
    assert set(area) == {0, 1, 4}
    for number in (0, 1, 4):
        mine = xy[area == number]
        assert 60 <= len(mine) < 120
        assert shapely.contains_xy(SHAPES[number], mine[:, 0], mine[:, 1]).all()
        assert abs(weight[area == number].sum() - 1) < 1e-12


def test_the_same_shapes_give_the_same_points():
    for one, other in zip(population_points.spread(SHAPES), population_points.spread(SHAPES), strict=True):
        np.testing.assert_array_equal(one, other)


def test_people_on_points_add_up_to_the_area():
    _, area, weight = population_points.spread(SHAPES)
    persons = np.array([812.0, 3.0, 99.0, 99.0, 40.0, 99.0])
    on_points = np.asarray(persons, float)[area] * weight
    for number in (0, 1, 4):
        np.testing.assert_allclose(on_points[area == number].sum(), persons[number], rtol=1e-12)


def test_the_lattice_is_centred():
    xy, area, _ = population_points.spread(gpd.GeoSeries([box(100, 200, 400, 500)], crs=6677))
    np.testing.assert_allclose(xy[area == 0].mean(axis=0), [250, 350], atol=20)


def test_areas_known_only_as_points_get_a_disc_to_half_way_of_the_next():
    xy, area, _ = population_points.spread_round_points(
        gpd.GeoSeries([Point(0, 0), Point(600, 0), Point(9000, 0), box(0, 0, 1, 1), None], crs=6677)
    )
    assert set(area) == {0, 1, 2}
    assert np.hypot(*xy[area == 0].T).max() < 300
    assert 900 < np.hypot(*(xy[area == 2] - [9000, 0]).T).max() <= 1000
    np.testing.assert_allclose(xy[area == 0].mean(axis=0), [0, 0], atol=15)


def test_no_areas_no_points():
    xy, area, weight = population_points.spread(gpd.GeoSeries([], crs=6677))
    assert len(xy) == len(area) == len(weight) == 0


def test_finer_ways_of_placing_people_are_nearer_to_an_invented_truth():
    """The errors on the screen (vocabulary.SPREADS) are those of this truth: people in hamlets, 500 m."""
    from tests.benchmarks.bench_people_points import errors

    every = [
        {way: error for way, (error, _) in errors(seed, hamlets).items()} for seed, hamlets in ((0, 4), (1, 6), (2, 8))
    ]
    found = {way: np.mean([one[way] for one in every]) for way in every[0]}
    assert (
        found["buildings"]
        < found["mesh250"]
        < found["mesh500"]
        < found["mesh1km"]
        < found["polygon"]
        < found["centroid"]
    )
    for way, (low, high) in {
        "buildings": (0.7, 1.2),
        "mesh250": (0.6, 2.6),
        "mesh500": (2.5, 4.5),
        "mesh1km": (4, 7),
        "polygon": (4.5, 9),
    }.items():
        assert low <= found[way] <= high, (way, found[way])
