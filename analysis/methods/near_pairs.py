"""Every point and place near each other: what catchments and the choice of places start from."""

from __future__ import annotations

import numpy as np

from analysis.methods.walking_reach import require_metric


def pairs_within(
    points: np.ndarray, places: np.ndarray, distance: float, crs: object
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of points (n x 2) and places (m x 2) no farther apart than `distance` metres in `crs`, and the metres:
    three arrays of one length."""
    require_metric(crs)
    points, places = np.asarray(points, float).reshape(-1, 2), np.asarray(places, float).reshape(-1, 2)
    if not len(points) or not len(places):
        return np.empty(0, int), np.empty(0, int), np.empty(0)
    from scipy.spatial import cKDTree  # takes a fifth of a second to load, and reading files never asks

    quick = cKDTree(points, balanced_tree=False, compact_nodes=False)  # asked once only: built in half the time
    found = cKDTree(places).sparse_distance_matrix(quick, distance, output_type="ndarray")
    return found["j"], found["i"], found["v"]
