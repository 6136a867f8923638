"""Classes for shading: round limits that a reader can say aloud, open at both ends so that one odd area does not flatten the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pages.figures import wording
from pages.figures.description import Classes

WANTED = 5


def classes_of(values: pd.Series, unit: str) -> Classes:
    """About five classes with round limits over the middle 96 % of the values; the first and the last take the rest.

    With fewer than two different values there is one class.
    """
    known = np.sort(values.dropna().to_numpy(dtype=float))
    if not len(known) or known[0] == known[-1]:
        only = float(known[0]) if len(known) else 0.0
        return Classes((only, only), (wording.value_text(only, unit) if len(known) else "値なし",))
    inner = _round_limits(known) or [float(np.median(known))]
    scale, after = (100, " %") if unit == "share" else (1, wording.UNITS[unit][1].split("（")[0])
    first, last = f"{inner[0] * scale:g}", f"{inner[-1] * scale:g}"
    middle = [f"{a * scale:g}～{b * scale:g}{after}" for a, b in zip(inner, inner[1:], strict=False)]
    return Classes((float(known[0]), *inner, float(known[-1])), (f"{first}{after}未満", *middle, f"{last}{after}以上"))


def _round_limits(known: np.ndarray) -> list[float]:
    from matplotlib.ticker import MaxNLocator  # imported late: only pages with shades need it

    low, high = np.quantile(known, [0.02, 0.98])
    limits = MaxNLocator(WANTED, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    return [float(f"{limit:.10g}") for limit in limits if known[0] < limit < known[-1]]
