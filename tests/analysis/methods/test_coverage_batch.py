"""Coverage in one pass and in pieces: against every person asking every place, and the same however it is cut."""

import numpy as np
import pytest

from analysis.methods import coverage_batch, walking_reach

DISTANCES = (300, 500, 800)


def country(seed: int, points: int = 500, areas: int = 40, sites: int = 60):
    random = np.random.default_rng(seed)
    area = np.concatenate([np.arange(areas), random.integers(0, areas, points - areas)])
    return (
        random.uniform(0, 6000, (points, 2)),
        random.integers(0, 30, points).astype(float),
        np.array([f"{one:05}" for one in random.permutation(areas)])[area],
        random.uniform(0, 6000, (sites, 2)),
        random.choice(["salon", "shop", "clinic"], sites),
    )


def of(points, persons, area, sites, kind, **named):
    return coverage_batch.coverage(points, persons, area, coverage_batch.planted(sites, kind, DISTANCES), **named)


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_every_person_asking_every_place(seed):
    points, persons, area, sites, kind = country(seed)
    found = of(points, persons, area, sites, kind)
    assert len(found) == 40 * 3 * 3 and found["area"].drop_duplicates().tolist() == list(dict.fromkeys(area))
    for row in found.itertuples():
        theirs = [number for number in range(len(points)) if area[number] == row.area]
        near = sum(
            persons[one]
            for one in theirs
            if any(
                (points[one][0] - x) ** 2 + (points[one][1] - y) ** 2 <= row.distance_m**2
                for (x, y), which in zip(sites, kind, strict=True)
                if which == row.kind
            )
        )
        assert (row.reached, row.persons, row.state) == (near, sum(persons[theirs]), "ok") and row.share == near / sum(
            persons[theirs]
        )


def test_it_equals_the_city_way():
    points, persons, area, sites, kind = country(9)
    found = of(points, persons, area, sites, kind)
    codes = list(dict.fromkeys(area))
    metres = walking_reach.nearest_metres(points, sites[kind == "shop"], 6677)
    expected = walking_reach.share_within(
        metres, 500, persons, np.array([codes.index(one) for one in area]), len(codes)
    )
    np.testing.assert_allclose(
        found.loc[(found["kind"] == "shop") & (found["distance_m"] == 500), "share"], expected, rtol=1e-12
    )


@pytest.mark.parametrize("piece", [1, 7, 100, 499, 10**6])
def test_however_it_is_cut_the_figures_are_the_same(piece):
    points, persons, area, sites, kind = country(2)
    persons = persons * 0.1  # sums of tenths depend on their order
    whole = of(points, persons, area, sites, kind)
    assert of(points, persons, area, sites, kind, piece=piece).equals(whole)
    order = np.argsort(area, kind="stable")
    by_code = of(points[order], persons[order], area[order], sites, kind)
    keys = ["area", "kind", "distance_m"]
    both = [one.astype({"area": str, "kind": str}).sort_values(keys).reset_index(drop=True) for one in (whole, by_code)]
    assert both[0].equals(both[1])


def test_pieces_are_whole_areas_and_together_everything():
    begins = np.array([0, 3, 4, 9, 10])
    cut = list(coverage_batch.pieces(np.arange(20.0).reshape(10, 2), np.arange(10.0), begins, 4))
    assert [len(one.persons) for one in cut] == [4, 5, 1] and [one.begins.tolist() for one in cut] == [[0, 3], [0], [0]]
    assert np.concatenate([one.persons for one in cut]).tolist() == list(range(10))


@pytest.mark.parametrize("seed", range(3))
def test_more_sites_and_more_metres_never_reach_fewer_and_shares_stay_within_one(seed):
    points, persons, area, sites, _ = country(seed)
    few, many = (
        of(points, persons * 0.1, area, sites[:number], ["salon"] * number)["reached"].to_numpy().reshape(40, 3)
        for number in (20, 60)
    )
    assert (few <= many).all() and (np.diff(many, axis=1) >= 0).all()
    everywhere = coverage_batch.coverage(
        points, persons * 0.1, area, coverage_batch.planted(sites, ["salon"] * 60, [20_000])
    )
    assert (everywhere["share"] == 1).all()


def test_unknown_persons_and_empty_areas_are_not_none():
    found = coverage_batch.coverage(
        np.zeros((4, 2)),
        np.array([5.0, np.nan, 0, 0]),
        ["a", "a", "b", "b"],
        coverage_batch.planted(np.zeros((1, 2)), ["salon"], [500]),
    )
    assert found["state"].tolist() == ["not_in_source", "no_denominator"]
    assert found["share"].isna().all() and np.isnan(found["reached"][0]) and found["reached"][1] == 0


def test_geocentric_positions_serve_as_well():
    points = np.array([[0.0, 0, 0], [300, 400, 0], [300, 400, 1]])
    found = coverage_batch.coverage(
        points, np.ones(3), ["a", "b", "c"], coverage_batch.planted(np.zeros((1, 3)), ["salon"], [500])
    )
    assert found["reached"].tolist() == [1, 1, 0]


def test_what_cannot_be_is_refused():
    sites = coverage_batch.planted(np.zeros((1, 2)), ["salon"], [500])
    for points, persons, area, words in (
        ([[np.nan, 0]], [1], ["a"], "位置の分からない地点"),
        ([[0, 0]], [-1], ["a"], "0以上"),
        ([[0, 0]], [1], [None], "コードがない"),
    ):
        with pytest.raises(ValueError, match=words):
            coverage_batch.coverage(np.array(points, float), np.array(persons, float), area, sites)
    with pytest.raises(ValueError, match="位置の分からない場所"):
        coverage_batch.planted(np.array([[np.inf, 0]]), ["salon"], [500])
    for wrong in ([], [0], [np.nan]):
        with pytest.raises(ValueError, match="距離は0より"):
            coverage_batch.planted(np.zeros((1, 2)), ["salon"], wrong)
    assert coverage_batch.coverage(np.empty((0, 2)), np.empty(0), [], sites).empty
