"""Values as text that a difference can be read in: tables as CSV, descriptions field by field, floats in full."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

UNTOLD = {"folder", "stamp"}  # fields about the disk a city lies on


def digest(content: bytes) -> str:
    """Bytes by their length and hash."""
    return f"{len(content)} bytes, sha256:{hashlib.sha256(content).hexdigest()}"


def table(frame: pd.DataFrame) -> str:
    """A table as CSV, shapes as text, floats with all their figures."""
    plain = pd.DataFrame({place: _column(frame.iloc[:, place]) for place in range(frame.shape[1])}, index=frame.index)
    plain.columns = [str(name) for name in frame.columns]
    numbered = isinstance(frame.index, pd.RangeIndex)
    return plain.to_csv(index=not numbered, lineterminator="\n")


def _column(values: pd.Series) -> pd.Series:
    if isinstance(values, gpd.GeoSeries) or values.dtype == "geometry":
        return values.map(lambda shape: "" if shape is None else shape.wkt)
    return values.map(
        lambda value: (
            repr(value)
            if isinstance(value, float)
            else _plain(value)
            if isinstance(value, dict | list | tuple | set | frozenset | np.ndarray)
            else value
        )
    )


def _plain(value: object) -> str:
    return " ".join(line.strip() for line in lines(value))


def lines(value: object, name: str = "", indent: int = 0) -> Iterator[str]:
    """A description field by field. Types are not named: they may be renamed.

    What draws (a chart, a map, a function) is left out: it is told where it is drawn.
    """
    head = " " * indent + (f"{name}: " if name else "")
    if isinstance(value, pd.DataFrame):
        yield f"{head}{len(value)} rows"
        yield from (" " * (indent + 1) + line for line in table(value).splitlines())
    elif isinstance(value, pd.Series):
        yield from lines(value.to_frame(), name, indent)
    elif isinstance(value, bytes):
        yield head + digest(value)
    elif is_dataclass(value) and not isinstance(value, type):
        yield head.rstrip()
        for field in fields(value):
            if field.name not in UNTOLD:
                yield from lines(getattr(value, field.name), field.name, indent + 1)
    elif isinstance(value, Mapping):
        yield head.rstrip()
        for key, part in value.items():
            yield from lines(part, str(key), indent + 1)
    elif isinstance(value, set | frozenset):
        yield from lines(sorted(value, key=repr), name, indent)
    elif isinstance(value, list | tuple | np.ndarray):
        yield head.rstrip()
        for part in value:
            yield from lines(part, "-", indent + 1)
    elif value is None or isinstance(value, str | int | float | np.generic):
        text = repr(value.item() if isinstance(value, np.generic) else value)
        yield head + text
