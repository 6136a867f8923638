"""Certification of need for care."""

from __future__ import annotations

from analysis.indicators.entry import Indicator
from analysis.methods.amounts import Choice, Counts, Ratio


def care_certification_rate(counts: Counts, choice: Choice) -> Ratio:
    """Certified persons of 65+ / insured persons of 65+."""
    return Ratio(counts.certified(), counts.insured())


ENTRIES: tuple[Indicator, ...] = (
    Indicator(
        "care_certification_rate",
        "要介護等認定率",
        "要介護等認定率",
        "share",
        "介護保険の第1号被保険者（65歳以上）のうち、要支援・要介護の認定を受けた人の割合です。",
        "認定を受けた65歳以上の人 ÷ 第1号被保険者",
        "厚生労働省『介護保険事業状況報告』",
        ("care",),
        care_certification_rate,
        protected=True,
        shown=("overview", "district", "book.households", "book.beside"),
    ),
)
