"""Certification of need for care."""

from __future__ import annotations

from analysis.methods.amounts import Choice, Counts, Ratio


def care_certification_rate(counts: Counts, choice: Choice) -> Ratio:
    """Certified persons of 65+ / insured persons of 65+."""
    return Ratio(counts.certified(), counts.insured())
