import numpy as np
import pytest
from scipy import stats

from analysis.methods import uncertainty


@pytest.mark.parametrize(
    ("count", "of", "lower", "upper"), [(3, 20, 5.24, 36.04), (12, 40, 18.07, 45.43), (120, 400, 25.72, 34.66)]
)
def test_wilson_published(count, of, lower, upper):
    limits = uncertainty.wilson(count, of)
    assert [round(100 * float(limit), 2) for limit in limits] == [lower, upper]


@pytest.mark.parametrize(("count", "lower", "upper"), [(10, 4.787, 18.391), (25, 16.174, 36.906)])
def test_byar_published(count, lower, upper):
    assert [round(float(limit), 3) for limit in uncertainty.byar(count)] == [lower, upper]


def test_exact_poisson_published():
    assert [round(float(limit), 3) for limit in uncertainty.exact_poisson(3)] == [0.619, 8.767]


def test_exact_poisson_is_what_it_says():
    lower, upper = uncertainty.exact_poisson(np.arange(1, 40))
    np.testing.assert_allclose(stats.poisson.sf(np.arange(1, 40) - 1, lower), 0.025, rtol=1e-9)
    np.testing.assert_allclose(stats.poisson.cdf(np.arange(1, 40), upper), 0.025, rtol=1e-9)


def test_wilson_is_scipys():
    for count, of in [(0, 5), (5, 5), (1, 1000), (37, 91)]:
        theirs = stats.binomtest(count, of).proportion_ci(method="wilson")
        np.testing.assert_allclose(np.array(uncertainty.wilson(count, of)), [theirs.low, theirs.high], atol=1e-12)


def test_arrays_go_through_at_once_and_nobody_asked_is_nothing_known():
    lower, upper = uncertainty.wilson([3, 0], [20, 0])
    assert np.isnan([lower[1], upper[1]]).all()
    lower, upper, method = uncertainty.event_limits([0, 3, 9, 10, 25])
    assert method.tolist() == ["exact_poisson"] * 3 + ["byar"] * 2
    assert lower[0] == 0.0
    assert (lower <= [0, 3, 9, 10, 25]).all()
    assert (upper > [0, 3, 9, 10, 25]).all()


def test_impossible_counts_are_refused():
    for wrong in [(5, 4), (-1, 4)]:
        with pytest.raises(ValueError, match="count <= of"):
            uncertainty.wilson(*wrong)
    with pytest.raises(ValueError, match="not negative"):
        uncertainty.byar(-1)
    with pytest.raises(ValueError, match="not negative"):
        uncertainty.event_limits([-1])
