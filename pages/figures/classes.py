"""Classes for shading: round limits that a reader can say aloud, open at both ends so that one odd area does not
flatten the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pages.figures import wording
from pages.figures.description import Classes

WANTED = 6
FEW = 4


def classes_of(values: pd.Series, unit: str) -> Classes:
    """About six classes with as many areas each, their limits rounded; the first and the last are open.

    With no more than FEW different values each is a class of its own, named as it is written.
    """
    known = np.sort(values.dropna().to_numpy(dtype=float))
    if not len(known) or known[0] == known[-1]:
        only = float(known[0]) if len(known) else 0.0
        return Classes((only, only), (wording.value_text(only, unit) if len(known) else "値なし",))
    starts = pd.Series(known).groupby([wording.value_text(value, unit) for value in known], sort=False).first()
    if len(starts) <= FEW:
        return Classes((*starts.tolist(), float(known[-1])), tuple(starts.index))
    people = unit == "persons"
    inner = _round_limits(known, 1 if people else 0)
    if not inner:  # nearly all areas have the lowest value: limits that tell the others apart
        inner = _round_limits(known[known > known[0]], 1 if people else 0)
    if not inner:
        return Classes(
            (float(known[0]), float(known[-1])),
            (f"{wording.value_text(float(known[0]), unit)}～{wording.value_text(float(known[-1]), unit)}",),
        )
    scale, after = (100, " %") if unit == "share" else (1, wording.UNITS[unit][1].split("（")[0])
    first, last = f"{inner[0] * scale:g}", f"{inner[-1] * scale:g}"
    if people:  # nobody is counted in parts: 「3～4人」 ends where 「5人」 begins
        middle = [f"{a:g}～{b - 1:g}人" if b - a > 1 else f"{a:g}人" for a, b in zip(inner, inner[1:], strict=False)]
        lowest = "0人" if inner[0] == 1 else f"{first}人未満"
        return Classes((float(known[0]), *inner, float(known[-1])), (lowest, *middle, f"{last}人以上"))
    middle = [f"{a * scale:g}～{b * scale:g}{after}" for a, b in zip(inner, inner[1:], strict=False)]
    return Classes((float(known[0]), *inner, float(known[-1])), (f"{first}{after}未満", *middle, f"{last}{after}以上"))


def _round_limits(known: np.ndarray, least: float) -> list[float]:
    """Quantiles rounded to the coarsest step that still keeps nearly as many classes apart; `least`: every step is a
    multiple of it (0: any)."""
    quantiles = np.quantile(known, np.arange(1, WANTED) / WANTED)
    inner: list[float] = []
    for step in (step for step in _steps(known[-1] - known[0]) if not least or step >= least and step % least == 0):
        inner = [
            float(f"{limit:.10g}")
            for limit in np.unique(np.round(quantiles / step) * step)
            if known[0] < limit < known[-1]
        ]
        if len(inner) >= WANTED - 2:
            break
    return inner


def _steps(width: float) -> list[float]:
    """Round steps from coarse to fine: 5, 2.5, 2, 1, 0.5 ... of the power of ten below the width."""
    power = 10.0 ** np.floor(np.log10(width))
    return [power * part for part in (5, 2.5, 2, 1, 0.5, 0.25, 0.2, 0.1, 0.05)]
