"""What a level of sharing hides (公開用・協議体限り・庁内用)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.store.city import City
from data.vocabulary import KINDS


@dataclass(frozen=True)
class SharingRules:
    """What a level of sharing hides. threshold: highest protected count that is hidden (0 hides none); guarded: where
    people live alone is not told below districts (公開用: it would guide a burglar); exact_homes: a private home opened
    as a place counts from where it stands (庁内用), else from the middle of its area
    (analysis.counts.positions.positions); consent: so does what its people did not agree to list (公開用).
    """

    threshold: int = 0
    guarded: bool = False
    exact_homes: bool = False
    consent: bool = False


NOTHING_HIDDEN = SharingRules()  # as 庁内用 sees it, but for homes and consent: for what shows no protected count


def sharing_rules(city: City, sharing: str) -> SharingRules:
    """The rules of one of the city's levels of sharing."""
    return SharingRules(
        city.threshold(sharing),
        guarded=sharing == "public",
        exact_homes=sharing == "internal",
        consent=sharing == "public",
    )


_CONSENT = frozenset(key for key, kind in KINDS.items() if kind.consent)


def may_publish(rows: pd.DataFrame) -> np.ndarray:
    """Which rows 公開用 may list: those whose people agreed; where nobody was asked, kinds that are public anyhow
    (vocabulary, `consent`)."""
    answered = rows["publish"]
    return np.where(answered.notna(), answered.fillna(False), ~rows["kind"].isin(_CONSENT)).astype(bool)
