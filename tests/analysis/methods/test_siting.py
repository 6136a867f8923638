"""The best further places: against every choice there is on small cases, and what the result says of itself."""

import itertools

import numpy as np
import pytest
from scipy.sparse import csr_array

from analysis.methods import maximal_covering, siting, walking_reach

ZONE = 6677


def small_case(seed: int):
    """Up to 10 candidates, 30 points; whole numbers (many ties) or fractions; some points reached already, some
    weightless."""
    random = np.random.default_rng(seed)
    candidates, points = int(random.integers(1, 11)), int(random.integers(1, 31))
    reached = csr_array(random.random((candidates, points)) < random.uniform(0.05, 0.6))
    persons = random.integers(0, 9, points).astype(float) if seed % 2 else random.random(points)
    return reached, persons, random.random(points) < 0.2, random


def gain_of(reached, persons, already, chosen) -> float:
    """The plain way: every point asks whether anybody chosen reaches it."""
    table = reached.toarray()
    return sum(
        persons[point]
        for point in range(len(persons))
        if not already[point] and any(table[one, point] for one in chosen)
    )


def every_choice(candidates, places, fixed=(), forbidden=()):
    free = [one for one in range(candidates) if one not in fixed and one not in forbidden]
    return [
        (*fixed, *more)
        for number in range(min(places - len(fixed), len(free)) + 1)
        for more in itertools.combinations(free, number)
    ]


@pytest.mark.parametrize("seed", range(150))
def test_the_proven_best_equals_the_best_of_all_choices(seed):
    reached, persons, already, random = small_case(seed)
    places = int(random.integers(1, 6))
    found = siting.best(reached, persons, places, already)
    top = max(gain_of(reached, persons, already, choice) for choice in every_choice(reached.shape[0], places))
    assert found.proven and found.gap == 0
    assert found.gained == pytest.approx(top, abs=1e-9)
    assert gain_of(reached, persons, already, found.chosen) == pytest.approx(top, abs=1e-9)
    assert len(found.chosen) == len({*found.chosen}) <= places


@pytest.mark.parametrize("seed", range(80))
def test_fixed_places_are_taken_and_forbidden_ones_are_not(seed):
    reached, persons, already, random = small_case(seed)
    shuffled = random.permutation(reached.shape[0]).tolist()
    fixed, forbidden = shuffled[:2], shuffled[2:4]
    found = siting.best(reached, persons, 4, already, fixed, forbidden)
    top = max(
        gain_of(reached, persons, already, choice) for choice in every_choice(reached.shape[0], 4, fixed, forbidden)
    )
    assert {*fixed} <= {*found.chosen.tolist()} and not {*forbidden} & {*found.chosen.tolist()}
    assert found.proven and found.gained == pytest.approx(top, abs=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_the_bound_holds_and_answers_only_get_better(seed):
    reached, persons, already, _ = small_case(seed)
    top = max(gain_of(reached, persons, already, choice) for choice in every_choice(reached.shape[0], 3))
    answers = list(siting.improving(reached, persons, 3, already, slice_seconds=0.0))
    assert all(answer.gained <= top + 1e-9 <= answer.most + 2e-9 for answer in answers)
    assert all(
        later.gained >= earlier.gained - 1e-9 and later.most <= earlier.most + 1e-9
        for earlier, later in itertools.pairwise(answers)
    )
    assert answers[-1].proven


@pytest.mark.parametrize("seed", range(80))
def test_the_smallest_number_equals_that_of_all_choices(seed):
    reached, persons, already, random = small_case(seed)
    total, before = persons.sum(), persons[already].sum()
    can = before + gain_of(reached, persons, already, range(reached.shape[0]))
    share = random.uniform(0.05, 1) * can / total if total else 0.0
    smallest = min(
        len(choice)
        for choice in every_choice(reached.shape[0], reached.shape[0])
        if before + gain_of(reached, persons, already, choice) >= share * total - 1e-9
    )
    found, needed = siting.fewest(reached, persons, share, already)
    assert len(found.chosen) == needed == smallest
    assert before + found.gained >= share * total - 1e-9
    if smallest:
        best = max(gain_of(reached, persons, already, choice) for choice in every_choice(reached.shape[0], smallest))
        assert found.proven and found.gained == pytest.approx(best, abs=1e-9)


def test_too_few_candidates_are_said_with_what_they_reach():
    reached = csr_array(np.array([[True, False, False]]))
    with pytest.raises(siting.TooFew, match="25.0 %まで") as said:
        siting.fewest(reached, np.array([1.0, 2.0, 1.0]), 0.5)
    assert said.value.most == 0.25
    enough, needed = siting.fewest(reached, np.array([1.0, 2.0, 1.0]), 0.5, np.array([False, True, False]))
    assert enough.chosen.size == needed == 0 and enough.proven and enough.gap == 0


@pytest.mark.parametrize("seed", range(6))
def test_where_the_time_does_not_suffice_the_number_needed_is_no_more_than_said(seed):
    random = np.random.default_rng(seed)
    points = random.uniform(0, 5000, (400, 2))
    reached = siting.within(points, random.uniform(0, 5000, (60, 2)), 900, ZONE)
    persons = random.integers(1, 100, 400).astype(float)
    hasty, at_least = siting.fewest(reached, persons, 0.8, seconds=0.0)
    found, needed = siting.fewest(reached, persons, 0.8)
    assert len(found.chosen) == needed and at_least <= needed <= len(hasty.chosen)
    assert hasty.gained >= 0.8 * persons.sum() - 1e-6


def test_people_count_once_for_the_place_that_adds_most_first():
    #           points   0  1  2  3  4   persons 10 5 5 1 3, the last reached already
    reached = csr_array(np.array([[0, 1, 1, 0, 0], [1, 1, 0, 0, 1], [0, 0, 1, 1, 1]], bool))
    found = siting.best(reached, np.array([10.0, 5, 5, 1, 3]), 3, np.array([False] * 4 + [True]))
    assert found.chosen.tolist() == [1, 2]  # the first adds nobody once these are there: left out
    assert found.adds.tolist() == [15, 6] and found.alone.tolist() == [15, 6]
    assert found.counted_for.tolist() == [0, 0, 1, 1, -1]
    assert (found.before, found.gained, found.left) == (3, 21, 0)
    by_area = siting.gained_by_area(found, np.array([10.0, 5, 5, 1, 3]), np.array([0, 1, 1, 0, 0]), 2)
    assert by_area.tolist() == [[10, 5], [1, 5]]


def test_of_equal_choices_the_first_candidates_and_always_the_same():
    reached = csr_array(np.array([[0, 0, 1], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]], bool))
    first = siting.best(reached, np.array([2.0, 2, 2]), 2)
    assert first.chosen.tolist() == [0, 1]
    assert all(siting.best(reached, np.array([2.0, 2, 2]), 2).chosen.tolist() == [0, 1] for _ in range(5))


@pytest.mark.parametrize("seed", range(40))
def test_merging_points_and_leaving_out_the_dominated_changes_nothing(seed):
    reached, persons, _, _ = small_case(seed)
    matrix, weight = maximal_covering.merged(reached, persons)
    alive = maximal_covering.undominated(matrix)
    nobody = np.zeros(len(persons), bool)
    top = max(gain_of(reached, persons, nobody, choice) for choice in every_choice(reached.shape[0], 2))
    small = max(
        (
            gain_of(csr_array(matrix[alive]), weight, np.zeros(len(weight), bool), choice)
            for choice in every_choice(len(alive), 2)
        ),
        default=0,
    )
    assert small == pytest.approx(top, abs=1e-9)
    assert len({tuple(column) for column in matrix.toarray().T}) == matrix.shape[1]
    assert weight.sum() == pytest.approx(persons[reached.toarray().any(axis=0)].sum())


def test_a_hard_search_can_be_left_at_any_answer_with_its_gap(monkeypatch):
    random = np.random.default_rng(3)
    points, candidates = random.uniform(0, 20_000, (3000, 2)), random.uniform(0, 20_000, (1500, 2))
    reached = siting.within(points, candidates, 2500, ZONE)
    answers, whole = [], siting.improving
    monkeypatch.setattr(siting, "improving", lambda *given: (answers.append(1) or found for found in whole(*given)))
    found = siting.best(reached, random.integers(1, 100, 3000), 10, seconds=0.02)
    assert len(answers) <= 2, "each takes as long as the whole search was given"
    assert len(found.chosen) == 10
    assert found.most >= found.gained and (found.proven or 0 < found.gap < 1)


def test_within_includes_the_limit_itself_and_asks_for_true_metres():
    points = np.array([[0, 0], [300, 400], [300, 400.001]])
    assert siting.within(points, np.array([[0, 0]]), 500, ZONE).toarray().tolist() == [[True, True, False]]
    assert siting.within(points, np.empty((0, 2)), 500, ZONE).shape == (0, 3)
    with pytest.raises(ValueError, match="約650 m"):
        siting.within(points, points, 500, 3857)


def test_one_more_place_tells_who_gains_by_area():
    random = np.random.default_rng(5)
    points, area, persons = random.uniform(0, 4000, (800, 2)), random.integers(0, 12, 800), random.uniform(0, 9, 800)
    sites, place = random.uniform(0, 4000, (4, 2)), np.array([2000.0, 2100.0])
    metres = walking_reach.nearest_metres(points, sites, ZONE)
    gained = siting.one_more(points, persons, area, 12, metres, place, 700, ZONE)
    both = walking_reach.nearest_metres(points, np.vstack([sites, place]), ZONE)
    expected = np.bincount(area, persons * (both <= 700), 12) - np.bincount(area, persons * (metres <= 700), 12)
    np.testing.assert_allclose(gained, expected, atol=1e-9)
    assert gained.sum() > 0
    as_choice = siting.best(siting.within(points, place[None], 700, ZONE), persons, 1, metres <= 700)
    assert as_choice.gained == pytest.approx(gained.sum())


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"places": 0}, "1以上"),
        ({"places": 1, "fixed": [0, 1]}, "必ず入れる場所の数（2）"),
        ({"places": 2, "fixed": [1], "forbidden": [1]}, "両方に.*2番目"),
        ({"places": 1, "forbidden": [7]}, "候補は3か所.*8番目"),
    ],
)
def test_wishes_that_contradict_are_refused(wish, words):
    with pytest.raises(ValueError, match=words):
        siting.best(csr_array(np.eye(3, dtype=bool)), np.ones(3), **wish)


@pytest.mark.parametrize("persons", [[1, np.nan, 1], [1, -1, 1], [np.inf, 1, 1]])
def test_unknown_numbers_of_people_are_not_taken_for_none(persons):
    with pytest.raises(ValueError, match="人数の分からない"):
        siting.best(csr_array(np.eye(3, dtype=bool)), np.array(persons), 1)
    with pytest.raises(ValueError, match="same points"):
        siting.best(csr_array(np.eye(4, dtype=bool)), np.ones(3), 1)
