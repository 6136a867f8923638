"""Round values along an axis and their words."""

from __future__ import annotations

import math


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round values from `low` to `high`, at most `most` + 1 of them, in steps of 1, 2 or 5 times a power of ten."""
    span = (high - low) or 1.0
    power = 10 ** math.floor(math.log10(span / most))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power * most >= span * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [float(f"{number * step:.10g}") for number in range(first, math.floor(high / step + 1e-9) + 1)]


def tick_text(value: float, percent: bool) -> str:
    return f"{value * 100:g}%" if percent else f"{value:,.10g}"
