"""Whether a walking network can be in metres: coordinates, lengths and slopes of other units are refused."""

from __future__ import annotations

import numpy as np

from data.vocabulary import LATITUDES_OF_JAPAN, LONGITUDES_OF_JAPAN

_SHORTEST, _LONGEST = (
    0.98,
    3.0,
)  # length / straight line: below, no way exists; in a town's median above, the unit is not the metre
_STEEPEST = 100.0  # per cent
_ROUNDING = 1.0  # metres that coordinates and lengths may be rounded by


def refuse_other_units(
    nodes: np.ndarray, start: np.ndarray, end: np.ndarray, metres: np.ndarray, slope: np.ndarray
) -> None:
    """Paths from node `start` to node `end` (rows of `nodes`: x, y in metres), their length and per cent of rise (NaN:
    not known).

    Raises ValueError, in words, where coordinates are degrees, a length or place is not known, a slope is steeper than
    100 %, a path is shorter than the straight line or lengths are far longer (another unit).
    """
    if _degrees(nodes):
        raise ValueError("道の位置が緯度・経度（度）です。平面直角座標系（メートル）に変換してください。")
    if not (np.isfinite(metres).all() and np.isfinite(nodes).all() and (metres >= 0).all()):
        raise ValueError("長さや位置の分からない道、0より短い道があります。長さをメートルで入れてください。")
    if (np.abs(slope) > _STEEPEST).any():
        raise ValueError(f"勾配が{_STEEPEST:.0f} %を超える道があります。勾配は百分率（5 % なら 5）で入れてください。")
    straight = np.hypot(*(nodes[end] - nodes[start]).T)
    if short := int((metres < straight * _SHORTEST - _ROUNDING).sum()):
        raise ValueError(
            f"まっすぐ結ぶより短い道が{short}本あります。長さの単位が混ざっていないか（キロメートルなど）確かめ、"
            "メートルにそろえてください。"
        )
    long = straight > 10 * _ROUNDING
    if long.any() and np.median(metres[long] / straight[long]) > _LONGEST:
        raise ValueError(
            f"多くの道がまっすぐ結ぶ長さの{_LONGEST:.0f}倍を超えます。長さの単位（フィート、"
            "センチメートルなど）を確かめ、メートルにそろえてください。"
        )


def _degrees(nodes: np.ndarray) -> bool:
    """Whether all coordinates look like longitude and latitude in Japan."""
    (west, east), (south, north) = LONGITUDES_OF_JAPAN, LATITUDES_OF_JAPAN
    x, y = nodes[:, 0], nodes[:, 1]
    return len(nodes) > 0 and bool(((x > west) & (x < east) & (y > south) & (y < north)).all())
